"""git's objects as values, and the one long-lived process that reads them."""

from __future__ import annotations

import contextlib
import re
import subprocess
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from sys import intern
from typing import IO, TYPE_CHECKING, Literal, TypeVar

from provenance.errors import DamageError
from provenance.store import standstill

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

T = TypeVar("T")
ObjectId = str
"""40 (or, in a SHA-256 repository, 64) lower-case hexadecimal digits."""

HASH = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?", re.ASCII)
TREE = "40000"
FILE = "100644"
EXECUTABLE = "100755"
_WINDOW = 64  # requests in flight: far below a pipe's 64 KB, so neither side can block the other
_TREES_KEPT = 4096
_ENTRIES_KEPT = 30_000  # names in them: a few megabytes, however big the folders are
_WIDE = 64  # entries of a folder from which a map of its names pays
_KEPT = 64
_SMALL = 16_384
_WHOLE = 65_536
_LEAVE = 5.0  # seconds in which a reading process must have gone when its questions end
_HEAD = re.compile(rb"([0-9a-f]{40}(?:[0-9a-f]{24})?) (commit|tree|blob|tag) ([0-9]{1,18})\n")


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """One name in a tree. ``name`` is as git holds it, undecodable bytes as surrogates."""

    mode: str
    name: str
    oid: ObjectId

    @property
    def is_tree(self) -> bool:
        """A folder."""
        return self.mode == TREE

    @property
    def is_file(self) -> bool:
        """An ordinary file: no link, no submodule."""
        return self.mode in (FILE, EXECUTABLE)


@dataclass(frozen=True)
class Signature:
    """A name, an e-mail and a moment, as the author and committer lines of a commit hold them."""

    name: str
    email: str
    when: datetime


@dataclass(frozen=True)
class Commit:
    """A commit read from its own bytes. ``signature`` is the armoured signature where it has one."""

    oid: ObjectId
    tree: ObjectId
    parents: tuple[ObjectId, ...]
    author: Signature
    committer: Signature
    message: str
    signature: str | None = None


def parse_tree(content: bytes, width: int = 20) -> tuple[TreeEntry, ...]:
    """The entries of a tree object in git's order; ``width`` is the length of a raw hash."""
    entries, place = [], 0
    while place < len(content):
        space = content.find(b" ", place)
        end = content.find(b"\0", space)
        if space < 0 or end < 0 or end + 1 + width > len(content):
            raise DamageError("a tree object is cut short")
        entries.append(
            TreeEntry(
                intern(content[place:space].decode("ascii", "replace").lstrip("0")),  # padded by some old programs
                content[space + 1 : end].decode("utf-8", "surrogateescape"),
                content[end + 1 : end + 1 + width].hex(),
            )
        )
        place = end + 1 + width
    return tuple(entries)


_PERSON = re.compile(rb"(.*?) ?<([^<>\n]*)> ?(-?[0-9]{1,15}) ([+-][0-9]{4})")


def parse_person(line: bytes) -> Signature:
    """An author or committer line; a malformed one gives the epoch and what could be read."""
    match = _PERSON.fullmatch(line)
    if match is None:
        return Signature(line.decode("utf-8", "replace"), "", datetime.fromtimestamp(0, UTC))
    zone = int(match[4][1:3]) * 60 + int(match[4][3:5])
    offset = timedelta(minutes=-zone if match[4].startswith(b"-") else zone)
    try:
        moment = datetime.fromtimestamp(int(match[3]), UTC)
        if abs(offset) < timedelta(hours=24):
            moment = moment.astimezone(timezone(offset))
    except (OverflowError, ValueError, OSError):
        moment = datetime.fromtimestamp(0, UTC)
    return Signature(match[1].decode("utf-8", "replace"), match[2].decode("utf-8", "replace"), moment)


def parse_commit(oid: ObjectId, content: bytes) -> Commit:
    """A commit object; headers we do not know are passed over, folded ones (signatures) unfolded."""
    head, _, message = content.partition(b"\n\n")
    fields: dict[bytes, list[bytes]] = {}
    last: list[bytes] = []
    for line in head.split(b"\n"):
        if line.startswith(b" ") and last:
            last[-1] += b"\n" + line[1:]
            continue
        key, _, value = line.partition(b" ")
        last = fields.setdefault(key, [])
        last.append(value)
    try:
        tree = fields[b"tree"][0].decode("ascii")
        author, committer = parse_person(fields[b"author"][0]), parse_person(fields[b"committer"][0])
    except (KeyError, UnicodeDecodeError) as error:
        raise DamageError(f"commit {oid} has no tree, author or committer") from error
    signature = next((fields[key][0] for key in (b"gpgsig", b"gpgsig-sha256") if key in fields), None)
    return Commit(
        oid,
        tree,
        tuple(parent.decode("ascii", "replace") for parent in fields.get(b"parent", [])),
        author,
        committer,
        message.decode("utf-8", "surrogateescape"),
        None if signature is None else signature.decode("utf-8", "replace"),
    )


def object_id(kind: str, content: bytes, algorithm: Literal["sha1", "sha256"] = "sha1") -> ObjectId:
    """The id git gives an object of this kind and content."""
    import hashlib  # it loads OpenSSL: for writing alone

    found = hashlib.new(algorithm, b"%s %d\0" % (kind.encode(), len(content)), usedforsecurity=False)
    found.update(content)
    return found.hexdigest()


def blob_id(content: bytes, algorithm: Literal["sha1", "sha256"] = "sha1") -> ObjectId:
    """The id git gives a file of this content."""
    return object_id("blob", content, algorithm)


def _remember(known: dict[ObjectId, T], oid: ObjectId, value: T) -> None:
    """Keep the last few; the oldest goes."""
    known[oid] = value
    if len(known) > _KEPT:
        del known[next(iter(known))]


class ObjectReader:
    """``git cat-file --batch``, started on first use and kept: one process answers every read.

    Not for use from two threads at once. DamageError names an object that is
    missing, broken or of another kind than asked for, and tells where git
    stood still for ``patience`` seconds.
    """

    def __init__(
        self, command: Sequence[str], environ: Mapping[str, str], patience: float = standstill.PATIENCE
    ) -> None:
        """``command`` is the whole of ``git … cat-file --batch``."""
        self._command = list(command)
        self._environ = dict(environ)
        self._patience = patience
        self._process: subprocess.Popen[bytes] | None = None
        self._stdout: IO[bytes] | None = None
        self._trees: OrderedDict[ObjectId, tuple[TreeEntry, ...]] = OrderedDict()
        self._entries = 0
        self._named: tuple[ObjectId, dict[str, TreeEntry]] = ("", {})
        self._asked: ObjectId = ""
        self._commits: dict[ObjectId, Commit] = {}
        self._blobs: dict[ObjectId, bytes] = {}
        self._folders: dict[ObjectId, bytes] = {}

    def close(self) -> None:
        """End the process; the next read starts another."""
        process, self._process = self._process, None
        if process is None:
            return
        for stream in (process.stdin, self._stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        try:
            process.wait(_LEAVE)
        except subprocess.TimeoutExpired:
            standstill.end(process)

    def __del__(self) -> None:
        self.close()

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        if self._process is None:
            self._process = standstill.Program(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=self._environ,
            )
            self._stdout = standstill.heard(self._process, self._patience)
        if self._process.stdin is None or self._stdout is None:  # pragma: no cover - both were asked for
            raise DamageError("git cat-file has no pipes")
        return self._process.stdin, self._stdout

    def many(self, names: Iterable[str]) -> Iterator[tuple[str, str, bytes] | None]:
        """``(oid, type, content)`` of each name in turn, None where there is no such object.

        A name is an object id, or one followed by ``:path`` or ``^{commit}``;
        it must hold no newline.
        """
        waiting: list[str] = []
        for name in names:
            if "\n" in name:
                raise DamageError("an object's name holds a line break")
            waiting.append(name)
            if len(waiting) == _WINDOW:
                yield from self._answers(waiting)
                waiting = []
        yield from self._answers(waiting)

    def _answers(self, names: list[str]) -> list[tuple[str, str, bytes] | None]:
        """One window of requests; all answers are taken off the pipe before the first is handed on."""
        if not names:
            return []
        stdin, stdout = self._pipes()
        try:
            stdin.write("".join(f"{name}\n" for name in names).encode("utf-8", "surrogateescape"))
            stdin.flush()
            return [self._answer(stdout, name) for name in names]
        except OSError as error:
            self.close()
            raise DamageError(f"git cat-file ended while it was read: {error.strerror}") from error
        except DamageError:
            self.close()  # what it says next would be taken for the answer to another question
            raise

    def _answer(self, stdout: IO[bytes], name: str) -> tuple[str, str, bytes] | None:
        line = stdout.readline()
        if not line.endswith(b"\n"):
            raise DamageError(
                "git cat-file ended while it was read: an object is damaged", hint="provenance verify names it"
            )
        if line.endswith((b" missing\n", b" ambiguous\n")):
            return None
        head = _HEAD.fullmatch(line)
        if head is None or (HASH.fullmatch(name) and head[1] != name.encode()):
            raise DamageError("git cat-file answers another question: a word of it was lost", hint="try again")
        size = int(head[3])
        content = stdout.read(size + 1)
        if len(content) != size + 1:
            raise DamageError(f"object {head[1].decode()} is cut short")
        return head[1].decode("ascii"), head[2].decode("ascii"), content[:-1]

    def get(self, name: str) -> tuple[str, str, bytes] | None:
        """As :meth:`many`, for one."""
        return self._answers([name])[0] if "\n" not in name else None

    def of_kind(self, name: str, kind: str) -> tuple[ObjectId, bytes]:
        """The object, which must be there and of that kind; else DamageError."""
        found = self.get(name)
        if found is None or found[1] != kind:
            what = "is missing" if found is None else f"is a {found[1]}, not a {kind}"
            raise DamageError(f"object {name} {what}", hint="provenance verify lists the damage")
        return found[0], found[2]

    def blob(self, oid: ObjectId) -> bytes:
        """The content of a file; the last few small ones are remembered: settings and redirects seldom change."""
        known = self._blobs.get(oid)
        if known is not None:
            return known
        content = self.of_kind(oid, "blob")[1]
        if len(content) <= _SMALL:
            _remember(self._blobs, oid, content)
        return content

    def commit(self, oid: ObjectId) -> Commit:
        """A commit; the last few are remembered: one correction asks six times for the one that it stands on."""
        known = self._commits.get(oid)
        if known is None:
            known = parse_commit(*self.of_kind(oid, "commit"))
            _remember(self._commits, oid, known)
        return known

    def tree(self, oid: ObjectId) -> tuple[TreeEntry, ...]:
        """A folder; the last few thousand are remembered, since neighbours in history share most of theirs."""
        known = self._trees.get(oid)
        if known is None:
            known = parse_tree(self.folder(oid), len(oid) // 2)
            self._keep_tree(oid, known)
        else:
            self._trees.move_to_end(oid)
        return known

    def _keep_tree(self, oid: ObjectId, entries: tuple[TreeEntry, ...]) -> None:
        self._trees[oid] = entries
        self._entries += len(entries)
        while len(self._trees) > 1 and (len(self._trees) > _TREES_KEPT or self._entries > _ENTRIES_KEPT):
            self._entries -= len(self._trees.popitem(last=False)[1])

    def folder(self, oid: ObjectId) -> bytes:
        """A folder as git holds it; the last few are remembered: a correction makes the next from them."""
        known = self._folders.get(oid)
        if known is None:
            known = self.of_kind(oid, "tree")[1]
            if len(known) <= _WHOLE:
                _remember(self._folders, oid, known)
        return known

    def learn(self, oid: ObjectId, kind: str, content: bytes, entries: tuple[TreeEntry, ...] = ()) -> None:
        """Take note of an object that was just laid down: the next correction stands on it.

        ``entries``: what a folder holds.
        """
        if kind == "commit":
            _remember(self._commits, oid, parse_commit(oid, content))
        elif kind == "tree":
            if oid not in self._trees:
                self._keep_tree(oid, entries)
            if len(content) <= _WHOLE:
                _remember(self._folders, oid, content)
        elif len(content) <= _SMALL:
            _remember(self._blobs, oid, content)

    def entry(self, tree: ObjectId, path: str) -> TreeEntry | None:
        """What stands at ``path`` below a tree, walked name by name; None where nothing does."""
        found = TreeEntry(TREE, "", tree)
        for part in path.split("/") if path else ():
            if not found.is_tree:
                return None
            inside = self._inside(found.oid, part)
            if inside is None:
                return None
            found = inside
        return found

    def _inside(self, tree: ObjectId, name: str) -> TreeEntry | None:
        """The entry of that name; of the one wide folder that is asked of again and again, its names are kept."""
        if self._named[0] == tree:
            return self._named[1].get(name)
        entries = self.tree(tree)
        if len(entries) < _WIDE:
            return next((entry for entry in entries if entry.name == name), None)
        if self._asked != tree:
            self._asked = tree  # a walk through history asks each folder once
            return next((entry for entry in entries if entry.name == name), None)
        self._named = tree, {entry.name: entry for entry in reversed(entries)}  # of two, the first
        return self._named[1].get(name)

    def files(self, tree: ObjectId, prefix: str = "", depth: int = 8) -> Iterator[tuple[str, TreeEntry]]:
        """Every ordinary file below a tree, as (path, entry); links and submodules are passed over."""
        if depth == 0:
            raise DamageError("folders lie too deep in each other", file=prefix)
        for entry in self.tree(tree):
            if entry.is_tree:
                yield from self.files(entry.oid, f"{prefix}{entry.name}/", depth - 1)
            elif entry.is_file:
                yield prefix + entry.name, entry
