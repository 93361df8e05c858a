"""divide: a second record of what was two documents."""

from __future__ import annotations

from tests.journeys.conftest import SPECIMEN, Desk


def test_an_edition_moves_to_a_record_of_its_own(lights: Desk) -> None:
    lights("import", str(SPECIMEN), "--id", "lights/doc-014", "--edition", "book")
    done = lights(
        "divide", "doc-014", "lights/doc-014-b", "--title", "Another", "--edition", "book", "--copy", "/date",
        "-m", "Two papers in one envelope", "--json",
    ).json()  # fmt: skip
    assert set(done["records"]) == {"lights/doc-014", "lights/doc-014-b"}
    old, new = (lights("show", name, "--json").json() for name in ("doc-014", "doc-014-b"))
    assert set(new["editions"]) == {"book"}
    assert "book" not in old["editions"]
    assert new["date"] == old["date"]
    assert lights("verify").out.endswith("Nothing is wrong.\n")
    assert lights.clean()


def test_what_would_leave_nothing_behind_is_refused(lights: Desk) -> None:
    edition = next(iter(lights("show", "doc-014", "--json").json()["editions"]))
    tip = lights.tip()
    typed = ("divide", "doc-014", "lights/doc-014-b", "--title", "Another", "-m", "x")
    assert "rename" in lights(*typed, "--edition", edition, status=2).err
    assert lights(*typed, "--edition", "nowhere", "--json", status=2).error()["candidates"] == [edition]
    assert "nothing is to move" in lights(*typed, status=2).err
    assert lights.tip() == tip
