from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.diff import fields
from provenance.diff.fields import apply_fields, by_entry, compare_fields
from provenance.errors import InputError

texts = st.text("abc", min_size=1, max_size=2)
trees = st.recursive(
    texts | st.lists(texts, max_size=3, unique=True),
    lambda inner: st.dictionaries(st.sampled_from(["a", "b", "c/d", "e~f"]), inner, min_size=1, max_size=3),
    max_leaves=8,
).filter(lambda tree: isinstance(tree, dict))


@given(trees, trees)
@settings(deadline=None)
def test_a_difference_applied_to_the_first_tree_gives_the_second(before: dict[str, Any], after: dict[str, Any]) -> None:
    assert apply_fields(compare_fields(before, after), before) == after


@given(trees, trees)
@settings(deadline=None)
def test_an_inverted_difference_gives_the_first_tree_back(before: dict[str, Any], after: dict[str, Any]) -> None:
    inverted = [change.inverted() for change in compare_fields(before, after)]
    assert apply_fields(inverted, after) == before


@given(trees, trees)
@settings(deadline=None)
def test_one_change_is_told_the_same_with_deepdiff_and_without(before: dict[str, Any], after: dict[str, Any]) -> None:
    quick = fields._only_change(before, after)
    if quick is not None and len(quick) == 1 and quick[0].pointer:
        assert quick == fields._deep_changes(before, after)


@given(trees)
def test_equal_trees_have_no_difference(tree: dict[str, Any]) -> None:
    assert compare_fields(tree, tree) == ()


def test_an_attribution_put_in_front_changes_no_other() -> None:
    before = {"attributions": {"b": {"role": "author"}}}
    after = {"attributions": {"a": {"role": "drafter"}, "b": {"role": "author"}}}
    (change,) = compare_fields(before, after)
    assert (change.pointer, change.change) == ("/attributions/a", "added")


def test_a_set_of_texts_is_one_change_with_both_sides() -> None:
    (change,) = compare_fields({"x": {"y": ["a", "b"]}, "z": "1"}, {"x": {"y": ["c", "a", "b"]}, "z": "1"})
    assert (change.pointer, change.before, change.after) == ("/x/y", ["a", "b"], ["c", "a", "b"])


def test_fields_are_told_in_the_order_of_the_record() -> None:
    before = {"title": "a", "date": "b", "source": {"form": "x"}}
    after = {"title": "b", "date": "c", "source": {"form": "y"}, "aliases": "z"}
    assert [change.pointer for change in compare_fields(before, after)] == [
        "/title",
        "/date",
        "/source/form",
        "/aliases",
    ]


def test_a_field_has_its_name_in_words() -> None:
    before = {"attributions": {"k": {"held": {"certainty": "low", "by": "us"}}}}
    after = {"attributions": {"k": {"held": {"certainty": "high", "by": "us"}}}}
    (change,) = compare_fields(before, after)
    assert change.label == "certainty held for k"


def test_the_first_entry_of_a_map_is_told_as_that_entry_and_can_be_applied() -> None:
    before: dict[str, Any] = {"title": "t", "editions": {"a": {"state": "fixed"}}}
    after = {"title": "t", "editions": {"a": {"state": "fixed", "errata": {"x": {"now": "y"}}}}}
    changes = tuple(by_entry(compare_fields(before, after), "record"))
    assert [change.pointer for change in changes] == ["/editions/a/errata/x"]
    assert apply_fields(changes, before) == after


def test_a_difference_of_another_state_is_refused() -> None:
    changes = compare_fields({"title": "a", "x": "y"}, {"title": "b", "x": "y"})
    with pytest.raises(InputError, match="another state"):
        apply_fields(changes, {"title": "c", "x": "y"})
