"""A child process that is killed at a chosen step: the kernel gives it no chance to clear up."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from typing import TYPE_CHECKING, Any

from tests.waiting import status_of

if TYPE_CHECKING:
    from collections.abc import Callable

STEPS = frozenset({
    "os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.chmod", "subprocess.Popen",
})  # fmt: skip
"""What Python announces (sys.audit) before it does it, and what changes the disk or starts git."""

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def die() -> None:
    """End this process as the kernel ends one that is killed."""
    os.kill(os.getpid(), signal.SIGKILL)


def was_killed(work: Callable[[], object]) -> bool:
    """Run ``work`` in a child; true where it was killed, false where it came to its end."""
    child = os.fork()
    if child == 0:
        _in_the_child(work)
    status = status_of(child)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(status) == 0, "the child failed; its traceback is above"
    return False


def killed_at(step: int, work: Callable[[], object]) -> bool:
    """Run ``work`` in a child and kill it before its ``step``-th step; false where it was done before that."""

    def until() -> None:
        _die_before(step)
        work()

    return was_killed(until)


def _die_before(step: int) -> None:
    count = 0

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal count
        if event in STEPS or (event == "open" and _counts(arguments)):
            count += 1
            if count == step:
                die()

    sys.addaudithook(hook)


def _in_the_child(work: Callable[[], object]) -> None:
    try:
        work()
    except BaseException:  # noqa: BLE001 - nothing may reach pytest, which runs in this process too
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _counts(arguments: tuple[Any, ...]) -> bool:
    """Files opened to be written, and the look at what an exchange displaced: the exchange itself is not announced."""
    path, _, flags = arguments
    return isinstance(path, (str, bytes)) and bool(flags & _WRITES or str(path).startswith("spare"))
