"""How well are edits of known kind found again? Precision and recall, beside other tools on the same input.

Texts of our own making, of several shapes, get edits at rates from 1% to 40%:
words put in, taken out and replaced; punctuation and brackets set anew; blocks
moved, split and merged. Every word that is there afterwards knows where it came
from, so the truth is exact. Beside ours: difflib on words, deepdiff on
paragraphs, ``git diff --word-diff``; on short texts CollateX too, where it is
installed (``COLLATEX_PYTHON`` may name an interpreter that has it).

    python benchmarks/diff_quality.py [--quick] [--seed N]
"""

from __future__ import annotations

import argparse
import difflib
import random
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from collatex_peer import ABSENT, ask, running

from provenance.diff.compare import compare_texts
from provenance.text.readings import Passage, Run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Mark = tuple[str, int, int]
"""A word as a tool flags it: side, block, place among the block's words."""
RATES = (0.01, 0.05, 0.10, 0.20, 0.40)
COMMON = "the of and to in a that is was for it with as on be at by had not are but from or have an they which".split()  # noqa: SIM905
SYLLABLES = "ka ro mi ten sol var ne du lis pa gor tha win el bre sto ni ma cha ver lo fen ki dra mol".split()  # noqa: SIM905
CYRILLIC = "ка ро ми тен сол вар не ду лис па гор та вин ел бре сто ни ма ча вер ло фен ки дра мол".split()  # noqa: SIM905
SHAPES = {
    "essay": (30, (60, 140), "latin"),
    "telegrams": (60, (8, 25), "latin"),
    "chapter": (12, (200, 400), "latin"),
    "cyrillic": (30, (40, 100), "cyrillic"),
    "chinese": (20, (40, 90), "chinese"),
}
SHORT = {
    "letter": (8, (20, 60), "latin"),
    "notes": (14, (8, 25), "latin"),
    "cyrillic letter": (8, (20, 60), "cyrillic"),
    "chinese letter": (8, (20, 60), "chinese"),
}
"""Shapes that CollateX ends with in seconds: 2,000 words take it half a minute."""


@dataclass
class Word:
    """A word of the second text: what is printed, where it came from (None: new), what stands after it."""

    text: str
    origin: tuple[int, int] | None
    sign: str = ""
    bracketed: bool = False


@dataclass
class Case:
    """A pair of texts and the truth about them."""

    before: list[list[Word]]
    after: list[list[Word]]
    changed: set[Mark] = field(default_factory=set)
    signs: set[tuple[int, int]] = field(default_factory=set)
    brackets: set[tuple[int, int]] = field(default_factory=set)
    moved: set[int] = field(default_factory=set)
    split: set[int] = field(default_factory=set)
    merged: set[int] = field(default_factory=set)


def vocabulary(script: str, chance: random.Random) -> Callable[[], str]:
    """Words by Zipf's law: a few very common, many rare."""
    if script == "chinese":
        signs = [chr(0x4E00 + n) for n in range(900)]
        return lambda: signs[int(chance.random() ** 2 * len(signs))]
    parts = SYLLABLES if script == "latin" else CYRILLIC
    rare = ["".join(chance.choice(parts) for _ in range(chance.randint(2, 4))) for _ in range(4_000)]
    common = COMMON if script == "latin" else parts
    return lambda: chance.choice(common) if chance.random() < 0.45 else rare[int(chance.random() ** 2 * len(rare))]  # noqa: PLR2004


def make(shape: str, rate: float, seed: int, *, arranged: bool) -> Case:
    """One case of a shape at a rate; ``arranged``: blocks are moved, split and merged as well."""
    chance = random.Random(f"{shape} {rate} {seed}")  # noqa: S311
    blocks, (least, most), script = (SHAPES | SHORT)[shape]
    word = vocabulary(script, chance)
    before = [
        [Word(word(), (number, place)) for place in range(chance.randint(least, most))] for number in range(blocks)
    ]
    for block in before:
        for one in block:
            one.sign = chance.choice([",", ";", "."]) if chance.random() < 0.1 else ""  # noqa: PLR2004
    case = Case(before, [])
    edited = [
        edit_words(number, block, rate, word=word, chance=chance, case=case) for number, block in enumerate(before)
    ]
    if arranged:
        arrange(case, edited, rate, chance)
    else:
        case.after = edited
    truth(case)
    return case


def edit_words(
    number: int, block: list[Word], rate: float, *, word: Callable[[], str], chance: random.Random, case: Case
) -> list[Word]:
    """A block with words replaced, taken out and put in at the rate; signs and brackets at half of it."""
    edited: list[Word] = []
    for place, one in enumerate(block):
        copy = Word(one.text, one.origin, one.sign)
        roll = chance.random()
        if roll < rate * 0.6:
            new = word()
            copy = Word(new if new != one.text else new + new, None, one.sign)
        elif roll < rate * 0.8:
            continue
        elif roll < rate:
            edited.append(Word(word(), None))
        elif roll < rate * 1.25:
            copy.sign = {"": ","}.get(one.sign, "")
            case.signs.add((number, place))
        elif roll < rate * 1.5:
            copy.bracketed = True
            case.brackets.add((number, place))
        edited.append(copy)
    return edited or [Word(word(), None)]


def arrange(case: Case, edited: list[list[Word]], rate: float, chance: random.Random) -> None:
    """Blocks moved, split and merged, each a third of the rate and at least one."""
    count = max(1, round(len(edited) * rate / 3))
    free = list(range(len(edited)))
    chance.shuffle(free)
    splittable = [n for n in free if len(edited[n]) >= 8]  # noqa: PLR2004
    case.split = set(splittable[:count])
    pairs: list[int] = []
    used = set(case.split)
    for n in free:
        if len(pairs) < count and n + 1 < len(edited) and not {n, n + 1} & used:
            pairs.append(n)
            used |= {n, n + 1}
    case.merged = {n for pair in pairs for n in (pair, pair + 1)}
    case.moved = set([n for n in free if n not in used][:count])
    order: list[list[int]] = [[n, n + 1] if n in pairs else [n] for n in range(len(edited)) if n - 1 not in pairs]
    for number in sorted(case.moved):
        home = order.index([number])
        order.pop(home)
        goals = [g for g in range(len(order) + 1) if abs(g - home) > 2]  # noqa: PLR2004
        order.insert(chance.choice(goals or [0]), [number])
    for group in order:
        words = [one for number in group for one in edited[number]]
        cut = len(words) * chance.randint(35, 65) // 100 if group[0] in case.split else 0
        case.after += [words[:cut], words[cut:]] if cut else [words]


def truth(case: Case) -> None:
    """The words that are new, and those that are gone."""
    kept = {one.origin for block in case.after for one in block if one.origin}
    case.changed = {
        ("after", n, m) for n, block in enumerate(case.after) for m, one in enumerate(block) if not one.origin
    }
    case.changed |= {("before", *one.origin) for block in case.before for one in block if one.origin not in kept}


def printed(block: list[Word], *, spaced: bool = True) -> str:
    """A block as it is printed."""
    shown = (f"[{one.text}]{one.sign}" if one.bracketed else one.text + one.sign for one in block)
    return (" " if spaced else "").join(shown)


def passages(blocks: list[list[Word]], *, spaced: bool) -> tuple[Passage, ...]:
    """The blocks as passages of one reading."""
    return tuple(
        Passage(f"p{n}", None, None, None, None, "document", (Run(printed(block, spaced=spaced), "document"),))
        for n, block in enumerate(blocks)
    )


def places(block: list[Word], *, spaced: bool) -> list[tuple[int, int]]:
    """Where each word of a block stands in what is printed."""
    at, found = 0, []
    for one in block:
        start = at + one.bracketed
        found.append((start, start + len(one.text)))
        at += len(one.text) + 2 * one.bracketed + len(one.sign) + spaced
    return found


@dataclass
class Found:
    """What a tool found; None where it does not know the kind."""

    changed: set[Mark]
    signs: set[tuple[int, int]] | None = None
    brackets: set[tuple[int, int]] | None = None
    moved: set[int] | None = None
    split: set[int] | None = None
    merged: set[int] | None = None


def ours(case: Case, *, spaced: bool) -> Found:
    """This library."""
    found = Found(set(), set(), set(), set(), set(), set())
    blocks = compare_texts(passages(case.before, spaced=spaced), passages(case.after, spaced=spaced))
    for change in blocks:
        kinds = {"split": found.split, "merged": found.merged}
        if change.moved and found.moved is not None:
            found.moved |= set(change.places_before)
        if change.change in kinds:
            kinds[change.change].update(change.places_before)  # type: ignore[union-attr]
        for side, own, blocks_of in (
            ("before", change.places_before, case.before), ("after", change.places_after, case.after),
        ):  # fmt: skip
            at = 0
            for number in own:
                spans = places(blocks_of[number], spaced=spaced)
                length = len(printed(blocks_of[number], spaced=spaced))
                if change.change in ("added", "removed"):
                    found.changed |= {(side, number, m) for m in range(len(spans))}
                for word in change.changed_words():
                    start, end = word.offsets.before if side == "before" else word.offsets.after
                    touched = [m for m, (a, b) in enumerate(spans) if a + at < end and start < b + at]
                    if word.op != "moved":
                        found.changed |= {(side, number, m) for m in touched}
                    if side == "after" and at <= start <= at + length:
                        note_signs(case, found, word.sort, (number, start - at, end - at), spans)
                at += length + 1
    return found


def note_signs(
    case: Case, found: Found, sort: str | None, where: tuple[int, int, int], spans: list[tuple[int, int]]
) -> None:
    """A change of punctuation or brackets, laid to the word of the first text that it stands beside."""
    number, start, end = where
    if sort == "punctuation":
        before = [m for m, (_, b) in enumerate(spans) if b <= start]
        origin = case.after[number][before[-1]].origin if before else None
        if origin and found.signs is not None:
            found.signs.add(origin)
    if sort == "brackets":
        near = [m for m, (a, b) in enumerate(spans) if start <= a <= end or start <= b <= end]
        origin = case.after[number][near[0]].origin if near else None
        if origin and found.brackets is not None:
            found.brackets.add(origin)


def flat(blocks: list[list[Word]]) -> tuple[list[str], list[tuple[int, int]]]:
    """All words in one row, and their places."""
    words = [one.text for block in blocks for one in block]
    return words, [(n, m) for n, block in enumerate(blocks) for m in range(len(block))]


def by_difflib(case: Case) -> Found:
    """The standard library's matcher on words."""
    (left, at_left), (right, at_right) = flat(case.before), flat(case.after)
    changed: set[Mark] = set()
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag != "equal":
            changed |= {("before", *at_left[i]) for i in range(i1, i2)} | {
                ("after", *at_right[j]) for j in range(j1, j2)
            }
    return Found(changed)


def by_git(case: Case) -> Found:
    """``git diff --word-diff``, with this library's idea of a word."""
    (left, at_left), (right, at_right) = flat(case.before), flat(case.after)
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / name for name in ("a.txt", "b.txt")]
        for path, blocks in zip(files, (case.before, case.after), strict=True):
            path.write_text("\n".join(" ".join(one.text for one in block) for block in blocks) + "\n", encoding="utf-8")
        command = ["git", "diff", "--no-index", "--word-diff=porcelain", "--word-diff-regex=[^ ]+", "-U100000", *files]
        output = subprocess.run(command, capture_output=True, check=False, text=True, encoding="utf-8").stdout
    i = j = 0
    changed: set[Mark] = set()
    for line in output.split("\n")[5:]:
        words = line[1:].split()
        if line.startswith("-"):
            changed |= {("before", *at_left[i + k]) for k in range(len(words))}
            i += len(words)
        elif line.startswith("+"):
            changed |= {("after", *at_right[j + k]) for k in range(len(words))}
            j += len(words)
        elif line.startswith(" "):
            i, j = i + len(words), j + len(words)
    if not output:
        return Found(set())
    assert (i, j) == (len(left), len(right))
    return Found(changed)


def by_deepdiff(case: Case) -> Found:
    """Deepdiff on lists of paragraphs: it knows no words, so a changed paragraph is changed whole."""
    from deepdiff import DeepDiff

    rows = [[" ".join(one.text for one in block) for block in blocks] for blocks in (case.before, case.after)]
    found = DeepDiff(*rows, view="tree")
    changed: set[Mark] = set()
    for levels in found.values():
        for level in levels:
            for side, value, blocks in (("before", level.t1, case.before), ("after", level.t2, case.after)):
                number = level.path(output_format="list", force=None)[-1]
                if isinstance(value, str) and isinstance(number, int) and number < len(blocks):
                    changed |= {(side, number, m) for m in range(len(blocks[number]))}
    return Found(changed)


def by_collatex(case: Case) -> Found | None:
    """CollateX for Python, if it is installed; only on texts it ends with in reasonable time."""
    (left, at_left), (right, at_right) = flat(case.before), flat(case.after)
    answer = ask(left, right)
    if answer is None:
        return None
    kept_left, kept_right = map(set, answer["kept"])
    changed: set[Mark] = {("before", *at_left[i]) for i in range(len(left)) if i not in kept_left}
    return Found(changed | {("after", *at_right[j]) for j in range(len(right)) if j not in kept_right})


TOOLS: dict[str, Callable[[Case], Found | None]] = {
    "difflib": by_difflib, "git word-diff": by_git, "deepdiff": by_deepdiff,
}  # fmt: skip
KINDS = ("changed", "signs", "brackets", "moved", "split", "merged")


class Score:
    """Hits, false alarms and misses, summed over cases."""

    def __init__(self) -> None:
        """Nothing counted yet."""
        self.hit = self.false = self.missed = 0

    def add(self, found: set[object], true: set[object]) -> None:
        """One case more."""
        self.hit += len(found & true)
        self.false += len(found - true)
        self.missed += len(true - found)

    def __str__(self) -> str:
        """F1, then precision and recall."""
        precision = self.hit / (self.hit + self.false) if self.hit + self.false else 1.0
        recall = self.hit / (self.hit + self.missed) if self.hit + self.missed else 1.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return f"{f1:.3f} ({precision:.2f}/{recall:.2f})"


Tools = Mapping[str, "Callable[[Case], Found | None]"]


def table(shapes: Iterable[str], seeds: range, tools: Tools, *, arranged: bool) -> Iterator[str]:
    """The table in Markdown: every tool on the same cases; best F1 of a kind is the highest in its column."""
    what = "words changed, blocks moved, split and merged" if arranged else "words changed, no block moved or divided"
    yield ""
    yield f"{what}: F1 (precision/recall) of what was found again; {', '.join(shapes)}"
    yield ""
    yield "| rate | tool | " + " | ".join(KINDS) + " |"
    yield "| ---: | --- |" + " ---: |" * len(KINDS)
    for rate in RATES:
        scores: defaultdict[str, defaultdict[str, Score]] = defaultdict(lambda: defaultdict(Score))
        for shape in shapes:
            for seed in seeds:
                case = make(shape, rate, seed, arranged=arranged)
                results = {"ours": ours(case, spaced="chinese" not in shape)}
                results |= {name: got for name, tool in tools.items() if (got := tool(case)) is not None}
                for name, got in results.items():
                    for kind in KINDS:
                        value = getattr(got, kind)
                        if value is not None:
                            scores[name][kind].add(value, getattr(case, kind))
        for name, by_kind in scores.items():
            cells = " | ".join(str(by_kind.get(kind, "–")) for kind in KINDS)
            yield f"| {rate:.0%} | {name} | {cells} |"


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="one seed and two shapes")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    shapes = ("essay", "telegrams") if options.quick else tuple(SHAPES)
    seeds = range(options.seed, options.seed + (1 if options.quick else 4))
    for arranged in (True, False):
        for line in table(shapes, seeds, TOOLS, arranged=arranged):
            print(line, flush=True)
    if running() is None:
        print(f"\n{ABSENT}")
        return
    for arranged in (True, False):
        for line in table(tuple(SHORT), seeds, {**TOOLS, "CollateX": by_collatex}, arranged=arranged):
            print(line, flush=True)


if __name__ == "__main__":
    main()
