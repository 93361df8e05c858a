"""Make two records of one document one: the first takes over all that the second says.

Where both say the same thing differently nothing is written, and both are
shown; --resolve settles it: ours is the record that stays, theirs the other,
both keeps the two entries of a map. The second's id leads to the first; its versions keep their addresses.

Examples:
  provenance join harbour/doc-001 quay/doc-009 -m "One telegram, printed twice"
  provenance join doc-001 doc-009 --resolve /date=theirs --resolve /number=ours -m "One telegram"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from provenance.cli.terminal import Terminal


def arguments(parser: ArgumentParser) -> None:
    """Which two, and why."""
    from provenance.cli.desk import decision_arguments

    parser.add_argument("kept", metavar="A", help="the record that stays")
    parser.add_argument("gone", metavar="B", help="the record that goes over into it")
    parser.add_argument(
        "--resolve",
        action="append",
        default=[],
        metavar="PTR=ours|theirs|both",
        help="settle a conflict; repeatable",
    )
    decision_arguments(parser)


def run(options: Namespace, terminal: Terminal) -> int:
    """One correction: fields, editions, redirect."""
    from provenance.cli import desk
    from provenance.cli.receipt import answer
    from provenance.store.joining import join

    archive = desk.open_archive(options, terminal)
    kept, gone = archive.find(options.kept), archive.find(options.gone)
    settled = dict(_choice(typed) for typed in options.resolve)
    decision = desk.decision(options, terminal)
    answer(join(archive, kept, gone, decision, settled=settled, dry_run=options.dry_run), terminal)
    return 0


def _choice(typed: str) -> tuple[str, str]:
    from provenance.errors import InputError

    pointer, equals, side = typed.rpartition("=")
    if not equals:
        raise InputError(f"{typed!r} settles nothing", hint="--resolve /date=ours, or /date=theirs")
    return pointer, side
