"""``rewrites.tsv``: commits and tags that a purge made again, old and new, and the correction that decided it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from provenance.store.fault import Fault
    from provenance.store.objects import ObjectId
    from provenance.store.repository import Repository
    from provenance.store.snapshot import Snapshot

REWRITES = "rewrites.tsv"
HEAD = b"old\tnew\tcorrection\n"
_LOST = frozenset({"unsigned", "changes"})
"""What a commit cannot be blamed for that was made again: its signature, and what it said of what is withdrawn."""


def made_again(snapshot: Snapshot) -> dict[ObjectId, str]:
    """The new commits and tags, each with the correction that decided it."""
    return {row[1]: row[2] for row in _rows(snapshot)}


def put_away(snapshot: Snapshot) -> dict[ObjectId, str]:
    """The old commits and tags, that nobody should have any more, each with the correction that decided it."""
    return {row[0]: row[2] for row in _rows(snapshot)}


def _rows(snapshot: Snapshot) -> list[list[str]]:
    lines = (snapshot.file(REWRITES) or b"").decode("utf-8", "replace").splitlines()[1:]
    return [row for line in lines if len(row := line.split("\t")) == 3]  # noqa: PLR2004


def purge_between(repository: Repository, listed: Snapshot, tip: ObjectId, without: ObjectId) -> str | None:
    """The purge that put away a commit which ``tip`` has and ``without`` has not; None where none did."""
    away = put_away(listed)
    if not away:
        return None
    found = repository.run("rev-list", tip, f"^{without}", "--").decode("ascii").split()
    return next((away[oid] for oid in found if oid in away), None)


def excused(faults: Iterable[Fault], correction: str | None) -> Iterator[Fault]:
    """The faults of a commit or tag; where it was made again, what was lost by that is a note and says so."""
    for fault in faults:
        if correction is not None and fault.code in _LOST and fault.severity == "fault":
            hint = f"it was made again by the purge {correction[-8:]}"
            yield replace(fault, severity="note", hint=hint)
        else:
            yield fault
