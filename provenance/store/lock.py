"""The one lock of an archive: who holds it is its only writer, as the kernel keeps it.

``flock`` on ``provenance/lock`` in the git common directory. The kernel drops
it when the last process that has the descriptor is gone: a killed writer
leaves no lock, and a git child that outlives its parent keeps it (the
descriptor is handed on by ``pass_fds``), so that no second writer starts
beside it (THREATS T02). The call waits in the kernel, which is fair; polling
starved one writer of eight for 20 seconds.

Holding it proves that no other writer of ours lives. A ``HEAD.lock`` or branch
lock that then stays the same file was left by a process that died (T07).
"""

from __future__ import annotations

import fcntl
import os
import re
import stat
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from provenance.errors import ConflictError, InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from provenance.ports import Clock
    from provenance.store.repository import Repository

TEXT = (
    b"A correction of this archive is being written, or was interrupted.\n"
    b"Where no 'provenance' command is running, run: provenance status\n"
    b"It finishes the correction and takes this lock away. Do not delete it by hand.\n"
)
"""What somebody reads who opens the lock, which is git's ``index.lock`` too while a work tree is settled."""

PATIENCE = 5.0
"""Seconds that a reference lock must stay the same file before it counts as left by the dead."""

LIMIT = 30.0
"""Seconds after which a reference that is locked again and again by others is given up."""

_STEP = 0.05

NETWORK = frozenset({
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "coda", "ncpfs", "9p", "ceph", "glusterfs", "lustre", "davfs",
    "beegfs", "gpfs", "orangefs", "pvfs2", "vboxsf", "prl_fs", "webdav", "afpfs",
    "fuse.sshfs", "fuse.s3fs", "fuse.rclone", "fuse.gvfsd-fuse", "fuse.glusterfs", "fuse.davfs2", "fuse.gcsfuse",
    "fuse.vmhgfs-fuse", "fuse.juicefs", "fuse.ceph",
})  # fmt: skip
"""File systems on which a kernel lock of one machine says nothing to another."""


@dataclass
class Lock:
    """Our lock, held. ``fd`` is handed to git children; ``notices`` is what the editor should hear of."""

    path: Path
    fd: int
    notices: list[str] = field(default_factory=list)

    def is_at(self, path: Path) -> bool:
        """True where the file at ``path`` is this lock itself: the same inode, by whatever name."""
        try:
            there = os.lstat(path)
        except OSError:
            return False
        ours = os.fstat(self.fd)
        return (there.st_dev, there.st_ino) == (ours.st_dev, ours.st_ino)

    def moment(self) -> int:
        """Now, in nanoseconds, by the clock that stamps files: an age told by it is never negative."""
        os.utime(self.fd)
        return os.fstat(self.fd).st_mtime_ns


@contextmanager
def writing(repository: Repository, *, clock: Clock, branch: str | None = None) -> Iterator[Lock]:
    """Hold the archive's lock, waiting for whoever has it; stale locks on ``branch`` (a full ref name) are cleared.

    InputError on a network disk and where the folder cannot be written;
    ConflictError where others keep locking the branch. Not re-entrant.
    """
    lock = _open(repository)
    try:
        while not _locked(lock, fcntl.LOCK_EX):
            os.close(lock.fd)
            lock = _open(repository)
        _label(lock)
        if branch is not None:
            clear_stale(reference_locks(repository, branch), lock, clock)
        yield lock
    finally:
        os.close(lock.fd)


@contextmanager
def trying(repository: Repository, *, clock: Clock, branch: str | None = None) -> Iterator[Lock | None]:
    """As :func:`writing`, but None at once where another writer holds the lock or the archive is read-only."""
    try:
        probe = _open(repository)
    except InputError:
        yield None
        return
    try:
        free = _locked(probe, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if free:
            _label(probe)
            if branch is not None:
                clear_stale(reference_locks(repository, branch), probe, clock)
        yield probe if free else None
    finally:
        os.close(probe.fd)


def _open(repository: Repository) -> Lock:
    """The lock's file, opened, not locked."""
    path = repository.common_dir / "provenance" / "lock"
    kind = _kind_of_disk(repository.common_dir, repository.common_dir.stat().st_dev)
    if kind in NETWORK:
        raise InputError(
            f"the archive lies on a network disk ({kind}), where a lock of one machine does not hold for another",
            code="network-disk",
            file=repository.common_dir,
            hint="work in a clone on a local disk, and share by pull and push",
        )
    try:
        _make_folder(repository)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o666)
        share(repository, descriptor)
        return Lock(path, descriptor)
    except OSError as error:
        raise InputError(
            f"the archive cannot be written: {error.strerror}",
            code="read-only",
            file=path,
            hint="reading, diff and audit work; to correct, ask for permission to write in this folder",
        ) from error


@lru_cache(maxsize=64)
def _kind_of_disk(folder: Path, _device: int) -> str:
    """The file system of a folder, asked once as long as the folder lies on the same device."""
    return file_system(folder)


_SHARED = {
    **dict.fromkeys(("group", "true", "yes", "on", "1"), stat.S_IRGRP | stat.S_IWGRP),
    **dict.fromkeys(("all", "world", "everybody", "2"), stat.S_IRGRP | stat.S_IWGRP | stat.S_IROTH),
}
"""What ``core.sharedRepository`` adds to permissions, whatever the umask says."""
_OCTAL = re.compile(r"0?[0-7]{3}", re.ASCII)
"""It may also say them as a number, ``0660``."""


def _make_folder(repository: Repository) -> None:
    try:
        repository.state_dir.mkdir()
    except FileExistsError:
        return
    descriptor = os.open(repository.state_dir, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        share(repository, descriptor)
    finally:
        os.close(descriptor)


def share(repository: Repository, descriptor: int) -> None:
    """Let the group of a shared repository use this file or folder too, as git does for its own: write what we may."""
    said = (repository.setting("core.sharedrepository") or "").lower()
    more = int(said, 8) & 0o066 if _OCTAL.fullmatch(said) else _SHARED.get(said, 0)
    if not more:
        return
    mode = os.fstat(descriptor).st_mode
    if not mode & stat.S_IWUSR:
        more &= ~0o222
    if stat.S_ISDIR(mode):
        more |= (more & 0o044) >> 2 | stat.S_ISGID
    if more & ~mode:
        with suppress(PermissionError):  # another's: its owner gave what he wants to give
            os.fchmod(descriptor, stat.S_IMODE(mode) | more)


def _locked(lock: Lock, how: int) -> bool:
    """Take the kernel's lock; false where another has it, or where the file was deleted meanwhile."""
    try:
        fcntl.flock(lock.fd, how)
    except BlockingIOError:
        return False
    except OSError as error:
        raise InputError(
            f"this disk keeps no locks: {error.strerror}",
            code="network-disk",
            file=lock.path,
            hint="work in a clone on a local disk, and share by pull and push",
        ) from error
    return lock.is_at(lock.path)


def _label(lock: Lock) -> None:
    """Let the file say what it is; a full disk is no reason to refuse."""
    if os.fstat(lock.fd).st_size != len(TEXT):
        with suppress(OSError):
            os.ftruncate(lock.fd, 0)
            os.pwrite(lock.fd, TEXT, 0)


def reference_locks(repository: Repository, branch: str) -> tuple[Path, ...]:
    """The files by which git locks HEAD and that branch."""
    heads = dict.fromkeys((repository.git_dir / "HEAD.lock", repository.common_dir / "HEAD.lock"))
    return (*heads, repository.common_dir / f"{branch}.lock")


@dataclass(frozen=True)
class _Look:
    """What a lock file was when it was looked at."""

    device: int
    inode: int
    size: int
    modified: int

    @classmethod
    def at(cls, path: Path) -> _Look | None:
        try:
            there = os.lstat(path)
        except FileNotFoundError:
            return None
        return cls(there.st_dev, there.st_ino, there.st_size, there.st_mtime_ns)


def clear_stale(paths: Iterable[Path], lock: Lock, clock: Clock) -> None:
    """Wait until nobody holds these reference locks; one that stays the same file for 5 s is removed.

    They are waited for together: a killed git leaves HEAD and the branch locked
    both, and one after the other would keep an editor for 10 s.
    """
    began = clock.now()
    held = {path: (look, began) for path in paths if (look := _Look.at(path)) is not None}
    while held:
        clock.sleep(_STEP)
        now = clock.now()
        for path, (seen, first) in tuple(held.items()):
            look = _Look.at(path)
            if look is None:
                del held[path]
            elif look != seen:
                held[path] = (look, now)
            elif (now - first).total_seconds() >= PATIENCE and _remove_aside(path, seen, lock):
                lock.notices.append(
                    f"removed {path}, left by a git process that died ({PATIENCE:.0f} s without a change)"
                )
                del held[path]
        if held and (now - began).total_seconds() >= LIMIT:
            raise ConflictError(
                "another program keeps this branch locked",
                code="busy",
                file=next(iter(held)),
                hint="wait until it is done, then give the command again",
            )


def _remove_aside(path: Path, judged: _Look, lock: Lock) -> bool:
    """Remove the lock that was judged stale, and only that: renamed aside, looked at again; another's is put back."""
    aside = lock.path.with_name(f"stale-{path.name}")
    try:
        path.rename(aside)
    except FileNotFoundError:
        return False
    ours = _Look.at(aside) == judged
    if not ours:
        # a live process took the lock between the look and the rename; link() never replaces a third one
        with suppress(FileExistsError):
            os.link(aside, path)
    aside.unlink()
    return ours


def file_system(path: Path, mounts: Path = Path("/proc/self/mountinfo")) -> str:
    """The name of the file system that holds ``path``, as Linux lists it or macOS says it; "" where unknown."""
    try:
        listing = mounts.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return _file_system_of_macos(path)
    return mounted(listing, path.resolve())


def mounted(listing: str, path: Path) -> str:
    """The type of the mount that ``path`` lies in, by a ``mountinfo`` listing: longest mount point, last of equals."""
    best, kind = -1, ""
    for line in listing.splitlines():
        left, _, right = line.partition(" - ")
        fields = left.split(" ")
        if len(fields) < 5 or not right:  # noqa: PLR2004
            continue
        point = Path(_unescaped(fields[4]))
        if len(point.parts) >= best and path.is_relative_to(point):
            best, kind = len(point.parts), right.split(" ")[0]
    return kind


def _unescaped(name: str) -> str:
    r"""``mountinfo`` writes space, tab, newline and backslash as octal: ``\040``."""
    for code, char in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        name = name.replace(code, char)
    return name


def _file_system_of_macos(path: Path) -> str:
    """On macOS, "nfs" for any disk that ``statfs`` does not call local; "" elsewhere."""
    if os.uname().sysname != "Darwin":
        return ""
    import ctypes
    import sys

    answer = ctypes.create_string_buffer(4096)
    libc = ctypes.CDLL(None, use_errno=True)
    call = getattr(libc, "statfs$INODE64", None) or libc.statfs
    if call(os.fsencode(path), answer) != 0:
        return ""
    flags = int.from_bytes(answer.raw[64:68], sys.byteorder)  # struct statfs: f_flags; MNT_LOCAL is 0x1000
    return "" if flags & 0x1000 else "nfs"
