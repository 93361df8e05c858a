"""Reading with the model, the editor's words for what is wrong, and changes of one field."""

from __future__ import annotations

import difflib
import subprocess
import sys

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from provenance.errors import InputError
from provenance.model.address import Pointer, RecordId
from provenance.model.correction import FieldEdit
from provenance.model.notation import (
    as_json,
    read_agents,
    read_collection,
    read_main,
    read_record,
    read_tree,
    splice,
    splice_unchecked,
    write,
)
from tests.model.records import AGENTS, COLLECTION, RECORD
from tests.model.trees import texts
from tests.shared import SAMPLE_RECORD, needs_shared

ID = RecordId.parse("vardal/doc-009")
HEAD = "schema: 1\ntitle: x\n"


def edited(op: str, pointer: str, value: str | None = None, source: str = RECORD, of: RecordId = ID) -> str:
    return splice(source, FieldEdit(of, op, Pointer.parse(pointer), value))  # type: ignore[arg-type]


def changed_lines(before: str, after: str) -> tuple[list[str], list[str]]:
    lines = list(difflib.ndiff(before.split("\n"), after.split("\n")))
    return [line[2:] for line in lines if line[:1] == "-"], [line[2:] for line in lines if line[:1] == "+"]


def refused(op: str, pointer: str, value: str | None = None) -> InputError:
    with pytest.raises(InputError) as caught:
        edited(op, pointer, value)
    return caught.value


# --- reading ---------------------------------------------------------------------------------------------------------


def test_a_record_with_every_part_is_read_and_its_json_holds_what_was_written() -> None:
    record = read_record(RECORD)
    assert record.source is not None
    assert record.source.levels["delo"].code == "0012"
    assert record.source.signed == "no"
    assert record.attributions["author-korneev"].doubts["first"].doubts["answer"].by == "record-maker"
    data = as_json(record)
    assert data["schema"] == 1
    assert data["date"] == {"edtf": "1931-03-03", "basis": "stated", "where": "title, p6"}
    assert data["translation"]["from"] == {"tag": "ru", "basis": "stated"}
    assert "documentary_form" not in data
    assert list(data["editions"]["book"]["errata"]) == ["stors"]


def test_agents_and_collections_are_read_by_the_id_that_they_stand_under() -> None:
    agents = read_main(RecordId.parse("agents"), AGENTS)
    assert agents == read_agents(AGENTS)
    assert as_json(read_agents(AGENTS))["korneev-pa"]["identifiers"] == {
        "orcid": "0000-0002-1825-0097", "wikidata": "Q42"
    }  # fmt: skip
    collection = read_main(RecordId.parse("vardal"), COLLECTION)
    assert collection == read_collection(COLLECTION)
    assert read_main(ID, RECORD) == read_record(RECORD)


def test_the_json_of_a_record_reads_back_as_the_same_record() -> None:
    record = read_record(RECORD)
    assert read_record(write(as_json(record))) == record


@pytest.mark.parametrize(
    ("source", "line", "column", "words", "hint"),
    [
        ("schema: 1\n", 1, 1, "this file needs the field 'title'", "title: …"),
        ("schema: 1\ntitel: x\n", 2, 1, "'titel' is no field", "title"),
        (HEAD + "date: 1986-06-26\n", 3, 7, "date has fields of its own", "{edtf: 1986-06-26, basis: …}"),
        (HEAD + "date: {edtf: 1986-06-31, basis: stated}\n", 3, 14, "31 does not exist", "1986-06-30, or 1986-06"),
        (HEAD + "date: {edtf: June 26 1986, basis: stated}\n", 3, 14, "no date in EDTF", "1986-06-26"),
        (HEAD + "date: {edtf: 1986, bassis: stated}\n", 3, 20, "'bassis' is no field of date", "basis"),
        (HEAD + "date: {edtf: 1986}\n", 3, 1, "date needs the field 'basis'", "basis: stated"),
        (HEAD + "date: {edtf: 1986, basis: sated}\n", 3, 27, "basis of date cannot be 'sated'", "stated"),
        (HEAD + "source: {basis: stated, signed: non}\n", 3, 33, "cannot be 'non': it is one of yes, no", "no"),
        (HEAD + "source: {basis: stated, levels: {fonnd: {}}}\n", 3, 34, "cannot be a key", "fond"),
        (HEAD + "title_basis: ''\n", 3, 14, "it is one of stated", None),
        ("schema: 1\ntitle: ''\n", 2, 8, "title is empty", None),
        ("schema: 1\ntitle: {a: b}\n", 2, 8, "title is one text, not a map", None),
        ("schema: 1\ntitle: [a]\n", 2, 8, "title is one text, not a set", None),
        ("schema: 1_0\ntitle: x\n", 1, 9, "is no count", None),
        ("schema: '+1'\ntitle: x\n", 1, 9, "is no count", None),
        ("schema: 1.0\ntitle: x\n", 1, 9, "is no count", None),
        ("schema: ١\ntitle: x\n", 1, 9, "is no count", None),
        ("schema: 2\ntitle: x\nnew_field: y\n", 1, 9, "knows schemas up to 1", "install a later"),
        (HEAD + "hands: {Hand 2: {}}\n", 3, 9, "'Hand 2' cannot be a key", "hand-2"),
        (HEAD + "hands: h2\n", 3, 8, "hands has fields of its own", None),
        (HEAD + "languages: [ru]\n", 3, 12, "languages has fields of its own", "{KEY: {tag: ru, basis: …}}"),
        (
            HEAD + "editions: {e: {state: fixed, pages: 10-12}}\n",
            3,
            37,
            "pages of edition e has",
            "{pages: 10-12, basis",
        ),
        (HEAD + "relations: {a: {kind: cites, target: b/c}}\n", 3, 38, "target of relation a has", "{record: b/c"),
        (HEAD + "source: {basis: stated, signed: true}\n", 3, 33, "it is one of yes, no", "yes"),
        (HEAD + "editions: {e: {state: fixed, words: '1,971'}}\n", 3, 37, "is no count", "1971"),
        (HEAD + "languages: {a: {tag: rus, basis: stated}}\n", 3, 22, "standard form", "ru"),
        (HEAD + "languages: {a: {tag: Russian, basis: stated}}\n", 3, 22, "no language tag", "ru"),
        (HEAD + "attributions: {a: {role: authr, agent: b}}\n", 3, 26, "'authr' is no role", "author"),
        (HEAD + "attributions: {a: {role: aut, agent: b}}\n", 3, 26, "'aut' is no role", "author"),
        (HEAD + "attributions: {a: {role: author, agent: b, rests_on: {x: b/office}}}\n", 3, 58, "no office", "AGENT/"),
        (HEAD + "from_: x\n", 3, 1, "'from_' is no field", None),
        ("schema_: 1\ntitle: x\n", 1, 1, "'schema_' is no field", "schema"),
        (HEAD + "note: f. 2 #14\n", 3, 12, "comment", "single quotes"),
    ],
)
def test_what_is_wrong_is_said_in_an_editors_words_with_place_and_mend(
    source: str, line: int, column: int, words: str, hint: str | None
) -> None:
    with pytest.raises(InputError) as caught:
        read_record(source, file="records/vardal/doc-009/record.yaml")
    error = caught.value
    assert words in error.message
    assert (error.line, error.column) == (line, column)
    assert error.file == "records/vardal/doc-009/record.yaml"
    if hint is not None:
        assert hint in (error.hint or "")
    said = f"{error.message} {error.hint or ''}".lower()
    for jargon in ("pydantic", "input should", "none", "validation", "nonetype", "value_error", "str_type", "dict"):
        assert jargon not in said


@given(st.sampled_from([RECORD, AGENTS, COLLECTION]), st.integers(0, 3000), st.text(max_size=5), st.integers(0, 30))
def test_a_damaged_file_gives_a_record_or_an_input_error_with_its_place(
    source: str, at: int, put: str, take: int
) -> None:
    at = min(at, len(source))
    damaged = source[:at] + put + source[at + take :]
    for of in (ID, RecordId.parse("agents"), RecordId.parse("vardal")):
        error = None
        try:
            read_main(of, damaged, "f.yaml")
        except InputError as refusal:
            error = refusal
        assert error is None or (error.file == "f.yaml" and error.line is not None)


# --- one field changed -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("op", "pointer", "value", "gone", "new"),
    [
        ("set", "/title", "Flour: a telegram", "title: Telegram on flour for Vardal", "title: 'Flour: a telegram'"),
        ("set", "/number", "010", "number: 9", "number: 010"),
        ("set", "/source/signed", "yes", "  signed: no  # the note says so", "  signed: yes  # the note says so"),
        (
            "set", "/source/levels/delo/code", "f. 2 #14", "    delo: {code: '0012', name: Harbour}",
            "    delo: {code: 'f. 2 #14', name: Harbour}",
        ),
        (
            "set", "/date/why", "no, really", "date: {edtf: 1931-03-03, basis: stated, where: 'title, p6'}",
            "date: {edtf: 1931-03-03, basis: stated, where: 'title, p6', why: 'no, really'}",
        ),
        ("set", "/note", "- a remark", None, "note: '- a remark'"),
        ("set", "/documentary_form", "carbon copy", None, "documentary_form: carbon copy"),
        ("set", "/regest/p3", "Nobody came.", None, "  p3: Nobody came."),
        ("add", "/editions/book/errata/emty", "{where: 'p3 \"emty\"', now: empty}", None,
         "      emty: {where: 'p3 \"emty\"', now: empty}"),
        ("add", "/hands/h3", "{who: berg-ida}", None, "  h3: {who: berg-ida}"),
        ("remove", "/translation/choices/lies/rejected", "fibs",
         "    lies: {where: 'p3 \"lies\"', word: lzhet, chosen: lies, rejected: [is lying, fibs]}",
         "    lies: {where: 'p3 \"lies\"', word: lzhet, chosen: lies, rejected: [is lying]}"),
        ("add", "/translation/choices/lies/rejected", "'gulls, dupes'",
         "    lies: {where: 'p3 \"lies\"', word: lzhet, chosen: lies, rejected: [is lying, fibs]}",
         "    lies: {where: 'p3 \"lies\"', word: lzhet, chosen: lies, rejected: [is lying, fibs, 'gulls, dupes']}"),
        ("remove", "/type", None, "type: telegram", None),
        ("remove", "/regest/p1", None, "  p1: On the want of bread.", None),
    ],
)  # fmt: skip
def test_a_change_touches_its_own_line_alone(
    op: str, pointer: str, value: str | None, gone: str | None, new: str | None
) -> None:
    after = edited(op, pointer, value)
    minus, plus = changed_lines(RECORD, after)
    if gone is not None:
        assert minus == [gone]
    if new is not None:
        assert plus == [new]
    assert len(minus) <= 1
    assert len(plus) <= 1
    read_record(after)


def test_a_new_part_is_written_as_a_block_where_the_model_has_it() -> None:
    without = edited("remove", "/questions")
    assert "questions" not in without
    assert edited("add", "/questions/gloss", "about: p3\nquestion: Whose is the gloss?", without) == RECORD
    nested = edited("add", "/attributions/drafter-moe", "{role: drafter, agent: moe-k, held: {by: us, certainty: low}}")
    assert (
        "  drafter-moe:\n    role: drafter\n    agent: moe-k\n    held: {by: us, certainty: low}\n\nrelations:"
        in nested
    )


def test_removing_the_last_of_a_map_by_key_takes_the_map_and_of_a_part_leaves_braces() -> None:
    after = edited("remove", "/editions/book/errata/stors")
    assert "errata" not in after
    assert edited("add", "/editions/book/errata/stors", "{where: 'p3 \"stors\"', now: stores}", after)
    agents = "a:\n  name: A\n  offices:\n    b: {title: B, begins: {after: 1931}}\n"
    left = edited("remove", "/a/offices/b/begins/after", None, agents, RecordId.parse("agents"))
    assert "begins: {}" in left


def test_one_text_added_to_a_set_that_is_not_there_makes_the_set() -> None:
    agents = "a:\n  name: A\n"
    after = edited("add", "/a/names", "no", agents, RecordId.parse("agents"))
    assert after == "a:\n  name: A\n  names: [no]\n"
    assert edited("remove", "/a/names", "no", after, RecordId.parse("agents")) == agents


def test_a_part_that_the_model_has_by_default_is_made_where_a_field_of_it_is_set() -> None:
    with_name = edited("set", "/place/name", "Vardal", HEAD)
    assert read_tree(with_name).value["place"] == {"basis": "unknown", "name": "Vardal"}
    both = edited("set", "/place/basis", "inferred", with_name)
    assert both == HEAD + "place: {basis: inferred, name: Vardal}\n"
    assert edited("set", "/place/basis", "stated", HEAD) == HEAD + "place: {basis: stated}\n"


def test_a_step_of_several_may_leave_what_the_model_does_not_accept_yet() -> None:
    edit = FieldEdit(ID, "set", Pointer.parse("/attributions/author-korneev/held/certainty"), "very")
    assert "certainty: very" in splice_unchecked(RECORD, edit)
    with pytest.raises(InputError):
        splice(RECORD, edit)


def test_a_byte_order_mark_stays() -> None:
    assert edited("set", "/title", "y", "\ufeff" + HEAD).startswith("\ufeffschema: 1\ntitle: y")


@pytest.mark.parametrize(
    ("op", "pointer", "value", "words", "hint"),
    [
        ("set", "/titel", "x", "'titel' is no field", "title"),
        ("set", "/attributions/author-korneev/held/certanty", "low", "'certanty' is no field", "certainty"),
        ("set", "/attributions/author-korneev/held/certainty", "lo", "it is one of high, medium, low", "low"),
        ("set", "/attributions/autor-korneev/held/certainty", "low", "no 'autor-korneev' in /attributions", "author-"),
        ("set", "/attributions/author-korneev/asserted/by/x", "low", "is a value: it has no fields", "/asserted/by"),
        ("set", "/withdrawal/reason", "x", "/withdrawal is not there yet", "--add /withdrawal="),
        ("set", "/atributions/x/role", "author", "no 'atributions'", "/attributions"),
        ("set", "/date", "1931", "has fields of its own", "--set /date/edtf="),
        ("set", "/translation/choices/lies/rejected", "x", "is a set of texts", "--add"),
        ("set", "/date/edtf", "1931-02-29", "does not exist", "1931-02-28"),
        ("set", "", "x", "whole file", "/title"),
        ("add", "/title", "x", "is there already", "--set /title="),
        ("add", "/date", "{basis: unknown}", "is there already", "--add /date/NAME"),
        ("add", "/hands/h3", "{who: lund-ap, what: x}", "'what' is no field", None),
        ("add", "/hands/h3", "{who: f. 2 #14}", "cannot be read", "single quotes"),
        ("add", "/hands/h3", "", "has no value", None),
        ("add", "/hands/h3", "pencil", "has fields of its own", None),
        ("add", "/translation/choices/lies/rejected", "fibs", "has 'fibs' already", None),
        ("add", "/translation/choices/lies/rejected", "{a: b}", "one text", None),
        ("remove", "/title", None, "needs the field 'title'", None),
        ("remove", "/note", None, "/note is not there yet", None),
        ("remove", "/hands/h3", None, "no 'h3' in /hands", "/hands/h2"),
        ("remove", "/translation/choices/lies/rejected", "fib", "has no 'fib'", "fibs"),
        ("remove", "/title", "x", "no set of texts", "--remove /title"),
    ],
)
def test_a_change_that_cannot_be_made_is_refused_and_says_what_would_be_right(
    op: str, pointer: str, value: str | None, words: str, hint: str | None
) -> None:
    error = refused(op, pointer, value)
    assert words in error.message
    if hint is not None:
        assert hint in (error.hint or "")


def test_a_file_that_was_wrong_before_is_refused_with_the_place_of_the_old_fault() -> None:
    with pytest.raises(InputError) as caught:
        edited("set", "/title", "y", HEAD + "type: ''\n")
    assert (caught.value.line, caught.value.message) == (3, "document type is empty")


def test_the_change_that_mends_a_wrong_file_is_made() -> None:
    assert edited("set", "/type", "letter", HEAD + "type: ''\n").endswith("type: 'letter'\n")


@given(st.data(), texts.filter(lambda text: text.strip() != ""))
def test_any_words_can_be_set_in_any_text_field_and_nothing_else_changes(data: st.DataObject, words: str) -> None:
    pointers = (
        "/title", "/source/levels/delo/name", "/attributions/author-korneev/held/why", "/regest/p1", "/regest/p2",
        "/aliases/doc-9", "/translation/choices/lies/word", "/editions/book/errata/stors/now", "/place/name", "/note",
        "/rights/text/note", "/hands/h2/medium",
    )  # fmt: skip
    pointer = Pointer.parse(data.draw(st.sampled_from(pointers)))
    after = edited("set", str(pointer), words)
    before_tree, after_tree = read_tree(RECORD).value, read_tree(after).value
    holder_before, holder_after = before_tree, after_tree
    for part in pointer.parts[:-1]:
        holder_before, holder_after = holder_before[part], holder_after[part]
    assert holder_after.pop(pointer.parts[-1]) == words
    holder_before.pop(pointer.parts[-1], None)
    assert after_tree == before_tree
    assert [line for line in after.split("\n") if line.startswith("#")][:2] == [
        "# A specimen: nothing of it happened.", "# ours; the printed title differs"
    ] or words.startswith("#")  # fmt: skip


# --- what is paid, and the reference record


def test_reading_a_tree_and_an_address_loads_neither_pydantic_nor_the_date_library() -> None:
    program = (
        "import sys\n"
        "from provenance.model.notation import read_tree\n"
        "from provenance.model.address import RecordId\n"
        "read_tree('a: b'); RecordId.parse('a/b')\n"
        "sys.exit(any(name in sys.modules for name in ('pydantic', 'edtf', 'rapidfuzz', 'ruamel', 'langcodes')))\n"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False, timeout=60).returncode == 0


@needs_shared
def test_the_reference_record_and_the_extracts_in_its_comments_are_read() -> None:
    source = SAMPLE_RECORD.read_text(encoding="utf-8")
    record = read_record(source)
    assert record.attributions["drafter-shakhnazarov"].evidence["file"].bears == "for"
    assert as_json(record)["editions"]["ceu-web"]["words"] == 1971
    extract = source[source.index("# What the keys above name") :]
    lines = [line.removeprefix("#").removeprefix(" ") for line in extract.split("\n")]
    agents = "\n".join(line[2:] for line in lines if line.startswith("  "))
    split = agents.index("volumes:")
    assert read_agents(agents[:split])["shakhnazarov"].offices["aide"].held == "1988-02/.."
    collection = read_collection("schema: 1\ntitle: x\n" + agents[split:])
    assert collection.volumes["masterpieces-of-history"].conventions.brackets.owner == "unknown"  # type: ignore[index]


@needs_shared
def test_the_reference_record_is_spliced_in_every_field_without_loss() -> None:
    source = SAMPLE_RECORD.read_text(encoding="utf-8")
    of = RecordId.parse("masterpieces-of-history/doc-006")
    after = edited("set", "/attributions/drafter-shakhnazarov/held/certainty", "unknown", source, of)
    assert changed_lines(source, after) == (
        ["    held: {by: record-maker, certainty: low, status: normal}"],
        ["    held: {by: record-maker, certainty: unknown, status: normal}"],
    )  # fmt: skip
    assert yaml.safe_load(after)["attributions"]["drafter-shakhnazarov"]["held"]["certainty"] == "unknown"
