"""Hand edits are found as the files differ from the tip, without git looking at a file (T16, T21)."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from provenance.store.edits import hand_edits
from provenance.store.repository import Repository
from tests.store.followed import ENVIRONMENT, LINES, OTHER, RECORD, TEXT, correct, edit, git, put, scratch

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@pytest.fixture
def top(tmp_path: Path) -> Path:
    return scratch(tmp_path / "archive")


def found(top: Path) -> Mapping[str, bytes | None]:
    repository = Repository.open(top, ENVIRONMENT)
    try:
        tip = repository.head().commit
        assert tip is not None
        return hand_edits(repository, tip)
    finally:
        repository.close()


def test_where_nothing_was_edited_there_are_no_hand_edits(top: Path) -> None:
    assert found(top) == {}
    correct(top, {RECORD: LINES.replace(b"Vardal", b"Vardal harbour")})
    assert found(top) == {}


def test_changed_new_and_removed_files_are_found_staged_or_not(top: Path) -> None:
    edit(top, RECORD, b"three", b"four")
    git(top, "add", RECORD)
    (top / OTHER).unlink()
    put(top, TEXT, b"%text 1\n")
    put(top, "provenance.toml", b'title = "U"\n')
    assert found(top) == {
        RECORD: LINES.replace(b"three", b"four"),
        OTHER: None,
        TEXT: b"%text 1\n",
        "provenance.toml": b'title = "U"\n',
    }


def test_an_edit_that_keeps_size_and_date_is_found(top: Path) -> None:
    before = (top / RECORD).stat()
    edit(top, RECORD, b"three", b"seven")
    os.utime(top / RECORD, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert found(top) == {RECORD: LINES.replace(b"three", b"seven")}


def test_what_belongs_to_no_archive_is_no_hand_edit(top: Path) -> None:
    for name in (f"{RECORD}~", f"{TEXT}.swp", "records/harbour/doc-001/notes.md", "records/.DS_Store", "other.txt"):
        put(top, name, b"x")
    edit(top, "notes.txt", b"note", b"better note")
    assert found(top) == {}


def test_a_commit_made_by_hand_is_no_hand_edit(top: Path) -> None:
    edit(top, RECORD, b"three", b"four")
    git(top, "commit", "-q", "-a", "-m", "by hand")
    assert found(top) == {}


def test_files_outside_a_sparse_checkout_are_not_missing(top: Path) -> None:
    git(top, "sparse-checkout", "set", "--no-cone", "/*", "!/records/harbour/doc-001/")
    assert not (top / RECORD).exists()
    assert found(top) == {}


def test_a_bare_archive_and_one_never_checked_out_have_no_hand_edits(top: Path, tmp_path: Path) -> None:
    for option in ("--bare", "-n"):
        git(tmp_path, "clone", "-q", option, str(top), f"clone{option}")
        assert found(tmp_path / f"clone{option}") == {}


def test_in_a_bigger_repository_only_the_archive_is_looked_at(tmp_path: Path) -> None:
    top = scratch(tmp_path / "bigger", {"../code.py": b"print()\n"}, prefix="edition/")
    edit(top, "code.py", b"print", b"input")
    edit(top, f"edition/{RECORD}", b"three", b"four")
    assert set(found(top / "edition")) == {f"edition/{RECORD}"}
