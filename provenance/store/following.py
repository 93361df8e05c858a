"""One path of a correction on its way into the work tree: what a hand did to it, what it shall hold, and getting there.

A hand's work is never lost. What it did elsewhere in the file is merged, what
it did at the corrected place refuses the correction as long as nothing is
written, and is kept as it is once the branch has moved.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from provenance.errors import InputError
from provenance.store.entries import Entry, Wanted
from provenance.store.threeway import Merged, Overlap, RecordFile, record_file, three_way
from provenance.store.workfile import WorkFile

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from provenance.ports import Clock
    from provenance.store.intent import Intent, PathChange
    from provenance.store.lock import Lock
    from provenance.store.repository import Repository
    from provenance.store.workfile import Found

HALF_SAVED = 0.1
"""Seconds: an edited file younger than this may be half saved, and is looked at again."""

_TRIES = 20
"""How often a file that is saved again and again is met before it is left as it is."""


@dataclass(frozen=True)
class Scene:
    """Where a correction is settled: the archive's ``repository``, the work tree's ``view``, lock, clock and note."""

    repository: Repository
    view: Repository
    lock: Lock
    clock: Clock
    intent: Intent

    @property
    def top(self) -> Path:
        """The folder of the work tree."""
        return self.view.root

    def blob(self, oid: str | None) -> bytes | None:
        """A file's content by its id; None for none."""
        return None if oid is None else self.repository.blob(oid)

    def keep(self, content: bytes) -> str:
        """Store content that the index shall name. From standard input: ``hash-object`` then reads no attributes."""
        out = self.view.run("hash-object", "-w", "--stdin", stdin=content, pass_fds=(self.lock.fd,))
        return out.decode("ascii").strip()


class Following:
    """One path. ``overlap``: a hand's edit of the same place was saved after the check, and is kept."""

    def __init__(self, scene: Scene, change: PathChange, number: int) -> None:
        """``number`` tells its spare file from the others'."""
        self.change = change
        self.file = WorkFile(scene.top, change.path, scene.repository.state_dir, number)
        self.record = record_file(change.path, scene.repository.prefix)
        self.overlap = False
        self._scene = scene
        self._seen: bytes | None = None
        self._want: bytes | None = None
        self._displaced: bytes | None = None
        self._leave = False
        self._staged: Literal["follows", "merged", "overlap"] = "follows"
        self._entry_id: str | None = None

    @property
    def kept(self) -> bool:
        """True where somebody must bring a hand's edit and the correction together."""
        return self.overlap or self._staged == "overlap"

    # -- what a hand did ---------------------------------------------------------------------------------------------

    def compare_file(self, entry: Entry | None, *, checked_out: bool) -> Merged | Overlap:
        """Read the file and bring the correction into it; the overlap where a hand was at the same place.

        ``entry``: what the index holds of it; ``checked_out`` false: there is no index at all.
        """
        self._seen = self._want = self._quiet(self.file.read)
        outside = not checked_out or (entry is not None and entry.skipped)
        if self._scene.intent.from_edits or (outside and self._seen is None and self.change.old is not None):
            self._leave = True
            return Merged(self._seen)
        result = self._merge(self._seen)
        if isinstance(result, Merged):
            self._want = result.content
        return result

    def compare_staged(self, entry: Entry | None, *, checked_out: bool) -> Merged | Overlap:
        """Bring the correction into what is staged; the overlap where a staged edit is at the same place."""
        change = self.change
        self._staged, self._entry_id = "follows", change.new
        if entry is not None and entry.unmerged:
            return Merged(None)
        staged = None if entry is None or entry.staged is None else entry.staged[1]
        if change.old is None and staged == self._scene.view.blob_id(b""):
            staged = None  # "git add -N": a name that was announced, no content
        nothing = staged is None and not checked_out
        if staged in (change.old, change.new) or self._scene.intent.from_edits or nothing:
            return Merged(None)
        result = three_way(self._before(), self._after(), self._scene.blob(staged), self._named())
        if isinstance(result, Overlap):
            self._staged = "overlap"
        else:
            self._staged = "merged"
            self._entry_id = None if result.content is None else self._scene.keep(result.content)
        return result

    def _quiet(self, read: Callable[[], Found | None]) -> bytes | None:
        """A file's bytes; one that was edited a moment ago is looked at again, since it may be half saved."""
        content: bytes | None = None
        for _ in range(_TRIES):
            found = read()
            if found is None:
                return None
            content = found.content
            age = (self._scene.lock.moment() - found.modified) / 1e9
            ours = self._scene.view.blob_id(content) in {self.change.old, self.change.new}
            if ours or not 0 <= age < HALF_SAVED:
                break
            self._scene.clock.sleep(HALF_SAVED - age)
        return content

    def _merge(self, theirs: bytes | None) -> Merged | Overlap:
        """The correction brought into the file as a hand left it."""
        holds = None if theirs is None else self._scene.view.blob_id(theirs)
        if holds in (self.change.old, self.change.new):
            return Merged(self._after())
        before = self._before()
        if theirs is not None and before is not None and theirs.replace(b"\r\n", b"\n") == before:
            raise InputError(
                "this file's line ends were converted (CRLF); the archive keeps LF",
                code="line-ends",
                file=self.file.top / self.file.path,
                hint=f"git config core.autocrlf false, then: git checkout -- {self.change.path}",
            )
        return three_way(before, self._after(), theirs, self._named())

    def _before(self) -> bytes | None:
        return self._scene.blob(self.change.old)

    def _after(self) -> bytes | None:
        return self.change.content if self.change.content is not None else self._scene.blob(self.change.new)

    def _named(self) -> RecordFile | None:
        """The record's file, with the record's YAML beside it: an edition is read by what its record says of it."""
        where, old = self.record, self._scene.intent.old
        if where is None or old is None or where.name == where.id.main_file:
            return where
        view = self._scene.repository
        entry = view.objects.entry(view.commit(old).tree, f"{view.prefix}{where.id.path}")
        return RecordFile(where.id, where.name, None if entry is None else view.blob(entry.oid))

    # -- getting there -----------------------------------------------------------------------------------------------

    def stage(self) -> None:
        """Lay the new content ready beside many others', to be flushed together before any is put in its place."""
        if self._want is not None and not self._leave and self._want != self._seen:
            self.file.stage(self._want, new=self._seen is None)

    def put(self) -> None:
        """Bring the file to what is wanted; where something else came out than was read, merge that and try again."""
        for _ in range(_TRIES):
            if self._leave or self._want == self._seen or self._exchanged():
                return
            self._seen = self._quiet(self.file.read)
            result = self._merge(self._seen)
            if isinstance(result, Overlap):
                break
            self._want = result.content
        self._keep_the_hands()

    def _exchanged(self) -> bool:
        """One try; false where what came out is not what had been read, and then it is back in its place."""
        if self._want is not None and self._seen is None:
            return self.file.create(self._want)
        out = self.file.take_away() if self._want is None else self.file.replace(self._want)
        if out == self._seen:
            self._displaced = out
            return True
        if out is not None:
            self.file.put_back()
        return False

    def merge_late(self) -> None:
        """A program that had the old file open wrote into it after the exchange: its words are merged, or kept."""
        if self._displaced is None:
            return
        late = self._quiet(self.file.displaced)
        if late is None or late == self._displaced:
            return
        result = three_way(self._displaced, self._want, late, self._named())
        if isinstance(result, Overlap):
            self.file.put_back()
            self._want = late
            self._keep_the_hands()
            return
        self._seen, self._want, self._displaced = self._want, result.content, None
        self.put()

    def keep_the_hands(self) -> None:
        """The file as a hand left it stays, and git is told that somebody must settle it."""
        self._want = self._seen
        self._keep_the_hands()

    def _keep_the_hands(self) -> None:
        self._leave = self.overlap = True

    def leftover(self, kept: Path) -> str | None:
        """What a dead writer's exchange displaced: dropped where its words are in the file, else kept as a file."""
        displaced = self.file.displaced()
        late = None if displaced is None else displaced.content
        here = {self._seen, self._want}
        if late is None or late in here | {self._before(), self._after()}:
            return None
        result = self._merge(late)
        if isinstance(result, Merged) and result.content in here:
            return None
        return (
            f"words saved in {self.change.path} while a correction was interrupted are kept in {self.file.rescue(kept)}"
        )

    def clear(self) -> None:
        """Remove what was displaced, and the folders that a removed file leaves empty."""
        if not self.file.left_nothing:
            self.file.forget()
        if self.change.new is None:
            self.file.remove_empty_folders()

    # -- what the index shall hold -------------------------------------------------------------------------------------

    def wanted(self, entry: Entry | None, *, checked_out: bool) -> Wanted:
        """The entry as it shall be, from what the index holds now."""
        change = self.change
        staged = None if entry is None else entry.staged
        mode = staged[0] if staged is not None and self._staged == "merged" else change.mode
        content = self._seen if self._leave else self._want
        holds = None if content is None else self._scene.view.blob_id(content)
        if not checked_out and self._leave and self._scene.intent.old is not None:
            return Wanted({})  # one entry in a new index would make all other files look deleted
        if self.overlap:
            return Wanted(self._stages(mode, None if content is None else self._scene.keep(content)))
        if self._staged == "overlap" and staged is not None:
            return Wanted(self._stages(mode, staged[1]))
        if entry is not None and entry.unmerged and holds != change.new:
            return Wanted({**entry.stages, **({2: (mode, change.new)} if change.new else {})})
        if self._entry_id is None:
            return Wanted({})
        return Wanted({0: (mode, self._entry_id)}, fresh=holds == self._entry_id)

    def _stages(self, mode: str, theirs: str | None) -> dict[int, tuple[str, str]]:
        """An unmerged entry: 1 before the correction, 2 the correction, 3 the hand's; plain ``git commit`` refuses."""
        ids = {1: self.change.old, 2: self.change.new, 3: theirs}
        return {stage: (mode, oid) for stage, oid in ids.items() if oid is not None}
