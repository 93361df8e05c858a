from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import markdown
from hypothesis import given
from hypothesis import strategies as st

from provenance.exporters.changelog import escaped, render
from provenance.model.correction import ChangeLine, HistoryEntry, Person

DAY = datetime(2026, 6, 3, tzinfo=UTC)


def entry(**fields: Any) -> HistoryEntry:
    known: dict[str, Any] = {
        "correction_id": "01J0000000000000000000002M",
        "commit": "0" * 40,
        "version": None,
        "date": DAY,
        "landed": DAY,
        "editor": Person("Ines Calloway", "ines@example.org"),
        "kind": "erratum",
        "subject": "doc-014 p6: forty-one",
        "reason": "Figures transposed.",
        "evidence": ("Carbon c1, f. 13",),
        "reported_by": "Pieter Vane",
        "reviewed_by": None,
        "records": ("winter-ports/doc-014",),
        "changes": (ChangeLine("winter-ports/doc-014", "e", None, "p6", "forty-one", "fourteen"),),
    }
    return HistoryEntry(**{**known, **fields})


def as_html(source: str) -> str:
    return markdown.markdown(source)


def test_an_entry_says_place_for_read_reason_evidence_who_and_its_id() -> None:
    html = as_html(render([entry()], "Change log"))
    assert "winter-ports/doc-014:e, ¶6</strong>: for <em>forty-one</em> read <em>fourteen</em>" in html
    assert "Figures transposed." in html
    assert "Evidence: Carbon c1, f. 13" in html
    assert "Found by: Pieter Vane" in html
    assert "Decided by: Ines Calloway" in html
    assert "01J0000000000000000000002M" in html


def test_entries_stand_under_the_release_that_first_held_them() -> None:
    lines = render([entry(), entry(release="2026-06"), entry(release="2026-06")], "Log").splitlines()
    assert [line for line in lines if line.startswith("## ")] == ["## Not yet in a release", "## 2026-06"]


def test_a_change_by_hand_says_that_no_reason_is_recorded() -> None:
    text = render([entry(documented=False, kind=None, reason="")], "Log")
    assert "No reason is recorded" in text


def test_a_change_by_hand_shows_the_words_of_its_commit() -> None:
    text = render([entry(documented=False, kind=None, reason="The leaf was turned.")], "Log")
    assert "The leaf was turned" in text
    assert "committed by hand" in text
    assert "No reason" not in text
    assert "undocumented" in text


def test_an_amended_reason_and_a_revert_are_both_shown() -> None:
    text = render([entry(amendments=("The register is p. 8",), reverted_by="01J000000000000000000000RV")], "Log")
    assert "Reason amended: The register is p" in text
    assert "Set back by: 01J000000000000000000000RV" in text


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_words_of_a_person_become_marks(hostile: str, reason: str) -> None:
    html = as_html(render([entry(subject=hostile, reason=reason or "x", evidence=(hostile,))], "Log"))
    plain = as_html(render([entry(subject="x", reason="x", evidence=("x",))], "Log"))
    for tag in ("<h1", "<h2", "<h3", "<li", "<a ", "<code", "<strong", "<em", "<img", "<script", "<blockquote", "<hr"):
        assert html.count(tag) <= plain.count(tag)


def test_hostile_reasons_stay_words() -> None:
    hostile = "# H\n\n- x\n\n<script>alert(1)</script> [l](javascript:x) ![i](y) `c` **b** | t |\n***\n> q {{ x }}"
    html = as_html(render([entry(reason=hostile)], "Log"))
    assert "<script" not in html
    assert "<a " not in html
    assert "<code" not in html
    assert html.count("<h1") == 1


def test_what_cannot_be_seen_is_written_out() -> None:
    assert "U+202E" in escaped("a\u202eb")


def test_an_archive_without_corrections_says_so() -> None:
    assert "No correction is on record yet" in render([], "Log")


def test_what_was_added_removed_or_only_changed_is_said() -> None:
    lines = (
        ChangeLine("c/r", None, "/note", None, None, "new"),
        ChangeLine("c/r", None, "/note", None, "old", None),
        ChangeLine("c/r", None, "", None, None, None),
        ChangeLine("c/r", None, "/aliases", None, None, {"a": "One", "b": ["Two", "Three"]}),
    )
    text = render([entry(changes=lines)], "Log")
    assert "added *new*" in text
    assert "removed *old*" in text
    assert "**c/r**: changed" in text
    assert "added *a: One, b: Two, Three*" in text


def test_many_changes_of_one_decision_are_counted() -> None:
    lines = tuple(ChangeLine(f"c/r{n}", "e", None, "p1", "a", "b") for n in range(45))
    text = render([entry(changes=lines, records=tuple(line.record for line in lines))], "Log")
    assert text.count("\n- **") == 20
    assert "and 25 more changes in 45 records" in text


def test_reviewer_and_revert_have_their_lines() -> None:
    text = render([entry(reviewed_by="Joel", reverts="01J000000000000000000000RV")], "Log")
    assert "reviewed by Joel" in text
    assert "Reverts: 01J000000000000000000000RV" in text


def test_a_decision_that_was_restored_away_is_told_as_set_back() -> None:
    was = ChangeLine("c/r", "e", None, "p6", "fourteen", "forty")
    restored = entry(correction_id="01J000000000000000000000RS", kind="restoration", changes=(was,), subject="Back")
    text = render([restored, entry(changes=(ChangeLine("c/r", "e", None, "p6", "forty", "fourteen"),))], "Log")
    assert text.count("Set back by: 01J000000000000000000000RS") == 1
    assert text.index("Set back by") > text.index("for *forty* read")


def test_marks_are_told_in_words() -> None:
    change = ChangeLine("c/r", "e", None, "p6", "[poryadok]", "[poryadok]{gloss lang=ru-Latn}")
    text = render([entry(changes=(change,))], "Log")
    assert "*poryadok* declared as a gloss (Russian in Latin letters)" in text
    assert "gloss lang" not in text
