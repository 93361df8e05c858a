from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provenance.errors import InputError
from provenance.store.objects import Signature, parse_commit, parse_tree
from provenance.store.stream import FileChange, NewCommit, commits, person, quoted

if TYPE_CHECKING:
    from pathlib import Path

WHEN = datetime(2026, 1, 2, 10, tzinfo=UTC)
ANNA = Signature("Anna Lund", "anna@example.org", WHEN)


def run_stream(folder: Path, commit: NewCommit) -> bytes:
    subprocess.run(["git", "init", "-q", "--bare", "."], cwd=folder, check=True)
    stream = b"".join(commits([commit]))
    done = subprocess.run(
        ["git", "fast-import", "--quiet", "--done", "--date-format=raw"],
        cwd=folder,
        input=stream,
        capture_output=True,
        check=True,
    )
    return done.stdout.strip()


def cat(folder: Path, name: str) -> bytes:
    return subprocess.run(["git", "cat-file", "-p", name], cwd=folder, capture_output=True, check=True).stdout


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.binary(max_size=200),
    message=st.text(max_size=100).map(lambda words: words.encode("utf-8", "replace")),
    hostile=st.sampled_from([b"", b"\ndone\n", b"\ncommit refs/heads/other\n", b"\nD x\n", b"\nM 100644 inline y\n"]),
)
def test_t26_no_content_and_no_message_becomes_a_command(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, message: bytes, hostile: bytes
) -> None:
    folder = tmp_path_factory.mktemp("repo")
    files = (FileChange("records/a/b/record.yaml", content + hostile),)
    oid = run_stream(folder, NewCommit("refs/heads/main", None, ANNA, ANNA, message + hostile, files)).decode()
    raw = subprocess.run(["git", "cat-file", "commit", oid], cwd=folder, capture_output=True, check=True).stdout
    commit = parse_commit(oid, raw)
    assert raw.partition(b"\n\n")[2] == message + hostile
    assert (commit.author, commit.committer) == (ANNA, ANNA)
    assert cat(folder, f"{oid}:records/a/b/record.yaml") == content + hostile
    listed = subprocess.run(["git", "ls-tree", "-r", "--name-only", oid], cwd=folder, capture_output=True, check=True)
    assert listed.stdout == b"records/a/b/record.yaml\n"
    refs = subprocess.run(["git", "for-each-ref"], cwd=folder, capture_output=True, check=True).stdout
    assert refs.count(b"\n") == 1


@pytest.mark.parametrize(
    "path", ["", "/a", "a//b", "../a", "a/../b", ".git/config", "a/.GIT/x", "a\nb", "a\x00b", "a/."]
)
def test_t26_a_path_that_could_mean_something_else_is_refused(path: str) -> None:
    with pytest.raises(InputError):
        quoted(path)


@pytest.mark.parametrize("name", ["a\nb", "a <b", "a>", "", "  ", "a\x00b"])
def test_t26_a_name_that_would_break_out_of_its_line_is_refused(name: str) -> None:
    with pytest.raises(InputError):
        person(Signature(name, "a@example.org", WHEN), "author")
    with pytest.raises(InputError):
        person(Signature("A", name, WHEN), "author")


@pytest.mark.parametrize("path", ['a"b', "a b", "a\\b", "übung/ä"])
def test_unusual_folders_of_a_bigger_repository_are_kept(tmp_path: Path, path: str) -> None:
    change = FileChange(f"{path}/records/agents.yaml", b"x")
    oid = run_stream(tmp_path, NewCommit("refs/heads/main", None, ANNA, ANNA, b"m", (change,))).decode()
    tree = cat(tmp_path, f"{oid}:{path}/records/agents.yaml")
    assert tree == b"x"


def test_a_stream_cut_short_is_no_commit(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", "--bare", "."], cwd=tmp_path, check=True)
    whole = b"".join(commits([NewCommit("refs/heads/main", None, ANNA, ANNA, b"m", (FileChange("a", b"x" * 99),))]))
    for length in range(0, len(whole) - len(b"done\n") + 1, 7):
        subprocess.run(
            ["git", "fast-import", "--quiet", "--done"],
            cwd=tmp_path,
            input=whole[:length],
            capture_output=True,
            check=False,
        )
        refs = subprocess.run(["git", "for-each-ref"], cwd=tmp_path, capture_output=True, check=True).stdout
        assert refs == b""


def test_a_tree_cut_short_is_damage() -> None:
    from provenance.errors import DamageError

    with pytest.raises(DamageError):
        parse_tree(b"100644 a\0" + b"x" * 19)
