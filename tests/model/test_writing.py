from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given

from provenance.errors import InputError
from provenance.model.notation import read_tree, write
from tests.model.trees import HOSTILE, trees
from tests.shared import SAMPLE_RECORD, needs_shared


@given(trees)
def test_what_was_written_reads_back_as_the_same_strings_in_the_same_order(tree: dict[str, Any]) -> None:
    read = read_tree(write(tree)).value
    assert read == tree
    assert str(read) == str(tree)  # the order of keys too


@given(trees)
def test_writing_what_was_read_gives_the_same_bytes(tree: dict[str, Any]) -> None:
    written = write(tree)
    assert write(read_tree(written).value) == written


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_read_back_by_another_reader_of_yaml_too(text: str) -> None:
    tree = {"a": text, "b": {"c": text, "d": {"e": text}}, "f": [text]}
    assert yaml.load(write(tree), Loader=yaml.BaseLoader) == tree  # noqa: S506 - it makes strings alone


@pytest.mark.parametrize("text", ["a\x00", "\ud800"])
def test_what_no_file_can_hold_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="cannot stand in a record"):
        write({"a": text})
    with pytest.raises(InputError):
        write({text: "a"})


@pytest.mark.parametrize("value", [None, 1.5, True, object()])
def test_another_type_than_texts_counts_sets_and_maps_is_refused(value: object) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        write({"a": value})


def test_a_count_is_written_in_digits() -> None:
    assert write({"schema": 1}) == "schema: 1\n"


def test_short_maps_stand_in_braces_longer_parts_in_blocks_parted_by_blank_lines() -> None:
    tree = {
        "schema": "1",
        "title": "A telegram from Vardal",
        "date": {"edtf": "1931-03-03", "basis": "stated", "where": "title, p5"},
        "source": {"basis": "stated", "levels": {"fond": {"code": "17"}}, "where": 'p1 "no bread"'},
        "names": ["Lund", "А. П. Лунд"],
        "questions": {},
        "note": "no",
    }
    assert write(tree) == (
        "schema: 1\n"
        "title: A telegram from Vardal\n"
        "date: {edtf: 1931-03-03, basis: stated, where: 'title, p5'}\n"
        "\n"
        "source:\n"
        "  basis: stated\n"
        "  levels:\n"
        "    fond: {code: 17}\n"
        "  where: 'p1 \"no bread\"'\n"
        "\n"
        "names: [Lund, А. П. Лунд]\n"
        "questions: {}\n"
        "note: no\n"
    )


def test_a_long_text_is_folded_and_one_of_several_lines_stands_as_it_is() -> None:
    tree = {"a": {"long": "word " * 40 + "end", "lines": "one\n\n  two\nthree\n"}}
    written = write(tree)
    assert "long: >-\n    word word" in written
    assert "lines: |\n    one\n\n      two\n    three\n" in written
    assert max(len(line) for line in written.splitlines()) <= 100
    assert read_tree(written).value == tree


@needs_shared
def test_the_reference_record_survives_rewriting() -> None:
    tree = read_tree(SAMPLE_RECORD.read_bytes()).value
    assert read_tree(write(tree)).value == tree
