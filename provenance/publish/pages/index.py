"""The index: all collections, and of each a list of its records on one axis of time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from provenance.publish.axis import axis_of
from provenance.publish.desk import Desk
from provenance.publish.page import Page
from provenance.publish.render import count, render

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markupsafe import Markup

    from provenance.publish.cards import Card
    from provenance.publish.site import Site

ROWS = 400
"""More records than this are listed by collection alone."""


@dataclass(frozen=True)
class Row:
    """One record of the list."""

    card: Card
    address: str
    mark: Markup
    said: str


@dataclass(frozen=True)
class Listing:
    """Records on one axis, by their earliest possible day; those without one last."""

    heading: Markup | None
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Drawer:
    """One collection, in a few words."""

    name: str
    title: str
    description: str | None
    address: str
    extent: str
    corrections: str


def pages(site: Site) -> Iterator[Page]:
    """The index of all records, and a page for each collection."""
    yield Page(
        uri=site.addresses.records,
        kind="index",
        title="Records",
        summary=f"{site.title}: {count(len(site.records), 'record')}",
        body=partial(body, site),
        in_bar=1,
    )
    for name in site.collections:
        collection = site.collection(name)
        yield Page(
            uri=site.addresses.record(name),
            kind="collection",
            title=site.collection_title(name),
            summary=(collection.description or "") if collection else "",
            body=partial(collection_body, site, name),
        )


def body(site: Site) -> str:
    """The HTML of the index."""
    desk = Desk(site, site.addresses.records)
    cards = tuple(site.cards.values())
    return render(
        "index.html",
        desk=desk,
        title=site.title,
        notices=site.notices,
        records=len(cards),
        corrections=len(site.entries),
        drawers=tuple(drawer(site, desk, name) for name in site.collections),
        listing=listing(site, desk, cards) if len(cards) <= ROWS else None,
    )


def collection_body(site: Site, name: str) -> str:
    """The HTML of one collection's page."""
    desk = Desk(site, site.addresses.record(name))
    cards = tuple(card for id_, card in site.cards.items() if id_.collection == name)
    return render(
        "collection.html",
        desk=desk,
        name=name,
        collection=site.collection(name),
        drawer=drawer(site, desk, name),
        names=site.surroundings(cards[0].id).name if cards else str,
        listing=listing(site, desk, cards),
    )


def drawer(site: Site, desk: Desk, name: str) -> Drawer:
    """A collection in a few words."""
    cards = [card for id_, card in site.cards.items() if id_.collection == name]
    collection = site.collection(name)
    gone = sum(card.withdrawn for card in cards)
    touched = {entry.commit for card in cards for entry in site.history(str(card.id)) if entry.kind != "import"}
    return Drawer(
        name=name,
        title=site.collection_title(name),
        description=collection.description if collection else None,
        address=desk.to(site.addresses.record(name)),
        extent=count(len(cards), "record") + (f", {gone} withdrawn" if gone else ""),
        corrections=count(len(touched), "correction") if touched else "no corrections yet",
    )


def listing(site: Site, desk: Desk, cards: Sequence[Card]) -> Listing:
    """Records in the order of their earliest possible day."""
    axis = axis_of(card.edtf for card in cards if card.edtf is not None)
    ordered = sorted(cards, key=_earliest)
    return Listing(
        heading=axis.heading() if axis else None,
        rows=tuple(
            Row(
                card=card,
                address=desk.to(site.addresses.record(card.id)),
                mark=axis.row(card.edtf) if axis else _nothing(),
                said=said_of(site, card),
            )
            for card in ordered
        ),
    )


def said_of(site: Site, card: Card) -> str:
    """What the list says below a title: the id, whether the text may be read, how often it was corrected."""
    corrections = [entry for entry in site.history(str(card.id)) if entry.kind != "import"]
    back = sum(site.set_back_by(entry) is not None for entry in corrections)
    parts = [str(card.id)]
    if card.withdrawn:
        parts.append("withdrawn")
    elif card.withheld:
        parts.append("text withheld")
    elif len(card.shown) > 1:
        parts.append(f"{len(card.shown)} editions")
    if card.specimen:
        parts.append("specimen")
    if corrections:
        parts.append(count(len(corrections), "correction") + (f", {back} set back" if back else ""))
    return " · ".join(parts)


def _earliest(card: Card) -> tuple[bool, dt.date, str]:
    bounds = card.edtf.bounds if card.edtf is not None else None
    day = (bounds.earliest or bounds.latest) if bounds else None
    return day is None, day or dt.date.max, str(card.id)


def _nothing() -> Markup:
    from markupsafe import Markup

    return Markup("")
