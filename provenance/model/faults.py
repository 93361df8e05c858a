"""The model's refusals as an editor reads them: the field in words, what was found, what is allowed, the nearest."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from provenance.errors import InputError
from provenance.model.address import Pointer
from provenance.model.agents import AgentList
from provenance.model.checks import slips
from provenance.model.edition import VolumeEditor
from provenance.model.labels import field_label
from provenance.model.record import SCHEMA, Collection, Record
from provenance.model.schema import migrate, version_of
from provenance.model.shape import Shape, shape_at, shape_of
from provenance.model.source import Translator
from provenance.model.wording import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel

    from provenance.model.shape import Which
    from provenance.model.tree import Tree

_SHOWN = 80
"""Characters of a value that are shown in the mend."""
_OWN_VALUES = (
    "edtf", "text", "tag", "status", "record", "owner", "chosen", "after", "code", "what", "title", "role", "name",
)  # fmt: skip
"""The field of a part that a lone value in its place most likely is."""
_MEANT = {
    "true": "yes", "false": "no", "xerox": "photocopy", "typescript": "original", "pro": "for", "con": "against",
    "contra": "against", "sure": "high", "certain": "high", "probable": "medium", "likely": "medium", "doubtful": "low",
    "uncertain": "low", "closed": "answered", "resolved": "answered", "rejected": "deprecated", "known": "stated",
    "human": "person", "organisation": "body", "organization": "body", "institution": "body", "free": "open",
    "public": "open", "published": "open", "forbidden": "withheld", "closed to the public": "withheld",
    "printed": "fixed", "ours": "living", "guessed": "inferred",
}  # fmt: skip
"""What people write for a choice, where it is not like it in letters."""

_NAMED_BY_KEY = (Translator, VolumeEditor)
"""Parts whose key is the person."""

MOST = 200
"""Faults of one file that are put into words."""


@dataclass(frozen=True)
class Fault:
    """One thing the model refuses: where, what, and what would be right. ``of_key``: the field's name is wrong."""

    pointer: Pointer
    message: str
    hint: str | None = None
    candidates: tuple[str, ...] = ()
    of_key: bool = False

    def error(self, tree: Tree | None, more: int = 0) -> InputError:
        """The error, with its place in ``tree`` where one is given and the number of faults that follow."""
        place = (None, None) if tree is None else self.place(tree)
        message = f"{self.message} (and {more} more)" if more else self.message
        return InputError(
            message, file=tree.file if tree is not None else None, line=place[0], column=place[1],
            hint=self.hint, candidates=self.candidates,
        )  # fmt: skip

    def index(self, tree: Tree) -> int:
        """Where it is in the file, for order; a key just before its value."""
        return tree.index(self.pointer) - self.of_key

    def place(self, tree: Tree) -> tuple[int, int]:
        """Line and column in the file."""
        return tree.key_place(self.pointer) if self.of_key else tree.place(self.pointer)


def validated(tree: Tree, which: Which) -> Any:
    """The tree's value in the model; InputError for the first fault in the order of the file."""
    main, found = _read(tree, which)
    if found:
        raise found[0].error(tree, len(found) - 1)
    return main


def faults(tree: Tree, which: Which) -> tuple[Fault, ...]:
    """All that the model refuses in the tree, in the order of the file."""
    return _read(tree, which)[1]


def _read(tree: Tree, which: Which) -> tuple[Any, tuple[Fault, ...]]:
    """The value in the model, or what is wrong; contradictions between parts are looked for once each part is right."""
    _known_schema(tree)
    plain = tree.root.value  # not a copy of it: pydantic makes its own maps of what it is given
    value = plain if version_of(plain) >= SCHEMA else migrate(tree.value, which)
    try:
        main = adapter(which).validate_python(value, by_alias=True, by_name=False)
        found = [Fault(slip.pointer, slip.message, slip.hint) for slip in slips(main)]
    except ValidationError as error:
        main, found = None, _faults(error, tree, which)
    return main, tuple(sorted(found, key=lambda fault: fault.index(tree)))


def _known_schema(tree: Tree) -> None:
    """Refuse a file of a later schema as what it is, not as a heap of unknown fields."""
    try:
        version_of(tree.root.value)
    except InputError as error:
        line, column = tree.place(Pointer(("schema",)))
        raise InputError(error.message, file=tree.file, line=line, column=column, hint=error.hint) from None


@lru_cache(maxsize=3)
def adapter(which: Which) -> TypeAdapter[Any]:
    """Pydantic's validator of one kind of file."""
    if which == "agents":
        return TypeAdapter(AgentList)
    part: type[BaseModel] = Record if which == "record" else Collection
    part.model_rebuild()  # else the adapter builds a schema of its own, and as_json another for the class
    return TypeAdapter(part)


def _faults(error: ValidationError, tree: Tree, which: Which) -> list[Fault]:
    """The first findings in the file; a field missing because its name is misspelt is said once, by the misspelling."""
    details = sorted(error.errors(include_url=False), key=lambda detail: tree.index(_pointer(detail)))[:MOST]
    found = [(detail["type"], _pointer(detail), _fault(detail, which)) for detail in details]
    misspelt = {
        Pointer((*fault.pointer.parts[:-1], fault.candidates[0]))
        for kind, _, fault in found
        if kind == "extra_forbidden" and fault.hint in fault.candidates
    }
    return [fault for kind, pointer, fault in found if kind != "missing" or pointer not in misspelt]


def _pointer(detail: Any) -> Pointer:
    """The way to what pydantic found wrong."""
    return Pointer(tuple(str(part) for part in detail["loc"] if part != "[key]"))


def _fault(detail: Any, which: Which) -> Fault:
    """One of pydantic's findings, said in words."""
    kind: str = detail["type"]
    pointer = _pointer(detail)
    if detail["loc"][-1:] == ("[key]",):
        context: Mapping[str, Any] = detail.get("ctx", {})
        message = str(context.get("message") or f"{pointer.parts[-1]!r} cannot be a key here")
        near = _nearest_key(which, pointer)
        return Fault(pointer, message, context.get("hint") or next(iter(near), None), near, of_key=True)
    if kind == "extra_forbidden":
        return _unknown(pointer, which)
    if kind == "missing":
        return _missing(pointer, which)
    return _wrong_value(detail, pointer, which)


def _nearest_key(which: Which, pointer: Pointer) -> tuple[str, ...]:
    shape = shape_at(which, Pointer(pointer.parts[:-1]))
    return nearest(pointer.parts[-1], shape.choices) or shape.choices if shape is not None else ()


def _owner(pointer: Pointer) -> str:
    """The part a field belongs to, in words."""
    above = Pointer(pointer.parts[:-1])
    return field_label(above) if above.parts else "this file"


def _unknown(pointer: Pointer, which: Which) -> Fault:
    name = pointer.parts[-1]
    shape = shape_at(which, Pointer(pointer.parts[:-1]))
    fields = shape.fields if shape is not None else ()
    near = nearest(name, fields)
    return Fault(
        pointer,
        f"{name!r} is no field of {_owner(pointer)}",
        near[0] if near else "one of " + ", ".join(fields),
        near or fields,
        of_key=True,
    )


def _missing(pointer: Pointer, which: Which) -> Fault:
    above = Pointer(pointer.parts[:-1])
    name = pointer.parts[-1]
    shape = shape_at(which, pointer) or Shape("text")
    example = {"choice": " | ".join(shape.choices), "part": "{…}", "map": "{…}", "set": "[…]"}.get(shape.form, "…")
    return Fault(above, f"{_owner(pointer)} needs the field {name!r}", f"{name}: {example}", shape.choices, of_key=True)


def _wrong_value(detail: Any, pointer: Pointer, which: Which) -> Fault:
    """A field that exists, with a value it cannot have."""
    shape = shape_at(which, pointer) or Shape("text")
    if detail["type"] == "provenance":
        context = detail["ctx"]
        return Fault(pointer, f"{field_label(pointer)}: {context['message']}", context.get("hint"))
    return _wrong_form(pointer, shape, detail["input"]) or _wrong_text(detail, pointer, shape)


def _wrong_form(pointer: Pointer, shape: Shape, found: Any) -> Fault | None:
    """A text where a map belongs, a map where a text belongs, or the like."""
    label = field_label(pointer)
    if not isinstance(found, dict) and shape.form in {"part", "map"}:
        message = f"{label} has fields of its own ({', '.join(shape.fields[:4]) or 'key: value'}…), not one value"
        return Fault(pointer, message, _wrapped(pointer.parts[-1], shape, found), shape.fields)
    if not isinstance(found, list) and shape.form == "set":
        return Fault(pointer, f"{label} is a set of texts", f"[{found}]" if isinstance(found, str) else "[…]")
    if not isinstance(found, str) and shape.form in {"text", "choice"}:
        return Fault(pointer, f"{label} is one text, not a {'set' if isinstance(found, list) else 'map'}")
    return None


def _wrong_text(detail: Any, pointer: Pointer, shape: Shape) -> Fault:
    """A text that is none of the allowed ones, empty, or too long."""
    found, label, kind = str(detail["input"]), field_label(pointer), detail["type"]
    if shape.form == "choice":
        meant = _MEANT.get(found.strip().lower())
        near = (meant,) if meant in shape.choices else nearest(found, shape.choices)
        message = f"{label} cannot be {found!r}: it is one of {', '.join(shape.choices)}"
        return Fault(pointer, message, near[0] if near else None, shape.choices)
    if kind == "string_too_short" or (kind == "string_pattern_mismatch" and not found.strip()):
        return Fault(pointer, f"{label} is empty", "the words, or the whole line taken away")
    if kind == "string_too_long":
        return Fault(pointer, f"{label} is longer than {detail['ctx']['max_length']} characters")
    return Fault(pointer, f"{label} cannot be {found[:100]!r}: {detail['msg']}")


def _wrapped(called: str, shape: Shape, found: Any) -> str | None:
    """How a lone value, or the first of a list, would be written as a map."""
    lone = found[0] if isinstance(found, list) and found else found
    if not isinstance(lone, str) or len(lone) > _SHOWN:
        return None
    if shape.form == "map":
        return _wrapped_in_map(shape, lone)
    name = next((each for each in (called, *_OWN_VALUES) if each in shape.fields), None)
    if name is None:
        return None
    return f"{{{name}: {lone}, basis: …}}" if "basis" in shape.fields else f"{{{name}: {lone}}}"


def _wrapped_in_map(shape: Shape, lone: str) -> str | None:
    """As an entry: under the lone value where that can be the key, as its own value elsewhere."""
    inner = shape_of(shape.entry)
    if lone in shape.choices or (inner.form == "part" and shape.entry in _NAMED_BY_KEY):
        return f"{{{lone}: {{}}}}"
    if shape.choices or inner.type is Any:
        return f"{{{shape.choices[0]}: {{code: {lone}}}}}" if shape.choices else f"{{title: {lone}}}"
    wrapped = _wrapped("", inner, lone) if inner.form == "part" else lone
    return f"{{KEY: {wrapped}}}" if wrapped is not None else None
