"""withdraw: a tombstone with the reason; the id and the past stay."""

from __future__ import annotations

from tests.journeys.conftest import Desk


def test_a_record_is_taken_down_and_its_past_stays_readable(lights: Desk) -> None:
    title = lights("show", "doc-014", "--json").json()["title"]
    done = lights("withdraw", "doc-014", "-m", "Asked for by the heirs")
    assert "history keeps" in done.out
    shown = lights("show", "doc-014", "--json").json()
    assert (shown["title"], shown["withdrawal"]["reason"]) == (title, "Asked for by the heirs")
    assert "editions" not in shown or not shown["editions"]
    assert lights("show", "doc-014@v1", "--json").json()["editions"]
    assert lights("list", "--json").json()["records"][0]["withdrawn"]
    assert lights.clean()


def test_it_is_withdrawn_once_and_with_a_reason(lights: Desk) -> None:
    tip = lights.tip()
    assert "reason" in lights("withdraw", "doc-014", status=2).err
    assert lights("withdraw", "doc-014", "-m", "x", "-n", "--json").json()["written"] is False
    assert lights.tip() == tip
    lights("withdraw", "doc-014", "-m", "x")
    assert "already" in lights("withdraw", "doc-014", "-m", "x", status=2).err


def test_a_purge_takes_it_out_of_history_too_and_says_what_is_left_to_do(lights: Desk) -> None:
    lights("release", "2026.1")
    tip = lights.tip()
    shown = lights("withdraw", "doc-014", "--purge", "-m", "Court order of 3 May", "-n").out
    assert "Nothing was written" in shown
    assert lights.tip() == tip
    done = lights("withdraw", "doc-014", "--purge", "-m", "Court order of 3 May", "--json").json()
    assert (done["written"], done["tags"], done["holding"]) == (True, ["2026.1"], [])
    assert any("git push --force" in step for step in done["steps"])
    for name in ("doc-014", "doc-014@v1", "doc-014@2026.1"):
        assert lights("show", name, "--json").json()["withdrawal"]["reason"] == "Court order of 3 May"
    assert "trimmed" not in lights("history").out + lights("show", "doc-014").out
    assert lights("verify", "--release", "2026.1").out.endswith("It is what was released.\n")
    assert lights("verify", "--json").json()["summary"] == {"damage": 0, "fault": 0, "note": 0}
    assert lights.clean()


def test_a_purge_needs_its_reason_and_a_record(lights: Desk) -> None:
    tip = lights.tip()
    assert "reason" in lights("withdraw", "doc-014", "--purge", status=2).err
    assert "doc-099" in lights("withdraw", "doc-099", "--purge", "-m", "x", status=2).err
    assert lights.tip() == tip


def test_a_receipt_does_not_list_all_that_was_withdrawn(lights: Desk) -> None:
    done = lights("withdraw", "doc-014", "-m", "Not ours")
    assert "statements taken out, texts among them" in done.out
    assert "Not ours" in done.out
    assert "(nothing)" not in done.out
