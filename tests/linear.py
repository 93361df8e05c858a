"""How work grows with its input, for tests of linear time (THREATS T35) on machines that are busy with other things."""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Input = TypeVar("Input")


def cost(work: Callable[[Input], object], given: Input) -> float:
    """Seconds of processor time."""
    start = time.process_time()
    work(given)
    return time.process_time() - start


def growth(work: Callable[[Input], object], short: Input, long: Input, *, enough: float) -> float:
    """How many times longer the long one takes: the least of five rounds, for a busy machine only ever adds.

    Work that grows with the square of the length takes the square in each
    round. ``enough`` ends the rounds early.
    """
    work(short)
    gc.collect()
    gc.disable()  # the collector looks at all that lives, which is no property of the work
    least = float("inf")
    try:
        for _ in range(5):
            # the floor keeps the clock's grain out of it
            least = min(least, cost(work, long) / max(cost(work, short), 0.005))
            if least <= enough:
                break
    finally:
        gc.enable()
    return least
