"""Dates written out in words, in English, French, German and Russian, read from prose.

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
_FIGURES = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_ROMAN = {name: at for at, name in enumerate(_FIGURES, 1)}
_ROMAN_MONTH = re.compile(r"([0-9]{1,2})[./ -] ?([IVX]{1,4})[./ -] ?([0-9]{4})")
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


def month_of(name: str) -> int | None:
    """The number of a month by its name or short form, in whichever language; None where it is none."""
    plain = name.rstrip(".")
    return next((found for language in LANGUAGES if (found := _month(plain, language))), None)


def in_any_language(words: str) -> str | None:
    """The EDTF that a date in prose would have, in whichever language it is written: for a hint, not checked."""
    return next((found for language in LANGUAGES if (found := _found(words, language))), None)


def figures(words: str) -> str | None:
    """The EDTF of a date in figures of another order (``26.06.1986``, ``26.VI.1986``, ``1986-6-26``), not checked."""
    if match := re.fullmatch(r"([0-9]{4})[-./]([0-9]{1,2})(?:[-./]([0-9]{1,2}))?", words):
        year, month, day = match[1], int(match[2]), match[3]
    elif match := re.fullmatch(r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4})", words):
        year, month, day = match[3], int(match[2]), match[1]
    elif (match := _ROMAN_MONTH.fullmatch(words)) and match[2] in _ROMAN:
        year, month, day = match[3], _ROMAN[match[2]], match[1]
    elif match := re.fullmatch(r"(?:ca?\.?|about|around|um|vers|около) *([0-9]{4})", words):
        return f"{match[1]}~"
    else:
        return None
    return f"{year}-{month:02}" + (f"-{int(day):02}" if day else "") if 1 <= month <= 12 else None  # noqa: PLR2004
