"""One commit of the archive, to read from: every answer comes from the same state."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from provenance.errors import InputError
from provenance.model.address import AGENTS, RecordId
from provenance.store.settings import FILE, read_settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from provenance.model.agents import AgentList
    from provenance.model.record import Collection
    from provenance.store.objects import ObjectId, TreeEntry
    from provenance.store.repository import Repository
    from provenance.store.settings import Settings
    from provenance.store.stream import FileChange
    from provenance.text.dossier import Dossier

_DEPTH = 3  # folders below a record's own: none is deeper than editions/


class Snapshot:
    """The archive as it stood at ``commit``. Nothing that happens later changes what it answers."""

    def __init__(self, repository: Repository, commit: ObjectId | None) -> None:
        """``commit`` None: an archive without a first commit, which holds nothing."""
        self._repository = repository
        self._commit = commit

    @property
    def commit(self) -> ObjectId:
        """The commit's hash; empty where there is none yet."""
        return self._commit or ""

    @cached_property
    def _tree(self) -> ObjectId | None:
        """The tree of the archive's root, or None where it is not in that commit."""
        if self._commit is None:
            return None
        objects = self._repository.objects
        entry = objects.entry(objects.commit(self._commit).tree, self._repository.prefix.rstrip("/"))
        return entry.oid if entry is not None and entry.is_tree else None

    @property
    def root(self) -> ObjectId | None:
        """The tree of the archive's root; None where it is not in that commit."""
        return self._tree

    def _entry(self, path: str) -> TreeEntry | None:
        return None if self._tree is None else self._repository.objects.entry(self._tree, path)

    def file(self, path: str) -> bytes | None:
        """The content of one file by its path from the archive's root; None where there is none."""
        entry = self._entry(path)
        return self._repository.objects.blob(entry.oid) if entry is not None and entry.is_file else None

    def all_files(self, folder: str) -> Iterator[tuple[str, bytes]]:
        """Every ordinary file below a folder of the archive, by its path from the archive's root."""
        entry = self._entry(folder)
        if entry is None or not entry.is_tree:
            return
        objects = self._repository.objects
        for path, inside in objects.files(entry.oid, f"{folder}/"):
            yield path, objects.blob(inside.oid)

    def blob_at(self, path: str) -> ObjectId | None:
        """The object id of the file at a path from the top of the repository; None where there is none."""
        entry = self._entry(path.removeprefix(self._repository.prefix))
        return entry.oid if entry is not None and entry.is_file else None

    @cached_property
    def settings_bytes(self) -> bytes | None:
        """``provenance.toml`` as it is written there."""
        return self.file(FILE)

    @cached_property
    def settings(self) -> Settings:
        """``provenance.toml``, read; InputError where it is absent or cannot be read."""
        if self.settings_bytes is None:
            raise InputError(
                "this commit holds no archive: provenance.toml is not in it",
                code="no-archive",
                file=self._repository.root / FILE,
                hint="provenance init DIR makes a new archive",
            )
        return read_settings(self.settings_bytes)

    @cached_property
    def redirects(self) -> dict[str, str]:
        """Every earlier id and what it became, from ``redirects.yaml``."""
        return redirects_in(self.file("redirects.yaml"))

    def collections(self) -> tuple[str, ...]:
        """The names of the collections, sorted."""
        return tuple(entry.name for entry in self._folders(self._entry("records")) if _is_id(entry.name))

    def _folders(self, entry: TreeEntry | None) -> Iterable[TreeEntry]:
        if entry is None or not entry.is_tree:
            return ()
        return (inside for inside in self._repository.objects.tree(entry.oid) if inside.is_tree)

    @cached_property
    def _record_folders(self) -> dict[RecordId, TreeEntry]:
        found = {}
        for collection in self._folders(self._entry("records")):
            if not _is_id(collection.name):
                continue
            for folder in self._folders(collection):
                if _is_id(f"{collection.name}/{folder.name}"):
                    found[RecordId(f"{collection.name}/{folder.name}")] = folder
        return found

    def ids(self) -> tuple[RecordId, ...]:
        """The ids of all records (not of collections, not ``agents``), sorted."""
        return tuple(sorted(self._record_folders))

    def records(self) -> Iterator[Dossier]:
        """The dossier of every record, in the order of :meth:`ids`."""
        for record in self.ids():
            yield self.dossier(record)

    def has(self, record: RecordId) -> bool:
        """Whether the record, the collection's description or ``agents`` is there."""
        if not _is_id(record):
            return False
        entry = self._entry(record.path)
        return entry is not None and entry.is_file

    def folder_oid(self, record: RecordId) -> ObjectId | None:
        """The object id of a record's folder (of a collection or agents: of their file): equal means unchanged."""
        entry = self._entry(record.folder if record.is_record else record.path)
        return None if entry is None else entry.oid

    def dossier(self, record: RecordId) -> Dossier:
        """The files of a record; InputError with its neighbours as candidates where it is not there."""
        files = self.files(record)
        if record.is_record and record.main_file not in files and self.folder_oid(record) is not None:
            raise InputError(
                f"{record} cannot be read: its {record.main_file} is missing, or no ordinary file",
                code="unreadable",
                file=record.path,
                hint="provenance history shows who left it so; git checkout brings it back",
            )
        if not files:
            raise InputError(
                f"there is no {record} in this archive",
                code="no-record",
                hint="provenance list shows what there is",
                candidates=near(record, (*self.ids(), *self.collections(), AGENTS)),
            )
        return self.dossier_of(record, files)

    def dossier_or_empty(self, record: RecordId) -> Dossier:
        """As :meth:`dossier`; one without files where the record is not there (a new one begins so)."""
        return self.dossier_of(record, self.files(record))

    @staticmethod
    def dossier_of(record: RecordId, files: dict[str, bytes]) -> Dossier:
        """A dossier of these files."""
        from provenance.text.dossier import Dossier

        return Dossier(record, files)

    def files(self, record: RecordId) -> dict[str, bytes]:
        """The files of a record by their names in its folder; empty where it is not there."""
        if not record.is_record:
            content = self.file(record.path)
            return {} if content is None else {record.main_file: content}
        entry = self._record_folders.get(record) if "_record_folders" in self.__dict__ else self._entry(record.folder)
        if entry is None or not entry.is_tree:
            return {}
        objects = self._repository.objects
        entries = dict(objects.files(entry.oid, depth=_DEPTH))
        contents = objects.many(inside.oid for inside in entries.values())
        return {
            name: objects.blob(inside.oid) if found is None or found[1] != "blob" else found[2]
            for (name, inside), found in zip(entries.items(), contents, strict=True)
        }

    def agents(self) -> AgentList:
        """The persons and bodies of the archive; empty where none were written yet."""
        content = self.file(RecordId(AGENTS).path)
        if content is None or not _says_something(content):
            return {}
        from provenance.model.notation import read_agents

        return read_agents(content, file=RecordId(AGENTS).path)

    def collection(self, name: str) -> Collection | None:
        """The description of a collection; None where it has none."""
        path = RecordId.parse(name).path
        content = self.file(path)
        if content is None:
            return None
        from provenance.model.notation import read_collection

        return read_collection(content, file=path)


class Overlay(Snapshot):
    """A snapshot with changes on top that are not committed yet: what the next commit will stand on."""

    def __init__(self, repository: Repository, commit: ObjectId | None) -> None:
        """As of ``commit``, without changes so far."""
        super().__init__(repository, commit)
        self._changed: dict[str, dict[str, bytes | None]] = {}
        self._others: dict[str, bytes | None] = {}

    def put(self, changes: Iterable[FileChange]) -> None:
        """Lay changes over it; their paths are from the top of the repository."""
        from provenance.store.treediff import record_of

        for change in changes:
            path = change.path.removeprefix(self._repository.prefix)
            record = record_of(path)
            if record is None:
                self._others[change.path] = change.content
            else:
                name = path.removeprefix(f"{record.folder}/")
                self._changed.setdefault(record, {})[name] = change.content

    def content(self, path: str) -> bytes | None:
        """A file that is no record's, by its path from the top of the repository."""
        if path in self._others:
            return self._others[path]
        oid = self.blob_at(path)
        return None if oid is None else self._repository.blob(oid)

    def file(self, path: str) -> bytes | None:
        """As in a snapshot, the changes laid over; by its path from the archive's root."""
        from provenance.store.treediff import record_of

        record = record_of(path)
        changed = self._others if record is None else self._changed.get(record, {})
        name = self._repository.prefix + path if record is None else path.removeprefix(f"{record.folder}/")
        return changed[name] if name in changed else super().file(path)

    def has(self, record: RecordId) -> bool:
        """As in a snapshot, with what the changes began or took away."""
        name = record.main_file
        changed = self._changed.get(record, {})
        return changed[name] is not None if name in changed else super().has(record)

    def files(self, record: RecordId) -> dict[str, bytes]:
        """As in a snapshot, the changes laid over."""
        found: dict[str, bytes | None] = {**super().files(record), **self._changed.get(record, {})}
        return {name: content for name, content in found.items() if content is not None}


def redirects_in(content: bytes | None) -> dict[str, str]:
    """Every earlier id and what it became, as ``redirects.yaml`` has it; InputError where it cannot be read."""
    if content is None or not _says_something(content):
        return {}
    from provenance.model.notation import read_tree

    tree = read_tree(content, file="redirects.yaml").value
    return {str(old): str(new) for old, new in tree.items()}


def near(name: str, known: Iterable[str], most: int = 5) -> tuple[str, ...]:
    """The known names most like ``name``: what was probably meant."""
    import difflib
    import re

    names = tuple(known)
    name = "/".join(re.sub(r"[^a-z0-9]+", "-", part).strip("-") for part in name.casefold().split("/"))
    short = [full for full in names if full.rpartition("/")[2] == name.rpartition("/")[2]]
    return tuple(dict.fromkeys([*short, *difflib.get_close_matches(name, names, most, cutoff=0.5)]))[:most]


def _is_id(name: str) -> bool:
    try:
        RecordId.parse(name)
    except InputError:
        return False
    return True


def _says_something(content: bytes) -> bool:
    """Whether a YAML file holds anything besides comments, white space and an empty map."""
    lines = (line.partition(b"#")[0].strip() for line in content.split(b"\n"))
    return any(line not in (b"", b"{}", b"---") for line in lines)
