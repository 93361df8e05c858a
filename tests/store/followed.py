"""A real git repository in a scratch folder, corrected through the store's own writer, edited as a person would."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from provenance.ports import FrozenClock
from provenance.store.lock import writing
from provenance.store.objects import Signature
from provenance.store.repository import Repository
from provenance.store.stream import FileChange, NewCommit
from provenance.store.worktree import PathChange, follow
from provenance.store.writer import write

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from provenance.ports import Clock

RECORD = "records/harbour/doc-001/record.yaml"
OTHER = "records/harbour/doc-002/record.yaml"
TEXT = "records/harbour/doc-001/editions/print.txt"
BRANCH = "refs/heads/main"
WHO = Signature("Anna Lund", "anna@example.org", datetime(2026, 1, 2, 10, tzinfo=UTC))

LINES = b"title: Telegram\nplace: Vardal\nnote: flour\nform: carbon\nbox: one\nfolder: two\nlist: three\n"
"""A file that is merged by lines: each of these is a line apart from what the tests change."""

ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "HOME": "/nonexistent",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_AUTHOR_NAME": "Hand",
    "GIT_AUTHOR_EMAIL": "hand@example.org",
    "GIT_COMMITTER_NAME": "Hand",
    "GIT_COMMITTER_EMAIL": "hand@example.org",
    "GIT_EDITOR": "true",
}


class LostRaceError(Exception):
    """Another writer moved the branch; the archive would make the correction again."""


def git(top: Path, *args: str, check: bool = True, **environment: str) -> subprocess.CompletedProcess[str]:
    """Plain git, as an editor runs it."""
    done = subprocess.run(
        ["git", *args], cwd=top, env={**ENVIRONMENT, **environment}, capture_output=True, text=True, check=False
    )
    if check and done.returncode:
        raise AssertionError(f"git {args}: {done.stdout}{done.stderr}")
    return done


def scratch(top: Path, files: Mapping[str, bytes] | None = None, *, prefix: str = "") -> Path:
    """A repository with two records, a note and one commit."""
    top.mkdir(exist_ok=True)
    git(top, "init", "-q", "-b", "main")
    git(top, "config", "core.preloadIndex", "false")
    some = {"provenance.toml": b'title = "T"\n', RECORD: LINES, OTHER: LINES, "notes.txt": b"a note\n"}
    for path, content in {**some, **(files or {})}.items():
        put(top, prefix + path, content)
    git(top, "add", "-A")
    git(top, "commit", "-q", "-m", "begin")
    return top


def put(top: Path, path: str, content: bytes) -> None:
    """Save a file."""
    (top / path).parent.mkdir(parents=True, exist_ok=True)
    (top / path).write_bytes(content)


def edit(top: Path, path: str, old: bytes, new: bytes) -> None:
    """Change words of a file by hand."""
    content = (top / path).read_bytes()
    assert old in content
    (top / path).write_bytes(content.replace(old, new))


def at(top: Path, path: str, commit: str = "HEAD") -> str | None:
    """A file as a commit has it."""
    done = git(top, "show", f"{commit}:{path}", check=False)
    return done.stdout if done.returncode == 0 else None


def status(top: Path) -> list[str]:
    """What ``git status --short`` says."""
    return git(top, "status", "--short", "--untracked-files=all").stdout.splitlines()


def planned(repository: Repository, files: Mapping[str, bytes | None], tip: str | None) -> tuple[PathChange, ...]:
    """The changes a correction makes on ``tip``."""
    found = []
    for path, content in files.items():
        entry = None if tip is None else repository.objects.entry(repository.commit(tip).tree, path)
        old = None if entry is None else entry.oid
        new = None if content is None else repository.blob_id(content)
        found.append(PathChange(path, "100644", old, new, content))
    return tuple(found)


def correct(
    where: Path,
    files: Mapping[str, bytes | None],
    *,
    message: bytes = b"A correction\n\nCorrection-Id: 01K\n",
    clock: Clock | None = None,
    from_edits: bool = False,
    between: Callable[[], object] = lambda: None,
) -> tuple[str, tuple[str, ...]]:
    """One correction, written as the archive writes it: the commit, and what settling had to say."""
    repository = Repository.open(where, ENVIRONMENT)
    clock = clock or FrozenClock("2026-01-02T10:00:00Z")
    try:
        head = repository.head()
        assert head.branch is not None
        with writing(repository, clock=clock, branch=head.branch) as lock:
            tree = follow(repository, lock, clock=clock)
            tip = repository.ref(head.branch)
            changes = planned(repository, files, tip)
            with tree.begin(
                branch=head.branch, old=tip, message=message, changes=changes, from_edits=from_edits
            ) as settling:
                new = [FileChange(path, content) for path, content in files.items()]
                written = write(
                    repository, [NewCommit(head.branch, tip, WHO, WHO, message, tuple(new))], lock_fd=lock.fd
                )
                if written.tip is None:
                    settling.abandon()
                    raise LostRaceError
                between()  # the correction is recorded, the work tree has not followed yet
                notices = settling.finish(written.tip)
            return written.tip, (*lock.notices, *tree.notices, *notices)
    finally:
        repository.close()


def leftovers(top: Path) -> list[str]:
    """What lies in our folder, and git's lock, that should not stay."""
    folder = top / ".git" / "provenance"
    kept = {"lock", "flushed"}
    found = [path.name for path in folder.iterdir() if path.name not in kept] if folder.is_dir() else []
    return sorted(found + (["INDEX.LOCK"] if (top / ".git" / "index.lock").exists() else []))
