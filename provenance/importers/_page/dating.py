"""The document's date: which of the dates of a page is that of writing, by stated rules.

In order: the title's; a dateline's of the document itself (no enclosure's);
else none is taken. A day of receipt or a postmark is never the day of writing.
What only a source note says is inferred, and asked about.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date as day_of
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from provenance.errors import InputError
from provenance.importers._page.dateline import is_entry
from provenance.importers._page.dates import dates_without_year, find_dates
from provenance.importers._page.entries import month_alone, span_of
from provenance.importers._page.statements import dates_the_paper

if TYPE_CHECKING:
    from provenance.importers._page.dates import PrintedDate
    from provenance.importers._page.draft import Draft, Page

_DATED = re.compile(r"\b(?:[Dd]ated|[Dd]atiert(?: vom)?|датирован\w{0,3}|[Dd]atée? du)\s(?:the\s)?$")
_DIARIES = frozenset({"diary", "diary entry", "journal", "tagebuch", "дневник"})
_PLAIN = re.compile(r"\d{4}(?:-\d\d)?(?:-\d\d)?(?:/\d{4}-\d\d(?:-\d\d)?)?")


def date_field(page: Page, draft: Draft, name: str) -> None:
    """The document's date: the title's; the dateline's where the title has none. Where they disagree both are said."""
    title = page.title.date
    stated = None if title and title.arrival else title
    if stated is not None and stated.edtf is None:
        _refuse(page, "title", stated, name)
    printed = _with_the_year(page, _datelines(page, draft))
    lines = [(where, date) for where, date in printed if date.edtf]
    impossible = _ask_impossible(draft, printed)
    if title is not None and stated is None:
        _say_arrival(draft, title, "title")
    _second_title(page, draft, stated)
    if not lines and _of_a_month(page, draft):
        return
    if stated is None and not lines:
        if impossible:
            draft.record["date"] = {"basis": "unknown", "as_written": impossible}
        else:
            _undated(page, draft)
        return
    if stated is None and _of_entries(page, draft, lines):
        return
    chosen = _nearest(stated, lines)
    value = {"edtf": chosen.edtf, "basis": "stated", "where": _agreeing(draft, stated, chosen, lines)}
    _said(draft, value, chosen)
    draft.set("date", value, "date", str(chosen.edtf), value["where"])
    _evidence(page, value)
    _ask_weekday(page, draft)
    _ask_calendar(page, draft, chosen)


def _nearest(stated: PrintedDate | None, lines: list[tuple[str, PrintedDate]]) -> PrintedDate:
    """The title's date, or the dateline's day where the title has its month alone; else the first dateline's."""
    if stated is None:
        return lines[0][1]
    days = {date.edtf: date for _, date in lines if date.day}
    nearer = next((date for date in days.values() if _is_day_of(stated, date)), None)
    return nearer if nearer and len(days) == 1 else stated


def _agreeing(
    draft: Draft, stated: PrintedDate | None, chosen: PrintedDate, lines: list[tuple[str, PrintedDate]]
) -> str:
    """Where the date chosen is printed; each place that gives another is asked about."""
    agreeing = ["title"] if stated else []
    for where, date in lines:
        if date.edtf == chosen.edtf or _is_within(stated or chosen, date):
            agreeing.append(where)
            continue
        if stated:
            question = f"The title's date is {chosen.edtf}, the dateline's {date.edtf}: which is the document's?"
        else:
            question = f"Two datelines give {chosen.edtf} and {date.edtf}: which is the document's?"
        draft.ask("date", "/date", question, f"{agreeing[0] if agreeing else where}, {where}")
    return ", ".join(agreeing)


def _said(draft: Draft, value: dict[str, Any], chosen: PrintedDate) -> None:
    """What beside its EDTF is said of a date: its words, where they say it otherwise, and by which calendar it is."""
    first = value["where"].partition(", ")[0]
    if chosen.edtf and (not _PLAIN.fullmatch(chosen.edtf) or chosen.vague):
        value["as_written"] = chosen.words
    if chosen.republic:
        _of_the_republic(draft, value, chosen, first)
    elif chosen.calendars:
        two_years = re.search(r"\d{4}/\d{1,2}$", chosen.words) is not None
        calendar = "The year begun in January, of two" if two_years else "Gregorian, of two"
        value |= {"as_written": chosen.words, "calendar": f"{calendar} that are given"}
        why = "the later of two years begins in January" if two_years else "the later of two days is the Gregorian"
        draft.infer("date", str(chosen.edtf), "high", why, first)


def _evidence(page: Page, value: dict[str, Any]) -> None:
    """What the edition says behind the text of how it is dated."""
    for piece, _, words in page.pieces():
        if piece.tag == "source-note" and dates_the_paper(words) and not piece.attachment:
            value["why"] = f"The edition says: {words}"


def _of_a_month(page: Page, draft: Draft) -> bool:
    """A diary's pages below the name of their month: from the first entry's day to the last's."""
    month = month_alone(page.title.words)
    entries = (words for piece, _, words in page.pieces() if piece.tag is None and piece.note is None)
    edtf = span_of(month, entries) if month else None
    if edtf is None:
        return False
    why = "The heading has the month, and the entries begin with their days"
    draft.set("date", {"edtf": edtf, "basis": "inferred", "where": "title", "why": why}, "date", edtf, "title")
    draft.infer("date", edtf, "high", why, "title")
    return True


def _ask_impossible(draft: Draft, lines: list[tuple[str, PrintedDate]]) -> str | None:
    """Days that datelines print and no calendar has: kept as they are printed, never mended; the first one's words."""
    impossible = [(where, date) for where, date in lines if not date.edtf]
    for where, date in impossible:
        mend = f" ({date.mend}?)" if date.mend else ""
        question = f"The dateline's {date.words!r} is no day that exists: is it printed so{mend}?"
        draft.ask("date", "/date", question, where)
    return impossible[0][1].words if impossible else None


def _of_the_republic(draft: Draft, value: dict[str, Any], date: PrintedDate, where: str) -> None:
    """A day of the French Republic: the record has the Gregorian, and the page's words beside it."""
    beside = "the page gives the Gregorian day beside it" if date.calendars else "by the calendar's table of years"
    value |= {"as_written": date.words, "calendar": "Gregorian, of a day of the French Republic"}
    draft.infer("date", str(date.edtf), "high", beside, where)


_OLD_STYLE = re.compile(
    r"\b(?:O\.\s?S\.|[Oo]ld [Ss]tyle|[Ss]t(?:ilo|ile)? [Vv](?:etus|et\.|ieux)|a(?:lten)? St(?:ils|\.))|"
    r"\b(?:ст\.\s?ст\.|с\.\s?ст\.|старого стиля|по старому стилю)"
)
_REFORMED = {"ru": "1918-02-01", "en": "1752-09-03"}
"""By language of the page, the first day that was no longer counted by the Julian calendar, in Russia, in Britain."""


def _ask_calendar(page: Page, draft: Draft, date: PrintedDate) -> None:
    """By which calendar a day is counted, where the page says the old style, or its time and country had it."""
    if date.day is None or date.calendars or date.republic or not date.edtf:
        return
    places = [words for piece, _, words in page.pieces() if piece.tag in ("title", "dateline") and not piece.attachment]
    said = any(_OLD_STYLE.search(words) for words in places)
    if not said and date.edtf >= _REFORMED.get(page.language or "", ""):
        return
    gregorian = (date.day + timedelta(days=_days_apart(date.day))).isoformat()
    why = "The page counts by the old style" if said else "Old style was in use then, and the page names no calendar"
    question = f"{why}: {date.edtf} would be {gregorian} in the Gregorian calendar. Which day shall the record have?"
    draft.ask("calendar", "/date", question, draft.record["date"]["where"])


def _days_apart(day: day_of) -> int:
    """How many days the Gregorian calendar is ahead of the Julian at a day of the Julian."""
    year = day.year if day.month > 2 else day.year - 1  # noqa: PLR2004 - a century's leap day is the last of February
    return year // 100 - year // 400 - 2


_WEEKDAYS = {
    name: at
    for at, names in enumerate((
        "monday montag lundi понедельник", "tuesday dienstag mardi вторник", "wednesday mittwoch mercredi среда",
        "thursday donnerstag jeudi четверг", "friday freitag vendredi пятница",
        "saturday samstag sonnabend samedi суббота", "sunday sonntag dimanche воскресенье",
    ))
    for name in names.split()
}  # fmt: skip
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(_WEEKDAYS)})\b", re.IGNORECASE)


def _ask_weekday(page: Page, draft: Draft) -> None:
    """A day of the week that is not the date's: one of the two is wrong, or the calendar is another."""
    for piece, where, words in page.pieces():
        if piece.tag not in ("title", "dateline") or piece.attachment or piece.headnote:
            continue
        dates, named = find_dates(words), _WEEKDAY.findall(words)
        day = dates[0].day if len(dates) == 1 and len(named) == 1 else None
        if day is not None and day.year > _GREGORIAN_SINCE and day.weekday() != _WEEKDAYS[named[0].lower()]:
            question = f"{dates[0].words} was no {named[0]} in our calendar: is the day right?"
            draft.ask("weekday", "/date", question, where)


_GREGORIAN_SINCE = 1752
"""From then on a day of the week is checked: before it, calendars differ too much."""


def _of_entries(page: Page, draft: Draft, lines: list[tuple[str, PrintedDate]]) -> bool:
    """A diary's date: from its first entry to its last; False where it is no diary, or of one day."""
    days = [date.edtf for _, date in lines if date.day and date.edtf]
    rise = len(days) > 1 and days == sorted(days) and days[0] != days[-1]
    if not rise or page.title.type not in _DIARIES:
        return False
    edtf = f"{days[0]}/{days[-1]}"
    why = "the first and the last of its entries are dated so"
    where = f"{lines[0][0]}, {lines[-1][0]}"
    draft.set("date", {"edtf": edtf, "basis": "inferred", "where": where, "why": why}, "date", edtf, where)
    draft.infer("date", edtf, "high", why, where)
    _ask_weekday(page, draft)
    return True


def _with_the_year(page: Page, lines: list[tuple[str, PrintedDate]]) -> list[tuple[str, PrintedDate]]:
    """A diary's entries dated without a year (``Wednesday, 5 May``) have the year of the entry before them."""
    if page.title.type not in _DIARIES:
        return lines
    found = list(lines)
    year = next((date.edtf[:4] for _, date in lines if date.day and date.edtf), None)
    begun = False
    for piece, where, words in page.pieces():
        dated = next((date for there, date in lines if there == where and date.day), None)
        if dated is not None and dated.edtf:
            year, begun = dated.edtf[:4], True
        elif begun and year and piece.tag == "dateline" and not piece.attachment:
            date = next(iter(find_dates(f"{dates_without_year(words)[0]} {year}")), None) if is_entry(words) else None
            if date is not None and date.day:
                found.append((where, date))
    return found


def _datelines(page: Page, draft: Draft) -> list[tuple[str, PrintedDate]]:
    """The date of writing in each dateline; days of receipt are reported, and those of enclosures too."""
    found = []
    for piece, where, words in page.pieces():
        if piece.tag not in ("dateline", "stamp") or piece.headnote:
            continue
        dates = find_dates(words)
        if piece.attachment:
            dates = tuple(replace(date, arrival=False) for date in dates[:1])
            for date in dates:
                draft.infer("date of an enclosure", str(date.edtf), "high", "it stands in the enclosure", where)
            continue
        found += [(where, date) for date in dates if not date.arrival][:1]
        for date in dates:
            if date.arrival:
                _say_arrival(draft, date, where)
    return found


def _second_title(page: Page, draft: Draft, stated: PrintedDate | None) -> None:
    """Another title on the page, with another date: the record's is the page's title; it is a question."""
    for piece, where, words in page.pieces():
        if piece.tag != "heading" or piece.attachment or piece.headnote:
            continue
        for date in find_dates(words)[:1]:
            if stated is not None and date.edtf and date.edtf != stated.edtf and not _is_within(stated, date):
                question = f"The page's title gives {stated.edtf}, another title {date.edtf}: which is right?"
                draft.ask("date", "/date", question, f"title, {where}")


def _is_within(title: PrintedDate, line: PrintedDate) -> bool:
    """Whether a dateline's day agrees with a month or a span that the title gives."""
    if not title.edtf or not line.edtf or not _PLAIN.fullmatch(title.edtf) or line.day is None:
        return False
    first, _, last = title.edtf.partition("/")
    return first <= line.edtf and line.edtf[: len(last)] <= last if last else line.edtf.startswith(f"{first}-")


def _is_day_of(title: PrintedDate, line: PrintedDate) -> bool:
    """Whether a dateline has the day of which the title has the month or the year alone, without a doubt."""
    whole = title.edtf is not None and re.fullmatch(r"\d{4}(?:-\d\d)?", title.edtf) is not None and not title.vague
    return whole and line.day is not None and _is_within(title, line)


def _say_arrival(draft: Draft, date: PrintedDate, where: str) -> None:
    why = "the words before it say so; it is not the date of writing"
    draft.infer("date of receipt or postmark", str(date.edtf or date.words), "high", why, where)


def _refuse(page: Page, where: str, date: PrintedDate, name: str) -> None:
    line = next(piece.paragraph.line for piece, at, _ in page.pieces() if at == where)
    mend = f"{date.mend}; " if date.mend else ""
    raise InputError(
        f"the date {date.words!r} does not exist", code="no-such-date", file=name, line=line,
        hint=f"{mend}mend the page, or give the date as it is printed elsewhere",
    )  # fmt: skip


def _undated(page: Page, draft: Draft) -> None:
    """No date was understood: one without a year is kept as written, one that a source note gives is inferred."""
    draft.record["date"] = {"basis": "unknown"}
    for piece, where, words in page.pieces():
        short = piece.tag == "title" or (len(words) < 120 and not piece.note)  # noqa: PLR2004 - longer than any dateline
        if piece.headnote or piece.attachment or not short:
            continue
        partly = dates_without_year(words)
        if partly and (piece.tag == "title" or words.strip(" .[]()") == partly[0].strip(" .[]()")):
            draft.record["date"] = {"basis": "unknown", "as_written": partly[0]}
            draft.ask("date", "/date", f"{partly[0]!r} has no year: which year was it?", where)
            return
    for piece, where, words in page.pieces():
        if piece.tag != "source-note" and piece.note is None:
            continue
        for date in find_dates(words[:4000]):
            if date.edtf and _DATED.search(words[max(0, date.start - 20) : date.start]):
                why = f"No title and no dateline dates it; the note says “dated {date.words}”"
                draft.record["date"] = {"edtf": date.edtf, "basis": "inferred", "where": where, "why": why}
                draft.infer("date", date.edtf, "medium", why, where)
                question = f"Only a note dates it ({date.edtf}): is that the date of this document?"
                draft.ask("date", "/date", question, where)
                return
    draft.ask("date", "/date", "Neither title nor dateline gives a date that was understood: when was it written?")
