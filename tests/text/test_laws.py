"""Laws of the notation, the readings and of splicing, over generated texts."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from provenance.errors import InputError
from provenance.model.address import Locator
from provenance.text.blocks import Block, EditionText, Words
from provenance.text.fingerprint import compare, fingerprints
from provenance.text.locate import Place, find, find_words, mark, replace_words
from provenance.text.notation import escape, parse, write
from provenance.text.readings import Passage, Reading, derive
from provenance.text.tokens import count_words, fold, tokens
from tests.text import strategies

LAW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


@LAW
@given(strategies.texts())
def test_a_text_written_and_read_is_the_same(text: EditionText) -> None:
    assert parse(write(text)) == text


@LAW
@given(strategies.texts())
def test_canonical_text_read_and_written_is_the_same_to_the_byte(text: EditionText) -> None:
    source = write(text)
    assert write(parse(source)) == source


@LAW
@given(strategies.texts())
def test_ids_that_no_file_gave_are_written_and_kept(text: EditionText) -> None:
    made = strategies.unwritten(text)
    assert parse(write(made)) == made


@LAW
@given(strategies.hostile)
def test_any_characters_give_a_text_or_an_input_error_that_says_where(source: str) -> None:
    for tried in (source, f"%text 1\n\n{source}\n"):
        read = _read(tried)
        if isinstance(read, InputError):
            assert 1 <= (read.line or 0) <= tried.count("\n") + 1
            assert 1 <= (read.column or 0) <= len(tried.split("\n")[(read.line or 0) - 1]) + 1
        else:
            assert parse(write(read)) == read
            for reading in Reading:
                derive(read, reading)


def _read(source: str) -> EditionText | InputError:
    try:
        return parse(source)
    except InputError as error:
        return error


@LAW
@given(strategies.texts(), st.data())
def test_a_broken_text_gives_a_text_or_an_input_error(text: EditionText, data: st.DataObject) -> None:
    source = write(text)
    at = data.draw(st.integers(0, len(source) - 1))
    insert = data.draw(st.sampled_from(["", *"[]{}*\\^|¶@%\n ", "{sic}", "[^", ":::\n"]))
    read = _read(source[:at] + insert + source[at + 1 :])
    if isinstance(read, InputError):
        assert read.line
    else:
        assert parse(write(read)) == read


@LAW
@given(strategies.texts())
def test_offsets_of_runs_point_at_their_words_in_the_source(text: EditionText) -> None:
    read = parse(write(text))
    for reading in (Reading.PRINTED, Reading.DOCUMENT):
        for run in (run for passage in derive(read, reading) for run in passage.runs):
            if run.start >= 0 and run.end - run.start == len(run.text):
                assert read.source[run.start : run.end] == run.text


def _some_stretch(passages: tuple[Passage, ...], data: st.DataObject) -> tuple[Passage, int, int]:
    with_words = [passage for passage in passages if passage.words]
    assume(with_words)
    passage = data.draw(st.sampled_from(with_words))
    start = data.draw(st.integers(0, len(passage.words) - 1))
    return passage, start, data.draw(st.integers(start + 1, min(len(passage.words), start + 12)))


def _place(text: EditionText, passage: Passage, start: int, end: int) -> Place:
    block = next(block for block, _ in text.blocks() if block.id == passage.id)
    return Place(block, passage, start, end, words=True)


@LAW
@given(strategies.texts(), strategies.words | st.just(""), st.data())
def test_new_words_are_printed_where_the_old_were_and_no_other_byte_changes(
    text: EditionText, new: str, data: st.DataObject
) -> None:
    read = parse(write(text))
    passages = derive(read, Reading.PRINTED)
    passage, start, end = _some_stretch(passages, data)
    try:
        source = replace_words(read, _place(read, passage, start, end), new)
    except InputError:
        return
    after = derive(parse(source), Reading.PRINTED)
    assert [each.words for each in after] == [
        each.words[:start] + new + each.words[end:] if each.id == passage.id else each.words for each in passages
    ]
    block = next(block for block, _ in read.blocks() if block.id == passage.id)
    tail = len(read.source) - block.end
    assert source[: block.start] == read.source[: block.start]
    assert source[len(source) - tail :] == read.source[block.end :]


@LAW
@given(strategies.words, strategies.words, strategies.words, strategies.words)
def test_among_plain_words_only_the_changed_stretch_differs(before: str, old: str, new: str, after: str) -> None:
    text = parse(write(EditionText((_plain(f"a{before}{old}{after}z"),))))
    passage = derive(text, Reading.PRINTED)[0]
    start = 1 + len(before)
    source = replace_words(text, _place(text, passage, start, start + len(old)), new)
    assert source.startswith(f"%text 1\n\n¶1 a{escape(before)}")
    assert source.endswith(f"{escape(after)}z\n")


def _plain(words: str) -> Block:
    return Block("p1", (Words(words),), number="1")


@LAW
@given(strategies.texts(), st.sampled_from(["u", "name", "gloss", "sic", "pb", "heading"]), st.data())
def test_a_mark_leaves_the_printed_reading_as_it_was(text: EditionText, kind: str, data: st.DataObject) -> None:
    read = parse(write(text))
    passages = derive(read, Reading.PRINTED)
    passage, start, end = _some_stretch(passages, data)
    try:
        source = mark(read, _place(read, passage, start, end), kind, {"ref": "x y"})
    except InputError:
        return
    assert source != read.source
    assert [(each.id, each.words) for each in derive(parse(source), Reading.PRINTED)] == [
        (each.id, each.words) for each in passages
    ]


@LAW
@given(strategies.texts(), st.data())
def test_every_place_found_has_a_locator_that_finds_it_again(text: EditionText, data: st.DataObject) -> None:
    passages = derive(text, Reading.PRINTED)
    passage, start, end = _some_stretch(passages, data)
    wanted = passage.words[start:end]
    places = find_words(text, wanted)
    assert places
    for place in places:
        again = find(text, Locator.parse(str(place.locator)))
        assert (again.passage.id, again.start, again.end) == (passage.id, place.start, place.end) or (
            again.passage.id == place.passage.id and (again.start, again.end) == (place.start, place.end)
        )


@LAW
@given(strategies.texts(), strategies.hostile, st.sampled_from(["", "p1", "headnote", "nowhere"]), st.integers(1, 3))
def test_whatever_is_sought_is_found_or_refused_with_places_that_can_be_found(
    text: EditionText, wanted: str, place: str, nth: int
) -> None:
    locator = Locator(place=place, words=wanted, nth=nth if nth > 1 else None)
    try:
        found = find(text, locator)
    except InputError as error:
        for candidate in error.candidates:
            find_words(text, "x", Locator.parse(candidate))
    else:
        assert _alike(found.text) == _alike(wanted)


def _alike(words: str) -> str:
    return re.sub(" +", " ", fold(unicodedata.normalize("NFC", words)))


@LAW
@given(strategies.texts())
def test_a_text_agrees_with_its_own_fingerprints(text: EditionText) -> None:
    found = fingerprints(text)
    assert sorted(name for each in found for name in each.ids) == sorted(block.id for block, _ in text.blocks())
    assert {each.state for each in compare(found, text)} <= {"same"}


@given(st.text())
def test_tokens_join_to_what_was_given(words: str) -> None:
    assert "".join(tokens(words)) == words
    assert len(fold(words)) == len(words)
    assert count_words(words) <= len(tokens(words))


@pytest.mark.parametrize("sign", ["[", "{u|", "*", "[*", "{b|["])
def test_deep_nesting_is_refused_and_never_overflows(sign: str) -> None:
    with pytest.raises(InputError, match=r"deep|not closed|emphasis"):
        parse(f"%text 1\n\n{sign * 100_000}\n")


def test_deep_sections_are_refused_and_never_overflow() -> None:
    with pytest.raises(InputError, match="deep"):
        parse("%text 1\n" + "\n::: table\n" * 100_000)
