"""Commits given to git while the next are planned: nothing moves before the end, what is left leaves nothing."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from provenance.errors import ConflictError, InputError
from provenance.model.correction import Decision, Receipt
from provenance.ports import SystemClock
from provenance.store import ahead as ahead_module
from provenance.store import settlement
from provenance.store.ahead import Ahead
from provenance.store.archive import Archive
from provenance.store.bulk import correct_many
from provenance.store.lock import writing
from provenance.store.repository import Repository
from provenance.store.stream import FileChange, NewCommit
from provenance.store.writer import write
from tests.store.conftest import first_files
from tests.store.followed import BRANCH, ENVIRONMENT, WHO, git, scratch
from tests.store.test_bulk import many

if TYPE_CHECKING:
    from pathlib import Path

    from provenance.model.address import RecordId

WHY = Decision(reason="Typed.", kind="import")


def _commits(tip: str | None, count: int) -> list[NewCommit]:
    return [
        NewCommit(
            BRANCH, None if number else tip, WHO, WHO, b"%d" % number, (FileChange(f"f{number}", b"x%d\n" % number),)
        )
        for number in range(count)
    ]


def _leftovers(repository: Repository) -> list[str]:
    objects = repository.common_dir / "objects"
    return [path.name for path in (*objects.glob("pack/tmp_*"), *repository.git_dir.glob("fast_import_crash_*"))]


def test_the_branch_stays_until_the_end_and_then_holds_the_same_commits(tmp_path: Path) -> None:
    made = []
    for way in ("ahead", "at once"):
        repository = Repository.open(scratch(tmp_path / way), ENVIRONMENT)
        tip = repository.ref(BRANCH)
        new = _commits(tip, 5)
        with writing(repository, clock=SystemClock()) as lock, Ahead(repository, lock) as ahead:
            for commit in new if way == "ahead" else ():
                ahead.give(commit)
            assert repository.ref(BRANCH) == tip
            assert ahead.holds(new) == (way == "ahead")
            assert ahead.takes(new) == (way == "ahead")
            last = write(repository, new, lock_fd=lock.fd, ahead=ahead if ahead.takes(new) else None).tip
        assert last is not None
        assert repository.ref(BRANCH) == last
        made.append((repository.commit(last).tree, repository.run("rev-list", last, "--").count(b"\n")))
        repository.close()
    assert made[0] == made[1]


@pytest.mark.parametrize("count", [0, 1, 4])
def test_a_run_that_is_left_moves_nothing_and_leaves_nothing_behind(tmp_path: Path, count: int) -> None:
    top = scratch(tmp_path / "archive")
    repository = Repository.open(top, ENVIRONMENT)
    tip = repository.ref(BRANCH)
    with writing(repository, clock=SystemClock()) as lock:
        with Ahead(repository, lock) as ahead:
            for commit in _commits(tip, count):
                ahead.give(commit)
        assert not ahead.takes(_commits(tip, count))
        with Ahead(repository, lock).begin() as begun:
            assert begun.takes(_commits(tip, 1))
    assert repository.ref(BRANCH) == tip
    assert _leftovers(repository) == []
    assert git(top, "fsck", "--strict").stdout == ""
    repository.close()


def test_what_the_pipe_does_not_take_at_once_is_given_at_the_end(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead_module, "_PIPE", 4096)
    ids = many(30)
    found = list(correct_many(archive, ((first_files(record), WHY) for record in ids)))
    assert all(isinstance(one, Receipt) for one in found)
    assert set(ids) < set(archive.snapshot().ids())


def test_a_batch_that_overlaps_a_hand_edit_is_not_written_and_the_next_goes_through(archive: Archive) -> None:
    first, second, third = many(3)
    place = archive.root / first.path
    place.parent.mkdir(parents=True)
    place.write_text("title: by hand\n", encoding="utf-8")
    tip = archive.tip
    with pytest.raises(ConflictError):
        list(correct_many(archive, [(first_files(first), WHY), (first_files(second), WHY)]))
    assert archive.tip == tip
    assert _leftovers(archive.repository) == []
    (made,) = correct_many(archive, [(first_files(third), WHY)])
    assert isinstance(made, Receipt)


def test_t08_a_batch_whose_files_find_no_room_is_refused_before_the_branch_moves(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.open

    def full(path: str, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        if str(path) == "spare-4.half":
            raise OSError(28, "No space left on device", path)
        return real(path, flags, mode, dir_fd=dir_fd)

    monkeypatch.setattr(settlement, "FLUSHED_SINGLY", 1)
    tip, ids = archive.tip, many(4)
    with monkeypatch.context() as broken:
        broken.setattr(os, "open", full)
        with pytest.raises(InputError, match="No space left on device; nothing was written"):
            list(correct_many(archive, ((first_files(record), WHY) for record in ids)))
    assert archive.tip == tip
    _check_nothing_was_left(archive, ids)
    assert all(isinstance(one, Receipt) for one in correct_many(archive, ((first_files(one), WHY) for one in ids)))
    assert git(archive.root, "status", "--porcelain").stdout == ""


def test_t10_a_batch_that_git_fails_to_write_leaves_nothing_of_the_files_laid_ready(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "bin" / "git"
    program.parent.mkdir()
    program.write_text(
        '#!/bin/sh\ncase " $* " in *" fast-import "*) cat > /dev/null; exit 1;; esac\n'
        f'exec {archive.repository.git} "$@"\n'
    )
    program.chmod(0o755)
    environ = {**archive.repository.environ, "PATH": f"{program.parent}:{archive.repository.environ['PATH']}"}
    monkeypatch.setattr(settlement, "FLUSHED_SINGLY", 1)
    ids = many(4)
    with Archive.open(archive.root, environ=environ, clock=archive.clock) as failing, pytest.raises(InputError):
        list(correct_many(failing, ((first_files(record), WHY) for record in ids)))
    _check_nothing_was_left(archive, ids)


def _check_nothing_was_left(archive: Archive, ids: list[RecordId]) -> None:
    assert not any((archive.root / record.folder).exists() for record in ids)
    assert not list(archive.repository.state_dir.glob("spare-*"))
    assert not (archive.repository.state_dir / "intent").exists()
    assert not (archive.root / ".git" / "index.lock").exists()
