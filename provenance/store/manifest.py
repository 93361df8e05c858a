"""The files under a release: every reason to date, a SHA-256 of every file, a digest of what each record says.

``manifest-sha256.txt`` is as BagIt and ``sha256sum --check`` read it. It does
not rest on git's own hash, and CHANGES.jsonl keeps what was decided and why
even where history does not come along: in a tarball, a deposit, after a squash.
"""

from __future__ import annotations

import hashlib
import re
from io import BytesIO
from itertools import chain
from typing import TYPE_CHECKING, Any

from provenance.model.address import AGENTS, RecordId
from provenance.model.correction import Person
from provenance.store.canonical import digest
from provenance.store.history import history
from provenance.store.laid_aside import LaidAside
from provenance.store.snapshot import Snapshot
from provenance.store.treediff import ROOT_FILES
from provenance.store.words_shown import veiled_oldest_first

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from provenance.model.correction import HistoryEntry
    from provenance.store.archive import Archive
    from provenance.store.objects import ObjectId
    from provenance.store.settings import Settings

CHANGES = "CHANGES.jsonl"
MANIFEST = "manifest-sha256.txt"
CANONICAL = "canonical-sha256.txt"
_FORM = re.compile(rb"# canonical form ([0-9]{1,6})\n")
FILES = (CANONICAL, CHANGES, MANIFEST)
_KEPT = (
    "correction_id", "date", "editor", "kind", "subject", "reason", "evidence", "reported_by", "reviewed_by", "records",
    "changes", "reverts", "amends", "documented",
)  # fmt: skip


def changes_to_date(archive: Archive, until: ObjectId) -> Iterator[dict[str, Any]]:
    """Every correction up to a commit, oldest first, as CHANGES.jsonl keeps it."""
    state = Snapshot(archive.repository, until)
    entries = veiled_oldest_first(state, LaidAside(history(archive, until=until)))
    return (_kept(archive, entry, state.settings) for entry in entries)


def change_lines(changes: Iterable[dict[str, Any]]) -> bytes:
    """One JSON object a line."""
    import orjson

    whole = BytesIO()
    whole.writelines(orjson.dumps(one, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_NON_STR_KEYS) for one in changes)
    return whole.getvalue()


def _kept(archive: Archive, entry: HistoryEntry, settings: Settings) -> dict[str, Any]:
    """What does not change later: no link from behind, and the editor as that state knew her.

    Without the commit's hash where there is an id: a replay changes the one and
    never the other.
    """
    author = archive.repository.commit(entry.commit).author
    editor = settings.by_email(author.email) or Person(author.name, author.email)
    whole = entry.as_json() | {"editor": {"name": editor.name, "id": editor.orcid}}
    kept = {name: whole[name] for name in _KEPT}
    return kept if entry.correction_id else {**kept, "commit": entry.commit}


def contents(snapshot: Snapshot) -> Iterator[tuple[str, bytes]]:
    """Every file that belongs to the archive, by path from its root; those of a release are left out."""
    for name in ROOT_FILES:
        content = snapshot.file(name)
        if content is not None:
            yield name, content
    yield from snapshot.all_files("records")


def manifest(snapshot: Snapshot, made: Iterable[tuple[str, bytes]]) -> bytes:
    """Digest, two spaces, path, of what a state holds and of the files made for a release; sorted by path.

    Of the files that it names no two are held at a time.
    """
    digests = {name: hashlib.sha256(content).digest() for name, content in chain(contents(snapshot), made)}
    return b"".join(f"{digests[name].hex()}  {name}\n".encode() for name in sorted(digests))


def canonical_lines(snapshot: Snapshot) -> Iterator[bytes]:
    """Digest, two spaces, id: of each record, each collection's description and the agents, in this order."""
    others = (RecordId.parse(name) for name in (*snapshot.collections(), AGENTS))
    found = chain(snapshot.walk(), (one for one in others if snapshot.has(one)))
    return (f"{digest(snapshot.dossier(one))}  {one}\n".encode() for one in found)


def form_of(content: bytes) -> str:
    """The number of the canonical form whose digests a file lists: 1 where its first line names none."""
    found = _FORM.match(content)
    return "1" if found is None else found[1].decode("ascii")


def listed(content: bytes) -> dict[str, str]:
    """Digests by path, or by id, as a manifest lists them."""
    lines = content.decode("utf-8", "replace").splitlines()
    pairs = (line.partition("  ") for line in lines if not line.startswith("# "))
    return {name: digest for digest, _, name in pairs}
