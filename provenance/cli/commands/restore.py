"""Bring back a field, a block, a record or the whole archive as it stood at an earlier time.

Examples:
  provenance restore doc-006 /date --to v2 -m "The dateline was right after all"
  provenance restore doc-006:ceu-web p12 --to 2026-01-31 -m "Our transcription of that day was right"
  provenance restore doc-006 --to v3 -m "Back to the state before the merge"
  provenance restore --to 2026.1 -m "Everything since the release was a mistake"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from provenance.cli.terminal import Terminal


def arguments(parser: ArgumentParser) -> None:
    """What, and to when."""
    from provenance.cli.desk import decision_arguments

    parser.add_argument("id", nargs="?", metavar="ID[:EDITION]", help="left out: the whole archive")
    parser.add_argument("place", nargs="?", metavar="PTR|LOC", help="/date, or a block of the text: p12; left out: all")
    parser.add_argument("--to", required=True, metavar="WHEN", help="v12, a release, a date, a correction's id")
    decision_arguments(parser)


def run(options: Namespace, terminal: Terminal) -> int:
    """A new correction that sets it back; nothing is lost."""
    from provenance.cli import desk
    from provenance.cli.receipt import answer
    from provenance.model.address import Pointer
    from provenance.store.restore import restore

    archive = desk.open_archive(options, terminal)
    if options.id is None:
        decision = desk.decision(options, terminal, kind="restoration")
        answer(restore(archive, None, to=options.to, decision=decision, dry_run=options.dry_run), terminal)
        return 0
    found = desk.look_up(archive, options.id)
    place = desk.pointer_or_locator(options.place) if options.place else None
    is_field = isinstance(place, Pointer)
    receipt = restore(
        archive,
        found.record,
        edition=found.edition if place is None or is_field else desk.one_edition(found),
        pointer=place if isinstance(place, Pointer) else None,
        locator=None if place is None or isinstance(place, Pointer) else place,
        to=options.to,
        decision=desk.decision(options, terminal, kind="restoration"),
        dry_run=options.dry_run,
    )
    answer(receipt, terminal)
    return 0
