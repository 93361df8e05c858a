"""The archive around one record: what the runner asks of the store's snapshot, and what a rule may ask of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from provenance.errors import InputError
from provenance.model.address import RecordId

if TYPE_CHECKING:
    from provenance.model.agents import AgentList
    from provenance.model.record import Collection, Record
    from provenance.text.dossier import Dossier


class Snapshot(Protocol):
    """What the runner asks of the store's snapshot: one commit's records."""

    def ids(self) -> tuple[RecordId, ...]:
        """Every id."""

    def dossier(self, id_: RecordId, /) -> Dossier:
        """One record's files."""

    def has(self, id_: RecordId, /) -> bool:
        """Whether it is there."""

    def agents(self) -> AgentList:
        """agents.yaml."""

    def collection(self, name: str, /) -> Collection | None:
        """One collection.yaml."""

    @property
    def settings_bytes(self) -> bytes | None:
        """provenance.toml."""


class SnapshotNeighbours:
    """The other records of a snapshot; numbers in volumes are indexed at the first question."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Over that snapshot."""
        self._snapshot = snapshot
        self._numbers: dict[tuple[str, str], tuple[RecordId, ...]] | None = None
        self._agents: AgentList | None = None
        self._collections: dict[str, Collection | None] = {}

    def record(self, id_: RecordId) -> Record | None:
        """That record, or None where there is none that can be read."""
        if not self.has(id_):
            return None
        try:
            return self._snapshot.dossier(id_).record
        except InputError:
            return None

    def has(self, id_: RecordId) -> bool:
        """True where the snapshot has that record."""
        return id_.is_record and self._snapshot.has(id_)

    def numbered(self, volume: str, number: str) -> tuple[RecordId, ...]:
        """The records with an edition of that number in that volume."""
        if self._numbers is None:
            self._numbers = self._index()
        return self._numbers.get((volume, number.casefold()), ())

    def nearest(self, id_: RecordId) -> RecordId | None:
        """The id most like one that is not there."""
        from rapidfuzz import fuzz, process

        # difflib takes 50 ms of 1,000 ids, and a site asks for every relation that leads nowhere
        near = process.extractOne(str(id_), self._snapshot.ids(), scorer=fuzz.ratio, score_cutoff=60)
        return RecordId(near[0]) if near else None

    def agents(self) -> AgentList:
        """agents.yaml, read once a run."""
        if self._agents is None:
            self._agents = self._snapshot.agents()
        return self._agents

    def collection(self, name: str) -> Collection | None:
        """One collection.yaml, read once a run."""
        if name not in self._collections:
            self._collections[name] = self._snapshot.collection(name)
        return self._collections[name]

    def _index(self) -> dict[tuple[str, str], tuple[RecordId, ...]]:
        found: dict[tuple[str, str], tuple[RecordId, ...]] = {}
        for id_ in self._snapshot.ids():
            record = self.record(id_)
            for edition in record.editions.values() if record is not None else ():
                if edition.volume is not None and edition.number is not None:
                    key = (str(edition.volume), edition.number.casefold())
                    found[key] = (*found.get(key, ()), id_)
        return found
