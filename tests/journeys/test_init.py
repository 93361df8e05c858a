from __future__ import annotations

import subprocess

import pytest

from tests.journeys.conftest import Desk


def test_a_new_archive_is_a_clean_git_repository_and_says_what_to_do_next(desk: Desk) -> None:
    done = desk("init", "my-archive", "--title", "Papers of the Harbour Office")
    folder = desk.folder / "my-archive"
    for name in ("provenance.toml", "redirects.yaml", "records", "mkdocs.yml", ".git"):
        assert (folder / name).exists()
    assert "provenance import" in done.out
    desk.folder = folder
    assert desk.clean()
    assert desk("list").out.startswith("No records yet")


def test_what_lies_in_the_folder_already_is_left_alone_and_not_committed(desk: Desk) -> None:
    (desk.folder / "old").mkdir()
    (desk.folder / "old" / "letter.txt").write_text("mine", encoding="utf-8")
    desk("init", "old")
    desk.folder /= "old"
    assert (desk.folder / "letter.txt").read_text(encoding="utf-8") == "mine"
    listed = subprocess.run(["git", "ls-files"], cwd=desk.folder, capture_output=True, text=True, check=True).stdout
    assert "letter.txt" not in listed
    assert "provenance.toml" in listed


def test_an_archive_is_not_made_twice(archive: Desk) -> None:
    tip = archive.tip()
    assert archive("init", ".", status=2).err
    assert archive.tip() == tip


def test_without_an_editor_the_refusal_says_how_to_name_one(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(desk.folder))
    done = desk("init", "nobodys", status=2)
    assert "--editor-name" in done.err or "user.name" in done.err
    assert not (desk.folder / "nobodys" / "provenance.toml").exists()


def test_json_names_the_folder(desk: Desk) -> None:
    answer = desk("init", "a", "--json").json()
    assert answer["schema"] == 1
    assert answer["root"].endswith("/a")


def test_a_title_with_marks_stays_words_on_the_start_page(desk: Desk) -> None:
    desk("init", "a", "--title", "Ports <script>alert(1)</script> & *Quays*")
    page = (desk.folder / "a" / "docs" / "index.md").read_text(encoding="utf-8")
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert r"\*Quays\*" in page


def test_an_archive_inside_another_says_so(archive: Desk) -> None:
    assert str(archive.folder) in archive("init", "inner").out
    assert archive("init", "other", "--json").json()["inside"] == str(archive.folder)
    archive.folder /= "inner"
    assert archive("list").out.startswith("No records yet")


def test_an_archive_by_itself_lies_in_no_other(desk: Desk) -> None:
    assert desk("init", "a", "--json").json()["inside"] is None
