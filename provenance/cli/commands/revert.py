"""Take back what one correction did; what came after it stays.

Examples:
  provenance revert 8KQ2ZVXA -m "The dateline was right after all"
  provenance revert 8KQ2ZVXA -m "Misread" -n         shows what would be, writes nothing
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from provenance.cli.terminal import Terminal


def arguments(parser: ArgumentParser) -> None:
    """Which correction, and why."""
    from provenance.cli.desk import decision_arguments

    parser.add_argument("correction", metavar="CORRECTION", help="its id; the last 8 characters do")
    decision_arguments(parser)


def run(options: Namespace, terminal: Terminal) -> int:
    """A new correction, linked both ways; a conflict where a later one changed the same."""
    from provenance.cli import desk
    from provenance.cli.receipt import answer
    from provenance.store.reversal import revert

    archive = desk.open_archive(options, terminal)
    decision = desk.decision(options, terminal)
    answer(revert(archive, options.correction, decision, dry_run=options.dry_run), terminal)
    return 0
