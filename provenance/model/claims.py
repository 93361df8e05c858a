"""Attributions, relations, and what bears for and against them.

Asserted and held are kept apart: ``asserted`` is what a source says,
``held`` what the keepers of this record make of it after judging. An importer
writes the first alone. A rejected claim stays, as ``deprecated``, with its reason.
Roles are MARC relator terms; evidence follows Wikidata's references.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from provenance.errors import InputError
from provenance.model.address import RecordId, Slug, _Checked, slug
from provenance.model.dates import Edtf
from provenance.model.part import Basis, Certainty, Keyed, Part, Text, Where
from provenance.model.roles import Role


class OfficeKey(_Checked):
    """``agent/offices/office``: an office in agents.yaml."""

    __slots__ = ()
    JSON_SCHEMA: ClassVar[dict[str, str]] = {"pattern": "^[a-z0-9-]{1,64}/offices/[a-z0-9-]{1,64}$"}

    @classmethod
    def parse(cls, value: str) -> OfficeKey:
        """The key, or InputError."""
        parts = value.split("/")
        if len(parts) != 3 or parts[1] != "offices":  # noqa: PLR2004
            raise InputError(f"{value!r} names no office", hint="AGENT/offices/OFFICE, both keys of agents.yaml")
        slug(parts[0], "the key of an agent")
        slug(parts[2], "the key of an office")
        return cls(value)

    @property
    def agent(self) -> Slug:
        """The key of the agent who held it."""
        return Slug(self.partition("/")[0])

    @property
    def office(self) -> Slug:
        """The key of the office among those of the agent."""
        return Slug(self.rpartition("/")[2])


class Assertion(Part):
    """Who asserts a claim, where, and how surely they do."""

    by: Text
    where: Where | None = None
    certainty: Certainty = "unknown"
    why: Text | None = None


class Judgement(Part):
    """What we who hold the record make of a claim; absent until a person has judged."""

    by: Text
    certainty: Certainty
    status: Literal["preferred", "normal", "deprecated"] = "normal"
    why: Text | None = None


class Evidence(Part):
    """One thing that bears for or against a claim, and where it is found."""

    bears: Literal["for", "against"]
    where: Where | None = None
    what: Text
    office: OfficeKey | None = None
    basis: Basis | None = None


class Doubt(Part):
    """A stated reason to question a claim: itself a claim, which can be answered, conceded or doubted in turn."""

    by: Text
    where: Where | None = None
    reason: Text
    state: Literal["open", "answered", "conceded"] = "open"
    answer: Text | None = None
    doubts: Keyed[Doubt]


class Attribution(Part):
    """A claim that an agent stood in a role to the document."""

    role: Role
    agent: Slug
    asserted: Assertion | None = None
    held: Judgement | None = None
    rests_on: Keyed[OfficeKey]
    evidence: Keyed[Evidence]
    doubts: Keyed[Doubt]
    note: Text | None = None

    @property
    def rejected(self) -> bool:
        """True where we have judged the claim and do not hold it: it stays in the record, with the reason."""
        return self.held is not None and self.held.status == "deprecated"


class Target(Part):
    """What a relation points to: a record here, a document of a volume not yet here, or a published work."""

    record: RecordId | None = None
    volume: Slug | None = None
    number: Text | None = None
    date: Edtf | None = None
    work: Slug | None = None
    title: Text | None = None
    basis: Basis | None = None


class Relation(Part):
    """How this document stands to another."""

    kind: Slug
    target: Target
    where: Where | None = None
    why: Text | None = None
    note: Text | None = None


class Question(Part):
    """What is left open, by an importer or an editor: said, never guessed."""

    about: Text = Field(description="A JSON Pointer of the record, or a locator of the text")
    question: Text
    where: Where | None = None
