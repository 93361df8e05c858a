"""Where copies of the document are, as a sentence of its note says it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.importers._note.citation import is_institution
from provenance.importers._note.gazetteer import LANGUAGES, STATES, TOWNS

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOWNS = "|".join(sorted(TOWNS))
_STATES = "|".join(sorted(STATES - {"D.C."}))
TOWN_BEHIND = re.compile(rf",\s(?:{_TOWNS})(?:,\s(?:D\.C\.|{_STATES}))?(?=[,;.()]|$)")
"""A town right after the name of a house belongs to it."""
_COPY = re.compile(
    r"(?:^|;\s|,\s|\bis\s)(?![Nn](?:o|either)\s)(?:(?:[Aa]|[Aa]nother|[Aa]n additional|[Tt]he original|[Ss]igned|"
    r"[Aa] second|[Aa]dditional|[Oo]ther|[Ii]dentical)\s)?(?:\w{1,12}\s)?[Cc]op(?:y|ies)"
    r"(?:(?:,? (?:of (?:this|the)|with|bearing|that|which|initialed|signed|from)\b [^.;]{1,70}?,?)?"
    r"\s(?:is|are|may be found|can be found|was found|were found|exists?))?"
    r"\s(?:also\s)?(?:located |kept |held |available |filed |preserved )?(?:in|at)\s(?:the\s)?"
)
_ON_FILE = re.compile(
    r"(?:[Oo]n (?:file|deposit)|[Aa]vailable|[Cc]op(?:y|ies) (?:on file|held|available|deposited))\s(?:at|in|"
    r"with)\s(?:the\s)?"
)
_HOUSE = re.compile(
    rf"(?P<house>[A-Z][^,;.()]{{1,100}}?(?:U\.S\.[^,;.()]{{1,80}})?(?:{TOWN_BEHIND.pattern})?)"
    r"(?=[,;.()]|\s(?:under|as|is|are|was|were|on|website)\b|$)"
)
_PAPERS = re.compile(r"\b(?:Papers|Collections?|Files|Series)$")
_THE_NEXT = re.compile(r",\s(?:the\s)?(?=[A-Z])")
_ORIGINAL = re.compile(
    rf"^(?:The|A) (?:signed |handwritten |(?:{LANGUAGES})(?:-language)? )?(?:original|text)(?:,? and [^.;]{{2,60}}?)?"
    r"\s(?:is|are)\s(?:also\s)?in\s(?:the\s)?(?=[A-Z])"
)
"""The original, or the text in the other language, is a copy of this document too."""
_HOLDING = (
    (_ON_FILE, ("n file", "deposit", "vailable", "held")),
    (_COPY, ("copy", "copies", "Copy", "Copies")),
    (_ORIGINAL, ("original is", "original and", "original are", "text is", "text and", "text are")),
)
"""The patterns, each with its bare words."""
_TWO_HOUSES = re.compile(r"\sand\s(?:also\s)?(?:in the|at the|in|at|the)\s(?=[A-Z])")
_FURTHER_HOUSE = re.compile(r"(?:[^.;]|\.(?=\d)){0,120}?,?\sand\s(?:also\s)?(?:(?:in|at)\s)?(?:the\s)?(?=[A-Z])")


def copies(sentence: str) -> tuple[str, ...]:
    """The institutions that a sentence says to hold a copy of this same document."""
    found: list[str] = []
    if " at " not in sentence and " in " not in sentence and " with " not in sentence:
        return ()
    for pattern in (pattern for pattern, words in _HOLDING if any(word in sentence for word in words)):
        for match in pattern.finditer(sentence):
            found.extend(name for name in _houses(sentence, match.end(), sure=pattern is _ON_FILE) if name not in found)
    return tuple(found)


def _houses(sentence: str, start: int, *, sure: bool) -> Iterator[str]:
    """The institutions named from ``start`` on, one or an enumeration; ``sure``: whatever its name."""
    house = _HOUSE.match(sentence, start)
    if house and _PAPERS.search(house["house"]) and (following := _THE_NEXT.match(sentence, house.end())):
        house, sure = _HOUSE.match(sentence, following.end()), False  # in the Lund Papers, Library of Congress
    if house is None or house["house"].startswith("Ibid"):
        return
    names = [name.strip() for name in _TWO_HOUSES.split(house["house"])]
    if not all(is_institution(name) for name in names):
        names = [house["house"].strip()]
    if not (sure or is_institution(names[0])):
        return
    yield from names
    further = _FURTHER_HOUSE.match(sentence, house.end())
    if further and (last := _HOUSE.match(sentence, further.end())) and is_institution(last["house"]):
        between = sentence[house.end() : further.end()].split(", ")
        yield from (piece[4:] for piece in between if piece.startswith("the ") and is_institution(piece[4:]))
        yield last["house"].strip()
