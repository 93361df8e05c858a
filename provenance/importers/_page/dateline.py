"""Datelines: a date, with a place and an hour or nothing beside it."""

from __future__ import annotations

import re

from provenance.importers._page.dates import dates_without_year, find_dates, without_arrival
from provenance.importers._page.names import could_be_named

_MARKED = re.compile(
    r"(?:\s(?:us urgent|urgent|top secret|(?:strictly )?secret|(?:strictly )?confidential|"
    r"restricted|priority|niact|plain|unclassified)\.?){1,4}$",
    re.IGNORECASE,
)
_MARKED_BEFORE = re.compile(
    r"(?:(?:(?:TOP |MOST |STRICTLY )?SECRET|CONFIDENTIAL|RESTRICTED|URGENT|US URGENT|PRIORITY|NIACT|PLAIN|"
    r"UNCLASSIFIED)\s{1,3})"
    r"{1,3}(?=[A-ZÀ-Þ])"
)
_TIME = re.compile(
    r"(?<!\d)[,—–-]?\s?(?<!\d)\d{1,2}(?:[:.]\s?\d{2})?(?:\s?[-–—]\s?\d{1,2}(?:[:.]\d\d)?)?\s?(?:[ap]\.\s?m\b\.?|"
    r"[ap]m\b|noon|midnight|"
    r"Uhr\b|hours\b|hrs\b\.?|o’clock|h\b\.?(?:\s?\d{2}\b)?)|"
    r"[,—–-]?\s?\b\d{4}\s?(?:[A-Z]\b|hours\b|hrs\b|GMT\b)|"
    r"(?<=,\s)\d{1,2}[:.]\d{2}(?!\d)(?:\s?[-–—]\s?\d{1,2}:\d{2})?|"
    r"[,—–-]?\s?\(?\b(?:noon|midnight|midi|minuit|mittags|mitternachts|mezzogiorno|mezzanotte|mediodía|medianoche|"
    r"полдень)\b\)?|\[Received[^\]]{0,60}\]|\bundated\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:DATE(?: (?:&|AND) TIME)?|Dated?(?: (?:&|and) [Tt]ime)?|TIME|Time|Datum|Aufgabe|Дата|Date et heure)\s?:\s{0,2}|"
    r"(?:Written|Delivered|Despatched|Dispatched|Sent|Telegraphed|Handed in|Expédiée?|Abgesandt|"
    r"Отправлен[оаы]?)\s?:?,?\s"
    r"(?:on\s|le\s|am\s)?"
)
_FRENCH_HEAD = re.compile(
    r"(?:D|T|L)\.\s?n[°o]s?\s?\d[\d-]{0,12}\.?(?:\s\(?(?:Chiffrée?|En clair|Réservée?|Confidentiel(?:le)?|"
    r"Secr(?:et|ète)|"
    r"Très (?:secret|urgent|confidentiel)|Urgente?|Priorité|Par courrier)\)?[.,]?){0,4}\s"
)
"""``T. n° 55. Chiffré.``: what a French despatch has before its place."""
WEEKDAYS = (
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonnabend|"
    r"Sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|понедельник|вторник|среда|четверг|пятница|суббота|"
    r"воскресенье|luned[ìi]|marted[ìi]|mercoled[ìi]|gioved[ìi]|venerd[ìi]|sabato|domenica|lunes|martes|miércoles|"
    r"jueves|viernes|"
    r"sábado|domingo)\b"
)
_WEEKDAY = re.compile(rf"[,(]?\s?\b{WEEKDAYS}\)?,?", re.IGNORECASE)


_PLACE_AND_WEEKDAY = re.compile(rf"(?P<place>[A-ZÀ-ÞА-ЯЁ][^,;:!?]{{2,40}}),\s(?:{WEEKDAYS})\.?", re.IGNORECASE)
_FILE = re.compile(
    r"(?:[IVX]{1,4}(?:\s[A-Z]{1,2})?\s\d{1,3}[-–]\d{1,4}[\d./-]{0,24}\s)?VS-Nr\.\s\d{1,6}(?:/\d{2,4})?"
    r"(?:\s(?:VS-)?(?:[Gg]eheim|"
    r"[Vv]ertraulich|NfD|streng geheim|VS-v|VS-NfD))?|(?:No\.|Nr\.|№)\s?\d[\w/-]{0,20}|"
    r"(?:[\w.]{1,12}\s){0,3}[\w.-]{0,12}\d[\w.-]{0,12}/[\w.()/-]{1,24}(?:\s(?:[\w.-]{1,24}|Nr\.|№)){0,5}"
)
"""A file's number, which German papers have beside their date."""
_ENTRY = re.compile(r"(?:Entry|Entries)(?: (?:for|of))?|Eintrag(?: vom)?|Запись(?: за| от)?")
_NO_PLACE = re.compile(
    r"(?:Published|Printed|Reprinted|Adopted|Approved|Document|Extract|Source|Signed|Done|Draft|Translated)\b"
)
_STOPS = ' ,.;:[]()–—-“”"»«'
_OPENING = ("“", "„", "«", '"')
_LONGEST_ENTRY = 40
_SHORT_STAMP = 60
_LONGEST = 120
"""Characters; no dateline is longer."""


_CALL_AT_YEAR = re.compile(r"\b((?:1[5-9]|20)\d\d)(?:\d{1,2}|[¹²³⁰⁴-⁹]{1,2})(?=\.?$|[,;\s])")
_WHERE = re.compile(
    r"\b(?:near|nigh|before|off|upon|on|at|in|by|bei|vor|an der|am|auf|près de|devant|sous|à bord d[eu]|sur|presso|"
    r"junto a|"
    r"под|близ|при|у|на)\s(?=(?:the\s|le\s|la\s|den\s|dem\s|der\s)?[A-ZÀ-ÞА-ЯЁ])"
)
"""``Camp near Vardal``: small words within the name of a place."""


def place_and_weekday(words: str) -> str | None:
    """The place of a dateline that has a day of the week and no date: ``Vardal, Thursday``."""
    match = _PLACE_AND_WEEKDAY.fullmatch(words)
    return match["place"] if match and could_be_named(match["place"]) else None


def without_call(words: str) -> str:
    """A date whose year has the call of a note glued to it, without the call: ``May 3, 19312``."""
    return _CALL_AT_YEAR.sub(r"\1", words)


def without_hour(words: str) -> str:
    """The words without an hour of the day: ``, 9:50-10:30 p.m.``."""
    return _TIME.sub("", words)


def is_entry(words: str) -> bool:
    """Whether words are the head of a diary's entry without its year: ``Wednesday, 5 May``."""
    if len(words) > _LONGEST_ENTRY or find_dates(words):
        return False
    days = dates_without_year(words)
    return len(days) == 1 and not _WEEKDAY.sub("", words.replace(days[0], "")).strip(_STOPS)


_TESTIFIED = re.compile(r"(?:Given|Done|Fait|Geschehen|Gegeben|Совершено)\s(?:at|in|à|zu|в)\s(?P<place>.{2,100})")


def place_attested(words: str) -> str | None:
    """The place, or ``""``, of a clause that closes an act: ``Done at Vardal this 3rd day of May, 1931``; else None."""
    dates = find_dates(words) if len(words) < 2 * _LONGEST else ()
    match = _TESTIFIED.fullmatch(words[: dates[0].start].rstrip(_STOPS)) if len(dates) == 1 else None
    if match is None:
        return None
    place = re.sub(r",?\s(?:this|on|le|am|den|the|on the)$", "", match["place"]).strip(_STOPS)
    place = re.sub(r"^(?:the\s)?(?:city|town|port) of\s", "", place)
    return place if could_be_named(place) else ""


def tells_arrival(words: str) -> bool:
    """Whether words are no more than a day of receipt or a postmark: ``[Received March 9, 1931]``."""
    if len(words) > _LONGEST or without_arrival(words).strip(" []().,;"):
        return False
    return bool(find_dates(words)) or (len(words) < _SHORT_STAMP and re.search(r"\d", words) is not None)


def place_beside(words: str) -> str | None:
    """What stands beside the date of a dateline: a place, or nothing (``""``); None where the words are no dateline."""
    if len(words) >= _LONGEST:
        return None
    if words[:1] in _OPENING:
        return None  # a declaration that is quoted has a dateline of its own
    headless = words[head.end() :] if (head := _FRENCH_HEAD.match(words)) else words
    unlabelled = headless[label.end() :] if (label := _LABEL.match(headless)) else headless
    own = _MARKED_BEFORE.sub("", without_arrival(unlabelled), count=1)
    timeless = _WEEKDAY.sub("", _TIME.sub("", _MARKED.sub("", own)))
    dates = find_dates(timeless)
    if len(dates) != 1 or dates[0].arrival or re.match(r"\s?:\s\S", timeless[dates[0].end :]):
        return None  # with words behind a colon (27. Juni 1969: Holm) it is a running head
    beside = f"{timeless[: dates[0].start].rstrip(_STOPS)} {timeless[dates[0].end :].lstrip(_STOPS)}".strip(_STOPS)
    if _FILE.fullmatch(beside) or _ENTRY.fullmatch(beside):
        return ""
    if _NO_PLACE.match(beside) or re.match(r"(?:to|by|from|through|via)\s", beside):
        return None
    place = re.sub(r"^(?:in|at|à|le|den|г\.)\s|,?\s(?:the|le|ce|den|am|addì|li|a)$|^(?:Le|Den|The)$", "", beside)
    return place if not place or could_be_named(_WHERE.sub("", place)) else None
