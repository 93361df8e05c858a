"""Many corrections at once: one commit each, streamed through one ``git fast-import`` a batch.

A batch lands whole or not at all, so an import that was killed left no record
half there; what landed is found again and refused, so it resumes without
doubling (THREATS T14).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from provenance.errors import ConflictError, InputError
from provenance.model.correction import FileEdit, Receipt
from provenance.store import message
from provenance.store.correcting import check, signatures
from provenance.store.landing import land
from provenance.store.lock import writing
from provenance.store.planning import Asked, plan_over
from provenance.store.snapshot import Overlay, Snapshot
from provenance.store.stream import NewCommit
from provenance.store.worktree import follow

if TYPE_CHECKING:
    from provenance.model.address import RecordId
    from provenance.model.correction import Decision, Edit
    from provenance.store.archive import Archive
    from provenance.store.objects import ObjectId
    from provenance.store.planning import Plan

BATCH = 500
"""Corrections a batch: enough that starting git is nothing beside them, few enough to keep in memory."""

Making = Callable[[Snapshot], Sequence["Edit"]]
"""Edits that depend on what stands there when they are made: of an import, the agents that came before it."""

Wanted = tuple["Sequence[Edit] | Making", "Decision"]
"""One correction of many: its edits, and why."""


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
    plan: Plan
    commit: NewCommit
    correction_id: str
    subject: str


def correct_many(
    archive: Archive, corrections: Iterable[Wanted], *, batch: int = BATCH, dry_run: bool = False
) -> Iterator[Receipt | Refused]:
    """Make corrections one after the other, one commit each; each one's receipt or refusal, in order.

    ConflictError where a hand edit overlaps a batch: that batch is not written,
    those before it stay. A dry run plans each on the ones before it in its
    batch, and writes nothing.
    """
    source = enumerate(corrections)
    while portion := list(islice(source, batch)):
        yield from _dry(archive, portion) if dry_run else _batch(archive, portion)


def correct_as_one(
    archive: Archive, corrections: Iterable[Wanted], decision: Decision, *, dry_run: bool = False
) -> Receipt:
    """Make corrections, each on the one before it, as one decision in one commit: written whole or refused whole.

    RefusedWholeError holds every one that does not fit, with its number from 0.
    """
    overlay = Overlay(archive.repository, archive.tip)
    changed: dict[tuple[RecordId, str], FileEdit] = {}
    refused: list[Refused] = []
    for number, (wanted, why) in enumerate(corrections):
        made = _plan(archive, overlay, number, wanted, why)
        if isinstance(made, Refused):
            refused.append(made)
            continue
        overlay.put(made.files(archive.repository.prefix))
        for record, after in made.after.items():
            for name in {*made.before[record].files, *after.files}:
                if made.before[record].files.get(name) != after.files.get(name):
                    changed[record, name] = FileEdit(record, name, after.files.get(name))
    if refused:
        raise RefusedWholeError(refused)
    return archive.correct(list(changed.values()), decision, dry_run=dry_run, base=overlay.commit)


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


def _dry(archive: Archive, portion: Sequence[tuple[int, Wanted]]) -> list[Receipt | Refused]:
    made, refused = _planned(archive, portion, archive.branch, archive.tip)
    found: dict[int, Receipt | Refused] = {one.number: one for one in refused}
    found |= {one.number: _receipt(one, None) for one in made}
    return [found[number] for number in sorted(found)]


def _batch(archive: Archive, portion: Sequence[tuple[int, Wanted]]) -> list[Receipt | Refused]:
    repository, branch = archive.repository, archive.branch
    made: list[_Made] = []
    refused: list[Refused] = []

    def planned() -> list[NewCommit]:
        made[:], refused[:] = _planned(archive, portion, branch, archive.tip)
        return [one.commit for one in made]

    with writing(repository, clock=archive.clock, branch=branch) as lock:
        tree = follow(repository, lock, clock=archive.clock)
        new = planned()
        if not new:
            return list(refused)
        landed, notices = land(repository, new, lock, tree, again=planned)
        if landed is None:
            raise ConflictError("another program writes to this branch without pause; nothing was written", code="busy")
        receipts = _receipts(archive, made, landed, notices)
        found: dict[int, Receipt | Refused] = {one.number: one for one in refused}
        found |= {one.number: receipt for one, receipt in zip(made, receipts, strict=True)}
        return [found[number] for number in sorted(found)]


def _planned(
    archive: Archive, portion: Sequence[tuple[int, Wanted]], branch: str, tip: ObjectId
) -> tuple[list[_Made], list[Refused]]:
    """Each correction on top of those before it; what does not fit is set aside."""
    overlay = Overlay(archive.repository, tip)
    author, committer = signatures(archive, tip, archive.clock.now())
    made: list[_Made] = []
    refused: list[Refused] = []
    for number, (wanted, decision) in portion:
        plan = _plan(archive, overlay, number, wanted, decision)
        if isinstance(plan, Refused):
            refused.append(plan)
            continue
        correction_id = decision.correction_id or archive.new_id(author.when)
        subject = message.one_line(decision.subject or "") or message.subject_of(plan.kind, plan.changes, plan.records)
        text = message.compose(decision, plan.kind, subject, plan.changes, correction_id).encode()
        files = plan.files(archive.repository.prefix)
        commit = NewCommit(branch, None if made else tip, author, committer, text, files)
        overlay.put(files)
        made.append(_Made(number, plan, commit, correction_id, subject))
    return made, refused


def _receipts(archive: Archive, made: Sequence[_Made], after: ObjectId, notices: tuple[str, ...]) -> Iterator[Receipt]:
    before = made[0].commit.parent
    listed = archive.repository.run("rev-list", "--first-parent", "--reverse", after, f"^{before}", "--")
    for one, oid in zip(made, listed.decode("ascii").split()[: len(made)], strict=True):
        yield replace(_receipt(one, oid), notices=notices)


def _receipt(one: _Made, commit: ObjectId | None) -> Receipt:
    return Receipt(
        one.correction_id,
        commit,
        None,
        one.plan.records,
        one.plan.changes,
        written=commit is not None,
        kind=one.plan.kind,
        subject=one.subject,
    )
