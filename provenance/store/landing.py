"""Commits brought onto the archive's branch, the work tree following: the one place where both meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.store.hook import provide
from provenance.store.snapshot import Snapshot
from provenance.store.withheld import refuse_commits
from provenance.store.worktree import PathChange
from provenance.store.writer import write

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from provenance.store.ahead import Ahead
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
    ahead: Ahead | None = None,
) -> tuple[ObjectId | None, tuple[str, ...]]:
    """Write commits under the lock and settle the work tree: the new tip and what settling had to say.

    Where a writer that does not know our lock was first, ``again`` makes them
    on the newer tip, git's index locked all the while; without it, and after
    20 rounds, the tip is None: nothing was written then. ``acknowledge`` is
    called as soon as the commits are on the disk, before files are settled;
    ``from_edits`` says that the files hold it already; ``ahead`` is a run of
    git that was started before, and may have been given the commits while they
    were planned, each held against what is withheld. ConflictError where a
    hand edit overlaps, InputError where git cannot write or a text is
    withheld: nothing was written.
    """
    if ahead is None or not ahead.holds(new):
        refuse_commits(repository, new[0].parent, [commit.changes for commit in new])
    said = provide(repository)  # before the branch moves: a crash right after it is what the hook is for
    with tree.begin(
        branch=new[0].branch,
        old=new[0].parent,
        message=new[-1].message,
        changes=path_changes(repository, new),
        from_edits=from_edits,
    ) as settling:
        for _ in range(TRIES):
            settling.lay_ready()
            takes = ahead is not None and ahead.takes(new)
            written = write(repository, new, lock_fd=lock.fd, ahead=ahead if takes else None)
            if written.tip is not None:
                if acknowledge is not None:
                    acknowledge(written.tip)
                return written.tip, (*said, *settling.finish(written.tip))
            if again is None:
                break
            new = again()
            refuse_commits(repository, new[0].parent, [commit.changes for commit in new])
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
