"""The longest common subsequence of two strings of code points, kept near linear on texts that are mostly alike.

RapidFuzz computes it bit-parallel (Hyyrö 2004), in time and memory of
n·m/64 words; so long sequences are first cut at triples that stand once on each side (after
Cohen's patience diff; single words that do are too often two different ones,
measured: a third of the common units lost), and a pair that stays too large is
called replaced as a whole: right, if coarse.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import NamedTuple

ANCHOR_FROM = 4_000_000
"""Cells (n·m) from which a pair is cut at anchors first; below, the exact answer costs a millisecond or two."""
COARSE_FROM = 300_000_000
"""Cells from which a pair without anchors is one replacement: 40 MB and a tenth of a second at the limit."""
MAX_DEPTH = 40
"""Cuts within cuts; a text made to need more is answered by what is left of the budget."""


class Op(NamedTuple):
    """Units ``i1:i2`` of the left side against ``j1:j2`` of the right; ``same`` where they are equal."""

    same: bool
    i1: int
    i2: int
    j1: int
    j2: int


def opcodes(before: str, after: str) -> list[Op]:
    """Alternating equal and changed stretches that cover both sides."""
    found: list[Op] = []
    _compare(before, after, (0, len(before), 0, len(after)), found, 0)
    return _joined(found)


_Ends = tuple[int, int, int, int]
"""As the offsets of an :class:`Op`."""


def _compare(before: str, after: str, ends: _Ends, found: list[Op], depth: int) -> None:
    """Append the ops of one pair of stretches; ``depth`` counts the cuts at anchors above it."""
    i1, i2, j1, j2 = ends
    head = common_length(before[i1:i2], after[j1:j2])
    if head:
        found.append(Op(True, i1, i1 + head, j1, j1 + head))  # noqa: FBT003
        i1, j1 = i1 + head, j1 + head
    tail = common_length(before[i1:i2][::-1], after[j1:j2][::-1])
    _middle(before, after, (i1, i2 - tail, j1, j2 - tail), found, depth)
    if tail:
        found.append(Op(True, i2 - tail, i2, j2 - tail, j2))  # noqa: FBT003


def common_length(left: str, right: str) -> int:
    """The length of the common beginning, by halving: slices compare at memory speed."""
    low, high = 0, min(len(left), len(right))
    while low < high:
        middle = (low + high + 1) // 2
        if left[low:middle] == right[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _middle(before: str, after: str, ends: _Ends, found: list[Op], depth: int) -> None:
    i1, i2, j1, j2 = ends
    cells = (i2 - i1) * (j2 - j1)
    if not cells:
        if i1 != i2 or j1 != j2:
            found.append(Op(False, *ends))  # noqa: FBT003
        return
    if cells > ANCHOR_FROM and depth < MAX_DEPTH:
        # shorter and less certain ones only where no exact answer can be paid for
        lengths = (3,) if cells <= COARSE_FROM else (3, 2, 1)
        anchors = _anchors(before[i1:i2], after[j1:j2], lengths)
        if anchors:
            cuts = [(i1, j1), *((i1 + i, j1 + j) for i, j in anchors), (i2, j2)]
            for (i, j), (next_i, next_j) in pairwise(cuts):
                _compare(before, after, (i, next_i, j, next_j), found, depth + 1)
            return
    if cells > COARSE_FROM:
        found.append(Op(False, *ends))  # noqa: FBT003
        return
    from rapidfuzz.distance import Indel

    for op in Indel.opcodes(before[i1:i2], after[j1:j2]):
        found.append(  # noqa: PERF401 -- a comprehension with five offsets hides them
            Op(op.tag == "equal", i1 + op.src_start, i1 + op.src_end, j1 + op.dest_start, j1 + op.dest_end)
        )


def _anchors(before: str, after: str, lengths: tuple[int, ...]) -> list[tuple[int, int]]:
    """Pairs of places of what stands once on each side, in order on both: runs of the first length that has any.

    One that would stand at the start of both stretches cuts nothing and is left out.
    """
    for length in lengths:
        left, right = _once(before, length), _once(after, length)
        pairs = sorted((left[gram], right[gram]) for gram in left.keys() & right.keys())
        chain = [(i, j) for i, j in increasing(pairs) if i or j]
        if chain:
            return chain
    return []


def _once(sequence: str, length: int) -> dict[str, int]:
    seen: dict[str, int] = {}
    for place in range(len(sequence) - length + 1):
        gram = sequence[place : place + length]
        seen[gram] = -1 if gram in seen else place
    return {gram: place for gram, place in seen.items() if place >= 0}


def increasing(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest chain of pairs, sorted by their first, whose second numbers increase (patience sorting)."""
    tops: list[int] = []
    at: list[int] = []
    previous: list[int] = []
    for number, (_, second) in enumerate(pairs):
        pile = bisect_left(tops, second)
        previous.append(at[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(second)
            at.append(number)
        else:
            tops[pile], at[pile] = second, number
    chain: list[tuple[int, int]] = []
    number = at[-1] if at else -1
    while number >= 0:
        chain.append(pairs[number])
        number = previous[number]
    return chain[::-1]


def _joined(ops: list[Op]) -> list[Op]:
    """Neighbours of one kind become one; equal and changed then alternate."""
    joined: list[Op] = []
    for op in ops:
        if joined and joined[-1].same == op.same:
            last = joined[-1]
            joined[-1] = Op(op.same, last.i1, op.i2, last.j1, op.j2)
        else:
            joined.append(op)
    return joined
