"""Hand edits recorded: what an editor changed in the files becomes a correction with a reason."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from provenance.errors import InputError
from provenance.model.correction import FileEdit
from provenance.store.correcting import correct
from provenance.store.treediff import record_of
from provenance.store.worktree import hand_edits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.model.address import RecordId
    from provenance.model.correction import Decision, Receipt
    from provenance.store.archive import Archive


def from_edits(
    archive: Archive, decision: Decision, *, records: Sequence[RecordId] = (), dry_run: bool = False
) -> Receipt:
    """Record every hand edit (of these records, where some are named) as one decision.

    InputError where there is none, or where a file cannot be read or says what
    a record cannot hold; nothing is written then, and the files stay.
    """
    edits = _edits(archive, records)
    if not edits:
        raise InputError(
            "no file of a record was changed by hand", code="no-change", hint="provenance status shows what was"
        )
    return correct(archive, edits, decision, dry_run=dry_run, from_edits=True)


def each_own(
    archive: Archive, decision: Decision, *, records: Sequence[RecordId] = (), dry_run: bool = False
) -> tuple[Receipt, ...]:
    """As :func:`from_edits`, one decision a record; one that is refused keeps its hand edits and stops the rest."""
    edited = dict.fromkeys(edit.record for edit in _edits(archive, records))
    if not edited:
        raise InputError("no file of a record was changed by hand", code="no-change")
    fresh = replace(decision, correction_id=None)
    return tuple(from_edits(archive, fresh, records=(record,), dry_run=dry_run) for record in edited)


def _edits(archive: Archive, records: Sequence[RecordId]) -> list[FileEdit]:
    prefix = archive.repository.prefix
    found = []
    for path, content in hand_edits(archive.repository, archive.tip).items():
        inside = path.removeprefix(prefix)
        record = record_of(inside)
        if record is not None and (not records or record in records):
            found.append(FileEdit(record, inside.removeprefix(f"{record.folder}/"), content))
    return found
