"""Which decisions still stand, and which were set back, by what: read from the effects, not from links alone.

A decision is set back where another says that it reverts it, and where each of
its changes was undone later: a field has again the value that it had before,
words are again the words they were (``restore`` writes no link). What undid it
counts while it stands itself: a reversal that was taken back restores what it
had set back.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from provenance.model.correction import ChangeLine, HistoryEntry

_Place = tuple[str, str | None, str | None, str | None]


@dataclass(frozen=True)
class Standings:
    """Of each decision of a log, what set it back; decisions are named by their id, else their commit."""

    _changes: dict[str, dict[int, HistoryEntry]] = field(default_factory=dict)
    _whole: dict[str, str] = field(default_factory=dict)

    def set_back_by(self, entry: HistoryEntry) -> str | None:
        """The id of the decision that set the whole of this one back; None where it stands, if only in part."""
        return self._whole.get(name_of(entry))

    def partly(self, entry: HistoryEntry) -> bool:
        """Whether some of its changes were set back and others stand."""
        return self.set_back_by(entry) is None and bool(self._changes.get(name_of(entry)))

    def stands(self, entry: HistoryEntry, change: ChangeLine) -> bool:
        """Whether this change of a decision still stands."""
        undone = self._changes.get(name_of(entry), {})
        return self.set_back_by(entry) is None and not any(entry.changes[number] is change for number in undone)


def name_of(entry: HistoryEntry) -> str:
    """The id of a decision; of a change by hand, its commit."""
    return entry.correction_id or entry.commit


def standings(entries: Collection[HistoryEntry]) -> Standings:
    """What of a log, newest entry first, still stands.

    It is read twice: of a long log only those decisions are held that another one meets.
    """
    undone: dict[str, dict[int, HistoryEntry]] = {}
    whole: dict[str, str] = {}
    later: dict[_Place, list[tuple[HistoryEntry, int]]] = defaultdict(list)
    known: dict[str, HistoryEntry] = {}
    for entry in filter(_met(entries), entries):
        name, by = name_of(entry), entry.reverted_by
        if by is not None and not (by in known and _annulled(known[by], whole, known)):
            whole[name] = by
            if by in known:
                undone[name] = dict.fromkeys(range(len(entry.changes)), known[by])
        elif entry.kind != "import" and (found := _undone(entry, later, undone)):
            undone[name] = found
            if len(found) == len(entry.changes):
                # what undid the last of its changes to be undone is what set it back: the newest, so the first known
                names = {name_of(undoer) for undoer in found.values()}
                whole[name] = next(one for one in known if one in names)
        known[name] = entry
        for number, change in enumerate(entry.changes):
            later[_place(change)].append((entry, number))
    return Standings(undone, whole)


def _met(entries: Collection[HistoryEntry]) -> Callable[[HistoryEntry], bool]:
    """Whether a decision shares a place with another, sets one back or was set back: all others stand, unasked."""
    seen: set[int] = set()
    again: set[int] = set()
    setting_back: set[str] = set()
    for entry in entries:
        # by their hashes, which take a tenth of the memory; where two are alike by chance, one more is looked at
        places = {hash(_place(change)) for change in entry.changes}
        again |= places & seen
        seen |= places
        setting_back |= {entry.reverted_by} if entry.reverted_by is not None else set()

    def met(entry: HistoryEntry) -> bool:
        if entry.reverted_by is not None or name_of(entry) in setting_back:
            return True
        return any(hash(_place(change)) in again for change in entry.changes)

    return met


def _place(change: ChangeLine) -> _Place:
    return change.record, change.edition, change.pointer, change.locator


def _undone(
    entry: HistoryEntry,
    later: dict[_Place, list[tuple[HistoryEntry, int]]],
    undone: dict[str, dict[int, HistoryEntry]],
) -> dict[int, HistoryEntry]:
    """By its number, each change of an entry that a later one undid, with the first that did."""
    found = {}
    for number, change in enumerate(entry.changes):
        for other, its in reversed(later.get(_place(change), ())):
            again = undone.get(name_of(other), {}).get(its)
            if undoes(other.changes[its], change) and (again is None or not _sets_back(again)):
                found[number] = other
                break
    return found


def _annulled(entry: HistoryEntry, whole: dict[str, str], known: dict[str, HistoryEntry]) -> bool:
    """Whether a reversal was itself taken back, and not merely followed by another decision."""
    by = known.get(whole.get(name_of(entry), ""))
    return by is not None and _sets_back(by)


def _sets_back(entry: HistoryEntry) -> bool:
    return entry.reverts is not None or entry.kind == "restoration"


def undoes(later: ChangeLine, change: ChangeLine) -> bool:
    """Whether a later change at the same place gives back what a change took away."""
    if change.before == change.after:
        return False
    if change.pointer is not None:
        return bool(later.after == change.before)
    if (later.before, later.after) == (change.after, change.before):
        return True
    was, now = change.before, change.after
    if not (isinstance(was, str) and isinstance(now, str) and was and now):
        return False
    # a restoration may tell two changes of one sentence as one
    back = _has(later.before, now) and _has(later.after, was)
    return back and (_has(was, now) or not _has(later.after, now))


def _has(words: object, part: str) -> bool:
    return isinstance(words, str) and re.search(rf"(?<!\w){re.escape(part)}(?!\w)", words) is not None
