from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from provenance.errors import InputError
from provenance.model.agents import Office
from provenance.model.dates import (
    Bounds,
    Edtf,
    edtf_of,
    office_bounds,
    order,
    overlaps_possibly,
    overlaps_surely,
    possibly_before,
    spoken,
    surely_before,
)


def outcome(value: str) -> Edtf | InputError:
    try:
        return Edtf.parse(value)
    except InputError as error:
        return error


def refused(value: str) -> InputError:
    with pytest.raises(InputError) as caught:
        Edtf.parse(value)
    return caught.value


@pytest.mark.parametrize(
    ("written", "earliest", "latest"),
    [
        ("1986-06-26", "1986-06-26", "1986-06-26"),
        ("1986-06", "1986-06-01", "1986-06-30"),
        ("1988-02", "1988-02-01", "1988-02-29"),
        ("1986", "1986-01-01", "1986-12-31"),
        ("198X", "1980-01-01", "1989-12-31"),
        ("19XX", "1900-01-01", "1999-12-31"),
        ("1986-XX", "1986-01-01", "1986-12-31"),
        ("1986-06-XX", "1986-06-01", "1986-06-30"),
        ("1986-21", "1986-03-01", "1986-05-31"),
        ("1986-24", "1985-12-01", "1987-02-28"),
        ("1986-1X", "1986-10-01", "1986-12-31"),
        ("1986-06-2X", "1986-06-20", "1986-06-29"),
        ("198X-02-29", "1980-02-29", "1988-02-29"),
        ("1986-21?", "1985-11-29", "1986-08-31"),
        ("{1986-06-26, 1986-07-01}", "1986-06-26", "1986-07-01"),
        ("[1986-06-26, 1986-07-01]", "1986-06-26", "1986-07-01"),
        ("[..1986-06-26]", None, "1986-06-26"),
        ("1986-06/1986-08", "1986-06-01", "1986-08-31"),
        ("1988-02/..", "1988-02-01", None),
        ("1988-02/", "1988-02-01", None),
        ("../1988-02", None, "1988-02-29"),
        ("/1988-02", None, "1988-02-29"),
        ("1986-06-26T12:30:00Z", "1986-06-26", "1986-06-26"),
        ("-0044", None, "0001-01-01"),
        ("0000", None, "0001-01-01"),
        ("Y17E7", "9999-12-31", None),
        ("0001-01-01", "0001-01-01", "0001-01-01"),
    ],
)
def test_a_date_knows_the_earliest_and_the_latest_day_it_can_mean(
    written: str, earliest: str | None, latest: str | None
) -> None:
    bounds = Edtf.parse(written).bounds
    assert bounds == Bounds(
        None if earliest is None else date.fromisoformat(earliest),
        None if latest is None else date.fromisoformat(latest),
    )
    assert str(Edtf.parse(written)) == written


@pytest.mark.parametrize("sign", "?~%")
def test_a_qualified_date_can_mean_more_than_it_says(sign: str) -> None:
    for written in ("1986", "1986-06", "1986-06-26"):
        plain, qualified = Edtf.parse(written).bounds, Edtf.parse(written + sign).bounds
        assert plain.earliest is not None
        assert plain.latest is not None
        assert qualified.earliest is not None
        assert qualified.latest is not None
        assert qualified.earliest < plain.earliest
        assert qualified.latest > plain.latest


def test_an_interval_has_two_ends() -> None:
    interval = Edtf.parse("1986-06/1988-02-14")
    assert interval.is_interval
    assert interval.start == Bounds(date(1986, 6, 1), date(1986, 6, 30))
    assert interval.end == Bounds(date(1988, 2, 14), date(1988, 2, 14))
    assert Edtf.parse("1988-02/..").end == Bounds(None, None)
    assert Edtf.parse("1986").start == Edtf.parse("1986").end


@pytest.mark.parametrize(
    ("written", "words", "hint"),
    [
        ("1986-06-31", "1986-06-31 does not exist: June 1986 has 30 days", "1986-06-30, or 1986-06"),
        ("1900-02-29", "February 1900 has 28 days", "1900-02-28, or 1900-02"),
        ("1986-02-29", "has 28 days", "1986-02-28, or 1986-02"),
        ("1986-06-00", "does not exist", "1986-06-01"),
        ("1986-13", "no month 13", "1986"),
        ("1986-00-05", "no month 00", "1986"),
        ("1986-06-31?", "does not exist", "1986-06-30"),
        ("1986-06-31/1986-07", "does not exist", "1986-06-30"),
        ("[1986-06-26, 1986-06-31]", "does not exist", "1986-06-30"),
        ("1988-01/1986-02", "ends before it begins", "1986-02/1988-01"),
        ("1986-06-26/1986-06-25", "ends before it begins", "1986-06-25/1986-06-26"),
        ("26.6.1986", "no date in EDTF", "1986-06-26"),
        ("1986-6-26", "no date in EDTF", "1986-06-26"),
        ("1986/06/26", "no interval", None),
        ("June 26, 1986", "no date in EDTF", "1986-06-26"),
        ("26 июня 1986 г.", "no date in EDTF", "1986-06-26"),
        ("ca. 1986", "no date in EDTF", "1986~"),
        ("1986-06-26 ", "no date in EDTF", None),
        ("١٩٨٦", "no date in EDTF", None),
        ("/", "no interval", None),
        ("../..", "no interval", None),
        ("", "no date in EDTF", None),
        ("unknown", "no date in EDTF", None),
    ],
)
def test_a_date_that_does_not_exist_or_is_written_otherwise_is_refused_with_the_mend(
    written: str, words: str, hint: str | None
) -> None:
    error = refused(written)
    assert words in error.message
    if hint is not None:
        assert hint in (error.hint or "")


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("not later than 3 March 1931", "../1931-03-03"),
        ("не позднее 3 марта 1931 г.", "../1931-03-03"),
        ("vor dem 3. März 1931", "../1931-03-03"),
        ("avant le 3 mars 1931", "../1931-03-03"),
        ("after March 1931", "1931-03/.."),
        ("ca. 3 March 1931", "1931-03-03~"),
        ("3 March 1931?", "1931-03-03?"),
        ("between 3 and 5 March 1931", "[1931-03-03..1931-03-05]"),
        ("December 30, 1930 – January 2, 1931", "1930-12-30/1931-01-02"),
        ("3–5 March 1931", "1931-03-03/1931-03-05"),
        ("3.–5. März 1931", "1931-03-03/1931-03-05"),
        ("March–April 1931", "1931-03/1931-04"),
        ("March 30–April 2, 1931", "1931-03-30/1931-04-02"),
        ("March 3–5, 1931", "1931-03-03/1931-03-05"),
        ("January 21/February 3, 1918", "1918-02-03"),
        ("21 января/3 февраля 1918 г.", "1918-02-03"),
        ("spring 1931", "1931-21"),
        ("осенью 1931 г.", "1931-23"),
        ("third quarter of 1931", "1931-35"),
        ("second half of 1931", "1931-41"),
        ("the 1930s", "193X"),
        ("June 26, 1986, 9 p.m.", "1986-06-26"),
        ("10-12 June 1986", "1986-06-10/1986-06-12"),
        ("3/4 March 1931", "1931-03-03/1931-03-04"),
        ("1986-06-26/27", "1986-06-26/1986-06-27"),
        ("1986/87", "1986/1987"),
        ("1900-1980", "1900/1980"),
        ("3 or 4 March 1931", "[1931-03-03,1931-03-04]"),
        ("26.VI.1986", "1986-06-26"),
        ("19860626", "1986-06-26"),
        ("1986 June 26", "1986-06-26"),
        ("26/06/1986", "1986-06-26"),
        ("early June 1986", "1986-06"),
        ("в конце июня 1986 г.", "1986-06"),
        ("1986-06-26T10:30", "1986-06-26T10:30:00"),
    ],
)
def test_a_date_in_words_is_refused_with_the_edtf_that_was_meant(written: str, hint: str) -> None:
    assert refused(written).hint == hint
    assert Edtf.parse(hint)


@pytest.mark.parametrize("written", ["3 vendémiaire an III", "January 21/March 3, 1918", "n.d.", "between two wars"])
def test_words_that_are_no_sure_day_get_no_day_for_a_hint(written: str) -> None:
    assert (refused(written).hint or "").startswith("1986-06-26, 1986-06,")


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("31 June 1986", "1986-06-30, or 1986-06"),
        ("05/06/1986", "1986-06-05, or 1986-05-06"),
        ("n.d.", "basis: unknown"),
    ],
)
def test_a_hint_is_a_day_that_exists_and_names_every_way_to_read_the_words(written: str, hint: str) -> None:
    assert hint in (refused(written).hint or "")


def test_31_june_in_prose_is_no_date_either() -> None:
    with pytest.raises(InputError, match="June 1986 has 30 days"):
        edtf_of("31 June 1986")


@given(st.one_of(st.text(max_size=30), st.text("0123456789-/X?~%.[]{},YES", max_size=20), st.text(max_size=300)))
def test_any_text_gives_a_date_or_an_input_error(value: str) -> None:
    result = outcome(value)
    if isinstance(result, Edtf):
        assert str(result) == value
        bounds = result.bounds
        assert bounds.earliest is None or bounds.latest is None or bounds.earliest <= bounds.latest
        assert spoken(result)


days = st.dates(date(1, 1, 1), date(9999, 12, 31)).map(lambda day: Edtf.parse(day.isoformat()))
fuzzy = st.one_of(
    days,
    st.dates(date(1900, 1, 1), date(1999, 12, 31)).flatmap(
        lambda day: st.sampled_from(
            [
                f"{day:%Y}",
                f"{day:%Y-%m}",
                f"{day:%Y}?",
                f"{day:%Y-%m}~",
                f"{day:%Y}/..",
                f"../{day:%Y-%m}",
                f"{day:%Y-%m-%d}/",
            ]
        ).map(Edtf.parse)
    ),
)


CALENDAR = [date(1983, 12, 1) + timedelta(days=at) for at in range(500)]
"""All days there are, where an EDTF date is held against the very days that it can mean."""


def meant(written: str) -> list[date]:
    """The days of CALENDAR that a date can mean, found by looking at each: no arithmetic of ours is in it."""
    if written[0] == "[":
        return sorted({day for member in written[1:-1].split(",") for day in meant_of_member(member)})
    return [day for day in CALENDAR if all(w in ("X", d) for w, d in zip(written, day.isoformat(), strict=False))]


def meant_of_member(member: str) -> list[date]:
    start, dots, end = member.partition("..")
    if not dots:
        return meant(member)
    first, last = meant(start)[0], meant(end)[-1]
    return [day for day in CALENDAR if first <= day <= last]


patterns = st.sampled_from(CALENDAR).flatmap(
    lambda day: st.sampled_from(
        [f"{day}", f"{day:%Y-%m}", f"{day:%Y-%m}-XX", f"{day:%Y}-XX-{day:%d}", f"{day:%Y}-{day:%m}"[:-1] + "X",
         f"{day}"[:-1] + "X"]
    )
)  # fmt: skip
members = st.one_of(
    patterns, st.tuples(st.sampled_from(CALENDAR), st.sampled_from(CALENDAR)).map(lambda two: f"{min(two)}..{max(two)}")
)
sets = st.one_of(patterns, st.lists(members, min_size=1, max_size=3).map(lambda some: f"[{','.join(some)}]"))


@settings(deadline=None)
@given(sets, sets)
def test_the_order_of_two_dates_is_that_of_all_the_days_they_can_mean(a: str, b: str) -> None:
    first, second = meant(a), meant(b)
    assume(first and second and all(day.year == 1984 for day in (*first, *second)))
    before = [one < other for one in first for other in second]
    expected = "surely" if all(before) else "possibly" if any(before) else "no"
    assert order(Edtf.parse(a), Edtf.parse(b)) == expected
    assert Edtf.parse(a).bounds == Bounds(first[0], first[-1])


spans = st.tuples(st.sampled_from(CALENDAR), st.sampled_from(CALENDAR)).map(
    lambda two: (min(two), max(two), f"{min(two)}/{max(two)}")
)


@given(spans, spans, st.sampled_from(CALENDAR))
def test_intervals_of_known_ends_overlap_where_a_day_belongs_to_both(
    a: tuple[date, date, str], b: tuple[date, date, str], day: date
) -> None:
    shared = any(a[0] <= each <= a[1] and b[0] <= each <= b[1] for each in CALENDAR)
    one, other = Edtf.parse(a[2]), Edtf.parse(b[2])
    assert overlaps_surely(one, other) is shared
    assert overlaps_possibly(one, other) is shared
    assert overlaps_surely(one, Edtf.parse(day.isoformat())) is (a[0] <= day <= a[1])


@given(st.one_of(sets, st.text("0123456789-/X?~%.[]{},YES", max_size=20)))
def test_every_date_is_said_in_words_and_not_in_signs(written: str) -> None:
    result = outcome(written)
    if isinstance(result, Edtf):
        said = spoken(result)
        assert not set("X[]{}~%/?") & set(said)
        assert ".." not in said


@pytest.mark.parametrize("written", ["1986-3X", "1986-XX-9X", "XX81-02-29", "1986-1X-45"])
def test_figures_that_fit_no_day_are_refused(written: str) -> None:
    assert refused(written).hint


def test_reading_a_date_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    for written in ("1986-1Y", "1986X-06", "[1986-1X?]", "Y1X"):
        outcome(written)
    assert capsys.readouterr().out == ""


@given(days, days)
def test_plain_days_are_ordered_as_the_calendar_orders_them(a: Edtf, b: Edtf) -> None:
    assert (order(a, b) == "surely") == (str(a) < str(b))
    assert order(a, b) in {"surely", "no"}


@given(fuzzy, fuzzy)
def test_what_is_surely_before_is_possibly_before_and_the_other_way_round_is_not(a: Edtf, b: Edtf) -> None:
    if surely_before(a, b):
        assert possibly_before(a, b)
        assert order(b, a) == "no"
        assert not overlaps_possibly(a, b)
    assert overlaps_possibly(a, b) == overlaps_possibly(b, a)
    assert overlaps_surely(a, b) == overlaps_surely(b, a)
    if overlaps_surely(a, b):
        assert overlaps_possibly(a, b)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("1986-06~", "1988-02", "surely"),
        ("1986-06-26", "1988-02/..", "surely"),
        ("1988-02/..", "1986-06-26", "no"),
        ("1986-06", "1986-06-26", "possibly"),
        ("1986-06-26", "1986-06", "possibly"),
        ("1988-01~", "1988-02", "possibly"),
        ("1986-06-26", "1986-06-26", "no"),
        ("1986-06-26", "../1990", "possibly"),
        ("1986-06-26", "/1990", "possibly"),
        ("1986/..", "1990", "possibly"),
    ],
)
def test_comparison_under_uncertainty(a: str, b: str, expected: str) -> None:
    assert order(Edtf.parse(a), Edtf.parse(b)) == expected


@pytest.mark.parametrize(
    ("a", "b", "surely", "possibly"),
    [
        ("1986/1990", "1988-06-26", True, True),
        ("1986/1990", "1988", True, True),
        ("1986/1990", "1990-06-26", False, True),
        ("1986/1990", "1991", False, False),
        ("1986/..", "2020-01-01", True, True),
        ("1986/", "2020-01-01", False, True),
        ("1986/1990", "1989/1995", True, True),
        ("1986/1990", "1990/1995", False, True),
        ("1986-06", "1986-06-26", False, True),
        ("1986-06-26", "1986-06-26", True, True),
    ],
)
def test_overlap_under_uncertainty(a: str, b: str, surely: bool, possibly: bool) -> None:
    assert overlaps_surely(Edtf.parse(a), Edtf.parse(b)) is surely
    assert overlaps_possibly(Edtf.parse(a), Edtf.parse(b)) is possibly


def office(**fields: object) -> Office:
    return Office.model_validate({"title": "harbour master", **fields})


def test_an_office_that_began_after_a_day_began_at_the_earliest_on_the_next() -> None:
    start, end = office_bounds(office(begins={"after": "1986-06-26"}))
    assert start == Bounds(date(1986, 6, 27), None)
    assert end == Bounds(date(1986, 6, 27), None)
    assert surely_before(Edtf.parse("1986-06-26"), start)


def test_an_offices_interval_is_narrowed_by_what_edtf_cannot_say() -> None:
    start, end = office_bounds(
        office(held="1988-02/1991", ends={"before": "1991-08-24"}, begins={"after": "1988-02-10"})
    )
    assert start == Bounds(date(1988, 2, 11), date(1988, 2, 29))
    assert end == Bounds(date(1991, 1, 1), date(1991, 8, 23))
    assert office_bounds(office()) == (Bounds(None, None), Bounds(None, None))
    assert office_bounds(office(held="1988-02/.."))[1] == Bounds(date(1988, 2, 1), None)
    assert office_bounds(office(held="1988"))[0] == Bounds(date(1988, 1, 1), date(1988, 12, 31))
    assert office_bounds(office(begins={"after": "9999-12-31"}))[0].earliest == date(9999, 12, 31)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("1986-06-26", "26 June 1986"),
        ("1986-06", "June 1986"),
        ("1986", "1986"),
        ("1923-02-14~", "about 14 February 1923"),
        ("1986?", "1986 (uncertain)"),
        ("1986%", "about 1986 (uncertain)"),
        ("198X", "1980s"),
        ("19XX", "1900s"),
        ("1986-XX", "1986"),
        ("1986-06-XX", "June 1986"),
        ("1986-21", "spring 1986"),
        ("1988-02/..", "February 1988 or later"),
        ("../1988-02", "February 1988 or earlier"),
        ("1988-02/", "from February 1988, end not known"),
        ("/1988-02", "until February 1988, beginning not known"),
        ("1986-06/1988-02-14", "June 1986 to 14 February 1988"),
        ("[1986-06-26, 1986-06-27]", "26 June 1986 or 27 June 1986"),
        ("{1985, 1986-06, 1987}", "1985, June 1986 and 1987"),
        ("1986-XX-26", "the 26th of an unknown month of 1986"),
        ("XXXX-06-26", "26 June of an unknown year"),
        ("198X-06", "June of an unknown year of the 1980s"),
        ("1XXX", "an unknown year between 1000 and 1999"),
        ("1986-1X", "October, November or December 1986"),
        ("1986-06-2X", "between 20 and 29 June 1986"),
        ("1985-02-2X", "between 20 and 28 February 1985"),
        ("[1922-12-01..1923-02-14]", "between 1 December 1922 and 14 February 1923"),
        ("[..1923-02-14]", "14 February 1923 or earlier"),
        ("[1923-02..]", "February 1923 or later"),
        ("[1667, 1668, 1670..1672]", "1667, 1668 or between 1670 and 1672"),
        ("{1922-12..1923-02}", "December 1922 to February 1923"),
        ("{..1985}", "1985 and earlier"),
        ("1986?-06", "June 1986 (year uncertain)"),
        ("1894-08-?22", "22 August 1894 (day uncertain)"),
        ("1986-21?", "spring 1986 (uncertain)"),
        ("1986-25", "spring 1986 (northern hemisphere)"),
        ("1986-33", "first quarter of 1986"),
        ("1986-41", "second half of 1986"),
        ("1986-06-26T12:30:00Z", "26 June 1986, 12:30 UTC"),
        ("-0044-03-15", "15 March 45 BC"),
        ("0000", "1 BC"),
        ("Y17E7", "170,000,000"),
        ("1986S2", "about 1986 (between 1900 and 1999)"),
    ],
)
def test_a_date_is_said_as_one_says_it(written: str, said: str) -> None:
    assert spoken(Edtf.parse(written)) == said


@pytest.mark.parametrize(
    ("words", "language", "expected"),
    [
        ("June 26, 1986", "en", "1986-06-26"),
        ("26 June 1986", "en", "1986-06-26"),
        ("26th of June, 1986", "en", "1986-06-26"),
        ("Thursday, June 26, 1986", "en", "1986-06-26"),
        ("Sept. 3, 1931", "en", "1931-09-03"),
        ("June 26, 1986.", "en", "1986-06-26"),
        ("June 1986", "en", "1986-06"),
        ("26\xa0June\n1986", "en-GB", "1986-06-26"),
        ("26 июня 1986 г.", "ru", "1986-06-26"),
        ("26 июня 1986 года", "ru", "1986-06-26"),
        ("Июнь 1986", "ru", "1986-06"),
        ("13 mars 1931", "fr", "1931-03-13"),
        ("1er août 1944", "fr", "1944-08-01"),
        ("le 3 février 1917", "fr", "1917-02-03"),
        ("le lundi 3 février 1919", "fr", "1919-02-03"),
        ("3. März 1931", "de", "1931-03-03"),
        ("den 3. Mai 1931", "de", "1931-05-03"),
        ("Mai 1931", "de", "1931-05"),
        ("June 26", "en", None),
        ("on June 26, 1986 in Moscow", "en", None),
        ("26 juin 1986", "en", None),
        ("March of the Volunteers 1935", "en", None),
        ("1986", "en", None),
        ("26 June 1986", "xx", None),
        ("", "en", None),
    ],
)
def test_a_date_written_out_in_prose_is_read_and_nothing_else_is(
    words: str, language: str, expected: str | None
) -> None:
    assert edtf_of(words, language) == expected


@given(st.dates(date(1000, 1, 1)))
def test_every_day_said_is_read_back(day: date) -> None:
    written = Edtf.parse(day.isoformat())
    assert edtf_of(spoken(written), "en") == written


@given(st.text(max_size=100), st.sampled_from(["en", "fr", "de", "ru"]))
def test_any_prose_gives_a_date_or_none(words: str, language: str) -> None:
    assert edtf_of(words, language) is None or words.strip()


def test_plain_dates_do_not_load_the_library() -> None:
    program = (
        "import sys\nfrom provenance.model.dates import Edtf\n"
        "for each in ('1986-06-26', '1986-06', '1986', '1988-02/..'): Edtf.parse(each).bounds\n"
        "sys.exit('edtf' in sys.modules)\n"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False, timeout=60).returncode == 0
