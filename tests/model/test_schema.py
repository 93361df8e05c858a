from __future__ import annotations

import copy
import json
from functools import cache

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.errors import InputError
from provenance.model import schema
from provenance.model.address import RecordId
from provenance.model.notation import as_json, read_agents, read_collection, read_record, read_tree
from provenance.model.schema import json_schema, migrate, pointed, schema_path, schema_text
from tests.model.records import AGENTS, COLLECTION, RECORD
from tests.shared import SAMPLE_RECORD, needs_shared


@pytest.mark.parametrize("which", ["record", "collection", "agents"])
def test_the_published_schema_is_a_valid_schema_of_draft_2020_12(which: str) -> None:
    made = json_schema(which)  # type: ignore[arg-type]
    jsonschema.Draft202012Validator.check_schema(made)
    assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert json.loads(json.dumps(made)) == made
    assert '"null"' not in json.dumps(made)


@cache
def validator(which: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json_schema(which))  # type: ignore[arg-type]


def valid(which: str, value: object) -> bool:
    return bool(validator(which).is_valid(value))


def test_what_this_library_reads_the_schema_accepts_in_whichever_way_yaml_is_read() -> None:
    for which, source, model in (
        ("record", RECORD, as_json(read_record(RECORD))),
        ("collection", COLLECTION, as_json(read_collection(COLLECTION))),
        ("agents", AGENTS, as_json(read_agents(AGENTS))),
    ):
        assert valid(which, model)
        assert valid(which, read_tree(source).value)
        assert valid(which, json.loads(json.dumps(yaml.safe_load(source), default=str)))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("title: Telegram", "titel: Telegram"),
        ("basis: stated, from", "basis: sated, from"),
        ("bears: for", "bears: fro"),
        ("  doc-9: Document", "  Doc 9: Document"),
        ("role: author", "rolle: author"),
        ("schema: 1\n", ""),
        ("rejected: [is lying, fibs]", "rejected: [fibs, fibs]"),
    ],
)
def test_what_this_library_refuses_the_schema_refuses(before: str, after: str) -> None:
    damaged = RECORD.replace(before, after, 1)
    assert damaged != RECORD
    assert not valid("record", yaml.load(damaged, Loader=yaml.BaseLoader))  # noqa: S506 - it makes strings alone
    with pytest.raises(InputError):
        read_record(damaged)


@needs_shared
def test_the_reference_record_fits_the_schema() -> None:
    source = SAMPLE_RECORD.read_text(encoding="utf-8")
    assert valid("record", as_json(read_record(source)))
    assert valid("record", json.loads(json.dumps(yaml.safe_load(source), default=str)))


def test_a_file_of_an_earlier_schema_is_brought_forward_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(schema.MIGRATIONS, ("record", 1), lambda tree: {**tree, "a": "1"})
    monkeypatch.setitem(schema.MIGRATIONS, ("record", 2), lambda tree: {**tree, "b": tree["a"] + "2"})
    monkeypatch.setattr(schema, "SCHEMA", 3)
    assert migrate({"schema": "1", "title": "x"}, "record", to=3) == {
        "schema": "3", "title": "x", "a": "1", "b": "12"
    }  # fmt: skip


def test_a_record_of_an_earlier_schema_is_read_as_one_of_this(monkeypatch: pytest.MonkeyPatch) -> None:
    def renamed(tree: dict[str, object]) -> dict[str, object]:
        return {("title" if name == "heading" else name): value for name, value in tree.items()}

    monkeypatch.setitem(schema.MIGRATIONS, ("record", 0), renamed)
    assert read_record("schema: 0\nheading: Flour\n").title == "Flour"


def test_a_file_of_this_schema_stays_as_it_is_and_one_without_a_way_is_refused() -> None:
    tree = read_tree(RECORD).value
    assert migrate(tree, "record") == tree
    with pytest.raises(InputError, match="no way from schema 1 to 2"):
        migrate({"schema": "1"}, "record", to=2)
    with pytest.raises(InputError, match="knows schemas up to 1"):
        migrate({"schema": "7"}, "record")


SOURCES = {"record": RECORD, "collection": COLLECTION, "agents": AGENTS}
READERS = {"record": read_record, "collection": read_collection, "agents": read_agents}


def places(value: object, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The way to every field of a file's value."""
    if not isinstance(value, dict):
        return []
    return [found for key, inside in value.items() for found in [(*path, key), *places(inside, (*path, key))]]


def damaged(value: dict[str, object], path: tuple[str, ...], how: str) -> dict[str, object]:
    """The value with one field made what no field can be, by a way that a JSON Schema can see."""
    made = copy.deepcopy(value)
    above: dict[str, object] = made
    for part in path[:-1]:
        above = above[part]  # type: ignore[assignment]
    kept = above.pop(path[-1])
    if how == "unknown beside it":
        above |= {path[-1]: kept, "no-such-field_": "x"}
    elif how == "another form":
        above[path[-1]] = ["x"] if isinstance(kept, str) else {"x_": {"y_": ["z"]}} if isinstance(kept, list) else "x"
    else:
        above[path[-1]] = ""
    return made


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_what_the_schema_accepts_of_a_damaged_file_is_read_and_what_it_refuses_is_refused(data: st.DataObject) -> None:
    which = data.draw(st.sampled_from(sorted(SOURCES)))
    value = read_tree(SOURCES[which]).value
    path = data.draw(st.sampled_from(places(value)))
    how = data.draw(st.sampled_from(["unknown beside it", "another form", "empty"]))
    broken = damaged(dict(value), path, how)
    try:
        READERS[which](yaml.dump(broken, allow_unicode=True, sort_keys=False, default_style="'"))
    except InputError:
        read = False
    else:
        read = True
    if read:
        assert valid(which, broken), "the schema refuses what is read"
    elif how != "empty" or "reference" not in path:
        assert not valid(which, broken) or _is_beyond_a_schema(path), "the schema accepts what is refused"


def _is_beyond_a_schema(path: tuple[str, ...]) -> bool:
    """A reference of CSL-JSON is checked by its own vocabulary, dates and order by arithmetic."""
    return "reference" in path


@pytest.mark.parametrize(
    ("record", "which", "up"),
    [("letters/doc-1", "record", "../../../"), ("letters", "collection", "../../"), ("agents", "agents", "../")],
)
def test_a_new_file_names_the_schema_that_lies_in_its_archive(record: str, which: str, up: str) -> None:
    head, _, rest = pointed(RecordId(record), "schema: 1\n").partition("\n")
    assert head == f"# yaml-language-server: $schema={up}{schema_path(which)}"  # type: ignore[arg-type]
    assert rest == "schema: 1\n"
    assert json.loads(schema_text(which)) == json_schema(which)  # type: ignore[arg-type]
