"""List the records of the archive, one a line.

Examples:
  provenance list
  provenance list --collection letters
"""

from __future__ import annotations

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
    ids = [
        record
        for record in snapshot.ids()
        if record.is_record
        and (options.collection is None or record.collection == options.collection)
        and (options.cursor is None or record > options.cursor)
    ]
    more = options.limit is not None and len(ids) > options.limit
    rows = [
        _row(record, dossier.record) for record, dossier in readable_dossiers(snapshot, ids[: options.limit], terminal)
    ]
    answer = {"schema": 1, "records": rows, "cursor": rows[-1]["id"] if more and rows else None}

    def lines() -> Iterator[str]:
        width = max((len(row["id"]) for row in rows), default=0)
        for row in rows:
            state = "  (specimen)" if row["specimen"] else ""
            yield f"{row['id']:<{width}}  {row['date'] or 'no date':<12}  {row['title']}{state}"
        if not rows:
            yield "No records yet. Begin with: provenance import PAGE.txt --id my-collection/doc-001"
        if more:
            yield f"… more: --cursor {rows[-1]['id']}"

    terminal.answer(answer, lines)
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
