"""Passages: one block in one reading, as runs in each of which one layer speaks; and how the printed ones are made."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from provenance.text.blocks import Bracket, Break, Cell, Emphasis, Layer, Mark, Section, Span, Words
from provenance.text.layers import block_layer, bracket_layer, stated_layer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from provenance.text.blocks import Block, EditionText, Inline


@dataclass(frozen=True)
class Run:
    """A stretch of one passage in which one layer speaks.

    ``kinds`` are the marks around it, outermost first: ``bracketed`` for a
    bracket over blocks, ``emphasis``, the kinds of brackets and spans, and
    ``erratum:KEY`` alone for words of ours. ``start`` and ``end`` are offsets
    into the source, -1 where the words do not stand there as they are.
    """

    text: str
    layer: Layer
    kinds: tuple[str, ...] = ()
    start: int = -1
    end: int = -1


@dataclass(frozen=True)
class Passage:
    """One block in one reading. ``section`` is the headnote, attachment, table or bracket that it stands in, if any."""

    id: str
    tag: str | None
    number: str | None
    note: str | None
    section: str | None
    layer: Layer
    runs: tuple[Run, ...]

    @cached_property
    def words(self) -> str:
        """All runs joined."""
        return "".join(run.text for run in self.runs)

    @property
    def label(self) -> str:
        """How a reader calls the place: ``¶12``, ``fn 1``, ``title``; else its id."""
        if self.number is not None:
            return f"¶{self.number}"
        if self.note is not None:
            return f"fn {self.note}"
        return self.tag or self.id

    @property
    def locator(self) -> str:
        """The permanent address: the block's id."""
        return self.id


def cut(run: Run, start: int, end: int) -> Run:
    """The stretch of a run from ``start`` to ``end``; its place in the source is kept where it is certain."""
    if run.start >= 0 and run.end - run.start == len(run.text):
        return replace(run, text=run.text[start:end], start=run.start + start, end=run.start + end)
    return replace(run, text=run.text[start:end], start=-1, end=-1)


def printed(text: EditionText, brackets: Layer) -> tuple[Passage, ...]:
    """Every block as it is printed."""
    return tuple(_passage(block, sections, brackets, edges) for block, sections, edges in _with_edges(text))


def _with_edges(text: EditionText) -> Iterator[tuple[Block, tuple[Section, ...], tuple[str, str]]]:
    """Every block, its sections, and the signs of the brackets over blocks that open and close with it."""
    blocks = list(text.blocks())
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for index, (_, sections) in enumerate(blocks):
        for section in sections:
            if section.kind == "bracketed":
                first.setdefault(id(section), index)
                last[id(section)] = index
    opens: dict[int, int] = {}
    closes: dict[int, int] = {}
    for marks, where in ((opens, first), (closes, last)):
        for index in where.values():
            marks[index] = marks.get(index, 0) + 1
    for index, (block, sections) in enumerate(blocks):
        yield block, sections, ("[" * opens.get(index, 0), "]" * closes.get(index, 0))


def named_section(sections: Sequence[Section]) -> str | None:
    """The kind of the innermost headnote or attachment, else of the innermost section."""
    parts = [section.kind for section in sections if section.kind in {"headnote", "attachment"}]
    return parts[-1] if parts else (sections[-1].kind if sections else None)


def _passage(
    block: Block, sections: tuple[Section, ...], brackets: Layer, edges: tuple[str, str] = ("", "")
) -> Passage:
    layer = block_layer(block, sections, brackets)
    outer = tuple(section.kind for section in sections if section.kind == "bracketed")
    printer = Printer(sections, layer, brackets)
    before, after = edges
    if before:
        printer.add(Run(before, layer, outer))
    printer.walk(block.inlines, layer, outer)
    if after:
        printer.add(Run(after, layer, outer))
    named = named_section(sections)
    return Passage(block.id, block.tag, block.number, block.note, named, layer, joined(printer.runs))


def joined(runs: Sequence[Run]) -> tuple[Run, ...]:
    """The runs, those of one layer and kind that touch in the source made one."""
    if not runs:
        return ()
    # cut where neighbours differ, then join each stretch once: joining step by step is quadratic
    cuts = [n for n, (one, next_) in enumerate(pairwise(runs), 1) if not _touch(one, next_)]
    stretches = (runs[start:end] for start, end in pairwise([0, *cuts, len(runs)]))
    return tuple(stretch[0] if len(stretch) == 1 else _one(stretch) for stretch in stretches)


def _one(runs: Sequence[Run]) -> Run:
    first = runs[0]
    return Run("".join(run.text for run in runs), first.layer, first.kinds, first.start, runs[-1].end)


def _touch(one: Run, other: Run) -> bool:
    return (one.layer, one.kinds) == (other.layer, other.kinds) and one.end == other.start != -1


class Printer:
    """Collects the runs of the printed reading of one block."""

    def __init__(self, sections: Sequence[Section], block: Layer, brackets: Layer) -> None:
        self.sections = sections
        self.block = block
        self.brackets = brackets
        self.runs: list[Run] = []

    def add(self, run: Run) -> None:
        """Print these words."""
        if run.text:
            self.runs.append(run)

    def walk(self, inlines: Iterable[Inline], layer: Layer, kinds: tuple[str, ...]) -> None:
        """Print what stands there, spoken by ``layer`` where nothing says another."""
        for inline in inlines:
            if isinstance(inline, Words):
                self.add(Run(inline.text, layer, kinds, inline.start, inline.end))
            elif isinstance(inline, Break):
                self.add(Run("\n", layer, kinds, inline.start, inline.end))
            elif isinstance(inline, Cell):
                self.add(Run("\t", layer, kinds, inline.start, inline.end))
            elif isinstance(inline, Bracket):
                self.bracket(inline, kinds)
            elif isinstance(inline, Emphasis):
                self.walk(inline.children, layer, (*kinds, "emphasis"))
            elif isinstance(inline, Span):
                self.span(inline, layer, kinds)
            elif isinstance(inline, Mark):
                self.mark(inline, layer, kinds)

    def bracket(self, bracket: Bracket, kinds: tuple[str, ...]) -> None:
        """Print its signs and its words."""
        layer = bracket_layer(bracket, self.sections, self.block, self.brackets)
        kinds = (*kinds, bracket.kind)
        start = bracket.start
        close = closing_sign(bracket)
        self.add(Run("[", layer, kinds, start, start + 1 if start >= 0 else -1))
        self.walk(bracket.children, layer, kinds)
        self.add(Run("]", layer, kinds, close, close + 1 if close >= 0 else -1))

    def span(self, span: Span, layer: Layer, kinds: tuple[str, ...]) -> None:
        """Print its words."""
        self.walk(span.children, stated_layer(span.attrs) or layer, (*kinds, span.kind))

    def mark(self, mark: Mark, layer: Layer, kinds: tuple[str, ...]) -> None:
        """A point prints nothing."""


def closing_sign(bracket: Bracket) -> int:
    """Where in the source its ``]`` stands; -1 without a source."""
    if bracket.start < 0:
        return -1
    return bracket.children[-1].end if bracket.children else bracket.start + 1
