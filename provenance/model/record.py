"""The record: the description of one document and its editions; and that of a collection."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from provenance.model.address import Slug
from provenance.model.claims import Attribution, Question, Relation
from provenance.model.dates import Edtf
from provenance.model.edition import BracketOwner, Edition, LeftOver, Rights, RightsOf, Volume
from provenance.model.part import Basis, Count, Keyed, Known, Part, Text
from provenance.model.source import ArchivalSource, Copy, CustodyEvent, Hand, Language, Translation

SCHEMA = 1


class Date(Known):
    """A date of the document: EDTF, and how it is known."""

    edtf: Edtf | None = None
    as_written: Text | None = None
    calendar: Text | None = None


class Place(Known):
    """A place."""

    name: Text | None = None


class Withdrawal(Part):
    """A tombstone: why the record was withdrawn, by whom, when."""

    reason: Text
    by: Text
    when: Edtf
    where: Text | None = None


class Record(Part):
    """The description of one document (ISAD(G) item) and of its editions."""

    schema_: Annotated[Count, Field(alias="schema", ge=1)]
    title: Text
    title_basis: Basis = "unknown"
    aliases: Keyed[Text]
    type: Text | None = None
    documentary_form: Text | None = None
    number: Text | None = None
    date: Date = Field(default_factory=lambda: Date(basis="unknown"))
    place: Place = Field(default_factory=lambda: Place(basis="unknown"))
    languages: Keyed[Language]
    source: ArchivalSource | None = None
    copies: Keyed[Copy]
    location_of_originals: Text | None = None
    location_of_copies: Text | None = None
    custody: Keyed[CustodyEvent]
    hands: Keyed[Hand]
    translation: Translation | None = None
    attributions: Keyed[Attribution]
    relations: Keyed[Relation]
    questions: Keyed[Question]
    regest: Keyed[Text]
    rights: RightsOf | None = None
    editions: Keyed[Edition]
    left_over: Keyed[LeftOver]
    specimen: Text | None = Field(default=None, description="Set where the document is invented: the label to show")
    note: Text | None = None
    withdrawal: Withdrawal | None = None

    def bracket_owner(self, edition: str, collection: Collection | None) -> BracketOwner:
        """Whose the brackets of an edition are, as its volume states; ``unknown`` where nothing states it."""
        entry = self.editions.get(Slug(edition))
        if entry is None or entry.volume is None or collection is None:
            return "unknown"
        volume = collection.volumes.get(entry.volume)
        return "unknown" if volume is None else volume.conventions.brackets.owner


class Collection(Part):
    """A folder of records and the volumes they were published in (ISAD(G) 3.1.4)."""

    schema_: Annotated[Count, Field(alias="schema", ge=1)]
    title: Text
    description: Text | None = None
    level: Text | None = None
    volumes: Keyed[Volume]
    works: Keyed[Text]
    rights: Rights | None = None
    specimen: Text | None = None
    note: Text | None = None
