"""Releases: the named, fixed states of the archive, as annotated tags hold them."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from provenance.store.objects import Signature, parse_person
from provenance.store.signing import tag_parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.store.archive import Archive
    from provenance.store.objects import ObjectId

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", re.ASCII)
_FIXES = re.compile(r"Manifest-SHA256: ([0-9a-f]{64})", re.ASCII)


@dataclass(frozen=True)
class Release:
    """One release. ``place`` is that of its commit in the order of history; ``by`` who made the tag, and when.

    ``tag`` is the annotated tag itself, None for a bare one; ``manifest`` the
    SHA-256 of the manifest that it fixes, None for a tag that we did not make.
    """

    name: str
    ref: str
    commit: ObjectId
    place: int
    by: Signature | None = None
    notes: str = ""
    manifest: str | None = None
    tag: ObjectId | None = None

    def as_json(self) -> dict[str, Any]:
        """One object; see docs/reference."""
        by = None if self.by is None else {"name": self.by.name, "date": self.by.when.isoformat()}
        return {"name": self.name, "commit": self.commit, "by": by, "notes": self.notes, "manifest": self.manifest}


def releases(archive: Archive) -> tuple[Release, ...]:
    """The releases on the archive's own line, oldest first; tags that point elsewhere are passed over."""
    repository = archive.repository
    prefix = f"refs/tags/{archive.settings.tag_prefix}"
    found = []
    for ref, oid in repository.refs("refs/tags/").items():
        name = ref.removeprefix(prefix)
        if not ref.startswith(prefix) or NAME.fullmatch(name) is None:
            continue
        commit = repository.peel(oid)
        place = None if commit is None else _place(archive, commit)
        if commit is not None and place is not None:
            found.append(Release(name, ref, commit, place, **_tagged(archive, oid)))
    return tuple(sorted(found, key=lambda release: (release.place, release.name)))


def _place(archive: Archive, commit: ObjectId) -> int | None:
    return archive.ask(lambda index: index.seq(commit))


def _tagged(archive: Archive, oid: ObjectId) -> dict[str, Any]:
    """What an annotated tag says: who made it, its notes, the manifest it fixes; nothing for a bare one."""
    got = archive.repository.objects.get(oid)
    if got is None or got[1] != "tag":
        return {}
    head, _, words = tag_parts(got[2])[0].partition(b"\n\n")
    line = next((line for line in head.split(b"\n") if line.startswith(b"tagger ")), None)
    by = None if line is None else parse_person(line.removeprefix(b"tagger "))
    text = words.decode("utf-8", "replace").partition("\n-----BEGIN PGP SIGNATURE-----")[0].strip()
    notes, _, last = text.rpartition("\n\n")
    fixed = _FIXES.fullmatch(last)
    return {"by": by, "notes": text if fixed is None else notes, "manifest": fixed and fixed[1], "tag": oid}


def release_holding(found: Sequence[Release], place: int) -> Release | None:
    """The first release that holds the commit at that place of history."""
    number = bisect_left([release.place for release in found], place)
    return found[number] if number < len(found) else None
