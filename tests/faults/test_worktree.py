"""The writer dies at any step: the work tree catches up, and plain git undoes nothing (T01, T16, T17)."""

from __future__ import annotations

import itertools
import os
import shutil
import threading
from pathlib import Path

import git.cmd as _loaded_once  # the children need not load it each
import pytest

from provenance.errors import ProvenanceError
from provenance.ports import FrozenClock, SystemClock
from provenance.store.objects import blob_id
from tests.faults.killing import die, killed_at, was_killed
from tests.store.followed import (
    ENVIRONMENT,
    LINES,
    OTHER,
    RECORD,
    LostRaceError,
    at,
    correct,
    edit,
    git,
    leftovers,
    put,
    scratch,
    status,
)

CORRECTED = LINES.replace(b"Vardal", b"Vardal harbour")
THIRD = "records/harbour/doc-003/record.yaml"
FOURTH = "records/harbour/doc-004/record.yaml"
ALL = {RECORD: CORRECTED, OTHER: CORRECTED, THIRD: None, FOURTH: LINES}

pytestmark = pytest.mark.slow
assert _loaded_once


class DeadlyClock(FrozenClock):
    """A clock that kills who waits as long as the index lock is kept: files and index are done, the note lies there."""

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        if seconds >= 0.03:
            die()


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return scratch(tmp_path_factory.mktemp("pattern") / "archive", {THIRD: LINES})


@pytest.fixture
def top(pattern: Path, tmp_path: Path) -> Path:
    return copied(pattern, tmp_path / "archive")


def copied(pattern: Path, top: Path) -> Path:
    shutil.copytree(pattern, top, symlinks=True)
    git(top, "update-index", "-q", "--refresh")
    return top


def die_before_the_files_follow(top: Path) -> None:
    """The branch holds the correction, its writer is dead, file and index are as before."""
    assert was_killed(lambda: correct(top, {RECORD: CORRECTED}, between=die))
    assert at(top, RECORD) == CORRECTED.decode()
    assert (top / RECORD).read_bytes() == LINES


def committed(top: Path) -> dict[str, str]:
    """Path and blob of every file in HEAD."""
    lines = git(top, "ls-tree", "-r", "HEAD").stdout.splitlines()
    return {line.split("\t")[1]: line.split()[2] for line in lines}


def test_killed_at_every_step_with_hand_and_staged_edits_nothing_is_lost_and_nothing_set_back(
    pattern: Path, tmp_path: Path
) -> None:
    landed = 0
    for step in range(1, 200):
        top = copied(pattern, tmp_path / "archive")
        edit(top, OTHER, b"list: three", b"list: four")  # an edit of another place, staged, and one more
        git(top, "add", OTHER)
        edit(top, OTHER, b"box: one", b"box: five")
        edit(top, "notes.txt", b"note", b"better note")
        killed = killed_at(step, lambda top=top: correct(top, ALL))  # type: ignore[misc]
        done = committed(top)[RECORD] == blob_id(CORRECTED)
        landed += done
        # an editor goes on at once with plain git: refused by the lock, or it undoes nothing
        hand = git(top, "commit", "-m", "by hand", "--", "notes.txt", check=False)
        assert killed or hand.returncode == 0
        # the next correction needs no human
        correct(top, {"redirects.yaml": b"{}\n"}, message=b"Next\n")
        assert leftovers(top) == [], f"killed before step {step}"
        record = CORRECTED if done else LINES
        both = record.replace(b"three", b"four").replace(b"one", b"five")
        assert (top / OTHER).read_bytes() == both, f"killed before step {step}"
        git(top, "commit", "-m", "by hand")
        now = committed(top)
        assert now[RECORD] == blob_id(record), f"killed before step {step}"
        assert now[OTHER] == blob_id(record.replace(b"three", b"four")), f"killed before step {step}"
        assert (THIRD not in now, FOURTH in now) == (done, done), f"killed before step {step}"
        assert [line for line in status(top) if line != " M notes.txt"] == [f" M {OTHER}"], f"killed before step {step}"
        shutil.rmtree(top)
        if not killed:
            break
    assert not killed, "the correction takes more steps than were tried"
    assert landed > 10  # most of the steps lie between the branch and the index


@pytest.mark.parametrize(
    "way", [("commit", "-m", "x"), ("commit", "-a", "-m", "x"), ("commit", "-m", "x", "--", "notes.txt")]
)
def test_between_branch_and_index_every_plain_commit_is_refused(top: Path, way: tuple[str, ...]) -> None:
    edit(top, "notes.txt", b"note", b"staged note")
    git(top, "add", "notes.txt")
    die_before_the_files_follow(top)
    assert git(top, *way, check=False).returncode != 0
    assert at(top, RECORD) == CORRECTED.decode()
    correct(top, {OTHER: CORRECTED}, message=b"Next\n")
    git(top, *way)
    assert (at(top, RECORD), at(top, "notes.txt"), status(top)) == (CORRECTED.decode(), "a staged note\n", [])


def test_an_edit_saved_after_the_crash_is_merged(top: Path) -> None:
    die_before_the_files_follow(top)
    edit(top, RECORD, b"three", b"four")
    _, notices = correct(top, {OTHER: CORRECTED}, message=b"Next\n")
    assert (top / RECORD).read_bytes() == CORRECTED.replace(b"three", b"four")
    assert status(top) == [f" M {RECORD}"]
    assert notices == ("finished an interrupted correction: A correction",)


def test_an_overlapping_edit_saved_after_the_crash_is_kept_and_unmerged(top: Path) -> None:
    hand = LINES.replace(b"Vardal", b"Wardal")
    die_before_the_files_follow(top)
    put(top, RECORD, hand)
    _, notices = correct(top, {OTHER: CORRECTED}, message=b"Next\n")
    assert ((top / RECORD).read_bytes(), status(top)) == (hand, [f"UU {RECORD}"])
    assert "both modified" in notices[0]


def test_the_next_correction_may_be_of_the_same_file(top: Path) -> None:
    die_before_the_files_follow(top)
    correct(top, {RECORD: CORRECTED.replace(b"three", b"four")}, message=b"Next\n")
    assert (top / RECORD).read_bytes() == CORRECTED.replace(b"three", b"four")
    assert (status(top), leftovers(top)) == ([], [])


def test_a_commit_that_got_past_a_deleted_lock_is_left_alone_and_named(top: Path) -> None:
    die_before_the_files_follow(top)
    (top / ".git" / "index.lock").unlink()
    git(top, "commit", "-q", "-a", "-m", "undoes it")
    assert at(top, RECORD) == LINES.decode()
    _, notices = correct(top, {OTHER: CORRECTED}, message=b"Next\n")
    assert f"{RECORD} was changed after the interrupted correction; it was left alone" in notices
    assert ((top / RECORD).read_bytes(), status(top), leftovers(top)) == (LINES, [], [])


def test_words_that_an_interrupted_exchange_displaced_are_kept_as_a_file(top: Path) -> None:
    spare = b"words that stand nowhere else\n"
    assert was_killed(lambda: correct(top, {RECORD: CORRECTED}, clock=DeadlyClock("2026-01-02T10:00:00Z")))
    state = top / ".git" / "provenance"
    assert (state / "spare-0").read_bytes() == LINES
    (state / "spare-0").write_bytes(spare)  # by a program that had the old file open
    _, notices = correct(top, {OTHER: CORRECTED}, message=b"Next\n")
    kept = list((state / "kept").iterdir())
    assert [path.read_bytes() for path in kept] == [spare]
    assert str(kept[0]) in notices[0]
    assert (top / RECORD).read_bytes() == CORRECTED


def test_a_note_whose_work_tree_has_another_branch_out_by_now_is_dropped(top: Path) -> None:
    die_before_the_files_follow(top)
    (top / ".git" / "index.lock").unlink()
    git(top, "stash")
    git(top, "switch", "-q", "-c", "side")
    correct(top, {OTHER: CORRECTED}, message=b"Next\n")
    assert (leftovers(top), status(top)) == ([], [])


def test_a_note_whose_correction_never_reached_the_branch_is_dropped_and_the_index_given_back(top: Path) -> None:
    for step in itertools.count(1):
        if killed_at(step, lambda: correct(top, {RECORD: CORRECTED})) and "intent" in leftovers(top):
            break
    assert at(top, RECORD) == LINES.decode()
    correct(top, {OTHER: CORRECTED}, message=b"Next\n")
    assert ((top / RECORD).read_bytes(), status(top), leftovers(top)) == (LINES, [], [])


def test_a_power_cut_that_lost_the_index_lock_is_finished_all_the_same(top: Path) -> None:
    die_before_the_files_follow(top)
    (top / ".git" / "index.lock").unlink()  # a name that was never flushed
    correct(top, {OTHER: CORRECTED}, message=b"Next\n")
    assert ((top / RECORD).read_bytes(), status(top), leftovers(top)) == (CORRECTED, [], [])


def test_an_archive_that_was_moved_after_the_crash_is_finished_all_the_same(top: Path) -> None:
    die_before_the_files_follow(top)
    moved = top.rename(top.with_name("moved"))
    correct(moved, {OTHER: CORRECTED}, message=b"Next\n")
    assert ((moved / RECORD).read_bytes(), status(moved), leftovers(moved)) == (CORRECTED, [], [])


def test_a_power_cut_that_lost_the_branch_leaves_everything_as_before(top: Path) -> None:
    before = git(top, "rev-parse", "HEAD").stdout.strip()
    die_before_the_files_follow(top)
    git(top, "update-ref", "refs/heads/main", before)
    correct(top, {OTHER: CORRECTED}, message=b"Next\n")
    assert ((top / RECORD).read_bytes(), status(top), leftovers(top)) == (LINES, [], [])


def test_a_note_that_came_back_after_all_was_settled_changes_nothing(top: Path) -> None:
    note = top / ".git" / "provenance" / "intent"
    kept: list[bytes] = []
    correct(top, {RECORD: CORRECTED}, between=lambda: kept.append(note.read_bytes()))
    note.write_bytes(kept[0])
    edit(top, RECORD, b"three", b"four")
    correct(top, {OTHER: CORRECTED}, message=b"Next\n")
    assert (top / RECORD).read_bytes() == CORRECTED.replace(b"three", b"four")
    assert (status(top), leftovers(top)) == ([f" M {RECORD}"], [])


def test_everything_is_flushed_before_what_rests_on_it(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[str] = []
    fsync = os.fsync

    def told(descriptor: int) -> None:
        name = str(Path(f"/proc/self/fd/{descriptor}").readlink()) if Path("/proc/self/fd").is_dir() else ""
        flushed.append(name.removeprefix(f"{top}/"))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", told)
    correct(top, {RECORD: CORRECTED}, between=lambda: flushed.append("BRANCH"))
    if flushed[0] == "":
        pytest.skip("this system does not name a descriptor's file: no /proc")
    folder = RECORD.rpartition("/")[0]
    order = [
        ".git/provenance/intent.half",  # the note, then its name
        ".git/provenance",
        "BRANCH",
        ".git/provenance/spare-0.half",  # the file, then its name
        folder,
        ".git/provenance/index",  # the index, then its name
        ".git",
        ".git/provenance",  # the note is gone only then
        ".git",
    ]
    found = iter(flushed)
    assert [one for one in order if one not in found] == []


def test_whichever_call_of_git_fails_the_next_correction_sets_it_right(
    pattern: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = shutil.which("git")
    folder = tmp_path / "bin"
    folder.mkdir()
    script = folder / "git"
    script.write_text(
        f"#!/bin/sh\nn=$(cat {folder}/left); echo $((n - 1)) > {folder}/left\n"
        f'[ "$n" -eq 1 ] && {{ echo "fatal: no" >&2; exit 128; }}\nexec {real} "$@"\n'
    )
    script.chmod(0o755)
    usual = ENVIRONMENT["PATH"]
    outcomes = set()
    for number in itertools.count(1):
        top = copied(pattern, tmp_path / "archive")
        edit(top, OTHER, b"list: three", b"list: four")
        git(top, "add", OTHER)
        (folder / "left").write_text(str(number))
        monkeypatch.setitem(ENVIRONMENT, "PATH", f"{folder}:{usual}")
        try:
            _, notices = correct(top, ALL)
        except ProvenanceError:
            notices = ("refused",)
        monkeypatch.setitem(ENVIRONMENT, "PATH", usual)
        failed = int((folder / "left").read_text()) <= 0
        done = committed(top)[RECORD] == blob_id(CORRECTED)
        outcomes.add((done, bool(notices)))
        correct(top, {"redirects.yaml": b"{}\n"}, message=b"Next\n")
        record = CORRECTED if done else LINES
        assert (top / OTHER).read_bytes() == record.replace(b"three", b"four"), f"call {number} failed"
        assert (status(top), leftovers(top)) == ([f"M  {OTHER}"], []), f"call {number} failed"
        shutil.rmtree(top)
        if not failed:
            break
    assert {(False, True), (True, True), (True, False)} <= outcomes


def test_beside_an_editor_who_commits_without_pause_every_correction_stands(top: Path) -> None:
    stop = threading.Event()
    tried: list[bool] = []

    def editor() -> None:
        for number in itertools.count():
            if stop.is_set():
                return
            put(top, "notes.txt", f"note {number}\n".encode())
            way = (("commit", "-q", "-a", "-m", "x"), ("commit", "-q", "-m", "x", "--", "notes.txt"))[number % 2]
            tried.append(git(top, *way, check=False).returncode == 0)

    thread = threading.Thread(target=editor)
    thread.start()
    made: list[str] = []
    try:
        while len(made) < 8:
            record = f"records/harbour/doc-{len(made) + 100}/record.yaml"
            try:
                correct(top, {record: LINES}, message=f"Number {len(made)}\n".encode(), clock=SystemClock())
            except LostRaceError:
                continue
            made.append(record)
    finally:
        stop.set()
        thread.join()
    assert sum(tried) >= 2, "the editor got no turn"
    now = committed(top)
    assert [record for record in made if now.get(record) != blob_id(LINES)] == []
    git(top, "commit", "-q", "-a", "-m", "x", check=False)
    assert (status(top), leftovers(top)) == ([], [])
