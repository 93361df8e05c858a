"""Give a record another id; the old one leads to it from then on.

Examples:
  provenance rename harbour/doc-001 harbour/doc-001a -m "The second edition counts otherwise"
  provenance rename doc-001 quay/doc-001 -m "It belongs to the quay's files"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from provenance.cli.terminal import Terminal


def arguments(parser: ArgumentParser) -> None:
    """From, to, and why."""
    from provenance.cli.desk import decision_arguments

    parser.add_argument("old", metavar="OLD", help="a record")
    parser.add_argument("new", metavar="NEW", help="its new id, collection/name: one that was never used")
    decision_arguments(parser)


def run(options: Namespace, terminal: Terminal) -> int:
    """Files and redirect in one correction; history goes on under the new id."""
    from provenance.cli import desk
    from provenance.cli.receipt import answer
    from provenance.model.address import RecordId
    from provenance.store.moving import rename

    archive = desk.open_archive(options, terminal)
    old, new = archive.find(options.old), RecordId.parse(options.new)
    answer(rename(archive, old, new, desk.decision(options, terminal), dry_run=options.dry_run), terminal)
    return 0
