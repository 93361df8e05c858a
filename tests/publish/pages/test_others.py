from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from provenance.model.dates import Edtf
from provenance.publish.axis import Axis, axis_of
from provenance.publish.pages import changelog, compare, errata, index
from tests.publish.skerry.archive import DOC, EDITION

if TYPE_CHECKING:
    from provenance.publish.site import Site


def test_the_index_lists_records_by_their_earliest_day_and_says_what_they_have(skerry_site: Site) -> None:
    html = index.body(skerry_site)
    order = [html.index(f"winter-ports/doc-0{number}/") for number in (21, 17, 22)]
    assert order == sorted(order)
    assert "winter-ports/doc-014 · 2 editions · specimen · 6 corrections" in html
    assert "winter-ports/doc-021 · text withheld" in html
    assert "Withdrawn: Letter to an unnamed pilot" in html


@pytest.mark.parametrize(
    ("date", "mark"),
    [
        ("1923-02-14", "dot"),
        ("1923", "bar"),
        ("1923-02-14~", "ring"),
        ("192X", "maybe"),
        ("1928/..", "arrow"),
        ("../1928", "arrow"),
    ],
)
def test_a_date_is_drawn_by_how_well_it_is_known(date: str, mark: str) -> None:
    assert f'class="{mark}"' in Axis(1900, 1940).row(Edtf.parse(date))


def test_an_axis_holds_every_day_it_is_made_of() -> None:
    axis = axis_of([Edtf.parse("1919-11"), Edtf.parse("1934-01-02"), Edtf.parse("1928/..")])
    assert axis is not None
    assert 0 <= axis.at(dt.date(1919, 11, 1)) < axis.at(dt.date(1934, 1, 2)) <= 100
    assert axis_of([]) is None


def test_the_log_tells_place_for_read_reason_evidence_and_state(skerry_site: Site) -> None:
    html = changelog.body(skerry_site, None)
    entry = html[html.index('data-kind="erratum"') :]
    entry = entry[: entry.index("</article>")]
    assert '<span class="x">forty-one</span>' in entry
    assert '<span class="y">fourteen</span>' in entry
    assert "Figures transposed in print." in entry
    assert "tally book 1923/I" in entry
    assert "Pieter Vane, reader" in entry
    assert "✓ stands" in entry
    assert html.count("<article") == len(skerry_site.entries)


def test_the_errata_of_the_book_stand_apart_from_our_own_slips(skerry_site: Site) -> None:
    html = errata.body(skerry_site)
    book, own = html.split("Corrections of our own transcripts")
    assert "forty-one" in book
    assert "fourteen" in book
    assert "their own water" in own
    assert "their own water" not in book
    places = [book.index(f">{place}</a>") for place in ("¶1", "¶5", "¶7")]
    assert places == sorted(places)


def test_a_comparison_says_in_words_how_much_differs_and_shows_both_sides(skerry_site: Site) -> None:
    html = compare.body(skerry_site, DOC, EDITION, "reader-1931")
    assert "in a way that can change the sense" in html
    assert "<del>dockers</del>" in html
    assert "<ins>pilots</ins>" in html
    assert "Not in reader-1931." in html


def test_two_equal_texts_differ_in_nothing(skerry_site: Site) -> None:
    html = compare.body(skerry_site, DOC, EDITION, EDITION)
    assert "No word differs." in html
    assert 'class="change"' not in html
