"""history, show --at, blame, restore, diff, status, list, search, changelog: what has been, and what differs."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import SPECIMEN, Desk


@pytest.fixture
def corrected(lights: Desk) -> Desk:
    lights(
        "correct", "doc-014", "--where", 'p1 "were trimmed"', "--to", "have been trimmed", "--kind", "erratum",
        "-m", "Misquotes ¶7", "--evidence", "p7",
    )  # fmt: skip
    lights("correct", "doc-014", "--set", "/title=The winter lights", "-m", "Shorter")
    return lights


def test_history_is_newest_first_and_numbers_versions(corrected: Desk) -> None:
    entries = corrected("history", "doc-014", "--json").json()["corrections"]
    assert [entry["version"] for entry in entries] == ["v3", "v2", "v1"]
    assert [entry["kind"] for entry in entries] == ["editorial", "erratum", "import"]
    assert all(entry["documented"] for entry in entries)
    text = corrected("history", "doc-014").out
    assert text.index("Shorter") < text.index("Misquotes")


def test_history_of_a_field_holds_only_what_touched_it(corrected: Desk) -> None:
    entries = corrected("history", "doc-014", "/title", "--json").json()["corrections"]
    assert entries[0]["reason"] == "Shorter"
    assert "Misquotes ¶7" not in [entry["reason"] for entry in entries]


def test_a_cursor_goes_on_where_the_last_answer_ended(corrected: Desk) -> None:
    first = corrected("history", "doc-014", "--limit", "2", "--json").json()
    rest = corrected("history", "doc-014", "--cursor", first["cursor"], "--json").json()
    assert [entry["version"] for entry in first["corrections"] + rest["corrections"]] == ["v3", "v2", "v1"]


def test_any_past_state_can_be_read_and_the_work_tree_is_not_touched(corrected: Desk) -> None:
    now = corrected("show", "doc-014", "--json").json()
    then = corrected("show", "doc-014", "--at", "v1", "--json").json()
    assert now["title"] == "The winter lights"
    assert then["title"] != now["title"]
    edition = next(iter(then["editions"]))
    assert "errata" not in then["editions"][edition]
    assert now["editions"][edition]["errata"]
    assert corrected("show", "doc-014@v1", "--json").json() == then
    assert corrected.clean()


@pytest.mark.parametrize("when", ["v99", "1999-01-01", "not a time", "deadbeef"])
def test_a_time_that_is_none_is_refused(corrected: Desk, when: str) -> None:
    assert corrected("show", "doc-014", "--at", when, status=2).err


def test_the_difference_of_two_versions_names_fields_and_words(corrected: Desk) -> None:
    answer = corrected("diff", "doc-014@v1", "--json").json()
    pointers = [field["pointer"] for field in answer["fields"]]
    assert "/title" in pointers
    assert any("errata" in pointer for pointer in pointers)
    assert corrected("diff", "doc-014@v1", "doc-014@v1", "--exit-code").status == 0
    assert corrected("diff", "doc-014@v1", "--exit-code", status=1).out


def test_in_the_corrected_reading_an_erratum_is_a_change_of_words(corrected: Desk) -> None:
    answer = corrected("diff", "doc-014@v1", "--reading", "corrected", "--json").json()
    words = [word for block in answer["blocks"] for word in block["words"] if word["before"] != word["after"]]
    assert [(word["before"], word["after"]) for word in words] == [("were", "have been")]
    assert words[0]["class"] == "substantive"
    assert words[0]["layer"] == "record"


def test_two_editions_are_compared_by_words(lights: Desk) -> None:
    page = (
        SPECIMEN.read_text(encoding="utf-8")
        .replace("Cape Stone", "Cape Kamenny")
        .replace("nine to thirty-one", "nine to twenty-one")
    )
    (lights.folder.parent / "second.txt").write_text(page, encoding="utf-8")
    first = next(iter(lights("show", "doc-014", "--json").json()["editions"]))
    lights("import", "../second.txt", "--id", "lights/doc-014", "--edition", "second")
    answer = lights("diff", f"doc-014:{first}", "doc-014:second", "--json").json()
    assert answer["fields"] == []
    found = {(word["before"], word["after"]) for block in answer["blocks"] for word in block["words"]}
    assert found in (
        {("Stone", "Kamenny"), ("thirty", "twenty")},
        {("Stone", "Kamenny"), ("thirty-one", "twenty-one")},
    )
    text = lights("diff", f"doc-014:{first}", "doc-014:second").out
    assert "substantive" in text


def test_blame_gives_each_field_and_block_its_last_correction(corrected: Desk) -> None:
    rows = {row["pointer"] or row["block"]: row for row in corrected("blame", "doc-014", "--json").json()["blame"]}
    assert rows["/title"]["reason"] == "Shorter"
    assert rows["/title"]["version"] == "v3"
    assert rows["/date/edtf"]["version"] == "v1"
    assert rows["p7"]["version"] == "v1"


def test_a_field_is_restored_by_a_new_correction(corrected: Desk) -> None:
    then = corrected("show", "doc-014@v1", "--json").json()["title"]
    corrected("restore", "doc-014", "/title", "--to", "v1", "-m", "The longer one is the printed one")
    assert corrected("show", "doc-014", "--json").json()["title"] == then
    newest = corrected("history", "doc-014", "--json").json()["corrections"][0]
    assert newest["kind"] == "restoration"
    assert newest["version"] == "v4"


def test_a_block_is_restored(lights: Desk) -> None:
    lights(
        "correct", "doc-014", "--where", 'p7 "lamps"', "--to", "lanterns", "--kind", "transcription", "-m", "A slip",
    )  # fmt: skip
    assert "lanterns" in lights("show", "doc-014", "--reading", "printed").out
    edition = next(iter(lights("show", "doc-014", "--json").json()["editions"]))
    lights("restore", f"doc-014:{edition}", "p7", "--to", "v1", "-m", "The print has lamps")
    assert "lanterns" not in lights("show", "doc-014", "--reading", "printed").out


def test_restoring_what_is_already_so_is_refused(corrected: Desk) -> None:
    assert corrected("restore", "doc-014", "/title", "--to", "v3", "-m", "x", status=2).err


def test_status_names_hand_edits_as_fields(lights: Desk) -> None:
    assert lights("status").status == 0
    path = lights.folder / "records/lights/doc-014/record.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("type: memorandum", "type: letter"), encoding="utf-8")
    assert "letter" in lights("status").out
    assert lights("status", "--json").json()["schema"] == 1


def test_the_change_log_says_for_x_read_y_and_why(corrected: Desk) -> None:
    log = corrected("changelog").out
    assert log.startswith("# ")
    assert "were trimmed" in log
    assert "have been trimmed" in log
    assert "Misquotes ¶7" in log
    assert corrected("changelog", "--json").json()["corrections"]


def test_words_are_found_in_texts_and_records(lights: Desk) -> None:
    hits = lights("search", "the lamps have been trimmed", "--json").json()["hits"]
    assert [hit["record"] for hit in hits] == ["lights/doc-014"]
    assert "Nothing found" in lights("search", "zeppelin").out


def test_what_a_search_leaves_out_is_said_and_the_cursor_goes_on_there(lights: Desk) -> None:
    whole = lights("search", "the", "--json").json()
    assert whole["cursor"] is None
    first = lights("search", "the", "--limit", "2", "--json").json()
    rest = lights("search", "the", "--cursor", str(first["cursor"]), "--json").json()
    assert first["hits"] + rest["hits"] == whole["hits"]
    assert "… more: --cursor 2" in lights("search", "the", "--limit", "2").out


def test_records_are_listed_with_their_dates(lights: Desk) -> None:
    assert "1931-11-03" in lights("list").out
    assert lights("list", "--json").json()["records"][0]["id"] == "lights/doc-014"


def test_three_readings_differ_as_they_should(lights: Desk) -> None:
    printed = lights("show", "doc-014", "--reading", "printed").out
    document = lights("show", "doc-014", "--reading", "document").out
    assert "[demand]" in printed
    assert "[demand]" not in document
    assert "Drafted by Sorokhtina" in printed
    assert "Drafted by Sorokhtina" not in document
    only = lights("show", "doc-014", "--reading", "printed", "--layers", "document").out
    assert "Drafted by Sorokhtina" not in only
    assert lights("show", "doc-014", "--layers", "nobody", status=2).err
