"""Which paragraph of a page is what: byline, title, headnote, body, dateline, source note, notes."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from provenance.importers._page.dateline import is_entry, place_beside
from provenance.importers._page.enclosures import mark_enclosures
from provenance.importers._page.endnotes import is_heading, note_pieces, notes_start, unglued_notes, unnumbered_notes
from provenance.importers._page.front import above_title, find_title, is_second_title, is_source, parted
from provenance.importers._page.numbering import numbers_of
from provenance.importers._page.parts import tagged
from provenance.importers._page.piece import Piece
from provenance.importers._page.speakers import (
    mark_participants,
    mark_turns,
    perhaps_present,
    split_turns,
    those_present,
)
from provenance.importers._page.title import parse_title
from provenance.importers._page.webframe import is_summary
from provenance.importers._page.writers import mark_additions, owner

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.importers._page.names import Party
    from provenance.importers._page.paragraphs import Paragraph
    from provenance.text.blocks import BlockTag

_RULE = re.compile(r"[*\s_=—–.·-]{3,}$")
_EDITORIAL = re.compile(
    r"\b(?:(?:this|the) (?:\w+ )?(?:document|memo|memorandum|letter|telegram|conversation|record|report|note|notes|"
    r"transcript|"
    r"meeting|minutes|speech|diary|cable|paper|excerpt|session)|see (?:the )?(?:previous |next |also )?document|"
    r"drafted by|(?:compare|cf\.|see) (?:also )?Document No\. \d{1,5}|is (?:unsigned|undated|not signed|not dated)|"
    r"(?:its|the) date is inferred|^A (?:private |personal |secret |short |long )?(?:letter|note|memorandum|report|"
    r"telegram|speech|record) (?:which|that|from|by|in which)|"
    r"in this)\b",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"\b(?:I|we|our|us|my|me|you|your|comrades?)\b")
_QUOTED = re.compile(r"[“«„\"][^”»“«„\"]{0,5000}[”»“\"]")
_MOST_HEADNOTE = 6
UNSURE_BREAK = "the wider break behind it, though its words do not say whose they are"
UNSURE_VOICE = "who speaks in it"


@dataclass(frozen=True)
class Layout:
    """A page taken apart, in printed order. ``headnote_by``: what the headnote's end was concluded from.

    ``unplaced``, ``doubtful_turns`` and ``additions`` are places in ``pieces``:
    paragraphs above the title that nobody explains, words before a colon that may
    name who speaks, what the writer added by a sign.
    """

    pieces: tuple[Piece, ...]
    headnote_by: str | None
    missing_numbers: tuple[int, ...]
    unplaced: tuple[int, ...] = ()
    speakers: tuple[str, ...] = ()
    doubtful_turns: tuple[tuple[str, int], ...] = ()
    additions: tuple[int, ...] = ()
    lost_notes: int = 0

    def tagged(self, tag: BlockTag) -> tuple[Piece, ...]:
        """The pieces with that tag, in order."""
        return tuple(piece for piece in self.pieces if piece.tag == tag)


def lay_out(
    paragraphs: Sequence[Paragraph], language: str, name: str | None = None, start: int | None = None
) -> Layout:
    """Say of each paragraph what it is; ``start``: how many stand above the title, where that is known.

    Raises InputError where no title can be found.
    """
    above, paragraphs = paragraphs[: start or 0], parted(paragraphs[start or 0 :])
    title, title_end = find_title(paragraphs, language, name)
    paragraphs, title, title_end = (*above, *paragraphs), title + len(above), title_end + len(above)
    front = [above_title(paragraph) for paragraph in paragraphs[:title]]
    heading = paragraphs[title]
    for extra in paragraphs[title + 1 : title_end]:
        moved = (replace(one, line=one.line + len(heading.lines)) for one in extra.stretches)
        heading = replace(
            heading, lines=(*heading.lines, *extra.lines), stretches=(*heading.stretches, *moved)
        )  # fmt: skip
    rest = unglued_notes(split_turns(paragraphs[title_end:]))
    numbers = numbers_of(rest)
    body_end = notes_start(rest, max((at for at, n in enumerate(numbers) if n), default=-1), heading.lines)
    pieces = [
        Piece(paragraph.without(number.length), number=str(number.value)) if number else Piece(paragraph)
        for paragraph, number in zip(rest[:body_end], numbers, strict=False)
    ]
    names = parse_title(heading.words, language, heading.lines[0])
    surnames = [
        who.words.rsplit(maxsplit=1)[-1].strip("().") for who in (*names.authors, *names.participants) if who.words
    ]
    count, by = _headnote(pieces)
    pieces = [
        replace(
            piece,
            headnote=(at < count or piece.paragraph.headnote or _is_web_summary(pieces, at))
            and not _stands_before(piece),
        )
        for at, piece in enumerate(pieces)
    ]
    parts = _second_titles(_body(pieces, surnames, language), language)
    parts = [_as_heading(piece, at, names.bare) for at, piece in enumerate(parts)]
    present = [who.name.rsplit(maxsplit=1)[-1] for piece in parts for who in (*_present(piece), *_perhaps(piece))]
    turns = mark_turns(parts, [*surnames, *present])
    body, additions = mark_additions(turns.pieces)
    before = len(front) + 1
    return Layout(
        pieces=(*front, Piece(heading, tag="title"), *body, *note_pieces(rest[body_end:])),
        headnote_by=by,
        missing_numbers=_missing([number.value for number in numbers if number]),
        unplaced=tuple(at for at, piece in enumerate(front) if piece.tag == "heading" and owner(piece) is None),
        speakers=turns.speakers,
        doubtful_turns=tuple((said, at + before) for said, at in turns.doubtful),
        additions=tuple(at + before for at in additions),
        lost_notes=unnumbered_notes(rest),
    )


def _is_web_summary(pieces: Sequence[Piece], at: int) -> bool:
    """A web edition's own summary, or what stands below its heading."""
    if is_summary(pieces[at].paragraph.words):
        return True
    return at > 0 and pieces[at - 1].paragraph.words.rstrip(" :") in ("Summary", "Document Summary", "Abstract")


def _is_source(piece: Piece) -> bool:
    return piece.paragraph.tag == "source-note" or is_source(piece.paragraph.words)


def _present(piece: Piece) -> tuple[Party, ...]:
    return those_present(piece) if piece.tag == "participants" else ()


def _perhaps(piece: Piece) -> tuple[Party, ...]:
    return perhaps_present(piece) if piece.tag == "participants" else ()


def _body(pieces: Sequence[Piece], surnames: Sequence[str], language: str) -> list[Piece]:
    """The pieces between title and notes: the headnote as it is, the rest tagged by what it is."""
    headed = [replace(piece, tag="source-note") if _is_source(piece) else piece for piece in pieces]
    headed = [replace(piece, tag="heading") if is_heading(piece.paragraph) else piece for piece in headed]
    listed = mark_participants(headed)
    start = next((at for at, piece in enumerate(listed) if not piece.headnote and piece.tag != "source-note"), 0)
    enclosed = mark_enclosures(listed, language)
    first = next((at for at, piece in enumerate(enclosed) if piece.attachment), len(enclosed))
    own = tagged(enclosed[start:first], surnames)
    if any(piece.tag == "dateline" for piece in own):
        own = [_as_entry(piece) for piece in own]
    return _tail_tagged([*enclosed[:start], *own, *enclosed[first:]], first)


def _as_entry(piece: Piece) -> Piece:
    """A day without its year, alone in its paragraph: where another is dated in full, it dates what stands below."""
    return replace(piece, tag="dateline") if piece.tag is None and is_entry(piece.paragraph.words) else piece


def _as_heading(piece: Piece, at: int, title: str) -> Piece:
    """The kind of document in capitals, as it stands over the text itself: ``RECORD OF CONVERSATION``."""
    words = piece.paragraph.words
    again = words.isupper() and len(words) > 3 and title.casefold().startswith(words.casefold().rstrip(" .:"))  # noqa: PLR2004
    return replace(piece, tag="heading") if again and at < _MOST_HEADNOTE and piece.tag is None else piece


def _second_titles(pieces: Sequence[Piece], language: str) -> list[Piece]:
    """A title below the page's title: the letter's own, where the page has one of its own above it."""
    text = [at for at, piece in enumerate(pieces) if not piece.headnote and piece.tag != "source-note"][:2]
    return [
        replace(piece, tag="heading")
        if at in text
        and not piece.number
        and piece.tag in (None, "heading")
        and is_second_title(piece.paragraph, language)
        else piece
        for at, piece in enumerate(pieces)
    ]


def _tail_tagged(pieces: list[Piece], first: int) -> list[Piece]:
    """What stands in enclosures tagged as documents of their own; a source note behind them is the page's."""
    found = pieces[:first]
    at = first
    while at < len(pieces):
        end = at
        while end < len(pieces) and pieces[end].attachment == pieces[at].attachment:
            end += 1
        for piece in tagged(pieces[at:end]):
            found.append(replace(piece, attachment=0) if piece.tag == "source-note" else piece)
        at = end
    return found


def _headnote(pieces: Sequence[Piece]) -> tuple[int, str | None]:
    """How many paragraphs are the headnote, and what says so: a wider break, a rule, or who speaks in them."""
    first = next((at for at, piece in enumerate(pieces) if not _stands_before(piece)), 0)
    count, by = _headnote_of(pieces[first:])
    return (first + count, by) if count else (0, None)


def _stands_before(piece: Piece) -> bool:
    """Whether a piece stands between title and headnote and belongs to neither: a source, a date by itself."""
    return _is_source(piece) or place_beside(piece.paragraph.words) == ""


def _headnote_of(pieces: Sequence[Piece]) -> tuple[int, str | None]:
    usual = Counter(piece.paragraph.gap for piece in pieces[1:]).most_common(1)
    for at in range(1, min(len(pieces) - 1, _MOST_HEADNOTE + 1)) if len(pieces) > 2 else ():  # noqa: PLR2004
        wider = pieces[at].paragraph.gap > usual[0][0]
        if not wider and not _RULE.fullmatch(pieces[at].paragraph.words):
            continue
        editorial, first_person = _voices(pieces[:at])
        if editorial > first_person:
            return at, "the wider break behind it" if wider else "the rule behind it"
        if wider and not first_person and _is_prose(pieces[0]):
            return at, UNSURE_BREAK
        break
    count = 0
    for piece in pieces[:_MOST_HEADNOTE]:
        editorial, first_person = _voices([piece])
        if editorial <= first_person or not _is_prose(piece):
            break
        count += 1
    return (count, UNSURE_VOICE) if count and count < len(pieces) else (0, None)


def _voices(pieces: Sequence[Piece]) -> tuple[int, int]:
    """How often an editor speaks of the document, and somebody of himself, outside quotation marks."""
    own = _QUOTED.sub(" ", " ".join(piece.paragraph.words for piece in pieces))
    return len(_EDITORIAL.findall(own)), len(_FIRST_PERSON.findall(own))


def _is_prose(piece: Piece) -> bool:
    """Whether a paragraph is long enough to be an editor's remark."""
    words = piece.paragraph.words
    long = len(words) > 80 or (len(words) > 50 and _voices([piece])[0] > 1)  # noqa: PLR2004
    return long and place_beside(words) is None


def _missing(values: Sequence[int]) -> tuple[int, ...]:
    present = set(values)
    return tuple(value for value in range(1, max(values, default=0)) if value not in present)
