"""The one work tree that has the branch out follows, wherever it is and however git keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.store.followed import LINES, OTHER, RECORD, at, correct, edit, git, leftovers, put, scratch, status

if TYPE_CHECKING:
    from pathlib import Path

CORRECTED = LINES.replace(b"Vardal", b"Vardal harbour")


@pytest.fixture
def top(tmp_path: Path) -> Path:
    return scratch(tmp_path / "archive")


def commit_by_hand(top: Path) -> None:
    """An editor's plain commit of another file."""
    edit(top, "notes.txt", b"note", b"better note")
    git(top, "commit", "-q", "-a", "-m", "by hand")


def test_a_bare_archive_settles_nothing(top: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--bare", str(top), "bare.git")
    bare = tmp_path / "bare.git"
    git(bare, "remote", "remove", "origin")
    commit, notices = correct(bare, {RECORD: CORRECTED})
    assert git(bare, "rev-parse", "main").stdout.strip() == commit
    assert (at(bare, RECORD, "main"), notices) == (CORRECTED.decode(), ())
    assert not (bare / "index").exists()


def test_a_bare_repository_with_a_work_tree_of_its_own_is_followed(top: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--bare", str(top), "bare.git")
    bare, linked = tmp_path / "bare.git", tmp_path / "linked"
    git(bare, "remote", "remove", "origin")
    git(bare, "worktree", "add", "-q", str(linked), "main")
    correct(bare, {RECORD: CORRECTED})
    assert (linked / RECORD).read_bytes() == CORRECTED
    commit_by_hand(linked)
    assert (at(linked, RECORD), status(linked)) == (CORRECTED.decode(), [])


def test_a_linked_work_tree_is_followed_and_the_main_one_is_left_alone(top: Path, tmp_path: Path) -> None:
    linked = tmp_path / "linked"
    git(top, "worktree", "add", "-q", "-b", "side", str(linked))
    correct(linked, {RECORD: CORRECTED})
    assert (linked / RECORD).read_bytes() == CORRECTED
    assert (top / RECORD).read_bytes() == LINES
    assert (status(top), status(linked)) == ([], [])
    commit_by_hand(linked)
    assert at(linked, RECORD) == CORRECTED.decode()


@pytest.mark.parametrize("kind", ["core.splitIndex", "core.untrackedCache", "index.version", "feature.manyFiles"])
def test_every_kind_of_index_is_followed(top: Path, kind: str) -> None:
    git(top, "config", kind, "4" if kind == "index.version" else "true")
    git(top, "update-index", "--split-index" if kind == "core.splitIndex" else "--force-write-index")
    correct(top, {RECORD: CORRECTED})
    correct(top, {OTHER: CORRECTED}, message=b"Another\n")
    assert (status(top), leftovers(top)) == ([], [])
    commit_by_hand(top)
    assert (at(top, RECORD), at(top, OTHER), status(top)) == (CORRECTED.decode(), CORRECTED.decode(), [])


SPARSE = {
    "by patterns": ("--no-cone", "/*", "!/records/harbour/"),
    "by folders": ("--cone", "records/coast"),
    "by folders, in the index too": ("--cone", "--sparse-index", "records/coast"),
}


@pytest.mark.parametrize("how", SPARSE)
def test_outside_a_sparse_checkout_the_entry_follows_and_no_file_is_made(top: Path, how: str) -> None:
    put(top, "records/coast/doc-001/record.yaml", LINES)
    git(top, "add", "-A")
    git(top, "commit", "-q", "-m", "another collection")
    git(top, "sparse-checkout", "set", *SPARSE[how])
    assert not (top / RECORD).exists()
    correct(top, {RECORD: CORRECTED})
    assert not (top / RECORD).exists()
    assert git(top, "ls-files", "-t", RECORD).stdout.startswith("S ")
    commit_by_hand(top)
    assert (at(top, RECORD), status(top)) == (CORRECTED.decode(), [])


def test_assume_unchanged_is_kept(top: Path) -> None:
    git(top, "update-index", "--assume-unchanged", RECORD)
    correct(top, {RECORD: CORRECTED})
    assert git(top, "ls-files", "-v", RECORD).stdout.startswith("h ")
    assert (top / RECORD).read_bytes() == CORRECTED
    commit_by_hand(top)
    assert at(top, RECORD) == CORRECTED.decode()


def test_a_folder_of_a_bigger_repository_leaves_what_others_staged(tmp_path: Path) -> None:
    top = scratch(tmp_path / "bigger", {"README": b"others\n"}, prefix="edition/")
    put(top, "code.py", b"print()\n")
    git(top, "add", "code.py")
    path = f"edition/{RECORD}"
    edit(top, path, b"list: three", b"list: four")
    correct(top / "edition", {path: CORRECTED})
    assert (top / path).read_bytes() == CORRECTED.replace(b"three", b"four")
    assert status(top) == ["A  code.py", f" M {path}"]
    git(top, "commit", "-q", "-m", "others")
    assert (at(top, path), at(top, "code.py")) == (CORRECTED.decode(), "print()\n")


def test_a_branch_that_no_work_tree_has_out_is_only_written(top: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--bare", str(top), "bare.git")
    bare, linked = tmp_path / "bare.git", tmp_path / "linked"
    git(bare, "remote", "remove", "origin")
    git(bare, "worktree", "add", "-q", "-b", "side", str(linked), "main")
    correct(bare, {RECORD: CORRECTED})
    assert at(bare, RECORD, "main") == CORRECTED.decode()
    assert (status(linked), (linked / RECORD).read_bytes()) == ([], LINES)


def test_a_clone_that_was_never_checked_out_stays_so(top: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "-n", str(top), "clone")
    clone = tmp_path / "clone"
    correct(clone, {RECORD: CORRECTED})
    assert at(clone, RECORD) == CORRECTED.decode()
    git(clone, "checkout", "-q", "-f", "main")
    assert ((clone / RECORD).read_bytes(), status(clone)) == (CORRECTED, [])


def test_the_first_commit_of_a_branch_is_followed(tmp_path: Path) -> None:
    top = tmp_path / "new"
    top.mkdir()
    git(top, "init", "-q", "-b", "main")
    put(top, "notes.txt", b"a note\n")
    git(top, "add", "notes.txt")
    correct(top, {"provenance.toml": b'title = "T"\n', RECORD: LINES})
    assert ((top / RECORD).read_bytes(), status(top)) == (LINES, ["A  notes.txt"])
