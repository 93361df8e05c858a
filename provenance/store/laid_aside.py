"""Values laid aside on disk: of a whole archive's log, or of all that its audit finds, no list fits into little memory.

What is few stays in memory. The file has no name, and is gone with the process.
"""

from __future__ import annotations

import os
import sqlite3
from array import array
from collections.abc import Sequence
from functools import lru_cache
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Generic, TypeVar, overload

from provenance.store.spelled import Spelling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from provenance.model.correction import HistoryEntry

T_co = TypeVar("T_co", covariant=True)
_IN_MEMORY = 1 << 20
_NEIGHBOURS = 32


class LaidAside(Sequence[T_co], Generic[T_co]):
    """A sequence of frozen values, each read back, as an equal one, whenever it is asked for."""

    def __init__(self, values: Iterable[T_co] = ()) -> None:
        """Take the values one by one: an iterator of them is never held whole. OSError: the disk is full."""
        self._file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed with this object
        self._ends = array("Q", (0,))
        self._spelling = Spelling()
        for value in values:
            self.add(value)

    def add(self, value: T_co) -> None:  # type: ignore[misc]  # only its maker adds to it
        """Lay one more aside."""
        self._file.seek(self._ends[-1])
        self._file.write(self._spelling.write(value))
        self._ends.append(self._file.tell())

    def __del__(self) -> None:
        """Give the disk back."""
        self._file.close()

    def __len__(self) -> int:
        return len(self._ends) - 1

    @overload
    def __getitem__(self, number: int) -> T_co: ...

    @overload
    def __getitem__(self, number: slice) -> Sequence[T_co]: ...

    def __getitem__(self, number: int | slice) -> T_co | Sequence[T_co]:
        if isinstance(number, slice):
            return [self._read(at) for at in range(*number.indices(len(self)))]
        return self._read(range(len(self))[number])

    def _read(self, at: int) -> T_co:
        self._file.seek(self._ends[at])
        value: T_co = self._spelling.read(self._file.read(self._ends[at + 1] - self._ends[at]))
        return value

    def __iter__(self) -> Iterator[T_co]:
        return map(self._read, range(len(self)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(mine == its for mine, its in zip(self, other, strict=True))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({list(self)!r})"


class LogByRecord:
    """A log of corrections laid aside, to be asked for those of one record, in the order in which they came."""

    def __init__(self, entries: Iterable[HistoryEntry], named: Callable[[HistoryEntry], Iterable[str]]) -> None:
        """``named`` tells the records that an entry is one of. OSError, or sqlite3's error: the disk is full."""
        self._named = sqlite3.connect("")  # a file of its own, without a name
        self._named.execute("PRAGMA journal_mode = OFF")
        self._named.execute("CREATE TABLE named (record TEXT, number INTEGER, PRIMARY KEY (record, number))")
        self._entries = LaidAside(self._noted(entries, named))
        # a decision about many records is asked for by each of them, and they come one after the other
        self._read = lru_cache(_NEIGHBOURS)(self._entries.__getitem__)

    def _noted(
        self, entries: Iterable[HistoryEntry], named: Callable[[HistoryEntry], Iterable[str]]
    ) -> Iterator[HistoryEntry]:
        for number, entry in enumerate(entries):
            rows = ((str(record), number) for record in dict.fromkeys(named(entry)))
            self._named.executemany("INSERT INTO named VALUES (?, ?)", rows)
            yield entry

    def __del__(self) -> None:
        """Give the disk back."""
        self._named.close()

    def of(self, record: str) -> tuple[HistoryEntry, ...]:
        """The entries of one record; none where the log names it nowhere."""
        rows = self._named.execute("SELECT number FROM named WHERE record = ? ORDER BY number", (str(record),))
        return tuple(self._read(number) for (number,) in rows.fetchall())


class NamesAside:
    """Distinct names, laid aside: whether one is among them, and all of them in either order."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        """Take the names one by one. sqlite3's error: the disk is full."""
        self._names = sqlite3.connect("")
        self._names.execute("PRAGMA journal_mode = OFF")
        self._names.execute("CREATE TABLE names (place INTEGER PRIMARY KEY, name BLOB UNIQUE)")
        self._names.executemany("INSERT OR IGNORE INTO names (name) VALUES (?)", ((os.fsencode(one),) for one in names))

    def __del__(self) -> None:
        """Give the disk back."""
        self._names.close()

    def __contains__(self, name: str) -> bool:
        return self._names.execute("SELECT 1 FROM names WHERE name = ?", (os.fsencode(name),)).fetchone() is not None

    def in_order_of_coming(self) -> Iterator[str]:
        """The names, the first that came first."""
        return (os.fsdecode(name) for (name,) in self._names.execute("SELECT name FROM names ORDER BY place"))

    def __iter__(self) -> Iterator[str]:
        """The names by their letters."""
        return (os.fsdecode(name) for (name,) in self._names.execute("SELECT name FROM names ORDER BY name"))
