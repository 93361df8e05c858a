"""Print the JSON Schema of record.yaml, collection.yaml or agents.yaml, for editors' tools.

Examples:
  provenance schema record > record.schema.json
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from provenance.cli.terminal import Terminal


def arguments(parser: ArgumentParser) -> None:
    """Of which file."""
    parser.add_argument("which", nargs="?", choices=("record", "collection", "agents"), default="record")


def run(options: Namespace, terminal: Terminal) -> int:
    """Print it."""
    import json

    from provenance.model.schema import json_schema

    terminal.say(json.dumps(json_schema(options.which), indent=2, ensure_ascii=False))
    return 0
