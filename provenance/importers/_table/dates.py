"""A date as a table has it: EDTF, or written out, or in figures, or a span of those; else kept as it is written.

A day that does not exist is refused. What has two meanings (``3/4/1931``, a
count of days) is a question, and nothing is taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from provenance.errors import InputError
from provenance.importers._page.dates import find_dates
from provenance.importers._table.grid import Cell, Odd, words_of
from provenance.model.dates import Edtf
from provenance.model.prose_dates import figures, in_any_language, month_of

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Dated:
    """What a cell says of when: ``edtf`` None where it was not understood, or where it says that nobody knows.

    ``why``: where something was concluded, from what, and ``sure`` how surely.
    ``question``: what a person must answer.
    """

    edtf: str | None
    as_written: str
    sure: str = ""
    why: str = ""
    question: str = ""


@dataclass(frozen=True)
class Reckoning:
    """What the dates of a column say of those that could be read in several ways.

    ``first``: whether day or month stands first in figures; ``century``: the
    two figures that a year of two lacks; both empty where nothing says it.
    ``why``: by which cells it was decided.
    """

    first: Literal["", "day", "month"] = ""
    century: str = ""
    why: str = ""


def reckoned(cells: Sequence[str]) -> Reckoning:
    """How a column's dates are to be read: by those among them that can be read in one way alone."""
    firsts: dict[str, str] = {}
    for match in filter(None, (_SLASHED.fullmatch(cell.strip(" .[]")) for cell in cells)):
        a, b = int(match["a"]), int(match["b"])
        if (a > 12) != (b > 12):  # noqa: PLR2004 - months of a year
            firsts.setdefault("day" if a > 12 else "month", match[0])  # noqa: PLR2004
    first: Literal["", "day", "month"] = ""
    why = ""
    if len(firsts) == 1:
        first = "day" if "day" in firsts else "month"
        order = "day, month, year" if first == "day" else "month, day, year"
        why = f"dates in figures were read as {order}, as {firsts[first]} can only be read"
    whole = [cell for cell in cells if (year := _IN_FULL.search(cell)) and year]
    centuries = {year[:2] for cell in cells for year in _IN_FULL.findall(cell)}
    century = next(iter(centuries)) if len(centuries) == 1 and len(whole) > 1 else ""
    return Reckoning(first, century, why)


def is_date(words: str) -> bool:
    """Whether a cell says when, or that it is not known."""
    try:
        found = _read(" ".join(words.split()), Reckoning())
    except InputError:
        return True  # a day that does not exist is meant as one
    return found.edtf is not None or not found.question


_IN_FULL = re.compile(r"(?<![0-9])(?:1[0-9]{3}|20[0-9]{2})(?![0-9])")
_UNDATED = re.compile(
    r"\[?(?:n\.? ?d\.?|undated|no date|unknown|date unknown|not known|б\.? ?/? ?д\.?|без даты|"
    r"не датировано?|не датирован|"
    r"o\. ?d\.?|o\. ?dat\.?|ohne datum|undatiert|s\. ?d\.?|sans date|\?+|[-–—]+)\]?",
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"(?P<about>ca?\.? ?|circa |about |around |etwa |um |vers |около |ок\. ?|~ ?)?(?P<year>1[0-9]{3}|20[0-9]{2})"
    r"(?P<doubt> ?\(?\?\)?)? ?(?:г\.?|год|года|гг\.?)?",
    re.IGNORECASE,
)
_DECADE = re.compile(r"(?P<three>1[0-9]{2}|20[0-9])0 ?(?:s|’s|'s|-е|-е гг\.?|-х гг\.?|er|er jahre)", re.IGNORECASE)
_YEARS = re.compile(
    r"(?P<first>1[0-9]{3}|20[0-9]{2}) ?[-–—/] ?(?P<last>1[0-9]{3}|20[0-9]{2}|[0-9]{2}) ?(?:гг?\.?|годы)?", re.IGNORECASE
)
_SLASHED = re.compile(r"(?P<a>[0-9]{1,2})/(?P<b>[0-9]{1,2})/(?P<year>1[0-9]{3}|20[0-9]{2}|[0-9]{2})")
_SLASHED_WITHIN = re.compile(rf"(?<![0-9/]){_SLASHED.pattern}(?![0-9/])")
_SHORT_YEAR = re.compile(r"(?P<day>[0-9]{1,2}\.(?: ?[0-9]{1,2}\.| ?[IVX]{1,4}\.)) ?(?P<year>[0-9]{2})")
_DAYS = re.compile(r"(?P<a>[0-9]{1,2})\.?(?= ?[/–—-] ?[0-9]{1,2}\. ?(?P<rest>[0-9IVX]{1,4}\. ?[0-9]{4}))")
_UNDATED_BUT = re.compile(
    r"(?:n\.? ?d\.?|undated|no date|б\.? ?/? ?д\.?|без даты|o\. ?d\.?|ohne datum|undatiert|s\. ?d\.?|sans date),? ?"
    r"[\[(](?P<inner>[^\])]{2,80})[\])]",
    re.IGNORECASE,
)
_TO = re.compile(r"\s*[–—/]\s*|\s+-\s+|-|\s+(?:bis|to|until|through|по|до|au|jusqu’au)\s+", re.IGNORECASE)
_SERIAL = re.compile(r"[1-9][0-9]{2,4}(?:\.[0-9]+)?")
_MOST_WORDS = 200
_YEAR_FIRST = re.compile(r"(?P<year>1[0-9]{3}|20[0-9]{2}),? (?P<month>[^\W\d_]{3,12})\.? (?P<day>[0-9]{1,2})")
_CLOCK = re.compile(
    r"\b[0-9]{1,2}(?:[:.][0-9]{2})? ?(?:[ap]\.? ?m\b|uhr\b|h\b|ч\b)\.?|\b[0-9]{1,2}:[0-9]{2}\b", re.IGNORECASE
)
_WORDS_OF_HEDGES = """
    not no before after until till since by early mid late between or earlier later
    не до после позднее ранее раньше между или начало конец середина
    nicht vor nach bis seit anfang ende mitte oder zwischen früher später
    pas avant après jusque depuis début fin entre ou
"""
_HEDGES = frozenset(_WORDS_OF_HEDGES.split())
"""Words by which a date beside them is not the day itself."""


def dated(cell: Cell, *, since_1904: bool = False, counted: bool = False, reckoning: Reckoning | None = None) -> Dated:
    """What a cell says of when.

    ``counted``: the table is a workbook, where a bare number can be a count of
    days since 1900, or 1904. ``reckoning``: what its column says. Raises InputError, with the mend, for a day that
    does not exist and a span that ends before it begins.
    """
    words = " ".join(words_of(cell).split())
    if (
        isinstance(cell, Odd)
        and cell.kind == "number"
        and counted
        and _SERIAL.fullmatch(words)
        and not _YEAR.fullmatch(words)
    ):
        return _counted(words, since_1904=since_1904)
    if isinstance(cell, Odd) and cell.kind == "date":
        why = "The program keeps it as a count of days"
        return Dated(str(Edtf.parse(words.partition("T")[0])), words, "high", why)
    return _read(words, reckoning or Reckoning())


@lru_cache(maxsize=4096)
def _read(words: str, reckoning: Reckoning) -> Dated:
    if _UNDATED.fullmatch(words):
        return Dated(None, words, why="The table says that it is undated")
    if len(words) > _MOST_WORDS:
        return Dated(None, words, question=_question(words))
    bare, bracketed = words.rstrip(",;"), False
    concluded = _UNDATED_BUT.fullmatch(bare)
    if concluded:
        bare = f"[{concluded['inner']}]"
    if bare.startswith("[") and bare.endswith("]"):
        bare, bracketed = bare[1:-1].strip(), True
    written, why = _whole(bare, reckoning)
    found = _span_of_years(written) or _edtf(written) or _one(written) or _span(written) or _amid(written)
    if found is None:
        return Dated(None, words, question=_question(words))
    edtf, why = found[0], found[1] or why
    if bracketed:
        return Dated(edtf, words, "medium", "It stands in brackets: whoever made the table concluded it")
    return Dated(edtf, words, "medium" if why else "", why)


def _whole(words: str, reckoning: Reckoning) -> tuple[str, str]:
    """The words with the century that a year of two figures lacks, and day and month in an order that is known."""

    def unfolded(match: re.Match[str]) -> str:
        a, b, year = int(match["a"]), int(match["b"]), match["year"]
        if len(year) == 2:  # noqa: PLR2004 - 62
            if not reckoning.century:
                return match[0]
            year = reckoning.century + year
            whys.append("The column's other years give the century")
        if a > 12 and b > 12:  # noqa: PLR2004 - no way
            return f"{a}/{b}/{year}"
        if a > 12 or b > 12 or a == b:  # noqa: PLR2004 - one way alone
            return f"{a:02}.{b:02}.{year}" if a > 12 else f"{b:02}.{a:02}.{year}"  # noqa: PLR2004
        if not reckoning.first:
            return f"{a}/{b}/{year}"
        whys.append(f"The column's other dates have the {reckoning.first} first")
        day, month = (a, b) if reckoning.first == "day" else (b, a)
        return f"{day:02}.{month:02}.{year}"

    whys: list[str] = []
    said = _SLASHED_WITHIN.sub(unfolded, words)
    short = _SHORT_YEAR.fullmatch(said)
    if short and reckoning.century:
        whys.append("The column's other years give the century")
        said = f"{short['day']}{reckoning.century}{short['year']}"
    return said, "; ".join(dict.fromkeys(whys))


def composed(day: str, month: str, year: str) -> str:
    """The words of a date whose day, month and year stand in columns of their own; what is no part of one is kept."""
    number = month_of(month) if month else None
    if number is None and month.isdigit() and 1 <= int(month) <= 12:  # noqa: PLR2004
        number = int(month)
    figures_ = day.strip(" .")
    if re.fullmatch(r"[0-9]{4}", year) and (number or not month) and (figures_.isdigit() or not day):
        if number is None and not day:
            return year
        if number is not None:
            return f"{year}-{number:02}" + (f"-{int(figures_):02}" if day else "")
    return " ".join(filter(None, (day, month, year)))


def spanning(first: Dated, last: Dated) -> Dated:
    """From one column's date to another's; what is not understood of either is kept as written.

    Raises InputError where it ends before it begins.
    """
    if first.edtf is None and not first.as_written:
        return (
            last if last.edtf is None else replace(last, edtf=f"../{last.edtf}" if "/" not in last.edtf else last.edtf)
        )
    if not last.as_written:
        return first
    written = f"{first.as_written} – {last.as_written}"
    question = first.question or last.question
    if first.edtf is None or last.edtf is None:
        said = question or f"{written!r} was not understood as a span: when was it written?"
        return Dated(None, written, question=said)
    if first.edtf == last.edtf:
        return replace(first, why=first.why or last.why)
    begins, ends = first.edtf.partition("/")[0], last.edtf.rpartition("/")[2]
    edtf = str(Edtf.parse(f"{begins}/{ends}"))
    return Dated(edtf, written, first.sure or last.sure, first.why or last.why)


_Found = tuple[str, str]
"""EDTF, and what it was concluded from (empty where the cell says it)."""


def _edtf(words: str) -> _Found | None:
    if not re.match(r"[\[{0-9Y.]", words) or (" " in words and words[0] not in "[{"):
        return None
    try:
        return str(Edtf.parse(words)), ""
    except InputError as error:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", words) or "ends before" in error.message:
            raise
        return None


def _span_of_years(words: str) -> _Found | None:
    match = _YEARS.fullmatch(words)
    if match is None:
        return None
    first, last = match["first"], match["last"]
    if len(last) == 2:  # noqa: PLR2004 - 1931-33 is a span, 1931-03 a month
        if int(last) <= int(first[2:]):
            return None
        if int(last) <= 12 and "-" in words:  # noqa: PLR2004
            return None
        last = first[:2] + last
    if first == last:
        return first, ""
    return str(Edtf.parse(f"{first}/{last}")), ""


def _one(words: str) -> _Found | None:
    """One date that is the whole cell."""
    turned = _YEAR_FIRST.fullmatch(words)
    if turned:
        words = f"{turned['month']} {turned['day']}, {turned['year']}"
    year = _YEAR.fullmatch(words)
    if year:
        sign = {(False, False): "", (True, False): "~", (False, True): "?", (True, True): "%"}
        return year["year"] + sign[bool(year["about"]), bool(year["doubt"])], ""
    decade = _DECADE.fullmatch(words)
    if decade:
        return f"{decade['three']}X", ""
    found = _in_figures(words.strip(" .").removesuffix("г").strip(" ."))
    if found is not None:
        return found
    for one in find_dates(words):
        if len(one.words.strip(" .")) >= len(words.strip(" .")):
            if one.edtf is None:
                raise InputError(f"the date {one.words!r} does not exist", code="no-such-date", hint=one.mend)
            why = "Two calendars are given; the later day is the Gregorian" if one.calendars else ""
            if not re.search(r"[/~?]", one.edtf) and _HEDGES & set(re.findall(r"\w+", words.casefold())):
                why = f"Of {words!r} the date was taken"
            return str(Edtf.parse(one.edtf)), why
    written = in_any_language(words)
    return (str(Edtf.parse(written)), "") if written else None


def _in_figures(plain: str) -> _Found | None:
    """A date in figures alone: ``26.6.1986``, ``1986-6-3``, ``13/4/1931``, ``03.1931``."""
    in_figures = figures(plain)
    if in_figures and (len(in_figures) > 5 or "~" in in_figures):  # noqa: PLR2004
        return str(Edtf.parse(in_figures)), ""
    slashed = _SLASHED.fullmatch(plain)
    if slashed:
        return _slashed(slashed)
    month = re.fullmatch(r"([01]?[0-9])[./](1[0-9]{3}|20[0-9]{2})", plain)
    if month and int(month[1]) in range(1, 13):
        return f"{month[2]}-{int(month[1]):02}", ""
    return None


def _slashed(match: re.Match[str]) -> _Found | None:
    """``13/04/1931`` can be read in one way only; ``3/4/1931`` in two, unless both are the same."""
    a, b = int(match["a"]), int(match["b"])
    if a > 12 and b > 12:  # noqa: PLR2004 - months of a year
        raise InputError(f"the date {match[0]!r} does not exist", code="no-such-date", hint="day, month, year")
    if (a <= 12 and b <= 12 and a != b) or len(match["year"]) == 2:  # noqa: PLR2004
        return None
    day, month = (a, b) if a > 12 else (b, a)  # noqa: PLR2004
    return str(Edtf.parse(f"{match['year']}-{month:02}-{day:02}")), ""


def _span(words: str) -> _Found | None:
    """Two dates with a dash or *to* between them; the first may leave the year to the second."""
    if _SLASHED.fullmatch(words.strip(" .")):
        return None  # two days in figures with one year are never meant
    days = _DAYS.match(words)
    for match in _TO.finditer(words):
        left, right = words[: match.start()].strip(" ,"), words[match.end() :].strip(" ,")
        last = _one(right) if left and right else None
        if last is None:
            continue
        year = re.search(r"(?:1[0-9]|20)[0-9]{2}", last[0])
        if days and match.start() in {days.end(), days.end() + 1}:
            left = f"{days['a']}.{days['rest']}"
        first = _one(left) or (_without_year(left, year[0]) if year else None)
        if first is not None and "/" not in first[0] + last[0]:
            return str(Edtf.parse(f"{first[0]}/{last[0]}")), first[1] or last[1]
    return None


def _without_year(words: str, year: str) -> _Found | None:
    month = month_of(words)
    if month is not None:
        return f"{year}-{month:02d}", ""
    return _one(f"{words} {year}") or _one(f"{words.rstrip('.')}.{year}")


def _amid(words: str) -> _Found | None:
    """The one date that stands among other words: it is taken, and said to be concluded."""
    if len(words) > _MOST_WORDS:
        return None
    found = find_dates(words)
    if len(found) != 1 or found[0].arrival:
        return None
    one = found[0]
    rest = _CLOCK.sub("", words[: one.start] + words[one.end :])
    if re.search(r"[\d–—/-]", rest) or _HEDGES & set(re.findall(r"\w+", rest.casefold())):
        return None
    if one.edtf is None:
        raise InputError(f"the date {one.words!r} does not exist", code="no-such-date", hint=one.mend)
    return str(Edtf.parse(one.edtf)), f"Of {words!r} the date was taken"


def _counted(words: str, *, since_1904: bool) -> Dated:
    day = _day(float(words), since_1904=since_1904)
    calendar = 1904 if since_1904 else 1900
    why = f"The cell holds the number {words}: days since {calendar}, as the workbook counts them"
    return Dated(day, words, "medium", why, f"The number {words} was read as the day {day}: is it one?")


def _day(serial: float, *, since_1904: bool) -> str:
    if since_1904:
        return (date(1904, 1, 1) + timedelta(days=int(serial))).isoformat()
    # the count from 1900 has a 29 February that never was, its 60th day
    return (date(1899, 12, 31 if serial < 60 else 30) + timedelta(days=int(serial))).isoformat()  # noqa: PLR2004


def _question(words: str) -> str:
    slashed = _SLASHED.fullmatch(words)
    if slashed:
        a, b, year = slashed["a"], slashed["b"], slashed["year"]
        if len(year) == 2:  # noqa: PLR2004
            return f"{words!r}: of which century, and is the day first, or the month?"
        return f"{words!r} is {year}-{int(a):02}-{int(b):02} or {year}-{int(b):02}-{int(a):02}: which?"
    if re.fullmatch(r"[1-9][0-9]{4}", words):
        days = [_day(float(words), since_1904=later) for later in (False, True)]
        both = f"{days[0]} from 1900, {days[1]} from 1904"
        return f"{words!r} may be a spreadsheet's count of days ({both}): which day is it?"
    return f"{words!r} was not understood as a date: when was it written?"
