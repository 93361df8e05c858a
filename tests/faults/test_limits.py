"""A size limit at every stage of a write: refused in words, nothing half, and well once there is room (T08)."""

from __future__ import annotations

import mmap
import os
import resource
import sys
from typing import TYPE_CHECKING

import pytest

from provenance.errors import ProvenanceError
from tests.faults import routes
from tests.faults.conftest import Scene
from tests.faults.routes import RefusedError
from tests.faults.scene import PLACES, git, value
from tests.faults.standing import Standing, fsck, landed, look
from tests.waiting import status_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow

LIMITS = (*range(0, 400, 50), *range(400, 1600, 150), 2000, 3000, 4000, 6000, 9000, 40_000)
"""Bytes that a file may have: below the note, the record, the tree, the commit, the pack, git's index, ours."""


def _under_limit(scene: Scene, size: int, what: str) -> tuple[bool, str]:
    """One correction by a process whose files may not grow beyond ``size``: acknowledged, and the error's words."""
    shared = mmap.mmap(-1, 4096)
    child = os.fork()
    if child == 0:
        sys.dont_write_bytecode = True
        words = "raw: nothing was said"
        try:
            write = routes.provenance(scene.top, scene.environ)
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
            write(PLACES[0], what, lambda: shared.__setitem__(0, 1))
            words = ""
        except RefusedError as error:
            words = f"{error}: {error.__cause__}"
        except ProvenanceError as error:
            words = f"{error.code}: {error}"
        except BaseException as error:  # noqa: BLE001 - told to the test
            words = f"raw: {error!r}"
        finally:
            shared[1 : 1 + len(words.encode()[:900])] = words.encode()[:900]
            os._exit(0)
    status_of(child)
    return shared[0] == 1, shared[1:1000].rstrip(b"\0").decode(errors="replace")


def leftovers(git_dir: Path) -> Iterator[str]:
    """Temporary files that nobody needs."""
    for path in git_dir.rglob("*"):
        if path.name.startswith(("tmp_obj", "tmp_pack", "fast_import_crash")) or path.suffix in {".half", ".lock"}:
            yield path.relative_to(git_dir).as_posix()


def test_t08_a_size_limit_at_any_stage_refuses_in_words_and_leaves_nothing_half(scene: Scene) -> None:
    said = {}
    for number, size in enumerate(LIMITS, start=1):
        done, said[size] = _under_limit(scene, size, value(0, number))
        assert not said[size].startswith("raw"), f"{size}: {said[size]}"
        present = value(0, number) in {one.value for one in landed(scene.top, scene.environ)}
        assert done == present, f"{size}: {said[size]}"
        # and once there is room the next goes through, whatever was left
        routes.impatient(scene.top, scene.environ)(PLACES[7], value(7, number), lambda: None)
        assert git(scene.top, scene.environ, "status", "--porcelain") == "", size
        assert list(leftovers(scene.top / ".git")) == [], size
    assert said[LIMITS[-1]] == ""
    assert any("disk is full" in words or "File too large" in words for words in said.values())
    assert look(scene.top, scene.environ, []) == Standing()
    assert fsck(scene.top, scene.environ) == []
