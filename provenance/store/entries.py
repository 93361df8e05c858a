"""What git's index says of some paths, and how it is rewritten while its lock is ours.

The index is never opened in place. A hard link of it is given to git as
``GIT_INDEX_FILE`` (a copy would have a newer date and make entries look clean
that were never compared), git writes the changed one beside it, and a rename
puts that in the index's place. Everything else the index holds stays as it
is: others' staged changes, split index, version, sparse checkout.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from provenance.errors import DamageError, InputError
from provenance.store.intent import flush_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from provenance.store.lock import Lock
    from provenance.store.repository import Repository

_ASKED_SINGLY = 200
"""Paths up to this number are named to ``ls-files``; for more the whole index is listed once."""


@dataclass(frozen=True)
class Entry:
    """What the index holds of one path: by stage (0, or 1 to 3 where unmerged), as (mode, blob id)."""

    stages: Mapping[int, tuple[str, str]]
    skipped: bool = False
    """skip-worktree: outside a sparse checkout, no file is wanted."""
    assumed: bool = False
    """assume-unchanged: git does not look at the file."""

    @property
    def staged(self) -> tuple[str, str] | None:
        """Mode and blob id of an ordinary entry."""
        return self.stages.get(0)

    @property
    def unmerged(self) -> bool:
        """True where git waits for somebody to settle it."""
        return 0 not in self.stages


@dataclass(frozen=True)
class Wanted:
    """What the index shall hold of one path; no stages: nothing. ``fresh``: the file holds just that."""

    stages: Mapping[int, tuple[str, str]]
    fresh: bool = False


@dataclass(frozen=True)
class Standing:
    """What git's index holds beside a commit, as long as it stays the same file: the paths that differ.

    git reads its whole index to answer for one path. A writer that goes on asks
    once, keeps up what it settles itself, and is not slowed by the archive's size.
    """

    home: str
    identity: tuple[int, int, int]
    tip: str
    differing: frozenset[str]


@dataclass
class Index:
    """The index of one work tree. ``repository`` is that work tree's view, ``lock`` ours, held."""

    repository: Repository
    lock: Lock
    _private: Path = field(init=False)

    def __post_init__(self) -> None:
        """The private index lies in our folder."""
        self._private = self.repository.state_dir / "index"

    @property
    def path(self) -> Path:
        """Git's own file."""
        return self.repository.git_dir / "index"

    def identity(self) -> tuple[int, int, int] | None:
        """Which file it is now; git never changes one in place. None where there is none."""
        try:
            about = self.path.stat()
        except FileNotFoundError:
            return None
        return about.st_ino, about.st_mtime_ns, about.st_size

    def size(self) -> int:
        """Bytes that git reads of it; of a split index, the bigger shared half too."""
        shared = [path.stat().st_size for path in self.path.parent.glob("sharedindex.*")]
        about = self.identity()
        return (0 if about is None else about[2]) + max(shared, default=0)

    def entries(self, paths: Sequence[str], file: Path | None = None) -> dict[str, Entry]:
        """The entries of these paths that there are; ``file``: of another index than git's."""
        if self.identity() is None and file is None:
            return {}
        named = ("--", *paths) if len(paths) <= _ASKED_SINGLY else ()
        listing = self._git(file, "ls-files", "-z", "-s", "-v", *named, literal=True)
        wanted = frozenset(paths)
        stages: dict[str, dict[int, tuple[str, str]]] = {}
        tags: dict[str, str] = {}
        for line in listing.decode("utf-8", "surrogateescape").split("\0")[:-1]:
            about, _, path = line.partition("\t")
            if path in wanted:
                tags[path], mode, oid, stage = about.split(" ")
                stages.setdefault(path, {})[int(stage)] = (mode, oid)
        return {path: Entry(found, tags[path] in "Ss", tags[path].islower()) for path, found in stages.items()}

    def standing(self, tip: str) -> Standing | None:
        """Which paths differ from a commit; None where there is no index. The caller holds ``index.lock``."""
        identity = self.identity()
        if identity is None:
            return None
        listing = self._git(None, "diff-index", "--cached", "--name-only", "-z", "--no-renames", tip, "--")
        differing = frozenset(listing.decode("utf-8", "surrogateescape").split("\0")[:-1])
        return Standing(str(self.path.parent), identity, tip, differing)

    def rewrite(self, wanted: Mapping[str, Wanted], before: Mapping[str, Entry]) -> None:
        """Let the index hold what is wanted, in one step, flushed. The caller holds ``index.lock``.

        ``before``: the entries as they are. Raises OSError or InputError, and
        then the index is as it was.
        """
        changed = {path: one for path, one in wanted.items() if _differs(one, before.get(path))}
        if not changed:
            return
        self.discard()
        try:
            with suppress(FileNotFoundError):
                os.link(self.path, self._private)
            self._record(changed, before)
            _flush(self._private)
            self._private.replace(self.path)
            flush_folder(self.path.parent)
        finally:
            self.discard()

    def discard(self) -> None:
        """Remove what a dead writer left of a private index; its git child is dead too, else it had our lock."""
        for path in (self._private, self._private.with_name("index.lock")):
            path.unlink(missing_ok=True)

    def _record(self, changed: Mapping[str, Wanted], before: Mapping[str, Entry]) -> None:
        """Ids and dates at once where the file is what the entry says, ids alone for the rest, then the bits."""
        fresh = [path for path, one in changed.items() if one.fresh and not _skips(before.get(path))]
        rest = dict(changed)
        if fresh:
            there = self._look(fresh)
            # the file may have been saved since it was looked at: then its id is not the correction's
            rest = {path: one for path, one in changed.items() if path not in there or _differs(one, there[path])}
        if rest:
            self._git(self._private, "update-index", "-z", "--index-info", stdin=_index_info(rest, before))
            there = self.entries(list(rest), self._private)
            lost = next((path for path, one in rest.items() if _differs(one, there.get(path))), None)
            if lost is not None:  # to git a pipe that cannot be read is one that has ended
                raise DamageError("git's index did not take what it was given", file=self._private.parent / lost)
        for flag, paths in (
            ("--skip-worktree", [path for path in rest if _skips(before.get(path)) and 0 in rest[path].stages]),
            (
                "--assume-unchanged",
                [path for path in changed if _assumed(before.get(path)) and 0 in changed[path].stages],
            ),
        ):
            if paths:
                self._git(self._private, "update-index", flag, "-z", "--stdin", stdin=_names(paths))

    def _look(self, paths: Sequence[str]) -> dict[str, Entry]:
        """Let git record these files as they are, id and date at once; the entries then. A file that is gone: none."""
        environment = {"GIT_INDEX_FILE": str(self._private)}
        ask = ("update-index", "--add", "-z", "--stdin")
        status, _, _ = self.repository.try_run(*ask, stdin=_names(paths), env=environment, pass_fds=(self.lock.fd,))
        return {} if status else self.entries(paths, self._private)

    def _git(self, file: Path | None, *args: str, stdin: bytes = b"", literal: bool = False) -> bytes:
        environment = {"GIT_LITERAL_PATHSPECS": "1"} if literal else {}
        if file is not None:
            environment["GIT_INDEX_FILE"] = str(file)
        return self.repository.run(*args, stdin=stdin, env=environment, pass_fds=(self.lock.fd,))


def _names(paths: Iterable[str]) -> bytes:
    return b"".join(path.encode("utf-8", "surrogateescape") + b"\0" for path in paths)


def _index_info(wanted: Mapping[str, Wanted], before: Mapping[str, Entry]) -> bytes:
    """The input of ``update-index --index-info``: stages can be set only after whatever stands there is taken away."""
    lines = []
    for path, one in wanted.items():
        entry = before.get(path)
        width = len(next(iter([*one.stages.values(), *(entry.stages.values() if entry else ())]), ("", "0" * 40))[1])
        if set(one.stages) != {0} or (entry is not None and entry.unmerged):
            lines.append(f"0 {'0' * width} 0\t{path}")
        lines += [f"{mode} {oid} {stage}\t{path}" for stage, (mode, oid) in sorted(one.stages.items())]
    return b"".join(line.encode("utf-8", "surrogateescape") + b"\0" for line in lines)


def _differs(wanted: Wanted, entry: Entry | None) -> bool:
    return dict(wanted.stages) != (dict(entry.stages) if entry is not None else {})


def _skips(entry: Entry | None) -> bool:
    return entry is not None and entry.skipped


def _assumed(entry: Entry | None) -> bool:
    return entry is not None and entry.assumed


def _flush(file: Path) -> None:
    descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class IndexLock:
    """git's ``index.lock`` of one work tree, taken as a hard link of our lock: an editor's git refuses meanwhile.

    Exclusive like any lock of git's, and provably ours by its inode. On a disk
    without hard links it is a file of its own that begins with our words; under
    our lock that proves as much.
    """

    def __init__(self, home: Path, lock: Lock) -> None:
        """``home``: git's folder of the work tree."""
        self.path = home / "index.lock"
        self._lock = lock

    def is_ours(self) -> bool:
        """True where the lock that lies there is ours, of this process or of a dead one."""
        from provenance.store.lock import TEXT

        if self._lock.is_at(self.path):
            return True
        try:
            with self.path.open("rb") as stream:
                return stream.read(len(TEXT) + 1) == TEXT
        except OSError:
            return False

    def take(self) -> bool:
        """Take it; true also where it is ours already, false where another has it. InputError where it cannot be."""
        try:
            os.link(self._lock.path, self.path)
        except FileExistsError:
            return self.is_ours()
        except OSError as error:
            return self._take_by_text(error)
        return True

    def _take_by_text(self, cause: OSError) -> bool:
        from provenance.store.lock import TEXT

        try:
            with self.path.open("xb") as stream:
                stream.write(TEXT)
        except FileExistsError:
            return self.is_ours()
        except OSError as error:
            raise InputError(
                f"git's index cannot be locked: {error.strerror}", code="read-only", file=self.path
            ) from cause
        return True

    def release(self) -> None:
        """Remove it if it is ours; another's is left alone."""
        if self.is_ours():
            self.path.unlink(missing_ok=True)
            flush_folder(self.path.parent)
