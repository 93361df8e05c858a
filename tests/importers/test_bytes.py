"""Bytes are read as text, or refused with the mend."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.errors import InputError
from provenance.importers.importer import decode
from tests.importers.pages import SPECIMEN, imported, page

RUSSIAN = (
    "Документ № 6. Записка А. П. Лунда в Совет гавани о ценах на канат, 3 марта 1931 г.\n\n"
    "В последнее время мне часто приходится заниматься вопросами, которые касаются снабжения судов на этом берегу.\n"
)
FRENCH = (
    "Document nº 4 : Lettre d'Étienne Durand à la Société, 3 février 1931\n\nJ'ai l'honneur d'être prêté à l'été.\n"
)


def test_utf8_is_read_as_it_is_and_named() -> None:
    decoded = decode("Größe — да".encode())
    assert (decoded.text, decoded.encoding, decoded.guessed) == ("Größe — да", "utf-8", False)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_names_the_encoding_and_is_no_part_of_the_text(encoding: str) -> None:
    decoded = decode(RUSSIAN.encode(encoding))
    assert decoded.text == RUSSIAN
    assert not decoded.guessed


@pytest.mark.parametrize("encoding", ["cp1251", "cp866", "mac_cyrillic", "iso8859_5"])
def test_a_russian_encoding_is_detected_and_the_guess_named(encoding: str) -> None:
    decoded = decode(RUSSIAN.encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.guessed) == (RUSSIAN, encoding, True)


def test_a_french_page_in_windows_1252_is_not_taken_for_a_polish_one() -> None:
    decoded = decode(FRENCH.encode("cp1252"))
    assert (decoded.text, decoded.encoding) == (FRENCH, "cp1252")


def test_the_report_of_a_guessed_import_names_the_guess() -> None:
    report = imported(RUSSIAN.encode("cp1251")).report
    assert (report.encoding, report.encoding_guessed) == ("cp1251", True)
    assert report.as_json()["encoding"] == {"name": "cp1251", "guessed": True}


def test_a_stated_encoding_is_used_and_not_guessed() -> None:
    decoded = decode(RUSSIAN.encode("cp1251"), "windows-1251")
    assert (decoded.text, decoded.guessed) == (RUSSIAN, False)


@pytest.mark.parametrize("name", ["nonsense", "base64", "rot13"])
def test_an_encoding_that_does_not_exist_is_refused_with_some_that_do(name: str) -> None:
    with pytest.raises(InputError, match="no encoding is called") as caught:
        decode(b"abc", name)
    assert "windows-1251" in caught.value.candidates


def test_an_encoding_that_does_not_fit_is_refused_with_the_byte() -> None:
    with pytest.raises(InputError, match=r"byte 4 \(0xFF\)"):
        decode(b"abc\xff", "utf-8", name="page.txt")


@pytest.mark.parametrize("content", [b"", b"   \n\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(content: bytes) -> None:
    with pytest.raises(InputError) as caught:
        imported(content)
    assert caught.value.code in ("empty", "no-title")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"Title\n\nabc\x00def", "NUL"),
        (b"Title\n\nab\x01c", r"control character U\+0001"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"PK\x03\x04abc", "a zip file"),
        (b"\xd0\xcf\x11\xe0abc", "an old Word file"),
    ],
)
def test_a_binary_file_is_refused_with_what_it_is_and_the_mend(content: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        decode(content, name="page.txt")
    assert caught.value.code == "binary"
    assert caught.value.hint
    assert caught.value.file == "page.txt"


def test_a_control_character_is_named_with_line_and_column() -> None:
    with pytest.raises(InputError) as caught:
        decode(b"one\ntwo\x07")
    assert (caught.value.line, caught.value.column) == (2, 4)


def test_utf8_with_one_broken_byte_is_refused_with_its_place_and_not_read_as_another_encoding() -> None:
    with pytest.raises(InputError, match="broken character") as caught:
        decode(SPECIMEN.read_bytes() + b"\xff")
    assert caught.value.line
    assert caught.value.column


def test_a_line_of_50_mb_is_refused_quickly_with_its_line() -> None:
    content = b"Title\n" + b"a" * 50_000_000
    started = time.perf_counter()
    with pytest.raises(InputError, match="50,000,000 characters") as caught:
        decode(content, name="page.txt")
    assert time.perf_counter() - started < 5
    assert caught.value.line == 2


def test_a_file_too_big_to_be_a_page_is_refused() -> None:
    with pytest.raises(InputError, match="at most"):
        decode(b"a\n" * 40_000_000)


@given(st.binary(max_size=400))
def test_any_bytes_give_a_text_or_an_input_error(content: bytes) -> None:
    try:
        decoded = decode(content)
    except InputError:
        return  # refused, by the one error there may be
    assert decoded.text.encode(decoded.encoding, "strict") or not decoded.text


@given(st.binary(max_size=200).map(lambda noise: page("1One is here.", "2Two is here.").encode() + noise))
def test_any_bytes_behind_a_page_give_a_record_or_an_input_error(content: bytes) -> None:
    try:
        brought = imported(content)
    except InputError:
        return  # refused, by the one error there may be
    assert brought.record["title"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_its_mark_is_refused_with_the_encoding_to_state(encoding: str) -> None:
    content = "Записка о зимних огнях\n\nThe lamps were lit.\n".encode(encoding)
    with pytest.raises(InputError, match="UTF-16 without its byte order mark") as refused:
        decode(content)
    assert refused.value.hint == f"--encoding {encoding}"
    assert decode(content, encoding).text.startswith("Записка")
