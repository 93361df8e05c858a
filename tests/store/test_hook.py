"""The pre-commit hook: what would undo a correction is refused, everything else passes (T17)."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from provenance.store import hook, intent
from provenance.store.intent import Intent, PathChange
from provenance.store.repository import Repository
from tests.store.followed import BRANCH, ENVIRONMENT, LINES, RECORD, at, correct, edit, git, put, scratch

if TYPE_CHECKING:
    from pathlib import Path

CORRECTED = LINES.replace(b"Vardal", b"Vardal harbour")
TEXT = "records/harbour/doc-001/editions/print.txt"
PRINTED = "%text 1\n\n¶1 No flour was seen, no rope was seen, no hope was left in the harbour.\n".encode()
MESSAGE = """The place “Vardal” was misread\u202e

The seal says so.

Correction-Id: 01JABCDEFGHJKMNPQRSTVWXYZ0
Kind: editorial
Change: harbour/doc-001 /place
""".encode()
WAYS = {
    "commit": [("add", "-A"), ("commit", "-m", "x")],
    "commit -a": [("commit", "-a", "-m", "x")],
    "commit -- path": [("commit", "-m", "x", "--", RECORD, "notes.txt")],
}


@pytest.fixture
def top(tmp_path: Path) -> Path:
    top = scratch(tmp_path / "archive", {TEXT: PRINTED})
    install(top)
    return top


def install(top: Path) -> str | None:
    repository = Repository.open(top, ENVIRONMENT)
    try:
        return hook.install(repository)
    finally:
        repository.close()


def leave_a_note(top: Path) -> None:
    """As a correction leaves it that died before the files followed."""
    repository = Repository.open(top, ENVIRONMENT)
    tip = repository.ref(BRANCH)
    repository.state_dir.mkdir(exist_ok=True)
    intent.write(repository, Intent(BRANCH, tip, str(top / ".git"), "x\n", (PathChange(RECORD, "100644", None, None),)))
    repository.close()


@pytest.mark.parametrize("way", WAYS)
def test_while_a_correction_is_not_settled_no_commit_passes_and_the_way_out_is_named(top: Path, way: str) -> None:
    edit(top, "notes.txt", b"note", b"better note")
    edit(top, RECORD, b"three", b"four")
    leave_a_note(top)
    for args in WAYS[way][:-1]:
        git(top, *args)
    done = git(top, *WAYS[way][-1], check=False)
    assert done.returncode != 0
    assert "Run: provenance status" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("way", WAYS)
def test_a_stale_buffer_that_sets_a_correction_back_is_refused_and_the_correction_named(top: Path, way: str) -> None:
    correct(top, {RECORD: CORRECTED}, message=MESSAGE)
    put(
        top, RECORD, LINES.replace(b"three", b"four")
    )  # the program held the file from before, and edited another place
    edit(top, "notes.txt", b"note", b"better note")
    for args in WAYS[way][:-1]:
        git(top, *args)
    done = git(top, *WAYS[way][-1], check=False)
    assert done.returncode != 0
    assert (
        f"{RECORD}: The place “Vardal” was misread\\u202e (01JABCDEFGHJKMNPQRSTVWXYZ0, Anna Lund, 2026-01-02)"
        in done.stderr
    )
    assert at(top, RECORD) == CORRECTED.decode()


def test_words_of_a_paragraph_that_a_stale_buffer_sets_back_are_seen_though_other_words_of_it_changed(
    top: Path,
) -> None:
    put(top, RECORD, b"schema: 1\ntitle: Telegram\neditions: {print: {state: living}}\n")
    git(top, "commit", "-q", "-a", "-m", "a record that can be read")
    correct(top, {TEXT: PRINTED.replace(b"No flour", b"No bread")}, message=MESSAGE)
    put(top, TEXT, PRINTED.replace(b"in the harbour", b"at the harbour"))
    done = git(top, "commit", "-a", "-m", "x", check=False)
    assert "would set corrections back" in done.stderr


def test_ordinary_commits_pass(top: Path) -> None:
    correct(top, {RECORD: CORRECTED}, message=MESSAGE)
    edit(top, RECORD, b"three", b"four")
    edit(top, "notes.txt", b"note", b"better note")
    put(top, "new.txt", b"new\n")
    git(top, "add", "new.txt")
    git(top, "commit", "-a", "-m", "x")
    assert at(top, RECORD) == CORRECTED.decode().replace("three", "four")


def test_a_newer_reading_of_the_corrected_place_is_an_editors_own_affair(top: Path) -> None:
    correct(top, {RECORD: CORRECTED}, message=MESSAGE)
    edit(top, RECORD, b"Vardal harbour", b"Vardal roads")
    git(top, "commit", "-a", "-m", "x")
    assert at(top, RECORD) == CORRECTED.decode().replace("harbour", "roads")


def test_a_correction_that_a_later_one_took_back_is_not_defended(top: Path) -> None:
    correct(top, {RECORD: CORRECTED}, message=MESSAGE)
    correct(top, {RECORD: LINES}, message=MESSAGE.replace(b"01J", b"01K"))
    edit(top, RECORD, b"three", b"four")
    git(top, "commit", "-a", "-m", "x")
    assert at(top, RECORD) == LINES.decode().replace("three", "four")


def test_the_way_past_the_hook_is_gits_own(top: Path) -> None:
    correct(top, {RECORD: CORRECTED}, message=MESSAGE)
    put(top, RECORD, LINES)
    git(top, "commit", "-a", "-m", "x", "--no-verify")
    assert at(top, RECORD) == LINES.decode()


def test_what_got_past_the_hook_is_named_afterwards(top: Path) -> None:
    correction, _ = correct(top, {RECORD: CORRECTED}, message=MESSAGE)
    put(top, RECORD, LINES)
    git(top, "commit", "-a", "-m", "x", "--no-verify")
    edit(top, RECORD, b"three", b"four")
    git(top, "commit", "-a", "-m", "y")
    repository = Repository.open(top, ENVIRONMENT)
    y, x, _, first = git(top, "rev-list", "HEAD").stdout.split()
    assert hook.undone_by(repository, x) == ((RECORD, correction),)
    assert hook.undone_by(repository, y) == ()
    assert hook.undone_by(repository, correction) == ()
    assert hook.undone_by(repository, first) == ()
    repository.close()


def test_in_a_folder_of_a_bigger_repository_and_a_linked_work_tree_the_hook_works(tmp_path: Path) -> None:
    top = scratch(tmp_path / "bigger", prefix="edition/")
    install(top / "edition")
    linked = tmp_path / "linked"
    git(top, "worktree", "add", "-q", "-b", "side", str(linked))
    path = f"edition/{RECORD}"
    correct(linked / "edition", {path: CORRECTED}, message=MESSAGE)
    put(linked, path, LINES)
    assert "would set corrections back" in git(linked, "commit", "-a", "-m", "x", check=False).stderr


def test_without_our_python_the_hook_still_refuses_while_a_note_lies_there(top: Path) -> None:
    path = top / ".git" / "hooks" / "pre-commit"
    lines = path.read_text().splitlines()
    path.write_text(
        "\n".join("for python in /gone/python; do" if "for python" in line else line for line in lines) + "\n"
    )
    edit(top, "notes.txt", b"note", b"better note")
    git(top, "commit", "-a", "-m", "passes")
    leave_a_note(top)
    edit(top, "notes.txt", b"note", b"best note")
    done = git(top, "commit", "-a", "-m", "x", check=False)
    assert done.returncode != 0
    assert "Run: provenance status" in done.stderr


def test_a_configuration_that_is_not_trusted_leaves_the_note_to_the_shell(top: Path) -> None:
    leave_a_note(top)
    note = top / ".git" / "provenance" / "intent"
    left = note.read_bytes()
    note.unlink()
    git(top, "config", "alias.x", "log")
    edit(top, "notes.txt", b"note", b"better note")
    git(top, "commit", "-a", "-m", "passes")
    note.write_bytes(left)
    edit(top, "notes.txt", b"note", b"best note")
    assert git(top, "commit", "-a", "-m", "x", check=False).returncode != 0


def test_a_package_of_our_name_in_the_archive_is_not_run(top: Path) -> None:
    put(top, "provenance/__init__.py", b"open('pwned', 'w')\n")
    put(top, "provenance/store/__init__.py", b"")
    put(top, "provenance/store/hook.py", b"open('pwned', 'w')\n")
    edit(top, "notes.txt", b"note", b"better note")
    git(top, "commit", "-a", "-m", "passes")
    assert not (top / "pwned").exists()


def test_a_hook_of_the_editors_own_is_left_alone_and_told_how_to_call_ours(top: Path) -> None:
    path = top / ".git" / "hooks" / "pre-commit"
    path.write_bytes(b"#!/bin/sh\nexit 0\n")
    notice = install(top)
    assert notice is not None
    assert "-m provenance.store.hook" in notice
    assert path.read_bytes() == b"#!/bin/sh\nexit 0\n"


def test_ours_is_made_anew_and_hooks_kept_elsewhere_are_mentioned(
    top: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = top / ".git" / "hooks" / "pre-commit"
    path.write_bytes(hook.hook_text() + b"# older\n")
    assert install(top) is None
    assert path.read_bytes() == hook.hook_text()
    (tmp_path / "gitconfig").write_text("[core]\n\thooksPath = /elsewhere\n")
    monkeypatch.setitem(ENVIRONMENT, "GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    assert "/elsewhere" in str(install(top))


def test_the_hook_is_shell_that_any_sh_reads() -> None:
    assert subprocess.run(["sh", "-n"], input=hook.hook_text(), check=False).returncode == 0


def asked(top: Path, capsys: pytest.CaptureFixture[str], **environment: str) -> tuple[int, str]:
    """What the hook's Python answers, asked in this process."""
    status = hook.main({**ENVIRONMENT, **environment}, top)
    return status, capsys.readouterr().err


def test_the_answer_to_the_hook_is_an_exit_status_and_lines_for_the_editor(
    top: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked(top, capsys) == (0, "")
    correct(top, {RECORD: CORRECTED}, message=MESSAGE)
    put(top, RECORD, LINES)
    assert asked(top, capsys) == (0, "")  # saved, not staged: nothing is committed
    git(top, "add", "-A")
    status, said = asked(top, capsys)
    assert status == hook.REFUSED
    assert said.startswith("provenance: this commit would set corrections back:\n")
    assert "provenance revert" in said
    index = top / ".git" / "index"
    (top / ".git" / "other").write_bytes(index.read_bytes())
    git(top, "reset", "-q")
    assert asked(top, capsys, GIT_INDEX_FILE=".git/index")[0] == 0
    assert asked(top, capsys, GIT_INDEX_FILE=".git/other")[0] == hook.REFUSED
    leave_a_note(top)
    assert asked(top, capsys)[0] == hook.REFUSED
    assert "Run: provenance status" in str(asked(top, capsys))


@pytest.mark.usefixtures("top")
def test_an_unborn_branch_and_a_folder_that_git_names_are_answered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked(tmp_path, capsys)[0] == 1  # no repository here
    assert asked(tmp_path, capsys, GIT_DIR="archive/.git")[0] == 0
    new = tmp_path / "new"
    new.mkdir()
    git(new, "init", "-q")
    put(new, "notes.txt", b"a note\n")
    git(new, "add", "notes.txt")
    assert asked(new, capsys) == (0, "")


def test_a_deleted_file_and_a_new_one_set_nothing_back(top: Path, capsys: pytest.CaptureFixture[str]) -> None:
    correct(top, {RECORD: CORRECTED}, message=MESSAGE)
    (top / RECORD).unlink()
    put(top, "new.txt", b"new\n")
    git(top, "add", "-A")
    assert asked(top, capsys) == (0, "")
