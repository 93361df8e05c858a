"""Who writes a value at a place: we, ``git add`` with ``git commit``, and GitPython's index, by one interface."""

from __future__ import annotations

import subprocess
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

import git as _gitpython
from git.exc import GitError

from provenance.errors import ConflictError, InputError
from provenance.model.correction import Decision
from provenance.ports import SystemClock
from provenance.store.archive import Archive
from tests.faults.scene import AUTHOR

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from provenance.ports import Clock
    from tests.faults.scene import Place


class RefusedError(Exception):
    """The route said no: nothing was acknowledged."""


class Writing(Protocol):
    """An open archive to write into."""

    def __call__(self, place: Place, value: str, tell: Callable[[], object]) -> None:
        """Write; ``tell`` is called once it is acknowledged. RefusedError: it was not."""


class Impatient(SystemClock):
    """The machine's clock, but who waits by it finds the time gone at once: for what waits for the dead alone."""

    def __init__(self) -> None:
        self._waited = 0.0

    def now(self) -> datetime:
        return super().now() + timedelta(seconds=self._waited)

    def sleep(self, seconds: float) -> None:
        self._waited += seconds


def impatient(top: Path, environ: Mapping[str, str]) -> Writing:
    """This library, by a clock that waits for nobody."""
    return provenance(top, environ, Impatient())


def provenance(top: Path, environ: Mapping[str, str], clock: Clock | None = None) -> Writing:
    """This library."""
    archive = Archive.open(top, environ=environ, author=AUTHOR, clock=clock)

    def write(place: Place, value: str, tell: Callable[[], object]) -> None:
        try:
            base = archive.snapshot()
            file = base.dossier(place.record).files[place.file.removeprefix(f"{place.record.folder}/")].decode()
            edit = place.edit(place.read(file), value)
            archive.correct([edit], Decision(reason=value), base=base.commit, acknowledge=lambda _: tell())
        except (InputError, ConflictError) as error:
            raise RefusedError(error.code) from error

    return write


def git_commit(top: Path, environ: Mapping[str, str]) -> Writing:
    """``git add`` and ``git commit``."""

    def write(place: Place, value: str, tell: Callable[[], object]) -> None:
        _save(top, place, value)
        for command in (("add", place.file), ("commit", "-q", "-m", value)):
            done = subprocess.run(["git", *command], cwd=top, env=dict(environ), capture_output=True, check=False)
            if done.returncode:
                raise RefusedError(done.stderr.decode().splitlines()[0] if done.stderr else "nothing to commit")
        tell()

    return write


def gitpython(top: Path, environ: Mapping[str, str]) -> Writing:
    """GitPython: ``repo.index.add`` and ``repo.index.commit``."""
    repository = _gitpython.Repo(top)
    anna = _gitpython.Actor("Anna Lund", "anna@example.org")
    assert environ

    def write(place: Place, value: str, tell: Callable[[], object]) -> None:
        _save(top, place, value)
        try:
            index = _gitpython.IndexFile(repository)
            index.add([place.file])
            index.commit(value, author=anna, committer=anna)
        except (GitError, OSError, ValueError) as error:
            raise RefusedError(type(error).__name__) from error
        tell()

    return write


def _save(top: Path, place: Place, value: str) -> None:
    """What an editor program does: the file read, changed and written."""
    file = top / place.file
    try:
        file.write_text(place.written(file.read_text(encoding="utf-8"), value), encoding="utf-8")
    except AssertionError as error:  # somebody else's half-written file
        raise RefusedError("file half written") from error


ROUTES = {"provenance": provenance, "git add, git commit": git_commit, "GitPython, index": gitpython}
