"""One correction's way into the archive: planned on the tip, written as one commit, made again after a lost race."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.errors import ConflictError, InputError
from provenance.model.correction import Receipt
from provenance.store import message
from provenance.store.machine import told
from provenance.store.objects import Signature
from provenance.store.planning import Asked, plan
from provenance.store.stream import NewCommit
from provenance.store.withheld import keep_changed, refuse_commits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from provenance.model.address import RecordId
    from provenance.model.correction import Decision, Edit, HistoryEntry
    from provenance.store.archive import Archive
    from provenance.store.index import Seen
    from provenance.store.objects import ObjectId
    from provenance.store.planning import Plan
    from provenance.store.snapshot import Snapshot
    from provenance.store.stream import FileChange

_ERRATUM = re.compile(r"/editions/[a-z0-9-]+/errata(?:/|$)", re.ASCII)


@told()
def correct(
    archive: Archive,
    edits: Sequence[Edit],
    decision: Decision,
    *,
    dry_run: bool = False,
    expect: str | None = None,
    base: str | None = None,
    acknowledge: Callable[[Receipt], None] | None = None,
    from_edits: bool = False,
    besides: Callable[[Snapshot], tuple[FileChange, ...]] | None = None,
    texts: Mapping[tuple[RecordId, str, bytes], bytes] | None = None,
) -> Receipt:
    """See :meth:`provenance.store.archive.Archive.correct`; ``from_edits``: the work tree's files hold it already.

    ``besides`` and ``texts``: as in :class:`provenance.store.planning.Asked`.
    """
    check(edits, decision)
    start = archive.tip  # before history is asked: what lands in between is met under the lock
    if (known := _answer_again(archive, edits, decision)) is not None:
        return known
    now = archive.clock.now()
    correction_id = decision.correction_id or archive.new_id(now)
    expected = expect[1:] if expect is not None and expect.startswith("=") else None
    seen = _what_was_seen(archive, edits, expect if expected is None else None, base, start)
    asked = Asked(archive, tuple(edits), decision, seen, expected, from_edits, besides, texts or {})
    first = plan(asked, start)
    _refuse_no_erratum(first, decision)
    refuse_commits(archive.repository, first.base, [first.files(archive.repository.prefix)])
    _ = archive.person  # nobody: refused before anything is written, and in a dry run too
    if dry_run:
        return _receipt(asked, first, correction_id)
    return _write(asked, first, correction_id, now, acknowledge)


def check(edits: Sequence[Edit], decision: Decision) -> None:
    """InputError for a correction without a reason, without a change, or under an id that is none."""
    if not decision.reason.strip():
        raise InputError("a correction needs its reason", code="no-reason", hint='-m "why", or -F FILE')
    for option, words in (
        *(("--evidence", one) for one in decision.evidence),
        ("--reported-by", decision.reported_by),
        ("--reviewed-by", decision.reviewed_by),
    ):
        if words is not None and not words.strip():
            raise InputError(f"{option} says nothing", code="empty", hint=f"leave {option} out, or say what it is")
    if decision.correction_id is not None and not message.is_correction_id(decision.correction_id):
        raise InputError(f"{decision.correction_id!r} is no Correction-Id", hint="26 letters and digits: a ULID")
    if not edits and decision.amends is None:
        raise InputError("nothing is to be changed", code="no-change", hint="provenance correct --help")


def _refuse_no_erratum(made: Plan, decision: Decision) -> None:
    """InputError for an erratum that corrects no words: a field is nobody's print."""
    if decision.kind != "erratum" or decision.amends is not None:
        return
    if any(line.locator is not None or _ERRATUM.match(line.pointer or "") for line in made.changes):
        return
    where = made.changes[0].pointer if made.changes else None
    raise InputError(
        f"an erratum is an error of an edition's words, and {where or 'this'} is none of them",
        code="no-erratum",
        file=made.records[0] if made.records else None,
        hint="leave --kind out: it follows from the place; of an edition's words: "
        'ID:EDITION --where p1 --from "as printed" --to "as it should be" --kind erratum',
    )


def _what_was_seen(
    archive: Archive, edits: Sequence[Edit], version: str | None, base: str | None, tip: ObjectId
) -> ObjectId:
    """The commit that the editor's eyes rested on: the version expected, ``base``, else the tip."""
    if version is not None:
        return archive.resolve(version, edits[0].record if edits else None)
    return tip if base is None else archive.resolve(base)


def _write(
    asked: Asked,
    first: Plan,
    correction_id: str,
    now: datetime,
    acknowledge: Callable[[Receipt], None] | None,
) -> Receipt:
    """Under the lock: plan again where the tip has moved, write, settle; lose a race and go round."""
    from provenance.store.ahead import Ahead
    from provenance.store.landing import land
    from provenance.store.lock import writing
    from provenance.store.signatures import beforehand
    from provenance.store.worktree import follow

    archive, made = asked.archive, first
    branch, repository = archive.branch, archive.repository
    version: str | None = None
    new: NewCommit

    def planned() -> list[NewCommit]:
        nonlocal made, version, new
        tip = archive.tip
        if tip != made.base:
            # sent twice at the same time, and the other was first (T06); or it came from another clone
            if (known := _answer_again(archive, asked.edits, asked.decision)) is not None:
                raise _Known(known)
            made = plan(asked, tip)
        version = _next_version(archive, made)
        keep_changed(repository, made.before, made.after)
        new = _commit(asked, made, branch, correction_id, now)
        return [new]

    def durable(commit: ObjectId) -> None:
        if acknowledge is not None:
            acknowledge(_receipt(asked, made, correction_id, commit=commit, version=version))

    with writing(repository, clock=archive.clock, branch=branch) as lock, Ahead(repository, lock).begin() as ahead:
        tree = follow(repository, lock, clock=archive.clock)
        try:
            commit, said = land(
                repository, planned(), lock, tree,
                acknowledge=durable, from_edits=asked.from_edits, again=planned, ahead=ahead,
            )  # fmt: skip
        except _Known as known:
            return known.receipt
        if commit is not None:
            of_signing = beforehand(repository, archive.settings, (new.author, new.committer))
            notices = tuple(dict.fromkeys((*lock.notices, *tree.notices, *said, *of_signing)))
            archive.indexes.add_own(seen_as(new, commit, repository.prefix))
            return _receipt(asked, made, correction_id, commit=commit, version=version, notices=notices)
    raise ConflictError(
        "the branch is written to without pause by a program that does not wait for its turn; nothing was written",
        code="busy",
        hint="try again",
    )


class _Known(Exception):  # noqa: N818 - never leaves this module
    """The correction is in history already, by another sender."""

    def __init__(self, receipt: Receipt) -> None:
        super().__init__()
        self.receipt = receipt


def _commit(asked: Asked, made: Plan, branch: str, correction_id: str, now: datetime) -> NewCommit:
    """A plan as a commit."""
    subject = _subject(asked, made)
    text = message.compose(asked.decision, made.kind, subject, made.changes, correction_id, words=made.words).encode()
    author, committer = signatures(asked.archive, made.base, now)
    return NewCommit(branch, made.base, author, committer, text, made.files(asked.archive.repository.prefix))


def _subject(asked: Asked, made: Plan) -> str:
    return message.one_line(asked.decision.subject or "") or message.subject_of(made.kind, made.changes, made.records)


def signatures(archive: Archive, parent: ObjectId, now: datetime) -> tuple[Signature, Signature]:
    """Author and committer: who decided, and who applied it, never earlier than the commit before (DESIGN §4)."""
    from provenance.store.people import applier

    author = archive.person
    who = applier(author, archive.named_author, archive.settings, archive.repository)
    landed = max(now, archive.repository.commit(parent).committer.when.astimezone(now.tzinfo))
    return Signature(author.name, author.email, now), Signature(who.name, who.email, landed)


def _answer_again(archive: Archive, edits: Sequence[Edit], decision: Decision) -> Receipt | None:
    """The receipt of a correction that is in history already: what is sent twice is written once (T06).

    ConflictError where the id stands there over something else than is sent now.
    """
    from provenance.store.history import entries_of
    from provenance.store.when import commits_of

    correction_id = decision.correction_id
    bearing = [] if correction_id is None else commits_of(archive, correction_id)
    if correction_id is None or not bearing:
        return None
    found = (entry for oid in bearing for entry in entries_of(archive, oid) if entry.correction_id == correction_id)
    entry = next(found, None)
    if entry is None or not _is_like(archive, edits, decision, entry):
        raise ConflictError(
            f"the Correction-Id {correction_id} stands in history over something else; nothing was written",
            code="id-reused",
            candidates=(correction_id,),
            hint="send it under an id of its own; provenance history shows the other",
        )
    oid = entry.commit
    return Receipt(
        correction_id,
        oid,
        _version(archive, entry.records, oid),
        entry.records,
        entry.changes,
        written=True,
        kind=entry.kind or "editorial",
        subject=entry.subject,
        notices=("this correction was already in history; it was not written twice",),
    )


def _is_like(archive: Archive, edits: Sequence[Edit], decision: Decision, entry: HistoryEntry) -> bool:
    """Whether these edits, on what stood before a correction, do what it did."""
    from provenance.store.planning import plan_on
    from provenance.store.snapshot import Snapshot

    if (decision.amends, decision.reverts) != (entry.amends, entry.reverts):
        return False
    parents = archive.repository.commit(entry.commit).parents
    before = Snapshot(archive.repository, parents[0] if parents else None)
    try:
        made = plan_on(Asked(archive, tuple(edits), decision, before.commit), before)
    except InputError:
        return False
    after = Snapshot(archive.repository, entry.commit)
    if all(after.files(record) == dict(made.after[record].files) for record in made.after):
        return set(made.records) == set(entry.records)
    # squashed together with others by hand: the files hold more, the words are told alike
    return bool(made.changes) and made.changes == entry.changes


def _version(archive: Archive, records: Sequence[str], commit: ObjectId) -> str | None:
    """The version a correction of one record made; None where it touched none or several."""
    from provenance.model.address import RecordId
    from provenance.store.history import version_number

    return version_number(archive, RecordId(records[0]), commit) if len(records) == 1 else None


def _next_version(archive: Archive, made: Plan) -> str | None:
    """The version this correction will make: told from the index before it is written, so that no walk comes after."""
    from provenance.model.address import RecordId
    from provenance.store.history import next_version

    return next_version(archive, RecordId(made.records[0])) if len(made.records) == 1 else None


def seen_as(new: NewCommit, oid: ObjectId, prefix: str) -> Seen:
    """Our own commit as the index would read it back."""
    from provenance.store.index import Seen

    paths = tuple(change.path.removeprefix(prefix) for change in new.changes)
    parents = () if new.parent is None else (new.parent,)
    return Seen(oid, parents, int(new.committer.when.timestamp()), new.message.decode(), paths)


def _receipt(
    asked: Asked,
    made: Plan,
    correction_id: str,
    *,
    commit: ObjectId | None = None,
    version: str | None = None,
    notices: tuple[str, ...] = (),
) -> Receipt:
    return Receipt(
        correction_id,
        commit,
        version,
        made.records,
        made.changes,
        written=commit is not None,
        kind=made.kind,
        subject=_subject(asked, made),
        notices=notices,
    )
