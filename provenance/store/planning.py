"""A correction applied to one commit in memory: first on what the editor saw, again on a newer tip."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from provenance.diff.merge import apply, changes, kind_of
from provenance.diff.telling import value
from provenance.errors import ConflictError, InputError
from provenance.model.correction import FileEdit
from provenance.store import message
from provenance.store.snapshot import Snapshot
from provenance.store.stream import FileChange
from provenance.store.withheld import with_attached
from provenance.store.words_shown import shown_so_far, told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from provenance.model.address import RecordId
    from provenance.model.correction import ChangeLine, Decision, Edit, Kind
    from provenance.store.archive import Archive
    from provenance.store.objects import ObjectId
    from provenance.text.dossier import Dossier

_LISTED = 200
"""How many corrections between what was seen and the tip a conflict names at most."""


@dataclass(frozen=True)
class Asked:
    """What is asked of the archive: the edits, why, and the commit that the editor's eyes rested on (``seen``)."""

    archive: Archive
    edits: tuple[Edit, ...]
    decision: Decision
    seen: ObjectId
    expected: str | None = None
    from_edits: bool = False
    besides: Callable[[Snapshot], tuple[FileChange, ...]] | None = None
    """What the correction does to files of the archive's root, on a state (``redirects.yaml`` of a rename)."""
    texts: Mapping[tuple[RecordId, str, bytes], bytes] = field(default_factory=dict)
    """Attached texts that the edits have changed already, and that are on no disk yet (``Snapshot.laid_texts``)."""


@dataclass(frozen=True)
class Plan:
    """A correction applied to the commit ``base``, not yet written."""

    base: ObjectId
    kind: Kind
    before: Mapping[RecordId, Dossier]
    after: Mapping[RecordId, Dossier]
    changes: tuple[ChangeLine, ...]
    besides: tuple[FileChange, ...] = ()
    words: tuple[message.Words, ...] = ()
    """What it changed in texts that are withheld, for its message."""

    @property
    def records(self) -> tuple[str, ...]:
        """The ids of what changes."""
        return tuple(record for record in self.after if self.after[record].files != self.before[record].files)

    def files(self, prefix: str) -> tuple[FileChange, ...]:
        """The paths to write, from the top of the repository, in order."""
        return self.besides + tuple(
            FileChange(f"{prefix}{record.folder}/{name}", after.files.get(name))
            for record, after in self.after.items()
            for name in sorted({*self.before[record].files, *after.files})
            if self.before[record].files.get(name) != after.files.get(name)
        )


def plan(asked: Asked, tip: ObjectId) -> Plan:
    """The correction on ``tip``, held against what the editor saw.

    ConflictError where the same field or words were changed since; InputError
    where an edit does not fit or nothing changes.
    """
    state = Snapshot(asked.archive.repository, tip)
    state.laid_texts = asked.texts
    return plan_over(asked, state)


def plan_over(asked: Asked, snapshot: Snapshot) -> Plan:
    """As :func:`plan`, on a state that may hold changes which are not committed yet."""
    fresh = plan_on(asked, snapshot) if asked.seen == snapshot.commit else _again(asked, snapshot)
    _refuse_earlier_ids(fresh, snapshot)
    if asked.besides is not None:
        fresh = replace(fresh, besides=asked.besides(snapshot))
    if asked.expected is not None:
        _hold_to_value(fresh, asked.expected)
    return fresh


def _refuse_earlier_ids(made: Plan, snapshot: Snapshot) -> None:
    """InputError for a record that would begin under another's earlier id; only what was there itself comes back."""
    begun = [record for record in made.after if made.after[record].files and not made.before[record].files]
    taken = next((record for record in begun if record in snapshot.redirects), None)
    if taken is not None and made.kind != "restoration":
        raise InputError(
            f"{taken} was the id of a record that is now {snapshot.redirects[taken]}: ids are never reused",
            code="id-taken",
            hint="give the new record another id",
        )


def plan_on(asked: Asked, snapshot: Snapshot) -> Plan:
    """The correction on one state, whatever was seen; InputError where an edit does not fit or nothing changes."""
    made = _applied(asked, snapshot)
    _refuse_no_change(made, asked.decision)
    return made


def _applied(asked: Asked, snapshot: Snapshot) -> Plan:
    """Apply every edit; all records that do not fit are named in one error."""
    before: dict[RecordId, Dossier] = {}
    for edit in asked.edits:
        if edit.record not in before:
            begins = isinstance(edit, FileEdit) and edit.content is not None
            there = snapshot.dossier_or_empty(edit.record) if begins else snapshot.dossier(edit.record)
            before[edit.record] = with_attached(asked.archive.repository, there, snapshot)
    kind: Kind = asked.decision.kind or _kind(asked.edits, before)
    after, refused = dict(before), dict[str, InputError]()
    for edit in asked.edits:
        try:
            after[edit.record] = apply(edit, after[edit.record], kind, asked.decision)
        except InputError as error:
            if len(before) == 1:
                raise
            refused.setdefault(edit.record, error)
    if refused:
        raise _refusal(refused)
    return _planned(asked.archive, snapshot, kind, before, after)


def _kind(edits: Sequence[Edit], before: Mapping[RecordId, Dossier]) -> Kind:
    """The kind that follows from the places; every record whose words need one to be named is in one error."""
    refused: dict[str, InputError] = {}
    for record in before if len(before) > 1 else ():
        try:
            kind_of([edit for edit in edits if edit.record == record], before)
        except InputError as error:
            refused[record] = error
    if refused:
        raise _refusal(refused)
    return kind_of(edits, before) if edits else "editorial"


def _planned(
    archive: Archive, state: Snapshot, kind: Kind, before: dict[RecordId, Dossier], after: dict[RecordId, Dossier]
) -> Plan:
    """A plan whose every resulting record can be read."""
    after = {record: _following(archive, before[record], after[record], state) for record in after}
    for dossier in after.values():
        validate(dossier)
    told_of = [told(before[record], after[record], partial(shown_so_far, archive, state, record)) for record in after]
    lines = tuple(line for lines, _ in told_of for line in lines)
    return Plan(state.commit, kind, before, after, lines, words=tuple(one for _, words in told_of for one in words))


def _following(archive: Archive, before: Dossier, after: Dossier, state: Snapshot) -> Dossier:
    """The dossier with the attached texts of its new fingerprints, where those were put as a file."""
    if not after.attached or after.attached != before.attached or after.files == before.files:
        return after
    return with_attached(archive.repository, after.without_attached(), state)


def validate(dossier: Dossier) -> None:
    """InputError unless a dossier can be read whole: its YAML, and each edition's text and fingerprints."""
    if not dossier.files:
        return
    _ = dossier.main
    if not dossier.id.is_record:
        return
    for edition in dossier.editions():
        dossier.text(edition)
        dossier.fingerprints(edition)


def _refusal(refused: Mapping[str, InputError]) -> InputError:
    """Every record that does not fit, in one error; nothing is written (DESIGN §4)."""
    first = next(iter(refused.values()))
    listed = "; ".join(f"{record}: {error.message}" for record, error in refused.items())
    return InputError(
        f"{len(refused)} of the records do not fit, so nothing was written: {listed}",
        code="refused-whole",
        file=first.file,
        line=first.line,
        column=first.column,
        hint=first.hint,
        candidates=tuple(refused),
    )


def _refuse_no_change(made: Plan, decision: Decision) -> None:
    if not made.records and decision.amends is None:
        raise InputError(
            "this changes nothing: it is already so",
            code="no-change",
            hint="provenance show says what stands there now",
        )


def _again(asked: Asked, snapshot: Snapshot) -> Plan:
    """The correction made again on a newer tip: other records, fields and words go through, the same ones conflict."""
    seen = Snapshot(asked.archive.repository, asked.seen)
    seen.laid_texts = asked.texts
    was = plan_on(asked, seen)
    if all(snapshot.files(record) == dict(was.before[record].files) for record in was.before):
        return replace(was, base=snapshot.commit)
    if asked.edits and all(isinstance(edit, FileEdit) for edit in asked.edits):
        return _merged(asked, was, snapshot)
    try:
        now = _applied(replace(asked, edits=tuple(_followed(asked, was, snapshot))), snapshot)
    except InputError as error:
        _refuse_done(asked, was, snapshot)
        raise _conflict(asked, was, snapshot, error.message) from error
    if not now.records:
        _refuse_done(asked, was, snapshot)
    if _effects(now) != _effects(was):
        raise _conflict(asked, was, snapshot, "another correction changed the same field or words")
    return now


def _followed(asked: Asked, was: Plan, snapshot: Snapshot) -> Iterator[Edit]:
    """The edits, each addressed to where its words stand now: a block may have been moved, split or renumbered."""
    from provenance.diff.following import follow

    for edit in asked.edits:
        yield follow(edit, was.before[edit.record], snapshot.dossier_or_empty(edit.record))


def _merged(asked: Asked, was: Plan, snapshot: Snapshot) -> Plan:
    """Whole files, edited elsewhere meanwhile: merged three ways, by field, block and word; ConflictError where not."""
    from provenance.diff.merge import merge

    before = {record: snapshot.dossier_or_empty(record) for record in was.before}
    after = {
        record: was.after[record]
        if dict(before[record].files) == dict(was.before[record].files)
        else merge(was.before[record], was.after[record], before[record])
        for record in before
    }
    return _planned(asked.archive, snapshot, was.kind, before, after)


_Key = tuple[str, str | None, str | None, str | None]


def _key(line: ChangeLine) -> _Key:
    return line.record, line.edition, line.pointer, line.locator


def _effects(made: Plan) -> list[tuple[_Key, str, str]]:
    """What a plan does, from what to what; of words not in which block: they may have moved with it."""
    return [
        ((line.record, line.edition, line.pointer, None), repr(line.before), repr(line.after)) for line in made.changes
    ]


def _refuse_done(asked: Asked, was: Plan, snapshot: Snapshot) -> None:
    """InputError ``no-change`` where another correction has made already what this one asks."""
    theirs = {
        _key(line): repr(line.after)
        for record, before in was.before.items()
        for line in changes(before, snapshot.dossier_or_empty(record))
    }
    if any(theirs.get(_key(line)) != repr(line.after) for line in was.changes):
        return
    ids = _ids_between(asked, snapshot.commit, was.changes)
    by = f", by correction {ids[0]}" if ids else ""
    raise InputError(
        f"this changes nothing: it is already so{by}",
        code="no-change",
        hint=f"provenance history {was.records[0]} says why",
        candidates=tuple(ids[1:]),
    )


def _conflict(asked: Asked, was: Plan, snapshot: Snapshot, why: str) -> ConflictError:
    """Both sides, as data: what we would write, and what stands there now."""
    theirs: dict[_Key, ChangeLine] = {}
    for record, before in was.before.items():
        for line in changes(before, snapshot.dossier_or_empty(record)):
            theirs[_key(line)] = line
    ids = _ids_between(asked, snapshot.commit, [line for line in was.changes if _key(line) in theirs])
    shown = tuple(
        {
            "key": message.change_value(line),
            "record": line.record,
            "edition": line.edition,
            "pointer": line.pointer,
            "block": line.locator,
            "base": line.before,
            "ours": line.after,
            "theirs": theirs[_key(line)].after,
            "correction_ids": ids,
        }
        for line in was.changes
        if _key(line) in theirs
    )
    both = "".join(f"; {one['key']}: theirs “{value(one['theirs'])}”, ours “{value(one['ours'])}”" for one in shown[:3])
    return ConflictError(
        f"{why}; nothing was written{both}",
        conflicts=shown,
        hint="look at both (provenance history), then correct again",
        candidates=tuple(ids),
    )


def _ids_between(asked: Asked, tip: ObjectId, lines: Sequence[ChangeLine]) -> list[str]:
    """The corrections that changed the same fields and blocks since; all of the records where none can be told."""
    from provenance.model.address import RecordId
    from provenance.store.history import entries_of

    archive = asked.archive
    folders = {RecordId(line.record).path.rpartition("/")[0] for line in lines}
    paths = [f"{archive.repository.prefix}{folder}" for folder in sorted(folders)]
    listed = archive.repository.run("rev-list", f"--max-count={_LISTED}", tip, f"^{asked.seen}", "--", *paths)
    entries = [
        entry for oid in listed.decode("ascii").split() for entry in entries_of(archive, oid) if entry.correction_id
    ]
    places = {_key(line) for line in lines}
    same = [entry for entry in entries if any(_key(line) in places for line in entry.changes)]
    return [entry.correction_id for entry in same or entries if entry.correction_id]


def _hold_to_value(made: Plan, old: str) -> None:
    """ConflictError unless everything that changes read ``old`` before."""
    differing = [line for line in made.changes if ("" if line.before is None else str(line.before)) != old]
    if not differing:
        return
    shown: tuple[dict[str, Any], ...] = tuple(
        {
            "key": message.change_value(line),
            "record": line.record,
            "edition": line.edition,
            "pointer": line.pointer,
            "block": line.locator,
            "base": old,
            "ours": line.after,
            "theirs": line.before,
            "correction_ids": [],
        }
        for line in differing
    )
    raise ConflictError(
        f"it was expected to read {old!r}, but it reads {differing[0].before!r}; nothing was written",
        code="not-as-expected",
        conflicts=shown,
    )
