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
    from provenance.errors import InputError
    from provenance.importers.importer import read_text
    from provenance.text.fingerprint import compare, fingerprints

    found = desk.look_up(desk.open_archive(options, terminal), options.id)
    edition = desk.one_edition(found)
    path = Path(options.file)
    mine = read_text(path.read_bytes(), name=str(path), id=found.record, encoding=options.encoding)
    text = found.dossier.text(edition)
    theirs = found.dossier.fingerprints(edition) if text is None else fingerprints(text)
    if not theirs:
        raise InputError(f"{found.record}:{edition} has neither text nor fingerprints", code="nothing-to-compare")
    agreements = compare(theirs, mine)
    same = all(one.state == "same" for one in agreements)
    answer = {
        "schema": 1,
        "id": str(found.record),
        "edition": edition,
        "agrees": same,
        "blocks": [
            {"ids": list(one.ids), "state": one.state, "words_here": one.words_here, "words_there": one.words_there}
            for one in agreements
        ],
    }
    terminal.answer(answer, lambda: _lines(agreements, terminal))
    return 0 if same else 1


def _lines(agreements: Sequence[Agreement], terminal: Terminal) -> Iterator[str]:
    said = {
        "same": "agrees, letter for letter",
        "same letters": "agrees but for punctuation, capitals or spacing",
        "differs": "differs",
        "missing": "is not in your file",
        "extra": "is in your file only",
    }
    for one in agreements:
        place = " + ".join(one.ids)
        counts = "" if one.state == "same" else f" ({one.words_there} words in the record, {one.words_here} in yours)"
        words = said[one.state]
        yield f"{place:<16} {words if one.state == 'same' else terminal.paint(words, 'bold')}{counts}"
    agree = sum(one.state == "same" for one in agreements)
    yield ""
    yield f"{agree} of {len(agreements)} groups of blocks agree letter for letter."
