"""Hand edits: files of the archive that differ from the branch's tip, found without git looking at any file.

``git status`` and ``git diff`` read attributes and would run a stranger's
filters (THREATS T21). The index alone is asked, for the dates it remembers; a
file whose date it does not confirm is read and hashed here.
"""

from __future__ import annotations

import os
import re
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from provenance.store.checkouts import checkouts
from provenance.store.indexed import Known, known
from provenance.store.objects import EXECUTABLE, FILE
from provenance.store.workfile import WorkFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from provenance.store.repository import Repository

ROOT_FILES = ("provenance.toml", "redirects.yaml")
_OURS = re.compile(
    r"records/(?:agents\.yaml|[a-z0-9-]+/collection\.yaml"
    r"|[a-z0-9-]+/[a-z0-9-]+/(?:record\.yaml|editions/[a-z0-9-]+\.(?:txt|fingerprints)))",
    re.ASCII,
)
"""The names that belong to an archive: an editor program's backup copies do not."""

_LISTED_TOGETHER = 16
"""Collections that one ``git ls-tree`` lists; it lets go of no folder that it has read."""
_DEPTH = 3
"""Folders below records/ in which names of ours are: collection, record, editions."""


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
    written = _written(home)
    found: dict[str, bytes | None] = {}
    for path, oid, there, lies in _side_by_side(
        _files_at(repository, tip), known(repository, home), _named_like_ours(top, repository.prefix)
    ):
        skipped = there is not None and there.skipped
        if not lies and skipped and _OURS.fullmatch(path.removeprefix(repository.prefix)):
            continue  # outside a sparse checkout, and no file lies there
        if oid is not None and there is not None and there.oid == oid and _confirmed(f"{top}/{path}", there, written):
            continue
        content = _content(top, path)
        if content is None and (oid is None or skipped or written is None):
            continue
        if content is None or oid is None or repository.blob_id(content) != oid:
            found[path] = content
    return found


def _files_at(repository: Repository, tip: str) -> Iterator[tuple[str, str]]:
    """Path and blob of every file of the archive in a commit, in git's order; links and submodules are passed over."""
    environment = {"GIT_LITERAL_PATHSPECS": "1"}

    def listed(*words: str) -> Iterator[str]:
        return repository.pieces("ls-tree", "-z", "--full-tree", *words, env=environment)

    first, last = (repository.prefix + name for name in ROOT_FILES)
    inside = [path for path in listed("--name-only", "--", tip, f"{repository.prefix}records/") if path]
    asked = [inside[at : at + _LISTED_TOGETHER] for at in range(0, len(inside), _LISTED_TOGETHER)]
    for paths in ([first], *asked, [last]):
        for piece in listed("-r", "--", tip, *paths):
            about, _, path = piece.partition("\t")
            mode, _, kind_and_oid = about.partition(" ")
            if mode in (FILE, EXECUTABLE):
                yield path, kind_and_oid.removeprefix("blob ")


def _side_by_side(
    files: Iterator[tuple[str, str]], known: Iterator[tuple[str, Known]], lying: Iterator[str]
) -> Iterator[tuple[str, str | None, Known | None, bool]]:
    """Each path of a commit or of the work tree: its blob there, what the index remembers, whether a file lies there.

    All three come in git's order, so that of a big archive no list is held.
    """
    file, there, lies = next(files, None), next(known, None), next(lying, None)
    while file is not None or lies is not None:
        place = min(os.fsencode(path) for path in (file[0] if file else None, lies) if path is not None)
        while there is not None and os.fsencode(there[0]) < place:
            there = next(known, None)
        remembered = there[1] if there is not None and os.fsencode(there[0]) == place else None
        here = lies is not None and os.fsencode(lies) == place
        if here:
            lies = next(lying, None)
        if file is not None and os.fsencode(file[0]) == place:
            yield file[0], file[1], remembered, here
            file = next(files, None)
        else:
            yield os.fsdecode(place), None, remembered, here
    for _ in known:
        pass  # a git whose answer is not heard to its end says that it failed


def _written(home: Path) -> int | None:
    """When the index was written, in nanoseconds: a file as young as it may have changed since without a new date."""
    try:
        return (home / "index").stat().st_mtime_ns
    except FileNotFoundError:
        return None


def _confirmed(file: str, known: Known, written: int | None) -> bool:
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
    """Files in the work tree with a name that belongs to an archive, in git's order, links not followed."""
    root = top / prefix
    first, last = ROOT_FILES
    if (root / first).is_file():
        yield prefix + first
    for name in _below(f"{root}/", "records", _DEPTH):
        if _OURS.fullmatch(name):
            yield prefix + name
    if (root / last).is_file():
        yield prefix + last


def _below(root: str, folder: str, depth: int) -> Iterator[str]:
    """Every file below a folder, by its path from the root; the names of one folder are held at a time."""
    inside: list[str] = []
    with suppress(OSError), os.scandir(root + folder) as entries:
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                inside.append(entry.name)
            elif depth:
                inside.append(f"{entry.name}/")  # sorted as git sorts a folder
    for name in sorted(inside, key=os.fsencode):
        if name.endswith("/"):
            yield from _below(root, f"{folder}/{name[:-1]}", depth - 1)
        else:
            yield f"{folder}/{name}"
