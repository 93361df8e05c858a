"""Paragraph numbers, glued to their paragraphs or set before them.

Numbers must run in order. A paragraph that begins with digits that are not its
number (a year, a count, an ordinal) stays as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.importers._page.paragraphs import Paragraph

_DIGITS = re.compile(r"\d{1,9}")
_OPENING = re.compile(r"[\s]{0,2}[A-ZÀ-ÞĀ-ŽΑ-ΩА-ЯЁ“„«‘\"'\[(—–…¿¡<*]")
_UNITS = re.compile(r"(?:st|nd|rd|th|e|er|ère|ème|km|kg|mm|cm|m|x|s|%|°)(?![^\W\d_])|[.,:;/%°)\]-]")
_MARKED = re.compile(r"(?:¶\s?(\d{1,5})|§\s?(\d{1,5})\.?)\s?")
_SPACED = re.compile(r"(\d{1,5})\s{1,2}(?=[A-ZÀ-ÞĀ-ŽΑ-ΩА-ЯЁ“„«‘\"'\[(])")
"""A number before its paragraph (``12 As of late``)."""
_BEFORE_A_RUN = 120
"""Characters of what may stand before the first number, where numbers stand apart: notes look the same."""
_LEAST_RUN = 2
_WIDEST_GAP = 2


@dataclass(frozen=True)
class Number:
    """A paragraph's printed number and how many characters it takes at the paragraph's start."""

    value: int
    length: int
    sure: bool


def numbers_of(paragraphs: Sequence[Paragraph]) -> tuple[Number | None, ...]:
    """For each paragraph its number, or None; all None where the page is not numbered."""
    readings = [{} if paragraph.table else _readings(paragraph.lines[0]) for paragraph in paragraphs]
    best: list[Number | None] = [None] * len(paragraphs)
    start = next((at for at, found in enumerate(readings) if 1 in found and found[1].sure), None)
    if start is None:
        spaced = _spaced(paragraphs)
        start = next((at for at, found in enumerate(spaced) if found), None)
        if start is None or any(len(paragraph.words) > _BEFORE_A_RUN for paragraph in paragraphs[:start]):
            return tuple(best)
        if start > sum(bool(found) for found in spaced):
            return tuple(best)  # more stands before them than they number: they are notes
        readings = spaced
    expected = 1
    for at in range(start, len(paragraphs)):
        value = _taken(readings, at, expected)
        if value is not None:
            best[at] = readings[at][value]
            expected = value + 1
    if sum(number is not None for number in best) < _LEAST_RUN:
        return (None,) * len(paragraphs)
    return tuple(best)


def _spaced(paragraphs: Sequence[Paragraph]) -> list[dict[int, Number]]:
    """The readings of a page whose numbers stand apart from their paragraphs, up to where they begin anew (notes)."""
    readings: list[dict[int, Number]] = []
    begun = False
    for paragraph in paragraphs:
        match = None if paragraph.note is not None or paragraph.table else _SPACED.match(paragraph.lines[0])
        value = int(match[1]) if match else 0
        if match is None or (not begun and value != 1):
            readings.append({})
            continue
        if begun and value == 1:
            break
        begun = True
        readings.append({value: Number(value, match.end(), sure=True)})
    return [*readings, *({} for _ in range(len(paragraphs) - len(readings)))]


def _readings(line: str) -> dict[int, Number]:
    """Every number that the paragraph may begin with, by value."""
    marked = _MARKED.match(line)
    if marked:
        value = int(marked[1] or marked[2])
        return {value: Number(value, marked.end(), sure=True)}
    digits = _DIGITS.match(line)
    if digits is None or digits[0].startswith("0"):
        return {}
    found: dict[int, Number] = {}
    whole, after = digits[0], line[digits.end() :]
    if after[:1] not in ("", " ") and len(whole) <= 5:  # noqa: PLR2004 - no page has 100,000 paragraphs
        if _OPENING.match(after):
            found[int(whole)] = Number(int(whole), len(whole), sure=True)
        elif not _UNITS.match(after):
            found[int(whole)] = Number(int(whole), len(whole), sure=False)
    spaced = _SPACED.match(line)
    if spaced and not spaced[1].startswith("0") and whole != "1":
        found[int(whole)] = Number(int(whole), spaced.end(), sure=False)  # proved by its neighbours alone
    for cut in range(1, len(whole)):
        if whole[cut] != "0":
            found.setdefault(int(whole[:cut]), Number(int(whole[:cut]), cut, sure=False))
    return found


def _taken(readings: Sequence[dict[int, Number]], at: int, expected: int) -> int | None:
    """The number of this paragraph: the expected one, sure or proved by its neighbours; or one after a gap."""
    here = readings[at]
    after = readings[at + 1] if at + 1 < len(readings) else {}
    if expected in here:
        if here[expected].sure:
            return expected
        # unsure (a lower-case word or a figure follows): only where the very next paragraph goes on counting
        return expected if expected + 1 in after and after[expected + 1].sure else None
    for value in range(expected + 1, expected + 1 + _WIDEST_GAP):
        if value in here and here[value].sure and value + 1 in after and after[value + 1].sure:
            return value
    return None
