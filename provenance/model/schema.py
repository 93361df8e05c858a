"""The JSON Schema of each file, for editors' tools, and the way from each earlier schema to this one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from provenance.errors import InputError
from provenance.model.address import AGENTS
from provenance.model.part import NOT_BLANK
from provenance.model.record import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from provenance.model.address import RecordId
    from provenance.model.shape import Which

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_FILES: dict[str, str] = {"record": "record.yaml", "collection": "collection.yaml", "agents": "agents.yaml"}

SCHEMAS: tuple[Which, ...] = ("record", "collection", "agents")
"""The kinds of file that have a schema."""

MIGRATIONS: dict[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""``(which, n)`` → how a file of schema n becomes one of n + 1; none yet, schema 1 is the first."""


def json_schema(which: Which) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of record.yaml, collection.yaml or agents.yaml.

    Texts also allow numbers and booleans: other readers of YAML take ``number:
    6`` for a number where the editor, and this library, mean what was typed.
    """
    from provenance.model.faults import adapter

    generated = adapter(which).json_schema(by_alias=True, mode="validation", ref_template="#/$defs/{model}")
    schema: dict[str, Any] = _lenient(generated)
    return {
        "$schema": DIALECT,
        "$id": f"urn:provenance-archive:schema:{SCHEMA}:{which}",
        "title": _FILES[which],
        **{key: value for key, value in schema.items() if key != "title"},
    }


def schema_text(which: Which) -> str:
    """The JSON Schema as its file holds it."""
    return json.dumps(json_schema(which), indent=2, ensure_ascii=False) + "\n"


def schema_path(which: Which) -> str:
    """Where an archive keeps the schema of one kind of file, from its root: editors find it without the net."""
    return f"schemas/{which}.json"


def pointed(record: RecordId, content: str) -> str:
    """A new YAML file with the line first by which editors (VS Code, others with yaml-language-server) check it."""
    which: Which = "agents" if record == AGENTS else "record" if record.is_record else "collection"
    up = "../" * record.path.count("/")
    return f"# yaml-language-server: $schema={up}{schema_path(which)}\n{content}"


def _lenient(schema: Any) -> Any:
    """The same schema as other readers of YAML need it.

    A text may be written as anything they take for a number or a boolean, and
    ``no`` as what readers of YAML 1.1 take it for; no
    value is null, since an empty one is refused; a set has no text twice.
    """
    if isinstance(schema, list):
        return [_lenient(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    cleaned = {key: _lenient(value) for key, value in schema.items() if not _is_noise(key, value)}
    options = [option for option in cleaned.get("anyOf", ()) if option != {"type": "null"}]
    if len(options) == 1:
        del cleaned["anyOf"]
        cleaned = {**options[0], **cleaned}
    words = cleaned.get("pattern", NOT_BLANK) == NOT_BLANK and not {"enum", "const"} & cleaned.keys()
    if cleaned.get("type") == "string" and words:
        cleaned["type"] = ["string", "number", "boolean"]
    elif cleaned.get("type") == "integer":
        cleaned |= {"type": ["integer", "string"], "pattern": "^[0-9]{1,9}$"}
    elif {"yes", "no"} <= set(cleaned.get("enum", ())):
        cleaned = {**cleaned, "enum": [*cleaned["enum"], True, False]}
        del cleaned["type"]
    elif cleaned.get("type") == "array":
        cleaned["uniqueItems"] = True
    elif "patternProperties" in cleaned:
        cleaned["additionalProperties"] = False
    return cleaned


def _is_noise(key: str, value: Any) -> bool:
    """Titles that only repeat a field's name, and defaults that stand for an absent field."""
    return (key == "title" and isinstance(value, str)) or (key == "default" and value is None)


def migrate(tree: Mapping[str, Any], which: Which, *, to: int = SCHEMA) -> dict[str, Any]:
    """A file's value brought from its own schema to ``to``, step by step; the same where it is of that schema.

    Raises InputError for a schema that this version of the library does not know.
    """
    current = dict(tree)
    version = version_of(current)
    while version < to:
        step = MIGRATIONS.get((which, version))
        if step is None:
            raise InputError(f"there is no way from schema {version} to {version + 1} of a {which}")
        current = step(current)
        version += 1
        current["schema"] = str(version)
    return current


def version_of(tree: Mapping[str, Any]) -> int:
    """The schema version that a file's value names; this version's own where it names none."""
    stated = tree.get("schema")
    if not isinstance(stated, str) or not (stated.isascii() and stated.isdigit()):
        return SCHEMA  # absent or wrong: the model says so
    version = int(stated[:9])
    if version > SCHEMA:
        raise InputError(
            f"the file is of schema {stated}; this version of provenance knows schemas up to {SCHEMA}",
            hint="install a later provenance-archive",
        )
    return version
