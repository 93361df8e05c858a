"""The pieces of a page made into an edition's text, and where each can be found by a locator."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from provenance.importers._page.calls import Call as PlacedCall
from provenance.importers._page.calls import Calls, find_calls
from provenance.importers._page.marks import mark
from provenance.importers._page.title import NUMBER_ALONE, NUMBERED_KIND
from provenance.text.blocks import Block, EditionText, Section
from provenance.text.ids import PlaceNames, named, printed_id
from provenance.text.notation import parse, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.importers._page.layout import Layout
    from provenance.importers._page.piece import Piece
    from provenance.text.blocks import BracketKind, Item

_MOST_NUMBER = 6
"""Digits of a paragraph number that the notation takes."""


@dataclass(frozen=True)
class Call:
    """A call that was found: its note's label, where, behind which words; ``doubtful`` where others fitted too."""

    label: str
    where: str
    before: str
    doubtful: str | None


@dataclass(frozen=True)
class PageText:
    """The text of a page, with what was found on the way; ``words`` are those of each piece, calls taken out."""

    text: EditionText
    wheres: tuple[str, ...]
    words: tuple[str, ...]
    calls: tuple[Call, ...]
    missing: tuple[str, ...]
    labelled: tuple[tuple[str, str, BracketKind], ...]
    unbalanced: tuple[tuple[str, str], ...]
    pages: tuple[tuple[str, str], ...]
    gaps: tuple[tuple[str, str], ...] = ()


def _may_end_in_a_call(piece: Piece, line: str) -> bool:
    """A title's number may have a note's glued to it, but not where it is a line by itself: ``No. 61``."""
    if piece.tag == "heading" and NUMBERED_KIND.search(line) is not None:
        return True  # Memorandum 3301
    return piece.tag == "title" and NUMBER_ALONE.fullmatch(line) is None


def blocks_of(layout: Layout) -> PageText:
    """Write the pieces as blocks, with their notes' calls and their brackets."""
    pieces = layout.pieces
    lines = [(at, line) for at, piece in enumerate(pieces) if piece.note is None for line in piece.paragraph.lines]
    labels = [piece.note for piece in pieces if piece.note is not None and not piece.continued]
    titles = {number for number, (at, line) in enumerate(lines) if _may_end_in_a_call(pieces[at], line)}
    known = {
        number: shown
        for number, (at, within) in enumerate(_numbered_lines(pieces))
        if (shown := [one for one in pieces[at].paragraph.stretches if one.kind == "call" and one.line == within])
    }
    lemmas = {piece.note: piece.lemma for piece in pieces if piece.note and piece.lemma}
    calls = find_calls(
        [line for _, line in lines],
        labels,
        titles,
        known,
        lemmas,
        in_parentheses=any(piece.in_parentheses for piece in pieces),
    )
    ids = _Ids(pieces)
    named_items = _sections([(piece, ids.block(piece)) for piece in pieces])
    taken = {block.id for block, _ in EditionText(named_items).blocks() if block.id}
    plain = [block for block, _ in EditionText(named(named_items, PlaceNames(taken))).blocks()]
    wheres = _wheres(pieces, plain)
    blocks: list[tuple[Piece, Block]] = []
    labelled: list[tuple[str, str, BracketKind]] = []
    unbalanced: list[tuple[str, str]] = []
    pages: list[tuple[str, str]] = []
    gaps: list[tuple[str, str]] = []
    words: list[str] = []
    first = 0
    by_line: dict[int, list[PlacedCall]] = {}
    for call in (*calls.found.values(), *calls.again):
        by_line.setdefault(call.line, []).append(call)
    for piece, where, block in zip(pieces, wheres, plain, strict=True):
        count = len(piece.paragraph.lines) if piece.note is None else 0
        own = [replace(call, line=at) for at in range(count) for call in by_line.get(first + at, ())]
        marked = mark(piece.paragraph.lines, own, piece.paragraph.stretches)
        words.append(_without(piece, own))
        blocks.append((piece, replace(block, inlines=marked.inlines)))
        labelled += [(where, bracketed, kind) for bracketed, kind in marked.labelled]
        # the bracket behind a lemma has no other half, and needs none
        unbalanced += [(where, around) for around in marked.unbalanced[1 if piece.lemma else 0 :]]
        pages += [(where, said) for said in marked.pages]
        gaps += [(where, around) for around in marked.gaps]
        first += count
    text = EditionText(_sections(blocks))
    return PageText(
        parse(write(text)),
        wheres,
        tuple(words),
        _calls(calls, lines, wheres),
        calls.missing,
        tuple(labelled),
        tuple(unbalanced),
        tuple(pages),
        tuple(gaps),
    )


class _Ids:
    """Gives each block its id: by its number or a note's label, else by its tag, else from its words."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        printed = (printed_id(piece.number, piece.note) for piece in pieces if not piece.continued)
        self._reserved = {name for name in printed if name is not None}
        self._used: set[str] = set()
        self._digests: Counter[str] = Counter()

    def block(self, piece: Piece) -> Block:
        """The block without its words."""
        block = Block(id="", inlines=(), number=piece.number, tag=piece.tag, note=piece.note, continued=piece.continued)
        name = None if piece.continued else printed_id(piece.number, piece.note)
        if name is not None and name not in self._used:
            self._used.add(name)
            return replace(block, id=name)
        if name is None and piece.tag and piece.tag not in self._used:
            self._used.add(piece.tag)
            return block
        if piece.continued:
            return block
        return replace(block, id=self._from(piece.paragraph.words), given_id=True)

    def _from(self, words: str) -> str:
        """A short id from the words, so that two imports of one page make the same; the same words count on."""
        self._digests[words] += 1
        digest = hashlib.sha256(f"{words}\0{self._digests[words]}".encode()).hexdigest()
        lengths = range(5, 60)
        free = (f"k{digest[:length]}" for length in lengths)
        name = next(name for name in free if name not in self._used and name not in self._reserved)
        self._used.add(name)
        return name


def _numbered_lines(pieces: Sequence[Piece]) -> list[tuple[int, int]]:
    """For each line of the text its piece, and its number in that piece."""
    return [(at, within) for at, piece in enumerate(pieces) if piece.note is None
            for within in range(len(piece.paragraph.lines))]  # fmt: skip


def _sections(blocks: Sequence[tuple[Piece, Block]]) -> tuple[Item, ...]:
    """The blocks, those of a headnote, of one enclosure or of one table that follow one another in a section."""
    items: list[Item] = []
    for (headnote, attachment), group in groupby(blocks, key=lambda pair: (pair[0].headnote, pair[0].attachment)):
        within = _tables(list(group))
        if headnote:
            items.append(Section("headnote", within))
        elif attachment:
            items.append(Section("attachment", within))
        else:
            items.extend(within)
    return tuple(items)


def _tables(blocks: Sequence[tuple[Piece, Block]]) -> tuple[Item, ...]:
    """The same, the rows of each table in a section of their own."""
    items: list[Item] = []
    for table, group in groupby(blocks, key=lambda pair: pair[0].paragraph.table):
        rows = tuple(block for _, block in group)
        items.extend((Section("table", rows),) if table else rows)
    return tuple(items)


def _wheres(pieces: Sequence[Piece], blocks: Sequence[Block]) -> tuple[str, ...]:
    """A locator for each piece, as a record writes it: a note by its label, all else by its block's id."""
    return tuple(
        f"fn {piece.note}" if piece.note else block.id for piece, block in zip(pieces, blocks, strict=True)
    )  # fmt: skip


def _without(piece: Piece, own: Sequence[PlacedCall]) -> str:
    """The words of a piece on one line, without the calls."""
    lines = list(piece.paragraph.lines)
    for call in sorted(own, key=lambda one: (one.line, -one.start)):
        line = lines[call.line]
        lines[call.line] = line[: call.start] + line[call.end :]
    return " ".join(lines)


def _calls(calls: Calls, lines: Sequence[tuple[int, str]], wheres: Sequence[str]) -> tuple[Call, ...]:
    return tuple(
        Call(
            label,
            wheres[lines[call.line][0]],
            lines[call.line][1][max(0, call.start - 60) : call.start],
            calls.doubtful.get(label),
        )
        for label, call in [*calls.found.items(), *((call.label, call) for call in calls.again)]
    )
