"""What may be sent: no commit that would bring a server the words of a text which may not be published.

The commits that it has not yet are all sent, and with them every state between.
So a text is judged by the rights of today; of one that is in the archive no
more (its record withdrawn or removed, its edition taken out) by the last state
that had it, since the words go along all the same.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from provenance.errors import DamageError, InputError
from provenance.model.address import RecordId, Slug
from provenance.store.snapshot import Snapshot, redirected
from provenance.store.withheld import TEXT_PATH, Forbidden, Judge, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.store.archive import Archive
    from provenance.store.objects import ObjectId


def refuse_sending(archive: Archive, tip: ObjectId, known: ObjectId | None) -> None:
    """InputError where commits that the server (it has ``known``) has not yet would bring it a withheld text."""
    since = () if known is None else (f"^{known}",)
    sent = _Sent(archive, tip, since)
    found = list(dict.fromkeys(one for path in sent.texts() if (one := sent.forbidden(path)) is not None))
    if not found:
        return
    first = found[0].record
    standing = "" if archive.snapshot().has(first) else f"provenance restore {first} first, then "
    raise InputError(
        f"{listed(found)} may not be published, and corrections not sent yet hold the words: {found[0].why}; "
        "nothing was sent",
        code="withheld",
        file=first.path,
        hint=f"{standing}provenance withdraw {first} --purge takes it out of history (then import --withheld); "
        "where it may be published after all, correct the rights",
        candidates=tuple(map(str, found)),
    )


class _Sent:
    """The commits that are about to be sent, and what the states between say of the texts in them."""

    def __init__(self, archive: Archive, tip: ObjectId, since: tuple[str, ...]) -> None:
        self._repository, self._range = archive.repository, (tip, *since)
        self._now = archive.snapshot()
        self._judge = Judge()
        self._states: dict[ObjectId, Snapshot] = {}

    def texts(self) -> Iterator[str]:
        """The path, from the archive's root, of every text that a commit puts or changes."""
        repository = self._repository
        commits = repository.run("rev-list", *self._range, "--")
        options = ("--stdin", "-r", "-m", "--root", "--name-only", "--diff-filter=AM", "-z", "--no-renames")
        told = repository.run("diff-tree", *options, "--", f"{repository.prefix}records", stdin=commits)
        pieces = told.decode("utf-8", "surrogateescape").replace("\n", "\0").split("\0")
        inside = (piece.removeprefix(repository.prefix) for piece in pieces)
        yield from dict.fromkeys(path for path in inside if TEXT_PATH.fullmatch(path))

    def forbidden(self, path: str) -> Forbidden | None:
        """Why a text may not be sent, under the name that its record has now; None where nothing forbids it."""
        record, edition = _named(path)
        now = self._record_now(record)
        here = f"{now.folder}/editions/{edition}.txt"
        judged = self._judge.of(self._now, here)
        if judged is not None or _describes(self._now, now, edition):
            return judged
        for name in dict.fromkeys((now, record)):
            last = self._last_state(name, edition)
            if last is not None:
                found = self._judge.of(last, f"{name.folder}/editions/{edition}.txt")
                return None if found is None else replace(found, record=now)
        return None

    def _record_now(self, record: RecordId) -> RecordId:
        """The record itself; of one that was renamed since, or joined into another, what it is now."""
        there = None if self._now.has(record) else redirected(self._now.redirects, record)
        return record if there is None else there

    def _last_state(self, record: RecordId, edition: str) -> Snapshot | None:
        """The newest of the states sent, or of those they stand on, whose record describes the edition."""
        options = ("--full-history", "--topo-order")
        path = f"{self._repository.prefix}{record.path}"
        told = self._repository.run("rev-list", *options, *self._range, "--", path).decode("ascii")
        for commit in told.split():
            for oid in (commit, *self._repository.commit(commit).parents):
                state = self._states.setdefault(oid, Snapshot(self._repository, oid))
                if _describes(state, record, edition):
                    return state
        return None


def _named(path: str) -> tuple[RecordId, str]:
    record, _, name = path.removeprefix("records/").partition("/editions/")
    return RecordId(record), name.removesuffix(".txt")


def _describes(state: Snapshot, record: RecordId, edition: str) -> bool:
    """Whether the record of a state says anything of an edition; one that cannot be read says nothing."""
    try:
        return state.has(record) and Slug(edition) in state.dossier(record).record.editions
    except (InputError, DamageError):
        return False
