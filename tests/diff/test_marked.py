from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.diff.changes import changes
from provenance.diff.marked import Marked, marked
from tests.diff.specimen import body
from tests.diff.test_changes import web


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("[x y]", "[x y]{gloss lang=ru-Latn}", "declared as a gloss (Russian in Latin letters)"),
        ("[x y]{gloss lang=ru}", "[x y]{gloss lang=ru by=translator}", "declared as a gloss (by translator)"),
        ("[x y]{gloss lang=ru}", "[x y]{gloss lang=ru-Latn}",
         "declared as a gloss (Russian in Latin letters), before: Russian"),
        ("[x y]{gloss}", "[x y]", "no longer declared as a gloss"),
        ("[x y]{gloss}", "[x y]{remark}", "declared as a remark, before as a gloss"),
        ("[x y]", "[x y]{corr was=xy}", "declared as a correction in the edition (for “xy”)"),
        ("x y", "{u|x y}", "marked as underlined"),
        ("*x y*", "x y", "no longer marked as emphasis"),
        ("x y", "x {pb n=2}y", "marked as the beginning of a page (2)"),
        ("¶5 x y", "¶5 @resolution{by=h2 place=margin} x y", "declared as a resolution (by h2, place margin)"),
    ],
)  # fmt: skip
def test_a_change_of_marks_is_said_in_words(before: str, after: str, said: str) -> None:
    assert marked(before, after) == Marked("x y", said)


@pytest.mark.parametrize(
    ("before", "after"),
    [("[x]", "[y]"), ("x", "x"), ("x", "y"), (None, "[x]"), ({"a": "b"}, "[x]"), ("[x", "[x]"), ("{", "x")],
)
def test_a_change_of_words_and_what_is_no_notation_is_none(before: object, after: object) -> None:
    assert marked(before, after) is None


@given(st.text(alphabet="ab[]{}*|=\\^1 ¶@\n", max_size=12), st.text(alphabet="ab[]{}*|=\\^1 ¶@\n", max_size=12))
def test_whatever_stands_there_it_is_a_value_or_none(before: str, after: str) -> None:
    found = marked(before, after)
    assert found is None or found.said


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("We had [otdelnym poryadkom] some.", "We had [otdelnym poryadkom]{gloss lang=ru-Latn} some.",
         ("[otdelnym poryadkom]", "[otdelnym poryadkom]{gloss lang=ru-Latn}")),
        ("The most urgent thing.", "The most {u|urgent} thing.", ("urgent", "{u|urgent}")),
        ("So [we *all* came] there.", "So [we {b|all} came] there.", ("*all*", "{b|all}")),
    ],
)  # fmt: skip
def test_of_a_change_of_marks_the_marked_words_are_told_and_no_neighbour(
    before: str, after: str, line: tuple[str, str]
) -> None:
    (found,) = changes(web(body(before)), web(body(after)))
    assert (found.before, found.after) == line
