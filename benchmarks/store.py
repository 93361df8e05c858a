"""What the store costs, beside plain git and GitPython on the same data in the same run.

One correction (acknowledged: it is on the disk; settled: the work tree has
followed), the command from a cold start, many at once, the history of a record,
blame, reading every record, memory. Tables in Markdown, each row with its target
and whether it is reached; times are medians of runs that take turns.

    python benchmarks/store.py [--sizes N …] [--runs N] [--only WORD …] [--keep DIR] [--dear]

Sizes are numbers of records, 100 and 10,000 unless others are given; 100,000 takes
half an hour and 6 GB of disk. ``--keep`` makes the archives in DIR, or uses those
that are there; ``--dear`` measures the memory of commands that take minutes, too.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import commands
import ground
import yaml
from ground import at_least, at_most, milliseconds, ratio, table

from provenance.model.address import Pointer, RecordId
from provenance.model.correction import Decision, FieldEdit, FileEdit
from provenance.model.notation import read_record
from provenance.ports import SystemClock, counting
from provenance.store.archive import Archive, create
from provenance.store.blame import blame
from provenance.store.bulk import correct_many
from provenance.store.history import history
from provenance.store.writer import flush_folders
from provenance.text.notation import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from provenance.store.bulk import Wanted

SIZES = (100, 10_000)
MANY, LARGE = 10_000, 100_000
GOAL = ("target", "reached")
VERSIONS = 200
CORRECTED = ground.record_id(7)
PEER = "refs/heads/peer"


class Place(NamedTuple):
    """An archive of one size."""

    size: int
    folder: Path
    archive: Archive

    @property
    def environ(self) -> dict[str, str]:
        """Of plain git here."""
        return ground.machine(self.folder.parent / "home")


# --- one correction


def one_correction(places: list[Place], runs: int) -> str:
    rows = []
    first = 0.0
    for place in places:
        for number in range(3):  # what is read once is read before anything counts
            _corrected(place, number)
            _bare(place, -number)
        ours: list[tuple[float, float, float]] = []
        peers: list[float] = []
        peers_flushed: list[float] = []
        for number in range(runs):
            ours.append(_corrected(place, number + 10))
            peers.append(_bare(place, number))
            peers_flushed.append(_bare(place, number + runs, flushed=True))
        library = statistics.median(_by_gitpython(place, number) for number in range(1 if place.size >= LARGE else 3))
        ack, settled, kept = (statistics.median(column) for column in zip(*ours, strict=True))
        peer, flushed = statistics.median(peers), statistics.median(peers_flushed)
        first = first or ack
        large = place.size >= LARGE
        rows.append([
            f"{place.size:,}", *map(milliseconds, (ack, settled, kept, peer, flushed, library)), ratio(ack, peer),
            *at_most(1.5, ack / flushed), *at_most(1.3 if large else None, ack / first),
            *at_least(200 if large else None, library / ack),
        ])  # fmt: skip
    heads = ["records", "ours, acknowledged", "ours, settled", "then git's index kept locked",
             "one `git fast-import`, files flushed", "… and its folders", "GitPython's index", "ours to files flushed",
             "ours to folders too", *GOAL, f"ours to ours at {places[0].size:,}", *GOAL, "GitPython's to ours",
             *GOAL]  # fmt: skip
    return table(heads, rows)


class Watched(SystemClock):
    """The machine's clock; adds up how long the store has slept: that is how long it kept git's index locked."""

    slept = 0.0

    def sleep(self, seconds: float) -> None:
        """Wait that long."""
        self.slept += seconds
        super().sleep(seconds)


def _corrected(place: Place, number: int) -> tuple[float, float, float]:
    """Seconds until it was acknowledged, until the work tree had followed, and in which the index stayed locked."""
    edit = FieldEdit(CORRECTED, "set", Pointer.parse("/note"), f"Note {number} of {time.time()}")
    told: list[float] = []
    clock = Watched()
    place.archive.clock = clock
    begun = time.perf_counter()
    place.archive.correct([edit], Decision("Measured."), acknowledge=lambda _: told.append(time.perf_counter()))
    return told[0] - begun, time.perf_counter() - begun - clock.slept, clock.slept


def _bare(place: Place, number: int, *, flushed: bool = False) -> float:
    """The same bytes as one commit on a branch that nobody has out, through bare git."""
    content = ground.record_yaml(7) + f"# {number} of {time.time()}\n".encode()
    identity = f"Anna Lund <{ground.EMAIL}> 1790000000 +0000"
    stream = (
        f"commit {PEER}\nmark :1\nauthor {identity}\ncommitter {identity}\ndata 9\nMeasured.\n"
        f"from {place.archive.tip}\nM 100644 inline {CORRECTED.path}\ndata {len(content)}\n"
    ).encode() + content + b"\nget-mark :1\ndone\n"  # fmt: skip
    command = ["git", "-C", str(place.folder), "-c", "core.fsync=all", "fast-import", "--quiet", "--done", "--force"]
    begun = time.perf_counter()
    done = subprocess.run(command, input=stream, capture_output=True, check=True)
    if flushed:
        git_dir = place.folder / ".git"
        new = [done.stdout.decode()[:2], *(f"{part:02x}" for part in range(6))]
        folders = [git_dir / "objects" / part for part in new]
        flush_folders([*folders, git_dir / "objects", git_dir / "refs/heads", git_dir / "refs", git_dir])
    return time.perf_counter() - begun


def _by_gitpython(place: Place, number: int) -> float:
    """The same through GitPython's index; branch, index and file are put back afterwards."""
    import git

    tip = place.archive.tip
    file = place.folder / CORRECTED.path
    index = place.folder / ".git" / "index"
    before = {path: path.read_bytes() for path in (file, index)}
    repository = git.Repo(place.folder)
    file.write_bytes(ground.record_yaml(7) + f"# {number} of {time.time()}\n".encode())
    begun = time.perf_counter()
    repository.index.add([CORRECTED.path])
    repository.index.commit("Measured.")
    taken = time.perf_counter() - begun
    repository.close()
    ground.git(place.folder, "update-ref", "refs/heads/main", tip)
    for path, content in before.items():
        path.write_bytes(content)
    return taken


# --- many at once


def bulk_import(places: list[Place], _runs: int) -> str:
    """Both are given bytes that were made before, and flush what they write.

    The disk is left with nothing to write before each: else ours, which flushes
    the whole file system, would write out what the other has left. Ours checks
    each record and has the work tree and git's index follow; the other writes
    objects and a branch.
    """
    rows = []
    for place in places:
        with tempfile.TemporaryDirectory(dir=place.folder.parent) as scratch:
            bare, ours = Path(scratch) / "bare", Path(scratch) / "ours"
            ground.git(place.folder.parent, "init", "-q", str(bare))
            stream = b"".join(ground.imported(place.size, parent=None, each=True))
            bare_import = ("-c", "core.fsync=all", "fast-import", "--quiet", "--done")
            os.sync()
            peer = ground.timed(partial(ground.git, bare, *bare_import, stdin=stream))
            del stream
            corrections = list(_corrections(place.size))
            os.sync()
            create(ours, title="Bulk", environ=place.environ).close()
            with Archive.open(ours, environ=place.environ) as archive:
                own = ground.timed(partial(_imported, archive, corrections))
        speeds = [f"{place.size / cost.wall:,.0f}/s" for cost in (own, peer)]
        goal = 0.5 if place.size >= MANY else None
        rows.append([
            f"{place.size:,}", *speeds, ratio(peer.cpu, own.cpu), *at_least(goal, peer.wall / own.wall)
        ])  # fmt: skip
    heads = ["records, one commit each", "ours", "bare `git fast-import`", "by CPU time", "speed, ours to bare", *GOAL]
    return table(heads, rows)


def _imported(archive: Archive, corrections: Sequence[Wanted]) -> None:
    done = sum(1 for _ in correct_many(archive, corrections))
    assert done == len(corrections)


def _corrections(size: int) -> Iterator[Wanted]:
    for number in range(size):
        record = ground.record_id(number)
        edits = [
            FileEdit(record, "record.yaml", ground.record_yaml(number)),
            FileEdit(record, "editions/print.txt", ground.text(number)),
        ]
        yield edits, Decision("Typed from the page.", kind="import")


# --- the past


def history_of_one(places: list[Place], runs: int) -> str:
    rows = []
    for place in places:
        ground.git(place.folder, "commit-graph", "write", "--reachable", "--changed-paths")
        with Archive.open(place.folder, environ=place.environ) as archive:
            first = ground.timed(lambda archive=archive: list(history(archive, ground.record_id(0), limit=1)))  # type: ignore[misc]
        record = ground.record_id(place.size // 2)
        work: dict[str, Callable[[], object]] = {
            "ours": lambda place=place, record=record: list(history(place.archive, record)),  # type: ignore[misc]
            "git": partial(ground.git, place.folder, "log", "--format=%H %s", "--", record.folder),
        }
        costs = ground.interleaved(work, runs)
        rows.append([
            f"{place.size:,}", milliseconds(costs["ours"].wall), milliseconds(costs["git"].wall),
            milliseconds(first.wall),
            *at_most(0.25 if place.size >= LARGE else None, costs["ours"].wall / costs["git"].wall),
        ])  # fmt: skip
    heads = ["commits", "ours", "`git log -- path`, filters", "ours, index not open yet", "ours to git's", *GOAL]
    return table(heads, rows)


def blame_of_many(places: list[Place], runs: int) -> str:
    place = places[0]
    record = ground.record_id(3)
    names = [f"{record.folder}/record.yaml", f"{record.folder}/editions/print.txt"]
    ground.git(place.folder, "fast-import", "--quiet", "--done", stdin=b"".join(_versions(place, record)))
    ground.git(place.folder, "read-tree", "-mu", "HEAD")
    listed = ground.git(place.folder, "rev-list", "HEAD", "--", record.folder).decode().split()

    def read() -> None:
        asked = "".join(f"{oid}:{name}\n" for oid in listed for name in names).encode()
        answer = ground.git(place.folder, "cat-file", "--batch", stdin=asked)
        at = 0
        for number in range(len(listed) * 2):
            head, _, _ = answer[at : at + 200].partition(b"\n")
            start, size = at + len(head) + 1, int(head.rsplit(b" ", 1)[1])
            content = answer[start : start + size]
            at = start + size + 1
            if number % 2:
                parse(content.decode())
            else:
                read_record(content)

    costs = ground.interleaved({"ours": lambda: blame(place.archive, record), "peer": read}, max(3, runs // 5))
    figures = [f"{costs[name].wall:.2f} s" for name in ("ours", "peer")]
    heads = ["versions", "ours", "reading and parsing them all", "by CPU time", "ours to that", *GOAL]
    by_cpu = ratio(costs["ours"].cpu, costs["peer"].cpu)
    return table(heads, [[len(listed), *figures, by_cpu, *at_most(3, costs["ours"].wall / costs["peer"].wall)]])


def _versions(place: Place, record: RecordId) -> Iterator[bytes]:
    new_id = counting(5_000_000)
    text = ground.text(3)
    block = text[: text.index(b" ka")].count("\n\n¶".encode())
    said = [f"{record} /documentary_form", f"{record}:print #p{block}"]
    for number in range(VERSIONS):
        parent = place.archive.tip if not number else None
        yield ground.head(number, new_id, parent, "refs/heads/main", "editorial", said=said)
        yield ground.file(record.path, ground.record_yaml(3) + f"documentary_form: form {number}\n".encode())
        text = text.replace(b" ka", b" ka%d" % number, 1)
        yield ground.file(f"{record.folder}/editions/print.txt", text)
    yield b"done\n"


# --- reading all of it


def reading_all(places: list[Place], _runs: int) -> str:
    rows = []
    for place in places:
        contents = [ground.record_yaml(number) for number in range(place.size)]
        load = partial(yaml.load, Loader=yaml.CSafeLoader)
        with Archive.open(place.folder, environ=place.environ) as archive:
            cold, peer, warm = (
                ground.timed(lambda archive=archive: _read_all(archive)),  # type: ignore[misc]
                ground.timed(lambda contents=contents, load=load: [load(content) for content in contents]),  # type: ignore[misc]
                ground.timed(lambda archive=archive: _read_all(archive)),  # type: ignore[misc]
            )
        speeds = [f"{place.size / cost.wall:,.0f}/s" for cost in (cold, warm, peer)]
        goals = (0.7, 5) if place.size >= MANY else (None, None)
        rows.append([
            f"{place.size:,}", *speeds, *at_least(goals[0], peer.wall / cold.wall),
            *at_least(goals[1], peer.wall / warm.wall),
        ])  # fmt: skip
    heads = ["records", "ours, cold", "ours, again", "C YAML loader", "speed, cold to the loader's", *GOAL,
             "again to the loader's", *GOAL]  # fmt: skip
    return table(heads, rows)


def _read_all(archive: Archive) -> None:
    for dossier in archive.snapshot().records():
        _ = dossier.record


def command_cold(places: list[Place], runs: int) -> str:
    """On the smallest archive; what one correction writes is taken off, as the target says."""
    place = places[0]
    flushed = statistics.median(_bare(place, -number, flushed=True) for number in range(1, 8))
    return commands.cold(place.folder, CORRECTED, place.environ, flushed, runs)


def memory(places: list[Place], _runs: int, *, dear: bool = False) -> str:
    kept = places[0].folder.parent
    base = next((place for place in places if place.size == commands.BASE), None) or _place(
        kept / f"archive-{commands.BASE}", commands.BASE
    )
    others = [(place.size, place.folder) for place in places if place.size > commands.BASE]
    return commands.memory([(base.size, base.folder), *others], base.environ, () if dear else commands.LONG)


MEMORY = "Memory of commands that walk the archive"
QUESTIONS = {
    "One correction, the archive open": one_correction,
    "The command, cold": command_cold,
    "Bulk import": bulk_import,
    "The history of one record": history_of_one,
    "Blame of every field and block": blame_of_many,
    "Reading every record": reading_all,
    MEMORY: memory,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", nargs="+", type=int, default=SIZES, help="numbers of records")
    parser.add_argument("--runs", type=int, default=25)
    parser.add_argument("--only", action="append", help="a question whose title holds this word")
    parser.add_argument("--keep", type=Path, help="make the archives here, or use those that are here already")
    parser.add_argument("--dear", action="store_true", help="also the memory of commands that take minutes")
    options = parser.parse_args()
    questions: dict[str, Callable[[list[Place], int], str]] = dict(QUESTIONS)
    questions[MEMORY] = partial(memory, dear=options.dear)
    with tempfile.TemporaryDirectory() as scratch:
        base = options.keep or Path(scratch)
        places = [_place(base / f"archive-{size}", size) for size in sorted(options.sizes)]
        for title, question in questions.items():
            if options.only and not any(word.lower() in title.lower() for word in options.only):
                continue
            print(f"### {title}\n\n{question(places, options.runs)}", flush=True)
        for place in places:
            place.archive.close()


def _place(folder: Path, size: int) -> Place:
    environ = ground.machine(folder.parent / "home")
    archive = Archive.open(folder, environ=environ) if folder.is_dir() else ground.made(folder, size)
    return Place(size, folder, archive)


if __name__ == "__main__":
    main()
