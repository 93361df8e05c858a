"""Somebody saves, stages or commits while a correction is on its way: nothing is lost, nothing is set back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from provenance.errors import ConflictError, InputError
from provenance.ports import FrozenClock
from provenance.store.lock import writing
from provenance.store.repository import Repository
from provenance.store.worktree import follow, pending
from tests.store.followed import (
    BRANCH,
    ENVIRONMENT,
    LINES,
    OTHER,
    RECORD,
    at,
    correct,
    edit,
    git,
    leftovers,
    planned,
    put,
    scratch,
    status,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CORRECTED = LINES.replace(b"Vardal", b"Vardal harbour")
BOTH = CORRECTED.replace(b"three", b"four")


class BusyClock(FrozenClock):
    """A clock by which something happens the first time that somebody waits for longer than a look."""

    def __init__(self, happens: Callable[[], object], after: float = 0.025) -> None:
        super().__init__("2026-01-02T10:00:00Z")
        self.happens: Callable[[], object] | None = happens
        self.after = after

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        if self.happens is not None and 0 < seconds >= self.after:
            happens, self.happens = self.happens, None
            happens()


@pytest.fixture
def top(tmp_path: Path) -> Path:
    return scratch(tmp_path / "archive")


@pytest.mark.parametrize("how", ["in place", "by a new file"])
def test_an_edit_of_another_place_saved_after_the_check_is_merged(top: Path, how: str) -> None:
    def save() -> None:
        if how == "by a new file":
            put(top, "new", LINES.replace(b"three", b"four"))
            (top / "new").rename(top / RECORD)
        else:
            put(top, RECORD, LINES.replace(b"three", b"four"))

    _, notices = correct(top, {RECORD: CORRECTED}, between=save)
    assert (top / RECORD).read_bytes() == BOTH
    assert (status(top), notices, leftovers(top)) == ([f" M {RECORD}"], (), [])


def test_an_edit_of_the_same_place_saved_after_the_check_is_kept_and_git_refuses_a_plain_commit(top: Path) -> None:
    hand = LINES.replace(b"Vardal", b"Wardal")
    edit(top, "notes.txt", b"note", b"better note")
    commit, notices = correct(top, {RECORD: CORRECTED}, between=lambda: put(top, RECORD, hand))
    assert (top / RECORD).read_bytes() == hand
    assert "both modified" in notices[0]
    assert RECORD in notices[0]
    assert sorted(status(top)) == [" M notes.txt", f"UU {RECORD}"]
    assert git(top, "commit", "-m", "by hand", check=False).returncode != 0
    assert git(top, "rev-parse", "HEAD").stdout.strip() == commit
    # the three readings lie in the index: before, correction, hand
    assert [git(top, "show", f":{stage}:{RECORD}").stdout for stage in (1, 2, 3)] == [
        LINES.decode(),
        CORRECTED.decode(),
        hand.decode(),
    ]


def test_recording_the_resolved_file_clears_the_overlap(top: Path) -> None:
    correct(top, {RECORD: CORRECTED}, between=lambda: put(top, RECORD, LINES.replace(b"Vardal", b"Wardal")))
    resolved = LINES.replace(b"Vardal", b"Wardal harbour")
    put(top, RECORD, resolved)
    correct(top, {RECORD: resolved}, from_edits=True, message=b"Resolved\n")
    assert (status(top), at(top, RECORD)) == ([], resolved.decode())


def test_another_correction_of_a_file_with_an_open_overlap_leaves_it_open(top: Path) -> None:
    hand = LINES.replace(b"Vardal", b"Wardal")
    correct(top, {RECORD: CORRECTED}, between=lambda: put(top, RECORD, hand))
    further = CORRECTED.replace(b"three", b"four")
    correct(top, {RECORD: further}, message=b"Further\n")
    assert (top / RECORD).read_bytes() == hand.replace(b"three", b"four")
    assert status(top) == [f"UU {RECORD}"]
    assert git(top, "show", f":2:{RECORD}").stdout == further.decode()


def test_a_staged_overlap_made_after_the_check_is_left_to_git(top: Path) -> None:
    def stage() -> None:
        (top / ".git" / "index.lock").unlink()  # the only way in: an editor deletes the lock
        put(top, RECORD, LINES.replace(b"Vardal", b"Wardal"))
        git(top, "add", RECORD)
        put(top, RECORD, LINES)

    correct(top, {RECORD: CORRECTED}, between=stage)
    assert (top / RECORD).read_bytes() == CORRECTED
    assert status(top) == [f"UU {RECORD}"]
    assert leftovers(top) == []


def test_a_file_removed_after_the_check_stays_removed(top: Path) -> None:
    correct(top, {RECORD: CORRECTED}, between=(top / RECORD).unlink)
    assert not (top / RECORD).exists()
    assert git(top, "commit", "-m", "by hand", check=False).returncode != 0
    assert at(top, RECORD) == CORRECTED.decode()


def test_a_file_put_where_a_new_record_comes_is_kept(top: Path) -> None:
    new = "records/harbour/doc-003/record.yaml"
    correct(top, {new: b"title: ours\n"}, between=lambda: put(top, new, b"title: mine\n"))
    assert (top / new).read_bytes() == b"title: mine\n"
    assert at(top, new) == "title: ours\n"
    assert status(top) == [f"AA {new}"]


def test_an_edit_of_a_file_that_a_correction_takes_away_is_kept(top: Path) -> None:
    correct(top, {OTHER: None}, between=lambda: edit(top, OTHER, b"three", b"four"))
    assert b"four" in (top / OTHER).read_bytes()
    assert at(top, OTHER) is None
    assert status(top) == [f"UD {OTHER}"] or status(top) == [f"DU {OTHER}"]


@pytest.mark.parametrize("place", ["another", "the same"])
def test_a_program_that_had_the_old_file_open_and_writes_late_loses_nothing(top: Path, place: str) -> None:
    late = LINES.replace(b"three", b"four") if place == "another" else LINES.replace(b"Vardal", b"Wardal")
    with (top / RECORD).open("r+b") as held:

        def write() -> None:
            held.seek(0)
            held.write(late)
            held.truncate()
            held.flush()

        correct(top, {RECORD: CORRECTED}, clock=BusyClock(write))
    if place == "another":
        assert (top / RECORD).read_bytes() == BOTH
        assert status(top) == [f" M {RECORD}"]
    else:
        assert (top / RECORD).read_bytes() == late
        assert status(top) == [f"UU {RECORD}"]
    assert leftovers(top) == []


def test_a_file_that_is_half_saved_is_waited_for(top: Path) -> None:
    hand = LINES.replace(b"three", b"four")
    put(top, RECORD, hand[:20])
    correct(top, {RECORD: CORRECTED}, clock=BusyClock(lambda: put(top, RECORD, hand), after=0.0001))
    assert (top / RECORD).read_bytes() == BOTH


def test_a_plain_commit_that_meets_a_correction_is_refused_by_the_lock_and_undoes_nothing(top: Path) -> None:
    edit(top, "notes.txt", b"note", b"better note")
    tried = []

    def commit() -> None:
        tried.extend(git(top, *args, check=False) for args in (("commit", "-a", "-m", "x"), ("add", "-A"), ("stash",)))

    correct(top, {RECORD: CORRECTED}, between=commit, clock=BusyClock(commit))
    assert len(tried) == 6
    assert [done.args for done in tried if done.returncode == 0] == []
    git(top, "commit", "-q", "-a", "-m", "again")
    assert at(top, RECORD) == CORRECTED.decode()


def test_the_lock_says_what_to_run(top: Path) -> None:
    said = []
    correct(top, {RECORD: CORRECTED}, between=lambda: said.append((top / ".git" / "index.lock").read_text()))
    assert "run: provenance status" in said[0]


def test_a_lock_deleted_by_hand_is_taken_again_and_what_was_staged_meanwhile_is_kept(top: Path) -> None:
    def intrude() -> None:
        (top / ".git" / "index.lock").unlink()
        edit(top, "notes.txt", b"note", b"better note")
        git(top, "add", "notes.txt")

    correct(top, {RECORD: CORRECTED}, between=intrude)
    assert (status(top), leftovers(top)) == (["M  notes.txt"], [])
    assert git(top, "show", f":{RECORD}").stdout == CORRECTED.decode()


def test_a_lock_that_another_has_taken_meanwhile_leaves_the_rest_to_the_next_command(top: Path) -> None:
    lock = top / ".git" / "index.lock"

    def intrude() -> None:
        lock.unlink()
        lock.write_bytes(b"")

    _, notices = correct(top, {RECORD: CORRECTED}, between=intrude)
    assert "have not followed it yet" in notices[0]
    assert lock.read_bytes() == b""
    assert "intent" in leftovers(top)
    lock.unlink()
    correct(top, {OTHER: CORRECTED}, message=b"Next\n")
    assert ((top / RECORD).read_bytes(), status(top), leftovers(top)) == (CORRECTED, [], [])


def test_a_lost_race_keeps_the_index_locked_and_goes_round_with_the_new_tip(top: Path) -> None:
    repository = Repository.open(top, ENVIRONMENT)
    clock = FrozenClock("2026-01-02T10:00:00Z")
    with writing(repository, clock=clock, branch=BRANCH) as lock:
        tree = follow(repository, lock, clock=clock)
        tip = repository.ref(BRANCH)
        settling = tree.begin(
            branch=BRANCH, old=tip, message=b"x\n", changes=planned(repository, {RECORD: CORRECTED}, tip)
        )
        winner = git(top, "commit-tree", "-p", "HEAD", "-m", "other", "HEAD^{tree}").stdout.strip()
        git(top, "update-ref", BRANCH, winner)
        with settling.again(
            old=winner, message=b"y\n", changes=planned(repository, {RECORD: CORRECTED}, winner)
        ) as again:
            assert again is settling
            noted = pending(repository)
            assert noted is not None
            assert (noted.old, noted.message) == (winner, "y\n")
            assert lock.is_at(top / ".git" / "index.lock")
    assert (leftovers(top), (top / RECORD).read_bytes()) == ([], LINES)
    repository.close()


@pytest.mark.parametrize("moved", [True, False])
def test_leaving_by_an_exception_settles_what_landed_and_clears_what_did_not(top: Path, moved: bool) -> None:
    class StrangeError(Exception):
        pass

    def fail() -> None:
        raise StrangeError

    if moved:
        with pytest.raises(StrangeError):
            correct(top, {RECORD: CORRECTED}, between=fail)
        assert (top / RECORD).read_bytes() == CORRECTED
    else:
        with pytest.raises(InputError):
            correct(top, {RECORD: CORRECTED, "../x": b""})
        assert (top / RECORD).read_bytes() == LINES
    assert (status(top), leftovers(top)) == ([], [])


def test_an_editors_open_commit_holds_a_correction_off_and_is_not_disturbed(top: Path) -> None:
    edit(top, "notes.txt", b"note", b"better note")
    refused = []

    def type_the_message() -> str:
        # what "git commit -a" does while its message is typed: the editor program runs under index.lock
        script = top / ".git" / "editor.sh"
        script.write_text('#!/bin/sh\ncp .git/index.lock .git/seen && echo typed > "$1"\n')
        script.chmod(0o755)
        return str(script)

    git(top, "commit", "-a", GIT_EDITOR=type_the_message())
    assert (top / ".git" / "seen").exists()  # the lock is held while somebody types
    (top / ".git" / "index.lock").write_bytes((top / ".git" / "seen").read_bytes())
    with pytest.raises(ConflictError):
        correct(top, {RECORD: CORRECTED})
    refused.append(at(top, RECORD))
    assert refused == [LINES.decode()]
