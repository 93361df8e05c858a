"""An editor's table read: CSV in whichever encoding and with whichever separator, or the first sheet of an .xlsx.

Nothing in it is calculated: a formula is refused with its row. A workbook is a
zip file from anywhere, so it is read within bounds and never unpacked to a disk
(THREATS T34), and one that declares entities is refused (T33).
"""

from __future__ import annotations

import csv
import difflib
import io
import re
from typing import TYPE_CHECKING, Any

from provenance.errors import InputError
from provenance.model.sheet import COLUMNS, FURTHER, KEPT, Row, Sheet, unescaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from zipfile import ZipFile, ZipInfo

LARGEST = 64 * 1024 * 1024
"""Bytes of a table, packed or unpacked."""
TIGHTEST = 100
"""A part of a workbook that unpacks to more than this many times its size is a bomb."""
_SMALL = 64 * 1024  # below this a part may be packed as tightly as it likes
MOST_ROWS = 50_000
_WIDEST = 64
_ZIP = b"PK\x03\x04"
_DECLARES = re.compile(rb"<\x00?!\x00?(?:D\x00?O\x00?C|E\x00?N\x00?T)", re.IGNORECASE)
_NEAR = 0.75

Cells = list["str | InputError"]


def read_sheet(content: bytes, *, name: str, encoding: str | None = None) -> Sheet:
    """The rows of a table; InputError where it is none, or has not the columns of a correction.

    What is wrong with one cell is the fault of its row alone.
    """
    if len(content) > LARGEST:
        raise InputError(
            f"the sheet has {len(content):,} bytes; at most {LARGEST:,} are read", code="too-big", file=name
        )
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise InputError("this is an old Excel file", code="binary", file=name, hint="save it as .xlsx or as CSV")
    if content.startswith(_ZIP):
        return _sheet(name, _of_workbook(content, name), ())
    from provenance.importers.importer import decode

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


# -- CSV -----------------------------------------------------------------------------------------------------------


def _of_csv(text: str, name: str) -> Iterator[Cells]:
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for cells in reader:
            yield list(cells)
    except csv.Error as error:
        raise InputError(
            f"the table cannot be read: {error}",
            code="csv",
            file=name,
            line=reader.line_num,
            hint='a quotation mark within a cell is written twice: ""',
        ) from error


# -- .xlsx ---------------------------------------------------------------------------------------------------------


def _of_workbook(content: bytes, name: str) -> Iterator[Cells]:
    import warnings

    _check_package(content, name)
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parts that a table of words has no use for
            book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
            table = book.worksheets[0]
            table.reset_dimensions()  # what a file says of its size need not be so
            for number, cells in enumerate(table.iter_rows(max_col=_WIDEST), start=1):
                yield [_cell(cell, number, name) for cell in cells]
    except (LookupError, ValueError, TypeError, AttributeError, OSError, SyntaxError, ArithmeticError) as error:
        raise InputError(
            "this workbook cannot be read", code="workbook", file=name, hint="save it as .xlsx again, or as CSV"
        ) from error


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


def _check_package(content: bytes, name: str) -> None:
    """Unpack every part once, in memory and within bounds; InputError for a bomb, a damaged file, a declaration."""
    import zipfile
    import zlib

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            left = LARGEST
            for part in package.infolist():
                left -= _check_part(package, part, left, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError, ValueError) as error:
        raise InputError(
            "this workbook is damaged, or locked by a password", code="workbook", file=name, hint="save it again"
        ) from error


def _check_part(package: ZipFile, part: ZipInfo, left: int, name: str) -> int:
    """The size of one part as it really is."""
    with package.open(part) as stream:
        unpacked = stream.read(min(left, part.file_size) + 1)
    size = len(unpacked)
    if size > left or part.file_size > left or (size > _SMALL and size > TIGHTEST * max(part.compress_size, 1)):
        raise InputError(
            f"the part {part.filename!r} unpacks to more than a sheet can need",
            code="too-big",
            file=name,
            hint="save the sheet as CSV",
        )
    if _DECLARES.search(unpacked[:LARGEST]) and part.filename.endswith((".xml", ".rels", ".vml")):
        raise InputError(
            f"the part {part.filename!r} declares entities, which no table needs", code="workbook", file=name
        )
    return size
