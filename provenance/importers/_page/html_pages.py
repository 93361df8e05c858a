"""Where an HTML page says that a page of the printed edition begins: a mark between two words, no word of the text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from provenance.importers._page.paragraphs import Residue, Stretch, broken, broken_word, is_wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

    from provenance.importers._page.paragraphs import Paragraph

_NAMES = frozenset(
    {
        "pb", "pagenum", "pagebreak", "page-break", "page-number", "pagenumber", "page_number", "pageno", "folio",
        "ws-pagenum", "ws-noexport", "pgnum", "seitenzahl", "seitenumbruch", "numpage", "pagina", "seite",
        "tei-milestone",
    }
)  # fmt: skip
_LINE_NAMES = frozenset(
    {
        "zn", "ln", "lineno", "line-no", "line-number", "linenumber", "linenum", "lnum", "numline", "zeilennummer",
        "zeilenzahl",
    }
)  # fmt: skip
_SHOWN = re.compile(
    r"[\[{(<|]{0,2}\s?(?:[Pp]age|[Pp]p?\.|S\.|с\.|f(?:ol)?\.)?\s?(?P<n>\d{1,4}(?:\s?[rv][º°o]?)?)?\s?[\]})>|]{0,2}"
)
_NUMBER = re.compile(r"\d{1,4}[rv]?(?!\w)")
_LONGEST = 24
_IN_WORDS = re.compile(r"[{](?P<n>\d{1,4})[}]|\[(?:S\.|p\.|с\.|С\.)\s?(?P<m>\d{1,4})\]")
"""``{118}``, ``[S. 441]``: what web editions write where a page of the book begins."""
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_NAMES_OF_INVISIBLE = {
    "\u00ad": "soft hyphens", "\u200b": "spaces without width", "\u2060": "word joiners", "\ufeff": "byte order marks",
}  # fmt: skip
_MOST_SHOWN = 1000


def page_begun(element: _Element) -> str | None:
    """The number of the page that begins at an element, ``""`` where it has none; None where no page begins.

    ``[Page 12]`` says by itself what it is and is left to the reader of the words.
    """
    if element.tag not in ("span", "a", "b", "i", "em", "small", "sup", "font", "div", "hr", "p"):
        return None
    names = element.get("class", "").lower()[:200].split()
    if _NAMES.isdisjoint(names):
        return None
    words = "".join(map(str, element.itertext())).strip("\u200b \t\r\n\xa0")
    shown = _SHOWN.fullmatch(words) if len(words) <= _LONGEST else None
    if shown is None or re.fullmatch(r"\[[Pp]age \d{1,4}\]", words):
        return None
    said = shown["n"] or element.get("data-page-number", "")[:6]
    number = _NUMBER.search(said) or _NUMBER.search(element.get("title", "")[-12:])
    return number[0] if number else ""


def is_line_number(element: _Element) -> bool:
    """Whether an element counts a line of the manuscript or the print."""
    if _LINE_NAMES.isdisjoint(element.get("class", "").lower()[:200].split()):
        return False
    words = "".join(map(str, element.itertext())).strip()
    return len(words) <= _LONGEST and (not words or words.isdigit())


def tidied(paragraph: Paragraph, residues: list[Residue]) -> Paragraph:
    """The paragraph without marks of pages in its words, and without hyphens at its kept breaks."""
    paragraph = replace(paragraph, stretches=tuple(_with_brackets(one, paragraph.lines) for one in paragraph.stretches))
    for row, line in enumerate(paragraph.lines):
        marks = () if paragraph.note is not None else tuple(_IN_WORDS.finditer(line))
        if marks:
            paragraph = _cut_out(paragraph, row, marks)
            why = "a page's number inside a sentence"
            residues += [Residue(match[0], paragraph.line, why) for match in marks]
    return _running_on(paragraph, residues)


def _with_brackets(one: Stretch, lines: Sequence[str]) -> Stretch:
    """A call with the brackets that are printed round its link: ``[<a>1</a>]``."""
    if one.kind != "call" or one.start == one.end:
        return one
    around = lines[one.line][one.start - 1 : one.start] + lines[one.line][one.end : one.end + 1]
    return replace(one, start=one.start - 1, end=one.end + 1) if around in ("[]", "()") else one


def _cut_out(paragraph: Paragraph, row: int, marks: Sequence[re.Match[str]]) -> Paragraph:
    """A line without these marks, a point at each; of two spaces that would meet, one stays."""
    line = paragraph.lines[row]
    kept: list[str] = []
    ends: list[int] = []
    gone: list[int] = [0]
    points: list[Stretch] = []
    at = 0
    for match in marks:
        end = match.end()
        end += line[match.start() - 1 : match.start()] in ("", " ") and line[end : end + 1] == " "
        kept.append(line[at : match.start()])
        points.append(
            Stretch("page", row, match.start() - gone[-1], match.start() - gone[-1], match["n"] or match["m"])
        )
        gone.append(gone[-1] + end - match.start())
        ends.append(end)
        at = end
    kept.append(line[at:])

    def moved(position: int) -> int:
        before = bisect_right(ends, position)
        inside = before < len(marks) and position > marks[before].start()
        return (marks[before].start() if inside else position) - gone[before]

    stretches = [
        replace(one, start=moved(one.start), end=moved(one.end)) if one.line == row else one
        for one in paragraph.stretches
    ]
    stays = [one for one in stretches if one.end > one.start or one.kind in ("page", "cell", "gap", "call")]
    lines = (*paragraph.lines[:row], "".join(kept), *paragraph.lines[row + 1 :])
    return replace(paragraph, lines=lines, stretches=(*stays, *points))


def _running_on(paragraph: Paragraph, residues: list[Residue]) -> Paragraph:
    """Lines that a page's author broke at the margin put together: prose that goes on in small letters."""
    lines = paragraph.lines
    if len(lines) == 1 or paragraph.table:
        return paragraph
    small = sum(line[:1].islower() for line in lines[1:])
    wrapped = is_wrapped([len(line) for line in lines]) and small >= 0.6 * (len(lines) - 1)
    kept: list[str] = [lines[0]]
    starts: list[tuple[int, int]] = [(0, 0)]
    for at, line in enumerate(lines[1:], 1):
        hyphen = broken(kept[-1], line)
        if not hyphen and not wrapped:
            kept.append(line)
            starts.append((len(kept) - 1, 0))
            continue
        if hyphen:
            residues.append(broken_word(kept[-1], line, paragraph.line + at - 1))
        before = kept[-1][:-1] if hyphen else f"{kept[-1]} "
        starts.append((len(kept) - 1, len(before)))
        kept[-1] = before + line
    moved = (replace(one.moved(starts[one.line][1]), line=starts[one.line][0]) for one in paragraph.stretches)
    return replace(paragraph, lines=tuple(kept), stretches=tuple(moved))


class Invisible:
    """Signs that nobody sees: a soft hyphen says only where a word may be parted. Taken out, and counted."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def taken_out(self, text: str) -> str:
        """The words without them."""
        found = _INVISIBLE.findall(text)
        self._counts.update(found)
        return _INVISIBLE.sub("", text) if found else text

    def residues(self) -> list[Residue]:
        """What is reported of them."""
        return [
            Residue(sign * min(count, _MOST_SHOWN), 1, f"{_NAMES_OF_INVISIBLE[sign]} in the page: {count:,}")
            for sign, count in self._counts.items()
        ]
