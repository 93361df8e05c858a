"""amend: another reason, the first one still there."""

from __future__ import annotations

from tests.journeys.conftest import Desk


def test_a_reason_is_amended_and_both_are_shown(lights: Desk) -> None:
    made = lights("correct", "doc-014", "--set", "/type=minute", "-m", "It calls itself one", "--json").json()
    done = lights("amend", made["correction_id"][-8:], "-m", "Its heading does", "--evidence", "title", "--json").json()
    assert (done["written"], done["changes"], done["records"]) == (True, [], [])
    shown = lights("history", "doc-014").out
    assert "Why: It calls itself one" in shown
    assert "Reason amended: Its heading does" in shown
    assert "Its heading does" in lights("blame", "doc-014").out
    entries = {one["correction_id"]: one for one in lights("history", "doc-014", "--json").json()["corrections"]}
    assert entries[made["correction_id"]]["amended_by"] == done["correction_id"]
    assert entries[done["correction_id"]]["amends"] == made["correction_id"]
    assert lights.clean()


def test_an_unknown_correction_and_a_missing_reason_are_refused_and_nothing_is_written(lights: Desk) -> None:
    made = lights("correct", "doc-014", "--set", "/type=minute", "-m", "x", "--json").json()
    tip = lights.tip()
    assert "names no state" in lights("amend", "ZZZZZZZZ", "-m", "x", status=2).err
    assert "reason" in lights("amend", made["correction_id"], status=2).err
    assert lights("amend", made["correction_id"], "-m", "y", "-n", "--json").json()["written"] is False
    assert lights.tip() == tip
