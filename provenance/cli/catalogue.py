"""A record as a catalogue entry on the terminal: the order of ISAD(G), in sentences rather than keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.exporters.bibliography import bibliography
from provenance.exporters.catalogue import relation_words, role_phrase, rows
from provenance.exporters.places import spoken_where
from provenance.model.dates import spoken

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from provenance.cli.terminal import Terminal
    from provenance.exporters.exporter import Surroundings
    from provenance.model.agents import Agent
    from provenance.model.claims import Attribution, Doubt
    from provenance.model.edition import Edition
    from provenance.model.record import Collection, Record

LABEL = 15


class Entry:
    """Writes one record for one terminal."""

    def __init__(self, record: Record, surroundings: Surroundings, terminal: Terminal) -> None:
        self.record = record
        self.surroundings = surroundings
        self.terminal = terminal

    def lines(self) -> Iterator[str]:
        """The whole entry."""
        yield from self.head()
        yield from self.catalogue()
        yield from self.claims()
        yield from self.relations()
        yield from self.editions()
        yield from self.open_questions()
        yield from self.left_over()
        yield from self.regest()

    def row(self, label: str, text: str) -> Iterator[str]:
        """One labelled value, wrapped under its label."""
        first = True
        for line in self.terminal.wrap(text, LABEL):
            head = self.terminal.paint(f"{label:<{LABEL}}", "faint") if first else " " * LABEL
            yield head + line[LABEL:]
            first = False

    def head(self) -> Iterator[str]:
        """What must be said first: that it is a specimen, or withdrawn; then the title."""
        record = self.record
        if record.specimen:
            yield from self.row("Specimen", record.specimen)
        if record.withdrawal:
            gone = record.withdrawal
            yield from self.row("Withdrawn", f"{gone.when}, by {gone.by}: {gone.reason}")
        yield from self.row("Title", record.title + (" (supplied by us)" if record.title_basis == "supplied" else ""))

    def catalogue(self) -> Iterator[str]:
        """The rows that a page shows too, but for claims and relations, which follow at length."""
        for row in rows(self.record, self.surroundings):
            if row.label in {"Who", "Relations"}:
                continue
            label = row.label
            for entry in row.entries:
                how = entry.known()
                code = f" [{entry.code}]" if entry.code else ""
                yield from self.row(label, entry.value + code + (f" ({how})" if how else ""))
                label = ""
        yield from self.hands_and_custody()

    def hands_and_custody(self) -> Iterator[str]:
        """Who wrote on the document, and through whose hands it went, in order."""
        name = self.surroundings.name
        label = "Hands"
        for key, hand in self.record.hands.items():
            said = ", ".join(
                filter(
                    None,
                    (
                        name(hand.who) if hand.who else "not known whose",
                        hand.medium,
                        spoken(hand.when) if hand.when else None,
                    ),
                )
            )
            yield from self.row(label, f"{key}: {said}" + (f" ({spoken_where(hand.where)})" if hand.where else ""))
            label = ""
        label = "Custody"
        for event in self.record.custody.values():
            parts = [event.event.replace("-", " "), f"from {name(event.from_agent)}" if event.from_agent else ""]
            parts += [
                f"to {name(event.agent)}" if event.agent else "",
                spoken(event.date) if event.date else "",
                event.what or "",
            ]
            place = f" ({spoken_where(event.where)})" if event.where else ""
            yield from self.row(label, ", ".join(filter(None, parts)) + place)
            label = ""

    def claims(self) -> Iterator[str]:
        """Every attribution with what bears for it, against it, and its doubts."""
        if self.record.attributions:
            yield ""
            yield self.terminal.paint("Who made it, and how we know", "bold")
        for key, claim in self.record.attributions.items():
            yield from self.claim(key, claim)

    def claim(self, key: str, claim: Attribution) -> Iterator[str]:
        """One attribution."""
        paint, wrap = self.terminal.paint, self.terminal.wrap
        phrase = role_phrase(claim, self.surroundings.name(claim.agent))
        yield f"  {paint(phrase, 'under')}  {paint(f'/attributions/{key}', 'faint')}"
        said = []
        if claim.asserted:
            where = f", {spoken_where(claim.asserted.where)}" if claim.asserted.where else ""
            said.append(f"asserted by {claim.asserted.by}{where} (certainty {claim.asserted.certainty})")
        if claim.held:
            said.append(f"we hold it: certainty {claim.held.certainty}, {claim.held.status}")
        else:
            said.append("not judged by us yet")
        yield from wrap("; ".join(said), 4)
        for piece in claim.evidence.values():
            sign = "+" if piece.bears == "for" else "−"
            yield from wrap(f"{sign} {piece.what}" + (f" ({spoken_where(piece.where)})" if piece.where else ""), 4)
        for doubt in claim.doubts.values():
            yield from self.doubt(doubt, 4)
        if claim.note:
            yield from wrap(f"Note: {claim.note}", 4)

    def doubt(self, doubt: Doubt, indent: int) -> Iterator[str]:
        """One doubt, and the doubts of it."""
        where = f", {spoken_where(doubt.where)}" if doubt.where else ""
        yield from self.terminal.wrap(f"? {doubt.reason} ({doubt.by}{where}; {doubt.state})", indent)
        if doubt.answer:
            yield from self.terminal.wrap(f"Answer: {doubt.answer}", indent + 2)
        for further in doubt.doubts.values():
            yield from self.doubt(further, indent + 2)

    def relations(self) -> Iterator[str]:
        """How it stands to other documents."""
        if self.record.relations:
            yield ""
            yield self.terminal.paint("Relations", "bold")
        for relation in self.record.relations.values():
            where = f" ({spoken_where(relation.where)})" if relation.where else ""
            because = f". {relation.why}" if relation.why else ""
            yield from self.terminal.wrap(relation_words(relation, self.surroundings) + where + because, 2)

    def editions(self) -> Iterator[str]:
        """Every edition with its state and errata."""
        if self.record.editions:
            yield ""
            yield self.terminal.paint("Editions", "bold")
        for key, edition in self.record.editions.items():
            yield from self.terminal.wrap(f"{key}: {described(edition, self.surroundings)}", 2)
            for name, erratum in edition.errata.items():
                because = f". {erratum.why}" if erratum.why else ""
                rests = f" [{spoken_where(erratum.evidence)}]" if erratum.evidence else ""
                yield from self.terminal.wrap(
                    f"erratum {name}: {spoken_where(erratum.where)}, read “{erratum.now}”{because}{rests}", 4
                )

    def open_questions(self) -> Iterator[str]:
        """What is left open."""
        if self.record.questions:
            yield ""
            yield self.terminal.paint("Left open", "bold")
        for question in self.record.questions.values():
            yield from self.terminal.wrap(f"{question.about}: {question.question}", 2)

    def left_over(self) -> Iterator[str]:
        """What an import kept because no field takes it."""
        if self.record.left_over:
            yield ""
            yield self.terminal.paint("Not understood by the import, and kept", "bold")
        for key, left in self.record.left_over.items():
            yield from self.terminal.wrap(f"{key}: {left.words or ''} ({left.why})", 2)

    def regest(self) -> Iterator[str]:
        """The summary in the record-maker's words."""
        if self.record.regest:
            yield ""
            yield self.terminal.paint("Regest (our summary)", "bold")
        for place, words in self.record.regest.items():
            yield from self.terminal.wrap(f"{place}: {words}", 2)


def described(edition: Edition, surroundings: Surroundings) -> str:
    """One edition in a line."""
    parts = ["fixed: published by others" if edition.state == "fixed" else "living: ours"]
    if edition.volume:
        known = None if surroundings.collection is None else surroundings.collection.volumes.get(edition.volume)
        title = edition.volume if known is None or not known.title else known.title
        parts.append(title + (f", no. {edition.number}" if edition.number else ""))
    if edition.pages.pages:
        parts.append(f"pp. {edition.pages.pages}")
    if edition.language:
        parts.append(edition.language)
    if edition.words is not None:
        parts.append(f"{edition.words:,} words")
    if edition.text == "withheld":
        parts.append("text withheld, known by its fingerprints")
    if edition.address:
        parts.append(edition.address)
    return "; ".join(parts)


def collection_lines(name: str, collection: Collection, terminal: Terminal) -> Iterator[str]:
    """A collection and its volumes."""
    yield terminal.paint(collection.title, "bold") + f"  {name}"
    if collection.description:
        yield from terminal.wrap(collection.description)
    references = bibliography({key: one.reference for key, one in collection.volumes.items() if one.reference})
    if references.notice:
        terminal.note(f"note: {references.notice}")
    for key, volume in collection.volumes.items():
        yield f"  volume {key}: {volume.title or 'title not recorded'}"
        if volume.editors:
            yield from terminal.wrap("editors: " + ", ".join(volume.editors), 4)
        if references.lines.get(key):
            plain = "" if references.made_by == "pandoc" else f" ({references.made_by})"
            yield from terminal.wrap(f"reference: {references.lines[key]}{plain}", 4)
        owner = volume.conventions.brackets.owner
        yield f"    brackets are {'nobody’s as far as is stated' if owner == 'unknown' else f'the {owner}’s'}"


def agent_lines(agents: Mapping[str, Agent], terminal: Terminal) -> Iterator[str]:
    """Every person and body, with offices."""
    for key, agent in agents.items():
        yield f"{key:<32}  {agent.name}"
        for office in agent.offices.values():
            span = office.held or (office.begins and f"after {office.begins.after}") or "dates not known"
            yield from terminal.wrap(f"{office.title}: {span}", 4)
