"""git's index, read from its own file, tells what ``git ls-files`` tells of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from provenance.errors import ProvenanceError
from provenance.store import indexed
from provenance.store.repository import Repository
from tests.store.followed import ENVIRONMENT, OTHER, git, put, scratch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LONG = "records/harbours/" + "a" * 64 + "/editions/" + "b" * 64 + ".txt"


@pytest.fixture
def top(tmp_path: Path) -> Path:
    top = scratch(tmp_path / "archive")
    for path in (LONG, "records/harbours/doc-1/editions/é.txt", "recordsbeside.txt", "notes/plan.txt"):
        put(top, path, b"%text 1\n")
    git(top, "add", ".")
    return top


def told(top: Path) -> tuple[list[tuple[str, indexed.Known]], list[tuple[str, indexed.Known]]]:
    """What is read of the file, and what git says."""
    repository = Repository.open(top, ENVIRONMENT)
    try:
        home = top / ".git"
        return list(indexed.known(repository, home)), list(indexed._by_git(repository, home / "index"))
    finally:
        repository.close()


@pytest.mark.parametrize("version", ["2", "3", "4"])
def test_every_version_is_read_as_git_reads_it(top: Path, version: str) -> None:
    git(top, "update-index", "--index-version", version)
    if version != "2":
        git(top, "update-index", "--skip-worktree", OTHER)
    ours, gits = told(top)
    assert len(ours) > 4
    assert ours == gits
    assert any(known.skipped for _, known in ours) == (version != "2")


def test_unmerged_files_are_passed_over(top: Path) -> None:
    git(top, "commit", "-qm", "added")
    for branch, words in (("theirs", b"theirs\n"), ("-", b"ours\n")):
        git(top, "checkout", "-q", *(("-b", branch) if branch != "-" else (branch,)))
        put(top, OTHER, words)
        git(top, "commit", "-qam", "changed")
    git(top, "merge", "-q", "theirs", check=False)
    ours, gits = told(top)
    assert ours == gits
    assert OTHER not in dict(ours)


def test_a_split_index_is_told_by_git(top: Path) -> None:
    git(top, "update-index", "--split-index")
    put(top, LONG, b"%text 1\n\nmore\n")
    git(top, "add", LONG)
    ours, gits = told(top)
    assert ours == gits


def by_git(repository: Repository, home: Path) -> Iterator[tuple[str, indexed.Known]]:
    return indexed._by_git(repository, home / "index")


def outcome(top: Path, read: Callable[[Repository, Path], Iterator[tuple[str, indexed.Known]]]) -> str:
    repository = Repository.open(top, ENVIRONMENT)
    try:
        return repr(list(read(repository, top / ".git")))
    except ProvenanceError as error:
        return str(error)
    finally:
        repository.close()


@pytest.mark.parametrize("kept", [0, 11, 40, 300])
def test_of_a_file_cut_short_git_says_what_is_wrong(top: Path, kept: int) -> None:
    index = top / ".git" / "index"
    index.write_bytes(index.read_bytes()[:kept])
    said = [outcome(top, read) for read in (indexed.known, by_git)]
    assert said[0] == said[1]


def test_without_an_index_nothing_is_remembered(top: Path) -> None:
    (top / ".git" / "index").unlink()
    assert told(top) == ([], told(top)[1])
