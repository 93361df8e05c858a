"""Whether a quotation says what its source says, and what differs.

What is compared is words alone. An altered capital (``[W]e``), a completed word
(``ha[ve]``), a bracketed word (``[and]``), an omission, the closing full stop
inside the quotation marks, capitals, hyphens and the style of quotation marks
are an editor's usual liberties and no differences.

The nearest stretch is found with RapidFuzz's partial ratio over words, each
distinct word a code point (so one comparison costs what a comparison of
two short strings costs), then aligned word by word. Measured on 52 documents of
*Foreign Relations of the United States*: of 5,139 phrases of 4 to 9 words taken
from one document and looked for in another, 7 were taken for misquotations, all
of them set formulas; with one word changed, 96 of 100 phrases of ten words and
73 of 100 of five are found.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Literal

from provenance.audit.quotations import BRACKETED, WORD, folded, tokens, without_inner_brackets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from provenance.audit.case import Case
    from provenance.audit.quotations import Quotation, Token
    from provenance.text.readings import Passage

FEWEST_WORDS = 4
"""A shorter phrase is no evidence of anything: it may stand between quotation marks for many reasons."""
NEAR = 0.78
"""The likeness, by weight of words, from which a stretch counts as what was meant; less, the longer the quotation.

Chosen on quotations of both kinds, misquoted and of other origin: ``tests/audit/rules/quo001.yaml``.
"""
NEAR_IN_TELLING_WORDS = 0.68
"""The same for its telling words alone: two formulas share their little words."""
_REACH = 12
"""Words to look at on both sides of the nearest stretch of the quotation's own length."""


@dataclass(frozen=True)
class Change:
    """One stretch in which quotation and source differ: offsets in the quoting passage, and in that of the source."""

    quoted: tuple[int, int]
    source: tuple[int, int]
    passage: int


@dataclass(frozen=True)
class Reading:
    """What was found of a quotation: it stands there, a near stretch stands there, or nothing like it."""

    state: Literal["same", "near", "absent"]
    changes: tuple[Change, ...] = ()
    likeness: float = 0.0


def source_of(case: Case, edition: str) -> Source:
    """The words of an edition that its headnote may quote: the document's own."""
    return case.once(("quoted", edition), lambda: Source(case.body(edition)))


class Source:
    """The words that may be quoted: passages in order, as one run of words.

    Most quotations stand there as they are: words are only strings until one
    does not, and only the passages around its nearest stretch become tokens.
    """

    def __init__(self, passages: Iterable[Passage]) -> None:
        """Over the words of those passages."""
        self.passages = tuple(passages)

    @cached_property
    def _words(self) -> tuple[tuple[str, ...], ...]:
        """The folded words of each passage, in brackets or not: as many as it has tokens."""
        return tuple(_folded_words(without_inner_brackets(passage.words)[0]) for passage in self.passages)

    @cached_property
    def _runs(self) -> tuple[tuple[str, ...], ...]:
        """All words in order, with and without what stands in brackets."""
        everything = tuple(word for words in self._words for word in words)
        whole = " ".join(passage.words for passage in self.passages)
        if "[" not in whole:
            return (everything,)
        return everything, _folded_words(BRACKETED.sub(" ", without_inner_brackets(whole)[0]))

    @cached_property
    def _lines(self) -> tuple[str, ...]:
        """The same, parted by spaces: the quick test."""
        return tuple(f" {' '.join(run)} " for run in self._runs)

    @cached_property
    def _letters(self) -> tuple[tuple[str, frozenset[int]], ...]:
        """The same, run together, and where words begin and end in them."""
        return tuple(("".join(run), frozenset(accumulate(map(len, run), initial=0))) for run in self._runs)

    @cached_property
    def _codes(self) -> dict[str, str]:
        """A code point for each distinct word, past the surrogates."""
        return {word: chr(0x10000 + number) for number, word in enumerate(dict.fromkeys(self._runs[0]))}

    @cached_property
    def _run(self) -> str:
        codes = self._codes
        return "".join([codes[word] for word in self._runs[0]])

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        """At which word each passage begins, and at last how many there are."""
        return tuple(accumulate(map(len, self._words), initial=0))

    def _tokens(self, start: int, end: int) -> tuple[Token, ...]:
        """The words from ``start`` to ``end`` with their places."""
        first = bisect_right(self._starts, max(start, 0)) - 1
        last = bisect_left(self._starts, min(end, self._starts[-1]))
        found = tuple(
            token for number in range(first, last) for token in tokens(self.passages[number].words, 0, number)
        )
        return found[max(start, 0) - self._starts[first] :][: end - max(start, 0)]

    def read(self, quotation: Quotation, words: str) -> Reading:
        """What the source has of a quotation that stands in a passage of those words."""
        missing = [part for part in quotation.parts if not self._has(part)]
        if not missing:
            return Reading("same", likeness=1.0)
        # the parts beside an omission may be too short to judge by themselves
        judged = [self._nearest(part, words) for part in missing if len(part) >= FEWEST_WORDS]
        if not judged:
            return Reading("absent")
        changes = tuple(change for reading in judged if reading.state == "near" for change in reading.changes)
        likeness = min(reading.likeness for reading in judged)
        if any(reading.state == "absent" for reading in judged):
            return Reading("absent", likeness=likeness)
        return Reading("near" if changes else "same", changes, likeness)

    def _has(self, part: Sequence[Token]) -> bool:
        """True where the words, with or without those in brackets, stand there one after the other.

        Hyphens and spaces are no difference: ``decision-making`` is ``decisionmaking``.
        """
        forms = {tuple(token.word for token in part), tuple(token.word for token in part if not token.optional)}
        if any(f" {' '.join(form)} " in line for form in forms for line in self._lines):
            return True
        return any(_stands("".join(form), *letters) for form in forms for letters in self._letters)

    def _nearest(self, part: Sequence[Token], words: str) -> Reading:
        from rapidfuzz import fuzz

        codes = self._codes
        if not codes:
            return Reading("absent")
        asked = "".join(codes.get(token.word, chr(0xF0000 + number)) for number, token in enumerate(part))
        found = fuzz.partial_ratio_alignment(asked, self._run, score_cutoff=35.0)
        if found is None:
            return Reading("absent")
        return _aligned(part, self._tokens(found.dest_start - _REACH, found.dest_end + _REACH), words)


def _folded_words(plain: str) -> tuple[str, ...]:
    """The words, folded; one by one where folding makes two signs of a letter, so that they are as many as before."""
    whole = folded(plain)
    if len(whole) == len(plain):
        return tuple(WORD.findall(whole))
    return tuple(folded(word) for word in WORD.findall(plain))


def _stands(words: str, run: str, edges: frozenset[int]) -> bool:
    """True where the letters stand in the run, from the beginning of a word to the end of one."""
    at = run.find(words)
    while at >= 0:
        if at in edges and at + len(words) in edges:
            return True
        at = run.find(words, at + 1)
    return False


def _aligned(part: Sequence[Token], window: Sequence[Token], words: str) -> Reading:
    """The part against a window of the source: what differs, where its first and last words in common stand."""
    matched = _common(part, window)
    if not matched:
        return Reading("absent")
    window, matched = _trimmed(part, window, matched)
    changes = tuple(_changes(part, window, matched, words))
    total = sum(token.weight for token in (*part, *window) if not token.optional)
    likeness = min(1.0, 2 * sum(part[mine].weight for mine, _ in matched) / total) if total else 0.0
    if not changes:
        return Reading("same", likeness=likeness)
    meant = _is_snug(part, window, matched) or _is_near(part, window, matched, likeness)
    return Reading("near" if meant and len(changes) <= max(2, len(part) // 6) else "absent", changes, likeness)


def _is_near(part: Sequence[Token], window: Sequence[Token], matched: list[tuple[int, int]], likeness: float) -> bool:
    """True where so much is in common, in telling words too, that the stretch is what was meant."""
    slight = _slight(part, window, matched)
    shared = sum(part[mine].telling for mine, _ in matched)
    of_both = sum(token.telling and not token.optional for token in (*part, *window))
    return (
        likeness >= NEAR - 0.012 * min(len(part), 15)
        and shared >= (2 if slight else 3)
        and (slight or 2 * shared >= NEAR_IN_TELLING_WORDS * of_both)
        and _has_run(matched)
    )


def _is_snug(part: Sequence[Token], window: Sequence[Token], matched: list[tuple[int, int]]) -> bool:
    """True where one word alone differs inside a phrase of five words or more that begins and ends alike."""
    inside = matched[0][0] == 0 and matched[-1][0] == len(part) - 1
    telling = sum(part[mine].telling for mine, _ in matched)
    return (
        inside
        and len(part) > FEWEST_WORDS
        and len(matched) >= len(part) - 1
        and len(window) <= len(part) + 1
        and telling >= 2  # noqa: PLR2004 - 'the end of the': little words alone are no phrase
    )


def _common(part: Sequence[Token], window: Sequence[Token]) -> list[tuple[int, int]]:
    """The pairs of like words of a longest common run of words."""
    from rapidfuzz.distance import LCSseq

    codes = {word: chr(0x10000 + number) for number, word in enumerate({token.word for token in (*part, *window)})}
    mine, theirs = ("".join(codes[token.word] for token in side) for side in (part, window))
    pairs: list[tuple[int, int]] = []
    for op in LCSseq.opcodes(mine, theirs):
        if op.tag == "equal":
            pairs += zip(range(op.src_start, op.src_end), range(op.dest_start, op.dest_end), strict=True)
    return _close_together(part, window, pairs)


def _close_together(
    part: Sequence[Token], window: Sequence[Token], pairs: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Without strays: a little word far from its neighbours at either end is no part of what was quoted."""
    kept = list(pairs)
    while len(kept) > 1:
        first, second = kept[0], kept[1]
        if not part[first[0]].telling and (second[1] - first[1]) - (second[0] - first[0]) > 1:
            kept.pop(0)
            continue
        last, before = kept[-1], kept[-2]
        if not part[last[0]].telling and (last[1] - before[1]) - (last[0] - before[0]) > 1:
            kept.pop()
            continue
        break
    del window
    return kept


def _trimmed(
    part: Sequence[Token], window: Sequence[Token], matched: list[tuple[int, int]]
) -> tuple[Sequence[Token], list[tuple[int, int]]]:
    """The window from where the quotation's first word would stand to where its last would; the pairs moved with it."""
    first, last = matched[0], matched[-1]
    start = max(0, first[1] - first[0])
    end = min(len(window), last[1] + len(part) - last[0])
    return window[start:end], [(mine, theirs - start) for mine, theirs in matched]


def _changes(
    part: Sequence[Token], window: Sequence[Token], matched: list[tuple[int, int]], words: str
) -> Iterator[Change]:
    """The stretches between words in common, less those in which only an editor's brackets stand on either side."""
    edges = [(-1, -1), *matched, (len(part), len(window))]
    for (mine, theirs), (next_mine, next_theirs) in pairwise(edges):
        quoted, source = part[mine + 1 : next_mine], window[theirs + 1 : next_theirs]
        if _permitted(quoted, source):
            continue
        at_edge = next_mine == len(part) or mine < 0
        if at_edge and not quoted:
            continue
        ours, of_source = _grown((mine + 1, next_mine), (theirs + 1, next_theirs), part, set(matched), words)
        yield Change(
            (part[ours[0]].start, part[ours[1] - 1].end),
            _offsets(window, of_source),
            window[min(max(theirs, 0), len(window) - 1)].passage,
        )


def _grown(
    ours: tuple[int, int], theirs: tuple[int, int], part: Sequence[Token], common: set[tuple[int, int]], words: str
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Both stretches, grown by words in common until both say something and the quoted one stands once."""
    (a, b), (c, d) = ours, theirs
    while True:
        shown = words[part[a].start : part[b - 1].end] if a < b else ""
        if shown and c < d and any(token.telling for token in part[a:b]) and words.count(shown) == 1:
            break
        if (b, d) in common:
            b, d = b + 1, d + 1
        elif (a - 1, c - 1) in common:
            a, c = a - 1, c - 1
        else:
            break
    return (a, b), (c, d)


def _offsets(window: Sequence[Token], stretch: tuple[int, int]) -> tuple[int, int]:
    """Where those words stand in their passage; of none, the point after the word before."""
    start, end = stretch
    if start < end and window[start].passage == window[end - 1].passage:
        return window[start].start, window[end - 1].end
    point = window[start - 1].end if start > 0 else 0
    return point, point


def _permitted(quoted: Sequence[Token], source: Sequence[Token]) -> bool:
    """True where a quotation may differ so: in brackets, its own or the source's, or by hyphens and spaces alone."""
    if quoted and all(token.optional or token.altered for token in quoted):
        return True
    if all(token.optional for token in (*quoted, *source)):
        return True
    return "".join(token.word for token in quoted) == "".join(token.word for token in source)


def _slight(part: Sequence[Token], window: Sequence[Token], matched: list[tuple[int, int]]) -> bool:
    """True where what differs is little words, or words that are forms of one another: ``was viewed``, ``views``."""
    from rapidfuzz import fuzz

    edges = [(-1, -1), *matched, (len(part), len(window))]
    for (mine, theirs), (next_mine, next_theirs) in pairwise(edges):
        quoted = [token for token in part[mine + 1 : next_mine] if token.telling]
        source = [token for token in window[theirs + 1 : next_theirs] if token.telling]
        if len(quoted) != len(source):
            return False
        if any(fuzz.ratio(one.word, other.word) < 60 for one, other in zip(quoted, source, strict=True)):  # noqa: PLR2004 - per cent
            return False
    return True


def _has_run(matched: list[tuple[int, int]]) -> bool:
    """True where at least three words, or two of four, stand together on both sides."""
    longest = run = 1
    for (mine, theirs), (next_mine, next_theirs) in pairwise(matched):
        run = run + 1 if (next_mine - mine, next_theirs - theirs) == (1, 1) else 1
        longest = max(longest, run)
    return longest >= min(3, max(2, len(matched) // 2))
