"""revert: one correction taken back, what came after it kept."""

from __future__ import annotations

from tests.journeys.conftest import Desk


def test_a_correction_is_taken_back_and_later_ones_stay(lights: Desk) -> None:
    before = lights("show", "doc-014", "--json").json()
    made = lights("correct", "doc-014", "--set", "/type=minute", "-m", "It calls itself one", "--json").json()
    lights("correct", "doc-014", "--set", "/title=The winter lights", "-m", "Shorter")
    done = lights("revert", made["correction_id"][-8:], "-m", "It does not")
    assert "Take back" in done.out
    after = lights("show", "doc-014", "--json").json()
    assert after.get("type") == before.get("type")
    assert after["title"] == "The winter lights"
    assert (
        f"set back by {lights('history', '--json').json()['corrections'][0]['correction_id']}"
        in lights("history", "doc-014").out
    )
    assert "taken back already" in lights("revert", made["correction_id"], "-m", "x", status=2).err


def test_a_conflict_shows_both_sides_and_writes_nothing(lights: Desk) -> None:
    made = lights("correct", "doc-014", "--set", "/title=One", "-m", "x", "--json").json()
    lights("correct", "doc-014", "--set", "/title=Two", "-m", "x")
    tip = lights.tip()
    error = lights("revert", made["correction_id"], "-m", "x", "--json", status=3).error()
    assert error["conflicts"]
    assert lights.tip() == tip
    assert lights.clean()
