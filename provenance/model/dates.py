"""EDTF dates (ISO 8601-2:2019, levels 0 to 2), kept as written and compared under uncertainty.

Plain days, months and years go through ``datetime``; the library ``edtf`` is
loaded for the rest (it costs as much at start-up as pydantic). Its intervals
are taken apart here: it invents an end for ``1988-02/``, and accepts reversed
intervals and the 29th of February of any year. What a qualified date
(``?``, ``~``, ``%``) can mean is widened by the library's own margins, so that
*surely* stays sure.
"""

from __future__ import annotations

import re
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from functools import lru_cache
from io import StringIO
from typing import TYPE_CHECKING, ClassVar, Literal

from provenance.errors import InputError
from provenance.model.address import _Checked

if TYPE_CHECKING:
    from provenance.model.agents import Edge, Office

Order = Literal["surely", "possibly", "no"]
MAX_LENGTH = 200
"""Characters of one date: the library's grammar backtracks."""

_PLAIN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", re.ASCII)
_FIXED_DAY = re.compile(r"(?<![0-9X-])(-?[0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?(?![0-9X-])", re.ASCII)
_QUALIFIER = re.compile(r"[?~%]")
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Bounds:
    """The earliest and the latest day a date can mean; ``None`` where that is not known or open.

    Days before the year 1 and after 9999 are beyond the calendar here: the
    bound on that side is None, the other the calendar's own end.
    """

    earliest: date | None
    latest: date | None


UNBOUNDED = Bounds(None, None)


class Edtf(_Checked):
    """A date or interval in EDTF, exactly as written."""

    __slots__ = ()
    JSON_SCHEMA: ClassVar[dict[str, str]] = {
        "description": "A date in EDTF (ISO 8601-2): 1986-06-26, 1986-06, 1986~, 1986?, 198X, 1988-02/.."
    }

    @classmethod
    def parse(cls, value: str) -> Edtf:
        """The date; InputError, with the nearest date that would be right, where it is none or does not exist."""
        _parts(value)
        return cls(value)

    @property
    def is_interval(self) -> bool:
        """True where a start and an end are written, parted by ``/``."""
        return "/" in self

    @property
    def start(self) -> Bounds:
        """When an interval begins; of a plain date, the date itself."""
        return _parts(str(self))[0]

    @property
    def end(self) -> Bounds:
        """When an interval ends; of a plain date, the date itself."""
        return _parts(str(self))[1]

    @property
    def bounds(self) -> Bounds:
        """The earliest and the latest day that it can touch."""
        start, end = _parts(str(self))
        return Bounds(start.earliest, end.latest)


Span = Edtf | Bounds
"""What can be compared: a date as written, or the bounds of one."""


@lru_cache(maxsize=8192)
def _parts(value: str) -> tuple[Bounds, Bounds]:
    """Start and end; of a plain date the same twice."""
    if "/" not in value:
        whole = _bounds(value, value)
        return whole, whole
    sides = value.split("/")
    if len(sides) != 2 or not any(side.strip(".") for side in sides):  # noqa: PLR2004
        raise _no_interval(value)
    start, end = (UNBOUNDED if side in {"", ".."} else _bounds(side, value) for side in sides)
    if start.earliest and end.latest and start.earliest > end.latest:
        raise InputError(f"{value!r} ends before it begins", hint=f"{sides[1]}/{sides[0]}")
    return start, end


def _bounds(value: str, whole: str) -> Bounds:
    """The bounds of one date without ``/``."""
    plain = _PLAIN.fullmatch(value)
    if plain is not None:
        return _plain_bounds(value, plain, whole)
    unspecified = _UNSPECIFIED.fullmatch(value)
    if unspecified is not None:
        return _unspecified_bounds(unspecified, whole)
    if value[:1] + value[-1:] in {"[]", "{}"} and len(value) <= MAX_LENGTH:
        return _set_bounds(value[1:-1], whole)
    season = _QUALIFIED_SEASON.fullmatch(value)
    if season is not None:
        return _widened(_bounds(season[1], whole))
    if not value.isascii() or len(value) > MAX_LENGTH or value != value.strip():
        raise _unreadable(whole)
    for fixed in _FIXED_DAY.finditer(_QUALIFIER.sub("", value)):
        _existing(fixed[0], fixed[1], fixed[2], fixed[3], whole)
    return _library_bounds(value, whole)


def _plain_bounds(value: str, plain: re.Match[str], whole: str) -> Bounds:
    """Year, month or day of the years 1 to 9999, without the library."""
    year, month, day = plain.groups()
    _existing(value, year, month, day, whole)
    if month in _WINTERS and "0002" <= year <= "9998":
        # whose winter it is, its first or its last months, a year alone does not say
        return Bounds(date(int(year) - 1, 12, 1), date(int(year) + 1, 2, _days(int(year) + 1, 2)))
    if year == "0000" or (month and int(month) > 12):  # noqa: PLR2004 - seasons have codes from 21
        return _library_bounds(value, whole)
    number = int(year)
    if day:
        exact = date(number, int(month), int(day))
        return Bounds(exact, exact)
    first = date(number, int(month or 1), 1)
    last_month = int(month or 12)
    return Bounds(first, date(number, last_month, _days(number, last_month)))


_SEASONS = range(21, 42)
_WINTERS = frozenset(("24", "28", "30"))
"""Winter, northern winter, southern summer: the seasons that go over the end of a year."""
_UNSPECIFIED = re.compile(r"(?=.*X)(?P<year>[0-9X]{4})(?:-(?P<month>[0-9X]{2})(?:-(?P<day>[0-9X]{2}))?)?")
_QUALIFIED_SEASON = re.compile(r"([0-9]{4}-(?:2[1-9]|3[0-9]|4[01]))[?~%]")
_SEASON_MARGIN = timedelta(days=92)
"""As long as a season: one that is uncertain or about can be the one before or after."""
_MONTHS = 12


def _existing(written: str, year: str, month: str | None, day: str | None, whole: str) -> None:
    """Refuse a month or day that does not exist, with the nearest that does."""
    if month is None:
        return
    number = int(month)
    if not (1 <= number <= _MONTHS or (number in _SEASONS and day is None)):
        raise InputError(f"{whole}: there is no month {month}", hint=year)
    if day is None:
        return
    last = _days(int(year), number)
    if not 1 <= int(day) <= last:
        nearest = min(max(int(day), 1), last)
        raise InputError(
            f"{written} does not exist: {_month_name(number)} {year} has {last} days",
            hint=f"{year}-{month}-{nearest:02}, or {year}-{month}",
        )


def _days(year: int, month: int) -> int:
    """The length of a month in days, in the Gregorian calendar carried back."""
    if month == 2:  # noqa: PLR2004
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in {4, 6, 9, 11} else 31


def _unspecified_bounds(match: re.Match[str], whole: str) -> Bounds:
    """The first and the last day whose figures fit: ``1986-XX-26``, ``198X-06``, ``1986-06-2X``."""
    month, day = match["month"] or "XX", match["day"] or "XX"
    days = [
        (number, at)
        for number in range(1, _MONTHS + 1)
        for at in range(1, _days(2000, number) + 1)
        if _fits(month, number) and _fits(day, at)
    ]
    if not days:
        raise InputError(f"{whole}: no month has such a day", hint=match["year"])
    low, high = int(match["year"].replace("X", "0")), int(match["year"].replace("X", "9"))
    years = [year for year in range(low, high + 1) if _fits(match["year"], year)]
    first = next(((y, m, d) for y in years for m, d in days if d <= _days(y, m)), None)
    last = next(((y, m, d) for y in reversed(years) for m, d in reversed(days) if d <= _days(y, m)), None)
    if first is None or last is None:
        raise InputError(f"{whole}: no such year has a 29 February", hint=f"{match['year']}-02-28")
    return Bounds(_earliest(first), _latest(last))


def _set_bounds(members: str, whole: str) -> Bounds:
    """The days that one of a set, or all of it, can touch; the library refuses a set of one, and ``..`` with others."""
    earliest: list[date | None] = []
    latest: list[date | None] = []
    for member in members.split(","):
        start, dots, end = member.strip().partition("..")
        if any(sign in member for sign in "[]{}/") or not (start or end):
            raise _unreadable(whole)
        first = _bounds(start, whole) if start else UNBOUNDED
        last = (_bounds(end, whole) if end else UNBOUNDED) if dots else first
        if first.earliest and last.latest and first.earliest > last.latest:
            raise InputError(f"{whole!r} ends before it begins", hint=f"{end}..{start}")
        earliest.append(first.earliest)
        latest.append(last.latest)
    return Bounds(
        None if None in earliest else min(day for day in earliest if day),
        None if None in latest else max(day for day in latest if day),
    )


def _fits(pattern: str, number: int) -> bool:
    """Whether a number, with leading zeros, has the figures that are known."""
    return all(known in ("X", figure) for known, figure in zip(pattern, f"{number:0{len(pattern)}}", strict=True))


def _widened(bounds: Bounds) -> Bounds:
    earliest, latest = bounds.earliest, bounds.latest
    return Bounds(
        None if earliest is None else _shifted(earliest, -_SEASON_MARGIN),
        None if latest is None else _shifted(latest, _SEASON_MARGIN),
    )


def _library_bounds(value: str, whole: str) -> Bounds:
    """The bounds by the library, for whatever is no plain day, month or year."""
    from edtf import parse_edtf

    try:
        # it prints what it could not read, where a program waits for JSON
        with redirect_stdout(StringIO()):
            parsed = parse_edtf(value)
        # strict and fuzzy both: the margins of the fuzzy one are not always on the outside
        lower = min(_comparable(parsed.lower_strict()), _comparable(parsed.lower_fuzzy()))
        upper = max(_comparable(parsed.upper_strict()), _comparable(parsed.upper_fuzzy()))
    except Exception as error:  # it raises parse, type, value, overflow and attribute errors
        raise _unreadable(whole) from error
    if lower > upper:
        raise InputError(f"{whole!r} ends before it begins")
    return Bounds(_earliest(lower), _latest(upper))


_Ymd = tuple[float, int, int]


def _comparable(moment: object) -> _Ymd:
    """Year, month, day of the library's ``struct_time``, or of plus or minus infinity."""
    if isinstance(moment, float | int):
        return (moment, 1, 1)
    year, month, day = tuple(moment)[:3]  # type: ignore[arg-type, var-annotated]
    return (year, month, day)


def _earliest(moment: _Ymd) -> date | None:
    year, month, day = moment
    if year < 1:
        return None
    if year > MAXYEAR:
        return date.max
    return date(int(year), month, min(day, _days(int(year), month)))


def _latest(moment: _Ymd) -> date | None:
    year, month, day = moment
    if year > MAXYEAR:
        return None
    if year < 1:
        return date.min
    return date(int(year), month, min(day, _days(int(year), month)))


_FORMS = "1986-06-26, 1986-06, 1986~ (about), 1986? (uncertain), 1988-02/.. (from then on)"


def _unreadable(value: str) -> InputError:
    """The error for what is no EDTF; where it is a date in prose or in figures, with its EDTF."""
    from provenance.model.date_hints import meant, undated

    if undated(value):
        return InputError(
            f"{value!r} is no date in EDTF (ISO 8601-2)", hint=f"{_FORMS}; where none is known, no date: basis: unknown"
        )
    found = meant(value)
    for way in found.split(", or ") if found is not None and found != value else ():
        try:
            _parts(way)
        except InputError as error:  # 31 June 1986
            hint = error.hint if "does not exist" in error.message else _FORMS
            return InputError(f"{value!r} is no date in EDTF (ISO 8601-2)", hint=hint)
    return InputError(f"{value!r} is no date in EDTF (ISO 8601-2)", hint=found or _FORMS)


def _no_interval(value: str) -> InputError:
    """The error for two slashes, or none; ``26/06/1986`` is a day of another order."""
    from provenance.model.date_hints import meant

    hint = meant(value) or "1988-02/1991-08, 1988-02/.."
    return InputError(f"{value!r} is no interval: it has one start and one end", hint=hint)


def _of(span: Span) -> Bounds:
    return span if isinstance(span, Bounds) else span.bounds


def surely_before(a: Span, b: Span) -> bool:
    """True where every day that ``a`` can mean comes before every day that ``b`` can mean."""
    latest, earliest = _of(a).latest, _of(b).earliest
    return latest is not None and earliest is not None and latest < earliest


def possibly_before(a: Span, b: Span) -> bool:
    """True where some day that ``a`` can mean comes before some day that ``b`` can mean."""
    earliest, latest = _of(a).earliest, _of(b).latest
    return earliest is None or latest is None or earliest < latest


def order(a: Span, b: Span) -> Order:
    """Whether ``a`` comes before ``b``: surely, possibly, or no."""
    if surely_before(a, b):
        return "surely"
    return "possibly" if possibly_before(a, b) else "no"


def overlaps_possibly(a: Span, b: Span) -> bool:
    """True where some day can belong to both."""
    return not surely_before(a, b) and not surely_before(b, a)


def overlaps_surely(a: Edtf, b: Edtf) -> bool:
    """True where, whatever the dates mean, some day belongs to both.

    An interval surely covers the days from the latest its start can be to the
    earliest its end can be; a date that is no interval is one day of its bounds.
    """
    first, second = _days_covered(a), _days_covered(b)
    return _meets_surely(first, second, a, b) or _meets_surely(second, first, b, a)


def _days_covered(when: Edtf) -> Bounds | None:
    """The days an interval covers whatever it means; of a plain date, its one day if that is known."""
    if when.is_interval:
        latest_start, earliest_end = when.start.latest, when.end.earliest
        if latest_start is None:
            return None
        # an open end goes on; an unknown end covers the day of its start alone
        open_end = when.endswith("/..")
        last = date.max if open_end else max(earliest_end or latest_start, latest_start)
        return Bounds(latest_start, last)
    bounds = when.bounds
    return bounds if bounds.earliest is not None and bounds.earliest == bounds.latest else None


def _meets_surely(covered: Bounds | None, other_covered: Bounds | None, a: Edtf, b: Edtf) -> bool:
    """True where all that ``b`` can mean lies in what ``a`` surely covers, or both surely cover one day."""
    del a
    if covered is None or covered.earliest is None or covered.latest is None:
        return False
    within = b.bounds
    if within.earliest is not None and within.latest is not None and not b.is_interval:
        return covered.earliest <= within.earliest and within.latest <= covered.latest
    if other_covered is None or other_covered.earliest is None or other_covered.latest is None:
        return False
    return covered.earliest <= other_covered.latest and other_covered.earliest <= covered.latest


def office_bounds(office: Office) -> tuple[Bounds, Bounds]:
    """When an office began and ended: its interval, narrowed by ``begins`` and ``ends`` (what EDTF cannot say)."""
    start, end = (office.held.start, office.held.end) if office.held is not None else (UNBOUNDED, UNBOUNDED)
    if office.held is not None and not office.held.is_interval:
        start = end = office.held.bounds
    start, end = _narrowed(start, office.begins), _narrowed(end, office.ends)
    # it cannot end before it began, nor begin after it ended
    return (
        Bounds(start.earliest, _least(start.latest, end.latest)),
        Bounds(_greatest(end.earliest, start.earliest), end.latest),
    )


def _narrowed(bounds: Bounds, edge: Edge | None) -> Bounds:
    """The bounds, no earlier than the day after ``after`` and no later than the day before ``before``."""
    if edge is None:
        return bounds
    earliest, latest = bounds.earliest, bounds.latest
    if edge.after is not None and edge.after.bounds.earliest is not None:
        earliest = _greatest(earliest, _shifted(edge.after.bounds.earliest, _DAY))
    if edge.before is not None and edge.before.bounds.latest is not None:
        latest = _least(latest, _shifted(edge.before.bounds.latest, -_DAY))
    return Bounds(earliest, latest)


def _shifted(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:
        return day


def _least(a: date | None, b: date | None) -> date | None:
    return min(a, b) if a is not None and b is not None else (a or b)


def _greatest(a: date | None, b: date | None) -> date | None:
    return max(a, b) if a is not None and b is not None else (a or b)


def _month_name(number: int) -> str:
    from provenance.model.prose_dates import MONTHS

    return MONTHS["en"][number - 1].capitalize()


def spoken(when: Edtf) -> str:
    """A date as one says it in English: ``26 June 1986``, ``about 14 February 1923``, ``February 1988 or later``."""
    from provenance.model.spoken_dates import spoken as say

    return say(when)


def edtf_of(words: str, language: str = "en") -> Edtf | None:
    """The EDTF of a whole date written out (``June 26, 1986``; ``26 июня 1986 г.``), None where it is none.

    ``language`` is a BCP 47 tag of en, fr, de or ru. Raises InputError for a
    date of that form that does not exist (``31 June 1986``).
    """
    from provenance.model.prose_dates import read

    return read(words, language)
