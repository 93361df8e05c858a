"""The calendar of the French Republic: its days in words, and the same days in the Gregorian calendar.

The years began as the equinox fell; the table has the first day of each year
that the calendar was in use, from the decree of 4 frimaire an II to 10 nivôse an XIV.
"""

from __future__ import annotations

import re
from datetime import date as day_of
from datetime import timedelta

_MONTHS = (
    "vendémiaire", "brumaire", "frimaire", "nivôse", "pluviôse", "ventôse", "germinal", "floréal", "prairial",
    "messidor", "thermidor", "fructidor",
)  # fmt: skip
_FIRST_DAYS = {
    1: (1792, 22), 2: (1793, 22), 3: (1794, 22), 4: (1795, 23), 5: (1796, 22), 6: (1797, 22), 7: (1798, 22),
    8: (1799, 23), 9: (1800, 23), 10: (1801, 23), 11: (1802, 23), 12: (1803, 24), 13: (1804, 23), 14: (1805, 23),
}  # fmt: skip
"""By year, the year and the day of September on which it began."""
_LEAP_YEARS = frozenset({3, 7, 11})
_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv")
_DAYS_OF_A_MONTH = 30
_LOOSE = {"é": "[ée]", "ô": "[ôo]"}
_MONTH = "|".join("".join(_LOOSE.get(letter, letter) for letter in month) for month in _MONTHS)
DAY = re.compile(
    rf"(?<![\w.])(?P<d>[0-3]?\d)(?:er|e|°)?\s{{1,2}}(?:(?P<m>{_MONTH})|jour\scomplémentaire)(?:,|\sde)?\s{{1,2}}"
    rf"(?:l[’'])?an\s{{1,2}}(?P<y>1?\d|(?:{'|'.join(reversed(_ROMANS))}))(?:e|er|ème)?(?![\w])",
    re.IGNORECASE,
)
"""``22 brumaire an II``, ``3e jour complémentaire an V``."""


def gregorian(match: re.Match[str]) -> str | None:
    """The day of a match in the Gregorian calendar; None where the Republic's had no such day."""
    said = match["y"].lower()
    year = int(said) if said.isdigit() else _ROMANS.index(said) + 1
    if year not in _FIRST_DAYS:
        return None
    day = int(match["d"])
    month = len(_MONTHS) if match["m"] is None else _MONTHS.index(_plain(match["m"]))
    most = _DAYS_OF_A_MONTH if match["m"] else 5 + (year in _LEAP_YEARS)
    if not 1 <= day <= most:
        return None
    began, first = _FIRST_DAYS[year]
    return (day_of(began, 9, first) + timedelta(days=_DAYS_OF_A_MONTH * month + day - 1)).isoformat()


def _plain(month: str) -> str:
    """A month as the table has it, whatever accents the page left out."""
    return next(one for one in _MONTHS if _bare(one) == _bare(month))


def _bare(month: str) -> str:
    return month.lower().replace("é", "e").replace("ô", "o")
