"""A change in words: one wording for the change log, the pages and the terminal's receipts.

Markup is told as what was said of the words, an erratum as what it does to
them, a map by its fields' names, a set by its members: no reader meets notation.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from provenance.diff.marked import marked
from provenance.errors import InputError
from provenance.exporters.places import place_of, spoken, spoken_where
from provenance.model.address import Locator
from provenance.model.dates import Edtf
from provenance.model.dates import spoken as spoken_date
from provenance.model.labels import part_name
from provenance.model.languages import language_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provenance.model.correction import ChangeLine

LONGEST_WORDS = 240
"""Characters of a reading that are shown; the middle of a longer one is left out."""
LONGEST_SHARED = 90
"""Characters of two readings that are shown whole although most of them are the same."""
AROUND = 24
"""Characters shown on either side of a change."""
_PLACES = frozenset({"where", "evidence", "signed_where", "about"})
_DATES = frozenset({"edtf", "date", "held", "when", "after", "before"})


@dataclass(frozen=True)
class Told:
    """A change in words: where, what stood, what stands now (empty: nothing).

    ``said`` is what was done to words that stayed: their marks changed, and
    ``before`` is then those words.
    """

    place: str
    before: str
    after: str
    said: str = ""


def told(change: ChangeLine) -> Told:
    """A change in words."""
    for erratum, other in ((change.after, change.before), (change.before, change.after)):
        if isinstance(erratum, dict) and other is None and (laid := _laid(change, erratum)) is not None:
            return laid
    if change.pointer is None and (mark := marked(change.before, change.after)) is not None:
        return Told(place_of(change), shortened(mark.words), "", mark.said)
    field = (change.pointer or "").rpartition("/")[2]
    before, after = narrowed(*(spoken_value(value, field) for value in (change.before, change.after)))
    return Told(place_of(change), before, after)


def spoken_value(value: Any, field: str = "") -> str:
    """A field's value in words: a map as its fields by name, a set joined by commas, nothing as nothing."""
    if isinstance(value, dict):
        return ", ".join(_part(key, part) for key, part in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(spoken_value(part) for part in value)
    if value is None:
        return ""
    words = str(value)
    if field in _DATES:
        return _spoken_date(words)
    if field in _PLACES:
        return spoken_where(words)
    return language_name(words) if field in ("tag", "language") else words


def _part(key: str, value: Any) -> str:
    """One field of a map; a map within it stands in brackets, so that one sees where it ends."""
    words = spoken_value(value, key)
    return f"{part_name(key)} ({words})" if isinstance(value, dict) else f"{part_name(key)}: {words}"


def _spoken_date(words: str) -> str:
    try:
        return spoken_date(Edtf.parse(words))
    except InputError:  # history keeps what was written, dates that are none among it
        return words


def _laid(change: ChangeLine, erratum: Mapping[str, Any]) -> Told | None:
    """An erratum laid over printed words, or taken away, as what that does to them, not as the field it stands in."""
    if not {"where", "now"} <= erratum.keys():
        return None
    try:
        locator = Locator.parse(str(erratum["where"]))
    except InputError:
        return None
    parts = (change.pointer or "").split("/")
    edition = f":{parts[2]}" if len(parts) > 2 and parts[1] == "editions" else ""  # noqa: PLR2004  # /editions/NAME/…
    place = spoken(replace(locator, words=None, nth=None))
    readings = (locator.words or "", str(erratum["now"]))
    return Told(f"{change.record}{edition}, {place}", *(readings if change.before is None else readings[::-1]))


def narrowed(before: str, after: str) -> tuple[str, str]:
    """Both readings with the words around the change that they share; long runs of shared words are left out."""
    if max(len(before), len(after)) <= LONGEST_SHARED or not before or not after:
        return shortened(before), shortened(after)
    start = 0
    shared = min(len(before), len(after))
    while start < shared and before[start] == after[start]:
        start += 1
    end = 0
    while end < shared - start and before[-1 - end] == after[-1 - end]:
        end += 1
    start = _word_edge(before, max(start - AROUND, 0))
    end = max(end - AROUND, 0)
    left, right = "… " * bool(start), " …" * bool(end)
    return tuple(  # type: ignore[return-value]  # two of them
        shortened(f"{left}{words[start : len(words) - end].strip()}{right}") for words in (before, after)
    )


def _word_edge(words: str, at: int) -> int:
    """The start of the word that an offset falls in."""
    return words.rfind(" ", 0, at) + 1


def shortened(words: str, longest: int = LONGEST_WORDS) -> str:
    """The beginning and the end of words that are too long for a line of a log."""
    if len(words) <= longest:
        return words
    return f"{words[: longest * 2 // 3].rstrip()} … {words[-longest // 3 :].lstrip()}"
