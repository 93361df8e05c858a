"""A shelf: a folder in which each file is one thing of a kind.

Rules, importers, exporters, commands, page kinds and reports are found by
listing their folder; there is no other list to keep in step. A file whose name
starts with ``_`` is no member. Listing reads names alone and imports nothing.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType


@dataclass(frozen=True)
class Member:
    """One thing on a shelf: its name (the file's stem), its file, its module's full name."""

    name: str
    path: Path
    module_name: str

    def summary(self) -> str:
        """The first line of its docstring, read without importing it."""
        tree = ast.parse(self.path.read_text(encoding="utf-8"))
        return (ast.get_docstring(tree) or "").partition("\n")[0]

    def load(self) -> ModuleType:
        """Import it."""
        return import_module(self.module_name)


def members(package: str) -> tuple[Member, ...]:
    """What stands on the shelf ``package`` (a dotted name), folders within included, by name."""
    parent = import_module(package)
    found = []
    for folder in parent.__path__:
        base = Path(folder)
        for path in base.rglob("*.py"):
            inside = path.relative_to(base).with_suffix("").parts
            if any(part.startswith("_") for part in inside):
                continue
            found.append(Member(path.stem, path, ".".join((package, *inside))))
    return tuple(sorted(found, key=lambda member: member.name))
