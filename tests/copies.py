"""An archive made once a process and copied for each test: founding it anew costs ten times as much."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def copy_of(archive: Path, there: Path, environ: Mapping[str, str]) -> None:
    """Copy an archive whole, so that git and we find in the copy what they would find in one that was made there.

    The index of histories stays behind: it is bound to the place it was made
    for. git's index keeps the inodes of files, and is told those of the copies.
    """
    shutil.copytree(archive, there, symlinks=True, ignore=shutil.ignore_patterns("index.sqlite*"))
    subprocess.run(["git", "-C", str(there), "update-index", "-q", "--refresh"], env=dict(environ), check=True)
