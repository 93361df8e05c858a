"""Tables of metadata: an inventory, an opis, a register of documents, kept as CSV or .xlsx; each row becomes a record.

The headings are recognised by the words of the field in English, Russian,
German and French, in any order. What a column or a cell says and no field takes
is kept in the record and listed. A column ``text`` names a page beside the
table, which is read as any page is and becomes the record's edition.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Any

from provenance.errors import InputError
from provenance.importers._table.columns import columns_of, worth
from provenance.importers._table.edition import Asked, Beside, joined, page_of, published, text_error
from provenance.importers._table.grid import Grid, Odd, read_grid, words_of
from provenance.importers._table.headings import SAMPLE, find_headings, judged, sampled
from provenance.importers._table.row import Row, row_of
from provenance.importers.importer import Imported, Report
from provenance.model.address import RecordId

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from provenance.importers._page.draft import Draft
    from provenance.importers._table.columns import Column
    from provenance.importers._table.dates import Reckoning
    from provenance.importers._table.edition import Published
    from provenance.importers._table.grid import Cell

__all__ = ["IMPORTER", "Asked", "Beside", "RowRead", "Table", "read_table"]

_ENDINGS = (".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".xls", ".ods", ".numbers")


@dataclass(frozen=True)
class RowRead:
    """What became of one row: a record and its id, or why there is none."""

    row: int
    id: RecordId | None
    imported: Imported | None
    error: InputError | None = None


@dataclass(frozen=True)
class Table:
    """A table with its headings understood; ``rows`` are read as they are asked for.

    ``notices``: what an editor should know of how it was read as a whole. It may
    grow as the rows are read (a heading between them, a column of numbers).
    """

    name: str
    columns: tuple[Column, ...]
    notices: list[str]
    rows: Iterator[RowRead]


def read_table(content: bytes, asked: Asked, *, sheet: str | None = None) -> Table:
    """The table that a file holds, and a record for each of its rows.

    Raises InputError: no table, no heading that is known, two columns for one
    field, a bomb. What is wrong with one row is that row's alone.
    """
    grid, notices, (number, headings, below) = _opened(content, asked, sheet)
    sample, rows = sampled(below, SAMPLE)
    columns, reckonings = judged(columns_of(headings, asked.name, number), sample, notices)
    notices += [
        f"not understood, and kept as left over: the column {column.heading!r}"
        for column in columns
        if column.heading and not column.means
    ]
    reader = _Reader(asked, columns, notices, grid, reckonings)
    return Table(asked.name, columns, notices, reader.read(rows))


_Headings = tuple[int, list[str], "Iterator[tuple[int, list[Cell]]]"]


def _opened(content: bytes, asked: Asked, sheet: str | None) -> tuple[Grid, list[str], _Headings]:
    """The table with its headings; where no sheet is named and the first has none, the only other one that has."""
    grid = read_grid(content, name=asked.name, worth=worth, encoding=asked.encoding, sheet=sheet)
    notices = list(grid.notices)
    try:
        return grid, notices, find_headings(grid, notices)
    except InputError as error:
        if sheet is not None or error.code != "columns":
            raise
        found = []
        for other in grid.sheets[1:]:
            further = read_grid(content, name=asked.name, worth=worth, sheet=other)
            told = list(further.notices)
            with suppress(InputError):
                found.append((further, told, find_headings(further, told)))
        if len(found) != 1:
            raise
        return found[0]


class _Reader:
    """Rows to records, one after the other; what it remembers is which ids and which rows were there."""

    def __init__(
        self,
        asked: Asked,
        columns: Sequence[Column],
        notices: list[str],
        grid: Grid,
        reckonings: Mapping[int, Reckoning],
    ) -> None:
        self.asked, self.columns, self.notices, self.grid = asked, columns, notices, grid
        self.reckonings = reckonings
        self.taken: dict[str, int] = {}
        self.seen: dict[bytes, int] = {}
        self.known = sum(bool(column.means) for column in columns)

    def read(self, rows: Iterator[tuple[int, list[Cell]]]) -> Iterator[RowRead]:
        try:
            first = next(rows, None)
            while first is not None and not any(map(words_of, first[1])):
                first = next(rows, None)
            if first is None:
                return
            if _counts_columns(first[1]):
                self.notices.append(f"row {first[0]} numbers the columns")
                first = None
            for number, cells in chain([first] if first else [], rows):
                found = self._row(number, cells)
                if found is not None:
                    yield found
        except InputError as error:  # the table breaks off here: what was read stands
            yield RowRead(error.line or 0, None, None, error)

    def _row(self, number: int, cells: list[Cell]) -> RowRead | None:
        id: RecordId | None = None  # noqa: A001 - the word of the command
        try:
            row = row_of(self.asked.name, number, self.columns, cells)
            if row is None or self._is_between(row):
                return None
            if self.asked.beside is not None and row.words("text"):
                self.asked.beside.claim(row.words("text"))
            identity = row.identity()
            self._refuse_twice(row, identity)
            id = self._id(row)  # noqa: A001
            imported = self._imported(row, id, identity)
            self.taken[id.name] = number
            return RowRead(number, id, imported)
        except InputError as error:
            return RowRead(number, id, None, error)

    def _is_between(self, row: Row) -> bool:
        """A heading between the rows, such as a year: one cell in the first column that is no title."""
        own = [one for one in row.cells if not (isinstance(one.cell, Odd) and one.cell.kind == "merged")]
        if any(_TOTAL.match(one.words) for one in own) and not (row.words("title") or row.words("date")):
            said = " | ".join(one.words for one in own)
            self.notices.append(f"row {row.number} sums up the others and makes no record: {said}")
            return True
        if len(own) != 1 or self.known < 3 or own[0].column.field == "title":  # noqa: PLR2004 - a table of two columns has no such rows
            return False
        if own[0].column.at and own[0].column.field != "date":
            return False
        self.notices.append(f"row {row.number} stands between the others and makes no record: {own[0].words}")
        return True

    def _refuse_twice(self, row: Row, identity: bytes) -> None:
        first = self.seen.setdefault(identity, row.number)
        if first != row.number:
            raise row.error(
                f"it says the same as row {first}", code="row-twice", hint="take one away, or say how they differ"
            )

    def _id(self, row: Row) -> RecordId:
        """The id that the row gives, or one made of number, or of title and date, that no row above has."""
        given = row.one("id")
        if given is not None:
            words = given.words.removeprefix(f"{self.asked.collection}/")
            try:
                id = RecordId.parse(f"{self.asked.collection}/{words}")  # noqa: A001 - the word of the command
            except InputError as error:
                if "/" in words or words.startswith("="):  # nothing that could be made an id of
                    error.hint = "lower-case letters a-z, digits and hyphens; or leave it empty, and it is made"
                raise row.placed(error, given) from error
            if id.name in self.taken:
                raise row.error(
                    f"row {self.taken[id.name]} has the id {id.name!r} too", given, code="id-twice",
                    hint="another id for one of them",
                )  # fmt: skip
            return id
        return RecordId.parse(f"{self.asked.collection}/{_made(row, self.taken)}")

    def _imported(self, row: Row, id: RecordId, identity: bytes) -> Imported:  # noqa: A002
        from provenance.importers._page.draft import Draft
        from provenance.importers._table.pointers import put_pointers
        from provenance.importers._table.record import describe

        draft = Draft(id)
        describe(
            row, draft, since_1904=self.grid.since_1904, counted=bool(self.grid.sheets), reckonings=self.reckonings
        )
        edition = published(row, draft, self.asked)
        put_pointers(row, draft)
        page = page_of(row, id.name, self.asked)
        if page is None:
            report = Report(
                tuple(draft.placed), tuple(draft.inferred), tuple(draft.open), tuple(draft.left),
                self.grid.encoding, self.grid.guessed,
            )  # fmt: skip
            volume = edition.volume if edition is not None else None
            imported = Imported(draft.tree(), None, None, draft.agents, volume, report, identity)
        else:
            content = self._page(row, page)
            imported = self._with_page(row, draft, edition, page, content)
            imported = replace(imported, made_from=identity + content)
        _validate(row, imported)
        return imported

    def _page(self, row: Row, page: str) -> bytes:
        if self.asked.beside is None:
            raise row.error(f"the page {page!r} cannot be read from here", row.one("text"), code="no-folder")
        try:
            return self.asked.beside.read(page)
        except InputError as error:
            raise row.placed(error, row.one("text")) from error

    def _with_page(self, row: Row, draft: Draft, edition: Published | None, page: str, content: bytes) -> Imported:
        from provenance.importers._table.untitled import read_untitled
        from provenance.importers.importer import read

        asked: dict[str, Any] = {
            "name": page, "id": draft.id, "edition": edition.key if edition else None,
            "volume": edition.fields.get("volume") if edition else None, "living": self.asked.living,
            "encoding": self.asked.encoding,
        }  # fmt: skip
        try:
            read_page = read(content, **asked)
        except InputError as error:
            untitled = read_untitled(content, draft.record["title"], **asked) if error.code == "no-title" else None
            if untitled is None:
                raise text_error(row, page, error) from error
            read_page = untitled
        return joined(read_page, draft, edition)


_TOTAL = re.compile(r"(?i:(?:sub|grand )?totals?|sum|итого|всего|summe|insgesamt|gesamt|total général)\b")


def _counts_columns(cells: Sequence[Cell]) -> bool:
    """``1 | 2 | 3 | 4`` under the headings, as printed inventories have it."""
    words = [words_of(cell) for cell in cells if words_of(cell)]
    return len(words) > 2 and words == [str(number) for number in range(1, len(words) + 1)]  # noqa: PLR2004


def _made(row: Row, taken: dict[str, int]) -> str:
    """A name made as the names of pages are: by number, else of title and date; then with a number behind it."""
    from provenance.importers._page.names import slugged

    number = row.words("number").rstrip(". ")
    names = [f"doc-{number.lower():0>3}"] if re.fullmatch(r"[0-9]{1,5}[A-Za-z]?", number) else []
    title = next(filter(None, map(row.words, ("title", "folder", "file", "delo", "summary", "type"))), "document")
    words = slugged(title, 40)
    date = re.sub(r"[^0-9a-z]+", "-", slugged(row.words("date"), 20)) if row.words("date") else ""
    names.append(f"{words}-{date}".strip("-") if date else words)
    for name in names:
        if name not in taken:
            return name
    return next(name for count in range(2, 1 << 20) if (name := f"{names[-1][:57]}-{count}") not in taken)


def _validate(row: Row, imported: Imported) -> None:
    """Hold the record against the model: what it refuses is an error of the row, and of its column where known."""
    from pydantic import ValidationError

    from provenance.model.faults import adapter, faults
    from provenance.model.notation import read_tree, write

    try:
        adapter("record").validate_python(imported.record, by_alias=True, by_name=False)
    except ValidationError:
        first = next(iter(faults(read_tree(write(imported.record)), "record")), None)
        if first is None:  # pragma: no cover - as a file it is read more strictly, never less
            raise
        at = str(first.pointer)
        cell = next((one for one in row.cells if one.column.pointer and at.startswith(one.column.pointer)), None)
        raise row.placed(first.error(None), cell) from None


class FindingAidTable:
    """The importer of tables."""

    name = "finding-aid-table"

    def claims(self, name: str, head: bytes) -> bool:
        """A file whose name ends as a table's does; what it is inside is said when it is read."""
        return name.lower().endswith(_ENDINGS) and not head.startswith(b"%text ")

    def read(
        self,
        content: bytes,
        *,
        name: str,
        id: RecordId,  # noqa: A002 - the word of the command
        edition: str | None = None,
        volume: str | None = None,
        living: bool = False,
        encoding: str | None = None,
    ) -> Imported:
        """The record of a table of one row. Raises InputError where there are more, or none."""
        asked = Asked(name, id.collection, edition, volume, living, encoding)
        found = list(read_table(content, asked).rows)
        if len(found) != 1:
            raise InputError(
                f"the table has {len(found)} rows, and each makes a record", code="several-documents", file=name,
                hint="--collection C names the records itself",
            )  # fmt: skip
        if found[0].imported is None:
            raise found[0].error or InputError("the row makes no record", file=name)
        return found[0].imported

    def read_all(
        self,
        content: bytes,
        *,
        name: str,
        collection: str,
        edition: str | None = None,
        volume: str | None = None,
        living: bool = False,
        encoding: str | None = None,
    ) -> Iterator[tuple[RecordId, Imported] | InputError]:
        """A record for each row; a row that makes none is an error. Pages beside the table: :func:`read_table`."""
        for one in read_table(content, Asked(name, collection, edition, volume, living, encoding)).rows:
            if one.id is not None and one.imported is not None:
                yield one.id, one.imported
            elif one.error is not None:
                yield one.error


IMPORTER = FindingAidTable()
