"""A disposable index of history: which commits touched a record, which id is where, what landed when.

One SQLite file in git's common folder. It may be deleted at any moment and is
rebuilt; it decides no write. It is believed only where we made it, here: each
row bears a digest under a key that lies outside the repository (``binding``), so
that what a stranger's archive brings along is built again.  Commits stand in one order: along the first
parents, a branch merged by hand just before its merge, so that the order of a
commit's past is the same whatever came later. A row that was damaged is
known by its digest or by a missing neighbour, and the whole is built again
(THREATS T13).
"""

from __future__ import annotations

import contextlib
import sqlite3
import subprocess
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, TypeVar

from provenance.errors import DamageError
from provenance.store import message, standstill
from provenance.store.binding import key_of
from provenance.store.treediff import ROOT_FILES, record_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from provenance.store.objects import ObjectId
    from provenance.store.repository import Repository

SCHEMA = 2
NAME = "index.sqlite"

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL, crc INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE commits (
    seq INTEGER PRIMARY KEY, oid TEXT NOT NULL UNIQUE, mainline INTEGER NOT NULL, landed INTEGER NOT NULL,
    relevant INTEGER NOT NULL, crc INTEGER NOT NULL
);
CREATE INDEX landings ON commits (mainline, landed);
CREATE TABLE touched (
    record TEXT NOT NULL, number INTEGER NOT NULL, seq INTEGER NOT NULL, crc INTEGER NOT NULL,
    PRIMARY KEY (record, number)
) WITHOUT ROWID;
CREATE INDEX touched_by ON touched (seq);
CREATE TABLE decisions (
    seq INTEGER NOT NULL, id TEXT NOT NULL, tail TEXT NOT NULL, amends TEXT, reverts TEXT, crc INTEGER NOT NULL,
    PRIMARY KEY (id, seq)
) WITHOUT ROWID;
CREATE TABLE again (
    seq INTEGER NOT NULL, id TEXT NOT NULL, alike INTEGER NOT NULL, crc INTEGER NOT NULL,
    PRIMARY KEY (seq, id)
) WITHOUT ROWID;
CREATE INDEX tails ON decisions (tail);
CREATE INDEX decided_by ON decisions (seq);
CREATE INDEX links ON decisions (seq) WHERE amends IS NOT NULL OR reverts IS NOT NULL;
"""
_TAIL = 8
_WALKED_TOGETHER = 10_000
"""Commits that one ``git diff-tree`` reads: of 100,000 it would hold 200 MB."""


@dataclass(frozen=True)
class Link:
    """A later decision that amends or reverts an earlier one."""

    correction_id: str
    commit: ObjectId
    amends: str | None
    reverts: str | None


@dataclass(frozen=True)
class Seen:
    """What the index keeps of one commit."""

    oid: ObjectId
    parents: tuple[ObjectId, ...]
    committed: int
    message: str
    paths: tuple[str, ...]


T = TypeVar("T")


class _Damaged(Exception):  # noqa: N818 - never leaves this module
    """The file is not what we wrote."""


_BROKEN = (sqlite3.Error, _Damaged, ValueError, TypeError, OverflowError)
"""What a damaged file may make SQLite or us say."""
_COMMIT = "c.seq, c.oid, c.mainline, c.landed, c.relevant, c.crc"
_DECISION = "d.seq, d.id, d.tail, d.amends, d.reverts, d.crc"


class Index:
    """The index of one branch up to ``tip``; :meth:`open` brings it up to date."""

    def __init__(self, repository: Repository, database: sqlite3.Connection, key: bytes = b"") -> None:
        """Use :meth:`open`."""
        self._repository = repository
        self._database = database
        self._key = key

    def _crc(self, *values: object) -> int:
        """The digest of a row, as SQLite keeps it: 64 bits under our own key."""
        said = repr(values).encode("utf-8", "surrogateescape")
        return int.from_bytes(blake2b(said, digest_size=8, key=self._key).digest(), "big", signed=True)

    def _sound(self, row: Sequence[Any]) -> Sequence[Any]:
        """A row whose last value is the digest of the others."""
        if self._crc(*row[:-1]) != row[-1]:
            raise _Damaged
        return row

    @classmethod
    def open(cls, repository: Repository, tip: ObjectId, *, keep: bool = True) -> Index:
        """The index of ``tip``'s past: from its file where that is sound, built again where it is not.

        ``keep`` false: in memory, for a past that is not the branch's own.
        """
        path = repository.state_dir / NAME
        key = key_of(repository)
        if keep and key is not None:
            for _ in range(2):
                with contextlib.suppress(OSError, *_BROKEN):
                    index = cls(repository, _connected(path), key)
                    index.update(tip)
                    return index
                _discard(path)
        index = cls(repository, _connected(None), key or b"")
        index.update(tip)
        return index

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    # --- what is asked

    @property
    def tip(self) -> ObjectId | None:
        """The last commit in it."""
        return self._said("tip")

    def _commit(self, where: str, *values: object) -> tuple[Any, ...] | None:
        """One sound row of commits."""
        row = self._database.execute(f"SELECT {_COMMIT} FROM commits c WHERE {where} LIMIT 1", values).fetchone()  # noqa: S608
        return None if row is None else tuple(self._sound(row))

    def seq(self, oid: ObjectId) -> int | None:
        """A commit's place in the order, from 1; None where it is not on the branch."""
        row = self._commit("c.oid = ?", oid)
        return None if row is None else int(row[0])

    def is_mainline(self, oid: ObjectId) -> bool:
        """Whether a commit is on the archive's one line."""
        row = self._commit("c.oid = ?", oid)
        return row is not None and bool(row[2])

    def commits_of(self, record: str, until: int | None = None) -> list[ObjectId]:
        """The commits that changed a record's folder, oldest first, up to a place in the order."""
        rows = self._database.execute(
            f"SELECT t.record, t.number, t.seq, t.crc, {_COMMIT} FROM touched t JOIN commits c USING (seq)"  # noqa: S608
            " WHERE record = ? ORDER BY number",
            (record,),
        ).fetchall()
        if [row[1] for row in rows] != list(range(1, self.count_of(record) + 1)):
            raise _Damaged
        sound = (row for row in rows if self._sound(row[:4]) and self._sound(row[4:]))
        return [str(row[5]) for row in sound if until is None or row[2] <= until]

    def count_of(self, record: str) -> int:
        """How many commits changed a record's folder."""
        return self._number(f"count {record}")

    def _number(self, key: str) -> int:
        return int(self._said(key) or 0)

    def _said(self, key: str) -> str | None:
        row = self._database.execute("SELECT key, value, crc FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(self._sound(row)[1])

    def relevant(self, after: int = 0, until: int | None = None) -> Iterator[ObjectId]:
        """The commits that are history of the archive, newest first, between two places in the order."""
        expected = self._number("commits") if until is None else until
        cursor = self._database.execute(
            f"SELECT {_COMMIT} FROM commits c WHERE c.seq > ? AND c.seq <= ? ORDER BY c.seq DESC",  # noqa: S608
            (after, expected),
        )
        for row in cursor:
            if self._sound(row)[0] != expected:
                raise _Damaged
            expected -= 1
            if row[4]:
                yield str(row[1])
        if expected > after:
            raise _Damaged

    def without_decision(self) -> Iterator[ObjectId]:
        """The commits that are history of the archive and of which no decision is known here, oldest first."""
        rows = self._database.execute(
            f"SELECT {_COMMIT}, {_DECISION} FROM commits c LEFT JOIN decisions d USING (seq) ORDER BY c.seq"  # noqa: S608
        )
        for row in rows:
            self._sound(row[:6])
            if row[6] is not None:
                self._sound(row[6:])
            elif row[4]:
                yield str(row[1])

    def links(self) -> list[Link]:
        """Every decision that amends or reverts another, oldest first."""
        rows = self._database.execute(
            f"SELECT {_DECISION}, {_COMMIT} FROM decisions d JOIN commits c USING (seq)"  # noqa: S608
            " WHERE d.amends IS NOT NULL OR d.reverts IS NOT NULL ORDER BY d.seq"
        ).fetchall()
        if len(rows) != self._number("links"):
            raise _Damaged
        return [Link(row[1], row[7], row[3], row[4]) for row in rows if self._sound(row[:6]) and self._sound(row[6:])]

    def find(self, typed: str) -> dict[str, ObjectId]:
        """The Correction-Ids that end in these eight or more characters, each with the commit that came first."""
        rows = self._database.execute(
            f"SELECT {_DECISION}, {_COMMIT} FROM decisions d JOIN commits c USING (seq)"  # noqa: S608
            " WHERE d.tail = ? ORDER BY d.seq DESC",
            (typed[-_TAIL:],),
        ).fetchall()
        sound = (row for row in rows if self._sound(row[:6]) and self._sound(row[6:]))
        return {row[1]: row[7] for row in sound if row[1].endswith(typed)}

    def repeats(self) -> dict[ObjectId, dict[str, bool]]:
        """The commits that use an earlier commit's Correction-Id, and for each such id whether to like effect."""
        rows = self._database.execute(
            f"SELECT a.seq, a.id, a.alike, a.crc, {_COMMIT} FROM again a JOIN commits c USING (seq)"  # noqa: S608
            " ORDER BY a.seq, a.id"
        ).fetchall()
        if len(rows) != self._number("again"):
            raise _Damaged
        found: dict[ObjectId, dict[str, bool]] = {}
        for row in rows:
            if self._sound(row[:4]) and self._sound(row[4:]):
                found.setdefault(row[5], {})[row[1]] = bool(row[2])
        return found

    def landed_by(self, moment: float) -> ObjectId | None:
        """The last commit of the one line that had landed by then."""
        row = self._commit("c.mainline = 1 AND c.landed <= ? ORDER BY c.landed DESC, c.seq DESC", int(moment))
        behind = self._commit("c.mainline = 1 AND c.seq > ? ORDER BY c.seq", 0 if row is None else row[0])
        if behind is not None and behind[3] <= int(moment):
            raise _Damaged
        return None if row is None else str(row[1])

    def began(self) -> int:
        """When the first commit landed, in seconds since 1970."""
        row = self._database.execute("SELECT landed FROM commits ORDER BY seq LIMIT 1").fetchone()
        return 0 if row is None else int(row[0])

    # --- how it is kept

    def update(self, tip: ObjectId) -> None:
        """Bring it to ``tip``: add what is new, after taking back what is no longer in the branch's past."""
        known = self.tip
        if known == tip:
            return
        chain, base = self._new_chain(tip)
        with self._transaction():
            if base != known:
                self._rewind(base)
            if chain:
                self._append(chain, base)
            self._meta("tip", tip)

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")

    def _meta(self, key: str, value: str) -> None:
        self._database.execute("INSERT OR REPLACE INTO meta VALUES (?, ?, ?)", (key, value, self._crc(key, value)))

    def _new_chain(self, tip: ObjectId) -> tuple[list[ObjectId], ObjectId | None]:
        """The commits along first parents that are not in it yet, oldest first, and the one they stand on."""
        known = self.tip
        if known is None:
            status, listed = 1, b""
        else:
            # of a branch that was set back git cleans the old tip away, at any moment: then the whole line is walked
            status, listed, _ = self._repository.try_run(
                "rev-list", "--first-parent", "--parents", tip, f"^{known}", "--"
            )
        if status == 0:
            lines = [line.split() for line in listed.decode("ascii").splitlines()]
            chain = [line[0] for line in lines]
            last = lines[-1] if lines else [tip, tip]
            base = last[1] if len(last) > 1 else None
            if base is not None and self.is_mainline(base):
                return chain[::-1], base
        listed = self._repository.run("rev-list", "--first-parent", tip, "--")
        chain = []
        for oid in listed.decode("ascii").split():
            if self.is_mainline(oid):
                return chain[::-1], oid
            chain.append(oid)
        return chain[::-1], None

    def _rewind(self, base: ObjectId | None) -> None:
        """Forget all that stands behind ``base``."""
        last = 0 if base is None else self.seq(base) or 0
        gone = self._database.execute(
            "SELECT record, count(*) FROM touched WHERE seq > ? GROUP BY record", (last,)
        ).fetchall()
        for record, count in gone:
            self._meta(f"count {record}", str(self.count_of(record) - count))
        links = "seq > ? AND (amends IS NOT NULL OR reverts IS NOT NULL)"
        lost = self._database.execute(f"SELECT count(*) FROM decisions WHERE {links}", (last,)).fetchone()[0]  # noqa: S608
        self._meta("links", str(self._number("links") - lost))
        self._database.execute("DELETE FROM again WHERE seq > ?", (last,))
        self._meta("again", str(self._database.execute("SELECT count(*) FROM again").fetchone()[0]))
        self._meta("commits", str(last))
        self._database.execute("DELETE FROM touched WHERE seq > ?", (last,))
        self._database.execute("DELETE FROM decisions WHERE seq > ?", (last,))
        self._database.execute("DELETE FROM commits WHERE seq > ?", (last,))

    def _append(self, chain: Sequence[ObjectId], base: ObjectId | None) -> None:
        row = self._database.execute("SELECT coalesce(max(seq), 0), coalesce(max(landed), 0) FROM commits").fetchone()
        seq, landed = int(row[0]), int(row[1])
        mainline = set(chain)
        for seen in walk(self._repository, chain, base):
            seq += 1
            is_main = seen.oid in mainline
            landed = max(landed, seen.committed) if is_main else landed
            self._add(seq, seen, landed, mainline=is_main)

    def _add(self, seq: int, seen: Seen, landed: int, *, mainline: bool) -> None:
        stated = message.parse(seen.message).decisions
        # one id is one entry, in however many commits it stands, as long as they did the same
        repeats = self._repeats(seq, seen, [one.correction_id for one in stated])
        decisions = [one for one in stated if repeats.get(one.correction_id, True)]
        again = bool(stated) and len(repeats) == len(stated) and all(repeats.values())
        relevant = int(bool(seen.paths) or bool(stated))
        row = (seq, seen.oid, int(mainline), landed, relevant)
        self._database.execute("INSERT INTO commits VALUES (?, ?, ?, ?, ?, ?)", (*row, self._crc(*row)))
        for one in decisions:
            values = (seq, one.correction_id, one.correction_id[-_TAIL:], one.amends, one.reverts)
            self._database.execute("INSERT INTO decisions VALUES (?, ?, ?, ?, ?, ?)", (*values, self._crc(*values)))
        self._meta("commits", str(seq))
        linking = sum(1 for one in decisions if one.amends is not None or one.reverts is not None)
        if linking:
            self._meta("links", str(self._number("links") + linking))
        if again:
            return
        for record in dict.fromkeys(filter(None, map(record_of, seen.paths))):
            number = self.count_of(record) + 1
            values2 = (str(record), number, seq)
            self._database.execute("INSERT INTO touched VALUES (?, ?, ?, ?)", (*values2, self._crc(*values2)))
            self._meta(f"count {record}", str(number))

    def _repeats(self, seq: int, seen: Seen, ids: Iterable[str]) -> dict[str, bool]:
        """The ids that an earlier commit bears, each with whether this one did the same; kept for :meth:`repeats`."""
        found = {}
        for correction_id in ids:
            first = self._database.execute(
                "SELECT c.oid FROM decisions d JOIN commits c USING (seq) WHERE d.id = ? ORDER BY d.seq LIMIT 1",
                (correction_id,),
            ).fetchone()
            if first is None:
                continue
            from provenance.store.effects import says_again

            found[correction_id] = says_again(self._repository, seen.oid, first[0], correction_id)
            values = (seq, correction_id, int(found[correction_id]))
            self._database.execute("INSERT INTO again VALUES (?, ?, ?, ?)", (*values, self._crc(*values)))
        if found:
            self._meta("again", str(self._number("again") + len(found)))
        return found

    def add_own(self, seen: Seen) -> None:
        """Add the commit that we ourselves just put on top of ``tip``; nothing where it stands on another."""
        if self.tip is None or seen.parents != (self.tip,):
            return
        with self._transaction():
            row = self._database.execute("SELECT max(seq), max(landed) FROM commits").fetchone()
            self._add(int(row[0]) + 1, seen, max(int(row[1]), seen.committed), mainline=True)
            self._meta("tip", seen.oid)


class Indexes:
    """Where an archive's questions about its past are answered; the file is opened on the first one."""

    def __init__(self, repository: Repository) -> None:
        """Nothing is opened yet."""
        self._repository = repository
        self._index: Index | None = None

    def ask(self, tip: ObjectId, question: Callable[[Index], T], *, at: ObjectId | None = None) -> T:
        """Answer a question about the past of ``at`` (None: of ``tip``, the branch's own).

        What is found damaged is built again, in the file once, then in memory.
        """
        for attempt in range(3):
            try:
                index = self._opened(tip, keep=attempt < 2)  # noqa: PLR2004
                if at is not None and not index.is_mainline(at):
                    return question(Index.open(self._repository, at, keep=False))
                return question(index)
            except _BROKEN:
                self.close()
                if attempt == 2:  # noqa: PLR2004 - in memory nothing can be damaged: a fault of ours
                    raise
                _discard(self._repository.state_dir / NAME)
        raise AssertionError  # pragma: no cover - the loop returns or raises

    def _opened(self, tip: ObjectId, *, keep: bool) -> Index:
        if self._index is None:
            self._index = Index.open(self._repository, tip, keep=keep)
        elif self._index.tip != tip:
            self._index.update(tip)
        return self._index

    def add_own(self, seen: Seen) -> None:
        """Tell the index, if it is open and up to date, of the commit that we just made: it need not be read back."""
        if self._index is not None:
            try:
                self._index.add_own(seen)
            except _BROKEN:
                self.close()

    def close(self) -> None:
        """Close the file."""
        if self._index is not None:
            self._index.close()
            self._index = None


def _connected(path: Path | None) -> sqlite3.Connection:
    """The database, with our tables in it; None: in memory."""
    if path is not None:
        path.parent.mkdir(exist_ok=True)
    database = sqlite3.connect(path or ":memory:", timeout=10, isolation_level=None)
    try:
        # nothing is lost with this file, so it is not flushed; what a power cut leaves is checked row by row
        database.execute("PRAGMA synchronous = OFF")
        database.execute("PRAGMA journal_mode = MEMORY" if path is None else "PRAGMA journal_mode = WAL")
        _prepare(database)
    except BaseException:
        database.close()
        raise
    return database


def _prepare(database: sqlite3.Connection) -> None:
    """Make the tables where there are none; a file of another schema is not ours to read."""
    if database.execute("PRAGMA user_version").fetchone()[0] == SCHEMA:
        return
    database.execute("BEGIN EXCLUSIVE")
    found = database.execute("PRAGMA user_version").fetchone()[0]
    if found not in (0, SCHEMA):
        raise _Damaged
    if found == 0:
        for statement in _TABLES.split(";"):
            database.execute(statement)
        database.execute(f"PRAGMA user_version = {SCHEMA}")
    database.execute("COMMIT")


def discard(repository: Repository) -> None:
    """Delete what is kept beside history: words that left it leave that too. It is built again by who asks."""
    from provenance.store import remembered

    _discard(repository.state_dir / NAME)
    remembered.discard(repository)


def _discard(path: Path) -> None:
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        with contextlib.suppress(OSError):
            path.with_name(name).unlink()


def walk(repository: Repository, chain: Sequence[ObjectId], base: ObjectId | None) -> Iterator[Seen]:
    """The commits of a chain of first parents, each branch that was merged by hand just before its merge."""
    order = _ordered(repository, chain, base)
    for first in range(0, len(order), _WALKED_TOGETHER):
        yield from _walked(repository, order[first : first + _WALKED_TOGETHER])


def _walked(repository: Repository, order: Sequence[ObjectId]) -> Iterator[Seen]:
    """These commits as one git tells them; it lets go of none that it has read."""
    paths = [repository.prefix + name for name in (*ROOT_FILES, "records")]
    relative = [f"--relative={repository.prefix}"] if repository.prefix else []
    command = repository.sparing(
        "diff-tree", "--stdin", "--always", "--root", "-r", "-c", "--no-renames", "--no-ext-diff", "--no-textconv",
        "--name-only", *relative, "--format=%x00%H%x00%P%x00%ct%x00%B%x00", "--", *paths,
    )  # fmt: skip
    process = standstill.Program(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=repository.environment
    )
    if process.stdin is None or process.stdout is None:  # pragma: no cover - both were asked for
        raise DamageError("git diff-tree has no pipes")
    import threading

    stdout = standstill.heard(process, repository.patience)
    feeder = threading.Thread(target=_feed, args=(process.stdin, order), daemon=True)
    feeder.start()
    count = 0
    try:
        for seen in _read(stdout):
            count += 1
            yield seen
    finally:
        stdout.close()
        feeder.join()
        status = process.wait()
    if status or count != len(order):
        raise DamageError("git diff-tree ended early: an object is damaged", hint="provenance verify names it")


def _feed(stdin: Any, order: Iterable[ObjectId]) -> None:
    with contextlib.suppress(BrokenPipeError, ValueError), stdin:
        for oid in order:
            stdin.write(f"{oid}\n".encode("ascii"))


def _read(stdout: Any) -> Iterator[Seen]:
    """Tokens parted by NUL, five a commit: a message and a quoted name hold none."""
    rest = b""
    tokens: list[bytes] = []
    stdout.read(1)  # the NUL before the first commit
    while block := stdout.read(1 << 16):
        parts = (rest + block).split(b"\0")
        rest = parts.pop()
        tokens += parts
        while len(tokens) > 5:  # noqa: PLR2004 - the fifth is whole only when the sixth has begun
            yield _seen(tokens[:5])
            del tokens[:5]
    tokens.append(rest)
    while len(tokens) >= 5:  # noqa: PLR2004
        yield _seen(tokens[:5])
        del tokens[:5]


def _seen(tokens: Sequence[bytes]) -> Seen:
    oid, parents, committed, text, names = (token.decode("utf-8", "surrogateescape") for token in tokens)
    return Seen(
        oid,
        tuple(parents.split()),
        max(0, int(committed or 0)),
        text,
        tuple(name for name in names.split("\n") if name),
    )


def _ordered(repository: Repository, chain: Sequence[ObjectId], base: ObjectId | None) -> list[ObjectId]:
    """The chain with the merged branches put in: parents always before children."""
    if not chain:
        return []
    limits = [f"^{base}"] if base else []
    listed = repository.run("rev-list", "--topo-order", "--parents", chain[-1], *limits, "--").decode("ascii")
    parents = {words[0]: words[1:] for words in (line.split() for line in listed.splitlines())}
    if len(parents) == len(chain):
        return list(chain)
    done: set[ObjectId] = set()
    order: list[ObjectId] = []
    for oid in chain:
        for parent in parents[oid][1:]:
            _put(parent, parents, done, order)
        done.add(oid)
        order.append(oid)
    return order


def _put(start: ObjectId, parents: dict[ObjectId, list[ObjectId]], done: set[ObjectId], order: list[ObjectId]) -> None:
    """A merged branch, oldest first, without recursion: histories are deep."""
    stack: list[tuple[ObjectId, int]] = [(start, 0)]
    while stack:
        oid, step = stack.pop()
        if oid in done or oid not in parents:
            continue
        if step < len(parents[oid]):
            stack += [(oid, step + 1), (parents[oid][step], 0)]
            continue
        done.add(oid)
        order.append(oid)
