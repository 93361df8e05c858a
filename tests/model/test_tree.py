from __future__ import annotations

import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.errors import InputError
from provenance.model.address import Pointer
from provenance.model.tree import MAX_SIZE, Tree, read_tree
from tests.shared import SAMPLE_RECORD, needs_shared


def refused(source: bytes | str) -> InputError:
    with pytest.raises(InputError) as caught:
        read_tree(source, file="r.yaml")
    return caught.value


def outcome(source: bytes | str) -> Tree | InputError:
    try:
        return read_tree(source)
    except InputError as error:
        return error


@pytest.mark.parametrize(
    "typed",
    ["no", "yes", "0012", "12:30", "1986-06-26", "010", "1e3", "~", "null", "true", "0x1F", ".5", "1_000", "=", "2.0"],
)
def test_every_plain_scalar_is_the_string_that_was_typed(typed: str) -> None:
    tree = read_tree(f"a: {typed}\nb: {{c: {typed}}}\nd: [{typed}]\n{typed}: key\n")
    assert tree.value == {"a": typed, "b": {"c": typed}, "d": [typed], typed: "key"}


@pytest.mark.parametrize(
    ("source", "line", "column", "words"),
    [
        ("a: b\nc:\n", 2, 1, "no value"),
        ("a: b\nc:\nd: e\n", 2, 1, "no value"),
        ("a: {b: , c: d}\n", 1, 5, "no value"),
        ("a: {b, c: d}\n", 1, 5, "without a value"),
        ("a: {b}\n", 1, 5, "without a value"),
        ("a: [b, , c]\n", 1, 8, "bracket"),
        ("code: f. 2 #14\n", 1, 12, "comment"),
        ("code: f. 2 # 14\n", 1, 12, "comment"),
        ("code: f. 2  #14\n", 1, 13, "comment"),
        ("a: {b: f. 2 #14\n  }\n", 1, 13, "comment"),
        ("a: [b, #14\n  c]\n", 1, 8, "comment"),
        ("a: #14\n  b: c\n", 1, 4, "comment"),
        ("a: {b: 'c', #14\n  d: e}\n", 1, 13, "comment"),
        ("a: b\n  c #14\n", 2, 5, "comment"),
        ("a: b\nb: c\na: d\n", 3, 1, "first in line 1"),
        ("a: {b: c, b: d}\n", 1, 11, "twice"),
        ("a: [b, b]\n", 1, 8, "twice"),
        ("a: !!str b\n", 1, 4, "tag"),
        ("a: !x b\n", 1, 4, "tag"),
        ("a: ! b\n", 1, 4, "tag"),
        ("!!map\na: b\n", 1, 1, "tag"),
        ("a: !!python/object:os.system b\n", 1, 4, "!!python/object:os.system is a tag"),
        ("a: &x b\n", 1, 4, "anchor"),
        ("a: &x {b: c}\n", 1, 4, "anchor"),
        ("a: &x b\nc: *x\n", 1, 4, "anchor"),
        ("a: *x\n", 1, 4, "alias"),
        ("*x : b\n", 1, 1, "alias"),
        ("a: [{b: c}]\n", 1, 5, "plain words"),
        ("a: [[b]]\n", 1, 5, "plain words"),
        ("a:\n  - b: c\n", 2, 5, "plain words"),
        ("? [a]\n: b\n", 1, 3, "word"),
        ("? {a: b}\n: c\n", 1, 3, "word"),
        ("? |\n  a\n: b\n", 1, 3, "one line"),
        ("- a\n", 1, 1, "no map"),
        ("just words\n", 1, 1, "no map"),
        ("", 1, 1, "empty"),
        ("# only a comment\n", 1, 1, "empty"),
        ("a: b\n---\nc: d\n", 2, 1, "second document"),
        ("%YAML 1.2\n---\na: b\n", 1, 1, "directive"),
        ("a: b\n...\nc: d\n", 3, 1, "belongs to no field"),
        ("a:\n\tb: c\n", 2, 1, "tab"),
        ("a: \x00\n", 1, 4, "U+0000"),
        ('a: "\\0"\n', 1, 4, "NUL"),
        ("a: b\x07\n", 1, 5, "U+0007"),
        ("a: b\nc: d\u2028e\n", 2, 5, "U+2028"),
        ("a: b\rc: d\n", 1, 5, "U+000D"),
        ("a: b: c\n", 1, 5, "colon"),
        ('a: b\nc: "d\n', 2, 4, "never closed"),
        ("a: 'b\n", 1, 4, "never closed"),
        ("a: {b: c\nd: e\n", 1, 4, "bracket"),
        ("a: 'b' c\n", 1, 8, "belongs to no field"),
        ("a: @b\n", 1, 4, "cannot start with @"),
        ('a: "\\q"\n', 1, 5, "backslash"),
        ("a: b\nc\n", 2, 1, "colon"),
    ],
)
def test_forms_that_swallow_words_or_are_no_record_are_refused_with_line_and_column(
    source: str, line: int, column: int, words: str
) -> None:
    error = refused(source)
    assert words in error.message
    assert (error.file, error.line, error.column) == ("r.yaml", line, column)


@pytest.mark.parametrize("source", ["code: f. 2 #14\n", "a: b: c\n", "a: @b\n", "a: *b*\n", "a: [x] y\n"])
def test_the_mend_offered_for_words_that_yaml_would_take_is_single_quotes_around_the_whole_value(source: str) -> None:
    assert "single quotes around the whole value" in (refused(source).hint or "")
    name, _, value = source.rstrip("\n").partition(": ")
    assert read_tree(f"{name}: '{value}'\n").value == {name: value}


@pytest.mark.parametrize(
    "source",
    [
        "# above\na: b\n  # within\nc: d\n",
        "a: 'b' # behind a quoted value\nc: d\n",
        'a: "b" #behind\nc: d\n',
        "a: b  # set off by two spaces\nc: d\n",
        "a: {b: c} #behind a bracket\n",
        "a: # behind the colon of a map\n  b: c\n",
        "a: {b: c,\n  # a line of its own\n  d: e}\n",
        "a: |\n  # no comment but words\nc: d\n",
        "a: b\n# at the end",
    ],
)
def test_comments_that_swallow_nothing_are_kept_by_the_reader(source: str) -> None:
    assert read_tree(source).value
    assert "#" not in str([value for value in read_tree(source).value.values() if value != "# no comment but words\n"])


@pytest.mark.parametrize("encoded", [b"a: \xff\n", "a: Шахназаров\n".encode("cp1251"), "a: b\n".encode("utf-16")])
def test_bytes_in_another_encoding_are_refused_with_their_place(encoded: bytes) -> None:
    error = refused(encoded)
    assert "no UTF-8" in error.message
    assert error.line == 1
    assert error.hint == "save the file as UTF-8"


def test_the_place_of_a_wrong_byte_counts_characters() -> None:
    error = refused("a: Ж\nb: Ж".encode() + b"\xe6")
    assert (error.line, error.column) == (2, 5)


def test_a_file_over_the_size_is_refused_before_it_is_read() -> None:
    assert "larger than 16 MB" in refused(b" " * (MAX_SIZE + 1)).message


@pytest.mark.parametrize("opened", ["[", "{a: ", "- ", "? ", "[{a: "])
def test_t32_a_hundred_thousand_levels_are_refused_without_taking_the_process_down(opened: str) -> None:
    program = (
        "import sys\n"
        "from provenance.model.tree import read_tree\n"
        "from provenance.errors import InputError\n"
        f"source = 'a: ' + {opened!r} * 100_000\n"
        "try:\n    read_tree(source)\n"
        "except InputError as error:\n    sys.exit(7)\n"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False, timeout=60).returncode == 7


@pytest.mark.parametrize(
    "hostile",
    [
        "a: " + "x" * 10**6, "a: b\n" + "#" * 10**6, "a: b\n" + "# x\n" * 250_000 + "c: d", "a: " + "'" * 10**6,
        "a" + ": " * 500_000, "? " * 500_000, "!" * 10**6, "&a " * 300_000, "%" * 10**6, "- " * 500_000, " " * 10**6,
        "a: |\n" + " \n" * 500_000, "a: {" + "\n# x" * 250_000 + "\nb: c}",
        "a:\n" + "".join(f"- x{n}\n" for n in range(10**5)),
    ],
    ids=range(14),
)  # fmt: skip
def test_t35_a_million_hostile_characters_take_seconds_at_most_and_a_short_message(hostile: str) -> None:
    started = time.process_time()
    result = outcome(hostile)
    assert time.process_time() - started < 5
    assert not isinstance(result, InputError) or len(result.message) < 300


def test_64_levels_are_read_and_65_are_not() -> None:
    assert read_tree("{a: " * 64 + "b" + "}" * 64)
    assert "64 levels" in refused("{a: " * 65 + "b" + "}" * 65).message


def test_a_byte_order_mark_and_windows_line_ends_are_read() -> None:
    assert read_tree("\ufeffa: b\r\nc:\r\n  d: e\r\n".encode()).value == {"a": "b", "c": {"d": "e"}}


def test_every_value_knows_its_place() -> None:
    tree = read_tree("a: b\nc:\n  dé: {e: 'f', g: [h, i]}\n")
    assert tree.place(Pointer.parse("/c/dé/g/1")) == (3, 23)
    assert tree.place(Pointer.parse("/c/dé/e")) == (3, 11)
    assert tree.key_place(Pointer.parse("/c/dé/e")) == (3, 8)
    assert tree.place(Pointer.parse("/c/none/x")) == (3, 3)
    assert tree.nearest(Pointer.parse("/c/none/x")) == Pointer.parse("/c")


@given(st.one_of(st.binary(max_size=60), st.text(max_size=60)))
def test_any_bytes_give_a_tree_or_an_input_error(source: bytes | str) -> None:
    result = outcome(source)
    assert result.message if isinstance(result, InputError) else isinstance(result.value, dict)


@given(st.lists(st.sampled_from([*"ab:-#{}[]'\"|>,?&*!%@ \n\t\r~é", "\n  ", ": ", "- ", " #"]), max_size=25))
def test_any_yaml_like_text_gives_a_tree_or_an_input_error_with_its_place(pieces: list[str]) -> None:
    source = "".join(pieces)
    result = outcome(source)
    if isinstance(result, InputError):
        assert 1 <= (result.line or 0) <= source.count("\n") + 1
        assert (result.column or 0) >= 1


@needs_shared
def test_the_reference_record_is_read_as_typed() -> None:
    tree = read_tree(SAMPLE_RECORD.read_bytes())
    assert tree.value["source"]["signed"] == "no"
    assert tree.value["editions"]["ceu-web"]["number"] == "6"
    assert tree.value["date"]["edtf"] == "1986-06-26"
