"""Files of several documents: one record each, and what cannot be one said beside the others."""

from __future__ import annotations

import pytest

from provenance.errors import InputError
from provenance.importers.importer import Imported, read_all
from provenance.model.address import RecordId
from provenance.text.notation import write
from tests.importers.pages import BODY, LONG, imported, letters, page, printed_words
from tests.linear import growth

ONE = "Document No. 1: Letter from Karl Lund to Olga Brandt, May 3, 1931"
TWO = "Document No. 2: Minutes of the Council, May 4, 1931"


def brought_in(text: str, name: str = "volume.txt", **options: bool) -> list[tuple[RecordId, Imported] | InputError]:
    return list(read_all(text.encode("utf-8"), name=name, collection="lights", **options))  # type: ignore[arg-type]


def made(text: str) -> dict[str, Imported]:
    return {str(one[0]): one[1] for one in brought_in(text) if not isinstance(one, InputError)}


def test_each_document_becomes_a_record_of_its_number() -> None:
    text = f"Ada Korn\n\n{ONE}\n\n{BODY}\n\n{LONG}\n\n{TWO}\n\n{LONG}\n"
    records = made(text)
    assert list(records) == ["lights/doc-001", "lights/doc-002"]
    assert records["lights/doc-001"].record["title"] == "Letter from Karl Lund to Olga Brandt"
    assert records["lights/doc-002"].record["editions"]["print"]["number"] == "2"
    assert letters("".join(map(printed_words, records.values()))) == letters(text)


def test_a_list_of_contents_begins_no_document_and_is_kept_above_the_first() -> None:
    records = made(f"{ONE}\n\n{TWO}\n\n{ONE}\n\n{BODY}\n\n{TWO}\n\n{LONG}\n")
    assert list(records) == ["lights/doc-001", "lights/doc-002"]
    first = records["lights/doc-001"]
    assert [one.words for one in first.report.left_over] == [ONE, TWO]
    assert write(first.text).count("@heading") == 2


def test_one_that_cannot_be_read_is_an_error_and_the_others_go_on() -> None:
    bad = "Document No. 2: Letter from Karl Lund, June 31, 1931"
    three = "Document No. 3: Diary of Karl Lund, May 1, 1931"
    found = brought_in(f"{ONE}\n\n{BODY}\n\n{bad}\n\n{LONG}\n\n{three}\n\n{BODY}\n")
    assert [isinstance(one, InputError) for one in found] == [False, True, False]
    error = found[1]
    assert isinstance(error, InputError)
    assert (error.file, error.line) == ("volume.txt", 5)
    assert error.hint is not None
    assert error.hint.startswith("1931-06-30, or 1931-06")


def test_two_documents_of_one_number_are_refused_at_the_second() -> None:
    found = brought_in(f"{ONE}\n\n{BODY}\n\n{ONE}\n\n{LONG}\n")
    assert isinstance(found[1], InputError)
    assert (found[1].code, found[1].line) == ("two-with-one-id", 5)


def test_a_file_of_one_document_without_a_number_is_named_by_the_file() -> None:
    text = page(BODY, LONG, title="Letter from Karl Lund to Olga Brandt")
    found = brought_in(text, name="letters/Letter 5.txt")
    assert not isinstance(found[0], InputError)
    assert str(found[0][0]) == "lights/letter-5"


def test_as_one_the_file_is_one_document() -> None:
    found = brought_in(page(BODY, LONG), as_one=True)
    assert not isinstance(found[0], InputError)
    assert str(found[0][0]) == "lights/volume"


def test_html_pages_are_cut_too() -> None:
    found = brought_in(f"<html><body><h2>{ONE}</h2><p>{BODY}</p><h2>{TWO}</h2><p>{LONG}</p></body></html>", "v.html")
    assert [str(one[0]) for one in found if not isinstance(one, InputError)] == ["lights/doc-001", "lights/doc-002"]


def test_notes_behind_the_last_document_go_to_the_documents_that_call_them() -> None:
    records = made(f"{ONE}\n\nThe rope1 is gone.\n\n{TWO}\n\nThey met,2 all.\n\nNotes\n\n1 Hemp.\n\n2 At ten.\n")
    assert "[^1]: Hemp." in write(records["lights/doc-001"].text)
    assert "[^2]: At ten." in write(records["lights/doc-002"].text)


@pytest.mark.alone
def test_time_is_in_proportion_to_the_number_of_documents() -> None:
    def work(count: int) -> None:
        brought_in(
            "\n\n".join(f"Document No. {at}: Minutes of the Council, May 4, 1931\n\n{LONG}" for at in range(count))
        )

    assert growth(work, 40, 400, enough=13) <= 13


ROMAN = (
    "XLII\n\nArrêté du représentant Durand relatif aux cordages\n\nVardal, 22 brumaire an II\n\n"
    "Les cordages seront transportés sans délai dans le port de Vardal.\n\nXLIII\n\n"
    "Arrêté du représentant Durand relatif aux bateaux\n\nVardal, 25 brumaire an II\n\n"
    "Les bateaux qui sont dans le port seront comptés sans délai par le maître.\n"
)
NUMBERED = (
    f"311. Letter from Karl Lund to Olga Brandt\n\nVardal, May 3, 1931\n\n{LONG}\n\n"
    f"312. Telegram from Olga Brandt to Karl Lund\n\nNordby, May 4, 1931\n\n{LONG}\n"
)
ON_A_LINE = (
    "Nr. 61\nKarl Lund an Olga Brandt\n[Hafenarchiv Nordhafen, Nachl. Lund, Mappe 3]\n\n"
    "Vardal, den 20. März 1848\n\n"
    "Ich war gestern in der Halle; man hat das Tau nicht auf dem Boot, und die Leute sind mit dem Mehl.\n\n"
    "Dein Karl\n\n"
    "Nr. 62\nOlga Brandt an Karl Lund\n[Hafenarchiv Nordhafen, Nachl. Lund, Mappe 3]\n\nNordhafen, 27. März 1848\n\n"
    "Deine Briefe kommen spät, und man liest sie mir vor der Nase weg, wie die Liste des Mehls.\n\nDeine Olga\n"
)
BY_FILE = (
    f"814.51/302: Telegram\nThe Consul at Vardal (Lund) to the Secretary of State\n\n"
    f"VARDAL, March 11, 1919—4 p.m.\n\n{LONG}\n\n"
    f"814.51/311\nThe Secretary of State to the Consul at Vardal (Lund)\n\nWASHINGTON, March 15, 1919.\n\n{LONG}\n"
)


@pytest.mark.parametrize(
    ("text", "ids", "dates"),
    [
        (ROMAN, ["doc-xlii", "doc-xliii"], ["1793-11-12", "1793-11-15"]),
        (NUMBERED, ["doc-311", "doc-312"], ["1931-05-03", "1931-05-04"]),
        (ON_A_LINE, ["doc-061", "doc-062"], ["1848-03-20", "1848-03-27"]),
        (BY_FILE, ["volume-1", "volume-2"], ["1919-03-11", "1919-03-15"]),
    ],
)
def test_documents_are_parted_where_no_word_says_document(text: str, ids: list[str], dates: list[str]) -> None:
    records = made(text)
    assert [name.removeprefix("lights/") for name in records] == ids
    assert [one.record["date"]["edtf"] for one in records.values()] == dates
    assert letters("".join(map(printed_words, records.values()))) == letters(text)


AGENDA = (
    f"Minutes of the Harbour Council, May 3, 1931\n\n1. Report of the Mate\n\n{LONG}\n\n"
    f"2. Letter from Karl Lund\n\n{LONG}\n"
)
NOTES = (
    f"{ONE}\n\n{BODY}\n\n1. Letter from Karl Lund to Olga Brandt, May 3, 1931.\n\n"
    "2. Letter from Olga Brandt, May 4, 1931.\n"
)
LISTED = (
    f"{ONE}\n\n1. Letter from Karl Lund to Olga Brandt, May 3, 1931\n\n"
    "2. Letter from Olga Brandt to Karl Lund, May 4, 1931\n"
)


@pytest.mark.parametrize("text", [AGENDA, NOTES, LISTED])
def test_points_of_an_agenda_notes_and_lists_begin_no_document(text: str) -> None:
    assert len(brought_in(text)) == 1


def test_a_page_read_as_one_says_where_further_documents_seem_to_begin() -> None:
    brought = imported(NUMBERED)
    assert [one.question for one in brought.report.open if "document of its own begin at line 7?" in one.question]
