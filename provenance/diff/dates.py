"""Dates and figures in running words: whether two of them, written otherwise, say the same.

``June 26, 1986`` and ``26 June 1986`` are one day; ``15,000`` and ``150,00``
are two numbers, though a fold of signs would make them one.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_MONTH_NAMES = {
    "en": "january february march april may june july august september october november december",
    "de": "januar februar märz april mai juni juli august september oktober november dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
}
_MONTHS: dict[str, int] = {
    name: number for names in _MONTH_NAMES.values() for number, name in enumerate(names.split(), 1)
}
_MONTHS |= {name[:3]: number for number, name in enumerate(_MONTH_NAMES["en"].split(), 1)} | {"sept": 9}
_MONTH_NUMBERS = frozenset(_MONTHS.values())
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"1\d{3}|20\d{2}"
_DATE = re.compile(
    rf"(?<![\w-])(?:"
    rf"(?P<m1>{_MONTH})\.? (?P<d1>{_DAY})(?:st|nd|rd|th)?(?:,? (?P<y1>{_YEAR}))?"
    rf"|(?P<d2>{_DAY})(?:st|nd|rd|th|\.)?(?: of| de)? (?P<m2>{_MONTH})\.?(?:,?(?: de)? (?P<y2>{_YEAR}))?"
    rf"|(?P<y3>{_YEAR})-(?P<m3>0[1-9]|1[0-2])-(?P<d3>0[1-9]|[12]\d|3[01])"
    rf"|(?P<d4>{_DAY})\.(?P<m4>0?[1-9]|1[0-2])\.(?P<y4>{_YEAR})"
    rf"|(?P<n1>{_DAY})/(?P<n2>{_DAY})/(?P<y5>{_YEAR})"
    rf")(?!\w)",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"(?<![\d.,])(\d{1,3})((?:[.,'’ \u00a0\u202f]\d{3})+)(?!\d)")
_RUN = re.compile(r"\d+")

MONTHS = frozenset(_MONTHS)
"""The names of months, casefolded."""
Day = tuple[int | None, int, int]


class Dated(NamedTuple):
    """A date in a text: its offsets, and the days it can mean (year, month, day)."""

    start: int
    end: int
    days: frozenset[Day]


def has_figure(words: str) -> bool:
    """Whether there is a figure in a text: without one there is no date to look for."""
    return _RUN.search(words) is not None


@lru_cache(maxsize=4_096)
def dates_in(words: str) -> tuple[Dated, ...]:
    """The dates of a text, in order."""
    return tuple(Dated(found.start(), found.end(), _days(found)) for found in _DATE.finditer(words))


def _days(found: re.Match[str]) -> frozenset[Day]:
    part = found.groupdict()
    if part["n1"]:
        first, second = int(part["n1"]), int(part["n2"])
        days = ((first, second), (second, first))
        return frozenset((int(part["y5"]), month, day) for month, day in days if month <= len(_MONTH_NUMBERS))
    for form in "1234":
        month, day, year = (part[name + form] for name in "mdy")
        if month:
            which = int(month) if month.isdigit() else _MONTHS[month.casefold()]
            return frozenset([(int(year) if year else None, which, int(day))])
    return frozenset()


def same_date(before: str, after: str) -> bool:
    """Whether both are a date as a whole, and can be the same day."""
    left, right = dates_in(before.strip(" .,")), dates_in(after.strip(" .,"))
    if not (len(left) == len(right) == 1):
        return False
    whole = all(
        one.start == 0 and one.end >= len(words.strip(" .,")) for one, words in ((left[0], before), (right[0], after))
    )
    return whole and bool(left[0].days & right[0].days)


def figures_agree(before: str, after: str) -> bool:
    """Whether two readings that differ in signs alone have the same numbers: marks between thousands may go."""
    left, right = (_RUN.findall(words) for words in (before, after))
    if left == right:
        return True
    left, right = (_RUN.findall(_THOUSANDS.sub(_closed_up, words)) for words in (before, after))
    return left == right


def _closed_up(found: re.Match[str]) -> str:
    return found[0] if len({c for c in found[2] if not c.isdigit()}) > 1 else re.sub(r"\D", "", found[0])
