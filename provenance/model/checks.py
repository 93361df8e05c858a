"""What a record's parts say of each other: checks that no single field can make, each with its place.

These are contradictions within one file that can only be slips; whether a
claim is well founded is the audit's to ask.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from provenance.errors import InputError
from provenance.model.address import Pointer
from provenance.model.agents import Agent
from provenance.model.citation import check
from provenance.model.dates import office_bounds, spoken, surely_before
from provenance.model.record import Collection, Record
from provenance.model.rights import contradiction

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from provenance.model.agents import Office
    from provenance.model.edition import Rights
    from provenance.model.source import CustodyEvent, Level, LevelName


@dataclass(frozen=True)
class Slip:
    """A contradiction: where, what, and what would be right."""

    pointer: Pointer
    message: str
    hint: str | None = None


# ISAD(G) levels by how wide they are; what contains physically (box, reel …) may stand anywhere above the item
_RANKS: dict[str, int] = {
    "record-group": 1, "fonds": 1, "fond": 1, "collection": 1, "division": 2, "opis": 3, "series": 3, "subseries": 4,
    "file": 5, "delo": 5, "folder": 5, "item": 6, "list": 6,
}  # fmt: skip


def slips(main: object) -> Iterator[Slip]:
    """The contradictions of a record, a collection, or the agents of an archive."""
    if isinstance(main, Record):
        yield from _record_slips(main)
    elif isinstance(main, Collection):
        for key, volume in main.volumes.items():
            yield from _rights_slip(Pointer(("volumes", key, "rights")), volume.rights)
            yield from _reference_slips(Pointer(("volumes", key, "reference")), volume.reference)
        yield from _rights_slip(Pointer(("rights",)), main.rights)
    elif isinstance(main, dict):
        for key, agent in main.items():
            if isinstance(agent, Agent):
                yield from _office_slips(key, agent)


def _record_slips(record: Record) -> Iterator[Slip]:
    if record.source is not None:
        yield from _level_slips(Pointer(("source", "levels")), record.source.levels)
    for key, held in record.copies.items():
        yield from _level_slips(Pointer(("copies", key, "levels")), held.levels)
    yield from _custody_slips(record.custody)
    if record.rights is not None:
        yield from _rights_slip(Pointer(("rights", "text")), record.rights.text)
        yield from _rights_slip(Pointer(("rights", "record")), record.rights.record)
    for key, edition in record.editions.items():
        yield from _rights_slip(Pointer(("editions", key, "rights")), edition.rights)


def in_order(levels: Mapping[LevelName, Level]) -> dict[LevelName, Level]:
    """The levels from the widest to the item (ISAD(G) 2.1); physical containers stay behind what they followed."""
    rank = 0
    ranked: list[tuple[int, LevelName]] = []
    for name in levels:
        rank = _RANKS.get(name, rank)
        ranked.append((rank, name))
    return {name: levels[name] for _, name in sorted(ranked, key=lambda entry: entry[0])}


def _level_slips(pointer: Pointer, levels: Mapping[LevelName, Level]) -> Iterator[Slip]:
    widest_so_far: tuple[int, str] = (0, "")
    for name in levels:
        rank = _RANKS.get(name)
        if rank is None:
            continue
        if rank < widest_so_far[0]:
            right = " → ".join(in_order(levels))
            yield Slip(
                pointer / name,
                f"the level {name} stands below {widest_so_far[1]}: levels go from the widest to the item (ISAD(G))",
                right,
            )
            return
        widest_so_far = (rank, name)


def _custody_slips(custody: Mapping[str, CustodyEvent]) -> Iterator[Slip]:
    """Events in order of time; nobody passes on what they have, as the dates say, not yet acquired."""
    previous: tuple[str, CustodyEvent] | None = None
    acquired: dict[str, tuple[str, CustodyEvent]] = {}
    for key, event in custody.items():
        pointer = Pointer(("custody", key))
        if event.date is not None:
            if previous is not None and previous[1].date is not None and surely_before(event.date, previous[1].date):
                said = spoken(previous[1].date)
                yield Slip(
                    pointer / "date",
                    f"the custody event {key} is dated before the event above it, {previous[0]} ({said})",
                    "events in the order of the document's life",
                )
                # the latest of all before it: one that may be early hides nothing that is surely late
            if previous is None or _begins(event) >= _begins(previous[1]):
                previous = (key, event)
        giver = acquired.get(event.from_agent or "")
        later = _acquired_later(custody, key, event) if event.from_agent is not None and giver is None else None
        if later is not None:
            yield Slip(
                pointer / "from", f"{event.from_agent} passes the document on before acquiring it (in {later})",
                "the events in order, or another agent",
            )  # fmt: skip
        if event.agent is not None:
            acquired[event.agent] = (key, event)


def _begins(event: CustodyEvent) -> date:
    earliest = event.date.bounds.earliest if event.date is not None else None
    return earliest or date.min


def _acquired_later(custody: Mapping[str, CustodyEvent], key: str, event: CustodyEvent) -> str | None:
    """The later event by which the giver of this one first acquired the document from somebody else."""
    behind = False
    for name, other in custody.items():
        if behind and other.agent == event.from_agent and other.from_agent != event.agent:
            return name
        behind = behind or name == key
    return None


def _rights_slip(pointer: Pointer, rights: Rights | None) -> Iterator[Slip]:
    if rights is not None and (against := contradiction(rights)) is not None:
        yield Slip(pointer / against.field, against.message, against.hint)


def _reference_slips(pointer: Pointer, reference: Mapping[str, Any] | None) -> Iterator[Slip]:
    try:
        check(reference or {})
    except InputError as error:
        place = Pointer((*pointer.parts, *error.code.split("/")))
        yield Slip(place, error.message, error.hint)


def _office_slips(key: str, agent: Agent) -> Iterator[Slip]:
    """An office that ended before it began."""
    for name, office in agent.offices.items():
        if office.held is not None and (office.begins or office.ends) and not _possible(office):
            yield Slip(
                Pointer((key, "offices", name, "held")),
                f"the office {name} cannot be held {spoken(office.held)} and also begin or end as it says beside it",
                "begins and ends only where held leaves that end open",
            )
        begins, ends = office.begins, office.ends
        if begins is None or ends is None or begins.after is None or ends.before is None:
            continue
        if surely_before(ends.before, begins.after):
            yield Slip(
                Pointer((key, "offices", name, "ends")),
                f"the office {name} ends before {spoken(ends.before)} but begins after {spoken(begins.after)}",
            )


def _possible(office: Office) -> bool:
    """Whether some day is left for the office to begin, and one to end, after ``begins`` and ``ends``."""
    return all(
        span.earliest is None or span.latest is None or span.earliest <= span.latest for span in office_bounds(office)
    )
