"""Our unpublished commits made again on the server's tip: by field, by block, by word; nothing of them is left out.

A correction that is replayed keeps its id, its author and its date; only who
applied it, and when, is new. What its message says was changed is derived anew
from the difference, where that is another one now.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from provenance.diff.choices import Choice
from provenance.errors import ConflictError, InputError
from provenance.model.address import RecordId
from provenance.model.correction import Decision
from provenance.store import message
from provenance.store.correcting import signatures
from provenance.store.objects import EXECUTABLE, FILE
from provenance.store.snapshot import Overlay, Snapshot, redirects_in
from provenance.store.stream import FileChange, NewCommit
from provenance.store.threeway import Overlap, three_way
from provenance.store.treediff import ROOT_FILES, record_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from provenance.model.correction import ChangeLine, Kind
    from provenance.store.archive import Archive
    from provenance.store.objects import Commit, ObjectId, ObjectReader, TreeEntry
    from provenance.text.dossier import Dossier

REPLAYED = "refs/provenance/replayed"
"""Holds the replayed commits while they are not yet the branch: what must live has a reference (T11)."""

Conflict = dict[str, Any]
_SHOWN = 2000
_ROUNDS = 5
"""One round may open the next: the words of a block, the whole text, what is anchored in it."""


@dataclass(frozen=True)
class Settled:
    """What an editor decided about one conflict of one correction, as it stood when she saw it (``seen``)."""

    correction: str
    key: str
    seen: str
    choice: Choice


@dataclass(frozen=True)
class Replay:
    """The commits as they will be, and the conflicts that are still open (then the commits are provisional)."""

    commits: tuple[NewCommit, ...]
    conflicts: tuple[Conflict, ...]
    notices: tuple[str, ...] = ()
    """What an editor should look at in what went together by itself."""

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the corrections that are made again."""
        return tuple(one.correction_id for new in self.commits for one in message.parse(_text(new)).decisions)


def seen(conflict: Conflict) -> str:
    """A digest of both sides of a conflict: a choice holds for what was shown, and for nothing else."""
    sides = repr([conflict.get(side) for side in ("base", "ours", "theirs")])
    return hashlib.sha256(sides.encode("utf-8", "surrogateescape")).hexdigest()


def replay(archive: Archive, ours: Sequence[ObjectId], server: ObjectId, settled: Sequence[Settled]) -> Replay:
    """Our commits, oldest first, on top of the server's tip.

    One whose correction is there already under the same id is left out; one
    whose change is there already stays, and changes nothing. InputError for a
    change of a link or a submodule, which only git itself can make.
    """
    repository = archive.repository
    overlay = Overlay(repository, server)
    theirs = _stated(archive, server, ours)
    made: list[NewCommit] = []
    conflicts: list[Conflict] = []
    notices: list[str] = []
    for commit in map(repository.commit, ours):
        decisions = message.parse(commit.message).decisions
        if decisions and all(stated.correction_id in theirs for stated in decisions):
            continue
        one = _Again(archive, commit, overlay, settled)
        changes = tuple(one.changes())
        conflicts += [_told(conflict, one.name, theirs) for conflict in one.conflicts]
        _, committer = signatures(archive, server, archive.clock.now())
        text = one.message().encode("utf-8", "surrogateescape")
        made.append(NewCommit(REPLAYED, None if made else server, commit.author, committer, text, changes))
        overlay.put(changes)
        notices += one.notices
    return Replay(tuple(made), tuple(conflicts), tuple(dict.fromkeys(notices)))


class _Again:
    """One commit made again on what stands there now."""

    def __init__(self, archive: Archive, commit: Commit, overlay: Overlay, settled: Sequence[Settled]) -> None:
        self.archive = archive
        self.commit = commit
        self.decisions = message.parse(commit.message).decisions
        self.name = self.decisions[0].correction_id if self.decisions else commit.oid
        self.conflicts: list[Conflict] = []
        self.notices: list[str] = []
        self._overlay = overlay
        self._known = {(one.key, one.seen): one.choice for one in settled if one.correction == self.name}
        self._used: list[str] = []
        self._lines: list[ChangeLine] = []
        self._touched: tuple[RecordId, ...] = ()
        parent = commit.parents[0] if commit.parents else None
        self._before, self._after = Snapshot(archive.repository, parent), Snapshot(archive.repository, commit.oid)
        self._trees = (None if parent is None else archive.repository.commit(parent).tree, commit.tree)

    def changes(self) -> Iterator[FileChange]:
        """What it does, on top of the overlay: records by meaning, other files by lines."""
        repository = self.archive.repository
        records: dict[RecordId, None] = {}
        for path, before, after in entry_changes(repository.objects, *self._trees):
            inside = path.removeprefix(repository.prefix) if path.startswith(repository.prefix) else ""
            record = record_of(inside)
            if record is not None:
                records[record] = None
            else:
                yield from self._whole(path, before, after)
        self._touched = tuple(sorted(records))
        renamed = self._renamed(records)
        for record in sorted(records):
            if record in renamed.values():
                yield from self._rename(next(old for old, new in renamed.items() if new == record), record)
            elif record not in renamed:
                yield from self._record(record)

    def _renamed(self, records: Collection[RecordId]) -> dict[RecordId, RecordId]:
        """The records to which this commit gives another id."""
        fresh = {old: new for old, new in self._after.redirects.items() if old not in self._before.redirects}
        return {
            old: RecordId(fresh[old])
            for old in records
            if old in fresh and RecordId(fresh[old]) in records and self._before.has(old) and not self._after.has(old)
        }

    def _record(self, record: RecordId) -> Iterator[FileChange]:
        """What it does to one record, under the id that the record has by now."""
        base, ours = self._before.dossier_or_empty(record), self._after.dossier_or_empty(record)
        name = self._named_now(record) if base.files else record
        now = self._overlay.dossier_or_empty(name)
        yield from self._joined(_called(base, name), _called(ours, name), now, now)

    def _rename(self, old: RecordId, new: RecordId) -> Iterator[FileChange]:
        """A record renamed, with what the server made of it under its old id."""
        now = self._overlay.dossier_or_empty(old)
        base, ours = self._before.dossier_or_empty(old), self._after.dossier_or_empty(new)
        yield from self._written(now, _called(now, old, {}))
        yield from self._joined(_called(base, new), ours, _called(now, new), self._overlay.dossier_or_empty(new))

    def _named_now(self, record: RecordId) -> RecordId:
        """The id that a record of ours has on the server's line, along its redirects."""
        seen: set[str] = set()
        name: str = record
        while not self._overlay.has(RecordId(name)) and name in self._overlay.redirects and name not in seen:
            seen.add(name)
            name = self._overlay.redirects[name]
        return RecordId(name) if self._overlay.has(RecordId(name)) else record

    def _joined(self, base: Dossier, ours: Dossier, now: Dossier, there: Dossier) -> Iterator[FileChange]:
        merged = ours if dict(now.files) == dict(base.files) else self._merged(base, ours, now)
        yield from self._written(there, merged)

    def _written(self, there: Dossier, becomes: Dossier) -> Iterator[FileChange]:
        from provenance.diff.merge import changes

        self._lines += changes(there, becomes)
        for name in sorted({*there.files, *becomes.files}):
            if there.files.get(name) != becomes.files.get(name):
                path = f"{self.archive.repository.prefix}{there.id.folder}/{name}"
                yield FileChange(path, becomes.files.get(name))

    def _merged(self, base: Dossier, ours: Dossier, now: Dossier) -> Dossier:
        """Both, where they meet as it was settled; what is not settled is ours for the time being."""
        from provenance.diff.merge import merged

        choices: dict[str, Choice] = {}
        for _ in range(_ROUNDS):
            try:
                found = merged(base, ours, now, choices)
            except ConflictError as error:
                for conflict in error.conflicts:
                    choices[conflict["key"]] = self._choice(conflict)
            else:
                self.notices += [f"{base.id}: {notice}" for notice in found.notices]
                return found.dossier
        raise ConflictError(
            f"both sides' changes of {base.id} cannot be brought together", conflicts=tuple(self.conflicts)
        )

    def _choice(self, conflict: Conflict) -> Choice:
        choice = self._known.get((conflict["key"], seen(conflict)))
        if choice is None:
            self.conflicts.append(conflict)
            return Choice("ours")
        self._used.append(f"{conflict['key']} {choice.side}")
        return choice

    def _whole(self, path: str, before: TreeEntry | None, after: TreeEntry | None) -> Iterator[FileChange]:
        """A file that is no record's: of the archive's root, or of the bigger repository that it shares."""
        for entry in (before, after):
            if entry is not None and not entry.is_file:
                raise _unusual(path)
        repository = self.archive.repository
        was, ours = (None if entry is None else repository.blob(entry.oid) for entry in (before, after))
        now = self._overlay.content(path)
        mode = FILE if after is None else after.mode
        turned = before is not None and after is not None and before.mode != after.mode
        joined = _with_both(was, ours, now) if path == repository.prefix + ROOT_FILES[1] else None
        result = three_way(was, ours, now) if joined is None else None
        if isinstance(result, Overlap):
            choice = self._choice(_file_conflict(path, was, ours, now))
            joined = {"ours": ours, "theirs": now}.get(choice.side, choice.text.encode())
        elif result is not None:
            joined = result.content
        if joined != now or turned:
            yield FileChange(path, joined, mode)

    def message(self) -> str:
        """Its message, with the changes that it makes now, and how a conflict in it was settled."""
        if len(self.decisions) != 1:
            return self.commit.message
        stated = self.decisions[0]
        told = list(dict.fromkeys(message.change_value(line) for line in self._lines))
        counted = stated.change_count is not None
        as_told = stated.change_count == len(told) if counted else sorted(stated.changes) == sorted(told)
        if stated.kind is None or (as_told and not self._used):
            return self.commit.message
        decision = Decision(
            stated.reason,
            stated.kind,
            stated.evidence,
            stated.reported_by,
            stated.reviewed_by,
            reverts=stated.reverts,
            amends=stated.amends,
        )
        return message.compose(
            decision,
            stated.kind,
            self._subject(stated.subject, stated.kind),
            self._lines,
            stated.correction_id,
            settled=(*stated.settled, *self._used),
            words=stated.words,
        )

    def _subject(self, said: str, kind: Kind) -> str:
        """What it does now, where it was told from its changes and a conflict in it was settled otherwise."""
        from provenance.diff.merge import changes

        both = [(self._before.dossier_or_empty(one), self._after.dossier_or_empty(one)) for one in self._touched]
        first = [line for before, after in both for line in changes(before, after)]
        if not self._used or said != message.subject_of(kind, first, self._touched):
            return said
        if self._lines:
            return message.subject_of(kind, self._lines)
        return f"The server's reading kept; not made: {said}"


def _called(dossier: Dossier, record: RecordId, files: Mapping[str, bytes] | None = None) -> Dossier:
    """A record's files under another id."""
    from provenance.text.dossier import Dossier

    return Dossier(record, dict(dossier.files if files is None else files))


def entry_changes(
    objects: ObjectReader, before: ObjectId | None, after: ObjectId | None, prefix: str = ""
) -> Iterator[tuple[str, TreeEntry | None, TreeEntry | None]]:
    """Every entry that is no folder and differs between two trees, modes, links and submodules included."""
    if before == after:
        return
    left = {entry.name: entry for entry in objects.tree(before)} if before else {}
    right = {entry.name: entry for entry in objects.tree(after)} if after else {}
    for name in sorted({*left, *right}):
        was, becomes = left.get(name), right.get(name)
        if was == becomes:
            continue
        trees = [entry.oid if entry is not None and entry.is_tree else None for entry in (was, becomes)]
        if any(trees):
            yield from entry_changes(objects, trees[0], trees[1], f"{prefix}{name}/")
        files = [None if entry is None or entry.is_tree else entry for entry in (was, becomes)]
        if files[0] != files[1]:
            yield prefix + name, files[0], files[1]


def refuse_unusual(path: str, *entries: TreeEntry | None) -> None:
    """InputError for a link or a submodule: the work tree would not follow it."""
    if any(entry is not None and entry.mode not in (FILE, EXECUTABLE) for entry in entries):
        raise _unusual(path)


def _unusual(path: str) -> InputError:
    return InputError(
        f"{path} is a link or a submodule, and was changed: that is not carried from here to there",
        code="unusual-file",
        file=path,
        hint="git pull --rebase, then: provenance status",
    )


def _with_both(was: bytes | None, ours: bytes | None, now: bytes | None) -> bytes | None:
    """``redirects.yaml`` with the earlier ids that both sides added; None where they meet in one, or took one away."""
    before, mine, theirs = (redirects_in(content) for content in (was, ours, now))
    added = {old: new for old, new in mine.items() if before.get(old) != new}
    if any(old not in mine for old in before) or any(theirs.get(old, new) != new for old, new in added.items()):
        return None
    fresh = {old: new for old, new in added.items() if old not in theirs}
    if not theirs or not fresh:
        return ours if not theirs else now
    text = (now or b"").rstrip(b"\n").decode()
    return "\n".join([text, *(f"{old}: {new}" for old, new in fresh.items()), ""]).encode()


def _file_conflict(path: str, was: bytes | None, ours: bytes | None, now: bytes | None) -> Conflict:
    base, mine, theirs = (_shown(content) for content in (was, ours, now))
    return {
        "key": path,
        "record": None,
        "pointer": None,
        "block": None,
        "file": path,
        "base": base,
        "ours": mine,
        "theirs": theirs,
        "correction_ids": [],
    }


def _shown(content: bytes | None) -> str | None:
    """A file as far as it can be shown; its digest tells apart what is not."""
    if content is None:
        return None
    digest = hashlib.sha256(content).hexdigest()[:16]
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return f"{len(content)} bytes, SHA-256 {digest}…"
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}… ({len(content)} bytes, SHA-256 {digest}…)"


def _stated(archive: Archive, server: ObjectId, ours: Sequence[ObjectId]) -> Mapping[str, tuple[str, ...]]:
    """The corrections that came from the server: their ids, and what each says it changed."""
    limits = [f"^{parent}" for oid in ours[:1] for parent in archive.repository.commit(oid).parents[:1]]
    listed = archive.repository.run("rev-list", server, *limits, "--").decode("ascii").split()
    return {
        stated.correction_id: stated.changes
        for oid in listed
        for stated in message.parse(archive.repository.commit(oid).message).decisions
    }


def _told(conflict: Conflict, name: str, theirs: Mapping[str, tuple[str, ...]]) -> Conflict:
    """A conflict with the corrections that meet in it: ours first, then theirs of the same place."""
    key = str(conflict["key"]).partition(" #")[0] if conflict.get("block") else str(conflict["key"])
    met = [one for one, changes in theirs.items() if any(_same_place(key, change) for change in changes)]
    return {"pointer": None, "block": None, **conflict, "correction": name, "correction_ids": [name, *met]}


def _same_place(key: str, change: str) -> bool:
    return change == key or change.startswith((f"{key}/", f"{key} #")) or key.startswith(f"{change}/")


def _text(new: NewCommit) -> str:
    return new.message.decode("utf-8", "surrogateescape")
