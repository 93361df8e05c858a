"""How record.yaml, collection.yaml and agents.yaml are read, written and mended.

``read_tree`` and ``splice`` know YAML; ``read_record`` and its kin know the
model too, and say what is wrong in an editor's words, with file, line, column
and the mend. The model (and pydantic) is loaded only where it is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from provenance.errors import InputError
from provenance.model.address import Pointer, RecordId
from provenance.model.labels import field_label
from provenance.model.tree import Tree, read_tree

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel

    from provenance.model.agents import AgentList
    from provenance.model.correction import FieldEdit
    from provenance.model.record import Collection, Record
    from provenance.model.shape import Which

__all__ = [
    "Tree", "as_json", "field_label", "read_agents", "read_collection", "read_main", "read_record", "read_tree",
    "splice", "splice_unchecked", "which_of", "write",
]  # fmt: skip


def read_record(source: bytes | str, *, file: str | None = None) -> Record:
    """The record of a record.yaml; InputError with file, line, column and mend."""
    record: Record = _validated(read_tree(source, file=file), "record")
    return record


def read_collection(source: bytes | str, *, file: str | None = None) -> Collection:
    """The description of a collection.yaml; InputError with file, line, column and mend."""
    collection: Collection = _validated(read_tree(source, file=file), "collection")
    return collection


def read_agents(source: bytes | str, *, file: str | None = None) -> AgentList:
    """The persons and bodies of an agents.yaml; InputError with file, line, column and mend."""
    agents: AgentList = _validated(read_tree(source, file=file), "agents")
    return agents


def which_of(record: RecordId) -> Which:
    """Which kind of file an id's main file is."""
    if record == "agents":
        return "agents"
    return "record" if record.is_record else "collection"


def read_main(record: RecordId, source: bytes | str, file: str | None = None) -> Record | Collection | AgentList:
    """The main file of that id: a record, a collection or the agents."""
    main: Record | Collection | AgentList = _validated(read_tree(source, file=file), which_of(record))
    return main


def as_json(value: BaseModel | Mapping[str, Any]) -> dict[str, Any]:
    """A record, collection or list of agents as its schema has it: by the file's names, without absent fields."""
    if isinstance(value, dict):
        return {key: as_json(part) for key, part in value.items()}
    part: Any = value
    dumped: dict[str, Any] = part.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return dumped


def write(value: Mapping[str, Any]) -> str:
    """A new file in canonical YAML, from a plain tree of maps, sets and texts; see ``writing``."""
    from provenance.model import writing

    return writing.write(value)


def splice(source: str, edit: FieldEdit) -> str:
    """The source with one field changed, all other bytes, comments and the order of keys as they were.

    ``set`` gives a field a string, making the field where the part it belongs
    to is there; ``add`` (YAML) makes a new entry, whole, or puts a text into a
    set of texts; ``remove`` takes an entry, or one text of a set, away. The
    result is read again: what differs is the change asked for, and the model
    accepts it; else InputError, which names what would be right.
    """
    result = splice_unchecked(source, edit)
    _refuse_new_faults(source, read_tree(result), which_of(edit.record), edit.pointer)
    return result


def splice_unchecked(source: str, edit: FieldEdit) -> str:
    """As :func:`splice`, but the model is not asked: one step of several, after which the file is read as a whole."""
    if not edit.pointer.parts:
        raise InputError("the whole file cannot be set or removed as one field", hint="/title, /date/edtf, …")
    mark = "\ufeff" if source.startswith("\ufeff") else ""
    change = {"set": _set, "add": _add, "remove": _remove}[edit.op]
    return mark + change(read_tree(source), which_of(edit.record), edit)


def _set(tree: Tree, which: Which, edit: FieldEdit) -> str:
    from provenance.model import splicing

    value = edit.value or ""
    node = tree.node(edit.pointer)
    if node is None:
        return _insert(tree, which, edit, value)
    if node.children is None:
        return splicing.replace(tree, edit.pointer, value)
    if isinstance(node.children, list):
        raise InputError(
            f"{edit.pointer} is a set of texts, not one",
            hint=f"--add {edit.pointer}=…, or --remove {edit.pointer}=…",
            candidates=tuple(node.value),
        )
    inside = tuple(str(edit.pointer / name) for name in node.children)
    raise InputError(
        f"{edit.pointer} has fields of its own: a string cannot take their place",
        hint=f"--set {inside[0]}=…" if inside else f"--add {edit.pointer}/NAME=…",
        candidates=inside,
    )


def _add(tree: Tree, which: Which, edit: FieldEdit) -> str:
    from provenance.model import splicing

    value = _yaml_value(edit.value or "")
    node = tree.node(edit.pointer)
    if node is None:
        return _insert(tree, which, edit, value)
    if not isinstance(node.children, list):
        raise InputError(
            f"{edit.pointer} is there already",
            hint=f"--set {edit.pointer}=…" if node.children is None else f"--add {edit.pointer}/NAME=…",
        )
    if not isinstance(value, str):
        raise InputError(f"{edit.pointer} is a set of texts: one text can be added at a time")
    if value in node.value:
        raise InputError(f"{edit.pointer} has {value!r} already", candidates=tuple(node.value))
    return splicing.append(tree, edit.pointer, value)


def _remove(tree: Tree, which: Which, edit: FieldEdit) -> str:
    from provenance.model import splicing

    node = tree.node(edit.pointer)
    if node is None:
        missing = _absent(tree, which, edit.pointer)
        is_field = (missing.hint or "").startswith("--add ")  # a field that could be put there, which nobody asked for
        raise InputError(f"{edit.pointer} is not there yet: there is nothing to take away") if is_field else missing
    pointer = edit.pointer
    if edit.value is not None:
        if not isinstance(node.children, list):
            raise InputError(f"{pointer} is no set of texts", hint=f"--remove {pointer}")
        if edit.value not in node.value:
            from provenance.model.wording import nearest

            near = nearest(edit.value, node.value)
            raise InputError(
                f"{pointer} has no {edit.value!r}", hint=near[0] if near else None, candidates=tuple(node.value)
            )
        pointer /= str(node.value.index(edit.value))
    return splicing.remove(tree, pointer, prune=lambda above: _means_nothing_when_empty(which, above))


def _yaml_value(source: str) -> Any:
    """The value of ``--add``: YAML, under the same rules as a file."""
    body = source.removesuffix("\n")
    inside = body if "\n" not in body else "\n" + "\n".join("  " + line for line in body.split("\n"))
    try:
        return read_tree(f"value: {inside}\n").value["value"]
    except InputError as error:
        raise InputError(f"the value to add cannot be read: {error.message}", hint=error.hint) from None


def _as_expected(which: Which, pointer: Pointer, value: Any) -> Any:
    """One text added where the model has a set of texts is a set of one."""
    from provenance.model.shape import shape_at

    shape = shape_at(which, pointer)
    return [value] if shape is not None and shape.form == "set" and isinstance(value, str) else value


def _usual_order(which: Which, pointer: Pointer) -> tuple[str, ...]:
    """The fields of a part as the model lists them; nothing for a map by key."""
    from provenance.model.shape import shape_at

    shape = shape_at(which, pointer)
    return shape.fields if shape is not None and shape.form == "part" else ()


def _means_nothing_when_empty(which: Which, pointer: Pointer) -> bool:
    """True for maps by key and sets, which may be absent; false for a part, whose being there says something."""
    from provenance.model.shape import shape_at

    above = shape_at(which, Pointer(pointer.parts[:-1]))
    shape = shape_at(which, pointer)
    return shape is not None and shape.form in {"map", "set"} and above is not None and above.form == "part"


def _insert(tree: Tree, which: Which, edit: FieldEdit, value: Any) -> str:
    """A new entry; absent maps by key, and parts that the model has by default, are made on the way."""
    from provenance.model import splicing
    from provenance.model.shape import standing_in

    pointer = edit.pointer
    nearest = tree.nearest(Pointer(pointer.parts[:-1]))
    node = tree.node(nearest)
    if node is not None and not isinstance(node.children, dict):
        raise InputError(f"{nearest} is a value: it has no fields", hint=str(nearest))
    nested = _as_expected(which, pointer, value)
    for length in range(len(pointer.parts) - 1, len(nearest.parts), -1):
        between = Pointer(pointer.parts[:length])
        stands = standing_in(which, between)
        if stands is None:
            raise _absent(tree, which, pointer)
        nested = {**stands, pointer.parts[length]: nested}
    new = nearest / pointer.parts[len(nearest.parts)]
    among = edit.among if new == pointer else ()
    return splicing.insert(tree, new, nested, order=lambda above: _usual_order(which, above), among=among)


def _absent(tree: Tree, which: Which, pointer: Pointer) -> InputError:
    """What to say of a pointer that leads nowhere: the nearest that is there, and what could be meant."""
    from provenance.model.shape import shape_at
    from provenance.model.wording import nearest

    above = tree.nearest(pointer)
    name = pointer.parts[len(above.parts)]
    node = tree.node(above)
    there = tuple(node.children) if node is not None and isinstance(node.children, dict) else ()
    shape = shape_at(which, above)
    possible = shape.fields if shape is not None and shape.form == "part" else ()
    near = nearest(name, dict.fromkeys((*there, *possible)))
    candidates = tuple(str(above / each) for each in (near or there))
    if name in possible:
        return InputError(
            f"{above / name} is not there yet",
            hint=f"--add {above / name}='{{…}}'",
            candidates=tuple(str(above / each) for each in there),
        )
    return InputError(
        f"there is no {name!r} in {str(above) or 'this file'}",
        hint=candidates[0] if near else str(above) or None,
        candidates=candidates,
    )


def _refuse_new_faults(before: str, after: Tree, which: Which, pointer: Pointer) -> None:
    """Refuse what the model refuses: first what the change brings, then what was wrong before it."""
    from provenance.model.faults import faults

    found = faults(after, which)
    if not found:
        return
    brought = [fault for fault in found if fault.pointer.is_within(pointer) or pointer.is_within(fault.pointer)]
    if brought:
        raise brought[0].error(None)
    tree = read_tree(before)
    raise (faults(tree, which) or found)[0].error(tree)


def _validated(tree: Tree, which: Which) -> Any:
    """The value of the tree in the model, or an InputError in an editor's words."""
    from provenance.model.faults import validated

    return validated(tree, which)
