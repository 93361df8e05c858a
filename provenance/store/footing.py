"""What a correction stands on is on the disk before it is acknowledged (THREATS T03).

An editor's plain ``git commit`` or ``git pull`` flushes neither loose objects
nor folders. A correction made on top of such a commit was flushed itself, and
after a power cut half a minute later had no past that could be read: seen in
every one of ten cuts. So each tip that is known to be on the disk is noted,
and a correction on another one flushes the whole file system first.

The note itself is not flushed: one that is lost or old costs a flush, no more.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from provenance.store.objects import ObjectId
    from provenance.store.repository import Repository


def secure(repository: Repository, parent: ObjectId | None) -> None:
    """Flush the file system, unless ``parent`` and its past are known to be on the disk. OSError where it cannot."""
    if parent is None or _noted(repository) == parent:
        return
    _flush_file_system(repository.common_dir)


def note(repository: Repository, tip: ObjectId) -> None:
    """Remember that ``tip``, just flushed, is on the disk, and with it what it stands on."""
    with suppress(OSError):
        # over the one before, of the same length: a file cut to nothing first is written out at once by some disks
        descriptor = os.open(_path(repository), os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o666)
        try:
            os.pwrite(descriptor, tip.encode("ascii"), 0)
            os.ftruncate(descriptor, len(tip))
        finally:
            os.close(descriptor)


def _noted(repository: Repository) -> str:
    try:
        return _path(repository).read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""


def _path(repository: Repository) -> Path:
    return repository.state_dir / "flushed"


def _flush_file_system(folder: Path) -> None:
    """``syncfs`` where there is one: a full flush of every disk would wait for the slowest stick in the machine."""
    import ctypes

    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        call = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
        if call is None:
            os.sync()
        elif call(descriptor) != 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(folder))
    finally:
        os.close(descriptor)
