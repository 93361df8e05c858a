"""The archival source of a document, its copies, its custody, its translation (ISAD(G), DACS, PREMIS)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from provenance.model.address import Slug
from provenance.model.dates import Edtf
from provenance.model.languages import LanguageTag
from provenance.model.part import Basis, Keyed, Known, Part, Text, Where, Words, YesNo

Form = Literal["original", "copy", "carbon", "photocopy", "transcript", "facsimile", "film", "draft", "unknown"]
LevelName = Literal[
    "record-group", "division", "fonds", "fond", "collection", "series", "subseries", "opis", "entry", "accession",
    "lot", "job", "box", "volume", "reel", "file", "delo", "folder", "dates", "item", "list", "reference",
]  # fmt: skip


class Level(Part):
    """One level of the way to the item: its name, and its reference code as the archive writes it."""

    name: Text | None = None
    code: Text | None = None
    dates: Edtf | None = None


class KnownForm(Known):
    """The form of a copy, and how it is known."""

    form: Form | None = None
    note: Text | None = None


class Marking(Known):
    """The classification marking, as printed."""

    text: Text | None = None


class ArchivalSource(Part):
    """Where the document lies: repository, then the levels of arrangement from the widest to the item."""

    basis: Basis
    where: Where | None = None
    why: Text | None = None
    repository: Slug | None = Field(default=None, description="The key of the holding body in agents.yaml")
    levels: Annotated[dict[LevelName, Level], Field(default_factory=dict)]
    reference_code: Text | None = None
    form: Form = "unknown"
    signed: YesNo = "unknown"
    signed_where: Where | None = None
    marking: Marking = Field(default_factory=lambda: Marking(basis="unknown"))
    note: Text | None = None


class CopySource(Known):
    """From whom, and when, a holder obtained a copy."""

    obtained_from: Slug | None = Field(default=None, alias="from")
    by: Slug | None = None
    when: Edtf | None = None


class Copy(Part):
    """One copy of the document, by whom it is held; ``w=`` in a text names its key."""

    holder: Slug | None = None
    where: Where | None = None
    form: KnownForm = Field(default_factory=lambda: KnownForm(basis="unknown"))
    signed: YesNo = "unknown"
    source: CopySource = Field(default_factory=lambda: CopySource(basis="unknown"))
    reference_code: Text | None = None
    levels: Annotated[dict[LevelName, Level], Field(default_factory=dict)]
    facsimile: Text | None = None
    iiif: Text | None = None
    note: Text | None = None


class CustodyEvent(Part):
    """One event of custody, in the order of the document's life (PREMIS event)."""

    event: Slug
    agent: Slug | None = None
    from_agent: Slug | None = Field(default=None, alias="from")
    date: Edtf | None = None
    basis: Basis = "stated"
    where: Where | None = None
    what: Text | None = None


class Hand(Part):
    """One hand that wrote on the document; ``by=`` in a text names its key."""

    who: Slug | None = None
    medium: Text | None = None
    when: Edtf | None = None
    basis: Basis = "unknown"
    where: Where | None = None
    note: Text | None = None


class Language(Known):
    """A language by its BCP 47 tag, and how it is known."""

    tag: LanguageTag | None = None


class Translator(Part):
    """What one person did to a translation, and in which passages."""

    role: Literal["translator", "reviser", "editor", "interpreter"] = "translator"
    passages: Where | None = None
    where: Where | None = None


class MadeFrom(Known):
    """The copy, or the relay language, that a translation was made from."""

    copy_key: Slug | None = Field(default=None, alias="copy")
    language: LanguageTag | None = None


class Choice(Part):
    """One choice of a translator: the word of the source, its rendering, and what was not chosen."""

    where: Where | None = None
    word: Text
    chosen: Text
    rejected: Words
    why: Text | None = None


class Translation(Part):
    """From what, into what, by whom."""

    from_: Annotated[Language, Field(alias="from")]
    to: Language
    where: Where | None = None
    by: Keyed[Translator]
    made_from: MadeFrom = Field(default_factory=lambda: MadeFrom(basis="unknown"))
    choices: Keyed[Choice]
    note: Text | None = None
