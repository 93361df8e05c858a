"""A record under another id, and a record taken down: what was there stays findable and readable."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from provenance.errors import InputError
from provenance.model.correction import FileEdit
from provenance.store.correcting import correct
from provenance.store.stream import FileChange

if TYPE_CHECKING:
    from provenance.model.address import RecordId
    from provenance.model.correction import Decision, Edit, Receipt
    from provenance.store.archive import Archive
    from provenance.store.snapshot import Snapshot

REDIRECTS = "redirects.yaml"


def rename(archive: Archive, old: RecordId, new: RecordId, decision: Decision, *, dry_run: bool = False) -> Receipt:
    """Give a record another id; the old one leads to it from then on, and its history goes on under the new one.

    InputError where the new id is taken or ever was: ids are never reused.
    """
    snapshot = archive.snapshot()
    if not old.is_record:
        raise InputError("only a record can be renamed", hint="collection/name")
    files = snapshot.dossier(old).files
    refuse_taken(archive, snapshot, new)
    edits: list[Edit] = [FileEdit(new, name, content) for name, content in files.items()]
    edits += [FileEdit(old, name, None) for name in files]
    named = replace(decision, subject=decision.subject or f"Rename {old} to {new}", kind=decision.kind or "editorial")
    return correct(
        archive,
        edits,
        named,
        dry_run=dry_run,
        base=snapshot.commit,
        besides=lambda state: redirected(archive, state, old, new),
    )


def refuse_taken(archive: Archive, snapshot: Snapshot, new: RecordId) -> None:
    """InputError for an id that no new record may have: none of a record, or one that is or was another's."""
    if not new.is_record:
        raise InputError(f"{new} is no id of a record", hint="collection/name")
    if snapshot.has(new) or new in snapshot.redirects or _ever_was(archive, new):
        raise InputError(f"{new} is or was the id of a record: ids are never reused", code="id-taken")


def _ever_was(archive: Archive, record: RecordId) -> bool:
    return not archive.repository.is_shallow and archive.ask(lambda index: index.count_of(record)) > 0


def redirected(archive: Archive, state: Snapshot, old: RecordId, new: RecordId) -> tuple[FileChange, ...]:
    """``redirects.yaml`` with one more line; it is only ever added to."""
    from provenance.model.notation import write

    present = state.file(REDIRECTS) or b""
    line = write({old: new}).encode()
    if not state.redirects:
        # the empty map that init wrote gives way to the first entry
        present = b"".join(part for part in present.splitlines(keepends=True) if part.strip() != b"{}")
    joined = present if not present or present.endswith(b"\n") else present + b"\n"
    return (FileChange(f"{archive.repository.prefix}{REDIRECTS}", joined + line),)


def withdraw(archive: Archive, record: RecordId, decision: Decision, *, dry_run: bool = False) -> Receipt:
    """Take a record down: its id, its title and the reason stay at the tip, all else is cleared.

    History keeps what it was; only ``--purge``, for the law, rewrites that.
    """
    from provenance.model.notation import write

    snapshot = archive.snapshot()
    dossier = snapshot.dossier(record)
    if not record.is_record or dossier.record.withdrawal is not None:
        raise InputError(f"{record} cannot be withdrawn, or is already", code="no-change")
    today = archive.clock.now().date().isoformat()
    by = archive.person.name
    kept = {"schema": str(dossier.record.schema_), "title": dossier.record.title}
    if dossier.record.specimen is not None:
        kept["specimen"] = dossier.record.specimen
    tombstone = write({**kept, "withdrawal": {"reason": decision.reason.strip(), "by": by, "when": today}})
    edits: list[Edit] = [FileEdit(record, name, None) for name in dossier.files if name != record.main_file]
    edits.append(FileEdit(record, record.main_file, tombstone.encode()))
    subject = decision.subject or f"Withdraw {record}"
    named = replace(decision, kind="withdrawal", subject=subject)
    receipt = correct(archive, edits, named, dry_run=dry_run, base=snapshot.commit)
    said = "history keeps what the record held; where the law wants it gone: provenance withdraw --purge"
    return replace(receipt, notices=(*receipt.notices, said))
