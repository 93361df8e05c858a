from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.diff import sequences
from provenance.diff.sequences import common_length, increasing, opcodes


def check(before: str, after: str) -> int:
    """That the stretches cover both sides and are right; how many units are the same."""
    i = j = same = 0
    for op in opcodes(before, after):
        assert (op.i1, op.j1) == (i, j)
        if op.same:
            assert before[op.i1 : op.i2] == after[op.j1 : op.j2]
            same += op.i2 - op.i1
        i, j = op.i2, op.j2
    assert (i, j) == (len(before), len(after))
    return same


def rows(seed: int, length: int, letters: int, changed: float) -> tuple[str, str]:
    chance = random.Random(seed)  # noqa: S311 -- no secret is made of it
    before = [chr(200 + chance.randrange(letters)) for _ in range(length)]
    after = [chr(200 + chance.randrange(letters)) if chance.random() < changed else c for c in before]
    return "".join(before), "".join(after)


@given(st.text("abc", max_size=20), st.text("abc", max_size=20))
@settings(max_examples=200)
def test_small_rows_are_compared_exactly(before: str, after: str) -> None:
    from rapidfuzz.distance import LCSseq

    assert check(before, after) == LCSseq.similarity(before, after)


@pytest.mark.parametrize("letters", [30, 100, 250, 1_000, 4_000])
def test_rows_cut_at_anchors_keep_nearly_all_that_is_alike(monkeypatch: pytest.MonkeyPatch, letters: int) -> None:
    before, after = rows(letters, 1_500, letters, 0.1)
    exact = check(before, after)
    monkeypatch.setattr(sequences, "ANCHOR_FROM", 1_000)
    assert check(before, after) >= 0.99 * exact


def test_long_rows_that_are_mostly_alike_keep_what_is_alike() -> None:
    before, after = rows(7, 60_000, 20_000, 0.05)
    assert check(before, after) >= 0.93 * len(before)


def test_rows_without_an_anchor_are_one_coarse_replacement(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequences, "COARSE_FROM", 1_000)
    before, after = rows(3, 2_000, 3, 0.9)
    assert len(opcodes("x" + before, "y" + after)) <= 3
    check("x" + before, "y" + after)


def test_cuts_within_cuts_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequences, "ANCHOR_FROM", 1)
    monkeypatch.setattr(sequences, "MAX_DEPTH", 3)
    before, after = rows(5, 3_000, 1_500, 0.5)
    check(before, after)


def test_words_that_stand_twice_are_anchored_by_their_neighbours() -> None:
    units = "".join(chr(300 + n) for n in range(700))
    before, after = units + units[::-1], "x" + units + "y" + units[::-1] + "z"
    assert check(before, after) == len(before)


@given(st.lists(st.integers(0, 30), max_size=12))
def test_the_increasing_chain_is_the_longest(seconds: list[int]) -> None:
    chain = increasing(list(enumerate(seconds)))
    values = [second for _, second in chain]
    assert all(a < b for a, b in pairwise(values))
    best = [1] * len(seconds)
    for place, second in enumerate(seconds):
        best[place] = 1 + max((best[k] for k in range(place) if seconds[k] < second), default=0)
    assert len(chain) == max(best, default=0)


@given(st.text("ab"), st.text("ab"))
def test_the_common_beginning_is_as_long_as_it_can_be(left: str, right: str) -> None:
    length = common_length(left, right)
    assert left[:length] == right[:length]
    assert length == min(len(left), len(right)) or left[length] != right[length]
