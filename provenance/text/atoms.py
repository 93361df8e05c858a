"""A block's source taken apart: each printed character, and each mark that nobody sees, with its place.

This is the bridge between offsets of the printed reading and offsets of the
file; ``splice`` and ``marking`` cut along it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from provenance.errors import InputError
from provenance.text.blocks import Bracket, Break, Call, Cell, Emphasis, Inline, Mark, Span, Words
from provenance.text.notation import parse
from provenance.text.passages import Passage, closing_sign
from provenance.text.readings import Reading, derive
from provenance.text.writing import write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from provenance.text.blocks import Block, EditionText
    from provenance.text.locate import Place

Sort = Literal["word", "break", "cell", "open", "close", "point"]


@dataclass(frozen=True)
class Atom:
    """A piece of a block's source. ``char`` is what it prints, empty for what nobody sees.

    The two signs of a bracket print; those of emphasis and spans do not; calls
    and ``{pb}`` are points. The closing sign of a bracket takes its label with it.
    """

    sort: Sort
    char: str
    start: int
    end: int
    of: Inline


def atoms(inlines: Iterable[Inline], source: str) -> Iterator[Atom]:
    """The atoms of parsed inlines, in order."""
    for inline in inlines:
        if isinstance(inline, Words):
            yield from _letters(inline, source)
        elif isinstance(inline, (Break, Cell)):
            kept = isinstance(inline, Break)
            yield Atom("break" if kept else "cell", "\n" if kept else "\t", inline.start, inline.end, inline)
        elif isinstance(inline, (Call, Mark)):
            yield Atom("point", "", inline.start, inline.end, inline)
        else:
            yield from _around(inline, source)


def _letters(words: Words, source: str) -> Iterator[Atom]:
    at = words.start
    for char in words.text:
        end = at + (2 if source[at] == "\\" else 1)
        yield Atom("word", char, at, end, words)
        at = end


def _around(mark: Emphasis | Bracket | Span, source: str) -> Iterator[Atom]:
    bracket = isinstance(mark, Bracket)
    close = closing_sign(mark) if isinstance(mark, Bracket) else mark.end - 1
    inner = mark.children[0].start if mark.children else close
    yield Atom("open", "[" if bracket else "", mark.start, inner, mark)
    yield from atoms(mark.children, source)
    yield Atom("close", "]" if bracket else "", close, mark.end, mark)


@dataclass(frozen=True)
class Site:
    """A block about to be changed: its parsed source, its printed passage, its atoms.

    ``shown`` are the indices of the atoms that print; ``lead`` is how many signs
    of brackets over blocks stand before them in the passage.
    """

    text: EditionText
    block: Block
    passage: Passage
    atoms: tuple[Atom, ...]
    shown: tuple[int, ...]
    lead: int

    @classmethod
    def of(cls, text: EditionText, place: Place) -> Site:
        """The site of a place of the printed reading; InputError where the place is not of this text."""
        return cls.each(text, [place])[place.block.id]

    @classmethod
    def each(cls, text: EditionText, places: Iterable[Place]) -> dict[str, Site]:
        """The sites of places of the printed reading, by block; InputError where one is not of this text."""
        if not text.source:
            text = parse(write(text))
        blocks = {block.id: block for block, _ in text.blocks()}
        passages = {passage.id: passage for passage in derive(text, Reading.PRINTED)}
        found: dict[str, Site] = {}
        for place in places:
            name = place.block.id
            if name not in passages or passages[name].words != place.passage.words:
                raise InputError(
                    f"{name} is not as it is printed in this text", hint="find the place in the printed reading"
                )
            if name not in found:
                found[name] = cls._of(text, blocks[name], passages[name])
        return found

    @classmethod
    def _of(cls, text: EditionText, block: Block, passage: Passage) -> Site:
        found = tuple(atoms(block.inlines, text.source))
        first = passage.runs[0] if passage.runs else None
        lead = len(first.text) if first is not None and first.start < 0 else 0
        return cls(text, block, passage, found, tuple(n for n, atom in enumerate(found) if atom.char), lead)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The atoms (first, one past the last) of the words from ``start`` to ``end`` of the passage; never empty."""
        start, end = start - self.lead, end - self.lead
        if not 0 <= start < end <= len(self.shown):
            raise InputError("the bracket over these blocks is a section's and is not changed with words")
        return self.shown[start], self.shown[end - 1] + 1

    def gap(self, at: int) -> tuple[int, int]:
        """The atoms that nobody sees between the printed characters before and behind ``at``."""
        at -= self.lead
        if not 0 <= at <= len(self.shown):
            raise InputError("the bracket over these blocks is a section's and is not changed with words")
        first = self.shown[at - 1] + 1 if at else 0
        return first, self.shown[at] if at < len(self.shown) else len(self.atoms)

    @property
    def words_start(self) -> int:
        """Where in the source the block's words begin."""
        return self.atoms[0].start
