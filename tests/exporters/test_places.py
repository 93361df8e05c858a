from __future__ import annotations

import pytest

from provenance.exporters.places import cited, place_of, spoken_where
from provenance.model.correction import ChangeLine


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("p25", "¶25"),
        ("title, p25", "title, ¶25"),
        ("fn 1", "note 1"),
        ("n1", "note 1"),
        ("headnote[1]", "headnote 1"),
        ('p14 "separate, actions"', "¶14 “separate, actions”"),
        ("winter-ports/doc-014 fn 1", "winter-ports/doc-014, note 1"),
        ("Staff register, p. 8", "Staff register, p. 8"),
        ("c1, f. 13", "c1, f. 13"),
    ],
)
def test_a_place_is_said_as_a_reader_knows_it(where: str, words: str) -> None:
    assert spoken_where(where) == words


def test_a_citation_of_something_else_is_never_taken_apart() -> None:
    assert [place.words for place in cited("Outgoing 1923, p. 4")] == ["Outgoing 1923, p. 4"]
    assert cited("Outgoing 1923, p. 4")[0].anchor is None


def test_a_place_in_another_record_names_both() -> None:
    (place,) = cited("winter-ports/doc-014 p3")
    assert (place.record, place.anchor) == ("winter-ports/doc-014", "p3")


def test_a_field_is_called_by_its_name() -> None:
    change = ChangeLine("c/r", None, "/attributions/drafter-x/held/certainty", None, "high", "low")
    assert place_of(change) == "c/r, certainty held for drafter-x"
