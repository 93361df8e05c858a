"""The work tree follows the branch, and a correction is never undone by an editor's next plain ``git commit``.

A branch that moves under a checked-out index leaves the index behind: git
then takes the old words for staged changes and writes them back, silently.
So file and index entry follow each correction, under git's own
``index.lock``, in the one work tree that has the branch out:

1. :func:`follow` finds that work tree, finishes what a dead writer left and
   refuses what cannot be followed;
2. :meth:`WorkTree.begin` takes ``index.lock``, holds hand edits and staged
   edits against the correction (an overlap refuses it: nothing is written)
   and flushes the intent note;
3. the caller moves the branch and acknowledges;
4. :meth:`Settling.finish` exchanges the files, rewrites the index entries,
   keeps the lock until a ``git commit`` that had read the old index has met
   it, and takes note and lock away. After a crash the next writer does this.

Read first: settlement.py (steps 2 to 4), intent.py (the note), workfile.py (one file),
entries.py (git's index), threeway.py (hand edit and correction in one file).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.errors import InputError
from provenance.store import forgetting, gitconfig
from provenance.store import intent as notes
from provenance.store.checkouts import Checkout, checkouts, holding
from provenance.store.edits import hand_edits
from provenance.store.entries import IndexLock
from provenance.store.intent import Intent, PathChange, pending
from provenance.store.settlement import Settling

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from provenance.ports import Clock
    from provenance.store.lock import Lock
    from provenance.store.repository import Repository

__all__ = ["Intent", "PathChange", "Settling", "WorkTree", "follow", "hand_edits", "pending"]


def follow(repository: Repository, lock: Lock, *, clock: Clock) -> WorkTree:
    """The work tree that follows HEAD's branch. Call it under the lock, before the tip is read.

    Finishes a pending intent and an interrupted purge, removes an ``index.lock`` of ours without one.
    InputError: the branch is checked out twice, a merge or rebase is under
    way, line ends are converted. ConflictError: an editor's git holds the
    index that is to be finished.
    """
    notices = (*_finish_pending(repository, lock, clock), *forgetting.resume(repository, lock))
    for one in checkouts(repository):
        if one.home.is_dir():
            IndexLock(one.home, lock).release()
    branch = repository.head().branch
    checkout = None if branch is None else holding(repository, branch)
    if checkout is not None:
        _refuse_converted_line_ends(repository)
    return WorkTree(repository, lock, clock, checkout, notices)


def _refuse_converted_line_ends(repository: Repository) -> None:
    """Git would write CRLF into the files, we would not, and each would take the other's for a change."""
    for name, bad in (("core.autocrlf", "true"), ("core.eol", "crlf")):
        word = (repository.setting(name) or repository.user_config(name) or "").lower()
        # git takes every word for true here but "input" and those that mean false
        if word == bad or (name == "core.autocrlf" and word != "input" and gitconfig.boolean(word, name)):
            raise InputError(
                f"git is set to convert line ends ({name} = {bad}); the archive's files are kept as they are",
                code="line-ends",
                file=repository.work_tree,
                hint=f"git -C {repository.work_tree or repository.git_dir} config {name} "
                f"{'false' if name == 'core.autocrlf' else 'lf'}",
            )


def _finish_pending(repository: Repository, lock: Lock, clock: Clock) -> tuple[str, ...]:
    """What a dead writer left, finished; nothing where its work tree is gone or has another branch out by now."""
    intent = pending(repository)
    if intent is None:
        return ()
    home = repository.common_dir / intent.home
    checkout = next((one for one in checkouts(repository) if one.home == home and one.branch == intent.branch), None)
    if checkout is None:
        notes.remove(repository)
        return ()
    return Settling(repository, lock, clock, checkout, intent).resume()


def _from_common(repository: Repository, home: Path) -> str:
    """The way to a work tree's git folder from the common one: it holds still where the whole archive is moved."""
    inside = home.is_relative_to(repository.common_dir)
    return home.relative_to(repository.common_dir).as_posix() if inside else str(home)


@dataclass(frozen=True)
class WorkTree:
    """The work tree of the archive's branch; ``checkout`` None: there is none, and nothing is settled."""

    repository: Repository
    lock: Lock
    clock: Clock
    checkout: Checkout | None
    notices: tuple[str, ...] = ()

    def begin(
        self,
        *,
        branch: str,
        old: str | None,
        message: bytes,
        changes: Sequence[PathChange],
        from_edits: bool = False,
    ) -> Settling:
        """Make ready for a correction that moves ``branch`` from ``old`` (None: unborn), before it moves.

        ``message``: of the commit (of many: of the last), as git keeps it.
        ``from_edits``: the files hold what is recorded. ConflictError (exit 3)
        where an editor's git holds the index for 2 s, or a hand edit overlaps:
        nothing is written then.
        """
        home = "" if self.checkout is None else _from_common(self.repository, self.checkout.home)
        text = message.decode("utf-8", "surrogateescape")
        settling = self._settling(Intent(branch, old, home, text, tuple(changes), from_edits))
        settling.prepare()
        return settling

    def _settling(self, intent: Intent) -> Settling:
        return Settling(self.repository, self.lock, self.clock, self.checkout, intent)
