"""The secret that binds what we keep beside a repository to this clone of it, on this machine, for this user.

It lies in the user's own folder for such things, never in the repository: an
archive that was handed over whole, git's folder and all, brings no answer of
ours along that we would believe.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provenance.store.repository import Repository

_BYTES = 32


def key_of(repository: Repository) -> bytes | None:
    """This clone's key, made where there is none yet; None where no folder of the user's can hold it."""
    folder = _folder(repository.environ)
    if folder is None:
        return None
    place = sha256(os.fsencode(repository.common_dir.resolve())).hexdigest()
    file = folder / f"{place}.key"
    with contextlib.suppress(OSError):
        return _read(file) or _made(file)
    return None


def _folder(environ: Mapping[str, str]) -> Path | None:
    """``provenance`` in XDG_STATE_HOME, else in ``~/.local/state``; a relative name is none, as its standard says."""
    for name, below in (("XDG_STATE_HOME", ""), ("HOME", ".local/state")):
        given = environ.get(name, "")
        if given.startswith("/"):
            return Path(given) / below / "provenance"
    return None


def _read(file: Path) -> bytes | None:
    """The key in a file of our own that nobody else may read; None where there is none such."""
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    with open(descriptor, "rb") as stream:  # noqa: PTH123 - it is open already
        held = os.fstat(stream.fileno())
        key = stream.read(_BYTES + 1)
    private = stat.S_ISREG(held.st_mode) and held.st_uid == os.geteuid() and not held.st_mode & 0o077
    if private and len(key) == _BYTES:
        return key
    file.unlink()
    return None


def _made(file: Path) -> bytes | None:
    """A new key, there whole or not at all; that of another process where it was first."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with open(descriptor, "wb") as stream:  # noqa: PTH123 - it is open already
            stream.write(secrets.token_bytes(_BYTES))
        with contextlib.suppress(FileExistsError):
            os.link(beside, file)
    finally:
        beside.unlink()
    return _read(file)
