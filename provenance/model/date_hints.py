"""The EDTF that a person meant who typed a date in words, in English, French, German or Russian: for a hint alone.

``not later than 3 March 1931`` is ``../1931-03-03``, ``between 3 and 5 March 1931``
is ``[1931-03-03..1931-03-05]``. Of a day by two calendars (``January
21/February 3, 1918``) it is the second, the Gregorian. The French Republican
calendar is kept as it is written: no hint is given for it.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from provenance.model.prose_dates import figures, in_any_language, month_of

if TYPE_CHECKING:
    from collections.abc import Callable

_OLD_MONTH, _OLD_DAY = r"(?P<month>[^\W\d_]{3,12})\.?", r"(?P<day>[0-9]{1,2})"
_NEW_MONTH, _NEW_DAY = r"(?P<month_new>[^\W\d_]{3,12})\.?", r"(?P<day_new>[0-9]{1,2})"
_UNTIL = (
    r"(?:not|no) later than|by|until|before|не позднее|до|nicht später als|spätestens(?: am)?|vor(?: dem)?|"
    r"bis(?: zum)?|au plus tard(?: le)?|avant(?: le)?"
)
_SINCE = (
    r"(?:not|no) earlier than|not before|since|after|не ранее|после|с|nicht vor(?: dem)?|frühestens(?: am)?|"
    r"nach(?: dem)?|seit(?: dem)?|au plus tôt(?: le)?|après(?: le)?|depuis(?: le)?"
)
_ABOUT = (
    r"c\.|ca\.?|circa|about|around|approximately|около|ок\.|um(?: den)?|etwa|gegen|vers(?: le)?"
    r"|environ"
)
_YEAR = r"(?P<year>[0-9]{4})(?: *(?:г\.?|года?))?"
_HEDGED = re.compile(rf"(?:(?P<until>{_UNTIL})|(?P<since>{_SINCE})|(?P<about>{_ABOUT}))\s+(?P<rest>.+)", re.IGNORECASE)
_BETWEEN = re.compile(
    r"(?:between|zwischen(?: dem)?|entre(?: le)?|между)\s+(?P<a>.+?)\s+(?:and|und(?: dem)?|et(?: le)?|и)\s+(?P<b>.+)",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"(?:from\s|du\s|vom\s|с\s)?(?P<a>.+?)(?:\s?[–—]\s?|\s-\s|\s(?:to|until|bis(?: zum)?|au|по)\s)(?P<b>.+)",
    re.IGNORECASE,
)
_CALENDARS = (
    re.compile(rf"{_OLD_MONTH} {_OLD_DAY}/{_NEW_MONTH} {_NEW_DAY},? {_YEAR}"),
    re.compile(rf"{_OLD_DAY} {_OLD_MONTH}/{_NEW_DAY} {_NEW_MONTH},? {_YEAR}"),
)  # fmt: skip
_SEASON = re.compile(
    r"(?:in |im |en |au )?(?:the )?(?P<season>[^\W\d_]{3,10})(?: of| de)? (?P<year>[0-9]{4})(?: г\.?)?", re.IGNORECASE
)
_SEASONS = {
    "spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24, "printemps": 21, "été": 22, "automne": 23,
    "hiver": 24, "frühjahr": 21, "frühling": 21, "sommer": 22, "herbst": 23, "весна": 21, "весной": 21, "лето": 22,
    "летом": 22, "осень": 23, "осенью": 23, "зима": 24, "зимой": 24,
}  # fmt: skip
_PART = re.compile(
    r"(?:the )?(?P<which>first|second|third|fourth|last) (?P<unit>quarter|half)(?: of)? (?P<year>[0-9]{4})",
    re.IGNORECASE,
)
_WHICH = {"first": 0, "second": 1, "third": 2, "fourth": 3}
_DECADE = re.compile(
    r"(?:the |die |les années )?(?P<ten>[0-9]{3})0(?:s|’s|'s|er(?: Jahre)?|-е|-х)?(?: гг?\.?)?", re.IGNORECASE
)
_CLOCK = re.compile(r",?\s(?:at\s)?[0-9]{1,2}(?:[:.][0-9]{2})?\s?(?:[ap]\.?\s?m\.?|uhr|h|ч\.?)$", re.IGNORECASE)
_SLASHED = re.compile(r"(?P<a>[0-9]{1,2})[/-](?P<b>[0-9]{1,2})[/-](?P<year>[0-9]{4})")
_RUN_TOGETHER = re.compile(r"(?P<year>1[0-9]{3}|20[0-9]{2})(?P<month>[01][0-9])(?P<day>[0-3][0-9])")
_YEAR_FIRST = re.compile(r"(?P<year>[0-9]{4}),? (?P<rest>[^\W\d_]{3,12}\.? [0-9]{1,2}|[0-9]{1,2}\.? [^\W\d_]{3,12})")
_WITHOUT_SECONDS = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[T ](?P<time>[0-9]{2}:[0-9]{2})(?P<zone>Z|[+-][0-9:]{5})?"
)
_YEARS = re.compile(r"(?P<a>[0-9]{4}) ?[/–—-] ?(?P<b>[0-9]{4}|[0-9]{2})")
_DAY_TO_DAY = re.compile(r"(?P<day>[0-9]{4}-[0-9]{2}-)(?P<a>[0-9]{2})/(?P<b>[0-9]{2})")
_TWO_DAYS = re.compile(r"(?P<a>[0-9]{1,2})/(?P<b>[0-9]{1,2}) (?P<rest>[^\W\d_]{3,12}\.?,? [0-9]{4}.{0,6})")
_EITHER = re.compile(r"(?P<a>.+?) (?:or|oder|ou|или|либо) (?P<b>.+)", re.IGNORECASE)
_PART_OF = re.compile(
    r"(?:in )?(?:the )?(?:early|mid|late|beginning of|middle of|end of|начало|середина|конец|"
    r"в начале|в середине|в конце|anfang|mitte|ende|début|mi|fin)[ -](?P<rest>.+)",
    re.IGNORECASE,
)
_UNDATED = re.compile(
    r"undated|no date|n\. ?d\.?|s\. ?d\.?|o\. ?d\.?|ohne datum|sans date|без даты|б[/.] ?д\.?|unknown", re.IGNORECASE
)
_MONTH_AND_DAY = re.compile(r"(?P<month>[^\W\d_]+\.?) [0-9]{1,2}")
_LONGEST = 120
"""Characters of the longest date that is read for a hint."""


def meant(words: str) -> str | None:
    """The EDTF that was meant, not checked for existence; None where the words are no date that is understood."""
    if len(words) > _LONGEST:
        return None
    phrase = _CLOCK.sub("", " ".join(words.split()).strip("[]()"))
    if any(sign.isalpha() for sign in phrase):
        phrase = re.sub(r"(?<=\b[0-9])-(?=[0-9]{1,2}\b)|(?<=\b[0-9][0-9])-(?=[0-9]{1,2}\b)", "–", phrase)
    return next((found for read in _READERS if (found := read(phrase))), None)


def _single(phrase: str) -> str | None:
    """One day, month or year, with or without ``?``."""
    doubt = "?" if phrase.endswith("?") else ""
    plain = phrase.rstrip("?").strip()
    if re.fullmatch(r"[0-9]{4}(?:-[0-9]{2}){0,2}", plain):
        return plain + doubt
    found = in_any_language(plain) or figures(plain) or _reordered(plain)
    return found + doubt if found else None


def _reordered(phrase: str) -> str | None:
    """A day whose year stands first, or whose figures run together."""
    if match := _RUN_TOGETHER.fullmatch(phrase):
        return f"{match['year']}-{match['month']}-{match['day']}"
    if match := _YEAR_FIRST.fullmatch(phrase):
        rest = match["rest"]
        return in_any_language(f"{rest}, {match['year']}") or in_any_language(f"{rest} {match['year']}")
    return None


def _slashed(phrase: str) -> str | None:
    """``26/06/1986``; both ways to read it where both are days."""
    match = _SLASHED.fullmatch(phrase)
    if match is None:
        return None
    pairs = [(int(match["a"]), int(match["b"])), (int(match["b"]), int(match["a"]))]
    ways = dict.fromkeys(f"{match['year']}-{month:02}-{day:02}" for day, month in pairs if month <= 12)  # noqa: PLR2004
    return ", or ".join(ways) or None


def _spans_in_figures(phrase: str) -> str | None:
    """``1986/87``, ``1986-1988``, ``1986-06-26/27``, ``3/4 March 1931``; a time without its seconds."""
    if match := _YEARS.fullmatch(phrase):
        end = match["b"] if len(match["b"]) == len("1986") else match["a"][:2] + match["b"]
        return f"{match['a']}/{end}" if end > match["a"] else None
    if match := _DAY_TO_DAY.fullmatch(phrase):
        return f"{match['day']}{match['a']}/{match['day']}{match['b']}"
    if match := _WITHOUT_SECONDS.fullmatch(phrase):
        return f"{match['day']}T{match['time']}:00{match['zone'] or ''}"
    match = _TWO_DAYS.fullmatch(phrase)
    days = [_single(f"{match[day]} {match['rest']}") for day in "ab"] if match is not None else []
    return f"{days[0]}/{days[1]}" if days and all(days) else None


def _either(phrase: str) -> str | None:
    ends = _pair(_EITHER.fullmatch(phrase))
    return f"[{ends[0]},{ends[1]}]" if ends else None


def _part_of(phrase: str) -> str | None:
    """The whole month or year: EDTF has no beginning, middle or end of one."""
    match = _PART_OF.fullmatch(phrase)
    return _single(match["rest"]) if match is not None else None


def undated(words: str) -> bool:
    """True for words that say there is no date: ``n.d.``, ``без даты``."""
    return _UNDATED.fullmatch(" ".join(words[:_LONGEST].split()).strip("[]()")) is not None


def _hedged(phrase: str) -> str | None:
    match = _HEDGED.fullmatch(phrase)
    day = _single(match["rest"]) if match is not None else None
    if match is None or day is None:
        return None
    if match["about"]:
        return f"{day.rstrip('?~')}~"
    return f"../{day}" if match["until"] else f"{day}/.."


def _pair(match: re.Match[str] | None) -> tuple[str, str] | None:
    """Both ends; one takes from the other what it leaves out (``3 and 5 March 1931``; ``March 3–5, 1931``)."""
    if match is None:
        return None
    first, second = match["a"].strip(), match["b"].strip()
    month, bare = _MONTH_AND_DAY.fullmatch(first), re.match(r"[0-9]{1,2},? [0-9]{4}", second)
    last = _single(f"{month['month']} {second}" if month and bare else second)
    if last is None:
        return None
    if re.fullmatch(r"[0-9]{1,2}\.?", first):
        first = f"{first} {re.sub(r'^[0-9]{1,2}[.]?', '', second).strip(' ,')}"
    year = re.search(r"[0-9]{4}", second)
    candidates = (first, f"{first}, {year[0]}", f"{first} {year[0]}") if year else (first,)
    start = next((found for each in candidates if (found := _single(each))), None)
    return (start, last) if start is not None else None


def _between(phrase: str) -> str | None:
    ends = _pair(_BETWEEN.fullmatch(phrase))
    return f"[{ends[0]}..{ends[1]}]" if ends else None


def _span(phrase: str) -> str | None:
    ends = _pair(_SPAN.fullmatch(phrase))
    return f"{ends[0]}/{ends[1]}" if ends else None


def _calendars(phrase: str) -> str | None:
    """The later day, where the two are as far apart as the two calendars were."""
    for form in _CALENDARS:
        match = form.fullmatch(phrase)
        months = (month_of(match["month"]), month_of(match["month_new"])) if match is not None else (None, None)
        if match is None or months[0] is None or months[1] is None:
            continue
        try:
            old, new = (
                date(int(match["year"]), months[at] or 1, int(match[day])) for at, day in ((0, "day"), (1, "day_new"))
            )
        except ValueError:
            return None
        return new.isoformat() if 10 <= (new - old).days <= 13 else None  # noqa: PLR2004 - Julian and Gregorian, 1582 to 2100
    return None


def _season(phrase: str) -> str | None:
    match = _SEASON.fullmatch(phrase)
    code = _SEASONS.get(match["season"].lower()) if match is not None else None
    return f"{match['year']}-{code}" if match is not None and code else None


def _part_of_year(phrase: str) -> str | None:
    match = _PART.fullmatch(phrase)
    if match is None:
        return None
    quarter = match["unit"].lower() == "quarter"
    which = _WHICH.get(match["which"].lower(), 3 if quarter else 1)
    if not quarter and which > 1:
        return None
    return f"{match['year']}-{(33 if quarter else 40) + which}"


def _decade(phrase: str) -> str | None:
    match = _DECADE.fullmatch(phrase)
    return f"{match['ten']}X" if match is not None and not phrase.isdigit() else None


_READERS: tuple[Callable[[str], str | None], ...] = (
    _calendars, _between, _season, _part_of_year, _decade, _single, _slashed, _spans_in_figures, _hedged,
    _part_of, _either, _span,
)  # fmt: skip
