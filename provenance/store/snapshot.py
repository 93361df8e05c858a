"""One commit of the archive, to read from: every answer comes from the same state."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from copy import copy
from functools import cached_property, partial
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, Self

from provenance.errors import DamageError, InputError
from provenance.model.address import AGENTS, RecordId
from provenance.store.objects import parse_tree
from provenance.store.settings import FILE, read_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from provenance.model.agents import AgentList
    from provenance.model.record import Collection, Record
    from provenance.store.objects import ObjectId, TreeEntry
    from provenance.store.remembered import Remembered
    from provenance.store.repository import Repository
    from provenance.store.settings import Settings
    from provenance.store.stream import FileChange
    from provenance.text.dossier import Dossier

_AHEAD = 32  # records read ahead together
_DEPTH = 3  # folders below a record's own: none is deeper than editions/


class Snapshot:
    """The archive as it stood at ``commit``. Nothing that happens later changes what it answers."""

    def __init__(self, repository: Repository, commit: ObjectId | None) -> None:
        """``commit`` None: an archive without a first commit, which holds nothing."""
        self._repository = repository
        self._commit = commit
        self.laid_texts: Mapping[tuple[RecordId, str, bytes], bytes] = {}
        """Attached texts that corrections not written yet have changed: by record, edition and fingerprints."""
        self.stand_ins: set[str] = set()
        """Files that came from the work tree, since the disk has damaged their objects."""
        self._remembered: Remembered | None = None
        self._open: tuple[str, dict[str, TreeEntry]] = ("", {})
        self._ahead: dict[RecordId, _Ahead] = {}

    def for_reading(self) -> Self:
        """The same state for who reads many records and writes nothing.

        What was read of a record.yaml before is remembered, and other files are
        read when they are asked for.
        """
        other = copy(self)
        other._remembered = self._repository.remembered  # noqa: SLF001 - our own copy
        other._ahead = {}  # noqa: SLF001
        return other

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
        return self._blob(path, entry.oid) if entry is not None and entry.is_file else None

    def _blob(self, path: str, oid: ObjectId) -> bytes:
        """A file's content; of an object that the disk has damaged, the work tree's file if it is the very same (T12).

        That is proved by its hash, so it may be written from too; ``verify`` names the object all the same.
        """
        try:
            return self._repository.objects.blob(oid)
        except DamageError:
            here = self._repository.root / path
            content = here.read_bytes() if self._repository.work_tree is not None and here.is_file() else b""
            if self._repository.blob_id(content) != oid:
                raise
            self.stand_ins.add(path)
            self._repository.on_stand_in(path)
            return content

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
                hint="in a clone, git switch BRANCH takes the branch that holds it (git branch -a); "
                "a new archive: provenance init DIR",
            )
        try:
            return read_settings(self.settings_bytes)
        except InputError as error:
            entry = self._entry(FILE)
            if entry is None or self._repository.blob_id(self.settings_bytes) == entry.oid:
                raise
            # git checks no hash where it only reads: what cannot be understood may be what the disk has changed
            raise DamageError(
                f"object {entry.oid} is damaged: it is not what was written ({error.message})",
                file=self._repository.root / FILE,
                hint="docs/explanation/store.md says how to mend it; git fsck names all that is damaged",
            ) from error

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

    def walk(self) -> Iterator[RecordId]:
        """The ids of all records, sorted, holding the names of one collection at a time."""
        for collection in self.collections():
            inside = self._inside(collection)
            yield from (RecordId(f"{collection}/{name}") for name in sorted(inside) if _is_id(f"{collection}/{name}"))

    def _inside(self, collection: str) -> dict[str, TreeEntry]:
        """The folders of one collection; of the one asked for last they are kept."""
        if self._open[0] != collection:
            folders = self._folders(self._entry(f"records/{collection}"))
            self._open = (collection, {entry.name: entry for entry in folders})
        return self._open[1]

    @cached_property
    def _ids(self) -> tuple[RecordId, ...]:
        return tuple(self.walk())

    def ids(self) -> tuple[RecordId, ...]:
        """The ids of all records (not of collections, not ``agents``), sorted."""
        return self._ids

    def records(self) -> Iterator[Dossier]:
        """The dossier of every record, in the order of :meth:`ids`, to be read."""
        reading = self.for_reading()
        yield from (reading.dossier(record) for record in reading.each(self.walk()))

    def each(self, records: Iterable[RecordId]) -> Iterator[RecordId]:
        """These ids, for who asks for the :meth:`dossier` of each: git is asked for many with one question."""
        if self._remembered is None:
            yield from records
            return
        waiting = iter(records)
        while some := tuple(islice(waiting, _AHEAD)):
            self._ahead = self._read_ahead(some)
            yield from some
        self._ahead = {}
        self.done()

    def done(self) -> None:
        """Whoever asked one by one has read enough: what was read is remembered, for other processes too."""
        if self._remembered is not None:
            self._remembered.write()

    def _read_ahead(self, records: Iterable[RecordId]) -> dict[RecordId, _Ahead]:
        """What is remembered of these, and record.yaml of the others: bytes, until who asks for a value."""
        folders = {
            record: entry.oid
            for record in records
            if record.is_record and (entry := self._inside(record.collection).get(record.name)) is not None
        }
        said = self._remembered.many(folders.values()) if self._remembered is not None else {}
        found = {record: _Ahead(said[oid], None) for record, oid in folders.items() if oid in said}
        unknown = {record: oid for record, oid in folders.items() if oid not in said}
        asked = (name for record, oid in unknown.items() for name in (oid, f"{oid}:{record.main_file}"))
        try:
            read = list(self._repository.objects.many(asked))
        except DamageError:
            return found  # who asks for it is told
        answers = iter(read)
        for (record, oid), folder, main in zip(unknown.items(), answers, answers, strict=True):
            if folder is None or folder[1] != "tree" or main is None or main[1] != "blob":
                continue  # who asks for it is told
            entries = parse_tree(folder[2], len(oid) // 2)
            if any(entry.name == record.main_file and entry.is_file for entry in entries):
                found[record] = _Ahead(None, main[2])
        return found

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
        known = self._read_before(record)
        if known is not None:
            return known
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

    def _read_before(self, record: RecordId) -> Dossier | None:
        """The dossier of a record that was read ahead or is remembered; its other files are read when asked for."""
        ahead = self._ahead.pop(record, None)
        if ahead is None and self._remembered is not None:
            ahead = self._read_ahead((record,)).get(record)
        if ahead is None:
            return None
        from provenance.model.kept import from_kept_form

        read = partial(self.files, record)
        known = None if ahead.said is None else from_kept_form(ahead.said)
        if known is not None:
            dossier = self.dossier_of(record, _Unread(read))
            dossier.__dict__["main"] = known
            return dossier
        main = {} if ahead.main is None else {record.main_file: ahead.main}
        dossier = self.dossier_of(record, _Unread(read, main))
        with suppress(InputError):  # one that cannot be read is left to who asks it
            self._remember(record, dossier.record)
        return dossier

    def _remember(self, record: RecordId, read: Record) -> None:
        if self._remembered is not None:
            self._remembered.keep(self._inside(record.collection)[record.name].oid, read)

    def dossier_or_empty(self, record: RecordId) -> Dossier:
        """As :meth:`dossier`; one without files where the record is not there (a new one begins so)."""
        return self.dossier_of(record, self.files(record))

    def dossier_of(self, record: RecordId, files: Mapping[str, bytes]) -> Dossier:
        """A dossier of these files."""
        from provenance.text.dossier import Dossier

        return Dossier(record, files)

    def files(self, record: RecordId) -> dict[str, bytes]:
        """The files of a record by their names in its folder; empty where it is not there."""
        if not record.is_record:
            content = self.file(record.path)
            return {} if content is None else {record.main_file: content}
        known = record.collection == self._open[0]
        entry = self._open[1].get(record.name) if known else self._entry(record.folder)
        if entry is None or not entry.is_tree:
            return {}
        objects = self._repository.objects
        entries = dict(objects.files(entry.oid, depth=_DEPTH))
        try:
            contents = list(objects.many(inside.oid for inside in entries.values()))
        except DamageError:
            return {name: self._blob(f"{record.folder}/{name}", inside.oid) for name, inside in entries.items()}
        return {
            name: objects.blob(inside.oid) if found is None or found[1] != "blob" else found[2]
            for (name, inside), found in zip(entries.items(), contents, strict=True)
        }

    def text_names(self, record: RecordId) -> tuple[str, ...]:
        """The names, in its folder, of the texts that a record holds; none of them is read."""
        entry = self._entry(f"{record.folder}/editions")
        inside = self._repository.objects.tree(entry.oid) if entry is not None and entry.is_tree else ()
        return tuple(f"editions/{one.name}" for one in inside if one.is_file and one.name.endswith(".txt"))

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


class _Ahead(NamedTuple):
    """Of a record: what is remembered of it, or the bytes of its record.yaml."""

    said: bytes | None
    main: bytes | None


class _Unread(Mapping[str, bytes]):
    """The files of a record, read all together when the first is asked for that is not known yet."""

    def __init__(self, read: Callable[[], dict[str, bytes]], known: Mapping[str, bytes] | None = None) -> None:
        self._read = read
        self._known = known or {}

    @cached_property
    def _files(self) -> dict[str, bytes]:
        return self._read()

    def __getitem__(self, name: str) -> bytes:
        return self._known[name] if name in self._known else self._files[name]

    def __contains__(self, name: object) -> bool:
        return name in self._known or name in self._files

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


class Overlay(Snapshot):
    """A snapshot with changes on top that are not committed yet: what the next commit will stand on."""

    def __init__(self, repository: Repository, commit: ObjectId | None) -> None:
        """As of ``commit``, without changes so far."""
        super().__init__(repository, commit)
        self._changed: dict[str, dict[str, bytes | None]] = {}
        self._others: dict[str, bytes | None] = {}
        self._agents: AgentList | None = None
        self._collections: dict[str, Collection | None] = {}
        """Both as read: of thousands of corrections, few change them."""
        self.shown: dict[tuple[str, str], int] = {}
        """How many words of withheld texts (record, edition) the corrections laid over it show."""

    def for_reading(self) -> Self:
        """Itself: of what is not committed nothing is remembered."""
        return self

    def lay_texts(self, dossiers: Iterable[Dossier]) -> None:
        """Lay attached texts over it, in memory alone: nothing of them is on the disk before they are written."""
        self.laid_texts = {
            **self.laid_texts,
            **{
                (dossier.id, edition, dossier.files[f"editions/{edition}.fingerprints"]): content
                for dossier in dossiers
                for edition, content in dossier.attached.items()
            },
        }

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
                self._agents = None if record == AGENTS else self._agents
                self._collections.pop(record, None)

    def agents(self) -> AgentList:
        """As in a snapshot, the changes laid over; read again only where they changed."""
        if self._agents is None:
            self._agents = super().agents()
        return self._agents

    def collection(self, name: str) -> Collection | None:
        """As in a snapshot, the changes laid over; read again only where it changed."""
        if name not in self._collections:
            self._collections[name] = super().collection(name)
        return self._collections[name]

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


def redirected(redirects: Mapping[str, str], name: str) -> RecordId | None:
    """Where an earlier id leads, along the whole chain; None for what is none, and for a circle."""
    seen = {name}
    now = redirects.get(name)
    while now is not None and now in redirects and now not in seen:
        seen.add(now)
        now = redirects[now]
    return None if now is None or now in seen else RecordId.parse(now)


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
