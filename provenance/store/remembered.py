"""Records as they were last read, so that reading all of them again does not parse YAML again.

One SQLite file in git's common folder. It may be deleted at any moment, it
decides no write, and it is asked only by who reads many records. What it holds
is named by the object id of a record's folder and by the code that read it, and
bears a digest under a key that lies outside the repository (``binding``): a row
that was damaged, that another archive brought along or that other code wrote is
not found, and the file itself is read (THREATS T13). It holds what record.yaml
says and no text; each answer is checked by the model once more.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Self

import provenance
from provenance import model
from provenance.model.kept import kept_form
from provenance.store.binding import key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from provenance.model.record import Record
    from provenance.store.objects import ObjectId
    from provenance.store.repository import Repository

SCHEMA = 1
NAME = "remembered.sqlite"
KEPT = 200_000
"""Records; the oldest go. Of 100,000 the file takes a third of a gigabyte, as their record.yaml do."""

_TABLE = "CREATE TABLE IF NOT EXISTS records (seq INTEGER PRIMARY KEY, name BLOB NOT NULL UNIQUE, said BLOB, sum BLOB)"
_TOGETHER = 256  # rows a transaction
_PATIENCE = 0.1  # seconds: who cannot write now, remembers nothing this time
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)


class Remembered:
    """What is remembered of one archive. Whatever goes wrong with the file, answers are only slower."""

    def __init__(self, file: Path, key: bytes | None) -> None:
        """Use :meth:`of`; without a ``key`` nothing is remembered."""
        self._file = file
        self._key = key
        self._code = _code()
        self._waiting: dict[bytes, bytes] = {}
        self._database: sqlite3.Connection | None = None
        self._process = os.getpid()

    @classmethod
    def of(cls, repository: Repository) -> Self:
        """What is remembered of the archive in that repository; the file is opened on the first question."""
        return cls(repository.state_dir / NAME, key_of(repository))

    def many(self, folders: Iterable[ObjectId]) -> dict[ObjectId, bytes]:
        """What is remembered of the records whose folders are these trees, as ``from_kept_form`` reads it."""
        if self._key is None:
            return {}
        names = {self._name(folder): folder for folder in folders}
        found = {names[name]: said for name, said in self._waiting.items() if name in names}
        return found | {names[name]: said for name, said in self._rows([*names])}

    def keep(self, folder: ObjectId, record: Record) -> None:
        """Remember a record that was read from that tree."""
        if self._key is None:
            return
        self._waiting[self._name(folder)] = kept_form(record)
        if len(self._waiting) >= _TOGETHER:
            self.write()

    def write(self) -> None:
        """Put what was read into the file, if it can be written now."""
        rows = [(name, said, self._sum(name, said)) for name, said in self._waiting.items()]
        self._waiting.clear()
        if not rows or (database := self._opened()) is None:
            return
        try:
            database.execute("BEGIN IMMEDIATE")
            database.executemany("INSERT OR REPLACE INTO records (name, said, sum) VALUES (?, ?, ?)", rows)
            database.execute("DELETE FROM records WHERE seq <= (SELECT max(seq) FROM records) - ?", (KEPT,))
            database.execute("COMMIT")
        except sqlite3.Error as error:
            self._refused(error)

    def forget(self) -> None:
        """Let go of the file and of what waits to be written."""
        self._waiting.clear()
        self._leave()

    def close(self) -> None:
        """Write what waits and close the file; the next question opens it again."""
        self.write()
        self._leave()

    def __del__(self) -> None:
        """As :meth:`close`."""
        with contextlib.suppress(Exception):
            self.close()

    def _name(self, folder: ObjectId) -> bytes:
        return blake2b(folder.encode("ascii"), digest_size=20, key=self._key or b"", salt=self._code).digest()

    def _sum(self, name: bytes, said: bytes) -> bytes:
        return blake2b(name + said, digest_size=16, key=self._key or b"").digest()

    def _rows(self, names: Sequence[bytes]) -> Iterator[tuple[bytes, bytes]]:
        """The rows of these names that are as we wrote them."""
        database = self._opened()
        if database is None or not names:
            return
        marks = ", ".join("?" * len(names))
        try:
            rows = database.execute(f"SELECT name, said, sum FROM records WHERE name IN ({marks})", names).fetchall()  # noqa: S608
        except (sqlite3.Error, ValueError, OverflowError) as error:
            self._refused(error)
            return
        for name, said, total in rows:
            if isinstance(name, bytes) and isinstance(said, bytes) and self._sum(name, said) == total and name in names:
                yield name, said

    def _opened(self) -> sqlite3.Connection | None:
        """The file; None where it cannot be used, now and as long as this process asks."""
        if self._process != os.getpid():  # SQLite is not to be shared with who was forked
            self._database, self._process = None, os.getpid()
        if self._database is None and self._key is not None:
            try:
                self._database = _connected(self._file)
            except (OSError, sqlite3.Error, ValueError) as error:
                self._refused(error)
        return self._database

    def _refused(self, error: Exception) -> None:
        """Go on without the file; what cannot be read any more is deleted, so that the next one makes it anew."""
        self._leave()
        self._key = None
        if getattr(error, "sqlite_errorcode", None) in _DAMAGED or isinstance(error, ValueError | OverflowError):
            _discard(self._file)

    def _leave(self) -> None:
        if self._database is not None and self._process == os.getpid():
            with contextlib.suppress(sqlite3.Error):
                self._database.close()
        self._database = None


def _connected(file: Path) -> sqlite3.Connection:
    """The database, with our table in it. ValueError where the file is of another schema."""
    file.parent.mkdir(exist_ok=True)
    database = sqlite3.connect(file, timeout=_PATIENCE, isolation_level=None)
    try:
        # nothing is lost with this file, so it is not flushed; what a power cut leaves is checked row by row
        database.execute("PRAGMA synchronous = OFF")
        database.execute("PRAGMA journal_mode = WAL")
        found = database.execute("PRAGMA user_version").fetchone()[0]
        if found not in (0, SCHEMA):
            raise ValueError(found)  # noqa: TRY301 - closed below
        if found == 0:
            database.execute(_TABLE)
            database.execute(f"PRAGMA user_version = {SCHEMA}")
        database.execute("SELECT seq, name, said, sum FROM records LIMIT 1").fetchone()
    except BaseException:
        database.close()
        raise
    return database


def _code() -> bytes:
    """Which code reads the files: a record that other rules accepted is not remembered under these."""
    with os.scandir(Path(model.__file__).parent) as found:
        files = sorted(
            (one.name, one.stat().st_size, one.stat().st_mtime_ns) for one in found if one.name.endswith(".py")
        )
    return blake2b(repr((provenance.__version__, files)).encode(), digest_size=16).digest()


def discard(repository: Repository) -> None:
    """Delete the file: words that left history leave it too."""
    if "remembered" in repository.__dict__:
        repository.remembered.forget()
    _discard(repository.state_dir / NAME)


def _discard(file: Path) -> None:
    for name in (file.name, f"{file.name}-wal", f"{file.name}-shm"):
        with contextlib.suppress(OSError):
            file.with_name(name).unlink()
