"""Which files differ between two trees: by comparing ids of folders, so that what is equal is never read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.errors import InputError
from provenance.model.address import AGENTS, RecordId

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.store.objects import ObjectId, ObjectReader, TreeEntry

ROOT_FILES = ("provenance.toml", "redirects.yaml")
"""With ``records/``, all that belongs to an archive (DESIGN §4, a bigger repository)."""


@dataclass(frozen=True)
class PathDifference:
    """One file that two trees hold differently; None: not there."""

    path: str
    before: ObjectId | None
    after: ObjectId | None


def differences(
    objects: ObjectReader, before: ObjectId | None, after: ObjectId | None, prefix: str = ""
) -> Iterator[PathDifference]:
    """Every ordinary file that differs between two trees (None: an empty one), by path, in git's order."""
    if before == after:
        return
    left = {entry.name: entry for entry in objects.tree(before)} if before else {}
    right = {entry.name: entry for entry in objects.tree(after)} if after else {}
    for name in sorted({*left, *right}):
        yield from _one(objects, left.get(name), right.get(name), prefix + name)


def _one(objects: ObjectReader, left: TreeEntry | None, right: TreeEntry | None, path: str) -> Iterator[PathDifference]:
    if left == right:
        return
    trees = [entry.oid if entry is not None and entry.is_tree else None for entry in (left, right)]
    if any(trees):
        yield from differences(objects, trees[0], trees[1], f"{path}/")
    files = [entry.oid if entry is not None and entry.is_file else None for entry in (left, right)]
    if files[0] != files[1]:
        yield PathDifference(path, files[0], files[1])


def content_differences(
    objects: ObjectReader, before: ObjectId | None, after: ObjectId | None
) -> Iterator[PathDifference]:
    """As :func:`differences`, of two trees of an archive's root, for what belongs to the archive alone."""
    left, right = ({e.name: e for e in objects.tree(tree)} if tree else {} for tree in (before, after))
    for name in (*ROOT_FILES, "records"):
        yield from _one(objects, left.get(name), right.get(name), name)


def record_of(path: str) -> RecordId | None:
    """The record, collection or ``agents`` that a path from the archive's root belongs to; None for other files."""
    parts = path.split("/")
    if parts[0] != "records":
        return None
    try:
        if parts[1:] == ["agents.yaml"]:
            return RecordId(AGENTS)
        if len(parts) == 3 and parts[2] == "collection.yaml":  # noqa: PLR2004
            return RecordId.parse(parts[1])
        if len(parts) > 3:  # noqa: PLR2004
            return RecordId.parse(f"{parts[1]}/{parts[2]}")
    except InputError:
        return None
    return None
