"""What stands at the head of a page: the names of editors, a source, the title."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from provenance.errors import InputError
from provenance.importers._page.citations import is_special, read_source
from provenance.importers._page.dateline import place_beside
from provenance.importers._page.entries import heads_entries
from provenance.importers._page.filemarks import FILE_ABOVE, file_mark, own_number
from provenance.importers._page.markings import is_marking
from provenance.importers._page.names import NAME, could_be_named, party
from provenance.importers._page.piece import Piece
from provenance.importers._page.title import NUMBER_ALONE, OWNER, number_of, parse_title

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from provenance.importers._page.paragraphs import Paragraph

_BYLINE = re.compile(
    rf"(?:(?:[Ee]dited )?[Bb]y\s)?{NAME}(?:(?:,|\sand|,\sand|\s&)\s{NAME}){{0,5}}(?:,\s(?:[Ee]ds?\.?|[Ee]ditors?))?"
)
_SOURCE = re.compile(
    r"\[?\s{0,2}(?:Sources?|Quellen?|Источник|Archival source|Fundort)\s?:\s?|\[(?:Published|"
    r"Printed|Reprinted) (?:in|from)\s|"
    r"(?:The )?originals? (?:is |are )?(?:in the (?:possession|collections?|custody|holdings) of|held (?:by|at)|"
    r"preserved (?:at|in))\s",
    re.IGNORECASE,
)
_GLUED_SOURCE = re.compile(
    r"(?P<title>.{8,400}?(?:[^\s\[(“\".:]\s?|\.))(?P<source>(?:Source: [A-Z]|"
    r"(?<=\d)(?:National Archives|Department of State|[A-Z][a-z]{2,20} Library), ).*)",
    re.DOTALL,
)
ARCHIVAL = re.compile(
    r"\b(?:Archives?|Archiv|Library|Foundation|Translated by|Obtained by|On file|fond|Fond|delo)\b|\bf\.\s?\d|\bАрхив|"
    r"\b[Фф](?:\.|онд)\s?(?:[А-ЯA-Z]-?)?\d"
)
"""Words of an archival reference."""
_LONGEST_CITATION = 240
_FULL_LABEL = re.compile(r"(?:Document|DOCUMENT|Doc|Dokument|DOKUMENT|Документ|ДОКУМЕНТ|Pièce)\b")
_FRONT = 12
"""Paragraphs among which a title is looked for."""
_LONGEST_TITLE = 500
_DIARY = re.compile(r"(?:Из дневника|From the (?:[Dd]iary|[Jj]ournal) of|Aus dem Tagebuch(?: von)?)\s.{3,80}")
"""Whose papers a document is from, above its title."""
_SALUTATION = re.compile(r"(?:My )?(?:[Dd]ear|Honou?red) [A-Z][\w. ]{1,30}[,:]?|Sir[,:]?|Gentlemen[,:]?")
_DESPATCH = re.compile(r"(?:No|Nos)\. \d[\w. to-]{0,20}(?:Telegraphic|Saving|Despatch)?\s?\[[^\]]{3,40}\d[^\]]{0,20}\]")
"""``No. 212 Telegraphic [C 4417/18/55]``: a despatch's own number and its file, below the title."""
FRENCH_HEAD = re.compile(r"(?:D|T|L)\.\s?n[°o]s?\s?\d[\d-]{0,12}(?!\w)")
"""``T. n° 55``: a French despatch's own number, below its title."""
_LONGEST_DATE = 100
_LEAST_SCORE = 3
_NUMBERED_WITHIN = 3
_CORRESPONDENTS_WITHIN = 5
"""Paragraphs among which two correspondents alone are a title."""


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
    shown = next((at for at, paragraph in enumerate(front) if paragraph.tag == "title"), None)
    if shown is not None:  # the page's markup says which is
        end = next((at for at in range(shown, len(front)) if front[at].tag != "title"), len(front))
        return _with_its_number(paragraphs, shown), end
    headed = any(paragraph.tag == "heading" for paragraph in front)
    scored = [(_score(paragraph, at, language, headed=headed), -at) for at, paragraph in enumerate(front)]
    best, place = max(scored, default=(0, 0))
    if best < _LEAST_SCORE:
        heading = next((at for at, paragraph in enumerate(front) if paragraph.tag == "heading"), None)
        if heading is not None and len(front[heading].words) <= _LONGEST_TITLE:
            return heading, heading + 1  # the page's markup says that it is one
        diary = next((at for at, one in enumerate(front) if heads_entries(one, paragraphs[at + 1 :])), None)
        if diary is not None:
            return diary, diary + 1
        raise InputError(
            "no title was found: a line such as 'Document No. 6: Memorandum from … to …, June 26, 1986'",
            code="no-title",
            file=name,
            line=paragraphs[0].line if paragraphs else None,
            hint="put the title on a line of its own before the text, with the kind of document in it",
        )
    return _with_its_number(paragraphs, -place), 1 - place


def _with_its_number(paragraphs: Sequence[Paragraph], at: int) -> int:
    """Where a title begins whose number is a line by itself above it."""
    above = paragraphs[at - 1] if at else None
    numbered = above is not None and above.tag in (None, "heading") and NUMBER_ALONE.fullmatch(above.words)
    return at - 1 if numbered and not number_of(paragraphs[at].words) else at


def looks_like_title(paragraph: Paragraph, language: str) -> bool:
    """Whether a paragraph could be a document's title: more than one thing speaks for it, and it is no sentence."""
    return _score(paragraph, 1, language) > _LEAST_SCORE and not paragraph.words.endswith((".", "!", "?"))


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


def _score(paragraph: Paragraph, at: int, language: str, *, headed: bool = False) -> int:
    """How much a paragraph looks like a title; 0 where it cannot be one. ``headed``: the page has headings."""
    words = paragraph.words
    if len(words) > _LONGEST_TITLE or is_source(words) or paragraph.table or paragraph.note is not None:
        return 0
    if headed and paragraph.tag is None and words.endswith((".", "!", "?")):
        return 0  # a sentence that begins with 'The report'
    # a call glued to the year hides the date: June 17, 19721
    words = without_glued_call(words)
    title = parse_title(words, language)
    if OWNER.fullmatch(words):
        return _LEAST_SCORE  # it is a title where there is no other
    if title.label and title.label.isdigit() and at > _NUMBERED_WITHIN and not (title.date or title.authors):
        return 0  # '1. Letter not found.' is a note
    from_to = bool(title.authors or title.addressees) and (title.type is not None or at <= _CORRESPONDENTS_WITHIN)
    numbered = bool(title.number) and (title.date is not None or (at == 0 and could_be_named(title.bare)))
    if not (title.type or from_to or numbered) or words.endswith(":"):
        return 0
    short = len(words) < 300 and not words.endswith((".", "!", "?"))  # noqa: PLR2004
    said = 4 * bool(title.authors and title.addressees) + 2 * bool(title.participants)
    said += re.search(r"\s(?:between|entre|zwischen|между|tra)\s", words) is not None
    return 3 * bool(title.type or from_to) + 2 * bool(title.number) + bool(title.date) + said + short


def is_source(words: str) -> bool:
    """Whether words begin as a source note does."""
    return _SOURCE.match(words) is not None


def is_citation(words: str) -> bool:
    """Whether words are an archival reference alone: a repository and a way within it, and nothing not understood."""
    if len(words) > _LONGEST_CITATION:
        return False
    if is_special(words):
        return True
    if words[:1].isdigit() or not re.search(r"\d", words):
        return False
    if place_beside(words) is not None:
        return False  # a dateline's hour is no file number
    if not ARCHIVAL.search(words):
        return False
    note = read_source(words)
    return bool(note.repository and note.parts and not note.unparsed)


def is_second_title(paragraph: Paragraph, language: str) -> bool:
    """Whether a paragraph below the title is a title of its own: a kind of document, persons or a date."""
    words = paragraph.words
    if len(paragraph.lines) > 1 or len(words) > 200 or words.endswith((".", "!", "?")):  # noqa: PLR2004 - a sentence is no title
        return False
    title = parse_title(words, language)
    return title.type is not None and title.date is not None and bool(title.authors or title.participants)


def parted(paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """The paragraphs; what copying put together at the head of the page is parted.

    A source note glued to the title, and in lines kept together those that are
    a number, a date, a marking by themselves.
    """
    found: list[Paragraph] = []
    for at, paragraph in enumerate(paragraphs):
        if at >= _FRONT or paragraph.note is not None or paragraph.table:
            found.append(paragraph)
        elif len(paragraph.lines) == 1:
            found += _unglued(paragraph)
        else:
            found += _by_their_roles(paragraph)
    return tuple(found)


def _unglued(paragraph: Paragraph) -> list[Paragraph]:
    glued = _GLUED_SOURCE.fullmatch(paragraph.lines[0])
    if glued is None:
        return [paragraph]
    source = replace(paragraph.part(glued.start("source")), gap=1, tag="source-note")
    return [paragraph.part(0, glued.start("source")), source]


def _by_their_roles(paragraph: Paragraph) -> list[Paragraph]:
    """The lines of a paragraph, those that stand for themselves apart from the others."""
    goes_on = [at > 0 and paragraph.lines[at - 1].endswith(",") for at in range(len(paragraph.lines))]
    roles = [None if goes_on[at] else _role(line, first=at == 0) for at, line in enumerate(paragraph.lines)]
    if not any(roles) and _ends_in_its_date(paragraph.lines[0]):
        return [paragraph.rows(0, 1), paragraph.rows(1, len(roles))]
    dated_below = len(roles) == 2 and roles[0] == "date" and roles[1] is None  # noqa: PLR2004 - the place stands below
    if not any(roles) or (dated_below and place_beside(paragraph.words) is not None):
        return [paragraph]
    cuts = [at for at, role in enumerate(roles) if at == 0 or role or roles[at - 1]]
    parts = [(start, paragraph.rows(start, end)) for start, end in pairwise([*cuts, len(roles)])]
    dated = ("date", "marking", "salutation")  # no heading, though the heading's markup runs over it
    return [replace(part, tag=None) if part.tag == "heading" and roles[at] in dated else part for at, part in parts]


def _ends_in_its_date(line: str) -> bool:
    """Whether a line is a title whole: a kind of document, and a date at its end."""
    title = parse_title(line)
    return (
        title.type is not None and title.date is not None and line.rstrip(" .").endswith(title.date.words.rstrip(" ."))
    )


def _role(line: str, *, first: bool) -> str | None:
    """What a line by itself is: the number, a marking, a date; None where it is words like others."""
    roles: tuple[tuple[str, Callable[[str], object], bool | None], ...] = (
        ("diary", _DIARY.fullmatch, None),
        ("file", FILE_ABOVE.fullmatch, True),
        ("source", is_lying, False),
        ("title", _is_numbered_title, False),
        ("number", NUMBER_ALONE.fullmatch, True),
        ("marking", is_marking, None),
        ("salutation", _SALUTATION.fullmatch, False),
        ("despatch", _is_of_a_despatch, False),
        ("date", _is_dateline, None),
    )
    return next((role for role, is_so, where in roles if where in (None, first) and is_so(line)), None)


def _is_of_a_despatch(line: str) -> bool:
    return bool(_DESPATCH.match(line) or own_number(line) or file_mark(line) or FRENCH_HEAD.match(line))


_LYING = re.compile(r"[\[(](?P<own>[^\[\]()]{6,200})\.?[\])]\.?")
_LYING_BARE = re.compile(
    r"(?:\(?(?:F\.\s?O\.|C\.\s?O\.|W\.\s?O\.|FO|CO|WO|CAB|PREM|ADM|HO|DEFE|DO)\s\d{1,4}/\d{1,5}(?:/\d{1,5})?\)?|"
    r"(?:SAPMO(?:-BArch)?|BArch|BA|PA[ /]?AA|BStU|GStA PK|HStA \w{3,20}|HHStA|ÖStA|AMAE|AMZV|AAN|MOL|GARF|RGASPI|"
    r"RGANI|AVPRF),\s"
    r"[^,]{1,60}\d[^,]{0,40}(?:,\s(?:Bl\.|fol\.|ff?\.|S\.|pp?\.|l\.)\s?\d[\d–, -]{0,16})?)\.?"
)
"""``SAPMO-BArch, DY 30/J IV 2/2/590, Bl. 12–14``, ``(F.O. 195/2409)``: where a paper lies, by archives' signs."""
_WHERE_IT_LIES = re.compile(
    r"\b(?:Archives?|Archiv[eio]*|Archivo|Library|Biblioth[eè]\w{2,6}|Bibliotec[ah]|Nachl(?:\.|a(?:ss|ß))|Sammlung|"
    r"Mappe|Bestand|Slg\.|"
    r"Papers|MSS?|Box|AF|A\.\s?N\.|B\.\s?N\.|A\.\s?G\.\s?I\.|fol\.|Bl\.|leg\.|legajo|[Фф]\.\s?\d|оп\.|РГ\w{2,4}|"
    r"ГАРФ)(?![^\W\d_])"
)


def is_lying(line: str) -> bool:
    """Whether a line below a title says in brackets where the paper lies: ``(Archives nationales, AF II 171.)``."""
    if _LYING_BARE.fullmatch(line):
        return True
    match = _LYING.fullmatch(line)
    return match is not None and "," in line + "." and _WHERE_IT_LIES.search(match["own"]) is not None and (
        re.search(r"\d", line) is not None
    )  # fmt: skip


def _is_numbered_title(line: str) -> bool:
    """Whether a line is a title with its number, below what stands above it: ``147. Memorandum of Conversation``."""
    match = number_of(line) if len(line) < _LONGEST_LINE else None
    return (
        match is not None and parse_title(without_glued_call(line)).type is not None and not line.endswith((".", ":"))
    )


def without_glued_call(words: str) -> str:
    """A title whose last word or year has the call of a note glued to it, without the call."""
    words = re.sub(r"((?:1\d|20)\d\d)\d{1,4}(?:\s\d{1,2})?$", r"\1", words)
    return re.sub(r"(?<=[a-zà-ÿа-яё]{3})\d{1,2}$|\s?\(\d{1,2}\)$", "", words)


_LONGEST_LINE = 200


def _is_dateline(words: str) -> bool:
    """Whether words are a date with its place, and no title that ends in one."""
    if len(words) >= _LONGEST_DATE or number_of(words):
        return False
    return place_beside(words) is not None and parse_title(words).type is None


def above_title(paragraph: Paragraph) -> Piece:
    """What stands above the title: the names of editors, a source, or a heading that nobody explains."""
    if all(_is_byline(line) for line in paragraph.lines):
        return Piece(paragraph, tag="byline")
    words = paragraph.words
    if _is_dateline(words):
        return Piece(paragraph, tag="dateline")
    if is_marking(words):
        return Piece(paragraph, tag="classification")
    if paragraph.tag == "source-note" or is_source(words) or read_source(words).references or is_citation(words):
        return Piece(paragraph, tag="source-note")
    return Piece(paragraph, tag="heading")


def _is_byline(line: str) -> bool:
    if not _BYLINE.fullmatch(line) or len(line.split()) < 2 or line.isupper():  # noqa: PLR2004 - a given name and a surname
        return False
    return parse_title(line).type is None and party(line).kind == "person"
