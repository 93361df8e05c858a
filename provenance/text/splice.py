"""New words put into the source so that no other byte of it changes.

The words of a place are compared with the new ones token by token; what is
equal stays as it is written, marks included. A stretch that changes is replaced
in the source where it holds nothing but words, kept line breaks, cells and
whole brackets. Where a mark that nobody sees in print stands within it, the
change is refused: only a person can say where that mark belongs now. The result
is parsed again and must print exactly what was asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.errors import InputError
from provenance.text.atoms import Site
from provenance.text.blocks import Bracket, Call, walk
from provenance.text.notation import parse
from provenance.text.readings import Reading, derive
from provenance.text.tokens import tokens
from provenance.text.writing import escape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from provenance.text.atoms import Atom
    from provenance.text.blocks import EditionText
    from provenance.text.locate import Place

_BY_HAND = "correct the words on either side of it, or edit the text itself and record that with --from-edits"


@dataclass(frozen=True)
class _Change:
    """A stretch of the passage's words (empty: an insertion), and what is to be printed instead."""

    start: int
    end: int
    new: str


class _MarkWithinError(Exception):
    """A mark that is not seen in print stands within the stretch."""

    def __init__(self, written: str) -> None:
        super().__init__(written)
        self.written = written


def replace_words(text: EditionText, place: Place, new: str) -> str:
    """The source with ``new`` printed where the words of the place are printed now.

    Brackets in ``new`` that pair are printed brackets; a newline is a kept line
    break, a tab a cell's boundary. Raises InputError where a mark stands in the
    way, or nothing would be left; the source is returned as it was where the
    words are the same already.
    """
    return replace_each(text, (place,), new)


def replace_each(text: EditionText, places: Sequence[Place], new: str) -> str:
    """The same for many places of one text at once; InputError where two of them overlap or there is none."""
    if not places:
        raise InputError("there is no place to change")
    sites = Site.each(text, places)
    cuts: list[tuple[int, int, str]] = []
    expected = {name: site.passage.words for name, site in sites.items()}
    last: Place | None = None
    # from the last to the first, so that no offset of what is still to do moves
    for place in sorted(places, key=lambda each: (sites[each.block.id].block.start, each.start), reverse=True):
        if last is not None and last.block.id == place.block.id and last.start < place.end:
            raise InputError(f"two of the places overlap in {place.block.id}")
        site, words, last = sites[place.block.id], expected[place.block.id], place
        old = words[place.start : place.end]
        cuts += reversed(_cuts(site, _Change(place.start, place.end, new), old))
        expected[place.block.id] = words[: place.start] + new + words[place.end :]
    before = next(iter(sites.values())).text
    source = _spliced(before.source, cuts)
    check_printed(before, source, expected)
    return source


def _spliced(source: str, cuts: Sequence[tuple[int, int, str]]) -> str:
    """The source with each stretch replaced; the cuts come last first."""
    pieces: list[str] = []
    end = len(source)
    for start, stop, written in cuts:
        pieces += (source[stop:end], written)
        end = start
    pieces.append(source[:end])
    return "".join(reversed(pieces))


def _changes(old: str, new: str, at: int, pieces: Callable[[str], Sequence[str]]) -> Iterator[_Change]:
    """What differs between the two, piece by piece, as stretches of a passage in which ``old`` begins at ``at``."""
    from rapidfuzz.distance import Indel

    before, after = pieces(old), pieces(new)
    starts = [at]
    for piece in before:
        starts.append(starts[-1] + len(piece))
    pending: _Change | None = None
    for op in Indel.opcodes(before, after):
        if op.tag == "equal":
            if pending:
                yield pending
            pending = None
            continue
        words = "".join(after[op.dest_start : op.dest_end])
        if pending:
            pending = _Change(pending.start, starts[op.src_end], pending.new + words)
        else:
            pending = _Change(starts[op.src_start], starts[op.src_end], words)
    if pending:
        yield pending


def _cuts(site: Site, asked: _Change, old: str) -> list[tuple[int, int, str]]:
    """The change as stretches of the source and what is written there.

    Token by token; where a mark stands within a token, letter by letter
    (``inde{pb n=3}pendant`` keeps its page break); else the stretch as one (a
    bracket that becomes parentheses).
    """
    found: list[tuple[int, int, str]] = []
    try:
        for change in _changes(old, asked.new, asked.start, tokens):
            found.extend(_tried(site, change))
    except _MarkWithinError as within:
        try:
            return [_cut(site, asked)]
        except _MarkWithinError:
            raise InputError(
                f"within {old!r} stands {within.written}, and where it belongs among {asked.new!r} cannot be known",
                code="mark-within",
                hint=_BY_HAND,
            ) from None
    return found


def _tried(site: Site, change: _Change) -> list[tuple[int, int, str]]:
    try:
        return [_cut(site, change)]
    except _MarkWithinError:
        old = site.passage.words[change.start : change.end]
        return [_cut(site, smaller) for smaller in _changes(old, change.new, change.start, list)]


def _cut(site: Site, change: _Change) -> tuple[int, int, str]:
    if change.start == change.end:
        at = _insertion(site, change)
        return at, at, _written(site, at, change.new)
    first, stop = site.span(change.start, change.end)
    _check_plain(site, site.atoms[first:stop])
    start, end = site.atoms[first].start, site.atoms[stop - 1].end
    return start, end, _written(site, start, change.new)


def _check_plain(site: Site, stretch: Sequence[Atom]) -> None:
    """Raise unless the stretch is words, breaks, cells, whole brackets; marks in these go with them, calls never."""
    opened: list[Atom] = []
    for atom in stretch:
        if atom.sort == "open":
            opened.append(atom)
        elif atom.sort == "close" and (not opened or opened.pop().of is not atom.of):
            raise _MarkWithinError(_shown(site, atom))
        hidden = not atom.char and not any(isinstance(each.of, Bracket) for each in opened)
        if hidden or isinstance(atom.of, Call):
            raise _MarkWithinError(_shown(site, atom))
    if opened:
        raise _MarkWithinError(_shown(site, opened[-1]))


def _shown(site: Site, atom: Atom) -> str:
    return f"the mark {site.text.source[atom.of.start : atom.of.end]}"


def _insertion(site: Site, change: _Change) -> int:
    """Where among the marks between two characters new words belong: as far out as they can stand.

    Signs and letters that touch the word before stay with it (``scarce.[^1]``);
    words behind a space, their own or the one before, follow the marks
    (``scarce.[^1] Indeed``).
    """
    first, stop = site.gap(change.start)
    if first == stop:
        return site.atoms[first].start if first < len(site.atoms) else site.atoms[-1].end
    depth = 0
    spots = [(depth, site.atoms[first].start)]
    for atom in site.atoms[first:stop]:
        depth += {"open": 1, "close": -1}.get(atom.sort, 0)
        spots.append((depth, atom.end))
    least = min(depth for depth, _ in spots)
    outermost = [at for depth, at in spots if depth == least]
    touched = f" {site.passage.words}"[change.start] + change.new[0]
    return outermost[0 if not any(map(str.isspace, touched)) else -1]


def _written(site: Site, at: int, words: str) -> str:
    """The words as they are written at that offset of the source."""
    before = site.text.source[:at]
    at_start = at == site.words_start
    written = _escaped(words, at_start=at_start)
    opening_call = at_start is False and isinstance(site.block.inlines[0], Call) and at == site.block.inlines[0].end
    unescaped_bracket = before.endswith("[") and any(
        atom.end == at and atom.char == "[" for atom in site.atoms if atom.sort == "open"
    )
    if (unescaped_bracket and written.startswith("^")) or (opening_call and written[:1] in {":", "+"}):
        return "\\" + written
    return written


def _escaped(words: str, *, at_start: bool) -> str:
    pairs = _pairs(words)
    pieces = []
    for index, char in enumerate(words):
        if char in "[]" and index in pairs:
            pieces.append(char)
        elif char == "^" and index - 1 in pairs and words[index - 1] == "[":
            pieces.append("\\^")
        else:
            pieces.append({"\n": "\n| ", "\t": "{|}"}.get(char) or escape(char))
    written = "".join(pieces)
    return "\\" + written if at_start and escape(words, at_start=True) != escape(words) else written


def _pairs(words: str) -> frozenset[int]:
    """The offsets of brackets that pair."""
    opened: list[int] = []
    paired: set[int] = set()
    for index, char in enumerate(words):
        if char == "[":
            opened.append(index)
        elif char == "]" and opened:
            paired |= {opened.pop(), index}
    return frozenset(paired)


def check_printed(text: EditionText, source: str, expected: Mapping[str, str]) -> None:
    """Refuse a result that does not print ``expected`` in these blocks and the same in all others, or lost a call."""
    try:
        result = parse(source)
    except InputError as error:
        raise InputError(
            f"these words cannot be written there: {error.message}", code="cannot-be-written", hint=error.hint
        ) from None
    before = {passage.id: passage.words for passage in derive(text, Reading.PRINTED)}
    after = {passage.id: passage.words for passage in derive(result, Reading.PRINTED)}
    if after != before | dict(expected) or list(calls(result)) != list(calls(text)):
        raise InputError(
            "these words would be read as a mark of the notation there", code="cannot-be-written", hint=_BY_HAND
        )


def calls(text: EditionText) -> Iterator[str]:
    """The labels of all note calls, in order."""
    for block, _ in text.blocks():
        yield from (inline.label for inline in walk(block.inlines) if isinstance(inline, Call))
