"""Write the documented change log in Markdown: for X read Y, why, on what evidence.

Examples:
  provenance changelog > CHANGELOG-records.md
  provenance changelog doc-006
  provenance changelog 2026.1..                 since a release, a date or a correction
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from provenance.cli.terminal import Terminal
    from provenance.model.address import RecordId
    from provenance.store.archive import Archive


def arguments(parser: ArgumentParser) -> None:
    """Of what, of which span."""
    parser.add_argument("scope", nargs="*", metavar="ID|A..B", help="a record, and a span of time; left out: all")


def run(options: Namespace, terminal: Terminal) -> int:
    """Render history."""
    from provenance.cli.desk import open_archive
    from provenance.errors import InputError
    from provenance.exporters.changelog import lines
    from provenance.store.history import history
    from provenance.store.laid_aside import LaidAside
    from provenance.store.words_shown import each_as_may_be_shown

    archive = open_archive(options, terminal)
    spans = [typed for typed in options.scope if ".." in typed]
    names = [typed for typed in options.scope if ".." not in typed]
    if len(spans) > 1 or len(names) > 1:
        raise InputError("one record and one span at most", code="usage", hint="provenance changelog doc-006 v1..")
    record = archive.find(names[0]) if names else None
    since, _, until = spans[0].partition("..") if spans else ("", "", "")
    found = history(
        archive,
        record,
        since=_before(archive, since, record),
        until=archive.resolve(until, record) if until else None,
    )
    entries = each_as_may_be_shown(archive, record, found)
    title = f"{archive.settings.title}: change log" if record is None else f"Change log of {record}"
    terminal.answer(
        {"schema": 1, "corrections": (entry.as_json() for entry in entries)},
        lambda: lines(LaidAside(entries), title),
    )
    return 0


def _before(archive: Archive, when: str, record: RecordId | None) -> str | None:
    """Where a span begins: behind a release or a correction, but with the whole of a day that is named."""
    from datetime import date, timedelta

    from provenance.errors import InputError

    if not when:
        return None
    try:
        day = date.fromisoformat(when)
    except ValueError:
        return archive.resolve(when, record)
    try:
        return archive.resolve((day - timedelta(days=1)).isoformat(), record)
    except InputError:  # the archive is younger than that
        return None
