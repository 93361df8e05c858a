"""release: a state of the archive under a name, signed where the editor signs."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.journeys.conftest import SPECIMEN, Desk


def test_a_release_is_made_proved_and_named_in_history(lights: Desk) -> None:
    shown = lights("release", "2026.1", "--notes", "The first.", "-n", "--json").json()
    assert (shown["written"], shown["commit"]) == (False, None)
    made = lights("release", "2026.1", "--notes", "The first.", "--json").json()
    assert made["notes"] == shown["notes"]
    assert made["notes"].startswith("The first.\n\nCorrections to date:\n- Import doc-014")
    assert lights("verify", "--release", "2026.1").out.endswith("It is what was released.\n")
    assert lights("verify").out.endswith("Nothing is wrong.\n")
    assert lights("history", "doc-014", "--json").json()["corrections"][0]["release"] == "2026.1"
    assert lights("show", "doc-014@2026.1", "--json").json()["id"] == "lights/doc-014"
    subprocess.run(["sha256sum", "--check", "--quiet", "manifest-sha256.txt"], cwd=lights.folder, check=True)
    lights("correct", "doc-014", "--set", "/type=minute", "-m", "It calls itself one")
    again = lights("release", "2026.2").out
    assert "Corrections since release 2026.1:" in again
    assert "It calls itself one" in again
    assert "not signed" in again
    assert lights.clean()


def test_a_name_that_is_taken_or_none_is_refused(lights: Desk) -> None:
    lights("release", "2026.1", "--notes")
    tip = lights.tip()
    assert "already" in lights("release", "2026.1", status=2).err
    assert "2026.1" in lights("release", "-C", ".", "a..b", status=2).err
    assert lights.tip() == tip


def test_notes_in_another_encoding_than_utf_8_are_refused_and_nothing_is_released(lights: Desk) -> None:
    (lights.folder.parent / "notes.txt").write_bytes(b"\xff\xfeN")
    error = lights("release", "2026.1", "--notes-file", "../notes.txt", "--json", status=2).error()
    assert (error["file"], "UTF-8" in error["hint"]) == ("../notes.txt", True)
    assert "there is no release" in lights("verify", "--release", "2026.1", status=2).err


def test_who_signs_by_an_ssh_key_has_it_listed_by_init_and_all_is_signed(desk: Desk) -> None:
    home = Path(os.environ["HOME"])
    key = home / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    with (home / ".gitconfig").open("a") as config:
        config.write("\tsigningKey = ~/key\n[gpg]\n\tformat = ssh\n")
    desk("init", "archive", "--title", "Scratch")
    desk.folder /= "archive"
    desk("import", str(SPECIMEN), "--id", "lights/doc-014")
    desk("release", "2026.1")
    found = desk("verify", "--json").json()
    assert (found["faults"], found["signed"]) == ([], 3)
    assert desk("history", "doc-014", "--json").json()["corrections"][0]["signature"].startswith("SHA256:")


def test_a_release_is_signed_by_the_editors_own_key(lights: Desk) -> None:
    home = Path(os.environ["HOME"])
    key = home / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    with (home / ".gitconfig").open("a") as config:
        config.write(f"\tsigningKey = {key}.pub\n[gpg]\n\tformat = ssh\n")
    assert "signed." in lights("release", "2026.1").out
    found = lights("verify", "--json").json()
    assert {fault["code"] for fault in found["faults"]} == {"signature-unlisted"}
    assert (found["signed"], found["releases"], found["summary"]["damage"]) == (1, 1, 0)
    assert "signing_key" in found["faults"][0]["hint"]
