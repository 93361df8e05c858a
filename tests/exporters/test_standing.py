from __future__ import annotations

from typing import Any

import pytest

from provenance.exporters.standing import standings, undoes
from provenance.model.correction import ChangeLine, HistoryEntry
from tests.exporters.test_changelog import entry

Y, X = ChangeLine("c/r", "e", None, "p3", "an x", "a y"), ChangeLine("c/r", "e", None, "p3", "a y", "an x")


def decided(name: str, *lines: ChangeLine, **fields: Any) -> HistoryEntry:
    return entry(**{"correction_id": name, "kind": "transcription", "changes": lines, **fields})


def test_a_decision_that_nothing_undid_stands() -> None:
    one = decided("A", Y)
    stand = standings([one])
    assert stand.set_back_by(one) is None
    assert stand.stands(one, one.changes[0])


def test_a_restoration_sets_back_what_it_undoes_though_no_link_says_so() -> None:
    one, back = decided("A", Y), decided("R", X, kind="restoration")
    stand = standings([back, one])
    assert stand.set_back_by(one) == "R"
    assert not stand.stands(one, one.changes[0])
    assert stand.set_back_by(back) is None


def test_a_field_that_has_its_earlier_value_again_was_set_back() -> None:
    one = decided("A", ChangeLine("c/r", None, "/held/certainty", None, "medium", "low"))
    between = decided("B", ChangeLine("c/r", None, "/held/certainty", None, "low", "high"))
    back = decided("C", ChangeLine("c/r", None, "/held/certainty", None, "high", "medium"))
    stand = standings([back, between, one])
    assert stand.set_back_by(one) == "C"
    assert stand.set_back_by(between) is None


def test_one_change_of_two_undone_leaves_the_decision_standing_in_part() -> None:
    kept = ChangeLine("c/r", "e", None, "p4", "b", "c")
    one = decided("A", Y, kept)
    stand = standings([decided("R", X, kind="restoration"), one])
    assert stand.set_back_by(one) is None
    assert stand.partly(one)
    assert [stand.stands(one, change) for change in one.changes] == [False, True]


def test_a_reversal_that_was_taken_back_gives_the_decision_its_standing_again() -> None:
    one = decided("A", Y, reverted_by="R")
    back = decided("R", X, reverts="A", kind="restoration", reverted_by="S")
    again = decided("S", Y, reverts="R", kind="restoration")
    stand = standings([again, back, one])
    assert stand.set_back_by(one) is None
    assert stand.set_back_by(back) == "S"


def test_a_fresh_decision_for_the_same_words_does_not_make_the_first_stand_twice() -> None:
    one, back, fresh = decided("A", Y), decided("R", X, kind="restoration"), decided("B", Y)
    stand = standings([fresh, back, one])
    assert stand.set_back_by(one) == "R"
    assert stand.set_back_by(fresh) is None


def test_an_import_is_never_set_back_by_a_later_value() -> None:
    one = decided("A", ChangeLine("c/r", None, "/note", None, None, "n"), kind="import")
    stand = standings([decided("B", ChangeLine("c/r", None, "/note", None, "n", None)), one])
    assert stand.set_back_by(one) is None


@pytest.mark.parametrize(
    ("later", "change", "undone"),
    [
        (("the cats sat", "the cats sit"), ("cat", "cats"), False),
        (("of a y and z", "of an x and w"), ("an x", "a y"), True),
        (("new", None), (None, "new"), True),
        (("other", None), (None, "new"), False),
        ((None, None), (None, None), False),
    ],
)
def test_words_are_undone_where_the_same_words_are_given_back(later: Any, change: Any, undone: bool) -> None:
    lines = [ChangeLine("c/r", "e", None, "p3", *words) for words in (later, change)]
    assert undoes(*lines) is undone
