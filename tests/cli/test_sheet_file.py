from __future__ import annotations

import contextlib
import io
import struct
import zipfile
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from provenance.cli.sheet_file import read_sheet
from provenance.errors import InputError
from provenance.model.sheet import COLUMNS

HEAD = "edition,place,for,read,why\n"
ROW = "doc-001:web,p1,flour,bread,Seen\n"


def csv(text: str, written: str = "utf-8", **options: Any) -> Any:
    return read_sheet(text.encode(written), name="errata.csv", **options)


def workbook(*rows: list[Any]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def package(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return stream.getvalue()


def repacked(book: bytes, changed: dict[str, bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(book)) as file:
        return package({name: file.read(name) for name in file.namelist()} | changed)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_csv_is_read_in_the_forms_that_spreadsheets_write(separator: str, encoding: str) -> None:
    sheet = csv((HEAD + ROW).replace(",", separator).replace("\n", "\r\n"), encoding)
    (row,) = sheet.rows
    assert (row.number, row["edition"], row["for"], row["read"], row["why"]) == (
        2,
        "doc-001:web",
        "flour",
        "bread",
        "Seen",
    )
    assert row["evidence"] == ""


def test_an_encoding_may_be_named_and_a_guess_is_told() -> None:
    text = HEAD + "doc-001:web,p1,мука и канат для всех судов,хлеб и канат для всех судов,По печатному тексту\n"
    assert csv(text, "windows-1251", encoding="windows-1251").rows[0]["read"].startswith("хлеб")
    guessed = csv(text, "windows-1251")
    assert guessed.rows[0]["read"].startswith("хлеб")
    assert "guessed" in guessed.notices[0]


def test_row_numbers_are_those_of_the_sheet_and_empty_rows_say_nothing() -> None:
    sheet = csv(HEAD + ",,,,\n\n" + 'doc-001,p1,"two\nlines",x,y\n' + ROW)
    assert [row.number for row in sheet.rows] == [4, 5]
    assert sheet.rows[0]["for"] == "two\nlines"


@pytest.mark.parametrize(
    ("head", "says"),
    [
        ("edition,place,for,why\n", "'read' is missing"),
        ("edition,read,why\n", "'for' is missing"),
        ("edition,place,for,read,why,evidense\n", "'evidence'"),
        ("edition,place,for,read,read\n", "twice"),
        ("x\n", "'edition' is missing"),
    ],
)
def test_columns_that_make_no_correction_are_refused_with_those_that_do(head: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        csv(head + ROW)
    assert says in caught.value.message
    assert caught.value.candidates == COLUMNS


def test_an_editors_own_columns_are_left_alone_and_told() -> None:
    sheet = csv("Edition,Place,For,Read,Why,Page\n" + "doc-001,p1,a,b,c,12\n")
    assert "page" in sheet.notices[0]
    assert sheet.rows[0]["read"] == "b"


def test_a_row_with_more_cells_than_headings_is_at_fault_alone() -> None:
    wrong, right = csv(HEAD + "doc-001,p1,flour, and rope,bread,Seen\n" + ROW).rows
    assert wrong.fault is not None
    assert "quotes" in (wrong.fault.hint or "")
    assert right.fault is None


def test_a_csv_that_is_cut_off_within_quotes_is_refused_with_its_line() -> None:
    with pytest.raises(InputError) as caught:
        csv(HEAD + 'doc-001,p1,"flour,bread\n')
    assert caught.value.code == "csv"


def test_a_workbook_is_read_like_a_csv() -> None:
    sheet = read_sheet(workbook(list(COLUMNS), ["doc-001", "/date/edtf", 1931, "1931-03", "Seen"]), name="a.xlsx")
    (row,) = sheet.rows
    assert (row.number, row["for"], row["read"], row.fault) == (2, "1931", "1931-03", None)


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("=1+1", "a formula"),
        ('=HYPERLINK("http://example.org")', "a formula"),
        (datetime(1931, 3, 3, tzinfo=UTC).replace(tzinfo=None), "a date"),
        (True, "yes or no"),
        (1.5, "a number"),
        ("#REF!", "an error"),
    ],
)
def test_what_a_program_would_calculate_is_the_fault_of_its_row_alone(cell: object, says: str) -> None:
    book = workbook(
        list(COLUMNS), ["doc-001", "p1", "flour", cell, "Seen"], ["doc-001", "p1", "flour", "bread", "Seen"]
    )
    wrong, right = read_sheet(book, name="a.xlsx").rows
    assert wrong.fault is not None
    assert says in wrong.fault.message
    assert "D2" in wrong.fault.message
    assert right.fault is None


def test_t34_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_read() -> None:
    book = workbook(list(COLUMNS), ["doc-001"])
    for size in (100 * 1024, 80 * 1024 * 1024):
        with pytest.raises(InputError) as caught:
            read_sheet(repacked(book, {"xl/media/x.bin": b"\0" * size}), name="a.xlsx")
        assert caught.value.code == "too-big"


def test_t34_a_part_that_lies_about_its_size_is_refused() -> None:
    bomb = bytearray(repacked(workbook(list(COLUMNS), ["doc-001"]), {"xl/media/x.bin": b"\0" * 100_000}))
    for sign, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", bomb, bomb.rindex(sign) + at, 10)
    with pytest.raises(InputError) as caught:
        read_sheet(bytes(bomb), name="a.xlsx")
    assert caught.value.code in ("workbook", "too-big")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_t33_a_workbook_that_declares_entities_is_refused(encoding: str) -> None:
    laughs = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "x">]><a>&b;</a>'.encode(encoding)
    with pytest.raises(InputError) as caught:
        read_sheet(repacked(workbook(list(COLUMNS)), {"xl/sharedStrings.xml": laughs}), name="a.xlsx")
    assert "entities" in caught.value.message


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04",
        package({"mimetype": b"x"}),
        b"\xd0\xcf\x11\xe0rest",
        b"",
        b"%PDF-1",
        b"edition,read,for",
    ],
)
def test_what_is_no_table_is_refused_with_a_mend(content: bytes) -> None:
    with pytest.raises(InputError) as caught:
        read_sheet(content, name="a.xlsx")
    assert caught.value.hint


def test_t34_a_sheet_that_says_it_goes_on_for_ever_is_refused() -> None:
    book = workbook(list(COLUMNS), ["doc-001"])
    with zipfile.ZipFile(io.BytesIO(book)) as file:
        table = file.read("xl/worksheets/sheet1.xml")
    far = table.replace(b'r="2"', b'r="900000"').replace(b'r="A2"', b'r="A900000"')
    with pytest.raises(InputError) as caught:
        read_sheet(repacked(book, {"xl/worksheets/sheet1.xml": far}), name="a.xlsx")
    assert caught.value.code == "too-big"


@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_give_a_sheet_or_an_input_error(content: bytes, packed: bool) -> None:
    whole = package({"xl/workbook.xml": content, "[Content_Types].xml": content}) if packed else content
    with contextlib.suppress(InputError):
        assert read_sheet(whole, name="any").name == "any"
