"""``make faults``: the long fault tests, and their figures as a table in Markdown.

    python -m tests.faults.run [--scale 0.1] [--table FILE] [PART …]

Parts: kills, races, cuts, calls, room, cleaning. What needs root, a loop file
system or ptrace is skipped with its reason. Each part has a time in which it
must be done; one that hangs or fails is told, and the others go on. Lines of
the table are printed, and written to FILE, as they come; how far it has come
goes to standard error. Exit status 1 where anything of ours was found wrong.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tests.faults import calls, cleaning, cuts, kills, races, room, routes
from tests.faults.cuts import NotHereError
from tests.faults.scene import PLACES, environment, found_archive
from tests.faults.standing import Standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

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
    for number, (who, names) in enumerate(calls.CALLS.items()):
        top, environ = ground.archive(f"calls-{number}")
        found = calls.refuse_each_call(top, environ, {who: names}, every=max(1, round(1 / ground.scale)))
        ended = ", ".join(f"{times} {how}" for how, times in found.ended.most_common())
        row = Row(f"each system call of {who} refused", "provenance", f"{found.tried} calls", ended, found.standing)
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


LEAST = 120
"""Seconds below which no part is given up: making archives and file systems takes its time at any scale."""

BUSY = 4
"""How many times the estimated seconds a part may take before it counts as hanging: others may use the machine."""


@dataclass(frozen=True)
class Part:
    """What is done, and an estimate of the seconds that it takes at full counts on two cores."""

    work: Callable[[Ground], Iterator[Row]]
    seconds: float
    least: float = LEAST

    def within(self, scale: float) -> float:
        """Seconds after which it counts as hanging."""
        return max(self.least, self.seconds * scale) * BUSY


PARTS = {
    "kills": Part(kill, 1200), "races": Part(run_races, 700), "cuts": Part(cut, 600), "calls": Part(call, 1300),
    "room": Part(fill, 90), "cleaning": Part(clean, 200),
}  # fmt: skip
"""The seconds are estimates, reckoned up from a run of all parts at three hundredths of the counts."""


@contextmanager
def _ground(scale: float, seed: str) -> Iterator[Ground]:
    with tempfile.TemporaryDirectory(prefix="faults-") as name:
        yield Ground(Path(name), scale, random.Random(seed))  # noqa: S311 - moments, not secrets


@dataclass
class Report:
    """What was found so far; ``table`` is the file that keeps the lines, None for none."""

    table: Path | None
    wrong: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def say(self, line: str) -> None:
        """One line, at once, where somebody may be reading and where it stays."""
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
        if self.table is not None:
            with self.table.open("a", encoding="utf-8") as stream:
                stream.write(f"{line}\n")

    def take(self, row: Row) -> None:
        """A line of the table, and what of ours is wrong in it."""
        self.say(f"| {' | '.join(row.cells())} |")
        self.wrong += [f"{row.fault}: {one}" for one in row.wrong]
        if row.route.startswith("provenance"):
            found = vars(row.standing).items()
            self.wrong += [f"{row.fault}: {name}: {one}" for name, them in found for one in them]


def _alarm(_number: int, _frame: object) -> None:
    raise TimeoutError


def run_part(name: str, part: Part, options: argparse.Namespace, report: Report) -> None:
    """One part, to its end or to the end of its time; whatever befalls it, the next is begun."""
    within = part.within(options.scale)
    progress(f"{name}: about {max(1, part.seconds * options.scale / 60):.0f} min, {within / 60:.0f} at most")
    begun = time.monotonic()
    before = signal.signal(signal.SIGALRM, _alarm)
    signal.setitimer(signal.ITIMER_REAL, within)
    try:
        with _ground(options.scale, f"{options.seed} {name}") as ground:
            for row in part.work(ground):
                report.take(row)
                progress(f"{name}: {row.fault}, {row.route}: {time.monotonic() - begun:.0f} s")
    except NotHereError as reason:
        report.skipped.append(f"{name} skipped: {reason}")
    except TimeoutError as error:
        report.wrong.append(f"{name}: {str(error) or f'not done within {within:.0f} s'}")
    except Exception as error:  # noqa: BLE001 - told in the end, and the other parts are run
        progress(traceback.format_exc())
        report.wrong.append(f"{name}: {type(error).__name__}: {' '.join(str(error).split())[:300]}")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        _end_children()


def _end_children() -> None:
    """Writers that an unfinished part left: each is a process group of its own, and holds its archive's lock."""
    for child in children(os.getpid()):
        with suppress(ProcessLookupError, PermissionError):
            if os.getpgid(child) == child:
                os.killpg(child, signal.SIGKILL)
            else:
                os.kill(child, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(child, 0)


def children(parent: int) -> list[int]:
    """The processes that this one started and that are there still."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError):
            if int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(entry.name))
    return found


def progress(line: str) -> None:
    """For who watches; no part of the table."""
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {line}\n")
    sys.stderr.flush()


def main(arguments: list[str], parts: Mapping[str, Part] = PARTS) -> int:
    """Run the parts; print the table line by line as they end. 1 where anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.run", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(parts))
    parser.add_argument("--scale", type=float, default=1.0, help="how much of the full counts (default 1)")
    parser.add_argument("--seed", default=os.environ.get("PROVENANCE_SEED", "1"), help="of the random moments")
    parser.add_argument("--table", type=Path, metavar="FILE", help="keep the lines there too, as they come")
    options = parser.parse_args(arguments)
    unknown = set(options.parts) - set(parts)
    if unknown:
        parser.error(f"there is no part {', '.join(sorted(unknown))}; parts are {', '.join(parts)}")
    chosen = options.parts or list(parts)
    if options.table is not None:
        options.table.write_text("", encoding="utf-8")
    report, begun = Report(options.table), time.monotonic()
    progress(
        f"all: about {sum(parts[name].seconds for name in chosen) * options.scale / 60:.0f} min on two quiet cores"
    )
    report.say(f"| {' | '.join(HEAD)} |\n|{'---|' * len(HEAD)}")
    for name in chosen:
        run_part(name, parts[name], options, report)
    wrong = report.wrong
    report.say("")
    for line in (*report.skipped, *(f"WRONG {one}" for one in wrong[:SHOWN])):
        report.say(line)
    if len(wrong) > SHOWN:
        report.say(f"… and {len(wrong) - SHOWN} more")
    took = time.monotonic() - begun
    report.say(f"{len(wrong)} wrong; {took:.0f} s, seed {options.seed}, scale {options.scale:g}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    sys.exit(main(sys.argv[1:]))
