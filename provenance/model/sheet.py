"""A correction as a row of an editor's table: edition, place, for, read, why, evidence, reporter, expect.

The way of an editor who never types a command. A cell is a string, as it is
shown; what it means is decided when the row is made a correction.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provenance.errors import InputError

COLUMNS = ("edition", "place", "for", "read", "why", "evidence", "reporter", "expect")
"""The columns of a sheet, in their usual order; only ``edition`` and ``read`` must be there."""
FURTHER = ("kind", "reviewer")
"""Columns that are understood besides."""
KEPT = ("sheet", "row", "reason")
"""Columns of a report of refused rows: which sheet and row it was, and why; not read when it comes back."""
NOTHING = "(nothing)"
"""What stands in ``read`` where words or a field are taken away: an empty cell may have been forgotten."""

_FORMULA = re.compile(r"'*[=+\-@\t\r]")


@dataclass(frozen=True)
class Row:
    """One row: its number in the sheet (the headings are row 1), its cells by column, what is wrong with it."""

    number: int
    cells: Mapping[str, str]
    fault: InputError | None = None

    def __getitem__(self, column: str) -> str:
        """The cell of a column, empty where there is none."""
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Sheet:
    """The rows of a table that say something, and what an editor should know of how it was read."""

    name: str
    rows: tuple[Row, ...]
    notices: tuple[str, ...] = field(default=())


def escaped(cell: str) -> str:
    """A cell that no spreadsheet program takes for a formula: an apostrophe before what could be one."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unescaped(cell: str) -> str:
    """The inverse of :func:`escaped`."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
