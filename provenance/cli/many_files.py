"""Many files brought in at once: each becomes a record, what does not fit is kept in a report, and nothing twice."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from provenance.errors import ConflictError, InputError
from provenance.model.address import AGENTS, RecordId
from provenance.model.correction import Receipt
from provenance.store.bulk import RefusedWholeError, correct_as_one, correct_many
from provenance.store.message import derived_id

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Iterator, Sequence

    from provenance.cli.page_folder import Given, Skipped
    from provenance.importers.finding_aid_table import RowRead
    from provenance.importers.importer import Imported
    from provenance.model.correction import Decision, Edit
    from provenance.store.archive import Archive, Snapshot
    from provenance.store.bulk import Wanted

REPORT = "import-report.csv"
HASHED_WHOLE = 1024 * 1024
"""Bytes of a file that are hashed once for each of its documents, as ids always were made; of a
longer file the hash stands for it, since a file of thousands of documents would be hashed thousands of times."""
COLUMNS = ("file", "record", "reason", "mend", "line")


@dataclass(frozen=True)
class Document:
    """One document of a file: the record it is to be, and the id of the correction that brings it in.

    ``row``: the row of the table that describes it, where it comes from one.
    """

    file: str
    record: RecordId
    correction_id: str
    imported: Imported
    row: int | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of one document, or of a file that holds none. ``report``: what was inferred, open, left over."""

    file: str
    record: str | None
    state: str
    correction_id: str | None = None
    commit: str | None = None
    error: InputError | ConflictError | None = None
    row: int | None = None
    report: bytes | None = None

    def as_json(self) -> dict[str, Any]:
        """One object."""
        from orjson import Fragment

        said = None if self.report is None else Fragment(self.report)
        return {**vars(self), "error": None if self.error is None else self.error.as_json(), "report": said}

    def told(self) -> dict[str, Any]:
        """Its report, read back; empty where it has none."""
        from orjson import loads

        return {} if self.report is None else dict(loads(self.report))


@dataclass
class Gathered:
    """What is to be told beside the outcomes: how tables were read, what of folders was left out.

    ``all_reports``: keep the report of every document, not of the first few alone:
    those of a hundred thousand rows fill the memory.
    """

    all_reports: bool = False
    notices: dict[str, list[str]] = field(default_factory=dict)
    columns: dict[str, dict[str, str | None]] = field(default_factory=dict)
    skipped: tuple[Skipped, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    states: Counter[str] = field(default_factory=Counter)
    """How many documents were written, refused, and so on."""
    kept: int = 0
    guessed: dict[str, str] = field(default_factory=dict)
    """The encoding of each file in which it was guessed."""

    def report(self, imported: Imported, row: int | None) -> bytes | None:
        """A document's report as it is kept; its parts are counted in any case."""
        report = imported.report
        for name in ("inferred", "open", "left_over"):
            self.counts[name] = self.counts.get(name, 0) + len(getattr(report, name))
        if row is None or not (report.inferred or report.open or report.left_over):
            return None
        if not self.all_reports and self.kept >= MOST_REPORTS:
            return None
        from orjson import dumps

        self.kept += 1
        said = report.as_json()
        return dumps({name: said[name] for name in ("inferred", "open", "left_over")})


MOST_REPORTS = 20
"""Documents whose reports are shown on a screen."""


def bring_in(archive: Archive, options: Namespace, decision: Decision, gathered: Gathered) -> Iterator[Outcome]:
    """Every document as a record of the collection, one commit each or, ``as_one``, one for all; outcomes as they come.

    What was brought in before, alone or as one of many, is left alone.
    """
    from provenance.store.bulk import brought_in

    known = brought_in(archive)
    there = archive.snapshot()
    left: list[Outcome] = []
    sent: deque[Outcome] = deque()

    def fresh() -> Iterator[Document]:
        for one in _documents(archive, options, gathered):
            if isinstance(one, Outcome):
                left.append(one)
            elif one.correction_id in known or _is_there(there, one):
                left.append(Outcome(one.file, one.record, "already", one.correction_id, row=one.row))
            else:
                # what it became is added when the store has answered; the document itself is not kept
                report = gathered.report(one.imported, one.row)
                if one.imported.report.encoding_guessed:
                    gathered.guessed[one.file] = one.imported.report.encoding
                sent.append(Outcome(one.file, one.record, "refused", row=one.row, report=report))
                yield one

    if options.as_one:
        yield from _as_one(archive, (list(fresh()), sent), left, options, decision)
        return
    wanted = (
        (_Making(one), replace(decision, reason=_why(options, one), correction_id=one.correction_id)) for one in fresh()
    )
    for done in correct_many(archive, wanted, dry_run=options.dry_run, shared=partial(_shared, decision)):
        yield from left
        left.clear()
        one = sent.popleft()
        if isinstance(done, Receipt):
            yield replace(one, state=_state(done), correction_id=done.correction_id, commit=done.commit)
        else:
            yield replace(one, error=done.error)
    yield from left


def _state(done: Receipt) -> str:
    return "written" if done.written else "would be written"


def _why(options: Namespace, one: Document) -> str:
    row = "" if one.row is None else f"row {one.row} of "
    return options.reason or f"Bring in {row}{Path(one.file).name} as {one.record}"


def _documents(archive: Archive, options: Namespace, gathered: Gathered) -> Iterator[Document | Outcome]:
    """Each document of each file; what cannot be read, or has another's id, is refused."""
    from provenance.cli.page_folder import given_files

    given, gathered.skipped = given_files(options.file)
    taken: dict[RecordId, str] = {}
    if len(given) == 1:
        yield from archive.progress.track(_of_each(given, options, gathered, taken), total=None, what="records")
        return
    files = archive.progress.track(given, total=len(given), what="files")
    yield from _of_each(files, options, gathered, taken)


def _of_each(
    given: Iterable[Given], options: Namespace, gathered: Gathered, taken: dict[RecordId, str]
) -> Iterator[Document | Outcome]:
    for one in given:
        name = one.file
        if one.is_used:
            continue
        try:
            # a pipe has no end that one could wait for, and a device none at all
            if Path(name).exists() and not Path(name).is_file():
                no_file = InputError("no ordinary file", code="system", file=name, hint="save it as a file")
                yield Outcome(name, None, "refused", error=no_file)
                continue
            content = Path(name).read_bytes()
        except OSError as error:
            words = (error.strerror or str(error)).lower()
            yield Outcome(name, None, "refused", error=InputError(words, code="system", file=name))
            continue
        if _is_table(name, content):
            yield from _rows_of(one, content, options, gathered, taken)
            continue
        known_by = content if len(content) <= HASHED_WHOLE else sha256(content).digest()
        for found in _of_file(name, content, options):
            if isinstance(found, InputError):
                yield Outcome(name, None, "refused", error=found)
                continue
            record, imported = found
            if record in taken:
                said = f"{taken[record]} is {record} too"
                mend = f"bring it in by itself: --id {record.collection}/NAME, or --id {record} --edition NAME"
                yield Outcome(name, record, "refused", error=InputError(said, code="id-twice", file=name, hint=mend))
                continue
            taken[record] = name
            how = f"{record} {options.edition} {options.volume} {options.living} {options.encoding}"
            yield Document(name, record, derived_id(b"import", how.encode(), known_by), imported)


def _is_table(name: str, content: bytes) -> bool:
    from provenance.importers.finding_aid_table import IMPORTER

    return IMPORTER.claims(name, content[:16])


def _rows_of(
    given: Given, content: bytes, options: Namespace, gathered: Gathered, taken: dict[RecordId, str]
) -> Iterator[Document | Outcome]:
    """A document for each row of a table; a row that makes none is refused."""
    from provenance.importers.finding_aid_table import Asked, read_table

    name = given.file
    asked = Asked(
        name, options.collection, options.edition, options.volume, options.living, options.encoding, given.beside
    )
    try:
        table = read_table(content, asked, sheet=options.sheet_name)
    except InputError as error:
        yield Outcome(name, None, "refused", error=error)
        return
    gathered.notices[name] = table.notices
    gathered.columns[name] = {column.heading: column.means or None for column in table.columns if column.heading}
    for one in table.rows:
        yield _of_row(name, one, options, taken)


def _of_row(name: str, one: RowRead, options: Namespace, taken: dict[RecordId, str]) -> Document | Outcome:
    if one.imported is None or one.id is None:
        return Outcome(name, one.id, "refused", error=one.error, row=one.row)
    there = taken.setdefault(one.id, name)
    if there != name:
        said = InputError(f"{there} is {one.id} too", code="id-twice", file=name, line=one.row, hint="another id")
        return Outcome(name, one.id, "refused", error=said, row=one.row)
    how = f"{options.collection} {options.edition} {options.volume} {options.living}"
    made = derived_id(b"import-row", how.encode(), one.imported.made_from or b"")
    return Document(name, one.id, made, one.imported, one.row)


def _of_file(name: str, content: bytes, options: Namespace) -> Iterator[tuple[RecordId, Imported] | InputError]:
    from provenance.importers.importer import read_all

    try:
        yield from read_all(
            content,
            name=name,
            collection=options.collection,
            edition=options.edition,
            volume=options.volume,
            living=options.living,
            encoding=options.encoding,
        )
    except InputError as error:
        yield error


def _is_there(there: Snapshot, one: Document) -> bool:
    """Whether the record has this edition as the file gives it, however that came in."""
    from provenance.model.notation import write as write_record
    from provenance.model.schema import pointed
    from provenance.text.notation import write

    if not there.has(one.record):
        return False
    files = there.dossier(one.record).files
    if one.imported.text is None:
        return files.get("record.yaml") == pointed(one.record, write_record(one.imported.record)).encode()
    text = files.get(f"editions/{one.imported.edition}.txt")
    return text is not None and text == write(one.imported.text).encode()


@dataclass(frozen=True)
class _Making:
    """The edits that bring one document in, as they depend on what stands there."""

    document: Document

    def __call__(self, there: Snapshot) -> Sequence[Edit]:
        """The edits; InputError where the record, or this edition of it, is there."""
        from provenance.importers.importer import Existing, edits

        one = self.document
        existing = Existing(
            record=there.dossier(one.record).record if there.has(one.record) else None,
            agents=there.agents(),
            collection=there.collection(one.record.collection),
        )
        return edits(one.imported, one.record, existing)

    def fits(self, there: Snapshot) -> bool:
        """Whether it can be brought in as far as can be said before."""
        if not there.has(self.document.record):
            return True
        try:
            self(there)
        except InputError:
            return False
        return True


def _shared(decision: Decision, there: Snapshot, batch: Sequence[Wanted]) -> Wanted | None:
    """The persons and bodies that many documents of a batch name and the archive lacks, as one correction before them.

    Else each document would change agents.yaml anew, and time grow by the square of their number.
    """
    from provenance.importers.importer import agents_together

    path = RecordId(AGENTS).path
    try:
        source = (there.file(path) or b"").decode("utf-8")
        fitting = [making.document for making, _ in batch if isinstance(making, _Making) and making.fits(there)]
        edits = agents_together([one.imported.agents for one in fitting], there.agents(), source)
    except (InputError, UnicodeDecodeError):
        return None  # each document that needs the file says what is wrong with it
    return (edits, replace(decision, subject="Import the persons and bodies of a batch")) if edits else None


def _as_one(
    archive: Archive,
    fresh: tuple[Sequence[Document], Sequence[Outcome]],
    left: Sequence[Outcome],
    options: Namespace,
    decision: Decision,
) -> Iterator[Outcome]:
    """All in one commit, or none: where one does not fit, the others are refused with it."""
    documents, sent = fresh
    yield from left
    refused = any(one.state == "refused" for one in left)
    why: dict[int, InputError | ConflictError] = {}
    if documents and not refused:
        try:
            wanted = [(_Making(one), decision) for one in documents]
            shared = partial(_shared, decision)
            done = correct_as_one(archive, wanted, decision, dry_run=options.dry_run, shared=shared)
        except RefusedWholeError as error:
            why = {one.number: one.error for one in error.refused}
        else:
            for one in sent:
                yield replace(one, state=_state(done), correction_id=done.correction_id, commit=done.commit)
            return
    with_them = InputError("it is one decision with others that do not fit", code="refused-whole")
    for number, one in enumerate(sent):
        yield replace(one, error=why.get(number, with_them))
