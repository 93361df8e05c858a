"""What stands at the head of a page: the names of editors, a source, the title."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from provenance.errors import InputError
from provenance.importers._page.names import NAME, could_be_named, party
from provenance.importers._page.piece import Piece
from provenance.importers._page.title import number_of, parse_title
from provenance.importers.source_note import parse_note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.importers._page.paragraphs import Paragraph

_BYLINE = re.compile(
    rf"(?:(?:[Ee]dited )?[Bb]y\s)?{NAME}(?:(?:,|\sand|,\sand|\s&)\s{NAME}){{0,5}}(?:,\s(?:[Ee]ds?\.?|[Ee]ditors?))?"
)
_SOURCE = re.compile(r"\[?\s{0,2}(?:Sources?|Quellen?|Источник|Archival source)\s?:\s?", re.IGNORECASE)
_GLUED_SOURCE = re.compile(
    r"(?P<title>.{8,400}?(?:[^\s\[(“\".:]\s?|\.))(?P<source>(?:Source: [A-Z]|"
    r"(?<=\d)(?:National Archives|Department of State|[A-Z][a-z]{2,20} Library), ).*)",
    re.DOTALL,
)
ARCHIVAL = re.compile(
    r"\b(?:Archives?|Archiv|Library|Foundation|Translated by|Obtained by|On file|fond|Fond|delo)\b|\bf\.\s?\d|\bАрхив|"
    r"\bф\.\s?\d"
)
"""Words of an archival reference."""
_LONGEST_CITATION = 240
_FULL_LABEL = re.compile(r"(?:Document|Doc|Dokument|Документ|Pièce)\b")
_FRONT = 12
"""Paragraphs among which a title is looked for."""
_LONGEST_TITLE = 500
_LEAST_SCORE = 3


def find_title(paragraphs: Sequence[Paragraph], language: str, name: str | None) -> tuple[int, int]:
    """Where the title stands and where it ends: the numbered one, else the one that names a kind of document.

    Raises InputError where there is none, or where a second document begins further on.
    """
    front = paragraphs[:_FRONT]
    for at, paragraph in enumerate(front):
        match = number_of(paragraph.words)
        if match and _FULL_LABEL.match(match["label"]):
            alone = not paragraph.words[match.end() :].strip() and at + 1 < len(paragraphs)
            end = at + (2 if alone else 1)
            _refuse_second(paragraphs[end:], language, name)
            return at, end
    scored = [(_score(paragraph, at, language), -at) for at, paragraph in enumerate(front)]
    best, place = max(scored, default=(0, 0))
    if best < _LEAST_SCORE:
        heading = next((at for at, paragraph in enumerate(front) if paragraph.tag == "heading"), None)
        if heading is not None and len(front[heading].words) <= _LONGEST_TITLE:
            return heading, heading + 1  # the page's markup says that it is one
        raise InputError(
            "no title was found: a line such as 'Document No. 6: Memorandum from … to …, June 26, 1986'",
            code="no-title",
            file=name,
            line=paragraphs[0].line if paragraphs else None,
            hint="put the title on a line of its own before the text, with the kind of document in it",
        )
    return -place, -place + 1


def begins_document(paragraph: Paragraph, language: str) -> bool:
    """Whether a document begins here: ``Document No. N`` by itself, or with a kind and an author or a date."""
    words = paragraph.lines[0]
    match = number_of(words) if _FULL_LABEL.match(words) and len(words) < _LONGEST_TITLE else None
    if match is None or not _FULL_LABEL.match(match["label"]) or paragraph.note is not None:
        return False
    if not words[match.end() :].strip():
        return len(paragraph.lines) == 1
    title = parse_title(paragraph.words if len(paragraph.words) < _LONGEST_TITLE else words, language)
    return title.type is not None and bool(title.date or title.authors or title.participants)


def _refuse_second(rest: Sequence[Paragraph], language: str, name: str | None) -> None:
    """Two documents are two records: a second title line is refused, never read as text of the first."""
    second = next((paragraph for paragraph in rest if begins_document(paragraph, language)), None)
    if second is not None:
        match = number_of(second.words)
        raise InputError(
            f"a second document begins here: {match['label'] if match else second.words[:40]}",
            code="several-documents",
            file=name,
            line=second.line,
            hint="--collection C makes one record of each; or cut the file before this line",
        )


def _score(paragraph: Paragraph, at: int, language: str) -> int:
    """How much a paragraph looks like a title; 0 where it cannot be one."""
    words = paragraph.words
    if len(words) > _LONGEST_TITLE or is_source(words):
        return 0
    # a call glued to the year hides the date: June 17, 19721
    words = re.sub(r"((?:1\d|20)\d\d)\d{1,4}(?:\s\d{1,2})?$", r"\1", words)
    title = parse_title(words, language)
    from_to = bool(title.authors and title.addressees) and (title.type is not None or at <= 2)  # noqa: PLR2004
    numbered = bool(title.number) and (title.date is not None or (at == 0 and could_be_named(title.bare)))
    if not (title.type or from_to or numbered):
        return 0
    short = len(words) < 300 and not words.endswith((".", "!", "?"))  # noqa: PLR2004
    return 3 * bool(title.type) + 2 * bool(title.number) + bool(title.date) + 4 * from_to + short


def is_source(words: str) -> bool:
    """Whether words begin as a source note does."""
    return _SOURCE.match(words) is not None


def is_citation(words: str) -> bool:
    """Whether words are an archival reference alone: a repository and a way within it, and nothing not understood."""
    if len(words) > _LONGEST_CITATION or words[:1].isdigit() or not re.search(r"\d", words):
        return False
    if not ARCHIVAL.search(words):
        return False
    note = parse_note(words)
    return bool(note.repository and note.parts and not note.unparsed)


def is_second_title(paragraph: Paragraph, language: str) -> bool:
    """Whether a paragraph below the title is a title of its own: a kind of document, persons or a date."""
    words = paragraph.words
    if len(paragraph.lines) > 1 or len(words) > 200 or words.endswith((".", "!", "?")):  # noqa: PLR2004 - a sentence is no title
        return False
    title = parse_title(words, language)
    return title.type is not None and title.date is not None and bool(title.authors or title.participants)


def parted(paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """The paragraphs, a source note that copying glued to the title made one of its own."""
    found: list[Paragraph] = []
    for at, paragraph in enumerate(paragraphs):
        glued = _GLUED_SOURCE.fullmatch(paragraph.lines[0]) if at < _FRONT and len(paragraph.lines) == 1 else None
        if glued:
            found.append(paragraph.part(0, glued.start("source")))
            found.append(replace(paragraph.part(glued.start("source")), gap=1, tag="source-note"))
        else:
            found.append(paragraph)
    return tuple(found)


def above_title(paragraph: Paragraph) -> Piece:
    """What stands above the title: the names of editors, a source, or a heading that nobody explains."""
    if all(_is_byline(line) for line in paragraph.lines):
        return Piece(paragraph, tag="byline")
    if is_source(paragraph.words) or parse_note(paragraph.words).references or is_citation(paragraph.words):
        return Piece(paragraph, tag="source-note")
    return Piece(paragraph, tag="heading")


def _is_byline(line: str) -> bool:
    if not _BYLINE.fullmatch(line) or len(line.split()) < 2 or line.isupper():  # noqa: PLR2004 - a given name and a surname
        return False
    return parse_title(line).type is None and party(line).kind == "person"
