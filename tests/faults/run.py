"""``make faults``: the long fault tests, and their figures as a table in Markdown.

    python -m tests.faults.run [--scale 0.1] [PART …]

Parts: kills, races, cuts, calls, room, cleaning. What needs root, a loop file
system or ptrace is skipped with its reason. Exit status 1 where anything of
ours was found wrong.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tests.faults import calls, cleaning, cuts, kills, races, room, routes
from tests.faults.cuts import NotHereError
from tests.faults.scene import PLACES, environment, found_archive
from tests.faults.standing import Standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SHOWN = 12
HEAD = (
    "fault", "route", "done", "acknowledged", "lost", "doubled", "mixed", "set back", "unsound", "by hand",
    "slowest, s",
)  # fmt: skip


@dataclass
class Row:
    """One line of the table; ``wrong`` is what of ours should not be."""

    fault: str
    route: str
    done: str
    acknowledged: int | str
    standing: Standing
    by_hand: int | str = ""
    slowest: float | None = None
    wrong: list[str] = field(default_factory=list)

    def cells(self) -> list[str]:
        """As text, in the order of the head."""
        found = self.standing
        numbers = [len(set(one)) for one in (found.lost, found.doubled, found.mixed, found.set_back, found.unsound)]
        slowest = "" if self.slowest is None else f"{self.slowest:.2f}"
        return [
            self.fault, self.route, self.done, str(self.acknowledged), *map(str, numbers), str(self.by_hand), slowest,
        ]  # fmt: skip


@dataclass
class Ground:
    """Where a part works, and how much of the full count it does."""

    folder: Path
    scale: float
    chance: random.Random

    def count(self, full: int) -> int:
        """That many of the full count."""
        return max(1, round(full * self.scale))

    def archive(self, name: str) -> tuple[Path, dict[str, str]]:
        """A new archive."""
        environ = environment(self.folder / f"{name}-home")
        found_archive(self.folder / name, environ)
        return self.folder / name, environ


def kill(ground: Ground) -> Iterator[Row]:
    """T01: writers killed with all their children."""
    for number, (name, route) in enumerate(routes.ROUTES.items()):
        top, environ = ground.archive(f"kills-{number}")
        ours = route is routes.provenance
        found = kills.kill_writers(route, top, environ, ground.chance, ground.count(1000), ours=ours)
        row = Row("killed at random", name, f"{found.kills} kills", found.acknowledged, found.standing)
        row.by_hand, row.slowest = len(found.stuck), found.slowest_next
        if ours:
            row.wrong = [*found.stuck, *(["the next took above 6 s"] if found.slowest_next > 6 else [])]
        yield row


def run_races(ground: Ground) -> Iterator[Row]:
    """T04: eight at once, at places of their own and all at one field."""
    each = ground.count(200)
    for fault, places in (("eight, own places", PLACES), ("eight, one field", PLACES[:1])):
        for name, route in routes.ROUTES.items():
            top, environ = ground.archive(f"races-{len(places)}-{name.partition(' ')[0].strip(',')}")
            ours = route is routes.provenance
            found = races.race(route, top, environ, each, places=places, ours=ours)
            row = Row(fault, name, f"8 × {each}", found.acknowledged, found.standing, slowest=found.slowest)
            if ours:
                row.wrong = [f"refused: {why} ({times})" for why, times in found.refused.items() if why != "conflict"]
                row.wrong += ["a writer waited above 3 s"] if found.slowest > 3 else []
                row.wrong += ["not all went through"] if len(places) > 1 and found.acknowledged < 8 * each else []
            yield row


def cut(ground: Ground) -> Iterator[Row]:
    """T03: the power cut, also where a correction stands on a commit made by hand."""
    memory = Path("/dev/shm")  # noqa: S108 - a disk in memory is copied quickly
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        for number, (label, route, by_hand) in enumerate((
            ("provenance", routes.provenance, False),
            ("provenance, between commits by hand", routes.provenance, True),
            ("git add, git commit", routes.git_commit, False),
            ("GitPython, index", routes.gitpython, False),
        )):  # fmt: skip
            folder = Path(name) / str(number)
            environ = environment(folder / "home")
            ours = route is routes.provenance
            found = cuts.cut_power(
                route, folder, environ, begin=partial(found_archive, environ=environ),
                chance=ground.chance, count=ground.count(100), ours=ours, by_hand=by_hand,
            )  # fmt: skip
            done = f"{found.cuts} cuts, {found.damaged} damaged"
            row = Row(
                "power cut", label, done, found.acknowledged, found.standing, len(found.stuck), found.slowest_next
            )
            row.wrong = [*found.stuck, *found.lagging] if ours else []
            yield row


def call(ground: Ground) -> Iterator[Row]:
    """T10: each system call refused in turn."""
    top, environ = ground.archive("calls")
    found = calls.refuse_each_call(top, environ, every=max(1, round(1 / ground.scale)))
    ended = ", ".join(f"{times} {how}" for how, times in found.ended.most_common())
    row = Row("each system call refused", "provenance", f"{found.tried} calls", ended, found.standing)
    row.by_hand, row.slowest = len(found.stuck), found.slowest_next
    row.wrong = [*found.claimed_and_absent, *found.refused_and_present, *found.raw, *found.stuck, *found.lagging]
    yield row


def fill(ground: Ground) -> Iterator[Row]:
    """T08: a disk with n pages left."""
    with room.small_disk(ground.folder / "small", 24) as disk:
        environ = environment(ground.folder / "small-home")
        found_archive(disk / "archive", environ)
        found = room.fill_and_correct(disk, environ, range(ground.count(80)))
        done = f"{found.tried} × 0, 1, 2 … pages left"
        row = Row("disk full", "provenance", done, found.acknowledged, found.standing, by_hand=0)
        row.wrong = [*found.wrong, *(f"left behind: {name}" for name in found.left)]
        yield row


def clean(ground: Ground) -> Iterator[Row]:
    """T11: ``git gc`` without pause."""
    top, environ = ground.archive("cleaning")
    found = cleaning.clean_beside_writers(top, environ, 4, ground.count(100))
    done = f"{found.attempts} beside {found.cleanings} × git gc"
    row = Row("git gc without pause", "provenance", done, found.acknowledged, found.standing, slowest=found.slowest)
    row.wrong = found.refused
    yield row
    top, environ = ground.archive("reused")
    again = cleaning.reuse_old_objects(top, environ, ground.count(100), cleaning.spread(0.12, 24))
    yield Row(
        "words of 3 weeks ago, again, during git gc", "provenance", f"{again.cleanings} times", again.reused,
        Standing(unsound=again.gone), wrong=[*again.refused, *again.gone],
    )  # fmt: skip


PARTS: dict[str, Callable[[Ground], Iterator[Row]]] = {
    "kills": kill, "races": run_races, "cuts": cut, "calls": call, "room": fill, "cleaning": clean,
}  # fmt: skip


@contextmanager
def _ground(scale: float, seed: str) -> Iterator[Ground]:
    with tempfile.TemporaryDirectory(prefix="faults-") as name:
        yield Ground(Path(name), scale, random.Random(seed))  # noqa: S311 - moments, not secrets


def main(arguments: list[str]) -> int:
    """Run the parts; print the table line by line as they end."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.run", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--scale", type=float, default=1.0, help="how much of the full counts (default 1)")
    parser.add_argument("--seed", default=os.environ.get("PROVENANCE_SEED", "1"), help="of the random moments")
    options = parser.parse_args(arguments)
    unknown = set(options.parts) - set(PARTS)
    if unknown:
        parser.error(f"there is no part {', '.join(sorted(unknown))}; parts are {', '.join(PARTS)}")
    say = _printer()
    say(f"| {' | '.join(HEAD)} |\n|{'---|' * len(HEAD)}")
    wrong, skipped, begun = [], [], time.monotonic()
    for part in options.parts or PARTS:
        with _ground(options.scale, f"{options.seed} {part}") as ground:
            try:
                for row in PARTS[part](ground):
                    say(f"| {' | '.join(row.cells())} |")
                    wrong += [f"{row.fault}: {one}" for one in row.wrong]
                    if row.route.startswith("provenance"):
                        wrong += [
                            f"{row.fault}: {name}: {one}" for name, them in vars(row.standing).items() for one in them
                        ]
            except NotHereError as reason:
                skipped.append(f"{part} skipped: {reason}")
    say("")
    for line in (*skipped, *(f"WRONG {one}" for one in wrong[:SHOWN])):
        say(line)
    if len(wrong) > SHOWN:
        say(f"… and {len(wrong) - SHOWN} more")
    say(f"{len(wrong)} wrong; {time.monotonic() - begun:.0f} s, seed {options.seed}, scale {options.scale:g}")
    return 1 if wrong else 0


def _printer() -> Callable[[str], None]:
    def say(line: str) -> None:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()

    return say


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    sys.exit(main(sys.argv[1:]))
