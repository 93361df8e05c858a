from __future__ import annotations

import csv
import os
import time
import tracemalloc
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook

from tests.journeys.conftest import SPECIMEN

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journeys.conftest import Desk

HEAD = "title,date,author,fond,opis,delo,weather\n"
ICE = 'Ice on the roads,"March 3, 1931","Lund, A. P.",17,162,4,calm\n'
SNOW = "Snow in the harbour,1931-04,Korneev P.A.,17,162,5,\n"
NEVER = "A day that never was,31 June 1931,,17,162,6,\n"


@pytest.fixture
def here(archive: Desk) -> Path:
    return archive.folder.parent


def kept(desk: Desk) -> list[dict[str, str]]:
    with (desk.folder / "import-report.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def given(here: Path, text: str, name: str = "inventory.csv") -> str:
    (here / name).write_text(text, encoding="utf-8")
    return str(here / name)


def test_each_row_becomes_a_record_and_a_wrong_one_is_kept_with_row_and_column(archive: Desk, here: Path) -> None:
    path = given(here, HEAD + ICE + NEVER + SNOW)
    done = archive("import", path, "--collection", "harbour", status=2)
    assert "2 records brought in" in done.out
    assert "weather" in done.out
    assert "date (B3): the date '31 June 1931' does not exist" in done.out
    (row,) = kept(archive)
    assert (row["line"], row["mend"]) == ("3", "1931-06-30, or 1931-06")
    shown = archive("show", "harbour/ice-on-the-roads-march-3-1931", "--json").json()
    assert shown["source"]["levels"]["delo"] == {"code": "4"}
    assert shown["left_over"]["weather"]["words"] == "calm"
    newest = archive("history", "--json").json()["corrections"]
    assert [entry["kind"] for entry in newest[:2]] == ["import"] * 2
    assert newest[0]["reason"].startswith("Bring in row 4 of inventory.csv")
    (archive.folder / "import-report.csv").unlink()
    assert archive.clean()


def test_a_second_run_changes_nothing_and_a_mended_table_goes_on(archive: Desk, here: Path) -> None:
    path = given(here, HEAD + ICE + NEVER)
    archive("import", path, "--collection", "harbour", status=2)
    tip = archive.tip()
    archive("import", path, "--collection", "harbour", status=2)
    assert archive.tip() == tip
    # rows moved, columns as they were, the wrong one mended
    given(here, HEAD + SNOW + NEVER.replace("31 June", "30 June") + ICE)
    done = archive("import", path, "--collection", "harbour", "--json").json()
    assert done["summary"] == {"written": 2, "already": 1, "refused": 0}
    assert not (archive.folder / "import-report.csv").exists()


def test_a_row_that_says_something_else_of_a_record_that_is_there_is_refused(archive: Desk, here: Path) -> None:
    archive("import", given(here, "id,title\nice,Ice\n"), "--collection", "harbour")
    done = archive("import", given(here, "id,title\nice,Snow\n"), "--collection", "harbour", "--json", status=2).json()
    assert done["files"][0]["error"]["code"] == "record-exists"
    assert archive("show", "harbour/ice", "--json").json()["title"] == "Ice"


def test_as_one_is_written_whole_or_refused_whole_and_a_dry_run_writes_nothing(archive: Desk, here: Path) -> None:
    tip = archive.tip()
    path = given(here, HEAD + ICE + NEVER)
    assert "1 record would be" in archive("import", path, "--collection", "harbour", "-n", status=2).out
    archive("import", path, "--collection", "harbour", "--as-one", status=2)
    assert archive.tip() == tip
    path = given(here, HEAD + ICE + SNOW)
    done = archive("import", path, "--collection", "harbour", "--as-one", "--json").json()
    assert len({one["commit"] for one in done["files"]}) == 1


def test_json_tells_of_each_row_what_was_inferred_and_how_columns_were_read(archive: Desk, here: Path) -> None:
    path = given(here, "Заголовок;Язык;Погода\nПисьмо;русский;штиль\n")
    done = archive("import", path, "--collection", "harbour", "--json").json()
    assert done["tables"][0]["columns"] == {"Заголовок": "title", "Язык": "language", "Погода": None}
    (one,) = done["files"]
    assert one["row"] == 2
    assert one["report"]["inferred"][0]["value"] == "ru"
    assert one["report"]["left_over"][0]["words"] == "штиль"


def test_a_text_column_brings_the_page_in_as_the_records_edition(archive: Desk, here: Path) -> None:
    (here / "page.txt").write_bytes(SPECIMEN.read_bytes())
    path = given(here, "title,text,volume,pages\nOf lamps,page.txt,Winter lights,3–7\nOf ropes,../../x.txt,,\n")
    done = archive("import", path, "--collection", "harbour", "--json", status=2).json()
    assert [one["error"]["code"] for one in done["files"] if one["error"]] == ["outside"]
    shown = archive("show", "harbour/of-lamps", "--json").json()
    edition = shown["editions"]["print"]
    assert (edition["text"], edition["volume"], edition["pages"]["pages"]) == ("present", "winter-lights", "3–7")
    assert shown["title"] == "Of lamps"
    assert shown["editions"]["print"]["blocks"]


def test_a_folder_is_walked_in_order_and_what_is_left_out_is_named(archive: Desk, here: Path) -> None:
    pages = here / "pages"
    (pages / "more").mkdir(parents=True)
    text = SPECIMEN.read_text(encoding="utf-8")
    for number, name in ((14, "b.txt"), (15, "a.txt"), (16, "more/c.txt"), (17, "d.txt")):
        (pages / name).write_text(text.replace("No. 14", f"No. {number}"), encoding="utf-8")
    (pages / ".hidden.txt").write_text("no", encoding="utf-8")
    (pages / "picture.png").write_bytes(b"\x89PNG")
    (here / "outside.txt").write_text("no", encoding="utf-8")
    (pages / "link.txt").symlink_to(here / "outside.txt")
    (pages / "loop").symlink_to(pages)
    given(pages, "id,title,date,text\nb,Of lamps,,\nx,A day,31 June 1931,a.txt\n", "metadata.csv")
    done = archive("import", str(pages), "--collection", "harbour", "--json", status=2).json()
    assert sorted((one["row"] or 9, one["record"], one["state"]) for one in done["files"]) == [
        (2, "harbour/b", "written"), (3, "harbour/x", "refused"),
        (9, "harbour/doc-016", "written"), (9, "harbour/doc-017", "written"),
    ]  # fmt: skip
    assert {os.path.basename(one["file"]): one["why"] for one in done["skipped"]} == {  # noqa: PTH119
        ".hidden.txt": "hidden", "link.txt": "a link out of the folder", "loop": "a link to a folder",
        "picture.png": "no page (.txt, .html) and no metadata.csv or .xlsx",
    }  # fmt: skip
    assert archive("show", "harbour/b", "--json").json()["title"] == "Of lamps"


def test_a_folder_without_a_table_is_its_pages(archive: Desk, here: Path) -> None:
    (here / "pages").mkdir()
    (here / "pages" / "a.txt").write_bytes(SPECIMEN.read_bytes())
    done = archive("import", str(here / "pages"), "--collection", "harbour", "--json").json()
    assert done["summary"]["written"] == 1


@pytest.mark.parametrize("others", [("Older list",), ()])
def test_a_workbooks_sheet_may_be_named_and_must_be_where_two_could_be_meant(
    archive: Desk, here: Path, others: tuple[str, ...]
) -> None:
    book = Workbook()
    first = book.active
    assert first is not None
    first.append(["About this list"])
    for name in ("List", *others):
        sheet = book.create_sheet(name)
        sheet.append(["Title", "Box"])
        sheet.append(["Ice", 4])
    path = here / "list.xlsx"
    book.save(path)
    if others:
        refused = archive("import", str(path), "--collection", "harbour", "--json", status=2).json()
        assert "--sheet-name" in refused["files"][0]["error"]["hint"]
    else:
        told = archive("import", str(path), "--collection", "harbour", "--json", "-n").json()
        assert any("the sheet 'List' was read" in said for said in told["tables"][0]["notices"])
    archive("import", str(path), "--collection", "harbour", "--sheet-name", "List")
    assert archive("show", "harbour/ice", "--json").json()["source"]["levels"]["box"] == {"code": "4"}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"), (b"weather,mood\ncalm,good\n", "no heading"), (b"title,Titel\na,b\n", "two columns"),
        (b"PK\x03\x04rubbish", "damaged"), (b"title\n\x00\x01", "binary"), (b"/titel\nIce\n", "/titel is no field"),
        (b"title,/date/edft\nIce,1931\n", "no field"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_in_words(archive: Desk, here: Path, content: bytes, says: str) -> None:
    tip = archive.tip()
    (here / "bad.csv").write_bytes(content)
    done = archive("import", str(here / "bad.csv"), "--collection", "harbour", "--json", status=2).json()
    assert says in done["files"][0]["error"]["message"]
    assert archive.tip() == tip


def test_a_hostile_cell_stays_words(archive: Desk, here: Path) -> None:
    evil = "=cmd|' /C calc'!A0"
    path = given(here, f'title,note,id\n"<b>x</b>: #y","{evil}","../../etc"\n"Kind: import","{evil}",ok\n')
    archive("import", path, "--collection", "harbour", status=2)
    assert archive("show", "harbour/ok", "--json").json()["note"] == evil
    assert archive("history", "harbour/ok", "--json").json()["corrections"][0]["kind"] == "import"


@pytest.mark.slow
def test_memory_for_many_rows_does_not_grow_with_their_number() -> None:
    from provenance.importers.finding_aid_table import Asked, read_table

    def most(count: int) -> int:
        lines = "".join(f"Letter {n},{1900 + n % 90},Lund A.P.,17,{n % 9},{n},calm\n" for n in range(count))
        content = (HEAD + lines).encode()
        tracemalloc.start()
        for _ in read_table(content, Asked("a.csv", "harbour")).rows:
            pass
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak - 3 * len(content)  # the table itself, as bytes and as text

    few: Any = most(300)
    assert most(3000) < few + 2_500_000


def authors(number: int, first: int = 0) -> str:
    rows = (f'Letter {n} on the harbour,1931-03,"Lund{n}, A.",17,1,{n},\n' for n in range(first, first + number))
    return HEAD + "".join(rows)


@pytest.mark.parametrize("how", [(), ("--as-one",)])
def test_rows_with_an_author_each_change_the_agents_once_and_a_second_run_nothing(
    archive: Desk, here: Path, how: tuple[str, ...]
) -> None:
    path = given(here, authors(30))
    archive("import", path, "--collection", "harbour", *how)
    known = archive("history", "agents", "--json").json()["corrections"]
    assert sum(entry["kind"] == "import" for entry in known) == 1
    agents = (archive.folder / "records" / "agents.yaml").read_text(encoding="utf-8")
    assert agents.count("lund") == 30
    tip = archive.tip()
    archive("import", path, "--collection", "harbour", *how)
    assert archive.tip() == tip
    assert archive.clean()


def test_authors_that_come_in_before_a_refused_batch_do_not_come_in_alone(archive: Desk, here: Path) -> None:
    archive(
        "import", given(here, "id,title\n" + "".join(f"n{n},N {n}\n" for n in range(30))), "--collection", "harbour"
    )
    tip = archive.tip()
    taken = given(here, "id,title,author\n" + "".join(f'n{n},M {n},"Lund{n}, A."\n' for n in range(30)))
    done = archive("import", taken, "--collection", "harbour", "--json", status=2).json()
    assert done["summary"] == {"written": 0, "already": 0, "refused": 30}
    assert archive.tip() == tip


def test_a_hand_edit_of_the_agents_and_a_batch_of_new_ones_are_both_kept_or_the_batch_is_refused(
    archive: Desk, here: Path
) -> None:
    archive("import", given(here, authors(30)), "--collection", "harbour")
    agents = archive.folder / "records" / "agents.yaml"
    agents.write_text(agents.read_text(encoding="utf-8").replace("Lund0", "Lundnaught", 1), encoding="utf-8")
    done = archive("import", given(here, authors(30, first=30)), "--collection", "harbour", status=None)
    after = agents.read_text(encoding="utf-8")
    assert "Lundnaught" in after
    assert (after.count("lund5") > 1) == (done.status == 0)


@pytest.mark.slow
def test_time_for_rows_with_an_author_each_grows_with_their_number(archive: Desk, here: Path) -> None:
    """Not by the square: 400 rows cost less than ten times what 80 cost."""
    spent = []
    for number, first in ((80, 0), (400, 80)):
        path = given(here, authors(number, first))
        began = time.process_time()
        archive("import", path, "--collection", f"harbour-{number}")
        spent.append(time.process_time() - began)
    assert spent[1] < 10 * spent[0]


def test_a_pipe_is_refused_and_not_waited_for(archive: Desk, here: Path) -> None:
    os.mkfifo(here / "pipe.csv")
    done = archive("import", str(here / "pipe.csv"), "--collection", "harbour", "--json", status=2).json()
    assert "no ordinary file" in done["files"][0]["error"]["message"]


def test_a_line_end_of_another_kind_within_the_rows_is_named_with_its_mend(archive: Desk, here: Path) -> None:
    (here / "mixed.csv").write_bytes(b"title,date\r\nIce,1931\rSnow,1932\r\n")
    done = archive("import", str(here / "mixed.csv"), "--collection", "harbour", "--json", status=2).json()
    (one,) = done["files"]
    assert "carriage return" in one["error"]["message"]
    assert "one kind of line end" in one["error"]["hint"]
