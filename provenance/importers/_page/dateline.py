"""Datelines: a date, with a place and an hour or nothing beside it."""

from __future__ import annotations

import re

from provenance.importers._page.dates import find_dates, without_arrival
from provenance.importers._page.names import could_be_named

_MARKED = re.compile(
    r"(?:\s(?:us urgent|urgent|top secret|(?:strictly )?secret|(?:strictly )?confidential|"
    r"restricted|priority|niact|plain|unclassified)\.?){1,4}$",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"[,—–-]?\s?\d{1,2}(?::\d{2})?(?:\s?[-–]\s?\d{1,2}(?::\d\d)?)?\s?(?:[ap]\.\s?m\.|noon|midnight|Uhr|h\b)|"
    r"[,—–-]?\s?\b(?:noon|midnight)\b|\[Received[^\]]{0,60}\]|\bundated\b",
    re.IGNORECASE,
)


_LONGEST = 120
"""Characters; no dateline is longer."""


def tells_arrival(words: str) -> bool:
    """Whether words are no more than a day of receipt or a postmark: ``[Received March 9, 1931]``."""
    if len(words) > _LONGEST or without_arrival(words).strip(" []().,;"):
        return False
    return bool(find_dates(words))


def place_beside(words: str) -> str | None:
    """What stands beside the date of a dateline: a place, or nothing (``""``); None where the words are no dateline."""
    timeless = _TIME.sub("", _MARKED.sub("", without_arrival(words))) if len(words) < _LONGEST else ""
    dates = find_dates(timeless)
    if len(dates) != 1 or dates[0].arrival:
        return None
    beside = (timeless[: dates[0].start] + timeless[dates[0].end :]).strip(" ,.;:[]()–—-")
    place = re.sub(r"^(?:in|at|à|le|den|г\.)\s|,?\s(?:the|le|den)$", "", beside)
    return place if not place or could_be_named(place) else None
