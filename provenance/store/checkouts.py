"""Which work trees a repository has, and which of them has a branch out: read from files, no git started.

git's own list (``git worktree list``) is the same folders, each with its HEAD.
A correction is settled in the one work tree that has the branch out, wherever
the command was called from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.errors import InputError
from provenance.store import gitconfig

if TYPE_CHECKING:
    from pathlib import Path

    from provenance.store.repository import Repository

_UNDER_WAY = {
    "MERGE_HEAD": "merge",
    "rebase-merge": "rebase",
    "rebase-apply": "rebase",
    "CHERRY_PICK_HEAD": "cherry-pick",
    "REVERT_HEAD": "revert",
}


@dataclass(frozen=True)
class Checkout:
    """One work tree: ``home`` is git's folder for it (HEAD, index), ``top`` its own; ``branch`` None where detached."""

    home: Path
    top: Path
    branch: str | None

    @property
    def under_way(self) -> str | None:
        """The merge, rebase, cherry-pick or revert that is not finished here."""
        return next((what for name, what in _UNDER_WAY.items() if (self.home / name).exists()), None)

    @property
    def rebased(self) -> str | None:
        """The branch that a rebase took HEAD off and will move when it is done."""
        for name in ("rebase-merge", "rebase-apply"):
            branch = _line(self.home / name / "head-name")
            if branch is not None:
                return branch
        return None


def checkouts(repository: Repository) -> tuple[Checkout, ...]:
    """Every work tree that is there, the main one first; one on a disk that is away counts where it is locked."""
    main = _main(repository)
    found = [] if main is None else [main]
    linked = repository.common_dir / "worktrees"
    homes = sorted(linked.iterdir()) if linked.is_dir() else []
    for home in homes:
        named = _line(home / "gitdir")
        if named is None:
            continue
        top = (home / named).parent
        if top.is_dir() or (home / "locked").exists():
            found.append(Checkout(home, top, _branch(home)))
    return tuple(found)


def holding(repository: Repository, branch: str) -> Checkout | None:
    """The one work tree with that branch out, None where none has it.

    InputError where two have it, where its disk is away, and where a merge or
    rebase is under way: what it would do to the files is not ours to guess.
    """
    every = checkouts(repository)
    out = [one for one in every if one.branch == branch]
    if len(out) > 1:
        raise InputError(
            f"the branch {_short(branch)} is checked out in {len(out)} work trees; only one can follow a correction",
            code="branch-checked-out-twice",
            file=out[1].top,
            hint="switch one of them to another branch: git switch",
            candidates=tuple(str(one.top) for one in out),
        )
    busy = next((one for one in (*out, *every) if _in_the_way(one, branch)), None)
    if busy is not None:
        what = busy.under_way or "rebase"
        raise InputError(
            f"a {what} is under way here; a correction now would be lost in it or would spoil it",
            code="under-way",
            file=busy.top,
            hint=f"finish it, or take it back: git {what} --abort",
        )
    if out and not out[0].top.is_dir():
        raise InputError("the work tree that has this branch out is not there", code="no-work-tree", file=out[0].top)
    return out[0] if out else None


def _in_the_way(checkout: Checkout, branch: str) -> bool:
    return checkout.rebased == branch or (checkout.branch == branch and checkout.under_way is not None)


def _main(repository: Repository) -> Checkout | None:
    home = repository.common_dir
    if repository.git_dir == home:
        top = repository.work_tree
    elif (named := repository.setting("core.worktree")) is not None:
        top = (home / named).resolve()
    else:
        bare = gitconfig.boolean(repository.setting("core.bare") or "false", "core.bare")
        top = home.parent if home.name == ".git" and not bare else None
    return None if top is None else Checkout(home, top, _branch(home))


def _branch(home: Path) -> str | None:
    text = _line(home / "HEAD")
    return text.removeprefix("ref: ").strip() if text is not None and text.startswith("ref: ") else None


def _line(file: Path) -> str | None:
    """The text of a small file of git's, without its newline; None where there is none."""
    try:
        return file.read_text(encoding="utf-8", errors="surrogateescape").rstrip("\n")
    except (FileNotFoundError, NotADirectoryError):
        return None


def _short(branch: str) -> str:
    return branch.removeprefix("refs/heads/")
