"""What the store costs, beside plain git and GitPython on the same data in the same run.

One correction (acknowledged: it is on the disk; settled: the work tree has
followed), many at once, the history of a record, blame, reading every record,
memory. Tables in Markdown; times are medians of runs that take turns.

    python benchmarks/store.py [SIZE …] [--large] [--runs N] [--only QUESTION …]

Sizes are numbers of records, 100 and 10,000 unless others are given; ``--large``
adds 100,000, which takes half an hour and 6 GB of disk.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import ground
import yaml
from ground import milliseconds, ratio, table

from provenance.model.address import Pointer, RecordId
from provenance.model.correction import Decision, FieldEdit, FileEdit
from provenance.model.notation import read_record
from provenance.ports import counting
from provenance.store.archive import Archive, create
from provenance.store.blame import blame
from provenance.store.bulk import correct_many
from provenance.store.history import history
from provenance.store.writer import flush_folders
from provenance.text.notation import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SIZES = (100, 10_000)
LARGE = 100_000
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
    for place in places:
        for number in range(3):  # what is read once is read before anything counts
            _corrected(place, number)
            _bare(place, -number)
        ours: list[tuple[float, float]] = []
        peers: list[float] = []
        peers_flushed: list[float] = []
        for number in range(runs):
            ours.append(_corrected(place, number + 10))
            peers.append(_bare(place, number))
            peers_flushed.append(_bare(place, number + runs, flushed=True))
        library = statistics.median(_by_gitpython(place, number) for number in range(1 if place.size >= LARGE else 3))
        ack, settled = (statistics.median(column) for column in zip(*ours, strict=True))
        peer, flushed = statistics.median(peers), statistics.median(peers_flushed)
        figures = (ack, settled, peer, flushed, library)
        rows.append([
            f"{place.size:,}", *map(milliseconds, figures), ratio(ack, peer), ratio(ack, flushed), ratio(library, ack),
        ])  # fmt: skip
    heads = ["records", "ours, acknowledged", "ours, settled", "one `git fast-import`, flushed", "… and its folders",
             "GitPython's index", "ours to the first", "to the second", "GitPython's to ours"]  # fmt: skip
    return table(heads, rows)


def _corrected(place: Place, number: int) -> tuple[float, float]:
    """Seconds until it was acknowledged, and until the work tree had followed."""
    edit = FieldEdit(CORRECTED, "set", Pointer.parse("/note"), f"Note {number} of {time.time()}")
    told: list[float] = []
    begun = time.perf_counter()
    place.archive.correct([edit], Decision("Measured."), acknowledge=lambda _: told.append(time.perf_counter()))
    return told[0] - begun, time.perf_counter() - begun


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
    rows = []
    for place in places:
        with tempfile.TemporaryDirectory(dir=place.folder.parent) as scratch:
            bare, ours = Path(scratch) / "bare", Path(scratch) / "ours"
            ground.git(place.folder.parent, "init", "-q", str(bare))
            stream = b"".join(ground.imported(place.size, parent=None, each=True))
            peer = ground.timed(partial(ground.git, bare, "fast-import", "--quiet", "--done", stdin=stream))
            del stream
            create(ours, title="Bulk", environ=place.environ).close()
            with Archive.open(ours, environ=place.environ) as archive:
                own = ground.timed(lambda archive=archive, size=place.size: _imported(archive, size))  # type: ignore[misc]
        speeds = [f"{place.size / cost.wall:,.0f}/s" for cost in (own, peer)]
        rows.append([f"{place.size:,}", *speeds, ratio(peer.wall, own.wall), ratio(peer.cpu, own.cpu)])
    heads = ["records, one commit each", "ours", "bare `git fast-import`", "speed, ours to bare", "by CPU time"]
    return table(heads, rows)


def _imported(archive: Archive, size: int) -> None:
    done = sum(1 for _ in correct_many(archive, _corrections(size)))
    assert done == size


def _corrections(size: int) -> Iterator[tuple[list[FileEdit], Decision]]:
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
            ratio(costs["ours"].wall, costs["git"].wall), milliseconds(first.wall),
        ])  # fmt: skip
    heads = ["commits", "ours", "`git log -- path`, filters", "ours to git's", "ours, index not open yet"]
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
    heads = ["versions", "ours", "reading and parsing them all", "ours to that", "by CPU time"]
    by_cpu = ratio(costs["ours"].cpu, costs["peer"].cpu)
    return table(heads, [[len(listed), *figures, ratio(costs["ours"].wall, costs["peer"].wall), by_cpu]])


def _versions(place: Place, record: RecordId) -> Iterator[bytes]:
    new_id = counting(5_000_000)
    text = ground.text(3)
    for number in range(VERSIONS):
        yield ground.head(number, new_id, place.archive.tip if not number else None, "refs/heads/main", "editorial")
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
        rows.append([f"{place.size:,}", *speeds, ratio(peer.wall, cold.wall), ratio(peer.wall, warm.wall)])
    heads = [
        "records",
        "ours, cold",
        "ours, again",
        "C YAML loader",
        "speed, cold to the loader's",
        "again to the loader's",
    ]
    return table(heads, rows)


def _read_all(archive: Archive) -> None:
    for dossier in archive.snapshot().records():
        _ = dossier.record


COMMANDS = (["list"], ["search", "karomi"], ["changelog"], ["status"], ["audit", "--exit-zero"])


def memory(places: list[Place], _runs: int) -> str:
    """Resident memory at its peak; audit only up to 10,000, where it takes a minute."""
    rows = []
    for typed in COMMANDS:
        dear = typed[0] == "audit"
        peaks = ["–" if dear and place.size >= LARGE else f"{_peak(place, typed):.0f} MB" for place in places]
        rows.append([f"`provenance {typed[0]}`", *peaks])
    return table(["command", *(f"{place.size:,}" for place in places)], rows)


def _peak(place: Place, typed: list[str]) -> float:
    root = Path(__file__).resolve().parents[1]
    command = [sys.executable, "-m", "provenance", *typed[:1], "-C", str(place.folder), *typed[1:]]
    environ = {**place.environ, "PYTHONPATH": str(root)}
    with subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as started:
        _, _, usage = os.wait4(started.pid, 0)
        started.returncode = 0
    return usage.ru_maxrss / 1024


QUESTIONS = {
    "One correction, the archive open": one_correction,
    "Bulk import": bulk_import,
    "The history of one record": history_of_one,
    "Blame of every field and block": blame_of_many,
    "Reading every record": reading_all,
    "Memory of commands that walk the archive": memory,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--runs", type=int, default=25)
    parser.add_argument("--only", action="append", help="a question whose title holds this word")
    parser.add_argument("--keep", type=Path, help="make the archives here, or use those that are here already")
    options = parser.parse_args()
    sizes = [*options.sizes, *([LARGE] if options.large else [])]
    with tempfile.TemporaryDirectory() as scratch:
        base = options.keep or Path(scratch)
        places = [_place(base / f"archive-{size}", size) for size in sizes]
        for title, question in QUESTIONS.items():
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
