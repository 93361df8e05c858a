"""What ``git fast-import`` reads: commits as lines, names checked before they reach it (THREATS T26)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from provenance.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.store.objects import ObjectId, Signature

_FORBIDDEN = frozenset(("", ".", "..", ".git"))
_CONTROL = re.compile(rb"[\x00-\x1f]")
_PLAIN = re.compile(rb"[A-Za-z0-9._/-]+")
_REF = re.compile(r"refs/[^\x00-\x20\x7f~^:?*\[\\]+")


@dataclass(frozen=True)
class FileChange:
    """One path that a commit sets (``content``) or takes away (None); ``mode`` as git writes it."""

    path: str
    content: bytes | None
    mode: str = "100644"


@dataclass(frozen=True)
class NewCommit:
    """A commit to be made on ``branch``, on top of ``parent`` (None: the first, or behind the one before it)."""

    branch: str
    parent: ObjectId | None
    author: Signature
    committer: Signature
    message: bytes
    changes: tuple[FileChange, ...]


def person(signature: Signature, what: str) -> bytes:
    """An ``author`` or ``committer`` line; InputError for a name that would break out of it."""
    who = _name_and_email(signature.name, signature.email)
    zone = signature.when.strftime("%z")[:5] or "+0000"
    return f"{what} {who} {int(signature.when.timestamp())} {zone}\n".encode()


@lru_cache(maxsize=8)  # thousands of commits have one author; not of the moment: it is equal in every time zone
def _name_and_email(name: str, email: str) -> str:
    for value in (name, email):
        if not value.strip() or any(char in "<>" or not char.isprintable() for char in value):
            raise InputError(
                f"{value!r} cannot stand as a name or an e-mail in a commit", hint="provenance.toml, [editors]"
            )
    return f"{name} <{email}>"


def quoted(path: str) -> bytes:
    """A path as the stream wants it; InputError for one that could be read as something else."""
    raw = path.encode("utf-8", "surrogateescape")
    if not _FORBIDDEN.isdisjoint(path.lower().split("/")) or _CONTROL.search(raw):
        raise InputError(f"{path!r} cannot be a path in the archive")
    if _PLAIN.fullmatch(raw):
        return raw
    return b'"' + raw.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


def commits(new: Sequence[NewCommit]) -> Iterator[bytes]:
    """The stream of these commits, one chunk after the other, ended by ``done``.

    Without ``done`` git would take a stream cut short by our death for a whole
    one; it is started with ``--done``.
    """
    for number, commit in enumerate(new, start=1):
        yield from lines_of(commit, number)
    yield ending(len(new))


def lines_of(commit: NewCommit, number: int) -> Iterator[bytes]:
    """One commit of a stream, the ``number``-th from 1."""
    if _REF.fullmatch(commit.branch) is None:
        raise InputError(f"{commit.branch!r} is no branch")
    yield b"commit %s\nmark :%d\n" % (commit.branch.encode(), number)
    yield person(commit.author, "author") + person(commit.committer, "committer")
    yield b"data %d\n%s\n" % (len(commit.message), commit.message)
    if commit.parent is not None:
        yield b"from %s\n" % commit.parent.encode()
    for change in commit.changes:
        if change.content is None:
            yield b"D %s\n" % quoted(change.path)
        else:
            yield b"M %s inline %s\n" % (change.mode.encode(), quoted(change.path))
            yield b"data %d\n%s\n" % (len(change.content), change.content)
    yield b"\n"


def moving(branch: str, oid: ObjectId) -> bytes:
    """The stream that moves a branch to a commit which is there; git refuses where that would leave others behind."""
    if _REF.fullmatch(branch) is None:
        raise InputError(f"{branch!r} is no branch")
    return b"reset %s\nfrom %s\n\ndone\n" % (branch.encode(), oid.encode())


def ending(count: int) -> bytes:
    """The end of a stream of so many commits: the last one's id is asked for, and only now a reference moves."""
    return b"get-mark :%d\ndone\n" % count
