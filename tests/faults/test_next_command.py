"""Whichever command comes next after a writer that died between branch and files (T01, T17)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from provenance.model.correction import Decision
from provenance.ports import SystemClock
from provenance.store.archive import Archive
from provenance.store.lock import writing
from tests.faults.conftest import Scene
from tests.faults.killing import die, was_killed
from tests.faults.scene import AUTHOR, PLACES, environment, found_archive, git
from tests.faults.standing import fsck

pytestmark = pytest.mark.slow

RECORD = "harbour/doc-001"
FINISH = {
    "status": ("status",),
    "correct": ("correct", "harbour/doc-002", "--set", "/title=Next", "-m", "Because."),
    "amend": ("amend", "{id}", "-m", "Better said."),
    "revert": ("revert", "{id}", "-m", "It was right before."),
    "restore": ("restore", RECORD, "/title", "--to", "v1", "-m", "As it was."),
    "rename": ("rename", RECORD, "harbour/doc-009", "-m", "It counts otherwise."),
    "withdraw": ("withdraw", RECORD, "-m", "By request."),
    "release": ("release", "2026.1", "--notes", "The first."),
}
"""Commands that write, and status."""
READ = {
    "show": ("show", RECORD),
    "list": ("list",),
    "history": ("history", RECORD),
    "blame": ("blame", RECORD),
    "diff": ("diff", f"{RECORD}@v1", f"{RECORD}@v2"),
    "changelog": ("changelog",),
    "search": ("search", "nobody"),
    "verify": ("verify",),
    "audit": ("audit", RECORD),
    "dry run": ("correct", "harbour/doc-002", "--set", "/title=Next", "-m", "Because.", "-n"),
}
"""Commands that read: the terminal's desk finishes what was left where nobody else is writing."""


@pytest.fixture(scope="module")
def dead(tmp_path_factory: pytest.TempPathFactory) -> tuple[Scene, str]:
    """A writer killed as soon as its correction was on the disk, and that correction's id."""
    folder = tmp_path_factory.mktemp("dead")
    scene = Scene(folder / "archive", environment(folder / "home"))
    found_archive(scene.top, scene.environ)

    def work() -> None:
        with Archive.open(scene.top, environ=scene.environ, author=AUTHOR) as archive:
            archive.correct([PLACES[0].edit("w0n0", "w0n1")], Decision(reason="w0n1"), acknowledge=lambda _: die())

    assert was_killed(work)
    assert note(scene).exists()
    assert "w0n0" in (scene.top / PLACES[0].file).read_text(encoding="utf-8")
    said = git(scene.top, scene.environ, "log", "-1", "--format=%(trailers:key=Correction-Id,valueonly)")
    return scene, said.strip()


@pytest.fixture
def left(dead: tuple[Scene, str], tmp_path: Path) -> tuple[Scene, str]:
    """What the dead writer left, for one command alone; its lock is git's too, by a hard link, in the copy as well."""
    scene, correction = dead
    subprocess.run(["cp", "-a", str(scene.top), str(tmp_path / "archive")], check=True, timeout=60)
    assert (tmp_path / "archive/.git/index.lock").samefile(tmp_path / "archive/.git/provenance/lock")
    return Scene(tmp_path / "archive", environment(tmp_path / "home")), correction


def note(scene: Scene) -> Path:
    return scene.top / ".git" / "provenance" / "intent"


def run(scene: Scene, *typed: str) -> subprocess.CompletedProcess[str]:
    root = Path(__file__).resolve().parents[2]
    environ = {**scene.environ, "PYTHONPATH": str(root), "PROVENANCE_EDITOR": AUTHOR}
    command = [sys.executable, "-B", "-m", "provenance.cli.main", "-C", str(scene.top), *typed]
    return subprocess.run(command, env=environ, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("name", FINISH)
def test_t01_every_command_that_writes_and_status_finish_what_a_killed_writer_left(
    left: tuple[Scene, str], name: str
) -> None:
    scene, correction = left
    done = run(scene, *(word.format(id=correction) for word in FINISH[name]))
    assert done.returncode == 0, done.stderr
    assert not note(scene).exists()
    assert git(scene.top, scene.environ, "status", "--porcelain") == ""
    assert not (scene.top / ".git" / "index.lock").exists()
    assert "w0n1" in git(scene.top, scene.environ, "show", f"HEAD~{name != 'status':d}:{PLACES[0].file}")
    assert fsck(scene.top, scene.environ) == []


@pytest.mark.parametrize("name", READ)
def test_t01_every_command_that_reads_sees_the_correction_and_finishes_it_too(
    left: tuple[Scene, str], name: str
) -> None:
    scene, _ = left
    done = run(scene, *READ[name])
    assert done.returncode in {0, 1}, done.stderr
    assert "Traceback" not in done.stderr
    if name in {"show", "history", "list", "diff", "changelog"}:
        assert "w0n1" in done.stdout
    assert not note(scene).exists()
    assert git(scene.top, scene.environ, "status", "--porcelain") == ""
    assert "w0n1" in (scene.top / PLACES[0].file).read_text(encoding="utf-8")


def test_t01_a_reader_that_may_not_write_or_finds_a_writer_reads_the_branch_and_leaves_the_note(
    left: tuple[Scene, str],
) -> None:
    """Who holds the lock may be writing: nobody waits for it, and nobody else settles."""
    scene, _ = left
    before = note(scene).read_bytes()
    with Archive.open(scene.top, environ=scene.environ) as holder, writing(holder.repository, clock=SystemClock()):
        done = run(scene, "show", RECORD)
    assert (done.returncode, "w0n1" in done.stdout) == (0, True), done.stderr
    assert note(scene).read_bytes() == before
    assert run(scene, "status").returncode == 0
    assert not note(scene).exists()
