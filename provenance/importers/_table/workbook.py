"""An .xlsx workbook read within bounds (THREATS T33, T34): nothing is calculated, fetched or unpacked to a disk."""

from __future__ import annotations

import io
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from provenance.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from zipfile import ZipFile, ZipInfo

LARGEST = 64 * 1024 * 1024
"""Bytes of a table, packed or unpacked."""
TIGHTEST = 100
"""A part of a workbook that unpacks to more than this many times its size is a bomb."""
ZIP = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_SMALL = 64 * 1024  # below this a part may be packed as tightly as it likes
_DECLARES = re.compile(rb"<\x00?!\x00?(?:D\x00?O\x00?C|E\x00?N\x00?T)", re.IGNORECASE)
_DEEPEST = 64
"""Elements one inside the other; a sheet has nine."""
_MOST_AT_ONCE = 200_000
"""Elements between one row (or shared string) and the next: all of them are in memory together."""
_MOST_MERGED = 100_000
_MOST_EMPTY = 50_000
"""Rows between one that says something and the next: each is made, cell by cell, though nothing stands in it."""


@dataclass
class _Part:
    """What was seen in one part while its markup was checked."""

    formulas: bool = False
    merged: list[str] = field(default_factory=list)
    row: int = 0
    last: int = 0
    """The last row in which something stands. LibreOffice may write the very last of a sheet, with nothing in it."""
    far: int | None = None
    """A row in which something stands, too far below the one before."""

    def begins(self, attributes: list[str]) -> None:
        """The next row, by the number that it states."""
        stated = dict(zip(attributes[::2], attributes[1::2], strict=True)).get("r", "")
        digits = stated.isascii() and stated.isdecimal()
        self.row = self.row + 1 if not digits else int(stated) if len(stated) < 10 else 10**9  # noqa: PLR2004

    def says(self) -> None:
        """Something stands in the row."""
        if self.far is None and self.row - self.last > _MOST_EMPTY:
            self.far = self.row
        self.last = max(self.last, self.row)


@dataclass(frozen=True)
class Worksheet:
    """One sheet of a workbook; ``rows`` are openpyxl's cells beside what a program last calculated in them.

    ``others``: the names of the other sheets. ``merged``: the ranges that are
    shown as one cell, as ``A2:A5``. ``since_1904``: days are counted from then. Both kinds of cell are the same objects
    where the sheet has no formula.
    """

    name: str
    others: tuple[str, ...]
    merged: tuple[str, ...]
    since_1904: bool
    rows: Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]]


def worksheet(content: bytes, name: str, *, widest: int, sheet: str | None = None) -> Worksheet:
    """A sheet of a workbook, the first that is not hidden or the one of that name; cells to column ``widest``.

    Raises InputError, also while the rows are read: a bomb, a damaged or locked
    file, entities, no such sheet.
    """
    parts = _checked(content, name)
    with _readable(name):
        book = _opened(content)
        names = tuple(table.title for table in book.worksheets)
        shown = [table for table in book.worksheets if table.sheet_state == "visible"] or book.worksheets
        chosen = next((table for table in book.worksheets if table.title == sheet), None) if sheet else shown[0]
    if chosen is None:
        raise InputError(f"the workbook has no sheet {sheet!r}", code="sheet", file=name, candidates=names)
    part = parts.get(getattr(chosen, "_worksheet_path", ""), _Part())
    if part.far is not None:
        raise InputError(
            f"row {part.far:,} of the sheet {chosen.title!r} stands far below the rows before it",
            code="too-big",
            file=name,
            line=part.far,
            hint="delete what stands there, where it belongs to no row of the table; or save the sheet as CSV",
        )
    rows = _rows(content, name, chosen, widest=widest, part=part)
    others = tuple(one for one in names if one != chosen.title)
    return Worksheet(chosen.title, others, tuple(part.merged), book.epoch.year == 1904, rows)  # noqa: PLR2004


def _opened(content: bytes, *, calculated: bool = False) -> Any:
    import warnings

    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of parts that a table of words has no use for
        return load_workbook(io.BytesIO(content), read_only=True, keep_links=False, data_only=calculated)


def _rows(
    content: bytes, name: str, table: Any, *, widest: int, part: _Part
) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    import warnings

    at = 0
    with _readable(name, lambda: at + 1), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        table.reset_dimensions()  # what a file says of its size need not be so
        written = table.iter_rows(max_col=widest, max_row=part.last or 1)
        if not part.formulas:
            for at, cells in enumerate(written, 1):  # noqa: B007 - told where a row cannot be read
                yield cells, cells
            return
        results = _opened(content, calculated=True)[table.title]
        results.reset_dimensions()
        both = zip(written, results.iter_rows(max_col=widest, max_row=part.last or 1), strict=False)
        for at, pair in enumerate(both, 1):  # noqa: B007
            yield pair


@contextmanager
def _readable(name: str, row: Callable[[], int] | None = None) -> Iterator[None]:
    """What the library stumbles over, as one error; ``row`` says from which row on."""
    try:
        yield
    except (LookupError, ValueError, TypeError, AttributeError, OSError, SyntaxError, ArithmeticError) as error:
        line = None if row is None else row()
        raise InputError(
            "this workbook cannot be read" + (f" from row {line} on" if line else ""), code="workbook", file=name,
            line=line, hint="save it as .xlsx again, or as CSV",
        ) from error  # fmt: skip


def _checked(content: bytes, name: str) -> dict[str, _Part]:
    """Unpack every part once, in memory and within bounds; InputError for a bomb, a damaged file, a declaration."""
    import zipfile
    import zlib

    found: dict[str, _Part] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            left = LARGEST
            for part in package.infolist():
                unpacked = _unpacked(package, part, left, name)
                left -= len(unpacked)
                if part.filename.lower().endswith((".xml", ".rels", ".vml")):
                    found[part.filename] = _markup(part.filename, unpacked, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError, ValueError) as error:
        raise InputError(
            "this workbook is damaged, or locked by a password", code="workbook", file=name, hint="save it again"
        ) from error
    return found


def _unpacked(package: ZipFile, part: ZipInfo, left: int, name: str) -> bytes:
    """One part as it really is, whatever the package says of its size."""
    with package.open(part) as stream:
        unpacked = stream.read(min(left, part.file_size) + 1)
    size = len(unpacked)
    if size > left or part.file_size > left or (size > _SMALL and size > TIGHTEST * max(part.compress_size, 1)):
        raise _too_big(part.filename, "unpacks to more than a sheet can need", name)
    return unpacked


def _markup(part: str, unpacked: bytes, name: str) -> _Part:
    """Read a part's markup once, keeping nothing: entities, depth, and elements that would be held together."""
    from xml.parsers import expat

    if _DECLARES.search(unpacked):
        raise InputError(f"the part {part!r} declares entities, which no table needs", code="workbook", file=name)
    found = _Part()
    depth = together = 0

    def start(tag: str, attributes: list[str]) -> None:
        nonlocal depth, together
        depth += 1
        together += 1
        local = tag.rpartition(":")[2]
        if local in ("row", "si"):
            together = 0
            if local == "row":
                found.begins(attributes)
        elif local in ("v", "is"):
            found.says()
        elif local == "f":
            found.says()
            found.formulas = True
        elif local == "mergeCell" and len(found.merged) < _MOST_MERGED:
            found.merged += [
                value for key, value in zip(attributes[::2], attributes[1::2], strict=True) if key == "ref"
            ]
        if depth > _DEEPEST or together > _MOST_AT_ONCE:
            raise _too_big(part, "holds more at one place than a sheet can need", name)

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.ordered_attributes = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(unpacked, True)  # noqa: FBT003 - expat's own way to say that this is all
    except expat.ExpatError as error:
        raise InputError(
            f"the part {part!r} is damaged", code="workbook", file=name, hint="save it as .xlsx again, or as CSV"
        ) from error
    return found


def _too_big(part: str, why: str, name: str) -> InputError:
    return InputError(f"the part {part!r} {why}", code="too-big", file=name, hint="save the sheet as CSV")
