"""What a correction will make is known before git makes it, and laid down where git would not (T11)."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from provenance.errors import DamageError, InputError
from provenance.store import reused
from provenance.store.machine import told
from provenance.store.repository import Repository
from provenance.store.stream import FileChange, NewCommit
from provenance.store.writer import write
from tests.store.followed import BRANCH, ENVIRONMENT, WHO, git, scratch

if TYPE_CHECKING:
    from pathlib import Path

NAMES = st.sampled_from(["a", "a.b", "a-b", "a0", "ab", "ü", "z"])
PATHS = st.lists(NAMES, min_size=1, max_size=3).map("/".join)
CHANGES = st.dictionaries(PATHS, st.one_of(st.none(), st.binary(max_size=8)), min_size=1, max_size=6)


def _apart(changes: dict[str, bytes | None]) -> bool:
    """No path is a folder of another: git would not know what is meant."""
    return not any(other.startswith(f"{path}/") for path in changes for other in changes)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=CHANGES.filter(_apart), second=CHANGES.filter(_apart))
@example(first={"a/b": b"x"}, second={"a/b": None})
@example(first={"a": b""}, second={"a/a": None})
@example(first={"a/a/a": b"x", "a.b": b"y"}, second={"a/a/a": None, "a.b/z": b"z"})
def test_the_folders_of_a_correction_are_known_before_git_makes_them(
    tmp_path_factory: pytest.TempPathFactory, first: dict[str, bytes | None], second: dict[str, bytes | None]
) -> None:
    top = scratch(tmp_path_factory.mktemp("archive"))
    repository = Repository.open(top, ENVIRONMENT)
    for number, files in enumerate((first, second)):
        tip = repository.ref(BRANCH)
        assert tip is not None
        changes = tuple(FileChange(path, content) for path, content in files.items())
        base = repository.commit(tip).tree
        known = list(reused._objects(repository, base, changes))
        written = write(repository, [NewCommit(BRANCH, tip, WHO, WHO, b"%d" % number, changes)])
        assert written.tip is not None
        assert known[-1][0] == repository.commit(written.tip).tree
        assert all(repository.objects.of_kind(oid, kind.decode())[1] == content for oid, kind, content in known)
    repository.close()


def test_only_what_lies_in_a_pack_is_laid_down_again(tmp_path: Path) -> None:
    top = scratch(tmp_path / "archive")
    repository = Repository.open(top, ENVIRONMENT)
    tip = repository.ref(BRANCH)
    again = NewCommit(BRANCH, tip, WHO, WHO, b"m", (FileChange("notes.txt", b"a note\n"),))
    new = NewCommit(BRANCH, tip, WHO, WHO, b"m", (FileChange("notes.txt", b"never seen\n"),))
    git(top, "repack", "-a", "-d", "-q")
    assert _loose(top) == 0
    reused.keep_reused(repository, new)
    assert _loose(top) == 0
    reused.keep_reused(repository, again)
    assert _loose(top) == 2  # the file and the folder
    assert git(top, "fsck", "--strict").stdout == ""
    repository.close()


def _loose(top: Path) -> int:
    return sum(path.is_file() for path in (top / ".git" / "objects").glob("??/*"))


def test_where_nothing_can_be_laid_down_it_is_refused_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(InputError, match="No space left on device; nothing was written"):
        reused._lay_down(tmp_path / "ab" / "cdef012345", b"blob", b"words")
    assert list((tmp_path / "ab").iterdir()) == []


def test_what_the_machine_refuses_unexpectedly_is_an_error_of_ours_that_claims_nothing() -> None:
    with pytest.raises(DamageError, match="refused a step of this: No space left on device") as refusal, told():
        raise OSError(28, "No space left on device", "/archive/file")
    assert (refusal.value.file, refusal.value.exit_status) == ("/archive/file", 4)
    assert "nothing was written" not in str(refusal.value)
