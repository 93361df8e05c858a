"""Texts that are withheld, compared by what is kept of them: which groups of blocks differ, never how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.diff.difference import BlockChange, Change
from provenance.text.fingerprint import fingerprints

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.model.fingerprint import Fingerprint
    from provenance.text.dossier import Dossier


def compare_fingerprints(before: Dossier, mine: str, after: Dossier, theirs: str) -> tuple[BlockChange, ...] | None:
    """The groups of blocks that differ; None where one side keeps neither text nor fingerprints."""
    if mine not in before.editions() or theirs not in after.editions():
        return None  # before anything is counted: of an import that would be two thirds of its time
    left, right = _kept(before, mine), _kept(after, theirs)
    if left is None or right is None:
        return None
    return tuple(_changes(left, right, theirs))


def _kept(dossier: Dossier, edition: str) -> tuple[Fingerprint, ...] | None:
    text = dossier.text(edition)
    return fingerprints(text) if text is not None else dossier.fingerprints(edition)


def _changes(left: Sequence[Fingerprint], right: Sequence[Fingerprint], edition: str) -> Iterator[BlockChange]:
    here = {group.printed: group for group in right}
    by_ids = {group.ids: group for group in right}
    matched: set[tuple[str, ...]] = set()
    for group in left:
        same = here.get(group.printed)
        other = same or by_ids.get(group.ids)
        if other is None or other.ids in matched:
            yield _change("removed", group, None, edition)
            continue
        matched.add(other.ids)
        if same is None:
            alike = "the same letters" if other.loose == group.loose else f"{group.words} words, now {other.words}"
            yield _change("changed", group, other, edition, alike)
        elif group.ids != other.ids:
            yield _change("renumbered", group, other, edition)
    for group in right:
        if group.ids not in matched:
            yield _change("added", None, group, edition)


def _change(
    change: Change, before: Fingerprint | None, after: Fingerprint | None, edition: str, note: str | None = None
) -> BlockChange:
    return BlockChange(
        change=change,
        ids_before=before.ids if before else (),
        ids_after=after.ids if after else (),
        before="",
        after="",
        layer="unknown",
        locator_before=before.ids[0] if before else None,
        locator_after=after.ids[0] if after else None,
        renumbered=change == "renumbered",
        labels_before=before.ids if before else (),
        labels_after=after.ids if after else (),
        edition=edition,
        note=note or "withheld",
    )
