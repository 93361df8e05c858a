"""What every part of a record shares: unknown fields are refused, values frozen, and how a thing is known is said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from provenance.model.address import Slug

Part_ = TypeVar("Part_")
NOT_BLANK = r"\S"
Text = Annotated[str, StringConstraints(min_length=1, max_length=100_000, pattern=NOT_BLANK)]
"""Words of a person: never empty, never blanks alone."""
Where = Annotated[str, StringConstraints(min_length=1, max_length=2_000)]
"""Where a statement stands: locators parted by commas, after a record's id if it is another's; or a citation."""
Basis = Literal["stated", "inferred", "supplied", "unknown"]
"""How a value is known: the source says so, we conclude it, the record-maker made it up, nobody knows."""
Certainty = Literal["high", "medium", "low", "unknown"]
YesNo = Literal["yes", "no", "unknown"]


def _count(value: Any) -> int:
    """A whole number from its digits alone: ``1_000``, ``+5`` and ``12.0`` are refused, not understood."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 9:  # noqa: PLR2004
        return int(value)
    figures = re.sub(r"(?<=[0-9])[ ,.\u00a0_](?=[0-9]{3}(?![0-9]))", "", str(value))
    hint = figures if figures.isascii() and figures.isdigit() else None
    raise PydanticCustomError(
        "provenance", "{message}", {"message": f"{value!r} is no count: digits alone, 0 to 999999999", "hint": hint}
    )


Count = Annotated[int, BeforeValidator(_count), Field(ge=0)]
"""A whole number, written in digits."""
Key = Annotated[str, Slug]
"""A permanent key, checked as a Slug; to a type checker a plain string, so that any string may look it up."""
Keyed = Annotated[Mapping[Key, Part_], Field(default_factory=dict)]
"""Many of a kind, by permanent key; never a list by position."""
Words = Annotated[tuple[Text, ...], Field(default=())]
"""A set of plain strings, kept in the order written."""


class Part(BaseModel):
    """A piece of a record; forbids unknown fields and cannot be changed in place."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, defer_build=True)


class Known(Part):
    """A value that says how it is known; ``basis: unknown`` stands alone or with a reason."""

    basis: Basis
    where: Where | None = None
    why: Text | None = None
