from __future__ import annotations

from tests.journeys.conftest import SPECIMEN, Desk


def test_a_text_is_withheld_and_its_owner_can_still_check_a_copy(lights: Desk) -> None:
    lights("text", "detach", "doc-014", "-m", "The publisher has not agreed")
    folder = lights.folder / "records/lights/doc-014/editions"
    assert [path.suffix for path in folder.iterdir()] == [".fingerprints"]
    assert lights("show", "doc-014", "--json").json()["editions"]["print"]["text"] == "withheld"
    assert "withheld" in lights("show", "doc-014", "--reading", "printed", status=2).err
    assert lights("verify-text", "doc-014", str(SPECIMEN), "--json").json()["agrees"] is True
    changed = lights.folder.parent / "other.txt"
    changed.write_text(SPECIMEN.read_text(encoding="utf-8").replace("thirty-one", "thirty-two"), encoding="utf-8")
    answer = lights("verify-text", "doc-014", str(changed), "--json", status=1).json()
    assert [block["ids"] for block in answer["blocks"] if block["state"] != "same"] == [["p5"]]
    assert lights("text", "detach", "doc-014", "-m", "again", status=2).err


def test_an_erratum_over_a_withheld_text_stays_and_counts_as_unchecked(lights: Desk) -> None:
    lights(
        "correct", "doc-014", "--where", 'p1 "were trimmed"', "--to", "have been trimmed", "--kind", "erratum",
        "-m", "Misquotes ¶7",
    )  # fmt: skip
    lights("text", "detach", "doc-014", "-m", "The publisher has not agreed")
    assert lights("show", "doc-014", "--json").json()["editions"]["print"]["errata"]
    assert lights("audit", "doc-014", "--exit-zero").out
