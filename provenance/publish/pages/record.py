"""The page of a record: catalogue entry, text, claims, editions, history, findings, citation."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from provenance.exporters.catalogue import held_path, role_phrase, rows
from provenance.exporters.exporter import exporters
from provenance.model.address import Slug
from provenance.model.dates import spoken
from provenance.model.languages import language_name
from provenance.publish.citation import Citation, cite
from provenance.publish.desk import Desk
from provenance.publish.editions import (
    EditionView,
    TextView,
    edition_view,
    shown_editions,
    text_view,
    why_no_text,
)
from provenance.publish.findings import grouped
from provenance.publish.page import FORMATS, Page
from provenance.publish.render import capitalised, count, render
from provenance.publish.timeline import Event, drawn, events

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup

    from provenance.exporters.catalogue import Row
    from provenance.exporters.exporter import Surroundings
    from provenance.model.address import RecordId
    from provenance.model.claims import Assertion, Attribution, Doubt, Evidence, Judgement, Question
    from provenance.model.record import Record
    from provenance.publish.findings import Group
    from provenance.publish.site import Site, Version
    from provenance.text.dossier import Dossier


@dataclass(frozen=True)
class ClaimView:
    """One attribution: asserted beside held, what bears for and against it, and the doubts."""

    key: str
    words: str
    asserted: Assertion | None
    held: Judgement | None
    pro: tuple[Evidence, ...]
    contra: tuple[Evidence, ...]
    doubts: tuple[Doubt, ...]
    offices: tuple[str, ...]
    note: str | None

    @property
    def rejected(self) -> bool:
        """Whether we reject it; it stays, with its reason."""
        return self.held is not None and self.held.status == "deprecated"

    @property
    def asserter(self) -> str:
        """Who asserts it, in words: a part of the edition takes its article."""
        by = self.asserted.by if self.asserted else "nobody"
        return f"the {by}" if by in ("edition", "headnote", "title", "byline", "source-note", "document") else by

    @property
    def open_doubts(self) -> bool:
        """Whether a doubt is not answered yet."""
        return any(doubt.state == "open" for doubt in self.doubts)


@dataclass(frozen=True)
class View:
    """All that the template of a record's page is given."""

    id: RecordId
    record: Record
    lede: str
    collection_title: str
    collection_address: str | None
    versions: tuple[Version, ...]
    rows: tuple[Row, ...]
    text: TextView | None
    why_no_text: str
    regest: tuple[tuple[str, str, str], ...]
    claims: tuple[ClaimView, ...]
    questions: tuple[tuple[str, Question], ...]
    editions: tuple[EditionView, ...]
    events: tuple[Event, ...]
    more_events: int
    timeline: Markup | None
    findings: tuple[Group, ...] | None
    citation: Citation
    formats: tuple[tuple[str, str], ...]
    withdrawn_on: str = ""
    taken: frozenset[str] = field(default_factory=frozenset)

    def anchor(self, name: str) -> str:
        """The id of a section of this page; a block of the text that is called the same keeps the name."""
        return f"{name}-section" if name in self.taken else name

    @property
    def sections(self) -> tuple[tuple[str, str], ...]:
        """The sections of the page, for its table of contents."""
        errata = self.text is not None and (self.text.slips or self.text.unplaced)
        summarised = self.text is None and self.regest
        parts = (
            ("catalogue", "Catalogue entry", True),
            ("text", "Summary" if summarised else "Text", not self.record.withdrawal or self.text or self.regest),
            ("errata", "Errata to this text", errata),
            ("claims", "Who made it", self.claims),
            ("questions", "Left open", self.questions or self.record.left_over),
            ("editions", "Editions", self.editions),
            ("history", "Custody and history", self.events),
            ("findings", "Findings", self.findings is not None),
            ("cite", "How to cite", True),
        )
        return tuple((name, words) for name, words, there in parts if there)


def pages(site: Site) -> Iterator[Page]:
    """The page of every record."""
    for id_ in site.records:
        card = site.cards[id_]
        yield Page(
            uri=site.addresses.record(id_),
            kind="record",
            title=card.title,
            summary=" ".join(part for part in (card.date, card.people, str(id_)) if part),
            body=partial(body, site, id_),
            record=id_,
        )


def body(site: Site, id_: RecordId) -> str:
    """The HTML of one record's page."""
    view = view_of(site, id_)
    return render("record.html", view=view, desk=Desk(site, site.addresses.record(id_), view.taken, str(id_)))


def view_of(site: Site, id_: RecordId) -> View:
    """One record, made ready for its template."""
    dossier = site.dossier(id_)
    record = dossier.record
    surroundings = site.surroundings(id_)
    shown = shown_editions(dossier, surroundings.collection)
    text = text_view(site, dossier, shown[0]) if shown else None
    regest = () if record.withdrawal else tuple(_regest(record))
    taken = text.anchors if text else frozenset(key for key, _, _ in regest)
    happened, more = events(site, dossier, taken)
    here = site.addresses.record(id_)
    findings = site.findings_of(id_)
    return View(
        id=id_,
        record=record,
        lede=lede(record, surroundings, shown[0] if shown else None),
        collection_title=site.collection_title(id_.collection),
        collection_address=site.addresses.between(here, site.addresses.record(id_.collection)),
        versions=site.versions(id_),
        rows=rows(record, surroundings),
        text=text,
        why_no_text=why_no_text(record, surroundings.collection),
        regest=regest,
        claims=tuple(claim_view(key, claim, surroundings) for key, claim in _ranked(record)),
        questions=tuple(record.questions.items()),
        editions=_editions(site, dossier, shown),
        events=happened,
        more_events=more,
        timeline=drawn(record, happened),
        findings=None if findings is None else grouped(findings),
        citation=cite(site, id_),
        formats=_formats(site, id_),
        withdrawn_on=spoken(record.withdrawal.when) if record.withdrawal else "",
        taken=taken,
    )


def _ranked(record: Record) -> list[tuple[str, Attribution]]:
    """Claims that are doubted or argued first, rejected ones last; else in the record's order."""

    def rank(item: tuple[str, Attribution]) -> int:
        claim = item[1]
        if claim.rejected:
            return 2
        return 0 if claim.doubts or claim.evidence else 1

    return sorted(record.attributions.items(), key=rank)


def claim_view(key: str, claim: Attribution, surroundings: Surroundings) -> ClaimView:
    """One attribution, made ready for its template."""
    evidence = tuple(claim.evidence.values())
    return ClaimView(
        key=key,
        words=role_phrase(claim, surroundings.name(claim.agent)),
        asserted=claim.asserted,
        held=claim.held,
        pro=tuple(one for one in evidence if one.bears == "for"),
        contra=tuple(one for one in evidence if one.bears == "against"),
        doubts=tuple(claim.doubts.values()),
        offices=tuple(office_words(office, surroundings) for office in claim.rests_on.values()),
        note=claim.note,
    )


def office_words(key: str, surroundings: Surroundings) -> str:
    """An office in words: its title, and when it was held."""
    agent, _, office = key.partition("/offices/")
    held = surroundings.agents.get(agent)
    entry = held.offices.get(Slug(office)) if held else None
    if entry is None:
        return f"{key}, which agents.yaml does not describe"
    if entry.held:
        return f"{entry.title}, {spoken(entry.held)}"
    if entry.begins and entry.begins.after:
        return f"{entry.title}, from some time after {spoken(entry.begins.after)}"
    return f"{entry.title}, when is not known"


def lede(record: Record, surroundings: Surroundings, edition: str | None) -> str:
    """What the document is, in two or three short sentences; what is inferred says so here too."""
    date = capitalised(spoken(record.date.edtf)) if record.date.edtf else "Date not known"
    inferred = " (inferred)" if record.date.edtf and record.date.basis == "inferred" else ""
    sentences = [f"{date}{inferred}.", _thing(record, surroundings)]
    if edition is not None:
        entry = record.editions[Slug(edition)]
        named = surroundings.volume_title(entry.volume) or f"the edition {edition}"
        number = f", no. {entry.number}" if entry.number else ""
        errata = f", with {count(len(entry.errata), 'erratum', 'errata')} of ours laid over it" if entry.errata else ""
        language = f"in the {language_name(entry.language)} of" if entry.language and record.translation else "from"
        sentences.append(f"Read here {language} {named}{number}{errata}.")
    elif record.regest:
        sentences.append("Its text is withheld; a summary in our own words stands in its place.")
    return " ".join(sentence for sentence in sentences if sentence)


def _thing(record: Record, surroundings: Surroundings) -> str:
    source = record.source
    form = source.form if source and source.form != "unknown" else None
    what = record.documentary_form or record.type or "document"
    signed = {"yes": ", signed", "no": ", unsigned"}.get(source.signed, "") if source else ""
    words = capitalised(f"{form} of a {what}" if form else what)
    held = f"; {held_path(source, surroundings)}" if source and source.repository else ""
    if held and source and source.basis == "inferred":
        held += " (inferred)"
    return f"{words}{_in_language(record)}{signed}{held}."


def _in_language(record: Record) -> str:
    """`` in Norwegian``; `` probably in Norwegian`` where nothing states it."""
    known = [language for language in record.languages.values() if language.tag]
    if known:
        names = " and ".join(language_name(language.tag) for language in known)
        inferred = any(language.basis == "inferred" for language in known)
    elif record.translation and record.translation.from_.tag:
        names = language_name(record.translation.from_.tag)
        inferred = record.translation.from_.basis == "inferred"
    else:
        return ""
    return f", probably in {names}" if inferred else f" in {names}"


def _regest(record: Record) -> Iterator[tuple[str, str, str]]:
    for key, words in record.regest.items():
        label = f"n. {key[1:]}" if key[0] == "n" and key[1:].isdigit() else key[1:] if key[1:].isdigit() else key
        yield key, label, words


def _editions(site: Site, dossier: Dossier, shown: tuple[str, ...]) -> tuple[EditionView, ...]:
    addresses = site.addresses
    here = addresses.record(dossier.id)
    made = []
    for key in dossier.record.editions:
        view = edition_view(site, dossier, key)
        if shown and key == shown[0]:
            view = replace(view, shown_here=True)
        elif key in shown:
            view = replace(
                view,
                own_page=addresses.between(here, addresses.record_part(dossier.id, key)),
                compare=addresses.between(here, addresses.record_part(dossier.id, f"{key}/compare")),
            )
        made.append(view)
    return tuple(made)


def _formats(site: Site, id_: RecordId) -> tuple[tuple[str, str], ...]:
    known = exporters()
    here = site.addresses.record(id_)
    return tuple(
        (words, site.addresses.between(here, site.addresses.record_file(id_, known[name].SUFFIX)))
        for name, words in FORMATS.items()
        if name in known
    )
