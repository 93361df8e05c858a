"""verify: what is broken ends with 4, what history says wrongly with 1."""

from __future__ import annotations

import os
import subprocess

import pytest

from tests.journeys.conftest import Desk


def git(desk: Desk, *typed: str) -> None:
    subprocess.run(["git", *typed], cwd=desk.folder, check=True, capture_output=True)


def test_a_sound_archive_ends_with_0_and_says_what_was_checked(lights: Desk) -> None:
    assert lights("verify").out.startswith("Checked: 2 corrections, ")
    found = lights("verify", "--json").json()
    assert (found["schema"], found["commits"], found["records"], found["faults"]) == (1, 2, 1, [])


def test_an_author_who_is_no_editor_ends_with_1_and_since_leaves_old_faults_out(lights: Desk) -> None:
    lights("correct", "doc-014", "--set", "/type=minute", "-m", "x")
    git(lights, "-c", "user.email=m@example.org", "commit", "-q", "--amend", "--no-edit", "--reset-author")
    assert "[not-listed]" in lights("verify", status=1).out
    tip = lights.tip()
    lights("correct", "doc-014", "--set", "/type=letter", "-m", "x")
    assert lights("verify", "--since", tip[:12]).out.endswith("Nothing is wrong.\n")


@pytest.mark.parametrize("name", ["record.yaml", "editions/print.txt", "../../agents.yaml"])
def test_t12_a_damaged_file_is_read_from_the_work_tree_where_it_is_the_same_and_that_is_said(
    lights: Desk, name: str
) -> None:
    sound = lights("show", "doc-014").out
    path = os.path.normpath(f"records/lights/doc-014/{name}")
    asked = ["git", "rev-parse", f"HEAD:{path}"]
    oid = subprocess.run(asked, cwd=lights.folder, capture_output=True, text=True, check=True)
    stored = lights.folder / ".git" / "objects" / oid.stdout[:2] / oid.stdout[2:].strip()
    stored.chmod(0o644)
    stored.write_bytes(stored.read_bytes()[:-7])
    done = lights("show", "doc-014")
    assert done.out == sound
    assert f"damaged what is recorded of {path}" in done.err
    assert oid.stdout.strip() in lights("verify", status=4).out
    (lights.folder / path).write_text("another", encoding="utf-8")
    assert "Traceback" not in lights("show", "doc-014", status=4).err
    told = lights("list", status=4 if name == "record.yaml" else 0).err
    assert ("lights/doc-014 is left out" in told) == (name == "record.yaml")


def test_a_since_that_names_nothing_is_bad_use_and_no_damage(lights: Desk) -> None:
    assert lights("verify", "--since", "nonsense", "--json", status=2).error()["code"] == "no-such-state"


def test_a_broken_object_ends_with_4(lights: Desk) -> None:
    blob = subprocess.run(
        ["git", "rev-parse", "HEAD:records/lights/doc-014/record.yaml"],
        cwd=lights.folder, capture_output=True, text=True, check=True,
    ).stdout.strip()  # fmt: skip
    path = lights.folder / ".git/objects" / blob[:2] / blob[2:]
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-9])
    done = lights("verify", status=4)
    assert blob in done.out
    assert done.out.endswith("The archive is damaged.\n")


def test_a_release_that_was_moved_ends_with_4_and_one_that_is_not_there_with_2(lights: Desk) -> None:
    lights("release", "2026.1")
    lights("correct", "doc-014", "--set", "/type=minute", "-m", "x")
    git(lights, "tag", "-f", "-a", "-m", "moved", "2026.1", "HEAD")
    done = lights("verify", "--release", "2026.1", "--json", status=4).json()
    assert done["damaged"] is True
    assert "release-moved" in {fault["code"] for fault in done["faults"]}
    assert lights("verify", "--release", "2026.9", "--json", status=2).error()["candidates"] == ["2026.1"]
    assert "proved whole" in lights("verify", "--release", "2026.1", "--since", "v1", status=2).err


def test_a_hand_edit_that_cannot_be_read_is_told_and_is_no_damage(lights: Desk) -> None:
    (lights.folder / "records/lights/doc-014/record.yaml").write_text("title: [unclosed\n", encoding="utf-8")
    said = lights("verify").out
    assert "note: lights/doc-014: the work tree has a hand edit that cannot be read" in said
    assert "Nothing is damaged." in said
    assert "Nothing is wrong" not in said
