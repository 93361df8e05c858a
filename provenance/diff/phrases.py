"""Aligned units arranged as an editor would tell them: words divided otherwise, phrases kept whole, transpositions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.diff.exchanges import with_dates, with_exchanges
from provenance.diff.older_forms import expanded
from provenance.diff.sequences import Op
from provenance.diff.sorts import is_sign
from provenance.diff.spelling import same_name
from provenance.diff.stretches import Kind, Stretch
from provenance.diff.transpositions import with_moves

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.diff.units import Units

PAIRING_LIMIT = 40
"""Units on a side up to which the words of a changed stretch are paired one by one."""
LONGEST_DIVISION = 4
"""Into how many units one word may be divided on the other side (*mother-in-law*, *motherinlaw*)."""
LIGHT_LETTERS = 4
"""An equal stretch of one unit and so many letters inside a rewritten phrase is no anchor (*of*, *the*)."""
REWRITTEN_WORDS = 8
"""Changed units around such a stretch, on the longer side, from which the phrase counts as rewritten.

With fewer, single words replaced here and there would be joined (measured: 0.01 of F1 at a rate of 40%).
"""
FARTHEST = 12
"""How many equal words a change may pass to find the one whose signs differ."""


_CLOSED_UP = str.maketrans(dict.fromkeys(" -.'’"))


def arranged(ops: Sequence[Op], before: Units, after: Units) -> list[Stretch]:
    """The stretches of two rows of units, covering both, in order on both sides."""
    stretches: list[Stretch] = []
    if any(op.i2 - op.i1 != op.j2 - op.j1 for op in ops):
        ops = dressed_alike(gathered(ops, before.code, after.code), before, after)
    for op in ops:
        if op.same:
            stretches.append(Stretch(Kind.SAME, *op[1:]))
        else:
            stretches.extend(_paired(Stretch(Kind.CHANGED, *op[1:]), before, after))
    if sum(stretch.kind is Kind.CHANGED for stretch in stretches) > 1:
        stretches = with_dates(stretches, before, after)
        stretches = with_exchanges(stretches, before, after)
        stretches = with_moves(stretches, before, after)
        stretches = _joined(stretches, before)
    return stretches


def gathered(ops: Sequence[Op], before: str, after: str) -> list[Op]:
    """Changes slid along equal units to the change beside them, where what they say stays the same.

    *sea the* added after *by* and *the* is *by the sea* added before *the*: one phrase, and one that can be
    found again elsewhere.
    """
    told: list[Op] = []
    for op in ops:
        if told and told[-1].same and op.same:
            told[-1] = told[-1]._replace(i2=op.i2, j2=op.j2)
        else:
            told.append(op)
        if len(told) > 2:  # noqa: PLR2004 -- a change, what is the same, a change
            told[-3:] = _slid(told[-3], told[-2], told[-1], before, after)
            if len(told) > 2 and not told[-1].same and not told[-3].same:  # noqa: PLR2004
                told[-3:] = _levelled(told[-3], told[-2], told[-1], before, after)
            if len(told) > 2 and told[-3].same and told[-2].same:  # noqa: PLR2004
                told[-3:-1] = [told[-3]._replace(i2=told[-2].i2, j2=told[-2].j2)]
    return told


def _slid(first: Op, same: Op, second: Op, before: str, after: str) -> list[Op]:
    """Two changes joined where one of them can pass the equal units between: the last one first.

    *be* added before *be* and *go* gone after it is *go* replaced by *be*: one change, not two.
    """
    if first.same or not same.same or second.same:
        return [first, same, second]
    length = same.i2 - same.i1
    i_only, j_only = _one_sided(second)
    if i_only and before[second.i2 - length : second.i2] == before[same.i1 : same.i2]:
        left = first._replace(i2=second.i2 - length)
        return [left, same._replace(i1=left.i2, i2=second.i2)]
    if j_only and after[second.j2 - length : second.j2] == after[same.j1 : same.j2]:
        left = first._replace(j2=second.j2 - length)
        return [left, same._replace(j1=left.j2, j2=second.j2)]
    i_only, j_only = _one_sided(first)
    if i_only and before[first.i1 : first.i1 + length] == before[same.i1 : same.i2]:
        right = second._replace(i1=first.i1 + length)
        return [same._replace(i1=first.i1, i2=right.i1), right]
    if j_only and after[first.j1 : first.j1 + length] == after[same.j1 : same.j2]:
        right = second._replace(j1=first.j1 + length)
        return [same._replace(j1=first.j1, j2=right.j1), right]
    return [first, same, second]


def _levelled(first: Op, same: Op, second: Op, before: str, after: str) -> list[Op]:
    """The equal units between two changes taken from where they stand again, if more words then replace each other.

    *was that he* against *that that she*: the second *that* stays, and two words are replaced. Of the ways to
    keep as many words, that with the fewest words put in or taken out (Levenshtein's distance); of those the first.
    """
    length = same.i2 - same.i1
    lacks = (first.j2 - first.j1) - (first.i2 - first.i1), (second.j2 - second.j1) - (second.i2 - second.i1)
    if lacks[0] * lacks[1] >= 0 or length > FARTHEST:
        return [first, same, second]
    ways = [(0, 0)]
    # how far the equal units may go: to the right on the side that is short in the first, else to the left
    if lacks[0] > 0:
        ways += [(far, 0) for far in _again(before, same.i1, length, same.i1 + 1, second.i2)]
        ways += [(0, far) for far in _again(after, same.j1, length, first.j1, same.j2 - 1)]
    else:
        ways += [(far, 0) for far in _again(before, same.i1, length, first.i1, same.i2 - 1)]
        ways += [(0, far) for far in _again(after, same.j1, length, same.j1 + 1, second.j2)]
    i, j = min(ways, key=lambda way: abs(lacks[0] - way[0] + way[1]) + abs(lacks[1] + way[0] - way[1]))
    ops = [
        first._replace(i2=first.i2 + i, j2=first.j2 + j),
        same._replace(i1=same.i1 + i, i2=same.i2 + i, j1=same.j1 + j, j2=same.j2 + j),
        second._replace(i1=second.i1 + i, j1=second.j1 + j),
    ]
    return [op for op in ops if op.i1 < op.i2 or op.j1 < op.j2]


def _again(code: str, at: int, length: int, start: int, end: int) -> Iterator[int]:
    """How far off the units at a place stand again between two others, in the order of their places."""
    place = code.find(code[at : at + length], start, end)
    while place >= 0:
        yield place - at
        place = code.find(code[at : at + length], place + 1, end)


def dressed_alike(ops: list[Op], before: Units, after: Units) -> list[Op]:
    """One of several equal words that stand together, gone or come: the one whose signs the other side has not.

    *that that, we* against *that, we*: the first is gone, and no comma changed.
    """
    for number in range(1, len(ops) - 1):
        head, change, tail = ops[number - 1 : number + 2]
        if head.same and tail.same and any(_one_sided(change)):
            ops[number - 1 : number + 2] = _dressed(head, change, tail, before, after)
    return ops


def _dressed(head: Op, change: Op, tail: Op, before: Units, after: Units) -> list[Op]:
    """The change slid by as far as more words then stand in the same signs on both sides.

    Where signs decide nothing, what was written twice is the second of the two: so an editor calls a dittography.
    """
    gone = change.j1 == change.j2
    units, first, last = (before, change.i1, change.i2) if gone else (after, change.j1, change.j2)
    best = far = 0
    for way, most in ((-1, head.i2 - head.i1), (1, tail.i2 - tail.i1)):
        gain = 0
        for step in range(1, min(most, FARTHEST)):
            # the word passed: from beside one end of the change it comes to stand beside the other
            at = step if way < 0 else 1 - step
            if units.code[first - at] != units.code[last - at]:
                break
            near, off = (change.i1 - at, change.j1 - at), (change.i2 - at, change.j2 - at)
            old, new = (near, off) if way < 0 else (off, near)
            gain += _same_dress(before, new[0], after, new[1]) - _same_dress(before, old[0], after, old[1])
            again = way > 0 and gain == best == 0 and step % (last - first) == 0
            if gain > best or again:
                best, far = gain, way * step
    slid = Op(False, change.i1 + far, change.i2 + far, change.j1 + far, change.j2 + far)  # noqa: FBT003
    return [head._replace(i2=slid.i1, j2=slid.j1), slid, tail._replace(i1=slid.i2, j1=slid.j2)]


def _same_dress(before: Units, i: int, after: Units, j: int) -> bool:
    """Whether a word stands in the same letters and signs on both sides."""
    return _dress(before, i) == _dress(after, j)


def _dress(units: Units, place: int) -> str:
    start, end = units.starts[place], units.ends[place]
    while start and is_sign(units.words[start - 1]):
        start -= 1
    while end < len(units.words) and is_sign(units.words[end]):
        end += 1
    return units.words[start:end]


def _one_sided(op: Op) -> tuple[bool, bool]:
    return op.j1 == op.j2, op.i1 == op.i2


def _paired(change: Stretch, before: Units, after: Units) -> Iterator[Stretch]:
    """Words that are one word divided otherwise, or one name in two systems, taken out of a changed stretch."""
    i, j = change.i1, change.j1
    small = max(change.i2 - i, change.j2 - j) <= PAIRING_LIMIT
    if change.i2 - i == change.j2 - j == 1:
        # one word for another, what most changes are: nothing to divide, at most one name in two systems
        yield change._replace(kind=Kind.PAIR) if _one_name(before, i, after, j) else change
        return
    if small and i < change.i2 and j < change.j2:
        for pair in _pairs(change, before, after):
            if pair.i1 < i or pair.j1 < j:
                continue
            if (i, j) != (pair.i1, pair.j1):
                yield Stretch(Kind.CHANGED, i, pair.i1, j, pair.j1)
            yield pair
            i, j = pair.i2, pair.j2
    if i < change.i2 or j < change.j2:
        yield Stretch(Kind.CHANGED, i, change.i2, j, change.j2)


def _pairs(change: Stretch, before: Units, after: Units) -> Iterator[Stretch]:
    squashed = {key: (j, n) for j, n, key in _squashes(after, change.j1, change.j2)}
    names = [j for j in range(change.j1, change.j2) if after.words[after.starts[j]].isupper()]
    for i, n, key in _squashes(before, change.i1, change.i2):
        if key in squashed:
            j, m = squashed[key]
            if n != m or n == 1:
                yield Stretch(Kind.PAIR, i, i + n, j, j + m)
        if n == 1:
            for j in names:
                if _one_name(before, i, after, j):
                    yield Stretch(Kind.PAIR, i, i + 1, j, j + 1)
                    break


def _one_name(before: Units, i: int, after: Units, j: int) -> bool:
    """Whether two words with a capital are one name, in two systems of transliteration."""
    if not (before.words[before.starts[i]].isupper() and after.words[after.starts[j]].isupper()):
        return False
    return same_name(before.words[before.starts[i] : before.ends[i]], after.words[after.starts[j] : after.ends[j]])


def _squashes(units: Units, first: int, last: int) -> Iterator[tuple[int, int, str]]:
    """Every run of up to four units, written as one word."""
    for place in range(first, last):
        key = ""
        for number in range(place, min(last, place + LONGEST_DIVISION)):
            key += expanded(units.words[units.starts[number] : units.ends[number]]).translate(_CLOSED_UP)
            yield place, number - place + 1, key


def _joined(stretches: list[Stretch], before: Units) -> list[Stretch]:
    """Changed stretches joined across a light word between them, where the phrase is rewritten on both sides of it."""
    joined: list[Stretch] = []
    for stretch in stretches:
        light = len(joined) > 1 and stretch.kind is Kind.CHANGED and _is_light(joined[-1], before)
        if light and joined[-2].kind is Kind.CHANGED and _rewritten(joined[-2], stretch):
            first = joined[-2]
            joined[-2:] = [Stretch(Kind.CHANGED, first.i1, stretch.i2, first.j1, stretch.j2)]
        else:
            joined.append(stretch)
    return joined


def _is_light(stretch: Stretch, before: Units) -> bool:
    return stretch.kind is Kind.SAME and stretch.i2 - stretch.i1 == 1 and len(before.key(stretch.i1)) <= LIGHT_LETTERS


def _rewritten(first: Stretch, second: Stretch) -> bool:
    left = (first.i2 - first.i1, second.i2 - second.i1)
    right = (first.j2 - first.j1, second.j2 - second.j1)
    both_sides = min(*left, *right) > 0
    return both_sides and max(sum(left), sum(right)) >= REWRITTEN_WORDS
