"""Documents of a file that no word ``Document`` parts: a number above each title or in it, Roman figures, file numbers.

A number alone proves nothing: points of an agenda, articles and notes are
numbered too. A document begins where a number stands with a title, a date of its
own stands with it, and text follows before the next; and there are two at least,
their numbers rising and written alike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.importers._page.dateline import place_beside, without_call
from provenance.importers._page.filemarks import FILE_ABOVE
from provenance.importers._page.front import is_source, without_glued_call
from provenance.importers._page.title import NUMBER_ALONE, ROMAN, number_of, parse_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.importers._page.paragraphs import Paragraph

_ROMAN_ALONE = re.compile(rf"{ROMAN}\.?")
_FIGURES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_LONGEST_TITLE = 400
_LONGEST_HEADING = 160
_HEAD = 4
"""Paragraphs below a number among which the title and the date stand."""
_SHORTEST_TEXT = 40
_LEAST = 2
_UNDATED = re.compile(
    r"[\[(]?(?:[Uu]ndated|[Nn]o date|[Nn]ot dated|[Nn]\.\s?d\.|[Oo]hne Datum|o\.\s?D\.|[Ss]ans date|s\.\s?d\.|"
    r"Без даты)\b"
)


@dataclass(frozen=True)
class Start:
    """Where a document may begin: its paragraph, how its number is written, its value (0 for a file's), the number."""

    at: int
    form: str
    value: int
    number: str | None


def starts_of(paragraphs: Sequence[Paragraph], language: str) -> tuple[Start, ...]:
    """Where the documents of a file begin; empty where fewer than two are sure."""
    by_form: dict[str, list[Start]] = {}
    for at, paragraph in enumerate(paragraphs):
        start = _start(paragraph, at)
        if start is not None and _has_a_head(paragraphs, start, language):
            by_form.setdefault(start.form, []).append(start)
    series = [_rising(starts) for starts in by_form.values()]
    sure = max(series, key=len, default=())
    return sure if len(sure) >= _LEAST and _each_has_text(paragraphs, sure) else ()


def _start(paragraph: Paragraph, at: int) -> Start | None:
    line = paragraph.lines[0]
    if paragraph.note is not None or paragraph.table or len(paragraph.words) > _LONGEST_TITLE or is_source(line):
        return None
    file = FILE_ABOVE.fullmatch(line)
    if file:
        return Start(at, "file", 0, None)
    alone = NUMBER_ALONE.fullmatch(line)
    if alone and _ROMAN_ALONE.fullmatch(line):
        return Start(at, "roman", _roman(alone["number"]), alone["number"])
    match = alone or number_of(line)
    if match is None or not match["number"].rstrip("abcdefgh").isdigit():
        return None
    form = re.sub(r"\d.*", "", match["label"]) + ("" if alone else "with its title")
    return Start(at, form, int(match["number"].rstrip("abcdefgh")), match["number"])


def _roman(figure: str) -> int:
    values = [_FIGURES[letter] for letter in figure]
    return sum(
        -value if at + 1 < len(values) and values[at + 1] > value else value for at, value in enumerate(values)
    )  # fmt: skip


def _has_a_head(paragraphs: Sequence[Paragraph], start: Start, language: str) -> bool:
    """Whether with a number stand a title and a date of its own."""
    own = paragraphs[start.at]
    alone = start.form == "file" or NUMBER_ALONE.fullmatch(own.lines[0]) is not None
    below = [line for one in paragraphs[start.at + 1 : start.at + 1 + _HEAD] for line in one.lines[:_HEAD]]
    lines = [*(own.lines[1:] if alone else own.lines), *below]
    if not lines or len(lines[0]) > _LONGEST_TITLE:
        return False
    # a title may be set in two lines
    titles = [lines[0], f"{lines[0]} {lines[1]}"] if len(lines) > 1 else lines[:1]
    dates = sum(_dates(line) for line in lines[1 : _HEAD + 1])
    return any(_is_title(words, language, alone=alone, dated=dates > 0) for words in titles)


def _is_title(words: str, language: str, *, alone: bool, dated: bool) -> bool:
    own = without_glued_call(words)
    title = parse_title(own, language)
    kind = title.type is not None or bool(title.authors or title.addressees)
    if not kind:
        return False
    correspondents = bool(title.authors and title.addressees)
    ends = words.endswith((":", ";", "!", "?")) or (words.endswith(".") and not correspondents and not own.isupper())
    return not ends and (title.date is not None or dated) and (alone or len(words) < _LONGEST_TITLE)


def _dates(line: str) -> bool:
    return len(line) < _LONGEST_HEADING and (
        place_beside(without_call(line)) is not None or _UNDATED.match(line) is not None
    )


def _rising(starts: Sequence[Start]) -> tuple[Start, ...]:
    """Those whose numbers rise; where one falls back, what goes before it counts."""
    found: list[Start] = []
    for start in starts:
        if start.form != "file" and found and start.value <= found[-1].value:
            break
        found.append(start)
    return tuple(found)


def _each_has_text(paragraphs: Sequence[Paragraph], starts: Sequence[Start]) -> bool:
    """Whether text stands behind each title, not a list of titles or notes one below another."""
    ends = [*(start.at for start in starts[1:]), len(paragraphs)]
    return all(
        any(len(paragraph.words) >= _SHORTEST_TEXT for paragraph in paragraphs[start.at + 2 : end])
        for start, end in zip(starts, ends, strict=True)
    )
