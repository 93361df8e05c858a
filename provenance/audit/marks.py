"""What is marked in a text: its brackets, spans, points, calls and attributes, each with the block it stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.text.blocks import Bracket, Call, Emphasis, Mark, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.text.blocks import Attrs, Block, EditionText, Inline, Section


def marked(text: EditionText) -> Iterator[tuple[Block, tuple[Section, ...], Inline]]:
    """Every inline of every block that is not plain words, outermost first, in printed order."""
    for block, sections in text.blocks():
        for inline in _within(block.inlines):
            yield block, sections, inline


def _within(inlines: Sequence[Inline]) -> Iterator[Inline]:
    for inline in inlines:
        if isinstance(inline, Bracket | Span | Emphasis):
            yield inline
            yield from _within(inline.children)
        elif isinstance(inline, Mark | Call):
            yield inline


def attributes(text: EditionText) -> Iterator[tuple[Block, str, str, str]]:
    """Every attribute: its block (the section's first), what bears it, key, value."""
    seen: set[int] = set()
    for block, sections in text.blocks():
        for section in sections:
            if id(section) not in seen:
                seen.add(id(section))
                yield from _pairs(block, section.kind, section.attrs)
        yield from _pairs(block, block.tag or "block", block.attrs)
        for inline in _within(block.inlines):
            if isinstance(inline, Bracket | Span | Mark):
                yield from _pairs(block, inline.kind, inline.attrs)


def _pairs(block: Block, kind: str, attrs: Attrs) -> Iterator[tuple[Block, str, str, str]]:
    for key, value in attrs:
        yield block, kind, key, value


def calls(text: EditionText) -> tuple[tuple[str, str], ...]:
    """The note calls: the block each stands in, and its label."""
    return tuple((block.id, inline.label) for block, _, inline in marked(text) if isinstance(inline, Call))
