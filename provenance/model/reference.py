"""The reference of the record, generated from the models: docs/reference/record.md."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_origin

from provenance.model.agents import Agent
from provenance.model.part import Part
from provenance.model.record import Collection, Record

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = """# The record

`record.yaml` describes one document and its editions; `collection.yaml` a
collection and its volumes; `agents.yaml` the persons and bodies of the archive,
by key. All are YAML for people: every plain value is a string, so that `no`,
`0012` and `1986-06-26` mean what was typed; duplicate keys, tags, anchors and
empty values are errors with line and column. What is many is a map by permanent
key, never a list by position.

`basis` says how a value is known: `stated` by a source, `inferred` by us (with
`why`), `supplied` by the record-maker, `unknown`.

`provenance schema` prints the JSON Schema, for editors that complete and check.
"""


def record_page() -> str:
    """The page, in Markdown: one section a model, in the order in which they are met."""
    lines = [HEAD]
    seen: set[type[Part]] = set()
    for title, model in (("record.yaml", Record), ("collection.yaml", Collection), ("an agent of agents.yaml", Agent)):
        lines += [f"## {title}", ""]
        queue: list[type[Part]] = [model]
        while queue:
            part = queue.pop(0)
            if part in seen:
                continue
            seen.add(part)
            lines += list(_section(part, top=part is model))
            queue += [inner for inner in _parts(part) if inner not in seen]
    return "\n".join(lines)


def _section(part: type[Part], *, top: bool) -> Iterator[str]:
    if not top:
        yield f"### {part.__name__}"
        yield ""
    yield (part.__doc__ or "").strip()
    yield ""
    yield "| field | what | |"
    yield "| --- | --- | --- |"
    for name, field in part.model_fields.items():
        must = "required" if field.is_required() else ""
        yield f"| `{field.alias or name}` | {_words(field.annotation)} | {field.description or must} |"
    yield ""


def _parts(part: type[Part]) -> Iterator[type[Part]]:
    for field in part.model_fields.values():
        yield from _inner(field.annotation)


def _inner(annotation: Any) -> Iterator[type[Part]]:
    if isinstance(annotation, type) and issubclass(annotation, Part):
        yield annotation
    for argument in get_args(annotation):
        yield from _inner(argument)


def _words(annotation: Any) -> str:
    origin = get_origin(annotation)
    arguments = get_args(annotation)
    if origin is Annotated:
        return _words(arguments[0])
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return f"[{annotation.__name__}](#{annotation.__name__.lower()})"
    if origin is None:
        plain = {
            "str": "words", "int": "number", "Slug": "key", "Edtf": "EDTF date", "RecordId": "id of a record",
            "Role": "role", "LanguageTag": "BCP 47 tag", "Statement": "rights statement or words",
            "OfficeKey": "`AGENT/offices/OFFICE`",
            "Identifiers": "identifiers by scheme: `viaf`, `wikidata`, `orcid`, `isni`, `lcnaf`, `gnd`",
        }  # fmt: skip
        name = getattr(annotation, "__name__", "words")
        return plain.get(name, name)
    return _composed(origin, arguments)


def _composed(origin: Any, arguments: tuple[Any, ...]) -> str:
    if origin is Literal:
        return ", ".join(f"`{one}`" for one in arguments)
    if origin in (dict, MappingType):
        return f"map of {_words(arguments[1])}"
    if origin is tuple:
        return f"set of {_words(arguments[0])}"
    return " or ".join(_words(one) for one in arguments if one is not type(None))
