"""Two files change places in one step of the kernel: no moment without a file, and what was displaced is kept.

Linux: ``renameat2`` with RENAME_EXCHANGE (glibc names it from 2.28, the system
call is older); macOS: ``renameatx_np`` with RENAME_SWAP. Elsewhere, and on a
file system that cannot, three renames: what was displaced is kept all the
same, but a reader may meet the old file for a moment longer.
"""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_EXCHANGE = 2  # RENAME_EXCHANGE in <linux/fs.h>; RENAME_SWAP in <sys/stdio.h> is 2 as well
_CANNOT = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM})
_SYSCALL = {"x86_64": 316, "aarch64": 276, "armv7l": 382, "i686": 353, "ppc64le": 357, "s390x": 347, "riscv64": 276}
"""The number of ``renameat2``, for a C library that does not name it (musl)."""

KEPT = ".kept"
"""What the displaced file is called between the renames of :func:`by_renames`."""

Spot = tuple[int, str]
"""A folder's descriptor and a name in it."""


def exchange(one: Spot, other: Spot) -> None:
    """Let the files at two spots change places. OSError as ``rename`` gives it (EXDEV: two file systems)."""
    call = _kernel_call()
    if call is not None:
        failed = call(one, other)
        if failed == 0:
            return
        if failed not in _CANNOT:
            raise OSError(failed, os.strerror(failed), other[1])
    by_renames(one, other)


def by_renames(new: Spot, target: Spot) -> None:
    """The exchange without the kernel's help: the old inode gets a second name before the new file takes its first."""
    kept: Spot = (new[0], new[1] + KEPT)
    with suppress(FileNotFoundError):
        os.unlink(kept[1], dir_fd=kept[0])
    _rename_or_link(target, kept)
    try:
        os.rename(new[1], target[1], src_dir_fd=new[0], dst_dir_fd=target[0])
    except OSError:
        os.rename(kept[1], target[1], src_dir_fd=kept[0], dst_dir_fd=target[0])
        raise
    os.rename(kept[1], new[1], src_dir_fd=kept[0], dst_dir_fd=new[0])


def _rename_or_link(target: Spot, kept: Spot) -> None:
    """A hard link where the disk has them; else the file is moved, and its name is empty for a moment."""
    try:
        os.link(target[1], kept[1], src_dir_fd=target[0], dst_dir_fd=kept[0], follow_symlinks=False)
    except OSError as error:
        if error.errno not in _CANNOT:
            raise
        os.rename(target[1], kept[1], src_dir_fd=target[0], dst_dir_fd=kept[0])


@cache
def _kernel_call() -> Callable[[Spot, Spot], int] | None:
    """The system's exchanging rename, giving 0 or an error number; None where there is none."""
    try:
        import ctypes

        libc = ctypes.CDLL(None, use_errno=True)
    except (ImportError, AttributeError, OSError):  # what cannot be loaded on a failing disk is done without
        return None
    if sys.platform == "darwin":
        name = "renameatx_np"
    elif sys.platform == "linux":
        name = "renameat2"
    else:
        return None
    function = getattr(libc, name, None)
    number = None if function is not None else _SYSCALL.get(os.uname().machine)
    if function is None and (number is None or sys.platform != "linux"):
        return None

    def call(one: Spot, other: Spot) -> int:
        names = (os.fsencode(one[1]), os.fsencode(other[1]))
        if function is not None:
            status = function(one[0], names[0], other[0], names[1], ctypes.c_uint(_EXCHANGE))
        else:
            status = libc.syscall(number, one[0], names[0], other[0], names[1], _EXCHANGE)
        return 0 if status == 0 else ctypes.get_errno()

    return call
