"""Differences as operations: applied to a text, undone, and two of them joined into one.

Undone is :meth:`Difference.inverted`. The laws: applied to its first side a
difference gives the second; its inverse gives the first back; two joined do
what the two do one after the other.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from provenance.diff.compare import compare_texts
from provenance.diff.fields import apply_fields, compare_fields
from provenance.errors import InputError
from provenance.model.address import Pointer
from provenance.model.notation import field_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from provenance.diff.difference import BlockChange, Difference, FieldChange, FieldOp
    from provenance.text.readings import Passage


def apply_blocks(changes: Sequence[BlockChange], passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """The passages of the second side, made of those of the first.

    InputError where they are not those that the changes were found in, or the
    text is withheld, so that its words are not known.
    """
    gone, come = _sides(changes)
    for place, passage in gone.items():
        if place >= len(passages) or passages[place].words != passage.words:
            raise InputError(
                f"{passage.label} is another here: this difference is of another state",
                hint="compare again from the present state",
            )
    stay = iter([passage for place, passage in enumerate(passages) if place not in gone])
    length = len(passages) - len(gone) + len(come)
    return tuple(come[place] if place in come else next(stay) for place in range(length))


def compose(first: Difference, second: Difference) -> Difference:
    """From the left of ``first`` to the right of ``second``, which begins where ``first`` ends.

    The words of blocks that both touched are compared anew; a field or a block
    that was changed and changed back is no difference.
    """
    editions = dict.fromkeys(block.edition for block in (*first.blocks, *second.blocks))
    blocks = [
        change
        for edition in editions
        for change in _composed_blocks(
            [block for block in first.changed_blocks if block.edition == edition],
            [block for block in second.changed_blocks if block.edition == edition],
            edition,
        )
    ]
    return replace(
        first,
        right=second.right,
        ignored=tuple(dict.fromkeys((*first.ignored, *second.ignored))),
        fields=compose_fields(first.fields, second.fields),
        blocks=tuple(blocks),
        hidden=first.hidden + second.hidden,
        notices=tuple(dict.fromkeys((*first.notices, *second.notices))),
    )


def compose_fields(first: Iterable[FieldChange], second: Iterable[FieldChange]) -> tuple[FieldChange, ...]:
    """Both rows of changes as one.

    A part that one of them added or removed whole takes in what the other
    changed inside it.
    """
    joined: dict[Pointer, FieldChange] = {Pointer.parse(change.pointer): change for change in first}
    for change in second:
        pointer = Pointer.parse(change.pointer)
        above = next((other for other in joined if pointer.is_within(other)), None)
        if above is not None:
            earlier = joined[above]
            joined[above] = replace(earlier, after=_inside(earlier.after, [change], above))
            continue
        below = [other for other in joined if other.is_within(pointer)]
        undone = [joined.pop(other).inverted() for other in below]
        joined[pointer] = replace(change, before=_inside(change.before, undone, pointer))
    return tuple(told for change in joined.values() for told in _retold(change))


def _inside(value: Any, changes: Sequence[FieldChange], above: Pointer) -> Any:
    """What a part becomes by changes inside it, or by one of the whole of it."""
    for change in changes:
        relative = Pointer(Pointer.parse(change.pointer).parts[len(above.parts) :])
        inner = replace(change, pointer=str(relative))
        value = apply_fields([inner], value) if relative.parts else change.after
    return value


def _retold(change: FieldChange) -> Iterator[FieldChange]:
    """A joined change by what differs: a map that both sides have is told by its fields."""
    if change.before == change.after:
        return
    if isinstance(change.before, Mapping) and isinstance(change.after, Mapping):
        for inner in compare_fields(change.before, change.after):
            pointer = Pointer((*Pointer.parse(change.pointer).parts, *Pointer.parse(inner.pointer).parts))
            yield replace(inner, pointer=str(pointer), label=field_label(pointer))
        return
    op: FieldOp = "added" if change.before is None else "removed" if change.after is None else "changed"
    yield replace(change, change=op)


def _sides(changes: Iterable[BlockChange]) -> tuple[dict[int, Passage], dict[int, Passage]]:
    """The blocks that go and those that come, by place."""
    gone: dict[int, Passage] = {}
    come: dict[int, Passage] = {}
    for change in changes:
        if not change.passages_before and not change.passages_after:
            raise InputError("the words of this difference are withheld: it cannot be applied", code="withheld")
        gone.update(zip(change.places_before, change.passages_before, strict=True))
        come.update(zip(change.places_after, change.passages_after, strict=True))
    return gone, come


def _composed_blocks(
    first: Sequence[BlockChange], second: Sequence[BlockChange], edition: str | None
) -> list[BlockChange]:
    (gone_first, come_first), (gone_second, come_second) = _sides(first), _sides(second)
    left = dict(gone_first)
    for place, passage in gone_second.items():
        if place not in come_first:
            left[_carried(place, come_first, gone_first)] = passage
    right = dict(come_second)
    for place, passage in come_first.items():
        if place not in gone_second:
            right[_carried(place, gone_second, come_second)] = passage
    left, right = dict(sorted(left.items())), dict(sorted(right.items()))
    changes = compare_texts(tuple(left.values()), tuple(right.values()), everything=True, edition=edition)
    placed = [_placed(change, list(left), list(right)) for change in changes]
    return [change for change in placed if change.change != "unchanged"]


def _carried(place: int, here: Mapping[int, Passage], there: Mapping[int, Passage]) -> int:
    """Where an untouched block stands on the other side: as many untouched ones stand before it."""
    rank = place - bisect_left(sorted(here), place)
    for taken in sorted(there):
        if taken <= rank:
            rank += 1
    return rank


def _placed(change: BlockChange, left: Sequence[int], right: Sequence[int]) -> BlockChange:
    """A change found among the touched blocks alone, put at its places among all; it may prove to be a move."""
    before = tuple(left[place] for place in change.places_before)
    after = tuple(right[place] for place in change.places_after)
    placed = replace(change, places_before=before, places_after=after)
    if not before or not after:
        return placed
    untouched_before = before[0] - change.places_before[0]
    untouched_after = after[0] - change.places_after[0]
    if untouched_before == untouched_after:
        return placed
    kind = change.change if change.change in ("split", "merged") else "moved"
    return replace(placed, moved=True, change=kind)
