"""What a page's turning left inside a sentence: a folio, a running head; taken out of the reading, and reported.

Only where the sentence shows it: the paragraph before ends in no stop, the one
behind goes on in lower case. A figure that stands by itself elsewhere stays.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from provenance.importers._page.paragraphs import PAGE_ALONE, Paragraph, Residue, Stretch, broken, broken_word

if TYPE_CHECKING:
    from collections.abc import Sequence

_FOLIO = re.compile(
    r"(?:[–—-]\s?|(?:[Pp]age|[Pp]\.|S\.|Seite|с\.|стр\.|[Cc]ol(?:umn|\.)|[Ss]p(?:alte|"
    r"\.))\s?)?(?P<n>\d{1,4})(?: of \d{1,4}|\s?[–—-])?"
)
_PAGE_MARK = re.compile(r"\[(?:[Pp]age|p\.|S\.|с\.)\s?(?P<n>\d{1,4})\]")
_HEAD = re.compile(r"(?:(?P<before>\d{1,4})\s)?(?P<words>[^\d\[\]]{4,70}?)(?:\s(?P<after>\d{1,4}))?")
_RUNNING = re.compile(r"(?P<before>\d{1,4}\s)?(?P<words>[^\[\]]{4,90}?)(?P<after>\s\d{1,4})?")
"""A running head beside a folio: it may name a volume or a day by figures."""
_DAY_AND_TOPIC = re.compile(r"\d{1,2}\.\s[A-ZÄ][a-zäö]{2,9}\s(?:1[89]|20)\d\d:\s[^.!?]{3,60}")
"""``27. Juni 1969: Holm``: what stands above the pages of a German volume."""
_OPEN_END = re.compile(r"[^\W\d_],?$|[^\W\d_]-$|[,;—–]$|[^\W\d_]\d{1,2}$|[^\W\d_]\(\d{1,2}\)$")
_LONGEST, _LONGEST_HEAD = 120, 60
_NAMES_A_VOLUME = re.compile(
    r"(?=.{0,90}\b(?:BULLETIN|PAPERS|VOLUME|FOREIGN RELATIONS|DOCUMENTS|SERIES|CORRESPONDENCE|LETTERS|JOURNAL|DIARY|"
    r"DIARIES|REPORT|"
    r"PROJECT|REVIEW|ДОКУМЕНТЫ|СБОРНИК|DOKUMENTE|DOCUMENTI|AKTEN)\b)"
    r"(?:\d{1,4}\s[^\da-zа-яà-ÿ]{8,80}(?:\s[\dIVX/–-]{1,9})?|"
    r"[^\da-zа-яà-ÿ]{8,80}(?:,\s\d{4}(?:[–-]\d{2,4})?)?\s\d{1,4})"
)
"""``216 HARBOUR HISTORY BULLETIN 14/15``: a running head with its folio, between two paragraphs."""
_MOST_BETWEEN = 3
_SHORTEST = 30
"""Characters that the paragraph before must have: a heading ends in no stop either."""


def joined(paragraphs: Sequence[Paragraph]) -> tuple[tuple[Paragraph, ...], tuple[Residue, ...]]:
    """The paragraphs, halves of a sentence that a page's turning parted put together again."""
    found: list[Paragraph] = []
    residues: list[Residue] = []
    said: set[str] = set()
    at = 0
    while at < len(paragraphs):
        here = paragraphs[at]
        end = _end_of_turning(paragraphs, at) if found and _is_open(found[-1]) else at
        if end > at:
            found[-1] = _put_together(found[-1], paragraphs[at:end], paragraphs[end], residues)
            at = end + 1
        elif here.note is None and PAGE_ALONE.fullmatch(here.words):
            residues.append(Residue(here.words, here.line, "a page's number, standing by itself"))
            at += 1
        elif found and _is_head_again(here, said):
            for row, words in enumerate(here.lines):
                what = "a page's number" if _FOLIO.fullmatch(words) else "a running head that stands above already"
                residues.append(Residue(words, here.line + row, what))
            at += 1
        elif found and here.note is None and not here.tag and _NAMES_A_VOLUME.fullmatch(here.words):
            residues.append(Residue(here.words, here.line, "a running head, with its page's number"))
            at += 1
        else:
            found.append(here)
            said.update(line.casefold() for line in here.lines if len(line) < 2 * _LONGEST_HEAD)
            at += 1
    return tuple(found), tuple(residues)


def _is_head_again(paragraph: Paragraph, said: set[str]) -> bool:
    """Whether a paragraph is a folio and a line that the page has had before: its running head."""
    lines = paragraph.lines
    if len(lines) != 2 or paragraph.note is not None or paragraph.table or paragraph.tag:  # noqa: PLR2004 - folio and head
        return False
    folio, head = lines if _FOLIO.fullmatch(lines[0]) else reversed(lines)
    return _FOLIO.fullmatch(folio) is not None and head.casefold() in said


def lone_figures(paragraphs: Sequence[Paragraph]) -> tuple[tuple[str, int], ...]:
    """Figures that stand by themselves and were left in the text: the figure, the line of the file."""
    return tuple(
        (paragraph.words, paragraph.line)
        for paragraph in paragraphs
        if not paragraph.table and re.fullmatch(r"\d{1,4}", paragraph.words)
    )


def _is_open(paragraph: Paragraph) -> bool:
    return (
        not paragraph.table and len(paragraph.words) >= _SHORTEST and _OPEN_END.search(paragraph.lines[-1]) is not None
    )


def _end_of_turning(paragraphs: Sequence[Paragraph], at: int) -> int:
    """Where the text goes on behind a folio and a running head; ``at`` where there are none."""
    end = at
    while end < min(len(paragraphs) - 1, at + _MOST_BETWEEN) and _turns(paragraphs, at, end):
        end += 1
    if end == at:
        return at
    first = paragraphs[end].lines[0]
    return (
        end if first[:1].islower() or (_goes_on(paragraphs[at - 1], first) and _is_marked(paragraphs[at:end])) else at
    )


def _goes_on(before: Paragraph, first: str) -> bool:
    """Whether a sentence may go on with a capital: a name or, in German, a noun stands first on the new page."""
    return (
        first[:1].isupper()
        and len(before.words) > 2 * _SHORTEST
        and _SMALL_END.search(before.lines[-1]) is not None
        and not before.tag
    )


_SMALL_END = re.compile(
    r"(?:,|\b(?:the|of|and|to|in|that|a|an|with|by|for|from|on|at|der|die|das|den|dem|des|und|von|mit|zu|ein|eine|"
    r"einen|einer|im|"
    r"le|la|les|de|du|des|et|un|une|à|au|il|del|della|che|e|el|los|y|que|в|и|на|с|от|что|по|о))$"
)


def _is_marked(between: Sequence[Paragraph]) -> bool:
    """Whether a page's number stands between two halves of a sentence."""
    return any(_FOLIO.fullmatch(line) or _PAGE_MARK.fullmatch(line) for one in between for line in one.lines)


def _turns(paragraphs: Sequence[Paragraph], start: int, at: int) -> bool:
    """Whether a paragraph is what a page's turning left; beside a folio a running head may be anything."""
    paragraph = paragraphs[at]
    if paragraph.table or paragraph.note is not None or len(paragraph.lines) > 2 or len(paragraph.words) > _LONGEST:  # noqa: PLR2004 - a folio and a head
        return False
    marked = any(_FOLIO.fullmatch(line) or _PAGE_MARK.fullmatch(line) for line in paragraph.lines)
    beside = at > start and _is_marked(paragraphs[at - 1 : at])
    before = at + 1 < len(paragraphs) and _is_marked(paragraphs[at + 1 : at + 2]) and not paragraphs[at].tag
    return all(_is_of_turning(line, beside=marked or beside or before) for line in paragraph.lines)


def _is_of_turning(line: str, *, beside: bool) -> bool:
    if _FOLIO.fullmatch(line) or _PAGE_MARK.fullmatch(line) or _DAY_AND_TOPIC.fullmatch(line):
        return True
    head = _HEAD.fullmatch(line)
    if head is not None and (bool(head["before"] or head["after"]) or head["words"].isupper()):
        return True
    running = _RUNNING.fullmatch(line) if beside else None
    return running is not None and (
        running["words"].rstrip(" .").isupper()
        or bool(running["before"] or running["after"])
        or (line[:1].isupper() and len(line) < _LONGEST_HEAD and line[-1] not in ";:,!?")
    )


def _put_together(
    before: Paragraph, between: Sequence[Paragraph], after: Paragraph, residues: list[Residue]
) -> Paragraph:
    page = ""
    for words, at in ((words, one.line + row) for one in between for row, words in enumerate(one.lines)):
        folio = _FOLIO.fullmatch(words) or _PAGE_MARK.fullmatch(words)
        head = None if folio else _RUNNING.fullmatch(words)
        beside = (head["before"] or head["after"] or "").strip() if head else ""
        page = folio["n"] if folio else page or beside
        what = "a page's number" if folio else "a running head"
        residues.append(Residue(words, at, f"{what} inside a sentence"))
    last, first = before.lines[-1], after.lines[0]
    if broken(last, first):
        residues.append(broken_word(last, first, after.line))
        start, line = len(last) - 1, last[:-1] + first
    else:
        start, line = len(last) + 1, f"{last} {first}"
    row = len(before.lines) - 1
    moved = [
        replace(one.moved(start) if one.line == 0 else one, line=one.line + row) for one in after.stretches
    ]  # fmt: skip
    point = [Stretch("page", row, start, start, page)] if page else []
    return replace(
        before, lines=(*before.lines[:-1], line, *after.lines[1:]), stretches=(*before.stretches, *point, *moved)
    )
