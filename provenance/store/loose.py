"""The objects of one correction, made here and laid down loose, each flushed and under its name in one step.

``git fast-import`` writes a commit into a pack, then starts a second program
that takes the pack apart again: for one correction that is two thirds of its
time. And it writes nothing that lies in a pack already, however old: where no
reference needs that any more, a ``git gc`` that looked before the branch moved
throws it away after (seen: an acknowledged correction then had neither tree
nor file, THREATS T11). So all that a correction needs is laid down here, by
itself and with today's date, which no clean-up touches, and git moves the
branch. What lies there loose already is laid down anew: it may be as old as
what a clean-up is about to remove, and ``git add``, which may have written it,
flushes nothing (T03).
"""

from __future__ import annotations

import errno
import os
import zlib
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from provenance.errors import InputError
from provenance.store.lock import share
from provenance.store.objects import TREE, TreeEntry
from provenance.store.stream import person, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from provenance.store.objects import ObjectId
    from provenance.store.repository import Repository
    from provenance.store.stream import FileChange, NewCommit


_DENIED = (errno.EACCES, errno.EPERM, errno.EROFS)
_TRIES = 8
_OPEN_TOGETHER = 64
"""Objects written before they are flushed: of thousands, more files would be open than a process may have."""


class Made(NamedTuple):
    """One object: its id, its kind, its content; of a folder also the entries that are in it."""

    oid: ObjectId
    kind: str
    content: bytes
    entries: tuple[TreeEntry, ...] = ()


@dataclass(frozen=True)
class Laid:
    """The objects of a commit, on the disk under their names; their folders are not flushed yet."""

    objects: tuple[Made, ...]

    @property
    def tip(self) -> ObjectId:
        """The commit: it is the last."""
        return self.objects[-1].oid


def lay_down(repository: Repository, new: NewCommit) -> Laid | None:
    """Make the objects of a commit, as git would, and lay each of them down.

    None where the commit leaves nothing in the archive: its empty folder is git's to make.
    InputError for a name or a path that no commit may hold, and where the disk
    refuses: nothing was written then.
    """
    for change in new.changes:
        quoted(change.path)
    base = None if new.parent is None else repository.commit(new.parent).tree
    made = {one.oid: one for one in _objects(repository, base, new.changes)}
    if not made:
        return None
    root = next(reversed(made.values()))
    commit = _commit(new, root.oid)
    oid = repository.object_id("commit", commit)
    made[oid] = Made(oid, "commit", commit)
    _lay_down(repository, made.values())
    return Laid(tuple(made.values()))


def place_of(repository: Repository, oid: ObjectId) -> Path:
    """Where a loose object lies."""
    return repository.common_dir / "objects" / oid[:2] / oid[2:]


def _commit(new: NewCommit, tree: ObjectId) -> bytes:
    """The commit as ``git fast-import`` writes it."""
    parent = b"" if new.parent is None else b"parent %s\n" % new.parent.encode()
    people = person(new.author, "author") + person(new.committer, "committer")
    return b"tree %s\n" % tree.encode() + parent + people + b"\n" + new.message


def _objects(repository: Repository, base: ObjectId | None, changes: Iterable[FileChange]) -> Iterator[Made]:
    """Each file set and each folder changed, as git would make them; a folder comes behind what is in it."""
    inside: dict[str, list[FileChange]] = {}
    old = () if base is None else repository.objects.tree(base)
    now: dict[str, TreeEntry | None] = {}
    for change in changes:
        name, _, rest = change.path.partition("/")
        if rest:
            inside.setdefault(name, []).append(type(change)(rest, change.content, change.mode))
        elif change.content is None:
            now[name] = None
        else:
            oid = repository.blob_id(change.content)
            now[name] = TreeEntry(change.mode, name, oid)
            yield Made(oid, "blob", change.content)
    there = {entry.name: entry for entry in old if entry.name in inside}
    for name, below in inside.items():
        was = now.get(name, there.get(name))
        made = tuple(_objects(repository, was.oid if was and was.is_tree else None, below))
        yield from made
        if made:  # the folder itself comes last; one that is left empty is none
            now[name] = TreeEntry(TREE, name, made[-1].oid)
        elif was is None or was.is_tree:
            now[name] = None
        else:
            now[name] = was  # nothing is taken away below what is a file
    folder = _folder(repository, base, old, now)
    if folder is not None:
        yield folder


def _folder(
    repository: Repository, base: ObjectId | None, old: Sequence[TreeEntry], now: dict[str, TreeEntry | None]
) -> Made | None:
    """A folder in which some names have changed; None where nothing is left in it."""
    content = None if base is None else _exchanged(repository.objects.folder(base), old, now)
    kept = {entry.name: entry for entry in old} | now
    entries = tuple(entry for entry in kept.values() if entry is not None)
    if not entries:
        return None
    if content is None:
        entries = tuple(sorted(entries, key=_sorted_as))
        content = b"".join(_line(entry) + bytes.fromhex(entry.oid) for entry in entries)
    return Made(repository.object_id("tree", content), "tree", content, entries)


def _exchanged(content: bytes, old: Sequence[TreeEntry], now: dict[str, TreeEntry | None]) -> bytes | None:
    """A folder whose names stay, with other ids in the same places; None where more changes than that."""
    was = {entry.name: entry for entry in old if entry.name in now}
    for name, entry in now.items():
        if entry is None or name not in was or was[name].mode != entry.mode:
            return None
        line = _line(entry)
        if content.count(line) != 1:  # an id may hold the same bytes by chance
            return None
        at = content.index(line) + len(line)
        raw = bytes.fromhex(entry.oid)
        content = content[:at] + raw + content[at + len(raw) :]
    return content


def _line(entry: TreeEntry) -> bytes:
    """What stands before an entry's id."""
    return b"%s %s\0" % (entry.mode.encode(), entry.name.encode("utf-8", "surrogateescape"))


def _sorted_as(entry: TreeEntry) -> bytes:
    """The order of git: by name, a folder's as if a slash stood behind it."""
    name = entry.name.encode("utf-8", "surrogateescape")
    return name + b"/" if entry.is_tree else name


def _lay_down(repository: Repository, made: Iterable[Made]) -> None:
    """All are written and flushed, then all get their names."""
    written: list[tuple[Path, Path]] = []
    every = tuple(made)
    try:
        for first in range(0, len(every), _OPEN_TOGETHER):
            _write_flushed(repository, every[first : first + _OPEN_TOGETHER], written)
        for half, place in written:
            half.rename(place)
    except BaseException as error:
        for half, _ in written:
            with suppress(OSError):
                half.unlink(missing_ok=True)
        if not isinstance(error, OSError):
            raise
        raise InputError(
            f"the archive cannot be written: {error.strerror}; nothing was written",
            code="read-only" if error.errno in _DENIED else "disk-full",
            file=error.filename or repository.common_dir / "objects",
            hint="make room, or ask for permission to write here, and give the command again",
        ) from error


def _write_flushed(repository: Repository, made: Iterable[Made], written: list[tuple[Path, Path]]) -> None:
    """Objects beside their places, noted in ``written``; flushed after all of them: a flush takes the others along."""
    descriptors: list[int] = []
    try:
        for one in made:
            place = place_of(repository, one.oid)
            half, descriptor = _written(repository, place, one)
            descriptors.append(descriptor)
            written.append((half, place))
        for descriptor in descriptors:
            os.fsync(descriptor)
    finally:
        for descriptor in descriptors:
            with suppress(OSError):
                os.close(descriptor)


def _written(repository: Repository, place: Path, one: Made) -> tuple[Path, int]:
    """The object beside its place, not flushed: where it lies, its descriptor."""
    half = place.with_name(f"tmp_obj_{place.name}")  # known to git's own clean-up; no other object's
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
    descriptor = -1
    for last in (False,) * _TRIES + (True,):
        try:
            descriptor = os.open(half, flags, 0o444)
            break
        except FileNotFoundError:  # made, and a clean-up may take it away again while it is empty
            if last:
                raise
            with suppress(FileNotFoundError):
                _make_folder(repository, half.parent)
        except FileExistsError:  # of one that was killed
            if last:
                raise
            half.unlink(missing_ok=True)
    try:
        share(repository, descriptor)
        _write(descriptor, zlib.compress(b"%s %d\0%s" % (one.kind.encode(), len(one.content), one.content), 1))
    except BaseException:
        os.close(descriptor)
        with suppress(OSError):
            half.unlink(missing_ok=True)
        raise
    return half, descriptor


def _write(descriptor: int, content: bytes) -> None:
    """All of it: a disk that fills up takes a part first."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _make_folder(repository: Repository, folder: Path) -> None:
    with suppress(FileExistsError):
        folder.mkdir()
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        share(repository, descriptor)
    finally:
        os.close(descriptor)
