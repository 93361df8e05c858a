"""What a purge has put away leaves the disk, also where the purge was killed on its way.

A note lies beside our lock from before the first new commit until the last old
object is gone. Whoever writes next finds it: where the branch holds the new
history the old one is removed; where it does not, the purge never happened,
and only its references are taken away. Until then ``verify`` says so.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from provenance.store.index import discard
from provenance.store.intent import flush_folder
from provenance.store.repository import git_error

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from provenance.store.lock import Lock
    from provenance.store.objects import ObjectId
    from provenance.store.repository import Repository

REWRITTEN = "refs/provenance/rewritten"
"""Holds the new commits while they are nobody's branch yet (T11)."""
PURGED = "refs/provenance/purged"
FETCHED = "refs/provenance/fetched"
"""Where a fetch puts the server's branch first: the tracking branch follows only where nothing of it was taken back."""


def begin(repository: Repository, branch: str, new: ObjectId | None = None) -> None:
    """Note, on the disk, that history is made again; ``new`` is its tip, once the branch may move there."""
    path = _path(repository)
    half = _half(repository)
    with half.open("w", encoding="ascii") as stream:
        json.dump({"branch": branch.encode("utf-8", "surrogateescape").hex(), "new": new}, stream)
        stream.flush()
        os.fsync(stream.fileno())
    half.replace(path)
    flush_folder(path.parent)


def is_pending(repository: Repository) -> bool:
    """Whether a purge was begun and has not come to its end."""
    return _path(repository).is_file()


def resume(repository: Repository, lock: Lock) -> Iterator[str]:
    """Finish a purge that was killed, or take away what it left; call it under the lock, with no correction pending."""
    try:
        noted = json.loads(_path(repository).read_bytes())
        branch, new = bytes.fromhex(noted["branch"]).decode("utf-8", "surrogateescape"), noted["new"]
    except FileNotFoundError:
        _half(repository).unlink(missing_ok=True)
        return
    except (ValueError, KeyError, TypeError):
        branch, new = repository.head().branch or "", None
    tip = repository.ref(branch)
    if new is None or tip is None or repository.objects.get(new) is None or not _holds(repository, tip, new):
        drop(repository, lock)
        yield "a purge that was interrupted had not moved anything; what it had prepared was taken away"
        return
    yield from finish(repository, lock)
    yield "finished an interrupted purge: what it put away is gone from this archive"


def _holds(repository: Repository, tip: ObjectId, new: ObjectId) -> bool:
    status, out, _ = repository.try_run("rev-list", "--max-count=1", new, f"^{tip}", "--")
    return status == 0 and not out.strip()


def finish(repository: Repository, lock: Lock) -> Iterator[str]:
    """Remove the old objects: our references, git's memory of where branches stood, what nothing leads to."""
    discard(repository)
    repository.close()
    _references(repository, lock)
    forget = ("reflog", "expire", "--expire=now", "--expire-unreachable=now", "--all")
    for ask in (forget, ("gc", "--quiet", "--prune=now")):
        status, _, err = repository.try_run(*ask, pass_fds=(lock.fd,))
        if status:
            yield f"git {ask[0]} did not end well: {git_error(ask[0], status, err).message}; give the command again"
            return  # the note stays: the next command tries again
    _remove_note(repository)


def drop(repository: Repository, lock: Lock) -> None:
    """Nothing moved: the references to what was prepared go, and the note."""
    _references(repository, lock)
    _remove_note(repository)


def _references(repository: Repository, lock: Lock) -> None:
    for name in (REWRITTEN, PURGED, FETCHED):
        repository.try_run("update-ref", "-d", name, pass_fds=(lock.fd,))


def _remove_note(repository: Repository) -> None:
    path = _path(repository)
    _half(repository).unlink(missing_ok=True)
    with suppress(FileNotFoundError):
        path.unlink()
        flush_folder(path.parent)


def _half(repository: Repository) -> Path:
    return repository.state_dir / "purge.half"


def _path(repository: Repository) -> Path:
    return repository.state_dir / "purge"
