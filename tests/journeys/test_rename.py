"""rename: another id, the old one leading to it, in the present and in the past."""

from __future__ import annotations

from tests.journeys.conftest import Desk


def test_an_old_id_leads_to_the_record_and_the_new_one_to_its_past(lights: Desk) -> None:
    title = lights("show", "doc-014", "--json").json()["title"]
    lights("correct", "doc-014", "--set", "/title=The winter lights", "-m", "Shorter")
    lights("rename", "doc-014", "quay/doc-14a", "-m", "The second edition counts otherwise")
    assert lights("show", "lights/doc-014", "--json").json()["id"] == "quay/doc-14a"
    for name in ("doc-014@v1", "lights/doc-014@v1", "doc-14a@v1", "quay/doc-14a@v1"):
        assert lights("show", name, "--json").json()["title"] == title
    assert [one["version"] for one in lights("history", "doc-014", "--json").json()["corrections"]] == [
        "v3",
        "v2",
        "v1",
    ]
    lights("restore", "doc-14a", "/title", "--to", "v1", "-m", "Longer again")
    assert lights("show", "doc-14a", "--json").json()["title"] == title
    assert lights.clean()


def test_an_id_that_was_used_and_one_that_is_none_are_refused(lights: Desk) -> None:
    lights("rename", "doc-014", "quay/doc-14a", "-m", "x")
    tip = lights.tip()
    assert "never reused" in lights("rename", "doc-14a", "lights/doc-014", "-m", "x", status=2).err
    assert lights("rename", "doc-14a", "Quay/X Y", "-m", "x", "--json", status=2).error()["message"]
    assert "no id of a record" in lights("rename", "doc-14a", "quay", "-m", "x", status=2).err
    assert lights("rename", "doc-14a", "quay/doc-15", "-m", "x", "-n", "--json").json()["written"] is False
    assert lights.tip() == tip


def test_the_whole_archive_is_brought_back_under_the_ids_of_now(lights: Desk) -> None:
    title = lights("show", "doc-014", "--json").json()["title"]
    lights("release", "2026.1")
    lights("correct", "doc-014", "--set", "/title=Another", "-m", "x")
    lights("rename", "doc-014", "quay/doc-14a", "-m", "x")
    lights("restore", "--to", "2026.1", "-m", "All of it was wrong")
    assert lights("show", "doc-014", "--json").json()["title"] == title
    assert lights("list", "--json").json()["records"][0]["id"] == "quay/doc-14a"
    assert lights.clean()


def test_a_receipt_tells_of_a_renamed_record_its_ids_alone(lights: Desk) -> None:
    done = lights("rename", "lights/doc-014", "lights/doc-020", "-m", "Renumbered")
    assert "lights/doc-014 is lights/doc-020 from now on, with all its texts" in done.out
    assert "(nothing)" not in done.out
