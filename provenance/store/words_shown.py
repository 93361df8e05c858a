"""The words of withheld texts that corrections show: their own, and no more of an edition than its budget.

A correction of a text that is withheld changes its fingerprints; which words
were read wrongly nobody could see in them. So its message carries them as
``Was`` and ``Now`` (DESIGN §3). Over log, feeds, history and JSON together no
more than a twentieth of an edition's words is shown; the rest is left out.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from provenance.diff.merge import changes
from provenance.diff.withheld import NOT_SHOWN, compare_fingerprints
from provenance.errors import InputError
from provenance.model.address import Locator, RecordId, Slug
from provenance.model.fingerprint import SHOWN_PART
from provenance.model.rights import why_withheld
from provenance.store import message
from provenance.store.laid_aside import LaidAside
from provenance.store.snapshot import Overlay, redirected
from provenance.text.tokens import count_shown, count_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from provenance.model.correction import ChangeLine, HistoryEntry
    from provenance.store.archive import Archive
    from provenance.store.snapshot import Snapshot
    from provenance.text.dossier import Dossier


def told(
    before: Dossier, after: Dossier, shown_already: Callable[[str], int]
) -> tuple[tuple[ChangeLine, ...], tuple[message.Words, ...]]:
    """The changes of one record, those of an attached text with their words; and what the message says of them.

    The places are those of the fingerprints, which everybody has.
    ``shown_already``: how many words of an edition earlier corrections show;
    asked only where a withheld text changes.
    """
    if before.attached == after.attached:
        return changes(before.without_attached(), after.without_attached()), ()
    words = [line for line in changes(before, after) if _is_of_text(line) and line.edition in after.attached]
    lines, said = [], []
    left: dict[str, int] = {}
    groups = {edition: _groups(before, after, edition) for edition in after.attached}
    for line in changes(before.without_attached(), after.without_attached()):
        own = _own_words(line, words, groups.get(str(line.edition), {})) if _is_of_text(line) else []
        if own:
            edition = str(line.edition)
            was, now = (" … ".join(str(side or "") for side in sides) for sides in zip(*own, strict=True))
            if edition not in left:
                left[edition] = budget(after, edition) - shown_before(before, edition) - shown_already(edition)
            left[edition] -= count_shown(was, now)
            if left[edition] >= 0:
                said.append(message.Words(message.change_value(line), was, now))
                line = replace(line, before=was, after=now)  # noqa: PLW2901
        lines.append(line)
    return tuple(lines), tuple(said)


def count_over(overlay: Overlay, lines: Iterable[ChangeLine]) -> None:
    """Count what a correction shows that is laid over a state and in no history yet."""
    for line in lines:
        if shown := words_shown(line):
            key = (line.record, str(line.edition))
            overlay.shown[key] = overlay.shown.get(key, 0) + shown


def shown_so_far(archive: Archive, state: Snapshot, record: RecordId, edition: str) -> int:
    """How many words of an edition the corrections up to a state show, those laid over it among them.

    Of a shallow clone nobody can tell: then as many as there could be, so that no more are shown.
    """
    from provenance.store.history import history

    over = state.shown.get((record, edition), 0) if isinstance(state, Overlay) else 0
    try:
        return over + sum(
            words_shown(line)
            for entry in history(archive, record, until=state.commit)
            for line in entry.changes
            if line.edition == edition
        )
    except InputError:
        return sys.maxsize


def _groups(before: Dossier, after: Dossier, edition: str) -> dict[str | None, tuple[str, ...]]:
    """The blocks of every group of fingerprints that changed, as they are called now, by the place that is told."""
    found = compare_fingerprints(before.without_attached(), edition, after.without_attached(), edition)
    return {one.locator_before or one.locator_after: one.ids_after or one.ids_before for one in found or ()}


def _own_words(
    line: ChangeLine, words: Sequence[ChangeLine], groups: Mapping[str | None, tuple[str, ...]]
) -> list[tuple[object, object]]:
    """What changed in the group of blocks that a line names."""
    group = groups.get(line.locator, (line.locator,))
    return [(one.before, one.after) for one in words if one.edition == line.edition and one.locator in group]


def words_shown(line: ChangeLine) -> int:
    """How many words of a text one change gives away; of none, or of words that it does not show, 0."""
    if not _is_of_text(line) or line.locator is None or NOT_SHOWN in (line.before, line.after):
        return 0
    both = isinstance(line.before, str) and isinstance(line.after, str)
    return count_shown(line.before, line.after) if both else 0


def budget(dossier: Dossier, edition: str) -> int:
    """How many words of a withheld edition may be shown in all."""
    prints = dossier.fingerprints(edition) or ()
    described = dossier.record.editions.get(Slug(edition))
    whole = sum(one.words for one in prints) or (described.words if described else None) or 0
    return int(whole * SHOWN_PART)


def shown_before(dossier: Dossier, edition: str) -> int:
    """The words of an edition that its errata quote in the record itself."""
    described = dossier.record.editions.get(Slug(edition))
    return sum(_quoted(erratum.where) for erratum in described.errata.values()) if described else 0


def _quoted(where: str) -> int:
    try:
        return count_words(Locator.parse(where).words or "")
    except InputError:
        return 0


def veiled_oldest_first(snapshot: Snapshot, entries: Sequence[HistoryEntry]) -> Iterator[HistoryEntry]:
    """Entries (given newest first) as they may be shown: words of texts that ``snapshot`` withholds, to their budget.

    One by one and from the beginning, as the budget is spent.
    """
    return map(_Veil(snapshot).over, reversed(entries))


def each_as_may_be_shown(
    archive: Archive, record: RecordId | None, entries: Iterable[HistoryEntry]
) -> Iterator[HistoryEntry]:
    """Some entries of the archive's history, or a record's, under the veil that lies over the whole of it.

    One after the other: of a long history no list is held. Only where words of a withheld text come up is the whole
    read, oldest first, to know what is left of their budget.
    """
    snapshot = archive.snapshot()
    veil = _Veil(snapshot)
    whole: dict[tuple[str, str | None], HistoryEntry] | None = None
    for entry in entries:
        if not any(veil.concerns(line) for line in entry.changes):
            yield entry
            continue
        if whole is None:
            whole = _under_veil(archive, record, snapshot)
        shown = whole.get((entry.commit, entry.correction_id))
        yield entry if shown is None else replace(entry, changes=shown.changes, subject=shown.subject)


def _under_veil(
    archive: Archive, record: RecordId | None, snapshot: Snapshot
) -> dict[tuple[str, str | None], HistoryEntry]:
    from provenance.store.history import history

    entries = LaidAside(history(archive, record))
    shown = zip(reversed(entries), veiled_oldest_first(snapshot, entries), strict=True)
    return {(one.commit, one.correction_id): one for was, one in shown if one != was}


class _Veil:
    """Counts, oldest first, what was shown of each withheld edition."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._left: dict[tuple[str, str], int | None] = {}
        self._spent: Counter[tuple[str, str]] = Counter()

    def over(self, entry: HistoryEntry) -> HistoryEntry:
        """The entry, with the words that may not be shown left out, of its subject too."""
        lines = tuple(self._line(line) for line in entry.changes)
        if all(line is was for line, was in zip(lines, entry.changes, strict=True)):
            return entry
        return replace(entry, changes=lines, subject=subject_without_words(entry))

    def concerns(self, line: ChangeLine) -> bool:
        """Whether a change is one of words of a withheld text."""
        return self._allowed(line) is not None

    def _allowed(self, line: ChangeLine) -> int | None:
        """How many words of its text may be shown; None where all may be, or it changes no words of a text."""
        if not _is_of_text(line) or line.locator is None:
            return None
        place = (str(self._now(line.record)), str(line.edition))
        if place not in self._left:
            self._left[place] = self._budget(*place)
        return self._left[place]

    def _line(self, line: ChangeLine) -> ChangeLine:
        allowed = self._allowed(line)
        if allowed is None:
            return line
        place = (str(self._now(line.record)), str(line.edition))
        both = isinstance(line.before, str) and isinstance(line.after, str)
        self._spent[place] += words_shown(line)
        if both and self._spent[place] <= allowed:
            return line
        hidden = [None if side is None else NOT_SHOWN for side in (line.before, line.after)]
        return replace(line, before=hidden[0], after=hidden[1])

    def _now(self, record: str) -> RecordId:
        """The id that a record has in the state: what it was called shares one budget with what it is called."""
        there = RecordId(record)
        return there if self._snapshot.has(there) else redirected(self._snapshot.redirects, record) or there

    def _budget(self, record: str, edition: str) -> int | None:
        """The budget of an edition that is withheld now; None where its words may be shown."""
        now = self._now(record)
        try:
            dossier = self._snapshot.dossier(now)
            why = why_withheld(dossier.record, edition, self._snapshot.collection(now.collection))
            return None if why is None else max(0, budget(dossier, edition) - shown_before(dossier, edition))
        except InputError:
            return None  # it is gone, or cannot be read: nothing says that its words are withheld


def subject_without_words(entry: HistoryEntry) -> str:
    """What a correction is called where the words that it changed may not be shown."""
    names = ", ".join(record.rpartition("/")[2] for record in entry.records[:3])
    return f"{names}: {entry.kind or 'undocumented'}, words not shown"


def worded(lines: Sequence[ChangeLine], words: Sequence[message.Words]) -> list[ChangeLine]:
    """The changes of fingerprints with the words that the correction's message gives for them."""
    said: Mapping[str, message.Words] = {one.place: one for one in words}
    return [
        replace(line, before=found.was, after=found.now)
        if _is_of_text(line) and (found := said.get(message.change_value(line))) is not None
        else line
        for line in lines
    ]


def _is_of_text(line: ChangeLine) -> bool:
    return line.edition is not None and line.pointer is None
