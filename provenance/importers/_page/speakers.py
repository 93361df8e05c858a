"""Speaker turns (``Gorbachev: …``) and lists of those who were present."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from provenance.importers._page.dateline import place_beside
from provenance.importers._page.names import NAME, party
from provenance.importers._page.paragraphs import Stretch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.importers._page.names import Party
    from provenance.importers._page.paragraphs import Paragraph
    from provenance.importers._page.piece import Piece

_TITLE = r"(?:(?:Mr|Mrs|Ms|Dr|Gen|Sir|Lord|Frau|Herr|Comrade|Com|Cde|Товарищ|Тов|Т|Г|M|Mme)\.?\s)?"
_OFFICE = r"(?:[Tt]he\s)?(?:President|Secretary|Chairman|Prime Minister|Foreign Minister|Ambassador|Chancellor|Premier)"
_TURN = re.compile(rf"(?P<said>(?P<who>{_TITLE}(?:{NAME}|{_OFFICE}))(?:,?\s?\([^()\[\]:]{{1,60}}\))?\s?[:])(?=\s\S|$)")
_WORDS_BEFORE_COLONS = (
    "Note Notes Subject Source Sources To From Re Date Place Participants Present Document Copies Copy Attachment Cc "
    "Attendees Time Distribution Summary Background Action Comment Comments Conclusion Annex Enclosure Reference "
    "References Translation Translator Location Drafted Approved Secret Result Resolved Agenda Attention Attn Cable "
    "Telegram Memorandum Letter Signed Example Objective Objectives Recommendation Recommendations Question Answer "
    "Betreff Anlage Quelle Teilnehmer Datum Источник Присутствовали Тема Objet Présents Moscow Washington Problem "
    "Discussion Sir Gentlemen First Second Third Fourth Secondly Thirdly However Therefore"
)
_NO_SPEAKER = frozenset(_WORDS_BEFORE_COLONS.split())
_LEAST_TURNS = 3
_PRESENT = re.compile(
    r"(?:PARTICIPANTS|Participants|PRESENT|Present|ATTENDEES|Attendees|In attendance|Also present|ALSO PRESENT|"
    r"Anwesend|Teilnehmer|Присутствовали|Участники|Présents|Étaient présents|Participants? à l’entretien)"
    r"(?:\s(?:at|were|waren)\b[^:]{0,60})?\s?:?(?P<rest>\s.{1,600})?"
)
_ONE_PRESENT = re.compile(
    rf"(?P<name>(?:(?:Mr|Mrs|Ms|Dr|Sir|Lord|Gen|General|Marshal|Admiral|Ambassador|Comrade|Herr|Frau|M)\.?\s)"
    rf"{NAME}|{NAME}(?=,\s[A-Za-z]|\s?\())(?P<office>(?:,\s|\s?\()[^:;!?]{{2,120}})?"
)
_OF_A_SIDE = re.compile(r"(?:The\s)?[A-Z][\w.’'-]{0,30}(?:\s(?:[A-Z][\w.’'-]{0,30}|of|the|and)){0,6}:?")
_LONGEST_ENTRY = 140
_HEADS = frozenset(
    {"Subject", "Subjects", "Re", "Date", "Time", "Place", "Location", "To", "From", "Source", "Betreff"}
)
"""What else stands in capitals at the head of a memorandum of conversation, behind those who took part."""


@dataclass(frozen=True)
class Turns:
    """The paragraphs with their speakers marked, those that may be speakers and are not marked, and who spoke."""

    pieces: tuple[Piece, ...]
    speakers: tuple[str, ...]
    doubtful: tuple[tuple[str, int], ...]


def split_turns(paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """Kept lines that are turns made paragraphs of their own, where at least two lines of one paragraph are."""
    found: list[Paragraph] = []
    for paragraph in paragraphs:
        starts = [at for at, line in enumerate(paragraph.lines) if _turn(line)]
        if len(starts) < 2 or paragraph.note is not None:  # noqa: PLR2004 - one is a line with a colon
            found.append(paragraph)
            continue
        cuts = sorted({0, *starts, len(paragraph.lines)})
        for start, end in pairwise(cuts):
            own = tuple(
                replace(one, line=one.line - start) for one in paragraph.stretches if start <= one.line < end
            )  # fmt: skip
            found.append(
                replace(
                    paragraph, lines=paragraph.lines[start:end], line=paragraph.line + start,
                    gap=paragraph.gap if start == 0 else 1, stretches=own,
                )
            )  # fmt: skip
    return tuple(found)


def mark_turns(pieces: Sequence[Piece], known: Sequence[str] = ()) -> Turns:
    """Mark whoever speaks: a name before a colon that comes back, or that title or list of persons ``known`` have.

    Fewer than three turns on a page are no conversation: none is marked.
    """
    surnames = frozenset(name.casefold() for name in known)
    turns = [
        None if piece.tag or piece.headnote or piece.note else _turn(piece.paragraph.lines[0]) for piece in pieces
    ]  # fmt: skip
    counts = Counter(turn["who"] for turn in turns if turn)
    sure = {
        who for who, count in counts.items()
        if sum(counts.values()) >= _LEAST_TURNS and (count > 1 or _is_known(who, surnames))
    }  # fmt: skip
    found = list(pieces)
    doubtful: list[tuple[str, int]] = []
    for at, turn in enumerate(turns):
        if turn is None:
            continue
        paragraph = pieces[at].paragraph
        if turn["who"] in sure:
            stretch = Stretch("speaker", 0, 0, turn.end("said"))
            kept = tuple(one for one in paragraph.stretches if one.line or one.start >= stretch.end)
            found[at] = replace(pieces[at], paragraph=replace(paragraph, stretches=(stretch, *kept)))
        elif sure or _is_known(turn["who"], surnames):
            doubtful.append((turn["said"], at))
    return Turns(tuple(found), tuple(who for who in counts if who in sure), tuple(doubtful))


def _turn(line: str) -> re.Match[str] | None:
    turn = _TURN.match(line)
    if turn is None or len(turn["who"]) > 60 or turn["who"].split()[0] in _NO_SPEAKER:  # noqa: PLR2004 - no name is
        return None
    return turn


def _is_known(who: str, surnames: frozenset[str]) -> bool:
    return who.rsplit(maxsplit=1)[-1].strip(".").casefold() in surnames


def mark_participants(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """A heading ``Participants`` with what it heads: the names in its own paragraph, or the short lines behind it."""
    found = list(pieces)
    for at, piece in enumerate(pieces[:40]):
        if piece.tag or piece.headnote or not _is_list_heading(piece.paragraph):
            continue
        found[at] = replace(piece, tag="participants")
        if len(piece.paragraph.lines) > 1 or ";" in piece.paragraph.words:
            break
        heading = _PRESENT.match(piece.paragraph.words)
        begun = heading is not None and heading["rest"] is not None  # the first is named behind the word itself
        end = at + 1
        while end < len(pieces) and _goes_on(pieces[end], persons_alone=begun):
            found[end] = replace(pieces[end], tag="participants")
            end += 1
        break
    return tuple(found)


def _is_list_heading(paragraph: Paragraph) -> bool:
    match = _PRESENT.match(paragraph.lines[0])
    if match is None or match.end() < len(paragraph.lines[0]):
        return False
    return match["rest"] is None or ":" in paragraph.lines[0][:40]


def _goes_on(piece: Piece, *, persons_alone: bool) -> bool:
    """Whether a list of persons goes on: a name with an office, or a side."""
    words = piece.paragraph.words
    if piece.tag or piece.number or piece.note or len(words) > _LONGEST_ENTRY:
        return False
    if words.split(maxsplit=1)[0].strip(":.").title() in _HEADS or place_beside(words) is not None:
        return False  # SUBJECT, DATE: the head of a memorandum goes on
    return all(
        _ONE_PRESENT.fullmatch(line) or (not persons_alone and _OF_A_SIDE.fullmatch(line))
        for line in piece.paragraph.lines
    )


def those_present(piece: Piece) -> tuple[Party, ...]:
    """The persons whom a participants list names: by a form of address, or with an office behind the name."""
    first, *more = piece.paragraph.lines
    heading = _PRESENT.match(first)
    if heading:
        first = (heading["rest"] or "").strip()
    lines = [line for line in (first, *more) if line]
    if len(lines) == 1 and ";" in lines[0]:
        lines = [line.strip() for line in lines[0].rstrip(".").split(";")]
    found = []
    for line in lines:
        one = _ONE_PRESENT.fullmatch(line.rstrip("."))
        who = party(one["name"]) if one else None
        if who is not None and who.kind == "person":
            found.append(who)
    return tuple(found)
