"""What the index, the search and other records' pages need to know of a record: little, read once, kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.exporters.catalogue import role_phrase
from provenance.model.dates import spoken
from provenance.model.rights import why_withheld
from provenance.store.words_shown import budget, shown_before

if TYPE_CHECKING:
    from provenance.exporters.exporter import Surroundings
    from provenance.model.address import RecordId
    from provenance.model.dates import Edtf
    from provenance.model.edition import Erratum
    from provenance.text.dossier import Dossier


@dataclass(frozen=True)
class Errata:
    """The errata of one edition, with where it was published."""

    edition: str
    volume: str | None
    number: str | None
    errata: tuple[tuple[str, Erratum], ...]


@dataclass(frozen=True)
class Card:
    """One record in the catalogue drawer."""

    id: RecordId
    title: str
    edtf: Edtf | None
    date: str
    people: str
    specimen: bool
    withdrawn: bool
    withheld: bool
    shown: tuple[str, ...]
    errata: tuple[Errata, ...]
    budgets: dict[str, int | None]
    """Of each edition, how many words its corrections may show; None where all may be shown."""


def card_of(dossier: Dossier, surroundings: Surroundings) -> Card:
    """The card of a record."""
    from provenance.publish.editions import shown_editions

    record = dossier.record
    shown = shown_editions(dossier, surroundings.collection)
    people = [
        role_phrase(claim, surroundings.name(claim.agent))
        for claim in record.attributions.values()
        if claim.role in ("author", "addressee") and not claim.rejected
    ]
    gone = record.withdrawal is not None
    withheld = any(why_withheld(record, key, surroundings.collection) for key in record.editions)
    return Card(
        id=dossier.id,
        title=record.title,
        edtf=record.date.edtf,
        date=spoken(record.date.edtf) if record.date.edtf else "date not known",
        people="; ".join(people),
        specimen=record.specimen is not None,
        withdrawn=gone,
        withheld=not gone and not shown and withheld,
        shown=shown,
        errata=tuple(
            Errata(key, edition.volume, edition.number or record.number, tuple(edition.errata.items()))
            for key, edition in record.editions.items()
            if edition.errata
        ),
        budgets={
            key: None if key in shown else 0 if gone else max(0, budget(dossier, key) - shown_before(dossier, key))
            for key in record.editions
        },
    )
