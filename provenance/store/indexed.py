"""What git's index remembers of the archive's files, read from its own file, one entry after the other.

The format is git's (gitformat-index, versions 2 to 4). ``git ls-files`` holds
the whole of it, 100 MB of 100,000 records, and so is asked only where the file
is more than a list of files: split in two, sparse by folders, of another
version, or cut short.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from struct import Struct
from typing import IO, TYPE_CHECKING

from provenance.store.treediff import ROOT_FILES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from provenance.store.repository import Repository

_ENTRY = re.compile(r"([0-7]{6}) ([0-9a-f]{40,64}) ([0-3])\t(.*)\Z", re.DOTALL)
_DATES = re.compile(
    r"\s*ctime: (\d+):(\d+)\s+mtime: (\d+):(\d+)\s+dev: (\d+)\s+ino: (\d+)\s+"
    r"uid: (\d+)\s+gid: (\d+)\s+size: (\d+)\s+flags: ([0-9a-f]+)\s"
)
_SKIP_WORKTREE = 0x40000000
_HEAD = Struct(">4sLL")
_FIXED = Struct(">10L")
_VERSIONS = range(2, 5)
_COMPRESSED = 4
_EXTENDED, _STAGE, _LENGTH = 0x4000, 0x3000, 0x0FFF
_FOLDER = 0o040000
_LONGEST = 1 << 16  # bytes of a name; no file system knows one so long
_BLOCK = 1 << 16


@dataclass(frozen=True)
class Known:
    """What the index remembers of a file: its blob, and its dates, size and inode when it was that blob."""

    oid: str
    status_changed: int
    modified: int
    size: int
    inode: int
    skipped: bool


class _OtherError(Exception):
    """The file is none that is read here; never leaves this module."""


def known(repository: Repository, home: Path) -> Iterator[tuple[str, Known]]:
    """What the index in a work tree's git folder remembers of the archive's files, in git's order."""
    path = home / "index"
    last = b""
    try:
        if any(home.glob("sharedindex.*")):
            raise _OtherError  # noqa: TRY301 - one way out for all that git has to tell
        with path.open("rb") as file:
            for name, found in _entries(file, len(repository.blob_id(b"")) // 2):
                if found is not None and _is_ours(name, repository.prefix):
                    last = name
                    yield os.fsdecode(name), found
    except FileNotFoundError:
        return
    except _OtherError:
        yield from (one for one in _by_git(repository, path) if os.fsencode(one[0]) > last)


def _is_ours(name: bytes, prefix: str) -> bool:
    inside = name.removeprefix(os.fsencode(prefix)) if prefix and name.startswith(os.fsencode(prefix)) else name
    if prefix and inside is name:
        return False
    return inside.startswith(b"records/") or inside in (b"records", *map(os.fsencode, ROOT_FILES))


class _Bytes:
    """The file, a block at a time."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._block, self._at = file, b"", 0

    def take(self, count: int) -> bytes:
        """The next so many bytes."""
        end = self._at + count
        while len(self._block) < end:
            self._more()
            end = self._at + count
        self._at, taken = end, self._block[self._at : end]
        return taken

    def to_nul(self) -> bytes:
        """The bytes up to the next NUL, which is passed over."""
        end = self._block.find(b"\0", self._at)
        while end < 0:
            if len(self._block) - self._at > _LONGEST:
                raise _OtherError
            self._more()
            end = self._block.find(b"\0", self._at)
        self._at, taken = end + 1, self._block[self._at : end]
        return taken

    def _more(self) -> None:
        block = self._file.read(_BLOCK)
        if not block:
            raise _OtherError
        self._block, self._at = self._block[self._at :] + block, 0


def _entries(file: IO[bytes], hash_length: int) -> Iterator[tuple[bytes, Known | None]]:
    """Every entry with its path; None for one that is unmerged."""
    data = _Bytes(file)
    kind, version, count = _HEAD.unpack(data.take(_HEAD.size))
    if kind != b"DIRC" or version not in _VERSIONS:
        raise _OtherError
    name = b""
    for _ in range(count):
        changed, changed_ns, modified, modified_ns, _, inode, mode, _, _, size = _FIXED.unpack(data.take(_FIXED.size))
        oid = data.take(hash_length).hex()
        flags = int.from_bytes(data.take(2), "big")
        more = int.from_bytes(data.take(2), "big") if flags & _EXTENDED else 0
        if mode & 0o170000 == _FOLDER:
            raise _OtherError
        length = _FIXED.size + hash_length + (4 if flags & _EXTENDED else 2)
        name = _shortened(data, name) + data.to_nul() if version == _COMPRESSED else _padded(data, flags, length)
        skipped = bool(more << 16 & _SKIP_WORKTREE)
        dates = changed * 1_000_000_000 + changed_ns, modified * 1_000_000_000 + modified_ns
        yield name, None if flags & _STAGE else Known(oid, *dates, size, inode, skipped)


def _padded(data: _Bytes, flags: int, before: int) -> bytes:
    """A name of version 2 or 3: with one to eight NULs it fills up the entry to a multiple of eight bytes."""
    name = data.to_nul()
    if len(name) != flags & _LENGTH and len(name) < _LENGTH:
        raise _OtherError
    data.take(-(before + len(name) + 1) % 8)
    return name


def _shortened(data: _Bytes, name: bytes) -> bytes:
    """Of the name before, what a name of version 4 has in common with it."""
    byte = data.take(1)[0]
    less = byte & 0x7F
    while byte & 0x80:
        byte = data.take(1)[0]
        less = (less + 1) << 7 | byte & 0x7F
    if less > len(name):
        raise _OtherError
    return name[: len(name) - less]


def _by_git(repository: Repository, index: Path) -> Iterator[tuple[str, Known]]:
    """The same by ``ls-files --debug``: it looks at no file of the work tree."""
    paths = [repository.prefix + name for name in (*ROOT_FILES, "records")]
    environment = {"GIT_LITERAL_PATHSPECS": "1", "GIT_INDEX_FILE": str(index)}
    entry: re.Match[str] | None = None
    for piece in repository.pieces("ls-files", "-z", "-s", "--debug", "--", *paths, env=environment):
        dates = _DATES.match(piece)
        if entry is not None and dates is not None:
            changed = int(dates[1]) * 1_000_000_000 + int(dates[2])
            modified = int(dates[3]) * 1_000_000_000 + int(dates[4])
            skipped = bool(int(dates[10], 16) & _SKIP_WORKTREE)
            if entry[3] == "0":
                yield entry[4], Known(entry[2], changed, modified, int(dates[9]), int(dates[6]), skipped)
        entry = _ENTRY.match(piece, dates.end() if dates is not None else 0)
