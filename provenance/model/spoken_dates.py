"""EDTF dates said in English words, as an editor would print them; every form of levels 0 to 2.

``?`` is 'uncertain', ``~`` 'about', ``%`` both. A digit that is not known
becomes a span, or 'an unknown month'. Years before 1 are said as BC, with the
one year more that the historian's count has. Source of the codes: ISO 8601-2:2019, 4.4 to 4.8.
"""

from __future__ import annotations

import re
from calendar import monthrange
from typing import TYPE_CHECKING

from provenance.model.prose_dates import MONTHS

if TYPE_CHECKING:
    from provenance.model.dates import Edtf

_SEASONS = ("spring", "summer", "autumn", "winter")
_PLACES = ("first", "second", "third", "fourth")
_HEMISPHERES = {0: "", 1: " (northern hemisphere)", 2: " (southern hemisphere)"}
_SIGNS = {"?": "uncertain", "~": "approximate", "%": "uncertain and approximate"}
_CALENDAR = re.compile(r"(?P<year>[0-9X]{4})(?:-(?P<month>[0-9X]{2}))?(?:-(?P<day>[0-9X]{2}))?")
_BEFORE_CHRIST = re.compile(r"-(?P<year>[0-9]{4})(?:-(?P<month>[0-9X]{2}))?(?:-(?P<day>[0-9X]{2}))?")
_YEAR = re.compile(r"Y?(?P<minus>-?)(?P<digits>[0-9]{1,20})(?:E(?P<zeros>[0-9]{1,3}))?(?:S(?P<sure>[0-9]{1,3}))?")
_MOMENT = re.compile(
    r"(?P<day>[0-9-]+)T(?P<time>[0-9]{2}:[0-9]{2})(?::(?P<second>[0-9]{2}))?(?P<zone>Z|[+-][0-9:]{2,6})?"
)
_COMPONENT = re.compile(r"(?P<left>[?~%]?)(?P<value>[^?~%-]+)(?P<right>[?~%]?)")
_MONTHS_IN_YEAR, _LONGEST_MONTH = 12, 31
_QUARTER, _THIRD, _HALF, _LAST_CODE = 33, 37, 40, 41
_FIRST_SEASON = 21


def spoken(date: Edtf) -> str:
    """``about 14 February 1923``; ``between 1 December 1922 and 14 February 1923``; ``26 June of an unknown year``."""
    written = str(date)
    if "/" in written:
        return _interval(*written.split("/"))
    if written[:1] in {"[", "{"}:
        return _set(written)
    return _one(written)


def _interval(start: str, end: str) -> str:
    if end == "..":
        return f"{_one(start)} or later"
    if start == "..":
        return f"{_one(end)} or earlier"
    if end == "":
        return f"from {_one(start)}, end not known"
    if start == "":
        return f"until {_one(end)}, beginning not known"
    return f"{_one(start)} to {_one(end)}"


def _set(written: str) -> str:
    """``[…]``: one of these days; ``{…}``: all of them."""
    every = written[0] == "{"
    said = [_member(member.strip(), every=every) for member in written[1:-1].split(",")]
    joiner = " and " if every else " or "
    return joiner.join((", ".join(said[:-1]), said[-1])) if len(said) > 1 else said[0]


def _member(member: str, *, every: bool) -> str:
    start, dots, end = member.partition("..")
    if not dots:
        return _one(member)
    if not start or not end:
        edge = f"{_one(start or end)} {'and' if every else 'or'}"
        return f"{edge} {'later' if start else 'earlier'}"
    return f"{_one(start)} to {_one(end)}" if every else f"between {_one(start)} and {_one(end)}"


def _one(written: str) -> str:
    """One date: its words, and how sure they are."""
    components = list(_COMPONENT.finditer(written)) if re.search("[?~%]", written) else []
    plain = re.sub("[?~%]", "", written)
    said = _plain(plain)
    if not components:
        return said
    signs = ["" for _ in components]
    for at, component in enumerate(components):
        if component["left"]:
            signs[at] = component["left"]
        if component["right"]:  # on its right a sign is of everything to its left
            signs[: at + 1] = [component["right"]] * (at + 1)
    if len(set(signs)) == 1:
        return _hedged(said, signs[0])
    names = ("year", "month", "day")
    told = [f"{name} {_SIGNS[sign]}" for name, sign in zip(names, signs, strict=False) if sign]
    return f"{said} ({', '.join(told)})"


def _hedged(said: str, sign: str) -> str:
    if sign == "?":
        return f"{said} (uncertain)"
    return f"about {said} (uncertain)" if sign == "%" else f"about {said}"


def _plain(written: str) -> str:
    """A date without signs of doubt."""
    if moment := _MOMENT.fullmatch(written):
        return _moment(moment)
    if calendar := _CALENDAR.fullmatch(written):
        return _calendar(calendar["year"], calendar["month"], calendar["day"])
    if before := _BEFORE_CHRIST.fullmatch(written):
        return _calendar(f"{int(before['year']) + 1} BC", before["month"], before["day"])
    long = _YEAR.fullmatch(written)
    return written if long is None else _long_year(long)


def _moment(moment: re.Match[str]) -> str:
    second = f":{moment['second']}" if moment["second"] not in {None, "00"} else ""
    zone = {None: "", "Z": " UTC"}.get(moment["zone"], f" UTC{moment['zone']}")
    return f"{_plain(moment['day'])}, {moment['time']}{second}{zone}"


def _calendar(year: str, month: str | None, day: str | None) -> str:
    said_year = _year(year)
    if month is None or (month == "XX" and day in {None, "XX"}):
        return said_year
    number = int(month) if month.isdigit() else 0
    if number > _MONTHS_IN_YEAR:
        return _part_of_year(number, said_year)
    month_and_year = _month_and_year(year, month)
    if day is None or day == "XX":
        return month_and_year
    longest = monthrange(int(year), number)[1] if year.isdigit() and int(year) and number else _LONGEST_MONTH
    days = [at for at in range(1, longest + 1) if _fits(day, at)]
    return f"{_days(days, ordinal=month == 'XX')} {month_and_year}"


def _month_and_year(year: str, month: str) -> str:
    months = [MONTHS["en"][at - 1].capitalize() for at in range(1, _MONTHS_IN_YEAR + 1) if _fits(month, at)]
    said_month, said_year = "an unknown month" if month == "XX" else _either(months), _year(year)
    if "X" in year and not said_year.startswith("an "):
        said_year = f"an unknown year of the {said_year}"
    return f"{said_month} of {said_year}" if "X" in year or month == "XX" else f"{said_month} {said_year}"


def _days(days: list[int], *, ordinal: bool) -> str:
    """One day, or the days of which it is one; ``ordinal``: with no month to stand beside."""
    if ordinal:
        return f"the {_ordinal(days)} of"
    if len(days) > 1 and days[-1] - days[0] == len(days) - 1:
        return f"between {days[0]} and {days[-1]}"
    return _either([str(day) for day in days])


def _fits(pattern: str, number: int) -> bool:
    return all(known in ("X", digit) for known, digit in zip(pattern, f"{number:02}", strict=True))


def _either(choices: list[str]) -> str:
    return f"{', '.join(choices[:-1])} or {choices[-1]}" if len(choices) > 1 else choices[0]


def _ordinal(days: list[int]) -> str:
    said = []
    for day in days:
        teen = day in range(11, 14)
        said.append(f"{day}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}")
    return _either(said)


def _year(year: str) -> str:
    """A year; ``1980s``, ``1900s``; any other with unknown digits as the years it lies between."""
    if "X" not in year:
        return "1 BC" if year == "0000" else year
    if re.fullmatch(r"[0-9]{3}X", year):
        return f"{year[:3]}0s"
    if re.fullmatch(r"[0-9]{2}XX", year):
        return f"{year[:2]}00s"
    if year == "XXXX":
        return "an unknown year"
    least, greatest = int(year.replace("X", "0")), int(year.replace("X", "9"))
    return f"an unknown year between {least} and {greatest}"


def _part_of_year(code: int, year: str) -> str:
    """Seasons (21 to 32), quarters, four months, halves (33 to 41)."""
    if code < _QUARTER:
        hemisphere, season = divmod(code - _FIRST_SEASON, 4)
        return f"{_SEASONS[season]} {year}{_HEMISPHERES[hemisphere]}"
    if code < _THIRD:
        return f"{_PLACES[code - _QUARTER]} quarter of {year}"
    if code < _HALF:
        return f"{_PLACES[code - _THIRD]} four months of {year}"
    return f"{_PLACES[code - _HALF]} half of {year}"


def _long_year(match: re.Match[str]) -> str:
    """``Y17E7`` is 170,000,000; ``1986S2`` is known to two digits."""
    digits, minus = match["digits"], match["minus"]
    number = int(digits) * 10 ** int(match["zeros"] or 0)
    if match["sure"]:
        unit = 10 ** max(0, len(str(number)) - int(match["sure"]))
        least, greatest = number - number % unit, number - number % unit + unit - 1
        return f"about {_counted(number, minus)} (between {_counted(least, minus)} and {_counted(greatest, minus)})"
    return _counted(number, minus)


def _counted(number: int, minus: str) -> str:
    """A year, with its thousands parted from 10,000 on; before the year 1, as BC."""
    if minus or number == 0:
        return f"{number + 1:,} BC" if number > 9998 else f"{number + 1} BC"  # noqa: PLR2004
    return f"{number:,}" if number > 9999 else f"{number:04}"  # noqa: PLR2004
