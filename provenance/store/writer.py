"""Commits written: objects, then the reference by compare-and-swap, then the folders flushed.

The objects of one correction are laid down here (``loose``) and ``git
fast-import`` moves the branch; of thousands it makes the objects too, then through
GitPython's process interface, behind ``env -i``, since that alone would let the
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
from provenance.store import cleanup, footing, standstill
from provenance.store.loose import lay_down
from provenance.store.repository import git_error
from provenance.store.signing import signer_of
from provenance.store.stream import commits, moving

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from provenance.store.ahead import Ahead
    from provenance.store.loose import Laid
    from provenance.store.objects import ObjectId
    from provenance.store.repository import Repository
    from provenance.store.stream import NewCommit


LONG = 1_000_000
"""Bytes of a stream from which it goes through GitPython's process interface, which takes 40 ms to load: more than one
correction takes to write, and nothing beside many."""


QUICK = "pack.compression=3"
"""For many commits: git takes a fifth less time then, and a twentieth more room."""


@dataclass(frozen=True)
class Written:
    """What came of a write: ``tip`` is our last commit, None where the branch had moved on and nothing was written."""

    tip: ObjectId | None


def write(
    repository: Repository, new: Sequence[NewCommit], *, lock_fd: int | None = None, ahead: Ahead | None = None
) -> Written:
    """Write commits, one on top of the other, and move their branch from the first one's parent to the last.

    They are signed where the user's own git configuration names an SSH key.
    Returned means on the disk: objects, reference and their folders. InputError
    (disk full, read-only) or DamageError: nothing was written. Whatever git
    says, the branch is read again before anything is claimed (THREATS T10).
    ``ahead``: the run that has been given these very commits already.
    """
    footing.secure(repository, new[0].parent)
    signer = signer_of(repository)
    if signer is not None:
        from provenance.store.signed import write_signed

        return write_signed(repository, new, signer, lock_fd)
    branch, parent = new[0].branch, new[0].parent
    # of thousands it would cost more than git's writing them
    laid = lay_down(repository, new[0]) if len(new) == 1 else None
    stream = b"" if ahead is not None and ahead.holds(new) else _stream(new, laid)
    fds = () if lock_fd is None else (lock_fd,)
    status, out, err = import_stream(repository, stream, fds) if ahead is None else ahead.end(new, stream)
    tip = tip_afterwards(repository, branch)
    if status == 0 and tip is not None and tip == (out if laid is None else laid.tip):
        flush(repository, new, tip, laid)
        for one in laid.objects if laid is not None else ():
            repository.objects.learn(one.oid, one.kind, one.content, one.entries)
        return Written(tip)
    if tip != parent and tip is not None:
        # git died or was killed, but after the swap; or another writer was first
        landed = _landed(repository, new[-1], tip, parent)
        if landed is not None:
            flush(repository, new, landed, laid)
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


def _stream(new: Sequence[NewCommit], laid: Laid | None) -> bytes:
    """What git is to do: make the commits, or take over the one that is laid down."""
    return b"".join(commits(new)) if laid is None else moving(new[0].branch, laid.tip)


def fast_import(repository: Repository, new: Sequence[NewCommit], lock_fd: int | None) -> tuple[int, str, bytes]:
    """Run it: status, the last commit's id as it printed it, its error output."""
    return import_stream(repository, b"".join(commits(new)), () if lock_fd is None else (lock_fd,))


def import_stream(repository: Repository, stream: bytes, fds: tuple[int, ...], *more: str) -> tuple[int, str, bytes]:
    """Run ``git fast-import`` on a stream: status, what it printed, its error output."""
    return FastImport(repository, fds, *more, long=len(stream) >= LONG).end(stream)


class FastImport:
    """One run of ``git fast-import``: no reference moves before the stream is ended."""

    def __init__(self, repository: Repository, fds: tuple[int, ...], *more: str, long: bool) -> None:
        """Start it; ``more`` are options, ``long`` says that many commits will come."""
        options = ("--quiet", "--done", "--date-format=raw", *more)
        command = repository.command("fast-import", *options, settings=(QUICK,) if long else ())
        self._repository = repository
        self._began = time.time_ns() - _COARSE
        start = _started_by_gitpython if long else _started
        self.process: subprocess.Popen[bytes] = start(command, repository, fds)

    @property
    def stdin(self) -> int:
        """The descriptor to write the beginning of the stream to."""
        if self.process.stdin is None:  # pragma: no cover - it was asked for
            raise DamageError("git fast-import has no pipe")
        return self.process.stdin.fileno()

    def end(self, rest: bytes) -> tuple[int, str, bytes]:
        """Give it the rest of the stream and let it finish: status, what it printed, its error output."""
        out, err = b"", b""
        try:
            out, err = standstill.communicate(self.process, rest, self._repository.patience)
        except OSError as error:
            err = f"fatal: {error.strerror}".encode()
        finally:
            self.kill()
        return self.process.returncode, out.decode("ascii", "replace").strip(), err

    def kill(self) -> None:
        """See it gone: while it lives the branch may still move, and nobody could say whether it did."""
        process = self.process
        if process.poll() is None:
            standstill.end(process)
        with suppress(OSError):
            (self._repository.git_dir / f"fast_import_crash_{process.pid}").unlink()
        if process.returncode:
            _remove_half_written(self._repository, self._began)


def _started(command: Sequence[str], repository: Repository, fds: tuple[int, ...]) -> subprocess.Popen[bytes]:
    pipe, where = subprocess.PIPE, repository.common_dir
    return standstill.Program(
        command, stdin=pipe, stdout=pipe, stderr=pipe, env=repository.environment, cwd=where, pass_fds=fds
    )


def _started_by_gitpython(
    command: Sequence[str], repository: Repository, fds: tuple[int, ...]
) -> subprocess.Popen[bytes]:
    from git.cmd import Git

    inherited = [f"{name}={value}" for name, value in repository.environment.items()]
    whole = ["/usr/bin/env", "-i", *inherited, *command]
    guard = Git(str(repository.common_dir)).execute(whole, as_process=True, istream=subprocess.PIPE, pass_fds=fds)
    process, guard.proc = guard.proc, None  # the guard would end it here; FastImport.end does in any case
    if process is None:  # pragma: no cover - GitPython gives None only after the guard was spent
        raise DamageError("git fast-import did not start")
    return process


_COARSE = 20_000_000
"""Nanoseconds by which the clock that stamps files may lag behind."""


def _remove_half_written(repository: Repository, began: int) -> None:
    """What a git that failed left half written since then: on a full disk it would keep the last room (T08).

    While a ``git gc`` is at work, the half pack may be its own: then it stays, and the next ``git gc`` removes it.
    """
    if cleanup.runs(repository):
        return
    objects = repository.common_dir / "objects"
    with suppress(OSError):
        for path in (*objects.glob("??/tmp_obj_*"), *objects.glob("pack/tmp_pack_*"), *objects.glob("pack/tmp_idx_*")):
            if path.lstat().st_mtime_ns >= began:
                path.unlink()


def failure(status: int, err: bytes) -> Exception:
    """Nothing was written: why, in an editor's words."""
    if status == -signal.SIGXFSZ:
        err = b"fatal: File too large"
    elif status < 0 and standstill.SAID.encode() not in err:
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


def flush(repository: Repository, new: Sequence[NewCommit], tip: ObjectId, laid: Laid | None = None) -> None:
    """Flush every folder that got a new name: git flushes files, and no folder (measured).

    ``laid``: the objects of the one commit that were laid down.
    """
    folders = dict.fromkeys(_object_folders(repository, new, tip, laid))
    branch = repository.common_dir / new[0].branch
    folders[repository.common_dir / "objects"] = None
    folder = branch.parent
    while folder != repository.common_dir:
        folders[folder] = None
        folder = folder.parent
    folders[repository.common_dir] = None
    flush_folders(folders)
    footing.note(repository, tip)


def _object_folders(
    repository: Repository, new: Sequence[NewCommit], tip: ObjectId, laid: Laid | None
) -> Iterator[Path]:
    """The folders in which the new objects lie: packed for many, else one by the first two digits of each."""
    objects = repository.common_dir / "objects"
    if laid is not None:
        yield from (objects / one.oid[:2] for one in laid.objects)
        return
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
