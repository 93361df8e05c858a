"""Splicing at the level of YAML, without the model: laws over random trees and layouts."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from provenance.errors import InputError
from provenance.model import splicing
from provenance.model.address import Pointer
from provenance.model.notation import read_tree, write
from tests.model.trees import keys, sets, texts, trees

LAYOUTS = (
    "a: plain\nb: {c: d, e: 'f'}\n",
    (
        "# head\n\na: 'quoted' # why\nb: \"double\"  # two\n\n# between\n"
        "c:\n  d: e\n\n  # inner\n  f: |\n    one\n\n    two\n# end\n"
    ),
    "a: >-\n  folded\n  words\nb: >\n  kept end\nc: |+\n  blank lines\n\n\nd: |2-\n    indented\ne: f\n",
    "a: b\r\nc:\r\n  d: 'e'\r\n  f: |\r\n    g\r\n    h\r\n",
    "a: many\n  lines of\n  a plain one\nb: {c: 'd\n    e', f: [g,\n  h], i: {}}\nj: []\n",
    "k:\n  - l\n  # about m\n  - 'm'\nn:\n- o\n- p",
    "---\na: {}\nb:\n    c: d\n    e:\n        f: {g: h,}\n    i: j\n...\n",
    "{a: b, c: {d: e}}\n",
    "{a: b,\n  # about c\n  c: 'd', e: f\n}\n",
    "'quoted key': a\n\"b\\n\": c\n? d\n: e\nf   :   g\n",
    "a: b  # c\nd:  # of d\n  e: f\n  g: h\ni: {j: k} # l\n",
)


def paths(value: Any, above: tuple[str, ...] = ()) -> list[Pointer]:
    """Every place of a tree, sets' texts included, the whole excluded."""
    found = []
    items: list[tuple[str, Any]] = []
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        items = [(str(index), item) for index, item in enumerate(value)]
    for name, item in items:
        found.append(Pointer((*above, name)))
        found += paths(item, (*above, name))
    return found


def at(value: Any, pointer: Pointer) -> Any:
    for part in pointer.parts:
        value = value[int(part)] if isinstance(value, list) else value[part]
    return value


with_sets = st.one_of(
    st.sampled_from([layout for layout in LAYOUTS if "- " in layout or "[" in layout]),
    st.tuples(trees, sets).map(lambda made: write({**made[0], "the-set": made[1]})),
)
sources = st.one_of(st.sampled_from(LAYOUTS), trees.map(write))


def comments(source: str) -> list[str]:
    """The comments of these layouts; in a random tree every sign # may be anything."""
    return [line.partition("#")[2] for line in source.splitlines() if "#" in line]


@given(sources, texts, st.data())
def test_setting_one_text_changes_that_text_alone(source: str, new: str, data: st.DataObject) -> None:
    tree = read_tree(source)
    places = [each for each in paths(tree.value) if isinstance(at(tree.value, each), str)]
    assume(places)
    place = data.draw(st.sampled_from(places))
    above = at(tree.value, Pointer(place.parts[:-1]))
    assume(not isinstance(above, list) or new not in above)
    expected = splicing._with(tree.value, place, new)
    after = splicing.replace(tree, place, new)
    assert splicing.same(read_tree(after).value, expected)
    node = tree.node(place)
    assert node is not None
    assert after.startswith(tree.source[: node.start])
    assert after.endswith(tree.source[node.end :])


@given(sources, keys, st.one_of(texts, sets, trees), st.data())
def test_adding_an_entry_leaves_every_line_that_was_there(
    source: str, name: str, value: Any, data: st.DataObject
) -> None:
    tree = read_tree(source)
    maps = [Pointer(()), *(each for each in paths(tree.value) if isinstance(at(tree.value, each), dict))]
    above = data.draw(st.sampled_from(maps))
    assume(name not in at(tree.value, above))
    after = splicing.insert(tree, above / name, value)
    expected = splicing._with(tree.value, above / name, value)
    assert splicing.same(read_tree(after).value, expected)
    if at(tree.value, above):  # an empty {} may become a block
        position = next(i for i, (a, b) in enumerate(zip(tree.source + "\x00", after, strict=False)) if a != b)
        rest = tree.source[position:]
        assert not rest or after.endswith((rest, rest.lstrip("\r\n")))


@given(with_sets, texts, st.data())
def test_adding_to_a_set_and_removing_it_again_gives_the_same_bytes(
    source: str, item: str, data: st.DataObject
) -> None:
    tree = read_tree(source)
    lists = [each for each in paths(tree.value) if isinstance(at(tree.value, each), list)]
    place = data.draw(st.sampled_from(lists))
    before = at(tree.value, place)
    assume(item not in before)
    added = read_tree(splicing.append(tree, place, item))
    assert added.value == splicing._with(tree.value, place, [*before, item])
    again = splicing.remove(added, place / str(len(before)))
    assert again == tree.source or again == tree.source + "\n" or not before


@given(sources, st.data())
def test_removing_an_entry_leaves_every_other_value_and_all_text_outside_its_lines(
    source: str, data: st.DataObject
) -> None:
    tree = read_tree(source)
    places = paths(tree.value)
    assume(places)
    place = data.draw(st.sampled_from(places))
    after = splicing.remove(tree, place)
    assert splicing.same(read_tree(after).value, splicing._without(tree.value, place))


@given(st.sampled_from(LAYOUTS), keys, texts, st.data())
def test_adding_an_entry_and_removing_it_again_gives_the_same_bytes(
    source: str, name: str, value: str, data: st.DataObject
) -> None:
    tree = read_tree(source)
    maps = [Pointer(()), *(each for each in paths(tree.value) if isinstance(at(tree.value, each), dict))]
    above = data.draw(st.sampled_from(maps))
    entries = at(tree.value, above)
    assume(entries and name not in entries)
    added = splicing.insert(tree, above / name, value)
    assert splicing.remove(read_tree(added), above / name) == tree.source


@given(st.sampled_from(LAYOUTS), texts.filter(lambda text: "#" not in text), st.data())
def test_no_comment_is_lost_when_a_value_changes(source: str, new: str, data: st.DataObject) -> None:
    tree = read_tree(source)
    places = [each for each in paths(tree.value) if isinstance(at(tree.value, each), str)]
    place = data.draw(st.sampled_from(places))
    above = at(tree.value, Pointer(place.parts[:-1]))
    assume(not isinstance(above, list) or new not in above)
    assert comments(splicing.replace(tree, place, new)) == comments(tree.source)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_text_of_every_layout_can_be_set_and_every_entry_removed(layout: str) -> None:
    tree = read_tree(layout)
    for place in paths(tree.value):
        assert splicing.remove(tree, place) != layout
        if isinstance(at(tree.value, place), str):
            assert splicing.replace(tree, place, "new: 'words' # here\nand there") != layout


def test_a_text_keeps_its_style_where_it_can() -> None:
    def with_new(source: str, new: str) -> str:
        return splicing.replace(read_tree(source), Pointer(("a",)), new)

    assert with_new("a: b\n", "c d") == "a: c d\n"
    assert with_new("a: b\n", "c: d") == "a: 'c: d'\n"
    assert with_new("a: 'b' # why\n", "c") == "a: 'c' # why\n"
    assert with_new('a: "b"\n', "c") == 'a: "c"\n'
    assert with_new("a: |\n    b\n    c\n# d\n", "e\nf\n") == "a: |\n    e\n    f\n# d\n"
    assert with_new("a: >-\n  b\n  c\nd: e\n", "f g") == "a: >-\n  f g\nd: e\n"
    assert with_new("{a: b}\n", "c, d") == "{a: 'c, d'}\n"
    assert with_new("a: b\n", "c\nd") == "a: |-\n  c\n  d\n"
    assert with_new("a: b\n", "- c") == "a: '- c'\n"
    assert with_new("a: b\n", "no") == "a: no\n"


def test_the_last_entry_of_a_map_leaves_empty_braces_and_the_first_new_one_a_block() -> None:
    tree = read_tree("a:\n  b: c\nd: e\n")
    emptied = splicing.remove(tree, Pointer.parse("/a/b"))
    assert emptied == "a: {}\nd: e\n"
    assert splicing.insert(read_tree(emptied), Pointer.parse("/a/b"), "c") == "a:\n  b: c\nd: e\n"


def test_the_last_entry_of_a_map_that_may_be_absent_takes_the_map_with_it() -> None:
    tree = read_tree("a:\n  b: c\n\nd: e\n")
    assert splicing.remove(tree, Pointer.parse("/a/b"), prune=lambda _: True) == "\nd: e\n"


def test_a_new_field_stands_where_the_usual_order_has_it() -> None:
    tree = read_tree("title: a\n# of the number\nnumber: 1\n\nsource:\n  basis: stated\n")
    order = ("title", "type", "number", "date", "source")
    after = splicing.insert(tree, Pointer(("date",)), "1931", order=lambda _: order)
    assert after == "title: a\n# of the number\nnumber: 1\ndate: 1931\n\nsource:\n  basis: stated\n"
    last = splicing.insert(tree, Pointer(("note",)), "x", order=lambda _: order)
    assert last.endswith("  basis: stated\nnote: x\n")


def test_a_layout_that_cannot_be_spliced_is_refused_and_not_damaged() -> None:
    tree = read_tree("a: b\n")
    with pytest.raises(InputError):
        splicing.replace(tree, Pointer.parse("/c"), "d")
    with pytest.raises(InputError):
        splicing.insert(tree, Pointer.parse("/a/c"), "d")
    with pytest.raises(InputError):
        splicing.insert(tree, Pointer.parse("/a"), "d")
    with pytest.raises(InputError):
        splicing.append(tree, Pointer.parse("/a"), "d")
    with pytest.raises(InputError):
        splicing.remove(tree, Pointer.parse("/c"))
    with pytest.raises(InputError):
        splicing.remove(tree, Pointer(()))
