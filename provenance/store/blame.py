"""Each field and block beside the correction that last changed it.

A block keeps its correction where it is moved, renumbered, split or joined to
another, as long as its words stay: blocks are followed by what they say, by the
alignment that a difference shows.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from provenance.diff.align import align
from provenance.errors import InputError
from provenance.model.address import Pointer, RecordId
from provenance.text.notation import parse
from provenance.text.readings import Reading, derive

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from provenance.diff.align import Pair
    from provenance.model.correction import HistoryEntry
    from provenance.store.archive import Archive
    from provenance.store.history import EntryOf
    from provenance.store.objects import ObjectId
    from provenance.text.dossier import Dossier
    from provenance.text.readings import Passage


@dataclass(frozen=True)
class BlameLine:
    """One field (``pointer``) or block (``edition``, ``block``), its value now, and the entry that last changed it."""

    pointer: str | None
    edition: str | None
    block: str | None
    locator: str | None
    label: str
    value: str
    entry: HistoryEntry

    def as_json(self) -> dict[str, Any]:
        """The fields, and of the entry what names it."""
        entry = self.entry.as_json()
        named = ("correction_id", "commit", "version", "date", "editor", "kind", "subject", "reason", "documented")
        return {
            "pointer": self.pointer,
            "edition": self.edition,
            "block": self.block,
            "locator": self.locator,
            "label": self.label,
            "value": self.value,
            **{name: entry[name] for name in named},
        }


def blame(
    archive: Archive, record: RecordId, edition: str | None = None, *, at: str | None = None
) -> tuple[BlameLine, ...]:
    """Every field and block of a record (of one edition's text where ``edition`` is given), in their order.

    A version that cannot be read is passed over: what it changed is laid to
    the next that can. InputError for a record or edition that is not there.
    """
    from provenance.store.history import EntryOf, named_at, version_commits
    from provenance.store.snapshot import Snapshot

    tip = archive.tip if at is None else at
    now = Snapshot(archive.repository, tip).dossier(record)
    if edition is not None and edition not in now.editions():
        raise InputError(
            f"{record} has no edition {edition!r} with a text here", code="no-edition", candidates=now.editions()
        )
    owners: dict[ObjectId, _Owners] = {}
    order: dict[ObjectId, int] = {}
    last = _Owners(order)
    for commit, parents in _lineage(archive, record, tip, version_commits(archive, record, tip)):
        order[commit] = len(order)
        state = Snapshot(archive.repository, commit)
        files = state.files(named_at(archive, record, state))
        stood_on = [owners[parent] for parent in parents if parent in owners] or [_Owners(order)]
        last = owners[commit] = _joined([one.after(commit, files, record) for one in stood_on])
    return tuple(_lines(now, edition, last, EntryOf(archive, record, tip)))


def _lineage(
    archive: Archive, record: RecordId, tip: ObjectId, versions: Sequence[ObjectId]
) -> Iterator[tuple[ObjectId, Sequence[ObjectId]]]:
    """The commits that the record's state goes back to, parents first, each with those it stood on.

    Where no branch was merged by hand a version stands on the one before. Where
    one was, git tells which side each came from.
    """
    if archive.ask(lambda index: all(index.is_mainline(oid) for oid in versions), at=tip):
        yield from ((oid, versions[max(0, place - 1) : place]) for place, oid in enumerate(versions))
        return
    from provenance.store.names import earlier_names

    prefix = archive.repository.prefix
    names = (record, *(RecordId(name) for name in earlier_names(archive, record)))
    paths = [f"{prefix}{name.folder if name.is_record else name.path}" for name in names]
    listed = archive.repository.run("rev-list", "--topo-order", "--reverse", "--parents", tip, "--", *paths)
    for line in listed.decode("ascii").splitlines():
        oid, *parents = line.split()
        yield oid, parents


def _joined(sides: Sequence[_Owners]) -> _Owners:
    """A commit's owners by each of its parents, as one: what one side brought goes back to that side's correction."""
    first, *others = sides
    for other in others:
        first.take_over(other)
    return first


class _Owners:
    """Which commit each field and block goes back to, at one version; ``order`` says which commit is the later."""

    def __init__(self, order: Mapping[ObjectId, int]) -> None:
        self.fields: dict[str, ObjectId] = {}
        self.values: dict[str, str] = {}
        self.blocks: dict[str, dict[str, ObjectId]] = {}
        self._texts: dict[str, tuple[Passage, ...]] = {}
        self._files: Mapping[str, bytes] = {}
        self._order = order
        self._own: ObjectId | None = None

    def after(self, commit: ObjectId, files: Mapping[str, bytes], record: RecordId) -> _Owners:
        """The owners once a commit has left these files."""
        found = copy(self)
        found.blocks = dict(self.blocks)
        found._own = commit  # noqa: SLF001 - our own copy
        found._meet(commit, files, record)  # noqa: SLF001
        return found

    def take_over(self, other: _Owners) -> None:
        """What seems to be this commit's own, and came from another of its parents."""
        for pointer, owner in self.fields.items():
            if owner == self._own:
                self.fields[pointer] = other.fields.get(pointer, owner)
        for stem, blocks in self.blocks.items():
            for block, owner in blocks.items():
                if owner == self._own:
                    blocks[block] = other.blocks.get(stem, {}).get(block, owner)

    def _meet(self, commit: ObjectId, files: Mapping[str, bytes], record: RecordId) -> None:
        """One version more; what is in a file with the same bytes as before keeps its owner without being read.

        A version that cannot be read is passed over.
        """
        from provenance.model.notation import read_tree

        same = {name for name, content in files.items() if self._files.get(name) == content}
        values, texts = self.values, self._texts
        try:
            main = files.get(record.main_file)
            if record.main_file not in same:
                tree = read_tree(main).value if main is not None else {}
                values = {str(pointer): value for pointer, value in leaves(tree, Pointer(()))}
            texts = {
                stem: self._texts[stem] if name in same else _passages(name, content)
                for name, content in files.items()
                if (stem := _stem(name)) is not None
            }
        except (InputError, UnicodeDecodeError):
            return
        self.fields = {
            pointer: self.fields[pointer] if self.values.get(pointer) == value else commit
            for pointer, value in values.items()
        }
        for stem, passages in texts.items():
            if f"editions/{stem}.txt" not in same:
                self.blocks[stem] = self._followed(commit, stem, passages)
        self.values, self._texts, self._files = values, texts, dict(files)

    def _followed(self, commit: ObjectId, stem: str, after: tuple[Passage, ...]) -> dict[str, ObjectId]:
        """The owner of each block of a text that changed: that of the words it had before, wherever they stood."""
        before = self._texts.get(stem, ())
        was = self.blocks[stem] if before else {}
        words = {passage.id: passage.words for passage in before}
        owner = {one.id: was[one.id] for one in after if one.id in was and words[one.id] == one.words}
        # most blocks stay as they are; the others alone are aligned
        gone = [passage for passage in before if passage.id not in owner]
        come = [passage for passage in after if passage.id not in owner]
        for pair in align(gone, come) if gone and come else ():
            owner.update(self._inherited(commit, pair, was))
        return {passage.id: owner.get(passage.id, commit) for passage in after}

    def _inherited(self, commit: ObjectId, pair: Pair, was: Mapping[str, ObjectId]) -> Mapping[str, ObjectId]:
        """What blocks that were moved, split or joined take over: each part by itself, where its words stayed."""
        if not pair.before or not pair.after:
            return {}
        latest = max((was[passage.id] for passage in pair.before), key=lambda oid: self._order[oid])
        joined = " ".join(passage.words for passage in pair.before)
        if len(pair.after) == 1:
            return {pair.after[0].id: latest if pair.after[0].words == joined else commit}
        return {passage.id: latest if passage.words in joined else commit for passage in pair.after}


def _stem(name: str) -> str | None:
    """The edition whose text a file is; None for another file."""
    if not name.startswith("editions/") or not name.endswith(".txt"):
        return None
    return name.removeprefix("editions/").removesuffix(".txt")


def _passages(name: str, content: bytes) -> tuple[Passage, ...]:
    return derive(parse(content.decode(), file=name), Reading.PRINTED)


def leaves(value: Any, at: Pointer) -> Iterator[tuple[Pointer, str]]:
    """Every value at the end of a path, with its pointer; a set of strings is one value."""
    if isinstance(value, dict):
        for key, inside in value.items():
            yield from leaves(inside, at / key)
    elif isinstance(value, list | tuple):
        yield at, ", ".join(str(one) for one in value)
    else:
        yield at, str(value)


def _lines(now: Dossier, edition: str | None, owners: _Owners, entries: EntryOf) -> Iterator[BlameLine]:
    from provenance.model.notation import field_label

    if edition is None:
        for pointer, value in owners.values.items():
            label = field_label(Pointer.parse(pointer))
            yield BlameLine(pointer, None, None, None, label, value, entries[owners.fields[pointer]])
    for stem in now.editions() if edition is None else (edition,):
        text = now.text(stem)
        for passage in () if text is None else derive(text, Reading.PRINTED):
            owner = owners.blocks.get(stem, {}).get(passage.id)
            if owner is not None:
                words = passage.words
                yield BlameLine(None, stem, passage.id, passage.locator, passage.label, words, entries[owner])
