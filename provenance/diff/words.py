"""The words of two passages compared: a minimal difference with phrases kept together, each variant classed.

The steps: units aligned by their folded forms (:mod:`~provenance.diff.sequences`);
words divided or spelled otherwise taken out of what differs; transpositions found;
short equal stretches inside a rewritten phrase joined to it; at last every
stretch, gap and equal word read exactly. The stretches cover both sides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from provenance.diff.difference import Offsets, Op, WordChange
from provenance.diff.older_forms import parted_by_a_sign
from provenance.diff.phrases import arranged
from provenance.diff.sequences import common_length, opcodes
from provenance.diff.sorts import BRACKETS, Verdict, classify, is_private
from provenance.diff.stretches import Kind, Stretch
from provenance.diff.units import Rows, Speaker, Units

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from provenance.text.blocks import Layer
    from provenance.text.readings import Passage


class _Piece(NamedTuple):
    """Characters ``b1:b2`` of the left words against ``a1:a2`` of the right, and what became of them."""

    op: Op
    b1: int
    b2: int
    a1: int
    a2: int
    verdict: Verdict
    move: int = -1


_EQUAL = Verdict("equal", None)
_OTHER_WORD = Verdict("substantive", "words")
_MOVED = Verdict("substantive", "order")


def compare_words(before: Passage, after: Passage) -> tuple[WordChange, ...]:
    """Every stretch of the two passages in the order of the right one, the equal ones too.

    ``before`` and ``after`` are the passages' own characters at the offsets, so
    the stretches put together again are the two sides. Time grows with the
    number of differences; a pair with nothing in common is one replacement.
    """
    rows = Rows()
    return compare_units(rows.of((before,)), rows.of((after,)))


def compare_units(before: Units, after: Units) -> tuple[WordChange, ...]:
    """As :func:`compare_words`, of units made by one :class:`~provenance.diff.units.Rows`."""
    if before.words == after.words:
        pieces = [_Piece("equal", 0, len(before.words), 0, len(after.words), _EQUAL)] if before.words else []
    else:
        pieces = list(_pieces(before, after))
    told = _merged(pieces)
    if not (len(before.speakers) == len(after.speakers) == 1 and before.speakers == after.speakers):
        told = _with_marks(told, before, after)
    sole = before.sole_layer if before.sole_layer == after.sole_layer else None
    return tuple(_as_change(piece, before, after, sole or _layer(piece, before, after)) for piece in told)


def _pieces(before: Units, after: Units) -> Iterator[_Piece]:
    """Stretch by stretch, each with the gap before it; the cursors say how far both sides are told."""
    stretches = arranged(opcodes(before.code, after.code), before, after)
    one_speaks = before.sole_layer is not None and before.sole_layer == after.sole_layer
    b = a = number = 0
    while number < len(stretches):
        stretch = stretches[number]
        if stretch.kind is Kind.SAME:
            b2, a2 = before.ends[stretch.i2 - 1], after.ends[stretch.j2 - 1]
            if before.words[b:b2] == after.words[a:a2]:
                yield _Piece("equal", b, b2, a, a2, _EQUAL)
                b, a = b2, a2
                number += 1
                continue
            yield from _gap(before, after, (b, before.starts[stretch.i1]), (a, after.starts[stretch.j1]))
            yield from _same(stretch, before, after)
            b, a = b2, a2
            number += 1
            continue
        if stretch.kind is Kind.PAIR or _stands_alone(stretches, number):
            core_b, core_a = _with_own_signs(stretch, before, after, (b, a))
            yield from _gap(before, after, (b, core_b[0]), (a, core_a[0]))
            if stretch.kind is Kind.PAIR or one_speaks:
                yield _judged(before, after, core_b, core_a)
            else:
                yield from _by_speaker(before, after, core_b, core_a)
            b, a = core_b[1], core_a[1]
            number += 1
            continue
        last = number
        while last < len(stretches) and stretches[last].kind not in (Kind.SAME, Kind.PAIR):
            last += 1
        following = stretches[last] if last < len(stretches) else None
        left = (b, before.starts[following.i1] if following else len(before.words))
        right = (a, after.starts[following.j1] if following else len(after.words))
        yield from _between(stretches[number:last], before, after, left, right)
        number, b, a = last, left[1], right[1]
    yield from _gap(before, after, (b, len(before.words)), (a, len(after.words)))


def _stands_alone(stretches: Sequence[Stretch], number: int) -> bool:
    """Whether words were replaced here by others, and the next are the same: what most changes are."""
    stretch = stretches[number]
    two_sided = stretch.kind is Kind.CHANGED and stretch.i1 < stretch.i2 and stretch.j1 < stretch.j2
    return two_sided and (number + 1 == len(stretches) or stretches[number + 1].kind is Kind.SAME)


def _same(stretch: Stretch, before: Units, after: Units) -> Iterator[_Piece]:
    """Units that fold to the same: equal as a whole, or unit by unit and gap by gap."""
    b1, b2 = before.starts[stretch.i1], before.ends[stretch.i2 - 1]
    a1, a2 = after.starts[stretch.j1], after.ends[stretch.j2 - 1]
    if before.words[b1:b2] == after.words[a1:a2]:
        yield _Piece("equal", b1, b2, a1, a2, _EQUAL)
        return
    for step in range(stretch.i2 - stretch.i1):
        i, j = stretch.i1 + step, stretch.j1 + step
        if step:
            yield from _gap(before, after, (before.ends[i - 1], before.starts[i]), (after.ends[j - 1], after.starts[j]))
        piece = _judged(before, after, (before.starts[i], before.ends[i]), (after.starts[j], after.ends[j]))
        yield piece._replace(verdict=_OTHER_WORD) if _owned_by_others(piece, before, after) else piece


def _owned_by_others(piece: _Piece, before: Units, after: Units) -> bool:
    """Whether the apostrophe moved (*boy's*, *boys'*): one owner, or several. One behind a word is no part of it."""
    if piece.op != "replaced":
        return False
    sides = ((before.words, piece.b1, piece.b2), (after.words, piece.a1, piece.a2))
    written = [words[start : end + (words[end : end + 1] in ("'", "’"))] for words, start, end in sides]
    return parted_by_a_sign(*written)


def _between(
    group: Sequence[Stretch], before: Units, after: Units, left: tuple[int, int], right: tuple[int, int]
) -> Iterator[_Piece]:
    """What stands between two equal stretches: changed words, with the gaps around them read apart."""
    (b1, b2), (a1, a2) = left, right
    first, last = group[0], group[-1]
    if len(group) > 1 or first.kind is not Kind.CHANGED:
        yield from _with_moved(group, before, after, left, right)
    elif first.i1 == last.i2 or first.j1 == last.j2:
        yield from _one_sided(first, before, after, left, right)
    else:
        core_b, core_a = _with_own_signs(first, before, after, (b1, a1))
        yield from _gap(before, after, (b1, core_b[0]), (a1, core_a[0]))
        yield from _by_speaker(before, after, core_b, core_a)
        yield from _gap(before, after, (core_b[1], b2), (core_a[1], a2))


def _one_sided(
    stretch: Stretch, before: Units, after: Units, left: tuple[int, int], right: tuple[int, int]
) -> Iterator[_Piece]:
    """Words that stand on one side only. Two gaps there meet one gap here: that which is the same stays."""
    removed = stretch.i1 < stretch.i2
    (x1, x2), (y1, y2) = (left, right) if removed else (right, left)
    own, other = (before, after) if removed else (after, before)
    first, last = (stretch.i1, stretch.i2) if removed else (stretch.j1, stretch.j2)
    core1, core2 = own.starts[first], own.ends[last - 1]
    gap = other.words[y1:y2]

    def sides(x: tuple[int, int], y: tuple[int, int]) -> tuple[tuple[int, int], tuple[int, int]]:
        return (x, y) if removed else (y, x)

    kept = _kept_of_gap(own.words, (x1, core1), (core2, x2), gap)
    if kept is not None:
        yield from _gap(before, after, *sides((x1, x1 + kept), (y1, y1 + kept)))
        yield _judged(before, after, *sides((x1 + kept, x2 - len(gap) + kept), (y1 + kept, y1 + kept)))
        yield from _gap(before, after, *sides((x2 - len(gap) + kept, x2), (y1 + kept, y2)))
        return
    yield from _gap(before, after, *sides((x1, core1), (y1, y2)))
    yield _judged(before, after, *sides((core1, x2), (y2, y2)))


def _kept_of_gap(words: str, lead: tuple[int, int], trail: tuple[int, int], gap: str) -> int | None:
    """How much of the other side's gap is the beginning of the gap before, the rest being the end of that after.

    Where both fit in several ways, the one that leaves brackets whole: ``[sic] `` came, not ``sic] `` behind a
    ``[``. None where the two gaps do not make up the other.
    """
    head = common_length(words[slice(*lead)], gap)
    fitting = [
        kept for kept in range(head, -1, -1)
        if len(gap) - kept <= trail[1] - trail[0] and words.endswith(gap[kept:], trail[0], trail[1])
    ]  # fmt: skip
    for kept in fitting:
        stretch = words[lead[0] + kept : trail[1] - len(gap) + kept]
        if all(stretch.count(opens) == stretch.count(closes) for opens, closes in _PAIRED.items()):
            return kept
    return fitting[0] if fitting else None


_PAIRED = {"[": "]", "(": ")", "⟨": "⟩"}
_CLINGING = frozenset("[]()⟨⟩")
"""What may stand right beside words and be of them; hardly any words have it, so it is looked for first."""
_ENCLOSING = frozenset(opens + closes for opens, closes in _PAIRED.items())


def _with_own_signs(
    stretch: Stretch, before: Units, after: Units, told: tuple[int, int]
) -> tuple[tuple[int, int], tuple[int, int]]:
    """The characters of a changed stretch, with signs that are of the words: half a bracket, a font's own letter.

    A bracket round the whole of it, on one side alone, is part of a phrase that was replaced.
    """
    left = (before.starts[stretch.i1], before.ends[stretch.i2 - 1])
    right = (after.starts[stretch.j1], after.ends[stretch.j2 - 1])
    beside = "".join(
        (
            before.words[left[0] - 1 : left[0]], before.words[left[1] : left[1] + 1],
            after.words[right[0] - 1 : right[0]], after.words[right[1] : right[1] + 1],
        )
    )  # fmt: skip
    if _CLINGING.isdisjoint(beside) and (beside.isascii() or not any(map(is_private, beside))):
        return left, right
    free_b = (told[0], before.starts[stretch.i2] if stretch.i2 < len(before.starts) else len(before.words))
    free_a = (told[1], after.starts[stretch.j2] if stretch.j2 < len(after.starts) else len(after.words))
    left, right = _whole(before.words, left, free_b), _whole(after.words, right, free_a)
    if stretch.kind is Kind.CHANGED:
        around_b, around_a = _brackets_at(before.words, left, free_b), _brackets_at(after.words, right, free_a)
        replaced = classify(before.words[slice(*left)], after.words[slice(*right)]).class_ == "substantive"
        if replaced and around_b in _ENCLOSING and not around_a:
            left = (left[0] - 1, left[1] + 1)
        elif replaced and around_a in _ENCLOSING and not around_b:
            right = (right[0] - 1, right[1] + 1)
    return left, right


def _whole(words: str, ends: tuple[int, int], free: tuple[int, int]) -> tuple[int, int]:
    start, end = ends
    while start > free[0] and is_private(words[start - 1]):
        start -= 1
    while end < free[1] and is_private(words[end]):
        end += 1
    for opens, closes in _PAIRED.items():
        missing = words.count(closes, start, end) - words.count(opens, start, end)
        if missing == 1 and start > free[0] and words[start - 1] == opens:
            start -= 1
        elif missing == -1 and end < free[1] and words[end] == closes:
            end += 1
    return start, end


def _brackets_at(words: str, ends: tuple[int, int], free: tuple[int, int]) -> str:
    """The brackets that stand in the gaps before and after some words; ``[]`` of two right beside them."""
    gaps = (words[free[0] : ends[0]], words[ends[1] : free[1]])
    signs = "".join(c for gap in gaps for c in gap if c in BRACKETS)
    beside = words[ends[0] - 1 : ends[0]] + words[ends[1] : ends[1] + 1]
    return signs if signs not in _ENCLOSING or signs == beside else f"apart {signs}"


def _with_moved(
    group: Sequence[Stretch], before: Units, after: Units, left: tuple[int, int], right: tuple[int, int]
) -> Iterator[_Piece]:
    """Changed words among which one end of a transposition stands; its two ends are joined later."""
    b = min([left[1], *(before.starts[s.i1] for s in group if s.i1 < s.i2)])
    a = min([right[1], *(after.starts[s.j1] for s in group if s.j1 < s.j2)])
    yield from _gap(before, after, (left[0], b), (right[0], a))
    for number, stretch in enumerate(group):
        later = group[number + 1 :]
        b2 = min([left[1], *(before.starts[s.i1] for s in later if s.i1 < s.i2)]) if stretch.i1 < stretch.i2 else b
        a2 = min([right[1], *(after.starts[s.j1] for s in later if s.j1 < s.j2)]) if stretch.j1 < stretch.j2 else a
        if stretch.kind is Kind.CHANGED:
            yield _judged(before, after, (b, b2), (a, a2))
        else:
            yield _Piece("moved", b, b2, a, a2, _MOVED, stretch.move)
        b, a = b2, a2
    yield from _gap(before, after, (b, left[1]), (a, right[1]))


def _judged(before: Units, after: Units, left: tuple[int, int], right: tuple[int, int]) -> _Piece:
    """One stretch classed by its letters."""
    was, now = before.words[slice(*left)], after.words[slice(*right)]
    verdict = classify(was, now)
    op: Op = "equal" if was == now else "added" if not was else "removed" if not now else "replaced"
    return _Piece(op, *left, *right, verdict)


def _by_speaker(before: Units, after: Units, left: tuple[int, int], right: tuple[int, int]) -> Iterator[_Piece]:
    """A replaced stretch told speaker by speaker where the same speak in it on both sides, one after the other."""
    if before.sole_layer is not None and before.sole_layer == after.sole_layer:
        yield _judged(before, after, left, right)
        return
    parts_b, parts_a = (list(_spoken_parts(units, *ends)) for units, ends in ((before, left), (after, right)))
    if len(parts_b) == 1 or [layer for _, _, layer in parts_b] != [layer for _, _, layer in parts_a]:
        yield _judged(before, after, left, right)
        return
    for (b1, b2, _), (a1, a2, _) in zip(parts_b, parts_a, strict=True):
        was, now = before.words[b1:b2], after.words[a1:a2]
        head, tail = _signs_in_common(was, now), _signs_in_common(was[::-1], now[::-1])
        if was == now:
            head, tail = len(was), 0
        if head:
            yield _Piece("equal", b1, b1 + head, a1, a1 + head, _EQUAL)
        if b1 + head < b2 - tail or a1 + head < a2 - tail:
            yield _judged(before, after, (b1 + head, b2 - tail), (a1 + head, a2 - tail))
        if tail:
            yield _Piece("equal", b2 - tail, b2, a2 - tail, a2, _EQUAL)


def _signs_in_common(was: str, now: str) -> int:
    """How many signs and spaces two stretches begin with alike, short of the words."""
    common = common_length(was, now)
    word = next((place for place, c in enumerate(was[:common]) if c.isalnum()), common)
    return 0 if word in (len(was), len(now)) else word


def _spoken_parts(units: Units, start: int, end: int) -> Iterator[tuple[int, int, Layer]]:
    part: tuple[int, int, Layer] | None = None
    for first, last, (layer, _) in units.speakers_in(start, end):
        if part is not None and part[2] == layer:
            part = (part[0], last, layer)
            continue
        if part is not None:
            yield part
        part = (first if part is not None else start, last, layer)
    if part is not None:
        yield (part[0], end, part[2])


def _gap(before: Units, after: Units, left: tuple[int, int], right: tuple[int, int]) -> Iterator[_Piece]:
    """Spaces and punctuation between two units; only what differs of them is told."""
    was, now = before.words[slice(*left)], after.words[slice(*right)]
    if was == now:
        if was:
            yield _Piece("equal", *left, *right, _EQUAL)
        return
    head = common_length(was, now)
    tail = common_length(was[head:][::-1], now[head:][::-1])
    (b1, b2), (a1, a2) = left, right
    if head:
        yield _Piece("equal", b1, b1 + head, a1, a1 + head, _EQUAL)
    middle = _judged(before, after, (b1 + head, b2 - tail), (a1 + head, a2 - tail))
    mixed = middle.verdict.sort == "punctuation" and any(c in BRACKETS for c in was + now)
    if mixed:
        yield from _sign_by_sign(before, after, (b1 + head, b2 - tail), (a1 + head, a2 - tail))
    else:
        yield middle
    if tail:
        yield _Piece("equal", b2 - tail, b2, a2 - tail, a2, _EQUAL)


def _sign_by_sign(before: Units, after: Units, left: tuple[int, int], right: tuple[int, int]) -> Iterator[_Piece]:
    """A bracket that was set beside other changed signs is told apart from them: it may be another's."""
    (b1, _), (a1, _) = left, right
    for op in opcodes(before.words[slice(*left)], after.words[slice(*right)]):
        yield _judged(before, after, (b1 + op.i1, b1 + op.i2), (a1 + op.j1, a1 + op.j2))


def _merged(pieces: Iterable[_Piece]) -> Iterator[_Piece]:
    """Neighbouring equal pieces as one, and the two ends of each move as one piece where the words came to."""
    collected = list(pieces)
    gone = {piece.move: piece for piece in collected if piece.move >= 0 and piece.b1 < piece.b2}
    last: _Piece | None = None
    for piece in collected:
        if piece.move >= 0:
            if piece.b1 < piece.b2:
                continue
            home = gone[piece.move]
            current = _Piece(piece.op, home.b1, home.b2, piece.a1, piece.a2, piece.verdict, piece.move)
        else:
            current = piece
        if last is not None and last.op == current.op == "equal" and (last.b2, last.a2) == (current.b1, current.a1):
            # written out: a NamedTuple's _replace costs ten times as much, and this runs for every gap
            last = _Piece("equal", last.b1, current.b2, last.a1, current.a2, last.verdict, last.move)
            continue
        if last is not None:
            yield last
        last = current
    if last is not None:
        yield last


def _with_marks(pieces: Iterable[_Piece], before: Units, after: Units) -> Iterator[_Piece]:
    """Equal words that stand in other marks, or are another's: told as marked."""
    for piece in pieces:
        if piece.op != "equal":
            yield piece
        else:
            yield from _merged(_marked(piece, before, after))


def _marked(piece: _Piece, before: Units, after: Units) -> Iterator[_Piece]:
    shift = piece.a1 - piece.b1
    at = piece.b1
    theirs = after.speakers_in(piece.a1, piece.a2)
    own = before.speakers_in(piece.b1, piece.b2)
    mine, other = next(own, None), next(theirs, None)
    while mine is not None and other is not None:
        stop = min(mine[1], other[1] - shift)
        same = mine[2] == other[2] or before.words[at:stop].isspace()
        verdict = _EQUAL if same else Verdict("markup", "marks", _spoken(mine[2], other[2]))
        yield _Piece("equal" if same else "marked", at, stop, at + shift, stop + shift, verdict)
        at = stop
        mine = next(own, None) if mine[1] == stop else mine
        other = next(theirs, None) if other[1] - shift == stop else other
    if at < piece.b2:
        yield _Piece("equal", at, piece.b2, at + shift, piece.a2, _EQUAL)


def _spoken(before: Speaker, after: Speaker) -> str:
    """What changed of the marks, in words: ``supplied → gloss``, ``layer document → editor``."""
    said = []
    if before[1] != after[1]:
        said.append(f"{' in '.join(reversed(before[1])) or 'no mark'} → {' in '.join(reversed(after[1])) or 'no mark'}")
    if before[0] != after[0]:
        said.append(f"layer {before[0]} → {after[0]}")
    return "; ".join(said)


def _as_change(piece: _Piece, before: Units, after: Units, layer: Layer) -> WordChange:
    return WordChange(
        piece.op,
        before.words[piece.b1 : piece.b2],
        after.words[piece.a1 : piece.a2],
        piece.verdict.class_,
        piece.verdict.sort,
        layer,
        Offsets((piece.b1, piece.b2), (piece.a1, piece.a2)),
        piece.verdict.note,
    )


def _layer(piece: _Piece, before: Units, after: Units) -> Layer:
    """Whose words changed: the document's wherever one of its words is among them, else who speaks most."""
    weights: dict[Layer, int] = {}
    for units, start, end in ((before, piece.b1, piece.b2), (after, piece.a1, piece.a2)):
        for first, last, (layer, _) in units.speakers_in(start, end):
            said = units.words[first:last]
            weight = 1_000 * sum(c.isalnum() for c in said) + sum(not c.isspace() for c in said)
            weights[layer] = weights.get(layer, 0) + weight
    if weights.get("document", 0) >= _ONE_LETTER or not weights:
        return "document" if weights else "unknown"
    return max(weights, key=lambda layer: weights[layer])


_ONE_LETTER = 1_000
