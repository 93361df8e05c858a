"""Pairs of editions of many kinds, and what an editor would say of each; the pairs are data, in ``pairs.yaml``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from provenance.diff import telling
from provenance.diff.compare import compare_texts
from provenance.diff.difference import Difference, Side
from provenance.text.notation import parse
from provenance.text.plain import plain_text
from provenance.text.readings import Reading, derive

if TYPE_CHECKING:
    from provenance.diff.difference import BlockChange
    from provenance.text.readings import Passage

PAIRS: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("pairs.yaml").read_text(encoding="utf-8"))


def passages_of(words: str) -> tuple[Passage, ...]:
    in_notation = words.startswith(("¶", ":::"))
    text = parse(f"%text 1\n\n{words.rstrip()}\n") if in_notation else plain_text(words)
    return derive(text, Reading.PRINTED)


def compared(pair: dict[str, Any]) -> tuple[BlockChange, ...]:
    return compare_texts(passages_of(pair["left"]), passages_of(pair["right"]))


@pytest.mark.parametrize("pair", PAIRS, ids=[pair["name"] for pair in PAIRS])
def test_a_pair_is_told_as_an_editor_would(pair: dict[str, Any]) -> None:
    blocks = compared(pair)
    if "says" in pair:
        words = [word for block in blocks for word in block.changed_words()]
        assert [f"{w.op} | {w.before} | {w.after} | {w.class_} | {w.sort}" for w in words] == pair["says"]
    if "blocks" in pair:
        assert [telling.heading(block) for block in blocks] == pair["blocks"]
    else:
        assert len(blocks) == 1


@pytest.mark.parametrize("pair", PAIRS, ids=[pair["name"] for pair in PAIRS])
def test_a_pair_is_classed_alike_from_its_other_side(pair: dict[str, Any]) -> None:
    there, back = compared(pair), compared({**pair, "left": pair["right"], "right": pair["left"]})
    classes = [
        sorted((str(word.class_), str(word.sort)) for block in blocks for word in block.changed_words())
        for blocks in (there, back)
    ]
    assert classes[0] == classes[1]


def test_words_that_went_to_another_block_say_where_they_are() -> None:
    (pair,) = (pair for pair in PAIRS if pair["name"] == "a note taken into the text")
    text, note = compared(pair)
    assert text.changed_words()[0].note == "on the other side in fn 1"
    assert note.note == "on the other side in ¶1"


def test_words_that_went_to_another_block_are_counted_once() -> None:
    for name in ("a note taken into the text", "a sentence in another paragraph"):
        for pair in (pair for pair in PAIRS if pair["name"] == name):
            found = Difference(Side(name="a"), Side(name="b"), "printed", blocks=compared(pair))
            assert found.summary.substantive == found.inverted().summary.substantive == 1
