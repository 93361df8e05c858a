"""How the archive stands: the branch, what hands changed, what is pending, what is not published or not documented."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from provenance.errors import InputError
from provenance.store.lock import trying
from provenance.store.worktree import follow, hand_edits, pending

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model.address import RecordId
    from provenance.model.correction import ChangeLine
    from provenance.store.archive import Archive
    from provenance.store.objects import ObjectId


@dataclass(frozen=True)
class HandEdit:
    """A file that is not as the tip has it. ``changes`` as fields and words; ``problem``: it cannot be read."""

    path: str
    record: str | None
    changes: tuple[ChangeLine, ...] = ()
    problem: str | None = None


@dataclass(frozen=True)
class Status:
    """What ``provenance status`` says. Counts are None in a shallow clone, which cannot tell."""

    title: str
    branch: str | None
    tip: ObjectId
    records: int
    hand_edits: tuple[HandEdit, ...]
    pending: dict[str, Any] | None
    unpublished: int | None
    undocumented: int | None
    notices: tuple[str, ...] = ()
    merge: dict[str, Any] | None = None

    def as_json(self) -> dict[str, Any]:
        """One object; see docs/reference."""
        return {
            "schema": 1,
            "title": self.title,
            "branch": self.branch,
            "commit": self.tip,
            "records": self.records,
            "hand_edits": [
                {**vars(edit), "changes": [line.as_json() for line in edit.changes]} for edit in self.hand_edits
            ],
            "pending": self.pending,
            "unpublished": self.unpublished,
            "undocumented": self.undocumented,
            "notices": list(self.notices),
            "merge": self.merge,
        }

    def lines(self) -> Iterator[str]:
        """The same for the eye."""
        branch = self.branch.removeprefix("refs/heads/") if self.branch else "no branch (HEAD is detached)"
        yield f"{self.title}: {self.records} record{'s' if self.records != 1 else ''}, on {branch} at {self.tip[:10]}"
        yield from self.notices
        if self.pending is not None:
            yield "A correction is being settled in the work tree, or was interrupted; the next correction finishes it."
        if self.merge is not None:
            yield f"A pull waits for you: {_open(self.merge['open'])} open (provenance merge)."
        if self.unpublished:
            yield f"{self.unpublished} correction{'s' if self.unpublished != 1 else ''} not yet pushed"
        if self.undocumented:
            yield f"{self.undocumented} commit{'s' if self.undocumented != 1 else ''} made by hand, without a reason"
        if not self.hand_edits:
            yield "No file was changed by hand."
            return
        yield "Changed by hand, not yet recorded (provenance correct --from-edits -m …):"
        for edit in self.hand_edits:
            yield f"  {edit.path}"
            if edit.problem:
                yield f"    cannot be read: {edit.problem}"
            for line in edit.changes:
                place = line.pointer or line.locator or ("the record" if line.pointer == "" else "the text")
                yield f"    {place}: {_shown(line.before)} → {_shown(line.after)}"


def _open(count: int) -> str:
    return "1 conflict is" if count == 1 else f"{count} conflicts are"


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    words = " ".join(str(value).split())
    return f"“{words[:60]}{'…' if len(words) > 60 else ''}”"  # noqa: PLR2004


def status(archive: Archive) -> Status:
    """Look at everything, and finish what a dead writer left, if nobody is writing now."""
    notices = (*finish_interrupted(archive), *_unguarded(archive))
    snapshot = archive.snapshot()
    head = archive.repository.head()
    intent = pending(archive.repository)
    shallow = archive.repository.is_shallow
    return Status(
        title=archive.settings.title,
        branch=head.branch,
        tip=snapshot.commit,
        records=sum(1 for _ in snapshot.walk()),
        hand_edits=edits_by_hand(archive),
        pending=None if intent is None else intent.as_json(),
        unpublished=None if shallow else _unpublished(archive),
        undocumented=None if shallow else _undocumented(archive),
        notices=notices,
        merge=_merge(archive),
    )


def _merge(archive: Archive) -> dict[str, Any] | None:
    from provenance.store.merging import pending_merge

    waiting = pending_merge(archive)
    return None if waiting is None else {"open": len(waiting.open), "conflicts": len(waiting.conflicts)}


def finish_interrupted(archive: Archive) -> tuple[str, ...]:
    """What a crash left half settled, brought to its end unless somebody is writing; what there was to say of it."""
    repository = archive.repository
    try:
        with trying(repository, clock=archive.clock, branch=repository.head().branch) as lock:
            return () if lock is None else (*follow(repository, lock, clock=archive.clock).notices, *lock.notices)
    except InputError as error:
        return (error.message,)


def _unguarded(archive: Archive) -> tuple[str, ...]:
    from provenance.store.hook import is_missing

    if not is_missing(archive.repository):
        return ()
    return ("No hook guards plain git commits in this clone yet: the first correction or pull puts it there.",)


def _unpublished(archive: Archive) -> int:
    from provenance.store.history import unpublished_commits

    return len(unpublished_commits(archive))


def _undocumented(archive: Archive) -> int:
    from provenance.store.history import undocumented

    return sum(1 for _ in undocumented(archive))


def edits_by_hand(archive: Archive) -> tuple[HandEdit, ...]:
    """Every file that a hand changed, as fields and words of its record; one that cannot be read says why."""
    from provenance.store.treediff import record_of

    found = hand_edits(archive.repository, archive.tip)
    prefix = archive.repository.prefix
    by_record: dict[RecordId, dict[str, bytes | None]] = {}
    edits: list[HandEdit] = []
    for path, content in found.items():
        inside = path.removeprefix(prefix)
        record = record_of(inside)
        if record is None:
            edits.append(HandEdit(path, None))
        else:
            by_record.setdefault(record, {})[inside.removeprefix(f"{record.folder}/")] = content
    for record, files in by_record.items():
        edits += _of_record(archive, record, files)
    return tuple(edits)


def _of_record(archive: Archive, record: RecordId, files: dict[str, bytes | None]) -> list[HandEdit]:
    from provenance.diff.merge import changes
    from provenance.store.planning import validate

    before = archive.snapshot().dossier_or_empty(record)
    after = before
    for name, content in files.items():
        after = after.with_file(name, content)
    paths = [f"{archive.repository.prefix}{record.folder}/{name}" for name in files]
    try:
        lines, problem = changes(before, after), None
        validate(after)
    except InputError as error:
        lines, problem = (), str(error)
    return [
        HandEdit(path, record, lines if number == 0 else (), problem if number == 0 else None)
        for number, path in enumerate(paths)
    ]
