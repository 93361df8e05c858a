"""Roles, languages, identifiers, rights: each value held against its vocabulary."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.errors import InputError
from provenance.model.address import _Checked
from provenance.model.edition import Rights
from provenance.model.identifiers import Doi, Gnd, Isbn, Isni, Lcnaf, Orcid, Viaf, Wikidata
from provenance.model.languages import LanguageTag
from provenance.model.relators import RELATORS
from provenance.model.rights import Statement, contradiction, may_publish
from provenance.model.roles import Role, roles

KINDS: tuple[type[_Checked], ...] = (
    Doi, Gnd, Isbn, Isni, Lcnaf, Orcid, Viaf, Wikidata, LanguageTag, Role, Statement,
)  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Orcid, "0000-0002-1825-0097"),
        (Orcid, "0000-0002-1694-233X"),
        (Isni, "0000000121032683"),
        (Viaf, "102333412"),
        (Wikidata, "Q42"),
        (Gnd, "118540238"),
        (Lcnaf, "n79021164"),
        (Isbn, "978-963-9776-77-7"),
        (Isbn, "0-306-40615-2"),
        (Isbn, "080442957X"),
        (Doi, "10.1000/182"),
        (Doi, "10.1000.10/a(b)<c>"),
        (LanguageTag, "ru"),
        (LanguageTag, "ru-Latn"),
        (LanguageTag, "ru-petr1708"),
        (LanguageTag, "zh-Hant"),
        (LanguageTag, "qaa"),
        (Role, "author"),
        (Role, "issuing-body"),
        (Role, "drafter"),
        (Statement, "http://rightsstatements.org/vocab/InC/1.0/"),
        (Statement, "https://creativecommons.org/licenses/by-nc-sa/4.0/"),
        (Statement, "https://creativecommons.org/publicdomain/zero/1.0/"),
        (Statement, "With the kind permission of the heirs"),
    ],
)
def test_a_right_value_is_kept_as_written(kind: type[_Checked], value: str) -> None:
    assert kind.parse(value) == value


@pytest.mark.parametrize(
    ("kind", "value", "hint"),
    [
        (Orcid, "0000-0002-1825-0098", "0000-0002-1825-0097"),
        (Orcid, "https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
        (Orcid, "0000000218250097", "0000-0002-1825-0097"),
        (Isni, "0000 0001 2103 2683", "0000000121032683"),
        (Isni, "0000000121032684", "0000000121032683"),
        (Viaf, "viaf.org/viaf/102333412", "102333412"),
        (Wikidata, "q42", "Q42"),
        (Wikidata, "42", "Q and digits"),
        (Isbn, "978-963-9776-77-8", "978-963-9776-77-7"),
        (Isbn, "0-306-40615-3", "0-306-40615-2"),
        (Isbn, "0-8044-2957-1", "0-8044-2957-X"),
        (Viaf, "VIAF 102333412", "102333412"),
        (Isni, "ISNI 0000 0001 2103 2683", "0000000121032683"),
        (Orcid, "0000-0002-1694-233x", "0000-0002-1694-233X"),
        (Gnd, "(DE-588)118540238", "118540238"),
        (LanguageTag, "русский", "ru"),
        (LanguageTag, "ru; en", "ru; one language a field"),
        (Role, "writer", "author"),
        (Role, "переводчик", "translator"),
        (Role, "cc", "copied-to"),
        (Statement, "rightsstatements.org/vocab/InC/1.0/", "http://rightsstatements.org/vocab/InC/1.0/"),
        (Isbn, "97896397767", None),
        (Doi, "https://doi.org/10.1000/182", "10.1000/182"),
        (Lcnaf, "n 79021164", "n79021164"),
        (LanguageTag, "rus", "ru"),
        (LanguageTag, "ru_RU", "ru-RU"),
        (LanguageTag, "ru-latn", "ru-Latn"),
        (LanguageTag, "Russian", "ru"),
        (LanguageTag, "xx", None),
        (LanguageTag, "", None),
        (Role, "authr", "author"),
        (Role, "Author", "author"),
        (Role, "aut", "author"),
        (Role, "", None),
        (Statement, "http://rightsstatements.org/vocab/InCC/1.0/", "http://rightsstatements.org/vocab/InC/1.0/"),
        (Statement, "https://creativecommons.org/licenses/by-xx/4.0/", "https://creativecommons.org/licenses/by"),
        (Statement, "", None),
    ],
)
def test_a_wrong_value_is_refused_with_the_nearest_right_one(
    kind: type[_Checked], value: str, hint: str | None
) -> None:
    with pytest.raises(InputError) as caught:
        kind.parse(value)
    if hint is not None:
        assert hint in (caught.value.hint or "")


@given(st.sampled_from(KINDS), st.one_of(st.text(max_size=40), st.text("0123456789-X/.Qn", max_size=25)))
def test_any_text_is_kept_or_refused_as_an_input_error(kind: type[_Checked], value: str) -> None:
    refusal = None
    try:
        assert kind.parse(value) == value
    except InputError as error:
        refusal = error
    assert refusal is None or refusal.message


@given(st.integers(0, 15), st.integers(1, 9))
def test_one_wrong_digit_of_an_orcid_is_found(position: int, by: int) -> None:
    digits = list("0000000218250097")
    digits[position] = str((int(digits[position]) + by) % 10)
    wrong = "-".join("".join(digits[start : start + 4]) for start in range(0, 16, 4))
    with pytest.raises(InputError, match="check digit"):
        Orcid.parse(wrong)


def test_an_identifier_knows_its_address() -> None:
    assert Orcid.parse("0000-0002-1825-0097").url == "https://orcid.org/0000-0002-1825-0097"  # type: ignore[attr-defined]


def test_every_role_stands_for_a_relator() -> None:
    assert RELATORS["rcp"] == "Addressee"
    assert len(RELATORS) == 295
    for word, term in roles().items():
        assert term.word == word
        assert RELATORS[term.code] == term.term
    assert Role.parse("drafter").term.code == "aut"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        ({"status": "withheld"}, "no"),
        ({"status": "open"}, "yes"),
        ({"status": "permitted", "statement": "http://rightsstatements.org/vocab/InC/1.0/"}, "yes"),
        ({"status": "unknown"}, "ask"),
        ({"status": "unknown", "statement": "http://rightsstatements.org/vocab/InC/1.0/"}, "no"),
        ({"status": "unknown", "statement": "http://rightsstatements.org/vocab/NKC/1.0/"}, "yes"),
        ({"status": "unknown", "statement": "https://creativecommons.org/licenses/by/4.0/"}, "yes"),
        ({"status": "unknown", "statement": "Ask the heirs"}, "ask"),
    ],
)
def test_status_then_statement_decide_whether_a_text_may_be_published(fields: dict[str, str], answer: str) -> None:
    assert may_publish(Rights.model_validate(fields)) == answer
    assert may_publish(None) == "ask"


def test_open_and_in_copyright_contradict_each_other() -> None:
    statement = "http://rightsstatements.org/vocab/InC/1.0/"
    found = contradiction(Rights.model_validate({"status": "open", "statement": statement}))
    assert found is not None
    assert "In Copyright" in found.message
    assert contradiction(Rights.model_validate({"status": "withheld", "statement": statement})) is None


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("http://rightsstatements.org/vocab/CNE/1.0/", "Copyright Not Evaluated"),
        ("https://creativecommons.org/licenses/by-sa/4.0/", "CC BY-SA 4.0"),
        ("https://creativecommons.org/publicdomain/mark/1.0/", "Public Domain Mark 1.0"),
        ("Ask the heirs", "Ask the heirs"),
    ],
)
def test_a_statement_has_a_name(statement: str, name: str) -> None:
    assert Statement.parse(statement).name == name  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("InC", "no"), ("inc-ow-eu", "no"), ("In Copyright", "no"), ("InC-NC", "ask"), ("NKC", "yes"),
        ("CC BY 4.0", "yes"), ("CC-BY-SA-4.0", "yes"), ("cc by-nc-nd 3.0", "yes"), ("CC BY", "yes"), ("CC0", "yes"),
        ("CC0 1.0", "yes"), ("PDM 1.0", "yes"), ("Shown by permission of Skerry Press", "ask"), ("Incomplete", "ask"),
        ("CC CPSU", "ask"),
    ],
)  # fmt: skip
def test_short_forms_of_the_vocabularies_decide_as_their_addresses_do(words: str, answer: str) -> None:
    assert Statement.parse(words).lets_publish == answer


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("CC-BYE 4.0", "CC BY 4.0"), ("CC BY-NS 4.0", "CC BY-SA 4.0"), ("InCC", "InC"), ("NoC-UK", "NoC-US"),
        ("CC BY 5.1", "CC BY 4.0"),
    ],
)  # fmt: skip
def test_a_slip_in_a_short_form_is_refused_with_the_nearest(words: str, hint: str) -> None:
    with pytest.raises(InputError) as refused:
        Statement.parse(words)
    assert refused.value.hint == hint


def test_open_under_a_short_form_that_forbids_it_is_a_contradiction() -> None:
    assert contradiction(Rights.model_validate({"status": "open", "statement": "InC"})) is not None
