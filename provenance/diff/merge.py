"""What becomes of a record: an edit applied, two lines of corrections joined; and how it is told.

``apply`` is the one operation for a first application and for a re-application
on a newer tip. ``merge`` joins two states that went apart from one base, by
field, by block and by word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from provenance.diff.application import apply
from provenance.diff.changes import changes, kind_of
from provenance.diff.choices import UNSETTLED
from provenance.errors import ConflictError, InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.diff.choices import Choices
    from provenance.text.dossier import Dossier

_COMMENT = re.compile(r"(?:^|(?<=\s))#[^\n]*", re.MULTILINE)

__all__ = ["Merged", "apply", "changes", "kind_of", "merge", "merged"]


@dataclass(frozen=True)
class Merged:
    """A joined record, and what an editor should look at in it."""

    dossier: Dossier
    notices: tuple[str, ...] = ()


def merge(base: Dossier, ours: Dossier, theirs: Dossier, choices: Choices = UNSETTLED) -> Dossier:
    """See :func:`merged`; the record alone."""
    return merged(base, ours, theirs, choices).dossier


def merged(base: Dossier, ours: Dossier, theirs: Dossier, choices: Choices = UNSETTLED) -> Merged:
    """What both sides made of the base; where they meet, as was chosen.

    Raises ConflictError where both decided about the same field or the same
    words, each in its own way, and no choice settles it; ``conflicts`` hold all
    of them, with the base and both sides. InputError where both together cannot
    be read or are not valid.
    """
    from provenance.diff.merged_errata import both_carried, carried

    result = theirs
    known = {**both_carried((base, ours, theirs)), **choices} if _with_errata(ours, theirs) else choices
    conflicts: list[dict[str, Any]] = []
    notices: list[str] = []
    for name in sorted({*base.files, *ours.files, *theirs.files}):
        was, mine, other = (side.files.get(name) for side in (base, ours, theirs))
        if mine in (was, other):
            continue
        key = f"{base.id} {name}"
        if other == was or (key in choices and choices[key].side == "ours"):
            result = result.with_file(name, mine)
        elif key in choices:
            result = result if choices[key].side == "theirs" else result.with_file(name, choices[key].text.encode())
        elif mine is None or other is None or was is None:
            conflicts.append(_whole_file(name, base, ours, theirs))
        else:
            content, clashes, told = _joined(name, base, ours, theirs, known)
            result = result.with_file(name, content)
            conflicts += clashes
            notices += told
    if not conflicts and _with_errata(result, result):
        result, conflicts = carried((base, ours, theirs), result, choices)
    if conflicts:
        places = ", ".join(dict.fromkeys(str(conflict["key"]) for conflict in conflicts))
        raise ConflictError(f"two decisions about the same: {places}", conflicts=tuple(conflicts))
    _ = result.main if result.id.main_file in result.files else None
    return Merged(result, (*notices, *_lost_comments(base, ours, result)))


def _with_errata(*sides: Dossier) -> bool:
    """Whether errata may lie over the texts: most records have none, and need not be looked through."""
    return any(b"errata" in side.files.get(side.id.main_file, b"") for side in sides)


def _lost_comments(base: Dossier, ours: Dossier, result: Dossier) -> Iterator[str]:
    """What we noted in the file, on lines that both sides changed, and could not be kept there."""
    files = [side.files.get(base.id.main_file, b"") for side in (base, ours, result)]
    was, mine, now = (content.decode("utf-8", "replace") for content in files)
    for comment in dict.fromkeys(_COMMENT.findall(mine)):
        if comment not in was and comment not in now:
            yield f"a comment of yours in {base.id.path} could not be kept: {comment}"


def _joined(
    name: str, base: Dossier, ours: Dossier, theirs: Dossier, choices: Choices
) -> tuple[bytes, list[dict[str, Any]], tuple[str, ...]]:
    """One file that both sides changed."""
    edition, _, ending = name.removeprefix("editions/").rpartition(".")
    if name == base.id.main_file:
        from provenance.diff.merged_fields import join_fields

        source, clashes = join_fields(
            base.id, _decoded(base, name), _decoded(ours, name), _decoded(theirs, name), choices
        )
        return source.encode(), clashes, ()
    texts = [side.text(edition) for side in (base, ours, theirs)] if ending == "txt" else []
    was, mine, other = texts or (None, None, None)
    if was is None or mine is None or other is None:
        return theirs.files[name], [_whole_file(name, base, ours, theirs)], ()
    from provenance.diff.merged_text import join_texts

    try:
        joined = join_texts(str(base.id), edition, was, mine, other, choices=choices)
    except InputError as error:
        # two changes that are good apart and not together: a person must say which, or how both
        return theirs.files[name], [{**_whole_file(name, base, ours, theirs), "problem": error.message}], ()
    return joined.source.encode(), list(joined.conflicts), joined.notices


def _decoded(dossier: Dossier, name: str) -> str:
    try:
        return dossier.files[name].decode()
    except UnicodeDecodeError as error:
        raise InputError(f"{dossier.path(name)} is not UTF-8", file=dossier.path(name)) from error


def _whole_file(name: str, base: Dossier, ours: Dossier, theirs: Dossier) -> dict[str, Any]:
    """A file that one side took away or put while the other changed it; its bytes are too much to show."""
    states = ["there" if name in side.files else "not there" for side in (base, ours, theirs)]
    return {
        "key": f"{base.id} {name}",
        "record": str(base.id),
        "file": name,
        "base": states[0],
        "ours": f"{states[1]}, changed" if name in ours.files else states[1],
        "theirs": f"{states[2]}, changed" if name in theirs.files else states[2],
        "correction_ids": [],
    }
