"""Persons, families and bodies (EAC-CPF), with the offices they held."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field
from typing_extensions import TypedDict

from provenance.model.address import Slug
from provenance.model.dates import Edtf
from provenance.model.identifiers import Gnd, Isni, Lcnaf, Orcid, Viaf, Wikidata  # noqa: TC001 - read by pydantic
from provenance.model.part import Basis, Key, Keyed, Part, Text, Where, Words


class Identifiers(TypedDict, total=False):
    """Identifiers by scheme, each held against its check digit or its shape."""

    __pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[misc]

    viaf: Viaf
    wikidata: Wikidata
    orcid: Orcid
    isni: Isni
    lcnaf: Lcnaf
    gnd: Gnd


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
    identifiers: Annotated[Identifiers, Field(default_factory=Identifiers)]
    offices: Keyed[Office]
    where: Where | None = None
    note: Text | None = None


AgentList = dict[Key, Agent]
"""The whole of agents.yaml."""
