"""Many corrections at once: one commit each, streamed through one ``git fast-import`` a batch.

A batch lands whole or not at all, so an import that was killed left no record
half there; what landed is found again and refused, so it resumes without
doubling (THREATS T14).
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from provenance.errors import ConflictError, InputError
from provenance.model.correction import FileEdit, Receipt
from provenance.store import message
from provenance.store.ahead import Ahead
from provenance.store.cleanup import held_off
from provenance.store.correcting import check, correct, signatures
from provenance.store.landing import land
from provenance.store.lock import writing
from provenance.store.planning import Asked, plan_over
from provenance.store.snapshot import Overlay, Snapshot
from provenance.store.stream import NewCommit
from provenance.store.withheld import Judge, changed_texts, keep, refuse_planned
from provenance.store.words_shown import count_over
from provenance.store.worktree import follow

if TYPE_CHECKING:
    from provenance.model.address import RecordId
    from provenance.model.correction import Decision, Edit
    from provenance.store.archive import Archive
    from provenance.store.objects import ObjectId
    from provenance.store.planning import Plan
    from provenance.text.dossier import Dossier

BATCH = 1_000
"""Corrections a batch: enough that starting git is nothing beside them, few enough to keep in memory."""
_SHARED = -1
"""The number of what a batch shares; the corrections themselves count from 0."""
LARGEST = 5_000
"""Corrections of the largest batch: each ends with git's index rewritten, which takes the longer the more it holds, so
batches grow with what they have brought in."""

Making = Callable[[Snapshot], Sequence["Edit"]]
"""Edits that depend on what stands there when they are made: of an import, the agents that came before it."""

Wanted = tuple["Sequence[Edit] | Making", "Decision"]
"""One correction of many: its edits, and why."""


Shared = Callable[[Snapshot, "Sequence[Wanted]"], "Wanted | None"]
"""What the corrections of a batch need in common, made once before them as a correction of its own; None: nothing."""


@dataclass(frozen=True)
class Expected:
    """Edits that are held to what the editor saw: a version (``v12`` or any WHEN), or the old value (``=OLD``)."""

    edits: Making
    expect: str
    record: RecordId

    def __call__(self, there: Snapshot) -> Sequence[Edit]:
        """The edits alone."""
        return self.edits(there)


@dataclass(frozen=True)
class Refused:
    """A correction that does not fit, and why; the others go on."""

    number: int
    error: InputError | ConflictError


class RefusedWholeError(InputError):
    """Corrections asked for as one decision, of which some do not fit: nothing was written."""

    code = "refused-whole"

    def __init__(self, refused: Sequence[Refused]) -> None:
        """``refused``: each that does not fit, and why."""
        super().__init__(
            f"{len(refused)} of them do not fit, so nothing was written: {refused[0].error.message}",
            file=refused[0].error.file,
            hint=refused[0].error.hint,
        )
        self.refused = tuple(refused)


@dataclass(frozen=True)
class _Made:
    """One correction of a batch, planned."""

    number: int
    commit: NewCommit
    receipt: Receipt
    """As of a dry run. The plan is not kept: two parsed records for each of thousands."""
    texts: tuple[Dossier, ...] = ()
    """Those whose attached texts it changes: on the disk before it is written, and only then."""


def correct_many(
    archive: Archive,
    corrections: Iterable[Wanted],
    *,
    batch: int | None = None,
    dry_run: bool = False,
    shared: Shared | None = None,
) -> Iterator[Receipt | Refused]:
    """Make corrections one after the other, one commit each; each one's receipt or refusal, in order.

    ``shared``: asked at the head of each batch for what its corrections need in
    common, which lands with them and has no receipt of its own; where it does
    not fit, each correction says itself what is wrong.

    ``batch`` are written together; None: 1,000, more as more were. ConflictError
    where a hand edit overlaps a batch: that batch is not written, those before
    it stay. A dry run plans each on the ones before it in its batch, and
    writes nothing.
    """
    source = enumerate(corrections)
    done, size = 0, batch or BATCH
    while portion := list(islice(source, size)):
        yield from _dry(archive, portion, shared) if dry_run else _batch(archive, portion, shared)
        done += len(portion)
        size = batch or max(BATCH, min(LARGEST, done // 4))


def correct_as_one(
    archive: Archive,
    corrections: Sequence[Wanted],
    decision: Decision,
    *,
    dry_run: bool = False,
    shared: Shared | None = None,
) -> Receipt:
    """Make corrections, each on the one before it, as one decision in one commit: written whole or refused whole.

    RefusedWholeError holds every one that does not fit, with its number from 0.
    """
    overlay = Overlay(archive.repository, archive.tip)
    changed: dict[tuple[RecordId, str], FileEdit] = {}
    refused: list[Refused] = []
    before = shared(overlay, corrections) if shared is not None else None
    numbered = enumerate(corrections) if before is None else enumerate((before, *corrections), _SHARED)
    for number, (wanted, why) in numbered:
        made = _plan(archive, overlay, number, wanted, why)
        if isinstance(made, Refused):
            if number != _SHARED:
                refused.append(made)
            continue
        overlay.lay_texts(changed_texts(made.before, made.after))
        overlay.put(made.files(archive.repository.prefix))
        count_over(overlay, made.changes)
        for record, after in made.after.items():
            for name in {*made.before[record].files, *after.files}:
                if made.before[record].files.get(name) != after.files.get(name):
                    changed[record, name] = FileEdit(record, name, after.files.get(name))
    if refused:
        raise RefusedWholeError(refused)
    edits, base = list(changed.values()), overlay.commit
    return correct(archive, edits, decision, dry_run=dry_run, base=base, texts=overlay.laid_texts)


def brought_in(archive: Archive) -> frozenset[str]:
    """The Correction-Ids in history that were made from content: what was brought in before (see message.py)."""
    grep = ("--fixed-strings", f"--grep=Correction-Id: {message.DERIVED}")
    listed = archive.repository.run("rev-list", *grep, archive.tip, "--").decode("ascii").split()
    return frozenset(
        stated.correction_id
        for oid in listed
        for stated in message.parse(archive.repository.commit(oid).message).decisions
    )


def _plan(
    archive: Archive, overlay: Overlay, number: int, wanted: Sequence[Edit] | Making, decision: Decision
) -> Plan | Refused:
    try:
        edits = wanted(overlay) if callable(wanted) else wanted
        check(edits, decision)
        seen, value = overlay.commit, None
        if isinstance(wanted, Expected) and wanted.expect.startswith("="):
            value = wanted.expect[1:]
        elif isinstance(wanted, Expected):
            seen = archive.resolve(wanted.expect, wanted.record)
        return plan_over(Asked(archive, tuple(edits), decision, seen, value), overlay)
    except (InputError, ConflictError) as error:
        return Refused(number, error)


def _dry(archive: Archive, portion: Sequence[tuple[int, Wanted]], shared: Shared | None) -> list[Receipt | Refused]:
    made, refused = _planned(archive, portion, archive.branch, archive.tip, shared=shared)
    return _in_order(made, refused, [one.receipt for one in made])


def _in_order(
    made: Sequence[_Made], refused: Sequence[Refused], receipts: Iterable[Receipt]
) -> list[Receipt | Refused]:
    """What became of each correction that was asked for, in their order; what they share is none of them."""
    found: dict[int, Receipt | Refused] = {one.number: one for one in refused}
    found |= {one.number: receipt for one, receipt in zip(made, receipts, strict=True)}
    return [found[number] for number in sorted(found) if number != _SHARED]


def _batch(archive: Archive, portion: Sequence[tuple[int, Wanted]], shared: Shared | None) -> list[Receipt | Refused]:
    repository, branch = archive.repository, archive.branch
    made: list[_Made] = []
    refused: list[Refused] = []

    def planned(give: Callable[[NewCommit], None] | None = None) -> list[NewCommit]:
        made[:], refused[:] = _planned(archive, portion, branch, archive.tip, shared=shared, give=give)
        for dossier in (dossier for one in made for dossier in one.texts):
            keep(repository, dossier)
        return [one.commit for one in made]

    with (
        _uncollected(),
        writing(repository, clock=archive.clock, branch=branch) as lock,
        held_off(repository, lock, archive.clock),
        Ahead(repository, lock) as ahead,
    ):
        tree = follow(repository, lock, clock=archive.clock)
        new = planned(ahead.give)
        if not new:
            return _in_order((), refused, ())
        landed, notices = land(repository, new, lock, tree, again=planned, ahead=ahead)
        if landed is None:
            raise ConflictError("another program writes to this branch without pause; nothing was written", code="busy")
        return _in_order(made, refused, _receipts(archive, made, landed, notices))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Python's collector of circles kept from looking, for one batch, at all that the batch keeps: a third of the time.

    Nothing here makes circles; what one batch could leave is bounded, and met right after it.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _planned(
    archive: Archive,
    portion: Sequence[tuple[int, Wanted]],
    branch: str,
    tip: ObjectId,
    *,
    shared: Shared | None = None,
    give: Callable[[NewCommit], None] | None = None,
) -> tuple[list[_Made], list[Refused]]:
    """Each correction on top of those before it, given away as it is made; what does not fit is set aside."""
    batch = _Batch(archive, branch, tip, give)
    before = shared(batch.overlay, [wanted for _, wanted in portion]) if shared is not None else None
    for number, wanted in portion if before is None else [(_SHARED, before), *portion]:
        batch.put(number, wanted)
    if [one.number for one in batch.made] == [_SHARED]:
        return [], batch.refused  # of those who need it none fits
    return batch.made, batch.refused


class _Batch:
    """The commits of one batch as they are planned, each on the one before it."""

    def __init__(self, archive: Archive, branch: str, tip: ObjectId, give: Callable[[NewCommit], None] | None) -> None:
        self.archive, self.branch, self.tip, self.give = archive, branch, tip, give
        self.overlay, self.judge = Overlay(archive.repository, tip), Judge()
        self.author, self.committer = signatures(archive, tip, archive.clock.now())
        self.made: list[_Made] = []
        self.refused: list[Refused] = []
        self.held: list[NewCommit] = []
        """What is not given away yet: it is nobody's until a correction stands on it."""

    def put(self, number: int, wanted: Wanted) -> None:
        """Plan one correction; one that does not fit is set aside."""
        archive, (edits, decision) = self.archive, wanted
        repository = archive.repository
        plan = _plan(archive, self.overlay, number, edits, decision)
        if isinstance(plan, Refused):
            self._refuse(plan)
            return
        files = plan.files(repository.prefix)
        try:
            refuse_planned(self.judge, self.overlay, plan.after, files, repository.prefix)
        except InputError as error:
            self._refuse(Refused(number, error))
            return
        correction_id = decision.correction_id or archive.new_id(self.author.when)
        subject = message.one_line(decision.subject or "") or message.subject_of(plan.kind, plan.changes, plan.records)
        text = message.compose(decision, plan.kind, subject, plan.changes, correction_id, words=plan.words).encode()
        parent = None if self.made else self.tip
        commit = NewCommit(self.branch, parent, self.author, self.committer, text, files)
        self._hand_on(commit, wait=number == _SHARED)
        texts = tuple(changed_texts(plan.before, plan.after))
        self.overlay.lay_texts(texts)
        self.overlay.put(files)
        count_over(self.overlay, plan.changes)
        self.made.append(_Made(number, commit, _receipt(plan, correction_id, subject), texts))

    def _refuse(self, refused: Refused) -> None:
        if refused.number != _SHARED:  # each that needs it meets the same, and says so
            self.refused.append(refused)

    def _hand_on(self, commit: NewCommit, *, wait: bool) -> None:
        self.held.append(commit)
        if self.give is not None and not wait:
            for one in self.held:
                self.give(one)
            self.held.clear()


def _receipts(archive: Archive, made: Sequence[_Made], after: ObjectId, notices: tuple[str, ...]) -> Iterator[Receipt]:
    before = made[0].commit.parent
    listed = archive.repository.run("rev-list", "--first-parent", "--reverse", after, f"^{before}", "--")
    for one, oid in zip(made, listed.decode("ascii").split()[: len(made)], strict=True):
        yield replace(one.receipt, commit=oid, written=True, notices=notices)


def _receipt(plan: Plan, correction_id: str, subject: str) -> Receipt:
    return Receipt(
        correction_id, None, None, plan.records, plan.changes, written=False, kind=plan.kind, subject=subject
    )
