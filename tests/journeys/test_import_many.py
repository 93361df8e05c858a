from __future__ import annotations

import csv
import re
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.journeys.conftest import SPECIMEN, Desk

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Three pages, and two files that are none."""
    folder = tmp_path / "pages"
    folder.mkdir()
    text = SPECIMEN.read_text(encoding="utf-8")
    for number in (14, 15, 16):
        (folder / f"Doc {number}.txt").write_text(text.replace("No. 14", f"No. {number}"), encoding="utf-8")
    (folder / "empty.txt").write_text("", encoding="utf-8")
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    return folder


def files(folder: Path, pattern: str = "*.txt") -> list[str]:
    return sorted(map(str, folder.glob(pattern)))


def test_each_file_becomes_a_record_and_what_does_not_fit_is_kept_in_a_report(archive: Desk, pages: Path) -> None:
    done = archive("import", *files(pages), "--collection", "lights", "--json", status=2).json()
    assert done["summary"] == {"written": 3, "already": 0, "refused": 2}
    assert [one["id"] for one in archive("list", "--json").json()["records"]] == [
        "lights/doc-014", "lights/doc-015", "lights/doc-016",
    ]  # fmt: skip
    with (archive.folder / "import-report.csv").open(encoding="utf-8-sig", newline="") as report:
        rows = list(csv.DictReader(report))
    assert [row["file"] for row in rows] == [str(pages / "empty.txt"), str(pages / "picture.txt")]
    assert "empty" in rows[0]["reason"]
    (archive.folder / "import-report.csv").unlink()
    assert archive.clean()
    newest = archive("history", "--json").json()["corrections"]
    assert [entry["kind"] for entry in newest[:3]] == ["import"] * 3
    assert newest[0]["reason"] == "Bring in Doc 16.txt as lights/doc-016"


def test_a_second_run_brings_nothing_in_twice_and_goes_on_where_it_was_stopped(archive: Desk, pages: Path) -> None:
    archive("import", *files(pages, "Doc 1[45].txt"), "--collection", "lights")
    archive("correct", "doc-014", "--set", "/type=minute", "-m", "It calls itself one")
    tip = archive.tip()
    assert (
        "2 files had been brought in" in archive("import", *files(pages, "Doc 1[45].txt"), "--collection", "lights").out
    )
    assert archive.tip() == tip
    done = archive("import", *files(pages, "Doc*"), "--collection", "lights", "--json").json()
    assert sorted((one["record"], one["state"]) for one in done["files"]) == [
        ("lights/doc-014", "already"), ("lights/doc-015", "already"), ("lights/doc-016", "written"),
    ]  # fmt: skip
    assert not (archive.folder / "import-report.csv").exists()


def test_all_as_one_decision_or_none(archive: Desk, pages: Path) -> None:
    tip = archive.tip()
    done = archive("import", *files(pages), "--collection", "lights", "--as-one", "--json", status=2).json()
    assert done["summary"]["written"] == 0
    assert archive.tip() == tip
    good = files(pages, "Doc*")
    done = archive("import", *good, "--collection", "lights", "--as-one", "-m", "The web edition", "--json").json()
    assert done["summary"] == {"written": 3, "already": 0, "refused": 0}
    assert len({one["commit"] for one in done["files"]}) == 1
    newest = archive("history", "--json", "--limit", "1").json()["corrections"][0]
    assert newest["reason"] == "The web edition"
    assert "lights/doc-015" in newest["records"]
    again = archive("import", *good, "--collection", "lights", "--as-one", "--json").json()
    assert again["summary"] == {"written": 0, "already": 3, "refused": 0}
    assert archive.clean()


def test_a_dry_run_writes_neither_records_nor_report(archive: Desk, pages: Path) -> None:
    tip = archive.tip()
    assert "3 files would be" in archive("import", *files(pages), "--collection", "lights", "-n", status=2).out
    assert archive.tip() == tip
    assert not (archive.folder / "import-report.csv").exists()


def test_two_documents_of_one_id_and_a_file_that_is_not_there_are_refused(archive: Desk, pages: Path) -> None:
    other = pages / "other.txt"
    other.write_bytes((pages / "Doc 14.txt").read_bytes())
    typed = [str(pages / "Doc 14.txt"), str(other), "nowhere.txt"]
    done = archive("import", *typed, "--collection", "lights", "--json", status=2).json()
    found = {one["file"]: one for one in done["files"]}
    assert [found[path]["state"] for path in typed] == ["written", "refused", "refused"]
    assert found[str(other)]["error"]["code"] == "id-twice"


def test_a_file_of_several_documents_becomes_several_records(archive: Desk, pages: Path) -> None:
    both = pages / "volume.txt"
    both.write_text("\n\n".join((pages / f"Doc {n}.txt").read_text(encoding="utf-8") for n in (14, 15)), "utf-8")
    done = archive("import", str(both), "--collection", "lights", "--json").json()
    assert [one["record"] for one in done["files"]] == ["lights/doc-014", "lights/doc-015"]


@pytest.mark.parametrize(
    "typed", [("a.txt", "b.txt", "--id", "lights/doc-1"), ("a.txt", "--id", "lights/doc-1", "--as-one"), ("a.txt",)]
)
def test_one_id_is_for_one_file(archive: Desk, typed: tuple[str, ...]) -> None:
    assert archive("import", *typed, "--json", status=2).error()["code"] == "usage"


@pytest.mark.slow
def test_t14_an_import_that_is_killed_leaves_nothing_half_there_and_goes_on(archive: Desk, pages: Path) -> None:
    text = (pages / "Doc 14.txt").read_text(encoding="utf-8")
    for number in range(100, 130):
        (pages / f"n{number}.txt").write_text(text.replace("No. 14", f"No. {number}"), encoding="utf-8")
    typed = [sys.executable, "-B", "-m", "provenance.cli.main", "import", *files(pages, "n*"), "--collection", "lights"]
    for patience in (1.0, 2.0, 3.0):
        child = subprocess.Popen(typed, cwd=archive.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(patience)
        child.kill()
        child.wait(timeout=60)
    done = archive("import", *files(pages, "n*"), "--collection", "lights", "--json").json()
    assert done["summary"]["refused"] == 0
    entries = archive("history", "--json", "--limit", "100").json()["corrections"]
    assert len([entry for entry in entries if entry["kind"] == "import" and len(entry["records"])]) == 30
    assert len(archive("list", "--json", "--limit", "100").json()["records"]) == 30
    assert archive.clean()


@pytest.mark.slow
def test_time_for_many_grows_with_their_number(archive: Desk, pages: Path) -> None:
    """Not by the square: 60 files cost less than ten times what 12 cost."""
    text = SPECIMEN.read_text(encoding="utf-8")
    spent = []
    for count in (12, 60):
        folder = pages / str(count)
        folder.mkdir()
        for number in range(count):
            (folder / f"n{count}-{number}.txt").write_text(
                text.replace("No. 14", f"No. {number + 1}"), encoding="utf-8"
            )
        began = time.process_time()
        archive("import", *files(folder), "--collection", f"lights-{count}")
        spent.append(time.process_time() - began)
    assert spent[1] < 10 * spent[0]


def test_it_is_told_how_much_was_left_to_judge_and_where_it_is_read(archive: Desk, pages: Path) -> None:
    words = "Записка о зимних огнях\n\nЭкипажи остались без хлеба, и никто не пришёл. Вторая вахта продала сапоги.\n"
    (pages / "old.txt").write_bytes(words.encode("cp1251"))
    done = archive("import", *files(pages), "--collection", "lights", status=None)
    assert re.search(r"In all: [0-9,]+ inferred, [1-9][0-9,]* left open, [0-9,]+ left over\.", done.out)
    assert "1 file in a guessed encoding: if letters are wrong, say --encoding" in done.out
    assert "old.txt: cp1251" in done.out
    assert re.search(r"Next: provenance show lights/\S+; provenance audit lights\n", done.out)
