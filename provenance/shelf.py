"""A shelf: a folder in which each file is one thing of a kind.

Rules, importers, exporters, commands, page kinds and reports are found by
listing their folder; there is no other list to keep in step. A file whose name
starts with ``_`` is no member. Listing reads names alone and imports nothing:
every command begins with it, so neither ``dataclasses`` nor ``pathlib`` is
loaded here (each is a third of bare Python's start).
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from types import ModuleType


class Member(NamedTuple):
    """One thing on a shelf: its name (the file's stem), the path of its file, its module's full name."""

    name: str
    path: str
    module_name: str

    def summary(self) -> str:
        """The first line of its docstring, read without importing (or even parsing) the file."""
        with open(self.path, encoding="utf-8") as file:  # noqa: PTH123  see the module
            return file.readline().strip().removeprefix('"""').removesuffix('"""')

    def load(self) -> ModuleType:
        """Import it."""
        return import_module(self.module_name)


def members(package: str) -> tuple[Member, ...]:
    """What stands on the shelf ``package`` (a dotted name), folders within included, by name."""
    parent = import_module(package)
    found = []
    for base in parent.__path__:
        for folder, folders, files in os.walk(base):
            folders[:] = [name for name in folders if not name.startswith("_")]
            inside = folder[len(base) + 1 :].replace(os.sep, ".")
            for file in files:
                stem, dot, suffix = file.rpartition(".")
                if suffix == "py" and dot and not file.startswith("_"):
                    name = ".".join(filter(None, (package, inside, stem)))
                    found.append(Member(stem, os.path.join(folder, file), name))  # noqa: PTH118
    return tuple(sorted(found, key=lambda member: member.name))
