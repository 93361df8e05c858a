from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.errors import InputError
from provenance.model.address import Address, Locator, Pointer, RecordId, Slug, slug

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize("value", ["a", "doc-006", "a" * 64, "0", "con-1", "com"])
def test_a_key_of_lower_case_letters_digits_and_hyphens_is_accepted(value: str) -> None:
    assert slug(value) == value
    assert Slug.parse(value) == value


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("Doc-6", "doc-6"), ("doc 6", "doc-6"), ("doc_6", "doc-6"), ("-a", "a"), ("a-", "a"), ("", None), ("é", None),
        ("a" * 65, "a" * 64), ("..", None), (".git", "git"), ("a/b", "a-b"), ("con", "con-1"), ("com1", "com1-1"),
        ("lpt9", "lpt9-1"), ("а", None), ("doc\n", "doc"), ("doc\x00", "doc"), ("dоc", "d-c"), ("a\u202eb", "a-b"),
    ],
)  # fmt: skip
def test_t26_any_other_key_is_refused_before_it_touches_a_path(value: str, hint: str | None) -> None:
    with pytest.raises(InputError) as caught:
        slug(value)
    assert caught.value.hint == hint


@pytest.mark.parametrize(
    ("value", "collection", "name", "path"),
    [
        ("vardal/doc-9", "vardal", "doc-9", "records/vardal/doc-9/record.yaml"),
        ("vardal", "vardal", "vardal", "records/vardal/collection.yaml"),
        ("agents", "agents", "agents", "records/agents.yaml"),
    ],
)
def test_an_id_says_where_its_files_lie(value: str, collection: str, name: str, path: str) -> None:
    record = RecordId.parse(value)
    assert (record.collection, record.name, record.path) == (collection, name, path)
    assert record.is_record == ("/" in value)


@pytest.mark.parametrize("value", ["a/b/c", "agents/a", "/a", "a/", "a//b", "A/b", "a/..", "a\\b", "a/con", "a/b\n"])
def test_what_is_no_id_is_refused(value: str) -> None:
    with pytest.raises(InputError):
        RecordId.parse(value)


@given(st.text(max_size=80))
def test_any_text_is_an_id_made_of_safe_characters_or_refused(value: str) -> None:
    try:
        record = RecordId.parse(value)
    except InputError:
        return
    assert set(record) <= set("abcdefghijklmnopqrstuvwxyz0123456789-/")
    assert ".." not in record.path


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("doc-6", Address("doc-6")),
        ("vardal/doc-6:book", Address("vardal/doc-6", "book")),
        ("doc-6@v12", Address("doc-6", None, "v12")),
        ("doc-6:book@2026-11-24T13:00", Address("doc-6", "book", "2026-11-24T13:00")),
    ],
)
def test_an_address_is_cut_into_record_edition_and_time(typed: str, expected: Address) -> None:
    assert Address.parse(typed) == expected
    assert str(expected) == typed


@pytest.mark.parametrize("typed", ["", ":book", "doc-6:", "doc-6@", "@v1", "doc-6:Book"])
def test_an_address_with_an_empty_part_is_refused(typed: str) -> None:
    with pytest.raises(InputError):
        Address.parse(typed)


@given(st.lists(st.text(max_size=10), max_size=6))
def test_a_pointer_written_is_read_back(parts: list[str]) -> None:
    pointer = Pointer(tuple(parts))
    assert Pointer.parse(str(pointer)) == pointer
    assert (pointer / "x").is_within(pointer)
    assert not pointer.is_within(pointer / "x")


@pytest.mark.parametrize("typed", ["title", "a/b", "/a~2", "/a~"])
def test_what_is_no_pointer_is_refused(typed: str) -> None:
    with pytest.raises(InputError):
        Pointer.parse(typed)


@pytest.mark.parametrize(
    ("typed", "expected", "written"),
    [
        ("p12", Locator("p12"), "p12"),
        ("#p12", Locator("p12"), "p12"),
        ("¶12", Locator(number="12"), "¶12"),
        ("fn 1", Locator(label="1"), "fn 1"),
        ("fn.1", Locator(label="1"), "fn 1"),
        ("note *", Locator(label="*"), "fn *"),
        ("title", Locator("title"), "title"),
        ("headnote[1]", Locator("headnote", ordinal=1), "headnote[1]"),
        ('p1 "was viewed"', Locator("p1", words="was viewed"), 'p1 "was viewed"'),
        ('p1 "was"/2', Locator("p1", words="was", nth=2), 'p1 "was"/2'),
        ("p1 “was viewed”", Locator("p1", words="was viewed"), 'p1 "was viewed"'),
        ('"was viewed"', Locator(words="was viewed"), '"was viewed"'),
        ('p1 "a \\"b\\" c"', Locator("p1", words='a "b" c'), 'p1 "a \\"b\\" c"'),
    ],
)
def test_a_locator_is_read_as_typed_and_written_as_records_write_it(
    typed: str, expected: Locator, written: str
) -> None:
    assert Locator.parse(typed) == expected
    assert str(expected) == written


@pytest.mark.parametrize("typed", ["p1 was", '"open', "¶", "p1[0x]", "12", 'p1 "a" b', 'p1 "a"/0'])
def test_what_names_no_place_is_refused(typed: str) -> None:
    with pytest.raises(InputError):
        Locator.parse(typed)


@given(st.text(max_size=20), st.one_of(st.none(), st.integers(1, 99)))
def test_a_locator_with_any_words_is_read_back(words: str, nth: int | None) -> None:
    locator = Locator("p1", words=words, nth=nth)
    assert Locator.parse(str(locator)) == locator


@pytest.mark.parametrize("parse", [Address.parse, Locator.parse, Pointer.parse, Slug.parse])
@given(value=st.text(max_size=60))
def test_any_text_is_read_or_refused_as_an_input_error(parse: Callable[[str], object], value: str) -> None:
    refusal = None
    try:
        parse(value)
    except InputError as error:
        refusal = error
    assert refusal is None or refusal.message
