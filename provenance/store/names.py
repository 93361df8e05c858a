"""What a record was called before: ids that gave way to others, by a rename or by a join."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.model.address import RecordId

if TYPE_CHECKING:
    from provenance.store.archive import Archive
    from provenance.store.index import Index
    from provenance.store.snapshot import Snapshot


def earlier_names(archive: Archive, record: RecordId) -> tuple[str, ...]:
    """The ids that a record had before, as ``redirects.yaml`` has them, directly and through others.

    A record that was joined into it is not among them: that one's versions
    keep their own numbers.
    """
    became = archive.snapshot().redirects
    found: list[str] = []
    wanted = {str(record)}
    while wanted:
        before = {old for old, new in became.items() if new in wanted and old not in found}
        before = {old for old in before if _renamed(archive, old, became[old])}
        found += sorted(before)
        wanted = before
    return tuple(found)


def named_at(archive: Archive, record: RecordId, snapshot: Snapshot) -> RecordId:
    """The id that a record had in an earlier state: its own, or the one it was renamed from."""
    names = (record, *(RecordId(name) for name in earlier_names(archive, record)))
    return next((name for name in names if snapshot.has(name)), record)


def _renamed(archive: Archive, old: str, new: str) -> bool:
    """Whether an id gave way to another that was not there before: a rename, and no join."""
    if archive.repository.is_shallow:
        return True

    def question(index: Index) -> bool:
        ended, began = index.commits_of(old)[-1:], index.commits_of(new)[:1]
        return not ended or not began or (index.seq(ended[0]) or 0) <= (index.seq(began[0]) or 0)

    return archive.ask(question)


def counted_as(archive: Archive, typed: str, record: RecordId) -> RecordId:
    """Whose versions ``typed`` means, which stands for ``record`` now: those of a record joined into it are its own."""
    became = archive.snapshot().redirects
    full = [typed] if typed in became else [old for old in became if old.rpartition("/")[2] == typed]
    if len(full) != 1 or archive.snapshot().has(RecordId(typed)):
        return record
    name = full[0]
    while name in became and _renamed(archive, name, became[name]):
        name = became[name]
    return RecordId(name)
