"""A purge killed at any step: the archive is the old one or the new one, and the next command does the rest (T01)."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from provenance.model.address import Pointer
from provenance.model.correction import Decision, FieldEdit
from provenance.store.archive import Archive
from provenance.store.purging import purge
from provenance.store.releasing import release
from provenance.store.status import status
from provenance.store.verify import verify
from tests.faults.conftest import Scene
from tests.faults.killing import killed_at
from tests.faults.scene import AUTHOR, PLACES, RECORDS, git

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

SECRET = b"Zebrawood"
LAW = Decision(reason="Court order of 3 May.")
EVERY = int(os.environ.get("PROVENANCE_EVERY", "17"))
"""Each seventeenth step here, from another one on with each seed; 1 tries them all, in two minutes."""
FIRST = int(os.environ.get("PROVENANCE_SEED", "1")) % EVERY


def every_object(scene: Scene) -> bytes:
    """All that git's object store holds, in use or not."""
    ask = ["git", "-C", str(scene.top), "cat-file", "--batch", "--batch-all-objects"]
    return subprocess.run(ask, capture_output=True, check=True, env=scene.environ).stdout


def of_references(scene: Scene) -> bytes:
    """All that a reference leads to."""
    listed = git(scene.top, scene.environ, "rev-list", "--objects", "--all").splitlines()
    ask = ["git", "-C", str(scene.top), "cat-file", "--batch"]
    given = "\n".join(line.split()[0] for line in listed).encode()
    return subprocess.run(ask, input=given, capture_output=True, check=True, env=scene.environ).stdout


def opened(scene: Scene) -> Archive:
    return Archive.open(scene.top, environ=scene.environ, author=AUTHOR)


@pytest.fixture
def rich(scene: Scene) -> Scene:
    """A correction of the record that is to go, one of the other, and a release."""
    with opened(scene) as archive:
        archive.correct([PLACES[2].edit("w2n0", SECRET.decode())], Decision(reason="As it says on the back."))
        release(archive, "2026.1")
        archive.correct([PLACES[5].edit("w5n0", "w5n1")], Decision(reason="Misread."))
    return scene


def test_t01_a_purge_killed_at_any_step_is_not_begun_or_is_finished_by_the_next_command(
    rich: Scene, tmp_path: Path
) -> None:
    kept = tmp_path / "kept"
    rich.top.rename(kept)
    outcomes = set()
    step = 1 + FIRST
    while True:
        shutil.rmtree(rich.top, ignore_errors=True)
        shutil.copytree(kept, rich.top, symlinks=True)

        def work() -> None:
            with opened(rich) as archive:
                purge(archive, RECORDS[0], LAW)

        killed = killed_at(step, work)
        outcomes.add(_judged(rich, step, next_is_status=step % 2 == 0))
        if not killed:
            break
        step += EVERY
    assert outcomes == {"old", "new"}
    assert step > 30


def _judged(scene: Scene, step: int, *, next_is_status: bool) -> str:
    """What stands after the kill and the next command: the old archive or the new one, never half of either."""
    with opened(scene) as archive:
        moved = archive.snapshot().dossier(RECORDS[0]).record.withdrawal is not None
        if moved:
            assert SECRET not in of_references(scene), step
            still = SECRET in every_object(scene)
            assert ("still-here" in {fault.code for fault in verify(archive).faults}) >= still, step
        if next_is_status:
            status(archive)
        else:
            archive.correct([FieldEdit(RECORDS[1], "set", Pointer.parse("/title"), "w4n1")], Decision(reason="Next."))
        dossier = archive.snapshot().dossier(RECORDS[0])
        assert set(dossier.files) == ({"record.yaml"} if moved else {"record.yaml", "editions/ours.txt"}), step
        assert [one for one in verify(archive).faults if one.severity != "note"] == [], step
    assert (SECRET in every_object(scene)) is not moved, step
    assert git(scene.top, scene.environ, "status", "--porcelain") == "", step
    assert git(scene.top, scene.environ, "for-each-ref", "refs/provenance") == "", step
    left = {path.name for path in (scene.top / ".git" / "provenance").iterdir()} - {"intent.half"}  # the next note's
    assert not {name for name in left if name.startswith(("spare", "purge", "intent"))}, step
    return "new" if moved else "old"


def test_no_file_of_ours_keeps_a_word_that_was_purged(rich: Scene) -> None:
    """Neither our index of history nor what was displaced from the work tree."""
    with opened(rich) as archive:
        list(archive.ask(lambda index: list(index.relevant())))
        assert naming_the_secret(rich.top)
        purge(archive, RECORDS[0], LAW)
    assert naming_the_secret(rich.top) == []


def naming_the_secret(top: Path) -> list[str]:
    """The files under a folder that hold the word as it is; git's objects are packed, and looked at elsewhere."""
    files = [path for path in sorted(top.rglob("*")) if path.is_file()]
    return [str(path) for path in files if SECRET in path.read_bytes()]
