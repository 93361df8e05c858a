"""Three rows joined: what each of two sides changed of a base, where they did not change the same.

The rows are of anything that can be compared; changes that touch but do not
overlap are both made, since here a unit is a word or a line of a map, not a
line of prose.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.diff.sequences import opcodes
from provenance.diff.units import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True)
class Clash:
    """A stretch of the base (``start`` to ``end``) that both sides changed, each in its own way."""

    start: int
    end: int
    base: tuple[str, ...]
    ours: tuple[str, ...]
    theirs: tuple[str, ...]


@dataclass(frozen=True)
class Joined:
    """The joined row; where there are clashes it holds ours there. A clash that was settled is none."""

    row: tuple[str, ...]
    clashes: tuple[Clash, ...]


@dataclass(frozen=True)
class _Edit:
    """Units ``start:end`` of the base become ``new``."""

    start: int
    end: int
    new: tuple[str, ...]


def join(
    base: Sequence[str],
    ours: Sequence[str],
    theirs: Sequence[str],
    settle: Callable[[Clash], Sequence[str] | None] = lambda _: None,
) -> Joined:
    """Both sides' changes made to the base; equal changes once.

    ``settle`` says what is to stand where both clash, None where nobody has
    decided.
    """
    vocabulary = Vocabulary()
    codes = ["".join(map(vocabulary.__getitem__, row)) for row in (base, ours, theirs)]
    left = _edits(codes[0], codes[1], ours)
    right = _edits(codes[0], codes[2], theirs)
    row: list[str] = []
    clashes: list[Clash] = []
    at = 0
    while left or right:
        mine, other = _next(left, right)
        start = min(edit.start for edit in (*mine, *other))
        end = max(edit.end for edit in (*mine, *other))
        row += base[at:start]
        ours_here, theirs_here = (_applied(base, start, end, edits) for edits in (mine, other))
        if mine and other and ours_here != theirs_here:
            clash = Clash(start, end, tuple(base[start:end]), tuple(ours_here), tuple(theirs_here))
            settled = settle(clash)
            if settled is None:
                clashes.append(clash)
            else:
                ours_here = list(settled)
        row += ours_here if mine else theirs_here
        at = end
    row += base[at:]
    return Joined(tuple(row), tuple(clashes))


def _edits(base: str, side: str, row: Sequence[str]) -> list[_Edit]:
    return [_Edit(op.i1, op.i2, tuple(row[op.j1 : op.j2])) for op in opcodes(base, side) if not op.same]


def _next(left: list[_Edit], right: list[_Edit]) -> tuple[list[_Edit], list[_Edit]]:
    """The first edit of either side with all that overlap it, taken out of both lists."""
    first = left if not right or (left and (left[0].start, left[0].end) <= (right[0].start, right[0].end)) else right
    taken: tuple[list[_Edit], list[_Edit]] = ([], [])
    edit = first.pop(0)
    taken[0 if first is left else 1].append(edit)
    start, end = edit.start, edit.end
    grown = True
    while grown:
        grown = False
        for number, side in enumerate((left, right)):
            while side and _overlap(side[0], start, end):
                edit = side.pop(0)
                taken[number].append(edit)
                end = max(end, edit.end)
                grown = True
    return taken


def _overlap(edit: _Edit, start: int, end: int) -> bool:
    """Whether an edit is about units of the stretch; two insertions at one point are."""
    if start == end or edit.start == edit.end:
        return edit.start == start and edit.end == end if start == end else start < edit.start < end
    return edit.start < end


def _applied(base: Sequence[str], start: int, end: int, edits: Sequence[_Edit]) -> list[str]:
    row: list[str] = []
    at = start
    for edit in edits:
        row += [*base[at : edit.start], *edit.new]
        at = edit.end
    return [*row, *base[at:end]]
