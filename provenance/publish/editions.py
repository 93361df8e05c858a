"""The editions of a record as a page shows them: the text with its slips, and what is said of each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.exporters.exporter import may_show, shown_text
from provenance.exporters.places import spoken
from provenance.model.address import Locator, Slug
from provenance.model.rights import why_withheld
from provenance.publish.render import web_address
from provenance.publish.text import Overlay, Scribe
from provenance.text.overlay import place_errata

if TYPE_CHECKING:
    from markupsafe import Markup

    from provenance.exporters.exporter import Surroundings
    from provenance.model.correction import HistoryEntry
    from provenance.model.edition import Edition, Volume
    from provenance.model.record import Collection, Record
    from provenance.publish.site import Site
    from provenance.text.blocks import EditionText
    from provenance.text.dossier import Dossier
    from provenance.text.locate import Place


@dataclass(frozen=True)
class Slip:
    """One erratum of ours, as a slip: what is printed, what it should be, why, and who decided."""

    key: str
    siglum: str
    place: str
    printed: str
    now: str
    why: str | None
    evidence: str | None
    entry: HistoryEntry | None


@dataclass(frozen=True)
class TextView:
    """One edition's text, ready for a page."""

    key: str
    html: Markup
    slips: tuple[Slip, ...]
    unplaced: tuple[tuple[str, str], ...]
    language: str | None
    translated: bool
    has_translator: bool
    anchors: frozenset[str]


@dataclass(frozen=True)
class Reference:
    """The reference of a volume as a line, and what made it: pandoc, or nobody (a plain line, named as such)."""

    line: str
    made_by: str


@dataclass(frozen=True)
class EditionView:
    """What a page says of one edition."""

    key: str
    citation: str
    status: str
    note: str | None
    address: str | None
    errata: tuple[tuple[str, object], ...]
    left_over: tuple[tuple[str, object], ...]
    shown_here: bool = False
    own_page: str | None = None
    compare: str | None = None
    reference: Reference | None = None


def shown_editions(dossier: Dossier, collection: Collection | None = None) -> tuple[str, ...]:
    """The editions whose text may be shown: fixed ones first, each in the record's order."""
    record = dossier.record
    shown = [key for key in record.editions if may_show(dossier, key, collection)]
    return tuple(sorted(shown, key=lambda key: record.editions[key].state != "fixed"))


def text_view(site: Site, dossier: Dossier, key: str) -> TextView | None:
    """The text of an edition with our errata over it; None where it may not be shown."""
    text = shown_text(dossier, key, site.collection(dossier.id.collection))
    if text is None:
        return None
    record = dossier.record
    edition = record.editions[Slug(key)]
    placed, unplaced = place_errata(text, dict(edition.errata))
    order = _in_printed_order(text, placed)
    sigla = {name: f"e{number}" for number, name in enumerate(order, start=1)}
    overlays: dict[str, list[Overlay]] = defaultdict(list)
    for name in order:
        place = placed[name]
        overlays[place.block.id].append(
            Overlay(name, sigla[name], place.start, place.end, edition.errata[Slug(name)].now)
        )
    owner = record.bracket_owner(key, site.collection(dossier.id.collection))
    scribe = Scribe(text, owner=owner, overlays=overlays, hands=_hands(site, dossier))
    html = scribe.write()
    slips = tuple(_slip(site, dossier, key, (name, sigla[name]), placed[name]) for name in order)
    return TextView(
        key=key,
        html=html,
        slips=slips,
        unplaced=tuple((name, error.message) for name, error in unplaced.items()),
        language=edition.language,
        translated=record.translation is not None,
        has_translator=record.translation is not None or owner == "translator",
        anchors=frozenset(block.id for block, _ in text.blocks()) | _section_ids(text),
    )


def _in_printed_order(text: EditionText, placed: dict[str, Place]) -> list[str]:
    positions = {block.id: number for number, (block, _) in enumerate(text.blocks())}
    return sorted(placed, key=lambda name: (positions[placed[name].block.id], placed[name].start))


def _section_ids(text: EditionText) -> frozenset[str]:
    return frozenset(section.id for _, sections in text.blocks() for section in sections if section.id)


def _hands(site: Site, dossier: Dossier) -> dict[str, str]:
    surroundings = site.surroundings(dossier.id)
    named: dict[str, str] = {}
    for key, hand in dossier.record.hands.items():
        who = surroundings.name(hand.who) if hand.who else f"hand {key.removeprefix('h')}"
        named[key] = f"{who}, {hand.medium}" if hand.medium else who
    return named


def _slip(site: Site, dossier: Dossier, edition: str, named: tuple[str, str], place: Place) -> Slip:
    key, siglum = named
    erratum = dossier.record.editions[Slug(edition)].errata[Slug(key)]
    locator = Locator.parse(erratum.where)
    passage = place.passage
    label = f"¶{passage.number}" if passage.number else spoken(Locator(place=locator.place or passage.id))
    return Slip(
        key=key,
        siglum=siglum,
        place=label,
        printed=passage.words[place.start : place.end],
        now=erratum.now,
        why=erratum.why,
        evidence=erratum.evidence,
        entry=deciding_entry(site, str(dossier.id), f"/editions/{edition}/errata/{key}"),
    )


def deciding_entry(site: Site, record: str, pointer: str) -> HistoryEntry | None:
    """The newest correction that set a field, or anything within it; what came with the import was decided there."""
    history = site.history(record)
    for entry in history:
        for change in entry.changes:
            if change.record == record and change.pointer and (change.pointer + "/").startswith(pointer + "/"):
                return entry
    return history[-1] if history and history[-1].kind == "import" else None


def edition_view(site: Site, dossier: Dossier, key: str) -> EditionView:
    """What is said of an edition, its text shown or not."""
    record = dossier.record
    edition = record.editions[Slug(key)]
    volume = site.surroundings(dossier.id).volume(edition.volume)
    return EditionView(
        key=key,
        reference=_reference(site, dossier, edition),
        citation=edition_citation(edition, volume, site.surroundings(dossier.id)),
        status=_status(dossier, key, edition, site.collection(dossier.id.collection)),
        note=edition.note,
        address=web_address(edition.address),
        errata=tuple(edition.errata.items()),
        left_over=tuple(edition.left_over.items()),
    )


def _reference(site: Site, dossier: Dossier, edition: Edition) -> Reference | None:
    """The volume's full reference, and by what it was rendered."""
    line = site.bibliography.lines.get(f"{dossier.id.collection}/{edition.volume}")
    return Reference(line, site.bibliography.made_by) if line else None


def edition_citation(edition: Edition, volume: Volume | None, surroundings: Surroundings) -> str:
    """Where the edition was published, in one line."""
    parts = []
    if edition.volume:
        if volume is not None and volume.editors:
            names = [surroundings.name(editor) for editor in volume.editors]
            parts.append(f"{' and '.join([', '.join(names[:-1]), names[-1]] if len(names) > 1 else names)}, eds.")
        parts.append(surroundings.volume_title(edition.volume) or "")
    if edition.number:
        parts.append(f"no. {edition.number}")
    if edition.pages.pages:
        parts.append(f"pp. {edition.pages.pages}")
    return ", ".join(part for part in parts if part) + "." if parts else ""


def _status(dossier: Dossier, key: str, edition: Edition, collection: Collection | None) -> str:
    state = {
        "fixed": "Fixed: published by others, never changed by us.",
        "living": "Living: ours, and may be improved.",
    }[edition.state]
    if may_show(dossier, key, collection):
        return f"{state}{_errata(edition)}"
    if edition.text == "none":
        return f"{state} Its text is not in this archive.{_errata(edition)}"
    prints = dossier.fingerprints(key)
    words = f", {edition.words:,} words" if edition.words else ""
    check = ""
    if prints:
        check = (
            f" {len(prints)} groups of blocks{words}, fingerprints {prints[0].scheme}:"
            " whoever owns a copy can check it against ours."
        )
    return f"{state} Withheld: the text may not be shown.{check}{_errata(edition)}"


def _errata(edition: Edition) -> str:
    number = len(edition.errata)
    return f" {number} {'erratum' if number == 1 else 'errata'} of ours." if number else ""


def why_no_text(record: Record, collection: Collection | None = None) -> str:
    """Why a page shows no text."""
    if not record.editions:
        return "No edition of this document is described yet."
    if any(why_withheld(record, edition, collection) for edition in record.editions):
        return "The text is withheld: it may not be republished."
    return "The text is not in this archive."
