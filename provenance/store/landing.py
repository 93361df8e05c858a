"""Commits brought onto the archive's branch, the work tree following: the one place where both meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.store.snapshot import Snapshot
from provenance.store.worktree import PathChange
from provenance.store.writer import write

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from provenance.store.lock import Lock
    from provenance.store.objects import ObjectId
    from provenance.store.repository import Repository
    from provenance.store.stream import NewCommit
    from provenance.store.worktree import WorkTree


TRIES = 20
"""How often commits are made again before we say that the branch will not hold still."""


def land(
    repository: Repository,
    new: Sequence[NewCommit],
    lock: Lock,
    tree: WorkTree,
    *,
    acknowledge: Callable[[ObjectId], None] | None = None,
    from_edits: bool = False,
    again: Callable[[], Sequence[NewCommit]] | None = None,
) -> tuple[ObjectId | None, tuple[str, ...]]:
    """Write commits under the lock and settle the work tree: the new tip and what settling had to say.

    Where a writer that does not know our lock was first, ``again`` makes them
    on the newer tip, git's index locked all the while; without it, and after
    20 rounds, the tip is None: nothing was written then. ``acknowledge`` is
    called as soon as the commits are on the disk, before files are settled;
    ``from_edits`` says that the files hold it already. ConflictError where a
    hand edit overlaps, InputError where git cannot write: nothing was written.
    """
    with tree.begin(
        branch=new[0].branch,
        old=new[0].parent,
        message=new[-1].message,
        changes=path_changes(repository, new),
        from_edits=from_edits,
    ) as settling:
        for _ in range(TRIES):
            written = write(repository, new, lock_fd=lock.fd)
            if written.tip is not None:
                if acknowledge is not None:
                    acknowledge(written.tip)
                return written.tip, settling.finish(written.tip)
            if again is None:
                break
            new = again()
            settling.again(old=new[0].parent, message=new[-1].message, changes=path_changes(repository, new))
        settling.abandon()
        return None, ()


def path_changes(repository: Repository, new: Sequence[NewCommit]) -> list[PathChange]:
    """What these commits together do to each path, as the work tree must follow it."""
    snapshot = Snapshot(repository, new[0].parent)
    final = {change.path: change for commit in new for change in commit.changes}
    return [
        PathChange(
            change.path,
            change.mode,
            snapshot.blob_at(change.path),
            None if change.content is None else repository.blob_id(change.content),
            change.content,
        )
        for change in final.values()
    ]
