"""Tables as archives and editors keep them: two rows of headings, days in parts, total lines, pages without titles."""

from __future__ import annotations

import io
import time
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook

from provenance.importers._table.dates import Reckoning, dated, reckoned
from provenance.importers._table.headings import in_two_rows
from provenance.importers._table.parties import named_in, nobody_in
from provenance.importers.finding_aid_table import Asked, read_table
from provenance.text.notation import write

if TYPE_CHECKING:
    from provenance.importers.finding_aid_table import RowRead, Table

PAGE = """SECRET

The ice stands three feet at the mole, and no ship can leave before April, as every pilot here will tell you.

1. Send flour and rope.

Lund
"""


class Pages:
    """The pages beside a table, in memory."""

    def __init__(self, **pages: str) -> None:
        self.pages = {f"{name}.txt": words for name, words in pages.items()}

    def read(self, name: str) -> bytes:
        return self.pages[name].encode()

    def claim(self, name: str) -> None: ...

    def named(self, stem: str) -> str | None:
        return f"{stem}.txt" if f"{stem}.txt" in self.pages else None


def table(content: str | bytes, **pages: str) -> tuple[Table, list[RowRead]]:
    name = "list.csv" if isinstance(content, str) else "list.xlsx"
    raw = content.encode() if isinstance(content, str) else content
    found = read_table(raw, Asked(name, "c", beside=Pages(**pages)))
    return found, list(found.rows)


def records(content: str | bytes, **pages: str) -> list[dict[str, Any]]:
    return [dict(one.imported.record) for one in table(content, **pages)[1] if one.imported is not None]


def workbook(*rows: list[Any]) -> bytes:
    book, stream = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(stream)
    return stream.getvalue()


def test_headings_in_two_rows_are_read_as_one_each() -> None:
    content = workbook(
        ["Port papers"],
        ["No.", "Title", "Date", None, None, "Location", None],
        [None, None, "Day", "Month", "Year", "Library", "Box"],
        [1, "Ice", 3, "Feb", 1931, "Harbour Library", "H-4"],
        [2, "Rope", None, "March", 1931, "Harbour Library", 5],
        [3, "Flour", "n.d.", None, None, None, None],
    )
    found, _ = table(content)
    assert [column.field for column in found.columns] == [
        "number",
        "title",
        "day",
        "month",
        "year",
        "repository",
        "box",
    ]
    first, second, third = records(content)
    assert (first["date"]["edtf"], second["date"]["edtf"], third["date"]["basis"]) == (
        "1931-02-03",
        "1931-03",
        "unknown",
    )
    assert first["source"]["levels"] == {"box": {"code": "H-4"}}


def test_a_row_of_groups_above_the_headings_is_read_with_them() -> None:
    (one,) = records("Date,,Correspondents,,Ref\nStart,End,From,To,Code\n1931-02-03,1931-02-05,Lund,Berg,HM/1\n")
    assert one["date"]["edtf"] == "1931-02-03/1931-02-05"
    assert one["source"]["reference_code"] == "HM/1"


@pytest.mark.parametrize(
    ("heading", "cell", "levels"),
    [
        ("Фонд/Опись/Дело", "130/5/712", {"fond": {"code": "130"}, "opis": {"code": "5"}, "delo": {"code": "712"}}),
        ("Box/Folder", "36 / 2", {"box": {"code": "36"}, "folder": {"code": "2"}}),
        ("Box/Folder", 'Box 36, Folder ""Cuba 10/15""', {"box": {"code": "36"}, "folder": {"name": "Cuba 10/15"}}),
        ("Box/Folder", "Box 36", {"box": {"code": "36"}}),
    ],
)
def test_several_levels_in_one_column_are_told_apart(heading: str, cell: str, levels: dict[str, Any]) -> None:
    (one,) = records(f'Title,{heading}\nIce,"{cell}"\n')
    assert one["source"]["levels"] == levels


def test_a_first_record_is_no_second_row_of_headings() -> None:
    assert in_two_rows(["Title", "Date", ""], ["Ice", "1931", "x"]) is None
    assert in_two_rows(["Title", "Date"], ["Title", "Date"]) is None
    assert in_two_rows(["№", "Дата", ""], ["", "с", "по"]) == ["№", "Дата: с", "Дата: по"]


def test_day_month_and_year_of_three_columns_are_one_date_in_any_language() -> None:
    days = records("Заголовок\tЧисло\tМесяц\tГод\nЛёд\t7\tмарта\t1921\nМука\t\tмарта\t1921\nКанат\t\t\t1921\n")
    assert [one["date"]["edtf"] for one in days] == ["1921-03-07", "1921-03", "1921"]


def test_columns_from_and_to_that_hold_days_are_a_span_and_else_persons() -> None:
    (span,) = records("Titel;von;bis\nTagebuch;1.10.1903;31.3.1904\n")
    assert span["date"]["edtf"] == "1903-10-01/1904-03-31"
    assert "attributions" not in span
    (letter,) = records("Titel;von;an\nBrief;Lund;Berg\n")
    assert {one["role"] for one in letter["attributions"].values()} == {"sender", "recipient"}


@pytest.mark.parametrize(
    ("cells", "first", "century"),
    [
        (("10/14/1962", "4/5/1963"), "month", "19"), (("14/10/1962", "4/5/1963", "1963"), "day", "19"),
        (("4/5/1963", "5/4/1963"), "", "19"), (("14/10/1962", "10/14/1962"), "", "19"), (("1899", "1901"), "", ""),
        ((), "", ""),
    ],
)  # fmt: skip
def test_a_column_says_how_its_dates_are_to_be_read_where_its_cells_agree(
    cells: tuple[str, ...], first: str, century: str
) -> None:
    found = reckoned(cells)
    assert (found.first, found.century) == (first, century)


def test_what_the_column_decides_is_inferred_and_said() -> None:
    found, _ = table("Title,Date\nIce,10/14/1962\nRope,4/5/1963\nFlour,10/28/62\n")
    assert any("month, day, year" in said for said in found.notices)
    by_column = Reckoning("month", "19")
    read = dated("4/5/1963", reckoning=by_column)
    assert (read.edtf, read.sure) == ("1963-04-05", "medium")
    assert "month first" in read.why
    assert dated("10/28/62", reckoning=by_column).edtf == "1962-10-28"
    assert dated("10/28/62").edtf is None
    assert dated("4/5/1963").question


@pytest.mark.parametrize(
    ("written", "edtf"),
    [
        ("4./5.6.1921", "1921-06-04/1921-06-05"), ("4.–5.6.1921", "1921-06-04/1921-06-05"),
        ("22.VI.1941", "1941-06-22"), ("s.d. [août 1776]", "1776-08"),
        ("undated [before 3 March 1931]", "../1931-03-03"),
    ],
)  # fmt: skip
def test_days_are_read_as_finding_aids_write_them(written: str, edtf: str) -> None:
    assert dated(written).edtf == edtf


def test_t35_a_hostile_date_is_a_question_and_costs_nothing() -> None:
    started = time.process_time()
    assert dated("1/1/1/" * 10_000).question
    assert time.process_time() - started < 1.0


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Peter Ramsell and Ann Dorfman", 2), ("Comte Panine et prince Galitzine", 2), ("Ernst Abbe / Otto Schott", 2),
        ("Ministerialrat von Holm, Geheimrat Ott", 2), ("Полковник Блохин; майор Дорош", 2),
        ("Ministry of Ports and Harbours", 1), ("Lund, Minister of Ports and Harbours", 1),
        ("Department of Trade and Industry", 1), ("J. Smith & Sons Ltd", 1),
        ("Wirth, Josef u. Ott, Matthias", 2), ("Совнарком и ВСНХ", 2), ("неизвестен", 0),
        ("n/a", 0), ("Без подписи", 0), ("б/п", 0), ("Unbekannt", 0), ("?", 0),
    ],
)  # fmt: skip
def test_a_cell_names_as_many_as_it_names(cell: str, names: int) -> None:
    assert len(named_in(cell)) == names
    assert bool(nobody_in(cell)) is (names == 0)


def test_who_got_a_copy_and_words_that_name_nobody_are_kept_as_such() -> None:
    (one,) = records('Title,Author,To\nIce,n/a,"Lund, A. (cc: Berg); file"\n')
    roles = {claim["agent"]: claim["role"] for claim in one["attributions"].values()}
    assert roles == {"lund-a": "recipient", "berg": "copied-to"}
    assert {left["words"] for left in one["left_over"].values()} == {"n/a", "file"}


def test_a_line_of_totals_makes_no_record() -> None:
    found, rows = table("Title,Date,Box,Pages\nIce,1931,4,3\n,,Total pp.,3\n")
    assert len(rows) == 1
    assert any("sums up" in said for said in found.notices)


def test_where_no_column_is_a_title_the_summary_is_and_no_folio() -> None:
    (one,) = records("Cote;Pièce;Analyse\nCP 98;fol. 12-13;Dépêche sur la flotte\n")
    assert one["title"] == "Dépêche sur la flotte"
    assert one["source"]["levels"] == {"item": {"code": "fol. 12-13"}}


def test_a_page_without_a_title_line_is_called_as_its_row_says_and_prints_none() -> None:
    _, (row,) = table("file,title,date,author\nice.txt,Note on the Ice,1931-03-04,Lund\n", ice=PAGE)
    assert row.imported is not None
    record, text = row.imported.record, row.imported.text
    assert text is not None
    assert "Untitled" not in write(text)
    assert "@title" not in write(text)
    assert "three feet at the mole" in write(text)
    assert (record["title"], record["type"], record["date"]["edtf"]) == ("Note on the Ice", "note", "1931-03-04")
    assert not {"date", "author", "type"} & record.get("questions", {}).keys()


TITLED = """Document No. 7: Letter from Lund to the Board, March 4, 1931

1. Send flour and rope.
"""


def test_a_pages_day_within_the_tables_is_the_records_and_another_is_asked_about() -> None:
    within, against = records("text,title,date\na.txt,Ice,1931\nb.txt,Rope,1932\n", a=TITLED, b=TITLED)
    assert (within["date"]["edtf"], "date" in within.get("questions", {})) == ("1931-03-04", False)
    assert (against["date"]["edtf"], "date" in against["questions"]) == ("1932", True)
    assert "the page has 1931-03-04" in against["date"]["why"]


def test_a_pages_own_number_stays_the_editions() -> None:
    (one,) = records("text,title,number,volume\na.txt,Ice,12,Port Papers\n", a=TITLED)
    assert (one["editions"]["print"]["number"], one["number"]) == ("7", "12")


def test_what_a_page_says_of_a_person_stays_beside_what_the_row_says() -> None:
    from provenance.importers._page.draft import Draft
    from provenance.importers._table.edition import joined
    from provenance.importers.importer import Imported
    from provenance.model.address import RecordId

    draft = Draft(RecordId.parse("c/a"), agents={"lund": {"name": "A. Lund"}})
    offices = {"pilot": {"title": "pilot"}}
    page = Imported({"editions": {"print": {}}}, "print", None, {"lund": {"name": "Lund", "offices": offices}}, None)
    assert joined(page, draft, None).agents == {"lund": {"name": "A. Lund", "names": ["Lund"], "offices": offices}}
