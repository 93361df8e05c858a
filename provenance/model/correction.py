"""A correction as a value: what is asked (edits), why (decision), what came of it (receipt), its history (entry)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from provenance.model.address import Locator, Pointer, RecordId

Kind = Literal[
    "transcription", "erratum", "translation", "attribution", "source", "date", "relation",
    "editorial", "markup", "import", "restoration", "withdrawal",
]  # fmt: skip
KINDS: tuple[Kind, ...] = Kind.__args__  # type: ignore[attr-defined]

TEXT_KINDS: frozenset[Kind] = frozenset({"transcription", "markup", "restoration", "import"})
"""The only kinds that may change the text file of a fixed edition."""

WORD_KINDS: frozenset[Kind] = frozenset({"transcription", "erratum", "markup"})
"""The only kinds in which single words of a fixed edition may be asked for; markup leaves the words themselves."""


@dataclass(frozen=True)
class FieldEdit:
    """Set, add or remove one field. ``value``: a string to set, YAML source to add, None or a text to remove.

    ``among``: the keys of its map in the order that is wanted, where a new field has a place of its own in it.
    """

    record: RecordId
    op: Literal["set", "add", "remove"]
    pointer: Pointer
    value: str | None = None
    among: tuple[str, ...] = ()


@dataclass(frozen=True)
class WordsEdit:
    """For ``old`` read ``new`` at a place of an edition; ``every`` allows more than one occurrence."""

    record: RecordId
    edition: str
    locator: Locator | None
    old: str
    new: str
    every: bool = False


@dataclass(frozen=True)
class MarkEdit:
    """Give the bracket, span or words at a place a kind and attributes; the words stay."""

    record: RecordId
    edition: str
    locator: Locator
    kind: str
    attrs: Mapping[str, str]


@dataclass(frozen=True)
class FileEdit:
    """Put, replace or (``content`` None) take away one file of a record's folder, whole: import, $EDITOR, restore."""

    record: RecordId
    name: str
    content: bytes | None


Edit = FieldEdit | WordsEdit | MarkEdit | FileEdit


@dataclass(frozen=True)
class Decision:
    """Why a correction is made, by whom, on what evidence. ``kind`` None: it follows from the place."""

    reason: str
    kind: Kind | None = None
    evidence: tuple[str, ...] = ()
    reported_by: str | None = None
    reviewed_by: str | None = None
    subject: str | None = None
    reverts: str | None = None
    amends: str | None = None
    correction_id: str | None = None


@dataclass(frozen=True)
class Person:
    """Who decided: the key and ORCID are those of provenance.toml."""

    name: str
    email: str
    key: str | None = None
    orcid: str | None = None


@dataclass(frozen=True)
class ChangeLine:
    """One change of one field or one stretch of words, as history, change log and receipts show it."""

    record: str
    edition: str | None
    pointer: str | None
    locator: str | None
    before: Any
    after: Any

    @property
    def is_layout(self) -> bool:
        """Whether it tells of comments or layout alone: it names a record, and no place in it."""
        return self.pointer is None and self.edition is None and self.locator is None

    def as_json(self) -> dict[str, Any]:
        """The object of DESIGN §8."""
        return dict(vars(self))


@dataclass(frozen=True)
class Receipt:
    """What a correction did. ``written`` false: a dry run. ``notices``: what the editor should know besides."""

    correction_id: str
    commit: str | None
    version: str | None
    records: tuple[str, ...]
    changes: tuple[ChangeLine, ...]
    written: bool
    kind: Kind
    subject: str
    notices: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The object of DESIGN §8."""
        return {
            "schema": 1,
            "correction_id": self.correction_id,
            "commit": self.commit,
            "version": self.version,
            "records": list(self.records),
            "changes": [line.as_json() for line in self.changes],
            "written": self.written,
            "kind": self.kind,
            "subject": self.subject,
            "notices": list(self.notices),
        }


@dataclass(frozen=True)
class HistoryEntry:
    """One correction as history holds it; ``version`` is that of the record asked about (None in the archive's log)."""

    correction_id: str | None
    commit: str
    version: str | None
    date: datetime
    landed: datetime
    editor: Person
    kind: Kind | None
    subject: str
    reason: str
    evidence: tuple[str, ...]
    reported_by: str | None
    reviewed_by: str | None
    records: tuple[str, ...]
    changes: tuple[ChangeLine, ...]
    release: str | None = None
    reverts: str | None = None
    reverted_by: str | None = None
    amends: str | None = None
    amended_by: str | None = None
    amendments: tuple[str, ...] = field(default=())
    signature: str | None = None
    documented: bool = True

    def as_json(self) -> dict[str, Any]:
        """The object of DESIGN §8."""
        entry = dict(vars(self))
        entry["editor"] = {"name": self.editor.name, "id": self.editor.orcid}
        entry["date"] = self.date.isoformat()
        entry["landed"] = self.landed.isoformat()
        entry["changes"] = [line.as_json() for line in self.changes]
        for key in ("evidence", "records", "amendments"):
            entry[key] = list(entry[key])
        return entry
