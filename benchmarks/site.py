"""What the site of an archive costs to build, beside plain MkDocs on as many static pages of the same size.

The peer has the built-in theme, no plugin, and its pages outside the navigation.
Each build is a process of its own; memory is its peak.

    python benchmarks/site.py [RECORDS …] [--keep FOLDER]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import ground

ROOT = Path(__file__).resolve().parents[1]


class Built(NamedTuple):
    """A build: seconds on the clock, of the processor, and megabytes at the peak."""

    wall: float
    cpu: float
    memory: float


def built(folder: Path) -> Built:
    """Build what mkdocs.yml in that folder says."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", str(folder / "mkdocs.yml")]
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"}
    begun = time.perf_counter()
    with subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as started:
        _, status, usage = os.wait4(started.pid, 0)
        started.returncode = os.waitstatus_to_exitcode(status)
    if started.returncode:
        raise SystemExit(f"mkdocs build failed in {folder}")
    return Built(time.perf_counter() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def static(folder: Path, pages: int) -> Path:
    """As many pages of plain Markdown, of the same words."""
    docs = folder / "docs"
    docs.mkdir(parents=True)
    (docs / "index.md").write_text("# Static\n", encoding="utf-8")
    for number in range(pages):
        words = ground.text(number).decode().replace("%text 1\n\n@title", "#").replace("[^1]", "")
        (docs / f"page-{number:06}.md").write_text(words, encoding="utf-8")
    (folder / "mkdocs.yml").write_text(
        "site_name: Static\ntheme: mkdocs\nplugins: []\nnot_in_nav: page-*.md\nnav: [index.md]\n", encoding="utf-8"
    )
    return folder


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=[1_000])
    parser.add_argument("--keep", type=Path, help="make the archives here, or use those that are here already")
    options = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        for size in options.sizes:
            folder = (options.keep or Path(scratch)) / f"archive-{size}"
            if not folder.is_dir():
                ground.made(folder, size).close()
            peer, ours = built(static(Path(scratch) / f"static-{size}", size)), built(folder)
            figures = [f"{one.wall:.1f} s, {one.memory:.0f} MB" for one in (ours, peer)]
            ratios = (ground.ratio(ours.wall, peer.wall), ground.ratio(ours.cpu, peer.cpu))
            rows.append([f"{size:,}", *figures, *ratios, ground.ratio(ours.memory, peer.memory)])
    heads = ["records, each with its history", "ours", "plain MkDocs", "time, ours to that", "by CPU time", "memory"]
    print(ground.table(heads, rows))


if __name__ == "__main__":
    main()
