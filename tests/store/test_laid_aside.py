from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from enum import StrEnum
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.model.address import RecordId
from provenance.store.laid_aside import LaidAside, NamesAside
from provenance.store.spelled import Spelling


@dataclass(frozen=True)
class Word:
    """Anything frozen."""

    letters: str


WORDS = tuple(Word(f"{number:05}" * 100) for number in range(3_000))
"""More than is kept in memory."""


def test_what_is_laid_aside_is_read_back_in_its_order() -> None:
    aside = LaidAside(iter(WORDS))
    assert len(aside) == len(WORDS)
    assert aside == WORDS
    its: object = WORDS
    assert its == aside
    assert aside[-1] == WORDS[-1]
    assert list(aside[5:9]) == list(WORDS[5:9])
    assert list(reversed(aside)) == list(reversed(WORDS))
    assert aside != WORDS[1:]
    assert aside not in ({}, 3)


def test_two_may_read_at_once_and_one_may_add_meanwhile() -> None:
    aside: LaidAside[Word] = LaidAside(WORDS[:3])
    for mine, its in zip(aside, iter(aside), strict=True):
        assert mine == its
    first = iter(aside)
    next(first)
    aside.add(WORDS[9])
    assert next(first) == WORDS[1]
    assert aside[3] == WORDS[9]


def test_nothing_laid_aside_is_false() -> None:
    assert not LaidAside()
    assert LaidAside() == ()
    assert LaidAside(WORDS[:1])


def test_names_are_distinct_and_come_by_their_letters_or_as_they_came() -> None:
    names = ("records/c/doc-2/", "records/c/doc-10/", "records/c-b/doc-1/", "records/c/doc-2/", "odd \udcff")
    aside = NamesAside(names)
    assert list(aside) == sorted(set(names))
    assert list(aside.in_order_of_coming()) == list(dict.fromkeys(names))
    assert names[2] in aside
    assert "records" not in aside


class Tall(NamedTuple):
    """A named tuple."""

    word: Word
    many: tuple[int, ...]


class Side(StrEnum):
    """A string of its own."""

    LEFT = "left"


MOMENTS = st.datetimes(timezones=st.just(UTC)).map(lambda moment: moment.replace(fold=0))
PLAIN = st.none() | st.booleans() | st.integers() | st.text() | st.binary() | MOMENTS
VALUES = st.recursive(
    PLAIN | st.builds(RecordId, st.text()) | st.just(Side.LEFT),
    lambda parts: (
        st.lists(parts).map(tuple)
        | st.lists(parts)
        | st.dictionaries(st.text(), parts)
        | st.builds(Word, parts)
        | st.builds(Tall, st.builds(Word, parts), st.lists(st.integers()).map(tuple))
    ),
    max_leaves=12,
)


@given(VALUES)
def test_written_then_read_is_the_same_and_of_the_same_class(value: object) -> None:
    spelling = Spelling()
    again = spelling.read(spelling.write(value))
    assert again == value
    assert repr(again) == repr(value)
    assert type(again) is type(value)


def test_bytes_of_another_name_no_class() -> None:
    line = Spelling().write(Word("a"))
    with pytest.raises(IndexError):
        Spelling().read(line)


def test_what_can_change_is_not_laid_aside() -> None:
    with pytest.raises(TypeError):
        Spelling().write({"when": object()})
