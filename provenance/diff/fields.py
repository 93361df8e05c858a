"""Fields compared: what deepdiff finds in two plain trees, by JSON Pointer and in an editor's words.

A record's tree holds maps by permanent key, strings, and sets of plain strings;
so identity is the key, and something put in front changes nothing else. A set
that differs is one change, with the whole of it on both sides. No value of a tree
is None (an empty value is refused when it is read), so None says: absent.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from provenance.diff.difference import FieldChange, FieldOp
from provenance.errors import InputError
from provenance.model.address import Pointer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from provenance.model.shape import Which
    from provenance.text.dossier import Dossier


def tree_of(dossier: Dossier) -> dict[str, Any]:
    """The plain tree of a record's YAML file; empty where it is not there."""
    from provenance.model.notation import read_tree

    name = dossier.id.main_file
    return read_tree(dossier.files[name], file=dossier.id.path).value if name in dossier.files else {}


def compare_fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    """The changes of fields, in the order of the fields; values as the trees have them."""
    found = _only_change(before, after)
    changes = _deep_changes(before, after) if found is None else found
    return tuple(sorted(changes, key=lambda change: _rank(change.pointer, before, after)))


def _only_change(before: Any, after: Any) -> list[FieldChange] | None:
    """The change where there is one in one place: what a correction mostly is.

    None: several, or inside a set. deepdiff costs 14 times a bare Python's start,
    and a correction of one field must not pay for it.
    """
    where = Pointer(())
    while isinstance(before, Mapping) and isinstance(after, Mapping):
        keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
        if len(keys) != 1:
            return None if keys else []
        where /= keys[0]
        before, after = before.get(keys[0]), after.get(keys[0])
    return [_change(where, before, after)]


def _deep_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[FieldChange]:
    from deepdiff import DeepDiff

    # threshold 0: two maps with few keys in common are still compared key by key
    found = DeepDiff(before, after, view="tree", threshold_to_diff_deeper=0)
    pointers: dict[Pointer, None] = {}
    for levels in found.values():
        for level in levels:
            pointers[Pointer(tuple(_until_a_set(level.path(output_format="list"))))] = None
    return [_change(pointer, value_at(before, pointer), value_at(after, pointer)) for pointer in pointers]


def _until_a_set(path: Iterable[Any]) -> Iterator[str]:
    """The keys down to the first position in a list: a set is compared whole."""
    for key in path:
        if not isinstance(key, str):
            return
        yield key


def _change(pointer: Pointer, before: Any, after: Any) -> FieldChange:
    from provenance.model.notation import field_label

    op: FieldOp = "added" if before is None else "removed" if after is None else "changed"
    return FieldChange(str(pointer), field_label(pointer), before, after, op)


def _rank(pointer: str, before: Any, after: Any) -> tuple[int, ...]:
    """Where the field stands, so that changes are told in the record's own order."""
    rank = []
    for part in Pointer.parse(pointer).parts:
        keys = list({**_mapping(before), **_mapping(after)})
        rank.append(keys.index(part) if part in keys else len(keys))
        before, after = _mapping(before).get(part), _mapping(after).get(part)
    return tuple(rank)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def value_at(tree: Any, pointer: Pointer) -> Any:
    """The value there; None where there is no such field."""
    for part in pointer.parts:
        if not isinstance(tree, Mapping) or part not in tree:
            return None
        tree = tree[part]
    return tree


def by_entry(changes: Iterable[FieldChange], which: Which) -> Iterator[FieldChange]:
    """The changes with a whole map by key, new or gone, told entry by entry: the first erratum as that erratum."""
    from provenance.model.shape import shape_at

    for change in changes:
        pointer = Pointer.parse(change.pointer)
        whole = change.after if change.before is None else change.before if change.after is None else None
        shape = shape_at(which, pointer)
        if isinstance(whole, Mapping) and shape is not None and shape.form == "map" and pointer.parts:
            before, after = _mapping(change.before), _mapping(change.after)
            yield from (_change(pointer / key, before.get(key), after.get(key)) for key in whole)
        else:
            yield change


def apply_fields(changes: Iterable[FieldChange], tree: Mapping[str, Any]) -> dict[str, Any]:
    """The tree with the changes made; InputError where the tree has not what a change says was before.

    Applied to the left side this gives the right side (as values; the order of
    keys is no part of a record, nor is a map by key that is empty).
    """
    result: dict[str, Any] = deepcopy(dict(tree))
    for change in changes:
        pointer = Pointer.parse(change.pointer)
        if not pointer.parts:
            if tree != change.before:
                raise _unlike(change)
            return deepcopy(dict(change.after))
        parent = _parent(result, pointer) if change.change == "added" else value_at(result, _above(pointer))
        if not isinstance(parent, dict) or value_at(result, pointer) != change.before:
            raise _unlike(change)
        if change.change == "removed":
            del parent[pointer.parts[-1]]
        else:
            parent[pointer.parts[-1]] = deepcopy(change.after)
    return result


def _above(pointer: Pointer) -> Pointer:
    return Pointer(pointer.parts[:-1])


def _parent(tree: dict[str, Any], pointer: Pointer) -> Any:
    """Where a new field is put; the maps above it are made where they are not there."""
    parent: Any = tree
    for part in pointer.parts[:-1]:
        parent = parent.setdefault(part, {}) if isinstance(parent, dict) else None
    return parent


def _unlike(change: FieldChange) -> InputError:
    return InputError(
        f"{change.label} ({change.pointer}) is not {change.before!r} here: this difference is of another state",
        hint="compare again from the present state",
    )
