"""``rewrites.tsv``: commits and tags that a purge made again, old and new, and the correction that decided it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from provenance.store.fault import Fault
    from provenance.store.objects import ObjectId
    from provenance.store.snapshot import Snapshot

REWRITES = "rewrites.tsv"
HEAD = b"old\tnew\tcorrection\n"
_LOST = frozenset({"unsigned", "changes"})
"""What a commit cannot be blamed for that was made again: its signature, and what it said of what is withdrawn."""


def made_again(snapshot: Snapshot) -> dict[ObjectId, str]:
    """The new commits and tags, each with the correction that decided it."""
    lines = (snapshot.file(REWRITES) or b"").decode("utf-8", "replace").splitlines()[1:]
    rows = [line.split("\t") for line in lines]
    return {row[1]: row[2] for row in rows if len(row) == 3}  # noqa: PLR2004


def excused(faults: Iterable[Fault], correction: str | None) -> Iterator[Fault]:
    """The faults of a commit or tag; where it was made again, what was lost by that is a note and says so."""
    for fault in faults:
        if correction is not None and fault.code in _LOST and fault.severity == "fault":
            hint = f"it was made again by the purge {correction[-8:]}"
            yield replace(fault, severity="note", hint=hint)
        else:
            yield fault
