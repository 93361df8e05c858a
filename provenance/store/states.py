"""Two states of the whole archive compared: folders with the same id in git are equal and never read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.diff.compare import compare
from provenance.diff.difference import Side
from provenance.diff.fields import tree_of
from provenance.diff.whole import ArchiveDifference, RecordChange
from provenance.errors import InputError
from provenance.model.address import RecordId
from provenance.store.laid_aside import LaidAside, NamesAside
from provenance.store.snapshot import Snapshot
from provenance.store.treediff import content_differences, record_of
from provenance.text.readings import Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from provenance.store.archive import Archive
    from provenance.store.objects import ObjectId
    from provenance.store.treediff import PathDifference
    from provenance.text.blocks import Layer
    from provenance.text.dossier import Dossier


def compare_states(
    archive: Archive,
    left: ObjectId,
    right: ObjectId,
    *,
    names: tuple[str, str],
    reading: Reading = Reading.PRINTED,
    everything: bool = False,
) -> ArchiveDifference:
    """Every record that two commits hold differently, by id, each compared; ``names`` are what the two are called.

    A record that got another id, as ``redirects.yaml`` says, is one record. One
    that cannot be read in a state is named, with what is wrong there.
    """
    found = _States(archive, left, right, reading, everything)
    records = LaidAside(found.records())
    return ArchiveDifference(
        Side(name=names[0], commit=left),
        Side(name=names[1], commit=right),
        str(reading),
        records=records,
        files=tuple(found.files),
    )


class _States:
    """The two states, and what differs between them."""

    def __init__(
        self,
        archive: Archive,
        left: ObjectId,
        right: ObjectId,
        reading: Reading,
        everything: bool,  # noqa: FBT001 -- handed on
    ) -> None:
        self.before, self.after = (Snapshot(archive.repository, commit) for commit in (left, right))
        self.reading, self.everything = reading, everything
        roots = (_root(archive, left), _root(archive, right))
        self.files: list[str] = []
        self.touched = NamesAside(self._told_apart(content_differences(archive.repository.objects, *roots)))

    def _told_apart(self, found: Iterable[PathDifference]) -> Iterator[RecordId]:
        """The records that differ; other files of the archive's root are noted."""
        for one in found:
            record = record_of(one.path)
            if record is not None:
                yield record
            elif not one.path.startswith("records/"):
                self.files.append(one.path)

    def records(self) -> Iterator[RecordChange]:
        """What happened to each record, by id."""
        became = self._renamed()
        was = {new: old for old, new in became.items()}
        for record in map(RecordId, self.touched):
            if record not in became:  # an earlier id is told with the one it became
                yield self._one(record, was.get(record))

    def _renamed(self) -> Mapping[RecordId, RecordId]:
        """The ids that went, each with the one that its record has now."""
        redirects = self.after.redirects
        found: dict[RecordId, RecordId] = {}
        for record in map(RecordId, self.touched.in_order_of_coming() if redirects else ()):
            new = redirects.get(record)
            seen = {str(record)}
            while new in redirects and new not in seen:
                seen.add(str(new))
                new = redirects[str(new)]
            if new is not None and not self.after.has(record) and self.before.has(record):
                successor = RecordId.parse(new)
                if successor in self.touched and not self.before.has(successor):
                    found[record] = successor
        return found

    def _one(self, record: RecordId, earlier: RecordId | None) -> RecordChange:
        before = self.before.dossier_or_empty(earlier or record)
        after = self.after.dossier_or_empty(record)
        try:
            title = str(tree_of(after if after.files else before).get("title", ""))
            if not before.files or not after.files:
                return RecordChange(record, "removed" if before.files else "added", title)
            difference = compare(
                before,
                after,
                left=Side(record=earlier or record, commit=self.before.commit),
                right=Side(record=record, commit=self.after.commit),
                reading=self.reading,
                owners=(bracket_owners(self.before, before), bracket_owners(self.after, after)),
                everything=self.everything,
            )
        except InputError as error:
            return RecordChange(record, "changed", earlier=earlier, note=f"cannot be read: {error}")
        return RecordChange(record, "renamed" if earlier else "changed", title, earlier, difference)


def _root(archive: Archive, commit: ObjectId) -> ObjectId | None:
    """The tree of the archive's root in a commit; None where the archive was not there yet."""
    objects = archive.repository.objects
    entry = objects.entry(objects.commit(commit).tree, archive.repository.prefix.rstrip("/"))
    return entry.oid if entry is not None and entry.is_tree else None


def bracket_owners(snapshot: Snapshot, dossier: Dossier) -> Mapping[str, Layer]:
    """Whose the brackets of each edition are, as the volumes state at that time; only those that are stated.

    Nothing where the record or its collection cannot be read: then nothing is known of them.
    """
    if not dossier.id.is_record or not dossier.files:
        return {}
    try:
        collection = snapshot.collection(dossier.id.collection)
        record = dossier.record
    except InputError:
        return {}
    if collection is None:
        return {}
    owners = {name: record.bracket_owner(name, collection) for name in dossier.editions()}
    return {name: owner for name, owner in owners.items() if owner != "unknown"}
