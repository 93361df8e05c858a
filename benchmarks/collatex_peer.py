"""CollateX for Python behind a pipe, so that it can live in an environment of its own.

One pair a line comes in, ``[[words of A], [words of B]]``; out goes
``{"kept": [[places in A], [places in B]], "seconds": CPU}``: the words that it
aligned with an equal word. Run by the two benchmarks of differences with the
interpreter that ``COLLATEX_PYTHON`` names, else with their own.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from typing import IO, Any

ABSENT = "CollateX: not installed (COLLATEX_PYTHON may name an interpreter that has it)"


@cache
def running() -> subprocess.Popen[str] | None:
    """The process, started once; None where CollateX is not installed."""
    python = os.environ.get("COLLATEX_PYTHON") or sys.executable
    known = subprocess.run([python, "-c", "import collatex"], capture_output=True, check=False).returncode == 0
    if not known:
        return None
    return subprocess.Popen(
        [python, str(Path(__file__)), "serve"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    )


def ask(before: list[str], after: list[str]) -> dict[str, Any] | None:
    """What CollateX makes of two rows of words; None where it is not installed."""
    process = running()
    if process is None or process.stdin is None or process.stdout is None:
        return None
    process.stdin.write(json.dumps([before, after]) + "\n")
    process.stdin.flush()
    answer: dict[str, Any] = json.loads(process.stdout.readline())
    return answer


def serve(given: IO[str], wanted: IO[str]) -> None:
    """Answer until the pipe ends."""
    collatex: Any = importlib.import_module("collatex")
    for line in given:
        rows = json.loads(line)
        witnesses = [
            {"id": name, "tokens": [{"t": word + " ", "n": word, "at": n} for n, word in enumerate(words)]}
            for name, words in zip("AB", rows, strict=True)
        ]
        start = time.process_time()
        table = collatex.collate({"witnesses": witnesses}, segmentation=False)
        spent = time.process_time() - start
        kept: list[list[int]] = [[], []]
        for column in table.columns:
            both = [column.tokens_per_witness.get(name) for name in "AB"]
            if all(both):
                left, right = (tokens[0].token_data for tokens in both)
                if left["n"] == right["n"]:
                    kept[0].append(left["at"])
                    kept[1].append(right["at"])
        wanted.write(json.dumps({"kept": kept, "seconds": spent}) + "\n")
        wanted.flush()


if __name__ == "__main__" and sys.argv[1:] == ["serve"]:
    serve(sys.stdin, sys.stdout)
