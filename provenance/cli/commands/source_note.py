"""Read source notes, one a line: repository, collection, copies, translator, and what was not understood.

Examples:
  echo '[Source: Cold Coast Archive. Sorokhtina Papers. Translated by Edda Marlowe.]' | provenance source-note
  provenance source-note notes.txt --json
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from provenance.cli.terminal import Terminal
    from provenance.importers.source_note import SourceNote


def arguments(parser: ArgumentParser) -> None:
    """Where the notes are."""
    parser.add_argument("file", nargs="?", metavar="FILE", help="a file of notes, one a line; left out: standard input")
    parser.add_argument("--encoding", default="utf-8", metavar="X")


def run(options: Namespace, terminal: Terminal) -> int:
    """With --json one plain object a line, without an envelope (the one exception)."""
    from pathlib import Path

    import orjson

    from provenance.importers.importer import decode
    from provenance.importers.source_note import parse_note

    content = Path(options.file).read_bytes() if options.file else sys.stdin.buffer.read()
    text = decode(content, options.encoding, name=options.file or "standard input").text if content else ""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        note = parse_note(line)
        if terminal.as_json:
            terminal.out.write(orjson.dumps(note.as_json(line=number)).decode("utf-8") + "\n")
        else:
            for shown in _lines(note, terminal):
                terminal.say(shown)
    return 0


def _lines(note: SourceNote, terminal: Terminal) -> Iterator[str]:
    yield from terminal.wrap(note.raw)
    for key, value in note.as_json(line=0).items():
        if key in {"raw", "line"} or value in (None, [], False):
            continue
        if key == "parts":
            value = [f"{part['level']} {part['name']}" for part in value]  # noqa: PLW2901
        shown = "; ".join(value) if isinstance(value, list) else "yes" if value is True else str(value)
        yield f"  {key.replace('_', ' '):<18} {shown}"
    yield ""
