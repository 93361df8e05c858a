from __future__ import annotations

import pytest

from provenance.errors import InputError
from provenance.model.citation import csl, plain_line
from provenance.model.notation import read_collection

HEAD = "schema: 1\ntitle: x\nvolumes:\n  ice:\n    reference:\n"
REFERENCE = {
    "type": "book",
    "title": "Ice and Flour",
    "editor": {"berg-ida": {"family": "Berg", "given": "Ida"}, "moe": {"literal": "Moe Society"}},
    "issued": "1999-03",
    "publisher-place": "Vardal",
    "publisher": "Harbour Press",
    "ISBN": "978-963-9776-77-7",
}


def test_a_reference_is_handed_on_as_processors_of_citation_styles_take_it() -> None:
    item = csl(REFERENCE, "ice")
    assert item["id"] == "ice"
    assert item["editor"] == [{"family": "Berg", "given": "Ida"}, {"literal": "Moe Society"}]
    assert item["issued"] == {"date-parts": [[1999, 3]]}
    assert csl({"issued": "199X"}, "a")["issued"] == {"raw": "199X"}
    assert csl({}, "a") == {"type": "book", "id": "a"}


def test_the_plain_line_names_people_title_place_and_year() -> None:
    assert plain_line(REFERENCE) == "Ida Berg and Moe Society (eds.), Ice and Flour (Vardal: Harbour Press, 1999)"
    author = {"author": {"a": {"family": "Lund"}}, "title": "Rope"}
    assert plain_line(author) == "Lund, Rope"
    assert plain_line({"issued": "1931"}) == "1931"
    assert plain_line({}) == ""


@pytest.mark.parametrize(
    ("line", "words", "hint", "column"),
    [
        ("titel: x", "no variable of CSL", "title", 14),
        ("type: bok", "no type of CSL", "book", 13),
        ("editor: Berg", "persons by key", "family", 15),
        ("editor: {a: Berg}", "name in parts", "family", 19),
        ("editor: {a: {familly: Berg}}", "no part of a name", "family", 29),
        ("ISBN: 978-963-9776-77-8", "check digit", "978-963-9776-77-7", 13),
        ("DOI: 11.1000/182", "no DOI", "10.1000/182", 12),
        ("title: {a: b}", "one text", None, 14),
        ("isbn: 978-963-9776-77-7", "no variable of CSL", "ISBN", 13),
        ("type: monograph", "no type of CSL", "book", 13),
        ("place: Vardal", "no variable of CSL", "publisher-place", 14),
        ("editor: {a: {surname: Berg}}", "no part of a name", "family", 29),
        ("editor: {a: {family: {b: c}}}", "one text", None, 28),
        ("issued: June 1999", "no date in EDTF", "1999-06", 15),
    ],
)
def test_what_csl_does_not_know_is_refused_with_its_place_and_the_nearest(
    line: str, words: str, hint: str | None, column: int
) -> None:
    with pytest.raises(InputError) as caught:
        read_collection(f"{HEAD}      {line}\n")
    assert words in caught.value.message
    assert (caught.value.line, caught.value.column) == (6, column)
    if hint is not None:
        assert hint in (caught.value.hint or "")


def test_a_right_reference_is_kept() -> None:
    collection = read_collection(f"{HEAD}      title: Ice\n      editor: {{a: {{family: Berg}}}}\n      issued: 1999\n")
    assert collection.volumes["ice"].reference == {  # type: ignore[index]
        "title": "Ice", "editor": {"a": {"family": "Berg"}}, "issued": "1999"
    }  # fmt: skip
