"""What is looked at after a fault: history, the tip, git's own check, the work tree."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from provenance.store import message
from tests.faults.scene import PLACES, git, number_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from tests.faults.scene import Place


@dataclass(frozen=True)
class Landed:
    """One commit: the value its message names, the lines it adds as (file, line), whether its trailers are whole."""

    value: str
    added: tuple[tuple[str, str], ...]
    removed: int
    documented: bool

    def is_whole(self, places: Sequence[Place]) -> bool:
        """True where it changes just the line that its message says, and nothing of another's."""
        if len(self.added) != 1 or self.removed != 1:
            return False
        ((file, line),) = self.added
        return any(
            place.file == file and re.fullmatch(r"(?:¶\d|\w+:) (\S+)", line) and line.endswith(f" {self.value}")
            for place in places
        )


@dataclass
class Standing:
    """What was found. All of it should be empty, and is listed where it is not."""

    lost: list[str] = field(default_factory=list)
    """Acknowledged, and in no commit."""
    doubled: list[str] = field(default_factory=list)
    """In more than one commit."""
    mixed: list[str] = field(default_factory=list)
    """A commit that holds less than its message says, or another's words."""
    set_back: list[str] = field(default_factory=list)
    """A place that does not hold what was last written there."""
    unsound: list[str] = field(default_factory=list)
    """What ``git fsck --strict`` says."""

    def __bool__(self) -> bool:
        """True where anything was found."""
        return any(vars(self).values())

    def add(self, other: Standing) -> None:
        """Take in what another look found."""
        for name, found in vars(other).items():
            getattr(self, name).extend(found)


def landed(top: Path, environ: Mapping[str, str], since: str | None = None) -> list[Landed]:
    """The commits since another one, oldest first, with the lines that each changes."""
    span = "HEAD" if since is None else f"{since}..HEAD"
    listing = git(top, environ, "log", "-p", "-U0", "--no-renames", "--reverse", "--format=%x00%B%x01", span, "--")
    found = []
    for one in listing.split("\0")[1:]:
        text, _, difference = one.partition("\x01")
        named = re.search(r"\bw\d+n\d+\b", text.partition("\n\n")[2] or text)
        if named is None:
            continue
        added, removed, file = [], 0, ""
        for line in difference.splitlines():
            if line.startswith(("+++ ", "--- ", "@@", "diff ", "index ")):
                file = line[6:] if line.startswith("+++ ") else file
            elif line.startswith("+"):
                added.append((file, line[1:]))
            elif line.startswith("-"):
                removed += 1
        found.append(Landed(named[0], tuple(added), removed, bool(message.parse(text).decisions)))
    return found


def look(
    top: Path,
    environ: Mapping[str, str],
    acknowledged: Iterable[str],
    *,
    since: str | None = None,
    places: Sequence[Place] = PLACES,
    ours: bool = True,
) -> Standing:
    """Hold history and tip against what was acknowledged since ``since``; ``ours``: every commit must be documented."""
    commits = landed(top, environ, since)
    counted = Counter(commit.value for commit in commits)
    return Standing(
        lost=[value for value in acknowledged if value not in counted],
        doubled=[value for value, times in counted.items() if times > 1],
        mixed=[one.value for one in commits if not one.is_whole(places) or (ours and not one.documented)],
        set_back=list(_set_back(top, environ, commits, places)),
    )


def _set_back(
    top: Path, environ: Mapping[str, str], commits: Sequence[Landed], places: Sequence[Place]
) -> Iterable[str]:
    """The places whose value at the tip is not the one that was last committed for it."""
    files: dict[str, str] = {}
    for place in places:
        last = next((one.value for one in reversed(commits) if _is_of(one, place, places)), None)
        if last is None:
            continue
        if place.file not in files:
            files[place.file] = git(top, environ, "show", f"HEAD:{place.file}")
        now = place.read(files[place.file])
        if now != last:
            yield f"{place.record} {place.name}: {now}, not {last}"


def _is_of(commit: Landed, place: Place, places: Sequence[Place]) -> bool:
    if len(places) == 1:
        return True
    return number_of(commit.value)[0] == places.index(place)


def fsck(top: Path, environ: Mapping[str, str]) -> list[str]:
    """What git's own check complains of."""
    return git(top, environ, "fsck", "--strict", "--no-dangling", check=False).splitlines() + [
        line
        for line in git(top, environ, "status", "--porcelain", check=False).splitlines()
        if line.startswith("fatal")
    ]
