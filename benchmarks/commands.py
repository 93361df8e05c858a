"""The command as it is typed: what its start costs beside a bare Python's, and how much memory it takes at its most.

Imported by store.py, which makes the archives.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import ground
from ground import at_most, milliseconds, table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

BASE = 1_000
"""Records of the archive that memory is held against."""
LIMIT = 300
"""Megabytes."""
FIRST = "FIRST"
"""Stands for the first commit of the archive that a command is typed in."""
COMMANDS = (
    ["list"], ["search", "karomi"], ["status"], ["diff", f"@{FIRST}", "@"],
    ["diff", f"@{FIRST}", "@", "--output-format", "patch"], ["history"], ["changelog"],
    ["release", "2099.1", "--dry-run"], ["verify"], ["audit", "--exit-zero"],
)  # fmt: skip
_STARTER = """
import os, subprocess, sys
started = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(os.wait4(started.pid, 0)[2].ru_maxrss)
"""
"""A small process between: the kernel counts to a program what the one that started it took."""
LONG = ("history", "changelog", "release", "verify", "audit")
"""Take minutes from 10,000 records on."""


def cold(archive: Path, record: str, environ: Mapping[str, str], one_import: float, runs: int) -> str:
    """``--help``, ``show`` and ``correct`` beside ``python -c pass``, by CPU time and by the clock."""
    own = [*_program(), "-C", str(archive)]
    typed = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "--help": [*_program(), "--help"],
        "show": [*own, "show", record],
        "correct": [*own, "correct", record, "-m", "Measured.", "--set"],
    }
    costs: dict[str, list[ground.Cost]] = {name: [] for name in typed}
    for number in range(runs):
        for name, words in typed.items():
            command = [*words, f"/note=Cold {number}"] if name == "correct" else words
            costs[name].append(ground.timed(lambda command=command: _run(command, environ)))  # type: ignore[misc]
    found = {
        name: ground.Cost(*(statistics.median(column) for column in zip(*each, strict=True)))
        for name, each in costs.items()
    }
    bare = found["python -c pass"]
    rows = []
    for name, target in (("--help", 3), ("show", 18), ("correct", 28)):
        wall = found[name].wall - (one_import if name == "correct" else 0)
        rows.append([
            f"`{name}`", milliseconds(found[name].wall), milliseconds(bare.wall), f"{found[name].cpu / bare.cpu:.1f} ×",
            *at_most(target, wall / bare.wall),
        ])  # fmt: skip
    heads = ["command", "ours", "`python -c pass`", "by CPU time", "ours to that", "target", "reached"]
    less = f"`correct` less one flushed `git fast-import` ({milliseconds(one_import)}).\n"
    return table(heads, rows) + "\n" + less


def _program() -> list[str]:
    """The command as it is installed beside this Python, else as a module."""
    installed = Path(sys.executable).with_name("provenance")
    return [str(installed)] if installed.is_file() else [sys.executable, "-m", "provenance"]


def _run(command: Sequence[str], environ: Mapping[str, str]) -> None:
    subprocess.run(command, env=dict(environ), capture_output=True, check=True)


def memory(archives: Sequence[tuple[int, Path]], environ: Mapping[str, str], spared: Sequence[str]) -> str:
    """Resident memory at its peak, beside that of the first archive; commands ``spared`` are left out."""
    rows = []
    for typed in COMMANDS:
        first = _peak(archives[0][1], typed, environ)
        for size, folder in archives[1:]:
            if typed[0] in spared:
                rows.append([f"`{_named(typed)}`", f"{size:,}", f"{first:.0f} MB", "not measured", *["–"] * 5])
                continue
            here = _peak(folder, typed, environ)
            rows.append([
                f"`{_named(typed)}`", f"{size:,}", f"{first:.0f} MB", f"{here:.0f} MB", *at_most(1.5, here / first),
                f"below {LIMIT} MB", "yes" if here < LIMIT else "**no**",
            ])  # fmt: skip
    heads = [
        "command",
        "records",
        f"at {archives[0][0]:,}",
        "here",
        "to that",
        "target",
        "reached",
        "target",
        "reached",
    ]
    return table(heads, rows)


def _named(typed: Sequence[str]) -> str:
    return " ".join(word for word in typed if not word.startswith("@"))


def _peak(archive: Path, typed: Sequence[str], environ: Mapping[str, str]) -> float:
    """Megabytes of the process or of a git that it starts, whichever takes more."""
    first = ground.git(archive, "rev-list", "--max-parents=0", "HEAD").decode().split()[0]
    words = [word.replace(FIRST, first) for word in typed]
    command = [sys.executable, "-c", _STARTER, *_program(), words[0], "-C", str(archive), *words[1:]]
    done = subprocess.run(command, env=dict(environ), capture_output=True, check=True)
    return int(done.stdout) / 1024
