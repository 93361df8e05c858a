"""The small parts of a document, each by its look and its place: datelines, markings, salutations, signatures."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from provenance.importers._note.gazetteer import TOWNS
from provenance.importers._page.dateline import place_beside, tells_arrival
from provenance.importers._page.front import ARCHIVAL, is_citation, is_source
from provenance.importers._page.names import NAME, party

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.importers._page.paragraphs import Paragraph
    from provenance.importers._page.piece import Piece
    from provenance.text.blocks import BlockTag

_SALUTATION = re.compile(
    r"(?:(?:Dear|Esteemed|Respected|My dear|Cher|Chère|Lieber|Liebe|Sehr geehrte|Sehr verehrte|Hochverehrte|Уважаем|"
    r"Глубокоуважаем|Многоуважаем|Дорог)\S{0,6}\s.{0,80}|(?:Sir|Sirs|Madam|Gentlemen|Monsieur|Excellency|"
    r"Mr\. President|Your Excellency|Monsieur le \S{3,20}|Comrades?|Товарищи?))[,:!.]?$"
)
_MARKINGS = re.compile(
    r"(?:TOP SECRET|SECRET|CONFIDENTIAL|STRICTLY SECRET|STRICTLY CONFIDENTIAL|RESTRICTED|UNCLASSIFIED|EYES ONLY|"
    r"Top [Ss]ecret|Secret|Confidential|Strictly [Cc]onfidential|Strictly [Ss]ecret|For official use only|"
    r"СОВЕРШЕННО СЕКРЕТНО|СЕКРЕТНО|Совершенно секретно|Сов\. секретно|Секретно|Строго секретно|Особая папка|"
    r"GEHEIM|STRENG GEHEIM|Streng geheim|Geheim|Vertraulich|VERTRAULICH|VS-Vertraulich|Streng vertraulich|"
    r"TRÈS SECRET|SECRET DÉFENSE|Très secret|Confidentiel|CONFIDENTIEL)"
    r"(?=$|[\s./,;(—–-])(?:[\s./,;(—–-]{1,3}(?:[A-ZА-ЯЁÄÖÜ][\w№.’'-]{0,30}|\d{1,6}|№|of|no\.|folder|papka|copy|and|папка|"
    r"экз\.)\)?){0,8}[.!]?$"
)
_SIGNED = re.compile(
    r"(?:\[?\(?(?:[Ss]igned|SIGNED|gez\.?|[Ss]igné|[Пп]одпись|[Пп]одписал)\)?\]?[.:]?\s?|/[Ss]/\s?){1,2}(?P<name>.{0,60})"
)
_NAME_ALONE = re.compile(
    rf"(?P<name>{NAME}|[A-ZÀ-ÞА-ЯЁ][A-ZÀ-ÞА-ЯЁ.\s’'-]{{2,50}})(?:,\s?(?P<office>[^.!?;:]{{2,60}}))?[.,]?"
    r"(?:\s?\[?\d{1,3}\]?)?"
)
_ADDRESSED = re.compile(r"(?:Hon|Esq|His|Her|To|An|An den|Herrn|Monsieur|Mr|Mrs|The)\b")
_CLOSING = re.compile(
    r"(?:I am,|I have, etc|I have the honor to|Sincerely|Yours|Respectfully|Very truly|With (?:best|kind|communist|"
    r"comradely|deep|high)|Faithfully|Mit (?:freundlichen|vorzüglicher|kommunistischem|sozialistischem)|Hochacht|"
    r"Ihr\b|Veuillez|Je vous prie|Votre\b|Agréez|С (?:уважением|коммунистическим|товарищеским|приветом)|Ваш\b|"
    r"Преданный|Yr\b|God give)"
)
_FROM_THE_END = 12
_SHORT = 80
_PROSE = 40
"""Characters that stand before a name alone at the end: behind a heading it is the text."""
_ROUTING = re.compile(
    r"(?:TO|FROM|SUBJECT|MEMORANDUM FOR|RE|INFO|THROUGH|VIA|To|From|Subject|Re|Copies?(?: to)?|cc|CC|Betreff|Betr\.|An|"
    r"Objet|Тема|Кому|От)\s?:(?P<rest>\s.{0,160})?"
)


def tagged(pieces: Sequence[Piece], surnames: Sequence[str] = ()) -> list[Piece]:
    """The pieces of the body, each with its tag where it has one; ``surnames``: those of the title's authors."""
    found = [
        piece if piece.tag else replace(piece, tag=piece.paragraph.tag or _tag(piece.paragraph, at, len(pieces)))
        for at, piece in enumerate(pieces)
    ]  # fmt: skip
    return _signatures(found, surnames)


def _tag(paragraph: Paragraph, at: int, count: int) -> BlockTag | None:
    words = paragraph.words
    near_start, near_end = at < 5, at >= count - 4  # noqa: PLR2004 - paragraphs at either end of a document
    if is_source(words) or _is_bracketed_source(words, last=at >= count - 3) or _is_bare(words, at, count):
        return "source-note"
    at_an_end = _tag_at_an_end(words) if near_start or near_end else None
    if at_an_end:
        return at_an_end
    if at < 8 and len(words) < 90 and _SALUTATION.match(words):  # noqa: PLR2004
        return "salutation"
    if at < 10 and _ROUTING.fullmatch(words) and len(paragraph.lines) == 1:  # noqa: PLR2004 - the head of a memorandum
        return "routing"
    return None


def _tag_at_an_end(words: str) -> BlockTag | None:
    """What stands at the head or the foot of a document alone."""
    if place_beside(words) is not None:
        return "dateline"
    if tells_arrival(words):
        return "stamp"
    return "classification" if len(words) < _SHORT and _MARKINGS.fullmatch(words) else None


def _is_bracketed_source(words: str, *, last: bool) -> bool:
    return words.startswith("[") and words.endswith("]") and last and ARCHIVAL.search(words) is not None


def _is_bare(words: str, at: int, count: int) -> bool:
    """A line at the head or the foot that is an archival reference alone."""
    return (at < 3 or at >= count - 2) and is_citation(words)  # noqa: PLR2004


def _signatures(pieces: list[Piece], surnames: Sequence[str]) -> list[Piece]:
    """Names at the end of a document: behind a closing formula, with ``signed``, or the author's own, or alone."""
    found = list(pieces)
    text = [at for at, piece in enumerate(pieces) if piece.tag in (None, "dateline")]
    for rank, at in enumerate(reversed(text)):
        piece = pieces[at]
        if rank >= _FROM_THE_END:
            break
        if piece.tag or at == 0:
            continue
        before = pieces[at - 1]
        if is_signature(piece.paragraph, before.paragraph, surnames, last=rank == 0):
            found[at] = replace(piece, tag="signature")
    return found


def is_signature(paragraph: Paragraph, before: Paragraph, surnames: Sequence[str], *, last: bool) -> bool:
    """Whether a paragraph signs the document."""
    words = paragraph.lines[0]
    if len(paragraph.words) > _SHORT or place_beside(paragraph.words) is not None:
        return False
    signed = _SIGNED.fullmatch(words)
    if signed:
        return not signed["name"] or _NAME_ALONE.fullmatch(signed["name"].strip()) is not None
    alone = _NAME_ALONE.fullmatch(words)
    if alone is None:
        return False
    name = alone["name"].strip(" .")
    if name in TOWNS or (name.isupper() and " " not in name and len(name) < 4):  # noqa: PLR2004
        return False
    own = name.rsplit(maxsplit=1)[-1].strip(".").casefold() in {surname.casefold() for surname in surnames}
    closed = _CLOSING.match(before.words) is not None
    lone = (
        last
        and len(before.words) > _PROSE
        and len(paragraph.lines) == 1
        and not alone["office"]
        and party(name).kind == "person"
    )
    return (own or closed or lone) and not _ADDRESSED.match(name)
