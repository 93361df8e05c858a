"""Make a second record of what was described as one document and is two.

The first keeps its id and all that is not named; the new one says only what is
named: editions and fields that move, fields that both have from then on.

Examples:
  provenance divide doc-001 harbour/doc-001-b --title "Second telegram" --edition web -m "Two telegrams"
  provenance divide doc-001 harbour/doc-001-b --title "Annex" --edition annex --take /attributions/x --copy /date -m "…"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from provenance.cli.terminal import Terminal


def arguments(parser: ArgumentParser) -> None:
    """Of what, into what, which part, and why."""
    from provenance.cli.desk import decision_arguments

    parser.add_argument("id", metavar="A", help="the record that is two")
    parser.add_argument("new", metavar="NEW", help="the id of the second, collection/name: one that was never used")
    parser.add_argument("--title", required=True, metavar="TEXT", help="the title of the second")
    parser.add_argument("--edition", action="append", default=[], metavar="E", help="an edition that moves to it")
    parser.add_argument("--take", action="append", default=[], metavar="PTR", help="a field that moves to it")
    parser.add_argument("--copy", action="append", default=[], metavar="PTR", help="a field that both are to have")
    decision_arguments(parser)


def run(options: Namespace, terminal: Terminal) -> int:
    """One correction of both records."""
    from provenance.cli import desk
    from provenance.cli.receipt import answer
    from provenance.model.address import Pointer, RecordId
    from provenance.store.joining import Share, divide

    archive = desk.open_archive(options, terminal)
    record, new = archive.find(options.id), RecordId.parse(options.new)
    moved, copied = ([Pointer.parse(typed) for typed in named] for named in (options.take, options.copy))
    share = Share(options.title, options.edition, moved, copied)
    decision = desk.decision(options, terminal)
    answer(divide(archive, record, new, share, decision, dry_run=options.dry_run), terminal)
    return 0
