from __future__ import annotations

import json

from provenance.diff.compare import compare_passages
from provenance.diff.difference import Side
from provenance.diff.reports import html, markdown, patch, terminal
from provenance.diff.whole import ArchiveDifference, RecordChange
from tests.diff.specimen import body, passages

HOSTILE = "<b>|*x*\u202e"


def change(record: str, before: str, after: str, title: str = "T") -> RecordChange:
    side = Side(record=record)
    found = compare_passages(passages(body(before)), passages(body(after)), left=side, right=side)
    return RecordChange(record, "changed", title, difference=found)


def archive(*records: RecordChange) -> ArchiveDifference:
    return ArchiveDifference(Side(name="@a"), Side(name="@b"), "printed", records)


WHOLE = archive(
    change("a/one", "Nine days without bread", "Ten days without bread"),
    change("a/two", "the crews came", "The crews came"),
    RecordChange("a/three", "added", "New"),
    RecordChange("a/four", "renamed", "Old", "a/for", change("a/four", "x", "x").difference),
    RecordChange("a/five", "changed", note="cannot be read: a key twice"),
)


def test_the_count_comes_first_and_says_what_became_of_the_records() -> None:
    assert WHOLE.line == ("3 records changed, 1 record renamed, 1 record added; in all 1 substantive, 1 accidental")
    assert archive().line == "no difference"
    assert archive().empty


def test_each_record_says_what_happened_to_it() -> None:
    lines = {record.record: record.line for record in WHOLE.records}
    assert lines["a/three"] == "added"
    assert lines["a/four"] == "renamed (was a/for)"
    assert lines["a/five"] == "cannot be read: a key twice"
    assert lines["a/two"] == "1 accidental (capitals)"


def test_narrowing_leaves_out_what_has_nothing_left_and_counts_it() -> None:
    only = WHOLE.only("substantive")
    assert [record.record for record in only.records] == ["a/one", "a/three", "a/four", "a/five"]
    assert (only.hidden, only.ignored) == (1, ("all but substantive",))
    assert WHOLE.ignoring(frozenset({"capitals"})).hidden == 1
    assert WHOLE.in_layer("editor").hidden == 2
    assert "1 not shown" in only.line


def test_every_report_tells_it_and_lets_no_word_of_a_record_form_markup() -> None:
    found = archive(*WHOLE.records, change("a/six", "<b>", "x", title=HOSTILE))
    for shown in (terminal.render_archive(found), markdown.render_archive(found), html.render_archive(found)):
        assert "Ten" in shown
        assert "three" in shown
    page = html.render_archive(found)
    assert "<b>" not in page
    assert "\u202e" not in page
    assert page.count("<main>") == page.count("</main>") == 1
    numbers = [f'id="change-{n}"' for n in range(1, 4)]
    assert all(page.count(number) == 1 for number in numbers)
    assert "+Ten days" in patch.render_archive(found)
    assert "# a/three: added" in patch.render_archive(found)


def test_in_short_no_words_are_shown() -> None:
    assert "Ten" not in terminal.render_archive(WHOLE, brief=True)
    assert "a/one" in terminal.render_archive(WHOLE, brief=True)


def test_the_json_holds_the_difference_of_each_record() -> None:
    answer = json.loads(json.dumps(WHOLE.as_json()))
    assert answer["records"][0]["difference"]["summary"]["substantive"] == 1
    assert answer["records"][2]["difference"] is None
    assert answer["summary"]["renamed"] == 1
