"""The paragraphs of an HTML page without what frames the document: menus of links, a column beside it, a page's foot.

What stands in the document's own part stays, but for links alone before its
first words and behind its last. Of what stands outside, prose stays, and what
is known for a part of a document: a source, a note, a title where the part has
none. All else is reported.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from provenance.errors import InputError
from provenance.importers._page.dateline import place_beside
from provenance.importers._page.endnotes import IN_PARENTHESES, label_of
from provenance.importers._page.front import above_title, find_title, is_citation, is_source, looks_like_title
from provenance.importers._page.html_frame import FURNITURE_ANYWHERE
from provenance.importers._page.languages import language_of
from provenance.importers._page.markings import is_marking
from provenance.importers._page.paragraphs import Residue, Stretch
from provenance.importers._page.statements import is_statement
from provenance.importers._page.title import NUMBER_ALONE, number_of, parse_title
from provenance.importers._page.webdata import NAME_OF_EDITION
from provenance.importers._page.webframe import is_summary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.importers._page.paragraphs import Paragraph

_PROSE = 120
_FRONT = 12
_LEAST_NAME = 6
_HEAD_LABEL = re.compile(r"(?:SUBJECTS?|Subjects?|SUBJ|REFERENCES?|REFS?|Betreff|Objet|Тема)\s?:?")
_LONGEST_ENTRY = 300
_DIARY = re.compile(r"\b(?:diar(?:y|ies)|journals?|tagebuch|tagebücher|дневник\w{0,3})\b", re.IGNORECASE)
_OWNER = re.compile(
    r"(?:the\s)?(?:diar(?:y|ies)|journals?)\sof\s(?P<of>[A-Z][\w.’' -]{2,50})|(?:the\s)?(?P<before>[A-Z][\w.’-]{1,30}"
    r"(?:\s[A-Z][\w.’-]{1,30}){0,2}?)(?:[’']s?)?\s(?:Diary|Diaries|Journals?)|"
    r"Tagebuch\s(?:von\s)?(?P<de>[A-Z][\w.’ -]{2,50})",
    re.IGNORECASE,
)
_NO_OWNER = re.compile(r"(?:the|my|our|online|digital|war|travel|private|political)$", re.IGNORECASE)


_OF_THE_PAGE = re.compile(
    r"(?:Document Information|Related (?:Documents|Items|Content)|Metadata|Metadaten|Dokumentinformationen|Downloads?|"
    r"Citation|Cite this (?:letter|document|page|entry)|How to cite|Zitierempfehlung|Verknüpfte Dokumente|Données|"
    r"Métadonnées|"
    r"Popular (?:Documents|Posts)|See also|More like this|Most (?:read|viewed)|Similar documents|Похожие документы|"
    r"Ähnliche Dokumente|Documents (?:liés|similaires)|Voir aussi|Share this|Navigation|Метаданные|"
    r"Table of Contents):?",
    re.IGNORECASE,
)
"""Headings of what stands beside a document."""


@dataclass(frozen=True)
class Place:
    """Where a paragraph stands: in the document's own part or not; ``linked``: all its words lead to other pages.

    ``group``: the part of the page it stands in, where that is beside the document's.
    ``apparatus``: it stands in an edition's apparatus.
    """

    linked: bool
    inside: bool
    group: int | None
    apparatus: bool = False


def without_frame_around(
    paragraphs: Sequence[Paragraph], places: Sequence[Place], residues: list[Residue], window: str
) -> tuple[Paragraph, ...]:
    """The paragraphs of the document; what is left out goes to ``residues``. ``window``: what its window is called."""
    paragraphs = _titled_by_window(paragraphs, places, window)
    language = language_of(" ".join(one.words for one in paragraphs)) or "en"
    inside = [at for at, place in enumerate(places) if place.inside and not _is_links(paragraphs[at], place)]
    if not inside:
        return tuple(paragraphs)
    first, last = inside[0], inside[-1]
    titled = any(one.tag == "title" for one in paragraphs) or any(
        looks_like_title(paragraphs[at], language) for at in inside[:_FRONT]
    )
    dated = any(place_beside(paragraphs[at].words) is not None for at in inside)
    groups = {
        place.group
        for one, place in zip(paragraphs, places, strict=True)
        if place.group is not None and not place.linked and len(one.words) >= _PROSE and not _speaks_of_itself(one)
    }
    found: list[Paragraph] = []
    last_prose = max((at for at in inside if len(paragraphs[at].words) >= _PROSE), default=last)
    apparatus: list[Paragraph] = []
    beside = False
    for at, (whole, place) in enumerate(zip(paragraphs, places, strict=True)):
        bare = _without_credits(whole, residues) if at < _FRONT or at > len(paragraphs) - _FRONT else whole
        if bare is None:
            continue
        one, why = bare, None
        if _is_links(one, place) and not first < at < last:
            why = "page furniture: links to other pages"
        elif one.tag == "heading":
            of_the_page = _OF_THE_PAGE.fullmatch(one.words) is not None
            beside = of_the_page and at > last_prose
            why = "page furniture: a heading of the page" if of_the_page else None
        elif beside and one.note is None and len(one.words) < _PROSE and not is_source(one.words):
            why = "page furniture: it stands below a heading of the page"
        elif _RULE.fullmatch(one.words):
            why = "a rule"
        if why is None and not place.inside and place.group not in groups and not (
            _belongs(one, language, titled=titled, dated=dated)
        ):  # fmt: skip
            why = "page furniture: outside the document's own part"
        cited = why is None and not place.inside and one.note is None and is_citation(one.words.split(". ", 1)[0])
        if why is None and place.apparatus:
            apparatus.append(one)
        elif why is None:
            found.append(replace(one, tag="source-note") if cited else one)
        else:
            residues.append(Residue(one.words, one.line, why))
    _say_diary(found, residues, window)
    found = _below_the_frame(found, residues, language)
    found += [replace(one, gap=2) if at == 0 else one for at, one in enumerate(apparatus)]
    return tuple(_notes_last(_by_signs(_labels_joined(_introduced(found, language)))))


def _below_the_frame(paragraphs: list[Paragraph], residues: list[Residue], language: str) -> list[Paragraph]:
    """The paragraphs; above the title without what nobody explains: the name of a series, of a site, of a volume."""
    try:
        title, _ = find_title(paragraphs, language, None)
    except InputError:
        return paragraphs
    if not any(one.tag in ("title", "heading") for one in paragraphs[title : title + 2]):
        return paragraphs  # no markup says that it is the title
    kept = []
    for one in paragraphs[:title]:
        unexplained = above_title(one).tag == "heading" and one.tag in (None, "heading") and not one.headnote
        if unexplained and not any(map(_says_something, one.lines)):
            residues.append(Residue(one.words, one.line, "stands above the title and was not understood"))
        else:
            kept.append(one)
    return [*kept, *paragraphs[title:]]


def _without_credits(paragraph: Paragraph, residues: list[Residue]) -> Paragraph | None:
    """A paragraph without lines that only say who translated and edited the page; None where it has no others."""
    credited = [_CREDIT.fullmatch(line) for line in paragraph.lines]
    if paragraph.note is not None or not any(credited) or (len(credited) > _FRONT and not all(credited)):
        return paragraph
    for line, credit in zip(paragraph.lines, credited, strict=True):
        if credit is None:
            continue
        names = None
        if credit["how"].lower().startswith("transl"):
            names = re.sub(r",?\s(?:and|&|und|et|и)\s", "; ", credit["who"])
        residues.append(Residue(line, paragraph.line, _OF_THE_MAKERS, "translator" if names else None, names))
    kept = [at for at, credit in enumerate(credited) if credit is None]
    return paragraph.rows(kept[0], kept[-1] + 1) if kept and kept == list(range(kept[0], kept[-1] + 1)) else None


_OF_THE_MAKERS = "who made the page"
_CREDIT = re.compile(
    r"(?P<how>(?i:translated|translation|transcribed|transcription|edited|annotated|introduced|compiled|encoded))"
    r"(?:\s(?i:by)|:)\s(?P<who>[A-ZÀ-Þ][^.!?;:]{3,120}?)\.?"
)


def _says_something(line: str) -> bool:
    """Whether a line above a title may speak of the document: of its file, number, marking, kind, or summary."""
    return (
        _EXPLAINED.search(line) is not None
        or is_marking(line)
        or NUMBER_ALONE.fullmatch(line) is not None
        or is_summary(line)
        or parse_title(line).type is not None
    )


_EXPLAINED = re.compile(
    r"^\[.*\]$|\d/\d|\d{3}\.\d|: Telegram\b|[Дд]невник|\b(?:diary|journal|Tagebuch)\b", re.IGNORECASE
)
_RULE = re.compile(r"[-_=—–]{5,}")


def _is_links(paragraph: Paragraph, place: Place) -> bool:
    """Whether a paragraph is no more than links; a source that is one, a title that is one is none."""
    return (
        place.linked
        and paragraph.note is None
        and paragraph.tag not in ("heading", "title")
        and not is_source(paragraph.words)
    )


def _speaks_of_itself(paragraph: Paragraph) -> bool:
    return FURNITURE_ANYWHERE.search(paragraph.words[:2000]) is not None


def _belongs(paragraph: Paragraph, language: str, *, titled: bool, dated: bool) -> bool:
    """Whether a paragraph outside the document's part is known for one of a document."""
    words = paragraph.words
    if (
        paragraph.note is not None
        or paragraph.headnote
        or paragraph.tag in ("title", "source-note", "signature", "dateline")
        or is_source(words)
    ):
        return True
    if is_citation(words.split(". ", 1)[0]) or (paragraph.tag == "heading" and not titled):
        return True
    if _speaks_of_itself(paragraph):
        return False
    if len(words) >= _PROSE or (not titled and looks_like_title(paragraph, language)):
        return True
    if number_of(words) and looks_like_title(paragraph, language):
        return True
    labelled = label_of(paragraph) is not None and NUMBER_ALONE.fullmatch(words) is None
    return labelled or (
        not dated and place_beside(words) is not None and not re.search(r"\d", place_beside(words) or "")
    )


def _titled_by_window(paragraphs: Sequence[Paragraph], places: Sequence[Place], window: str) -> list[Paragraph]:
    """What the title of the page's window names is the page's title: in the document's own part, or the first.

    The window has the document's title and the edition's, in this order or the other.
    """
    parts = [_folded(part) for part in _BETWEEN_PARTS.split(window)]
    shown = _folded(window)
    found = list(paragraphs)
    named: list[tuple[bool, int, int]] = []
    for at, one in enumerate(found[: 2 * _FRONT]):
        words = _folded(one.words)
        if len(words) < _LEAST_NAME or one.note is not None or one.table:
            continue
        whole = next((number for number, part in enumerate(parts) if part == words), None)
        within = one.tag == "heading" and len(words) > 2 * _LEAST_NAME
        whole = len(parts) if whole is None and within and any(words in part for part in parts) else whole
        heads = one.tag == "heading" and shown.startswith(words)
        own_line = places[at].inside and len(words) > 2 * _LEAST_NAME
        if heads or (whole is not None and (one.tag == "heading" or own_line)):
            named.append((not places[at].inside, 0 if heads else (whole or 0), at))
    if named and not _is_of_the_volume(found, min(named)[2], places):
        at = min(named)[2]
        own = _below_its_path(found, at, places)
        found[own or at] = replace(found[own or at], tag="title")
    return found


def _is_of_the_volume(paragraphs: Sequence[Paragraph], at: int, places: Sequence[Place]) -> bool:
    """Whether a heading beside the document names its volume: the document has a heading of its own that is a title."""
    if places[at].inside or not _VOLUME.search(paragraphs[at].words):
        return False
    below = range(at + 1, min(at + _FRONT, len(paragraphs)))
    return any(paragraphs[one].tag == "heading" and places[one].inside for one in below)


_VOLUME = re.compile(r"\b(?:volumes?|vol\.|band|bd\.|tome|том)\s(?:[IVXLC]{1,7}|\d{1,3})\b", re.IGNORECASE)
"""A volume's number, which the title of no document has."""


def _below_its_path(paragraphs: Sequence[Paragraph], at: int, places: Sequence[Place]) -> int | None:
    """Where the title stands that a page has below the path it is filed under: ``Letters of Lund/Letter 57``."""
    if not re.search(r"\w/\w", paragraphs[at].words):
        return None
    below = range(at + 1, min(at + 5, len(paragraphs)))
    headed = [one for one in below if paragraphs[one].tag == "heading" and places[one].inside]
    return next((one for one in headed if " " in paragraphs[one].words), None)


_BETWEEN_PARTS = re.compile(r"\s[|–—:»«·-]\s|\s?[|»«]\s?|:\s")


def _folded(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.casefold()))


def _say_diary(paragraphs: Sequence[Paragraph], residues: list[Residue], window: str) -> None:
    """Where the page is named by a day alone, and its edition is somebody's diary, that is what it is."""
    heading = next((one for one in paragraphs[:_FRONT] if one.tag in ("heading", "title")), None)
    if heading is None or place_beside(heading.words) != "" or not _DIARY.search(window):
        return
    site = next((part for part in re.split(r"\s[–—|:»«-]\s", window) if _DIARY.search(part)), "")
    owner = _OWNER.search(site)
    line = heading.line
    residues.append(Residue(site, line, NAME_OF_EDITION, "type", "diary"))
    name = (owner["of"] or owner["before"] or owner["de"]).strip() if owner else ""
    if name and not _NO_OWNER.search(name):
        residues.append(Residue(site, line, NAME_OF_EDITION, "author", name))


def _introduced(paragraphs: Sequence[Paragraph], language: str) -> list[Paragraph]:
    """One paragraph all in italics between the title and a text that is not: an editor introduces the document."""
    found = list(paragraphs)
    try:
        title = find_title(found, language, None)[1] - 1
    except InputError:
        return found
    if len(found) < title + 3:
        return found
    for at in range(title + 1, min(title + 3, len(found))):
        if found[at].tag == "heading" and place_beside(found[at].words) is not None:
            found[at] = replace(found[at], tag=None)  # a line of the title that is its place and date
    first, behind = found[title + 1], found[title + 2]
    if is_statement(first.words):
        return found
    if re.fullmatch(r"\([^()]{12,200}\)", first.words) and first.tag is None and place_beside(first.words) is None:
        found[title + 1] = replace(first, headnote=not is_citation(first.words.strip("()")))
        return found
    plain = first.note is None and first.tag is None and not first.table and len(first.words) >= _LEAST_INTRODUCTION
    if (
        plain
        and _is_italic(first)
        and not _is_italic(behind)
        and behind.note is None
        and place_beside(first.words) is None
    ):
        found[title + 1] = replace(first, headnote=not is_source(first.words) and not is_citation(first.words))
    return found


def _is_italic(paragraph: Paragraph) -> bool:
    """Whether all words of a paragraph stand in italics."""
    shown = sum(one.end - one.start for one in paragraph.stretches if one.kind == "em")
    return shown >= sum(map(len, paragraph.lines)) - 2


_LEAST_INTRODUCTION = 40


def _by_signs(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Notes labelled ``*)``, as German pages have them, where one place alone calls each."""
    found = list(paragraphs)
    labels: dict[str, list[tuple[int, int]]] = {}
    calls: dict[str, list[tuple[int, Stretch]]] = {}
    for at, one in enumerate(found):
        label = _SIGNED.match(one.lines[0]) if one.note is None else None
        if label:
            labels.setdefault(label["sign"], []).append((at, label.end()))
            continue
        for row, line in enumerate(one.lines):
            for call in _SIGNING.finditer(line):
                stretch = Stretch("call", row, call.start(), call.end(), call["sign"])
                calls.setdefault(call["sign"], []).append((at, stretch))
    for sign, places in labels.items():
        if len(places) != 1 or len(calls.get(sign, ())) != 1:
            continue
        (at, width), (there, stretch) = places[0], calls[sign][0]
        found[there] = replace(found[there], stretches=(*found[there].stretches, stretch))
        found[at] = replace(found[at].without(width), note=sign)
    return found


_SIGNING = re.compile(r"(?<=[^\s*†‡(])(?P<sign>[*†‡]{1,3})\)")
_SIGNED = re.compile(r"(?P<sign>[*†‡]{1,3})\)\s+(?=\S)")


def _notes_last(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Notes that the markup shows, behind all else: what stands behind one of them in the page does not go on with it.

    Where the paper lies may stand behind the last: ``(Lund family, Vardal)``.
    """
    last = paragraphs[-1:] if paragraphs and IN_PARENTHESES.fullmatch(paragraphs[-1].words) else []
    rest = paragraphs[: len(paragraphs) - len(last)]
    notes = [one for one in rest if one.note is not None]
    return [*(one for one in rest if one.note is None), *notes, *last]


def _labels_joined(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """``SUBJECT`` by itself, with the item of a list that it heads, as two lines of one paragraph."""
    found: list[Paragraph] = []
    for one in paragraphs:
        label = found[-1] if found else None
        heads = label is not None and label.note is None and _HEAD_LABEL.fullmatch(label.words) is not None
        if (
            label is None
            or not heads
            or one.note is not None
            or one.tag
            or one.table
            or len(one.words) > _LONGEST_ENTRY
        ):
            found.append(one)
            continue
        moved = tuple(replace(stretch, line=stretch.line + len(label.lines)) for stretch in one.stretches)
        found[-1] = replace(label, lines=(*label.lines, *one.lines), stretches=(*label.stretches, *moved), tag=None)
    return found
