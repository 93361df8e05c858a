"""Dates as printed pages write them, in English, French, German and Russian, found in running words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date as day_of
from datetime import timedelta

from provenance.importers._page import republican

_MONTH_NAMES = (
    "january jan jany janry janvier januar jänner gennaio enero janeiro января январь январе",
    "february feb feby febry février fevrier févr februar febbraio febrero fevereiro февраля февраль феврале",
    "march mar mars marzo março märz maerz марта март марте",
    "april apr apl avril aprile abril апреля апрель апреле",
    "may mai maggio mayo maio мая май мае",
    "june jun juin giugno junio junho juni июня июнь июне",
    "july jul juillet luglio julio julho juil juli июля июль июле",
    "august aug augt août aout agosto августа август августе",
    (
        "september sept sep septr septembre settembre septiembre setiembre setembro сентября сентябрь сентябре 7br "
        "7bre 7ber"
    ),
    "october oct octr octobre oktober ottobre octubre outubro okt октября октябрь октябре 8br 8bre 8ber",
    "november nov novr novembre noviembre novembro ноября ноябрь ноябре 9br 9bre 9ber",
    (
        "december dec decr décembre dicembre diciembre dezembro decembre déc dezember dez декабря декабрь декабре "
        "10br 10bre 10ber xbr xbre xber"
    ),
)
MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
_MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")(?![^\W\d_])\.?"
_DAY = r"(?:[\"“«„][0-3]?\d[\"”»“]|[0-3]?\d(?:st|nd|rd|th|d|er|ère|°|º|-е|-го)?\.?)"
"""A day; ``"22" December 1958`` as forms that are filled in have it."""
_YEAR = r"(?:1[0-9]|20)\d\d(?!\d)"
_DASH = r"(?:\s{0,2}(?P<join>[-–—/])\s{0,2}|\s(?P<till>bis|to|through|au|al|по)\s(?:zum\s|the\s)?|\s(?:and|und|et|и)\s)"
"""Between two days; ``3 and 4 October`` are two days one after the other, else none that is known."""
_LATER_DAY = rf"(?:{_DASH}(?:(?P<m2>{_MONTH})\s{{1,3}}(?P<e>{_DAY})|(?P<f>{_DAY})))?"
_DAY_TO_DAY = rf"(?P<d>{_DAY})(?:\s{{1,3}}(?P<m>{_MONTH}))?{_DASH}(?P<e>{_DAY})\s{{1,3}}(?P<m2>{_MONTH})"
_DOUBT = r"(?P<doubt>\s?\(?\?\)?)?"
_Y = rf"(?:(?P<y>{_YEAR})(?:/(?P<ny>\d{{1,2}})(?![\d/]))?|\[(?P<yb>{_YEAR})(?P<ydoubt>\?)?\])"
"""A year; 1690/1, where one year began in March and another in January; [1931?], which the page does not print."""
_SMALL = r"(?:\s{1,3}(?:(?:day\s{1,3})?of|de|di)(?=\s))?"
_ERA = r"(?:A\.\s?D\.,?\s{1,3}|(?:de|del|di)\s{1,3}|in the year(?: of (?:our|the) Lord)?\s{1,3})?"
_VAGUE = (
    r"(?P<vague>(?:early|late|mid|middle of|beginning of|end of|first half of|second half of|Anfang|Ende|Mitte|"
    r"début|fin|"
    r"начало|конец|середина)[\s-])?"
)
_ROMAN = r"(?P<r>I{1,3}|IV|VI{0,3}|IX|XI{0,2})"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![\w])(?P<m>{_MONTH})\s{{1,3}}(?P<d>{_DAY}){_LATER_DAY}{_DOUBT},?\s{{1,3}}{_Y}",
        rf"(?<![\w]){_DAY_TO_DAY},?\s{{1,3}}{_Y}",
        rf"(?<![\w])(?P<d>{_DAY}){_DOUBT}{_SMALL}\s{{1,3}}(?P<m>{_MONTH}),?\s{{1,3}}{_ERA}{_Y}",
        rf"(?<![\w])(?P<m>{_MONTH})\s{{0,2}}[-–—]\s{{0,2}}(?P<mm>{_MONTH}),?\s{{1,3}}(?P<y>{_YEAR})",
        (
            rf"(?<![\w]){_VAGUE}(?P<m>{_MONTH})(?:\s\[(?:illegible|unleserlich|illisible|неразборчиво|\.{{3}}|"
            rf"…)\])?,?\s{{1,3}}{_Y}"
        ),
        rf"(?<![\w.])(?P<d>[0-3]?\d)\.{_DOUBT}\s?(?P<n>[01]?\d)\.\s?(?P<y>{_YEAR})",
        rf"(?<![\w.])(?P<d>[0-3]?\d)(?:\.\s?|/|\s)(?-i:{_ROMAN})(?:\.\s?|[-/]|\s)(?P<y>{_YEAR})",
        rf"(?<![\w-])(?P<y>{_YEAR})-(?P<n>[01]\d)-(?P<d>[0-3]\d)(?![\w-])",
        rf"(?<![\w-])(?P<y>{_YEAR}),?\s{{1,3}}(?P<m>{_MONTH})\s{{1,3}}(?P<d>{_DAY})(?![\w])",
    )
)
_ROMANS = {
    name: at for at, name in enumerate(["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"], 1)
}
_SEASONS = {
    "spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24, "printemps": 21, "été": 22, "automne": 23,
    "hiver": 24, "frühjahr": 21, "frühling": 21, "sommer": 22, "herbst": 23, "весна": 21, "лето": 22, "осень": 23,
    "зима": 24, "весной": 21, "летом": 22, "осенью": 23, "зимой": 24,
}  # fmt: skip
_YEAR_AT_END = re.compile(
    rf"(?:,\s|\s\(|\s\[|^\[?)(?:(?:in|In)\s)?(?:(?P<season>(?-i:{'|'.join(_SEASONS)}))\s)?(?P<about>about |"
    rf"circa |ca?\. ?)?"
    rf"(?P<y>{_YEAR})(?P<doubt>\?)?(?:\s?(?:г\.|года?))?[\])]{{0,2}}\.?$",
    re.IGNORECASE,
)
"""A year, or a season of it, at a title's very end: no month is known."""
_BETWEEN = re.compile(
    rf"\b(?:between|zwischen|entre le|"
    rf"между)\s(?:dem\s)?(?P<span>(?:(?P<m>{_MONTH})\s)?(?P<d>{_DAY})(?:\s(?P<mm>{_MONTH}))?)\s"
    rf"(?:and|und|et le|и)\s$",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s?(?:г\.|года)(?![^\W\d_])")
_WITHOUT_YEAR = re.compile(
    rf"(?<!\w)(?:{_MONTH}\s{{1,3}}{_DAY}(?:\s?[-–—]\s?{_DAY})?|{_DAY}\s{{1,3}}{_MONTH})(?![\w])\??", re.IGNORECASE
)
_BOUND = re.compile(
    r"(?:(?P<until>(?:not|no) later than|не позднее|nicht später als|spätestens am|au plus tard le|before or on|"
    r"on or before|"
    r"(?:(?:^|[\[(]\s?)(?:before|до|vor dem|avant le)))"
    r"|(?P<since>(?:not|no) earlier than|не ранее|nicht vor|frühestens am|au plus tôt le|on or after|"
    r"(?:(?:^|[\[(]\s?)(?:after|после|nach dem|après le)))"
    r"|(?P<circa>\b(?:circa|c\.|ca\.))|(?:^|[,;(\[]\s?|\bwritten\s|\bdated\s)(?P<about>about|around|circa|c\.|ca\.|"
    r"около|um den|um|vers le|vers))\s$",
    re.IGNORECASE,
)
_OF_ARRIVAL = re.compile(
    r"(?:\b(?:received|rec’d|rec'd|ankunft|arrived|postmark(?:ed)?|post-mark|stamped|registered|eingegangen|eingang|"
    r"poststempel|"
    r"ricevut[oa]|pervenut[oa]|recibid[oa]|recebid[oa]|reçue?|arrivée?|cachet|получен[оаы]?|вход\w{0,10}|"
    r"штемпел\w{0,3}))[^.;\]]{0,24}$",
    re.IGNORECASE,
)
_ARRIVAL = re.compile(
    r"[\[(]?\s?\b(?:received|rec’d|rec'd|ankunft|arrived|postmark(?:ed)?|post-mark|eingegangen|eingang|poststempel|"
    r"ricevut[oa]|pervenut[oa]|recibid[oa]|recebid[oa]|reçue?|arrivée?|"
    r"cachet|получен[оаы]?|вход\w{0,10}|штемпел\w{0,3})\b.{0,100}$",
    re.IGNORECASE,
)
_OLD_YEAR_ENDED_IN = 3
"""March: until then a day had two years."""
_CALENDARS_APART = (10, 13)
"""Days between the Julian and the Gregorian calendar, from 1582 to 2100."""


@dataclass(frozen=True)
class PrintedDate:
    """A date found in words: where, how it is written, and its EDTF; ``edtf`` None where no such day exists.

    ``calendars``: the words give one day by two calendars, and the EDTF is the
    Gregorian; or two years, and the EDTF has the one begun in January. ``vague``: they
    say less than the EDTF can hold (early March). ``arrival``: it is the day of receipt or of a postmark. ``mend``:
    days that do exist, where this one does not. ``republic``: the words name a day of the French Republic's calendar.
    """

    start: int
    end: int
    words: str
    edtf: str | None
    calendars: bool = False
    arrival: bool = False
    mend: str | None = None
    vague: bool = False
    republic: bool = False

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
            if _is_either(words, match):
                continue
            tail = _TAIL.match(words, match.end())
            found.append(_dated(words, match, tail.end() if tail else match.end()))
    found += _republican(words, found)
    return _in_both_calendars(words, _spanned(words, sorted(found, key=lambda date: date.start)))


def _republican(words: str, found: list[PrintedDate]) -> list[PrintedDate]:
    """Days of the French Republic, each turned into the Gregorian calendar."""
    if not re.search(r"\ban\s", words, re.IGNORECASE):
        return []
    return [
        PrintedDate(match.start(), match.end(), match[0], republican.gregorian(match), republic=True)
        for match in republican.DAY.finditer(words)
        if not any(match.start() < other.end and other.start < match.end() for other in found)
    ]


_BESIDE = re.compile(r"\s{0,2}[(\[—–=/-]\s{0,2}|,\s")


def _in_both_calendars(words: str, dates: tuple[PrintedDate, ...]) -> tuple[PrintedDate, ...]:
    """``22 brumaire an II (12 novembre 1793)``: one day twice, where the calendars agree that it is."""
    found: list[PrintedDate] = []
    for date in dates:
        first = found[-1] if found else None
        if (
            first and first.republic != date.republic and first.edtf and first.edtf == date.edtf
            and _BESIDE.fullmatch(words, first.end, date.start)
        ):  # fmt: skip
            end = date.end + (words[date.end : date.end + 1] in (")", "]"))
            found[-1] = replace(first, end=end, words=words[first.start : end], republic=True, calendars=True)
        else:
            found.append(date)
    return tuple(found)


_EITHER = re.compile(r"(?:between|zwischen|entre|между)\s(?:dem\s|le\s)?$", re.IGNORECASE)


def _is_either(words: str, match: re.Match[str]) -> bool:
    """Whether two days joined by ``and`` are bounds, between which one day lies."""
    found = match.groupdict()
    joined = (found.get("e") or found.get("f")) is not None and not (found.get("join") or found.get("till"))
    return joined and _EITHER.search(words[max(0, match.start() - 16) : match.start()]) is not None


_PLAIN = re.compile(r"\d{4}-\d\d(?:-\d\d)?")
_TO_DATE = re.compile(r"\s{0,2}[-–—]\s{0,2}")


def _spanned(words: str, dates: list[PrintedDate]) -> tuple[PrintedDate, ...]:
    """Two whole dates with a dash between them are one: ``December 28, 1985–January 3, 1986``."""
    found: list[PrintedDate] = []
    for date in dates:
        first = found[-1] if found else None
        if (
            first and first.edtf and date.edtf and len(first.edtf) == len(date.edtf) and first.edtf < date.edtf
            and _PLAIN.fullmatch(first.edtf) and _PLAIN.fullmatch(date.edtf)
            and _TO_DATE.fullmatch(words, first.end, date.start)
        ):  # fmt: skip
            edtf = f"{first.edtf}/{date.edtf}"
            found[-1] = replace(first, end=date.end, words=words[first.start : date.end], edtf=edtf)
        else:
            found.append(date)
    return tuple(found)


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
    if match.groupdict().get("vague"):
        date = replace(date, vague=True)
    between = _BETWEEN.search(before)
    if between and edtf and date.day:
        return _between(words, date, between, match.start() - len(before))
    bound = _BOUND.search(before)
    if bound is None or edtf is None or "/" in edtf or "?" in edtf:
        return date
    edtf = f"../{edtf}" if bound["until"] else f"{edtf}/.." if bound["since"] else f"{edtf}~"
    start = match.start() - len(before) + bound.start(bound.lastgroup or 0)
    start += len(words[start:end]) - len(words[start:end].lstrip("[( "))
    return replace(date, start=start, words=words[start:end], edtf=edtf)


def _between(words: str, date: PrintedDate, match: re.Match[str], offset: int) -> PrintedDate:
    """``between 3 and 5 March 1931``: one day of these."""
    last = date.day
    assert last is not None  # noqa: S101 - the caller asked
    month = match["m"] or match["mm"]
    first = _day(last.year, _month(month) if month else last.month, match["d"])
    if first is None or first >= last.isoformat():
        return date
    start = offset + match.start()
    return replace(date, start=start, words=words[start : date.end], edtf=f"[{first}..{date.edtf}]")


def year_at_end(words: str) -> PrintedDate | None:
    """The year alone, or its season, that ends a title: ``Report of the Council, 1931``."""
    match = _YEAR_AT_END.search(words[-40:])
    if match is None or find_dates(words):
        return None
    edtf = match["y"]
    if match["season"]:
        edtf = f"{edtf}-{_SEASONS[match['season'].lower()]}"
    edtf += "?" if match["doubt"] else "~" if match["about"] else ""
    start = max(0, len(words) - 40) + match.start()
    return PrintedDate(start, len(words), match[0].strip(" ,.()[]"), edtf)


def counted_back(edtf: str, days: int) -> str | None:
    """The day ``days`` before a day; None where ``edtf`` is no day."""
    try:
        return (day_of.fromisoformat(edtf) - timedelta(days=days)).isoformat()
    except (ValueError, OverflowError):
        return None


def _edtf(match: re.Match[str]) -> tuple[str | None, bool]:
    """The EDTF of a match, and whether its words give one day by two calendars."""
    found = match.groupdict()
    year = int(found["y"] or found["yb"])
    doubt = "?" if found.get("doubt") else ""
    if found.get("n") or found.get("r"):
        return _doubted(_day(year, _number(found), found["d"]), doubt), False
    month = _month(found["m"] or found.get("m2") or "")
    if found.get("ny") and found.get("d") and str(year + 1).endswith(found["ny"]) and month <= _OLD_YEAR_ENDED_IN:
        return _day(year + 1, month, found["d"]), True
    if found.get("ydoubt"):
        day = _day(year, month, found["d"]) if found.get("d") else f"{year}-{month:02d}"
        return (f"{year}?{day[4:]}" if day else None), False
    if found.get("mm"):
        last = _month(found["mm"])
        return (f"{year}-{month:02d}/{year}-{last:02d}" if month < last else None), False
    if not found.get("d"):
        return f"{year}-{month:02d}", False
    return _days(found, year, month, doubt)


def _days(found: dict[str, str | None], year: int, month: int, doubt: str) -> tuple[str | None, bool]:
    """One day, two days by two calendars, or the days from one to another."""
    first = _day(year, month, found["d"] or "")
    other = found.get("e") or found.get("f")
    join = found.get("join") or ("-" if found.get("till") else None)
    if other is None or first is None:
        return _doubted(first, doubt), False
    last = _day(year, _month(found["m2"] or "") if found.get("m2") else month, other)
    if last is None or last <= first:
        return (last if join is None else None), False
    apart = (day_of.fromisoformat(last) - day_of.fromisoformat(first)).days
    if join is None and apart > 1:
        return f"{{{first},{last}}}", False
    if join == "/" and _CALENDARS_APART[0] <= apart <= _CALENDARS_APART[1]:
        return last, True
    return f"{_doubted(first, doubt)}/{_doubted(last, doubt)}", False


def _number(found: dict[str, str | None]) -> int:
    """The month that a figure or a Roman figure is."""
    return int(found.get("n") or _ROMANS[(found["r"] or "").lower()])


def _doubted(day: str | None, doubt: str) -> str | None:
    """The day with its doubt before it, as EDTF writes it of one part: ``1894-08-?22``."""
    return f"{day[:8]}{doubt}{day[8:]}" if day else None


def _month(name: str) -> int:
    return MONTHS[name.rstrip(".").lower()]


def _day(year: int, month: int, day: str) -> str | None:
    digits = re.search(r"\d+", day)
    try:
        return day_of(year, month, int(digits[0]) if digits else 0).isoformat()
    except ValueError:
        return None


def _mend(match: re.Match[str]) -> str | None:
    """The last day of a month that has no 31st, or the month alone."""
    found = match.groupdict()
    year = int(found["y"] or found["yb"])
    month = _number(found) if found.get("n") or found.get("r") else _month(found["m"] or found.get("m2") or "")
    if not 1 <= month <= 12:  # noqa: PLR2004 - months of a year
        return None
    last = day_of(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return f"{last.isoformat()}, or {year}-{month:02d}"
