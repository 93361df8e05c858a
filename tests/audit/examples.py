"""Cases made from examples: the YAML that rules carry, and that the case files hold.

An example may have ``record`` (what is not given is filled in), ``agents``,
``collection``, ``text`` (edition ``print``) or ``texts``, ``fingerprints``,
``archive`` (other records by id), ``history`` and ``settings``.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import yaml

from provenance.audit.case import Case
from provenance.audit.runner import SnapshotNeighbours, case_of
from provenance.errors import InputError
from provenance.model.address import RecordId
from provenance.model.correction import ChangeLine, HistoryEntry, Person
from provenance.model.notation import write
from provenance.text.dossier import Dossier

HERE = RecordId("winter-ports/doc-006")
EDITION = "print"


class FakeSnapshot:
    """A snapshot of dossiers in memory, with the names of the store's."""

    def __init__(self, dossiers: dict[str, Dossier], settings: bytes | None = None) -> None:
        self.dossiers = dossiers
        self.settings_bytes = settings

    def ids(self) -> tuple[RecordId, ...]:
        return tuple(RecordId(name) for name in sorted(self.dossiers) if "/" in name)

    def has(self, id_: RecordId) -> bool:
        return id_ in self.dossiers

    def dossier(self, id_: RecordId) -> Dossier:
        if id_ not in self.dossiers:
            raise InputError(f"there is no {id_} in this archive", code="no-record", candidates=tuple(self.ids()))
        return self.dossiers[id_]

    def agents(self) -> Any:
        return self.dossiers["agents"].main if "agents" in self.dossiers else {}

    def collection(self, name: str) -> Any:
        return self.dossiers[name].main if name in self.dossiers else None


def _record(example: dict[str, Any], editions: list[str]) -> dict[str, Any]:
    record = {"schema": "1", "title": "A paper on the winter ports", **example}
    declared = record.get("editions", {})
    record["editions"] = {**{name: {"state": "fixed"} for name in editions if name not in declared}, **declared}
    return record if record["editions"] else {key: value for key, value in record.items() if key != "editions"}


def _headed(text: str) -> str:
    """Examples may leave out the first line."""
    return text if text.startswith("%text") else f"%text 1\n\n{text}"


def snapshot_from(source: str) -> FakeSnapshot:
    """The archive that an example describes."""
    example = yaml.load(source, yaml.BaseLoader)  # noqa: S506 - strings only, as a record is read
    texts = {**({EDITION: example["text"]} if "text" in example else {}), **example.get("texts", {})}
    declared = [name for name in texts if name not in example.get("undeclared", ())]
    files = {"record.yaml": write(_record(example.get("record", {}), declared)).encode()}
    files |= {f"editions/{name}.txt": _headed(text).encode() for name, text in texts.items()}
    files |= {f"editions/{name}.fingerprints": text.encode() for name, text in example.get("fingerprints", {}).items()}
    files |= {name: content.encode() for name, content in example.get("files", {}).items()}
    dossiers = {str(HERE): Dossier(HERE, files)}
    for name, other in example.get("archive", {}).items():
        dossiers[name] = Dossier(RecordId(name), {"record.yaml": write(_record(other, [])).encode()})
    if "agents" in example:
        dossiers["agents"] = Dossier(RecordId("agents"), {"agents.yaml": write(example["agents"]).encode()})
    if "collection" in example:
        collection = {"schema": "1", "title": "Winter Ports", **example["collection"]}
        dossiers[HERE.collection] = Dossier(RecordId(HERE.collection), {"collection.yaml": write(collection).encode()})
    return FakeSnapshot(dossiers, example.get("settings", 'title = "Winter Ports"\n').encode())


def history_from(source: str) -> tuple[HistoryEntry, ...] | None:
    """The log that an example gives, newest first."""
    example = yaml.load(source, yaml.BaseLoader)  # noqa: S506
    if "history" not in example:
        return None
    start = datetime(2026, 1, 1, tzinfo=UTC)
    return tuple(_entry(given, start - timedelta(days=number)) for number, given in enumerate(example["history"]))


def _change(given: dict[str, Any]) -> ChangeLine:
    places = {name: given.get(name) for name in ("edition", "pointer", "locator", "before", "after")}
    return ChangeLine(record=str(HERE), **places)


def _entry(given: dict[str, Any], when: datetime) -> HistoryEntry:
    return HistoryEntry(
        correction_id=given.get("correction_id"),
        commit=given.get("commit", "0" * 40),
        version=given.get("version"),
        date=when,
        landed=when,
        editor=Person("Runa Tamm", "runa@example.org"),
        kind=given.get("kind"),
        subject=given.get("subject", "A change"),
        reason=given.get("reason", ""),
        evidence=tuple(given.get("evidence", ())),
        reported_by=None,
        reviewed_by=None,
        records=tuple(given.get("records", (str(HERE),))),
        changes=tuple(_change(change) for change in given.get("changes", ())),
        reverts=given.get("reverts"),
        amended_by=given.get("amended_by"),
        documented=given.get("documented", "yes") == "yes",
    )


def case_from(source: str) -> Case:
    """The case of ``winter-ports/doc-006`` in the archive that an example describes."""
    snapshot = snapshot_from(source)
    return case_of(snapshot, HERE, history=history_from(source), neighbours=SnapshotNeighbours(snapshot))
