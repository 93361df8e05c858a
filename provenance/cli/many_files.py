"""Many files brought in at once: each becomes a record, what does not fit is kept in a report, and nothing twice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from provenance.errors import ConflictError, InputError
from provenance.model.correction import Receipt
from provenance.store.bulk import RefusedWholeError, correct_as_one, correct_many
from provenance.store.message import derived_id

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Sequence

    from provenance.importers.importer import Imported
    from provenance.model.address import RecordId
    from provenance.model.correction import Decision, Edit
    from provenance.store.archive import Archive, Snapshot
    from provenance.store.bulk import Making

REPORT = "import-report.csv"
COLUMNS = ("file", "record", "reason", "mend", "line")


@dataclass(frozen=True)
class Document:
    """One document of a file: the record it is to be, and the id of the correction that brings it in."""

    file: str
    record: RecordId
    correction_id: str
    imported: Imported


@dataclass(frozen=True)
class Outcome:
    """What became of one document, or of a file that holds none."""

    file: str
    record: str | None
    state: str
    correction_id: str | None = None
    commit: str | None = None
    error: InputError | ConflictError | None = None

    def as_json(self) -> dict[str, Any]:
        """One object."""
        return {**vars(self), "error": None if self.error is None else self.error.as_json()}


def bring_in(archive: Archive, options: Namespace, decision: Decision) -> Iterator[Outcome]:
    """Every document as a record of the collection, one commit each or, ``as_one``, one for all; outcomes as they come.

    What was brought in before, alone or as one of many, is left alone.
    """
    from provenance.store.bulk import brought_in

    known = brought_in(archive)
    there = archive.snapshot()
    left: list[Outcome] = []
    sent: list[Document] = []

    def fresh() -> Iterator[Document]:
        for one in _documents(archive, options):
            if isinstance(one, Outcome):
                left.append(one)
            elif one.correction_id in known or _is_there(there, one):
                left.append(Outcome(one.file, one.record, "already", one.correction_id))
            else:
                sent.append(one)
                yield one

    if options.as_one:
        yield from _as_one(archive, list(fresh()), left, options, decision)
        return
    wanted = (
        (_making(one), replace(decision, reason=_why(options, one), correction_id=one.correction_id)) for one in fresh()
    )
    for number, done in enumerate(correct_many(archive, wanted, dry_run=options.dry_run)):
        yield from left
        left.clear()
        one = sent[number]
        if isinstance(done, Receipt):
            yield Outcome(one.file, one.record, _state(done), done.correction_id, done.commit)
        else:
            yield Outcome(one.file, one.record, "refused", error=done.error)
    yield from left


def _state(done: Receipt) -> str:
    return "written" if done.written else "would be written"


def _why(options: Namespace, one: Document) -> str:
    return options.reason or f"Bring in {Path(one.file).name} as {one.record}"


def _documents(archive: Archive, options: Namespace) -> Iterator[Document | Outcome]:
    """Each document of each file; what cannot be read, or has another's id, is refused."""
    typed = list(dict.fromkeys(options.file))
    taken: dict[RecordId, str] = {}
    for name in archive.progress.track(typed, total=len(typed), what="files"):
        try:
            content = Path(name).read_bytes()
        except OSError as error:
            words = (error.strerror or str(error)).lower()
            yield Outcome(name, None, "refused", error=InputError(words, code="system", file=name))
            continue
        for found in _of_file(name, content, options):
            if isinstance(found, InputError):
                yield Outcome(name, None, "refused", error=found)
                continue
            record, imported = found
            if record in taken:
                said = f"{taken[record]} is {record} too"
                mend = "give one of the files another name"
                yield Outcome(name, record, "refused", error=InputError(said, code="id-twice", file=name, hint=mend))
                continue
            taken[record] = name
            how = f"{record} {options.edition} {options.volume} {options.living} {options.encoding}"
            yield Document(name, record, derived_id(b"import", how.encode(), content), imported)


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
    from provenance.text.notation import write

    if not there.has(one.record):
        return False
    text = there.dossier(one.record).files.get(f"editions/{one.imported.edition}.txt")
    return text is not None and text == write(one.imported.text).encode()


def _making(one: Document) -> Making:
    def make(there: Snapshot) -> Sequence[Edit]:
        from provenance.importers.importer import Existing, edits

        existing = Existing(
            record=there.dossier(one.record).record if there.has(one.record) else None,
            agents=there.agents(),
            collection=there.collection(one.record.collection),
        )
        return edits(one.imported, one.record, existing)

    return make


def _as_one(
    archive: Archive, documents: Sequence[Document], left: Sequence[Outcome], options: Namespace, decision: Decision
) -> Iterator[Outcome]:
    """All in one commit, or none: where one does not fit, the others are refused with it."""
    yield from left
    refused = any(one.state == "refused" for one in left)
    why: dict[int, InputError | ConflictError] = {}
    if documents and not refused:
        try:
            wanted = [(_making(one), decision) for one in documents]
            done = correct_as_one(archive, wanted, decision, dry_run=options.dry_run)
        except RefusedWholeError as error:
            why = {one.number: one.error for one in error.refused}
        else:
            for one in documents:
                yield Outcome(one.file, one.record, _state(done), done.correction_id, done.commit)
            return
    with_them = InputError("it is one decision with others that do not fit", code="refused-whole")
    for number, one in enumerate(documents):
        yield Outcome(one.file, one.record, "refused", error=why.get(number, with_them))
