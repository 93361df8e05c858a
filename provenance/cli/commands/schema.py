"""Print the JSON Schema of record.yaml, collection.yaml or agents.yaml, for editors' tools; or renew an archive's.

Examples:
  provenance schema record > record.schema.json
  provenance schema --write        renew schemas/ after an upgrade: programs that edit YAML check by it

New files begin with a line that names the schema beside them, so an editor
with a YAML language server completes and checks them without the net.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from provenance.cli.terminal import Terminal


def arguments(parser: ArgumentParser) -> None:
    """Of which file."""
    parser.add_argument("which", nargs="?", choices=("record", "collection", "agents"), default="record")
    parser.add_argument("--write", action="store_true", help="write all three below schemas/ of this archive")


def run(options: Namespace, terminal: Terminal) -> int:
    """Print it, or write the archive's three."""
    from provenance.model.schema import schema_text

    if options.write:
        return _write(options, terminal)
    terminal.say(schema_text(options.which).rstrip("\n"))
    return 0


def _write(options: Namespace, terminal: Terminal) -> int:
    from provenance.cli.desk import open_archive
    from provenance.cli.schemas import outdated

    root = open_archive(options, terminal).root
    changed = outdated(root)
    for path, content in changed.items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_bytes(content)
    said = f"Written: {', '.join(changed)}. Commit them by git." if changed else "schemas/ is up to date."
    terminal.answer({"schema": 1, "written": list(changed)}, lambda: (said,))
    return 0
