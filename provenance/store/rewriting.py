"""History made again without one record: every commit that held it, and every one that stands on such a commit.

What the record held gives way to its tombstone, in each state; what was said
of it, in each message. Releases get the files that fit what is left. Nothing
moves here: the new commits lie beside the old ones until ``purging`` swaps them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from provenance.errors import DamageError
from provenance.store import manifest, message
from provenance.store.forgetting import REWRITTEN
from provenance.store.signing import commit_parts
from provenance.store.snapshot import Snapshot
from provenance.store.stream import quoted
from provenance.store.writer import failure, import_stream

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.model.address import RecordId
    from provenance.store.archive import Archive
    from provenance.store.objects import Commit, ObjectId

SUBJECT = "Withdrawn"
REASON = "What was said here was withdrawn with the record."
_KEPT_TRAILERS = ("Correction-Id", "Kind", "Change", "Changes", "Reported-by", "Reviewed-by", "Reverts", "Amends")


@dataclass
class Rewriting:
    """The work on one archive: old commits to new ones, as far as it has come."""

    archive: Archive
    names: tuple[RecordId, ...]
    tombstone: bytes
    fds: tuple[int, ...]
    became: dict[ObjectId, ObjectId] = field(default_factory=dict)
    scrubbed: set[str] = field(default_factory=set)
    """The Correction-Ids of which the words went."""
    beside: set[str] = field(default_factory=set)
    """Those among them that decided on other records too."""
    signatures: int = 0
    _waiting: list[tuple[ObjectId, bytes]] = field(default_factory=list)
    _marks: dict[ObjectId, int] = field(default_factory=dict)
    _fixed: dict[ObjectId, dict[str, bytes]] = field(default_factory=dict)

    def run(self, tip: ObjectId) -> ObjectId:
        """Make the history of ``tip`` again: the new tip, or the same where nothing held the record."""
        listed = self.archive.repository.run("rev-list", "--topo-order", "--reverse", tip, "--").decode("ascii").split()
        for oid in self.archive.progress.track(listed, total=len(listed), what="commits"):
            self._one(self.archive.repository.commit(oid))
        self._flush()
        return self.became.get(tip, tip)

    def _one(self, commit: Commit) -> None:
        snapshot = Snapshot(self.archive.repository, commit.oid)
        before = Snapshot(self.archive.repository, commit.parents[0] if commit.parents else None)
        held = [name for name in self.names if snapshot.folder_oid(name) is not None]
        text = self._message(commit, snapshot, before)
        moved = any(parent in self.became or parent in self._marks for parent in commit.parents)
        if not held and not moved and text == commit.message:
            self._fixed.setdefault(snapshot.blob_at(self._manifest) or "", {})
            return
        fixed = self._release_files(commit, snapshot, before)
        raw, signature = commit_parts(self.archive.repository.objects.of_kind(commit.oid, "commit")[1])
        self.signatures += signature is not None
        head = [line for line in raw.partition(b"\n\n")[0].split(b"\n") if line.startswith((b"author ", b"committer "))]
        body = text.encode("utf-8", "surrogateescape")
        number = len(self._waiting) + 1
        lines = [b"reset %s\n" % REWRITTEN.encode(), b"commit %s\nmark :%d\n" % (REWRITTEN.encode(), number)]
        lines += [line + b"\n" for line in head]
        lines.append(b"data %d\n%s\n" % (len(body), body))
        for place, parent in enumerate(commit.parents):
            lines.append(b"%s %s\n" % (b"merge" if place else b"from", self._now(parent)))
        lines.append(b'M 040000 %s ""\n' % commit.tree.encode())
        for name in held:
            folder = f"{self.archive.repository.prefix}{name.folder}"
            lines.append(b"D %s\n" % quoted(folder))
            lines.append(_put(f"{folder}/{name.main_file}", self.tombstone))
        lines += [_put(f"{self.archive.repository.prefix}{path}", content) for path, content in fixed.items()]
        self._marks[commit.oid] = number
        self._waiting.append((commit.oid, b"".join(lines)))

    def _now(self, parent: ObjectId) -> bytes:
        if parent in self._marks:
            return b":%d" % self._marks[parent]
        return self.became.get(parent, parent).encode()

    def _flush(self) -> None:
        """Write what waits, and learn the new ids."""
        if not self._waiting:
            return
        asked = b"".join(b"get-mark :%d\n" % number for number in range(1, len(self._waiting) + 1))
        stream = b"".join(lines for _, lines in self._waiting) + asked + b"done\n"
        status, out, err = import_stream(self.archive.repository, stream, self.fds, "--force")
        made = out.split()
        if status or len(made) != len(self._waiting):
            raise failure(status, err)
        self.became.update(zip((oid for oid, _ in self._waiting), made, strict=True))
        self._waiting, self._marks = [], {}

    def _message(self, commit: Commit, snapshot: Snapshot, before: Snapshot) -> str:
        """The message, without its words where it speaks of the record or amends one that does."""
        decisions = message.parse(commit.message).decisions
        touched = any(snapshot.folder_oid(name) != before.folder_oid(name) for name in self.names)
        named = any(_record_in(change) in self.names for one in decisions for change in one.changes)
        amending = any(one.amends in self.scrubbed for one in decisions)
        reverting = any(one.reverts in self.scrubbed for one in decisions)
        if not (touched or named or amending or reverting):
            return commit.message
        for one in decisions:
            self.scrubbed.add(one.correction_id)
            if any(_record_in(change) not in self.names for change in one.changes):
                self.beside.add(one.correction_id)
        blocks = [block for block in map(self._block, commit.message.split("\n\n")) if block]
        if not blocks:
            return f"{SUBJECT}\n"
        return "\n\n".join(f"{SUBJECT}\n\n{REASON}\n\n{block}" for block in blocks) + "\n"

    def _block(self, paragraph: str) -> str:
        """The trailers of a decision that say nothing of what was withdrawn; empty for other paragraphs."""
        trailers = message.trailers(paragraph)
        if trailers is None:
            return ""
        kept = [
            f"{key}: {value}"
            for key, value in trailers
            if key in _KEPT_TRAILERS
            and not (key == "Change" and value not in self.names and _record_in(value) in self.names)
        ]
        return "\n".join(kept)

    @property
    def _manifest(self) -> str:
        return f"{self.archive.repository.prefix}{manifest.MANIFEST}"

    def _release_files(self, commit: Commit, snapshot: Snapshot, before: Snapshot) -> dict[str, bytes]:
        """The files under a release, made again where it was made; where they are only carried along, the same ones."""
        old = snapshot.blob_at(self._manifest)
        if old is None:
            return {}
        if old not in self._fixed:
            if not commit.parents or old == before.blob_at(self._manifest):
                raise DamageError(f"the release files of {commit.oid[:10]} come from nowhere", hint="provenance verify")
            self._flush()
            parent = commit.parents[0]
            state = Snapshot(self.archive.repository, self.became.get(parent, parent))
            changes = manifest.change_lines(manifest.changes_to_date(self.archive, state.commit))
            fixed = {manifest.CANONICAL: b"".join(manifest.canonical_lines(state)), manifest.CHANGES: changes}
            fixed[manifest.MANIFEST] = manifest.manifest(state, fixed.items())
            self._fixed[old] = fixed
        return self._fixed[old]


def _record_in(change: str) -> str:
    """The record that a ``Change`` trailer speaks of."""
    return change.split(" ", maxsplit=1)[0].split(":", maxsplit=1)[0]


def _put(path: str, content: bytes) -> bytes:
    return b"M 100644 inline %s\ndata %d\n%s\n" % (quoted(path), len(content), content)


def holders(archive: Archive, names: Sequence[RecordId], tip: ObjectId) -> Iterator[ObjectId]:
    """The commits in the history of ``tip`` whose state holds one of these records."""
    for oid in archive.repository.run("rev-list", tip, "--").decode("ascii").split():
        snapshot = Snapshot(archive.repository, oid)
        if any(snapshot.folder_oid(name) is not None for name in names):
            yield oid
