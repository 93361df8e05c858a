"""Say of each field and each block who last changed it, when and why.

Examples:
  provenance blame doc-006
  provenance blame doc-006:ceu-web          the blocks of the text alone
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator, Sequence

    from provenance.cli.terminal import Terminal
    from provenance.model.correction import HistoryEntry
    from provenance.store.blame import BlameLine


def arguments(parser: ArgumentParser) -> None:
    """Which record or edition."""
    parser.add_argument("id", metavar="ID[:EDITION]")


def run(options: Namespace, terminal: Terminal) -> int:
    """One line a field or block."""
    from provenance.cli.desk import look_up, open_archive
    from provenance.store.blame import blame

    archive = open_archive(options, terminal)
    found = look_up(archive, options.id)
    rows = blame(archive, found.record, found.edition, at=found.snapshot.commit if found.when else None)

    def lines() -> Iterator[str]:
        shown = list(_gathered(rows))
        width = max((len(place) for place, _ in shown), default=0)
        for place, entry in shown:
            version = entry.version or entry.commit[:8]
            reason = entry.amendments[-1] if entry.amendments else entry.reason
            said = reason.splitlines()[0] if reason else entry.subject
            yield f"{place:<{width}}  {version:<5} {entry.date:%Y-%m-%d}  {entry.editor.name}: {said}"

    terminal.answer({"schema": 1, "record": str(found.record), "blame": [row.as_json() for row in rows]}, lines)
    return 0


def _gathered(rows: Sequence[BlameLine]) -> Iterator[tuple[str, HistoryEntry]]:
    """Neighbours that one correction last changed, as one line: a field with all below it, a run of blocks."""
    fields = [row for row in rows if row.pointer is not None]
    yield from _fields(fields, 1)
    blocks = [row for row in rows if row.pointer is None]
    for _, run in groupby(blocks, key=lambda row: (row.edition, row.entry.commit)):
        yield _span(list(run))


def _fields(rows: Sequence[BlameLine], depth: int) -> Iterator[tuple[str, HistoryEntry]]:
    def head(row: BlameLine) -> str:
        return "/".join(str(row.pointer).split("/")[: depth + 1])

    for place, group in groupby(rows, key=head):
        below = list(group)
        if len({row.entry.commit for row in below}) == 1:
            yield place, below[0].entry
        else:
            yield from _fields(below, depth + 1)


def _span(run: Sequence[BlameLine]) -> tuple[str, HistoryEntry]:
    first, last = (str(row.locator or row.block) for row in (run[0], run[-1]))
    return f"{run[0].edition} {first if len(run) == 1 else f'{first} … {last}'}", run[0].entry
