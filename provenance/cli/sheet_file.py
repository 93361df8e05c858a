"""An editor's table read: CSV in whichever encoding and with whichever separator, or the first sheet of an .xlsx.

Nothing in it is calculated: a formula is refused with its row. A workbook is a
zip file from anywhere: how it is read within bounds is the importers' affair
(:mod:`provenance.importers._table.workbook`).
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from provenance.errors import InputError
from provenance.model.sheet import COLUMNS, FURTHER, KEPT, Row, Sheet, unescaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_ROWS = 50_000
_WIDEST = 64
_NEAR = 0.75

Cells = list["str | InputError"]


def read_sheet(content: bytes, *, name: str, encoding: str | None = None) -> Sheet:
    """The rows of a table; InputError where it is none, or has not the columns of a correction.

    What is wrong with one cell is the fault of its row alone.
    """
    from provenance.importers._table.workbook import LARGEST, OLD_EXCEL, ZIP

    if len(content) > LARGEST:
        raise InputError(
            f"the sheet has {len(content):,} bytes; at most {LARGEST:,} are read", code="too-big", file=name
        )
    if content.startswith(OLD_EXCEL):
        raise InputError("this is an old Excel file", code="binary", file=name, hint="save it as .xlsx or as CSV")
    if content.startswith(ZIP):
        return _sheet(name, _of_workbook(content, name), ())
    if name.lower().endswith((".xlsx", ".xlsm")):
        raise InputError(
            "this is no workbook, whatever its name",
            code="unreadable",
            file=name,
            hint="save it as .xlsx again, or as CSV",
        )
    from provenance.importers.importer import decode

    if not content.strip():
        raise InputError(
            "the sheet is empty", code="empty", file=name, hint="a first row with edition, place, for, read"
        )
    decoded = decode(content, encoding, name=name)
    guessed = f"read as {decoded.encoding}, which was guessed: if letters are wrong, say --encoding"
    return _sheet(name, _of_csv(decoded.text, name), (guessed,) if decoded.guessed else ())


def _sheet(name: str, table: Iterator[Cells], notices: Sequence[str]) -> Sheet:
    headings = [cell.strip().casefold() if isinstance(cell, str) else "" for cell in next(table, [])]
    told = _check_headings(headings, name)
    plain = unescaped if "reason" in headings and "sheet" in headings else str
    rows = []
    for number, cells in enumerate(table, start=2):
        if number > MOST_ROWS:
            raise InputError(f"the sheet goes on below row {MOST_ROWS:,}", code="too-big", file=name, line=number)
        if any(not isinstance(cell, str) or cell.strip() for cell in cells):
            rows.append(_row(number, headings, cells, plain, name))
    return Sheet(name, tuple(rows), (*notices, *told))


def _check_headings(headings: Sequence[str], name: str) -> list[str]:
    """What an editor should know of the columns; InputError where a correction cannot be made of them."""
    known = (*COLUMNS, *FURTHER, *KEPT)
    missing = [column for column in ("edition", "read") if column not in headings]
    if not {"place", "for"} & set(headings):
        missing.append("for")
    unknown = [heading for heading in headings if heading and heading not in known]
    near = {heading: match for heading in unknown for match in difflib.get_close_matches(heading, known, 1, _NEAR)}
    twice = [column for column in known if headings.count(column) > 1]
    if missing or near or twice:
        said = [f"the column {column!r} is missing" for column in missing if column not in near.values()]
        said += [f"{heading!r} is no column: was {match!r} meant?" for heading, match in near.items()]
        said += [f"the column {column!r} is there twice" for column in twice]
        raise InputError(
            "; ".join(said), code="columns", file=name, line=1, hint=", ".join(COLUMNS), candidates=COLUMNS
        )
    return [f"not used: the columns {', '.join(unknown)}"] if unknown else []


def _row(number: int, headings: Sequence[str], cells: Cells, plain: Any, name: str) -> Row:
    fault = None
    named: dict[str, str] = {}
    for heading, cell in zip(headings, cells, strict=False):
        if isinstance(cell, InputError):
            fault = fault or (cell if heading in (*COLUMNS, *FURTHER) else None)
        elif heading:
            named[heading] = plain(cell.strip())
    beyond = [cell for cell in cells[len(headings) :] if not isinstance(cell, str) or cell.strip()]
    if beyond:
        fault = InputError(
            f"the row has more cells than there are headings ({len(headings)})",
            code="columns",
            file=name,
            line=number,
            hint="a cell with a separator in it stands in double quotes",
        )
    return Row(number, named, fault)


def _of_csv(text: str, name: str) -> Iterator[Cells]:
    from provenance.importers._table.separated import rows_of

    first = text.partition("\n")[0]
    for cells in rows_of(text, name, max(",;\t", key=first.count)):
        yield list(cells)


def _of_workbook(content: bytes, name: str) -> Iterator[Cells]:
    from provenance.importers._table.workbook import worksheet

    for number, (cells, _) in enumerate(worksheet(content, name, widest=_WIDEST).rows, start=1):
        yield [_cell(cell, number, name) for cell in cells]


def _cell(cell: Any, number: int, name: str) -> str | InputError:
    """What a cell says; an error for what a program would calculate or show in its own way."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "s" or (isinstance(value, str) and cell.data_type in ("str", "inlineStr")):
        return str(value)
    if isinstance(value, int) and not isinstance(value, bool) and cell.number_format in ("General", "0", "@"):
        return str(value)
    what = {"f": "a formula", "d": "a date of the program's own", "b": "a yes or no", "e": "an error"}
    return InputError(
        f"{cell.coordinate} is {what.get(cell.data_type, 'a number that is shown in its own way')}: "
        "only words are read",
        code="cell",
        file=name,
        line=number,
        hint="give the cell the format 'Text' and type what it should say",
    )
