"""A catalogue entry: the record as an archivist would print it, each value with how it is known.

``rows`` gives it as values, for a page or a terminal; ``export`` as plain text.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.exporters.exporter import Surroundings
from provenance.exporters.places import spoken_where
from provenance.model.dates import spoken
from provenance.model.languages import language_name
from provenance.model.unseen import readable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from provenance.model.claims import Attribution, Relation
    from provenance.model.part import Known
    from provenance.model.record import Record
    from provenance.model.source import ArchivalSource, Copy, Level
    from provenance.text.dossier import Dossier

NAME = "text"
SUFFIX = ".txt"
MEDIA_TYPE = "text/plain"
WIDTH = 96
SIGLUM = 4
"""A key of a copy that is no longer than this is a siglum."""

ROLE_PHRASES = {
    "author": "Author:",
    "addressee": "Addressed to",
    "drafter": "Drafted by",
    "signer": "Signed by",
    "translator": "Translated by",
    "transcriber": "Transcribed by",
    "editor": "Edited by",
    "compiler": "Compiled by",
    "recipient": "Received by",
}
"""How a claim is put in words; any other role is named before a colon."""

_FORMS = {"unknown": "form not known", "film": "microfilm", "copy": "copy, of a kind not stated"}


@dataclass(frozen=True)
class Entry:
    """One value: the words, a code beside them (EDTF, a reference), and how it is known."""

    value: str
    code: str | None = None
    basis: str | None = None
    where: str | None = None
    why: str | None = None
    record: str | None = None
    """The record that the value names, for a link."""

    def known(self) -> str:
        """How it is known, in one phrase; empty where there is nothing to say."""
        parts = []
        if self.basis in ("stated", "inferred", "supplied") and (self.where or self.why or self.basis != "stated"):
            parts.append({"supplied": "supplied by us"}.get(self.basis, self.basis))
        if self.where:
            parts.append(spoken_where(self.where))
        if self.why:
            parts.append(self.why)
        return "; ".join(parts)


@dataclass(frozen=True)
class Row:
    """One line of a catalogue entry: its label and its values."""

    label: str
    entries: tuple[Entry, ...]


def rows(record: Record, surroundings: Surroundings) -> tuple[Row, ...]:
    """The catalogue entry; a row that has nothing to say is left out, what is not known is said."""
    made = (
        ("What", _what(record)),
        ("Who", _who(record, surroundings)),
        ("When", _when(record)),
        ("Where", _place(record)),
        ("Where held", _held(record, surroundings)),
        ("Form", _form(record.source)),
        ("Copies", _copies(record, surroundings)),
        ("Language", _language(record, surroundings)),
        ("Rendering", _renderings(record)),
        ("Relations", _relations(record, surroundings)),
        ("Rights", _rights(record)),
        ("Also known as", [Entry(words) for words in record.aliases.values()]),
        ("Note", [Entry(record.note)] if record.note else []),
    )
    found = ((label, tuple(entries)) for label, entries in made)
    return tuple(Row(label, entries) for label, entries in found if entries)


def role_phrase(claim: Attribution, name: str) -> str:
    """A claim in words: ``Drafted by Edda Lunde``."""
    phrase = ROLE_PHRASES.get(claim.role)
    return f"{phrase} {name}" if phrase else f"{claim.role.replace('-', ' ').capitalize()}: {name}"


def level_words(name: str, level: Level) -> str:
    """One level of arrangement as an archive would say it."""
    kind = "" if name in ("collection", "item", "reference") and level.name else f"{name.replace('-', ' ')} "
    words = level.name or ""
    code = f"{kind}{level.code}" if level.code and not words else f"({level.code})" if level.code else ""
    return " ".join(part for part in (words, code) if part) or name


def held_path(source: ArchivalSource, surroundings: Surroundings) -> str:
    """Repository and levels, from the widest to the item, in one line."""
    steps = [surroundings.name(source.repository) if source.repository else "repository not known"]
    steps += [level_words(name, level) for name, level in source.levels.items()]
    return " › ".join(steps)


def export(dossier: Dossier, surroundings: Surroundings) -> str:
    """The catalogue entry as plain text."""
    record = dossier.record
    lines = [*textwrap.wrap(readable(record.title), WIDTH), str(dossier.id)]
    if record.specimen:
        lines += textwrap.wrap(readable(f"Specimen: {record.specimen}"), WIDTH)
    lines.append("")
    for row in rows(record, surroundings):
        lines += _plain_row(row)
    return "\n".join(lines) + "\n"


def _plain_row(row: Row) -> Iterator[str]:
    label = f"{row.label:<15}"
    for entry in row.entries:
        known = entry.known()
        code = f" ({entry.code})" if entry.code else ""
        words = readable(f"{entry.value}{code}" + (f" [{known}]" if known else ""))
        yield from textwrap.wrap(words, WIDTH, initial_indent=label, subsequent_indent=" " * 15)
        label = " " * 15


def _of(known: Known, value: str, code: str | None = None) -> Entry:
    return Entry(value, code, known.basis, known.where, known.why)


def _what(record: Record) -> list[Entry]:
    parts = [record.documentary_form or record.type, f"no. {record.number}" if record.number else None]
    words = ", ".join(part for part in parts if part)
    if not words:
        return []
    return [Entry(words[0].upper() + words[1:])]


def _who(record: Record, surroundings: Surroundings) -> Iterable[Entry]:
    for claim in sorted(record.attributions.values(), key=_rank):
        if claim.rejected:
            continue
        held = f"we hold it {claim.held.certainty}" if claim.held else "not yet judged by us"
        if any(doubt.state == "open" for doubt in claim.doubts.values()):
            held += ", open to a doubt"
        asserted = claim.asserted
        yield Entry(
            role_phrase(claim, surroundings.name(claim.agent)),
            basis="stated" if asserted else None,
            where=asserted.where if asserted else None,
            why=held,
        )


def _rank(claim: Attribution) -> int:
    return {"author": 0, "addressee": 1}.get(claim.role, 2)


def _when(record: Record) -> list[Entry]:
    date = record.date
    if date.edtf is None:
        return [_of(date, "Date not known")]
    words = spoken(date.edtf)
    code = str(date.edtf) if words != str(date.edtf) else None
    return [_of(date, words[0].upper() + words[1:], code)]


def _place(record: Record) -> list[Entry]:
    return [_of(record.place, record.place.name)] if record.place.name else []


def _held(record: Record, surroundings: Surroundings) -> Iterable[Entry]:
    source = record.source
    if source is not None:
        yield Entry(held_path(source, surroundings), source.reference_code, source.basis, source.where, source.why)
    if record.location_of_originals:
        yield Entry(f"Originals: {record.location_of_originals}")
    if record.location_of_copies:
        yield Entry(f"Copies: {record.location_of_copies}")


def _form(source: ArchivalSource | None) -> Iterable[Entry]:
    if source is None:
        return
    signed = {"yes": "signed", "no": "unsigned", "unknown": "whether signed is not known"}[source.signed]
    form = _FORMS.get(source.form, source.form)
    yield Entry(f"{form[0].upper()}{form[1:]}; {signed}", where=source.signed_where)
    if source.marking.text:
        yield _of(source.marking, f"Marked “{source.marking.text}”")
    if source.note:
        yield Entry(source.note)


def _copies(record: Record, surroundings: Surroundings) -> Iterable[Entry]:
    for key, copy in record.copies.items():
        # a siglum that the text names (c2) is said; a key that only repeats the holder is not
        name = f"{key}: " if len(key) <= SIGLUM else ""
        words = name + _copy_words(copy, surroundings)
        yield Entry(words, copy.reference_code, "stated", copy.where, copy.note)


def _copy_words(copy: Copy, surroundings: Surroundings) -> str:
    parts = [surroundings.name(copy.holder) if copy.holder else "holder not known"]
    parts += [level_words(name, level) for name, level in copy.levels.items()]
    if copy.form.form and copy.form.form != "unknown":
        parts.append(copy.form.form)
    if copy.signed != "unknown":
        parts.append("signed" if copy.signed == "yes" else "unsigned")
    if copy.source.obtained_from:
        parts.append(f"obtained from {surroundings.name(copy.source.obtained_from)}")
    return ", ".join(parts)


def _language(record: Record, surroundings: Surroundings) -> Iterable[Entry]:
    for language in record.languages.values():
        yield _of(language, language_name(language.tag), language.tag)
    translation = record.translation
    if translation is None:
        return
    source, to = translation.from_, translation.to
    people = ", ".join(surroundings.name(key) for key in translation.by)
    by = f" by {people}" if people else "; by whom is not known"
    made_from = translation.made_from
    relay = f", from copy {made_from.copy_key}" if made_from.copy_key else ""
    yield Entry(
        f"Translated from {language_name(source.tag)} into {language_name(to.tag)}{by}{relay}",
        basis=source.basis,
        where=translation.where,
        why=source.why,
    )


def _renderings(record: Record) -> Iterable[Entry]:
    """The choices of the translators: the word, its rendering, and those that were not chosen."""
    for choice in record.translation.choices.values() if record.translation is not None else ():
        rejected = f", not {' or '.join(f'“{words}”' for words in choice.rejected)}" if choice.rejected else ""
        yield Entry(f"{choice.word}: “{choice.chosen}”{rejected}", where=choice.where, why=choice.why)


def _relations(record: Record, surroundings: Surroundings) -> Iterable[Entry]:
    for relation in record.relations.values():
        target = relation.target
        yield Entry(
            relation_words(relation, surroundings),
            None,
            target.basis,
            relation.where,
            relation.why,
            str(target.record or "") or None,
        )


def relation_words(relation: Relation, surroundings: Surroundings | None = None) -> str:
    """A relation in words; a target that is not in the archive says what is known of it."""
    around, target = surroundings or Surroundings(), relation.target
    kind = relation.kind.replace("-", " ")
    parts = [target.record, target.title, around.work(target.work), around.volume_title(target.volume)]
    named = next((str(part) for part in parts if part), "a document not named")
    number = f", no. {target.number}" if target.number else ""
    date = f", {spoken(target.date)}" if target.date else ""
    return f"{kind[0].upper()}{kind[1:]}: {named}{number}{date}"


def _rights(record: Record) -> Iterable[Entry]:
    if record.rights is None:
        return
    for what, rights in (("Text", record.rights.text), ("This record", record.rights.record)):
        if rights is not None:
            statement = f": {rights.statement}" if rights.statement else ""
            yield Entry(f"{what}: {rights.status}{statement}", basis=rights.basis, why=rights.note)
