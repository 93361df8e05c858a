"""Commits handed to git while the next are planned: of many, planning and writing take as long as each other.

``git fast-import`` moves no reference before its stream is ended. So the
objects of a batch may be written while the rest of it is planned, and what
comes before the reference (git's index locked, hand edits compared, the note
flushed) still comes before it. A run that must not land is killed: its objects
are in no pack that git would read.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from operator import is_
from typing import TYPE_CHECKING, Self

from provenance.errors import DamageError
from provenance.store.signing import signer_of
from provenance.store.stream import ending, lines_of
from provenance.store.writer import FastImport

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from provenance.store.lock import Lock
    from provenance.store.repository import Repository
    from provenance.store.stream import NewCommit

_PIPE = 1 << 20
"""Bytes that may wait for git in the pipe, where the system gives as much: some 60 records with their texts."""


class Ahead:
    """A run of ``git fast-import`` that is given what it will take at once. A context manager: left, it has ended."""

    def __init__(self, repository: Repository, lock: Lock) -> None:
        """Nothing is started yet; ``lock`` is held, and its descriptor handed on (T02)."""
        self._repository = repository
        self._lock = lock
        self._given: list[NewCommit] = []
        self._left = bytearray()
        self._run: FastImport | None = None
        self._useless = signer_of(repository) is not None  # signed commits are made otherwise

    def give(self, commit: NewCommit) -> None:
        """One commit more. The first waits for a second: one alone is written with more care (see ``loose``)."""
        if self._useless:
            return
        self._given.append(commit)
        self._left += b"".join(lines_of(commit, len(self._given)))
        if len(self._given) == 2:  # noqa: PLR2004
            self._start()
        if self._run is not None:
            with suppress(OSError):  # it takes no more now, or has died: then its status will say so
                while self._left:
                    del self._left[: os.write(self._run.stdin, self._left)]

    def begin(self) -> Self:
        """Start git now, given nothing yet: it takes as long to start as one correction takes to plan."""
        if not self._useless:
            self._start()
        return self

    def holds(self, new: Sequence[NewCommit]) -> bool:
        """Whether these very commits were given, and git has been started on them."""
        return self._run is not None and len(new) == len(self._given) and all(map(is_, new, self._given))

    def takes(self, new: Sequence[NewCommit]) -> bool:
        """Whether these commits may be ended with: they were given, or nothing was."""
        return self._run is not None and (not self._given or self.holds(new))

    def end(self, new: Sequence[NewCommit], stream: bytes) -> tuple[int, str, bytes]:
        """Give what is left and end the stream; the reference moves. Status, git's output and error output.

        ``stream``: what to give a run that was given nothing yet.
        """
        run, self._run = self._run, None
        if run is None:  # pragma: no cover - see takes
            raise DamageError("git was not started on these commits")
        return run.end(bytes(self._left) + ending(len(new)) if self._given else stream)

    def _start(self) -> None:
        self._run = FastImport(self._repository, (self._lock.fd,), long=bool(self._given))
        if self._given:
            os.set_blocking(self._run.stdin, False)
            with suppress(OSError, AttributeError):
                fcntl.fcntl(self._run.stdin, fcntl.F_SETPIPE_SZ, _PIPE)

    def __enter__(self) -> Self:
        """For ``with``."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """A run that was not ended is: one that was given nothing by itself, else killed and its half pack removed."""
        run, self._run = self._run, None
        if run is not None and self._given:
            run.kill()
        elif run is not None:
            run.end(b"done\n")  # git takes away the pack that it began; nobody else's is touched
