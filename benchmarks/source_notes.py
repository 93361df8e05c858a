"""How well and how fast source notes are read: against an annotated corpus, notes a second, hostile notes.

    python benchmarks/source_notes.py [GOLD.jsonl [SCORER.py]]

GOLD has one {"note", "expected"} a line; without it the notes of the project's
sibling folder ../shared are taken where it is present. Speed is the median of
nine runs after one that warms up; a note of 1 MB must cost at most 13 times
one of 0.1 MB.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from provenance.importers.source_note import parse_note

CORPORA = Path(__file__).resolve().parents[2] / "shared" / "corpora"
HOSTILE = (
    "A, ",
    "(a ",
    "A. ",
    "Drafted by A and ",
    "see A, p. 1 ",
    "and ,, ",
    ". (A) ",
    "f. 1, op. 2, ",
    "Secret; ",
    "; translated by A",
    "Ф. 1. ",
    "The translation of ",
    "Archive no. 1 (",
    "Опубл.: А. М., 1996. ",
    "“A. ",
    "by A (?) ",
    "x",
)
RUNS = 9


def seconds(notes: list[str]) -> float:
    for note in notes:
        parse_note(note)
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        for note in notes:
            parse_note(note)
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def least(note: str) -> float:
    """The least processor time of three runs: the machine may be busy."""
    times = []
    for _ in range(3):
        started = time.process_time()
        parse_note(note)
        times.append(time.process_time() - started)
    return min(times)


def score(gold: Path, scorer: Path, notes: list[str]) -> None:
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".jsonl") as output:
        for at, note in enumerate(notes, 1):
            output.write(json.dumps(parse_note(note).as_json(at), ensure_ascii=False) + "\n")
        output.flush()
        print(
            subprocess.run(
                [sys.executable, scorer, gold, output.name], check=True, capture_output=True, text=True
            ).stdout
        )


def main() -> None:
    gold = Path(sys.argv[1]) if len(sys.argv) > 1 else CORPORA / "source_notes_dev.jsonl"
    scorer = Path(sys.argv[2]) if len(sys.argv) > 2 else CORPORA / "score_source_notes.py"  # noqa: PLR2004
    if gold.is_file():
        notes = [json.loads(line)["note"] for line in gold.read_text(encoding="utf-8").splitlines() if line.strip()]
        if scorer.is_file():
            score(gold, scorer, notes)
    else:
        notes = [
            "[Source: Cold Coast Archive, Fond 2, Opis 1. On file at the Museum of Pilotage. Translated by A. Lund.]"
        ] * 100
    spent = seconds(notes)
    print(f"notes a second: {len(notes) / spent:,.0f} (target 5,000; mean length {sum(map(len, notes)) // len(notes)})")
    print(f"{'hostile note of':<24}{'0.1 MB':>10}{'1 MB':>10}{'ratio':>8}   (target 13)")
    for seed in HOSTILE:
        small, large = (least("Source: " + seed * (size // len(seed))) for size in (100_000, 1_000_000))
        print(f"{seed!r:<24}{small:>9.3f}s{large:>9.3f}s{large / small:>8.1f}")


if __name__ == "__main__":
    main()
