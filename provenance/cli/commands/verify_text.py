"""Tell the owner of a copy, block by block, what agrees with a text that is withheld or present.

Examples:
  provenance verify-text masterpieces-of-history/doc-006 my-copy.txt

The file may be a page as copied from the edition, or a text in our notation.
Ends with status 1 if anything disagrees.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator, Sequence

    from provenance.cli.terminal import Terminal
    from provenance.text.fingerprint import Agreement


def arguments(parser: ArgumentParser) -> None:
    """Which edition, which file."""
    parser.add_argument("id", metavar="ID[:EDITION]")
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--encoding", metavar="X", help="the file's encoding, where it is not UTF-8")


def run(options: Namespace, terminal: Terminal) -> int:
    """Compare fingerprints."""
    from pathlib import Path

    from provenance.cli import desk
    from provenance.cli.agreement import as_json
    from provenance.errors import InputError
    from provenance.importers.importer import read_text
    from provenance.text.fingerprint import compare, fingerprints

    found = desk.look_up(desk.open_archive(options, terminal), options.id)
    edition = desk.one_edition(found)
    path = Path(options.file)
    mine = read_text(path.read_bytes(), name=str(path), id=found.record, encoding=options.encoding)
    text = found.dossier.text(edition)
    kept = found.dossier.fingerprints(edition)
    theirs = kept if text is None or not found.dossier.has_text(edition) else fingerprints(text)
    if not theirs:
        raise InputError(f"{found.record}:{edition} has neither text nor fingerprints", code="nothing-to-compare")
    agreements = compare(theirs, mine)
    same = all(one.state == "same" for one in agreements)
    answer = {
        "schema": 1,
        "id": str(found.record),
        "edition": edition,
        "agrees": same,
        "blocks": as_json(agreements),
    }
    terminal.answer(answer, lambda: _lines(agreements, terminal))
    return 0 if same else 1


def _lines(agreements: Sequence[Agreement], terminal: Terminal) -> Iterator[str]:
    from provenance.cli.agreement import lines

    yield from lines(agreements, terminal)
    agree = sum(one.state == "same" for one in agreements)
    yield ""
    yield f"{agree} of {len(agreements)} groups of blocks agree letter for letter."
