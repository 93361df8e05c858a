"""Texts that are withheld, compared by what is kept of them: which groups of blocks differ, never how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.diff.difference import BlockChange, Change
from provenance.text.fingerprint import fingerprints

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.model.fingerprint import Fingerprint
    from provenance.text.dossier import Dossier

NOT_SHOWN = "[words not shown: the text is withheld]"
"""What stands for words that changed, and that nobody is shown."""


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
    pairs = _pairs(left, right)
    for number, group in enumerate(left):
        other = pairs.get(number)
        if other is None:
            yield _change("removed", group, None, edition)
        elif other.printed != group.printed:
            alike = "the same letters" if other.loose == group.loose else f"{group.words} words, now {other.words}"
            yield _change("changed", group, other, edition, alike)
        elif group.ids != other.ids:
            yield _change("renumbered", group, other, edition)
    matched = {group.ids for group in pairs.values()}
    for group in right:
        if group.ids not in matched:
            yield _change("added", None, group, edition)


def _pairs(left: Sequence[Fingerprint], right: Sequence[Fingerprint]) -> dict[int, Fingerprint]:
    """Each group of the left with what it is on the right: by its words, by its ids, by its place between those.

    A block without a number is called by its first words: where those change, so does its id.
    """
    here = {group.printed: group for group in right}
    by_ids = {group.ids: group for group in right}
    pairs: dict[int, Fingerprint] = {}
    taken: set[tuple[str, ...]] = set()
    for number, group in enumerate(left):
        other = here.get(group.printed) or by_ids.get(group.ids)
        if other is not None and other.ids not in taken:
            pairs[number] = other
            taken.add(other.ids)
    order = {group.ids: number for number, group in enumerate(right)}
    for number in range(len(left)):
        at = 0 if number == 0 else order[pairs[number - 1].ids] + 1 if number - 1 in pairs else None
        if number in pairs or at is None or at >= len(right) or right[at].ids in taken:
            continue
        follows = pairs.get(number + 1)
        ends = order[follows.ids] if follows is not None else len(right) if number + 1 == len(left) else None
        if ends == at + 1:
            pairs[number] = right[at]
            taken.add(right[at].ids)
    return pairs


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
