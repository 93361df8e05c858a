"""One correction's hold on the work tree: from before the branch moves until files and git's index have followed."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from provenance.errors import ConflictError, InputError, ProvenanceError
from provenance.store import intent as notes
from provenance.store.entries import Entry, Index, IndexLock, Wanted
from provenance.store.following import Following, Scene
from provenance.store.intent import Intent, PathChange
from provenance.store.repository import Layout, Repository
from provenance.store.threeway import Merged, Overlap

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from types import TracebackType

    from provenance.ports import Clock
    from provenance.store.checkouts import Checkout
    from provenance.store.lock import Lock

INDEX_PATIENCE = 2.0
"""Seconds that an editor's git may hold ``index.lock`` before a correction gives up."""

_STEP = 0.05

FLUSHED_SINGLY = 50
"""Up to this number of files each is flushed by itself; more are flushed together, in a call for the whole machine."""

KEPT_AT_LEAST = 0.030
"""Seconds that ``index.lock`` is kept after the index was renamed."""

_BYTES_A_SECOND = {False: 50e6, True: 4e6}
"""How fast ``git commit`` comes from reading the index to locking it; True: it looks at every file in between
(core.preloadIndex, git's default), measured on 100,000 files."""


class Settling:
    """One correction's hold on the work tree.

    As a context manager it may be left in any way: without ``finish`` or
    ``abandon`` it looks whether the branch holds the correction, and does the
    one or the other.
    """

    def __init__(
        self, repository: Repository, lock: Lock, clock: Clock, checkout: Checkout | None, intent: Intent
    ) -> None:
        """Use :meth:`provenance.store.worktree.WorkTree.begin`; ``checkout`` None: nothing is settled."""
        self.intent = intent
        self._repository = repository
        self._lock = lock
        self._clock = clock
        self._checkout = checkout
        self._open = False
        self._paths: tuple[Following, ...] = ()
        self._entries: Mapping[str, Entry] = {}
        self._index_seen: tuple[int, int, int] | None = None
        self._supposed = False
        self._final: dict[str, Wanted] = {}
        self._left: tuple[int, int, int] | None = None
        self._laid = False
        self._flushing: threading.Thread | None = None
        if checkout is not None:
            layout = Layout(checkout.home, repository.common_dir, checkout.top)
            self._view = Repository(layout, checkout.top, repository.environ)
            self._index = Index(self._view, lock)
            self._index_lock = IndexLock(checkout.home, lock)

    # -- before the branch moves -------------------------------------------------------------------------------------

    def prepare(self) -> None:
        """Steps 3 to 5 of the protocol: lock, compare, note. Nothing is held where that is refused."""
        if self._checkout is None or not self.intent.paths:
            return
        try:
            self._take_index_lock()
            self._open = True
            self._compare()
            notes.write(self._repository, self.intent)
        except OSError as error:
            self.abandon()
            raise self._cannot_follow(error) from error
        except BaseException:
            self.abandon()
            raise

    def _cannot_follow(self, error: OSError) -> InputError:
        return InputError(
            f"the work tree cannot follow: {error.strerror}; nothing was written",
            code="work-tree",
            file=error.filename or self._view.root,
            hint="make room, or ask for permission to write here, and give the command again",
        )

    def lay_ready(self) -> None:
        """Of many files, write the new contents beside their places now, and let the disk take them while git works.

        Where there is no room for them, that is said before the branch has
        moved. Few files are written when they are put in place.
        """
        if not self._open or not self._together:
            return
        self._laid = True
        try:
            for one in self._paths:
                one.stage()
        except OSError as error:
            self.abandon()
            raise self._cannot_follow(error) from error
        except BaseException:
            self.abandon()
            raise
        self._flush_meanwhile()

    def _flush_meanwhile(self) -> None:
        """Let the disk take what was written, while something else is waited for."""
        flushing = threading.Thread(target=os.sync, name="flushing")
        with suppress(RuntimeError):  # no more threads: then it is waited for in its place
            flushing.start()
            self._flushing = flushing

    @property
    def _together(self) -> bool:
        """Whether these are so many files that one call for the whole machine flushes them."""
        return len(self._paths) > FLUSHED_SINGLY

    def _flush_contents(self) -> None:
        """All new contents on the disk before any has its name: a power cut leaves none of them half."""
        if not self._laid:
            for one in self._paths:
                one.stage()
        if not self._joined():
            os.sync()

    def _joined(self) -> bool:
        """Wait for a flush that is under way; false where none is."""
        flushing, self._flushing = self._flushing, None
        if flushing is not None:
            flushing.join()
        return flushing is not None

    def _take_back(self) -> None:
        """What was laid ready is not wanted."""
        if not self._laid:
            return
        self._laid = False
        self._joined()
        for one in self._paths:
            with suppress(OSError):
                one.file.forget()

    def again(self, *, old: str | None, message: bytes, changes: Sequence[PathChange]) -> Settling:
        """After a lost race: the same correction on a newer tip. The index stays locked, the note is written anew."""
        self._take_back()
        text = message.decode("utf-8", "surrogateescape")
        self.intent = Intent(self.intent.branch, old, self.intent.home, text, tuple(changes), self.intent.from_edits)
        self.prepare()
        return self

    def abandon(self) -> None:
        """The branch did not move: note and lock are taken away.

        A disk that refuses even that is no reason to hide the first error: the
        next writer finds a note without its correction, and drops it.
        """
        self._take_back()
        with suppress(OSError):
            self._let_go()

    def _let_go(self) -> None:
        """Step 10: the note away, then the lock. OSError where the disk refuses."""
        if not self._open:
            return
        self._open = False
        notes.remove(self._repository)
        self._index_lock.release()

    def _take_index_lock(self) -> None:
        waited = 0.0
        while not self._index_lock.take():
            if waited >= INDEX_PATIENCE:
                raise ConflictError(
                    "an editor's git is at work here and holds the index; nothing was written",
                    code="index-locked",
                    file=self._index_lock.path,
                    hint="finish or leave the 'git commit' that is open; where no git is running, delete this file",
                )
            self._clock.sleep(_STEP)
            waited += _STEP

    def _compare(self) -> None:
        """Hold what hands have changed against the correction; ConflictError names every file where both meet."""
        self._paths = self._new_paths()
        if not self._knows_index():
            self._look_at_index()
        overlaps: dict[Following, Overlap] = {}
        for one in self._paths:
            entry = self._entries.get(one.change.path)
            result = one.compare_file(entry, checked_out=self._checked_out)
            if isinstance(result, Merged):
                result = one.compare_staged(entry, checked_out=self._checked_out)
            if isinstance(result, Overlap):
                overlaps[one] = result
        if overlaps:
            raise _hand_edits_overlap(overlaps)

    def _new_paths(self) -> tuple[Following, ...]:
        scene = Scene(self._repository, self._view, self._lock, self._clock, self.intent)
        return tuple(Following(scene, change, number) for number, change in enumerate(self.intent.paths))

    def _knows_index(self) -> bool:
        """True where git need not be asked: nobody wrote the index since we did, and it has these paths as the tip has.

        A file that is not there may be one that a sparse checkout leaves out: then git is asked.
        """
        known = self._repository.standing
        self._index_seen = self._index.identity()
        if known is None or (known.home, known.identity, known.tip) != (
            str(self._view.git_dir), self._index_seen, self.intent.old,
        ):  # fmt: skip
            return False
        changes = self.intent.paths
        if any(one.path in known.differing or (one.old and not self._is_there(one.path)) for one in changes):
            return False
        self._entries = {one.path: Entry({0: (one.mode, one.old)}) for one in changes if one.old is not None}
        self._supposed = True
        return True

    def _is_there(self, path: str) -> bool:
        return os.path.lexists(self._view.root / path)

    def _look_at_index(self) -> None:
        self._supposed = False
        self._index_seen = self._index.identity()
        self._entries = self._index.entries([one.change.path for one in self._paths])

    @property
    def _checked_out(self) -> bool:
        """False where there was no index: a clone whose files were never put there."""
        return self._index_seen is not None

    # -- after it moved ----------------------------------------------------------------------------------------------

    def finish(self, new: str) -> tuple[str, ...]:
        """Steps 7 to 10, ``new`` the commit the branch moved to: files, index, lock kept, note away.

        Gives what the editor should hear of.

        Never raises for what the next command can finish: then note and lock
        stay, and the notice says so.
        """
        if not self._open:
            return ()
        try:
            return self._settle(new)
        except (OSError, ProvenanceError) as error:
            words = error.message if isinstance(error, ProvenanceError) else error.strerror
            self._open = False
            late = f"the correction is recorded, but files and git's index have not followed it yet ({words}); "
            return (f"{late}the next correction, or provenance status, finishes this",)

    def _settle(self, new: str) -> tuple[str, ...]:
        if self._together:
            self._flush_contents()
        for one in self._paths:
            one.put()
        self._settle_index(self._paths)
        if self._together:
            self._flush_meanwhile()
        self._keep_lock()
        followed = [one for one in self._paths if not one.overlap]
        for one in followed:
            one.merge_late()
        late = [one for one in followed if one.overlap]
        if late:
            self._look_at_index()
            self._settle_index(late)
        for one in self._paths:
            one.clear()
        if self._together:
            self._joined()
            os.sync()  # all names before the note goes
        self._keep_in_mind(new)
        self._let_go()
        return tuple(_kept_notice(one) for one in self._paths if one.kept)

    def _settle_index(self, paths: Sequence[Following]) -> None:
        """Step 8: the entries follow, in one rewrite of git's index."""
        if not self._index_lock.is_ours():
            self._take_index_lock()
        # supposed: flags of the entries were not known; else somebody deleted the lock, and a git went through
        if self._supposed or self._index.identity() != self._index_seen:
            self._look_at_index()
            for one in paths:
                one.compare_staged(self._entries.get(one.change.path), checked_out=self._checked_out)
        wanted = {
            one.change.path: one.wanted(self._entries.get(one.change.path), checked_out=self._checked_out)
            for one in paths
        }
        self._index.rewrite(wanted, self._entries)
        self._final.update(wanted)
        self._left = self._index.identity()

    def _keep_in_mind(self, new: str) -> None:
        """What the index holds beside the new tip, for the next correction from here; the first one only counts."""
        repository, home = self._repository, str(self._view.git_dir)
        known, repository.standing = repository.standing, None
        repository.settled += 1
        if self._left is None or self._index.identity() != self._left:
            return
        if known is None or (known.home, known.identity, known.tip) != (home, self._index_seen, self.intent.old):
            if repository.settled > 1:
                with suppress(ProvenanceError):
                    repository.standing = self._index.standing(new)
            return
        wanted = {one.path: {0: (one.mode, one.new)} if one.new else {} for one in self.intent.paths}
        as_tip = {path for path, stages in wanted.items() if dict(self._final[path].stages) == stages}
        differing = (known.differing - as_tip) | (wanted.keys() - as_tip)
        repository.standing = replace(known, identity=self._left, tip=new, differing=differing)

    def _keep_lock(self) -> None:
        """Step 9: a ``git commit`` that read the index before it changed must still find it locked."""
        preloads = (self._view.setting("core.preloadindex") or "true").lower() not in ("false", "no", "off", "0")
        self._clock.sleep(KEPT_AT_LEAST + self._index.size() / _BYTES_A_SECOND[preloads])

    # -- after a crash -----------------------------------------------------------------------------------------------

    def resume(self) -> tuple[str, ...]:
        """Finish what a dead writer left: where the branch holds the correction, steps 7 to 10; else only clear up."""
        landed = landed_commit(self._repository, self.intent)
        self._take_index_lock()
        self._open = True
        every = self._new_paths()
        if landed is None:
            for one in every:
                one.file.forget()
            self.abandon()
            return ()
        self._paths = tuple(one for one in every if self._at_tip(one.change.path) == one.change.new)
        self._look_at_index()
        for one in self._paths:
            entry = self._entries.get(one.change.path)
            if isinstance(one.compare_file(entry, checked_out=self._checked_out), Overlap):
                one.keep_the_hands()
            one.compare_staged(entry, checked_out=self._checked_out)
        subject = self.intent.message.partition("\n")[0]
        return (*self._left_behind(every), *self.finish(landed), f"finished an interrupted correction: {subject}")

    def _left_behind(self, every: Sequence[Following]) -> Iterator[str]:
        """What is named and not touched: a path that was changed since, words that stand nowhere else."""
        for one in every:
            if one not in self._paths:
                yield f"{one.change.path} was changed after the interrupted correction; it was left alone"
            notice = one.leftover(self._repository.state_dir / "kept")
            if notice is not None:
                yield notice
            one.file.forget()  # what the dead writer's exchange displaced is not what ours will

    def _at_tip(self, path: str) -> str | None:
        view = self._repository
        tip = view.ref(self.intent.branch)
        entry = None if tip is None else view.objects.entry(view.commit(tip).tree, path)
        return None if entry is None else entry.oid

    def __enter__(self) -> Self:
        """For ``with``: see the class."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Finish or abandon what was left open."""
        if not self._open:
            return
        landed = landed_commit(self._repository, self.intent)
        if landed is None:
            self.abandon()
        else:
            self._lock.notices.extend(self.finish(landed))


def landed_commit(repository: Repository, intent: Intent) -> str | None:
    """The commit since the intent's old tip that has its whole message; None: the correction was never recorded."""
    tip = repository.ref(intent.branch)
    if tip is None or tip == intent.old:
        return None
    since = () if intent.old is None else (f"^{intent.old}",)
    status, out, _ = repository.try_run("rev-list", tip, *since)
    found = out.decode("ascii").split() if status == 0 else []
    return next((oid for oid in found if repository.commit(oid).message == intent.message), None)


def _hand_edits_overlap(overlaps: Mapping[Following, Overlap]) -> ConflictError:
    conflicts: list[dict[str, object]] = []
    for one, overlap in overlaps.items():
        record = None if one.record is None else str(one.record.id)
        if overlap.conflicts:
            conflicts += [{**told, "record": told.get("record") or record} for told in overlap.conflicts]
        else:
            conflicts.append({"key": one.change.path, "record": record, "base": None, "ours": None, "theirs": None})
    records = dict.fromkeys(str(one.record.id) for one in overlaps if one.record)
    first = next(iter(overlaps))
    path = first.change.path
    more = f" (and {len(overlaps) - 1} other files)" if len(overlaps) > 1 else ""
    return ConflictError(
        f"this file{more} was edited by hand at the place that the correction changes; nothing was written",
        code="hand-edit",
        file=first.file.top / path,
        hint=f"record the edit first: provenance correct {' '.join(records) or path} --from-edits -m …; "
        f"or take it back: git checkout -- {path}",
        candidates=tuple(one.change.path for one in overlaps),
        conflicts=tuple(conflicts),
    )


def _kept_notice(one: Following) -> str:
    return (
        f"{one.change.path} was edited at the corrected place while the correction was written: the edit was kept, "
        "and git shows the file as 'both modified'. Bring both together, then: provenance correct --from-edits -m …"
    )
