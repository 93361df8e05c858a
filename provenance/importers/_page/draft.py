"""A record in the making: fields, agents, and the report, gathered as the page is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from provenance.importers._page.names import slugged
from provenance.importers.importer import Inferred, Left, Open, Placed

if TYPE_CHECKING:
    from provenance.importers._page.blocks import PageText
    from provenance.importers._page.layout import Layout
    from provenance.importers._page.names import Party
    from provenance.importers._page.piece import Piece
    from provenance.importers._page.title import Title
    from provenance.model.address import RecordId

_ORDER = (
    "schema", "title", "title_basis", "aliases", "type", "documentary_form", "number", "date", "place", "languages",
    "source", "copies", "location_of_originals", "location_of_copies", "custody", "hands", "translation",
    "attributions", "relations", "questions", "regest", "rights", "editions", "specimen", "left_over", "note",
)  # fmt: skip
"""The order of the fields in a new record.yaml."""


@dataclass(frozen=True)
class Page:
    """A page taken apart: what every reader of it may look at."""

    id: RecordId
    edition: str
    volume: str
    living: bool
    language: str | None
    layout: Layout
    text: PageText
    title: Title

    @property
    def title_at(self) -> int:
        """Where the title stands among the pieces."""
        return next(at for at, piece in enumerate(self.layout.pieces) if piece.tag == "title")

    def pieces(self) -> tuple[tuple[Piece, str, str], ...]:
        """Each piece with its locator and its words (calls taken out)."""
        return tuple(zip(self.layout.pieces, self.text.wheres, self.text.words, strict=True))


@dataclass
class Draft:
    """What is being gathered."""

    id: RecordId
    record: dict[str, Any] = field(default_factory=lambda: {"schema": "1"})
    agents: dict[str, dict[str, Any]] = field(default_factory=dict)
    placed: list[Placed] = field(default_factory=list)
    inferred: list[Inferred] = field(default_factory=list)
    open: list[Open] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)

    def set(self, name: str, value: Any, what: str, shown: str, where: str | None = None) -> None:
        """Put a field of the record, and report it as placed."""
        self.record[name] = value
        self.placed.append(Placed(what, shown, f"/{name}", where))

    def put(self, name: str, key: str, value: Any, *, what: str, shown: str, where: str | None = None) -> str:
        """Put an entry of a map of the record, under a key that is still free; the key."""
        entries = self.record.setdefault(name, {})
        free = free_key(key, entries)
        entries[free] = value
        self.placed.append(Placed(what, shown, f"/{name}/{free}", where))
        return free

    def infer(self, what: str, value: str, sure: str, why: str, where: str | None = None) -> None:
        """Report a conclusion; the caller has put it into the record with its basis."""
        self.inferred.append(Inferred(what, value, sure, why, where))

    def ask(self, key: str, about: str, question: str, where: str | None = None) -> None:
        """Leave a question in the record and in the report."""
        entries = self.record.setdefault("questions", {})
        entry = {"about": about, "question": question}
        if where:
            entry["where"] = where
        entries[free_key(key, entries)] = entry
        self.open.append(Open(about, question, where))

    def leave(self, words: str, place: str, why: str) -> None:
        """List words that were not understood, or that were taken out of the reading."""
        self.left.append(Left(words, place, why))

    def settled(self, key: str) -> None:
        """A question that was asked before its answer was found is taken back."""
        asked = self.record.get("questions", {}).pop(key, None)
        if asked is not None:
            self.open = [one for one in self.open if one.question != asked["question"]]
            if not self.record["questions"]:
                del self.record["questions"]

    def agent(self, party: Party, where: str | None) -> str:
        """The key of a person or body, entered if new; a lone surname is whoever bears it on this page."""
        key = party.key
        if key == party.short and key not in self.agents and party.kind != "body":
            bearers = [other for other in self.agents if other.startswith(f"{key}-")]
            if len(bearers) == 1:
                self.infer(
                    "agent",
                    f"{party.name} is {self.agents[bearers[0]]['name']}",
                    "medium",
                    "the only one of that surname on the page",
                    where,
                )
                return bearers[0]
        entry = self.agents.setdefault(key, {"name": party.name})
        if party.kind != "unknown":
            entry.setdefault("kind", party.kind)
        if entry["name"] != party.name:
            names = entry.setdefault("names", [])
            if party.name not in names:
                names.append(party.name)
        entry.setdefault("where", f"{self.id} {where}" if where else str(self.id))
        return key

    def tree(self) -> dict[str, Any]:
        """The record's fields in the order of record.yaml."""
        return {name: self.record[name] for name in _ORDER if name in self.record}


def free_key(key: str, taken: dict[str, Any]) -> str:
    """The key, or the same with a number behind it where it is taken."""
    base = slugged(key)
    if base not in taken:
        return base
    return next(name for count in range(2, 1 << 20) if (name := f"{base[:58]}-{count}") not in taken)
