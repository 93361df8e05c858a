"""Words that went from one block to another: a sentence put elsewhere, a note taken into the text.

They are gone from one block and came to the other; each place is told where
its words are on the other side. Where only the break between two paragraphs
stands elsewhere, nothing was put in or left out, and it is told as that.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from provenance.diff.difference import ELSEWHERE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.diff.difference import BlockChange, WordChange

FEWEST_WORDS = 5
"""Of fewer words nobody can say that they are the same that went."""
MOST = 200
"""Stretches of a side that are looked through."""
ALIKE = 0.8
"""Share of the longer of two stretches that the other must have, as one phrase."""
_WORD = re.compile(r"\w+")


class _Stretch(NamedTuple):
    """Words on one side alone: of which block, which of its changes (None: the whole block)."""

    block: int
    word: int | None
    words: str


def with_carried(blocks: tuple[BlockChange, ...]) -> tuple[BlockChange, ...]:
    """The blocks, with what went from one to another told on both sides."""
    gone = list(_stretches(blocks, "removed"))[:MOST]
    come = list(_stretches(blocks, "added"))[:MOST]
    if not gone or not come:
        return blocks
    told = list(blocks)
    taken: set[_Stretch] = set()
    for mine, theirs in product(gone, come):
        if mine.block == theirs.block or mine in taken or theirs in taken or not _alike(mine.words, theirs.words):
            continue
        taken |= {mine, theirs}
        here, there = told[mine.block], told[theirs.block]
        broken = mine.word is not None and theirs.word is not None and _only_broken(here, mine, there, theirs)
        told[mine.block] = _noted(here, mine.word, _labels(there.labels_after), broken=broken)
        there = told[theirs.block]
        told[theirs.block] = _noted(there, theirs.word, _labels(blocks[mine.block].labels_before), broken=broken)
    return tuple(told)


def _stretches(blocks: tuple[BlockChange, ...], op: str) -> Iterator[_Stretch]:
    for number, block in enumerate(blocks):
        if block.change == op:
            words = _folded(block.before or block.after)
            if words.count(" ") >= FEWEST_WORDS - 1:
                yield _Stretch(number, None, words)
        elif block.change not in ("added", "removed"):
            for place, word in enumerate(block.words):
                if word.op == op:
                    words = _folded(word.before or word.after)
                    if words.count(" ") >= FEWEST_WORDS - 1:
                        yield _Stretch(number, place, words)


def _folded(words: str) -> str:
    return " ".join(_WORD.findall(words.casefold()))


def _alike(left: str, right: str) -> bool:
    shorter, longer = sorted((left, right), key=len)
    return len(shorter) >= ALIKE * len(longer) and f" {shorter} " in f" {longer} "


def _only_broken(here: BlockChange, mine: _Stretch, there: BlockChange, theirs: _Stretch) -> bool:
    """Whether the words stand in the same order on both sides, and only the paragraphs are divided elsewhere."""
    if here.moved or there.moved or mine.words != theirs.words:
        return False
    gone, come = here.words[mine.word or 0], there.words[theirs.word or 0]
    if here.places_after and there.places_after and here.places_after[-1] + 1 == there.places_after[0]:
        return _at_end(here.before, gone.offsets.before) and _at_start(there.after, come.offsets.after)
    if here.places_after and there.places_after and there.places_after[-1] + 1 == here.places_after[0]:
        return _at_start(here.before, gone.offsets.before) and _at_end(there.after, come.offsets.after)
    return False


def _at_end(words: str, ends: tuple[int, int]) -> bool:
    return not any(c.isalnum() for c in words[ends[1] :])


def _at_start(words: str, ends: tuple[int, int]) -> bool:
    return not any(c.isalnum() for c in words[: ends[0]])


def _labels(labels: tuple[str, ...]) -> str:
    return ELSEWHERE + ", ".join(labels)


def _noted(block: BlockChange, place: int | None, note: str, *, broken: bool) -> BlockChange:
    if place is None:
        return replace(block, note=f"{block.note}; {note}" if block.note else note)
    words = list(block.words)
    words[place] = _carried(words[place], note, broken=broken)
    return replace(block, words=tuple(words))


def _carried(word: WordChange, note: str, *, broken: bool) -> WordChange:
    if broken:
        return replace(word, class_="accidental", sort="paragraph", note=note)
    return replace(word, sort="order", note=note)
