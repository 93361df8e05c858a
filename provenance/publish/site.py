"""All that the pages of one archive are made from: the records, what was decided about them, what the audit says.

``Site`` is read once; pages ask it and nobody else. Where the archive has no
git, or a shallow one, it is made from what is there and ``notices`` says so.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from provenance.errors import ProvenanceError
from provenance.exporters.exporter import Surroundings
from provenance.exporters.standing import Standings, name_of, standings
from provenance.publish.cards import card_of
from provenance.publish.page import Addresses
from provenance.publish.source import CHANGES, Folder, Kept

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from provenance.audit.rule import Finding
    from provenance.audit.runner import SnapshotNeighbours
    from provenance.exporters.bibliography import Bibliography
    from provenance.model.address import RecordId
    from provenance.model.agents import Agent
    from provenance.model.correction import HistoryEntry
    from provenance.model.record import Collection, Record
    from provenance.publish.cards import Card
    from provenance.publish.source import Source
    from provenance.text.dossier import Dossier

NO_GIT = "There is no git history here: the pages are made from the files as they are"


@dataclass(frozen=True)
class Version:
    """One state of a record: its number, the correction that made it, whether it may be cited."""

    number: int
    entry: HistoryEntry
    published: bool

    @property
    def name(self) -> str:
        """``v12``, or ``v12*`` where it is provisional."""
        return f"v{self.number}" + ("" if self.published else "*")


@dataclass(frozen=True)
class Site:
    """One archive at one moment, ready to be made into pages."""

    title: str
    source: Source
    entries: tuple[HistoryEntry, ...] = ()
    audited: bool = False
    notices: tuple[str, ...] = ()
    addresses: Addresses = field(default_factory=Addresses)
    unpublished: frozenset[str] = frozenset()
    """The commits that are not on the published branch yet: what they made is provisional."""
    site_url: str | None = None
    agents: Mapping[str, Agent] = field(default_factory=dict)
    spent: dict[str, Counter[str]] = field(default_factory=dict, repr=False)
    """Words that corrections of withheld texts have shown so far: filled as they are asked for."""
    _versions: Mapping[str, tuple[Version, ...]] = field(default_factory=dict, repr=False)
    _by_record: Mapping[str, tuple[HistoryEntry, ...]] = field(default_factory=dict, repr=False)

    @property
    def records(self) -> tuple[RecordId, ...]:
        """The ids of all records, in the source's order."""
        return self.source.ids()

    @property
    def collections(self) -> tuple[str, ...]:
        """The names of all collections that hold a record."""
        return tuple(dict.fromkeys(id_.collection for id_ in self.source.ids()))

    def dossier(self, record: RecordId) -> Dossier:
        """The files of one record."""
        return self.source.dossier(record)

    def surroundings(self, record: RecordId) -> Surroundings:
        """What the record names but does not hold."""
        return Surroundings(self.agents, self.collection(record.collection), record.collection)

    def collection(self, name: str) -> Collection | None:
        """The description of a collection, where it has one."""
        return self.source.collection(name)

    def collection_title(self, name: str) -> str:
        """What a collection calls itself; its name where it is not described."""
        described = self.collection(name)
        return described.title if described else name

    @cached_property
    def cards(self) -> dict[RecordId, Card]:
        """Of every record what the index needs; made in one walk."""
        return {id_: card_of(self.dossier(id_), self.surroundings(id_)) for id_ in self.records}

    def findings_of(self, record: RecordId) -> tuple[Finding, ...] | None:
        """What the audit says of a record; None where no audit is wanted.

        Asked for when the record's page is made, so that the record is read for both at once.
        """
        if not self.audited:
            return None
        from provenance.audit.runner import audit

        # what was set back since needs no evidence: the audit knows links alone, and restore writes none
        history = tuple(replace(entry, reverted_by=self.set_back_by(entry)) for entry in self.history(record))
        found = audit(self.source, (record,), history=history, neighbours=self.neighbours).findings
        return tuple(finding for finding in found if finding.record == record)

    @cached_property
    def neighbours(self) -> SnapshotNeighbours:
        """The records around each record, for the audit: their numbers are indexed once for all pages."""
        from provenance.audit.runner import SnapshotNeighbours

        return SnapshotNeighbours(self.source)

    @cached_property
    def bibliography(self) -> Bibliography:
        """The references of all volumes, by ``collection/volume``: made in one call for the whole site."""
        from provenance.exporters.bibliography import bibliography

        described = {name: self.collection(name) for name in self.collections}
        return bibliography(
            {
                f"{name}/{key}": volume.reference
                for name, collection in described.items()
                if collection is not None
                for key, volume in collection.volumes.items()
                if volume.reference
            }
        )

    def history(self, record: str) -> tuple[HistoryEntry, ...]:
        """The corrections that touched a record, newest first."""
        return self._by_record.get(record, ())

    @cached_property
    def standings(self) -> Standings:
        """Which decisions stand, and which were set back, by what."""
        return standings(self.entries)

    def set_back_by(self, entry: HistoryEntry) -> str | None:
        """The id of the decision that set the whole of this one back; None where it stands."""
        return self.standings.set_back_by(entry)

    def correction(self, correction_id: str) -> HistoryEntry | None:
        """A correction by its id, or None."""
        return self._by_id.get(correction_id)

    @cached_property
    def _by_id(self) -> dict[str, HistoryEntry]:
        return {name_of(entry): entry for entry in self.entries}

    def versions(self, record: str) -> tuple[Version, ...]:
        """The versions of a record, oldest first."""
        return self._versions.get(record, ())

    def record(self, record: RecordId) -> Record:
        """The description of a record."""
        return self.dossier(record).record


def numbered(
    entries: Iterable[HistoryEntry],
    own: Mapping[str, Sequence[str]],
    *,
    unpublished: frozenset[str] = frozenset(),
) -> dict[str, tuple[Version, ...]]:
    """The versions of every record: ``own`` names, oldest first, the commits that made them."""
    # of decisions that were squashed into one commit, which made one version, the first
    by_commit: dict[str, HistoryEntry] = {}
    for entry in reversed(tuple(entries)):
        by_commit.setdefault(entry.commit, entry)
    return {
        record: tuple(
            Version(number, by_commit[commit], commit not in unpublished)
            for number, commit in enumerate(commits, start=1)
            if commit in by_commit
        )
        for record, commits in own.items()
    }


def logged(entries: Iterable[HistoryEntry]) -> dict[str, tuple[str, ...]]:
    """Of every record the commits that made its versions, as a log without git tells them.

    ``vN`` counts the changes of a record's own folder; an amendment changes no
    file and makes none.
    """
    own: dict[str, dict[str, None]] = defaultdict(dict)
    for entry in reversed(tuple(entries)):
        if not (entry.amends and not entry.changes):
            for record in entry.records:
                own[record][entry.commit] = None
    return {record: tuple(commits) for record, commits in own.items()}


def by_record(entries: Iterable[HistoryEntry], own: Mapping[str, Sequence[str]]) -> dict[str, tuple[HistoryEntry, ...]]:
    """The corrections that touched each record, newest first; those made under an earlier id of it too."""
    made: dict[str, list[str]] = defaultdict(list)
    for record, commits in own.items():
        for commit in commits:
            made[commit].append(record)
    found: dict[str, list[HistoryEntry]] = defaultdict(list)
    for entry in entries:
        renamed = [record for record in made.get(entry.commit, ()) if not {*entry.records} & own.keys()]
        for record in dict.fromkeys([*entry.records, *renamed]):
            found[record].append(entry)
    return {record: tuple(its) for record, its in found.items()}


def assemble(
    title: str,
    source: Source,
    entries: Iterable[HistoryEntry] = (),
    *,
    notices: tuple[str, ...] = (),
    addresses: Addresses | None = None,
    unpublished: frozenset[str] = frozenset(),
    site_url: str | None = None,
    audited: bool = True,
    own: Mapping[str, Sequence[str]] | None = None,
) -> Site:
    """A site from a source of records and their history; ``audited`` shows what the audit says of each.

    ``own`` are the commits that made each record's versions, as the store
    counts them; None: they are read from the log.
    """
    log = tuple(entries)
    own = logged(log) if own is None else own
    kept = Kept(source)
    return Site(
        title=title,
        source=kept,
        entries=log,
        audited=audited,
        notices=notices,
        addresses=addresses or Addresses(),
        unpublished=unpublished,
        site_url=site_url,
        agents=kept.agents(),
        _versions=numbered(log, own, unpublished=unpublished),
        _by_record=by_record(log, own),
    )


def read(root: Path, at: str | None, *, addresses: Addresses, site_url: str | None = None) -> Site:
    """The site of the archive at ``root``; without git, of the files that lie there."""
    if not _has_git(root):
        folder = Folder(root)
        known = folder.entries()
        notice = f"{NO_GIT}; corrections from {CHANGES}" if known else NO_GIT
        return assemble(
            _title(folder.settings_bytes), folder, known, notices=(notice,), addresses=addresses, site_url=site_url
        )
    from provenance.store.archive import Archive
    from provenance.store.history import history, unpublished_commits, version_commits

    archive = Archive.open(root)
    source = archive.snapshot(at)
    entries: tuple[HistoryEntry, ...] = ()
    notices: tuple[str, ...] = ()
    unpublished: frozenset[str] = frozenset()
    own: dict[str, Sequence[str]] = {}
    try:
        entries = tuple(history(archive, until=source.commit))
        unpublished = unpublished_commits(archive)
        own = {str(id_): version_commits(archive, id_, source.commit) for id_ in source.ids()}
    except ProvenanceError as error:
        notices = (f"The history cannot be read: {error.message}",)
    return assemble(
        archive.settings.title,
        source,
        entries,
        notices=notices,
        addresses=addresses,
        unpublished=unpublished,
        site_url=site_url,
        own=own,
    )


def _has_git(root: Path) -> bool:
    return any((folder / ".git").exists() for folder in (root, *root.resolve().parents))


def _title(settings: bytes | None) -> str:
    if settings is None:
        return "Archive"
    try:
        title = tomllib.loads(settings.decode("utf-8")).get("title")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return "Archive"
    return title if isinstance(title, str) and title else "Archive"
