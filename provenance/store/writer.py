"""Commits written: objects, then the reference by compare-and-swap, then the folders flushed.

One ``git fast-import`` writes a correction, or thousands. It is started behind
``env -i``, many through GitPython's process interface: that alone would let the
caller's whole environment through. The lock's descriptor is handed on, so that
a git child which outlives its parent still keeps other writers away (T02).
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.errors import DamageError, InputError
from provenance.store import footing
from provenance.store.objects import HASH
from provenance.store.repository import git_error
from provenance.store.reused import keep_reused
from provenance.store.signing import signer_of
from provenance.store.stream import commits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from provenance.store.objects import ObjectId
    from provenance.store.repository import Repository
    from provenance.store.stream import NewCommit


LONG = 1_000_000
"""Bytes of a stream from which it goes through GitPython's process interface, which takes 40 ms to load: more than one
correction takes to write, and nothing beside many."""


@dataclass(frozen=True)
class Written:
    """What came of a write: ``tip`` is our last commit, None where the branch had moved on and nothing was written."""

    tip: ObjectId | None


def write(repository: Repository, new: Sequence[NewCommit], *, lock_fd: int | None = None) -> Written:
    """Write commits, one on top of the other, and move their branch from the first one's parent to the last.

    They are signed where the user's own git configuration names an SSH key.
    Returned means on the disk: objects, reference and their folders. InputError
    (disk full, read-only) or DamageError: nothing was written. Whatever git
    says, the branch is read again before anything is claimed (THREATS T10).
    """
    footing.secure(repository, new[0].parent)
    signer = signer_of(repository)
    if signer is not None:
        from provenance.store.signed import write_signed

        return write_signed(repository, new, signer, lock_fd)
    branch, parent = new[0].branch, new[0].parent
    status, out, err = fast_import(repository, new, lock_fd)
    tip = tip_afterwards(repository, branch)
    if status == 0 and HASH.fullmatch(out) and tip == out:
        flush(repository, new, tip)
        return Written(tip)
    if tip != parent and tip is not None:
        # git died or was killed, but after the swap; or another writer was first
        landed = _landed(repository, new[-1], tip, parent)
        if landed is not None:
            flush(repository, new, landed)
            return Written(landed)
        return Written(None)
    raise failure(status, err)


def tip_afterwards(repository: Repository, branch: str) -> ObjectId | None:
    """The branch as it is now; DamageError where that cannot be told, since then nothing may be claimed either way."""
    try:
        return repository.ref(branch)
    except InputError as error:
        raise DamageError(
            f"whether the correction was written cannot be told: {error.message}",
            file=error.file,
            hint="provenance history shows whether it is there",
        ) from error


def fast_import(repository: Repository, new: Sequence[NewCommit], lock_fd: int | None) -> tuple[int, str, bytes]:
    """Run it: status, the last commit's id as it printed it, its error output."""
    if len(new) == 1:  # of thousands it would cost more than writing them
        keep_reused(repository, new[0])
    return import_stream(repository, b"".join(commits(new)), () if lock_fd is None else (lock_fd,))


def import_stream(repository: Repository, stream: bytes, fds: tuple[int, ...], *more: str) -> tuple[int, str, bytes]:
    """Run ``git fast-import`` on a stream: status, what it printed, its error output."""
    inherited = [f"{name}={value}" for name, value in repository.environment.items()]
    command = repository.command("fast-import", "--quiet", "--done", "--date-format=raw", *more)
    whole = ["/usr/bin/env", "-i", *inherited, *command]
    began = time.time_ns() - _COARSE
    process = (_started if len(stream) < LONG else _started_by_gitpython)(whole, repository.common_dir, fds)
    try:
        out, err = process.communicate(stream)
    except OSError as error:
        out, err = b"", f"fatal: {error.strerror}".encode()
    finally:
        # whatever befell us: while it lives the branch may still move, and nobody could say whether it did
        process.kill()
        process.wait()
        with suppress(OSError):
            (repository.git_dir / f"fast_import_crash_{process.pid}").unlink()
    if process.returncode:
        _remove_half_written(repository.common_dir / "objects", began)
    return process.returncode, out.decode("ascii", "replace").strip(), err


def _started(command: Sequence[str], folder: Path, fds: tuple[int, ...]) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, cwd=folder, pass_fds=fds)  # noqa: S603


def _started_by_gitpython(command: Sequence[str], folder: Path, fds: tuple[int, ...]) -> subprocess.Popen[bytes]:
    from git.cmd import Git

    guard = Git(str(folder)).execute(command, as_process=True, istream=subprocess.PIPE, pass_fds=fds)
    process, guard.proc = guard.proc, None  # the guard would end it here; import_stream does in any case
    if process is None:  # pragma: no cover - GitPython gives None only after the guard was spent
        raise DamageError("git fast-import did not start")
    return process


_COARSE = 20_000_000
"""Nanoseconds by which the clock that stamps files may lag behind."""


def _remove_half_written(objects: Path, began: int) -> None:
    """What a git that failed left half written since then: on a full disk it would keep the last room (T08)."""
    with suppress(OSError):
        for path in (*objects.glob("??/tmp_obj_*"), *objects.glob("pack/tmp_pack_*"), *objects.glob("pack/tmp_idx_*")):
            if path.lstat().st_mtime_ns >= began:
                path.unlink()


def failure(status: int, err: bytes) -> Exception:
    """Nothing was written: why, in an editor's words."""
    if status == -signal.SIGXFSZ:
        err = b"fatal: File too large"
    elif status < 0:
        err = b"fatal: git was ended by signal %d" % -status
    return git_error("fast-import", status, err)


def _landed(repository: Repository, last: NewCommit, tip: ObjectId, parent: ObjectId | None) -> ObjectId | None:
    """Our last commit among those that came onto the branch since ``parent``, known by its whole message and author."""
    listed = repository.run("rev-list", tip, *([f"^{parent}"] if parent else []), "--")
    for oid in listed.decode("ascii").split():
        commit = repository.commit(oid)
        if (
            commit.message.encode("utf-8", "surrogateescape") == last.message
            and commit.author.email == last.author.email
        ):
            return oid
    return None


def flush(repository: Repository, new: Sequence[NewCommit], tip: ObjectId) -> None:
    """Flush every folder that got a new name: git flushes files, and no folder (measured)."""
    folders = dict.fromkeys(_object_folders(repository, new, tip))
    branch = repository.common_dir / new[0].branch
    folders[repository.common_dir / "objects"] = None
    folder = branch.parent
    while folder != repository.common_dir:
        folders[folder] = None
        folder = folder.parent
    folders[repository.common_dir] = None
    flush_folders(folders)
    footing.note(repository, tip)


def _object_folders(repository: Repository, new: Sequence[NewCommit], tip: ObjectId) -> Iterator[Path]:
    """The folders in which the new objects lie: packed for many, else one by the first two digits of each."""
    objects = repository.common_dir / "objects"
    yield objects / "pack"
    if len(new) > 1:
        yield from (folder for folder in objects.iterdir() if len(folder.name) == 2)  # noqa: PLR2004
        return
    reader = repository.objects
    yield objects / tip[:2]
    root = reader.commit(tip).tree
    yield objects / root[:2]
    for change in new[0].changes:
        folder = root
        for part in change.path.split("/"):
            entry = next((entry for entry in reader.tree(folder) if entry.name == part), None)
            if entry is None:
                break
            yield objects / entry.oid[:2]
            if not entry.is_tree:
                break
            folder = entry.oid


def flush_folders(folders: Iterable[Path]) -> None:
    """Flush each folder that is there; DamageError where the disk refuses, since then nothing may be promised."""
    for folder in folders:
        try:
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except FileNotFoundError:
            continue
        try:
            os.fsync(descriptor)
        except OSError as error:
            raise DamageError(
                f"the disk did not confirm that the correction is on it: {error.strerror}",
                file=folder,
                hint="provenance history shows whether it is there; check the disk before you go on",
            ) from error
        finally:
            os.close(descriptor)
