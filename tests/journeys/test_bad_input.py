"""Bad input: a clear message that names the file, the place and the mend; a non-zero exit; nothing lost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.conftest import SPECIMEN, Desk


def refused(desk: Desk, content: bytes, *more: str) -> str:
    page = desk.folder.parent / "page.txt"
    page.write_bytes(content)
    tip = desk.tip()
    done = desk("import", "../page.txt", "--id", "bad/doc-001", *more, status=2)
    assert desk.tip() == tip
    assert desk.clean()
    assert "page.txt" in done.err
    return done.err


def test_an_empty_file(archive: Desk) -> None:
    assert "empty" in refused(archive, b"")
    assert "empty" in refused(archive, b" \n\n ")


@pytest.mark.parametrize(
    "content", [bytes(range(256)) * 40, b"\x89PNG\r\n\x1a\n" + bytes(2000), b"PK\x03\x04" + bytes(range(256))]
)
def test_a_binary_file(archive: Desk, content: bytes) -> None:
    assert refused(archive, content)


def test_a_line_of_50_mb(archive: Desk) -> None:
    page = archive.folder.parent / "page.txt"
    page.write_bytes(b"Document No. 1: Letter, May 4, 1911\n\n" + b"word " * 10_000_000)
    done = archive("import", "../page.txt", "--id", "bad/doc-001", status=2)
    assert "page.txt" in done.err


def test_a_page_in_windows_1251_is_read_and_the_guess_is_named(archive: Desk) -> None:
    page = archive.folder.parent / "page.txt"
    words = (
        "Документ № 3: Письмо начальника порта в Управление, 4 мая 1911 г.\n\n"
        "Прошу прислать с первым пароходом верёвку, масло и хлеб, потому что на маяке ничего не осталось, "
        "а до ледостава осталось меньше двух недель.\n\n4 мая 1911 г.\n"
    )
    page.write_bytes(words.encode("windows-1251"))
    done = archive("import", "../page.txt", "--id", "letters/doc-003", "--encoding", "windows-1251")
    assert "1251" in done.out
    assert "верёвку" in archive("show", "doc-003", "--reading", "printed").out
    guessed = archive("import", "../page.txt", "--id", "letters/doc-004", status=None)
    if guessed.status == 0:
        assert "1251" in guessed.out
    else:
        assert "--encoding" in guessed.err


def test_an_encoding_that_does_not_exist(archive: Desk) -> None:
    assert "klingon" in refused(archive, SPECIMEN.read_bytes(), "--encoding", "klingon")


def test_a_file_that_is_not_there(archive: Desk) -> None:
    assert "nowhere.txt" in archive("import", "nowhere.txt", "--id", "bad/doc-001", status=2).err


def test_a_folder_instead_of_a_file(archive: Desk) -> None:
    assert archive("import", "..", "--id", "bad/doc-001", status=2).err


def test_a_file_without_permission(tmp_path: Path) -> None:
    """As root every file can be read: once all is loaded the process becomes the user ``nobody``."""
    page, other = tmp_path / "page.txt", tmp_path / "other.txt"
    for path in (page, other):
        path.write_bytes(SPECIMEN.read_bytes())
    for folder in [tmp_path, *tmp_path.parents[:3]]:
        if folder.name.startswith(("pytest-", "test_", "popen-")):
            folder.chmod(0o755)
    page.chmod(0)
    script = (
        "import os, sys; from provenance.cli.main import main; main(['diff', sys.argv[2], sys.argv[2]]);"
        "os.geteuid() or os.setuid(65534); sys.exit(main(['diff', *sys.argv[1:]]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(page), str(other)],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "permission denied" in done.stderr
    assert str(page) in done.stderr


def test_a_record_that_is_there_already_keeps_its_edition(lights: Desk) -> None:
    tip = lights.tip()
    assert lights("import", str(SPECIMEN), "--id", "lights/doc-014", status=2).err
    assert lights.tip() == tip


@pytest.mark.parametrize("id_", ["../doc", "Lights/doc", "a/b/c", "con/doc", "-x/doc", "a/" + "x" * 80])
def test_an_id_that_could_leave_its_folder(archive: Desk, id_: str) -> None:
    tip = archive.tip()
    archive("import", str(SPECIMEN), f"--id={id_}", status=2)
    assert archive.tip() == tip


def test_a_folder_that_is_no_git_repository(desk: Desk) -> None:
    done = desk("show", "doc-001", status=2)
    assert "provenance init" in done.err


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("title: The lights\ntitel: x\n", "titel"),
        ("title: The lights\ntitle: twice\n", "title"),
        ("title: The lights\nnote:\n", "note"),
        ("title: The lights\nnote: f. 2 #14\n", "single quotes"),
        ("title: The lights\ndate: {edtf: 1931-06-31, basis: stated}\n", "1931-06-30"),
        ("title: The lights\ndate: {edtf: 1931, basis: sated}\n", "stated"),
        ("title: The lights\nnote: &a x\n", "&a"),
        ("title: The lights\nnote: !!python/object:os.system x\n", "tag of YAML"),
        ("title: [The lights\n", ""),
        ("title: The\tlights\n\tnote: x\n", ""),
    ],
)
def test_a_record_with_a_typing_error_names_file_line_column_and_mend(
    archive: Desk, monkeypatch: pytest.MonkeyPatch, wrong: str, says: str
) -> None:
    archive("new", "letters/doc-001", "--title", "Letter")
    path = archive.folder / "typed.yaml"
    path.write_text(f"schema: 1\n{wrong}", encoding="utf-8")
    program = archive.folder.parent / "editor.sh"
    program.write_text(f'#!/bin/sh\ncp "{path}" "$1"\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(program))
    tip = archive.tip()
    error = archive("correct", "letters/doc-001", "-m", "x", "--json", status=2).error()
    assert error["file"]
    assert error["line"] in {2, 3}
    assert error["column"]
    assert says in (error["message"] + (error["hint"] or ""))
    assert archive.tip() == tip


def test_a_full_disk_leaves_nothing_half_written(lights: Desk) -> None:
    """A limit on the size of files is how a full disk can be had without being root."""
    script = (
        "import resource, signal, sys; sys.dont_write_bytecode = True; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (64, resource.RLIM_INFINITY));"
        "from provenance.cli.main import main; sys.exit(main(sys.argv[1:]))"
    )
    tip = lights.tip()
    typed = ["correct", "doc-014", "--set", "/title=No room", "-m", "x"]
    done = subprocess.run(
        [sys.executable, "-c", script, *typed], cwd=lights.folder, capture_output=True, text=True, check=False
    )
    assert done.returncode in {2, 4}
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()
    assert lights.tip() == tip
    lights("correct", "doc-014", "--set", "/title=Room again", "-m", "There is room")
    assert lights("show", "doc-014", "--json").json()["title"] == "Room again"
    assert not list(Path(lights.folder / ".git").rglob("tmp_*"))
