"""Take a record down: its id, its title and the reason stay, history keeps the rest.

--purge, for the law, takes it out of history too: commits, tags and manifests
are made again, signatures are lost, and every clone must be made anew.

Examples:
  provenance withdraw doc-001 -m "Asked for by the heirs"
  provenance withdraw doc-001 --purge -m "Court order of 3 May" -n
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from provenance.cli.terminal import Terminal


def arguments(parser: ArgumentParser) -> None:
    """Which, and why."""
    from provenance.cli.desk import decision_arguments

    parser.add_argument("id", metavar="ID", help="a record")
    parser.add_argument("--purge", action="store_true", help="out of history too: it cannot be undone")
    decision_arguments(parser)


def run(options: Namespace, terminal: Terminal) -> int:
    """A tombstone in its place."""
    from provenance.cli import desk
    from provenance.cli.receipt import answer
    from provenance.store.moving import withdraw

    archive = desk.open_archive(options, terminal)
    record = archive.find(options.id)
    decision = desk.decision(options, terminal)
    if not options.purge:
        answer(withdraw(archive, record, decision, dry_run=options.dry_run), terminal)
        return 0
    from provenance.errors import InputError
    from provenance.store.purging import purge

    sure = options.dry_run or not terminal.interactive
    if not sure and terminal.ask(f"This cannot be undone. Type the id ({record}) to go on:") != record:
        raise InputError("nothing was done", code="given-up")
    purged = purge(archive, record, decision, dry_run=options.dry_run)
    terminal.answer(purged.as_json(), purged.lines)
    return 0
