"""Hostile pages are read in time that is in proportion to their length (THREATS T35)."""

from __future__ import annotations

import pytest

from provenance.errors import InputError
from tests.importers.pages import BODY, TITLE, imported, letters, printed_words
from tests.linear import growth


def _page(block: str, count: int) -> str:
    return TITLE + "\n\n" + BODY + "\n\n" + "\n\n".join([block] * count) + "\n"


@pytest.mark.alone
@pytest.mark.parametrize(
    "block",
    [
        "Lund: The rope is gone.",
        "The stores of the harbour were counted twice and\n\n13",
        "rope] sold.",
        "# and the flour#",
        "Enclosure 1",
        "Participants: Karl Lund, Harbourmaster",
        "The rope[1] was sold, and the flour[1] too.",
        "3 March 1931, 4 March 1931, not later than 5 March 1931",
        "<...> (…) … [etc.] [[Telegram.]]",
        "Document No. ",
        "VELICHKO. Who will speak?",
        "¹ Not printed.",
        "Summary: of rope",
        "SECRET          Vardal, 3 March 1931",
        "A. B. C. D. E. F. G. H.",
        "XLII\n\nLetter from Karl Lund, May 3, 1931",
        "12 HARBOUR PAPERS\n\nand 22 brumaire an II",
        "Печатается по автографу (АГПВ. Ф. 1",
    ],
)
def test_many_paragraphs_take_time_in_proportion(block: str) -> None:
    def work(count: int) -> None:
        try:
            imported(_page(block, count))
        except InputError:
            return

    assert growth(work, 100, 1000, enough=13) <= 13


@pytest.mark.alone
@pytest.mark.parametrize(
    "words",
    [
        "Lund: ",
        "[etc.] ",
        "rope[1] ",
        "… ",
        "<...> ",
        "3 March 1931 ",
        "A. ",
        "rope# ",
        "Enclosure ",
        "rope (1) ",
        "between 3 and ",
        "3/",
        "early March 1931, ",
    ],
)
def test_one_long_paragraph_takes_time_in_proportion(words: str) -> None:
    def work(count: int) -> None:
        imported(f"{TITLE}\n\n{BODY}\n\n{words * count}\n\n\n[1] Hemp.\n")

    assert growth(work, 300, 3000, enough=13) <= 13


@pytest.mark.alone
@pytest.mark.parametrize("sign", ["[", "]", "*", "(", '"', "7", "\\", "{", "¹"])
def test_a_page_of_one_sign_takes_time_in_proportion(sign: str) -> None:
    def work(count: int) -> None:
        imported(f"{TITLE}\n\n{BODY}\n\n{sign * count}\n\n{BODY}\n")

    assert growth(work, 40_000, 400_000, enough=13) <= 13


def test_a_line_of_opening_brackets_is_kept_and_told_once_there_are_many() -> None:
    brought = imported(f"{TITLE}\n\n{BODY}\n\n{'[' * 200_000}\n\n{BODY}\n")
    told = [one.words for one in brought.report.left_over]
    assert letters(printed_words(brought)).count("[") == 200_000
    assert told[-1] == "199,950 more in this line"
    assert len(told) == 51


@pytest.mark.parametrize("signs", ["[]", "[^1]", "[[x]] "])
def test_a_flood_of_bracket_pairs_is_refused_with_its_line_and_a_mend(signs: str) -> None:
    with pytest.raises(InputError) as caught:
        imported(f"{TITLE}\n\n{BODY}\n\n{signs * 60_000}\n")
    assert caught.value.code == "too-big"
    assert caught.value.line == 5
    assert "pairs of square brackets" in str(caught.value)
    assert caught.value.hint


def test_one_line_longer_than_any_paragraph_is_refused_with_its_line() -> None:
    with pytest.raises(InputError) as caught:
        imported(f"{TITLE}\n\n{BODY}\n\n{'[' * 10_000_000}\n")
    assert caught.value.line == 5
    assert "at most" in str(caught.value) or "no paragraph has more" in str(caught.value)
