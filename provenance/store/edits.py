"""Hand edits: files of the archive that differ from the branch's tip, found without git looking at any file.

``git status`` and ``git diff`` read attributes and would run a stranger's
filters (THREATS T21). The index alone is asked, for the dates it remembers; a
file whose date it does not confirm is read and hashed here.
"""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from provenance.store.checkouts import checkouts
from provenance.store.workfile import WorkFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from provenance.store.repository import Repository

ROOT_FILES = ("provenance.toml", "redirects.yaml")
_OURS = re.compile(
    r"records/(?:agents\.yaml|[a-z0-9-]+/collection\.yaml"
    r"|[a-z0-9-]+/[a-z0-9-]+/(?:record\.yaml|editions/[a-z0-9-]+\.(?:txt|fingerprints)))",
    re.ASCII,
)
"""The names that belong to an archive: an editor program's backup copies do not."""

_ENTRY = re.compile(r"([0-7]{6}) ([0-9a-f]{40,64}) ([0-3])\t(.*)\Z", re.DOTALL)
_DATES = re.compile(
    r"\s*ctime: (\d+):(\d+)\s+mtime: (\d+):(\d+)\s+dev: (\d+)\s+ino: (\d+)\s+"
    r"uid: (\d+)\s+gid: (\d+)\s+size: (\d+)\s+flags: ([0-9a-f]+)\s"
)
_SKIP_WORKTREE = 0x40000000


@dataclass(frozen=True)
class _Known:
    """What the index remembers of a file: its blob, and its dates, size and inode when it was that blob."""

    oid: str
    status_changed: int
    modified: int
    size: int
    inode: int
    skipped: bool


def hand_edits(repository: Repository, tip: str) -> Mapping[str, bytes | None]:
    """The archive's files that are not as the commit ``tip`` has them, by path: their bytes, None where one is gone.

    Of the work tree that has HEAD's branch out; new files with a name that
    belongs to an archive are among them. Empty for a bare archive.
    """
    branch = repository.head().branch
    checkout = next((one for one in checkouts(repository) if one.branch == branch and one.top.is_dir()), None)
    if checkout is None or branch is None:
        return {}
    top, home = checkout.top, checkout.home
    known, written = _known(repository, home), _written(home)
    at_tip = dict(_files_at(repository, tip))
    found: dict[str, bytes | None] = {}
    for path, oid in at_tip.items():
        there = known.get(path)
        if there is not None and there.oid == oid and _confirmed(top / path, there, written):
            continue
        content = _content(top, path)
        if content is None and ((there is not None and there.skipped) or written is None):
            continue
        if content is None or repository.blob_id(content) != oid:
            found[path] = content
    for path in _named_like_ours(top, repository.prefix):
        if path not in at_tip:
            content = _content(top, path)
            if content is not None:
                found[path] = content
    return dict(sorted(found.items()))


def _files_at(repository: Repository, tip: str) -> Iterator[tuple[str, str]]:
    """Path and blob of every file of the archive in a commit."""
    tree = repository.commit(tip).tree
    for name in ROOT_FILES:
        entry = repository.objects.entry(tree, repository.prefix + name)
        if entry is not None and entry.is_file:
            yield repository.prefix + name, entry.oid
    records = repository.objects.entry(tree, repository.prefix + "records")
    if records is not None and records.is_tree:
        for path, entry in repository.objects.files(records.oid, f"{repository.prefix}records/"):
            yield path, entry.oid


def _known(repository: Repository, home: Path) -> dict[str, _Known]:
    """What the index remembers, by ``ls-files --debug``: it looks at no file of the work tree."""
    if not (home / "index").exists():
        return {}
    paths = [repository.prefix + name for name in (*ROOT_FILES, "records")]
    environment = {"GIT_LITERAL_PATHSPECS": "1", "GIT_INDEX_FILE": str(home / "index")}
    listing = repository.run("ls-files", "-z", "-s", "--debug", "--", *paths, env=environment)
    found = {}
    entry: re.Match[str] | None = None
    for piece in listing.decode("utf-8", "surrogateescape").split("\0"):
        dates = _DATES.match(piece)
        if entry is not None and dates is not None:
            changed = int(dates[1]) * 1_000_000_000 + int(dates[2])
            modified = int(dates[3]) * 1_000_000_000 + int(dates[4])
            skipped = bool(int(dates[10], 16) & _SKIP_WORKTREE)
            if entry[3] == "0":
                found[entry[4]] = _Known(entry[2], changed, modified, int(dates[9]), int(dates[6]), skipped)
        entry = _ENTRY.match(piece, dates.end() if dates is not None else 0)
    return found


def _written(home: Path) -> int | None:
    """When the index was written, in nanoseconds: a file as young as it may have changed since without a new date."""
    try:
        return (home / "index").stat().st_mtime_ns
    except FileNotFoundError:
        return None


def _confirmed(file: Path, known: _Known, written: int | None) -> bool:
    """Whether the file's date says that it is what the index remembers; racy ones are not taken at their word."""
    try:
        about = os.lstat(file)
    except OSError:
        return False
    return (
        stat.S_ISREG(about.st_mode)
        and written is not None
        and about.st_mtime_ns < written
        and (about.st_ctime_ns, about.st_mtime_ns) == (known.status_changed, known.modified)
        and about.st_size & 0xFFFFFFFF == known.size
        and about.st_ino & 0xFFFFFFFF == known.inode
    )


def _content(top: Path, path: str) -> bytes | None:
    found = WorkFile(top, path, top, 0).read()
    return None if found is None else found.content


def _named_like_ours(top: Path, prefix: str) -> Iterator[str]:
    """Files in the work tree with a name that belongs to an archive, links not followed."""
    root = top / prefix
    for name in ROOT_FILES:
        if (root / name).is_file():
            yield prefix + name
    for folder, folders, files in os.walk(root / "records"):
        folders.sort()
        for file in files:
            name = (Path(folder) / file).relative_to(root).as_posix()
            if _OURS.fullmatch(name):
                yield prefix + name
