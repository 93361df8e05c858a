"""One row of a table: its cells by what their columns mean, where each stands, and how its errors are said."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from provenance.errors import InputError
from provenance.importers._table.grid import Cell, Odd, column_letters, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.importers._page.draft import Draft
    from provenance.importers._table.columns import Column


@dataclass(frozen=True)
class Filled:
    """A cell that says something, and its column."""

    column: Column
    cell: Cell

    @property
    def words(self) -> str:
        """Its words."""
        return words_of(self.cell)


@dataclass(frozen=True)
class Row:
    """A row that says something: the table's name, its number, its cells."""

    table: str
    number: int
    cells: tuple[Filled, ...]

    @property
    def where(self) -> str:
        """The place of what it states, as a record cites it."""
        last = self.table.replace("\\", "/").rpartition("/")[2]
        return f"{last} row {self.number}"

    def all(self, field: str) -> Iterator[Filled]:
        """The cells of a field, in the table's order; without what nobody could take for a value."""
        for one in self.cells:
            if one.column.field == field and not (isinstance(one.cell, Odd) and one.cell.kind in _NO_VALUE):
                yield one

    def one(self, field: str, part: str | None = None) -> Filled | None:
        """The cell of a field; ``part``: of a level, its ``code`` or its ``name`` alone."""
        return next((one for one in self.all(field) if part is None or one.column.part == part), None)

    def words(self, field: str) -> str:
        """The words of a field, empty where the row does not say it."""
        found = self.one(field)
        return "" if found is None else found.words

    def error(
        self, message: str, cell: Filled | None = None, *, code: str | None = None, hint: str | None = None
    ) -> InputError:
        """An error of this row, with the column where it is one cell's."""
        at = None if cell is None else cell.column.at
        place = "" if at is None or cell is None else f"{cell.column.heading} ({column_letters(at)}{self.number}): "
        return InputError(
            f"{place}{message}", code=code, file=self.table, line=self.number,
            column=None if at is None else at + 1, hint=hint,
        )  # fmt: skip

    def placed(self, error: InputError, cell: Filled | None = None) -> InputError:
        """Another's error about this row, or one cell of it."""
        said = self.error(error.message, cell, code=error.code, hint=error.hint)
        said.candidates = error.candidates
        return said

    def identity(self) -> bytes:
        """What it says, whatever its number and the order of the columns: the same row is known again by it."""
        said = sorted(
            (one.column.means or one.column.heading.casefold(), one.column.part, one.words) for one in self.cells
        )
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode("utf-8", "surrogatepass")).digest()


_NO_VALUE = ("uncalculated", "error")


def row_of(table: str, number: int, columns: Sequence[Column], cells: Sequence[Cell]) -> Row | None:
    """The row; None where no cell says anything. InputError where it has more cells than there are headings."""
    beyond = [cell for cell in cells[len(columns) :] if words_of(cell)]
    filled = tuple(Filled(column, cell) for column, cell in zip(columns, cells, strict=False) if words_of(cell))
    row = Row(table, number, filled)
    if beyond:
        raise row.error(
            f"the row has more cells than there are headings ({len(columns)})", code="columns",
            hint="a cell with a separator in it stands in double quotes",
        )  # fmt: skip
    unheaded = [one for one in filled if not one.column.heading]
    if unheaded:
        row = replace(
            row,
            cells=tuple(
                replace(one, column=replace(one.column, heading=f"column {column_letters(one.column.at)}"))
                if one in unheaded
                else one
                for one in filled
            ),
        )
    # what is only the cell above, carried down, makes no row
    return row if any(not (isinstance(one.cell, Odd) and one.cell.kind == "merged") for one in filled) else None


def keep(draft: Draft, row: Row, cell: Filled, words: str, why: str) -> None:
    """Keep words in the record, under the heading of their column: nothing that a cell says is dropped."""
    from provenance.importers._page.draft import free_key
    from provenance.importers._page.names import slugged

    entries = draft.record.setdefault("left_over", {})
    key = free_key(slugged(cell.column.heading or "column", 60), entries)
    entries[key] = {"where": row.where, "words": words, "why": why}
    draft.leave(words, f"{row.where}, {cell.column.heading}", why)
