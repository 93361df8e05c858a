"""The time a difference takes, beside other tools on the same texts in the same run.

Two editions of 2,000, 20,000 and 200,000 words, 5% of the words changed, one
paragraph in a hundred split, one moved; ten thousand blocks; pairs made to hurt.
Ours does everything: alignment, words, classes, layers. CPU time, best of some
runs; memory is what Python holds at its peak. CollateX, where it is installed
(``COLLATEX_PYTHON`` may name an interpreter that has it), gets 2,000 words.

    python benchmarks/diff_speed.py [--quick]
"""

from __future__ import annotations

import argparse
import difflib
import random
import subprocess
import tempfile
import time
import tracemalloc
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from collatex_peer import ABSENT, ask, running

from provenance.diff.compare import compare_texts
from provenance.text.readings import Passage, Run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Text = list[list[str]]

COMMON = "the of and to in a that is was for it with as on be at by had not are but from or have an they which".split()  # noqa: SIM905
SYLLABLES = "ka ro mi ten sol var ne du lis pa gor tha win el bre sto ni ma cha ver lo fen ki dra mol".split()  # noqa: SIM905
PARAGRAPH = 100
SMALL, MIDDLE, LARGE = 2_000, 20_000, 200_000


class Measured(NamedTuple):
    """Seconds of each tool at one size; None: not measured there."""

    ours: float
    git: float
    difflib: float | None
    deepdiff: float | None
    collatex: float | None


def texts(words: int, seed: int = 1, *, block: int = PARAGRAPH) -> tuple[Text, Text]:
    """A text and its second edition."""
    chance = random.Random(seed)  # noqa: S311
    rare = ["".join(chance.choice(SYLLABLES) for _ in range(chance.randint(2, 4))) for _ in range(20_000)]

    def word() -> str:
        return chance.choice(COMMON) if chance.random() < 0.45 else rare[int(chance.random() ** 2 * len(rare))]  # noqa: PLR2004

    before = [[word() for _ in range(block)] for _ in range(words // block)]
    after = [[word() if chance.random() < 0.05 else one for one in row] for row in before]  # noqa: PLR2004
    for number in chance.sample(range(len(after)), max(1, len(after) // 100)):
        cut = max(1, len(after[number]) // 2)
        after[number : number + 1] = [after[number][:cut], after[number][cut:]]
        after.insert(chance.randrange(len(after)), after.pop(number))
    return before, after


def passages(text: Text) -> tuple[Passage, ...]:
    """As the library is given them; made anew each time, so that nothing is remembered."""
    return tuple(
        Passage(f"p{n}", None, str(n), None, None, "document", (Run(" ".join(row), "document"),))
        for n, row in enumerate(text)
    )


def best(work: Callable[[], object], times: int) -> float:
    """CPU seconds of the quickest run, this process and its children."""
    found = []
    for _ in range(times):
        start = spent()
        work()
        found.append(spent() - start)
    return min(found)


def spent() -> float:
    """CPU seconds so far, of this process and of its children."""
    import resource

    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def peak(work: Callable[[], object]) -> float:
    """Megabytes that Python held at most."""
    tracemalloc.start()
    work()
    size = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return size / 1e6


def by_difflib(before: Text, after: Text) -> None:
    """The standard library, on words."""
    rows = ([word for row in text for word in row] for text in (before, after))
    difflib.SequenceMatcher(None, *rows, autojunk=False).get_opcodes()


def by_deepdiff(before: Text, after: Text) -> None:
    """Deepdiff on lists of paragraphs."""
    from deepdiff import DeepDiff

    DeepDiff(*([" ".join(row) for row in text] for text in (before, after)))


def by_collatex(before: Text, after: Text) -> float | None:
    """CollateX for Python, on words: CPU seconds, by its own account; None where it is not installed."""
    answer = ask(*([word for row in text for word in row] for text in (before, after)))
    return None if answer is None else float(answer["seconds"])


def by_git(before: Text, after: Text) -> Callable[[], object]:
    """Git, with the files written beforehand."""
    folder = Path(tempfile.mkdtemp())
    for name, text in (("a", before), ("b", after)):
        (folder / name).write_text("\n".join(" ".join(row) for row in text) + "\n", encoding="utf-8")
    command = ["git", "diff", "--no-index", "--word-diff=porcelain", str(folder / "a"), str(folder / "b")]
    return lambda: subprocess.run(command, capture_output=True, check=False)


def ours(before: Text, after: Text) -> Callable[[], object]:
    """This library, with cold caches."""
    from provenance.diff import sorts, units

    def work() -> object:
        units.unit_key.cache_clear()
        sorts.fold_word.cache_clear()
        sorts.classify.cache_clear()
        return compare_texts(left, right)

    left, right = passages(before), passages(after)
    return work


def table(sizes: tuple[int, ...]) -> Iterator[str]:
    """The lines for texts mostly alike."""
    heads = ("words", "ours ms", "MB", "× before", "difflib ms", "× difflib", "git ms", "× git", "deepdiff ms")
    yield "| " + " | ".join(heads) + " |"
    yield "|" + " ---: |" * len(heads)
    measured: dict[int, Measured] = {}
    for size in sizes:
        before, after = texts(size)
        one = measured[size] = Measured(
            ours=best(ours(before, after), 5),
            git=best(by_git(before, after), 5),
            difflib=best(partial(by_difflib, before, after), 2) if size <= MIDDLE else None,
            deepdiff=best(partial(by_deepdiff, before, after), 2) if size <= MIDDLE else None,
            collatex=by_collatex(before, after) if size <= SMALL else None,
        )
        last = measured.get(size // 10)
        cells = (
            f"{size:,}", ms(one.ours), f"{peak(ours(before, after)):.1f}", ratio(one.ours, last and last.ours),
            ms(one.difflib), ratio(one.ours, one.difflib), ms(one.git), ratio(one.ours, one.git), ms(one.deepdiff),
        )  # fmt: skip
        yield "| " + " | ".join(cells) + " |"
    yield ""
    yield from targets(measured)


def targets(measured: Mapping[int, Measured]) -> Iterator[str]:
    """What was to be reached, and what was."""
    small, middle, large = (measured.get(size) for size in (SMALL, MIDDLE, LARGE))
    yield "| target | reached |"
    yield "| --- | ---: |"
    if small is not None:
        yield f"| 2,000 words: at most 3 × difflib on words | {ratio(small.ours, small.difflib)} |"
        yield (
            f"| 2,000 words: at least 500 × faster than CollateX ({ms(small.collatex)} ms) | "
            f"{ratio(small.collatex, small.ours)} |"
        )
    if large is not None and middle is not None:
        yield f"| 200,000 words: at most 15 × git --word-diff | {ratio(large.ours, large.git)} |"
        yield f"| from 20,000 to 200,000 words: at most 13 × | {ratio(large.ours, middle.ours)} |"


def ms(seconds: float | None) -> str:
    """Milliseconds, or a dash where nothing was measured."""
    return "–" if seconds is None else f"{seconds * 1000:,.1f}"


def ratio(one: float | None, other: float | None) -> str:
    """How many times the other, or a dash."""
    return "–" if one is None or not other else f"{one / other:,.2f}"


def hurtful() -> Iterator[tuple[str, Text, Text]]:
    """Pairs that are made to hurt."""
    yield "10,000 blocks of 12 words", *texts(120_000, block=12)
    yield "one word 100,000 times", [["word"] * 100_000], [["word"] * 99_000 + ["end"]]
    yield "nothing in common, 20,000 words", [[f"a{n}" for n in range(20_000)]], [[f"b{n}" for n in range(20_000)]]
    yield "10,000 equal blocks", [["word"] * 5 for _ in range(10_000)], [["word"] * 5 for _ in range(9_900)]
    unlike = [[[f"{side}{n}-{m}" for m in range(10)] for n in range(10_000)] for side in "ab"]
    yield "10,000 blocks, none alike", *unlike
    chance = random.Random(7)  # noqa: S311
    yield "100,000 words of six", *([[chance.choice("abcdef") for _ in range(100_000)]] for _ in range(2))


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="without the largest text and the hurtful pairs")
    options = parser.parse_args()
    for line in table((SMALL, MIDDLE) if options.quick else (SMALL, MIDDLE, LARGE)):
        print(line, flush=True)
    if running() is None:
        print(f"\n{ABSENT}")
    if not options.quick:
        print("\n| made to hurt | ms |\n| --- | ---: |")
        for name, before, after in hurtful():
            print(f"| {name} | {best(ours(before, after), 1) * 1000:,.0f} |", flush=True)


if __name__ == "__main__":
    main()
