"""What the benchmarks stand on: archives of any size, medians of interleaved runs, tables in Markdown.

Figures of one machine say little and a busy machine lies; so ours and the peer
take turns, from the same data, and the ratio is what counts. A time is wall
clock, ``cpu`` is what the process and its children used (user and system).
"""

from __future__ import annotations

import os
import random
import resource
import statistics
import subprocess
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from provenance.model.address import RecordId
from provenance.ports import counting
from provenance.store.archive import Archive, create
from provenance.store.message import MOST_CHANGES
from provenance.store.stream import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

COLLECTION = 500
"""Records a collection."""
SPARSE_FROM = 20_000
"""From this many records on only one collection is in the work tree, as the archive itself advises."""
EMAIL = "anna@example.org"

_SYLLABLES = "ka ro mi ten sol var ne du lis pa gor tha win el bre sto ni ma cha ver lo fen ki dra mol".split()  # noqa: SIM905
_RECORD = """\
# Record {number} of a benchmark: everything in it is invented
schema: 1
title: Memorandum no. {number} of the harbour office of {town}
specimen: Made up to be measured
type: memorandum
number: "{number}"
date: {{edtf: {year}-0{month}-1{day}, basis: stated, where: title}}
place: {{name: {town}, basis: stated, where: p1}}

source:
  basis: stated
  where: fn 1
  repository: state-archive
  levels:
    fond: {{code: "{fond}"}}
    opis: {{code: "2"}}
    delo: {{code: "{number}"}}
    list: {{code: "14"}}
  form: carbon
  signed: no

copies:
  museum:
    holder: museum-of-pilotage
    where: fn 1
    source: {{basis: unknown, why: The note says only that a copy is on file}}

translation:
  from: {{tag: ru, basis: stated, where: fn 1}}
  to: {{tag: en, basis: stated, where: fn 1}}
  where: fn 1

attributions:
  author-lund:
    role: author
    agent: lund-ap
    asserted: {{by: edition, where: title, certainty: high}}
    held: {{by: anna, certainty: medium, status: preferred}}
    evidence:
      first-person:
        bears: for
        where: p2
        what: It speaks of the harbour office in the first person
      no-signature:
        bears: against
        where: fn 1
        what: The paper is not signed
  drafter-lind:
    role: drafter
    agent: lind-eva
    asserted: {{by: edition, where: fn 1, certainty: low}}
    evidence:
      papers:
        bears: for
        where: fn 1
        what: It was found among her papers
    doubts:
      note-1:
        by: edition
        where: fn 1
        reason: The edition's own note gives two reasons against the claim, and one for it
        state: open

rights:
  text: {{status: open, basis: stated, by: the editors}}

editions:
  print:
    state: fixed
    text: present
    number: "{number}"
    pages: {{pages: "{number}", basis: stated}}
  web:
    state: living
    text: none
note: {note}
"""
_NOTE = "The carbon copy is faint at the foot of the second page, where two lines cannot be read with certainty."
_AGENTS = b"""\
lund-ap: {name: "Lund, A. P.", kind: person}
lind-eva: {name: "Lind, Eva", kind: person}
state-archive: {name: State Archive, kind: body}
museum-of-pilotage: {name: Museum of Pilotage, kind: body}
"""
_CHANCE = random.Random(11)  # noqa: S311
_WORDS = ["".join(_CHANCE.choice(_SYLLABLES) for _ in range(_CHANCE.randint(1, 3))) for _ in range(4_000)]
_PARAGRAPHS = [" ".join(_CHANCE.choices(_WORDS, k=160)).capitalize() + "." for _ in range(300)]


class Cost(NamedTuple):
    """What one run took, in seconds."""

    wall: float
    cpu: float


def record_id(number: int) -> RecordId:
    """The id of the record of that number, from 0."""
    return RecordId(f"collection-{number // COLLECTION:04}/doc-{number:06}")


def record_yaml(number: int) -> bytes:
    """A record of about 2.6 KB."""
    town = _WORDS[number % 900].capitalize()
    return _RECORD.format(
        number=number, town=town, year=1900 + number % 90, month=1 + number % 9, day=number % 10, fond=number % 70,
        note=_NOTE,
    ).encode()  # fmt: skip


def text(number: int) -> bytes:
    """A text of about 12 KB: a dozen paragraphs and a note."""
    chance = random.Random(number)  # noqa: S311
    body = "\n\n".join(f"¶{at} {words}" for at, words in enumerate(chance.choices(_PARAGRAPHS, k=12), 1))
    return f"%text 1\n\n@title Memorandum no. {number}\n\n{body}[^1]\n\n[^1]: A carbon, unsigned.\n".encode()


def machine(home: Path) -> dict[str, str]:
    """The environment of an editor who has told git her name and nothing else."""
    home.mkdir(parents=True, exist_ok=True)
    (home / ".gitconfig").write_text(f"[user]\n\tname = Anna Lund\n\temail = {EMAIL}\n", encoding="utf-8")
    return {"PATH": os.environ["PATH"], "HOME": str(home)}


def git(archive: Path, *arguments: str, stdin: bytes | None = None) -> bytes:
    """Plain git on an archive; its output."""
    done = subprocess.run(["git", "-C", str(archive), *arguments], input=stdin, capture_output=True, check=True)
    return done.stdout


def made(folder: Path, records: int, *, commit_each: bool = True) -> Archive:
    """An archive of so many records, each of 15 KB, in collections of 500: through one bare ``git fast-import``."""
    environ = machine(folder.parent / "home")
    create(folder, title="Benchmark", environ=environ).close()
    stream = b"".join(imported(records, parent=git(folder, "rev-parse", "HEAD").decode().strip(), each=commit_each))
    git(folder, "fast-import", "--quiet", "--done", stdin=stream)
    if records >= SPARSE_FROM:
        git(folder, "config", "core.sparseCheckout", "true")
        (folder / ".git" / "info").mkdir(exist_ok=True)
        (folder / ".git" / "info" / "sparse-checkout").write_text("/*.*\n/records/*.*\n/records/collection-0000/\n")
    git(folder, "read-tree", "-mu", "HEAD")
    git(folder, "commit-graph", "write", "--reachable", "--changed-paths")
    return Archive.open(folder, environ=environ)


def imported(records: int, *, parent: str | None, each: bool, branch: str = "refs/heads/main") -> Iterator[bytes]:
    """The stream of those records, one commit each or one for all, as an import of ours would write it."""
    new_id = counting(1_000)
    for number in range(records):
        if each or not number:
            said = changed(number) if each else [line for one in range(records) for line in changed(one)]
            yield head(number, new_id, parent if not number else None, branch, said=said)
        if not number:
            yield file("records/agents.yaml", _AGENTS)
        record = record_id(number)
        if number % COLLECTION == 0:
            yield file(
                f"records/{record.collection}/collection.yaml", f"schema: 1\ntitle: {record.collection}\n".encode()
            )
        yield file(record.path, record_yaml(number))
        yield file(f"{record.folder}/editions/print.txt", text(number))
    yield b"done\n"


def changed(number: int) -> list[str]:
    """What the import of the record of that number says it changed."""
    record = record_id(number)
    agents = ["agents"] if not number else []
    collection = [record.collection] if number % COLLECTION == 0 else []
    return [*agents, *collection, record, f"{record}:print"]


def head(
    number: int,
    new_id: Callable[..., str],
    parent: str | None,
    branch: str,
    kind: str = "import",
    *,
    said: Sequence[str],
) -> bytes:
    """The head of a commit in a stream, with the message that a correction of ours has; ``said``: its changes."""
    lines = [f"Change: {one}" for one in said] if len(said) <= MOST_CHANGES else [f"Changes: {len(said)}"]
    moment = 1_750_000_000 + number
    identity = f"Anna Lund <{EMAIL}> {moment} +0000"
    record = record_id(number)
    message = (
        f"{record}: imported\n\nTyped from the page.\n\n"
        f"Correction-Id: {new_id(datetime.fromtimestamp(moment, UTC))}\nKind: {kind}\n"
        + "".join(f"{line}\n" for line in lines)
    ).encode()
    opening = (
        f"commit {branch}\nauthor {identity}\ncommitter {identity}\ndata {len(message)}\n".encode() + message + b"\n"
    )
    return opening + (f"from {parent}\n".encode() if parent else b"")


def file(path: str, content: bytes) -> bytes:
    """A file in a stream."""
    return b"M 100644 inline %s\ndata %d\n%s\n" % (quoted(path), len(content), content)


def timed(work: Callable[[], object]) -> Cost:
    """One run."""
    cpu, wall = _cpu(), time.perf_counter()
    work()
    return Cost(time.perf_counter() - wall, _cpu() - cpu)


def _cpu() -> float:
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in both)


def interleaved(work: Mapping[str, Callable[[], object]], runs: int, *, warm: bool = True) -> dict[str, Cost]:
    """Each piece of work that often, taking turns; the medians."""
    if warm:
        for each in work.values():
            each()
    costs: dict[str, list[Cost]] = {name: [] for name in work}
    for _ in range(runs):
        for name, each in work.items():
            costs[name].append(timed(each))
    return {
        name: Cost(*(statistics.median(column) for column in zip(*found, strict=True))) for name, found in costs.items()
    }


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A table in Markdown: the first column to the left, figures to the right."""
    lines = [heads, ["---", *["---:" for _ in heads[1:]]], *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines) + "\n"


def milliseconds(seconds: float) -> str:
    """``12.3 ms``, or from ten seconds on ``12.3 s``."""
    return f"{seconds:.1f} s" if seconds >= 10 else f"{seconds * 1000:.1f} ms"  # noqa: PLR2004


def ratio(ours: float, peer: float) -> str:
    """How many times the peer's."""
    return f"{ours / peer:.2f} ×"


def at_most(target: float | None, found: float) -> tuple[str, str, str]:
    """Three cells: the ratio, its target (None: there is none for this row), whether it is reached."""
    return _judged("at most", target, found, reached=target is None or found <= target)


def at_least(target: float | None, found: float) -> tuple[str, str, str]:
    """As :func:`at_most`, where more is better."""
    return _judged("at least", target, found, reached=target is None or found >= target)


def _judged(how: str, target: float | None, found: float, *, reached: bool) -> tuple[str, str, str]:
    if target is None:
        return f"{found:.2f} ×", "–", "–"
    return f"{found:.2f} ×", f"{how} {target:g} ×", "yes" if reached else "**no**"
