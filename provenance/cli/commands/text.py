"""Withhold the text of an edition: keep fingerprints in its place.

Examples:
  provenance text detach doc-006:web -m "The publisher has not agreed"

The text leaves the present state and `editions/NAME.fingerprints` takes its
place, as one correction; whoever owns a copy can check it with verify-text.
History keeps the text, and says so here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from provenance.cli.terminal import Terminal


def arguments(parser: ArgumentParser) -> None:
    """Which edition, and why."""
    from provenance.cli.desk import decision_arguments

    parser.add_argument("what", choices=("detach",))
    parser.add_argument("id", metavar="ID[:EDITION]")
    decision_arguments(parser)


def run(options: Namespace, terminal: Terminal) -> int:
    """Fingerprints in, text out, the record says so: one correction."""
    from provenance.cli import desk
    from provenance.cli.receipt import answer
    from provenance.errors import InputError
    from provenance.model.address import Pointer
    from provenance.model.correction import FieldEdit, FileEdit
    from provenance.model.fingerprint import write_fingerprints
    from provenance.text.fingerprint import fingerprints

    archive = desk.open_archive(options, terminal)
    found = desk.look_up(archive, options.id)
    edition = desk.one_edition(found)
    text = found.dossier.text(edition)
    if text is None:
        raise InputError(f"the text of {found.record}:{edition} is not here: there is nothing to withhold")
    printed = write_fingerprints(fingerprints(text)).encode("utf-8")
    receipt = archive.correct(
        [
            FileEdit(found.record, f"editions/{edition}.fingerprints", printed),
            FileEdit(found.record, f"editions/{edition}.txt", None),
            FieldEdit(found.record, "set", Pointer(("editions", edition, "text")), "withheld"),
        ],
        desk.decision(options, terminal, kind="editorial"),
        dry_run=options.dry_run,
    )
    answer(receipt, terminal)
    if receipt.written:
        terminal.note(
            "note: the history of this archive still holds the text; before publishing the archive itself, see "
            "provenance withdraw --help"
        )
    return 0
