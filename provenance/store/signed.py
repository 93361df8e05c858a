"""Signed commits written: ``git fast-import`` cannot sign, so many are made unsigned, under a reference of their own.

One is laid down without a reference (``loose``). Each is then made again with
its signature, and the branch goes to the last by compare-and-swap. Objects,
branch and folders are flushed in the same order as for unsigned ones (``writer``).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from provenance.errors import DamageError
from provenance.store.loose import lay_down
from provenance.store.objects import HASH
from provenance.store.signing import signed_commit
from provenance.store.writer import Written, failure, fast_import, flush, tip_afterwards

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.store.objects import ObjectId
    from provenance.store.repository import Repository
    from provenance.store.signing import Signer
    from provenance.store.stream import NewCommit

UNSIGNED = "refs/provenance/unsigned"
"""Holds the commits while they are not yet signed: what must live has a reference (T11)."""


def write_signed(repository: Repository, new: Sequence[NewCommit], signer: Signer, lock_fd: int | None) -> Written:
    """As :func:`provenance.store.writer.write`; InputError where the key cannot be used: nothing was written."""
    branch, parent = new[0].branch, new[0].parent
    before = repository.ref(branch)
    if before is not None and before != parent:
        return Written(None)
    fds = () if lock_fd is None else (lock_fd,)
    _drop(repository, fds)
    try:
        last = parent
        for oid in _unsigned(repository, new, lock_fd):
            last = _signed(repository, oid, last, signer, fds)
        if last is None:  # pragma: no cover - there is at least one commit
            raise DamageError("nothing was to be written")
        expected = before or "0" * len(last)  # zeros: there must be none yet
        status, _, err = repository.try_run("update-ref", "--no-deref", branch, last, expected, pass_fds=fds)
    finally:
        _drop(repository, fds)
    tip = tip_afterwards(repository, branch)
    if tip == last or (tip is not None and tip != before and _holds(repository, tip, last)):
        flush(repository, new, last)
        return Written(last)
    if tip != before:
        return Written(None)
    raise failure(status, err)


def _unsigned(repository: Repository, new: Sequence[NewCommit], lock_fd: int | None) -> list[ObjectId]:
    """The commits as git makes them, oldest first."""
    if len(new) == 1 and (laid := lay_down(repository, new[0])) is not None:
        return [laid.tip]
    status, out, err = fast_import(repository, [replace(one, branch=UNSIGNED) for one in new], lock_fd)
    if status or HASH.fullmatch(out) is None:
        raise failure(status, err)
    if len(new) == 1:
        return [out]
    limits = [f"^{new[0].parent}"] if new[0].parent else []
    return repository.run("rev-list", "--reverse", "--first-parent", out, *limits, "--").decode("ascii").split()


def _signed(
    repository: Repository, oid: ObjectId, parent: ObjectId | None, signer: Signer, fds: tuple[int, ...]
) -> ObjectId:
    """A commit made again on ``parent``, with its signature."""
    _, raw = repository.objects.of_kind(oid, "commit")
    head, blank, message = raw.partition(b"\n\n")
    lines = [line for line in head.split(b"\n") if not line.startswith(b"parent ")]
    if parent is not None:
        lines.insert(1, b"parent " + parent.encode())
    payload = b"\n".join(lines) + blank + message
    content = signed_commit(payload, signer.sign(payload), repository.algorithm)
    made = repository.run("hash-object", "-t", "commit", "-w", "--stdin", stdin=content, pass_fds=fds)
    return made.decode("ascii").strip()


def _drop(repository: Repository, fds: tuple[int, ...]) -> None:
    if repository.ref(UNSIGNED) is not None:
        repository.try_run("update-ref", "-d", UNSIGNED, pass_fds=fds)


def _holds(repository: Repository, tip: ObjectId, commit: ObjectId | None) -> bool:
    """Whether a commit is in the past of another: ours landed, and somebody wrote on top of it."""
    if commit is None:
        return False
    status, out, _ = repository.try_run("rev-list", "--max-count=1", commit, f"^{tip}", "--")
    return status == 0 and not out.strip()
