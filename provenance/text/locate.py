"""Where a locator points: one place, or an error that lists the places that would have fitted.

Quotation marks, dashes and runs of spaces are alike when words are looked for,
never when they are written. Words are looked for as whole words first; only
where they stand nowhere as such does a part of a word count.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NoReturn

from provenance.errors import InputError
from provenance.model.address import Locator
from provenance.text.blocks import BLOCK_TAGS, SECTION_KINDS, Layer
from provenance.text.marking import mark
from provenance.text.readings import Passage, Reading, derive
from provenance.text.splice import replace_each, replace_words
from provenance.text.tokens import fold, is_word, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from provenance.model.edition import Erratum
    from provenance.text.blocks import Block, EditionText, Section

__all__ = ["Place", "find", "find_in", "find_words", "mark", "replace_each", "replace_words"]

_SHOWN = 12
"""How many candidates an error lists."""
_NEAR = 60.0
"""From which likeness (0 to 100, rapidfuzz) a passage's words are offered as what was meant."""
_EXCERPT = 60
_SEARCHED = 200_000
"""How many characters the search for the nearest words may cost."""


@dataclass(frozen=True)
class Place:
    """Where a locator points: a block, or (``words``) a stretch of its words in the reading that was searched.

    ``start`` and ``end`` count code points of ``passage.words``; a whole block runs from 0 to its length.
    """

    block: Block
    passage: Passage
    start: int
    end: int
    words: bool

    @property
    def text(self) -> str:
        """The words that stand there, as written."""
        return self.passage.words[self.start : self.end]

    @property
    def cut_word(self) -> str | None:
        """The whole of a word of which only a part stands at either end; None where the words are whole ones."""
        start, end = _to_words(self.passage.words, self.start, self.end)
        is_cut = self.words and (start < self.start or self.end < end)
        return self.passage.words[start:end] if is_cut else None

    @property
    def locator(self) -> Locator:
        """The place as a locator that fits here and nowhere else."""
        if not self.words:
            return Locator(place=self.passage.id)
        alike = list(_places([(self.block, self.passage)], self.text))
        here = next((nth for nth, place in enumerate(alike, 1) if place.start == self.start), None)
        return Locator(place=self.passage.id, words=self.text, nth=here if len(alike) > 1 else None)


def find(
    text: EditionText,
    locator: Locator,
    reading: Reading = Reading.PRINTED,
    *,
    errata: Mapping[str, Erratum] | None = None,
    brackets: Layer = "unknown",
) -> Place:
    """The one place that the locator fits in that reading.

    Raises InputError: ``not-found`` (saying what stands there and what may be
    meant) or ``several``; candidates are locators.
    """
    return find_in(text, derive(text, reading, errata=errata, brackets=brackets), locator)


def find_in(text: EditionText, passages: Sequence[Passage], locator: Locator) -> Place:
    """As ``find``, in passages already derived from the text."""
    scope = _scope(text, passages, locator)
    if locator.words is None:
        return _whole(scope, locator)
    if not locator.words:
        raise InputError(f"{locator} quotes no words", hint=f'{_place_of(locator)} "words"')
    places = list(_places(scope, locator.words))
    if locator.nth is not None and places:
        if locator.nth > len(places):
            _refuse_several("not-found", f"{locator} does not stand there: the words stand", places)
        return places[locator.nth - 1]
    if not places:
        _refuse_words(scope, locator)
    if len(places) > 1:
        hint = "add /2 for the second, a place before the words, or more words"
        _refuse_several("several", f"{locator} stands", places, hint)
    return places[0]


def find_words(
    text: EditionText, old: str, within: Locator | None = None, *, passages: Sequence[Passage] | None = None
) -> tuple[Place, ...]:
    """Every place of the printed reading (or of ``passages``) where the words stand, in printed order.

    ``within`` bounds the search to its block or section, or to its own words.
    Raises InputError where ``within`` fits nothing, or ``old`` is empty.
    """
    if not old:
        raise InputError("no words are given to look for")
    if passages is None:
        passages = derive(text, Reading.PRINTED)
    if within is None or within.words is None:
        return tuple(_places(_scope(text, passages, within or Locator()), old))
    bounds = find_in(text, passages, within)
    found = _places([(bounds.block, bounds.passage)], old)
    return tuple(place for place in found if bounds.start <= place.start and place.end <= bounds.end)


_Scope = list[tuple["Block", Passage]]


def _scope(text: EditionText, passages: Sequence[Passage], locator: Locator) -> _Scope:
    """The blocks that the locator's place names, with their passages; never empty."""
    by_id = {passage.id: passage for passage in passages}
    blocks = list(text.blocks())
    chosen = _chosen(blocks, locator)
    if not chosen:
        _refuse_place(blocks, locator)
    scope = [(block, by_id[block.id]) for block in chosen if block.id in by_id]
    if not scope:
        _refuse("not-found", f"{_place_of(locator)} is not part of this reading", [passage.id for passage in passages])
    return scope


def _chosen(blocks: Sequence[tuple[Block, tuple[Section, ...]]], locator: Locator) -> list[Block]:
    if locator.number is not None:
        return [block for block, _ in blocks if block.number == locator.number]
    if locator.label is not None:
        notes = [block for block, _ in blocks if block.note == locator.label]
        # without words a note is named by its first paragraph
        return notes if locator.words is not None else [block for block in notes if not block.continued]
    if not locator.place:
        return [block for block, _ in blocks]
    if locator.ordinal is None:
        exact = [block for block, _ in blocks if block.id == locator.place]
        if exact:
            return exact
    named = _named(blocks, locator.place)
    if locator.ordinal is None:
        return named
    return named[locator.ordinal - 1 : locator.ordinal] if locator.ordinal else []


def _named(blocks: Sequence[tuple[Block, tuple[Section, ...]]], name: str) -> list[Block]:
    """The blocks with that tag, or in the sections with that id or of that kind."""
    if name in BLOCK_TAGS:
        return [block for block, _ in blocks if block.tag == name]
    return [
        block
        for block, sections in blocks
        if any(name == section.id or (name in SECTION_KINDS and name == section.kind) for section in sections)
    ]


def _whole(scope: _Scope, locator: Locator) -> Place:
    if len(scope) > 1:
        _refuse(
            "several",
            f"{_place_of(locator)} is {len(scope)} blocks",
            [passage.id for _, passage in scope],
            hint="name one of them, or quote words",
        )
    block, passage = scope[0]
    return Place(block, passage, 0, len(passage.words), words=False)


def _places(scope: _Scope, words: str) -> Iterator[Place]:
    pattern = _pattern(words)
    spans = [
        (block, passage, match.span(), _is_whole(passage.words, *match.span()))
        for block, passage in scope
        for match in pattern.finditer(fold(passage.words))
    ]
    any_whole = any(whole for *_, whole in spans)
    for block, passage, (start, end), whole in spans:
        if whole or not any_whole:
            yield Place(block, passage, start, end, words=True)


def _pattern(words: str) -> re.Pattern[str]:
    """Finds the words in folded text, composed or decomposed, with any number of spaces where they have one."""
    forms = dict.fromkeys(fold(form) for form in (words, *(unicodedata.normalize(f, words) for f in ("NFC", "NFD"))))
    return re.compile("|".join(_spaced(form) for form in forms))


def _spaced(folded: str) -> str:
    start = "(?<! )" if folded.startswith(" ") else ""  # begin once in a run of spaces, not at each: linear
    return start + " +".join(map(re.escape, re.split(" +", folded)))


def _is_whole(words: str, start: int, end: int) -> bool:
    """Whether no word is cut at either end."""
    cut_before = start > 0 and _of_word(words[start - 1]) and _of_word(words[start])
    return not (cut_before or (end < len(words) and _of_word(words[end - 1]) and _of_word(words[end])))


def _of_word(char: str) -> bool:
    return unicodedata.category(char)[0] in "LMN"


def _place_of(locator: Locator) -> str:
    return str(replace(locator, words=None, nth=None)) or "the text"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _refuse(code: str, message: str, candidates: Sequence[str], hint: str | None = None) -> NoReturn:
    shown = tuple(candidates[:_SHOWN])
    if len(candidates) > _SHOWN:
        message += f" (the first {_SHOWN} places are listed)"
    raise InputError(message, code=code, hint=hint, candidates=shown)


def _refuse_several(code: str, message: str, places: Sequence[Place], hint: str | None = None) -> NoReturn:
    shown = _locators(places)[:_SHOWN]
    more = f" (the first {_SHOWN} are listed)" if len(places) > _SHOWN else ""
    raise InputError(f"{message} {_times(len(places))}{more}", code=code, hint=hint, candidates=tuple(shown))


def _locators(places: Sequence[Place]) -> list[str]:
    """Locators of places of the same words, all that there are in their blocks."""
    total = Counter(place.passage.id for place in places)
    seen: Counter[str] = Counter()
    found = []
    for place in places:
        name = place.passage.id
        seen[name] += 1
        nth = seen[name] if total[name] > 1 else None
        found.append(str(Locator(place=name, words=place.text, nth=nth)))
    return found


def _refuse_place(blocks: Sequence[tuple[Block, tuple[Section, ...]]], locator: Locator) -> NoReturn:
    from difflib import get_close_matches

    names = list(
        dict.fromkeys([block.id for block, _ in blocks] + [s.kind for _, sections in blocks for s in sections])
    )
    wanted = locator.place or (f"p{locator.number}" if locator.number else f"n{locator.label}")
    near = get_close_matches(wanted, names, n=3, cutoff=0.5)
    _refuse(
        "not-found",
        f"there is no {_place_of(locator)} in this text",
        [*near, *(name for name in names if name not in near)],
        hint=near[0] if near else None,
    )


def _refuse_words(scope: _Scope, locator: Locator) -> NoReturn:
    wanted = locator.words or ""
    near = _nearest(scope, wanted)
    hint = None
    if near:
        hint = f"did you mean {_quoted(near[0].text)}?"
    elif len(scope) == 1:
        hint = f"it reads: {_quoted(_beginning(scope[0][1].words))}"
    where = _place_of(locator) if len(scope) == 1 or locator != Locator(words=wanted) else "this text"
    _refuse(
        "not-found",
        f"the words {_quoted(wanted)} do not stand in {where}",
        [str(place.locator) for place in near],
        hint,
    )


def _quoted(words: str) -> str:
    return '"' + words.replace('"', '\\"') + '"'


def _beginning(words: str) -> str:
    return words if len(words) <= _EXCERPT else words[:_EXCERPT].rsplit(" ", 1)[0] + " …"


def _nearest(scope: _Scope, wanted: str) -> list[Place]:
    """Up to three stretches of words that are most like those looked for, best first."""
    from rapidfuzz.fuzz import partial_ratio_alignment

    needle = fold(wanted).casefold()
    left = _SEARCHED
    scored: list[tuple[float, int, Place]] = []
    for order, (block, passage) in enumerate(scope):
        words = passage.words
        left -= len(words)
        haystack = fold(words).lower()
        if left < 0 or not words or len(haystack) != len(words):
            continue
        likeness = partial_ratio_alignment(needle, haystack, score_cutoff=_NEAR)
        if likeness is not None:
            start, end = _to_words(words, likeness.dest_start, likeness.dest_end)
            if start < end:
                scored.append((-likeness.score, order, Place(block, passage, start, end, words=True)))
    return [place for *_, place in sorted(scored, key=lambda each: each[:2])[:3]]


def _to_words(words: str, start: int, end: int) -> tuple[int, int]:
    """The stretch widened to whole words, without space at its ends."""
    at = 0
    first, last = len(words), 0
    for token in tokens(words):
        stop = at + len(token)
        if at < end and start < stop and is_word(token):
            first, last = min(first, at), max(last, stop)
        at = stop
    return first, last
