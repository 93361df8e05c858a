"""Give a correction another reason; the first one stays readable, no file changes.

Examples:
  provenance amend 8KQ2ZVXA -m "The postmark says so, not the dateline" --evidence "fn 2"
  provenance amend 01JGFJJZ00000000000000000A -F reason.txt
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
    """An entry of its own, linked both ways."""
    from provenance.cli import desk
    from provenance.cli.receipt import answer
    from provenance.store.reversal import amend

    archive = desk.open_archive(options, terminal)
    decision = desk.decision(options, terminal)
    answer(amend(archive, options.correction, decision, dry_run=options.dry_run), terminal)
    return 0
