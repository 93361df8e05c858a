"""How fast a printed page becomes a record and its text, beside reading that text back in the notation.

    python benchmarks/import.py [PAGE.txt …]

Without files the specimen page of the tests is taken, and pages made of it that
are 10 and 100 times as long: time must grow with length alone.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from provenance.importers.importer import edits, read
from provenance.model.address import RecordId
from provenance.text.notation import parse, write

if TYPE_CHECKING:
    from collections.abc import Callable

SPECIMEN = Path(__file__).resolve().parents[1] / "tests" / "specimens" / "winter-lights.txt"
ID = RecordId.parse("benchmark/page")
RUNS = 5


def median(work: Callable[[], object]) -> float:
    work()
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def longer(page: str, times: int) -> str:
    """The same page with its body repeated, numbers running on."""
    head, body = page.split("\n\n\n3", 1)
    paragraphs = [line.lstrip("0123456789") for line in body.split("\n\n") if line and line[0] not in "\n1 "][:10]
    numbered = (f"{at}{paragraph}" for at, paragraph in enumerate(paragraphs * times, 3))
    return head + "\n\n\n" + "\n\n".join(numbered) + "\n"


def main() -> None:
    if len(sys.argv) > 1:
        pages = [(path, Path(path).read_bytes()) for path in sys.argv[1:]]
    else:
        page = SPECIMEN.read_text(encoding="utf-8")
        pages = [(f"specimen × {times}", longer(page, times).encode("utf-8")) for times in (1, 10, 100)]
    print(f"{'page':<32}{'KB':>8}{'import ms':>12}{'notation ms':>13}{'ratio':>8}{'KB/s':>9}")
    for name, content in pages:
        source = write(read(content, name=name, id=ID).text)
        ours = median(lambda content=content, name=name: edits(read(content, name=name, id=ID), ID))  # type: ignore[misc]
        peer = median(lambda source=source: parse(source))  # type: ignore[misc]
        size = len(content) / 1000
        times = f"{ours * 1000:>12.1f}{peer * 1000:>13.1f}{ours / peer:>8.1f}"
        print(f"{name[-32:]:<32}{size:>8.0f}{times}{size / ours:>9.0f}")


if __name__ == "__main__":
    main()
