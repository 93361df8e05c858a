"""What the model expects at a place: asked when a field is unknown, added, or named to a reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel
from typing_extensions import is_typeddict

from provenance.model.address import Pointer
from provenance.model.agents import Agent
from provenance.model.record import Collection, Record

Which = Literal["record", "collection", "agents"]
Form = Literal["part", "map", "set", "choice", "text"]


@dataclass(frozen=True)
class Shape:
    """What may stand at a place.

    ``form``: a part with ``fields``, a map by key whose entries are ``entry``,
    a set of texts, one of ``choices``, or a text (dates and counts too).
    """

    form: Form
    fields: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    type: Any = None
    entry: Any = None


def shape_at(which: Which, pointer: Pointer) -> Shape | None:
    """The shape at ``pointer`` in a file of that kind, or None where the model knows no such field."""
    current: Any = _ROOTS[which]
    for part in pointer.parts:
        shape = shape_of(current)
        if shape.form == "map":
            if shape.choices and part not in shape.choices:
                return None
            current = shape.entry
        elif shape.form == "part" and part in shape.fields:
            current = _fields(shape.type)[part]
        else:
            return None
    return shape_of(current)


_ROOTS: dict[Which, Any] = {"record": Record, "collection": Collection, "agents": dict[str, Agent]}


def standing_in(which: Which, pointer: Pointer) -> dict[str, Any] | None:
    """What an absent map or part at ``pointer`` stands for, as a file has it: ``{}``, ``{basis: unknown}``; else None.

    A map by key may be absent and is empty then; a part that the model has by
    default is there as its default says. Other parts are not there.
    """
    shape, above = shape_at(which, pointer), shape_at(which, Pointer(pointer.parts[:-1]))
    if shape is None or above is None:
        return None
    if shape.form == "map":
        return {}
    if shape.form != "part" or above.form != "part" or is_typeddict(above.type):
        return None
    field = next(field for name, field in above.type.model_fields.items() if pointer.parts[-1] == (field.alias or name))
    default = field.get_default(call_default_factory=True, validated_data={})
    return default.model_dump(by_alias=True, exclude_unset=True) if isinstance(default, BaseModel) else default


@lru_cache(maxsize=512)
def shape_of(annotation: Any) -> Shape:
    """The shape that a field's annotation describes."""
    plain = _bare(annotation)
    origin = get_origin(plain)
    if isinstance(plain, type) and (issubclass(plain, BaseModel) or is_typeddict(plain)):
        return Shape("part", fields=tuple(_fields(plain)), type=plain)
    if origin is Literal:
        return Shape("choice", choices=tuple(map(str, get_args(plain))))
    if origin is tuple:
        return Shape("set")
    if origin in {dict, Mapping}:
        key, entry = get_args(plain)
        return Shape("map", choices=shape_of(key).choices, entry=entry)
    return Shape("text", type=plain)


def _bare(annotation: Any) -> Any:
    """Without ``Annotated``, ``| None`` and forward references by alias."""
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation = get_args(annotation)[0]
        elif origin in {Union, UnionType}:
            kept = [each for each in get_args(annotation) if each is not NoneType]
            annotation = kept[0]
        else:
            return annotation


@lru_cache(maxsize=128)
def _fields(part: type[Any]) -> dict[str, Any]:
    """The fields of a part by the name that the file uses."""
    if is_typeddict(part):
        return dict(get_type_hints(part))
    return {field.alias or name: field.annotation for name, field in part.model_fields.items()}
