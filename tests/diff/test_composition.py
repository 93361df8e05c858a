from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.diff.compare import compare_passages, compare_texts
from provenance.diff.composition import apply_blocks, compose, compose_fields
from provenance.diff.difference import Difference, Side
from provenance.diff.fields import apply_fields, compare_fields
from provenance.errors import InputError
from provenance.text.readings import Passage
from tests.diff.specimen import passage
from tests.diff.test_fields import trees

WORDS = ["bread", "flour", "harbour", "the", "of", "nine", "days", "Korneyev", "rope", "coal", "ice", "watch", "boots"]
blocks = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join), max_size=7)


def texts(words: list[str]) -> tuple[Passage, ...]:
    return tuple(passage(each, place=f"p{n}", number=str(n)) for n, each in enumerate(words, 1))


@st.composite
def edited(draw: st.DrawFn, given_: list[str]) -> list[str]:
    """A text with blocks moved, split, merged, taken out and put in."""
    made = list(given_)
    for _ in range(draw(st.integers(0, 3))):
        if not made:
            made = [draw(st.sampled_from(WORDS))]
        place = draw(st.integers(0, len(made) - 1))
        act = draw(st.sampled_from(["move", "split", "merge", "cut", "put", "word"]))
        if act == "move":
            made.insert(draw(st.integers(0, len(made) - 1)), made.pop(place))
        elif act == "split" and " " in made[place]:
            made[place : place + 1] = made[place].split(" ", 1)
        elif act == "merge":
            made[place : place + 2] = [" ".join(made[place : place + 2])]
        elif act == "cut":
            made.pop(place)
        elif act == "put":
            made.insert(place, " ".join(draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6))))
        else:
            made[place] = made[place].replace(draw(st.sampled_from(WORDS)), "quite another")
    return made


pairs = blocks.flatmap(lambda first: st.tuples(st.just(first), edited(first)))
triples = pairs.flatmap(lambda pair: st.tuples(st.just(pair[0]), st.just(pair[1]), edited(pair[1])))


def words(passages: tuple[Passage, ...]) -> list[str]:
    return [each.words for each in passages]


def difference(left: list[str], right: list[str]) -> Difference:
    return compare_passages(texts(left), texts(right), left=Side(name="a"), right=Side(name="b"))


@given(pairs | st.tuples(blocks, blocks))
@settings(deadline=None, max_examples=200)
def test_a_difference_applied_to_the_first_text_gives_the_second_and_its_inverse_the_first(
    case: tuple[list[str], list[str]],
) -> None:
    found = difference(*case)
    assert words(apply_blocks(found.blocks, texts(case[0]))) == case[1]
    assert words(apply_blocks(found.inverted().blocks, texts(case[1]))) == case[0]
    assert found.inverted().inverted() == found


@given(pairs | st.tuples(blocks, blocks))
@settings(deadline=None, max_examples=200)
def test_every_block_of_both_sides_is_told_once(case: tuple[list[str], list[str]]) -> None:
    changes = compare_texts(texts(case[0]), texts(case[1]), everything=True)
    assert sorted(place for change in changes for place in change.places_before) == list(range(len(case[0])))
    assert sorted(place for change in changes for place in change.places_after) == list(range(len(case[1])))


@given(triples)
@settings(deadline=None, max_examples=200)
def test_two_differences_joined_do_what_both_do_one_after_the_other(
    case: tuple[list[str], list[str], list[str]],
) -> None:
    first, second = difference(case[0], case[1]), difference(case[1], case[2])
    joined = compose(first, second)
    assert words(apply_blocks(joined.blocks, texts(case[0]))) == case[2]


@given(pairs)
@settings(deadline=None)
def test_a_difference_joined_to_its_inverse_is_none(case: tuple[list[str], list[str]]) -> None:
    found = difference(*case)
    assert compose(found, found.inverted()).empty


# --- the note taken into the text, the sentence in another block

SENTENCE = "Nobody touched the flour in the harbour."
rows = st.lists(st.sampled_from(["bread and rope", "nine days of ice", "coal", "the watch"]), max_size=3)


def with_note(text: list[str], note: list[str]) -> tuple[Passage, ...]:
    """Paragraphs, and notes after them."""
    notes = (passage(each, place=f"fn{n}", note=str(n)) for n, each in enumerate(note, 1))
    return (*texts(text), *notes)


@st.composite
def wandering(draw: st.DrawFn) -> tuple[Passage, ...]:
    """A text in which one sentence is a note, a paragraph, or a part of another paragraph."""
    text, notes = draw(rows), draw(rows)
    home = draw(st.sampled_from(["note", "paragraph", "part", "absent"]))
    place = draw(st.integers(0, len(text)))
    if home == "note":
        notes = [*notes, SENTENCE]
    elif home == "paragraph" or (home == "part" and place == len(text)):
        text = [*text[:place], SENTENCE, *text[place:]]
    elif home == "part":
        text = [*text[:place], f"{text[place]} {SENTENCE}", *text[place + 1 :]]
    return with_note(text, notes)


@given(wandering(), wandering(), wandering())
@settings(deadline=None, max_examples=200)
def test_a_sentence_that_goes_from_note_to_text_is_applied_undone_and_joined(
    a: tuple[Passage, ...], b: tuple[Passage, ...], c: tuple[Passage, ...]
) -> None:
    sides = {"left": Side(name="a"), "right": Side(name="b")}
    first, second = compare_passages(a, b, **sides), compare_passages(b, c, **sides)
    assert apply_blocks(first.blocks, a) == b
    assert apply_blocks(first.inverted().blocks, b) == a
    assert words(apply_blocks(compose(first, second).blocks, a)) == words(c)
    assert compose(first, first.inverted()).empty


@given(trees, trees, trees)
@settings(deadline=None)
def test_changes_of_fields_joined_do_what_both_do(a: dict[str, Any], b: dict[str, Any], c: dict[str, Any]) -> None:
    joined = compose_fields(compare_fields(a, b), compare_fields(b, c))
    assert apply_fields(joined, a) == c


def test_a_difference_of_another_text_is_refused() -> None:
    found = difference(["bread and flour"], ["bread and rope"])
    with pytest.raises(InputError, match="another state"):
        apply_blocks(found.blocks, texts(["coal"]))
    with pytest.raises(InputError, match="another state"):
        apply_blocks(found.blocks, ())
