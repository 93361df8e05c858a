"""Dates written out in words, in English, French, German and Russian: read from prose, and said in English.

Source of the month names: Unicode CLDR 46, wide and abbreviated formats; the
Russian genitive as dates are written, the nominative as months stand alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provenance.model.dates import Edtf

MONTHS: dict[str, tuple[str, ...]] = {
    "en": ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december"),
    "fr": ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
           "novembre", "décembre"),
    "de": ("januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november",
           "dezember"),
    "ru": ("января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
           "декабря"),
}  # fmt: skip
_MORE: dict[str, dict[str, int]] = {
    "en": {"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sept": 9, "sep": 9, "oct": 10,
           "nov": 11, "dec": 12},
    "fr": {"janv": 1, "févr": 2, "fevrier": 2, "avr": 4, "juil": 7, "aout": 8, "sept": 9, "oct": 10, "nov": 11,
           "déc": 12, "decembre": 12},
    "de": {"jänner": 1, "feber": 2, "maerz": 3, "jan": 1, "feb": 2, "apr": 4, "aug": 8, "sept": 9, "okt": 10,
           "nov": 11, "dez": 12},
    "ru": {"январь": 1, "февраль": 2, "март": 3, "апрель": 4, "май": 5, "июнь": 6, "июль": 7, "август": 8,
           "сентябрь": 9, "октябрь": 10, "ноябрь": 11, "декабрь": 12, "янв": 1, "февр": 2, "апр": 4, "авг": 8,
           "сент": 9, "окт": 10, "нояб": 11, "дек": 12},
}  # fmt: skip
LANGUAGES: tuple[str, ...] = tuple(MONTHS)
_WEEKDAYS = (
    "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    "|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    "|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag"
    "|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье"
)
_WEEKDAY = re.compile(rf"(?:le +|am +|den +)?(?:{_WEEKDAYS})[,.]? +", re.IGNORECASE)
_DAY_FIRST = re.compile(
    r"(?:the +|le +|den +|am +)?(?P<day>[0-9]{1,2})(?:st|nd|rd|th|er|\.|-го)? *(?:of +|de +)?"
    r"(?P<month>[^\W\d_]{3,12})\.?,? *(?P<year>[0-9]{4})(?: *(?:г\.?|года))?\.?",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    r"(?P<month>[^\W\d_]{3,12})\.? *(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?,? +(?P<year>[0-9]{4})\.?", re.IGNORECASE
)
_MONTH_ALONE = re.compile(
    r"(?P<month>[^\W\d_]{3,12})\.?,? +(?:of +|de +)?(?P<year>[0-9]{4})(?: *(?:г\.?|года))?\.?", re.IGNORECASE
)
_MAX = 60
"""Characters of the longest date written out."""


def read(words: str, language: str) -> Edtf | None:
    """See :func:`provenance.model.dates.edtf_of`."""
    from provenance.model.dates import Edtf

    found = _found(words, language.partition("-")[0].lower())
    return None if found is None else Edtf.parse(found)


def _found(words: str, language: str) -> str | None:
    """The date's EDTF, not yet checked for existence."""
    if language not in MONTHS or len(words) > _MAX:
        return None
    phrase = " ".join(words.split())
    phrase = _WEEKDAY.sub("", phrase, count=1) if _WEEKDAY.match(phrase) else phrase
    for form in (_DAY_FIRST, _MONTH_FIRST, _MONTH_ALONE):
        if form is _MONTH_FIRST and language != "en":
            continue
        match = form.fullmatch(phrase)
        month = _month(match["month"], language) if match is not None else None
        if match is None or month is None:
            continue
        day = match.groupdict().get("day")
        return f"{match['year']}-{month:02}" + (f"-{int(day):02}" if day else "")
    return None


def _month(name: str, language: str) -> int | None:
    """The number of a month by its name or its usual short form."""
    lowered = name.lower()
    if lowered in MONTHS[language]:
        return MONTHS[language].index(lowered) + 1
    return _MORE[language].get(lowered)


def in_any_language(words: str) -> str | None:
    """The EDTF that a date in prose would have, in whichever language it is written: for a hint, not checked."""
    return next((found for language in LANGUAGES if (found := _found(words, language))), None)


def figures(words: str) -> str | None:
    """The EDTF of a date in figures of another order (``26.06.1986``, ``1986-6-26``): for a hint, not checked."""
    if match := re.fullmatch(r"([0-9]{4})[-./]([0-9]{1,2})(?:[-./]([0-9]{1,2}))?", words):
        year, month, day = match[1], int(match[2]), match[3]
    elif match := re.fullmatch(r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4})", words):
        year, month, day = match[3], int(match[2]), match[1]
    elif match := re.fullmatch(r"(?:ca?\.?|about|around|um|vers|около) *([0-9]{4})", words):
        return f"{match[1]}~"
    else:
        return None
    return f"{year}-{month:02}" + (f"-{int(day):02}" if day else "") if 1 <= month <= 12 else None  # noqa: PLR2004


_SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
_SIMPLE = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?([?~%]?)")
_DECADE = re.compile(r"([0-9]{3})X([?~%]?)")
_CENTURY = re.compile(r"([0-9]{2})XX([?~%]?)")
_UNKNOWN_TAIL = re.compile(r"(?:-XX){1,2}$")
_QUALIFIED = {"": "", "?": " (uncertain)", "~": "about ", "%": "about "}


def spoken(date: Edtf) -> str:
    """See :func:`provenance.model.dates.spoken`; what has no usual English wording is given as written."""
    if "/" not in date:
        return _spoken_one(str(date))
    start, end = date.split("/")
    if end == "..":
        return f"{_spoken_one(start)} or later"
    if start == "..":
        return f"{_spoken_one(end)} or earlier"
    if end == "":
        return f"from {_spoken_one(start)}, end not known"
    if start == "":
        return f"until {_spoken_one(end)}, beginning not known"
    return f"{_spoken_one(start)} to {_spoken_one(end)}"


def _spoken_one(date: str) -> str:
    known = _UNKNOWN_TAIL.sub("", date)
    if match := _SIMPLE.fullmatch(known):
        year, month, day, sign = match.groups()
        said = " ".join(part for part in (day and str(int(day)), month and _month_said(int(month)), year) if part)
    elif match := _DECADE.fullmatch(known):
        said, sign = f"{match[1]}0s", match[2]
    elif match := _CENTURY.fullmatch(known):
        said, sign = f"{match[1]}00s", match[2]
    else:
        return _spoken_set(date)
    if sign == "%":
        return f"about {said} (uncertain)"
    return f"{said} (uncertain)" if sign == "?" else f"{_QUALIFIED[sign]}{said}"


def _spoken_set(date: str) -> str:
    """``[a, b]`` is one of them, ``{a, b}`` all of them; anything else as written."""
    if date[:1] not in {"[", "{"} or ".." in date:
        return date
    members = [_spoken_one(member.strip()) for member in date[1:-1].split(",")]
    joiner = " or " if date[0] == "[" else " and "
    return joiner.join((", ".join(members[:-1]), members[-1])) if len(members) > 1 else members[0]


def _month_said(number: int) -> str:
    return _SEASONS.get(number) or (MONTHS["en"][number - 1].capitalize() if number <= 12 else str(number))  # noqa: PLR2004
