"""Citations of printed works in a note: from the first word of author or title to the last page or document number."""

from __future__ import annotations

import re

from provenance.importers._note.gazetteer import LANGUAGES

_PAGE = r"(?:pp?\.|pages?(?=\s)|S\.|Seiten?(?=\s)|ss?\.|str\.|[Сс]\.|[Сс]тр\.)"
_NUMBERS = r"[A-Z]?[\dxvi]{1,6}(?:\s?[–—-]\s?[\dxvi]{1,6})?(?:,\s\d{1,5}(?:\s?[–—-]\s?\d{1,5})?){0,4}"
_PAGES = rf"{_PAGE}\s?{_NUMBERS}(?:\sff?\b)?"
_ANCHOR = re.compile(
    rf"(?:[,)\]]\s(?P<end>{_PAGES})|"
    r"\),\s\d{1,4}\s?[–-]\s?\d{1,4}(?=[.;]|$)|\),\sch\.\s\d{1,2}|"
    r"\),\s(?:Documents?|[Dd]ocs?\.|Dok\.|No\.|Nr\.)\s"
    rf"\d{{1,4}}(?:\s?[–—-]\s?\d{{1,4}})?(?:, {_PAGES})?)"
)
_SERIES = re.compile(
    r"Foreign Relations(?: of the United States)?,\s[^.;()]{0,20}\d{4}[^;()]{0,160}?\b(?:Documents?\s\d{1,4}"
    r"(?:\s?[–—-]\s?\d{1,4})?|(?:footnote|note)\s\d)|"
    r"Declassified Documents(?: Reference System)?,\s\d{4},\s[\dA-Z]{2,8}\b"
)
_LEAD_IN = re.compile(
    r"(?:\b(?:[Pp]rinted|[Pp]ublished|[Rr]eproduced|[Qq]uoted|[Ee]xcerpted|[Ss]ummarized|"
    r"[Rr]eleased)\b(?:\s\w{1,14}){0,4}?\sin\s(?:full in\s)?"
    rf"(?:(?:{LANGUAGES})(?: translation)? in\s)?|"
    r"\b[Ss]ee (?:also )?|\b(?:is|are|was|were|appears?) (?:also |printed |published )?in\s(?:the\s)?|"
    r"(?:^|[.;]\s)(?:In|Also in|From)\s|(?<=\()|"
    r"\b(?:[Aa]nd|[Aa]lso),?\s(?=[A-Z][\w’'-]+,\s[A-Z])|[Tt]ext (?:is )?(?:in|from)\s|\bto\s(?=[A-Z][\w’'-]+,\s))"
)
_ARCHIVAL_CHAIN = re.compile(r"\b(?:[Ff]\.|[Ff]ond|[Oo]p\.|[Oo]pis|[Dd]\.|Box|Lot|Central Files|RG)\s?\d")
_FARTHEST = 320
_NOT_A_WORK = re.compile(
    r"^(?:Document|footnote|Tab|Ibid|ibid|Annex|Attachment|the source text|Telegram|Box)\b|"
    r"^[A-Z][^,]{0,60}(?:Library|Archives?|Foundation|Museum|Department of State)(?:,|$)"
)

_PUBLISHED = re.compile(
    r"(?:Впервые\s|Also\s|First\s|Originally\s|Previously\s)?(?:[Оо]публ(?:икован[оаы]?|\.)|Публ(?:икация|\.)|[Pp]rinted|[Pp]ubli(?:shed|cation)|Reprinted|Publ\.|Opubl(?:ikowan[oey]|\.)|"
    r"Veröffentlicht|Abgedruckt|Gedruckt|Druck|Publiée?|Paru|Pubblicato|Publicado|Publicat|Otištěno|Publikov[aá]no|Vydáno|"
    r"Uverejnené|Objavljeno|Megjelent)"
    r"(?:\s(?:с сокращениями|с купюрами|частично|в сокращении))?"
    rf"(?:\s(?:in|dans|en|în|w|v|u|в)(?:\s(?:{LANGUAGES}))?(?=[\s:]))?(?P<colon>\s?:)?\s(?:(?:газ|журн|сб|кн)(?:\.|\w{{2,5}}):?\s)?(?=[^\W\d_a-zа-я]|[«“„\"])"
)
_LAST = re.compile(rf"{_PAGES}|(?:Док(?:умент)?\.?|№|No\.|Nr\.)\s(?:№\s?)?\d{{1,4}}(?=\.?$)")
_LAST_PAGE = re.compile(_PAGES)
_CONTINUED = re.compile(
    r"(?:(?:1[5-9]|20)\d\d\b|№|//|(?:Т|Кн|Ч|Вып|Док|Ст|Сер|Сб|Bd|T|Cz|Vol|Nr|No|Jg|H|Heft)\.?\s?(?:№\s?)?[\dIVX]|Сб\.\s|"
    r"[А-ЯЁA-Z][\w.]{0,14}\s?(?::\s[^.]{1,60})?,\s(?:1[5-9]|20)\d\d|" + _PAGES + ")"
)
"""How a sentence begins that goes on with a title: its year, issue, volume, place or pages."""
_MOST_SENTENCES = 7


def publication_whole(cut: tuple[str, ...]) -> list[str]:
    """The sentences, with the title in one that stops part (``Опубл.: Берег. М., 1996. № 3. С. 12–14.``)."""
    whole: list[str] = []
    at = 0
    while at < len(cut):
        count = 1
        if (published := _PUBLISHED.match(cut[at])) and len(cut[at]) < _FARTHEST:
            count = _continued(cut[at : at + _MOST_SENTENCES], published.end())
        whole.append(" ".join(cut[at : at + count]))
        at += count
    return whole


def _continued(cut: tuple[str, ...], start: int) -> int:
    """How many of these sentences, which begin with a title behind ``Published:``, are of that title."""
    if _LAST_PAGE.search(cut[0], start):
        return 1
    for at, sentence in enumerate(cut[1:], 1):
        if not _CONTINUED.match(sentence):
            return at
        if _LAST_PAGE.match(sentence):
            return at + 1
    return len(cut)


def published_in(sentence: str) -> tuple[str, ...]:
    """The work that a sentence names behind ``Опубликовано:``, ``Veröffentlicht in`` and their like."""
    published = _PUBLISHED.match(sentence)
    if published is None or len(sentence) > 2 * _FARTHEST:
        return ()
    ends = [match.end() for match in _LAST.finditer(sentence, published.end())]
    if published["colon"] is None and (not ends or "ublished" in published[0] or "rinted" in published[0]):
        return ()  # plain English is read by works_in
    work = sentence[published.end() : ends[0] if ends else len(sentence)]
    return (work.strip().removesuffix("."),)


_DATED = re.compile(
    r"\b(?:[Pp]rinted|[Pp]ublished|[Rr]eprinted) in (?:the )?"
    r"(?P<work>[A-Z“][^.;()]{2,60}?,\s(?:[A-Z][a-z]{2,8}\.?\s\d{1,2},|\d{1,2}\s"
    r"[A-Z][a-z]{2,8}\.?)\s\d{4}|[A-Z“][^.;()]{2,60}?,\sno\.\s\d{1,3}\s\(\d{4}\))(?=[.;]|$)"
)
"""The issue of a newspaper, which has no page: ``published in Pravda, May 3, 1955``."""


def works_in(sentence: str, *, whole: bool = False) -> tuple[str, ...]:
    """The printed works a sentence cites; ``whole``: it is the citation itself, so that the first begins with it."""
    found: list[tuple[int, int]] = []
    found.extend((match.start(), match.end()) for match in _SERIES.finditer(sentence))
    position = 0
    for match in _ANCHOR.finditer(sentence):
        if any(start <= match.start() < end for start, end in found):
            position = max(position, match.end())
            continue
        start = _start(sentence, position, match.start(), whole=whole and not found)
        if start is not None:
            found.append((start, match.end()))
        position = match.end()
    if not found and ("rinted" in sentence or "ublished" in sentence) and (dated := _DATED.search(sentence)):
        return (dated["work"],)
    return tuple(sentence[start:end].strip().removeprefix("the ") for start, end in sorted(found))


def _start(sentence: str, position: int, anchor: int, *, whole: bool) -> int | None:
    """Where the work begins whose pages stand at ``anchor``: behind the last word that leads in to it."""
    window = max(position, anchor - _FARTHEST)
    best: int | None = None
    if position:
        further = re.compile(r",?\s(?:and|also|;)\s(?:in\s)?(?=[A-Z“\"])|;\s(?=[A-Z“\"])").match(sentence, position)
        best = further.end() if further else None
    for match in _LEAD_IN.finditer(sentence, window, anchor):
        following = sentence[match.end() : match.end() + 1]
        if not match[0] and ")" in sentence[match.end() : anchor + 1]:
            continue  # a bracket that closes before the pages: the place and year of a book
        if following and (following.isupper() or following in '“"‘*'):
            best = match.end()
    if best is None and whole and not position:
        best = 0
    if best is None:
        return None
    words = sentence[best:anchor]
    inner = words.find("; ")
    if inner >= 0 or _NOT_A_WORK.match(words) or _ARCHIVAL_CHAIN.search(words) or not words[:1].strip():
        return None
    return best if sum(letter.isalpha() for letter in words) > 3 else None  # noqa: PLR2004
