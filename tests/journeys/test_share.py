from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.journeys.conftest import Desk

if TYPE_CHECKING:
    from pathlib import Path


def git(folder: Path, *args: str) -> None:
    subprocess.run(["git", *args], cwd=folder, check=True, capture_output=True)


@dataclass
class Pair:
    """Two editors, each at a desk of her own, one server."""

    one: Desk
    two: Desk


@pytest.fixture
def pair(lights: Desk, tmp_path: Path) -> Pair:
    server = tmp_path / "server.git"
    git(lights.folder, "clone", "-q", "--bare", ".", str(server))
    git(lights.folder, "remote", "add", "origin", str(server))
    git(lights.folder, "push", "-q", "-u", "origin", "main")
    git(tmp_path, "clone", "-q", str(server), str(tmp_path / "two"))
    return Pair(lights, Desk(tmp_path / "two", lights._capsys, lights._monkeypatch))


def set_title(desk: Desk, title: str, why: str = "Seen on the page") -> str:
    done = desk("correct", "doc-014", "--set", f"/title={title}", "-m", why, "--json")
    return str(done.json()["correction_id"])


def title_of(desk: Desk) -> str:
    return str(desk("show", "doc-014", "--json").json()["title"])


def test_what_one_corrects_and_pushes_the_other_pulls(pair: Pair) -> None:
    set_title(pair.one, "Lamps")
    assert "1 commit sent" in pair.one("push").out
    assert "1 commit came" in pair.two("pull").out
    assert title_of(pair.two) == "Lamps"
    assert pair.two("pull", "--json").json()["received"] == 0
    assert "everything already" in pair.two("push").out
    assert pair.two.clean()


def test_pushing_behind_the_server_is_a_conflict_and_the_mend_is_named(pair: Pair) -> None:
    set_title(pair.one, "Lamps")
    pair.one("push")
    pair.two("correct", "doc-014", "--set", "/note=Kept in one folder", "-m", "Both lie there")
    assert "provenance pull" in pair.two("push", status=3).err
    pair.two("pull")
    pair.two("push")
    pair.one("pull")
    assert pair.one.tip() == pair.two.tip()


@pytest.mark.parametrize(("choice", "title"), [("ours", "Lanterns"), ("theirs", "Lamps"), ("Lights", "Lights")])
def test_a_conflict_is_shown_settled_and_brought_in(pair: Pair, choice: str, title: str) -> None:
    set_title(pair.one, "Lamps")
    pair.one("push")
    own = set_title(pair.two, "Lanterns", "The draft calls them lanterns")
    before = pair.two.tip()
    error = pair.two("pull", "--json", status=3).error()
    assert error["conflicts"][0]["key"] == "lights/doc-014 /title"
    assert pair.two.tip() == before
    assert "1 conflict is open" in pair.two("status").out
    shown = pair.two("merge").out
    assert "Lanterns" in shown
    assert "Lamps" in shown
    merge = pair.two("merge", "--json").json()
    assert (merge["pending"], merge["open"]) == (True, 1)
    assert merge["conflicts"][0]["theirs"] == "Lamps"
    pair.two("merge", "--continue", status=3)
    pair.two("merge", "--resolve", f"lights/doc-014 /title={choice}")
    done = pair.two("merge", "--continue", "--json").json()
    assert done["replayed"] == [own]
    assert title_of(pair.two) == title
    assert pair.two("merge").out == "No merge is under way.\n"
    newest = pair.two("history", "--json", "--limit", "1").json()["corrections"][0]
    assert newest["reason"] == "The draft calls them lanterns"
    pair.two("push")
    pair.one("pull")
    assert title_of(pair.one) == title


def test_a_merge_is_given_up_and_everything_is_as_it_was(pair: Pair) -> None:
    set_title(pair.one, "Lamps")
    pair.one("push")
    set_title(pair.two, "Lanterns")
    before = pair.two.tip()
    pair.two("pull", status=3)
    pair.two("merge", "--resolve", "/title=ours")
    assert "nothing was moved" in pair.two("merge", "--abort").out
    assert pair.two.tip() == before
    assert "no merge" in pair.two("merge", "--abort", status=2).err
    pair.two("merge", "--resolve", "/title=ours", status=2)


def test_without_a_server_the_refusal_says_how_to_name_one(lights: Desk) -> None:
    for command in ("pull", "push"):
        assert "git push -u" in lights(command, status=2).err


def test_a_server_that_is_gone_is_named(pair: Pair, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "server.git")
    assert "cannot be reached" in pair.two("pull", status=2).err
