"""A correction brought into a file that somebody has edited by hand, or the finding that both touch the same place.

First by lines, which keeps every byte of the hand's: comments, order, spaces.
Where the two touch the same line or neighbouring ones, by field, block and
word (``diff.merge``). A file that is none of ours to read, or is not yet
readable again, is merged by lines alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from provenance.errors import ConflictError, InputError
from provenance.model.address import AGENTS, RecordId

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.text.dossier import Dossier


@dataclass(frozen=True)
class Merged:
    """The file with both in it; None: no file."""

    content: bytes | None


@dataclass(frozen=True)
class Overlap:
    """Both touch the same place; ``conflicts`` as the difference room tells them, where it could read the file."""

    conflicts: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True)
class RecordFile:
    """Which file of which record a path is: ``name`` within its folder, ``main`` the record's YAML at the tip."""

    id: RecordId
    name: str
    main: bytes | None = None


def record_file(path: str, prefix: str = "") -> RecordFile | None:
    """What a path of the repository is in the archive at ``prefix``; None for what belongs to no record."""
    parts = path.removeprefix(prefix).split("/") if path.startswith(prefix) else []
    if len(parts) < 2 or parts[0] != "records":  # noqa: PLR2004
        return None
    try:
        if len(parts) == 2:  # noqa: PLR2004
            return RecordFile(RecordId.parse(AGENTS), parts[1]) if parts[1] == "agents.yaml" else None
        if len(parts) == 3:  # noqa: PLR2004
            return RecordFile(RecordId.parse(parts[1]), parts[2]) if parts[2] == "collection.yaml" else None
        return RecordFile(RecordId.parse(f"{parts[1]}/{parts[2]}"), "/".join(parts[3:]))
    except InputError:
        return None


def three_way(
    base: bytes | None, ours: bytes | None, theirs: bytes | None, where: RecordFile | None = None
) -> Merged | Overlap:
    """``base`` changed to ``ours`` by a correction and to ``theirs`` by hand: both in one file, or the overlap."""
    if theirs in (base, ours):
        return Merged(ours)
    if ours == base:
        return Merged(theirs)
    if base is None or ours is None or theirs is None:
        return Overlap()
    by_lines = merge_lines(base, ours, theirs)
    if by_lines is not None and (where is None or _reads(by_lines, where) or not _reads(theirs, where)):
        return Merged(by_lines)
    return Overlap() if where is None else _by_meaning(base, ours, theirs, where)


def merge_lines(base: bytes, ours: bytes, theirs: bytes) -> bytes | None:
    """Both changes where they are at least a line apart; None where not (the rule of diff3)."""
    was = base.splitlines(keepends=True)
    left = list(_changes(was, ours.splitlines(keepends=True)))
    right = [change for change in _changes(was, theirs.splitlines(keepends=True)) if change not in left]
    if any(one[0] <= other[1] and other[0] <= one[1] for one in left for other in right):
        return None
    out: list[bytes] = []
    place = 0
    for start, end, lines in sorted([*left, *right]):
        out += was[place:start]
        out += lines
        place = end
    return b"".join(out + was[place:])


def _changes(before: Sequence[bytes], after: Sequence[bytes]) -> Iterator[tuple[int, int, tuple[bytes, ...]]]:
    """Stretches of ``before`` that were replaced, as (start, end, new lines)."""
    from difflib import SequenceMatcher

    for op, start, end, new_start, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if op != "equal":
            yield start, end, tuple(after[new_start:new_end])


def _dossier(content: bytes, where: RecordFile) -> Dossier:
    from provenance.text.dossier import Dossier

    files = {where.name: content}
    if where.main is not None and where.name != where.id.main_file:
        files[where.id.main_file] = where.main
    return Dossier(where.id, files)


def _reads(content: bytes, where: RecordFile) -> bool:
    """Whether the file can be read as what it is."""
    from provenance.text.notation import parse

    try:
        if where.name == where.id.main_file:
            _ = _dossier(content, where).main
        elif where.name.endswith(".txt"):
            parse(content.decode())
    except (InputError, UnicodeDecodeError):
        return False
    return True


def _by_meaning(base: bytes, ours: bytes, theirs: bytes, where: RecordFile) -> Merged | Overlap:
    from provenance.diff.merge import merge

    try:
        merged = merge(_dossier(base, where), _dossier(ours, where), _dossier(theirs, where))
    except ConflictError as conflict:
        return Overlap(conflict.conflicts)
    except (InputError, UnicodeDecodeError):
        return Overlap()
    content = merged.files.get(where.name)
    return Overlap() if content is None else Merged(content)
