"""An archive in a scratch folder, its clock and its ids in the test's hand."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from provenance.model.address import RecordId
from provenance.model.correction import Decision, FileEdit
from provenance.ports import FrozenClock, counting
from provenance.store.archive import Archive, create
from tests.copies import copy_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

RECORD = RecordId("harbour/doc-001")
RECORD_YAML = b"""\
# the harbour-master's telegram
schema: 1
title: Telegram on flour
specimen: invented for the tests
date: {edtf: 1931-03-03, basis: stated, where: title}
editions:
  web:
    state: fixed
    text: present
  ours:
    state: living
    text: present
"""
START = "2026-01-02T10:00:00+00:00"
WEB = """\
%text 1

@title Telegram from Vardal, March 3, 1931

¶1 The crews ask for flour and rope.

¶2 The harbour is closed since Monday.

¶3 We asked twice. Nobody came.
"""


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return machine(tmp_path / "home")


def machine(home: Path) -> dict[str, str]:
    """A machine on which nobody has told git anything but a name."""
    home.mkdir()
    (home / ".gitconfig").write_text("[user]\n\tname = Anna Lund\n\temail = anna@example.org\n")
    return {"PATH": os.environ["PATH"], "HOME": str(home)}


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(START)


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ``archive`` is copied from."""
    folder = tmp_path_factory.mktemp("founded")
    environ, clock = machine(folder / "home"), FrozenClock(START)
    create(folder / "archive", title="Harbours", clock=clock, new_id=counting(), environ=environ).close()
    with Archive.open(folder / "archive", clock=clock, new_id=counting(10), environ=environ) as opened:
        clock.sleep(60)
        opened.correct(first_files(), Decision(reason="Typed from the page.", kind="import"))
    return folder / "archive"


@pytest.fixture
def archive(founded: Path, tmp_path: Path, environ: dict[str, str], clock: FrozenClock) -> Iterator[Archive]:
    """A new archive with one record of two editions."""
    copy_of(founded, tmp_path / "archive", environ)
    clock.sleep(120)
    opened = Archive.open(tmp_path / "archive", clock=clock, new_id=counting(11), environ=environ)
    yield opened
    opened.close()


def first_files(record: RecordId = RECORD) -> list[FileEdit]:
    return [
        FileEdit(record, "record.yaml", RECORD_YAML),
        FileEdit(record, "editions/web.txt", WEB.encode()),
        FileEdit(record, "editions/ours.txt", WEB.encode()),
    ]


@pytest.fixture
def git(archive: Archive) -> Callable[..., str]:
    """Plain git in the archive's folder, as an editor would run it."""

    def run(*args: str, check: bool = True) -> str:
        env = {**archive.repository.environ, "GIT_CONFIG_NOSYSTEM": "1"}
        done = subprocess.run(
            ["git", "-C", str(archive.root), *args], capture_output=True, text=True, check=False, env=env
        )
        if check:
            assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    return run


@pytest.fixture
def clones(archive: Archive, git: Callable[..., str], tmp_path: Path) -> Iterator[tuple[Archive, Archive]]:
    """Two editors' clones of one server."""
    git("clone", "-q", "--bare", ".", f"{tmp_path}/server.git")
    found = []
    for number, name in enumerate(("one", "two")):
        git("clone", "-q", f"{tmp_path}/server.git", f"{tmp_path}/{name}")
        ids = counting(1000 * (number + 1))
        environ = archive.repository.environ
        found.append(Archive.open(tmp_path / name, environ=environ, clock=archive.clock, new_id=ids))
    yield found[0], found[1]
    for one in found:
        one.close()


@pytest.fixture
def git_in() -> Callable[..., str]:
    """Plain git in an archive's folder, as an editor would run it."""

    def run(archive: Archive, *args: str) -> str:
        env = {**archive.repository.environ, "GIT_CONFIG_NOSYSTEM": "1"}
        done = subprocess.run(["git", *args], cwd=archive.root, capture_output=True, text=True, check=False, env=env)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    return run
