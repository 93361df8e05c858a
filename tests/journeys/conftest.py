"""A desk to type commands at: each runs in this process, in a scratch archive of real git."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from provenance.cli.main import main
from tests.copies import copy_of

SPECIMEN = Path(__file__).resolve().parents[1] / "specimens" / "winter-lights.txt"


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    status: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)

    def error(self) -> dict[str, Any]:
        return json.loads(self.out)["error"]


class Desk:
    """Types commands in one folder."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self._capsys = capsys
        self._monkeypatch = monkeypatch

    def __call__(self, *typed: str, status: int | None = 0) -> Done:
        """Run it; the exit status must be ``status`` (None: any)."""
        self._monkeypatch.chdir(self.folder)
        self._capsys.readouterr()
        ended = main(typed)
        printed = self._capsys.readouterr()
        done = Done(ended, printed.out, printed.err)
        assert "Traceback" not in done.err + done.out
        if status is not None:
            assert ended == status, f"{typed} ended with {ended}\n{done.out}\n{done.err}"
        return done

    def tip(self) -> str:
        """The commit the archive stands at."""
        import subprocess

        return subprocess.run(
            ["git", "rev-parse", "HEAD"], cwd=self.folder, capture_output=True, text=True, check=True
        ).stdout.strip()

    def clean(self) -> bool:
        """Whether git itself finds the work tree as committed."""
        import subprocess

        return not subprocess.run(
            ["git", "status", "--porcelain"], cwd=self.folder, capture_output=True, text=True, check=True
        ).stdout.strip()


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk in an empty folder, for an editor whom git knows."""
    home = tmp_path / "home"
    home.mkdir()
    (home / ".gitconfig").write_text("[user]\n\tname = Ada Reader\n\temail = ada@example.org\n", encoding="utf-8")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name in ("EDITOR", "VISUAL", "PROVENANCE_EDITOR", "XDG_CONFIG_HOME", "GIT_CONFIG_GLOBAL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    work = tmp_path / "work"
    work.mkdir()
    return Desk(work, capsys, monkeypatch)


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where an archive lies once a test has needed it, for the next to copy."""
    return tmp_path_factory.mktemp("kept")


@pytest.fixture
def archive(desk: Desk, kept: Path) -> Desk:
    """A desk in a new archive."""
    if not (kept / "archive").exists():
        desk("init", "archive", "--title", "Scratch")
        (desk.folder / "archive").rename(kept / "archive")
    copy_of(kept / "archive", desk.folder / "archive", os.environ)
    desk.folder /= "archive"
    return desk


@pytest.fixture
def lights(desk: Desk, kept: Path) -> Desk:
    """A desk in an archive that holds the specimen page as lights/doc-014."""
    if not (kept / "lights").exists():
        desk("init", "archive", "--title", "Scratch")
        desk("-C", "archive", "import", str(SPECIMEN), "--id", "lights/doc-014")
        (desk.folder / "archive").rename(kept / "lights")
    copy_of(kept / "lights", desk.folder / "archive", os.environ)
    desk.folder /= "archive"
    return desk
