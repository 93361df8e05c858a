"""The reference of the commands, generated from their parsers: docs/reference/commands.md.

``python -m provenance.cli.reference FOLDER`` writes every generated page of the
reference below FOLDER (``make reference``); a test says when one is out of date.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from provenance.cli.main import every_parser

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping

SHARED = {"directory", "author", "json", "help"}
HEAD = """# Commands

Each answers for people, and with `--json` with one object for programs. `-C DIR`
works on the archive in DIR, `--author KEY` says who decides. Exit status: 0
done; 1 an audit error about the record, a difference with `--exit-code`, a text
that disagrees; 2 bad use or input; 3 a conflict; 4 the archive is damaged.

`ID:EDITION@WHEN` is an address: WHEN is a release, a version (`v3`), a date, a
correction's id (its last 8 characters do) or 7 and more digits of a commit. A
record's short name does where it is the only one.
"""


def pages() -> Mapping[str, str]:
    """Every generated page of the reference, by its path below docs/reference/."""
    from provenance.audit.reference import reference_pages
    from provenance.model.reference import record_page

    return {"commands.md": commands_page(), "record.md": record_page(), **reference_pages()}


def commands_page() -> str:
    """One section a command."""
    return "\n".join([HEAD, *(line for name, parser in every_parser().items() for line in _section(name, parser))])


def _section(name: str, parser: argparse.ArgumentParser) -> Iterator[str]:
    yield f"## {name}"
    yield ""
    yield parser.description or ""
    yield ""
    rows = [action for action in parser._actions if action.dest not in SHARED]  # noqa: SLF001  argparse lists its options nowhere else
    if rows:
        yield "| | |"
        yield "| --- | --- |"
    for action in rows:
        metavar = action.metavar or (None if action.option_strings else action.dest)
        shown = metavar[0] if isinstance(metavar, tuple) else metavar or ""
        if not shown and action.nargs != 0:
            shown = "|".join(map(str, action.choices)) if action.choices else action.dest.upper()
        named = f"{', '.join(action.option_strings)} {shown}".strip()
        said = action.help or ("one of: " + ", ".join(map(str, action.choices)) if action.choices else "")
        cell = named.replace("|", "\\|")
        yield f"| `{cell}` | {said.replace('|', chr(92) + '|').replace('%%', '%')} |"
    yield ""
    for line in (parser.epilog or "").splitlines():
        # examples are indented by two: four make them code in Markdown
        yield f"  {line}" if line.startswith("  ") else f"{line}\n" if line == "Examples:" else line
    yield ""


def write(folder: Path) -> None:
    """Write every generated page below ``folder``."""
    for name, text in pages().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
