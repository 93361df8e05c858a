"""Quotations: what stands between quotation marks of any style, as words that can be compared with a source's.

A bracket inside a word completes it (``ha[ve]``, ``[W]e``), a bracket of words
is an editor's addition, an omission parts a quotation into stretches.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.audit.case import Case
    from provenance.text.readings import Passage

MOST = 500
"""Quotations of one headnote that are compared: each costs a search through the whole text."""
_PAIRS = {"“": "”", "«": "»", "„": "“”", '"': '"'}
_OPENING = (*_PAIRS, "‘")
_DOUBLE = re.compile('[“”„«»"]')
_DEEPEST = 8
WORD = re.compile(r"[^\W_]+(?:[’'ʼ][^\W_]+)*")
_ELLIPSIS = re.compile(r"\[\s*(?:\.(?:\s?\.){1,3}|…)[^\[\]]{0,80}\]|<\s*(?:\.{2,4}|…)\s*>|\.(?:\s?\.){2,3}|…|⟨…⟩")
BRACKETED = re.compile(r"\[[^\[\]]*\]")
_LITTLEWORDS = frozenset(
    word
    for line in (
        "a an and are as at be been being but by can could did do does for from had has have he her his i if in into",
        "is it its may might more most must no not of on one or our out shall she should so such than that the their",
        "them then there these they this those to too up us was we were what when which who will with would you your",
        "le la les un une des du de et en que qui ne pas est a dans par pour sur au aux se ce cette",
        "der die das den dem des ein eine einer eines und in zu von mit ist war nicht sich auf für im",
        "и в во не на с со что как к по из у за о от но а же бы это для",
    )
    for word in line.split()
)


class Token(NamedTuple):
    """One word: folded for comparison, with its offsets in the passage.

    ``optional``: an editor supplied it, in brackets; ``altered``: part of it is in brackets
    (``[W]e``, ``hinder[ing]``).
    """

    word: str
    start: int
    end: int
    passage: int = 0
    optional: bool = False
    altered: bool = False

    @property
    def weight(self) -> float:
        """How much it says that two texts share it: little words say little."""
        return 0.4 if self.word in _LITTLEWORDS else 1.0

    @property
    def telling(self) -> bool:
        """True for a word that is not one of the little ones."""
        return self.word not in _LITTLEWORDS


@dataclass(frozen=True)
class Quotation:
    """What stands between quotation marks: the words, its offsets in the passage, its parts between omissions."""

    words: str
    start: int
    end: int
    parts: tuple[tuple[Token, ...], ...]

    @property
    def tokens(self) -> tuple[Token, ...]:
        """All words of all parts."""
        return tuple(token for part in self.parts for token in part)

    @property
    def is_name(self) -> bool:
        """True where it looks like the title of a work: most telling words have capitals."""
        telling = [token for token in self.tokens if token.telling]
        capitals = sum(self.words[token.start - self.start].isupper() for token in telling)
        return len(telling) > 1 and capitals / len(telling) > 0.8  # noqa: PLR2004 - room for a 'with'; a German sentence has fewer


def quoting(case: Case, edition: str) -> Iterator[tuple[Passage, Quotation]]:
    """The quotations of an edition's headnote, up to :data:`MOST`."""
    yield from _first(case, edition)[:MOST]


def has_more(case: Case, edition: str) -> bool:
    """True where a headnote has more quotations than are compared."""
    return len(_first(case, edition)) > MOST


def _first(case: Case, edition: str) -> tuple[tuple[Passage, Quotation], ...]:
    """One more than are compared, found once for all rules."""
    return case.once(("quotations", edition), lambda: tuple(islice(_all(case, edition), MOST + 1)))


def _all(case: Case, edition: str) -> Iterator[tuple[Passage, Quotation]]:
    for passage in case.headnote(edition):
        if any(mark in passage.words for mark in _OPENING):
            for quotation in quotations(passage.words):
                yield passage, quotation


def quotations(words: str) -> Iterator[Quotation]:
    """Everything between double quotation marks of any style; single ones only where there are no double ones."""
    found = list(_spans(words))
    for start, end in found or list(_single(words)):
        inside = words[start:end]
        parts, at = [], 0
        for gap in _ELLIPSIS.finditer(inside):
            parts.append(tuple(tokens(inside[at : gap.start()], start + at)))
            at = gap.end()
        parts.append(tuple(tokens(inside[at:], start + at)))
        yield Quotation(inside, start, end, tuple(part for part in parts if part))


def _spans(words: str) -> Iterator[tuple[int, int]]:
    """The offsets between paired double marks, outermost pairs only; a mark that is never closed opens nothing.

    One pass, whatever stands there: the marks that are open are kept, the oldest forgotten beyond a depth.
    """
    opened: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for match in _DOUBLE.finditer(words):
        mark, at = match[0], match.start()
        closed = next((depth for depth in reversed(range(len(opened))) if mark in _PAIRS[opened[depth][0]]), None)
        if closed is not None:
            pairs.append((opened[closed][1] + 1, at))
            del opened[closed:]
        elif mark in _PAIRS:
            opened.append((mark, at))
            del opened[:-_DEEPEST]
    end = -1
    for start, stop in sorted(pairs):
        if start > end:
            yield start, stop
            end = stop


_OPENING_SINGLE = re.compile(r"(?<![^\W_])‘(?=\S)")
_CLOSING_SINGLE = re.compile(r"’(?![^\W_])")


def _single(words: str) -> Iterator[tuple[int, int]]:
    """The offsets between single marks. A ’ behind an s may be a possessive: then a later mark that is none closes."""
    at = 0
    while opening := _OPENING_SINGLE.search(words, at):
        start = opening.end()
        beyond = _OPENING_SINGLE.search(words, start)
        closings = list(_CLOSING_SINGLE.finditer(words, start, beyond.start() if beyond else len(words)))
        at = start
        if closings:
            sure = next((one for one in closings if words[one.start() - 1] != "s"), closings[0])
            yield start, sure.start()
            at = sure.end()


def tokens(words: str, offset: int = 0, passage: int = 0) -> Iterator[Token]:
    """The words, folded, with offsets; a bracket inside a word completes it, a bracket of words makes them optional."""
    if "[" not in words:
        for match in WORD.finditer(words):
            yield Token(folded(match[0]), offset + match.start(), offset + match.end(), passage)
        return
    plain, back = without_inner_brackets(words)
    brackets = [match.span() for match in BRACKETED.finditer(plain)]
    for match in WORD.finditer(plain):
        optional = any(start < match.start() and match.end() < end for start, end in brackets)
        start, end = back[match.start()], back[match.end() - 1] + 1
        altered = end - start > len(match[0])
        yield Token(folded(match[0]), offset + start, offset + end, passage, optional, altered)


def without_inner_brackets(words: str) -> tuple[str, Sequence[int]]:
    """``[W]e`` → ``We``, ``ha[ve]`` → ``have``; and for each character kept, where it stood."""
    dropped: set[int] = set()
    for match in re.finditer(r"\[([^\W_]+)\]", words):
        before, after = words[match.start() - 1 : match.start()], words[match.end() : match.end() + 1]
        if (match.start() > 0 and before.isalpha()) or after.isalpha():
            dropped |= {match.start(), match.end() - 1}
    if not dropped:
        return words, range(len(words))
    back = [position for position in range(len(words)) if position not in dropped]
    return "".join(words[position] for position in back), back


def folded(word: str) -> str:
    """A word as it is compared: without capitals, its apostrophes made alike."""
    return word.casefold().replace("’", "'").replace("ʼ", "'")
