"""Dates that stand in a text: found in titles and datelines, and reckoned from a headnote's 'thirteen days earlier'."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from provenance.errors import InputError
from provenance.model.dates import Bounds, Edtf, edtf_of

if TYPE_CHECKING:
    from collections.abc import Iterator

LANGUAGES = ("en", "fr", "de", "ru")
_WORD = re.compile(r"[^\s,;:()\[\]/]+")
_MOST_WORDS = 5
"""A date written out has at most so many words: ``le 28 septembre 1989``, ``28 сентября 1989 г.``"""
_TWO_CALENDARS = re.compile(r"\d\s*/\s*(?:\d|[^\W\d_])|\b[Oo]\.\s?[Ss]\.|\bold style\b|\bст\.\s?ст\.")
_YEAR = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")


@dataclass(frozen=True)
class Found:
    """A date that stands in some words: what it is, and its offsets."""

    date: Edtf
    start: int
    end: int


def two_calendars(words: str) -> bool:
    """True where a date is given in two calendars side by side: ``January 21/February 3, 1904``."""
    return _TWO_CALENDARS.search(words) is not None


def dates_in(words: str, language: str | None = None) -> tuple[Found, ...]:
    """The dates written out in ``words``, in order; none where two calendars are given side by side.

    Only a date with its year counts. A date that does not exist (``31 June
    1931``) is passed over here: it is no date that another could agree with.
    """
    if two_calendars(words):
        return ()
    return tuple(Found(date, start, end) for start, end, date in _written_out(words, language) if date is not None)


def no_such_dates_in(words: str, language: str | None = None) -> tuple[tuple[int, int], ...]:
    """The offsets of dates that are written out and do not exist."""
    return tuple((start, end) for start, end, date in _written_out(words, language) if date is None)


def _written_out(words: str, language: str | None) -> Iterator[tuple[int, int, Edtf | None]]:
    """Every date written out, the longest reading of each first; None for one that does not exist."""
    if not _YEAR.search(words):
        return
    first = (language or "").partition("-")[0].lower()
    languages = tuple(dict.fromkeys(one for one in (first, *LANGUAGES) if one in LANGUAGES))
    spans = [match.span() for match in _WORD.finditer(words)]
    at = 0
    while at < len(spans):
        for last in range(min(len(spans), at + _MOST_WORDS) - 1, at - 1, -1):
            start, end = spans[at][0], spans[last][1]
            phrase = words[start:end].rstrip(" .,")
            found, date = _date(phrase, languages)
            if found:
                yield start, start + len(phrase), date
                at = last
                break
        at += 1


def _date(phrase: str, languages: tuple[str, ...]) -> tuple[bool, Edtf | None]:
    """Whether the phrase is a date, and which: None where no such day exists."""
    for language in languages if _YEAR.search(phrase) else ():
        try:
            date = edtf_of(phrase, language)
        except InputError:
            return True, None
        if date is not None:
            return True, date
    return False, None


_NUMBER_WORDS = (
    ("one", "a", "a single"), ("two", "a couple of"), ("three",), ("four",), ("five",), ("six",), ("seven",),
    ("eight",), ("nine",), ("ten",), ("eleven",), ("twelve", "a dozen"), ("thirteen",), ("fourteen",),
    ("fifteen",), ("sixteen",), ("seventeen",), ("eighteen",), ("nineteen",), ("twenty",),
)  # fmt: skip
_NUMBERS = {word: number for number, words in enumerate(_NUMBER_WORDS, start=1) for word in words}
_COUNT = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_APART = re.compile(
    rf"\b(?P<hedge>about|around|roughly|nearly|almost|some|over|more than|less than|barely|at least|approximately)?\s*"
    rf"(?P<count>[0-9]{{1,3}}|{_COUNT})[\s-]+(?P<unit>day|week|month|year)s?[\s-]+"
    rf"(?P<way>earlier|before(?:hand)?|previously|prior|later|after(?:wards?)?|afterward|on)\b",
    re.IGNORECASE,
)
_BEFORE = ("earlier", "before", "beforehand", "previously", "prior")


@dataclass(frozen=True)
class Distance:
    """'Only 13 days earlier': how far, which way, and where it is said. ``hedged``: 'about', 'nearly'.

    ``earlier`` is None where the words before a noun leave open which of the
    two came first: 'sent nine days after the meeting', 'held nine days before the letter'.
    """

    count: int
    unit: Literal["day", "week", "month", "year"]
    earlier: bool | None
    hedged: bool
    start: int
    end: int

    def reckoned(self, date: Edtf) -> tuple[Bounds, ...]:
        """The days it can lead to from a date; a month or a year, and anything hedged, leaves room around them."""
        bounds = date.bounds
        days = {"day": 1, "week": 7, "month": 30, "year": 365}[self.unit] * self.count
        # counted inclusively or not; 'two months earlier' is said of seven weeks and of nine
        room = {"day": 1, "week": 3, "month": 16, "year": 183}[self.unit] + (days // 4 if self.hedged else 0)
        ways = {True: (-1,), False: (1,), None: (-1, 1)}[self.earlier]
        return tuple(
            Bounds(_moved(bounds.earliest, way * days - room), _moved(bounds.latest, way * days + room)) for way in ways
        )


def _moved(day: dt.date | None, days: int) -> dt.date | None:
    if day is None:
        return None
    try:
        return day + dt.timedelta(days=days)
    except OverflowError:
        return None


def distances_in(words: str) -> tuple[Distance, ...]:
    """Every distance in time that some words name."""
    found = []
    for match in _APART.finditer(words):
        count = match["count"].lower()
        found.append(
            Distance(
                count=int(count) if count.isdecimal() else _NUMBERS[count],
                unit=match["unit"].lower(),  # type: ignore[arg-type]
                earlier=_way(match["way"].lower(), words[match.end() :]),
                hedged=match["hedge"] is not None,
                start=match.start("count"),
                end=match.end(),
            )
        )
    return tuple(found)


_NOUN_FOLLOWS = re.compile(r"\s+(?!(?:and|but|when|it|he|she|they|in|at|on|by)\b)[^\W\d_]")


def _way(word: str, rest: str) -> bool | None:
    """True for earlier, False for later; None where ``after`` or ``before`` has a noun behind it."""
    if word in {"before", "after", "prior"} and _NOUN_FOLLOWS.match(rest):
        return None
    return word in _BEFORE


def sentence_around(words: str, start: int, end: int) -> tuple[int, int]:
    """The offsets of the sentence in which ``start`` to ``end`` stand: to the nearest full stops before capitals."""
    cuts = [match.end() for match in re.finditer(r"[.!?][”\"’)\]]*\s+(?=[“\"‘(\[]?[^\W\d_a-zа-я])", words)]
    before = max((cut for cut in cuts if cut <= start), default=0)
    after = min((cut for cut in cuts if cut >= end), default=len(words))
    return before, after


_NEIGHBOUR = re.compile(
    r"\b(?P<previous>(?:previous|preceding|foregoing)\s+(?:document|doc\.|item|text))\b"
    r"|\b(?P<next>(?:next|following)\s+(?:document|doc\.))(?!s)\b"
    r"|(?P<previous_fr>document\s+pr[ée]c[ée]dent)\b|(?P<next_fr>document\s+suivant)\b"
    r"|(?P<previous_de>(?:vorige|vorhergehende)[sn]?\s+Dokument)\b"
    r"|(?P<next_de>(?:n[äa]chste|folgende)[sn]?\s+Dokument)\b"
    r"|(?P<previous_ru>предыдущ(?:ий|ем|его)\s+документ\w{0,2})|(?P<next_ru>следующ(?:ий|ем|его)\s+документ\w{0,2})"
    r"|\b(?P<number>(?:see|cf\.?|compare)\s+(?:also\s+)?(?:Document|Doc\.)\s*(?:No\.?\s*)?(?P<no>[0-9]{1,4}[a-z]?))\b",
    re.IGNORECASE,
)
_SEE = re.compile(r"(?:(?:see|cf\.?|compare|voir|siehe|см\.?)\s+)?(?:(?:the|le|das)\s+)?$", re.IGNORECASE)
_LONGEST_SEE = 16


_TELLING = ("previous", "preceding", "foregoing", "next doc", "following doc", "doc", "dokument", "документ")
"""Without one of these no pattern can fit: the patterns cost a hundred times as much."""


@dataclass(frozen=True)
class Mention:
    """A document of the volume that a headnote points to: the one before, the one after, or one by number."""

    which: Literal["previous", "next", "number"]
    number: str | None
    start: int
    end: int
    words: str


def mentions_in(words: str) -> tuple[Mention, ...]:
    """Every pointer to another document of the same volume: 'see previous document', 'see Document No. 5'."""
    lowered = words.lower()
    if not any(word in lowered for word in _TELLING):
        return ()
    found = []
    for match in _NEIGHBOUR.finditer(words):
        kind = match.lastgroup or ""
        kind = "number" if match["number"] is not None else kind.partition("_")[0]
        start = max(0, match.start() - _LONGEST_SEE)
        see = _SEE.search(words[start : match.start()])
        start = start + see.start() if see else match.start()
        found.append(Mention(kind, match["no"], start, match.end(), words[start : match.end()]))  # type: ignore[arg-type]
    return tuple(found)
