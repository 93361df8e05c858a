"""Waiting in a test for what another process does: with an end, and with a look at whether it still lives."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def wait_until(
    happened: Callable[[], bool], *, lives: Callable[[], bool] = lambda: True, within: float = 60, what: str = "it"
) -> None:
    """Return as soon as ``happened``; AssertionError where whoever should do it is dead, or after so many seconds."""
    until = time.monotonic() + within
    while not happened():
        assert lives() or happened(), f"{what} did not happen, and who should have done it has ended"
        assert time.monotonic() < until, f"{what} did not happen within {within:.0f} s"
        time.sleep(0.005)


def status_of(child: int, *, within: float = 120) -> int:
    """The wait status of a forked child; one that is not done in time is killed, and AssertionError says so."""
    until = time.monotonic() + within
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status
        if time.monotonic() > until:
            with suppress(ProcessLookupError):
                os.kill(child, 9)
            os.waitpid(child, 0)
            raise AssertionError(f"a child was not done within {within:.0f} s and was killed")
        time.sleep(0.002)
