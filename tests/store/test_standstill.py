"""A git that stands still is ended, and what is said then is so; one that works is waited for (T10)."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

import pytest

from provenance.errors import DamageError, InputError
from provenance.model.address import Pointer
from provenance.model.correction import Decision, FieldEdit
from provenance.store import standstill
from provenance.store.archive import Archive
from provenance.store.objects import ObjectReader
from tests.store.conftest import RECORD

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WHY = Decision(reason="Because.")
BYTES = b"sixteen letters."


def title(value: str) -> FieldEdit:
    return FieldEdit(RECORD, "set", Pointer.parse("/title"), value)


def opened_with(archive: Archive, tmp_path: Path, script: str) -> Archive:
    """The archive by a git that does ``script`` where it is asked for the command that ``$1`` names."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "git"
    program.write_text(f'#!/bin/sh\nreal={archive.repository.git}\n{script}\nexec "$real" "$@"\n')
    program.chmod(0o755)
    environ = {**archive.repository.environ, "PATH": f"{folder}:{archive.repository.environ['PATH']}"}
    return Archive.open(archive.root, environ=environ, clock=archive.clock)


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second without a sign of life is enough."""
    monkeypatch.setattr(standstill, "PATIENCE", 1.0)


@pytest.mark.usefixtures("soon")
def test_t10_a_git_that_is_read_from_and_says_nothing_is_ended_in_words(archive: Archive, tmp_path: Path) -> None:
    script = f'case "$*" in *cat-file*) echo $$ >> {tmp_path}/pids; sleep 60; exit;; esac'
    begun = time.monotonic()
    with pytest.raises(DamageError) as refusal, opened_with(archive, tmp_path, script) as still:
        still.snapshot().dossier(RECORD)
    assert refusal.value.code == "stood-still"
    assert time.monotonic() - begun < 20
    assert not any(_lives(int(pid)) for pid in (tmp_path / "pids").read_text().split())


def _lives(pid: int) -> bool:
    done = standstill.run(["ps", "-p", str(pid)], env={"PATH": "/usr/bin:/bin"}, cwd="/")
    return done[0] == 0


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("command", ["fast-import", "ls-files", "update-index"])
@pytest.mark.parametrize("before", [True, False], ids=["before its work", "after its work"])
def test_t10_whichever_git_of_a_correction_stands_still_it_is_refused_and_absent_or_done_and_there(
    archive: Archive, git: Callable[..., str], tmp_path: Path, command: str, *, before: bool
) -> None:
    work = "" if before else '"$real" "$@"; '
    script = f'case " $* " in *" {command} "*) {work}sleep 60; exit 1;; esac'
    acknowledged = list[object]()
    begun = time.monotonic()
    try:
        with opened_with(archive, tmp_path, script) as still:
            receipt = still.correct([title("Still")], WHY, acknowledge=acknowledged.append)
    except (InputError, DamageError) as error:
        receipt = None
        assert "stood still" in str(error)  # noqa: PT017 - most of these succeed
    assert time.monotonic() - begun < 30
    present = archive.snapshot().dossier(RECORD).record.title == "Still"
    assert present == bool(acknowledged)
    assert present or receipt is None
    # nobody holds the lock any more, and the next one settles what was left
    archive.correct([FieldEdit(RECORD, "set", Pointer.parse("/note"), "The next")], WHY)
    assert git("status", "--porcelain") == ""
    assert git("fsck", "--strict", "--no-dangling") == ""


def test_t10_a_program_that_works_without_a_word_is_waited_for(tmp_path: Path) -> None:
    busy = "import time; end = time.process_time() + 1.5\nwhile time.process_time() < end: pass\nprint('done')"
    done = standstill.run([sys.executable, "-c", busy], env={}, cwd=tmp_path, patience=0.6)
    assert done == (0, b"done\n", b"")
    by_another = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {busy!r}])"
    assert standstill.run([sys.executable, "-c", by_another], env={}, cwd=tmp_path, patience=0.6)[:2] == (0, b"done\n")


def test_t10_a_program_that_stands_still_is_told_as_one_that_was_killed(tmp_path: Path) -> None:
    status, out, err = standstill.run(["/bin/sh", "-c", "sleep 60"], env={}, cwd=tmp_path, patience=0.4)
    assert (status, out) == (-9, b"")
    assert err == b"fatal: git stood still for 0 s and was ended"


def test_t10_what_waits_for_a_disk_that_others_fill_has_ten_times_as_long() -> None:
    sleeping, waiting = ("S 1 0 0 0",), ("S 1 0 0 0", "D 2 0 0 0")
    assert standstill.still_since(100.0, sleeping, sleeping, 30.0) == 100.0
    assert standstill.still_since(100.0, waiting, waiting, 30.0) == pytest.approx(127.0)
    assert standstill.still_since(100.0, waiting, sleeping, 30.0) == pytest.approx(time.monotonic(), abs=5)
    states = {one: spent.split()[0] for one, _, spent in standstill._processes()}
    assert states[os.getpid()] == "R"  # it asks just now


@pytest.mark.parametrize(
    "answer",
    [
        f"{'2' * 40} blob 3\nabc\n",
        "abc\n",
        f"{'1' * 40} blob many\nabc\n",
    ],
    ids=["of another object", "of no object", "of no size"],
)
def test_t10_an_answer_to_another_question_is_never_taken(answer: str) -> None:
    """As where a full disk swallowed one: what comes next would be read in its place."""
    reader = ObjectReader(["/bin/sh", "-c", f'read name; printf "{answer}"; cat > /dev/null'], {})
    with pytest.raises(DamageError):
        reader.get("1" * 40)
    reader.close()
