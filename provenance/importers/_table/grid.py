"""A table as rows of cells, whatever it is kept in: CSV in any encoding and with any separator, or a workbook.

A cell is its words. Where they are not what somebody typed as words (a number,
a date that the program keeps as a count of days, what a formula last gave) the
cell says so, and what is made of it is decided where the column is known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Literal

from provenance.errors import InputError
from provenance.importers._table.workbook import LARGEST, OLD_EXCEL, ZIP, worksheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

MOST_ROWS = 500_000
MOST_COLUMNS = 256


@dataclass(frozen=True, slots=True)
class Odd:
    """A cell that is no typed words.

    ``date``: a day that the program keeps as a number, here in EDTF.
    ``formula``: what it last gave. ``uncalculated``: the formula itself, which
    no program has worked out. ``merged``: the words of the cell above, of which
    it is a part.
    """

    words: str
    kind: Literal["number", "date", "formula", "uncalculated", "error", "merged"]


Cell = str | Odd


@dataclass(frozen=True)
class Grid:
    """A table: its rows with their numbers (from 1), and what an editor should know of how it was read."""

    name: str
    rows: Iterator[tuple[int, list[Cell]]]
    notices: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    encoding: str = "utf-8"
    guessed: bool = False
    since_1904: bool = False


def words_of(cell: Cell) -> str:
    """The words of a cell, without the spaces around them."""
    return (cell if isinstance(cell, str) else cell.words).strip()


def read_grid(
    content: bytes,
    *,
    name: str,
    worth: Callable[[Sequence[Sequence[str]]], int],
    encoding: str | None = None,
    sheet: str | None = None,
) -> Grid:
    """The table in a file; ``worth`` says how well rows read as a table, by which a CSV's separator is chosen.

    Raises InputError: too big, no table, a bomb, a sheet that is not there; also while rows are read.
    """
    if len(content) > LARGEST:
        raise InputError(
            f"the table has {len(content):,} bytes; at most {LARGEST:,} are read", code="too-big", file=name,
            hint="cut it into several",
        )  # fmt: skip
    if content.startswith(OLD_EXCEL) or name.lower().endswith((".xls", ".ods", ".numbers")):
        raise InputError(
            "this kind of spreadsheet is not read", code="binary", file=name, hint="save it as .xlsx, or as CSV (UTF-8)"
        )
    if content.startswith(ZIP):
        return _workbook(content, name, sheet)
    if sheet is not None:
        raise InputError("a CSV file has no sheets", code="sheet", file=name, hint="leave --sheet-name out")
    return _separated(content, name, encoding, worth)


def _separated(
    content: bytes, name: str, encoding: str | None, worth: Callable[[Sequence[Sequence[str]]], int]
) -> Grid:
    from provenance.importers._bytes import decode
    from provenance.importers._table.separated import best_separator, rows_of, stated_separator

    decoded = decode(content, encoding, name=name)
    stated, text = stated_separator(decoded.text)
    separator = stated or ("\t" if name.lower().endswith((".tsv", ".tab")) else best_separator(text, name, worth))
    notices = [f"read as {decoded.encoding}, which was guessed: if letters are wrong, say --encoding"]
    return Grid(
        name,
        _numbered(rows_of(text, name, separator), name, 1 + (stated is not None)),
        tuple(notices if decoded.guessed else ()),
        encoding=decoded.encoding,
        guessed=decoded.guessed,
    )


def _numbered(rows: Iterator[list[str]], name: str, first: int) -> Iterator[tuple[int, list[Cell]]]:
    for number, cells in enumerate(rows, first):
        _within(number, cells, name)
        yield number, list(cells)


def _within(number: int, cells: Sequence[Cell], name: str) -> None:
    if number > MOST_ROWS:
        raise InputError(
            f"the table goes on below row {MOST_ROWS:,}", code="too-big", file=name, line=number,
            hint="cut it into several",
        )  # fmt: skip
    if len(cells) > MOST_COLUMNS and any(map(words_of, cells[MOST_COLUMNS:])):
        raise InputError(
            f"the row has more than {MOST_COLUMNS} cells", code="too-big", file=name, line=number,
            hint="an inventory has a dozen columns: is this the right sheet?",
        )  # fmt: skip


# -- workbooks -----------------------------------------------------------------------------------------------------


def _workbook(content: bytes, name: str, sheet: str | None) -> Grid:
    found = worksheet(content, name, widest=MOST_COLUMNS + 1, sheet=sheet)
    notices = []
    if found.others:
        others = ", ".join(repr(one) for one in found.others)
        notices.append(f"the sheet {found.name!r} was read; not read: {others} (--sheet-name says which)")
    return Grid(
        name,
        _filled(_cells(found.rows, name), found.merged),
        tuple(notices),
        (found.name, *found.others),
        since_1904=found.since_1904,
    )


def _cells(rows: Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]], name: str) -> Iterator[tuple[int, list[Cell]]]:
    for number, (written, results) in enumerate(rows, 1):
        cells = [_cell(one, last) for one, last in zip(written, results, strict=True)]
        while cells and cells[-1] == "":
            cells.pop()
        _within(number, cells, name)
        yield number, cells


def _cell(written: Any, last: Any) -> Cell:
    if written.value is None:
        return ""
    if written.data_type != "f":
        return _plain(written)
    given = _plain(last) if last.value is not None else ""
    if given == "":
        return Odd(str(getattr(written.value, "text", written.value)), "uncalculated")
    return given if isinstance(given, Odd) and given.kind in ("date", "error") else Odd(words_of(given), "formula")


_ZEROS = re.compile("0+")


def _plain(cell: Any) -> Cell:
    """What a cell without a formula shows."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "e":
        return Odd(str(value), "error")
    if isinstance(value, str):
        return value.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return Odd(_shown(value, str(cell.number_format)), "date")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    padded = isinstance(value, int) and value >= 0 and _ZEROS.fullmatch(str(cell.number_format))
    return Odd(f"{value:0{len(padded[0])}d}" if padded else str(value), "number")


def _shown(value: date, form: str) -> str:
    """A day to the precision in which the cell shows it: a format without day or month shows none."""
    form = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", form.lower())
    day = value.date() if isinstance(value, datetime) else value
    if "d" not in form and "y" in form:
        return f"{day:%Y-%m}" if "m" in form else f"{day:%Y}"
    clock = isinstance(value, datetime) and value.time() != time() and "h" in form
    return f"{value:%Y-%m-%dT%H:%M}" if clock else day.isoformat()


def _filled(rows: Iterator[tuple[int, list[Cell]]], merged: Sequence[str]) -> Iterator[tuple[int, list[Cell]]]:
    """The rows with the words of a cell that spans several repeated in each of them."""
    starts: dict[int, list[tuple[int, int]]] = {}
    for written in merged:
        span = _SPAN.fullmatch(written)
        if span and int(span["last"]) > int(span["first"]):
            starts.setdefault(int(span["first"]), []).append((_column(span["column"]), int(span["last"])))
    spanning: dict[int, tuple[int, str]] = {}
    for number, cells in rows:
        for at, (last, words) in list(spanning.items()):
            if number > last:
                del spanning[at]
            elif at >= len(cells) or cells[at] == "":
                cells.extend([""] * (at + 1 - len(cells)))
                cells[at] = Odd(words, "merged")
        for at, last in starts.get(number, ()):
            if at < len(cells) and words_of(cells[at]):
                spanning[at] = last, words_of(cells[at])
        yield number, cells


_SPAN = re.compile(r"(?P<column>[A-Z]{1,3})(?P<first>[0-9]{1,7}):[A-Z]{1,3}(?P<last>[0-9]{1,7})")


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def column_letters(at: int) -> str:
    """The letters of a column by its index from 0, as a spreadsheet names it."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
