"""What a correction is about to do to the work tree, flushed to disk before the branch moves.

A writer that dies between the branch and the files leaves this note behind.
The next writer finds it, looks whether the branch holds the correction, and
settles what is left; the pre-commit hook refuses while it lies there, because
git's index still holds the words from before the correction.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from provenance.errors import DamageError

if TYPE_CHECKING:
    from pathlib import Path

    from provenance.store.repository import Repository

_VERSION = 1


@dataclass(frozen=True)
class PathChange:
    """One file that a correction changes: blob ids before (None: new) and after (None: taken away), new content.

    ``path`` is that of the repository, ``/`` between its parts. ``content`` may
    be left out where the object is in the repository already.
    """

    path: str
    mode: str
    old: str | None
    new: str | None
    content: bytes | None = None


@dataclass(frozen=True)
class Intent:
    """The note: which branch moves from which commit (None: its first), in which work tree, by which message.

    ``home`` is the git folder of that work tree, where HEAD and the index lie, as seen from the common one.
    ``from_edits``: the files already hold what is recorded.
    """

    branch: str
    old: str | None
    home: str
    message: str
    paths: tuple[PathChange, ...]
    from_edits: bool = False

    def as_json(self) -> dict[str, Any]:
        """As it lies on disk and as ``status --json`` shows it."""
        data = asdict(self)
        data["paths"] = [{name: value for name, value in path.items() if name != "content"} for path in data["paths"]]
        return {"version": _VERSION, **data}


def is_pending(repository: Repository) -> bool:
    """Whether a note lies there; it is not read."""
    return _path(repository).is_file()


def pending(repository: Repository) -> Intent | None:
    """The note that lies there, if any. DamageError where it cannot be read: it came in one step, so a disk failed."""
    path = _path(repository)
    try:
        source = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        data = json.loads(source)
        paths = tuple(PathChange(one["path"], one["mode"], one["old"], one["new"]) for one in data["paths"])
        return Intent(data["branch"], data["old"], data["home"], data["message"], paths, data["from_edits"])
    except (ValueError, KeyError, TypeError) as error:
        raise DamageError(
            "the note of an interrupted correction cannot be read",
            file=path,
            hint="compare the work tree with 'git show HEAD', then delete this file",
        ) from error


def write(repository: Repository, intent: Intent) -> None:
    """Put the note there in one step and flush it with its folder. OSError where the disk refuses."""
    path = _path(repository)
    half = path.with_name("intent.half")
    try:
        with half.open("wb") as stream:
            stream.write(json.dumps(intent.as_json(), ensure_ascii=True, indent=1).encode("ascii"))
            stream.flush()
            os.fsync(stream.fileno())
        half.replace(path)
    except OSError:
        with suppress(OSError):
            half.unlink(missing_ok=True)
        raise
    flush_folder(path.parent)


def remove(repository: Repository) -> None:
    """Take the note away and flush its folder."""
    path = _path(repository)
    path.unlink(missing_ok=True)
    flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """Flush a folder's list of names: git never does, and a power cut loses a rename that was not (THREATS T03)."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _path(repository: Repository) -> Path:
    return repository.common_dir / "provenance" / "intent"
