"""List the records of the archive, one a line.

Examples:
  provenance list
  provenance list --collection letters
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from provenance.cli.terminal import Terminal
    from provenance.model.address import RecordId
    from provenance.model.record import Record


def arguments(parser: ArgumentParser) -> None:
    """Which collection, at which time."""
    from provenance.cli.desk import count

    parser.add_argument("--collection", metavar="C", help="only this collection")
    parser.add_argument("--at", metavar="WHEN", help="as the archive stood then")
    parser.add_argument("--limit", type=count, metavar="N", help="at most N records")
    parser.add_argument("--cursor", metavar="ID", help="go on behind this record, as the last answer says")


def run(options: Namespace, terminal: Terminal) -> int:
    """Id, date, title, what editions there are."""
    from provenance.cli.desk import open_archive, readable_dossiers

    archive = open_archive(options, terminal)
    snapshot = archive.snapshot(archive.resolve(options.at) if options.at else None)

    def wanted() -> Iterator[RecordId]:
        """Walked again for each question: a list of all would be most of the memory that this takes."""
        fitting = (one for one in snapshot.walk() if options.collection in (None, one.collection))
        return (one for one in fitting if options.cursor is None or one > options.cursor)

    more = options.limit is not None and next(islice(wanted(), options.limit, None), None) is not None
    cursor = next(islice(wanted(), options.limit - 1, None)) if more else None
    shown = islice(wanted(), options.limit)
    # read as they are written: of many records no list is held
    rows = (_row(record, dossier.record) for record, dossier in readable_dossiers(snapshot, shown, terminal))

    def lines() -> Iterator[str]:
        width = max(map(len, islice(wanted(), options.limit)), default=0)
        written = False
        for row in rows:
            written = True
            state = "  (specimen)" if row["specimen"] else ""
            yield f"{row['id']:<{width}}  {row['date'] or 'no date':<12}  {row['title']}{state}"
        if not written:
            yield "No records yet. Begin with: provenance import PAGE.txt --id my-collection/doc-001"
        if more:
            yield f"… more: --cursor {cursor}"

    terminal.answer({"schema": 1, "records": rows, "cursor": cursor}, lines)
    return 0


def _row(record: RecordId, value: Record) -> dict[str, Any]:
    return {
        "id": str(record),
        "title": value.title,
        "type": value.type,
        "date": None if value.date.edtf is None else str(value.date.edtf),
        "editions": list(value.editions),
        "specimen": value.specimen is not None,
        "withdrawn": value.withdrawal is not None,
    }
