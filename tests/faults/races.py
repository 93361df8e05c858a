"""Eight writers at the same time, each at a place of its own or all at one (T04)."""

from __future__ import annotations

import itertools
import subprocess
import threading
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.faults.scene import PLACES
from tests.faults.standing import Standing, fsck, look
from tests.faults.writers import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from tests.faults.routes import Writing
    from tests.faults.scene import Place


@dataclass
class Raced:
    """What came of it: attempts, how many were acknowledged, why others were refused, the slowest acknowledgement."""

    attempts: int
    acknowledged: int
    refused: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    standing: Standing = field(default_factory=Standing)


def race(
    route: Callable[[Path, Mapping[str, str]], Writing],
    top: Path,
    environ: Mapping[str, str],
    count: int,
    *,
    first: int = 1,
    places: Sequence[Place] = PLACES,
    ours: bool = True,
    sound: bool = True,
) -> Raced:
    """Let eight processes write ``count`` values each from ``first`` on, at ``places`` in turn; then look.

    ``sound``: let git check all objects too, which says what is so only where nobody writes beside it.
    """
    writers = [
        Writer(route, top, environ, places[number % len(places)], writer=number, first=first, count=count)
        for number in range(len(PLACES))
    ]
    said = [one for writer in writers for one in writer.end(within=3600)]
    acknowledged = [one for one in said if one.refused is None]
    standing = look(top, environ, [one.value for one in acknowledged], places=places, ours=ours)
    standing.unsound += fsck(top, environ) if sound else []
    return Raced(
        len(said),
        len(acknowledged),
        Counter(one.refused for one in said if one.refused is not None),
        max((one.seconds for one in acknowledged), default=0.0),
        standing,
    )


@contextmanager
def committing_by_hand(top: Path, environ: Mapping[str, str], every: float = 0.0) -> Iterator[list[bool]]:
    """Beside it an editor commits by plain git without pause; yields which of these commits git accepted."""
    stop, accepted = threading.Event(), list[bool]()

    def editor() -> None:
        for number in itertools.count():
            (top / "notes.txt").write_text(f"note {number}\n")
            for command in (("add", "notes.txt"), ("commit", "-q", "-m", "by hand")):
                done = subprocess.run(
                    ["git", *command], cwd=top, env=dict(environ), capture_output=True, timeout=120, check=False
                )
            accepted.append(done.returncode == 0)
            if stop.wait(every):
                return

    thread = threading.Thread(target=editor)
    thread.start()
    try:
        yield accepted
    finally:
        stop.set()
        thread.join()
