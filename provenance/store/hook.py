"""The pre-commit hook: an editor's own commit is refused where it would undo a correction.

The work tree follows each correction (worktree.py), so a plain ``git commit``
undoes none. What is left is a correction that was interrupted before the files
followed, a lock deleted by hand, and a program that held a file from before a
correction and saved it after. git calls the hook; the hook runs this module;
where it cannot be found, the hook refuses while an intent note lies there.

``init`` puts it there, and in a clone, to which no hook comes along, the first
correction, pull or release does (:func:`provide`).

Refused are commits, never saves: nothing of the hand's is lost, and
``git commit --no-verify`` passes.
"""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from provenance.errors import ProvenanceError
from provenance.store import message, withheld
from provenance.store.intent import pending
from provenance.store.repository import SETTINGS_FILE, Repository
from provenance.store.threeway import Merged, record_file, three_way

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.store.objects import Commit

REFUSED = 3
"""The exit status that says: refuse. Python's own failures end with 1, and then the hook's few lines of sh decide."""

LOOKED_AT = 30
"""Corrections of one file that are held against a commit, the newest first: older buffers than this are rare."""

_MARK = "# made by provenance init"

_SCRIPT = """\
#!/bin/sh
{mark}: refuses a commit that would undo a correction.
# 'git commit --no-verify' passes it. Delete this file if you do not want it.
found=$(command -v provenance 2>/dev/null)
if [ -n "$found" ]; then found=$(sed -n '1s/^#! *//p' "$found" 2>/dev/null); fi
for python in {python} "$found"; do
    if [ -n "$python" ] && [ -x "$python" ]; then
        "$python" -P -m provenance.store.hook
        case $? in
            0) exit 0 ;;
            {refused}) exit 1 ;;
        esac
    fi
done
if [ -e "$(git rev-parse --git-common-dir)/provenance/intent" ]; then
    echo "provenance: a correction was interrupted before the files followed it; this commit would undo it." >&2
    echo "Run: provenance status   (it finishes the correction), then commit again." >&2
    exit 1
fi
exit 0
"""


def hook_text() -> bytes:
    """The hook, calling the Python that runs now, else that of the ``provenance`` command, else by itself."""
    return _SCRIPT.format(mark=_MARK, python=shlex.quote(sys.executable), refused=REFUSED).encode()


def install(repository: Repository) -> str | None:
    """Put the hook into the repository; a notice where another one stands there, which is left alone."""
    path = _place(repository)
    if os.path.lexists(path) and not _is_ours(path):
        _remember(repository)
        return _other(path)
    path.parent.mkdir(exist_ok=True)
    half = path.with_name("pre-commit.provenance")
    half.write_bytes(hook_text())
    half.chmod(0o755)
    half.replace(path)
    _remember(repository)
    return _not_run(repository, path)


def is_missing(repository: Repository) -> bool:
    """Whether the next writing command puts the hook there: none stands, and nobody took ours away."""
    return (
        repository.work_tree is not None
        and not os.path.lexists(_place(repository))
        and not _told_before(repository).exists()
        and repository.user_config("core.hookspath") is None
    )


def provide(repository: Repository) -> tuple[str, ...]:
    """Put the hook where none stands, before something is written; what there is to say of it, once a clone.

    Another hook is never overwritten, and one that was deleted is not put
    there again: who does not want it deletes it.
    """
    if repository.work_tree is None or _told_before(repository).exists():
        return ()
    path = _place(repository)
    if os.path.lexists(path) and _is_ours(path):
        return ()
    try:
        if is_missing(repository):
            said = install(repository)
            return (said or f"put {path} there: git asks it before a commit that would undo a correction",)
        _remember(repository)
    except OSError as error:
        return (f"the pre-commit hook could not be put there: {error.strerror} ({path})",)
    return (_other(path) if os.path.lexists(path) else _not_run(repository, path) or "",)


def _place(repository: Repository) -> Path:
    return repository.common_dir / "hooks" / "pre-commit"


def _told_before(repository: Repository) -> Path:
    return repository.state_dir / "hook"


def _remember(repository: Repository) -> None:
    """Leave a sign that the hook was put there, or that it was said why not."""
    repository.state_dir.mkdir(exist_ok=True)
    _told_before(repository).touch()


def _is_ours(path: Path) -> bool:
    try:
        return _MARK.encode() in path.read_bytes()
    except OSError:  # a link to nowhere, a folder: not ours
        return False


def _other(path: Path) -> str:
    return f"{path} is not ours and was left as it is; let it call: {sys.executable} -P -m provenance.store.hook"


def _not_run(repository: Repository, path: Path) -> str | None:
    elsewhere = repository.user_config("core.hookspath")
    if elsewhere is None:
        return None
    return f"your git looks for hooks in {elsewhere}, so {path} is not run (core.hooksPath)"


def refusals(repository: Repository, index: Path | None = None) -> tuple[str, ...]:
    """Why a commit of what is staged would undo a correction, line by line; nothing where it would not.

    ``index``: another than git's own, as ``commit -a`` and ``commit -- path`` make one.
    """
    if pending(repository) is not None:
        return (
            "a correction is being written, or was interrupted before the files followed it;",
            "this commit would undo it. Run: provenance status   (it finishes the correction), then commit again.",
        )
    tip = repository.head().commit
    if tip is None:
        return ()
    held = _withheld(repository, tip, index)
    if held:
        return held
    head = repository.commit(tip)
    found = [
        f"  {path}: {_told(repository.commit(oid))}"
        for path, before, staged in _staged(repository, tip, index)
        for oid in _set_back(repository, head, path, before, staged)
    ]
    if not found:
        return ()
    return (
        "this commit would set corrections back:",
        *found,
        "A program that held the file from before may have saved it: 'git diff HEAD' shows which words to take in.",
        "To undo a correction on purpose: provenance revert CORRECTION -m …   (git commit --no-verify passes this.)",
    )


def _withheld(repository: Repository, tip: str, index: Path | None) -> tuple[str, ...]:
    """Why a commit of what is staged would publish a text that its record withholds; nothing where it would not."""
    environment = {} if index is None else {"GIT_INDEX_FILE": str(index)}
    options = ("--cached", "--name-only", "--diff-filter=AM", "-z", "--no-renames")
    listing = repository.run("diff-index", *options, tip, "--", env=environment)
    paths = listing.decode("utf-8", "surrogateescape").split("\0")
    found = list(withheld.staged(repository, paths, index))
    if not found:
        return ()
    return (
        "this commit would publish texts that may not be published:",
        *(f"  {one}: {one.why}" for one in found),
        "Keep your copy beside the archive: provenance text attach ID:EDITION FILE   (FILE outside its folder)",
        "Take it out of this commit: git rm --cached FILE",
    )


def undone_by(repository: Repository, oid: str) -> tuple[tuple[str, str], ...]:
    """What a commit that got past the hook set back: path, and the commit of the correction."""
    commit = repository.commit(oid)
    if not commit.parents:
        return ()
    parent = repository.commit(commit.parents[0])
    listing = repository.run("diff-tree", "-r", "--raw", "-z", "--no-renames", parent.oid, commit.oid, "--")
    return tuple(
        (path, correction)
        for path, before, after in _changed(listing)
        for correction in _set_back(repository, parent, path, before, after)
    )


def _staged(repository: Repository, tip: str, index: Path | None) -> Iterator[tuple[str, str, str]]:
    """Ordinary files that the commit would change: path, blob now, blob then. No file of the work tree is read."""
    environment = {} if index is None else {"GIT_INDEX_FILE": str(index)}
    return _changed(repository.run("diff-index", "--cached", "--raw", "-z", "--no-renames", tip, "--", env=environment))


def _changed(listing: bytes) -> Iterator[tuple[str, str, str]]:
    """The changed files of a raw difference; new and removed ones set no words back."""
    pieces = listing.decode("utf-8", "surrogateescape").split("\0")
    for about, path in zip(pieces[::2], pieces[1::2], strict=False):
        _, _, before, after, how = about.split(" ")
        if how == "M":
            yield path, before, after


def _set_back(repository: Repository, head: Commit, path: str, before: str, staged: str) -> Iterator[str]:
    """The corrections of one file whose words stand in HEAD and would not stand in the commit."""
    listed = repository.run("rev-list", f"--max-count={LOOKED_AT}", head.oid, "--", path)
    now, then = repository.blob(before), repository.blob(staged)
    where = record_file(path, _prefix(repository, head.tree, path))
    for oid in listed.decode("ascii").split():
        commit = repository.commit(oid)
        if not message.parse(commit.message).decisions or not commit.parents:
            continue
        old = repository.objects.entry(repository.commit(commit.parents[0]).tree, path)
        new = repository.objects.entry(commit.tree, path)
        if old is None or new is None:
            continue
        base, corrected = repository.blob(old.oid), repository.blob(new.oid)
        # a later correction may have replaced these words: then HEAD does not hold them either
        if three_way(base, corrected, now, where) == Merged(now) and _lost(
            three_way(base, corrected, then, where), then
        ):
            yield oid


def _lost(merged: object, content: bytes) -> bool:
    """True where bringing the correction in would change the content; an overlap is somebody's newer reading."""
    return isinstance(merged, Merged) and merged.content != content


def _prefix(repository: Repository, tree: str, path: str) -> str:
    """The way to the archive that a path lies in: the nearest folder above it with a provenance.toml."""
    parts = path.split("/")[:-1]
    while parts:
        prefix = "/".join(parts) + "/"
        if repository.objects.entry(tree, prefix + SETTINGS_FILE) is not None:
            return prefix
        parts.pop()
    return ""


def _told(commit: Commit) -> str:
    """The correction in one line, control characters made visible."""
    line = commit.message.partition("\n")[0]
    subject = "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in line)
    ids = ", ".join(one.correction_id for one in message.parse(commit.message).decisions)
    return f"{subject} ({ids}, {commit.author.name}, {commit.author.when:%Y-%m-%d})"


def main(environ: dict[str, str], folder: Path) -> int:
    """What the hook runs: lines on standard error and the exit status."""
    index = environ.get("GIT_INDEX_FILE")
    try:
        repository = _opened(environ, folder)
        try:
            found = refusals(repository, None if index is None else folder / index)
        finally:
            repository.close()
    except ProvenanceError as error:
        sys.stderr.write(f"provenance: {error}\n")
        return 1
    if not found:
        return 0
    sys.stderr.write("provenance: " + "\n".join(found) + "\n")
    return REFUSED


def _opened(environ: dict[str, str], folder: Path) -> Repository:
    """The repository that git runs the hook in: by the work tree, else by the folder git names."""
    outside = {name: value for name, value in environ.items() if not name.startswith("GIT_") or "CONFIG" in name}
    try:
        return Repository.open(folder, outside)
    except ProvenanceError:
        if "GIT_DIR" not in environ:
            raise
        return Repository.open(folder / environ["GIT_DIR"], outside)


if __name__ == "__main__":
    sys.exit(main(dict(os.environ), Path.cwd()))
