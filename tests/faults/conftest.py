"""An archive for faults, the environment it is written in, chance from a seed."""

from __future__ import annotations

import os
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.copies import copy_of
from tests.faults.scene import environment, found_archive

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Scene:
    """Where a fault is done: the archive's root, and the environment of who writes there."""

    top: Path
    environ: dict[str, str]


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the archive of a scene is copied from."""
    folder = tmp_path_factory.mktemp("founded")
    found_archive(folder / "archive", environment(folder / "home"))
    return folder / "archive"


@pytest.fixture
def scene(founded: Path, tmp_path: Path) -> Scene:
    environ = environment(tmp_path / "home")
    copy_of(founded, tmp_path / "archive", environ)
    return Scene(tmp_path / "archive", environ)


@pytest.fixture
def chance() -> random.Random:
    return random.Random(int(os.environ.get("PROVENANCE_SEED", "1")))  # noqa: S311 - moments, not secrets
