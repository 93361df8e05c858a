"""Writers at the same time, and writers killed: what was acknowledged is there once, and nothing else is half there."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from provenance.model.address import Pointer, RecordId
from provenance.model.correction import Decision, FieldEdit
from provenance.store import message
from provenance.store.archive import Archive
from provenance.store.history import history
from tests.store.conftest import RECORD, first_files
from tests.waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable

PROJECT = Path(__file__).resolve().parents[2]
FIELDS = ("/title", "/note", "/documentary_form", "/location_of_copies", "/location_of_originals", "/number")
OTHER = RecordId("harbour/doc-002")


def start(archive: Archive, record: str, field: str, count: int, first: int = 0) -> subprocess.Popen[str]:
    environ = {**archive.repository.environ, "PYTHONPATH": str(PROJECT), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "tests.store.worker", str(archive.root), record, field, str(count), str(first)]
    return subprocess.Popen(
        command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def ids_in_history(git: Callable[..., str]) -> list[str]:
    messages = git("log", "--format=%B%x00").split("\0")
    return [stated.correction_id for text in messages for stated in message.parse(text.lstrip("\n")).decisions]


def test_t04_writers_of_different_fields_and_records_all_go_through_and_none_is_doubled(
    archive: Archive, git: Callable[..., str]
) -> None:
    archive.correct(first_files(OTHER), Decision(reason="Typed.", kind="import"))
    count = 5
    writers = [start(archive, record, field, count) for record in (RECORD, OTHER) for field in FIELDS[:4]]
    acknowledged = []
    for writer in writers:
        out, err = writer.communicate(timeout=120)
        assert writer.returncode == 0, err
        lines = out.splitlines()
        assert len(lines) == count
        acknowledged += [line.split()[0] for line in lines]
    found = ids_in_history(git)
    assert len(found) == len(set(found))
    assert set(acknowledged) <= set(found)
    for record in (RECORD, OTHER):
        main = archive.snapshot().dossier(record).record
        assert (main.title, main.note) == (f"value {count - 1} of /title", f"value {count - 1} of /note")
    assert git("status", "--porcelain") == ""
    assert git("fsck", "--strict") == ""


def test_t04_two_writers_of_one_field_each_win_or_are_shown_both_sides(
    archive: Archive, git: Callable[..., str]
) -> None:
    writers = [start(archive, RECORD, "/note", 6, first) for first in (0, 100)]
    lines = [line for writer in writers for line in writer.communicate(timeout=120)[0].splitlines()]
    assert len(lines) == 12
    acknowledged = [line.split()[0] for line in lines if not line.startswith("conflict")]
    found = ids_in_history(git)
    assert sorted(acknowledged) == sorted(found[: len(found) - 2])
    assert all("theirs" in line for line in lines if line.startswith("conflict"))


def test_t01_a_killed_writer_loses_nothing_acknowledged_and_the_next_needs_no_human(
    archive: Archive, git: Callable[..., str]
) -> None:
    """A few of the kills here; the many are in the faults."""
    chance = random.Random(int(os.environ.get("PROVENANCE_SEED", "1")))  # noqa: S311
    acknowledged: list[str] = []
    for number in range(int(os.environ.get("PROVENANCE_KILLS", "8"))):
        writer = start(archive, RECORD, "/note", 1000, number * 1000)
        first = writer.stdout.readline() if writer.stdout else ""
        time.sleep(chance.random() * 0.3)
        os.killpg(writer.pid, signal.SIGKILL)
        rest = writer.communicate(timeout=60)[0]
        acknowledged += [line.split()[0] for line in (first + rest).splitlines() if line.count(" ") >= 3]
    begun = time.monotonic()
    edit = FieldEdit(RECORD, "set", Pointer.parse("/title"), "After all that")
    last = Archive.open(archive.root, environ=archive.repository.environ).correct([edit], Decision(reason="Alive."))
    assert time.monotonic() - begun < 30
    found = ids_in_history(git)
    assert len(found) == len(set(found))
    assert set(acknowledged) <= set(found)
    assert last.correction_id == found[0]
    assert git("status", "--porcelain") == ""
    assert git("fsck", "--strict", "--no-dangling") == ""
    assert all(entry.documented for entry in history(archive))


def test_t02_a_git_child_that_outlives_its_parent_keeps_the_lock(archive: Archive, tmp_path: Path) -> None:
    """The parent of a slowed git is killed; a second writer waits until that git is done, and loses nothing."""
    real = archive.repository.git
    folder = tmp_path / "slow"
    folder.mkdir()
    program = folder / "git"
    program.write_text(
        f'#!/bin/sh\ncase "$*" in *fast-import*) touch {tmp_path}/begun; sleep 1.5;; esac\nexec {real} "$@"\n'
    )
    program.chmod(0o755)
    environ = {**archive.repository.environ, "PYTHONPATH": str(PROJECT), "PYTHONDONTWRITEBYTECODE": "1"}
    environ["PATH"] = f"{folder}:{environ['PATH']}"
    command = [sys.executable, "-m", "tests.store.worker", str(archive.root), RECORD, "/note", "1"]
    writer = subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    wait_until((tmp_path / "begun").exists, lives=lambda: writer.poll() is None, what="git fast-import")
    begun = time.monotonic()
    writer.kill()
    writer.communicate(timeout=60)
    edit = FieldEdit(RECORD, "set", Pointer.parse("/title"), "The second")
    receipt = archive.correct([edit], Decision(reason="Waited."))
    assert time.monotonic() - begun > 1.0
    assert receipt.written
    assert archive.snapshot().dossier(RECORD).record.title == "The second"
