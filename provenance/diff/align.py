"""Blocks of two texts aligned: the globally best order-keeping alignment, then moves, splits and merges.

Blocks are matched by their words, never by number or place. Candidates come
from equal words and from shared rare words (an inverted index, so nothing is
compared with everything); of them the heaviest chain that keeps the order is
chosen by dynamic programming (weight: the units two blocks share, by RapidFuzz);
what lies between two links is compared all with all where that is little.
A block left over beside a pair that holds its words was split off or merged;
one whose like stands elsewhere was moved. Notes are aligned with notes apart
from the running text, wherever a file puts them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, product
from typing import TYPE_CHECKING, NamedTuple

from provenance.diff.units import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from provenance.diff.difference import Change
    from provenance.text.readings import Passage

LIKE = 0.42
"""Share of units in common from which two blocks may be one; unrelated English paragraphs share 0.2 to 0.3."""
LIKE_SHORT = 0.5
"""The same for blocks of fewer than ``SHORT`` units."""
SHORT = 6
LIKE_IN_PLACE = 0.34
"""The same for two blocks that stand alone between the same neighbours: most likely one was rewritten."""
LIKE_ELSEWHERE = 0.55
"""The same for two blocks that are not in order: a move must be surer."""
LIKE_OTHER_KIND = 0.8
"""The same for two blocks of unlike kinds: a dateline is no counterpart of a paragraph unless it nearly is one."""
CONTAINED = 0.5
"""Share of a left-over block's units that its neighbour's counterpart must gain to count as split or merged."""
RARE = 12
"""In how many blocks a word may stand to speak for a candidate."""
LEFT_OVER = 40
"""Blocks left over of text and notes that are compared with one another."""
BEST_CANDIDATES = 6
FAR_BEHIND = 4
"""How many times fewer rare words than the likeliest candidate one may share and still be looked at."""
ALL_ALIKE = 64
"""Pairs of blocks with the very same words that may all be meant."""
NEARER = 1e-6
"""What a place further off weighs less: it decides between equals alone."""
ALL_WITH_ALL = 2_500
"""Pairs of blocks between two links that are all scored."""
LIKE_LETTERS = 0.62
"""Share of letters in common, in order, of two blocks alone in their place; unrelated sentences share up to 0.55."""
LIKE_LETTERS_SHORT = 0.72
"""The same of two short blocks among several: a list of names in another transliteration."""
FEW_UNITS = 12
MOST_LETTERS = 2_000
HELD = 0.6
"""Share of the units of a block alone in its place that a longer one must hold: the words were written out."""


@dataclass(frozen=True)
class Pair:
    """Blocks that are one on both sides; an empty side: added or removed."""

    before: tuple[Passage, ...]
    after: tuple[Passage, ...]
    moved: bool = False
    before_places: tuple[int, ...] = ()
    after_places: tuple[int, ...] = ()

    @property
    def change(self) -> Change:
        """What an editor would say first of the alignment; words and numbers are looked at later."""
        if not self.before or not self.after:
            return "removed" if self.before else "added"
        if len(self.before) != len(self.after):
            return "split" if len(self.before) < len(self.after) else "merged"
        if self.moved:
            return "moved"
        if tuple(p.words for p in self.before) != tuple(p.words for p in self.after):
            return "changed"
        return "renumbered" if renumbered(self) else "unchanged"


def renumbered(pair: Pair) -> bool:
    """Whether a pair's printed numbers, or a note's call, differ. A text without numbers renumbers nothing."""
    return (
        bool(pair.before and pair.after)
        and len(pair.before) == len(pair.after)
        and any(
            b.number != a.number or b.note != a.note
            for b, a in zip(pair.before, pair.after, strict=True)
            if (b.note is None) == (a.note is None)
            and (b.number is not None or b.note is not None)
            and (a.number is not None or a.note is not None)
        )
    )


def align(before: Sequence[Passage], after: Sequence[Passage], rows: Rows | None = None) -> tuple[Pair, ...]:
    """The blocks of both sides in pairs, in the order of the right side; what was removed stands where it stood.

    Near linear in the number of blocks where the texts are mostly alike. ``rows``
    keeps the units made here for whoever compares the words next.
    """
    rows = rows or Rows()
    found: list[Pair] = []
    for notes in (False, True):
        left = _Side(before, [i for i, p in enumerate(before) if (p.note is not None) is notes], rows)
        right = _Side(after, [j for j, p in enumerate(after) if (p.note is not None) is notes], rows)
        found.extend(_Alignment(left, right).pairs())
    return tuple(_in_order(_between_text_and_notes(found, rows)))


def _between_text_and_notes(pairs: list[Pair], rows: Rows) -> list[Pair]:
    """A note left over whose words are a paragraph on the other side, or the reverse, is one that moved."""
    gone = [pair for pair in pairs if not pair.after][:LEFT_OVER]
    come = [pair for pair in pairs if not pair.before][:LEFT_OVER]
    if not gone or not come:
        return pairs
    taken: dict[int, Pair] = {}
    for mine in gone:
        for theirs in come:
            (left,), (right,) = mine.before, theirs.after
            if (left.note is None) == (right.note is None) or id(theirs) in taken:
                continue
            codes = rows.of(mine.before).code, rows.of(theirs.after).code
            if min(map(len, codes)) >= SHORT and 2 * common_units(*codes) >= LIKE_OTHER_KIND * sum(map(len, codes)):
                taken[id(theirs)] = taken[id(mine)] = Pair(
                    mine.before,
                    theirs.after,
                    moved=True,
                    before_places=mine.before_places,
                    after_places=theirs.after_places,
                )
                break
    moved = list(dict.fromkeys(taken.values()))
    return [*(pair for pair in pairs if id(pair) not in taken), *moved]


class _Side:
    """The blocks of one side that are aligned together; their units are made when first needed."""

    def __init__(self, passages: Sequence[Passage], places: list[int], rows: Rows) -> None:
        self.places = places
        self.passages = [passages[place] for place in places]
        self.words = [passage.words for passage in self.passages]
        self.roles = [role(passage) for passage in self.passages]
        self._rows = rows

    def code(self, place: int) -> str:
        return self._rows.of((self.passages[place],)).code

    def joined(self, places: Iterable[int]) -> str:
        return "".join(self.code(place) for place in places)


def role(passage: Passage) -> str:
    """What kind of block it is: a dateline is no counterpart of a paragraph unless it has its very words."""
    if passage.note is not None:
        return "note"
    if passage.tag in (None, "quote", "verse"):
        return passage.section or "text"
    return passage.tag or "text"


class _Link(NamedTuple):
    """A candidate: left place, right place, units in common, share of both."""

    i: int
    j: int
    weight: float
    score: float


class _Alignment:
    """The alignment of one group of blocks, step by step."""

    def __init__(self, left: _Side, right: _Side) -> None:
        self.left = left
        self.right = right
        self.links: dict[int, int] = {}
        self.groups: dict[int, tuple[list[int], list[int]]] = {}

    def pairs(self) -> Iterator[Pair]:
        """All blocks of the group, in pairs."""
        candidates = [*self._equal(), *self._sharing()]
        chain = heaviest_chain(candidates)
        chain = self._between(chain)
        groups = [([link.i], [link.j]) for link in chain]
        groups = self._extended(groups)
        moved = self._moved(groups, candidates)
        yield from (self._pair(i, j, moved=False) for i, j in groups)
        yield from (self._pair([link.i], [link.j], moved=True) for link in moved)
        taken_i = {i for group, _ in groups for i in group} | {link.i for link in moved}
        taken_j = {j for _, group in groups for j in group} | {link.j for link in moved}
        yield from (self._pair([i], [], moved=False) for i in range(len(self.left.words)) if i not in taken_i)
        yield from (self._pair([], [j], moved=False) for j in range(len(self.right.words)) if j not in taken_j)

    def _pair(self, lefts: list[int], rights: list[int], *, moved: bool) -> Pair:
        return Pair(
            tuple(self.left.passages[i] for i in lefts),
            tuple(self.right.passages[j] for j in rights),
            moved,
            tuple(self.left.places[i] for i in lefts),
            tuple(self.right.places[j] for j in rights),
        )

    def _equal(self) -> Iterator[_Link]:
        """Blocks with the very same words; where these stand several times, the first with the first and so on.

        Where one side has fewer of them, all may be meant, the nearer the likelier.
        """
        left, right = _by_words(self.left), _by_words(self.right)
        for words in left.keys() & right.keys():
            here, there = left[words], right[words]
            few = len(here) != len(there) and len(here) * len(there) <= ALL_ALIKE
            for i, j in product(here, there) if few else zip(here, there, strict=False):
                yield _Link(i, j, words.count(" ") + 1.5 - abs(i - j) * NEARER, 1.0)

    @cached_property
    def _loose(self) -> tuple[list[int], list[int]]:
        """The blocks without a counterpart of the same words."""
        left, right = _by_words(self.left), _by_words(self.right)
        loose_i = [i for words, places in left.items() for i in places[len(right.get(words, ())) :]]
        loose_j = [j for words, places in right.items() for j in places[len(left.get(words, ())) :]]
        return sorted(loose_i), sorted(loose_j)

    def _sharing(self) -> Iterator[_Link]:
        """Unequal blocks that share rare words, the likeliest few of each."""
        loose_i, loose_j = self._loose
        rows = {j: set(self.right.code(j)) for j in loose_j}
        in_rows = Counter(chain.from_iterable(rows.values()))
        rare = {code for code, number in in_rows.items() if number <= RARE}
        posting: defaultdict[str, list[int]] = defaultdict(list)
        for j, row in rows.items():
            for code in row & rare:
                posting[code].append(j)
        for i in loose_i:
            shared = Counter(chain.from_iterable(map(posting.__getitem__, rare.intersection(self.left.code(i)))))
            enough = max(shared.values(), default=0) / FAR_BEHIND
            likely = [(j, number) for j, number in shared.items() if number >= enough]
            for j, _ in sorted(likely, key=lambda one: (-one[1], one[0]))[:BEST_CANDIDATES]:
                link = self._link(i, j)
                if link is not None:
                    yield link

    def _link(self, i: int, j: int, like: float = LIKE) -> _Link | None:
        """The two as a candidate, or None where they share too little."""
        left, right = self.left.code(i), self.right.code(j)
        if not left or not right:
            same = self.left.words[i] == self.right.words[j]
            return _Link(i, j, 0.5, 1.0) if same else None
        shorter, longer = min(len(left), len(right)), max(len(left), len(right))
        needed = LIKE_SHORT if shorter < SHORT else like
        if self.left.roles[i] != self.right.roles[j]:
            needed = LIKE_OTHER_KIND
        shared = common_units(left, right)
        score = 2 * shared / (shorter + longer)
        if score >= needed:
            return _Link(i, j, shared, score)
        if shorter >= SHORT and longer > 2 * shorter and self.left.roles[i] == self.right.roles[j]:
            return self._part(i, j, left, right)
        return None

    def _part(self, i: int, j: int, left: str, right: str) -> _Link | None:
        """A block that may be a part of the other: its words stand close together there."""
        from rapidfuzz.fuzz import partial_ratio

        score = partial_ratio(left, right) / 100
        return _Link(i, j, score * min(len(left), len(right)) * 0.9, score) if score >= LIKE_ELSEWHERE else None

    def _between(self, chain: list[_Link]) -> list[_Link]:
        """The chain with what else can be paired between two of its links."""
        filled: list[_Link] = []
        i = j = 0
        for link in [*chain, _Link(len(self.left.words), len(self.right.words), 0, 0)]:
            cells = (link.i - i) * (link.j - j)
            if 0 < cells <= ALL_WITH_ALL:
                scored = self._in_place if cells == 1 else self._in_short
                pairs = (scored(a, b) for a in range(i, link.i) for b in range(j, link.j))
                filled.extend(heaviest_chain([pair for pair in pairs if pair is not None]))
            filled.append(link)
            i, j = link.i + 1, link.j + 1
        return filled[:-1]

    def _in_place(self, i: int, j: int) -> _Link | None:
        """Two blocks that stand alone between the same neighbours; alike in letters where words were written anew."""
        link = self._link(i, j, LIKE_IN_PLACE)
        if link is not None or self.left.roles[i] != self.right.roles[j]:
            return link
        left, right = self.left.code(i), self.right.code(j)
        shorter, longer = sorted((len(left), len(right)))
        if shorter > 1 and longer <= 3 * shorter and common_units(left, right) >= HELD * shorter:
            return _Link(i, j, 0.5, HELD)
        return self._in_letters(i, j, LIKE_LETTERS)

    def _in_short(self, i: int, j: int) -> _Link | None:
        link = self._link(i, j)
        if link is not None or self.left.roles[i] != self.right.roles[j]:
            return link
        short = max(len(self.left.code(i)), len(self.right.code(j))) <= FEW_UNITS
        return self._in_letters(i, j, LIKE_LETTERS_SHORT) if short else None

    def _in_letters(self, i: int, j: int, needed: float) -> _Link | None:
        from rapidfuzz.fuzz import ratio

        left, right = self.left.words[i].casefold(), self.right.words[j].casefold()
        if not left or not right or max(len(left), len(right)) > MOST_LETTERS:
            return None
        score = ratio(left, right, score_cutoff=100 * needed) / 100
        return _Link(i, j, 0.5 * score, score) if score else None

    def _extended(self, groups: list[tuple[list[int], list[int]]]) -> list[tuple[list[int], list[int]]]:
        """Pairs joined by a neighbour whose words their other side holds too: split blocks, merged blocks."""
        taken_i = {i for lefts, _ in groups for i in lefts}
        taken_j = {j for _, rights in groups for j in rights}
        for lefts, rights in groups:
            self._extend(lefts, rights, taken_i, taken_j)
        return groups

    def _extend(self, lefts: list[int], rights: list[int], taken_i: set[int], taken_j: set[int]) -> None:
        equal = len(lefts) == len(rights) == 1 and self.left.words[lefts[0]] == self.right.words[rights[0]]
        while not equal:
            left, right = self.left.joined(lefts), self.right.joined(rights)
            base = common_units(left, right)
            if len(lefts) == 1 and self._grow(rights, taken_j, self.right, left, base):
                continue
            if len(rights) == 1 and self._grow(lefts, taken_i, self.left, right, base):
                continue
            return

    def _grow(self, own: list[int], taken: set[int], side: _Side, other: str, base: int) -> bool:
        """Take one free neighbour into ``own`` where the other side holds its words."""
        for place, grown in ((own[0] - 1, "front"), (own[-1] + 1, "back")):
            if not 0 <= place < len(side.words) or place in taken:
                continue
            code = side.code(place)
            if not code or side.roles[place] != side.roles[own[0]]:
                continue
            joined = code + side.joined(own) if grown == "front" else side.joined(own) + code
            if common_units(joined, other) - base >= max(1, CONTAINED * len(code)):
                own.insert(0 if grown == "front" else len(own), place)
                taken.add(place)
                return True
        return False

    def _moved(self, groups: list[tuple[list[int], list[int]]], candidates: Iterable[_Link]) -> list[_Link]:
        """Blocks left over on both sides that are one: the likest first."""
        taken_i = {i for lefts, _ in groups for i in lefts}
        taken_j = {j for _, rights in groups for j in rights}
        moved = []
        for link in sorted(candidates, key=lambda link: (-link.score * link.weight, link.i, link.j)):
            if link.i in taken_i or link.j in taken_j or link.score < LIKE_ELSEWHERE:
                continue
            moved.append(link)
            taken_i.add(link.i)
            taken_j.add(link.j)
        return moved


def _by_words(side: _Side) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for place, words in enumerate(side.words):
        places.setdefault(words, []).append(place)
    return places


def common_units(left: str, right: str) -> int:
    """How many units two rows have in common in order."""
    from rapidfuzz.distance import LCSseq

    return int(LCSseq.similarity(left, right))


def heaviest_chain(links: Iterable[_Link]) -> list[_Link]:
    """Of candidate pairs the chain, increasing on both sides, with the greatest weight: O(n log n), exact.

    A Fenwick tree over the right places holds the heaviest chain that ends at
    or before each.
    """
    ordered = sorted(links, key=lambda link: (link.i, -link.j))
    if not ordered:
        return []
    size = max(link.j for link in ordered) + 2
    best: list[tuple[float, int]] = [(0.0, -1)] * (size + 1)
    previous: list[int] = []
    for number, link in enumerate(ordered):
        weight, end = 0.0, -1
        place = link.j
        while place > 0:
            if best[place][0] > weight:
                weight, end = best[place]
            place -= place & -place
        previous.append(end)
        total = (weight + link.weight, number)
        place = link.j + 1
        while place <= size:
            if total[0] > best[place][0]:
                best[place] = total
            place += place & -place
    number = max(best)[1]
    chain = []
    while number >= 0:
        chain.append(ordered[number])
        number = previous[number]
    return chain[::-1]


def _in_order(pairs: list[Pair]) -> list[Pair]:
    """By place on the right; what was removed follows the block that it followed on the left."""
    stays = {place: max(pair.after_places) for pair in pairs if pair.after_places and not pair.moved
             for place in pair.before_places}  # fmt: skip
    follows: dict[int, int] = {}
    last = -1
    for place in sorted(place for pair in pairs for place in pair.before_places):
        last = stays.get(place, last)
        follows[place] = last

    def key(pair: Pair) -> tuple[int, int, int]:
        if pair.after_places:
            return (min(pair.after_places), 1, 0)
        return (follows[pair.before_places[0]], 2, pair.before_places[0])

    return sorted(pairs, key=key)
