"""Hostile words cost time in proportion to their length, and no more (THREATS T35)."""

from __future__ import annotations

import pytest

from provenance.audit.datings import dates_in, distances_in, mentions_in
from provenance.audit.quotations import MOST, quotations
from provenance.audit.quoted import Source
from provenance.audit.romanised import foreign_words, outside_brackets
from provenance.audit.runner import check
from tests.audit.examples import case_from
from tests.audit.test_quotations import Plain
from tests.linear import growth

HOSTILE = (
    "“a ",
    '"a ',
    "„“«",
    "[...",
    "[a[b]",
    "‘as’ ",
    "1931 May ",
    "some 13   ",
    "previous   ",
    "a’",
    ". . . ",
    "A. ”  ",
)


def read(words: str) -> None:
    """Everything that the rules do to prose."""
    for quotation in list(quotations(words))[:3]:
        Source([Plain(words)]).read(quotation, words)  # type: ignore[list-item]
    dates_in(words)
    distances_in(words)
    mentions_in(words)
    foreign_words(words, "en", outside_brackets(words))


@pytest.mark.alone
@pytest.mark.parametrize("unit", HOSTILE)
def test_t35_ten_times_the_words_cost_about_ten_times_the_time(unit: str) -> None:
    # quadratic would be a hundred times
    assert growth(read, unit * (10_000 // len(unit)), unit * (100_000 // len(unit)), enough=13) <= 30


def test_a_headnote_of_thousands_of_quotations_is_checked_in_part_and_says_so() -> None:
    quoted = " ".join(f"“lamps were number {number} for ships”" for number in range(MOST + 5))
    case = case_from(f"text: |\n  ::: headnote\n\n  ¶1 {quoted}\n\n  :::\n\n  ¶2 Lamps are number 3 for ships.\n")
    assert any(finding.code == "QUO003" and str(MOST) in finding.message for finding in check(case))
