"""Show the corrections of a record, or of the whole archive, newest first.

Examples:
  provenance history doc-006
  provenance history doc-006 /attributions/drafter-x     only what touched that field
  provenance history doc-006 p14                         only what touched that paragraph, or errata over it
  provenance history --limit 10
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable, Iterator

    from provenance.cli.terminal import Terminal
    from provenance.model.address import Locator
    from provenance.model.correction import ChangeLine, HistoryEntry
    from provenance.text.dossier import Dossier


def arguments(parser: ArgumentParser) -> None:
    """Of what, how much."""
    from provenance.cli.desk import count

    parser.add_argument("id", nargs="?", metavar="ID", help="a record, a collection or 'agents'; left out: all")
    parser.add_argument("place", nargs="?", metavar="PTR|LOC", help="only what touched this field, or this paragraph")
    parser.add_argument("--limit", type=count, metavar="N", help="at most N corrections")
    parser.add_argument("--cursor", metavar="COMMIT", help="go on behind this one, as the last answer says")


def run(options: Namespace, terminal: Terminal) -> int:
    """Read the log, show it."""
    from provenance.cli.desk import open_archive, pointer_or_locator
    from provenance.errors import InputError
    from provenance.model.address import Locator, Pointer
    from provenance.store.history import history
    from provenance.store.names import counted_as
    from provenance.store.words_shown import each_as_may_be_shown

    archive = open_archive(options, terminal)
    record = archive.find(options.id) if options.id else None
    if record is not None:
        record = counted_as(archive, options.id, record)  # one that was joined into another has its own past
    place = pointer_or_locator(options.place) if options.place else None
    pointer = place if isinstance(place, Pointer) else None
    entries: Iterator[HistoryEntry] = iter(history(archive, record, pointer))
    if isinstance(place, Locator) and record is not None:
        blocks = _blocks(archive.snapshot().dossier(record), place)
        entries = (entry for entry in entries if any(_touches(line, blocks) for line in entry.changes))
    if options.cursor and not any(entry.commit == options.cursor for entry in entries):
        raise InputError(f"no correction listed here has the commit {options.cursor!r}", code="not-found")
    page = None if options.limit is None else list(islice(entries, options.limit))
    more = page is not None and next(entries, None) is not None
    # the whole of a long history is read as it is written: no list of it is held
    shown = each_as_may_be_shown(archive, record, entries if page is None else page)
    cursor = page[-1].commit if more and page else None
    rows = (entry.as_json() for entry in shown)
    terminal.answer({"schema": 1, "corrections": rows, "cursor": cursor}, lambda: _lines(shown, terminal, cursor))
    return 0


def _blocks(dossier: Dossier, place: Locator) -> frozenset[str]:
    """The ids of the blocks that the place names in any edition; InputError where no edition has it."""
    from provenance.errors import InputError
    from provenance.text.locate import find

    found: set[str] = set()
    refused: InputError | None = None
    for edition in dossier.editions():
        text = dossier.text(edition)
        if text is None:
            continue
        try:
            found.add(find(text, place).block.id)
        except InputError as error:
            refused = error
    if not found and refused is not None:
        raise refused
    return frozenset(found or {place.place})


def _touches(line: ChangeLine, blocks: frozenset[str]) -> bool:
    """Whether a change is of one of the blocks, or an erratum laid over it."""
    from provenance.errors import InputError
    from provenance.model.address import Locator

    wheres = [line.locator, *(side.get("where") for side in (line.before, line.after) if isinstance(side, dict))]
    for where in wheres:
        try:
            if where and Locator.parse(str(where)).place in blocks:
                return True
        except InputError:
            continue
    return False


def _lines(shown: Iterable[HistoryEntry], terminal: Terminal, cursor: str | None) -> Iterator[str]:
    from provenance.cli.receipt import changes

    entry = None
    for entry in shown:
        version = f"{entry.version}  " if entry.version else ""
        kind = entry.kind or "undocumented"
        name = entry.correction_id or entry.commit[:10]
        when = entry.date.strftime("%d %B %Y").lstrip("0")
        yield f"{terminal.paint(version + when, 'bold')}  {kind}  {terminal.paint(name, 'faint')}"
        yield from terminal.wrap(entry.subject, 2)
        if entry.reason and entry.reason != entry.subject:
            yield from terminal.wrap(f"Why: {entry.reason}", 2)
        for amendment in entry.amendments:
            yield from terminal.wrap(f"Reason amended: {amendment}", 2)
        if entry.evidence:
            yield from terminal.wrap("Evidence: " + "; ".join(entry.evidence), 2)
        people = [f"decided by {entry.editor.name}"]
        if entry.reported_by:
            people.append(f"reported by {entry.reported_by}")
        if entry.reviewed_by:
            people.append(f"reviewed by {entry.reviewed_by}")
        yield from terminal.wrap("; ".join(people), 2)
        if entry.reverts:
            yield f"  sets back {entry.reverts}"
        if entry.reverted_by:
            yield f"  set back by {entry.reverted_by}"
        if entry.kind != "import":
            yield from changes(entry.changes, terminal)
        yield ""
    if entry is None:
        yield "No correction yet."
    if cursor is not None:
        yield f"… more: --cursor {cursor}"
