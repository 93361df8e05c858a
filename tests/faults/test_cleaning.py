"""``git gc`` beside writers, and what lay about unflushed or unreferenced before a correction needed it (T03, T11)."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from provenance.model.address import RecordId
from tests.faults import routes
from tests.faults.cleaning import clean_beside_writers, drop_all_since, leave_old_objects
from tests.faults.conftest import Scene
from tests.faults.cuts import commit_by_hand
from tests.faults.scene import PLACES, git, value
from tests.faults.standing import Standing, fsck, look
from tests.faults.test_bulk import bring_in, present
from tests.waiting import status_of, wait_until

pytestmark = pytest.mark.slow


def write(scene: Scene, number: int) -> None:
    routes.impatient(scene.top, scene.environ)(PLACES[0], value(0, number), lambda: None)


def held_gc(scene: Scene, folder: Path) -> tuple[subprocess.Popen[bytes], Path, Path]:
    """A ``git gc`` that stands still between choosing what to keep and throwing the rest away."""
    core = Path(subprocess.check_output(["git", "--exec-path"], text=True).strip())
    programs = folder / "core"
    programs.mkdir()
    for program in core.iterdir():
        if program.name != "git":
            (programs / program.name).symlink_to(program)
    chosen, go_on, real = folder / "chosen", folder / "go-on", shutil.which("git")
    script = programs / "git"
    script.write_text(
        f'#!/bin/sh\ncase " $* " in *" pack-objects "*) GIT_EXEC_PATH={core} {real} "$@"; status=$?; touch {chosen}\n'
        f"while [ ! -e {go_on} ]; do sleep 0.01; done; exit $status;; esac\n"
        f'GIT_EXEC_PATH={programs} exec {real} "$@"\n'
    )
    script.chmod(0o755)
    environ = {**scene.environ, "GIT_EXEC_PATH": str(programs)}
    return subprocess.Popen(["git", "gc", "-q"], cwd=scene.top, env=environ), chosen, go_on


def test_t11_words_that_were_written_three_weeks_ago_and_dropped_are_kept_when_a_correction_uses_them_during_gc(
    scene: Scene, tmp_path: Path
) -> None:
    leave_old_objects(scene.top, scene.environ, value(0, 1))
    gc, chosen, go_on = held_gc(scene, tmp_path)
    try:
        # where it ends before, git gc started no pack-objects of its own: this test needs another way to hold it
        wait_until(chosen.exists, lives=lambda: gc.poll() is None, what="choosing what to keep")
        write(scene, 1)
    finally:
        go_on.touch()
    assert gc.wait(timeout=60) == 0
    assert fsck(scene.top, scene.environ) == []
    assert look(scene.top, scene.environ, [value(0, 1)]) == Standing()


def test_t11_an_import_that_uses_again_what_was_dropped_three_weeks_ago_waits_until_git_gc_is_done(
    scene: Scene, tmp_path: Path
) -> None:
    tip = git(scene.top, scene.environ, "rev-parse", "HEAD").strip()
    ids = [RecordId(f"lights/doc-{number:03}") for number in range(20)]
    assert bring_in(scene, ids) == len(ids)
    drop_all_since(scene.top, scene.environ, tip)
    gc, chosen, go_on = held_gc(scene, tmp_path)
    child = -1
    try:
        wait_until(chosen.exists, lives=lambda: gc.poll() is None, what="choosing what to keep")
        child = os.fork()
        if child == 0:
            os._exit(bring_in(scene, ids))
        time.sleep(1)
        assert os.waitpid(child, os.WNOHANG)[0] == 0, "it did not wait"
        assert git(scene.top, scene.environ, "rev-parse", "HEAD").strip() == tip
    finally:
        go_on.touch()
    assert gc.wait(timeout=60) == 0
    assert os.WEXITSTATUS(status_of(child)) == len(ids)
    assert fsck(scene.top, scene.environ) == []
    assert sorted(present(scene)) == ids


def test_t11_beside_git_gc_without_pause_all_go_through(scene: Scene) -> None:
    found = clean_beside_writers(scene.top, scene.environ, 2, 8)
    assert (found.attempts, found.acknowledged, found.refused) == (16, 16, [])
    assert found.standing == Standing()
    assert found.cleanings > 0


def test_t11_where_the_branch_was_set_back_and_cleaned_the_index_of_history_is_made_again(scene: Scene) -> None:
    leave_old_objects(scene.top, scene.environ, value(0, 1))
    git(scene.top, scene.environ, "gc", "-q", "--prune=now")
    write(scene, 2)
    assert look(scene.top, scene.environ, [value(0, 2)]) == Standing()


def test_t03_a_correction_on_a_commit_made_by_hand_flushes_the_disk_first_and_only_once(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    from provenance.store import footing

    flushed: list[Path] = []
    real = footing._flush_file_system
    monkeypatch.setattr(footing, "_flush_file_system", lambda folder: (flushed.append(folder), real(folder)))
    write(scene, 1)
    assert flushed == []
    commit_by_hand(scene.top, scene.environ, "a note\n")
    write(scene, 2)
    write(scene, 3)
    assert flushed == [scene.top / ".git"]


def test_t03_a_file_that_git_add_left_unflushed_is_flushed_when_a_correction_uses_it(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, what = PLACES[0], value(0, 1)
    written = place.written((scene.top / place.file).read_text(encoding="utf-8"), what)
    done = subprocess.run(
        ["git", "hash-object", "-w", "--stdin"],
        cwd=scene.top, env=scene.environ, input=written.encode(), capture_output=True, check=True,
    )  # fmt: skip
    oid = done.stdout.decode().strip()
    flushed: list[int] = []
    fsync = os.fsync

    def noted(descriptor: int) -> None:
        flushed.append(os.fstat(descriptor).st_ino)
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    write(scene, 1)
    assert (scene.top / ".git" / "objects" / oid[:2] / oid[2:]).stat().st_ino in flushed
