"""Power cuts: what had reached the disk when everything stopped (T03).

An ext4 file system lies in a file. It is mounted so that nothing goes to disk
unless somebody flushes it: its journal is committed every 300 s, and a rename
over a file flushes nothing by itself (``noauto_da_alloc``). Writers are
stopped at a random moment, the file is copied, the copy is mounted and looked
at: it holds what a machine would find after the power came back.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tests.faults.scene import PLACES, git
from tests.faults.standing import Standing, fsck, look
from tests.faults.writers import Writer

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator, Mapping

    from tests.faults.routes import Writing

MEGABYTES = 64
OPTIONS = "loop,commit=300,noauto_da_alloc"


class NotHereError(Exception):
    """What this needs is not permitted or not installed here; its words say which."""


@dataclass
class Cut:
    """What came of it: cuts, acknowledged values up to each, what was found after power came back."""

    cuts: int = 0
    acknowledged: int = 0
    standing: Standing = field(default_factory=Standing)
    damaged: int = 0
    """Cuts after which git could not read the archive, or found it unsound."""
    slowest_next: float = 0.0
    stuck: list[str] = field(default_factory=list)
    lagging: list[str] = field(default_factory=list)
    """Files that did not follow the branch, even after the next correction."""


def check_possible() -> None:
    """NotHereError where a file system in a file cannot be mounted."""
    if os.geteuid() != 0:
        raise NotHereError("mounting a file system needs root")
    if shutil.which("mkfs.ext4") is None:
        raise NotHereError("mkfs.ext4 is not installed")


def make_disk(image: Path) -> None:
    """An empty ext4 file system in a file."""
    with image.open("wb") as stream:
        stream.truncate(MEGABYTES << 20)
    subprocess.run(["mkfs.ext4", "-q", "-F", "-b", "4096", "-O", "^resize_inode", str(image)], check=True)


@contextmanager
def mounted(image: Path, where: Path) -> Iterator[Path]:
    """The file system in a file, mounted."""
    where.mkdir(exist_ok=True)
    done = subprocess.run(["mount", "-o", OPTIONS, str(image), str(where)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotHereError(f"a loop file system cannot be mounted here: {done.stderr.strip()}")
    try:
        yield where
    finally:
        for _ in range(50):
            if subprocess.run(["umount", str(where)], capture_output=True, check=False).returncode == 0:
                break
            time.sleep(0.1)


def cut_power(
    route: Callable[[Path, Mapping[str, str]], Writing],
    folder: Path,
    environ: Mapping[str, str],
    *,
    begin: Callable[[Path], None],
    chance: random.Random,
    count: int,
    ours: bool = True,
    by_hand: bool = False,
) -> Cut:
    """Stop writers ``count`` times at a random moment and look at what the disk had by then.

    ``by_hand``: before each an editor commits by plain git, which flushes neither
    loose objects nor folders: a correction then stands on what is not on the disk.
    """
    check_possible()
    found = Cut()
    image, copy = folder / "disk.img", folder / "copy.img"
    make_disk(image)
    with mounted(image, folder / "disk") as disk:
        begin(disk / "archive")
        os.sync()
        acknowledged: list[str] = []
        numbers = [1] * len(PLACES)
        for number in range(count):
            which = number % (len(PLACES) - 1)
            if by_hand:
                last = len(PLACES) - 1  # what the killed one left is finished first, else git finds the index locked
                Writer(
                    route, disk / "archive", environ, PLACES[last], writer=last, first=2 * count + number, count=1
                ).end()
                commit_by_hand(disk / "archive", environ, f"note {number}\n")
            writer = Writer(route, disk / "archive", environ, PLACES[which], writer=which, first=numbers[which])
            writer.ready()
            if by_hand:
                writer.first()  # what git alone has not flushed before that is not promised
            time.sleep(chance.random() * 0.5)
            _stop(writer)
            subprocess.run(["cp", "--sparse=always", str(image), str(copy)], check=True)
            said = writer.kill()
            numbers[which] += len(said) + 2
            acknowledged += [one.value for one in said if one.refused is None]
            found.cuts += 1
            _look_at_copy(route, copy, folder / "copy", environ, acknowledged=acknowledged, found=found, ours=ours)
            if not ours:
                _clear_up(disk / "archive", environ)
        found.acknowledged = len(acknowledged)
    return found


def commit_by_hand(top: Path, environ: Mapping[str, str], note: str) -> None:
    """A commit of a file beside the records, by plain git."""
    (top / "notes.txt").write_text(note)
    git(top, environ, "add", "notes.txt")
    git(top, environ, "commit", "-q", "-m", "by hand")


def _stop(writer: Writer) -> None:
    """Let every process of the group stand still before the disk is copied."""
    writer.signal(signal.SIGSTOP)
    for _ in range(500):
        states = _states(writer.pid)
        if all(state in "TtZX" for state in states):
            return
        time.sleep(0.002)


def _states(group: int) -> list[str]:
    states = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if fields[2] == str(group):
                states.append(fields[0])
    return states


def _look_at_copy(
    route: Callable[[Path, Mapping[str, str]], Writing],
    copy: Path,
    where: Path,
    environ: Mapping[str, str],
    *,
    acknowledged: list[str],
    found: Cut,
    ours: bool,
) -> None:
    with mounted(copy, where) as disk:
        top = disk / "archive"
        unsound = fsck(top, environ)
        found.standing.unsound += unsound
        try:
            found.standing.add(look(top, environ, acknowledged, ours=ours))
        except AssertionError as error:
            unsound.append(str(error))
        found.damaged += bool(unsound)
        if unsound:
            return
        begun = time.monotonic()
        said = Writer(route, top, environ, PLACES[-1], writer=len(PLACES) - 1, first=found.cuts, count=1).end(within=60)
        if not said or said[0].refused is not None:
            found.stuck.append(f"after cut {found.cuts}: {said[0].refused if said else 'it died'}")
            return
        found.slowest_next = max(found.slowest_next, time.monotonic() - begun)
        if ours:
            found.standing.add(look(top, environ, [*acknowledged, said[0].value], ours=ours))
            found.lagging += [
                f"after cut {found.cuts}: {line}" for line in git(top, environ, "status", "--porcelain").splitlines()
            ]


def _clear_up(top: Path, environ: Mapping[str, str]) -> None:
    """A killed plain git leaves its locks and half of its work: a hand takes both away."""
    for lock in (top / ".git").rglob("*.lock"):
        lock.unlink()
    git(top, environ, "reset", "-q", "--hard", check=False)
