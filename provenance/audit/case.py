"""The case: everything a rule may judge by, and nothing else.

One record as it was at one commit, its editions' texts (or their
fingerprints, where withheld), the persons and the collection it names, the
records beside it, and its history. Made by the runner; frozen.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeVar, cast

from provenance.audit.rule import EDITION, RECORD, About
from provenance.errors import InputError
from provenance.model.address import AGENTS, Locator, Pointer, RecordId, Slug

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from provenance.model.agents import Agent, AgentList, Office
    from provenance.model.claims import Attribution, Relation, Target
    from provenance.model.correction import HistoryEntry
    from provenance.model.edition import Edition, Volume
    from provenance.model.fingerprint import Fingerprint
    from provenance.model.record import Collection, Record
    from provenance.text.blocks import EditionText, Layer
    from provenance.text.locate import Place
    from provenance.text.readings import Passage, Reading

T = TypeVar("T")
_WAYS = {"previous": ("previous", "preceding", "follows"), "next": ("next", "following", "precedes")}
"""How the kind of a relation begins that a 'previous' or 'next document' points to."""
_PARTS_OF_EDITIONS = frozenset(
    {
        "edition",
        "volume",
        "headnote",
        "title",
        "byline",
        "caption",
        "note",
        "source-note",
        "footnote",
        "editor",
        "editors",
    }
)
"""What ``asserted.by`` says where the words stand in an edition."""


class Neighbours(Protocol):
    """The other records of the archive, as far as a rule may ask for them."""

    def record(self, id_: RecordId) -> Record | None:
        """That record, or None where the archive has none of that id (or it cannot be read)."""

    def has(self, id_: RecordId) -> bool:
        """True where the archive has a record of that id."""

    def numbered(self, volume: str, number: str) -> tuple[RecordId, ...]:
        """The records with an edition of that number in that volume."""

    def nearest(self, id_: RecordId) -> RecordId | None:
        """The id most like one that is not there, if any is."""


class Alone:
    """An archive that holds nothing else."""

    def record(self, id_: RecordId) -> Record | None:  # noqa: ARG002
        """None."""
        return None

    def has(self, id_: RecordId) -> bool:  # noqa: ARG002
        """False."""
        return False

    def numbered(self, volume: str, number: str) -> tuple[RecordId, ...]:  # noqa: ARG002
        """No record."""
        return ()

    def nearest(self, id_: RecordId) -> RecordId | None:  # noqa: ARG002
        """None."""
        return None


@dataclass(frozen=True)
class Case:
    """What a rule sees.

    ``texts`` has an entry for each edition, None where its text is not here or
    cannot be read; ``sources`` and ``main`` (record.yaml) the files' own characters; ``broken`` why a file
    cannot be read, by its path. ``history`` is newest first, None where it was
    not asked for.
    """

    id: RecordId
    record: Record
    texts: Mapping[str, EditionText | None] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    main: str = ""
    fingerprints: Mapping[str, tuple[Fingerprint, ...]] = field(default_factory=dict)
    broken: Mapping[str, InputError] = field(default_factory=dict)
    agents: AgentList = field(default_factory=dict)
    collection: Collection | None = None
    neighbours: Neighbours = field(default_factory=Alone)
    history: tuple[HistoryEntry, ...] | None = None
    _kept: dict[object, object] = field(default_factory=dict, repr=False, compare=False)

    def once(self, key: object, make: Callable[[], T]) -> T:
        """What ``make`` gives, computed at the first asking: several rules read the same passages."""
        if key not in self._kept:
            self._kept[key] = make()
        return cast("T", self._kept[key])

    # --- where the record's main things stand ---

    def editions(self) -> Iterator[tuple[str, Edition, Pointer]]:
        """Each edition with its key and the pointer of its description."""
        for key, edition in self.record.editions.items():
            yield key, edition, Pointer(("editions", key))

    def claims(self) -> Iterator[tuple[str, Attribution, Pointer]]:
        """Each attribution with its key and its pointer."""
        for key, claim in self.record.attributions.items():
            yield key, claim, Pointer(("attributions", key))

    # --- the texts ---

    def passages(self, edition: str, reading: Reading | None = None) -> tuple[Passage, ...]:
        """The passages of an edition in that reading (printed unless told); none where the text is not here."""
        from provenance.text.readings import Reading, derive

        text = self.texts.get(edition)
        if text is None:
            return ()
        wanted = reading or Reading.PRINTED

        def derived() -> tuple[Passage, ...]:
            described = self.record.editions.get(Slug(edition))
            errata = described.errata if described is not None else {}
            return derive(text, wanted, errata=errata, brackets=self.bracket_owner(edition))

        return self.once(("passages", edition, wanted), derived)

    def headnote(self, edition: str, reading: Reading | None = None) -> tuple[Passage, ...]:
        """The passages in which the edition's editors introduce the document."""
        return tuple(one for one in self.passages(edition, reading) if one.section == "headnote")

    def notes(self, edition: str, reading: Reading | None = None) -> tuple[Passage, ...]:
        """The footnotes."""
        return tuple(one for one in self.passages(edition, reading) if one.note is not None)

    def body(self, edition: str, reading: Reading | None = None) -> tuple[Passage, ...]:
        """The document itself: neither headnote nor notes, nor what only the edition prints."""
        return tuple(
            one
            for one in self.passages(edition, reading)
            if one.section != "headnote" and one.note is None and one.layer not in {"editor", "edition"}
        )

    def tagged(self, edition: str, tag: str) -> tuple[Passage, ...]:
        """The passages with that tag (``title``, ``dateline``)."""
        return tuple(one for one in self.passages(edition) if one.tag == tag)

    def placed_errata(self, edition: str) -> Mapping[str, Place]:
        """Where the errata of an edition stand in its printed reading; those that fit nowhere are left out."""
        return self.errata(edition)[0]

    def errata(self, edition: str) -> tuple[Mapping[str, Place], Mapping[str, InputError]]:
        """The errata that fit, with their places, and those that do not, with what is wrong; none without the text."""
        from provenance.text.readings import place_errata

        text, described = self.texts.get(edition), self.record.editions.get(Slug(edition))
        if text is None or described is None or not described.errata:
            return {}, {}
        return self.once(("errata", edition), lambda: place_errata(text, described.errata))

    def volume(self, edition: str) -> Volume | None:
        """The volume that an edition stands in, where the collection describes it."""
        described = self.record.editions.get(Slug(edition))
        key = described.volume if described is not None else None
        return self.collection.volumes.get(key) if self.collection is not None and key is not None else None

    def bracket_owner(self, edition: str) -> Layer:
        """Whose words stand in the edition's brackets, by its volume's stated convention; else ``unknown``."""
        return self.record.bracket_owner(edition, self.collection)

    def language(self, edition: str) -> str | None:
        """The BCP 47 tag of an edition's language: its own, or that of the translation it prints."""
        described = self.record.editions.get(Slug(edition))
        if described is not None and described.language is not None:
            return described.language
        translation = self.record.translation
        return translation.to.tag if translation is not None else None

    # --- persons, offices, neighbours ---

    @property
    def agents_are_known(self) -> bool:
        """False where agents.yaml cannot be read: then a key that is not in it says nothing."""
        return RecordId(AGENTS).path not in self.broken

    @property
    def collection_is_known(self) -> bool:
        """False where collection.yaml cannot be read: then nothing is missing from it."""
        return RecordId(self.id.collection).path not in self.broken

    def office(self, key: str) -> tuple[Agent, Office] | None:
        """The office ``agent/offices/office``, where agents.yaml has it."""
        agent_key, _, office_key = key.partition("/offices/")
        agent = self.agents.get(Slug(agent_key))
        office = agent.offices.get(Slug(office_key)) if agent is not None else None
        return (agent, office) if agent is not None and office is not None else None

    def offices(self, claim: Attribution) -> Iterator[tuple[str, str, Office]]:
        """The known offices a claim rests on: the key in ``rests_on``, the office's key, the office."""
        for key, office_key in claim.rests_on.items():
            found = self.office(office_key)
            if found is not None:
                yield key, office_key, found[1]

    def cites(self, claim: Attribution, office: str) -> bool:
        """True where the record itself says that the office does not bear the claim: evidence against, or a doubt."""
        against = any(one.bears == "against" and one.office == office for one in claim.evidence.values())
        return against or any(doubt.state != "answered" for doubt in claim.doubts.values())

    def asserted_by_edition(self, claim: Attribution) -> bool:
        """True where an edition asserts the claim: in its title, its headnote, its notes."""
        return claim.asserted is not None and (
            claim.asserted.by in _PARTS_OF_EDITIONS or Slug(claim.asserted.by) in self.record.editions
        )

    def about(self, claim: Attribution) -> About:
        """Whose fault it would be: the edition's where it asserts the claim, else ours."""
        return EDITION if self.asserted_by_edition(claim) else RECORD

    def name(self, agent: str) -> str:
        """The agent's name, or its key where nobody described it."""
        known = self.agents.get(Slug(agent))
        return known.name if known is not None else agent

    def archive_has(self, target: Target) -> tuple[RecordId, ...]:
        """The records here that a relation's target can mean: by id, or by volume and number."""
        if target.record is not None:
            return (target.record,) if self.neighbours.has(target.record) else ()
        if target.volume is not None and target.number is not None:
            return tuple(one for one in self.neighbours.numbered(target.volume, target.number) if one != self.id)
        return ()

    def means(self, relation: Relation, which: str, number: str | None = None) -> bool:
        """True where a relation is the one a headnote's 'previous document' or 'Document No. 5' points to."""
        if which == "number":
            return relation.target.number == number
        return relation.kind.startswith(_WAYS[which])

    # --- words for hints ---

    def address(self, edition: str | None = None) -> str:
        """``collection/name:edition`` as one types it."""
        return f"{self.id}:{edition}" if edition else str(self.id)

    def locators(self, where: str | None) -> Iterator[Locator]:
        """The locators in a ``where`` (parted by commas); citations and places of other records are passed over."""
        for part in split_where(where or ""):
            try:
                yield Locator.parse(part)
            except InputError:
                continue


def split_where(where: str) -> list[str]:
    """Cut at commas outside quotation marks: ``title, p12 "a, b"`` → ``title`` and ``p12 "a, b"``."""
    parts, start, quoted = [], 0, False
    for position, letter in enumerate(where):
        if letter == '"' and where[position - 1 : position] != "\\":
            quoted = not quoted
        elif letter == "," and not quoted:
            parts.append(where[start:position].strip())
            start = position + 1
    return [part for part in (*parts, where[start:].strip()) if part]
