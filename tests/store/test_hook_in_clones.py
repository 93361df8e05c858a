"""A clone brings no hook along: the first of our commands that writes there puts it in place (T17, decision 17)."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from provenance.errors import InputError
from provenance.ports import counting
from provenance.store import hook
from provenance.store.archive import Archive, create
from provenance.store.releasing import release
from provenance.store.status import status
from provenance.store.sync import pull
from tests.store.clones import title, words
from tests.store.conftest import RECORD, WEB

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from provenance.ports import FrozenClock

OURS = f"{RECORD.folder}/editions/ours.txt"
WAYS = {
    "commit": [("add", "-A"), ("commit", "-m", "x")],
    "commit -a": [("commit", "-a", "-m", "x")],
    "commit -- path": [("commit", "-m", "x", "--", OURS)],
}
DIES = """
import os, signal, sys
from provenance.model.address import Locator, RecordId
from provenance.model.correction import Decision, WordsEdit
from provenance.store.archive import Archive
edit = WordsEdit(RecordId("harbour/doc-001"), "ours", Locator.parse("p1"), "flour", "bread")
with Archive.open(sys.argv[1]) as archive:
    archive.correct([edit], Decision(reason="So it reads."), acknowledge=lambda _: os.kill(os.getpid(), signal.SIGKILL))
"""


@pytest.fixture
def clone(archive: Archive, tmp_path: Path, environ: dict[str, str], clock: FrozenClock) -> Iterator[Archive]:
    """A colleague's plain ``git clone``."""
    subprocess.run(["git", "clone", "-q", str(archive.root), str(tmp_path / "clone")], check=True, env=environ)
    opened = Archive.open(tmp_path / "clone", clock=clock, new_id=counting(100), environ=environ)
    yield opened
    opened.close()


def by_hand(archive: Archive, *args: str) -> subprocess.CompletedProcess[str]:
    env = dict(archive.repository.environ)
    return subprocess.run(["git", *args], cwd=archive.root, capture_output=True, text=True, check=False, env=env)


def place(archive: Archive) -> Path:
    return archive.repository.common_dir / "hooks" / "pre-commit"


def put(archive: Archive, text: str) -> None:
    (archive.root / OURS).write_text(text, encoding="utf-8")


def at_tip(archive: Archive) -> str:
    return by_hand(archive, "show", f"HEAD:{OURS}").stdout


def test_the_first_correction_puts_the_hook_into_a_clone_and_says_so_once(clone: Archive) -> None:
    assert not place(clone).exists()
    assert any("No hook guards" in line for line in status(clone).notices)
    from provenance.model.address import Pointer
    from provenance.model.correction import Decision, FieldEdit

    edit = FieldEdit(RECORD, "set", Pointer.parse("/title"), "Telegram on bread")
    first = clone.correct([edit], Decision(reason="So it reads."))
    assert [notice for notice in first.notices if "pre-commit" in notice]
    assert place(clone).read_bytes() == hook.hook_text()
    assert status(clone).notices == ()
    again = clone.correct([FieldEdit(RECORD, "set", Pointer.parse("/title"), "Telegram")], Decision(reason="No."))
    assert again.notices == ()


@pytest.mark.parametrize("verb", [pull, lambda archive: release(archive, "2026.1")])
def test_a_pull_and_a_release_put_it_there_too(clone: Archive, verb: Callable[[Archive], object]) -> None:
    verb(clone)
    assert place(clone).read_bytes() == hook.hook_text()


def test_a_hook_that_stands_there_is_never_overwritten_and_told_of_once(clone: Archive) -> None:
    place(clone).parent.mkdir(exist_ok=True)
    place(clone).write_text("#!/bin/sh\nexit 0\n")
    assert [notice for notice in pull(clone).notices if "is not ours" in notice]
    assert pull(clone).notices == ()
    title(clone, "Telegram on bread")
    assert place(clone).read_text() == "#!/bin/sh\nexit 0\n"


def test_a_hook_that_an_editor_deleted_is_not_put_there_again(clone: Archive) -> None:
    title(clone, "Telegram on bread")
    place(clone).unlink()
    title(clone, "Telegram")
    assert not place(clone).exists()
    assert status(clone).notices == ()


def test_where_the_users_git_looks_for_hooks_elsewhere_none_is_put_there_and_it_is_said_once(
    clone: Archive, tmp_path: Path, environ: dict[str, str]
) -> None:
    with (tmp_path / "home" / ".gitconfig").open("a") as stream:
        stream.write("[core]\n\thooksPath = /usr/share/our-hooks\n")
    with Archive.open(clone.root, environ=environ) as opened:
        assert [notice for notice in pull(opened).notices if "/usr/share/our-hooks" in notice]
        assert pull(opened).notices == ()
    assert not place(clone).exists()


def test_init_where_an_archive_is_already_changes_nothing_but_puts_the_hook_there(
    clone: Archive, environ: dict[str, str]
) -> None:
    before = clone.tip
    with pytest.raises(InputError, match="an archive here already") as refused:
        create(clone.root, environ=environ)
    assert "pre-commit" in (refused.value.hint or "")
    assert (place(clone).read_bytes(), clone.tip) == (hook.hook_text(), before)


@pytest.mark.parametrize("way", WAYS)
def test_t17_in_a_clone_a_stale_file_saved_over_a_correction_undoes_nothing(clone: Archive, way: str) -> None:
    words(clone, "p1", "flour", "bread")
    put(clone, WEB.replace("closed", "shut"))  # a program that held the file from before
    done = [by_hand(clone, *args) for args in WAYS[way]][-1]
    assert done.returncode != 0
    assert "would set corrections back" in done.stderr
    assert "ask for bread" in at_tip(clone)


@pytest.mark.parametrize("way", WAYS)
def test_t17_in_a_clone_an_ordinary_edit_after_a_correction_is_committed_beside_it(clone: Archive, way: str) -> None:
    words(clone, "p1", "flour", "bread")
    put(clone, (clone.root / OURS).read_text().replace("closed", "shut"))
    done = [by_hand(clone, *args) for args in WAYS[way]][-1]
    assert done.returncode == 0, done.stderr
    assert "ask for bread" in at_tip(clone)
    assert "harbour is shut" in at_tip(clone)


@pytest.mark.parametrize("way", WAYS)
def test_t17_in_a_clone_killed_between_reference_and_index_no_commit_undoes_the_correction(
    clone: Archive, way: str
) -> None:
    dead = subprocess.run(
        [sys.executable, "-B", "-c", DIES, str(clone.root)], env=dict(clone.repository.environ), check=False
    )
    assert dead.returncode < 0
    (clone.repository.git_dir / "index.lock").unlink(missing_ok=True)  # as an impatient editor does
    put(clone, WEB.replace("closed", "shut"))
    done = [by_hand(clone, *args) for args in WAYS[way]][-1]
    assert done.returncode != 0
    assert "Run: provenance status" in done.stderr
    assert "ask for bread" in at_tip(clone)
