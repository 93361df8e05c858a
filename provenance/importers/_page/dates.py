"""Dates as printed pages write them, in English, French, German and Russian, found in running words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date as day_of
from datetime import timedelta

_MONTH_NAMES = (
    "january jan janvier januar jänner января январь январе",
    "february feb février fevrier févr februar февраля февраль феврале",
    "march mar mars märz maerz марта март марте",
    "april apr avril апреля апрель апреле",
    "may mai мая май мае",
    "june jun juin juni июня июнь июне",
    "july jul juillet juil juli июля июль июле",
    "august aug août aout августа август августе",
    "september sept sep septembre сентября сентябрь сентябре 7br 7bre 7ber",
    "october oct octobre oktober okt октября октябрь октябре 8br 8bre 8ber",
    "november nov novembre ноября ноябрь ноябре 9br 9bre 9ber",
    "december dec décembre decembre déc dezember dez декабря декабрь декабре 10br 10bre 10ber xbr xbre xber",
)
MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
_MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")(?![^\W\d_])\.?"
_DAY = r"(?:[0-3]?\d)(?:st|nd|rd|th|er|ère|\.|-е|-го)?"
_YEAR = r"(?:1[0-9]|20)\d\d(?!\d)"
_DASH = r"\s{0,2}(?P<join>[-–—/])\s{0,2}"
_LATER_DAY = rf"(?:{_DASH}(?:(?P<m2>{_MONTH})\s{{1,3}}(?P<e>{_DAY})|(?P<f>{_DAY})))?"
_DAY_TO_DAY = rf"(?P<d>{_DAY})(?:\s{{1,3}}(?P<m>{_MONTH}))?{_DASH}(?P<e>{_DAY})\s{{1,3}}(?P<m2>{_MONTH})"
_DOUBT = r"(?P<doubt>\s?\(?\?\)?)?"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![\w])(?P<m>{_MONTH})\s{{1,3}}(?P<d>{_DAY}){_LATER_DAY}{_DOUBT},?\s{{1,3}}(?P<y>{_YEAR})",
        rf"(?<![\w]){_DAY_TO_DAY},?\s{{1,3}}(?P<y>{_YEAR})",
        rf"(?<![\w])(?P<d>{_DAY}){_DOUBT}\s{{1,3}}(?P<m>{_MONTH}),?\s{{1,3}}(?P<y>{_YEAR})",
        rf"(?<![\w])(?P<m>{_MONTH}),?\s{{1,3}}(?P<y>{_YEAR})",
        rf"(?<![\w.])(?P<d>[0-3]?\d)\.{_DOUBT}\s?(?P<n>[01]?\d)\.\s?(?P<y>{_YEAR})",
        rf"(?<![\w-])(?P<y>{_YEAR})-(?P<n>[01]\d)-(?P<d>[0-3]\d)(?![\w-])",
    )
)
_TAIL = re.compile(r"\s?(?:г\.|года)(?![^\W\d_])")
_WITHOUT_YEAR = re.compile(
    rf"(?<!\w)(?:{_MONTH}\s{{1,3}}{_DAY}(?:\s?[-–—]\s?{_DAY})?|{_DAY}\s{{1,3}}{_MONTH})(?![\w])\??", re.IGNORECASE
)
_BOUND = re.compile(
    r"(?:\b(?P<until>(?:not|no) later than|не позднее|nicht später als|spätestens am|au plus tard le|before or on)"
    r"|\b(?P<since>(?:not|no) earlier than|не ранее|nicht vor|frühestens am|au plus tôt le)"
    r"|(?:^|[,(\[]\s?|\bwritten\s|\bdated\s)(?P<about>about|around|circa|c\.|ca\.|около|um den|um|vers le|vers))\s$",
    re.IGNORECASE,
)
_OF_ARRIVAL = re.compile(
    r"(?:\b(?:received|rec’d|rec'd|arrived|postmark(?:ed)?|post-mark|stamped|registered|eingegangen|eingang|poststempel|"
    r"reçue?|arrivée?|cachet|получен[оаы]?|вход\w{0,10}|штемпел\w{0,3}))[^.;\]]{0,24}$",
    re.IGNORECASE,
)
_ARRIVAL = re.compile(
    r"[\[(]?\s?\b(?:received|rec’d|rec'd|arrived|postmark(?:ed)?|post-mark|eingegangen|eingang|poststempel|reçue?|arrivée?|"
    r"cachet|получен[оаы]?|вход\w{0,10}|штемпел\w{0,3})\b.{0,100}$",
    re.IGNORECASE,
)
_CALENDARS_APART = (10, 13)
"""Days between the Julian and the Gregorian calendar, from 1582 to 2100."""


@dataclass(frozen=True)
class PrintedDate:
    """A date found in words: where, how it is written, and its EDTF; ``edtf`` None where no such day exists.

    ``calendars``: the words give one day by two calendars, and the EDTF is the
    Gregorian. ``arrival``: it is the day of receipt or of a postmark. ``mend``:
    days that do exist, where this one does not.
    """

    start: int
    end: int
    words: str
    edtf: str | None
    calendars: bool = False
    arrival: bool = False
    mend: str | None = None

    @property
    def day(self) -> day_of | None:
        """The day, where it is one day."""
        return day_of.fromisoformat(self.edtf) if self.edtf and re.fullmatch(r"\d{4}-\d\d-\d\d", self.edtf) else None


def find_dates(words: str) -> tuple[PrintedDate, ...]:
    """Every date in ``words`` that has a year and a month, in printed order; the longest reading of each place."""
    found: list[PrintedDate] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(words):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            tail = _TAIL.match(words, match.end())
            found.append(_dated(words, match, tail.end() if tail else match.end()))
    return tuple(sorted(found, key=lambda date: date.start))


def without_arrival(words: str) -> str:
    """The words up to where they speak of receipt or a postmark."""
    return _ARRIVAL.sub("", words)


def dates_without_year(words: str) -> tuple[str, ...]:
    """Days that are written without a year (``Марта 20—21?``), as printed."""
    dated = find_dates(words)
    return tuple(
        match[0]
        for match in _WITHOUT_YEAR.finditer(words)
        if not any(match.start() < date.end and date.start < match.end() for date in dated)
    )


def _dated(words: str, match: re.Match[str], end: int) -> PrintedDate:
    edtf, two = _edtf(match)
    date = PrintedDate(match.start(), end, words[match.start() : end], edtf, calendars=two)
    before = words[max(0, match.start() - 60) : match.start()]
    date = replace(date, arrival=_OF_ARRIVAL.search(before) is not None, mend=None if edtf else _mend(match))
    bound = _BOUND.search(before)
    if bound is None or edtf is None or "/" in edtf or "?" in edtf:
        return date
    edtf = f"../{edtf}" if bound["until"] else f"{edtf}/.." if bound["since"] else f"{edtf}~"
    start = match.start() - len(before) + bound.start(bound.lastgroup or 0)
    return replace(date, start=start, words=words[start:end], edtf=edtf)


def counted_back(edtf: str, days: int) -> str | None:
    """The day ``days`` before a day; None where ``edtf`` is no day."""
    try:
        return (day_of.fromisoformat(edtf) - timedelta(days=days)).isoformat()
    except (ValueError, OverflowError):
        return None


def _edtf(match: re.Match[str]) -> tuple[str | None, bool]:
    """The EDTF of a match, and whether its words give one day by two calendars."""
    found = match.groupdict()
    year = int(found["y"])
    doubt = "?" if found.get("doubt") else ""
    if found.get("n"):
        return _doubted(_day(year, int(found["n"]), found["d"]), doubt), False
    month = _month(found["m"] or found.get("m2") or "")
    if not found.get("d"):
        return f"{year}-{month:02d}", False
    first = _day(year, month, found["d"])
    other = found.get("e") or found.get("f")
    if other is None or first is None:
        return _doubted(first, doubt), False
    last = _day(year, _month(found["m2"]) if found.get("m2") else month, other)
    if last is None or last <= first:
        return None, False
    apart = (day_of.fromisoformat(last) - day_of.fromisoformat(first)).days
    if found["join"] == "/" and _CALENDARS_APART[0] <= apart <= _CALENDARS_APART[1]:
        return last, True
    return f"{_doubted(first, doubt)}/{_doubted(last, doubt)}", False


def _doubted(day: str | None, doubt: str) -> str | None:
    """The day with its doubt before it, as EDTF writes it of one part: ``1894-08-?22``."""
    return f"{day[:8]}{doubt}{day[8:]}" if day else None


def _month(name: str) -> int:
    return MONTHS[name.rstrip(".").lower()]


def _day(year: int, month: int, day: str) -> str | None:
    digits = re.match(r"\d+", day)
    try:
        return day_of(year, month, int(digits[0]) if digits else 0).isoformat()
    except ValueError:
        return None


def _mend(match: re.Match[str]) -> str | None:
    """The last day of a month that has no 31st, or the month alone."""
    found = match.groupdict()
    year = int(found["y"])
    month = int(found["n"]) if found.get("n") else _month(found["m"] or found.get("m2") or "")
    if not 1 <= month <= 12:  # noqa: PLR2004 - months of a year
        return None
    last = day_of(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return f"{last.isoformat()}, or {year}-{month:02d}"
