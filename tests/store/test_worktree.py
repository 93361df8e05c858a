"""The work tree follows a correction, and an editor's plain git undoes nothing (WORKTREE, T16, T17)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.store.followed import (
    LINES,
    OTHER,
    RECORD,
    at,
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


def test_a_correction_reaches_file_and_index_and_leaves_nothing_behind(top: Path) -> None:
    commit, notices = correct(top, {RECORD: CORRECTED})
    assert (top / RECORD).read_bytes() == CORRECTED
    assert git(top, "rev-parse", "HEAD").stdout.strip() == commit
    assert (notices, status(top), leftovers(top)) == ((), [], [])
    # the entry carries the file's date: plumbing that compares dates alone sees no change
    assert git(top, "diff-files", "--name-only").stdout == ""


WAYS = {
    "commit": [("add", "notes.txt"), ("commit", "-m", "by hand")],
    "commit -a": [("commit", "-a", "-m", "by hand")],
    "commit -- path": [("commit", "-m", "by hand", "--", "notes.txt")],
    "add -A": [("add", "-A"), ("commit", "-m", "by hand")],
    "stash": [("stash",), ("stash", "pop"), ("commit", "-a", "-m", "by hand")],
}


@pytest.mark.parametrize("way", WAYS)
def test_an_editors_plain_commit_after_a_correction_undoes_nothing(top: Path, way: str) -> None:
    edit(top, "notes.txt", b"note", b"better note")
    correct(top, {RECORD: CORRECTED})
    for args in WAYS[way]:
        git(top, *args)
    assert at(top, RECORD) == CORRECTED.decode()
    assert at(top, "notes.txt") == "a better note\n"
    assert status(top) == []


def test_what_an_editor_had_staged_of_another_file_stays_staged(top: Path) -> None:
    edit(top, "notes.txt", b"note", b"staged note")
    git(top, "add", "notes.txt")
    correct(top, {RECORD: CORRECTED})
    assert status(top) == ["M  notes.txt"]


def test_several_paths_of_one_correction_are_made_changed_and_taken_away_together(top: Path) -> None:
    new = "records/harbour/doc-003/editions/print.txt"
    correct(top, {RECORD: CORRECTED, OTHER: None, new: b"%text 1\n"})
    assert (top / RECORD).read_bytes() == CORRECTED
    assert (top / new).read_bytes() == b"%text 1\n"
    assert not (top / OTHER).parent.exists()
    assert (status(top), leftovers(top)) == ([], [])


def test_a_hand_edit_of_another_place_of_the_same_file_is_kept(top: Path) -> None:
    edit(top, RECORD, b"list: three", b"list: four  # my own")
    correct(top, {RECORD: CORRECTED})
    assert (top / RECORD).read_bytes() == CORRECTED.replace(b"list: three", b"list: four  # my own")
    assert at(top, RECORD) == CORRECTED.decode()
    git(top, "commit", "-a", "-m", "by hand")
    assert at(top, RECORD) == CORRECTED.decode().replace("list: three", "list: four  # my own")


def test_a_staged_edit_of_another_place_of_the_same_file_is_merged_in_the_index(top: Path) -> None:
    edit(top, RECORD, b"list: three", b"list: four")
    git(top, "add", RECORD)
    correct(top, {RECORD: CORRECTED})
    assert status(top) == [f"M  {RECORD}"]
    git(top, "commit", "-m", "by hand")
    assert at(top, RECORD) == CORRECTED.decode().replace("three", "four")


def test_a_staged_edit_and_a_further_edit_of_the_file_are_both_merged(top: Path) -> None:
    edit(top, RECORD, b"list: three", b"list: four")
    git(top, "add", RECORD)
    edit(top, RECORD, b"box: one", b"box: five")
    correct(top, {RECORD: CORRECTED})
    assert status(top) == [f"MM {RECORD}"]
    assert (top / RECORD).read_bytes() == CORRECTED.replace(b"three", b"four").replace(b"one", b"five")
    git(top, "commit", "-m", "by hand")
    assert at(top, RECORD) == CORRECTED.decode().replace("three", "four")


def test_a_file_removed_by_hand_that_another_correction_does_not_touch_stays_removed(top: Path) -> None:
    (top / OTHER).unlink()
    correct(top, {RECORD: CORRECTED})
    assert status(top) == [f" D {OTHER}"]


def test_the_recorded_hand_edit_needs_no_writing_and_leaves_the_file_clean(top: Path) -> None:
    edit(top, RECORD, b"three", b"four")
    before = (top / RECORD).stat().st_ino
    git(top, "add", RECORD)
    edit(top, RECORD, b"four", b"five")
    correct(top, {RECORD: (top / RECORD).read_bytes()}, from_edits=True)
    assert (top / RECORD).stat().st_ino == before
    assert (status(top), leftovers(top)) == ([], [])


def test_an_edit_saved_after_it_was_read_for_recording_stays_a_hand_edit(top: Path) -> None:
    edit(top, RECORD, b"three", b"four")
    recorded = (top / RECORD).read_bytes()
    edit(top, RECORD, b"four", b"five")
    correct(top, {RECORD: recorded}, from_edits=True)
    assert b"five" in (top / RECORD).read_bytes()
    assert status(top) == [f" M {RECORD}"]


def test_permissions_of_a_file_are_kept(top: Path) -> None:
    (top / RECORD).chmod(0o600)
    correct(top, {RECORD: CORRECTED})
    assert (top / RECORD).stat().st_mode & 0o777 == 0o600


def test_new_files_get_the_permissions_that_git_would_give(top: Path) -> None:
    put(top, "other.txt", b"")
    correct(top, {"records/harbour/doc-003/record.yaml": b"title: x\n"})
    there = top / "records/harbour/doc-003/record.yaml"
    assert there.stat().st_mode == (top / "other.txt").stat().st_mode


def test_many_files_of_one_correction_follow_together_with_the_hand_edits_among_them(top: Path) -> None:
    many = {f"records/many/doc-{number}/record.yaml": LINES for number in range(120)}
    correct(top, many)
    assert status(top) == []
    paths = list(many)
    edit(top, paths[3], b"three", b"four")
    (top / paths[5]).chmod(0o600)
    changed: dict[str, bytes | None] = dict.fromkeys(paths[:100], CORRECTED)
    correct(top, {**changed, paths[110]: None, "records/many/doc-200/record.yaml": LINES}, message=b"Many\n")
    assert (top / paths[3]).read_bytes() == CORRECTED.replace(b"three", b"four")
    assert (top / paths[5]).stat().st_mode & 0o777 == 0o600
    assert (status(top), leftovers(top)) == ([f" M {paths[3]}"], [])


def test_an_edit_saved_among_many_files_after_the_check_is_merged(top: Path) -> None:
    many = {f"records/many/doc-{number}/record.yaml": LINES for number in range(60)}
    correct(top, many)
    path = "records/many/doc-7/record.yaml"
    changed = dict.fromkeys(many, CORRECTED)
    correct(top, changed, message=b"Many\n", between=lambda: edit(top, path, b"three", b"four"))
    assert (top / path).read_bytes() == CORRECTED.replace(b"three", b"four")
    assert (status(top), leftovers(top)) == ([f" M {path}"], [])
