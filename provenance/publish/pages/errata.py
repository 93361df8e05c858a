"""The errata: what the editions have wrong, by volume, as a page to print; apart from it, our own slips of typing."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from provenance.exporters.exporter import Surroundings
from provenance.exporters.places import spoken, spoken_where
from provenance.model.address import Locator
from provenance.publish.desk import Desk
from provenance.publish.editions import deciding_entry
from provenance.publish.logbook import shown
from provenance.publish.page import Page
from provenance.publish.render import count, render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model.correction import ChangeLine, HistoryEntry
    from provenance.model.edition import Erratum
    from provenance.publish.cards import Card, Errata
    from provenance.publish.site import Site


@dataclass(frozen=True)
class Line:
    """One erratum: where, for what, read what, on what ground."""

    record: str
    number: str
    edition: str
    place: str
    anchor: str | None
    printed: str
    now: str
    why: str | None
    evidence: str | None
    entry: HistoryEntry | None


@dataclass(frozen=True)
class VolumeErrata:
    """The errata of one volume, in the order of its documents."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Own:
    """A place where our transcript was wrong and the edition right."""

    entry: HistoryEntry
    change: ChangeLine

    @property
    def name(self) -> str:
        """The record, by the end of its id."""
        return self.change.record.rpartition("/")[2]

    @property
    def place(self) -> str:
        """Where in its text, in words; empty where it was the whole."""
        return spoken_where(self.change.locator) if self.change.locator else ""


def pages(site: Site) -> Iterator[Page]:
    """One list."""
    number = sum(len(one.errata) for card in site.cards.values() for one in card.errata)
    yield Page(
        uri=site.addresses.errata,
        kind="errata",
        title="Errata",
        summary=f"{count(number, 'erratum', 'errata')} in the editions",
        body=partial(body, site),
        in_bar=3,
    )


def body(site: Site) -> str:
    """The HTML of the list."""
    volumes: dict[tuple[str, str | None], list[Line]] = defaultdict(list)
    for id_, card in site.cards.items():
        for one in card.errata:
            volumes[id_.collection, one.volume].extend(
                _line(site, card, one, key, erratum) for key, erratum in one.errata
            )
    groups = []
    for (collection, key), lines in volumes.items():
        around = Surroundings(site.agents, site.collection(collection), collection)
        title = around.volume_title(key) or f"{site.collection_title(collection)}: editions in no volume"
        groups.append(VolumeErrata(title, tuple(sorted(lines, key=_order))))
    reverted = [
        (entry, str(site.set_back_by(entry)))
        for entry in site.entries
        if entry.kind in ("erratum", "transcription") and site.set_back_by(entry) is not None
    ]
    return render(
        "errata.html",
        desk=Desk(site, site.addresses.errata),
        title=site.title,
        groups=tuple(groups),
        number=sum(len(group.lines) for group in groups),
        own=tuple(_own(site)),
        reverted=reverted,
    )


def _own(site: Site) -> Iterator[Own]:
    """The places where our transcript was wrong, as far as what was decided there still stands."""
    entries = [entry for entry in site.entries if entry.kind == "transcription"]
    for item in shown(site, entries):
        # as listed, words of a withheld text may be hidden: whether a change stands is known of what was written
        for listed, written in zip(item.changes, item.entry.changes, strict=False):
            if site.standings.stands(item.entry, written):
                yield Own(item.entry, listed)


def _line(site: Site, card: Card, of: Errata, key: str, erratum: Erratum) -> Line:
    locator = Locator.parse(erratum.where)
    place = Locator(locator.place, locator.ordinal, locator.number, locator.label)
    entry = deciding_entry(site, str(card.id), f"/editions/{of.edition}/errata/{key}")
    words = (locator.words or "") + (f" (occurrence {locator.nth})" if locator.nth else "")
    return Line(
        record=str(card.id),
        number=of.number or card.id.name,
        edition=of.edition,
        place=spoken(place),
        anchor=locator.place or None,
        printed=words,
        now=erratum.now,
        why=erratum.why or _reason(entry),
        evidence=erratum.evidence,
        entry=entry,
    )


def _reason(entry: HistoryEntry | None) -> str | None:
    """Why it was decided, where the record itself does not say; that of an import is none of an erratum."""
    return (entry.reason or None) if entry is not None and entry.kind != "import" else None


def _order(line: Line) -> tuple[int, str, list[int], str]:
    digits = re.match(r"[0-9]+", line.number)
    return (
        int(digits[0]) if digits else 10**9,
        line.number,
        [int(number) for number in re.findall(r"[0-9]{1,9}", line.place)],
        line.place,
    )
