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

_FOLIO = re.compile(r"(?:[–—-]\s?|[Pp](?:age|\.)\s?|S\.\s?|с\.\s?)?(?P<n>\d{1,4})(?: of \d{1,4}|\s?[–—-])?")
_PAGE_MARK = re.compile(r"\[(?:[Pp]age|p\.|S\.|с\.)\s?(?P<n>\d{1,4})\]")
_HEAD = re.compile(r"(?:(?P<before>\d{1,4})\s)?(?P<words>[^\d\[\]]{4,70}?)(?:\s(?P<after>\d{1,4}))?")
_OPEN_END = re.compile(r"[^\W\d_],?$|[^\W\d_]-$|[,;—–]$")
_MOST_BETWEEN = 3
_SHORTEST = 30
"""Characters that the paragraph before must have: a heading ends in no stop either."""


def joined(paragraphs: Sequence[Paragraph]) -> tuple[tuple[Paragraph, ...], tuple[Residue, ...]]:
    """The paragraphs, halves of a sentence that a page's turning parted put together again."""
    found: list[Paragraph] = []
    residues: list[Residue] = []
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
        else:
            found.append(here)
            at += 1
    return tuple(found), tuple(residues)


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
    while end < min(len(paragraphs) - 1, at + _MOST_BETWEEN) and _turns(paragraphs[end]):
        end += 1
    return end if end > at and paragraphs[end].lines[0][:1].islower() else at


def _turns(paragraph: Paragraph) -> bool:
    words = paragraph.words
    if paragraph.table or len(paragraph.lines) > 1 or len(words) > 80:  # noqa: PLR2004 - no running head is longer
        return False
    if _FOLIO.fullmatch(words) or _PAGE_MARK.fullmatch(words):
        return True
    head = _HEAD.fullmatch(words)
    return head is not None and (bool(head["before"] or head["after"]) or head["words"].isupper())


def _put_together(
    before: Paragraph, between: Sequence[Paragraph], after: Paragraph, residues: list[Residue]
) -> Paragraph:
    page = ""
    for paragraph in between:
        folio = _FOLIO.fullmatch(paragraph.words) or _PAGE_MARK.fullmatch(paragraph.words)
        head = None if folio else _HEAD.fullmatch(paragraph.words)
        page = page or (folio["n"] if folio else (head["before"] or head["after"] or "") if head else "")
        what = "a page's number" if folio else "a running head"
        residues.append(Residue(paragraph.words, paragraph.line, f"{what} inside a sentence"))
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
