"""Speaker turns (``Gorbachev: …``) and lists of those who were present."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from provenance.importers._page.correspondents import listed
from provenance.importers._page.dateline import place_beside
from provenance.importers._page.names import NAME, party
from provenance.importers._page.paragraphs import Stretch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.importers._page.names import Party
    from provenance.importers._page.paragraphs import Paragraph
    from provenance.importers._page.piece import Piece

_TITLE = r"(?:(?:Mr|Mrs|Ms|Dr|Gen|Sir|Lord|Frau|Herr|Comrade|Com|Cde|Товарищ|тов|Тов|Т|т|Г|г|M|Mme)\.?\s)?"
_VOICE = (
    r"(?:A\s)?(?:V(?:oice|OICE)s?(?:\s[\w ]{2,30})?|Голоса?(?:\s[\w ]{2,30})?|"
    r"Г(?:ОЛОС|ОЛОСА)(?:\s[\w ]{2,30})?|Zuruf(?:\s[\w ]{2,30})?|Une voix)"
)
"""Whoever calls out from the hall."""
_OFFICE = r"(?:[Tt]he\s)?(?:President|Secretary|Chairman|Prime Minister|Foreign Minister|Ambassador|Chancellor|Premier)"
_TURN = re.compile(
    rf"(?P<said>(?P<who>{_TITLE}(?:{NAME}|{_OFFICE})|{_VOICE})(?:,?\s?\([^()\[\]:]{{1,60}}\))?\s?[:])(?=\s\S|$)"
)
_CAPITALS = re.compile(
    r"(?P<said>(?P<who>(?:VOICES?|ГОЛОСА?)(?:\s[\w ]{2,30})?|"
    r"(?:(?:[A-ZÀ-ÞА-ЯЁ]\.\s?){1,3})?[A-ZÀ-ÞА-ЯЁ][A-ZÀ-ÞА-ЯЁ’'-]{2,25}(?:\s(?:[A-ZÀ-ÞА-ЯЁ]\.\s?){1,2})?)"
    r"(?:\s?\([^()\[\]:]{1,60}\))?\.(?:\s?[–—-])?)(?=\s\S)"
)
"""Minutes that set who speaks in capitals, with a stop behind: ``VELICHKO. Who will speak?``"""
_DASHED = re.compile(rf"(?P<said>(?P<who>{_TITLE}{NAME})\.\s?[–—])(?=\s?\S)")
_WORDS_BEFORE_COLONS = (
    "Note Notes Subject Source Sources To From Re Date Place Participants Present Document Copies Copy Attachment Cc "
    "Attendees Time Distribution Summary Background Action Comment Comments Conclusion Annex Enclosure Reference "
    "References Translation Translator Location Drafted Approved Secret Result Resolved Agenda Attention Attn Cable "
    "Telegram Memorandum Letter Signed Example Objective Objectives Recommendation Recommendations Question Answer "
    "Betreff Anlage Quelle Teilnehmer Datum Источник Присутствовали Тема Objet Présents Moscow Washington Problem "
    "Discussion PLACE TIME DATE RESOLUTION DECISION AGENDA ORDER Decision Постановили Решение Слушали Постановление "
    "Resolution Vopros Вопрос Item "
    "Sir Gentlemen First Second Third Fourth Secondly Thirdly However Therefore"
)
_NO_SPEAKER = frozenset(_WORDS_BEFORE_COLONS.split())
_LEAST_TURNS = 3
_PRESENT = re.compile(
    r"(?:PARTICIPANTS|Participants|PRESENT|Present|ATTENDEES|Attendees|In attendance|Also present|ALSO PRESENT|"
    r"Chaired by|Anwesend|Teilnehmer|Присутствовали|Участники|Présents|Étaient présents|Participants? à l’entretien)"
    r"(?:\s(?:at|were|waren|on (?:our|the|their))\b[^:]{0,60})?\s?:?(?P<rest>\s.{1,600})?"
)
_ONE_PRESENT = re.compile(
    rf"(?:The\s)?(?:(?:Rt|Right)\.?\s)?(?:Hon(?:ourable)?\.?\s)?(?P<name>(?:(?:Mr|Mrs|Ms|Dr|Viscount|Earl|Sir|Lord|"
    rf"Gen|Col|Maj|Capt|Lt|Adm|Brig|Cmdr|General|Marshal|Admiral|Ambassador|Comrade|Herr|Frau|M|"
    r"(?:(?:Deputy|Vice|Under|Assistant|Acting|Prime|Foreign)\s)?(?:Chancellor|President|Premier|Minister|Secretary|"
    r"Chairman|"
    r"Senator|Colonel|Captain|Major|Commandant|Governor|Professor|Prince|Consul))\.?\s)"
    rf"{NAME}|{NAME}(?=,\s[A-Za-z]|\s?\())(?P<office>(?:,\s|\s?\()[^:;!?]{{2,120}})?"
)
_OFFICE_PRESENT = re.compile(
    r"The (?:(?:Acting|Deputy|Under|Assistant) )?(?:President|Secretary|Prime Minister|Foreign Minister|Chancellor|"
    r"Vice President|"
    r"Foreign Secretary|Ambassador)"
)
"""Whoever held an office is named by it alone in a list of those present."""
_OF_A_SIDE = re.compile(r"(?:The\s)?[A-Z][\w.’'-]{0,30}(?:\s(?:[A-Z][\w.’'-]{0,30}|of|the|and)){0,6}:?")
_CHAIRED = re.compile(
    rf"(?:(?:Chaired|Presided over) by:?|In the [Cc]hair:?|(?:Chairman|Chair|Chairing|Presiding|Vorsitz|Vorsitzender):|"
    rf"Председательств(?:овал|ует|ующий):?|(?:Sous la p|P)résidence de)\s(?P<who>{_TITLE}{NAME})[.,]?"
)
"""Who presides over a session: he takes part in it."""
_FIRST_OF_MINUTES = 12
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
        if len(starts) < 2 or paragraph.note is not None or paragraph.table:  # noqa: PLR2004 - one is a line with a colon
            found.append(paragraph)
            continue
        cuts = sorted({0, *starts, len(paragraph.lines)})
        for start, end in pairwise(cuts):
            found.append(paragraph.rows(start, end))
    return tuple(found)


def mark_turns(pieces: Sequence[Piece], known: Sequence[str] = ()) -> Turns:
    """Mark whoever speaks: a name before a colon that comes back, or that title or list of persons ``known`` have.

    Fewer than three turns on a page are no conversation: none is marked.
    """
    surnames = frozenset(name.casefold() for name in known)
    turns = [
        None if piece.tag or piece.headnote or piece.note or piece.paragraph.table
        else _turn(piece.paragraph.lines[0]) for piece in pieces
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
        if turn["who"] in sure or (sure and _is_shaped(turn["who"])):
            sure.add(turn["who"])
            stretch = Stretch("speaker", 0, 0, turn.end("said"))
            kept = tuple(one for one in paragraph.stretches if one.line or one.start >= stretch.end)
            found[at] = replace(pieces[at], paragraph=replace(paragraph, stretches=(stretch, *kept)))
        elif sure or _is_known(turn["who"], surnames):
            doubtful.append((turn["said"], at))
    return Turns(tuple(found), tuple(who for who in counts if who in sure), tuple(doubtful))


def _turn(line: str) -> re.Match[str] | None:
    turn = _TURN.match(line) or _CAPITALS.match(line) or _DASHED.match(line)
    if turn is None or len(turn["who"]) > 60:  # noqa: PLR2004 - no name is
        return None
    first = turn["who"].split()[0]
    return None if first in _NO_SPEAKER or first.capitalize() in _NO_SPEAKER else turn


def _is_shaped(who: str) -> bool:
    """Whether words name a speaker by their look: a form of address, capitals, a voice from the hall."""
    return who.isupper() or re.match(rf"(?:{_TITLE.removesuffix('?')}|{_VOICE}$)", who) is not None


def _is_known(who: str, surnames: frozenset[str]) -> bool:
    return who.rsplit(maxsplit=1)[-1].strip(".").casefold() in surnames


def mark_participants(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """A heading ``Participants`` with what it heads: the names in its own paragraph, or the short lines behind it."""
    found = [
        replace(one, tag="participants")
        if at < _FIRST_OF_MINUTES and not one.tag and not one.headnote and chairman(one) else one
        for at, one in enumerate(pieces)
    ]  # fmt: skip
    end = 0
    for at, piece in enumerate(found[:40]):
        if end and at > end:
            break  # no list follows upon the first
        if at < end or piece.tag or piece.headnote or not _is_list_heading(piece.paragraph):
            continue
        found[at] = replace(piece, tag="participants")
        end = _end_of_list(pieces, at)
        found[at + 1 : end] = [replace(one, tag="participants") for one in pieces[at + 1 : end]]
    return tuple(found)


def _end_of_list(pieces: Sequence[Piece], at: int) -> int:
    """Where the list ends whose heading stands at ``at``."""
    paragraph = pieces[at].paragraph
    end = at + 1
    if ";" in paragraph.words:
        return end
    if len(paragraph.lines) > 1:  # the other side may be a paragraph of its own
        while end < len(pieces) and _is_other_side(pieces[end]):
            end += 1
        return end
    heading = _PRESENT.match(paragraph.words)
    begun = heading is not None and heading["rest"] is not None  # the first is named behind the word itself
    while (
        end < len(pieces) and not _is_list_heading(pieces[end].paragraph) and _goes_on(pieces[end], persons_alone=begun)
    ):
        end += 1
    return end


def _is_other_side(piece: Piece) -> bool:
    lines = piece.paragraph.lines
    return len(lines) > 1 and _goes_on(piece, persons_alone=False) and any(map(_ONE_PRESENT.fullmatch, lines[1:]))


def _is_list_heading(paragraph: Paragraph) -> bool:
    match = _PRESENT.match(paragraph.lines[0])
    if match is None or match.end() < len(paragraph.lines[0]):
        return False
    return match["rest"] is None or ":" in paragraph.lines[0][:40]


def _goes_on(piece: Piece, *, persons_alone: bool) -> bool:
    """Whether a list of persons goes on: a name with an office, or a side."""
    words = piece.paragraph.words
    if piece.tag or piece.number or piece.note or piece.paragraph.table or len(words) > _LONGEST_ENTRY:
        return False
    if _is_list_heading(piece.paragraph):
        return False
    if words.split(maxsplit=1)[0].strip(":.").title() in _HEADS or place_beside(words) is not None:
        return False  # SUBJECT, DATE: the head of a memorandum goes on
    return all(
        _ONE_PRESENT.fullmatch(line) or (not persons_alone and _OF_A_SIDE.fullmatch(line))
        for line in piece.paragraph.lines
    )


def chairman(piece: Piece) -> Party | None:
    """Who presides, where the paragraph says no more than that: ``Chaired by Com. V. A. KORNEV``."""
    chaired = _CHAIRED.fullmatch(piece.paragraph.words)
    if chaired is None:
        return None
    turned = _INITIALED.fullmatch(_OWN_NAME.sub("", chaired["who"]).rstrip(","))
    if turned and turned["surname"].isupper():
        named = f"{turned['surname'].capitalize()} {turned['initials'].strip()}"
        return replace(party(f"{turned['initials'].strip()} {turned['surname'].capitalize()}"), name=named)
    who = party(chaired["who"])
    return who if who.kind == "person" else None


def those_present(piece: Piece) -> tuple[Party, ...]:
    """The persons whom a participants list names: by a form of address, or with an office behind the name."""
    presides = chairman(piece)
    if presides:
        return (presides,)
    first, *more = piece.paragraph.lines
    heading = _PRESENT.match(first)
    if heading:
        first = (heading["rest"] or "").strip()
    lines = [line for line in (first, *more) if line]
    listed = _of_a_list(lines[0], labelled=heading is not None) if len(lines) == 1 else ()
    if listed:
        return listed
    if len(lines) == 1 and heading and ";" not in lines[0]:
        lines = _each_with_a_form(lines[0].rstrip("."))
    if len(lines) == 1 and ";" in lines[0]:
        lines = [_OF_CITIZENS.sub("", line.strip()) for line in lines[0].rstrip(".").split(";")]
    found = []
    for line in lines:
        one = _ONE_PRESENT.fullmatch(line.rstrip("."))
        who = party(one["name"]) if one else None
        if who is not None and who.kind == "person":
            found.append(who)
        elif ";" in piece.paragraph.words and re.fullmatch(NAME, line):
            found.append(replace(party(line), kind="person"))
        elif _OFFICE_PRESENT.fullmatch(line):
            found.append(replace(party(line), name=line, kind="unknown"))
    return tuple(found)


_OF_CITIZENS = re.compile(r"^(?:les\s|le\s)?(?:citoyens?|sieurs?|MM\.)\s", re.IGNORECASE)
_FORM = r"(?:Mr|Mrs|Ms|Dr|Sir|Lord|Comrade|Ambassador|Minister|General|Colonel|MM?|Mme|Herr|Frau|Тов|тов)\.?\s"


def _each_with_a_form(line: str) -> list[str]:
    """``M. Durand, M. Vik (secrétaire)``: commas between persons with a form of address each; the line where not."""
    pieces = re.split(rf",\s(?={_FORM}{NAME})", line)
    return pieces if all(re.fullmatch(rf"{_FORM}{NAME}(?:\s\([^()]{{2,60}}\))?", piece) for piece in pieces) else [line]


def perhaps_present(piece: Piece) -> tuple[Party, ...]:
    """Names that stand in a participants list with nothing beside them: persons, if they also speak."""
    sure = {who.name for who in those_present(piece)}
    found = [
        party(line.rstrip("."))
        for line in piece.paragraph.lines[:60]
        if re.fullmatch(NAME, line.rstrip(".")) and " " in line
    ]
    return tuple(who for who in found if who.kind == "person" and who.name not in sure)


_OWN_NAME = re.compile(r"^(?:Cdes?|Comrades?|Coms?|тт|тов|Тов|т|Т)\.?\s")
_LIST_OF_NAMES = re.compile(
    r"(?:(?:Cdes?|Comrades|Coms|Messrs|тт|т\.т|тов|"
    r"Тт)\.?:?\s)?(?P<names>(?:[A-ZА-ЯЁ][\w’'-]{1,30}\s(?:[A-ZА-ЯЁ]\.\s?){1,3}|"
    r"(?:[A-ZА-ЯЁ]\.\s?){1,3}[A-ZА-ЯЁ][\w’'-]{1,30})(?:,\s|\s?(?=\.?$))){2,}\.?"
)
_INITIALED = re.compile(r"(?P<surname>[A-ZА-ЯЁ][\w’'-]{1,30})\s(?P<initials>(?:[A-ZА-ЯЁ]\.\s?){1,3})")


def _of_a_list(line: str, *, labelled: bool = False) -> tuple[Party, ...]:
    """``Cdes. Brandt O.K., Lund K.P.``: surnames and initials, and nothing else."""
    pieces = line.rstrip(".").split(", ")
    if len(pieces) > 1 and all((labelled or " " in piece) and re.fullmatch(NAME, piece) for piece in pieces):
        return tuple(who for who in map(party, pieces) if who.kind == "person")
    if _LIST_OF_NAMES.fullmatch(line) is None:
        return tuple(who for who in listed(line.rstrip(".")) if who.kind == "person")
    found = []
    for one in re.sub(r"^(?:Cdes?|Comrades|Coms|Messrs|тт|т\.т|тов|Тт)\.?:?\s", "", line).split(", "):
        words = one.strip()
        turned = _INITIALED.match(words)
        if turned:
            who = party(f"{turned['initials'].strip()} {turned['surname']}")
            found.append(replace(who, name=words))
        else:
            found.append(party(words.rstrip(".")))
    return tuple(who for who in found if who.kind == "person")
