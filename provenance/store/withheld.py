"""Texts that may not be published: kept beside the archive by who owns a copy, and kept out of every commit and push.

An attached text lies in git's own folder, which no ``git add`` reaches, named
by the SHA-256 of the fingerprints that it agrees with (decision 0024). So it is
found again after a rename and at every version, and never taken for the text of
another state. It is in no object, index or page.

The guard looks at what is about to be committed or sent, whichever command
asks: the text of an edition that its record withholds is refused.
"""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Protocol

from provenance.errors import InputError
from provenance.model.address import RecordId
from provenance.model.notation import read_collection, read_record
from provenance.model.rights import why_withheld
from provenance.store.snapshot import Overlay, Snapshot, redirected
from provenance.text.dossier import Dossier

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from provenance.model.correction import Decision, FileEdit, Receipt
    from provenance.model.record import Collection
    from provenance.store.archive import Archive
    from provenance.store.objects import ObjectId
    from provenance.store.repository import Repository
    from provenance.store.stream import FileChange

TEXT_PATH = re.compile(
    r"(?P<above>.*/|)records/(?P<record>[a-z0-9-]+/[a-z0-9-]+)/editions/(?P<edition>[a-z0-9-]+)\.txt", re.ASCII
)
_MAY_WITHHOLD = (b"rights", b"withheld", b"\\")
"""Without one of these no record.yaml withholds anything, and need not be read (``\\``: a letter may be escaped)."""


# --- texts attached on this machine ---


def _folder(repository: Repository) -> Path:
    return repository.state_dir / "withheld"


def _place(repository: Repository, record: RecordId, edition: str, fingerprints: bytes) -> Path:
    return _folder(repository) / record / edition / f"{sha256(fingerprints).hexdigest()}.txt"


def _kept(repository: Repository, dossier: Dossier, edition: str, today: Snapshot) -> Path | None:
    """Where the text of an edition lies: under its own name, or under one that the record had or has since."""
    prints = dossier.files.get(f"editions/{edition}.fingerprints")
    if prints is None:
        return None
    place = _place(repository, dossier.id, edition, prints)
    if place.is_file():
        return place
    return next(_elsewhere(repository, dossier, today, place.name), None)


def _elsewhere(repository: Repository, dossier: Dossier, today: Snapshot, name: str = "*.txt") -> Iterator[Path]:
    """The texts of a record that lie under a name which no edition of it bears: renamed, joined, or looked at before.

    Never those of another record, though the fingerprints be the same: its
    owner attached them to that one, and may take them away from that one.
    """
    names = dossier.editions()
    for place in sorted(_folder(repository).glob(f"*/*/*/{name}")):
        record, edition = RecordId("/".join(place.parts[-4:-2])), place.parts[-2]
        if record == dossier.id and edition in names:
            continue
        if record == dossier.id or _now(today, record) == _now(today, dossier.id):
            yield place


def _now(today: Snapshot, record: RecordId) -> RecordId:
    return redirected(today.redirects, record) or record


def with_attached(repository: Repository, dossier: Dossier, today: Snapshot) -> Dossier:
    """The dossier with the texts that its owner attached here; the same where there is none.

    ``today``: the state whose redirects say what records became, by which a
    text is found that was attached under another id.
    """
    if not dossier.id.is_record or not _folder(repository).is_dir():
        return dossier
    withheld = [name for name in dossier.editions() if not dossier.has_text(name)]
    laid = {name: today.laid_texts.get((dossier.id, name, _prints(dossier, name))) for name in withheld}
    places = {name: _kept(repository, dossier, name, today) for name in withheld if laid[name] is None}
    found = {name: content for name, content in laid.items() if content is not None}
    found |= {name: place.read_bytes() for name, place in places.items() if place is not None}
    return Dossier(dossier.id, dossier.files, found) if found else dossier


def _prints(dossier: Dossier, edition: str) -> bytes:
    return dossier.files.get(f"editions/{edition}.fingerprints", b"")


class Desk(Snapshot):
    """A snapshot as who works on this machine sees it: with the texts attached here. Never one to publish from."""

    _today: Snapshot

    def dossier_of(self, record: RecordId, files: Mapping[str, bytes]) -> Dossier:
        """A dossier of these files, with what is attached."""
        return with_attached(self._repository, super().dossier_of(record, files), self._today)


def at_desk(archive: Archive, snapshot: Snapshot) -> Snapshot:
    """The same state with the texts attached here; the snapshot itself where there are none."""
    if not _folder(archive.repository).is_dir():
        return snapshot
    desk = Desk(archive.repository, snapshot.commit or None)
    desk._today = archive.snapshot()  # noqa: SLF001 - our own, just made
    return desk


def keep(repository: Repository, dossier: Dossier) -> None:
    """Put the attached texts of a dossier where its fingerprints find them: readable by their owner alone."""
    for edition, content in dossier.attached.items():
        place = _place(repository, dossier.id, edition, dossier.files[f"editions/{edition}.fingerprints"])
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = place.with_name(f"{place.name}.{os.getpid()}")
        descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        made.replace(place)


def attach(repository: Repository, dossier: Dossier, edition: str, source: bytes) -> None:
    """Keep a text that agrees with the fingerprints of an edition: on this machine, in no commit.

    InputError where it does not agree: then it would be read for what it is not.
    """
    from provenance.text.fingerprint import fingerprints
    from provenance.text.notation import parse

    kept = dossier.fingerprints(edition)
    if dossier.has_text(edition) or kept is None:
        raise InputError(f"{dossier.id}:{edition} is not withheld: nothing is attached to it", code="not-withheld")
    if fingerprints(parse(source.decode("utf-8"))) != kept:
        raise InputError(
            f"this text does not agree with the fingerprints of {dossier.id}:{edition}",
            code="disagrees",
            hint=f"provenance verify-text {dossier.id}:{edition} FILE shows where",
        )
    keep(repository, Dossier(dossier.id, dossier.files, {edition: source}))


def edit_of_attached(archive: Archive, dossier: Dossier, edition: str, source: bytes) -> FileEdit:
    """An attached text put whole, as an edit of its fingerprints; the text is kept for them, on this machine."""
    from provenance.model.correction import FileEdit

    changed = dossier.with_text(edition, source)
    keep(archive.repository, changed)
    name = f"editions/{edition}.fingerprints"
    return FileEdit(dossier.id, name, changed.files[name])


def keep_changed(repository: Repository, before: Mapping[RecordId, Dossier], after: Mapping[RecordId, Dossier]) -> None:
    """Keep the attached texts that a correction is about to change; before it: found by no fingerprints yet."""
    for dossier in changed_texts(before, after):
        keep(repository, dossier)


def changed_texts(before: Mapping[RecordId, Dossier], after: Mapping[RecordId, Dossier]) -> Iterator[Dossier]:
    """The dossiers whose attached texts a correction changes, with what it makes of them.

    What it makes of them elsewhere (a record renamed, joined or divided) gets a
    copy of its own, so that taking one away leaves the others.
    """
    known = {
        dossier.files[f"editions/{edition}.fingerprints"]: content
        for dossier in before.values()
        for edition, content in dossier.attached.items()
    }
    for record, becomes in after.items():
        if becomes.attached != before[record].attached:
            yield becomes
        brought = {
            edition: known[prints]
            for edition in (becomes.editions() if known else ())
            if (prints := becomes.files.get(f"editions/{edition}.fingerprints")) in known
            and prints is not None
            and prints != before[record].files.get(f"editions/{edition}.fingerprints")
            and not becomes.has_text(edition)
        }
        if brought:
            yield Dossier(record, becomes.files, brought)


def attached_folders(archive: Archive, dossier: Dossier, edition: str) -> tuple[Path, ...]:
    """Where texts of an edition lie attached: of any of its states, under any name that it had."""
    repository, today = archive.repository, archive.snapshot()
    own = _folder(repository) / dossier.id / edition
    kept = {name: _kept(repository, dossier, name, today) for name in dossier.editions()}
    place, others = kept.pop(edition, None), {one.parent for one in kept.values() if one is not None}
    named = {one.parent for one in _elsewhere(repository, dossier, today) if one.parent.name == edition} - others
    found = {own, *named, *_left_behind(repository, dossier, edition, today)}
    if place is not None:
        found.add(place.parent)
    return tuple(sorted(folder for folder in found if folder.is_dir()))


def _left_behind(repository: Repository, dossier: Dossier, edition: str, today: Snapshot) -> Iterator[Path]:
    """Folders with this text of records that have no such edition any more: it moved to this one (``divide``)."""
    prints = dossier.files.get(f"editions/{edition}.fingerprints", b"")
    name = _place(repository, dossier.id, edition, prints).name
    for place in _folder(repository).glob(f"*/*/*/{name}"):
        record = RecordId("/".join(place.parts[-4:-2]))
        if record != dossier.id and today.has(record) and place.parts[-2] not in today.dossier(record).editions():
            yield place.parent


def forget(archive: Archive, dossier: Dossier, edition: str) -> bool:
    """Take the attached text of an edition away, that of its earlier versions too; whether there was one.

    No other edition loses its text, though it be the same: what another of the
    record read from the same place is put under its own name first.
    """
    folders = attached_folders(archive, dossier, edition)
    today = archive.snapshot()
    others = {name: _kept(archive.repository, dossier, name, today) for name in dossier.editions()}
    sharing = {
        name: place.read_bytes()
        for name, place in others.items()
        if name != edition and place and place.parent in folders
    }
    keep(archive.repository, Dossier(dossier.id, dossier.files, sharing))
    for folder in folders:
        shutil.rmtree(folder)
    return bool(folders)


def detach(archive: Archive, record: RecordId, edition: str, decision: Decision, *, dry_run: bool = False) -> Receipt:
    """Withhold a text that the archive holds: fingerprints in, text out, the record says so; one correction.

    History keeps the text, and every clone made so far (``purge`` takes it out).
    ``decision`` without a kind is editorial. InputError where the archive holds
    no text of this edition, and what a correction raises.
    """
    from provenance.model.address import Pointer
    from provenance.model.correction import FieldEdit, FileEdit
    from provenance.model.fingerprint import write_fingerprints
    from provenance.text.fingerprint import fingerprints

    dossier = archive.snapshot().dossier(record)
    text = dossier.text(edition)
    if text is None:
        raise InputError(
            f"the text of {record}:{edition} is not in the archive: there is nothing to withhold",
            code="not-found",
            file=record.path,
            candidates=tuple(f"{record}:{name}" for name in dossier.editions() if dossier.has_text(name)),
        )
    edits = (
        FileEdit(record, f"editions/{edition}.fingerprints", write_fingerprints(fingerprints(text)).encode("utf-8")),
        FileEdit(record, f"editions/{edition}.txt", None),
        FieldEdit(record, "set", Pointer(("editions", edition, "text")), "withheld"),
    )
    return archive.correct(edits, replace(decision, kind=decision.kind or "editorial"), dry_run=dry_run)


def folders_of(repository: Repository, records: Iterable[RecordId]) -> tuple[Path, ...]:
    """Where texts of these records, called so, lie attached on this machine."""
    places = (_folder(repository) / record for record in records)
    return tuple(place for place in places if place.is_dir())


# --- what may not be committed ---


@dataclass(frozen=True)
class Forbidden:
    """The text of an edition that is, or would be, in the archive though its record withholds it."""

    record: RecordId
    edition: str
    why: str

    def __str__(self) -> str:
        return f"{self.record}:{self.edition}"


def refuse_commits(repository: Repository, parent: ObjectId | None, commits: Iterable[Sequence[FileChange]]) -> None:
    """InputError where one of the commits, each on top of the one before, would bring a withheld text in.

    A text that stood there already and is only moved (a record renamed) is not
    brought in: the audit tells of it.
    """
    state = Overlay(repository, parent)
    judge = Judge()
    for changes in commits:
        texts = [change for change in changes if change.content is not None and TEXT_PATH.fullmatch(change.path)]
        inside = [change.path.removeprefix(repository.prefix) for change in changes] if texts else []
        known = {state.file(path) for path in inside}
        state.put(changes)
        for change in texts:
            found = None if change.content in known else judge.of(state, change.path.removeprefix(repository.prefix))
            if found is not None:
                raise refusal(found)


def refuse_planned(
    judge: Judge, state: Snapshot, after: Mapping[RecordId, Dossier], changes: Sequence[FileChange], prefix: str
) -> None:
    """As :func:`refuse_commits`, of one correction whose records (``after``) are at hand: nothing is read twice."""
    texts = [change.path.removeprefix(prefix) for change in changes if change.content is not None]
    texts = [path for path in texts if TEXT_PATH.fullmatch(path)]
    known = {state.file(change.path.removeprefix(prefix)) for change in changes} if texts else set()
    for path in texts:
        record, name = RecordId(path.split("/editions/")[0].removeprefix("records/")), path.rpartition("/editions/")[2]
        dossier = after[record]
        if dossier.files[f"editions/{name}"] in known:
            continue
        found = judge.of(_Planned(state, after), path, dossier)
        if found is not None:
            raise refusal(found)


class _Planned:
    """The files of a state with what a correction makes of its records."""

    def __init__(self, state: Snapshot, after: Mapping[RecordId, Dossier]) -> None:
        self._state, self._after = state, after

    def file(self, path: str) -> bytes | None:
        """The content of one file by its path from the archive's root."""
        made = (dossier.files.get(dossier.id.main_file) for dossier in self._after.values() if dossier.id.path == path)
        return next(made, None) or self._state.file(path)


def refusal(found: Forbidden) -> InputError:
    """Why a text is not committed, and what can be done with it instead."""
    return InputError(
        f"the text of {found} may not be published, so it is not committed: {found.why}",
        code="withheld",
        file=found.record.path,
        hint=f"provenance text attach {found} FILE keeps it beside the archive (a new one: import --withheld); "
        "where it may be published after all, correct the rights first",
    )


class Files(Protocol):
    """A state of the archive's files: a snapshot, or what is staged."""

    def file(self, path: str) -> bytes | None:
        """The content of one file by its path from the archive's root."""


class Judge:
    """Says which texts are withheld; what many records share is read once."""

    def __init__(self) -> None:
        self._collections: dict[bytes, Collection | None] = {}

    def of(self, state: Files, path: str, dossier: Dossier | None = None) -> Forbidden | None:
        """What a path from the archive's root is, where it is the text of an edition that its record withholds.

        Of a record that cannot be read nothing is known that forbids its text;
        that it cannot be read is refused elsewhere. ``dossier``: the record as
        that state has it, where it was read already.
        """
        match = TEXT_PATH.fullmatch(path)
        if match is None or match["above"]:
            return None
        record = RecordId(match["record"])
        main = state.file(record.path)
        beside = self._collection(state, record)
        if main is None or (beside is None and not any(sign in main for sign in _MAY_WITHHOLD)):
            return None
        try:
            read = read_record(main, file=record.path) if dossier is None else dossier.record
            why = why_withheld(read, match["edition"], beside)
        except InputError:
            return None
        return None if why is None else Forbidden(record, match["edition"], why)

    def _collection(self, state: Files, record: RecordId) -> Collection | None:
        """The description of the record's collection, where it says something of rights."""
        content = state.file(RecordId(record.collection).path)
        if content is None or not any(sign in content for sign in _MAY_WITHHOLD):
            return None
        if content not in self._collections:
            try:
                self._collections[content] = read_collection(content)
            except InputError:
                self._collections[content] = None
        return self._collections[content]


# --- what lies in the archive all the same, and what a hand is about to commit ---


def slipped_in(snapshot: Snapshot) -> Iterator[Forbidden]:
    """The texts of a state that its records withhold."""
    judge = Judge()
    for record in snapshot.ids():
        for name in snapshot.text_names(record):
            found = judge.of(snapshot, f"{record.folder}/{name}")
            if found is not None:
                yield found


def refuse_release(snapshot: Snapshot) -> None:
    """InputError where a state holds a text that may not be published."""
    found = list(slipped_in(snapshot))
    if found:
        raise InputError(
            f"{listed(found)} may not be published and is in the archive: {found[0].why}; nothing is released",
            code="withheld",
            file=found[0].record.path,
            hint=f"provenance text detach {found[0]} -m … (history keeps it: provenance withdraw --purge takes it out)",
            candidates=tuple(map(str, found)),
        )


def listed(found: Sequence[Forbidden]) -> str:
    """The first by name, the others by number."""
    first = f"the text of {found[0]}"
    return first if len(found) == 1 else f"{first} and {len(found) - 1} more"


class _Staged:
    """The files as git's index has them: what a commit by hand would hold."""

    def __init__(self, repository: Repository, prefix: str, index: Path | None) -> None:
        self._repository, self._prefix = repository, prefix
        self._environment = {} if index is None else {"GIT_INDEX_FILE": str(index)}

    def file(self, path: str) -> bytes | None:
        """The content of a file, by its path from the archive's root."""
        environment = {**self._environment, "GIT_LITERAL_PATHSPECS": "1"}
        listing = self._repository.run("ls-files", "-z", "-s", "--", self._prefix + path, env=environment)
        found = re.match(rb"100[0-7]{3} ([0-9a-f]{40,64}) 0\t", listing)
        return None if found is None else self._repository.blob(found[1].decode("ascii"))


def staged(repository: Repository, paths: Iterable[str], index: Path | None) -> Iterator[Forbidden]:
    """Of staged paths, from the top of the repository, those of texts that the staged records withhold."""
    judge = Judge()
    for path in paths:
        match = TEXT_PATH.fullmatch(path)
        found = match and judge.of(_Staged(repository, match["above"], index), path.removeprefix(match["above"]))
        if found:
            yield found
