"""Two states of a record's YAML file joined, field by field; comments of both are kept where their lines can be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from provenance.diff.choices import UNSETTLED
from provenance.diff.fields import apply_fields, by_entry, compare_fields, value_at
from provenance.diff.three_way import join
from provenance.errors import InputError
from provenance.model.address import Pointer
from provenance.model.correction import FieldEdit
from provenance.model.notation import read_tree, splice_unchecked, which_of, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.diff.choices import Choice, Choices
    from provenance.diff.difference import FieldChange, FieldOp
    from provenance.diff.three_way import Clash
    from provenance.model.address import RecordId

Conflict = dict[str, Any]


def join_fields(
    record: RecordId, base: str, ours: str, theirs: str, choices: Choices = UNSETTLED
) -> tuple[str, list[Conflict]]:
    """The joined file, and the fields that both sides changed in different ways (then the text is theirs).

    A field that was settled by a choice is no conflict.
    """
    trees = [read_tree(source, file=record.path).value for source in (base, ours, theirs)]
    which = which_of(record)
    left, right = (tuple(by_entry(compare_fields(trees[0], side), which)) for side in trees[1:])
    wanted, met = _without_clashes(left, right)
    conflicts = []
    for pointer, label in met.items():
        conflict = _conflict(record, pointer, label, trees)
        choice = choices.get(conflict["key"])
        if choice is None:
            conflicts.append(conflict)
        elif (change := _settled(choice, conflict, label)) is not None:
            wanted.append(change)
    if conflicts:
        return theirs, conflicts
    expected = apply_fields(wanted, trees[2])
    by_lines = "".join(_by_lines(base, ours, theirs))
    if _reads_as(by_lines, expected):
        return by_lines, []
    return _around_theirs(record, (base, ours, theirs), expected) or _spliced(record, theirs, wanted), []


def _without_clashes(
    left: Sequence[FieldChange], right: Sequence[FieldChange]
) -> tuple[list[FieldChange], dict[str, str]]:
    """Our changes as they are made to their file, and the fields where both met, with their names.

    Of an entry that one side changed inside and the other as a whole it is the
    whole that they met in. A set of texts is joined text by text.
    """
    wanted: list[FieldChange] = []
    met: dict[str, str] = {}
    for mine in left:
        rivals = [other for other in right if _related(mine.pointer, other.pointer)]
        if not rivals:
            wanted.append(mine)
            continue
        outer = min((mine, *rivals), key=lambda change: len(Pointer.parse(change.pointer).parts))
        if len(rivals) == 1 and rivals[0].pointer == mine.pointer:
            other = rivals[0]
            if mine.after == other.after:
                continue
            joined = _joined_set(mine.before, mine.after, other.after)
            if joined is not None:
                wanted.append(_onto(mine, other.after, joined))
                continue
        met[outer.pointer] = outer.label
    return wanted, met


def _settled(choice: Choice, conflict: Conflict, label: str) -> FieldChange | None:
    """What a choice does to their file; None where it leaves it as it is."""
    from provenance.diff.difference import FieldChange

    theirs = conflict["theirs"]
    becomes = {"ours": conflict["ours"], "theirs": theirs}.get(choice.side)
    if choice.side == "text":
        plain = all(isinstance(conflict[side], (str, type(None))) for side in ("base", "ours", "theirs"))
        becomes = choice.text if plain else read_tree(f"value: {choice.text}\n").value["value"]
    if becomes == theirs:
        return None
    change: FieldOp = "added" if theirs is None else "removed" if becomes is None else "changed"
    return FieldChange(conflict["pointer"], label, theirs, becomes, change)


def _related(first: str, second: str) -> bool:
    one, other = Pointer.parse(first), Pointer.parse(second)
    return one.is_within(other) or other.is_within(one)


def _joined_set(base: Any, ours: Any, theirs: Any) -> list[str] | None:
    if not all(side is None or isinstance(side, list) for side in (base, ours, theirs)):
        return None
    before, mine, other = base or [], ours or [], theirs or []
    kept = [text for text in other if text in mine or text not in before]
    return kept + [text for text in mine if text not in kept and text not in before]


def _onto(mine: FieldChange, theirs: Any, joined: Any) -> FieldChange:
    from dataclasses import replace

    return replace(mine, before=theirs, after=joined, change="changed")


def _conflict(record: RecordId, pointer: str, label: str, trees: Sequence[Any]) -> Conflict:
    base, ours, theirs = (value_at(tree, Pointer.parse(pointer)) for tree in trees)
    return {
        "key": f"{record} {pointer}",
        "record": str(record),
        "pointer": pointer,
        "label": label,
        "base": base,
        "ours": ours,
        "theirs": theirs,
        "correction_ids": [],
    }


def _by_lines(base: str, ours: str, theirs: str) -> list[str]:
    joined = join(base.splitlines(keepends=True), ours.splitlines(keepends=True), theirs.splitlines(keepends=True))
    return [] if joined.clashes else list(joined.row)


def _around_theirs(record: RecordId, sides: tuple[str, str, str], expected: dict[str, Any]) -> str:
    """Both files' lines and comments, theirs where both changed a line, and there our values put in; else nothing."""
    rows = [side.splitlines(keepends=True) for side in sides]
    source = "".join(join(rows[0], rows[1], rows[2], settle=_theirs_under_our_comments).row)
    try:
        tree = read_tree(source).value
        spliced = _spliced(record, source, tuple(by_entry(compare_fields(tree, expected), which_of(record))))
    except InputError:
        return ""
    return spliced if _reads_as(spliced, expected) else ""


def _theirs_under_our_comments(clash: Clash) -> Sequence[str]:
    kept = [line for line in clash.ours if line.lstrip().startswith("#") and line not in clash.base + clash.theirs]
    return (*kept, *clash.theirs)


def _reads_as(source: str, expected: dict[str, Any]) -> bool:
    try:
        return bool(source) and read_tree(source).value == expected
    except InputError:
        return False


def _spliced(record: RecordId, source: str, changes: Sequence[FieldChange]) -> str:
    """Our changes put into their file one by one; their comments and order stay, ours of unchanged lines do not.

    Only the whole must be right to the model: it is read when all is done.
    """
    for change in changes:
        pointer = Pointer.parse(change.pointer)
        if change.before is not None:
            source = splice_unchecked(source, FieldEdit(record, "remove", pointer)) if _must_go(change) else source
        if isinstance(change.after, str) and isinstance(change.before, str):
            source = splice_unchecked(source, FieldEdit(record, "set", pointer, change.after))
        elif change.after is not None:
            source = _added(record, source, pointer, change.after)
    return source


def _must_go(change: FieldChange) -> bool:
    return change.after is None or not (isinstance(change.before, str) and isinstance(change.after, str))


def _added(record: RecordId, source: str, pointer: Pointer, value: Any) -> str:
    """A whole value put where there is none; the map it belongs to is made with it."""
    tree = read_tree(source)
    while len(pointer.parts) > 1 and tree.node(Pointer(pointer.parts[:-1])) is None:
        value = {pointer.parts[-1]: value}
        pointer = Pointer(pointer.parts[:-1])
    if isinstance(value, str):
        return splice_unchecked(source, FieldEdit(record, "set", pointer, value))
    written = "\n" + write(value) if isinstance(value, dict) else _written_set(value)
    return splice_unchecked(source, FieldEdit(record, "add", pointer, written))


def _written_set(texts: Any) -> str:
    return write({"value": texts}).removeprefix("value:").strip(" ").rstrip("\n")
