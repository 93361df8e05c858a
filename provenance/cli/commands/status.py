"""Say how the archive stands: the branch, hand edits not yet recorded, what is unpublished.

Examples:
  provenance status
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from provenance.cli.terminal import Terminal


def arguments(parser: ArgumentParser) -> None:
    """Nothing to choose."""
    del parser


def run(options: Namespace, terminal: Terminal) -> int:
    """Look, change nothing."""
    from provenance.cli.desk import open_archive
    from provenance.cli.schemas import outdated
    from provenance.store.status import status

    archive = open_archive(options, terminal)
    found = status(archive)
    terminal.answer(found.as_json(), found.lines)
    if (archive.root / "schemas").is_dir() and outdated(archive.root):
        terminal.note("note: schemas/ is not of this version: provenance schema --write renews it")
    return 0
