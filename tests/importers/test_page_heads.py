"""What stands at the head and the foot of a page, read one by one: who, when, where, and under which number."""

from __future__ import annotations

from typing import Any

import pytest

from provenance.importers._page.citations import read_source
from provenance.importers._page.dateline import place_attested, place_beside
from provenance.importers._page.dates import find_dates
from provenance.importers._page.fields import ordinary_case
from provenance.importers._page.filemarks import file_mark
from provenance.importers._page.names import party
from provenance.importers._page.signers import signer
from provenance.importers._page.title import parse_title
from tests.importers.pages import BODY, LONG, imported, page


def roles(record: dict[str, Any]) -> list[tuple[str, str]]:
    return [(claim["role"], claim["agent"]) for claim in record.get("attributions", {}).values()]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("I. Petrov", "I. Petrov"),
        ("M. T. Surin", "M. T. Surin"),
        ("M. Delmas", "Delmas"),
        ("Mr. Philip de Horne", "Philip de Horne"),
        ("Under Secretary Ball", "Ball"),
        ("Ministerialdirigent von Holm", "von Holm"),
    ],
)
def test_a_person_s_initials_are_his_and_an_office_is_not(words: str, name: str) -> None:
    assert (party(words).name, party(words).kind) == (name, "person")


@pytest.mark.parametrize(
    ("printed", "written"),
    [("VARDAL", "Vardal"), ("THE HAGUE", "The Hague"), ("RIO DE LA PLATA", "Rio de la Plata"), ("Bonn", "Bonn"),
     ("U.S.S.R.", "U.S.S.R."), ("USA", "USA")],
)  # fmt: skip
def test_a_place_in_capitals_is_written_as_names_are(printed: str, written: str) -> None:
    assert ordinary_case(printed) == written


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("3 and 4 October 1962", "1962-10-03/1962-10-04"),
        ("October 3 and 5, 1962", "{1962-10-03,1962-10-05}"),
        ("the 26th day of August, A. D. 1861", "1861-08-26"),
        ("between 3 and 5 March 1931", "[1931-03-03..1931-03-05]"),
    ],
)
def test_days_that_are_joined_by_and(words: str, edtf: str) -> None:
    assert [date.edtf for date in find_dates(words)] == [edtf]


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("Done at Vardal this 3rd day of May, 1931", "Vardal"),
        ("Done at the city of Vardal, May 3, 1931, in two copies.", "Vardal"),
        ("Given at our house by the sea on 3 May 1931.", ""),
        ("Done with care on 3 May 1931.", None),
    ],
)
def test_the_clause_that_closes_an_act_says_where(words: str, place: str | None) -> None:
    assert place_attested(words) == place


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("Despatched 4 June 1931, 18.30.", ""),
        ("T. n° 55. Chiffré. Vardal, 7 mai 1931, 20 h. 15.", "Vardal"),
        ("“Vardal, 2 June 1931", None),
        ("Sent to Oslo, 4 June 1931", None),
        ("II A 3-82.00-94.27 VS-Nr. 214/74 geheim 8. Mai 1974", ""),
    ],
)
def test_what_stands_beside_a_date_and_is_no_place(words: str, place: str | None) -> None:
    assert place_beside(words) == place


@pytest.mark.parametrize(
    ("words", "mark"),
    [("No. 212 Telegraphic [C 4417/18/55]", "C 4417/18/55"), ("AZ: 21-30.14/74", "21-30.14/74"),
     ("No. 212 Telegraphic", None), ("No. 212 [see page 5]", None)],
)  # fmt: skip
def test_the_number_of_a_file(words: str, mark: str | None) -> None:
    assert file_mark(words) == mark


@pytest.mark.parametrize(
    ("words", "name"),
    [("(signed) Karl Lund", "Karl Lund"), ("/s/ Karl Lund", "Karl Lund"), ("KARL LUND.", "Karl Lund"),
     ("Chairman of the Council R. Velichko", None), ("Посол СССР П. Ветров", None)],
)  # fmt: skip
def test_a_signature_names_a_person_or_nobody(words: str, name: str | None) -> None:
    who = signer(words)
    assert (who.name if who else None) == name


def test_the_author_of_a_letter_that_is_only_signed_is_inferred_and_asked_about() -> None:
    brought = imported(page("Vardal, 3 May 1931", BODY, LONG, "Yours,", "Karl Lund", title="Letter to Olga Brandt"))
    claim = brought.record["attributions"]["author-lund"]
    assert (claim["asserted"]["where"], claim["asserted"]["certainty"]) == ("signature", "medium")
    assert any(one["about"] == "/attributions/author-lund" for one in brought.record["questions"].values())
    assert any(one.what == "author" and one.where == "signature" for one in brought.report.inferred)


@pytest.mark.parametrize("title", ["Minutes of the Harbour Council, 3 May 1931", "Decree on Rope, 3 May 1931"])
def test_who_signs_minutes_or_a_decree_is_not_taken_for_its_author(title: str) -> None:
    record = imported(page(BODY, LONG, "Yours,", "Karl Lund", title=title)).record
    assert not [agent for role, agent in roles(record) if role == "author"]


def test_who_presides_over_a_session_takes_part_in_it() -> None:
    title = "Minutes of the Harbour Council, 3 May 1931"
    record = imported(page("Presided over by Comrade R. P. VELICHKO", BODY, LONG, title=title)).record
    assert roles(record) == [("participant", "velichko-r-p"), ("chair", "velichko-r-p")]


def test_a_place_in_a_title_is_the_place_and_no_addressee() -> None:
    title = "Note From the Harbour Council to Karl Lund, Vardal, September 13, 1972"
    brought = imported(page(BODY, LONG, title=title))
    assert roles(brought.record) == [("author", "harbour-council"), ("addressee", "lund-karl")]
    assert brought.record["place"] == {"name": "Vardal", "basis": "stated", "where": "title"}


def test_two_addressees_are_joined_by_and() -> None:
    title = parse_title("Letter from Olga Brandt to Karl Lund and Pavel Ilyin, March 3, 1931")
    assert [who.name for who in title.addressees] == ["Karl Lund", "Pavel Ilyin"]


def test_an_hour_behind_the_date_is_no_word_of_the_title() -> None:
    assert parse_title("Memorandum of Conversation, Vardal, June 12, 1972, 9:50-10:30 p.m.").bare == (
        "Memorandum of Conversation, Vardal"
    )


def test_attachments_that_are_not_printed_are_no_enclosure_and_no_signature() -> None:
    brought = imported(page(BODY, LONG, LONG, "Attachments"))
    assert not [one for one in brought.report.inferred if one.what == "enclosure"]
    assert brought.text is not None
    assert not [block for block, _ in brought.text.blocks() if block.tag == "signature"]


def test_a_web_edition_s_citation_of_itself_names_the_archive_behind_its_own_name() -> None:
    note = read_source(
        "“Talk of Brandt and Lund,” May 4, 1956, Wilson Center Digital Archive, Cold Coast Archive, f. 12, op. 1, d. 3."
    )
    assert note.repository == "Cold Coast Archive"
    assert [(part.level, part.name) for part in note.parts] == [("fond", "12"), ("opis", "1"), ("delo", "3")]
    assert note.holding_copies == ("Wilson Center Digital Archive",)
    assert not note.references
