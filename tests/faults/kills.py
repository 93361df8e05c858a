"""Writers killed at random moments with all their children, and the next correction after each (T01)."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.faults.scene import PLACES, git
from tests.faults.standing import Standing, fsck, look
from tests.faults.writers import Writer

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.faults.routes import Writing

FSCK_EVERY = 100
"""git's check reads the whole archive: after each of a thousand kills it would be most of the time."""

NEXT_LIMIT = 30.0
"""Seconds after which the next correction counts as hanging."""


@dataclass
class Killed:
    """What came of it: kills, acknowledged values, what was found wrong, how long the next correction took."""

    kills: int = 0
    in_the_middle: int = 0
    acknowledged: int = 0
    standing: Standing = field(default_factory=Standing)
    slowest_next: float = 0.0
    stuck: list[str] = field(default_factory=list)
    """Kills after which the next write was refused until somebody cleared up."""


def kill_writers(
    route: Callable[[Path, Mapping[str, str]], Writing],
    top: Path,
    environ: Mapping[str, str],
    chance: random.Random,
    count: int,
    *,
    following: Callable[[Path, Mapping[str, str]], Writing] | None = None,
    ours: bool = True,
) -> Killed:
    """Kill ``count`` writers, each at a random moment of its work; after each write once more and look.

    ``following`` is the route of that next one, where it is another.
    """
    found = Killed()
    numbers = [1] * len(PLACES)
    span = 2 * _usual(route, top, environ, numbers)
    for kill in range(count):
        tip = git(top, environ, "rev-parse", "HEAD").strip()
        which = kill % (len(PLACES) - 1)  # the last place is for the next correction
        writer = Writer(route, top, environ, PLACES[which], writer=which, first=numbers[which])
        writer.ready()
        time.sleep(chance.random() * span)
        said = writer.kill()
        numbers[which] += len(said) + 2
        acknowledged = [one.value for one in said if one.refused is None]
        acknowledged += _next(following or route, top, environ, numbers, found)
        found.kills += 1
        found.acknowledged += len(acknowledged)
        found.standing.add(look(top, environ, acknowledged, since=tip, ours=ours))
        if (kill + 1) % FSCK_EVERY == 0 or kill + 1 == count:
            found.standing.unsound += fsck(top, environ)
    every = look(top, environ, [], ours=ours)
    found.standing.doubled += every.doubled
    found.standing.set_back += every.set_back
    return found


def _usual(
    route: Callable[[Path, Mapping[str, str]], Writing], top: Path, environ: Mapping[str, str], numbers: list[int]
) -> float:
    """Seconds that one correction takes here and now."""
    begun = time.monotonic()
    writer = Writer(route, top, environ, PLACES[0], writer=0, first=numbers[0], count=4)
    writer.ready()
    writer.end()
    numbers[0] += 4
    return (time.monotonic() - begun) / 4


def _next(
    route: Callable[[Path, Mapping[str, str]], Writing],
    top: Path,
    environ: Mapping[str, str],
    numbers: list[int],
    found: Killed,
) -> list[str]:
    """A write by somebody else: acknowledged, or refused for ever; then a hand clears up and it is made again."""
    last = len(PLACES) - 1
    for attempt in range(2):
        begun = time.monotonic()
        writer = Writer(route, top, environ, PLACES[last], writer=last, first=numbers[last], count=1)
        numbers[last] += 1
        said = writer.end(within=NEXT_LIMIT)
        if said and said[0].refused is None:
            if attempt == 0:
                found.slowest_next = max(found.slowest_next, time.monotonic() - begun)
            return [said[0].value]
        found.stuck.append(f"after kill {found.kills + 1}: {said[0].refused if said else 'it died'}")
        _clear_up_by_hand(top, environ)
    raise AssertionError(f"even after clearing up nothing can be written: {found.stuck[-1]}")


def _clear_up_by_hand(top: Path, environ: Mapping[str, str]) -> None:
    """What somebody who knows git does: locks deleted, the work tree thrown away."""
    for lock in (top / ".git").rglob("*.lock"):
        lock.unlink()
    if git(top, environ, "ls-files", check=False) == "":
        (top / ".git" / "index").unlink(missing_ok=True)
    git(top, environ, "reset", "-q", "--hard")
