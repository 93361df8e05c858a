"""Hand edits are found as the files differ from the tip, without git looking at a file (T16, T21)."""

from __future__ import annotations

import os
import sys
import tracemalloc
from typing import TYPE_CHECKING

import pytest

from provenance.store.edits import hand_edits
from provenance.store.repository import Repository
from tests.store.followed import ENVIRONMENT, LINES, OTHER, RECORD, TEXT, correct, edit, git, put, scratch

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SETTLED = ("provenance.toml", RECORD, OTHER)
_OPENED_TO: list[list[str]] = []
"""Where the names of opened files are noted, while a test wants them."""


def _note_opened(event: str, arguments: tuple[object, ...]) -> None:
    if _OPENED_TO and event == "open":
        _OPENED_TO[-1].append(str(arguments[0]))


sys.addaudithook(_note_opened)


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


def test_a_file_that_the_index_confirms_is_not_read_wherever_its_name_stands(top: Path) -> None:
    # redirects.yaml stands behind records/ in the index as in a commit
    put(top, "redirects.yaml", b"harbour/doc-009: harbour/doc-001\n")
    git(top, "add", "redirects.yaml")
    git(top, "commit", "-q", "-m", "A redirect.")
    for path in (*SETTLED, "redirects.yaml"):
        os.utime(top / path, (1_000_000_000, 1_000_000_000))
    git(top, "update-index", "--refresh")
    opened: list[str] = []
    _OPENED_TO.append(opened)
    try:
        assert found(top) == {}
    finally:
        _OPENED_TO.clear()
    assert [name for name in opened if name.rpartition("/")[2] in ("record.yaml", "redirects.yaml")] == []


def test_looking_for_hand_edits_takes_no_more_memory_in_ten_times_the_files(tmp_path: Path) -> None:
    peaks = []
    for count in (200, 2_000):
        names = (f"records/c-{number // 20:03}/doc-{number:05}/record.yaml" for number in range(count))
        many = scratch(tmp_path / str(count), {"provenance.toml": b'title = "T"\n'} | dict.fromkeys(names, LINES))
        edit(many, "records/c-003/doc-00060/record.yaml", b"three", b"four")
        tracemalloc.start()
        try:
            assert len(found(many)) == 1
            peaks.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]
