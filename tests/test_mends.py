"""What a message tells the reader to type must be there: every ``provenance WORD`` in the code is a command."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from provenance.cli.main import every_parser

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = set(every_parser())
SOURCES = sorted((ROOT / "provenance").rglob("*.py"))
# words that follow the name of the program in prose
PROSE = {"keeps", "itself", "needs", "knows", "is", "writes", "reads", "takes", "makes"}
PROSE |= {"of", "on", "command", "has", "and", "that"}


def named(source: str) -> set[str]:
    """The words after ``provenance`` in the strings of a file that look like something to type."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found |= set(re.findall(r"(?<![\w./-])provenance ([a-z][a-z-]+)", node.value))
    return found - PROSE


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_that_a_message_names_exists(path: Path) -> None:
    unknown = named(path.read_text(encoding="utf-8")) - COMMANDS
    assert not unknown
