"""Phrases of a block that stand elsewhere in it on the other side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.diff.sequences import common_length
from provenance.diff.stretches import Kind, Stretch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.diff.units import Units

MOVED_LETTERS = 8
"""Letters of a phrase of two words or more that may count as moved; one word alone needs as many and stays near."""
NEAR = 20
STEP = 3
"""Words that a word may step over to have changed places, whatever its length."""


def with_moves(stretches: list[Stretch], before: Units, after: Units) -> list[Stretch]:
    """Phrases that went from one changed stretch to another, longest first; no unit moves twice."""
    found = sorted(_candidates(stretches, before, after), reverse=True)
    cuts: dict[int, list[Stretch]] = {}
    taken_b: set[int] = set()
    taken_a: set[int] = set()
    for move, (_, length, i, j, home, goal) in enumerate(found):
        left, right = range(i, i + length), range(j, j + length)
        if not taken_b.isdisjoint(left) or not taken_a.isdisjoint(right):
            continue
        taken_b.update(left)
        taken_a.update(right)
        cuts.setdefault(home, []).append(Stretch(Kind.GONE, i, i + length, 0, 0, move))
        cuts.setdefault(goal, []).append(Stretch(Kind.COME, 0, 0, j, j + length, move))
    if not cuts:
        return stretches
    arranged_: list[Stretch] = []
    for number, stretch in enumerate(stretches):
        arranged_.extend(_cut(stretch, cuts[number]) if number in cuts else [stretch])
    return arranged_


def _candidates(stretches: list[Stretch], before: Units, after: Units) -> Iterator[tuple[int, int, int, int, int, int]]:
    """(letters, units, left place, right place, from which stretch, to which) of phrases found on both sides."""
    places: dict[str, list[tuple[int, int]]] = {}
    changed = [(number, s) for number, s in enumerate(stretches) if s.kind is Kind.CHANGED]
    if any(s.i1 == s.i2 for _, s in changed) and any(s.j1 == s.j2 for _, s in changed):
        yield from _stepped_over(stretches, before, after)
    for number, stretch in changed:
        for i in range(stretch.i1, stretch.i2):
            places.setdefault(before.code[i], []).append((i, number))
    for goal, stretch in changed:
        j = stretch.j1
        while j < stretch.j2:
            if after.code[j] not in places:
                j += 1
                continue
            best = (0, 0, 0, 0)
            for i, home in places[after.code[j]][:NEAR]:
                if home != goal:
                    length = common_length(before.code[i : stretches[home].i2], after.code[j : stretch.j2])
                    best = max(best, (length, -abs(i - j), i, home))
            length, apart, i, home = best
            letters = sum(len(before.key(k)) for k in range(i, i + length))
            if letters >= MOVED_LETTERS and (length > 1 or -apart <= NEAR):
                yield letters, length, i, j, home, goal
            j += max(1, length)


def _stepped_over(
    stretches: list[Stretch], before: Units, after: Units
) -> Iterator[tuple[int, int, int, int, int, int]]:
    """Words that changed places with the few beside them, however short they are: *only said*, *said only*."""
    for number in range(1, len(stretches) - 1):
        first, same, second = stretches[number - 1 : number + 2]
        if not (same.kind is Kind.SAME and first.kind is second.kind is Kind.CHANGED and same.i2 - same.i1 <= STEP):
            continue
        ways = ((first, second, number - 1, number + 1), (second, first, number + 1, number - 1))
        for gone, come, home, goal in ways:
            if gone.j1 == gone.j2 and come.i1 == come.i2:
                code = before.code[gone.i1 : gone.i2]
                if code == after.code[come.j1 : come.j2]:
                    letters = sum(len(before.key(k)) for k in range(gone.i1, gone.i2))
                    yield letters, len(code), gone.i1, come.j1, home, goal


def _cut(change: Stretch, ends: list[Stretch]) -> Iterator[Stretch]:
    """A changed stretch with the ends of moves as stretches of their own; what is left is paired in order."""
    gone = sorted((end for end in ends if end.kind is Kind.GONE), key=lambda end: end.i1)
    come = sorted((end for end in ends if end.kind is Kind.COME), key=lambda end: end.j1)
    i, j = change.i1, change.j1
    while gone or come:
        i2 = gone[0].i1 if gone else change.i2 if not come else i
        j2 = come[0].j1 if come else change.j2 if not gone else j
        if (i, j) != (i2, j2):
            yield Stretch(Kind.CHANGED, i, i2, j, j2)
        i, j = i2, j2
        if gone:
            end = gone.pop(0)
            i = end.i2
            yield Stretch(Kind.GONE, end.i1, end.i2, j, j, end.move)
        if come:
            end = come.pop(0)
            yield Stretch(Kind.COME, i, i, end.j1, end.j2, end.move)
            j = end.j2
    if (i, j) != (change.i2, change.j2):
        yield Stretch(Kind.CHANGED, i, change.i2, j, change.j2)
