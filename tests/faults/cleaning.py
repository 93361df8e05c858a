"""``git gc`` without pause beside writers, and objects that were written long before they are used again (T11)."""

from __future__ import annotations

import itertools
import os
import subprocess
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.faults import routes
from tests.faults.scene import PLACES, git, value
from tests.faults.standing import Standing, fsck, look
from tests.faults.writers import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

THREE_WEEKS = 21 * 24 * 3600


@dataclass
class Cleaned:
    """What came of it: how often git cleaned up, corrections, and what was found wrong."""

    cleanings: int = 0
    attempts: int = 0
    acknowledged: int = 0
    refused: list[str] = field(default_factory=list)
    reused: int = 0
    gone: list[str] = field(default_factory=list)
    slowest: float = 0.0
    standing: Standing = field(default_factory=Standing)


@contextmanager
def cleaning(top: Path, environ: Mapping[str, str], options: Sequence[str] = ()) -> Iterator[list[float]]:
    """``git gc`` again and again; yields the moments at which one was done."""
    stop, done = threading.Event(), list[float]()

    def clean() -> None:
        while not stop.is_set():
            command = ["git", "gc", "-q", *options]
            subprocess.run(command, cwd=top, env=dict(environ), capture_output=True, timeout=600, check=False)
            done.append(time.monotonic())

    thread = threading.Thread(target=clean)
    thread.start()
    try:
        yield done
    finally:
        stop.set()
        thread.join()


def clean_beside_writers(top: Path, environ: Mapping[str, str], writers: int, each: int) -> Cleaned:
    """Writers at places of their own, ``git gc`` without pause beside them."""
    found = Cleaned()
    with cleaning(top, environ) as done:
        started = [
            Writer(routes.provenance, top, environ, PLACES[number], writer=number, count=each)
            for number in range(writers)
        ]
        said = [one for writer in started for one in writer.end(within=3600)]
    found.cleanings, found.attempts = len(done), len(said)
    acknowledged = [one for one in said if one.refused is None]
    found.acknowledged = len(acknowledged)
    found.slowest = max((one.seconds for one in acknowledged), default=0.0)
    found.refused = [one.refused for one in said if one.refused is not None]
    found.standing = look(top, environ, [one.value for one in acknowledged])
    found.standing.unsound += fsck(top, environ)
    return found


def leave_old_objects(top: Path, environ: Mapping[str, str], what: str) -> None:
    """The objects of a correction that nobody took, three weeks old, in a pack that no reference needs."""
    tip = git(top, environ, "rev-parse", "HEAD").strip()
    routes.impatient(top, environ)(PLACES[0], what, lambda: None)
    drop_all_since(top, environ, tip)


def drop_all_since(top: Path, environ: Mapping[str, str], tip: str) -> None:
    """Set the branch back; what came after is in a pack, three weeks old, and no reference needs it."""
    git(top, environ, "repack", "-a", "-d", "-q")
    git(top, environ, "reset", "-q", "--hard", tip)
    git(top, environ, "reflog", "expire", "--expire=now", "--all")
    then = time.time() - THREE_WEEKS
    for path in (top / ".git" / "objects").rglob("*"):
        if path.is_file():
            os.utime(path, (then, then))


def reuse_old_objects(top: Path, environ: Mapping[str, str], rounds: int, delays: Iterator[float]) -> Cleaned:
    """In each round the same words are written again while ``git gc`` throws the old ones away."""
    found = Cleaned()
    for number in range(1, rounds + 1):
        what = value(0, number)
        leave_old_objects(top, environ, what)
        with subprocess.Popen(["git", "gc", "-q"], cwd=top, env=dict(environ), stderr=subprocess.DEVNULL) as gc:
            time.sleep(next(delays))
            said = Writer(routes.impatient, top, environ, PLACES[0], writer=0, first=number, count=1).end()
            gc.wait(timeout=600)
        found.cleanings += 1
        found.attempts += 1
        if not said or said[0].refused is not None:
            found.refused.append(said[0].refused or "" if said else "it died")
            continue
        found.reused += 1
        git(top, environ, "gc", "-q")  # what it left because it was needed must be there still
        unsound = fsck(top, environ)
        if unsound:
            found.gone.append(f"{what}: {unsound[0]}")
            break
    return found


def spread(until: float, steps: int) -> Iterator[float]:
    """Delays from none to ``until``, over and over."""
    return itertools.cycle([until * step / steps for step in range(steps)])
