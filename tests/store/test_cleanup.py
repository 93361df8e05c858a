"""Git's own clean-up is held off while many commits are written, and waited for where it runs already (T11)."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from provenance.errors import ConflictError
from provenance.model.correction import Edit, Receipt
from provenance.store.bulk import correct_many
from provenance.store.cleanup import LIMIT, VALID, held_off, runs
from provenance.store.lock import writing
from provenance.store.writer import FastImport
from tests.store.conftest import first_files
from tests.store.test_bulk import WHY, many
from tests.store.test_lock import TellingClock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from provenance.store.archive import Archive
    from provenance.store.snapshot import Snapshot


@pytest.fixture
def at_work(archive: Archive) -> Iterator[subprocess.Popen[bytes]]:
    """A process that lives, noted as git notes the one that cleans up."""
    with subprocess.Popen(["sleep", "600"]) as process:
        noted(archive).write_text(f"{process.pid} {socket.gethostname()}")
        yield process
        process.kill()


def noted(archive: Archive) -> Path:
    return archive.repository.common_dir / "gc.pid"


def bring_in(archive: Archive, count: int = 3) -> list[Receipt]:
    return [one for one in correct_many(archive, [(first_files(record), WHY) for record in many(count)])
            if isinstance(one, Receipt)]  # fmt: skip


def test_t11_git_starts_no_clean_up_while_a_batch_is_written_and_does_afterwards(archive: Archive) -> None:
    said: list[subprocess.CompletedProcess[str]] = []
    clean = ["git", "-C", str(archive.root), "gc"]

    def while_planned(_there: Snapshot) -> Sequence[Edit]:
        said.append(subprocess.run(clean, capture_output=True, text=True, timeout=60, check=False))
        return first_files(many(3)[2])

    first, second, _ = many(3)
    batch = [(first_files(first), WHY), (first_files(second), WHY), (while_planned, WHY)]
    assert all(isinstance(one, Receipt) for one in correct_many(archive, batch))
    assert "gc is already running" in said[0].stderr
    assert said[0].returncode != 0
    assert not noted(archive).exists()
    assert subprocess.run(clean, capture_output=True, timeout=60, check=False).returncode == 0


def test_t11_a_clean_up_that_runs_is_waited_for(archive: Archive, at_work: subprocess.Popen[bytes]) -> None:
    waited = []

    def after_two_seconds(passed: float) -> None:
        if passed >= 2 and at_work.returncode is None:
            at_work.kill()
            at_work.wait()
            waited.append(passed)

    clock = TellingClock(after_two_seconds)
    with writing(archive.repository, clock=clock) as lock, held_off(archive.repository, lock, clock):
        assert waited, "it did not wait"
        assert noted(archive).read_text().split()[0] == str(os.getpid())
    assert not noted(archive).exists()


@pytest.mark.usefixtures("at_work")
def test_t11_one_that_does_not_end_refuses_the_batch_in_words_and_is_left_alone(archive: Archive) -> None:
    before, clock = noted(archive).read_bytes(), TellingClock()
    with (
        writing(archive.repository, clock=clock) as lock,
        pytest.raises(ConflictError, match="git is cleaning up this archive") as refused,
        held_off(archive.repository, lock, clock),
    ):
        pytest.fail("it went on beside a clean-up")
    assert (refused.value.code, refused.value.file) == ("busy", str(noted(archive)))
    assert LIMIT <= clock.passed < LIMIT + 1
    assert noted(archive).read_bytes() == before


@pytest.mark.parametrize("left", ["999999999 here", "", "no number", f"{2**70} here"])
def test_what_a_killed_clean_up_or_import_left_is_passed_over(archive: Archive, left: str) -> None:
    noted(archive).write_text(left.replace("here", socket.gethostname()))
    assert not runs(archive.repository)
    assert len(bring_in(archive)) == 3
    assert not noted(archive).exists()


def test_a_lock_that_one_killed_while_noting_left_is_cleared_after_5_seconds_and_told(archive: Archive) -> None:
    (archive.repository.common_dir / "gc.pid.lock").touch()
    clock = TellingClock()
    with writing(archive.repository, clock=clock) as lock, held_off(archive.repository, lock, clock):
        assert 5 <= clock.passed < 6
        assert "gc.pid.lock" in lock.notices[0]
    assert not list(archive.repository.common_dir.glob("gc.pid*"))


@pytest.mark.usefixtures("at_work")
def test_a_note_older_than_git_itself_believes_counts_for_nothing(archive: Archive) -> None:
    assert runs(archive.repository)
    then = time.time() - VALID - 60
    os.utime(noted(archive), (then, then))
    assert not runs(archive.repository)


def test_t11_a_writer_that_fails_beside_a_clean_up_leaves_the_half_pack_that_may_be_its_own(
    archive: Archive, git: Callable[..., str]
) -> None:
    half = archive.repository.common_dir / "objects" / "pack" / "tmp_pack_Ab12cd"
    for beside, stays in ((True, True), (False, False)):
        run = FastImport(archive.repository, (), long=False)
        half.touch()
        process = subprocess.Popen(["sleep", "600"])
        noted(archive).write_text(f"{process.pid} {socket.gethostname()}")
        if not beside:
            process.kill()
            process.wait()
        run.kill()
        assert half.exists() is stays
        process.kill()
        process.wait()
    assert git("fsck", "--strict") == ""
