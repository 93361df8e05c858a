"""The small parts of a document, each by its look and its place: datelines, markings, salutations, signatures."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from provenance.importers._note.gazetteer import TOWNS
from provenance.importers._page.citations import is_newspaper, is_special
from provenance.importers._page.dateline import (
    place_and_weekday,
    place_attested,
    place_beside,
    tells_arrival,
    without_call,
)
from provenance.importers._page.filemarks import file_mark, own_number
from provenance.importers._page.front import ARCHIVAL, FRENCH_HEAD, is_citation, is_lying, is_source
from provenance.importers._page.markings import is_marking
from provenance.importers._page.names import NAME, party
from provenance.importers._page.statements import is_resolution, is_statement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.importers._page.paragraphs import Paragraph
    from provenance.importers._page.piece import Piece
    from provenance.text.blocks import BlockTag

_SALUTATION = re.compile(
    r"(?:(?:Dear|Dr\.?|Esteemed|Respected|My dear|Cher|Chère|Lieber|Liebe|Sehr geehrte|Sehr verehrte|"
    r"Hochverehrte|Уважаем|Любезн|Милостив|"
    r"Глубокоуважаем|Многоуважаем|Дорог)\S{0,6}\s.{0,80}|(?:Sir|Sirs|Madam|Gentlemen|Monsieur|Excellency|"
    r"Mr\. President|Your Excellency|Monsieur le \S{3,20}|Comrades?|Товарищи?|"
    r"(?:Тов\.|Товарищ(?:у|ам)?|Т\.)\s(?:[А-ЯЁ]\.\s?){0,2}[А-ЯЁ][\w-]{1,30}(?:\s(?:[А-ЯЁ]\.\s?){1,2})?|(?:Comrade|"
    r"Cde\.|Com\.)\s[A-Z].{2,60}(?=[:,!])|(?!The\b|A\b|An\b)[A-Z][a-z]{2,15}(?:\s[A-Z][a-z]{2,15})?(?=\s?[—–]$)|"
    r"MY LORDS?|SIR|"
    r"Excelent[íi]simo Señor|Muy señor mío|Illustrissimo Signore|Eccellenza|Onorevole Signore|Hochgeehrter Herr|"
    r"My dear\s.{2,40}|My Lord|Reverend Sir|Madame|Mademoiselle|Messieurs|(?:My )?(?:Friend|Wife|Brother|Sister|"
    r"Father|Mother)))[,:!.—–]{0,2}$"
)
_SIGNED = re.compile(
    r"(?:\[?\(?(?:[Ss]igned|SIGNED|gez\.?|[Ss]igné\s?:?|[Пп]одпись|[Пп]одписал)\)?\]?[.:]?\s?|"
    r"/[Ss]/\s?){1,2}(?P<name>.{0,60})"
)
_NAME_ALONE = re.compile(
    rf"(?P<name>{NAME}|[A-ZÀ-ÞА-ЯЁ][A-ZÀ-ÞА-ЯЁ.\s’'-]{{2,50}})(?:,\s?(?P<office>[^.!?;:]{{2,60}}))?[.,]?"
    r"(?:\s?\[?\d{1,3}\]?)?"
)
_OFFICE_ALONE = re.compile(
    r"(?:Секретарь|Председатель|Управляющий делами|Министр|Посол|Консул)(?:\s[А-ЯЁ]{2,8}(?:\([а-я]\))?|"
    r"\s[А-ЯЁ][а-яё]{2,20}){0,3}"
)
"""An office that signs without a name, as in copies of decisions."""
_CLOSED = re.compile(
    rf"(?:Yours?|Your|Thine|Dein|Deine|Ihr|Ihre|Euer|Eure|Ton|Ta|Votre|Tuo|Tua|Suo|Sua|Tuyo|Твой|Твоя|Ваш|Ваша)"
    rf"(?:\s[^\W\d_]{{2,20}}){{0,4}},?\s(?:{NAME}|(?:[A-ZÀ-ÞА-ЯЁ]\.\s?){{1,4}})[.!]?"
)
"""``Твой Е. Ракитов``, ``Ihre alte E. F.``: how a letter closes, in one line with the name."""
_TO_WHOM = re.compile(rf"(?:To|An|À|Кому)\s(?:the\s|den\s|die\s)?(?:[A-Z][a-z]{{1,9}}\.\s)?{NAME}[.,]?")
_OFFICE_SIGNS = re.compile(
    rf"(?:(?:Председатель|Секретарь|Заместитель|Управляющий|Нарком|Посол|Министр|Директор|"
    rf"Начальник)(?:\s[^.!?;:]{{2,80}}?)?"
    rf"|(?:For|За|Für|Pour) [^.!?;]{{3,60}}:|(?:Chairman|Secretary|President|"
    rf"Minister)(?:\sof\s[^.!?;:]{{2,60}}?)?|"
    rf"(?:Deputy\s|First\s|General\s)?(?:Administrator|Chairman|Secretary|Head|Director)"
    rf"(?:\sof\s[^.!?;:]{{2,60}}?)?)\s{NAME}\.?|"
    rf"(?:Ambassador|Consul|Minister|Chargé d[’']Affaires|Посол|Консул|Советник|Botschafter|Gesandter|Counsell?or)"
    rf"(?:\s[^.!?;:]{{2,60}}?)?:\s{NAME}\.?"
)
_ADDRESSED = re.compile(
    r"(?:Hon|Esq|His|Her|To|An|An den|Herrn|Monsieur|Mr|Mrs|The|Attachments?|Enclosures?|Appendix|Appendices|"
    r"Annex|Tabs?|Anlagen?|Приложени[ея])\b"
)
_CLOSING = re.compile(
    r"(?:I am,|I renew\b|I have,? [\[(]?(?:etc|&c)|Ever (?:your|my|dear|yours)|Believe me|Your (?:affectionate|"
    r"loving|obedient|faithful|most)|Affectionately|I have the honor to|Sincerely|Yours|Respectfully|Very truly|"
    r"With (?:best|kind|respect|regards|love|esteem|communist|"
    r"comradely|deep|high)|Faithfully|Mit (?:freundlichen|vorzüglicher|kommunistischem|sozialistischem)|Hochacht|"
    r"Ihr\b|Veuillez|Je vous prie|Je suis|Tout à vous|Votre\b|Dios guarde|Quedo de|In (?:Liebe|Treue)|Herzlich|"
    r"Примите|Agréez|С (?:уважением|коммунистическим|товарищеским|приветом)|Ваш\b|"
    r"Преданный|Yr\b|I am,? (?:[Dd]ear )?Sir\b|I remain\b|I have the honou?r|God give)"
)
_OWN_NUMBER = re.compile(
    r"\[?(?:No|Nr|N[o°º]|№)s?\.?\s?\d{1,5}[.,]?\]?|(?:Copy|Экз\.|Экземпляр|Ausfertigung|Exemplar)\s(?:No\.|Nr\.|№|"
    r"n°)?\s?\d{1,3}"
)
"""``No. 37.]``, ``Copy No. 3``: a despatch's own number, or that of a copy, at its head."""
_LONGEST_ADDRESS = 140
_ADDRESS = re.compile(
    r"(?:(?:To|For|À|A|An|Кому)\s?:?\s(?:the\s)?)?(?:Mrs?|Miss|Messrs|Dr|Rev|Hon|The Hon|Madame|Monsieur|Mme|Herrn|"
    r"Frau|Esq)\b\.?\s\S"
)
_RECORDED = re.compile(
    rf"(?:Recorded|Written down|Taken down|Drawn up|Записал[аи]?|Запись вела?|Aufgezeichnet)(?:\s(?:by|"
    rf"von))?\s?:?\s(?:[A-Z][a-z]{{1,4}}\.\s)?{NAME}\.?"
)
"""Who wrote a record down, at its foot."""
_IN_HIS_HAND = re.compile(
    r"\[?\(?(?:signature|signed|подпись|Unterschrift|signé|signature autographe)\)?\]?:?", re.IGNORECASE
)
_ENDS_ABRUPTLY = re.compile(r"(?:&c\.?|etc\.?)[,.)]?$")
_FROM_THE_END = 12
_SHORT = 80
_HEAD_OF_MEMORANDUM = 14
_OF_A_SESSION = re.compile(
    r"(?:Протокол|Protokoll|Procès-verbal|Minutes?|Extract|Выписка)\s(?:№|No\.|Nr\.|n°)\s?\d[\w/]{0,10}(?:,\s(?:п\.|"
    r"item|Punkt|TOP|point)\s?\d{1,3})?"
)
"""``Протокол № 44, п. 6``: of which session's record a decision is a point."""
_LONGEST_ENTRY = 420
_LONGEST_CLOSING = 200
_SENTENCE = re.compile(r"[A-ZÀ-ÞА-ЯЁ](?:[^\s]{1,30}\s){3,12}[^\s]{1,30}[.!?]")
_PROSE = 40
"""Characters that stand before a name alone at the end: behind a heading it is the text."""
ROUTING = re.compile(
    r"(?P<label>MEMORANDUM (?:FOR|TO)|TO|FROM|FM|SUBJECTS?|RE|INFO|THROUGH|VIA|REFS?|REFERENCE|TAGS|E\.O\. 1\d{4}|"
    r"PLACE|LOCATION|"
    r"TIME|COPIES|COPY TO|"
    r"To|From|Subjects?|Re|Ref|Reference|Place|Location|Time|Through|Via|Copies(?: to)?|Copy to|cc|CC|Betreff|"
    r"Betr\.|Bezug|hier|"
    r"Entschuldigt|Abwesend|Sitzungsbeginn|Beginn|Excused|Apologies|Absent|Excusés|Absents|Отсутствовали|Secretary|"
    r"Secretaries|"
    r"Protokoll(?:führer|ant)?|Ort|An|Von|Objet|Lieu|De|À|Тема|Кому|От кого|От|Место)\s?:?(?P<rest>\s.{0,400})?"
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
    headed = [_below_its_label(found, at) for at in range(len(found))]
    headed = _above_the_salutation(headed)
    return _signatures(_foot([_unless_quoted(headed, at) for at in range(len(headed))]), surnames)


def _below_its_label(pieces: Sequence[Piece], at: int) -> Piece:
    """What stands in a paragraph of its own below ``SUBJECT`` is the head's, not the text's."""
    piece = pieces[at]
    label = pieces[at - 1].paragraph.words.rstrip(" :") if at and at < _HEAD_OF_MEMORANDUM else ""
    below = label in _HEADS and pieces[at - 1].tag == "routing" and piece.tag is None and not piece.number
    words = piece.paragraph.words
    return replace(piece, tag="routing") if below and len(words) < _LONGEST_ENTRY and words[-1] not in ".:;" else piece


def _foot(pieces: list[Piece]) -> list[Piece]:
    """What an edition says of its text, behind the text's last paragraph: source notes, and what was written on it."""
    found = list(pieces)
    for at in range(len(pieces) - 1, 0, -1):
        piece = pieces[at]
        if piece.tag is None and is_statement(piece.paragraph.words):
            found[at] = replace(piece, tag="source-note")
        elif piece.tag is None and is_resolution(piece.paragraph.words):
            found[at] = replace(piece, tag="resolution")
        elif piece.tag != "source-note":
            break
    return found


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
    if _is_where_it_lies(words, at, count):
        return "source-note"
    at_an_end = _tag_at_an_end(words) if at < _HEAD or at >= count - _FOOT else None
    if at_an_end:
        return at_an_end
    if at < _HEAD and len(words) < _LONGEST_SALUTATION and _SALUTATION.match(words):
        return "salutation"
    if at < _HEAD and place_and_weekday(words):
        return "dateline"
    to_whom = at < _FIRST and count > _FIRST and _TO_WHOM.fullmatch(words)
    if to_whom or (at < _HEAD and _is_numbered(words)):
        return "routing"
    return "routing" if at < _HEAD_OF_MEMORANDUM and _is_routing(paragraph) else None


_HEAD, _FOOT, _FIRST, _LONGEST_SALUTATION = 8, 4, 4, 90
"""Paragraphs at either end of a document, those that come first of all, and the characters of a salutation."""


def _is_where_it_lies(words: str, at: int, count: int) -> bool:
    """Whether a paragraph says where the document lies: by its words anywhere, by its look at either end."""
    first, last = at < _FIRST - 1, at >= count - _FOOT + 1
    manuscript = first and words.startswith("MS") and is_statement(words)
    return (
        is_source(words)
        or manuscript
        or ((first or last) and is_lying(words))
        or _is_bracketed_source(words, last=last)
        or _is_bare(words, at, count)
    )


def _is_numbered(words: str) -> bool:
    """Whether words are the number of a paper, of its file, or of the session that it is of."""
    french = len(words) < _LONGEST_SALUTATION and FRENCH_HEAD.match(words)
    return bool(
        _OWN_NUMBER.fullmatch(words)
        or file_mark(words)
        or own_number(words)
        or french
        or _OF_A_SESSION.fullmatch(words)
    )


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
    unglued = without_call(words)
    if place_beside(words) is not None or place_beside(unglued) is not None or place_attested(words) is not None:
        return "dateline"
    if tells_arrival(words):
        return "stamp"
    small = words.upper() if words.islower() else words  # small capitals are small letters in markup
    return "classification" if is_marking(re.sub(r"\s+", " ", small)) else None


def _is_bracketed_source(words: str, *, last: bool) -> bool:
    return words.startswith("[") and words.endswith("]") and last and ARCHIVAL.search(words) is not None


def _is_bare(words: str, at: int, count: int) -> bool:
    """A line at the head or the foot that is an archival reference alone."""
    if at >= count - 3 and (is_newspaper(words) or is_special(words)):
        return True
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
    return _round_signatures(found)


def _round_signatures(pieces: list[Piece]) -> list[Piece]:
    """What stands round a signature: the formula that closes the letter, and behind it to whom it was sent."""
    found = list(pieces)
    text = [at for at, piece in enumerate(pieces) if piece.tag not in ("source-note", "dateline", "caption")]
    for at in range(len(pieces) - 1, 0, -1):
        piece = found[at]
        words = piece.paragraph.words
        if found[at - 1].tag == "signature" and _is_address(piece):
            found[at] = replace(piece, tag="routing")
        elif piece.tag is None and not piece.number and len(words) < _SHORT and _CLOSING.match(words):
            signed = at + 1 < len(found) and found[at + 1].tag == "signature"
            if signed or (at == text[-1] and _ENDS_ABRUPTLY.search(words)):
                found[at] = replace(piece, tag="salutation")  # a salute opens a letter and closes it, in TEI too
    return found


def _above_the_salutation(pieces: list[Piece]) -> list[Piece]:
    """A letter's head: what stands above its salutation and is no prose (whose paper, its number, to whom it goes)."""
    salutation = next((at for at, piece in enumerate(pieces[:_HEAD_OF_LETTER]) if piece.tag == "salutation"), 0)
    return [
        replace(piece, tag="routing")
        if at < salutation and piece.tag is None and not piece.number and _is_of_a_head(piece.paragraph)
        else piece
        for at, piece in enumerate(pieces)
    ]  # fmt: skip


def _is_of_a_head(paragraph: Paragraph) -> bool:
    words = paragraph.words
    return len(words) < _LONGEST_ADDRESS and not paragraph.table and not words.endswith((".", "!", "?", ":", ";", "…"))


_HEAD_OF_LETTER = 8


def _is_address(piece: Piece) -> bool:
    """Whether a paragraph behind the signature says to whom the letter was sent: ``To Mrs. Lund in Vardal``."""
    words = piece.paragraph.words
    return piece.tag is None and len(words) < _LONGEST_ADDRESS and _ADDRESS.match(words) is not None


def is_signature(paragraph: Paragraph, before: Paragraph, surnames: Sequence[str], *, last: bool) -> bool:
    """Whether a paragraph signs the document."""
    words = paragraph.lines[0]
    if _signs_in_lines(paragraph, last=last):
        return True
    closing = len(paragraph.lines) > 1 and _CLOSING.match(words) is not None
    long = len(paragraph.words) > (_LONGEST_CLOSING if closing else _SHORT)
    if closing or long or _RECORDED.fullmatch(paragraph.words) or place_beside(paragraph.words) is not None:
        return False
    if last and (_CLOSED.fullmatch(paragraph.words) or _OFFICE_ALONE.fullmatch(paragraph.words)):
        return True
    signed = _SIGNED.fullmatch(words)
    if signed:
        several = signed["name"].strip(" .").split(", ")
        names = len(several) > 1 and all(re.fullmatch(NAME, one) for one in several)
        return names or not signed["name"] or _NAME_ALONE.fullmatch(signed["name"].strip()) is not None
    return _OFFICE_SIGNS.fullmatch(words) is not None or _name_signs(paragraph, before, surnames, last=last)


def _signs_in_lines(paragraph: Paragraph, *, last: bool) -> bool:
    """Whether the lines of a paragraph are a signature: with a formula above the name, or the office below it."""
    first, name = paragraph.lines[0], paragraph.lines[-1]
    if last and (_RECORDED.fullmatch(paragraph.words) or office_below(paragraph.lines)):
        return True
    if len(paragraph.lines) == 1:
        return False
    if _IN_HIS_HAND.fullmatch(first):
        return _NAME_ALONE.fullmatch(paragraph.lines[1]) is not None
    if _CLOSING.match(first) is None or len(paragraph.words) >= _LONGEST_CLOSING:
        return False
    return _NAME_ALONE.fullmatch(re.sub(r"^\(?[Ss]ign(?:ed|é)\)?[.:]?\s", "", name)) is not None  # Yours, and below it


def closes(paragraph: Paragraph) -> bool:
    """Whether words are the formula that closes a letter, and name nobody: ``I have, etc.``."""
    words = paragraph.words
    return len(paragraph.lines) == 1 and _CLOSING.match(words) is not None and _CLOSED.fullmatch(words) is None


def signing_line(paragraph: Paragraph, words: str) -> str:
    """The words of a signature without the office below the name, and without the formula above it."""
    if office_below(paragraph.lines):
        return paragraph.lines[0]
    closed = len(paragraph.lines) > 1 and _CLOSING.match(paragraph.lines[0]) is not None
    return paragraph.lines[-1] if closed else words


def office_below(lines: Sequence[str]) -> bool:
    """Whether a name stands on one line and its office on the next: ``Karl Lund``, ``Acting Vice-Consul``."""
    if len(lines) != 2:  # noqa: PLR2004 - the name, and the office
        return False
    name, office = lines
    return (
        re.fullmatch(NAME, name.rstrip(".,")) is not None
        and " " in name
        and party(name).kind == "person"
        and _OFFICE_LINE.fullmatch(office) is not None
    )


_OFFICE_LINE = re.compile(
    r"(?:(?:Acting|Deputy|Vice|First|Second|Third|Assistant|Under|His|Her|H\.\s?M\.|Majesty[’']s)[\s-]){0,3}"
    r"(?:Vice-)?(?:Consul(?: General)?|Ambassador|Minister|Secretary|Chargé d[’']Affaires|Attaché|Chairman|"
    r"President|Director|"
    r"Governor|Commissioner|Counsellor|Counselor|Envoy|Botschafter|Gesandter|Konsul|Посол|Консул|Советник|Министр)"
    r"(?:\s(?:of|to|in|at|for|for the|of the)\s[^.!?;:]{2,60})?\.?"
)


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
