"""Everything checked: git's objects, every version of every record, what the messages claim, and who decided.

What is found is data; a fault ``damage`` makes ``provenance verify`` end with
status 4. Nothing is mended: docs/store.md says how to, with plain git.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

from provenance.errors import DamageError, InputError
from provenance.model.address import RecordId
from provenance.store import forgetting, message
from provenance.store.fault import Fault, Severity
from provenance.store.laid_aside import LaidAside
from provenance.store.proving import every_release
from provenance.store.rewrites import excused, made_again, put_away
from provenance.store.settings import FILE
from provenance.store.signatures import Signed, judge
from provenance.store.signing import commit_parts
from provenance.store.snapshot import Snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from provenance.model.correction import HistoryEntry
    from provenance.store.archive import Archive
    from provenance.store.history import EntriesOf
    from provenance.store.objects import Commit, ObjectId
    from provenance.store.settings import Settings

__all__ = ["Fault", "Verification", "verify"]


@dataclass(frozen=True)
class Verification:
    """What was checked, and what was found; ``signed`` counts the commits that bear a signature."""

    commits: int
    records: int
    versions: int
    faults: Sequence[Fault]
    signed: int = 0
    releases: int = 0

    @property
    def damaged(self) -> bool:
        """Whether anything is broken."""
        return self.counts["damage"] > 0

    @cached_property
    def counts(self) -> dict[Severity, int]:
        """How many of each severity."""
        found = Counter(fault.severity for fault in self.faults)
        return {severity: found[severity] for severity in ("damage", "fault", "note")}

    def as_json(self) -> dict[str, Any]:
        """One object; see docs/reference."""
        told = self.told()
        return {**told, "faults": list(told["faults"])}

    def told(self) -> dict[str, Any]:
        """As :meth:`as_json`, the faults one by one as they are written."""
        return {
            "schema": 1,
            "commits": self.commits,
            "records": self.records,
            "versions": self.versions,
            "signed": self.signed,
            "releases": self.releases,
            "summary": self.counts,
            "damaged": self.damaged,
            "faults": (dict(vars(fault)) for fault in self.faults),
        }

    def lines(self) -> Iterator[str]:
        """The same for the eye."""
        found = (
            _many(self.commits, "correction"),
            _many(self.records, "record"),
            _many(self.versions, "version"),
            _many(self.signed, "signature"),
            _many(self.releases, "release"),
        )
        yield f"Checked: {', '.join(found)}."
        for fault in self.faults:
            where = " ".join(part for part in (fault.record, (fault.commit or "")[:10]) if part)
            yield f"{fault.severity}: {where + ': ' if where else ''}{fault.message} [{fault.code}]"
            if fault.hint:
                yield f"  {fault.hint}"
        if self.damaged:
            yield "The archive is damaged."
        else:
            yield "Nothing is damaged." if self.faults else "Nothing is wrong."


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def verify(archive: Archive, *, since: str | None = None) -> Verification:
    """Check everything, with progress; raises nothing for what is found.

    ``since``: of history only what came after that commit; objects, references
    and releases are always checked whole. InputError where it names no state.
    """
    from provenance.store.releases import releases

    begin = None if since is None else archive.resolve(since)
    faults = [*_objects(archive), *_references(archive), *_put_away(archive), *_unreadable_edits(archive)]
    commits: list[ObjectId] = []
    known = 0
    try:
        commits, found = _history(archive, begin)
        faults += found
        if not archive.repository.is_shallow:
            known = len(releases(archive))
            faults += every_release(archive)
    except (DamageError, InputError) as error:
        faults.append(Fault("damage", "history", error.message, hint=error.hint))
    reading = _Commits(archive)
    tracked = archive.progress.track(reversed(commits), total=len(commits), what="versions")
    found_all = LaidAside(chain(faults, chain.from_iterable(map(reading.check, tracked))))
    return Verification(
        len(commits), _record_count(archive), reading.versions, found_all, signed=reading.signed, releases=known
    )


def _history(archive: Archive, since: ObjectId | None) -> tuple[list[ObjectId], list[Fault]]:
    """The commits to check, newest first, and what is wrong with their ids."""
    if archive.repository.is_shallow:
        said = "this clone is shallow: only its tip can be checked"
        return [], [Fault("note", "shallow", said, hint="git fetch --unshallow")]
    commits = archive.ask(lambda index: list(index.relevant()))
    if since is not None:
        run = archive.repository.run
        after = set(run("rev-list", archive.tip, f"^{since}", "--").decode("ascii").split())
        commits = [oid for oid in commits if oid in after]
    return commits, [
        Fault(
            "fault",
            "id-twice",
            f"it bears the Correction-Id {one} of an earlier correction, and did something else",
            commit=oid,
            hint="look at what it changed: provenance history shows it as undocumented",
        )
        for oid, ids in archive.ask(lambda index: index.repeats()).items()
        for one, alike in ids.items()
        if not alike
    ]


def _record_count(archive: Archive) -> int:
    try:
        return sum(1 for _ in archive.snapshot().walk())
    except DamageError:
        return 0


def _objects(archive: Archive) -> Iterator[Fault]:
    """What ``git fsck`` says: every object read, hashed and followed."""
    status, out, err = archive.repository.try_run("fsck", "--full", "--strict", "--no-dangling", "--no-progress")
    said = (out + err).decode("utf-8", "replace").splitlines()
    lines = [line for line in said if line.strip() and not line.startswith("hint:")]
    for line in lines:
        shown = "".join(char if char.isprintable() else "?" for char in line)
        severity: Severity = "note" if shown.startswith(("notice", "warning", "Checking")) else "damage"
        yield Fault(severity, "object", f"git fsck: {shown}", hint="docs/explanation/store.md says how to mend it")
    if status and not lines:
        yield Fault("damage", "object", f"git fsck ended with status {status}")


def _put_away(archive: Archive) -> Iterator[Fault]:
    """What a purge put away, and is still on this disk."""
    try:
        old = put_away(archive.snapshot())
        still = [oid for oid, found in zip(old, archive.repository.objects.many(old), strict=True) if found is not None]
    except (DamageError, InputError):
        return  # what cannot be read is named by the other checks
    if still or forgetting.is_pending(archive.repository):
        many = _many(len(still), "commit or tag") if len(still) == 1 else f"{len(still)} commits and tags"
        yield Fault(
            "fault",
            "still-here",
            f"{many} of a history that a purge put away can still be read in this clone",
            hint="provenance status finishes a purge that was interrupted; what a branch, a tag or a fetched branch "
            "holds goes with it: delete or fetch that, then git reflog expire --expire=now --all && git gc --prune=now",
        )


def _unreadable_edits(archive: Archive) -> Iterator[Fault]:
    """Files that a hand edited, and that cannot be read now: no damage, what is recorded stands."""
    from provenance.store.status import edits_by_hand

    try:
        edits = edits_by_hand(archive)
    except (DamageError, InputError):
        return  # what cannot be read is named by the other checks
    for edit in edits:
        if edit.problem:
            yield Fault(
                "note",
                "hand-edit",
                f"the work tree has a hand edit that cannot be read, in {edit.path}: {edit.problem}",
                record=edit.record,
                hint="mend that file; what is recorded is not touched by it (provenance status shows all hand edits)",
            )


def _references(archive: Archive) -> Iterator[Fault]:
    """References that hold no commit, or whose names nobody should be shown raw (T25)."""
    try:
        refs = archive.repository.refs("refs/")
    except DamageError as error:
        yield Fault("damage", "reference", error.message)
        return
    for name, oid in refs.items():
        shown = name.encode("unicode_escape").decode("ascii")
        if archive.repository.objects.get(oid) is None:
            yield Fault("damage", "reference", f"{shown} points to an object that is not there: {oid}")
        if shown != name or name.rpartition("/")[2].startswith("-"):
            yield Fault("note", "reference", f"the reference {shown} has an unusual name")


class _Commits:
    """Commits checked one after the other, oldest first: what stood before each is what the one before left."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.versions = 0
        self.signed = 0
        self._again = made_again(archive.snapshot())
        self._landed: datetime | None = None
        self._settings: dict[ObjectId | None, Settings | None] = {}
        self._entries: EntriesOf | None = None

    def check(self, oid: ObjectId) -> list[Fault]:
        """The faults of one commit."""
        return list(excused(self._faults(oid), self._again.get(oid)))

    def _faults(self, oid: ObjectId) -> list[Fault]:
        from provenance.store.history import EntriesOf

        try:
            # made where it is used: what it cannot read is damage of every commit
            self._entries = self._entries or EntriesOf(self.archive)
            entries = self._entries[oid]
            commit = self.archive.repository.commit(oid)
            faults = list(self._signature(commit))
        except DamageError as error:
            return [Fault("damage", "object", error.message, commit=oid)]
        listed = self._before(commit)
        for entry in entries:
            if not entry.documented:
                said = f"made by hand, without a reason: {entry.subject}"
                faults.append(Fault("note", "undocumented", said, commit=oid))
                faults += _undone(self.archive, oid)
                continue
            faults += _author(entry, commit, listed)
            faults += _trailers(entry, commit)
        snapshot = Snapshot(self.archive.repository, oid)
        touched = list(dict.fromkeys(record for entry in entries for record in entry.records))
        self.versions += sum(RecordId(record).is_record for record in touched)
        for record in touched:
            faults += _version(snapshot, RecordId(record), oid)
        return faults

    def _signature(self, commit: Commit) -> Iterator[Fault]:
        """Whether the commit is signed by who made it, by the list that stood before it (T42)."""
        landed = commit.committer.when
        self._landed = landed = landed if self._landed is None else max(landed, self._landed)
        raw = self.archive.repository.objects.of_kind(commit.oid, "commit")[1]
        payload, signature = commit_parts(raw)
        self.signed += signature is not None
        listed = self._before(commit)
        if listed is None:
            return
        emails = (commit.author.email, commit.committer.email)
        one = Signed(commit.oid, "it", payload, signature, emails, landed)
        yield from judge(one, listed, self.archive.settings, self.archive.repository.environ)

    def _before(self, commit: Commit) -> Settings | None:
        """The editors as the state before a commit lists them; as the first commit itself does: nothing precedes it.

        None where the disk has damaged the list, which is named by itself: no other may stand in for it here.
        """
        parent = commit.parents[0] if commit.parents else None
        try:
            before = self._read(Snapshot(self.archive.repository, parent)) if parent else None
            return before or self._read(Snapshot(self.archive.repository, commit.oid))
        except DamageError:
            return None

    def _read(self, snapshot: Snapshot) -> Settings | None:
        oid = snapshot.blob_at(f"{self.archive.repository.prefix}{FILE}")
        if oid not in self._settings:
            try:
                self._settings[oid] = None if oid is None else snapshot.settings
            except InputError:
                # a state in which a hand broke provenance.toml: the tip's list stands in for it
                self._settings[oid] = self.archive.settings
        return self._settings[oid]


def _author(entry: HistoryEntry, commit: Commit, listed: Settings | None) -> Iterator[Fault]:
    """Whether who decided was an editor before she did."""
    if listed is not None and listed.by_email(commit.author.email) is None:
        said = f"{commit.author.name} <{commit.author.email}> was no editor of this archive"
        yield Fault("fault", "not-listed", said, entry.commit)


def _undone(archive: Archive, oid: ObjectId) -> Iterator[Fault]:
    """The corrections that a commit made by hand set back, past the hook (T17)."""
    from provenance.store.hook import undone_by

    try:
        found = undone_by(archive.repository, oid)
    except DamageError as error:
        yield Fault("damage", "object", error.message, commit=oid)
        return
    for path, correction in found:
        said = f"it set back in {path} what {correction[:10]} had corrected"
        yield Fault("fault", "undone", said, commit=oid, hint="provenance restore brings it back")


def _version(snapshot: Snapshot, record: RecordId, oid: ObjectId) -> Iterator[Fault]:
    """Whether one version of a record can be read."""
    from provenance.store.planning import validate

    try:
        validate(snapshot.dossier_or_empty(record))
    except InputError as error:
        yield Fault("fault", "unreadable", str(error), commit=oid, record=record, hint=error.hint)
    except DamageError as error:
        yield Fault("damage", "object", error.message, commit=oid, record=record)


def _is_bare(value: str, entry: HistoryEntry) -> bool:
    return any(line.is_layout and message.change_value(line) == value for line in entry.changes)


def _trailers(entry: HistoryEntry, commit: Commit) -> Iterator[Fault]:
    """Whether what a message says was changed is what was changed."""
    decisions = message.parse(commit.message).decisions
    stated = next(one for one in decisions if one.correction_id == entry.correction_id)
    if stated.kind is None:
        yield Fault("fault", "kind", "its Kind is none that there is", commit=entry.commit)
    found = list(dict.fromkeys(message.change_value(line) for line in entry.changes))
    # what touches no word was not always said
    found = [value for value in found if not _is_bare(value, entry) or value in stated.changes]
    if stated.change_count is not None:
        if stated.change_count != len(found):
            yield Fault(
                "fault", "changes", f"it says {stated.change_count} changes, and made {len(found)}", commit=entry.commit
            )
    elif sorted(stated.changes) != sorted(found):
        missing = [value for value in stated.changes if value not in found]
        unsaid = [value for value in found if value not in stated.changes]
        said = "; ".join(
            part
            for part in (
                f"says it changed {', '.join(missing)}, and did not" if missing else "",
                f"changed {', '.join(unsaid)} without saying so" if unsaid else "",
            )
            if part
        )
        yield Fault("fault", "changes", said, commit=entry.commit)
