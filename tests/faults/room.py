"""A small file system filled to the last page before each correction (T08)."""

from __future__ import annotations

import os
import subprocess
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.faults import routes
from tests.faults.cuts import NotHereError
from tests.faults.routes import RefusedError
from tests.faults.scene import PLACES, git, value
from tests.faults.standing import Standing, fsck, landed, look

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

PAGE = 4096


@dataclass
class Filled:
    """What came of it: corrections tried on a full disk, refused, acknowledged; temporary files left; what is wrong."""

    tried: int = 0
    acknowledged: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    standing: Standing = field(default_factory=Standing)


@contextmanager
def small_disk(where: Path, megabytes: int) -> Iterator[Path]:
    """A file system in memory of that size; NotHereError where it cannot be mounted."""
    if os.geteuid() != 0:
        raise NotHereError("mounting a file system needs root")
    where.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(where)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotHereError(f"a tmpfs cannot be mounted here: {done.stderr.strip()}")
    try:
        yield where
    finally:
        subprocess.run(["umount", "-l", str(where)], capture_output=True, check=False)


def fill_and_correct(disk: Path, environ: Mapping[str, str], pages: range) -> Filled:
    """With 0, 1, 2 … pages left: one correction, then room is made and one more; what is there after each."""
    top, ballast, found = disk / "archive", disk / "ballast", Filled()
    for number, left in enumerate(pages, start=1):
        _fill(disk, ballast, left)
        what, told = value(0, number), list[bool]()
        found.tried += 1
        try:
            routes.provenance(top, environ)(PLACES[0], what, lambda told=told: told.append(True))  # type: ignore[misc]
        except RefusedError as error:
            found.refused[str(error)] = found.refused.get(str(error), 0) + 1
        except Exception as error:  # noqa: BLE001 - told in the table
            found.wrong.append(f"{left} pages: {type(error).__name__}: {error}")
        ballast.unlink()
        present = what in {one.value for one in landed(top, environ)}
        if present != bool(told):
            found.wrong.append(f"{left} pages: {'there, and refused' if present else 'done, and absent'}")
        found.acknowledged += bool(told)
        routes.provenance(top, environ)(PLACES[7], value(7, number), lambda: None)
        found.left += [path.name for path in (top / ".git").rglob("*") if _is_temporary(path)]
        found.wrong += git(top, environ, "status", "--porcelain").splitlines()
    found.standing = look(top, environ, [])
    found.standing.unsound += fsck(top, environ)
    return found


def _fill(disk: Path, ballast: Path, left: int) -> None:
    about = os.statvfs(disk)
    size = (about.f_bavail - left) * about.f_frsize
    with suppress(OSError), ballast.open("wb") as stream:
        os.posix_fallocate(stream.fileno(), 0, max(size, 1))


def _is_temporary(path: Path) -> bool:
    return path.name.startswith(("tmp_obj", "tmp_pack", "fast_import_crash")) or path.suffix in {".half", ".lock"}
