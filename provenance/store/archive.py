"""The archive as the other rooms use it: open, read at one state, correct.

Other verbs (history, blame, restore, status) are functions of their own
modules that take an :class:`Archive`.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar

from provenance.errors import DamageError, InputError
from provenance.model.address import AGENTS, RecordId
from provenance.ports import Silent, SystemClock, new_ulid
from provenance.store.machine import told
from provenance.store.repository import Repository
from provenance.store.settings import FILE
from provenance.store.snapshot import Snapshot, near, redirected

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from provenance.model.correction import Decision, Edit, Person, Receipt
    from provenance.ports import Clock, NewId, Progress
    from provenance.store.index import Index, Indexes
    from provenance.store.objects import ObjectId
    from provenance.store.settings import Settings

T = TypeVar("T")

__all__ = ["Archive", "Snapshot", "create"]


def create(
    path: str | Path,
    *,
    title: str | None = None,
    editor_name: str | None = None,
    editor_email: str | None = None,
    editor_orcid: str | None = None,
    shared: bool = False,
    clock: Clock | None = None,
    new_id: NewId = new_ulid,
    environ: Mapping[str, str] | None = None,
) -> Archive:
    """Make a new archive in ``path``: a git repository with its first commit.

    Where ``path`` is the top of a repository already, that one is used. Within a
    bigger repository the archive gets one of its own, as ``git init`` makes it,
    unless ``shared``: then it is a folder of the bigger one. The first editor is
    the one named, else git's user. InputError where there is an archive already,
    where a file of ours stands in the way, or where nobody is named as editor.
    """
    from provenance.store.founding import found

    return found(
        Path(path),
        title=title,
        editor=(editor_name, editor_email, editor_orcid),
        shared=shared,
        clock=clock or SystemClock(),
        new_id=new_id,
        environ=environ,
    )


class Archive:
    """An archive of records kept in git. Make one by :meth:`open` or :func:`create`."""

    def __init__(
        self,
        repository: Repository,
        *,
        clock: Clock,
        new_id: NewId,
        progress: Progress,
        author: str | None,
    ) -> None:
        """Use :meth:`open`."""
        self.repository = repository
        self.clock = clock
        self.new_id = new_id
        self.progress = progress
        self._author = author
        self._indexes: Indexes | None = None

    @classmethod
    @told()
    def open(
        cls,
        path: str | Path = ".",
        *,
        clock: Clock | None = None,
        new_id: NewId = new_ulid,
        progress: Progress | None = None,
        author: str | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> Archive:
        """The archive at or above ``path``.

        ``author`` is the key of an editor in provenance.toml, for corrections;
        ``environ`` stands for the process's own environment. InputError where
        there is no archive or its git configuration is not to be trusted;
        DamageError where git's folder is broken.
        """
        repository = Repository.open(Path(path), environ)
        archive = cls(
            repository, clock=clock or SystemClock(), new_id=new_id, progress=progress or Silent(), author=author
        )
        _ = archive.settings
        return archive

    @property
    def root(self) -> Path:
        """The folder that holds provenance.toml."""
        return self.repository.root

    @property
    def branch(self) -> str:
        """The full name of the branch that corrections go to: HEAD's. InputError on a detached HEAD."""
        head = self.repository.head()
        if head.branch is None:
            raise InputError(
                "HEAD is detached: a correction would belong to no branch",
                code="detached-head",
                file=self.repository.git_dir / "HEAD",
                hint="git switch main",
            )
        return head.branch

    @property
    def tip(self) -> ObjectId:
        """The commit that HEAD stands at now, read afresh. InputError where there is none yet."""
        commit = self.repository.head().commit
        if commit is None:
            raise InputError(
                "this branch has no commit yet", code="no-commit", hint="provenance init DIR makes an archive"
            )
        return commit

    @property
    def settings(self) -> Settings:
        """``provenance.toml`` as the tip has it; where the disk has damaged it, the last that can be read.

        DamageError where none can. Who may write is decided by the tip's alone.
        """
        try:
            return self.snapshot().settings
        except DamageError:
            if self._earlier_settings is None:
                raise
            return self._earlier_settings

    @property
    def settings_notice(self) -> str | None:
        """What stands in for a ``provenance.toml`` that the disk has damaged; None where nothing has to."""
        said = "the disk has damaged what is recorded of provenance.toml (provenance verify says more): "
        if FILE in self.snapshot().stand_ins:
            return f"{said}the file in the work tree stands in, which is the same"
        if self.__dict__.get("_earlier_settings") is not None:
            return f"{said}the last earlier state of it that can be read stands in, for reading alone"
        return None

    @cached_property
    def _earlier_settings(self) -> Settings | None:
        from provenance.store.fallback import last_readable

        return last_readable(self.repository, self.snapshot())

    @property
    def named_author(self) -> str | None:
        """The editor named when the archive was opened; None where git's user decides for herself."""
        return self._author

    @cached_property
    def person(self) -> Person:
        """Who corrects: ``author``, else git's user matched by e-mail; InputError with the mend where it is nobody."""
        from provenance.store.people import editor

        return editor(self.snapshot().settings, self._author, self.repository)

    def snapshot(self, when: str | None = None) -> Snapshot:
        """The archive at one commit: the tip, or what ``when`` says (see :meth:`resolve`)."""
        if when is None:
            return self._tip_snapshot(self.repository.head().commit)
        return Snapshot(self.repository, self.resolve(when))

    def _tip_snapshot(self, commit: ObjectId | None) -> Snapshot:
        """The same snapshot while the tip stays: its trees and settings are read once."""
        known: Snapshot | None = self.__dict__.get("_known_tip")
        if known is None or known.commit != (commit or ""):
            known = Snapshot(self.repository, commit)
            self.__dict__["_known_tip"] = known
        return known

    def resolve(self, when: str | None, record: RecordId | None = None) -> ObjectId:
        """The commit that ``when`` names (None: the tip).

        Tried in this order: a release, ``v12`` of ``record``, a date or
        date-time, a Correction-Id (its last eight characters do), seven and
        more hexadecimal digits. InputError where nothing fits.
        """
        from provenance.store.when import resolve

        return self.tip if when is None else resolve(self, when, record)

    def find(self, name: str, at: Snapshot | None = None) -> RecordId:
        """The id that ``name`` stands for: a full id, a short name where it is unique, an earlier id.

        InputError with the candidates where there is none, or several.
        """
        snapshot = at or self.snapshot()
        if name == AGENTS:
            return RecordId(AGENTS)
        # a short name may hold anything as typed; only a well-formed one can be an id
        try:
            typed = RecordId.parse(name)
        except InputError:
            ids = snapshot.ids()
            raise InputError(
                f"there is no {name!r} in this archive", code="no-record", candidates=near(name, ids)
            ) from None
        # one that is there and cannot be read is named by who reads it
        if typed.is_record and (snapshot.has(typed) or snapshot.folder_oid(typed) is not None):
            return typed
        successor = redirected(snapshot.redirects, name)
        if successor is not None:
            return successor
        if typed.is_record:
            raise InputError(
                f"there is no {name} in this archive",
                code="no-record",
                hint="provenance list shows what there is",
                candidates=near(name, snapshot.ids()),
            )
        return self._by_short_name(name, typed, snapshot)

    @staticmethod
    def _by_short_name(name: str, typed: RecordId, snapshot: Snapshot) -> RecordId:
        fitting = [record for record in snapshot.ids() if record.name == name]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            raise InputError(
                f"{name} is the short name of {len(fitting)} records",
                code="several",
                hint="give the collection too",
                candidates=tuple(fitting),
            )
        if snapshot.has(typed) or name in snapshot.collections():
            return typed
        short = [old for old in snapshot.redirects if old.rpartition("/")[2] == name]
        earlier = {found for old in short if (found := redirected(snapshot.redirects, old)) is not None}
        if len(earlier) == 1:
            return earlier.pop()
        if earlier:
            raise InputError(
                f"{name} was the short name of {len(earlier)} records",
                code="several",
                hint="give the collection too",
                candidates=tuple(sorted(earlier)),
            )
        raise InputError(
            f"there is no {name} in this archive",
            code="no-record",
            hint="provenance list shows what there is",
            candidates=near(name, (*snapshot.ids(), *snapshot.collections())),
        )

    def correct(
        self,
        edits: Sequence[Edit],
        decision: Decision,
        *,
        dry_run: bool = False,
        expect: str | None = None,
        base: str | None = None,
        acknowledge: Callable[[Receipt], None] | None = None,
    ) -> Receipt:
        """Make one correction: all edits in one commit, or none.

        The base is the tip as it is now, or the commit ``base`` that the editor
        saw; ``expect`` holds it to a version (``v12`` or any WHEN) or to the
        old value (``=OLD``). Fields and words that another changed since the
        base give a ConflictError that shows both; others do not matter. A
        ``correction_id`` in the decision that is in history already gives the
        same answer again. ``acknowledge`` is called with the receipt as soon as
        the correction is on the disk, before files of the work tree follow.
        InputError: no reason, nothing changed, an edit that does not fit;
        nothing is written then.
        """
        from provenance.store.correcting import correct

        return correct(self, edits, decision, dry_run=dry_run, expect=expect, base=base, acknowledge=acknowledge)

    @property
    def indexes(self) -> Indexes:
        """Where questions about history are answered."""
        if self._indexes is None:
            from provenance.store.index import Indexes

            self._indexes = Indexes(self.repository)
        return self._indexes

    def ask(self, question: Callable[[Index], T], *, at: ObjectId | None = None) -> T:
        """Answer a question about the past of the tip, or of the commit ``at``."""
        return self.indexes.ask(self.tip, question, at=at)

    def close(self) -> None:
        """End the reading process and close the index."""
        if self._indexes is not None:
            self._indexes.close()
        self.repository.close()

    def __enter__(self) -> Self:
        """For ``with``: closed at its end."""
        return self

    def __exit__(self, *_: object) -> None:
        """See :meth:`close`."""
        self.close()
