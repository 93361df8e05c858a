"""Hostile pages are read in time that is in proportion to their length (THREATS T35)."""

from __future__ import annotations

import pytest

from provenance.errors import InputError
from tests.importers.pages import BODY, TITLE, imported
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
        "A. B. C. D. E. F. G. H.",
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
    "words", ["Lund: ", "[etc.] ", "rope[1] ", "… ", "<...> ", "3 March 1931 ", "A. ", "rope# ", "Enclosure "]
)
def test_one_long_paragraph_takes_time_in_proportion(words: str) -> None:
    def work(count: int) -> None:
        imported(f"{TITLE}\n\n{BODY}\n\n{words * count}\n\n\n[1] Hemp.\n")

    assert growth(work, 300, 3000, enough=13) <= 13
