"""What cannot be followed is refused before anything is written."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from provenance.errors import ConflictError, InputError
from provenance.ports import FrozenClock
from tests.store.followed import (
    ENVIRONMENT,
    LINES,
    OTHER,
    RECORD,
    correct,
    edit,
    git,
    leftovers,
    put,
    scratch,
    status,
)

if TYPE_CHECKING:
    from pathlib import Path

CORRECTED = LINES.replace(b"Vardal", b"Vardal harbour")


@pytest.fixture
def top(tmp_path: Path) -> Path:
    return scratch(tmp_path / "archive")


def state(top: Path) -> tuple[object, ...]:
    """Everything that a refused correction must leave as it was."""
    git_dir = top / ".git" if (top / ".git").is_dir() else top
    files = {
        path.relative_to(top): path.read_bytes()
        for path in sorted(top.rglob("*"))
        if path.is_file() and "/.git/" not in f"{path}/"
    }
    return files, git(top, "rev-parse", "HEAD").stdout, (git_dir / "index").read_bytes(), leftovers(top)


@pytest.mark.parametrize("how", ["changed", "staged", "removed", "staged removal", "staged, then set back"])
def test_a_hand_edit_at_the_corrected_place_refuses_the_correction_and_nothing_is_written(top: Path, how: str) -> None:
    if "remov" in how:
        (top / RECORD).unlink()
    else:
        edit(top, RECORD, b"Vardal", b"Wardal")
    if "staged" in how:
        git(top, "add", "-A")
    if "set back" in how:
        put(top, RECORD, LINES)
    before = state(top)
    with pytest.raises(ConflictError) as refusal:
        correct(top, {OTHER: CORRECTED, RECORD: CORRECTED})
    assert state(top) == before
    assert refusal.value.exit_status == 3
    assert refusal.value.code == "hand-edit"
    assert "provenance correct harbour/doc-001 --from-edits" in str(refusal.value.hint)
    assert refusal.value.candidates == (RECORD,)
    assert [one["record"] for one in refusal.value.conflicts] == ["harbour/doc-001"]


def test_a_file_that_was_never_recorded_is_not_overwritten_by_a_new_record(top: Path) -> None:
    new = "records/harbour/doc-003/record.yaml"
    put(top, new, b"title: mine\n")
    before = state(top)
    with pytest.raises(ConflictError):
        correct(top, {new: b"title: ours\n"})
    assert state(top) == before


def test_a_new_record_whose_file_lies_there_already_as_it_is_recorded_goes_through(top: Path) -> None:
    new = "records/harbour/doc-003/record.yaml"
    put(top, new, b"title: ours\n")
    git(top, "add", "-N", new)
    correct(top, {new: b"title: ours\n"})
    assert status(top) == []


def test_an_editors_git_that_holds_the_index_is_waited_for_two_seconds_and_then_refuses(top: Path) -> None:
    (top / ".git" / "index.lock").write_bytes(b"")
    clock = FrozenClock("2026-01-02T10:00:00Z")
    began = clock.now()
    with pytest.raises(ConflictError) as refusal:
        correct(top, {RECORD: CORRECTED}, clock=clock)
    assert 2.0 <= (clock.now() - began).total_seconds() < 2.2
    assert (refusal.value.exit_status, refusal.value.code) == (3, "index-locked")
    assert (top / ".git" / "index.lock").read_bytes() == b""  # an editor's lock is never touched
    assert (top / RECORD).read_bytes() == LINES


def test_a_branch_checked_out_twice_is_refused_and_both_places_are_named(top: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    git(top, "worktree", "add", "-q", "--force", str(other), "main")
    with pytest.raises(InputError) as refusal:
        correct(top, {RECORD: CORRECTED})
    assert refusal.value.code == "branch-checked-out-twice"
    assert set(refusal.value.candidates) == {str(top), str(other)}


def test_a_second_work_tree_that_is_gone_does_not_count(top: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    git(top, "worktree", "add", "-q", "--force", str(other), "main")
    shutil.rmtree(other)
    correct(top, {RECORD: CORRECTED})
    assert status(top) == []


@pytest.mark.parametrize("what", ["merge", "cherry-pick", "revert"])
def test_a_merge_under_way_is_refused(top: Path, what: str) -> None:
    git(top, "switch", "-q", "-c", "side")
    edit(top, RECORD, b"three", b"four")
    git(top, "commit", "-q", "-a", "-m", "side")
    git(top, "switch", "-q", "main")
    edit(top, RECORD, b"three", b"five")
    git(top, "commit", "-q", "-a", "-m", "main")
    edit(top, RECORD, b"five", b"six")
    git(top, "commit", "-q", "-a", "-m", "main")
    git(top, what, "HEAD~1" if what == "revert" else "side", check=False)
    with pytest.raises(InputError) as refusal:
        correct(top, {OTHER: CORRECTED})
    assert refusal.value.code == "under-way"
    assert f"git {what} --abort" in str(refusal.value.hint)


def test_a_rebase_of_the_branch_in_another_work_tree_is_refused(top: Path, tmp_path: Path) -> None:
    edit(top, RECORD, b"three", b"four")
    git(top, "commit", "-q", "-a", "-m", "first")
    other = tmp_path / "other"
    git(top, "worktree", "add", "-q", "-b", "side", str(other), "HEAD~1")
    edit(other, RECORD, b"three", b"five")
    git(other, "commit", "-q", "-a", "-m", "side")
    git(other, "rebase", "main", check=False)
    git(top, "switch", "-q", "--ignore-other-worktrees", "side")
    with pytest.raises(InputError) as refusal:
        correct(top, {OTHER: CORRECTED})
    assert refusal.value.code == "under-way"


@pytest.mark.parametrize("place", ["archive", "user"])
def test_converted_line_ends_are_refused(
    top: Path, tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if place == "archive":
        git(top, "config", "core.autocrlf", "true")
    else:
        (tmp_path / "gitconfig").write_text("[core]\n\tautocrlf = true\n")
        monkeypatch.setitem(ENVIRONMENT, "GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    with pytest.raises(InputError) as refusal:
        correct(top, {RECORD: CORRECTED})
    assert refusal.value.code == "line-ends"


def test_a_file_with_converted_line_ends_is_refused(top: Path) -> None:
    put(top, RECORD, LINES.replace(b"\n", b"\r\n"))
    before = state(top)
    with pytest.raises(InputError) as refusal:
        correct(top, {RECORD: CORRECTED})
    assert (refusal.value.code, state(top)) == ("line-ends", before)


@pytest.mark.parametrize("what", ["link", "folder", "link on the way", "pipe"])
def test_no_link_is_followed_and_nothing_but_a_file_is_written_over(top: Path, tmp_path: Path, what: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree((top / RECORD).parent, elsewhere)
    if what == "link on the way":
        shutil.rmtree((top / RECORD).parent)
        (top / RECORD).parent.symlink_to(elsewhere)
    else:
        (top / RECORD).unlink()
        if what == "link":
            (top / RECORD).symlink_to(elsewhere / "record.yaml")
        elif what == "folder":
            (top / RECORD).mkdir()
        else:
            os.mkfifo(top / RECORD)
    commit = git(top, "rev-parse", "HEAD").stdout
    with pytest.raises(InputError):
        correct(top, {RECORD: CORRECTED})
    assert (elsewhere / "record.yaml").read_bytes() == LINES
    assert (git(top, "rev-parse", "HEAD").stdout, leftovers(top)) == (commit, [])


def test_a_note_that_cannot_be_written_refuses_the_correction_and_gives_the_index_back(top: Path) -> None:
    (top / ".git" / "provenance" / "intent.half").mkdir(parents=True)
    with pytest.raises(InputError) as refusal:
        correct(top, {RECORD: CORRECTED})
    assert refusal.value.code == "work-tree"
    assert not (top / ".git" / "index.lock").exists()
    assert (top / RECORD).read_bytes() == LINES


def test_a_work_tree_on_a_disk_that_is_away_is_refused_where_git_keeps_its_place(top: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    git(top, "worktree", "add", "-q", "-b", "side", str(other))
    git(top, "worktree", "lock", str(other))
    git(top, "switch", "-q", "--ignore-other-worktrees", "side")
    with pytest.raises(InputError) as refusal:
        correct(top, {RECORD: CORRECTED})
    assert refusal.value.code == "branch-checked-out-twice"
    git(top, "switch", "-q", "--detach")
    shutil.rmtree(other)
    (top / ".git" / "HEAD").write_text("ref: refs/heads/side\n")
    with pytest.raises(InputError) as refusal:
        correct(top, {RECORD: CORRECTED})
    assert refusal.value.code == "branch-checked-out-twice"
