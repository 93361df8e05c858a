"""What the audit of an archive costs, beside loading and validating the same records and texts.

python benchmarks/audit.py [RECORDS …] [--keep FOLDER]
"""

from __future__ import annotations

import argparse
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import ground

from provenance.audit.runner import audit
from provenance.store.archive import Archive

if TYPE_CHECKING:
    from collections.abc import Callable

    from provenance.store.snapshot import Snapshot

RUNS = 3


def loaded(snapshot: Snapshot) -> None:
    """Every record validated and every text parsed; from the files, as the audit reads them here: nothing is kept."""
    for record in snapshot.ids():
        dossier = snapshot.dossier(record)
        _ = dossier.record
        for edition in dossier.editions():
            dossier.text(edition)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=[1_000, 10_000])
    parser.add_argument("--keep", type=Path, help="make the archives here, or use those that are here already")
    options = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        for size in options.sizes:
            folder = (options.keep or Path(scratch)) / f"archive-{size}"
            environ = ground.machine(folder.parent / "home")
            there = folder.is_dir()
            with Archive.open(folder, environ=environ) if there else ground.made(folder, size) as archive:
                snapshot = archive.snapshot()
                work: dict[str, Callable[[], object]] = {
                    "audit": partial(audit, snapshot),
                    "load": partial(loaded, snapshot),
                }
                costs = ground.interleaved(work, RUNS if size < ground.SPARSE_FROM else 1, warm=False)
            ours, peer = costs["audit"], costs["load"]
            figures = (f"{ours.wall:.1f} s", f"{peer.wall:.1f} s")
            rows.append([f"{size:,}", *figures, ground.ratio(ours.wall, peer.wall), ground.ratio(ours.cpu, peer.cpu)])
    heads = ["records", "audit, cold", "loading and validating", "ours to that", "by CPU time"]
    print(ground.table(heads, rows))


if __name__ == "__main__":
    main()
