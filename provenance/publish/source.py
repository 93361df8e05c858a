"""Where the records come from: a commit of the archive, or, without git, the files that lie there."""

from __future__ import annotations

import json
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from provenance.errors import InputError
from provenance.model.address import AGENTS, RecordId
from provenance.model.correction import ChangeLine, HistoryEntry, Person
from provenance.text.dossier import Dossier

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from provenance.model.agents import AgentList
    from provenance.model.record import Collection

CHANGES = "CHANGES.jsonl"
KEPT = 32
"""Records kept in memory at a time."""


class Source(Protocol):
    """What a page asks of the archive; the store's snapshot is one."""

    def ids(self) -> tuple[RecordId, ...]:
        """The id of every record."""

    def dossier(self, id_: RecordId, /) -> Dossier:
        """The files of one id, or InputError."""

    def has(self, id_: RecordId, /) -> bool:
        """Whether it is there."""

    def agents(self) -> AgentList:
        """All of agents.yaml; empty where there is none."""

    def collection(self, name: str, /) -> Collection | None:
        """The description of a collection, where there is one."""

    @property
    def settings_bytes(self) -> bytes | None:
        """provenance.toml as it stands."""


class Kept:
    """A source that keeps what is asked for again and again: the agents, the collections, the last records."""

    def __init__(self, source: Source) -> None:
        """Read nothing yet."""
        self._source = source
        self._dossiers: dict[RecordId, Dossier] = {}
        self._collections: dict[str, Collection | None] = {}
        self._agents: AgentList | None = None

    def ids(self) -> tuple[RecordId, ...]:
        """The id of every record."""
        return self._ids

    @cached_property
    def _ids(self) -> tuple[RecordId, ...]:
        return self._source.ids()

    def has(self, id_: RecordId, /) -> bool:
        """Whether it is there."""
        return id_ in self._known or self._source.has(id_)

    @cached_property
    def _known(self) -> frozenset[RecordId]:
        return frozenset(self._ids)

    def dossier(self, id_: RecordId, /) -> Dossier:
        """The files of one id; those asked for last are kept, with what was read from them."""
        kept = self._dossiers
        if id_ not in kept:
            if len(kept) >= KEPT:
                del kept[next(iter(kept))]
            kept[id_] = self._source.dossier(id_)
        return kept[id_]

    def agents(self) -> AgentList:
        """All of agents.yaml."""
        if self._agents is None:
            self._agents = self._source.agents()
        return self._agents

    def collection(self, name: str, /) -> Collection | None:
        """The description of a collection."""
        if name not in self._collections:
            self._collections[name] = self._source.collection(name)
        return self._collections[name]

    @property
    def settings_bytes(self) -> bytes | None:
        """provenance.toml as it stands."""
        return self._source.settings_bytes


class Folder:
    """The files of an archive's folder as they lie there: no git, no history but that of CHANGES.jsonl."""

    def __init__(self, root: Path) -> None:
        """Read nothing yet."""
        self.root = root

    @cached_property
    def _found(self) -> dict[RecordId, tuple[Path, ...]]:
        found: dict[RecordId, tuple[Path, ...]] = {}
        base = self.root / "records"
        if (base / "agents.yaml").is_file():
            found[RecordId.parse(AGENTS)] = (base / "agents.yaml",)
        for collection in sorted(base.glob("*/collection.yaml")):
            found[RecordId.parse(collection.parent.name)] = (collection,)
        for record in sorted(base.glob("*/*/record.yaml")):
            folder = record.parent
            texts = tuple(
                sorted(path for path in (folder / "editions").glob("*") if path.suffix in (".txt", ".fingerprints"))
            )
            files = tuple(path for path in (record, *texts) if path.is_file() and not path.is_symlink())
            found[RecordId.parse(f"{folder.parent.name}/{folder.name}")] = files
        return found

    def ids(self) -> tuple[RecordId, ...]:
        """Every record whose main file lies there."""
        return tuple(id_ for id_ in self._found if id_.is_record)

    def has(self, id_: RecordId, /) -> bool:
        """Whether its main file lies there."""
        return id_ in self._found

    def dossier(self, id_: RecordId, /) -> Dossier:
        """Its files, read now."""
        if id_ not in self._found:
            raise InputError(f"There is no {id_} in {self.root}")
        folder = self.root / id_.folder
        return Dossier(id_, {path.relative_to(folder).as_posix(): path.read_bytes() for path in self._found[id_]})

    def agents(self) -> AgentList:
        """All of agents.yaml."""
        agents = RecordId(AGENTS)
        return self.dossier(agents).main if self.has(agents) else {}  # type: ignore[return-value]

    def collection(self, name: str, /) -> Collection | None:
        """The description of a collection."""
        id_ = RecordId(name)
        return self.dossier(id_).main if self.has(id_) else None  # type: ignore[return-value]

    @property
    def settings_bytes(self) -> bytes | None:
        """provenance.toml, where it is there."""
        path = self.root / "provenance.toml"
        return path.read_bytes() if path.is_file() else None

    def entries(self) -> tuple[HistoryEntry, ...]:
        """The corrections of CHANGES.jsonl, newest first; none where the file is missing."""
        path = self.root / CHANGES
        if not path.is_file():
            return ()
        found = tuple(_entries(path))
        return tuple(sorted(found, key=lambda entry: entry.landed, reverse=True))


def _entries(path: Path) -> Iterator[HistoryEntry]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                yield entry_of(json.loads(line))
            except (ValueError, KeyError, TypeError) as error:
                raise InputError(f"This line is no correction: {error}", file=path, line=number) from error


def entry_of(tree: Mapping[str, Any]) -> HistoryEntry:
    """A history entry from the JSON of DESIGN §8; KeyError and ValueError for what is none."""
    editor = tree["editor"]
    date = datetime.fromisoformat(tree["date"])
    return HistoryEntry(
        correction_id=tree.get("correction_id"),
        commit=tree.get("commit") or "",
        version=tree.get("version"),
        date=date,
        landed=datetime.fromisoformat(tree["landed"]) if tree.get("landed") else date,
        editor=Person(editor["name"], editor.get("email", ""), orcid=editor.get("id")),
        kind=tree.get("kind"),
        subject=tree.get("subject") or "",
        reason=tree.get("reason") or "",
        evidence=tuple(tree.get("evidence") or ()),
        reported_by=tree.get("reported_by"),
        reviewed_by=tree.get("reviewed_by"),
        records=tuple(tree.get("records") or ()),
        changes=tuple(_change_of(line) for line in tree.get("changes") or ()),
        release=tree.get("release"),
        reverts=tree.get("reverts"),
        reverted_by=tree.get("reverted_by"),
        amends=tree.get("amends"),
        amended_by=tree.get("amended_by"),
        amendments=tuple(tree.get("amendments") or ()),
        signature=tree.get("signature"),
        documented=tree.get("documented", True),
    )


def _change_of(line: Mapping[str, Any]) -> ChangeLine:
    return ChangeLine(**{key: line.get(key) for key in ChangeLine.__dataclass_fields__})  # type: ignore[arg-type]
