"""A writer that goes on need not ask git for its whole index each time, and refuses all that it refused before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from provenance.errors import ConflictError
from provenance.model.address import Pointer
from provenance.model.correction import Decision, FieldEdit
from provenance.store.archive import Archive
from tests.store.conftest import RECORD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from provenance.model.correction import Receipt

FILE = f"{RECORD.folder}/record.yaml"


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    """The names of the git commands that were started, one a line."""
    return tmp_path / "calls"


@pytest.fixture
def going_on(archive: Archive, tmp_path: Path, calls: Path) -> Iterator[Archive]:
    """An archive that has been corrected twice already, its git noting each call."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "git"
    program.write_text(
        f'#!/bin/sh\nfor word; do case "$word" in [a-z]*-*) echo "$word" >> {calls};; esac; done\n'
        f'exec {archive.repository.git} "$@"\n'
    )
    program.chmod(0o755)
    environ = {**archive.repository.environ, "PATH": f"{folder}:{archive.repository.environ['PATH']}"}
    with Archive.open(archive.root, environ=environ, clock=archive.clock) as opened:
        for title in ("first", "second"):
            correct(opened, title)
        yield opened


def correct(archive: Archive, title: str, acknowledge: Callable[[Receipt], None] | None = None) -> Receipt:
    edit = FieldEdit(RECORD, "set", Pointer.parse("/title"), title)
    return archive.correct([edit], Decision(reason="Because."), acknowledge=acknowledge)


def asked_before(archive: Archive, calls: Path, title: str) -> set[str]:
    """The git commands that were started before a correction was acknowledged."""
    calls.write_text("")
    asked: list[set[str]] = []
    correct(archive, title, lambda _: asked.append(set(calls.read_text().split())))
    return asked[0]


def test_a_writer_that_goes_on_acknowledges_without_reading_gits_index(going_on: Archive, calls: Path) -> None:
    for title in ("third", "fourth"):
        assert asked_before(going_on, calls, title) == {"fast-import"}


def test_git_is_asked_again_once_anybody_wrote_its_index(
    going_on: Archive, git: Callable[..., str], calls: Path
) -> None:
    correct(going_on, "third")
    (going_on.root / "notes.txt").write_text("a note")
    git("add", "notes.txt")
    assert "ls-files" in asked_before(going_on, calls, "fourth")
    assert asked_before(going_on, calls, "fifth") == {"fast-import"}
    assert git("status", "--porcelain") == "A  notes.txt"


def test_an_edit_that_only_git_has_refuses_the_correction_however_long_the_writer_has_gone_on(
    going_on: Archive, git: Callable[..., str]
) -> None:
    correct(going_on, "third")
    file = going_on.root / FILE
    before = file.read_text()
    file.write_text(before.replace("third", "staged by hand"))
    git("add", FILE)
    file.write_text(before)
    tip = going_on.tip
    for _ in range(3):
        with pytest.raises(ConflictError):
            correct(going_on, "fourth")
    assert going_on.tip == tip
    assert "staged by hand" in git("show", f":{FILE}")


def test_a_staged_edit_of_another_place_is_kept_through_corrections_that_follow(
    going_on: Archive, git: Callable[..., str]
) -> None:
    file = going_on.root / FILE
    file.write_text(file.read_text() + "note: Staged by hand\n")
    git("add", FILE)
    for title in ("third", "fourth", "fifth"):
        correct(going_on, title)
    assert git("diff", "--cached", "--stat").startswith(FILE)
    assert "note: Staged by hand" in git("show", f":{FILE}")
    assert "title: fifth" in git("show", f":{FILE}")
    assert "note" not in git("show", f"HEAD:{FILE}").partition("specimen")[2]


@pytest.mark.parametrize("bit", ["--assume-unchanged", "--skip-worktree"])
def test_a_bit_that_an_editor_set_on_the_entry_is_kept(going_on: Archive, git: Callable[..., str], bit: str) -> None:
    git("update-index", bit, FILE)
    shown = git("ls-files", "-v", FILE)
    for title in ("third", "fourth", "fifth"):
        correct(going_on, title)
    assert git("ls-files", "-v", FILE) == shown
    assert "title: fifth" in git("show", f":{FILE}")


def test_a_branch_that_another_program_moved_makes_what_was_known_void(
    going_on: Archive, git: Callable[..., str], calls: Path
) -> None:
    correct(going_on, "third")
    moved = git("commit-tree", "HEAD^{tree}", "-p", "HEAD", "-m", "by another program")
    git("update-ref", "refs/heads/main", moved)
    assert "ls-files" in asked_before(going_on, calls, "fourth")
    assert git("status", "--porcelain") == ""
