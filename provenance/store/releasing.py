"""A release made: the files that fix the archive's state, committed, and a signed tag that names them.

``proving`` proves one.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from provenance.errors import ConflictError, InputError
from provenance.model.correction import Decision
from provenance.store import manifest, message
from provenance.store.correcting import seen_as, signatures
from provenance.store.history import history
from provenance.store.laid_aside import LaidAside
from provenance.store.landing import land
from provenance.store.lock import writing
from provenance.store.proving import begun, subject_of, verify_release
from provenance.store.releases import NAME, Release, releases
from provenance.store.signatures import beforehand
from provenance.store.signing import signer_of
from provenance.store.snapshot import Snapshot
from provenance.store.stream import FileChange, NewCommit, person
from provenance.store.when import is_version
from provenance.store.withheld import refuse_release
from provenance.store.words_shown import each_as_may_be_shown
from provenance.store.worktree import follow
from provenance.store.writer import flush_folders

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.model.correction import HistoryEntry
    from provenance.store.archive import Archive
    from provenance.store.lock import Lock
    from provenance.store.objects import ObjectId

__all__ = ["Released", "release", "verify_release"]

MOST_LISTED = 500
"""Above this many corrections the notes count the rest; CHANGES.jsonl has them all."""


@dataclass(frozen=True)
class Released:
    """What a release is, or in a dry run would be: its name, its notes, how many corrections it adds."""

    name: str
    notes: str
    corrections: int
    release: Release | None = None
    signed: bool = False
    notices: tuple[str, ...] = ()

    @property
    def commit(self) -> ObjectId | None:
        """The commit that the tag names; None in a dry run."""
        return None if self.release is None else self.release.commit

    def as_json(self) -> dict[str, Any]:
        """One object; see docs/reference."""
        return {
            "schema": 1,
            "name": self.name,
            "commit": self.commit,
            "tag": None if self.release is None else self.release.ref,
            "manifest": None if self.release is None else self.release.manifest,
            "notes": self.notes,
            "corrections": self.corrections,
            "signed": self.signed,
            "written": self.release is not None,
            "notices": list(self.notices),
        }


def release(archive: Archive, name: str, *, notes: str | None = None, dry_run: bool = False) -> Released:
    """Fix the archive's state under a name: a commit with the manifests, and an annotated tag on it.

    ``notes`` go before the change log since the last release. One that was
    begun and not finished (power lost between commit and tag) is finished as
    it was begun. InputError where the name is taken or cannot be one, or where
    a record cannot be read; ConflictError where the branch moved meanwhile.
    Nothing is written then.
    """
    if NAME.fullmatch(name) is None or name.endswith((".", ".lock")) or ".." in name:
        raise InputError(f"{name!r} cannot name a release", hint="2026.1")
    if is_version(name):
        why = f"{name!r} cannot name a release: ID@{name} is a version of each record, and has to stay one"
        raise InputError(why, code="name", hint=f"{name[1:]}.0, or 2026.1")
    ref = f"refs/tags/{archive.settings.tag_prefix}{name}"
    if archive.repository.ref(ref) is not None:
        raise InputError(f"there is a release {name} already", code="release-exists", hint="choose another name")
    refuse_release(archive.snapshot())
    before = releases(archive)
    since = before[-1].commit if before else None
    entries = LaidAside(each_as_may_be_shown(archive, None, history(archive, since=since)))
    words = _notes(notes or "", before[-1].name if before else None, entries)
    if dry_run:
        _ = archive.person, sum(map(len, manifest.canonical_lines(archive.snapshot())))  # refuses what cannot be read
        return Released(name, words, len(entries))
    with writing(archive.repository, clock=archive.clock, branch=archive.branch) as lock:
        tree = follow(archive.repository, lock, clock=archive.clock)
        notices = list(tree.notices)
        tip = begun(archive, name)
        if tip is None:
            new = _commit(archive, name, notes)
            tip, said = land(archive.repository, [new], lock, tree)
            if tip is None:
                why = "another program wrote to this branch: nothing is released"
                raise ConflictError(why, code="busy", hint="try again")
            notices += said
            archive.indexes.add_own(seen_as(new, tip, archive.repository.prefix))
        else:
            notices.append(f"release {name} was begun and not finished: it is named as it was then, {tip[:10]}")
        signed = _tag(archive, ref, tip, words, lock)
        notices += beforehand(archive.repository, archive.settings, signatures(archive, tip, archive.clock.now()))
    made = next(one for one in releases(archive) if one.name == name)
    return Released(name, words, len(entries), made, signed, (*lock.notices, *notices))


def _notes(words: str, since: str | None, entries: Sequence[HistoryEntry]) -> str:
    """The editor's own words, then the change log, in lines that can be neither trailer nor signature of the tag."""
    title = f"Corrections since release {since}:" if since else "Corrections to date:"
    log = [title, *(_line(entry) for entry in entries[:MOST_LISTED])]
    if len(entries) > MOST_LISTED:
        log.append(f"- and {len(entries) - MOST_LISTED} more: {manifest.CHANGES} has them all")
    if not entries:
        log = [f"No correction since release {since}." if since else "No correction yet."]
    own = "\n".join(_harmless(line) for line in message.normalised(words).split("\n"))
    return "\n\n".join(part for part in (own, "\n".join(log)) if part)


def _line(entry: HistoryEntry) -> str:
    who = f"{entry.editor.name}, {entry.date:%Y-%m-%d}, {(entry.correction_id or entry.commit[:10])[-8:]}"
    reason = message.one_line(entry.reason)
    why = f" {reason}" if reason and reason != entry.subject else ""
    return _harmless(f"- {message.one_line(entry.subject)}.{why} ({who})")


def _harmless(line: str) -> str:
    shown = "".join(char if char.isprintable() else "�" for char in line).rstrip()
    return f" {shown}" if shown.startswith(("-----BEGIN", "Manifest-SHA256")) else shown


def _commit(archive: Archive, name: str, notes: str | None) -> NewCommit:
    tip = archive.tip
    snapshot = Snapshot(archive.repository, tip)
    changes = manifest.change_lines(manifest.changes_to_date(archive, tip))
    now = archive.clock.now()
    fixed = {manifest.CANONICAL: b"".join(manifest.canonical_lines(snapshot)), manifest.CHANGES: changes}
    fixed[manifest.MANIFEST] = manifest.manifest(snapshot, fixed.items())
    author, committer = signatures(archive, tip, now)
    reason = message.normalised(notes or "") or f"The state of the archive as release {name}."
    text = message.compose(Decision(reason=reason), "editorial", subject_of(name), (), archive.new_id(now)).encode()
    written = tuple(FileChange(f"{archive.repository.prefix}{path}", content) for path, content in fixed.items())
    return NewCommit(archive.branch, tip, author, committer, text, written)


def _tag(archive: Archive, ref: str, commit: ObjectId, words: str, lock: Lock) -> bool:
    """The annotated tag: made, signed where the editor signs, then named, and only where the name is free."""
    repository = archive.repository
    listed = Snapshot(repository, commit).file(manifest.MANIFEST) or b""
    _, committer = signatures(archive, commit, archive.clock.now())
    body = tag_body(ref, commit, person(committer, "tagger"), words, listed)
    signer = signer_of(repository)
    content = body if signer is None else body + signer.sign(body).encode()
    oid = repository.run("mktag", stdin=content, pass_fds=(lock.fd,)).decode("ascii").strip()
    repository.run("update-ref", ref, oid, "0" * len(oid), pass_fds=(lock.fd,))
    flush_folders(_folders(archive, ref, oid))
    return signer is not None


def tag_body(ref: str, commit: ObjectId, tagger: bytes, words: str, listed: bytes | None) -> bytes:
    """An annotated tag without signature; ``listed`` is the manifest that it fixes, if it fixes one."""
    head = f"object {commit}\ntype commit\ntag {ref.removeprefix('refs/tags/')}\n".encode()
    fixes = "" if listed is None else f"\nManifest-SHA256: {hashlib.sha256(listed).hexdigest()}\n"
    return head + tagger + f"\n{words}\n{fixes}".encode()


def _folders(archive: Archive, ref: str, oid: ObjectId) -> Iterator[Any]:
    common = archive.repository.common_dir
    yield from (common / "objects" / oid[:2], common / "objects")
    folder = (common / ref).parent
    while folder != common:
        yield folder
        folder = folder.parent
    yield common
