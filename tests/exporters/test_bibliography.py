from __future__ import annotations

import shutil
import stat
import time
from pathlib import Path

import pytest

from provenance.exporters.bibliography import PLAIN, bibliography

ICE = {
    "type": "book",
    "title": "Ice and Flour",
    "editor": {"berg-ida": {"family": "Berg", "given": "Ida"}},
    "issued": "1999",
    "publisher-place": "Vardal",
    "publisher": "Harbour Press",
}
HOSTILE = {
    "title": "<script>alert(1)</script> $x$ {.include file=/etc/passwd} `code` --output=x",
    "author": {"a": {"literal": "@*; ![](/etc/passwd)"}},
    "URL": "javascript:alert(1)",
    "issued": "199X",
}
LINE = "Ida Berg (ed.), Ice and Flour (Vardal: Harbour Press, 1999)"
needs_pandoc = pytest.mark.skipif(shutil.which("pandoc") is None, reason="pandoc is not installed")


def program(folder: Path, script: str) -> str:
    """A folder with a program that calls itself pandoc."""
    path = folder / "pandoc"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(folder)


@needs_pandoc
def test_pandoc_renders_all_references_in_one_call() -> None:
    many = {f"volume-{number}": {**ICE, "title": f"Ice and Flour {number}"} for number in range(300)}
    found = bibliography(many)
    assert found.made_by == "pandoc"
    assert found.notice is None
    assert list(found.lines) == list(many)
    assert found.lines["volume-7"] == "Ida Berg (ed.), Ice and Flour 7 (Vardal: Harbour Press, 1999)."


@needs_pandoc
def test_the_words_of_a_reference_are_neither_marks_nor_options_nor_files() -> None:
    found = bibliography({"--help": HOSTILE, "../x": ICE})
    assert found.made_by == "pandoc"
    assert "alert(1)" in found.lines["--help"]
    assert "root:" not in found.lines["--help"]
    assert "Ice and Flour" in found.lines["../x"]


@needs_pandoc
def test_a_date_that_no_style_knows_is_given_as_it_stands() -> None:
    assert "199X" in bibliography({"a": {**ICE, "issued": "199X"}}).lines["a"]


def test_without_pandoc_there_is_a_plain_line_named_as_such(tmp_path: Path) -> None:
    found = bibliography({"ice": ICE}, search_path=str(tmp_path))
    assert found.lines == {"ice": LINE}
    assert found.made_by == PLAIN
    assert found.notice is None


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("exit 83", "status 83"),
        ("echo '<p>not json</p>'", "cannot be read"),
        ("echo '[]'", "cannot be read"),
        ('echo \'{"blocks": [{"t": "Div", "c": [["ref-r0"], 7]}]}\'', "cannot be read"),
        ("echo '{\"blocks\": []}'", "left out 1"),
        ("kill -9 $$", "status -9"),
        ("exec 0<&-; exit 0", "cannot be read"),
        ("printf '[%.0s' $(seq 1 200000)", "cannot be read"),
    ],
)
def test_a_pandoc_that_fails_or_talks_nonsense_is_survived(tmp_path: Path, script: str, said: str) -> None:
    found = bibliography({"ice": ICE}, search_path=program(tmp_path, script))
    assert found.lines == {"ice": LINE}
    assert found.made_by == PLAIN
    assert said in str(found.notice)


def test_a_pandoc_that_hangs_is_ended_with_what_it_started(tmp_path: Path) -> None:
    left = tmp_path / "left"
    path = program(tmp_path, f"(sleep 3; touch {left}) & sleep 60")
    started = time.monotonic()
    found = bibliography({"ice": ICE}, search_path=path, seconds=0.3)
    assert time.monotonic() - started < 2.5
    assert found.lines == {"ice": LINE}
    assert "0.3 seconds" in str(found.notice)
    time.sleep(3)
    assert not left.exists()


def test_a_program_that_cannot_be_run_is_survived(tmp_path: Path) -> None:
    broken = tmp_path / "pandoc"
    broken.write_bytes(b"\x7fELF nothing")
    broken.chmod(0o755)
    assert bibliography({"ice": ICE}, search_path=str(tmp_path)).lines == {"ice": LINE}


def test_no_reference_asks_nobody(tmp_path: Path) -> None:
    assert bibliography({}, search_path=program(tmp_path, "exit 1")).lines == {}
