from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.audit.datings import dates_in, distances_in, mentions_in, no_such_dates_in, sentence_around
from provenance.model.dates import Edtf, overlaps_possibly


@pytest.mark.parametrize(
    ("words", "dates"),
    [
        ("Document No. 6: Memorandum on Ports, May 4, 1931", ["1931-05-04"]),
        ("Protocol No. 166 of the Session, September 28, 1989", ["1989-09-28"]),
        ("Vardal, le 4 mai 1931", ["1931-05-04"]),
        ("Вардаль, 4 мая 1931 г.", ["1931-05-04"]),
        ("Vardal, den 4. Mai 1931", ["1931-05-04"]),
        ("Report of May 4, 1931 on the Session of April 30, 1931", ["1931-05-04", "1931-04-30"]),
        ("January 21/February 3, 1904", []),
        ("File 12/1931, no date", []),
        ("The year 1931", []),
        ("31 June 1931", []),
    ],
)
def test_dates_in_titles_and_datelines(words: str, dates: list[str]) -> None:
    found = dates_in(words)
    assert [one.date for one in found] == dates
    assert all(words[one.start : one.end].strip() == words[one.start : one.end] for one in found)


@pytest.mark.parametrize(
    ("words", "count", "unit", "earlier"),
    [
        ("held only 13 days earlier", 13, "day", True),
        ("some two weeks later", 2, "week", False),
        ("a year before.", 1, "year", True),
        ("sent nine days after the meeting", 9, "day", None),
        ("a couple of months afterwards", 2, "month", False),
        ("ten days on", 10, "day", False),
    ],
)
def test_distances_in_prose(words: str, count: int, unit: str, earlier: bool | None) -> None:
    (found,) = distances_in(words)
    assert (found.count, found.unit, found.earlier) == (count, unit, earlier)


@given(st.dates(), st.integers(1, 20), st.booleans())
def test_a_distance_leads_to_the_day_it_counts(day: object, count: int, earlier: bool) -> None:
    from datetime import date, timedelta

    assert isinstance(day, date)
    if not 50 < day.toordinal() < date.max.toordinal() - 50:
        return
    (distance,) = distances_in(f"{count} days {'earlier' if earlier else 'later'}")
    there = day + timedelta(days=-count if earlier else count)
    assert any(overlaps_possibly(days, Edtf(there.isoformat())) for days in distance.reckoned(Edtf(day.isoformat())))
    wrong = Edtf((there + timedelta(days=2)).isoformat())
    assert not any(overlaps_possibly(days, wrong) for days in distance.reckoned(Edtf(day.isoformat())))


@pytest.mark.parametrize(
    ("words", "which", "number"),
    [
        ("(see previous document)", "previous", None),
        ("(see the preceding document)", "previous", None),
        ("in the next document", "next", None),
        ("see also Document No. 5.", "number", "5"),
        ("cf. Doc. 12a", "number", "12a"),
        ("voir document précédent", "previous", None),
        ("siehe das vorhergehende Dokument", "previous", None),
        ("см. предыдущий документ", "previous", None),
    ],
)
def test_pointers_to_other_documents(words: str, which: str, number: str | None) -> None:
    (found,) = mentions_in(words)
    assert (found.which, found.number) == (which, number)


@pytest.mark.parametrize(
    "words", ["the following documents", "in previous years", "a document", "see Berg, Documents 5"]
)
def test_what_points_to_no_document(words: str) -> None:
    assert mentions_in(words) == ()


def test_a_sentence_ends_before_a_capital() -> None:
    words = "It rained, cf. no. 5. The board met ten days earlier (see previous document). “So be it.” It did."
    start, end = sentence_around(words, words.index("ten"), words.index("ten") + 3)
    assert words[start:end].strip() == "The board met ten days earlier (see previous document)."


@pytest.mark.parametrize("words", ["Vardal, 31 June 1931", "February 29, 1931", "le 31 avril 1931", "31 июня 1931 г."])
def test_dates_that_do_not_exist(words: str) -> None:
    assert len(no_such_dates_in(words)) == 1
    assert dates_in(words) == ()


@given(st.text(max_size=300))
def test_any_words_are_read(words: str) -> None:
    dates_in(words)
    distances_in(words)
    mentions_in(words)
