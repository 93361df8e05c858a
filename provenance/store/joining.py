"""Two records of one document made one, and one record of two documents made two.

Nothing is judged here. What two records say differently is a conflict that an
editor settles; what a new record takes from an old one, an editor names.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from provenance.errors import ConflictError, InputError
from provenance.model.address import Pointer
from provenance.model.correction import FieldEdit, FileEdit
from provenance.store.correcting import correct
from provenance.store.moving import redirected, refuse_taken
from provenance.store.restore import as_yaml, field_edits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from provenance.model.address import RecordId
    from provenance.model.correction import Decision, Edit, Receipt
    from provenance.store.archive import Archive
    from provenance.text.dossier import Dossier

_EDITIONS = Pointer(("editions",))
_APART = ("schema", "title", "title_basis")
"""Fields of the record that goes, that do not go over: its title becomes another name of the one that stays."""


def join(
    archive: Archive,
    kept: RecordId,
    gone: RecordId,
    decision: Decision,
    *,
    settled: Mapping[str, str] | None = None,
    dry_run: bool = False,
) -> Receipt:
    """Make two records of one document one: ``kept`` takes over all that ``gone`` says, whose id leads to it.

    Editions of one name are both kept, the one that comes under a longer name.
    ConflictError where both say the same thing differently, unless ``settled``
    says of its pointer ``ours`` (of ``kept``) or ``theirs``; nothing is written
    then. Of an entry of a map ``both`` may be kept, the one that comes under a
    longer name. The versions of ``gone`` keep their addresses.
    """
    if kept == gone:
        raise InputError("a record cannot be joined with itself", code="no-change")
    snapshot = archive.snapshot()
    union = _Union(snapshot.dossier(kept), snapshot.dossier(gone), dict(settled or {}))
    edits = union.edits()
    named = replace(decision, subject=decision.subject or f"Join {gone} into {kept}", kind=decision.kind or "editorial")
    receipt = correct(
        archive,
        edits,
        named,
        dry_run=dry_run,
        base=snapshot.commit,
        besides=lambda state: redirected(archive, state, gone, kept),
    )
    return replace(receipt, notices=(*receipt.notices, *union.notices))


def _things(count: int) -> str:
    return "one thing" if count == 1 else f"{count} things"


@dataclass
class _Union:
    """What one record takes over from another, gathered field by field."""

    kept: Dossier
    gone: Dossier
    settled: dict[str, str]
    notices: list[str] = field(default_factory=list)

    def edits(self) -> list[Edit]:
        """All edits, the emptied folder included; ConflictError, or InputError for a choice that settles nothing."""
        from provenance.model.notation import read_tree

        for one in (self.kept, self.gone):
            if not one.id.is_record or one.record.withdrawal is not None:
                raise InputError(f"{one.id} is no record that can be joined", hint="two records, neither withdrawn")
        ours, theirs = (read_tree(one.files[one.id.main_file]).value for one in (self.kept, self.gone))
        self._conflicts: list[dict[str, Any]] = []
        self._renamed = self._new_names(ours.get("editions", {}), theirs.get("editions", {}))
        theirs = _pointing(theirs, self._renamed)
        edits: list[Edit] = [*self._title(ours, theirs), *self._fields(ours, theirs), *self._editions(ours, theirs)]
        if self._conflicts:
            raise ConflictError(
                f"{self.kept.id} and {self.gone.id} say {_things(len(self._conflicts))} differently; "
                "nothing was written",
                conflicts=tuple(self._conflicts),
                hint=" ".join(f"--resolve {one['pointer']}=ours|theirs" for one in self._conflicts),
            )
        if self.settled:
            unused = next(iter(self.settled))
            raise InputError(f"there is no conflict at {unused}", hint="--resolve /date=ours, or /date=theirs")
        self.notices += [
            f"the edition {old} of {self.gone.id} is now {self.kept.id}:{new}" for old, new in self._renamed.items()
        ]
        return edits + [FileEdit(self.gone.id, name, None) for name in self.gone.files]

    def _title(self, ours: Any, theirs: Any) -> Iterator[Edit]:
        title, name = theirs.get("title"), self.gone.id.name
        known = {ours.get("title"), *ours.get("aliases", {}).values()}
        if title is None or title in known:
            return
        key = next(
            each
            for each in (name, *(f"{name}-{number}" for number in range(2, 100)))
            if each not in ours.get("aliases", {}) and each not in theirs.get("aliases", {})
        )
        yield FieldEdit(self.kept.id, "add", Pointer(("aliases", key)), as_yaml(title))

    def _fields(self, ours: Any, theirs: Any) -> Iterator[Edit]:
        for name, value in theirs.items():
            if name not in _APART and name != "editions":
                yield from self._field(Pointer((name,)), ours.get(name), value)

    def _field(self, pointer: Pointer, ours: Any, theirs: Any) -> Iterator[Edit]:
        from provenance.model.shape import shape_at

        if theirs in (ours, {"basis": "unknown"}):
            return
        if ours is None:
            yield FieldEdit(self.kept.id, "add", pointer, as_yaml(theirs))
            return
        shape = shape_at("record", pointer)
        if shape is not None and shape.form == "map" and isinstance(ours, dict) and isinstance(theirs, dict):
            for key, value in theirs.items():
                yield from self._field(pointer / key, ours.get(key), value)
            return
        choice = "theirs" if ours == {"basis": "unknown"} else self.settled.pop(str(pointer), None)
        if choice == "theirs":
            yield from field_edits(self.kept.id, pointer, theirs, ours)
        elif choice == "both" and len(pointer.parts) > 1:
            above, key = Pointer(pointer.parts[:-1]), pointer.parts[-1]
            yield FieldEdit(self.kept.id, "add", above / f"{key}-{self.gone.id.name}", as_yaml(theirs))
        elif choice is None:
            self._conflicts.append(self._conflict(pointer, ours, theirs))
        elif choice != "ours":
            raise InputError(f"{pointer}={choice} is no choice", hint=f"{pointer}=ours, or {pointer}=theirs")

    def _conflict(self, pointer: Pointer, ours: Any, theirs: Any) -> dict[str, Any]:
        return {
            "key": str(pointer), "record": str(self.kept.id), "pointer": str(pointer), "block": None, "base": None,
            "ours": ours, "theirs": theirs, "correction_ids": [],
        }  # fmt: skip

    def _new_names(self, present: Any, coming: Any) -> dict[str, str]:
        """The editions that come under another name, since another edition has theirs."""
        taken, renamed = {*present, *coming}, {}
        for key, entry in coming.items():
            if key not in present or self._is_there(key, present, entry):
                continue
            longer = (f"{key}-{self.gone.id.name}", *(f"{key}-{number}" for number in range(2, 100)))
            renamed[key] = next(each for each in longer if each not in taken)
            taken.add(renamed[key])
        return renamed

    def _is_there(self, key: str, present: Any, entry: Any) -> bool:
        """Whether both records have the same edition, to the byte."""
        return present.get(key) == entry and _files_of(self.kept, key) == _files_of(self.gone, key)

    def _editions(self, ours: Any, theirs: Any) -> Iterator[Edit]:
        """Every edition of the record that goes, with its files; one that both have in the same form once."""
        for key, entry in theirs.get("editions", {}).items():
            if self._is_there(key, ours.get("editions", {}), entry):
                continue
            new = self._renamed.get(key, key)
            yield FieldEdit(self.kept.id, "add", _EDITIONS / new, as_yaml(entry))
            for suffix, content in _files_of(self.gone, key).items():
                yield FileEdit(self.kept.id, f"editions/{new}{suffix}", content)


def _pointing(value: Any, renamed: Mapping[str, str]) -> Any:
    """A plain tree whose pointers to editions follow their new names."""
    if isinstance(value, dict):
        return {key: _pointing(inside, renamed) for key, inside in value.items()}
    if isinstance(value, list):
        return [_pointing(inside, renamed) for inside in value]
    for old, new in renamed.items():
        start = f"/editions/{old}"
        if value == start or (isinstance(value, str) and value.startswith(f"{start}/")):
            return f"/editions/{new}{value.removeprefix(start)}"
    return value


def _files_of(dossier: Dossier, edition: str) -> dict[str, bytes]:
    """The files of an edition by what follows its name."""
    start = f"editions/{edition}."
    return {f".{name.removeprefix(start)}": held for name, held in dossier.files.items() if name.startswith(start)}


@dataclass(frozen=True)
class Share:
    """What a new record gets of an old one: editions and fields that move, fields that both have from then on."""

    title: str
    editions: Sequence[str] = ()
    moved: Sequence[Pointer] = ()
    copied: Sequence[Pointer] = ()


def divide(
    archive: Archive, record: RecordId, new: RecordId, share: Share, decision: Decision, *, dry_run: bool = False
) -> Receipt:
    """Make a second record of what the first described wrongly as one document; the first keeps its id and the rest.

    The new record says only what ``share`` names: nothing is claimed of its
    document that nobody claimed of it. InputError where the new id is or was
    taken, a field or edition is not there, or nothing would stay behind.
    """
    from provenance.model.notation import read_tree, write

    snapshot = archive.snapshot()
    dossier = snapshot.dossier(record)
    if not record.is_record or dossier.record.withdrawal is not None:
        raise InputError(f"{record} is no record that can be divided", hint="collection/name")
    refuse_taken(archive, snapshot, new)
    tree = read_tree(dossier.files[record.main_file]).value
    _refuse_share(record, tree, share)
    moved = [*(_EDITIONS / edition for edition in share.editions), *share.moved]
    whole: dict[str, Any] = {"schema": tree["schema"], "title": share.title}
    if "specimen" in tree:
        whole["specimen"] = tree["specimen"]  # an invented document stays labelled as one
    for pointer in (*moved, *share.copied):
        _put(whole, pointer, _at(tree, pointer))
    edits: list[Edit] = [FileEdit(new, new.main_file, write(whole).encode())]
    edits += [FieldEdit(record, "remove", pointer) for pointer in moved]
    for edition in share.editions:
        for suffix, content in _files_of(dossier, edition).items():
            edits.append(FileEdit(new, f"editions/{edition}{suffix}", content))
            edits.append(FileEdit(record, f"editions/{edition}{suffix}", None))
    named = replace(
        decision, subject=decision.subject or f"Divide {record}: {new} is another", kind=decision.kind or "editorial"
    )
    return correct(archive, edits, named, dry_run=dry_run, base=snapshot.commit)


def _refuse_share(record: RecordId, tree: Any, share: Share) -> None:
    editions = tree.get("editions", {})
    missing = next((one for one in share.editions if one not in editions), None)
    if missing is not None:
        candidates = tuple(editions)
        raise InputError(f"{record} has no edition {missing!r}", code="no-edition", candidates=candidates)
    absent = next((one for one in (*share.moved, *share.copied) if _at(tree, one) is None), None)
    if absent is not None:
        raise InputError(f"{record} has no {absent}", code="not-found", candidates=tuple(f"/{name}" for name in tree))
    fixed = next((one for one in share.moved if one.parts[:1] in (("schema",), ("title",), ("editions",))), None)
    if fixed is not None:
        raise InputError(f"{fixed} cannot move", hint="editions move by --edition E, a title is given by --title")
    if not (share.editions or share.moved):
        raise InputError("nothing is to move to the new record", code="no-change", hint="--edition E, --take /field")
    if share.editions and len(share.editions) == len(editions) and len(set(share.editions)) == len(editions):
        raise InputError(
            f"all editions would move: nothing of the document would stay in {record}",
            code="no-change",
            hint="provenance rename gives a record another id",
        )


def _at(tree: Any, pointer: Pointer) -> Any:
    for part in pointer.parts:
        tree = tree.get(part) if isinstance(tree, dict) else None
    return tree


def _put(tree: dict[str, Any], pointer: Pointer, value: Any) -> None:
    for part in pointer.parts[:-1]:
        tree = tree.setdefault(part, {})
    tree[pointer.parts[-1]] = value
