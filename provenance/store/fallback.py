"""The archive's settings where the disk has damaged the tip's ``provenance.toml`` (THREATS T12).

Every command needs them, and one byte changed must not lock the rest away. The
file of the work tree stands in where it is what was recorded, proved by its
hash; else, for reading alone, the last state whose file can be read: who may
write is never decided by an older list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.errors import DamageError, InputError
from provenance.store.settings import FILE
from provenance.store.snapshot import Snapshot

if TYPE_CHECKING:
    from provenance.store.repository import Repository
    from provenance.store.settings import Settings

MOST = 100
"""So many earlier states are tried: each is a file of its own that a hand changed."""


def last_readable(repository: Repository, tip: Snapshot) -> Settings | None:
    """The settings of the last state before the tip whose file is another and can be read; None where none can."""
    path = f"{repository.prefix}{FILE}"
    try:
        listed = repository.run("rev-list", "--first-parent", f"--max-count={MOST}", tip.commit, "--", path)
        damaged = tip.blob_at(path)
        for commit in listed.decode("ascii").split():
            for parent in repository.commit(commit).parents[:1]:
                before = Snapshot(repository, parent)
                if before.blob_at(path) not in (None, damaged) and (found := _readable(before)) is not None:
                    return found
    except (DamageError, InputError):
        pass
    return None


def _readable(snapshot: Snapshot) -> Settings | None:
    try:
        return snapshot.settings
    except (DamageError, InputError):
        return None
