"""What a correction writes is what git would have written, laid down loose and whole, or nothing is (T08, T11)."""

from __future__ import annotations

import os
import resource
import stat
import time
from dataclasses import replace
from datetime import timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from provenance.errors import DamageError, InputError
from provenance.store import loose
from provenance.store.machine import told
from provenance.store.objects import parse_tree
from provenance.store.repository import Repository
from provenance.store.stream import FileChange, NewCommit, person
from provenance.store.writer import fast_import, write
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
def test_a_commit_laid_down_is_the_one_that_git_would_make(
    tmp_path_factory: pytest.TempPathFactory, first: dict[str, bytes | None], second: dict[str, bytes | None]
) -> None:
    top = scratch(tmp_path_factory.mktemp("archive"))
    repository = Repository.open(top, ENVIRONMENT)
    for number, files in enumerate((first, second)):
        tip = repository.ref(BRANCH)
        assert tip is not None
        changes = tuple(FileChange(path, content) for path, content in files.items())
        new = NewCommit(BRANCH, tip, WHO, WHO, b"%d: \xc3\xbc\n" % number, changes)
        assert fast_import(repository, [replace(new, branch="refs/heads/git")], None)[0] == 0
        laid = loose.lay_down(repository, new)
        assert laid is not None
        assert laid.tip == repository.ref("refs/heads/git")
        for one in laid.objects:
            assert repository.objects.of_kind(one.oid, one.kind)[1] == one.content
            if one.kind == "tree":
                assert one.entries == parse_tree(one.content)
        assert write(repository, [new]).tip == laid.tip
        git(top, "update-ref", "-d", "refs/heads/git")
    repository.close()


def test_what_lies_in_a_pack_is_laid_down_again(tmp_path: Path) -> None:
    top = scratch(tmp_path / "archive")
    repository = Repository.open(top, ENVIRONMENT)
    tip = repository.ref(BRANCH)
    again = NewCommit(BRANCH, tip, WHO, WHO, b"m", (FileChange("notes.txt", b"a note\n"),))
    git(top, "repack", "-a", "-d", "-q")
    assert _loose(top) == 0
    for _ in range(2):
        loose.lay_down(repository, again)
        assert _loose(top) == 3  # the file, the folder, the commit
    assert git(top, "fsck", "--strict", "--no-dangling").stdout == ""
    repository.close()


def test_what_lies_loose_from_weeks_ago_is_laid_down_anew_with_todays_date(tmp_path: Path) -> None:
    """A clean-up that looked before the branch moved removes what is so old (T11); one that is torn is whole again."""
    top = scratch(tmp_path / "archive")
    repository = Repository.open(top, ENVIRONMENT)
    new = NewCommit(BRANCH, repository.ref(BRANCH), WHO, WHO, b"m", (FileChange("notes.txt", b"of old\n"),))
    laid = loose.lay_down(repository, new)
    assert laid is not None
    places = [loose.place_of(repository, one.oid) for one in laid.objects]
    for place in places:
        place.chmod(0o644)
        place.write_bytes(b"")
        os.utime(place, (1_000_000, 1_000_000))
    began = time.time()
    assert loose.lay_down(repository, new) == laid
    assert all(place.stat().st_mtime > began - 5 for place in places)
    assert git(top, "fsck", "--strict", "--no-dangling").stdout == ""
    repository.close()


def test_an_archive_that_is_left_with_nothing_is_gits_to_write(tmp_path: Path) -> None:
    top = scratch(tmp_path / "archive")
    repository = Repository.open(top, ENVIRONMENT)
    tip = repository.ref(BRANCH)
    names = git(top, "ls-tree", "-r", "--name-only", "HEAD").stdout.split()
    new = NewCommit(BRANCH, tip, WHO, WHO, b"m", tuple(FileChange(name, None) for name in names))
    assert loose.lay_down(repository, new) is None
    written = write(repository, [new]).tip
    assert written is not None
    assert git(top, "ls-tree", written).stdout == ""
    repository.close()


@pytest.mark.parametrize(
    ("shared", "file", "folder"), [("group", 0o440, 0o2770), ("0640", 0o440, 0o2750), (None, 0o400, 0o700)]
)
def test_objects_are_for_those_whom_the_repository_is_shared_with(
    tmp_path: Path, shared: str | None, file: int, folder: int
) -> None:
    top = scratch(tmp_path / "archive")
    if shared is not None:
        git(top, "config", "core.sharedRepository", shared)
    repository = Repository.open(top, ENVIRONMENT)
    before = os.umask(0o077)
    try:
        new = NewCommit(BRANCH, repository.ref(BRANCH), WHO, WHO, b"m", (FileChange("notes.txt", b"for a group\n"),))
        laid = loose.lay_down(repository, new)
    finally:
        os.umask(before)
    assert laid is not None
    for one in laid.objects:
        place = loose.place_of(repository, one.oid)
        assert stat.S_IMODE(place.stat().st_mode) == file
        assert not any(place.parent.glob("tmp_obj_*"))
    made = {stat.S_IMODE(loose.place_of(repository, one.oid).parent.stat().st_mode) for one in laid.objects}
    assert folder in made
    repository.close()


def _loose(top: Path) -> int:
    return sum(path.is_file() for path in (top / ".git" / "objects").glob("??/*"))


def test_where_nothing_can_be_laid_down_it_is_refused_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: int) -> None:
        raise OSError(28, "No space left on device")

    top = scratch(tmp_path / "archive")
    repository = Repository.open(top, ENVIRONMENT)
    before = _loose(top)
    new = NewCommit(BRANCH, repository.ref(BRANCH), WHO, WHO, b"m", (FileChange("notes.txt", b"words\n"),))
    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(InputError, match="No space left on device; nothing was written"):
        loose.lay_down(repository, new)
    assert _loose(top) == before
    repository.close()


def test_of_thousands_no_more_lie_open_than_a_process_may_have(tmp_path: Path) -> None:
    top = scratch(tmp_path / "archive")
    repository = Repository.open(top, ENVIRONMENT)
    files = tuple(FileChange(f"records/d{number}/a", b"%d" % number) for number in range(100))
    allowed = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (200, allowed[1]))  # of 202 objects
    try:
        written = write(repository, [NewCommit(BRANCH, repository.ref(BRANCH), WHO, WHO, b"m", files)]).tip
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, allowed)
    assert written == repository.ref(BRANCH)
    repository.close()


def test_objects_whose_ids_begin_alike_do_not_get_each_others_content(tmp_path: Path) -> None:
    """Of 50,000 objects some two agree in eight digits: the one would lie under the name of the other."""
    top = scratch(tmp_path / "archive")
    repository = Repository.open(top, ENVIRONMENT)
    alike = (b"x 16996\n", b"x 106053\n")
    assert len({repository.blob_id(one)[:8] for one in alike}) == 1
    files = tuple(FileChange(f"records/{number}", one) for number, one in enumerate(alike))
    assert write(repository, [NewCommit(BRANCH, repository.ref(BRANCH), WHO, WHO, b"m", files)]).tip is not None
    assert git(top, "show", "HEAD:records/0").stdout == "x 16996\n"
    assert git(top, "fsck", "--strict", "--no-dangling").stdout == ""
    repository.close()


def test_a_folder_whose_mode_is_padded_with_a_nought_is_a_folder() -> None:
    """Old programs wrote such trees, and git reads them."""
    assert parse_tree(b"040000 records\0" + b"x" * 20)[0].is_tree


def test_the_same_moment_keeps_the_time_zone_in_which_it_was_said() -> None:
    there = replace(WHO, when=WHO.when.astimezone(timezone(timedelta(hours=5))))
    assert person(WHO, "author") != person(there, "author")
    assert person(there, "author").endswith(b" +0500\n")


def test_what_the_machine_refuses_unexpectedly_is_an_error_of_ours_that_claims_nothing() -> None:
    with pytest.raises(DamageError, match="refused a step of this: No space left on device") as refusal, told():
        raise OSError(28, "No space left on device", "/archive/file")
    assert (refusal.value.file, refusal.value.exit_status) == ("/archive/file", 4)
    assert "nothing was written" not in str(refusal.value)
