"""No test waits for ever, and none for a disk: what hangs is told as the test that hung, and the others go on."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

LIMIT = 300
"""Seconds for one test: ten times what the longest takes on a busy machine."""

MEMORY = Path("/dev/shm")  # noqa: S108 - where Linux keeps files in memory; each run makes a folder of its own there and takes it away
ROOM = 2**30
"""Free bytes asked of it: twice what a run leaves behind where every test fails."""

# an example takes milliseconds, on a busy machine a second; one of ten seconds is a fault.
# The same examples in each run; others, by chance: --hypothesis-profile=default
settings.register_profile("suite", deadline=10_000, derandomize=True)
settings.load_profile("suite")

SCRATCH = pytest.StashKey[str]()

ONE_SITE = {"built", "built_as_files", "browser"}
"""Fixtures that cost seconds: who uses one of them runs in one process (``--dist loadgroup``), which makes it once."""

pytest_plugins = ["tests.publish.skerry.fixtures"]


def pytest_configure(config: pytest.Config) -> None:
    """Put scratch files in a folder in memory, unless TMPDIR says where: on a disk the waiting is for git's flushes.

    That each is asked for, and in which order, is tested by the calls to the system (docs/decisions/0025).
    """
    if "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK | os.X_OK):
        return
    about = os.statvfs(MEMORY)
    if about.f_bavail * about.f_frsize >= ROOM and not about.f_flag & getattr(os, "ST_NOEXEC", 0):
        config.stash[SCRATCH] = os.environ["TMPDIR"] = tempfile.mkdtemp(prefix="t-", dir=MEMORY)
        tempfile.tempdir = None  # asked again


def pytest_sessionfinish(session: pytest.Session) -> None:
    if session.testsfailed:  # to be looked at
        session.config.stash[SCRATCH] = ""


def pytest_unconfigure(config: pytest.Config) -> None:
    if made := config.stash.get(SCRATCH, ""):
        shutil.rmtree(made, ignore_errors=True)


@pytest.hookimpl(tryfirst=True)  # before the groups are read
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if ONE_SITE & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.xdist_group("site"))


@pytest.fixture(autouse=True)
def _ends_in_time() -> Iterator[None]:
    """An alarm of the system: it interrupts reading a pipe, waiting for a child, an endless loop."""

    def told(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"this test was not done within {LIMIT} s")

    before = signal.signal(signal.SIGALRM, told)
    signal.alarm(LIMIT)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
