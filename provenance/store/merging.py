"""Two lines of corrections joined into one, and what waits for an editor where two decisions meet.

Nothing is moved before every conflict is settled. Until then a note in git's
folder (``provenance/merge``) keeps the conflicts and what was chosen; a choice
holds for the two sides that were shown, so that neither a newer state of the
server nor a new correction here makes it mean something else.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from provenance.diff.choices import Choice
from provenance.errors import ConflictError, DamageError, InputError
from provenance.store.cleanup import held_off
from provenance.store.hook import provide
from provenance.store.intent import flush_folder
from provenance.store.lock import writing
from provenance.store.replay import REPLAYED, Settled, entry_changes, refuse_unusual, replay, seen
from provenance.store.repository import git_error
from provenance.store.rewrites import purge_between
from provenance.store.withheld import refuse_commits
from provenance.store.worktree import PathChange, follow
from provenance.store.writer import flush_folders, write

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from provenance.store.archive import Archive
    from provenance.store.lock import Lock
    from provenance.store.objects import ObjectId
    from provenance.store.replay import Conflict, Replay
    from provenance.store.stream import NewCommit

_VERSION = 1
_NONE = "no merge is under way"


@dataclass(frozen=True)
class Pulled:
    """What a pull did: how many commits came, and the ids of the corrections that were replayed on top of them."""

    before: ObjectId
    after: ObjectId
    received: int
    replayed: tuple[str, ...]
    notices: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """One object; see docs/reference."""
        return {"schema": 1, **vars(self), "replayed": list(self.replayed), "notices": list(self.notices)}


@dataclass(frozen=True)
class Merge:
    """A pull that waits for an editor: every conflict, settled or open, and what was chosen."""

    branch: str
    server: ObjectId
    tip: ObjectId
    conflicts: tuple[Conflict, ...]
    settled: tuple[Settled, ...] = ()

    @property
    def open(self) -> tuple[Conflict, ...]:
        """The conflicts that nobody has settled."""
        return tuple(conflict for conflict in self.conflicts if self.choice(conflict) is None)

    def choice(self, conflict: Conflict) -> Choice | None:
        """What was chosen for a conflict as it is shown."""
        wanted = conflict["correction"], conflict["key"], seen(conflict)
        return next((one.choice for one in self.settled if (one.correction, one.key, one.seen) == wanted), None)

    def as_json(self) -> dict[str, Any]:
        """One object; see docs/reference."""
        return {
            "schema": 1,
            "pending": True,
            "branch": self.branch,
            "server": self.server,
            "tip": self.tip,
            "open": len(self.open),
            "conflicts": [{**conflict, "settled": _as_told(self.choice(conflict))} for conflict in self.conflicts],
        }

    def lines(self) -> Iterator[str]:
        """The same for the eye."""
        every = "1 conflict" if len(self.conflicts) == 1 else f"{len(self.conflicts)} conflicts"
        yield f"{len(self.open)} of {every} still open." if self.open else f"{every}, settled."
        for conflict in self.conflicts:
            yield ""
            yield f"{conflict['key']}   ({conflict['correction'][-8:]})"
            for side in ("base", "ours", "theirs"):
                yield f"    {side:<7} {conflict[side] if conflict[side] is not None else '(nothing)'}"
            if conflict.get("problem"):
                yield f"    {conflict['problem']}"
            choice = self.choice(conflict)
            if choice is not None:
                yield f"    settled: {choice.text if choice.side == 'text' else choice.side}"
        yield ""
        yield "provenance merge --resolve 'KEY=ours|theirs|TEXT' settles one, then: provenance merge --continue"


def _as_told(choice: Choice | None) -> dict[str, str] | None:
    return None if choice is None else {"side": choice.side, "text": choice.text}


# -- what waits ----------------------------------------------------------------------------------------------------


def pending_merge(archive: Archive) -> Merge | None:
    """The merge that waits for an editor, if any. DamageError where its note cannot be read."""
    path = _path(archive)
    try:
        source = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        data = json.loads(source)
        settled = tuple(
            Settled(one["correction"], one["key"], one["seen"], Choice(one["side"], one["text"]))
            for one in data["settled"]
        )
        return Merge(data["branch"], data["server"], data["tip"], tuple(data["conflicts"]), settled)
    except (ValueError, KeyError, TypeError) as error:
        raise DamageError(
            "the note of a pending merge cannot be read", file=path, hint="delete it and pull again: nothing was moved"
        ) from error


def resolve(archive: Archive, typed: Sequence[str]) -> Merge:
    """Settle conflicts: ``KEY=ours``, ``KEY=theirs``, or ``KEY=TEXT``, the words that are to stand there.

    The end of a key does where only one conflict has it. InputError for a key
    that is none, or words that cannot stand there; nothing is kept then.
    """
    merge = _must_be_pending(archive)
    chosen = [_parsed(merge, one) for one in typed]
    replaced = {(one.correction, one.key, one.seen) for one in chosen}
    kept = [one for one in merge.settled if (one.correction, one.key, one.seen) not in replaced]
    settled = (*kept, *chosen)
    # a choice can open what stood on it: the replay says, and refuses words that cannot stand there
    found = replay(archive, _unpublished(archive, archive.tip, merge.server), merge.server, settled)
    _refuse_unreadable(merge, found, chosen)
    known = {(one.correction, one.key, one.seen) for one in settled}
    still = [one for one in merge.conflicts if (one["correction"], one["key"], seen(one)) in known]
    now = replace(merge, tip=archive.tip, conflicts=(*still, *found.conflicts), settled=settled)
    _write(archive, now)
    return now


def _refuse_unreadable(merge: Merge, found: Replay, chosen: Sequence[Settled]) -> None:
    """InputError where the words typed for a place make its text one that cannot be read."""
    before = {(one["correction"], one["key"]) for one in merge.conflicts}
    fresh = [one for one in found.conflicts if one.get("problem") and (one["correction"], one["key"]) not in before]
    for conflict in fresh:
        for one in chosen:
            if one.choice.side == "text" and one.correction == conflict["correction"]:
                why, column, hint = _unreadable(one.choice.text)
                raise InputError(
                    f"{one.choice.text!r} cannot stand at {one.key}: {why or conflict['problem']}; nothing is settled",
                    code="notation",
                    file=str(conflict["key"]).replace(" ", "/"),
                    column=column,
                    hint=hint or r"a bracket that is printed and has no partner is typed with a backslash: \[",
                )


def _unreadable(words: str) -> tuple[str | None, int | None, str | None]:
    """What is wrong in the words themselves, where in them, and the mend; nothing where it is in what stands around."""
    from provenance.text.notation import parse

    head = "¶1 "
    try:
        parse(f"%text 1\n\n{head}{words}\n")
    except InputError as error:
        place = error.column - len(head) if error.column is not None and error.column > len(head) else None
        return error.message, place, error.hint
    return None, None, None


def _must_be_pending(archive: Archive) -> Merge:
    merge = pending_merge(archive)
    if merge is None:
        raise InputError(_NONE, code="no-merge", hint="provenance pull brings what the server has")
    return merge


def _parsed(merge: Merge, typed: str) -> Settled:
    keys = [str(conflict["key"]) for conflict in merge.conflicts]
    # a key may hold no "=", a text may hold many: the first that leaves a key is the one
    name, equals, value = typed.partition("=")
    named = " ".join(name.split())
    fitting = [one for one in merge.conflicts if one["key"] == named]
    fitting = fitting or [one for one in merge.conflicts if named and str(one["key"]).endswith(named)]
    if not equals or len(fitting) != 1:
        several = len({one["key"] for one in fitting}) > 1
        still_open = [one for one in fitting if merge.choice(one) is None]
        if equals and not several and still_open:
            fitting = still_open[:1]
        else:
            raise InputError(
                f"{typed!r} settles nothing" if not equals else f"{named!r} names {len(fitting)} of the conflicts",
                code="several" if several else "not-found",
                hint="--resolve 'KEY=ours', 'KEY=theirs' or 'KEY=the words'",
                candidates=tuple(dict.fromkeys(keys)),
            )
    conflict = fitting[0]
    return Settled(conflict["correction"], conflict["key"], seen(conflict), Choice.parse(value))


def carry_on(archive: Archive) -> Pulled:
    """Bring what was pulled onto the branch, now that every conflict is settled; ConflictError where one is not."""
    return bring(archive, _must_be_pending(archive).server)


def abort(archive: Archive) -> Merge:
    """Forget the pending merge and what was chosen: nothing was moved, so nothing is taken back."""
    merge = _must_be_pending(archive)
    _remove(archive)
    return merge


def _write(archive: Archive, merge: Merge) -> None:
    data = {
        "version": _VERSION,
        "branch": merge.branch,
        "server": merge.server,
        "tip": merge.tip,
        "conflicts": list(merge.conflicts),
        "settled": [
            {"correction": one.correction, "key": one.key, "seen": one.seen, **(_as_told(one.choice) or {})}
            for one in merge.settled
        ],
    }
    path = _path(archive)
    path.parent.mkdir(exist_ok=True)
    half = path.with_name("merge.half")
    with half.open("wb") as stream:
        stream.write(json.dumps(data, ensure_ascii=True, indent=1).encode("ascii"))
        stream.flush()
        os.fsync(stream.fileno())
    half.replace(path)
    flush_folder(path.parent)


def _remove(archive: Archive) -> None:
    path = _path(archive)
    if path.exists():
        path.unlink()
        flush_folder(path.parent)


def _path(archive: Archive) -> Path:
    return archive.repository.state_dir / "merge"


# -- the join --------------------------------------------------------------------------------------------------------


def bring(archive: Archive, server: ObjectId) -> Pulled:
    """The branch brought to the server's tip, our unpublished corrections replayed on top, the work tree following.

    ConflictError where one of them and one of theirs changed the same field or
    words (the merge is then pending), or where a hand edit overlaps; nothing is
    moved then.
    """
    repository, branch = archive.repository, archive.branch
    with writing(repository, clock=archive.clock, branch=branch) as lock:
        tree = follow(repository, lock, clock=archive.clock)
        before = archive.tip
        received = count(archive, server, before)
        if not received:
            _remove(archive)
            return Pulled(before, before, 0, (), (*provide(repository), *tree.notices))
        _refuse_purged(archive, before, server)
        ours = _unpublished(archive, before, server)
        found = _settled_replay(archive, ours, server)
        after = _written(archive, found.commits, lock) if found.commits else server
        last = found.commits[-1].message if found.commits else _message(archive, server)
        changes = list(_path_changes(archive, before, after))
        guarded = provide(repository)
        with tree.begin(branch=branch, old=before, message=last, changes=changes) as settling:
            _move(archive, branch, before, after, lock)
            notices = settling.finish(after)
        if tree.checkout is not None:
            _follow_modes(tree.checkout.top, changes)
        repository.try_run("update-ref", "-d", REPLAYED, pass_fds=(lock.fd,))
        _remove(archive)
        said = (*guarded, *lock.notices, *tree.notices, *notices, *found.notices)
        return Pulled(before, after, received, found.ids, said)


def _refuse_purged(archive: Archive, before: ObjectId, server: ObjectId) -> None:
    """ConflictError where the server still has what was purged here: pulled, it would be back in history."""
    purge = purge_between(archive.repository, archive.snapshot(), server, before)
    if purge is not None:
        raise ConflictError(
            f"the server still has what the purge {purge[-8:]} took out of history here; nothing was moved",
            code="purged",
            hint="send the new history once, by plain git: git push --force; what others pushed since the purge is "
            "lost by that: let them send it again",
        )


def _settled_replay(archive: Archive, ours: Sequence[ObjectId], server: ObjectId) -> Replay:
    """Our commits on the server's tip; with a conflict that is open, the note of it and ConflictError."""
    known = pending_merge(archive)
    settled = () if known is None else known.settled
    found = replay(archive, ours, server, settled)
    if not found.conflicts:
        return found
    keys = {(one.correction, one.key, one.seen) for one in settled}
    still = [] if known is None else [c for c in known.conflicts if (c["correction"], c["key"], seen(c)) in keys]
    _write(archive, Merge(archive.branch, server, archive.tip, (*still, *found.conflicts), settled))
    places = ", ".join(dict.fromkeys(str(conflict["key"]) for conflict in found.conflicts))
    raise ConflictError(
        f"corrections here and on the server meet in {places}; nothing was moved",
        conflicts=found.conflicts,
        hint="provenance merge shows both; provenance merge --resolve 'KEY=ours|theirs|TEXT', then --continue",
    )


def count(archive: Archive, tip: ObjectId, without: ObjectId) -> int:
    """How many commits ``tip`` has that ``without`` has not."""
    return int(archive.repository.run("rev-list", "--count", tip, f"^{without}", "--"))


def _unpublished(archive: Archive, tip: ObjectId, server: ObjectId) -> list[ObjectId]:
    """Our commits that the server has not, oldest first.

    InputError where there is no common past, or where a merge made by hand
    holds what none of its parents has: replaying would lose it.
    """
    repository = archive.repository
    listed = repository.run("rev-list", "--topo-order", "--reverse", tip, f"^{server}", "--").decode("ascii").split()
    if listed and not repository.commit(listed[0]).parents:
        raise InputError(
            "this archive and the server's have no past in common; nothing was moved",
            code="unrelated",
            hint="git remote -v shows which server it is",
        )
    ours = []
    for oid in listed:
        commit = repository.commit(oid)
        if len(commit.parents) < 2:  # noqa: PLR2004
            ours.append(oid)
        elif (path := _only_here(archive, commit.tree, commit.parents)) is not None:
            raise InputError(
                f"the merge {oid[:10]}, made by hand, holds what none of its parents has ({path}); nothing was moved",
                code="hand-merge",
                hint="bring it to the server by plain git: git pull --no-rebase, then git push",
            )
    return ours


def _only_here(archive: Archive, tree: ObjectId, parents: Sequence[ObjectId]) -> str | None:
    """A path that a merge has unlike every parent."""
    repository = archive.repository
    sets = [
        {path for path, _, _ in entry_changes(repository.objects, repository.commit(parent).tree, tree)}
        for parent in parents
    ]
    return next(iter(sorted(set.intersection(*sets))), None)


def _written(archive: Archive, new: Sequence[NewCommit], lock: Lock) -> ObjectId:
    """The replayed commits, on the disk under a reference of their own."""
    repository = archive.repository
    refuse_commits(repository, new[0].parent, [commit.changes for commit in new])
    repository.try_run("update-ref", "-d", REPLAYED, pass_fds=(lock.fd,))
    with held_off(repository, lock, archive.clock):
        written = write(repository, new, lock_fd=lock.fd)
    if written.tip is None:
        raise ConflictError("another program moved our reference; nothing was moved", code="busy", hint="try again")
    return written.tip


def _move(archive: Archive, branch: str, before: ObjectId, after: ObjectId, lock: Lock) -> None:
    """The branch by compare-and-swap, and its folder flushed."""
    repository = archive.repository
    status, _, err = repository.try_run("update-ref", "--no-deref", branch, after, before, pass_fds=(lock.fd,))
    if status:
        if repository.ref(branch) != before:
            raise ConflictError(
                "another program wrote to this branch; nothing was moved", code="busy", hint="pull again"
            )
        raise git_error("update-ref", status, err)
    flush_folders((repository.common_dir / branch).parents[:3])


def _message(archive: Archive, oid: ObjectId) -> bytes:
    return archive.repository.commit(oid).message.encode("utf-8", "surrogateescape")


def _path_changes(archive: Archive, before: ObjectId, after: ObjectId) -> Iterator[PathChange]:
    repository = archive.repository
    trees = [repository.commit(oid).tree for oid in (before, after)]
    for path, was, becomes in entry_changes(repository.objects, trees[0], trees[1]):
        refuse_unusual(path, was, becomes)
        content = None if becomes is None else repository.blob(becomes.oid)
        mode = next(entry.mode for entry in (becomes, was) if entry is not None)
        old, new = (None if entry is None else entry.oid for entry in (was, becomes))
        yield PathChange(path, mode, old, new, content)


def _follow_modes(top: Path, changes: Sequence[PathChange]) -> None:
    """Programs of a bigger repository can be started again: the file's own mode follows git's."""
    for change in changes:
        path = top / change.path
        if change.new is None or path.is_symlink() or not path.is_file():
            continue
        mode = path.stat().st_mode
        wanted = mode | 0o111 if change.mode == "100755" else mode & ~0o111
        if wanted != mode:
            path.chmod(wanted)
