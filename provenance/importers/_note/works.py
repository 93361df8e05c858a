"""Citations of printed works in a note: from the first word of author or title to the last page or document number."""

from __future__ import annotations

import re

_PAGES = r"pp?\.\s?[A-Z]?[\dxvi]{1,6}(?:\s?[–—-]\s?[\dxvi]{1,6})?(?:,\s\d{1,5}(?:\s?[–—-]\s?\d{1,5})?){0,4}(?:\sff?\b)?"
_ANCHOR = re.compile(rf"[,)\]]\s(?P<end>{_PAGES})")
_FOREIGN_RELATIONS = re.compile(
    r"Foreign Relations(?: of the United States)?,\s[^.;()]{0,20}\d{4}[^;()]{0,160}?\b(?:Documents?\s\d{1,4}"
    r"(?:\s?[–—-]\s?\d{1,4})?|(?:footnote|note)\s\d)"
)
_LEAD_IN = re.compile(
    r"(?:\b(?:[Pp]rinted|[Pp]ublished|[Rr]eproduced|[Qq]uoted|[Ee]xcerpted|[Ss]ummarized|"
    r"[Rr]eleased)\b(?:\s\w{1,14}){0,4}?\sin\s(?:full in\s)?|"
    r"\b[Ss]ee (?:also )?|\b(?:is|are|was|were|appears?) (?:also |printed |published )?in\s|(?:^|[.;]\s)(?:In|"
    r"Also in|From)\s|(?<=\()|"
    r"\b(?:[Aa]nd|[Aa]lso),?\s(?=[A-Z][\w’'-]+,\s[A-Z])|[Tt]ext (?:is )?(?:in|from)\s|\bto\s(?=[A-Z][\w’'-]+,\s))"
)
_CLAUSE = re.compile(r"[;:]\s|\.\s(?=[A-Z])")
_ARCHIVAL_CHAIN = re.compile(r"\b(?:[Ff]\.|[Ff]ond|[Oo]p\.|[Oo]pis|[Dd]\.|Box|Lot|Central Files|RG)\s?\d")
_FARTHEST = 320
_NOT_A_WORK = re.compile(r"^(?:Document|footnote|Tab|Ibid|ibid|Annex|Attachment|the source text|Telegram|Box)\b")


def works_in(sentence: str, *, whole: bool = False) -> tuple[str, ...]:
    """The printed works a sentence cites; ``whole``: it is the citation itself, so that the first begins with it."""
    found: list[tuple[int, int]] = []
    found.extend((match.start(), match.end()) for match in _FOREIGN_RELATIONS.finditer(sentence))
    position = 0
    for match in _ANCHOR.finditer(sentence):
        if any(start <= match.start() < end for start, end in found):
            position = max(position, match.end())
            continue
        start = _start(sentence, position, match.start(), whole=whole and not found)
        if start is not None:
            found.append((start, match.end()))
        position = match.end()
    return tuple(sentence[start:end].strip().removeprefix("the ") for start, end in sorted(found))


def _start(sentence: str, position: int, anchor: int, *, whole: bool) -> int | None:
    """Where the work begins whose pages stand at ``anchor``: behind the last word that leads in to it."""
    window = max(position, anchor - _FARTHEST)
    best: int | None = None
    if position:
        further = re.compile(r",?\s(?:and|also|;)\s(?=[A-Z“\"])|;\s(?=[A-Z“\"])").match(sentence, position)
        best = further.end() if further else None
    for match in _LEAD_IN.finditer(sentence, window, anchor):
        following = sentence[match.end() : match.end() + 1]
        if not match[0] and ")" in sentence[match.end() : anchor]:
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
