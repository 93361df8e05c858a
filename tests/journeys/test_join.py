"""join: two records of one document made one."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import SPECIMEN, Desk

BOTH = ("--resolve", "/relations/previous=both", "--resolve", "/questions/brackets=both")


@pytest.fixture
def two(lights: Desk) -> Desk:
    """A desk in an archive that holds the page twice."""
    lights("import", str(SPECIMEN), "--id", "quay/doc-9", "--edition", "book")
    return lights


def test_one_record_takes_over_the_other_whose_id_leads_to_it(two: Desk) -> None:
    two("correct", "doc-9", "--set", "/number=114", "-m", "On the back")
    done = two("join", "doc-014", "doc-9", *BOTH, "-m", "One document", "--json").json()
    assert done["written"] is True
    shown = two("show", "quay/doc-9", "--json").json()
    assert shown["id"] == "lights/doc-014"
    assert (shown["number"], len(shown["editions"])) == ("114", 2)
    assert two("show", "quay/doc-9@v1", "--json").json()["editions"].keys() == {"book"}
    assert two("show", "quay/doc-9@v1").out.startswith("quay/doc-9 as of v1 (now lights/doc-014)\n")
    past = two("history", "quay/doc-9", "--json").json()["corrections"]
    assert [one["subject"] for one in past] == [
        "Join quay/doc-9 into lights/doc-014",
        "doc-9, document number: “114” added",
        "Import doc-9",
    ]
    assert two("verify").out.endswith("Nothing is wrong.\n")
    assert two.clean()


def test_a_contradiction_is_shown_and_settled(two: Desk) -> None:
    two("correct", "doc-9", "--set", "/number=114", "-m", "x")
    two("correct", "doc-014", "--set", "/number=115", "-m", "x")
    tip = two.tip()
    done = two("join", "doc-014", "doc-9", "-m", "x", status=3)
    assert "/number" in done.err
    assert "/number=ours|theirs" in done.err
    assert two.tip() == tip
    assert "settles nothing" in two("join", "doc-014", "doc-9", "--resolve", "x", "-m", "x", status=2).err
    two("join", "doc-014", "doc-9", "--resolve", "/number=theirs", *BOTH, "-m", "x")
    assert two("show", "doc-014", "--json").json()["number"] == "114"


def test_a_conflict_shows_both_sides_as_an_editor_types_them(two: Desk) -> None:
    refused = two("join", "doc-014", "doc-9", "-m", "One document", status=3)
    assert "{'" not in refused.err
    assert "{" in refused.err
