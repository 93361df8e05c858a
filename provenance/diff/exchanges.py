"""Words that changed as one though some of them stayed: a date in another form, two phrases that changed places."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from provenance.diff.dates import MONTHS, dates_in, has_figure
from provenance.diff.stretches import Kind, Stretch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.diff.dates import Dated
    from provenance.diff.units import Units

EXCHANGED_WORDS = 8
"""Words of the longest phrase that is told to have changed places with another."""
FIRST_EXCHANGE = 1_000_000
"""From here the moves of exchanges are numbered, apart from those of phrases found elsewhere."""

Ends = tuple[int, int]


def with_exchanges(stretches: list[Stretch], before: Units, after: Units) -> list[Stretch]:
    """*A and B* against *B and A*: two phrases moved, and what stands between them is the same.

    The alignment keeps one of the two, and calls *B and* added, *and B* removed.
    """
    changed = [s for s in stretches if s.kind is Kind.CHANGED]
    if all(s.i1 < s.i2 for s in changed) or all(s.j1 < s.j2 for s in changed):
        return stretches
    told: list[Stretch] = []
    for stretch in stretches:
        told.append(stretch)
        if len(told) > 2 and stretch.kind is Kind.CHANGED:  # noqa: PLR2004 -- a change, what is the same, a change
            exchanged = _exchanged(told[-3:], before, after, FIRST_EXCHANGE + 2 * len(told))
            told[-3:] = exchanged or told[-3:]
    return told


def _exchanged(three: list[Stretch], before: Units, after: Units, move: int) -> list[Stretch] | None:
    first, same, second = three
    if same.kind is not Kind.SAME or first.kind is not Kind.CHANGED or same.i2 - same.i1 > EXCHANGED_WORDS:
        return None
    came_first = first.i1 == first.i2 and second.j1 == second.j2
    went_first = first.j1 == first.j2 and second.i1 == second.i2
    if came_first:
        early, late = after.code[first.j1 : first.j2], before.code[second.i1 : second.i2]
    elif went_first:
        early, late = before.code[first.i1 : first.i2], after.code[second.j1 : second.j2]
    else:
        return None
    moved = next((n for n in range(1, len(early)) if early[n:] + early[:n] == late), 0)
    if len(early) != len(late) or not moved or moved > EXCHANGED_WORDS:
        return None
    between = len(early) - moved
    if came_first:
        # left: A x B, right: B x A
        i, j = same.i2 + between, first.j1 + moved
        return [
            Stretch(Kind.GONE, same.i1, same.i2, first.j1, first.j1, move + 1),
            Stretch(Kind.COME, same.i2, same.i2, first.j1, j, move),
            Stretch(Kind.SAME, same.i2, i, j, first.j2),
            Stretch(Kind.GONE, i, second.i2, first.j2, first.j2, move),
            Stretch(Kind.COME, second.i2, second.i2, same.j1, same.j2, move + 1),
        ]
    # left: B x A, right: A x B
    i, j = first.i1 + moved, second.j1 + between
    return [
        Stretch(Kind.GONE, first.i1, i, same.j1, same.j1, move),
        Stretch(Kind.COME, i, i, same.j1, same.j2, move + 1),
        Stretch(Kind.SAME, i, first.i2, second.j1, j),
        Stretch(Kind.GONE, same.i1, same.i2, j, j, move + 1),
        Stretch(Kind.COME, same.i2, same.i2, j, second.j2, move),
    ]


def with_dates(stretches: list[Stretch], before: Units, after: Units) -> list[Stretch]:
    """A date that is written in another form on the other side as one stretch: ``June 26, 1986``, ``26 June 1986``."""
    if not (has_figure(before.words) and has_figure(after.words)):
        return stretches
    changed = [s for s in stretches if s.kind is Kind.CHANGED]
    if not any(_has_figures(s, before, after) for s in changed):
        return stretches
    theirs = list(_spans(after))
    for mine, left in _spans(before):
        if not any(s.i1 < left[1] and left[0] < s.i2 for s in changed):
            continue
        for number, (other, right) in enumerate(theirs):
            same_form = before.code[slice(*left)] == after.code[slice(*right)]
            if same_form or not (mine.days & other.days or _crosses(stretches, left, right)):
                continue
            joined = _as_pair(stretches, left, right)
            if joined is not None:
                stretches = joined
                del theirs[: number + 1]
                break
    return stretches


def _has_figures(stretch: Stretch, before: Units, after: Units) -> bool:
    """Whether a part of a date can be in it: a figure, or a month."""
    sides = ((before, stretch.i1, stretch.i2), (after, stretch.j1, stretch.j2))
    return any(
        units.words[units.starts[place]].isdigit()
        or units.words[units.starts[place] : units.ends[place]].casefold() in MONTHS
        for units, first, last in sides
        for place in range(first, last)
    )


def _spans(units: Units) -> Iterator[tuple[Dated, Ends]]:
    """The dates of one side, each with its units."""
    for date in dates_in(units.words):
        first = bisect_left(units.starts, date.start)
        last = bisect_left(units.starts, date.end)
        if first < last and units.starts[first] == date.start and units.ends[last - 1] <= date.end:
            yield date, (first, last)


def _crosses(stretches: Sequence[Stretch], left: Ends, right: Ends) -> bool:
    """Whether a word of one date is kept, and another went from one side of it to the other."""
    inside = [s for s in stretches if left[0] <= s.i1 and s.i2 <= left[1] and right[0] <= s.j1 and s.j2 <= right[1]]
    return (
        any(s.kind is Kind.SAME for s in inside)
        and any(s.kind is Kind.CHANGED and s.i1 == s.i2 for s in inside)
        and any(s.kind is Kind.CHANGED and s.j1 == s.j2 for s in inside)
    )


def _as_pair(stretches: Sequence[Stretch], left: Ends, right: Ends) -> list[Stretch] | None:
    """The stretches with these units as one pair; None where words of the one belong to words outside the other."""
    (i1, i2), (j1, j2) = left, right
    heads: list[Stretch] = []
    tails: list[Stretch] = []
    touched = False
    for s in stretches:
        if s.i2 <= i1 and s.j2 <= j1:
            heads.append(s)
        elif s.i1 >= i2 and s.j1 >= j2:
            tails.append(s)
        elif s.kind is Kind.CHANGED:
            touched = True
            heads.append(Stretch(s.kind, s.i1, max(s.i1, min(s.i2, i1)), s.j1, max(s.j1, min(s.j2, j1))))
            tails.append(Stretch(s.kind, min(s.i2, max(s.i1, i2)), s.i2, min(s.j2, max(s.j1, j2)), s.j2))
        elif s.kind is Kind.SAME:
            length = s.i2 - s.i1
            from_left = min(max(i1 - s.i1, 0), length), min(max(i2 - s.i1, 0), length)
            if from_left != (min(max(j1 - s.j1, 0), length), min(max(j2 - s.j1, 0), length)):
                return None
            start, stop = from_left
            heads.append(Stretch(s.kind, s.i1, s.i1 + start, s.j1, s.j1 + start))
            tails.append(Stretch(s.kind, s.i1 + stop, s.i2, s.j1 + stop, s.j2))
        else:
            return None
    if not touched:
        return None
    whole = [*heads, Stretch(Kind.PAIR, i1, i2, j1, j2), *tails]
    return [s for s in whole if s.i1 < s.i2 or s.j1 < s.j2]
