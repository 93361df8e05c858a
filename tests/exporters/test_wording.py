from __future__ import annotations

from provenance.exporters.wording import Told, narrowed, spoken_value, told
from provenance.model.correction import ChangeLine


def test_an_erratum_is_told_as_what_it_does_to_the_words() -> None:
    change = ChangeLine("c/r", None, "/editions/ed/errata/was", None, None, {"where": 'p1 "was"', "now": "has been"})
    assert told(change) == Told("c/r:ed, ¶1", "was", "has been")


def test_an_erratum_that_is_taken_away_gives_the_printed_words_back() -> None:
    change = ChangeLine("c/r", None, "/editions/ed/errata/was", None, {"where": 'p1 "was"', "now": "has been"}, None)
    assert told(change) == Told("c/r:ed, ¶1", "has been", "was")


def test_a_date_is_told_in_words() -> None:
    change = ChangeLine("c/r", None, "/date/edtf", None, "1923-02-14", "1923-02-14~")
    assert told(change) == Told("c/r, date", "14 February 1923", "about 14 February 1923")


def test_of_long_readings_the_words_around_the_change_are_shown() -> None:
    shared = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    before, after = narrowed(f"{shared}old {shared}", f"{shared}new {shared}")
    assert before.startswith("… ")
    assert " old " in before
    assert " new " in after
    assert len(after) < 80


def test_of_a_reading_without_end_the_middle_is_left_out() -> None:
    after = told(ChangeLine("c/r", None, "/note", None, None, "word " * 500)).after
    assert len(after) < 260
    assert " … " in after


def test_a_date_that_is_none_is_told_as_it_was_written() -> None:
    assert told(ChangeLine("c/r", None, "/date/edtf", None, "1923-02-31", None)).before == "1923-02-31"


def test_an_erratum_whose_place_cannot_be_read_is_told_as_a_field() -> None:
    change = ChangeLine("c/r", None, "/editions/ed/errata/k", None, None, {"where": "?!", "now": "x"})
    assert told(change).after == "where: ?!, now: x"


def test_a_map_is_told_by_its_fields_names_and_a_set_by_its_members() -> None:
    evidence = {"bears": "against", "where": "fn 1, p3", "what": "The copy is unsigned."}
    assert spoken_value(evidence) == "bears: against, where: note 1, ¶3, what: The copy is unsigned."
    assert spoken_value(["Georgy Shakhnazarov", "G. Kh."]) == "Georgy Shakhnazarov, G. Kh."
    assert spoken_value({"role": "author", "held": {"certainty": "low"}}) == "role: author, held (certainty: low)"


def test_marks_are_told_by_what_is_said_of_the_words_and_never_as_notation() -> None:
    change = ChangeLine("c/r", "e", None, "p14", "[otdelnym]", "[otdelnym]{gloss lang=ru-Latn}")
    assert told(change) == Told("c/r:e, ¶14", "otdelnym", "", "declared as a gloss (Russian in Latin letters)")


def test_words_that_change_inside_their_marks_are_told_as_words() -> None:
    change = ChangeLine("c/r", "e", None, "p14", "[for] solutions", "[the] solutions")
    assert (told(change).before, told(change).after, told(change).said) == ("[for] solutions", "[the] solutions", "")
