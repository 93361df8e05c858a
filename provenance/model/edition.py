"""Editions of a document's text, the errata laid over them, and the volumes they belong to."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from provenance.model.address import Slug
from provenance.model.languages import LanguageTag
from provenance.model.part import Basis, Count, Keyed, Known, Part, Text, Where
from provenance.model.rights import Statement


class Erratum(Part):
    """An error of a fixed edition: the printed words stand in the text's file, ours are laid over them.

    ``where`` is a locator with quoted words that must fit the printed reading exactly once.
    """

    where: Where
    now: str
    evidence: Text | None = None
    why: Text | None = None


class Pages(Known):
    """The pages of an edition, as printed."""

    pages: Text | None = None


class PrintedTitle(Known):
    """What the printed title holds; its words where they may be given."""

    text: Text | None = None
    parts: Text | None = None


class LeftOver(Part):
    """What an importer did not understand: kept here in its own words (or where they stand) and listed."""

    where: Where | None = None
    words: Text | None = None
    why: Text


class Rights(Part):
    """Whether something may be published, and on what statement."""

    status: Literal["open", "permitted", "withheld", "unknown"]
    statement: Statement | None = None
    basis: Basis = "unknown"
    by: Text | None = None
    note: Text | None = None


class Edition(Part):
    """One published state of the document's text (TEI witness); its key is the text file's stem."""

    state: Literal["fixed", "living"]
    volume: Slug | None = None
    number: Text | None = None
    pages: Pages = Field(default_factory=lambda: Pages(basis="unknown"))
    address: Text | None = None
    language: LanguageTag | None = None
    printed_title: PrintedTitle | None = None
    text: Literal["present", "withheld", "none"] = "present"
    rights: Rights | None = Field(default=None, description="In this edition's text, where they differ")
    errata: Keyed[Erratum]
    words: Count | None = None
    left_over: Keyed[LeftOver]
    note: Text | None = None


class RightsOf(Part):
    """The rights in the text, and in this record."""

    text: Rights | None = None
    record: Rights | None = None


BracketOwner = Literal["document", "translator", "editor", "edition", "unknown"]


class Brackets(Part):
    """What a volume's square brackets mean, and whose words stand in them."""

    owner: BracketOwner = "unknown"
    where: Where | None = None
    why: Text | None = None


class Conventions(Part):
    """The stated conventions of a volume."""

    brackets: Brackets = Field(default_factory=Brackets)
    note: Text | None = None


class VolumeEditor(Part):
    """What one editor did for a volume."""

    role: Text | None = None
    where: Where | None = None


class Term(Part):
    """One entry of a volume's glossary."""

    language: LanguageTag | None = None
    chosen: Text
    note: Text | None = None


class Volume(Part):
    """A volume in which documents are published."""

    title: Text | None = None
    title_basis: Basis = "unknown"
    reference: Annotated[dict[str, Any] | None, Field(default=None, description="CSL-JSON, as maps and strings")]
    editors: Keyed[VolumeEditor]
    conventions: Conventions = Field(default_factory=Conventions)
    glossary: Keyed[Term]
    rights: Rights | None = None
    address: Text | None = None
    where: Where | None = None
    note: Text | None = None
