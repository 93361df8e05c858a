"""The small parts of a document, each by its look and its place: datelines, markings, salutations, signatures."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from provenance.importers._note.gazetteer import TOWNS
from provenance.importers._page.dateline import place_attested, place_beside, tells_arrival
from provenance.importers._page.filemarks import file_mark
from provenance.importers._page.front import ARCHIVAL, FRENCH_HEAD, is_citation, is_source
from provenance.importers._page.markings import is_marking
from provenance.importers._page.names import NAME, party

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.importers._page.paragraphs import Paragraph
    from provenance.importers._page.piece import Piece
    from provenance.text.blocks import BlockTag

_SALUTATION = re.compile(
    r"(?:(?:Dear|Dr\.?|Esteemed|Respected|My dear|Cher|Chère|Lieber|Liebe|Sehr geehrte|Sehr verehrte|"
    r"Hochverehrte|Уважаем|"
    r"Глубокоуважаем|Многоуважаем|Дорог)\S{0,6}\s.{0,80}|(?:Sir|Sirs|Madam|Gentlemen|Monsieur|Excellency|"
    r"Mr\. President|Your Excellency|Monsieur le \S{3,20}|Comrades?|Товарищи?))[,:!.]?$"
)
_SIGNED = re.compile(
    r"(?:\[?\(?(?:[Ss]igned|SIGNED|gez\.?|[Ss]igné|[Пп]одпись|[Пп]одписал)\)?\]?[.:]?\s?|/[Ss]/\s?){1,2}(?P<name>.{0,60})"
)
_NAME_ALONE = re.compile(
    rf"(?P<name>{NAME}|[A-ZÀ-ÞА-ЯЁ][A-ZÀ-ÞА-ЯЁ.\s’'-]{{2,50}})(?:,\s?(?P<office>[^.!?;:]{{2,60}}))?[.,]?"
    r"(?:\s?\[?\d{1,3}\]?)?"
)
_OFFICE_SIGNS = re.compile(
    rf"(?:(?:Председатель|Секретарь|Заместитель|Управляющий|Нарком|Посол|Министр|Директор|Начальник)(?:\s[^.!?;:]{{2,80}}?)?"
    rf"|(?:For|За|Für|Pour) [^.!?;]{{3,60}}:|(?:Chairman|Secretary|President|"
    rf"Minister)(?:\sof\s[^.!?;:]{{2,60}}?)?|"
    rf"(?:Deputy\s|First\s|General\s)?(?:Administrator|Chairman|Secretary|Head|Director)"
    rf"(?:\sof\s[^.!?;:]{{2,60}}?)?)\s{NAME}\.?"
)
_ADDRESSED = re.compile(
    r"(?:Hon|Esq|His|Her|To|An|An den|Herrn|Monsieur|Mr|Mrs|The|Attachments?|Enclosures?|Appendix|Appendices|"
    r"Annex|Tabs?|Anlagen?|Приложени[ея])\b"
)
_CLOSING = re.compile(
    r"(?:I am,|I have, etc|I have the honor to|Sincerely|Yours|Respectfully|Very truly|With (?:best|kind|communist|"
    r"comradely|deep|high)|Faithfully|Mit (?:freundlichen|vorzüglicher|kommunistischem|sozialistischem)|Hochacht|"
    r"Ihr\b|Veuillez|Je vous prie|Votre\b|Agréez|С (?:уважением|коммунистическим|товарищеским|приветом)|Ваш\b|"
    r"Преданный|Yr\b|I am,? (?:[Dd]ear )?Sir\b|I remain\b|I have the honou?r|God give)"
)
_CALL_AT_YEAR = re.compile(r"\b((?:1[5-9]|20)\d\d)\d{1,2}(?=\.?$|[,;\s])")
_FROM_THE_END = 12
_SHORT = 80
_HEAD_OF_MEMORANDUM = 14
_LONGEST_ENTRY = 420
_LONGEST_CLOSING = 200
_SENTENCE = re.compile(r"[A-ZÀ-ÞА-ЯЁ](?:[^\s]{1,30}\s){3,12}[^\s]{1,30}[.!?]")
_PROSE = 40
"""Characters that stand before a name alone at the end: behind a heading it is the text."""
ROUTING = re.compile(
    r"(?P<label>MEMORANDUM (?:FOR|TO)|TO|FROM|FM|SUBJECTS?|RE|INFO|THROUGH|VIA|REFS?|REFERENCE|PLACE|LOCATION|"
    r"TIME|COPIES|COPY TO|"
    r"To|From|Subjects?|Re|Ref|Reference|Place|Location|Time|Through|Via|Copies(?: to)?|Copy to|cc|CC|Betreff|"
    r"Betr\.|Bezug|hier|"
    r"Ort|An|Von|Objet|Lieu|De|À|Тема|Кому|От кого|От|Место)\s?:?(?P<rest>\s.{0,400})?"
)
_HEADS = frozenset({"SUBJECT", "SUBJECTS", "REFERENCE", "REF", "REFS", "TO", "FROM", "PLACE", "TIME", "COPIES"})
"""Labels that stand without a colon on a line of their own, what they head below them."""


def tagged(pieces: Sequence[Piece], surnames: Sequence[str] = ()) -> list[Piece]:
    """The pieces of the body, each with its tag where it has one; ``surnames``: those of the title's authors."""
    found = [
        piece
        if piece.tag or piece.paragraph.table
        else replace(piece, tag=piece.paragraph.tag or _tag(piece.paragraph, at, len(pieces)))
        for at, piece in enumerate(pieces)
    ]  # fmt: skip
    return _signatures([_unless_quoted(found, at) for at in range(len(found))], surnames)


def _unless_quoted(pieces: Sequence[Piece], at: int) -> Piece:
    """A dateline behind words that announce another paper (``… its declaration:``) is that paper's."""
    piece = pieces[at]
    before = pieces[at - 1] if at else None
    if piece.tag != "dateline" or before is None or before.tag is not None:
        return piece
    words = before.paragraph.words
    announced = words.endswith(":") and len(words) > _PROSE and not before.number
    return replace(piece, tag="quote") if announced else piece


def _tag(paragraph: Paragraph, at: int, count: int) -> BlockTag | None:
    words = paragraph.words
    near_start, near_end = at < 8, at >= count - 4  # noqa: PLR2004 - paragraphs at either end of a document
    if is_source(words) or _is_bracketed_source(words, last=at >= count - 3) or _is_bare(words, at, count):
        return "source-note"
    at_an_end = _tag_at_an_end(words) if near_start or near_end else None
    if at_an_end:
        return at_an_end
    if at < 8 and len(words) < 90 and _SALUTATION.match(words):  # noqa: PLR2004
        return "salutation"
    if at < 8 and (file_mark(words) or (len(words) < 90 and FRENCH_HEAD.match(words))):  # noqa: PLR2004
        return "routing"
    return "routing" if at < _HEAD_OF_MEMORANDUM and _is_routing(paragraph) else None


def _is_routing(paragraph: Paragraph) -> bool:
    """Whether a paragraph is an entry of a memorandum's head: ``SUBJECT: Rope``, or the label with lines below it."""
    first = paragraph.lines[0]
    routing = ROUTING.fullmatch(first)
    if routing is None:
        return False
    if ":" in first[: len(routing["label"]) + 2]:
        return len(paragraph.words) < _LONGEST_ENTRY
    return first in _HEADS and len(paragraph.words) < _LONGEST_ENTRY


def _tag_at_an_end(words: str) -> BlockTag | None:
    """What stands at the head or the foot of a document alone."""
    unglued = _CALL_AT_YEAR.sub(r"\1", words)  # May 3, 19312: the year calls note 2
    if place_beside(words) is not None or place_beside(unglued) is not None or place_attested(words) is not None:
        return "dateline"
    if tells_arrival(words):
        return "stamp"
    return "classification" if is_marking(words) else None


def _is_bracketed_source(words: str, *, last: bool) -> bool:
    return words.startswith("[") and words.endswith("]") and last and ARCHIVAL.search(words) is not None


def _is_bare(words: str, at: int, count: int) -> bool:
    """A line at the head or the foot that is an archival reference alone."""
    return (at < 3 or at >= count - 2) and is_citation(words)  # noqa: PLR2004


def _signatures(pieces: list[Piece], surnames: Sequence[str]) -> list[Piece]:
    """Names at the end of a document: behind a closing formula, with ``signed``, or the author's own, or alone."""
    found = list(pieces)
    text = [at for at, piece in enumerate(pieces) if piece.tag in (None, "dateline") and not piece.paragraph.table]
    for rank, at in enumerate(reversed(text)):
        piece = pieces[at]
        if rank >= _FROM_THE_END:
            break
        if piece.tag or at == 0:
            continue
        before = pieces[at - 1]
        last = all(pieces[later].tag == "dateline" for later in text[len(text) - rank :])
        if is_signature(piece.paragraph, before.paragraph, surnames, last=last):
            found[at] = replace(piece, tag="signature")
    return found


def is_signature(paragraph: Paragraph, before: Paragraph, surnames: Sequence[str], *, last: bool) -> bool:
    """Whether a paragraph signs the document."""
    words = paragraph.lines[0]
    if len(paragraph.lines) > 1 and _CLOSING.match(words) and len(paragraph.words) < _LONGEST_CLOSING:
        return _NAME_ALONE.fullmatch(paragraph.lines[-1]) is not None  # Yours, and the name below
    if len(paragraph.words) > _SHORT or place_beside(paragraph.words) is not None:
        return False
    signed = _SIGNED.fullmatch(words)
    if signed:
        return not signed["name"] or _NAME_ALONE.fullmatch(signed["name"].strip()) is not None
    return _OFFICE_SIGNS.fullmatch(words) is not None or _name_signs(paragraph, before, surnames, last=last)


def _name_signs(paragraph: Paragraph, before: Paragraph, surnames: Sequence[str], *, last: bool) -> bool:
    """Whether a name alone signs: the author's own, behind a closing formula, or at the very end."""
    alone = _NAME_ALONE.fullmatch(paragraph.lines[0])
    if alone is None:
        return False
    name = alone["name"].strip(" .")
    if name in TOWNS or (name.isupper() and " " not in name and len(name) < 4):  # noqa: PLR2004
        return False
    own = name.rsplit(maxsplit=1)[-1].strip(".").casefold() in {surname.casefold() for surname in surnames}
    closed = _CLOSING.match(before.words) is not None
    lone = (
        last
        and (len(before.words) > _PROSE or _SENTENCE.fullmatch(before.words) is not None)
        and len(paragraph.lines) == 1
        and not alone["office"]
        and party(name).kind == "person"
    )
    return (own or closed or lone) and not _ADDRESSED.match(name)
