"""WHEN, as typed, to one commit: a release, a version, a date, a Correction-Id, a hash (DESIGN §7, in this order)."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from provenance.errors import InputError

if TYPE_CHECKING:
    from provenance.model.address import RecordId
    from provenance.store.archive import Archive
    from provenance.store.objects import ObjectId

_RELEASE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", re.ASCII)
_VERSION = re.compile(r"v([1-9][0-9]{0,8})\*?", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?(?:[T ][0-9:.]+(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?", re.ASCII)
_CORRECTION = re.compile(r"[0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{8,26}", re.ASCII)
_HEX = re.compile(r"[0-9a-fA-F]{7,64}", re.ASCII)
HINT = (
    "a release, v12 (of a record), 2026-01-31, a Correction-Id (or its last 8 characters), a commit (7 digits and more)"
)


def is_version(name: str) -> bool:
    """Whether it is the name of a version (``v12``): a release of that name would hide every record's."""
    return _VERSION.fullmatch(name) is not None


def resolve(archive: Archive, when: str, record: RecordId | None = None) -> ObjectId:
    """The commit; InputError where nothing fits, with what may be typed."""
    when = when.strip()
    release = _release(archive, when)
    if release is not None:
        return release
    if (match := _VERSION.fullmatch(when)) is not None:
        return _version(archive, int(match[1]), record)
    if _DATE.fullmatch(when):
        return landed_by(archive, moment(when))
    found = find_correction(archive, when) if _CORRECTION.fullmatch(when) else None
    if found is None and _HEX.fullmatch(when):
        found = archive.repository.peel(when.lower())
        # git would take a branch of that name before the commit; only what starts with these digits was meant
        if found is not None and not found.startswith(when.lower()):
            found = None
    if found is None:
        raise InputError(f"{when!r} names no state of this archive", code="no-such-state", hint=HINT)
    return found


def _release(archive: Archive, name: str) -> ObjectId | None:
    if _RELEASE.fullmatch(name) is None:
        return None
    tag = archive.repository.ref(f"refs/tags/{archive.settings.tag_prefix}{name}")
    return None if tag is None else archive.repository.peel(tag)


def _version(archive: Archive, number: int, record: RecordId | None) -> ObjectId:
    if record is None:
        raise InputError(
            f"v{number} is a version of a record: say of which", code="no-such-state", hint=f"ID@v{number}"
        )
    from provenance.store.history import version_commits

    commits = version_commits(archive, record)
    if number > len(commits):
        raise InputError(
            f"{record} has {len(commits)} version{'s' if len(commits) != 1 else ''}, and no v{number}",
            code="no-such-state",
            hint=f"v{len(commits)}" if commits else None,
        )
    return commits[number - 1]


def moment(when: str) -> datetime:
    """The last moment a date or date-time means, in UTC: a day means its end, a month its last day's."""
    try:
        if len(when) == len("2026-01"):
            first = datetime.strptime(when, "%Y-%m").replace(tzinfo=UTC)
            return first.replace(day=monthrange(first.year, first.month)[1], hour=23, minute=59, second=59)
        found = datetime.fromisoformat(when)
        if len(when) == len("2026-01-31"):
            return found.replace(hour=23, minute=59, second=59, tzinfo=UTC)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise InputError(
            f"{when!r} is no date: {error}", code="no-such-state", hint="2026-01-31, 2026-01-31T12:00Z"
        ) from error


def landed_by(archive: Archive, limit: datetime) -> ObjectId:
    """The last commit of the archive's one line that had landed by then.

    A commit landed when its committer says, but never before its parent: a
    clock that was wrong moves nothing out of order (THREATS T15).
    """
    refuse_shallow(archive)
    found = archive.ask(lambda index: index.landed_by(limit.timestamp()))
    if found is None:
        began = datetime.fromtimestamp(archive.ask(lambda index: index.began()), UTC)
        raise InputError(
            f"nothing had landed by {limit:%Y-%m-%d %H:%M:%S} UTC",
            code="no-such-state",
            hint=f"this archive begins at {began:%Y-%m-%d %H:%M:%S} UTC",
        )
    return found


def find_correction(archive: Archive, typed: str) -> ObjectId | None:
    """The commit that holds a Correction-Id, given whole or by its last 8 characters and more; None where none does."""
    wanted = typed.upper()
    if archive.repository.is_shallow:
        return None
    found = archive.ask(lambda index: index.find(wanted))
    if len(found) > 1:
        raise InputError(
            f"{typed} is the end of {len(found)} Correction-Ids", code="several", candidates=tuple(sorted(found))
        )
    return next(iter(found.values()), None)


def commits_of(archive: Archive, correction_id: str) -> list[ObjectId]:
    """The commits of a correction that may have been sent before, the first one first; from history, not the index.

    It decides whether something is written, and the index decides no write.
    """
    from provenance.store.message import parse

    # the grep narrows, the parser decides: words of a reason may look like an id
    grep = ("--topo-order", "--reverse", "--fixed-strings", f"--grep=Correction-Id: {correction_id}")
    return [
        oid
        for oid in archive.repository.run("rev-list", *grep, archive.tip, "--").decode("ascii").split()
        if any(one.correction_id == correction_id for one in parse(archive.repository.commit(oid).message).decisions)
    ]


def refuse_shallow(archive: Archive) -> None:
    """InputError in a shallow clone, which has no history to ask."""
    if archive.repository.is_shallow:
        raise InputError(
            "this clone is shallow: its history was left behind",
            code="shallow",
            file=archive.repository.common_dir / "shallow",
            hint="git fetch --unshallow",
        )
