"""A release proved: every file by its SHA-256, every record by its digest, every reason by the commits, the tag by all.

What ``sha256sum --check manifest-sha256.txt`` proves in a tarball without us,
and what only history can: that the tag was not moved, and by whom it was signed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from itertools import chain
from typing import TYPE_CHECKING, Any

from provenance.errors import DamageError, InputError
from provenance.store import manifest, message
from provenance.store.canonical import FORM
from provenance.store.fault import Fault
from provenance.store.laid_aside import LaidAside
from provenance.store.releases import NAME, releases
from provenance.store.rewrites import excused, made_again
from provenance.store.signatures import Signed, judge
from provenance.store.signing import tag_parts
from provenance.store.snapshot import Snapshot

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from provenance.store.archive import Archive
    from provenance.store.objects import ObjectId
    from provenance.store.releases import Release

_STATED = (
    "date", "editor", "kind", "subject", "reason", "evidence", "reported_by", "reviewed_by", "records", "reverts",
    "amends",
)  # fmt: skip
"""What a commit itself states. How its changes are told is derived, and may be told better by a later program."""


@dataclass(frozen=True)
class Proof:
    """A release, how many files and records its manifests hold, and what is wrong with it."""

    name: str
    commit: ObjectId
    files: int
    records: int
    faults: tuple[Fault, ...]

    @property
    def damaged(self) -> bool:
        """Whether it is not what was released."""
        return any(fault.severity == "damage" for fault in self.faults)

    def as_json(self) -> dict[str, Any]:
        """One object; see docs/reference."""
        return {
            "schema": 1,
            "release": self.name,
            "commit": self.commit,
            "files": self.files,
            "records": self.records,
            "damaged": self.damaged,
            "faults": [dict(vars(fault)) for fault in self.faults],
        }

    def lines(self) -> Iterator[str]:
        """The same for the eye."""
        yield f"Release {self.name} ({self.commit[:10]}): {self.files} files, {self.records} canonical forms checked."
        for fault in self.faults:
            yield f"{fault.severity}: {fault.message} [{fault.code}]"
        if self.damaged:
            yield "It is not what was released."
        else:
            yield "It is what was released."


def prove(archive: Archive, name: str) -> Proof:
    """A release held against its manifest, its commits and its signature; InputError where there is none."""
    faults = verify_release(archive, name)
    found = next(one for one in releases(archive) if one.name == name)
    snapshot = Snapshot(archive.repository, found.commit)
    counts = [len(manifest.listed(snapshot.file(file) or b"")) for file in (manifest.MANIFEST, manifest.CANONICAL)]
    return Proof(name, found.commit, counts[0], counts[1], faults)


def verify_release(archive: Archive, name: str) -> tuple[Fault, ...]:
    """What is wrong with a release; InputError where there is none of that name."""
    known = releases(archive)
    found = next((one for one in known if one.name == name), None)
    if found is None:
        raise InputError(f"there is no release {name}", code="no-release", candidates=tuple(one.name for one in known))
    return tuple(_faults(archive, found))


def every_release(archive: Archive) -> Iterator[Fault]:
    """What is wrong with the releases there are, and with those that should be: begun and without a tag."""
    known = releases(archive)
    made = list(_made(archive))
    named = {name for name, _ in made}
    for one in archive.progress.track(known, total=len(known), what="releases"):
        # a bare tag of a release's name was set by hand in its place (T43)
        if one.manifest is not None or one.name in named:
            yield from _faults(archive, one)
        else:
            said = f"the tag {one.name} fixes no manifest: it was not made by provenance release"
            yield Fault("note", "release-bare", said, commit=one.commit)

    names = {one.name for one in known}
    for name, commit in made:
        if name not in names:
            said = f"release {name} was made as {commit[:10]}, and its tag is not here"
            yield Fault("note", "release-lost", said, commit=commit, hint=f"provenance release {name} sets it again")


def subject_of(name: str) -> str:
    """The subject of a release's commit, by which it is known."""
    return f"Release {name}"


def begun(archive: Archive, name: str) -> ObjectId | None:
    """The commit of a release of that name, the first where there are several; None where there is none."""
    return next((commit for found, commit in _made(archive, name) if found == name), None)


def _made(archive: Archive, name: str = "") -> Iterator[tuple[str, ObjectId]]:
    """The names and commits of releases as history has them, oldest first; only those that wrote a manifest."""
    path = f"{archive.repository.prefix}{manifest.MANIFEST}"
    grep = ("--fixed-strings", f"--grep={subject_of(name)}", "--reverse")
    for oid in archive.repository.run("rev-list", *grep, archive.tip, "--").decode("ascii").split():
        commit = archive.repository.commit(oid)
        parsed = message.parse(commit.message)
        found = parsed.subject.removeprefix(subject_of(""))
        if not parsed.documented or parsed.subject != subject_of(found) or NAME.fullmatch(found) is None:
            continue
        before = Snapshot(archive.repository, commit.parents[0] if commit.parents else None)
        if Snapshot(archive.repository, oid).blob_at(path) not in (None, before.blob_at(path)):
            yield found, oid


def _faults(archive: Archive, found: Release) -> Iterator[Fault]:
    snapshot = Snapshot(archive.repository, found.commit)
    listed = snapshot.file(manifest.MANIFEST)
    if listed is None:
        yield _damage(found, "it has no manifest: it was not made by provenance release")
        return
    yield from _moved(archive, found, listed)
    yield from _contents(found, snapshot, manifest.listed(listed))
    yield from _records(found, snapshot)
    yield from _changes(archive, found, snapshot.file(manifest.CHANGES) or b"")
    yield from _signature(archive, found)


def _damage(found: Release, what: str, code: str = "release") -> Fault:
    return Fault("damage", code, f"release {found.name}: {what}", commit=found.commit)


def _moved(archive: Archive, found: Release, listed: bytes) -> Iterator[Fault]:
    """Whether the tag stands where it was made (T43): its manifest, its name in the commit, the first of that name."""
    if found.manifest != hashlib.sha256(listed).hexdigest():
        yield _damage(found, "its tag fixes another manifest than it holds", "release-moved")
    subject = message.parse(archive.repository.commit(found.commit).message).subject
    first = begun(archive, found.name)
    if subject != subject_of(found.name):
        yield _damage(found, f"its tag stands on the commit {subject!r}", "release-moved")
    elif first is not None and first != found.commit:
        yield _damage(found, f"its tag was moved: the release was made as {first[:10]}", "release-moved")


def _contents(found: Release, snapshot: Snapshot, expected: dict[str, str]) -> Iterator[Fault]:
    made = ((name, snapshot.file(name)) for name in (manifest.CANONICAL, manifest.CHANGES))
    wrong: list[tuple[str, str]] = []
    for path, content in chain(manifest.contents(snapshot), made):
        if content is None:
            continue
        said = expected.pop(path, None)
        if said is None:
            wrong.append((path, "is not in its manifest"))
        elif hashlib.sha256(content).hexdigest() != said:
            wrong.append((path, "is not what its manifest says"))
    wrong += [(path, "is in its manifest and not in it") for path in expected]
    yield from (_damage(found, f"{path} {what}") for path, what in sorted(wrong))


def _records(found: Release, snapshot: Snapshot) -> Iterator[Fault]:
    kept = snapshot.file(manifest.CANONICAL) or b""
    form = manifest.form_of(kept)
    if form != FORM:
        said = f"release {found.name}: its records were digested in form {form}, which is not checked here ({FORM} is)"
        yield Fault("note", "canonical-form", said, found.commit, hint="its files were checked by their SHA-256")
        return
    try:
        fits = kept == b"".join(manifest.canonical_lines(snapshot))
    except InputError as error:
        yield _damage(found, f"a record of it cannot be read: {error}")
        return
    if not fits:
        yield _damage(found, f"{manifest.CANONICAL} does not fit its records")


def _changes(archive: Archive, found: Release, content: bytes) -> Iterator[Fault]:
    """CHANGES.jsonl held against what the commits state, correction by correction.

    Its bytes are held by the manifest. Changes that it tells otherwise than
    this program derives them are a note: another version may have told them.
    """
    import orjson

    before = archive.repository.commit(found.commit).parents
    if not before:
        return
    try:
        kept = _Changes(BytesIO(content))
    except (orjson.JSONDecodeError, TypeError, KeyError):
        yield _damage(found, f"{manifest.CHANGES} cannot be read", "changes")
        return
    derived = manifest.changes_to_date(archive, before[0])
    said = _Changes(manifest.change_lines([one]) for one in derived)
    otherwise = 0
    for key in chain(said, (key for key in kept if key not in said)):
        if key not in kept:
            yield _damage(found, f"{manifest.CHANGES} leaves out the correction {key[-8:]}", "changes")
        elif key not in said:
            yield _damage(found, f"{manifest.CHANGES} has a correction {key[-8:]} that no commit has", "changes")
        else:
            ours, its = said[key], kept[key]
            if fields := [name for name in _STATED if its.get(name) != ours.get(name)]:
                what = f"{manifest.CHANGES} says otherwise than the commit of {key[-8:]}: {', '.join(fields)}"
                yield _damage(found, what, "changes")
            else:
                otherwise += its.get("changes") != ours.get("changes")
    if otherwise:
        many = f"the changes of {otherwise} correction{'s' if otherwise != 1 else ''}"
        what = f"release {found.name}: {manifest.CHANGES} tells {many} in other words than are derived now"
        yield Fault("note", "changes-told", what, found.commit, hint="another version of the program wrote it")


class _Changes(Mapping[str, dict[str, Any]]):
    """Corrections as CHANGES.jsonl has them, by their ids, laid aside line by line: one at a time is read back.

    As lines, since a stranger's may be nested as deep as he likes.
    """

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._numbers: dict[str, int] = {}
        self._lines = LaidAside(self._numbered(lines))

    def _numbered(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        for number, line in enumerate(lines):
            one = _line(line)
            self._numbers[str(one["correction_id"] or one["commit"])] = number
            yield line

    def __getitem__(self, key: str) -> dict[str, Any]:
        return _line(self._lines[self._numbers[key]])

    def __contains__(self, key: object) -> bool:
        return key in self._numbers

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


def _line(line: bytes) -> dict[str, Any]:
    import orjson

    read: dict[str, Any] = orjson.loads(line)
    return read


def _signature(archive: Archive, found: Release) -> Iterator[Fault]:
    """Who signed the tag, by the list that stood before the release."""
    if found.tag is None or found.by is None:
        return
    repository = archive.repository
    payload, signature = tag_parts(repository.objects.of_kind(found.tag, "tag")[1])
    commit = repository.commit(found.commit)
    before = Snapshot(repository, commit.parents[0] if commit.parents else found.commit)
    landed = max(found.by.when, commit.committer.when)
    one = Signed(found.commit, f"the tag of release {found.name}", payload, signature, (found.by.email,), landed)
    try:
        found_faults = judge(one, before.settings, archive.settings, repository.environ)
        yield from excused(found_faults, made_again(archive.snapshot()).get(found.tag))
    except (InputError, DamageError) as error:
        yield _damage(found, f"who may sign it cannot be read: {error}")
