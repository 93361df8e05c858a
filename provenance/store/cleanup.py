"""Git's own clean-up held off while many commits are written, and waited for where it runs already (THREATS T11).

``git fast-import`` writes nothing that lies in a pack already. A ``git gc`` that
chose what to keep before the branch moved throws away after it what only the
new commits need. One correction lays down anew what it uses again (see
``loose``); of thousands that would cost more than writing them. So a batch
holds what ``git gc`` itself holds, the file ``gc.pid``: while it is there and
its process lives, git starts no clean-up, by hand or by itself. Git passes over
the file that a killed process left.
"""

from __future__ import annotations

import os
import socket
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from provenance.errors import ConflictError, InputError
from provenance.store.lock import clear_stale

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from provenance.ports import Clock
    from provenance.store.lock import Lock
    from provenance.store.repository import Repository

LIMIT = 60.0
"""Seconds for which a clean-up is waited for: that of 100,000 records takes less."""

VALID = 12 * 3600
"""Seconds after which git itself counts a ``gc.pid`` as left behind."""

_STEP = 0.05


@contextmanager
def held_off(repository: Repository, lock: Lock, clock: Clock) -> Iterator[None]:
    """Let no ``git gc`` run meanwhile.

    ConflictError where one runs and is not done within :data:`LIMIT`,
    InputError where the disk refuses: nothing was written. ``git gc --force``,
    ``git repack -a -d`` and ``git prune`` by hand ask nobody and are not held off.
    """
    path = repository.common_dir / "gc.pid"
    said = f"{os.getpid()} {socket.gethostname()}".encode()
    clear_stale((_half(path),), lock, clock)
    began = clock.now()
    while not _taken(path, said):
        if (clock.now() - began).total_seconds() >= LIMIT:
            raise ConflictError(
                "git is cleaning up this archive (git gc); nothing was written",
                code="busy",
                file=path,
                hint="wait until it is done, then give the command again; where no git gc runs, remove this file",
            )
        clock.sleep(_STEP)
    try:
        yield
    finally:
        with suppress(OSError):
            if path.read_bytes() == said:
                path.unlink()


def runs(repository: Repository) -> bool:
    """Whether a ``git gc`` of somebody else is at work in this archive."""
    return _lives(repository.common_dir / "gc.pid")


def _taken(path: Path, said: bytes) -> bool:
    """Write our ``gc.pid`` as git writes its own, in git's order; False where a clean-up runs or is about to."""
    half = _half(path)
    try:
        descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
    except FileExistsError:
        return False
    except OSError as error:
        raise _refused(path, error) from error
    try:
        if not _lives(path):
            os.write(descriptor, said)
            half.rename(path)
            return True
    except OSError as error:
        half.unlink(missing_ok=True)
        raise _refused(path, error) from error
    finally:
        os.close(descriptor)
    half.unlink()
    return False


def _half(path: Path) -> Path:
    """Where git writes the file before it has its name."""
    return path.with_name("gc.pid.lock")


def _refused(path: Path, error: OSError) -> InputError:
    return InputError(
        f"the archive cannot be written: {error.strerror}; nothing was written",
        code="disk-full",
        file=path,
        hint="make room, or ask for permission to write here, and give the command again",
    )


def _lives(path: Path) -> bool:
    """As git judges: young enough, and its process there, or of another machine, which cannot be asked."""
    try:
        age = time.time() - path.stat().st_mtime
        pid, host = path.read_text(encoding="utf-8", errors="replace").split()[:2]
        if age > VALID or int(pid) == os.getpid():
            return False
        if host == socket.gethostname():
            os.kill(int(pid), 0)
    except PermissionError:
        return True  # it lives, and is somebody else's
    except (OSError, ValueError, OverflowError):
        return False
    return True
