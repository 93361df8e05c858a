"""What every part of a record shares: unknown fields are refused, values are frozen, and how a thing is known is said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from provenance.model.address import Slug

Part_ = TypeVar("Part_")
Text = Annotated[str, StringConstraints(min_length=1, max_length=100_000)]
"""Words of a person: never empty."""
Where = Annotated[str, StringConstraints(min_length=1, max_length=2_000)]
"""Where a statement stands: locators parted by commas, after a record's id where it is another record; or a citation."""
Basis = Literal["stated", "inferred", "supplied", "unknown"]
"""How a value is known: the source says so, we conclude it, the record-maker made it up, nobody knows."""
Certainty = Literal["high", "medium", "low", "unknown"]
YesNo = Literal["yes", "no", "unknown"]
Keyed = Annotated[Mapping[Slug, Part_], Field(default_factory=dict)]
"""Many of a kind, by permanent key; never a list by position."""
Words = Annotated[tuple[Text, ...], Field(default=())]
"""A set of plain strings, kept in the order written."""


class Part(BaseModel):
    """A piece of a record; forbids unknown fields and cannot be changed in place."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Known(Part):
    """A value that says how it is known; ``basis: unknown`` stands alone or with a reason."""

    basis: Basis
    where: Where | None = None
    why: Text | None = None
