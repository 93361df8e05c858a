"""A diary's pages: a month or a year above, and below it entries that begin with their days."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.importers._page.dateline import WEEKDAYS
from provenance.importers._page.dates import MONTHS, find_dates

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provenance.importers._page.paragraphs import Paragraph

_MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")(?![^\W\d_])\.?"
_ENTRY = re.compile(
    rf"\[?(?:\d{{1,2}}-?(?:го|е)[.,]\s|\d{{1,2}}(?:st|nd|rd|th|er)?[.,]?\s(?:\[?{WEEKDAYS}|{_MONTH})|"
    rf"{WEEKDAYS},?\s(?:the\s|le\s|den\s)?\d{{1,2}}\b|"
    rf"{_MONTH}\s\d{{1,2}}\b)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:Anno\s)?(?:1[4-9]|20)\d\d(?:\s(?:год|г\.))?\.?")
_YEAR_AND_MONTH = re.compile(rf"(?:1[4-9]|20)\d\d(?:\s(?:год|г\.))?[.,]{{0,2}}\s{_MONTH}\.?", re.IGNORECASE)
_LONGEST = 40
_LEAST = 2


def heads_entries(heading: Paragraph, below: Iterable[Paragraph]) -> bool:
    """Whether a heading is a month or a year alone, and at least two entries of a diary stand below it."""
    words = heading.words
    if len(words) > _LONGEST or heading.note is not None or heading.table:
        return False
    return (month_alone(words) is not None or _YEAR.fullmatch(words) is not None) and has_entries(
        one.words for one in below
    )


def span_of(month: str, paragraphs: Iterable[str]) -> str | None:
    """From the first entry's day to the last's, in the month above them (``1788-01``); None where they do not rise."""
    days = [int(re.sub(r"\D.*", "", words.lstrip("[")) or 0) for words in paragraphs if _ENTRY.match(words)]
    if len(days) < _LEAST or days != sorted(days) or not 1 <= days[0] < days[-1] <= 31:  # noqa: PLR2004 - days of a month
        return None
    return f"{month}-{days[0]:02d}/{month}-{days[-1]:02d}"


def month_alone(words: str) -> str | None:
    """The month that a heading is, with its year: ``JANUARY 1788.``, ``1863 год. Март``."""
    year = re.match(r"(\d{4})(?:\s(?:год|г\.))?[.,]{0,2}\s(.{3,12}?)\.?$", words.strip())
    turned = f"{year[2]} {year[1]}" if year and _YEAR_AND_MONTH.fullmatch(words) else words
    dates = find_dates(turned)
    alone = len(dates) == 1 and dates[0].words.strip(" .[]") == turned.strip(" .[]")
    return dates[0].edtf if alone and re.fullmatch(r"\d{4}-\d\d", dates[0].edtf or "") else None


def has_entries(paragraphs: Iterable[str]) -> bool:
    """Whether at least two paragraphs begin with a day, as a diary's entries do."""
    return sum(_ENTRY.match(words) is not None for words in paragraphs) >= _LEAST
