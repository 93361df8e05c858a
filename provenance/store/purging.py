"""A record taken out of history itself, for the law: a tombstone in every state that held it.

The order: all new commits and tags beside the old ones; branch and tags by one
transaction; files settled; then, and only then, the old objects are removed.
Killed in between, the archive is the old one or the new one; the next command
that writes, or ``status``, does the rest (``forgetting``). What is out of our reach is said, never passed over.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from provenance.errors import ConflictError, InputError
from provenance.model.address import RecordId
from provenance.store import forgetting, manifest, message
from provenance.store.correcting import check, signatures
from provenance.store.forgetting import PURGED
from provenance.store.history import upstream_name
from provenance.store.lock import writing
from provenance.store.releases import releases
from provenance.store.releasing import tag_body
from provenance.store.repository import git_error
from provenance.store.rewrites import HEAD, REWRITES
from provenance.store.rewriting import SUBJECT, Rewriting, holders
from provenance.store.signing import tag_parts
from provenance.store.snapshot import Snapshot
from provenance.store.stream import FileChange, NewCommit
from provenance.store.treediff import differences
from provenance.store.when import refuse_shallow
from provenance.store.withheld import folders_of
from provenance.store.worktree import PathChange, follow
from provenance.store.writer import flush_folders, write

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from provenance.model.correction import Decision
    from provenance.store.archive import Archive
    from provenance.store.lock import Lock
    from provenance.store.objects import ObjectId


@dataclass(frozen=True)
class Purged:
    """What a purge did, or in a dry run would do: what was made again, what was lost, what nobody here can reach."""

    record: RecordId
    correction_id: str
    commit: ObjectId | None
    commits: int
    tags: tuple[str, ...] = ()
    signatures: int = 0
    beside: tuple[str, ...] = ()
    holding: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """One object; see docs/reference."""
        lists = ("tags", "beside", "holding", "steps", "notices")
        whole = {name: list(value) if name in lists else value for name, value in vars(self).items()}
        return {"schema": 1, **whole, "written": self.commit is not None}

    def lines(self) -> Iterator[str]:
        """The same for the eye."""
        if self.commit is None:
            yield f"{self.commits} states hold {self.record}; each would get a tombstone in its place."
            if self.tags:
                yield f"Releases and tags that would be made again: {', '.join(self.tags)}."
            if self.signatures:
                yield f"Signatures that would be lost: {self.signatures}."
            yield "What would be left to do then:"
            yield from (f"  - {step}" for step in self.steps)
            yield "Nothing was written: this was a dry run."
            return
        yield f"{self.record} is out of history: {self.commits} commits were made again ({REWRITES} has old and new)."
        if self.tags:
            yield f"Releases and tags made again: {', '.join(self.tags)}."
        if self.signatures:
            yield f"Signatures lost, since what they signed is no more: {self.signatures}."
        if self.beside:
            yield f"Reasons that spoke of other records too, and are gone: {', '.join(self.beside)}."
        for name in self.holding:
            yield f"Still holds it: {name}"
        yield "What is left to do:"
        yield from (f"  - {step}" for step in self.steps)
        yield from (f"  note: {notice}" for notice in self.notices)


def purge(archive: Archive, record: RecordId, decision: Decision, *, dry_run: bool = False) -> Purged:
    """Take a record out of all history of the branch and its tags; its id, who, when and why stay.

    InputError: no record, a shallow clone, a hand's merge under way;
    ConflictError: a hand edit of its files, or another program that wrote
    meanwhile. Nothing is moved then.
    """
    check([], replace(decision, amends="purge"))
    refuse_shallow(archive)
    snapshot = archive.snapshot()
    snapshot.dossier(record)
    if not record.is_record:
        raise InputError(f"{record} is no record", hint="collection/name")
    names = (record, *_earlier(snapshot.redirects, record))
    now = archive.clock.now()
    correction_id = archive.new_id(now)
    person = archive.person
    if dry_run:
        return replace(_foreseen(archive, names), record=record, correction_id=correction_id)
    tombstone = _tombstone(decision, person.name, now.date().isoformat())
    with writing(archive.repository, clock=archive.clock, branch=archive.branch) as lock:
        work = Rewriting(archive, names, tombstone, (lock.fd,))
        done = _rewritten(archive, work, decision, correction_id, lock)
        archive.indexes.close()
        notices = (*lock.notices, *forgetting.finish(archive.repository, lock))
    holding = tuple(_holding(archive, next(iter(work.became), None)))
    return replace(
        done, record=record, holding=holding, steps=(*_steps(archive), *_attached(archive, names)), notices=notices
    )


def _foreseen(archive: Archive, names: Sequence[RecordId]) -> Purged:
    """What a purge would make again and lose, and what would be left to do: seen before, since it cannot be undone."""
    repository = archive.repository
    states = frozenset(holders(archive, names, archive.tip))
    signatures = sum(repository.commit(oid).signature is not None for oid in states)
    tags = []
    for ref, oid in repository.refs("refs/tags/").items():
        if repository.peel(oid) in states:
            tags.append(ref.removeprefix("refs/tags/"))
            found = repository.objects.get(oid)
            signatures += found is not None and found[1] == "tag" and tag_parts(found[2])[1] is not None
    steps = (*_steps(archive), *_attached(archive, names))
    return Purged(names[0], "", None, len(states), tuple(tags), signatures, steps=steps)


def _earlier(redirects: Mapping[str, str], record: RecordId) -> Iterator[RecordId]:
    """Every id that leads to a record, those of records joined into it among them: they held its document.

    InputError for a circle: then no one can say what leads where.
    """
    seen, wanted = {str(record)}, {str(record)}
    while wanted:
        found = {old for old, new in redirects.items() if new in wanted}
        if found & seen:
            around = min(found & seen)
            raise InputError(
                f"{around} leads back to itself, so it cannot be said which ids are those of {record}",
                code="circle",
                file="redirects.yaml",
                hint=f"take the line of {around}, or the one that leads to it, out of redirects.yaml and commit that",
            )
        yield from (RecordId(old) for old in sorted(found))
        seen |= found
        wanted = found


def _tombstone(decision: Decision, by: str, when: str) -> bytes:
    from provenance.model.notation import write

    said = {"reason": message.normalised(decision.reason), "by": by, "when": when}
    return write({"schema": "1", "title": "Withdrawn record", "withdrawal": said}).encode()


def _rewritten(archive: Archive, work: Rewriting, decision: Decision, correction_id: str, lock: Lock) -> Purged:
    """All made beside the old, then swapped: branch and tags at once."""
    repository, branch = archive.repository, archive.branch
    tree = follow(repository, lock, clock=archive.clock)
    before = archive.tip
    forgetting.drop(repository, lock)
    forgetting.begin(repository, branch)
    top = work.run(before)
    tags = dict(_tags(archive, work, lock))
    pairs = [*work.became.items(), *tags.values()]
    last = _deciding(archive, work, pairs, top, replace(decision, correction_id=correction_id))
    written = write(repository, [last], lock_fd=lock.fd)
    after, text = written.tip, last.message
    if after is None:
        raise ConflictError("another program moved our reference; nothing was moved", code="busy", hint="try again")
    forgetting.begin(repository, branch, after)
    with tree.begin(branch=branch, old=before, message=text, changes=_changes(archive, before, after)) as settling:
        swaps = [(branch, (before, after)), *tags.items()]
        lines = [f"update {ref} {new} {old}" for ref, (old, new) in swaps]
        asked = "\n".join(["start", *lines, "prepare", "commit", ""]).encode()
        status, _, err = repository.try_run("update-ref", "--no-deref", "--stdin", stdin=asked, pass_fds=(lock.fd,))
        if repository.ref(branch) != after:
            settling.abandon()
            if status and repository.ref(branch) == before:
                raise git_error("update-ref", status, err)
            why = "another program wrote to this branch; nothing was moved"
            raise ConflictError(why, code="busy", hint="try again")
        flush_folders([*(repository.common_dir / branch).parents[:3], repository.common_dir / "refs" / "tags"])
        settling.finish(after)
    names = tuple(ref.removeprefix("refs/tags/") for ref in tags)
    beside = tuple(sorted(work.beside))
    return Purged(work.names[0], correction_id, after, len(work.became), names, work.signatures, beside)


def _tags(archive: Archive, work: Rewriting, lock: Lock) -> Iterator[tuple[str, tuple[ObjectId, ObjectId]]]:
    """Each tag on a commit that was made again, old and new."""
    repository = archive.repository
    ours = {one.ref: one for one in releases(archive)}
    for ref, oid in repository.refs("refs/tags/").items():
        commit = repository.peel(oid)
        if commit not in work.became:
            continue
        new = work.became[commit]
        found = repository.objects.get(oid)
        if found is not None and found[1] == "tag":
            head, _, words = tag_parts(found[2])[0].partition(b"\n\n")
            tagger = next((line + b"\n" for line in head.split(b"\n") if line.startswith(b"tagger ")), b"")
            one = ours.get(ref)
            notes = _without(one.notes if one else words.decode("utf-8", "replace").strip(), work.scrubbed)
            listed = Snapshot(repository, new).file(manifest.MANIFEST) if one and one.manifest else None
            body = tag_body(ref, new, tagger, notes, listed)
            work.signatures += tag_parts(found[2])[1] is not None
            new = repository.run("mktag", stdin=body, pass_fds=(lock.fd,)).decode("ascii").strip()
        yield ref, (oid, new)


def _without(notes: str, scrubbed: set[str]) -> str:
    """Release notes without the lines of what was withdrawn: a change log's line ends in its id's last letters."""
    tails = {f"{one[-8:]})" for one in scrubbed}
    return "\n".join(f"- {SUBJECT}. ({line[-9:]}" if line[-9:] in tails else line for line in notes.split("\n"))


def _deciding(
    archive: Archive, work: Rewriting, pairs: Sequence[tuple[ObjectId, ObjectId]], top: ObjectId, decision: Decision
) -> NewCommit:
    """The commit that says who decided it and why, with the list of old and new; the tip from now on."""
    repository = archive.repository
    held = Snapshot(repository, top).file(REWRITES) or HEAD
    correction_id = decision.correction_id or ""
    added = "".join(f"{old}\t{new}\t{correction_id}\n" for old, new in pairs).encode()
    subject = decision.subject or f"Withdraw {work.names[0]}, from history too"
    text = message.compose(decision, "withdrawal", subject, (), correction_id).encode()
    author, committer = signatures(archive, top, archive.clock.now())
    change = FileChange(f"{repository.prefix}{REWRITES}", held + added)
    return NewCommit(PURGED, top, author, committer, text, (change,))


def _changes(archive: Archive, before: ObjectId, after: ObjectId) -> list[PathChange]:
    repository = archive.repository
    trees = [repository.commit(oid).tree for oid in (before, after)]
    return [
        PathChange(one.path, "100644", one.before, one.after, None if one.after is None else repository.blob(one.after))
        for one in differences(repository.objects, trees[0], trees[1])
    ]


def _holding(archive: Archive, first: ObjectId | None) -> Iterator[str]:
    """References here that still lead to the old history."""
    if first is None or archive.repository.objects.get(first) is None:
        return
    for name, oid in archive.repository.refs("refs/").items():
        commit = archive.repository.peel(oid)
        if commit is None:
            continue
        status, out, _ = archive.repository.try_run("rev-list", "--max-count=1", first, f"^{commit}", "--")
        if status == 0 and not out.strip():
            yield name


def _attached(archive: Archive, names: Sequence[RecordId]) -> Iterator[str]:
    """The owner's own copies beside the archive: a purge takes nothing away that never was in it, but says so."""
    for place in folders_of(archive.repository, names):
        yield f"a text that you attached on this machine lies in {place} still: remove that folder, if it has to go too"


def _steps(archive: Archive) -> tuple[str, ...]:
    upstream = upstream_name(archive)
    remote = upstream.remote if upstream else "origin"
    short = archive.branch.removeprefix("refs/heads/")
    forget = "git reflog expire --expire=now --all && git gc --prune=now"
    return (
        f"send it, once, by plain git: git push --force {remote} {short} && git push --force --tags {remote}",
        f"fetch, so that nothing here remembers the old branch: git fetch --prune {remote} && {forget}",
        "ask the host to remove what nothing leads to; its caches and pull requests keep the old commits",
        "every clone: clone anew and remove the old one; whoever pushes from an old clone brings it back",
        "out of reach from here: forks, backups, deposits of releases, built sites and their caches, search engines",
    )
