from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from provenance.errors import InputError
from provenance.importers._table.columns import field_of
from provenance.importers._table.dates import dated
from provenance.importers._table.grid import Odd
from provenance.importers._table.parties import named_in
from provenance.importers.finding_aid_table import IMPORTER, Asked, RowRead, Table, read_table
from provenance.model.address import RecordId
from provenance.model.notation import read_record, write


def table(text: str | bytes, name: str = "inventory.csv", **options: Any) -> Table:
    content = text if isinstance(text, bytes) else text.encode("utf-8")
    sheet = options.pop("sheet", None)
    return read_table(content, Asked(name, "harbour", **options), sheet=sheet)


def rows(text: str | bytes, name: str = "inventory.csv", **options: Any) -> list[RowRead]:
    return list(table(text, name, **options).rows)


def record(row: RowRead) -> dict[str, Any]:
    assert row.imported is not None, row.error
    read_record(write(row.imported.record))  # the model takes it as it would be written
    return dict(row.imported.record)


def workbook(*lines: list[Any], merged: tuple[str, ...] = (), more: tuple[str, ...] = ()) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "List"
    for line in lines:
        sheet.append(line)
    for span in merged:
        sheet.merge_cells(span)
    for name in more:
        book.create_sheet(name).append(["nothing"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def repacked(book: bytes, changed: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(stream, "w", how) as new:
        for name in {*old.namelist(), *changed}:
            new.writestr(name, changed.get(name) or old.read(name))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("heading", "field", "part"),
    [
        ("Title", "title", ""), ("  DATE  ", "date", ""), ("№ п/п", "number", ""), ("Номер фонда", "fond", "code"),
        ("№ описи", "opis", "code"), ("Ед. хр.", "delo", ""), ("Крайние даты", "date", ""),
        ("Автор / Author", "author", ""),
        ("Box #", "box", "code"), ("Folder Title", "folder", "name"), ("Lfd. Nr.", "number", ""),
        ("Betreff", "title", ""),
        ("Verfasser/in", "author", ""), ("Empfänger", "recipient", ""), ("Signatur", "reference code", ""),
        ("Intitulé", "title", ""), ("Cote", "reference code", ""), ("Date (dd.mm.yyyy)", "date", ""),
        ("From", "sender", ""),
        ("Number of leaves", "", ""), ("Кол-во листов", "", ""), ("Weather", "", ""),
    ],
)  # fmt: skip
def test_a_heading_is_known_by_the_words_of_the_field(heading: str, field: str, part: str) -> None:
    assert field_of(heading) == (field, part)


@pytest.mark.parametrize(
    ("written", "edtf"),
    [
        ("1931", "1931"), ("1931-33", "1931/1933"), ("1931-03", "1931-03"), ("1931–1933 гг.", "1931/1933"),
        ("1930s", "193X"),
        ("ca. 1931", "1931~"), ("1931?", "1931?"), ("March 3, 1931", "1931-03-03"), ("3 марта 1931 г.", "1931-03-03"),
        ("3. März 1931", "1931-03-03"), ("1er mars 1931", "1931-03-01"), ("26.6.1986", "1986-06-26"),
        ("янв. – март 1931 г.", "1931-01/1931-03"), ("March-May 1962", "1962-03/1962-05"), ("03.1931", "1931-03"),
        ("13/4/1931", "1931-04-13"), ("не позднее 5 мая 1931 г.", "../1931-05-05"), ("1931-05/..", "1931-05/.."),
        ("3/4/1931", None), ("not before 3 March 1931", None), ("03.03.31", None), ("11385", None), ("n.d.", None),
        ("б/д", None), ("when the ice went", None),
    ],
)  # fmt: skip
def test_a_date_is_read_as_it_is_written_or_kept_so(written: str, edtf: str | None) -> None:
    found = dated(written)
    assert (found.edtf, found.as_written) == (edtf, written)
    assert found.edtf or found.question or "undated" in found.why


@pytest.mark.parametrize("written", ["31 June 1986", "31.06.1986", "1986-06-31", "1988/1986", "31 июня 1931 г."])
def test_a_day_that_does_not_exist_is_refused_with_the_mend(written: str) -> None:
    with pytest.raises(InputError) as caught:
        dated(written)
    assert caught.value.hint


@pytest.mark.parametrize(("later", "day"), [(False, "1962-03-03"), (True, "1966-03-04")])
def test_a_workbooks_count_of_days_is_a_day_by_its_calendar_and_asked_about(later: bool, day: str) -> None:
    found = dated(Odd("22708", "number"), since_1904=later, counted=True)
    assert (found.edtf, found.sure) == (day, "medium")
    assert found.question


@pytest.mark.parametrize(
    ("cell", "keys"),
    [
        ("Lund, A. P.", ["lund-a-p"]), ("Лунд А.П.; Корнеев П.А.", ["lund-a-p", "korneev-p-a"]),
        ("Lund, A., Korneev, P.", ["lund-a", "korneev-p"]), ("Lund, Korneev, Berg", ["lund", "korneev", "berg"]),
        ("Embassy in Vardal", ["embassy-in-vardal"]),
    ],
)  # fmt: skip
def test_persons_of_a_cell_are_parted_whichever_name_stands_first(cell: str, keys: list[str]) -> None:
    assert [one.party.key for one in named_in(cell)] == keys


def test_every_field_goes_to_its_place_in_any_order() -> None:
    (row,) = rows(
        "Note,Delo,Title,Author,Recipient,Date,Date to,Fond,Opis,Repository,Language,Translator,Volume,Number,Pages,"
        "URL,Rights,Copies held,Type,Form,ID\n"
        'Pencil,4,Harbour ice,"Lund, A. P. (?)",Ministry of Harbours,1931-03-03,1931-04-05,17,162,'
        "State Archive of Vardal,Russian,Edda Marlowe,Ice Roads,12,3–7,https://example.org/12,CC BY 4.0,"
        "Museum of Pilotage,Letter,копия,ice-12\n"
    )
    made = record(row)
    assert row.id == "harbour/ice-12"
    assert made["date"]["edtf"] == "1931-03-03/1931-04-05"
    assert made["source"]["levels"] == {"fond": {"code": "17"}, "opis": {"code": "162"}, "delo": {"code": "4"}}
    assert (made["source"]["repository"], made["source"]["form"]) == ("state-archive-of-vardal", "copy")
    author = made["attributions"]["author-lund"]
    assert (author["role"], author["agent"], author["asserted"]["certainty"]) == ("author", "lund-a-p", "low")
    assert author["asserted"]["where"] == "inventory.csv row 2"
    assert "held" not in author
    assert made["languages"]["ru"]["basis"] == "stated"
    assert "marlowe-edda" in made["translation"]["by"]
    edition = made["editions"]["print"]
    assert (edition["volume"], edition["number"], edition["pages"]["pages"], edition["text"]) == (
        "ice-roads",
        "12",
        "3–7",
        "none",
    )
    assert edition["address"] == "https://example.org/12"
    assert made["rights"]["text"]["status"] == "open"
    assert made["copies"]["museum-of-pilotage"]["holder"] == "museum-of-pilotage"
    assert (made["type"], made["note"]) == ("letter", "Pencil")


def test_what_no_column_takes_is_kept_and_listed() -> None:
    found = table("Title,Weather,\nHarbour ice,calm,odd\n")
    (row,) = found.rows
    assert {key: left["words"] for key, left in record(row)["left_over"].items()} == {
        "weather": "calm",
        "column-c": "odd",
    }
    assert row.imported is not None
    assert [left.words for left in row.imported.report.left_over] == ["calm", "odd"]
    assert any("Weather" in notice for notice in found.notices)


def test_a_json_pointer_is_taken_as_it_is_and_one_that_names_no_field_is_refused() -> None:
    (row,) = rows(
        "/title,/source/reference_code,/date/edtf,/editions/web/address\nIce,f. 17,1931-03,https://example.org\n"
    )
    made = record(row)
    assert made["source"] == {"basis": "stated", "where": "inventory.csv row 2", "reference_code": "f. 17"}
    assert (made["date"]["edtf"], made["date"]["basis"]) == ("1931-03", "stated")
    with pytest.raises(InputError) as caught:
        table("/title,/source/reference_cod\nIce,x\n")
    assert caught.value.hint == "/source/reference_code"
    assert (caught.value.line, caught.value.column) == (1, 2)


def test_a_value_that_the_model_refuses_names_row_and_column() -> None:
    bad, good = rows("title,/date/edtf\nIce,1931-02-30\nSnow,1931-02-28\n")
    assert bad.error is not None
    assert (bad.error.line, bad.error.column) == (2, 2)
    assert good.imported is not None


def test_wrong_rows_are_refused_each_for_itself_and_the_others_go_on() -> None:
    found = rows(
        "id,title,date,author\nice,Ice,31 June 1931,\nsnow,Snow,1931,\nsnow,Other snow,1932,\nCon!,X,,\n"
        ",,,Lund\nx,Y,,a,b\n,Ice,,\n,Ice,,\n"
    )
    said = {row.row: row.error.code if row.error else None for row in found}
    assert said == {
        2: "no-such-date",
        3: None,
        4: "id-twice",
        5: "input",
        6: None,
        7: "columns",
        8: None,
        9: "row-twice",
    }
    assert [row.error.message for row in found if row.row == 2 and row.error] == [
        "date (C2): the date '31 June 1931' does not exist"
    ]


def test_made_ids_follow_number_then_title_and_date_and_no_two_are_the_same() -> None:
    found = rows(
        "No.,Title,Date,Box\n14,Ice,1931,1\n"
        ",Ice on the roads,3 March 1931,1\n,Ice on the roads,3 March 1931,2\n14,Ice,,3\n"
    )
    assert [row.id.name for row in found if row.id] == [
        "doc-014", "ice-on-the-roads-3-march-1931",
        "ice-on-the-roads-3-march-1931-2", "ice",
    ]  # fmt: skip


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_csv_is_read_in_the_forms_that_programs_write(separator: str, encoding: str) -> None:
    text = f'Title{separator}Fond{separator}Note\r\n\r\nIce{separator}17{separator}"two\r\nlines"\r\n'
    (row,) = rows(text.encode(encoding))
    assert (row.row, record(row)["title"], record(row)["note"]) == (3, "Ice", "two\r\nlines")


def test_excels_separator_line_old_line_ends_and_a_guessed_encoding() -> None:
    assert record(rows("sep=;\r\nTitle;Fond\r\nIce, snow;17\r\n")[0])["title"] == "Ice, snow"
    assert record(rows("Title;Fond\rIce;17\r")[0])["title"] == "Ice"
    russian = "Заголовок;Фонд\nДокладная записка о состоянии гавани и кораблей;17\n".encode("windows-1251")
    found = table(russian)
    assert "guessed" in found.notices[0]
    assert record(next(iter(found.rows)))["title"].startswith("Докладная")
    assert record(rows(russian, encoding="windows-1251")[0])["title"].startswith("Докладная")


def test_headings_may_stand_below_a_banner_and_rows_between_are_told_not_made_records() -> None:
    found = table("Опись дел;;;\nФонд;Опись;Дело;Заголовок\n1;2;3;4\n1931 год;;;\n17;1;4;Письмо\n")
    made = list(found.rows)
    assert [row.row for row in made] == [5]
    assert [
        any(word in notice for notice in found.notices) for word in ("Опись дел", "numbers the columns", "1931 год")
    ] == [True] * 3


@pytest.mark.parametrize(
    ("head", "says"),
    [("Weather,Mood\n", "no heading is known"), ("Title,Заголовок\n", "two columns say the title"), ("\n", "empty")],
)
def test_a_table_whose_headings_make_no_record_is_refused_whole(head: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        table(head + "a,b\n")
    assert says in caught.value.message or caught.value.code in ("empty", "columns")


def test_a_quotation_mark_that_is_not_closed_keeps_the_rows_before_it() -> None:
    found = rows('title,fond\nIce,17\nSnow,"18\nRain,19\n')
    assert [row.error.code if row.error else None for row in found] == [None, "csv"]
    assert found[1].error is not None
    assert found[1].error.line == 3


# -- workbooks -----------------------------------------------------------------------------------------------------


def test_a_workbook_its_days_its_merged_cells_and_its_other_sheets() -> None:
    book = workbook(
        ["Title", "Series", "Date"], ["Ice", "Roads", date(1931, 3, 3)], ["Snow", None, 1932],
        merged=("B2:B3",), more=("Old list",),
    )  # fmt: skip
    found = table(book, "list.xlsx")
    first, second = found.rows
    assert record(first)["date"]["edtf"] == "1931-03-03"
    assert record(second)["source"]["levels"]["series"] == {"name": "Roads"}
    assert any("'Old list'" in notice for notice in found.notices)
    with pytest.raises(InputError) as caught:
        table(book, "list.xlsx", sheet="New list")
    assert caught.value.candidates == ("List", "Old list")


def test_a_formula_is_never_run_its_last_value_is_taken_and_without_one_it_is_kept_as_text() -> None:
    book = workbook(["Title", "Note"], ["Ice", "=1+1"])
    (row,) = rows(book, "list.xlsx")
    assert record(row)["left_over"]["note"]["words"] == "=1+1"
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        sheet = package.read("xl/worksheets/sheet1.xml")
    given = repacked(
        book, {"xl/worksheets/sheet1.xml": sheet.replace(b"<v></v>", b"<v>2</v>").replace(b"<v />", b"<v>2</v>")}
    )
    (row,) = rows(given, "list.xlsx")
    assert record(row)["note"] == "2"
    assert row.imported is not None
    assert any("formula" in one.why for one in row.imported.report.inferred)


def test_t34_bombs_are_refused_with_a_clear_message() -> None:
    book = workbook(["Title"], ["Ice"])
    deep = b"<a>" * 100_000 + b"</a>" * 100_000
    wide = b"<worksheet><sheetData><row>" + b"<c/>" * 300_000 + b"</row></sheetData></worksheet>"
    for part, content, how in (
        ("xl/media/x.bin", b"\0" * 8_000_000, zipfile.ZIP_DEFLATED),
        ("xl/sharedStrings.xml", deep, zipfile.ZIP_STORED),
        ("xl/worksheets/sheet1.xml", wide, zipfile.ZIP_STORED),
        ("xl/media/y.bin", b"\0" * (65 * 1024 * 1024), zipfile.ZIP_DEFLATED),
    ):
        with pytest.raises(InputError) as caught:
            table(repacked(book, {part: content}, how), "list.xlsx")
        assert caught.value.code == "too-big"


def test_t34_a_row_that_says_it_stands_far_below_is_refused_and_an_empty_one_is_not_waited_for() -> None:
    book = workbook(["number", "title"], ["1", "Letter"])
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        sheet = package.read("xl/worksheets/sheet1.xml")
    for far, within, refused in (
        (b"999999999", b'<c r="A9"><v>2</v></c>', True),
        (b"1048576", b'<c r="A1048576" t="inlineStr"><is><t>2</t></is></c>', True),
        (b"1048576", b'<c r="A1048576"/>', False),
    ):
        row = b'<row r="' + far + b'">' + within + b"</row></sheetData>"
        given = repacked(book, {"xl/worksheets/sheet1.xml": sheet.replace(b"</sheetData>", row)})
        if refused:
            with pytest.raises(InputError, match="far below"):
                rows(given, "list.xlsx")
        else:
            assert len(rows(given, "list.xlsx")) == 1


def test_t33_entities_damage_and_other_spreadsheets_are_refused() -> None:
    book = workbook(["Title"], ["Ice"])
    entity = b'<!DOCTYPE x [<!ENTITY a "b">]><sst>&a;</sst>'
    for content, name in (
        (repacked(book, {"xl/sharedStrings.xml": entity}), "list.xlsx"),
        (repacked(book, {"xl/workbook.xml": b"<workbook"}), "list.xlsx"),
        (book[: len(book) // 2], "list.xlsx"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 100, "list.xls"),
        (book, "list.ods"),
    ):
        with pytest.raises(InputError) as caught:
            list(table(content, name).rows)
        assert caught.value.hint or caught.value.code == "workbook"


def test_a_row_of_too_many_columns_is_refused() -> None:
    found = rows("title,fond\nIce,17\n" + "x," * 300 + "x\n")
    assert found[0].imported is not None
    assert found[1].error is not None
    assert found[1].error.code == "too-big"


def test_one_row_may_be_imported_under_one_id() -> None:
    id = RecordId.parse("harbour/ice")  # noqa: A001
    assert IMPORTER.read(b"title,fond\nIce,17\n", name="a.csv", id=id).record["title"] == "Ice"
    with pytest.raises(InputError) as caught:
        IMPORTER.read(b"title,fond\nIce,17\nSnow,18\n", name="a.csv", id=id)
    assert "--collection" in (caught.value.hint or "")


@given(st.lists(st.lists(st.text(max_size=12), max_size=5), max_size=6))
def test_any_cells_make_records_that_the_model_takes_or_errors_of_their_row(cells: list[list[str]]) -> None:
    import csv

    stream = io.StringIO()
    csv.writer(stream).writerows([["Title", "Date", "Author", "Fond", "Rights"], *cells])
    try:
        found = rows(stream.getvalue().encode("utf-8", "surrogatepass"))
    except InputError:
        return
    for row in found:
        if row.imported is not None:
            record(row)
        else:
            assert row.error is not None


@pytest.mark.parametrize("first", ["sep=;", 'sep=";"', '"sep=;"', "SEP=;"])
def test_a_first_line_states_the_separator_in_any_of_its_forms(first: str) -> None:
    (row,) = rows(f"{first}\ntitle;note\nIce, snow, wind;One, two, three\n")
    assert (row.row, record(row)["title"]) == (3, "Ice, snow, wind")


def test_a_fault_in_the_middle_of_a_sheet_is_told_with_its_row() -> None:
    book = workbook(["title", "opis"], ["Ice", 1], ["Snow", 2], ["Wind", 3])
    damaged = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as given_book, zipfile.ZipFile(damaged, "w") as made:
        for part in given_book.infolist():
            content = given_book.read(part)
            if part.filename.endswith("sheet1.xml"):
                assert b"<v>2</v>" in content
                content = content.replace(b"<v>2</v>", b"<v>two</v>")
            made.writestr(part.filename, content)
    read = rows(damaged.getvalue(), "list.xlsx")
    assert [(one.row, one.error is None) for one in read] == [(2, True), (3, False)]
    assert "cannot be read from row 3 on" in str(read[-1].error)


def test_a_formula_for_an_id_is_refused_with_a_mend_that_makes_sense() -> None:
    (row,) = rows('id,title\n"=HYPERLINK(""http://x"")",Ice\n')
    assert row.error is not None
    assert row.error.hint == "lower-case letters a-z, digits and hyphens; or leave it empty, and it is made"
