"""What the dead leave: locks and half files of every kind, alone and all at once (T07)."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from provenance.errors import ConflictError
from provenance.model.correction import Decision
from provenance.ports import FrozenClock
from provenance.store.archive import Archive
from tests.faults.conftest import Scene
from tests.faults.scene import AUTHOR, PLACES, git
from tests.faults.standing import fsck

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

REMOVED = {
    "HEAD.lock": "a reference lock",
    "refs/heads/main.lock": "a branch lock",
    "provenance/index.lock": "the lock of our private index",
    "provenance/index": "our private index",
    "provenance/intent.half": "a note half written",
    "provenance/spare-0.half": "a file half written",
}
LEFT = {
    "packed-refs.lock": "of a git that packs references",
    "config.lock": "of a git that changes settings",
    "shallow.lock": "of a git that fetches",
    "gc.pid": "of a git that cleans up",
    "index.stash.lock": "of nobody that we know",
    "objects/pack/tmp_pack_x": "a pack half written: git gc removes it",
    "objects/pack/tmp_idx_x": "an index of a pack half written",
    "refs/heads/other.lock": "of another branch",
    "refs/tags/2026.1.lock": "of a tag",
}


def correct(scene: Scene, what: str) -> tuple[tuple[str, ...], float]:
    """One correction by a clock of ours: what the editor hears, and the seconds waited."""
    clock = FrozenClock("2026-01-02T10:00:00Z")
    began = clock.now()
    with Archive.open(scene.top, environ=scene.environ, author=AUTHOR, clock=clock) as archive:
        receipt = archive.correct([PLACES[0].edit("", what)], Decision(reason=what))
    return receipt.notices, (clock.now() - began).total_seconds()


def plant(scene: Scene, names: Iterable[str]) -> None:
    for name in names:
        place: Path = scene.top / ".git" / name
        place.parent.mkdir(exist_ok=True, parents=True)
        place.write_bytes(b"")


@pytest.mark.parametrize("name", REMOVED)
def test_t07_what_a_dead_writer_or_git_left_is_taken_away_and_the_correction_goes_through(
    scene: Scene, name: str
) -> None:
    plant(scene, [name])
    notices, waited = correct(scene, "w0n1")
    assert not (scene.top / ".git" / name).exists()
    is_reference = name in {"HEAD.lock", "refs/heads/main.lock"}
    assert any(name in notice for notice in notices) == is_reference
    assert (5 <= waited < 6) == is_reference
    assert git(scene.top, scene.environ, "status", "--porcelain") == ""


@pytest.mark.parametrize("name", LEFT)
def test_t07_what_does_not_concern_the_branch_is_neither_waited_for_nor_touched(scene: Scene, name: str) -> None:
    plant(scene, [name])
    notices, waited = correct(scene, "w0n1")
    assert (notices, waited < 1) == ((), True)
    assert (scene.top / ".git" / name).exists()


def test_t07_all_of_them_at_once_are_waited_for_together(scene: Scene) -> None:
    plant(scene, [*REMOVED, *LEFT])
    notices, waited = correct(scene, "w0n1")
    assert len(notices) == 2
    assert 5 <= waited < 6
    assert {name for name in (*REMOVED, *LEFT) if (scene.top / ".git" / name).exists()} == set(LEFT)


def test_t07_an_editors_index_lock_is_waited_for_two_seconds_and_never_touched(scene: Scene) -> None:
    plant(scene, ["index.lock"])
    tip = git(scene.top, scene.environ, "rev-parse", "HEAD")
    clock = FrozenClock("2026-01-02T10:00:00Z")
    began = clock.now()
    with (
        Archive.open(scene.top, environ=scene.environ, author=AUTHOR, clock=clock) as archive,
        pytest.raises(ConflictError) as refusal,
    ):
        archive.correct([PLACES[0].edit("", "w0n1")], Decision(reason="w0n1"))
    assert refusal.value.code == "index-locked"
    assert 2 <= (clock.now() - began).total_seconds() < 3
    assert (scene.top / ".git" / "index.lock").read_bytes() == b""
    assert git(scene.top, scene.environ, "rev-parse", "HEAD") == tip


def test_t07_an_index_lock_that_is_a_link_of_ours_is_taken_away(scene: Scene) -> None:
    correct(scene, "w0n1")
    os.link(scene.top / ".git" / "provenance" / "lock", scene.top / ".git" / "index.lock")
    assert correct(scene, "w0n2")[1] < 1
    assert not (scene.top / ".git" / "index.lock").exists()
    assert (git(scene.top, scene.environ, "status", "--porcelain"), fsck(scene.top, scene.environ)) == ("", [])
