from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.journeys.conftest import Desk


def retype(desk: Desk, record: str, old: str, new: str) -> None:
    path = desk.folder / f"records/{record}/record.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def two(lights: Desk) -> Desk:
    """Two records, each edited by hand."""
    lights("new", "lights/doc-015", "--title", "Reply", "--type", "letter")
    retype(lights, "lights/doc-014", "type: memorandum", "type: minute")
    retype(lights, "lights/doc-015", "title: Reply", "title: The reply")
    return lights


def test_status_shows_hand_edits_as_fields_and_words(two: Desk) -> None:
    text = next((two.folder / "records/lights/doc-014/editions").glob("*.txt"))
    text.write_text(text.read_text(encoding="utf-8").replace("were trimmed", "are trimmed", 1), encoding="utf-8")
    shown = two("status").out
    assert "/type" in shown
    assert "memorandum" in shown
    assert "p1" in shown
    edits = two("status", "--json").json()["hand_edits"]
    changes = [change for edit in edits for change in edit["changes"]]
    assert ("/type", "memorandum", "minute") in [(c["pointer"], c["before"], c["after"]) for c in changes]
    assert any(c["locator"] == "p1" and "were" in c["before"] for c in changes)


def test_hand_edits_are_recorded_as_one_decision(two: Desk) -> None:
    done = two("correct", "--from-edits", "-m", "Typed from the scan", "--json").json()
    assert sorted(done["records"]) == ["lights/doc-014", "lights/doc-015"]
    assert two.clean()
    assert two("status", "--json").json()["hand_edits"] == []


def test_hand_edits_are_recorded_as_one_decision_a_record(two: Desk) -> None:
    done = two("correct", "--from-edits", "--each-own", "-m", "Typed from the scan", "--json").json()
    assert [one["records"] for one in done["corrections"]] == [["lights/doc-014"], ["lights/doc-015"]]
    assert two.clean()


def test_hand_edits_of_one_record_are_recorded_and_the_others_stay(two: Desk) -> None:
    two("correct", "doc-015", "--from-edits", "-m", "Typed from the scan")
    assert [one["record"] for one in two("status", "--json").json()["hand_edits"]] == ["lights/doc-014"]


def test_a_dry_run_of_hand_edits_writes_nothing(two: Desk) -> None:
    tip = two.tip()
    assert "The reply" in two("correct", "--from-edits", "-m", "x", "-n").out
    assert two.tip() == tip


def test_without_hand_edits_there_is_nothing_to_record(lights: Desk) -> None:
    for more in ((), ("--each-own",)):
        assert lights("correct", "--from-edits", *more, "-m", "x", "--json", status=2).error()["code"] == "no-change"


def test_a_hand_edit_that_cannot_be_read_is_refused_with_its_line_and_stays(two: Desk) -> None:
    retype(two, "lights/doc-015", "title:", "titel:")
    tip = two.tip()
    error = two("correct", "--from-edits", "-m", "x", "--json", status=2).error()
    assert error["line"]
    assert two.tip() == tip
    assert "cannot be read" in two("status").out
    assert "titel" in (two.folder / "records/lights/doc-015/record.yaml").read_text(encoding="utf-8")
