"""A table imported by the command and killed at each tenth: whole rows or none, their authors with them (T14)."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

import pytest

from provenance.cli.main import main
from provenance.importers.finding_aid_table import Asked, read_table
from provenance.model.notation import write
from provenance.store.archive import Archive
from tests.faults.conftest import Scene
from tests.faults.killing import killed_at
from tests.faults.scene import git
from tests.faults.standing import fsck

if TYPE_CHECKING:
    from pathlib import Path

    from provenance.store.snapshot import Snapshot

pytestmark = pytest.mark.slow

PORTION, TENTHS = 6, 10
AUTHORS = "Lund{0}, A.; Berg{0}, B.; Dahl{0}, C.; Moen{0}, D."
"""Four a row: the authors of a portion are so many that they come in together, before its rows."""
STEPS = (15, 30, 220, 40, 90, 20, 160, 25, 60, 120)
"""The steps at which the runs are killed. How many a batch takes is not the same each time (a lock is looked at again),
so where two runs added nothing the next goes twice as far, and so on."""


def table(rows: int) -> str:
    lines = (f'Letter {n} on the harbour,1931-03,"{AUTHORS.format(n)}",17,{n}\n' for n in range(rows))
    return "title,date,author,fond,delo\n" + "".join(lines)


def bring_in(scene: Scene, path: Path) -> None:
    os.environ.clear()
    os.environ.update(scene.environ)
    os.chdir(scene.top)
    assert main(["import", str(path), "--collection", "harbour"]) == 0


def rows_in(there: Snapshot, rows: int) -> int:
    """How many of the table's records are in, each whole, and all whom they name with them."""
    found = 0
    agents = {str(key) for key in there.agents()}
    for one in read_table(table(rows).encode(), Asked("inventory.csv", "harbour")).rows:
        assert one.id is not None
        assert one.imported is not None
        if there.has(one.id):
            found += 1
            assert write(one.imported.record) in there.files(one.id)["record.yaml"].decode()
            assert agents >= set(one.imported.agents)
    return found


def idle(seen: list[int]) -> int:
    """How many of the last runs added nothing, less one."""
    return max(0, sum(one == seen[-1] for one in seen) - 2) if seen else 0


def test_t14_a_table_killed_at_each_tenth_goes_on_and_nothing_is_doubled_or_half(scene: Scene, tmp_path: Path) -> None:
    path = tmp_path / "inventory.csv"
    whole = PORTION * TENTHS
    seen = []
    for tenth, step in enumerate(STEPS, start=1):
        path.write_text(table(tenth * PORTION), encoding="utf-8")
        killed_at(step << idle(seen), partial(bring_in, scene, path))
        with Archive.open(scene.top, environ=scene.environ) as archive:
            seen.append(rows_in(archive.snapshot(), whole))
        assert seen[-1] % PORTION == 0, "a batch is whole or absent"
    assert seen == sorted(seen)
    assert len(set(seen)) > 2, "the kills fell on the same batch"
    assert seen[-1] < whole or len(set(seen)) < TENTHS, "no run was killed"
    assert not killed_at(1 << 20, partial(bring_in, scene, path))
    with Archive.open(scene.top, environ=scene.environ) as archive:
        assert rows_in(archive.snapshot(), whole) == whole
        assert sum(str(key).startswith(("lund", "berg", "dahl", "moen")) for key in archive.snapshot().agents()) == 240
    added = git(scene.top, scene.environ, "log", "--diff-filter=A", "--name-only", "--format=", "--", "records/harbour")
    names = [name for name in added.split() if "/letter-" in name]
    assert len(names) == len(set(names)) == whole
    assert git(scene.top, scene.environ, "status", "--porcelain") == ""
    assert fsck(scene.top, scene.environ) == []
