"""What ``verify`` finds: one thing that is broken, claimed wrongly, or worth knowing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from provenance.store.objects import ObjectId

Severity = Literal["damage", "fault", "note"]


@dataclass(frozen=True)
class Fault:
    """One thing found. ``damage``: the archive is broken; ``fault``: history says what is not so; ``note``: to know."""

    severity: Severity
    code: str
    message: str
    commit: ObjectId | None = None
    record: str | None = None
    hint: str | None = None
