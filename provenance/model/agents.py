"""Persons, families and bodies (EAC-CPF), with the offices they held."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from provenance.model.address import Slug
from provenance.model.dates import Edtf
from provenance.model.part import Basis, Keyed, Part, Text, Where, Words

IdentifierScheme = Literal["viaf", "wikidata", "orcid", "isni", "lcnaf", "gnd"]


class Edge(Part):
    """An end of a span that EDTF cannot say: some time after, or before, a day."""

    after: Edtf | None = None
    before: Edtf | None = None


class Office(Part):
    """An office and the interval in which it was held."""

    title: Text
    body: Slug | None = None
    held: Edtf | None = None
    begins: Edge | None = None
    ends: Edge | None = None
    basis: Basis = "unknown"
    where: Where | None = None
    why: Text | None = None


class Agent(Part):
    """A person, family or body."""

    name: Text
    kind: Literal["person", "body", "family", "unknown"] = "unknown"
    names: Words
    dates: Edtf | None = None
    identifiers: Annotated[dict[IdentifierScheme, Text], Field(default_factory=dict)]
    offices: Keyed[Office]
    where: Where | None = None
    note: Text | None = None


AgentList = dict[Slug, Agent]
"""The whole of agents.yaml."""
