from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from provenance.text.plain import plain_text
from provenance.text.readings import Reading, derive


def words(source: str, reading: Reading = Reading.PRINTED) -> list[str]:
    return [passage.words for passage in derive(plain_text(source), reading)]


def test_blank_lines_part_paragraphs_and_broken_lines_are_joined() -> None:
    assert words("No bread\nfor nine days.\n \nNobody came.\r\n") == ["No bread for nine days.", "Nobody came."]


def test_without_a_blank_line_every_line_is_a_paragraph() -> None:
    assert words("No bread.\nNobody came.") == ["No bread.", "Nobody came."]


def test_signs_of_the_notation_are_letters_here() -> None:
    source = "¶3 @title *No* {u|bread} %text ::: | \\"
    assert words(source) == [source]


def test_brackets_that_pair_up_are_printed_brackets_and_others_letters() -> None:
    assert words("No bread [at all] came.", Reading.DOCUMENT) == ["No bread came."]
    assert words("No bread [at all came.", Reading.DOCUMENT) == ["No bread [at all came."]
    assert words("No bread [ came] [^1].") == ["No bread [ came] [^1]."]


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=60))
def test_any_line_is_read_letter_for_letter(line: str) -> None:
    # a space that does not break, or is of a width of its own, was set on purpose: it stays
    folded = re.sub("[ ]+", " ", line).strip()
    assert words(line) == ([folded] if folded else [])
