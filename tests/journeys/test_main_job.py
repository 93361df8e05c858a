from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_the_demonstration_runs_as_a_newcomer_would_run_it(tmp_path: Path) -> None:
    environment = {**os.environ, "HOME": str(tmp_path), "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.main_job", str(tmp_path / "demo")],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    site = tmp_path / "demo" / "archive" / "site"
    assert (site / "index.html").is_file()
    assert f"Open {site / 'index.html'}" in done.stdout
    for promise in ("were trimmed", "have been trimmed", "QUO", "substantive", "Written as correction"):
        assert promise in done.stdout
