from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journeys.conftest import Desk

COLUMNS = ["edition", "place", "for", "read", "why", "evidence", "reporter", "expect"]
GOOD = ["doc-014", 'p1 "were trimmed"', "", "have been trimmed", "Misquotes ¶7", "p7", "A reader", ""]
NOWHERE = ["doc-014", "p7", "was lit", "were lit", "Seen", "", "", ""]
FORMULA = ["doc-014", "p7", "-no such words", "=1+1", "Seen", "", "@reader", ""]


def sheet(desk: Desk, *rows: list[str], name: str = "errata.csv") -> str:
    path = desk.folder.parent / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *rows])
    return str(path)


def report(desk: Desk) -> Path:
    return desk.folder.parent / "sheet-report.csv"


def kept(desk: Desk) -> list[dict[str, str]]:
    with report(desk).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_rows_that_fit_are_written_and_those_that_do_not_are_kept_with_the_reason(lights: Desk) -> None:
    path = sheet(lights, GOOD, NOWHERE)
    done = lights("correct", "--sheet", path, "--kind", "erratum", status=2)
    assert "row 2: written" in done.out
    assert "row 3: refused" in done.out
    assert "sheet-report.csv" in done.out
    entry = lights("history", "doc-014", "--json").json()["corrections"][0]
    assert (entry["reason"], entry["evidence"], entry["reported_by"]) == ("Misquotes ¶7", ["p7"], "A reader")
    (row,) = kept(lights)
    assert [row[column] for column in COLUMNS] == NOWHERE
    assert (row["sheet"], row["row"]) == ("errata.csv", "3")
    assert "was lit" in row["reason"]
    assert lights.clean()


def test_a_second_run_changes_nothing(lights: Desk) -> None:
    path = sheet(lights, GOOD, NOWHERE)
    lights("correct", "--sheet", path, "--kind", "erratum", status=2)
    tip, before = lights.tip(), report(lights).read_bytes()
    again = lights("correct", "--sheet", path, "--kind", "erratum", "--json", status=2).json()
    assert again["summary"] == {"written": 0, "already": 1, "refused": 1}
    assert lights.tip() == tip
    assert report(lights).read_bytes() == before


def test_the_report_is_mended_and_given_back_until_nothing_is_left(lights: Desk) -> None:
    lights("correct", "--sheet", sheet(lights, GOOD, NOWHERE), "--kind", "erratum", status=2)
    text = report(lights).read_text(encoding="utf-8-sig")
    report(lights).write_text(text.replace("was lit,were lit", "trimmed,lit"), encoding="utf-8")
    done = lights("correct", "--sheet", str(report(lights)), "--kind", "erratum", "--json").json()
    assert done["summary"]["written"] == 1
    assert not report(lights).exists()


def test_what_waits_from_another_sheet_is_not_lost(lights: Desk) -> None:
    lights("correct", "--sheet", sheet(lights, NOWHERE), "--kind", "erratum", status=2)
    lights("correct", "--sheet", sheet(lights, FORMULA, name="more.csv"), "--kind", "erratum", status=2)
    assert [row["sheet"] for row in kept(lights)] == ["errata.csv", "more.csv"]


def test_t36_the_report_holds_no_formula_and_reads_back_as_it_was(lights: Desk) -> None:
    lights("correct", "--sheet", sheet(lights, FORMULA), "--kind", "erratum", status=2)
    (row,) = kept(lights)
    assert (row["for"], row["read"], row["reporter"]) == ("'-no such words", "'=1+1", "'@reader")
    lights("correct", "--sheet", str(report(lights)), "--kind", "erratum", status=2)
    assert kept(lights)[0]["for"] == "'-no such words"


def test_a_file_of_that_name_that_is_no_report_is_left_alone(lights: Desk) -> None:
    report(lights).write_text("my own notes\n", encoding="utf-8")
    done = lights("correct", "--sheet", sheet(lights, NOWHERE), "--kind", "erratum", "--json", status=2).json()
    assert done["report"].endswith("sheet-report-2.csv")
    assert report(lights).read_text(encoding="utf-8") == "my own notes\n"


def test_a_dry_run_shows_before_and_after_and_writes_neither_correction_nor_report(lights: Desk) -> None:
    tip = lights.tip()
    done = lights("correct", "--sheet", sheet(lights, GOOD, NOWHERE), "--kind", "erratum", "-n", status=2)
    assert "would be written" in done.out
    assert "have been trimmed" in done.out
    assert lights.tip() == tip
    assert not report(lights).exists()


def test_a_workbook_does_as_well_and_a_formula_is_refused_with_its_cell(lights: Desk) -> None:
    book = Workbook()
    table = book.active
    assert table is not None
    for row in (COLUMNS, GOOD, [*GOOD[:3], "=A1", *GOOD[4:]]):
        table.append(row)
    stream = io.BytesIO()
    book.save(stream)
    path = lights.folder.parent / "errata.xlsx"
    path.write_bytes(stream.getvalue())
    done = lights("correct", "--sheet", str(path), "--kind", "erratum", "--json", status=2).json()
    assert [row["state"] for row in done["rows"]] == ["written", "refused"]
    assert "D3 is a formula" in done["rows"][1]["error"]["message"]


@pytest.mark.parametrize(
    "typed",
    [("doc-014", "--sheet", "a.csv"), ("--sheet", "a.csv", "--set", "/title=x"), ("--sheet", "nowhere.csv"), ()],
)
def test_a_sheet_says_itself_what_is_corrected(lights: Desk, typed: tuple[str, ...]) -> None:
    tip = lights.tip()
    assert lights("correct", *typed, "-m", "x", "--json", status=2).error()["message"]
    assert lights.tip() == tip


def test_words_that_cut_a_word_in_two_are_told_as_correct_tells_them(lights: Desk) -> None:
    part = ["doc-014", "p5", "thirty-on", "thirty-two", "Typed wrongly", "", "", ""]
    whole = ["doc-014", "p5", "nine to", "ten to", "Typed wrongly", "", "", ""]
    path = sheet(lights, part, whole)
    done = lights("correct", "--sheet", path, "--kind", "transcription", "-n")
    assert done.out.count("these words are a part of “thirty-one”; is that meant?") == 1
    assert done.out.index("row 2") < done.out.index("thirty-one”; is") < done.out.index("row 3")
    rows = lights("correct", "--sheet", path, "--kind", "transcription", "--json").json()["rows"]
    assert [row["cut_word"] for row in rows] == ["thirty-one", None]
