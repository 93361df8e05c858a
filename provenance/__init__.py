"""Keeps the provenance of published archival documents, and every correction since.

    from provenance import Archive, Decision, FieldEdit, Pointer

    archive = Archive.open("my-archive")
    record = archive.find("doc-006")
    archive.correct([FieldEdit(record, "set", Pointer.parse("/title"), "…")], Decision("why"))

The public names below are loaded on first use, so that ``import provenance``
costs nothing. Whatever the command can do, these can. Each room's ``__init__``
says its job; read ``provenance.model`` first.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_HOMES = {
    "Address": "model.address",
    "Archive": "store.archive",
    "Case": "audit.case",
    "ConflictError": "errors",
    "DamageError": "errors",
    "Decision": "model.correction",
    "Dossier": "text.dossier",
    "Edtf": "model.dates",
    "FieldEdit": "model.correction",
    "FileEdit": "model.correction",
    "Finding": "audit.rule",
    "HistoryEntry": "model.correction",
    "InputError": "errors",
    "Locator": "model.address",
    "MarkEdit": "model.correction",
    "Pointer": "model.address",
    "ProvenanceError": "errors",
    "Reading": "text.readings",
    "Receipt": "model.correction",
    "Record": "model.record",
    "RecordId": "model.address",
    "Share": "store.joining",
    "WordsEdit": "model.correction",
    "abort": "store.merging",
    "amend": "store.reversal",
    "audit_records": "audit.runner:audit",
    "blame": "store.blame",
    "carry_on": "store.merging",
    "compare": "diff.compare",
    "create": "store.archive",
    "derive": "text.readings",
    "divide": "store.joining",
    "edits": "importers.importer",
    "history": "store.history",
    "join": "store.joining",
    "parse_note": "importers.source_note",
    "parse_text": "text.notation:parse",
    "pending_merge": "store.merging",
    "prove": "store.proving",
    "pull": "store.sync",
    "purge": "store.purging",
    "push": "store.sync",
    "read_page": "importers.importer:read",
    "read_record": "model.notation",
    "release": "store.releasing",
    "rename": "store.moving",
    "resolve": "store.merging",
    "restore": "store.restore",
    "revert": "store.reversal",
    "status": "store.status",
    "verify": "store.verify",
    "withdraw": "store.moving",
}

__all__ = sorted([*_HOMES, "__version__"])  # noqa: PLE0605  derived from the one list above


def __getattr__(name: str) -> Any:
    """Load a public name from its home the first time it is asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'provenance' has no attribute {name!r}")
    home, _, inner = _HOMES[name].partition(":")
    value = getattr(import_module(f"provenance.{home}"), inner or name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names."""
    return list(__all__)
