"""A passage as a row of word units: what two passages are aligned by.

A unit is a word of any script (UAX 29) or a symbol that is read aloud ($, %,
&); spaces and punctuation are the gaps between units, so that no comma ever
anchors an alignment. Each unit is one code point of a string, the same for all
accidental variants of a word.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, chain, compress
from typing import TYPE_CHECKING, NamedTuple

from provenance.diff.sorts import fold_word, is_sign
from provenance.text.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.text.blocks import Layer
    from provenance.text.readings import Passage

Speaker = tuple["Layer", tuple[str, ...]]
"""The layer and the kinds that a stretch of words stands in."""
_CODE_POINTS = 0x110000 - 1
_CLINGING = re.compile(r" [^\x00-\x7f\w£«§»\u2010-\u2027\u2030-\u205e]")
"""What may be one segment with the space before it: a mark that combines, a joiner. Few texts have any."""


class Vocabulary(dict[str, str]):
    """Gives every form its code point; one for each comparison.

    Beyond a million distinct forms they begin to share code points: then unlike
    words may be aligned, and are classed by their own letters still.
    """

    def __missing__(self, form: str) -> str:
        """The code point of a form not met before."""
        self[form] = code = chr(len(self) % _CODE_POINTS + 1)
        return code


class _Chunk(NamedTuple):
    """What stands between two spaces: its units' code points, and the lengths of its segments, each a unit or none.

    The space after it counts as one segment more.
    """

    code: str
    lengths: tuple[int, ...]
    are_units: tuple[bool, ...]


class _Chunks(dict[str, _Chunk]):
    """Every chunk cut into segments once, its units coded by the form they fold to.

    Words come again and again, and UAX 29 lets no segment reach over a space, unless a mark that combines follows
    it. A plain dict: a bounded cache costs as much again at each of a million look-ups.
    """

    def __init__(self) -> None:
        super().__init__()
        self._forms = Vocabulary()

    def __missing__(self, chunk: str) -> _Chunk:
        self[chunk] = made = self.whole(chunk)
        return made

    def whole(self, words: str) -> _Chunk:
        """Any words as one chunk, spaces in them and all."""
        plain = words.isascii() and words.isalnum()  # letters and figures of which no pair is parted
        segments = (words, " ") if plain else (*tokens(words), " ")
        keys = [unit_key(segment) for segment in segments]
        code = "".join(self._forms[key] for key in keys if key)
        return _Chunk(code, tuple(map(len, segments)), tuple(map(bool, keys)))


@dataclass(frozen=True)
class Units:
    """The words of one passage (or several, joined by one space), where each unit stands, and who speaks where.

    ``bounds`` are the ends of the stretches whose speakers ``speakers`` names.
    """

    words: str
    code: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    bounds: tuple[int, ...]
    speakers: tuple[Speaker, ...]

    def key(self, place: int) -> str:
        """The folded form of one unit."""
        return unit_key(self.words[self.starts[place] : self.ends[place]])

    @cached_property
    def sole_layer(self) -> Layer | None:
        """Whose words all of it is; None where several speak."""
        layers = {layer for layer, _ in self.speakers}
        return layers.pop() if len(layers) == 1 else None

    def speakers_in(self, start: int, end: int) -> Iterator[tuple[int, int, Speaker]]:
        """The stretches between two offsets, each with who speaks in it."""
        number = bisect_right(self.bounds, start)
        while start < end and number < len(self.bounds):
            stop = min(end, self.bounds[number])
            if stop > start:
                yield start, stop, self.speakers[number]
            start = max(start, stop)
            number += 1


class Rows:
    """The units of one comparison, each made once: aligning blocks and comparing their words share them."""

    def __init__(self) -> None:
        """Empty."""
        self._chunks = _Chunks()
        self._made: dict[int, tuple[Passage, Units]] = {}

    def of(self, passages: tuple[Passage, ...]) -> Units:
        """The units of passages read one after the other; of a single passage they are kept."""
        if len(passages) != 1:
            return _units_of(passages, self._chunks)
        passage = passages[0]
        kept = self._made.get(id(passage))
        if kept is None:
            # the passage is kept beside its units: an id is only unique while it lives
            kept = self._made[id(passage)] = (passage, _units_of(passages, self._chunks))
        return kept[1]


def _units_of(passages: Sequence[Passage], chunks: _Chunks) -> Units:
    """The units of passages read one after the other, joined by one space."""
    bounds: list[int] = []
    speakers: list[Speaker] = []
    at = 0
    for number, passage in enumerate(passages):
        if number:
            at += 1  # the joining space belongs to what follows it
        for run in passage.runs:
            at += len(run.text)
            speaker = (run.layer, run.kinds)
            if speakers and speakers[-1] == speaker:
                bounds[-1] = at
            else:
                bounds.append(at)
                speakers.append(speaker)
    words = " ".join(passage.words for passage in passages)
    return _units(words, tuple(bounds), tuple(speakers), chunks)


def _units(words: str, bounds: tuple[int, ...], speakers: tuple[Speaker, ...], chunks: _Chunks) -> Units:
    cut = [chunks.whole(words)] if _CLINGING.search(words) else [chunks[chunk] for chunk in words.split(" ")]
    codes, lengths, are_units = zip(*cut, strict=True)
    found = tuple(chain.from_iterable(are_units))
    ends = tuple(accumulate(chain.from_iterable(lengths)))
    starts = compress(chain((0,), ends), found)
    return Units(words, "".join(codes), tuple(starts), tuple(compress(ends, found)), bounds, speakers)


@lru_cache(maxsize=200_000)
def unit_key(token: str) -> str:
    """What a token is aligned by; empty for what stands between units."""
    if token.isalnum() or not all(c.isspace() or is_sign(c) or not c.isprintable() for c in token):
        return fold_word(token) or token
    return ""
