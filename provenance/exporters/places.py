"""Where something stands, in words a reader knows: ``p25`` is ¶25, ``fn 1`` is note 1."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.errors import InputError
from provenance.model.address import Locator, Pointer, RecordId
from provenance.model.notation import field_label

if TYPE_CHECKING:
    from provenance.model.correction import ChangeLine

_CUT = re.compile(r',(?=(?:[^"]*"[^"]*")*[^"]*$)')
_NUMBERED = re.compile(r"p(?P<number>[0-9]{1,6}[a-z]?)")
_NOTE = re.compile(r"n(?P<label>[0-9]{1,6})")


@dataclass(frozen=True)
class Cited:
    """One place that a ``where`` names. ``anchor`` is the block's id or tag, ``record`` another record's id."""

    words: str
    anchor: str | None = None
    record: str | None = None


def cited(where: str) -> tuple[Cited, ...]:
    """A ``where`` as its places; one that is a citation of something else stands whole, as written."""
    places = [_cited(part.strip()) for part in _CUT.split(where) if part.strip()]
    if any(place is None for place in places):
        return (Cited(where),)
    return tuple(place for place in places if place is not None)


def _cited(part: str) -> Cited | None:
    record = None
    head, _, rest = part.partition(" ")
    if "/" in head:
        try:
            record = str(RecordId.parse(head))
        except InputError:
            return None
        if not rest:
            return Cited(record, None, record)
        part = rest
    try:
        locator = Locator.parse(part)
    except InputError:
        return None
    words = spoken(locator)
    return Cited(f"{record}, {words}" if record else words, anchor_of(locator), record)


def anchor_of(locator: Locator) -> str | None:
    """The id that the place has on its record's page."""
    if locator.number:
        return f"p{locator.number}"
    if locator.label:
        return f"n{locator.label}"
    if locator.place and locator.ordinal:
        return f"{locator.place}-{locator.ordinal}"
    return locator.place or None


def spoken(locator: Locator) -> str:
    """The place in words: ¶12, note 1, title, headnote 1; then the quoted words."""
    place = locator.place.replace("-", " ")
    if numbered := _NUMBERED.fullmatch(locator.place):
        place = f"¶{numbered['number']}"
    elif note := _NOTE.fullmatch(locator.place):
        place = f"note {note['label']}"
    if locator.number:
        place = f"¶{locator.number}"
    if locator.label:
        place = f"note {locator.label}"
    if locator.ordinal:
        place = f"{place} {locator.ordinal}"
    if locator.words is None:
        return place
    return f"{place} “{locator.words}”".strip()


def spoken_where(where: str) -> str:
    """A whole ``where`` in words."""
    return ", ".join(place.words for place in cited(where))


def place_of(change: ChangeLine) -> str:
    """Where a change was made: the record, then the place in its text or the field by its name."""
    parts = [change.record]
    if change.edition:
        parts[0] = f"{change.record}:{change.edition}"
    if change.locator:
        parts.append(spoken_where(change.locator))
    elif change.pointer:
        try:
            parts.append(field_label(Pointer.parse(change.pointer)))
        except InputError:
            parts.append(change.pointer)
    return ", ".join(parts)
