"""What was corrected, when, by whom and why: read from the commits, newest first.

Old and new readings are taken from the difference between a commit and its
parent, never from what a message claims. Commits made by hand, without
trailers, are shown as undocumented.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from provenance.diff.merge import changes as changes_between
from provenance.errors import InputError
from provenance.model.address import Pointer, RecordId
from provenance.model.correction import ChangeLine, HistoryEntry, Person
from provenance.store import message, sshsig
from provenance.store.effects import shared_out
from provenance.store.names import counted_as, earlier_names, named_at
from provenance.store.releases import release_holding, releases
from provenance.store.snapshot import Snapshot
from provenance.store.treediff import content_differences, record_of
from provenance.store.when import refuse_shallow
from provenance.store.words_shown import worded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from provenance.store.archive import Archive
    from provenance.store.index import Index
    from provenance.store.objects import Commit, ObjectId
    from provenance.text.dossier import Dossier

__all__ = [
    "EntriesOf",
    "EntryOf",
    "Version",
    "counted_as",
    "earlier_names",
    "entries_of",
    "history",
    "named_at",
    "version_at",
    "version_number",
    "versions",
]


@dataclass(frozen=True)
class Version:
    """One state of a record: ``number`` counts the changes of its own folder; ``provisional``: not yet published."""

    number: int
    commit: ObjectId
    provisional: bool = False

    @property
    def name(self) -> str:
        """``v12``, or ``v12*`` while it may still be renumbered."""
        return f"v{self.number}{'*' if self.provisional else ''}"


@dataclass(frozen=True)
class Links:
    """What later commits say of earlier corrections, by the earlier one's id."""

    reverted_by: dict[str, str]
    amendments: dict[str, list[tuple[str, ObjectId, str]]]


def version_commits(archive: Archive, record: RecordId, tip: ObjectId | None = None) -> list[ObjectId]:
    """The commits that changed a record's own folder, oldest first, up to ``tip``.

    A branch merged by hand comes in just before its merge, so that what was on
    the archive's line keeps its number.
    """
    refuse_shallow(archive)
    names = (record, *earlier_names(archive, record))

    def question(index: Index) -> list[ObjectId]:
        until = None if tip is None else index.seq(tip)
        if len(names) == 1:
            return index.commits_of(record, until)
        found = {oid for name in names for oid in index.commits_of(name, until)}
        return sorted(found, key=lambda oid: index.seq(oid) or 0)

    return archive.ask(question, at=tip)


def versions(archive: Archive, record: RecordId) -> tuple[Version, ...]:
    """Every version of a record, v1 first. InputError in a shallow clone, and for a record that never was."""
    unpublished = unpublished_commits(archive)
    found = tuple(
        Version(number, commit, commit in unpublished)
        for number, commit in enumerate(version_commits(archive, record), start=1)
    )
    if not found:
        archive.snapshot().dossier(record)  # says that there is none, and what there is
    return found


def version_number(archive: Archive, record: RecordId, commit: ObjectId) -> str | None:
    """The version that a commit made of a record; None where it made none, or in a shallow clone."""
    if archive.repository.is_shallow:
        return None
    return next((version.name for version in versions(archive, record) if version.commit == commit), None)


def version_at(archive: Archive, record: RecordId, commit: ObjectId) -> str | None:
    """The version a record had at a commit, whether or not that commit changed it; None where it was not there yet."""
    if archive.repository.is_shallow:
        return None
    own = version_commits(archive, record, commit)
    return Version(len(own), own[-1], own[-1] in unpublished_commits(archive)).name if own else None


def next_version(archive: Archive, record: RecordId) -> str | None:
    """The name of the version that the next correction of a record will make."""
    if archive.repository.is_shallow:
        return None
    if earlier_names(archive, record):
        number = len(version_commits(archive, record)) + 1
    else:
        number = archive.ask(lambda index: index.count_of(record)) + 1
    return Version(number, "", provisional=upstream_ref(archive) is not None).name


def unpublished_commits(archive: Archive) -> frozenset[ObjectId]:
    """The commits not yet on the upstream branch; none where there is no upstream branch that we know of."""
    upstream = upstream_ref(archive)
    if upstream is None:
        return frozenset()
    listed = archive.repository.run("rev-list", archive.tip, f"^{upstream}", "--").decode("ascii")
    return frozenset(listed.split())


@dataclass(frozen=True)
class Upstream:
    """The branch on a server that HEAD's branch is shared with; ``tracking`` is where it was last seen, here."""

    remote: str
    branch: str
    tracking: str


def upstream_name(archive: Archive) -> Upstream | None:
    """The upstream of HEAD's branch, as git's configuration names it; None without one."""
    branch = archive.repository.head().branch
    if branch is None:
        return None
    short = branch.removeprefix("refs/heads/")
    remote = archive.repository.setting(f"branch.{short}.remote")
    merge = archive.repository.setting(f"branch.{short}.merge")
    if not remote or not merge or remote == ".":
        return None
    return Upstream(remote, merge, f"refs/remotes/{remote}/{merge.removeprefix('refs/heads/')}")


def upstream_ref(archive: Archive) -> ObjectId | None:
    """Where the upstream of HEAD's branch stood when it was last fetched or pushed; None without one."""
    found = upstream_name(archive)
    return None if found is None else archive.repository.ref(found.tracking)


def history(
    archive: Archive,
    record: RecordId | None = None,
    pointer: Pointer | None = None,
    *,
    since: str | None = None,
    until: str | None = None,
    limit: int | None = None,
) -> Iterator[HistoryEntry]:
    """Corrections, newest first: of the archive, of a record, or of one field of it.

    ``since`` (left out) and ``until`` (included) are commits. InputError in a
    shallow clone and for a record that never was.
    """
    refuse_shallow(archive)
    reader = _Reader(archive, until)
    commits = reader.commits(record, since, until)
    return _limited(reader, reader.entries(commits, record, pointer), limit)


def _limited(reader: _Reader, entries: Iterator[HistoryEntry], limit: int | None) -> Iterator[HistoryEntry]:
    """The first ``limit``, each Correction-Id once, by its first commit: a branch merged by hand may bring it again."""
    return islice((entry for entry in entries if not reader.is_repeated(entry)), limit)


class EntryOf:
    """The entry of each commit, read when it is asked for: of many versions, blame names those that left something.

    Where a correction came in twice, it is that of its first commit.
    """

    def __init__(self, archive: Archive, record: RecordId, until: ObjectId) -> None:
        """Up to ``until``; an entry's version is the record's."""
        self._archive, self._record, self._until = archive, record, until
        self._reader = _Reader(archive, until)
        self._known: dict[ObjectId, HistoryEntry] = {}

    def __getitem__(self, commit: ObjectId) -> HistoryEntry:
        """What a commit decided; of decisions squashed together the last."""
        if commit not in self._known:
            self._known[commit] = self._read(commit)
        return self._known[commit]

    def _read(self, commit: ObjectId) -> HistoryEntry:
        found = list(self._reader.entries([commit], self._record, None))
        first = [entry for entry in found if entry.amends is None and not self._reader.is_repeated(entry)]
        if first:
            return first[-1]
        ids = {entry.correction_id for entry in found if entry.correction_id is not None}
        return next((entry for entry in self._all if entry.correction_id in ids), found[0])

    @cached_property
    def _all(self) -> list[HistoryEntry]:
        found = history(self._archive, self._record, until=self._until)
        return [entry for entry in found if entry.amends is None]


def undocumented(archive: Archive) -> Iterator[HistoryEntry]:
    """The commits made by hand, without a reason, newest first; those with one are not read."""
    refuse_shallow(archive)
    reader = _Reader(archive)
    found = set(archive.ask(lambda index: list(index.without_decision())))
    found |= {oid for oid, ids in reader.repeats.items() if not all(ids.values())}
    if found:
        commits = archive.ask(lambda index: [oid for oid in index.relevant() if oid in found])
        yield from (entry for entry in reader.entries(commits, None, None) if not entry.documented)


class EntriesOf:
    """What each commit decided: one entry, several where decisions were squashed together. Keeps none of them."""

    def __init__(self, archive: Archive) -> None:
        """Reads once what is said of all: links, releases, ids that come twice."""
        self._reader = _Reader(archive)

    def __getitem__(self, commit: ObjectId) -> tuple[HistoryEntry, ...]:
        """The entries of one commit."""
        return tuple(self._reader.entries([commit], None, None))


def entries_of(archive: Archive, commit: ObjectId) -> tuple[HistoryEntry, ...]:
    """What one commit decided, where it is the only one asked for (see :class:`EntriesOf`)."""
    return EntriesOf(archive)[commit]


class _Reader:
    """Reads many entries of one archive, keeping what neighbours share."""

    def __init__(self, archive: Archive, until: ObjectId | None = None) -> None:
        self.archive = archive
        self.objects = archive.repository.objects
        self.settings = archive.settings
        self.links = read_links(archive)
        self.repeats = {} if archive.repository.is_shallow else archive.ask(lambda index: index.repeats(), at=until)
        self._dossiers: dict[tuple[str, ObjectId], Dossier] = {}
        self._numbers: dict[RecordId, dict[ObjectId, str]] = {}
        self._releases = () if archive.repository.is_shallow else releases(archive)

    def commits(self, record: RecordId | None, since: str | None, until: str | None) -> list[ObjectId]:
        """The commits to read, newest first, amendments of them among them."""
        if record is None:
            found = self.archive.ask(lambda index: list(index.relevant(0, _place(index, until))), at=until)
        else:
            own = version_commits(self.archive, record, until)
            if not own and until is None:
                self.archive.snapshot().dossier(record)  # says that it is not there
            found = own[::-1]
            if extra := self._amending(own):
                wanted = {*own, *extra}
                found = self.archive.ask(
                    lambda index: [oid for oid in index.relevant(0, _place(index, until)) if oid in wanted], at=until
                )
        return found if since is None else self._behind(found, since)

    def _behind(self, commits: list[ObjectId], since: ObjectId) -> list[ObjectId]:
        """Those that are not in the past of ``since``."""
        run = self.archive.repository.run
        listed = set(run("rev-list", self.archive.tip, f"^{since}", "--").decode("ascii").split())
        return [oid for oid in commits if oid in listed]

    def is_repeated(self, entry: HistoryEntry) -> bool:
        """Whether an earlier commit brought this very correction in."""
        id_, repeats = entry.correction_id, self.repeats.get(entry.commit, {})
        return id_ is not None and repeats.get(id_, False)

    def _amending(self, commits: Iterable[ObjectId]) -> set[ObjectId]:
        """The commits that amend the reason of one of these, directly or through another amendment."""
        if not self.links.amendments:
            return set()
        found: set[ObjectId] = set()
        ids = [stated.correction_id for oid in commits for stated in self._stated(oid)]
        while ids:
            for new_id, oid, _ in self.links.amendments.get(ids.pop(), ()):
                if oid not in found:
                    found.add(oid)
                    ids.append(new_id)
        return found

    def _stated(self, oid: ObjectId) -> tuple[message.Stated, ...]:
        return message.parse(self.objects.commit(oid).message).decisions

    def entries(
        self, commits: Iterable[ObjectId], record: RecordId | None, pointer: Pointer | None
    ) -> Iterator[HistoryEntry]:
        """The entries of commits that are history of the archive, or of the record, or of the field."""
        for oid in commits:
            for entry in self._of_commit(self.objects.commit(oid), record):
                if pointer is None:
                    yield entry
                    continue
                lines = tuple(line for line in entry.changes if line.record == record and _concerns(line, pointer))
                if lines:
                    yield replace(entry, changes=lines)

    def _of_commit(self, commit: Commit, record: RecordId | None) -> list[HistoryEntry]:
        parsed = message.parse(commit.message)
        touched = self._touched(commit)
        if not touched and not parsed.documented:
            return []
        records = list(dict.fromkeys(found for path in touched if (found := record_of(path)) is not None))
        lines = self._lines(commit, records)
        if not parsed.documented:
            return [self._undocumented(commit, parsed, records, lines, record)]
        shares = shared_out(parsed.decisions, lines)
        # a file of the archive's root tells no line
        silent = [found for found in records if all(line.record != found for line in lines)]
        last = len(shares) - 1
        repeats = self.repeats.get(commit.oid, {})
        found_entries = []
        for number, (stated, share) in enumerate(zip(parsed.decisions, shares, strict=True)):
            rest = silent if number == last else []
            if repeats.get(stated.correction_id, True):
                found_entries.append(self._documented(commit, stated, share, record, rest))
            else:
                # an earlier correction's id over something else: no decision that we know of
                own = [*dict.fromkeys(RecordId(line.record) for line in share), *rest]
                found_entries.append(self._undocumented(commit, parsed, own, share, record))
        return found_entries

    def _root(self, oid: ObjectId | None) -> ObjectId | None:
        """The tree of the archive's root in a commit."""
        if oid is None:
            return None
        entry = self.objects.entry(self.objects.commit(oid).tree, self.archive.repository.prefix.rstrip("/"))
        return entry.oid if entry is not None and entry.is_tree else None

    def _touched(self, commit: Commit) -> list[str]:
        """The archive's files that a commit changed; for a merge, those unlike every parent's."""
        after = self._root(commit.oid)
        sets = []
        for parent in commit.parents or (None,):
            found = [one.path for one in content_differences(self.objects, self._root(parent), after)]
            sets.append(found)
            if not found:
                return []
        return [path for path in sets[0] if all(path in other for other in sets[1:])]

    def _lines(self, commit: Commit, records: Sequence[RecordId]) -> list[ChangeLine]:
        repository = self.archive.repository
        before = Snapshot(repository, commit.parents[0] if commit.parents else None)
        after = Snapshot(repository, commit.oid)
        lines: list[ChangeLine] = []
        for record in records:
            try:
                lines += changes_between(self._dossier(before, record), self._dossier(after, record))
            except InputError:
                # a state that a hand made and that cannot be read is history all the same
                lines.append(ChangeLine(record, None, "", None, None, None))
        return lines

    def _dossier(self, snapshot: Snapshot, record: RecordId) -> Dossier:
        """The dossier of a state, kept while the neighbouring commit may ask for it again."""
        oid = snapshot.folder_oid(record)
        if oid is None:
            return snapshot.dossier_or_empty(record)
        key = (record, oid)
        if key not in self._dossiers:
            if len(self._dossiers) > 64:  # noqa: PLR2004 - neighbours are near
                self._dossiers.clear()
            self._dossiers[key] = snapshot.dossier_or_empty(record)
        return self._dossiers[key]

    def _version(self, record: RecordId | None, commit: ObjectId) -> str | None:
        if record is None:
            return None
        if record not in self._numbers:
            self._numbers[record] = {version.commit: version.name for version in versions(self.archive, record)}
        return self._numbers[record].get(commit)

    def _release(self, oid: ObjectId) -> str | None:
        """The first release that holds a commit."""
        if not self._releases:
            return None
        place = self.archive.ask(lambda index: index.seq(oid))
        first = None if place is None else release_holding(self._releases, place)
        return None if first is None else first.name

    def _editor(self, commit: Commit) -> Person:
        known = self.settings.by_email(commit.author.email)
        return known or Person(commit.author.name, commit.author.email)

    def _undocumented(
        self,
        commit: Commit,
        parsed: message.Parsed,
        records: Sequence[RecordId],
        lines: Sequence[ChangeLine],
        record: RecordId | None,
    ) -> HistoryEntry:
        return HistoryEntry(
            correction_id=None,
            commit=commit.oid,
            version=self._version(record, commit.oid),
            date=commit.author.when,
            landed=commit.committer.when,
            editor=self._editor(commit),
            kind=None,
            subject=parsed.subject,
            reason=parsed.body,
            evidence=(),
            reported_by=None,
            reviewed_by=None,
            records=tuple(records),
            changes=tuple(lines),
            release=self._release(commit.oid),
            signature=sshsig.named(commit.signature),
            documented=False,
        )

    def _documented(
        self,
        commit: Commit,
        stated: message.Stated,
        lines: Sequence[ChangeLine],
        record: RecordId | None,
        silent: Sequence[RecordId],
    ) -> HistoryEntry:
        amendments = self.links.amendments.get(stated.correction_id, [])
        return HistoryEntry(
            correction_id=stated.correction_id,
            commit=commit.oid,
            version=self._version(record, commit.oid),
            date=commit.author.when,
            landed=commit.committer.when,
            editor=self._editor(commit),
            kind=stated.kind,
            subject=stated.subject,
            reason=stated.reason,
            evidence=tuple(one for one in stated.evidence if one.strip()),  # without a word it cites nothing
            reported_by=stated.reported_by,
            reviewed_by=stated.reviewed_by,
            records=tuple(dict.fromkeys([*(line.record for line in lines), *map(str, silent)])),
            changes=tuple(worded(lines, stated.words)),
            release=self._release(commit.oid),
            reverts=stated.reverts,
            reverted_by=self.links.reverted_by.get(stated.correction_id),
            amends=stated.amends,
            amended_by=amendments[-1][0] if amendments else None,
            amendments=tuple(reason for _, _, reason in amendments),
            signature=sshsig.named(commit.signature),
        )


def _place(index: Index, until: ObjectId | None) -> int | None:
    return None if until is None else index.seq(until)


def _concerns(line: ChangeLine, pointer: Pointer) -> bool:
    if line.pointer is None:
        return False
    own = Pointer.parse(line.pointer)
    return own.is_within(pointer) or pointer.is_within(own)


def read_links(archive: Archive) -> Links:
    """Which corrections were reverted or amended later, by which."""
    reverted: dict[str, str] = {}
    amendments: dict[str, list[tuple[str, ObjectId, str]]] = {}
    if archive.repository.is_shallow:
        return Links(reverted, amendments)
    for link in archive.ask(lambda index: index.links()):
        if link.reverts:
            reverted[link.reverts] = link.correction_id
        if link.amends:
            stated = message.parse(archive.repository.commit(link.commit).message).decisions
            reason = next((one.reason for one in stated if one.correction_id == link.correction_id), "")
            amendments.setdefault(link.amends, []).append((link.correction_id, link.commit, reason))
    return Links(reverted, amendments)
