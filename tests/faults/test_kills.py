"""Killed at random: every acknowledged correction stands, and the next one needs no human (T01, T02, T06)."""

from __future__ import annotations

import os
import shutil
import time
from typing import TYPE_CHECKING

import pytest

from provenance.errors import ConflictError
from provenance.model.correction import Decision
from provenance.store.archive import Archive
from tests.faults import routes
from tests.faults.conftest import Scene
from tests.faults.killing import was_killed
from tests.faults.kills import kill_writers
from tests.faults.scene import AUTHOR, PLACES, git
from tests.faults.standing import Standing, fsck, landed, look
from tests.faults.writers import Writer
from tests.waiting import status_of, wait_until

if TYPE_CHECKING:
    import random
    from pathlib import Path

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("part", range(3))
def test_t01_of_150_killed_writers_every_acknowledged_correction_stands_and_the_next_goes_through(
    scene: Scene, chance: random.Random, part: int
) -> None:
    chance.seed(f"{chance.random()} {part}")
    ours, nobody_waits = routes.provenance, routes.impatient
    found = kill_writers(ours, scene.top, scene.environ, chance, 50, following=nobody_waits)
    assert found.standing == Standing()
    assert found.stuck == []
    assert found.slowest_next < 30
    assert found.acknowledged > 50
    assert git(scene.top, scene.environ, "status", "--porcelain") == ""


def test_what_looks_for_lost_doubled_mixed_and_set_back_corrections_finds_them(scene: Scene) -> None:
    """The look itself, on an archive that plain git has spoiled on purpose."""
    first, second = PLACES[0], PLACES[1]
    (scene.top / first.file).write_text(first.written((scene.top / first.file).read_text(), "w0n1"))
    both = second.written((scene.top / first.file).read_text(), "w1n1")
    (scene.top / first.file).write_text(both)
    git(scene.top, scene.environ, "commit", "-q", "-a", "-m", "w0n1")
    (scene.top / first.file).write_text(first.written(both, "w0n0"))
    git(scene.top, scene.environ, "commit", "-q", "-a", "-m", "w0n1")
    found = look(scene.top, scene.environ, ["w0n1", "w0n2"])
    assert (found.lost, found.doubled) == (["w0n2"], ["w0n1"])
    assert found.mixed == ["w0n1", "w0n1"]
    assert found.set_back == ["harbour/doc-001 title: w0n0, not w0n1"]
    tree = git(scene.top, scene.environ, "rev-parse", "HEAD^{tree}").strip()
    (scene.top / ".git" / "objects" / tree[:2] / tree[2:]).unlink()
    assert fsck(scene.top, scene.environ) != []


def test_t01_a_lock_that_a_killed_git_left_on_head_and_branch_keeps_the_next_editor_less_than_30_seconds(
    scene: Scene,
) -> None:
    """Liveness by the machine's own clock; what is waited for, and how long, is tested with a clock of ours."""
    for name in ("HEAD.lock", "refs/heads/main.lock"):
        (scene.top / ".git" / name).touch()
    begun = time.monotonic()
    said = Writer(routes.provenance, scene.top, scene.environ, PLACES[0], writer=0, count=1).end(within=30)
    assert [one.refused for one in said] == [None]
    assert 5 <= time.monotonic() - begun < 30


def _send(scene: Scene, correction_id: str, what: str, told: Path | None = None) -> str:
    with Archive.open(scene.top, environ=scene.environ, author=AUTHOR) as archive:
        place = PLACES[0]
        receipt = archive.correct(
            [place.edit("w0n0", what)],
            Decision(reason=what, correction_id=correction_id),
            acknowledge=lambda _: None if told is None else os.kill(os.getpid(), 9),
        )
        assert receipt.correction_id == correction_id
        return receipt.commit or ""


def test_t06_killed_between_branch_and_answer_and_sent_again_gives_the_same_answer_and_one_commit(
    scene: Scene, tmp_path: Path
) -> None:
    known = "01K0000000000000000000000A"
    assert was_killed(lambda: _send(scene, known, "w0n1", tmp_path))
    tip = git(scene.top, scene.environ, "rev-parse", "HEAD").strip()
    assert _send(scene, known, "w0n1") == tip
    assert [one.value for one in landed(scene.top, scene.environ)] == ["w0n1"]


def test_t06_sent_twice_at_the_same_time_both_get_the_same_answer_and_one_commit(scene: Scene, tmp_path: Path) -> None:
    """The first is slow: its git waits under the lock. The second finds nothing in history, waits, then finds it."""
    known = "01K0000000000000000000000B"
    folder = tmp_path / "slow"
    folder.mkdir()
    script = folder / "git"
    script.write_text(
        f'#!/bin/sh\ncase "$*" in *fast-import*) touch {tmp_path}/begun; sleep 1;; esac\n'
        f'exec {shutil.which("git")} "$@"\n'
    )
    script.chmod(0o755)
    slow = Scene(scene.top, {**scene.environ, "PATH": f"{folder}:{scene.environ['PATH']}"})
    child = os.fork()
    if child == 0:
        status = 1
        try:
            _send(slow, known, "w0n1")
            status = 0
        finally:
            os._exit(status)
    ended = list[int]()

    def lives() -> bool:
        if not ended and os.waitpid(child, os.WNOHANG)[0]:
            ended.append(child)
        return not ended

    wait_until((tmp_path / "begun").exists, lives=lives, what="git fast-import of the first sender")
    commit = _send(scene, known, "w0n1")
    assert status_of(child) == 0
    assert commit == git(scene.top, scene.environ, "rev-parse", "HEAD").strip()
    assert [one.value for one in landed(scene.top, scene.environ)] == ["w0n1"]


def test_t06_the_same_words_under_another_id_are_a_decision_of_its_own(scene: Scene) -> None:
    _send(scene, "01K0000000000000000000000C", "w0n1")
    with Archive.open(scene.top, environ=scene.environ, author=AUTHOR) as archive, pytest.raises(ConflictError):
        archive.correct([PLACES[0].edit("w0n0", "w0n2")], Decision(reason="w0n2"), expect="=w0n0")
