"""The archive's one lock, and the locks that git's dead leave on references (T02, T04, T07)."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from provenance.errors import ConflictError, InputError
from provenance.ports import FrozenClock, SystemClock
from provenance.store import lock as locks
from provenance.store.entries import IndexLock
from provenance.store.lock import Lock, file_system, mounted, trying, writing
from provenance.store.repository import Repository
from provenance.store.worktree import follow
from tests.store.followed import BRANCH, ENVIRONMENT, git, scratch
from tests.waiting import status_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture
def top(tmp_path: Path) -> Path:
    return scratch(tmp_path / "archive")


@pytest.fixture
def repository(top: Path) -> Iterator[Repository]:
    found = Repository.open(top, ENVIRONMENT)
    yield found
    found.close()


class TellingClock(FrozenClock):
    """A clock that calls after every sleep with the seconds since it began."""

    def __init__(self, each: Callable[[float], object] = lambda _: None) -> None:
        super().__init__("2026-01-02T10:00:00Z")
        self.began = self.now()
        self.each = each

    @property
    def passed(self) -> float:
        return (self.now() - self.began).total_seconds()

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        self.each(self.passed)


def test_a_second_writer_waits_until_the_first_is_done(repository: Repository) -> None:
    order = []

    def second() -> None:
        with writing(repository, clock=SystemClock()):
            order.append("second")

    with writing(repository, clock=SystemClock()):
        thread = threading.Thread(target=second)
        thread.start()
        time.sleep(0.05)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


def test_who_only_tries_gets_nothing_where_another_writes(repository: Repository) -> None:
    with writing(repository, clock=SystemClock()), trying(repository, clock=SystemClock()) as lock:
        assert lock is None
    with trying(repository, clock=SystemClock()) as lock:
        assert isinstance(lock, Lock)


def test_a_git_child_that_outlives_its_killed_parent_keeps_the_lock(repository: Repository) -> None:
    reading, telling = os.pipe()
    parent = os.fork()
    if parent == 0:
        with writing(repository, clock=SystemClock()) as lock:
            child = subprocess.Popen(["sleep", "60"], pass_fds=(lock.fd,))
            os.write(telling, str(child.pid).encode())
            os.kill(os.getpid(), signal.SIGKILL)
    status_of(parent)
    child_pid = int(os.read(reading, 20))
    with trying(repository, clock=SystemClock()) as lock:
        assert lock is None
    os.kill(child_pid, signal.SIGKILL)
    with writing(repository, clock=SystemClock()) as lock:
        assert lock.is_at(repository.state_dir / "lock")


def test_a_lock_file_deleted_while_somebody_waits_is_made_anew(repository: Repository) -> None:
    held = []

    def second() -> None:
        with writing(repository, clock=SystemClock()) as lock:
            held.append(lock.is_at(repository.state_dir / "lock"))

    with writing(repository, clock=SystemClock()) as lock:
        thread = threading.Thread(target=second)
        thread.start()
        time.sleep(0.05)
        lock.path.unlink()
    thread.join()
    assert held == [True]


@pytest.mark.parametrize("name", ["HEAD.lock", f"{BRANCH}.lock"])
def test_a_reference_lock_left_by_the_dead_is_removed_after_five_seconds_and_reported(
    repository: Repository, name: str
) -> None:
    stale = repository.common_dir / name
    stale.write_bytes(b"")
    clock = TellingClock()
    with writing(repository, clock=clock, branch=BRANCH) as lock:
        assert not stale.exists()
        assert 5.0 <= clock.passed < 5.5
        assert str(stale) in lock.notices[0]
    assert sorted(path.name for path in repository.state_dir.iterdir()) == ["lock"]


def test_the_lock_of_a_linked_work_trees_head_is_seen_too(top: Path, tmp_path: Path) -> None:
    git(top, "worktree", "add", "-q", "-b", "side", str(tmp_path / "linked"))
    repository = Repository.open(tmp_path / "linked", ENVIRONMENT)
    stale = repository.git_dir / "HEAD.lock"
    stale.write_bytes(b"")
    with writing(repository, clock=TellingClock(), branch="refs/heads/side") as lock:
        assert str(stale) in lock.notices[0]


def test_a_living_reference_lock_is_waited_for(repository: Repository) -> None:
    live = repository.common_dir / "HEAD.lock"
    live.write_bytes(b"")
    clock = TellingClock(lambda passed: live.unlink(missing_ok=True) if passed > 3 else None)
    with writing(repository, clock=clock, branch=BRANCH) as lock:
        assert clock.passed < 3.2
        assert lock.notices == []


def test_a_reference_lock_that_changes_hands_is_given_its_own_five_seconds(repository: Repository) -> None:
    live = repository.common_dir / "HEAD.lock"
    live.write_bytes(b"")
    swapped = []

    def swap(passed: float) -> None:
        if passed > 4 and not swapped:
            (repository.common_dir / "new").write_bytes(b"another")
            (repository.common_dir / "new").rename(live)
            swapped.append(passed)

    clock = TellingClock(swap)
    with writing(repository, clock=clock, branch=BRANCH):
        assert 9.0 <= clock.passed < 9.5


def test_a_lock_swapped_between_judgement_and_removal_is_put_back(repository: Repository) -> None:
    live = repository.common_dir / "HEAD.lock"
    live.write_bytes(b"")
    judged = locks._Look.at(live)
    assert judged is not None
    live.unlink()
    live.write_bytes(b"another's")
    with writing(repository, clock=TellingClock()) as lock:
        assert not locks._remove_aside(live, judged, lock)
    assert live.read_bytes() == b"another's"
    assert not (repository.state_dir / "stale-HEAD.lock").exists()


def test_a_branch_that_others_never_let_go_is_given_up_with_exit_status_three(repository: Repository) -> None:
    live = repository.common_dir / "HEAD.lock"
    live.write_bytes(b"")

    def swap(_: float) -> None:
        (repository.common_dir / "new").write_bytes(b"another")
        (repository.common_dir / "new").rename(live)

    clock = TellingClock(swap)
    with pytest.raises(ConflictError) as refusal, writing(repository, clock=clock, branch=BRANCH):
        pass
    assert (refusal.value.code, refusal.value.exit_status) == ("busy", 3)
    assert 30 <= clock.passed < 31
    assert live.exists()


def test_a_network_disk_is_refused(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    here = file_system(repository.common_dir)
    assert here not in locks.NETWORK
    monkeypatch.setattr(locks, "NETWORK", frozenset({here}))  # as if this disk were one
    with pytest.raises(InputError) as refusal, writing(repository, clock=SystemClock()):
        pass
    assert refusal.value.code == "network-disk"
    assert "clone on a local disk" in str(refusal.value.hint)
    assert not (repository.common_dir / "provenance").exists()


LISTING = """\
23 1 254:0 / / rw,relatime - ext4 /dev/vda rw
24 23 0:21 / /home rw shared:2 - nfs4 server:/home rw
25 24 0:22 / /home/anna\\040lund/local rw - ext4 /dev/vdb rw
26 23 0:23 / /mnt rw - ext4 /dev/vdc rw
27 23 0:24 / /mnt rw - fuse.sshfs anna@server: rw
a line that is no mount
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/srv/archive", "ext4"),
        ("/home/archive", "nfs4"),
        ("/homework/archive", "ext4"),
        ("/home/anna lund/local/archive", "ext4"),
        ("/mnt/archive", "fuse.sshfs"),
    ],
)
def test_a_path_lies_on_the_longest_mount_and_the_last_of_equals(path: str, kind: str) -> None:
    assert mounted(LISTING, Path(path)) == kind


def test_where_the_system_lists_no_mounts_nothing_is_refused(tmp_path: Path) -> None:
    assert file_system(tmp_path, tmp_path / "absent") == ""


def test_an_archive_that_cannot_be_written_says_so(repository: Repository) -> None:
    (repository.common_dir / "provenance").write_bytes(b"in the way")
    with pytest.raises(InputError) as refusal, writing(repository, clock=SystemClock()):
        pass
    assert refusal.value.code == "read-only"
    with trying(repository, clock=SystemClock()) as lock:
        assert lock is None


def test_a_lock_that_is_a_link_is_not_followed(repository: Repository, tmp_path: Path) -> None:
    repository.state_dir.mkdir()
    (repository.state_dir / "lock").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(InputError), writing(repository, clock=SystemClock()):
        pass
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize(
    ("shared", "folder", "file"), [("group", 0o2775, 0o664), ("world", 0o2775, 0o664), (None, 0o755, 0o644)]
)
def test_in_a_shared_repository_the_group_may_lock_too(top: Path, shared: str | None, folder: int, file: int) -> None:
    if shared is not None:
        git(top, "config", "core.sharedRepository", shared)
    repository = Repository.open(top, ENVIRONMENT)
    with writing(repository, clock=SystemClock()) as lock:
        assert stat.S_IMODE(lock.path.stat().st_mode) == file
    assert stat.S_IMODE(repository.state_dir.stat().st_mode) == folder


def test_where_a_disk_has_no_hard_links_the_index_lock_is_ours_by_its_words(repository: Repository, top: Path) -> None:
    index_lock = top / ".git" / "index.lock"
    with writing(repository, clock=SystemClock()) as lock:
        ours = IndexLock(top / ".git", lock)
        assert ours._take_by_text(OSError())
        assert not lock.is_at(index_lock)
        assert ours.is_ours()
        assert ours.take()
        ours.release()
        assert not index_lock.exists()
        index_lock.write_bytes(b"an editor's")
        assert not ours.take()
        assert not ours._take_by_text(OSError())
        ours.release()
        assert index_lock.read_bytes() == b"an editor's"


def test_an_index_lock_of_ours_without_a_note_is_removed_by_the_next_writer(repository: Repository, top: Path) -> None:
    with writing(repository, clock=SystemClock()) as lock:
        IndexLock(top / ".git", lock).take()
    with writing(repository, clock=SystemClock()) as lock:
        follow(repository, lock, clock=SystemClock())
    assert not (top / ".git" / "index.lock").exists()
