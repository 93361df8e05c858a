"""A correction taken back, or its reason mended: each a new entry, linked to the old one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from provenance.errors import ConflictError, InputError
from provenance.model.address import RecordId
from provenance.model.correction import FileEdit
from provenance.store.history import entries_of, history
from provenance.store.snapshot import Snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model.correction import Decision, HistoryEntry, Receipt
    from provenance.store.archive import Archive
    from provenance.text.dossier import Dossier


def entry_of(archive: Archive, correction: str) -> HistoryEntry:
    """The entry of a correction named by its id (its last 8 characters do) or its commit; InputError otherwise."""
    commit = archive.resolve(correction)
    entries = [entry for entry in entries_of(archive, commit) if entry.correction_id]
    named = [entry for entry in entries if (entry.correction_id or "").endswith(correction.upper())]
    if len(named or entries) == 1:
        return (named or entries)[0]
    if not entries:
        raise InputError(
            f"{correction} was made by hand and has no Correction-Id",
            code="undocumented",
            hint="provenance restore ID --to WHEN brings an earlier state back",
        )
    raise InputError(
        f"the commit of {correction} holds {len(entries)} decisions",
        code="several",
        candidates=tuple(entry.correction_id or "" for entry in entries),
    )


def amend(archive: Archive, correction: str, decision: Decision, *, dry_run: bool = False) -> Receipt:
    """Give a correction another reason, by a commit of its own that changes no file; both are shown from then on."""
    entry = entry_of(archive, correction)
    subject = decision.subject or f"Amend the reason of “{entry.subject}”"
    amended = replace(decision, amends=entry.correction_id, kind=decision.kind or entry.kind, subject=subject)
    return archive.correct([], amended, dry_run=dry_run)


def revert(archive: Archive, correction: str, decision: Decision, *, dry_run: bool = False) -> Receipt:
    """Take back what one correction did, and nothing else: three ways, by field, block and word.

    ConflictError where a later correction changed the same; InputError where it
    is taken back already, changed nothing, or began a record.
    """
    entry = entry_of(archive, correction)
    if entry.reverted_by is not None and _stands(archive, entry.reverted_by):
        raise InputError(f"{correction} was taken back already", code="no-change", hint=f"by {entry.reverted_by}")
    if not entry.records:
        raise InputError(
            f"{correction} changed no record: there is nothing to take back",
            code="no-change",
            hint="provenance amend gives a correction another reason",
        )
    tip = archive.snapshot()
    try:
        edits = list(_inverse(archive, entry, tip))
    except ConflictError as conflict:
        if not conflict.conflicts:
            raise
        raise _with_what_came_later(archive, entry, conflict) from conflict
    subject = decision.subject or f"Take back “{entry.subject}”"
    reverting = replace(decision, reverts=entry.correction_id, kind=decision.kind or "restoration", subject=subject)
    return archive.correct(edits, reverting, dry_run=dry_run, base=tip.commit)


def _with_what_came_later(archive: Archive, entry: HistoryEntry, conflict: ConflictError) -> ConflictError:
    """The same conflict, with the corrections that changed since what is to be taken back."""
    later = [one for one in history(archive, since=entry.commit) if one.correction_id and one.amends is None]
    shown, named = [], dict[str, None]()
    for one in conflict.conflicts:
        place = (one.get("pointer"), one.get("block"))
        ids = [
            other.correction_id
            for other in later
            if any(line.record == one["record"] and (line.pointer, line.locator) == place for line in other.changes)
        ]
        named |= dict.fromkeys(filter(None, ids))
        shown.append({**one, "correction_ids": ids})
    return ConflictError(
        f"what {correction_name(entry)} did was changed since; nothing was written: {conflict.message}",
        conflicts=tuple(shown),
        hint="take back first what came later (provenance revert), or correct it as it stands now",
        candidates=tuple(named),
    )


def _stands(archive: Archive, correction_id: str) -> bool:
    """Whether a correction is in force: it was not taken back, or that was taken back in its turn."""
    by = entry_of(archive, correction_id).reverted_by
    return by is None or not _stands(archive, by)


def _inverse(archive: Archive, entry: HistoryEntry, tip: Snapshot) -> Iterator[FileEdit]:
    from provenance.diff.merge import merge

    repository = archive.repository
    parents = repository.commit(entry.commit).parents
    before, after = Snapshot(repository, parents[0] if parents else None), Snapshot(repository, entry.commit)
    for name in entry.records:
        record = RecordId.parse(name)
        was, became = (state.dossier_or_empty(record) for state in (before, after))
        if not was.files and became.files and record in before.redirects:
            yield from _gone_again(entry, became, tip)
            continue
        if not was.files or not became.files:
            raise InputError(
                f"{correction_name(entry)} {'began' if not was.files else 'moved'} {record}: "
                "an id that was given is not taken back",
                code="began",
                hint="provenance withdraw takes a record down"
                if not was.files
                else "provenance rename gives a record another id, provenance divide makes two of what was joined",
            )
        # since then the record may have got another id: what is taken back is taken back there
        now_id = record if tip.has(record) else archive.find(record, tip)
        now = tip.dossier(now_id)
        was, became = (replace(state, id=now_id) for state in (was, became))
        merged = was if dict(now.files) == dict(became.files) else merge(became, now, was)
        for file in sorted({*now.files, *merged.files}):
            if now.files.get(file) != merged.files.get(file):
                yield FileEdit(now_id, file, merged.files.get(file))


def _gone_again(entry: HistoryEntry, became: Dossier, tip: Snapshot) -> Iterator[FileEdit]:
    """A record that a restoration brought back, gone to where its id led before; ConflictError if it changed since."""
    now = tip.dossier_or_empty(became.id)
    if dict(now.files) != dict(became.files):
        raise ConflictError(
            f"{became.id} was corrected since {correction_name(entry)} brought it back; nothing was written",
            code="conflict",
            hint=f"provenance history {became.id} shows by what; take that back first",
        )
    yield from (FileEdit(became.id, file, None) for file in sorted(now.files))


def correction_name(entry: HistoryEntry) -> str:
    """How a correction is named to a person: the end of its id."""
    return (entry.correction_id or entry.commit)[-8:]
