"""No test waits for ever: what hangs is told as the test that hung, and the others go on."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

LIMIT = 300
"""Seconds for one test: ten times what the longest takes on a busy machine."""


@pytest.fixture(autouse=True)
def _ends_in_time() -> Iterator[None]:
    """An alarm of the system: it interrupts reading a pipe, waiting for a child, an endless loop."""

    def told(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"this test was not done within {LIMIT} s")

    before = signal.signal(signal.SIGALRM, told)
    signal.alarm(LIMIT)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
