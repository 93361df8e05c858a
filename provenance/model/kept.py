"""A record as it is kept beside the archive once it was read: JSON, which the model checks in a tenth of the time."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from provenance.model.faults import adapter

if TYPE_CHECKING:
    from provenance.model.record import Record


def kept_form(record: Record) -> bytes:
    """The record as JSON, by the file's names, without absent fields: what :func:`from_kept_form` makes the same of."""
    return record.model_dump_json(by_alias=True, exclude_unset=True).encode("utf-8")


def from_kept_form(said: bytes) -> Record | None:
    """The record that the JSON tells of; None where the model does not accept it."""
    try:
        record: Record = _record().validate_json(said, by_alias=True, by_name=False)
    except ValidationError:
        return None
    return record


@cache
def _record() -> TypeAdapter[Record]:
    return adapter("record")
