"""A stretch of aligned units: what the two rows of a comparison are cut into, step by step."""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple


class Kind(Enum):
    """What a stretch of units is. ``PAIR``: one word, written otherwise; ``GONE`` and ``COME``: ends of a move."""

    SAME = auto()
    PAIR = auto()
    CHANGED = auto()
    GONE = auto()
    COME = auto()


class Stretch(NamedTuple):
    """Units ``i1:i2`` on the left, ``j1:j2`` on the right; ``move`` joins the two ends of a transposition."""

    kind: Kind
    i1: int
    i2: int
    j1: int
    j2: int
    move: int = -1
