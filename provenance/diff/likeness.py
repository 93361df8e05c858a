"""What is to say of two texts as wholes: that one has no words, or that they are hardly the same document."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.diff.difference import BlockChange
    from provenance.text.readings import Passage

HARDLY = 0.25
"""Share of both texts that stands on both sides, below which they are called unlike."""
TOO_SHORT = 120
"""Characters; of less nothing is said: a short note may well be rewritten."""


def notices_of(
    before: Sequence[Passage], after: Sequence[Passage], blocks: Sequence[BlockChange], names: tuple[str, str]
) -> tuple[str, ...]:
    """What a reader must know before the changes one by one; ``names`` are what the two sides are called."""
    lengths = [sum(len(passage.words) for passage in side) for side in (before, after)]
    if not any(lengths):
        return (f"no words on either side: {names[0]}, {names[1]}",)
    empty = [name for name, length in zip(names, lengths, strict=True) if not length]
    if empty:
        return (f"{empty[0]} has no words",)
    share = likeness(lengths[0], lengths[1], blocks)
    if min(lengths) < TOO_SHORT or share >= HARDLY:
        return ()
    return (f"hardly anything stands on both sides ({share:.0%}): these may be two different documents",)


def likeness(before: int, after: int, blocks: Sequence[BlockChange]) -> float:
    """Which part of two texts of so many characters stands on both sides, by what differs: 0 to 1."""
    lost = sum(_lost(block) for block in blocks)
    return max(0.0, 1 - lost / (before + after)) if before + after else 1.0


def _lost(block: BlockChange) -> int:
    """The characters of both sides that have no counterpart, or an unlike one."""
    if block.change in ("added", "removed"):
        return len(block.before) + len(block.after)
    return sum(
        len(word.before) + len(word.after)
        for word in block.changed_words()
        if word.class_ == "substantive" and word.op != "moved"
    )
