"""Objects that a correction uses again, kept from a clean-up that runs at the same time (THREATS T11).

``git fast-import`` writes nothing that lies in a pack already, however old.
Where no reference needs it any more, a ``git gc`` that looked before the branch
moved throws it away after: seen, an acknowledged correction then had neither
tree nor file. So what is used again is laid down once more before, by itself
and with today's date, which no clean-up touches. One that lies there loose is flushed: ``git add``,
which may have written it, flushes nothing (T03).
"""

from __future__ import annotations

import os
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING

from provenance.errors import InputError
from provenance.store.objects import TREE, TreeEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from provenance.store.objects import ObjectId
    from provenance.store.repository import Repository
    from provenance.store.stream import FileChange, NewCommit


def keep_reused(repository: Repository, new: NewCommit) -> tuple[ObjectId, ...]:
    """Lay down anew whatever of this commit's files and folders git has in a pack, flush what it has loose.

    The ids of all of them, as git will make them: the last is that of the top
    folder. OSError, InputError where the disk refuses: nothing was written then.
    """
    base = None if new.parent is None else repository.commit(new.parent).tree
    made = {oid: (kind, content) for oid, kind, content in _objects(repository, base, new.changes)}
    absent = []
    for oid in made:
        place = _place(repository, oid)
        if place.exists():
            _flush(place)  # "git add" did not; its date git makes today's
        else:
            absent.append(oid)
    for oid, packed in zip(absent, repository.objects.many(absent), strict=True):  # asked all at once
        if packed is not None:
            _lay_down(_place(repository, oid), *made[oid])
    return tuple(made)


def _place(repository: Repository, oid: ObjectId) -> Path:
    return repository.common_dir / "objects" / oid[:2] / oid[2:]


def _objects(
    repository: Repository, base: ObjectId | None, changes: Iterable[FileChange]
) -> Iterator[tuple[ObjectId, bytes, bytes]]:
    """Id, kind and content of each file set and each folder changed, the folders as git will make them."""
    inside: dict[str, list[FileChange]] = {}
    entries = {} if base is None else {entry.name: entry for entry in repository.objects.tree(base)}
    for change in changes:
        name, _, rest = change.path.partition("/")
        if rest:
            inside.setdefault(name, []).append(type(change)(rest, change.content, change.mode))
        elif change.content is None:
            entries.pop(name, None)
        else:
            oid = repository.blob_id(change.content)
            entries[name] = TreeEntry(change.mode, name, oid)
            yield oid, b"blob", change.content
    for name, below in inside.items():
        there = entries.pop(name, None)
        made = tuple(_objects(repository, there.oid if there and there.is_tree else None, below))
        yield from made
        if made:  # the folder itself comes last; one that is left empty is none
            entries[name] = TreeEntry(TREE, name, made[-1][0])
        elif there is not None and not there.is_tree:
            entries[name] = there  # nothing is taken away below what is a file
    if entries:
        content = _tree(entries.values())
        yield _id(content, repository.algorithm), b"tree", content


def _flush(place: Path) -> None:
    descriptor = os.open(place, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _id(tree: bytes, algorithm: str) -> ObjectId:
    import hashlib  # it loads OpenSSL: for writing alone

    return hashlib.new(algorithm, b"tree %d\0" % len(tree) + tree, usedforsecurity=False).hexdigest()


def _tree(entries: Iterable[TreeEntry]) -> bytes:
    """A folder as git writes it: sorted by name, a folder's name as if a slash stood behind it."""
    named = [(entry.name.encode("utf-8", "surrogateescape"), entry) for entry in entries]
    named.sort(key=lambda one: one[0] + b"/" if one[1].is_tree else one[0])
    return b"".join(b"%s %s\0%s" % (entry.mode.encode(), name, bytes.fromhex(entry.oid)) for name, entry in named)


def _lay_down(place: Path, kind: bytes, content: bytes) -> None:
    """One loose object, flushed, under its name in one step; its folders are flushed with those of the commit."""
    place.parent.mkdir(exist_ok=True)
    half = place.with_name(f"tmp_obj_{place.name[:6]}")  # a name that git's own clean-up knows
    try:
        half.unlink(missing_ok=True)
        with half.open("xb") as stream:
            stream.write(zlib.compress(b"%s %d\0%s" % (kind, len(content), content), 1))
            stream.flush()
            os.fchmod(stream.fileno(), 0o444)
            os.fsync(stream.fileno())
        half.replace(place)
    except OSError as error:
        with suppress(OSError):
            half.unlink(missing_ok=True)
        raise InputError(
            f"the archive cannot be written: {error.strerror}; nothing was written",
            code="disk-full",
            file=place.parent,
            hint="make room, or ask for permission to write here, and give the command again",
        ) from error
