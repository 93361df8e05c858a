"""The archives that benchmarks are run on are what an import of ours would have written."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from provenance.store.verify import verify

if TYPE_CHECKING:
    from types import ModuleType

GROUND = Path(__file__).resolve().parents[1] / "benchmarks" / "ground.py"


@pytest.fixture
def ground() -> ModuleType:
    spec = importlib.util.spec_from_file_location("ground", GROUND)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("each", [True, False])
def test_verify_finds_nothing_wrong_with_the_archive_that_is_measured(ground: Any, each: bool, tmp_path: Path) -> None:
    records = 3 if each else 60  # one for all says how many changes it made, not which
    with ground.made(tmp_path / "archive", records, commit_each=each) as archive:
        assert verify(archive).faults == ()
