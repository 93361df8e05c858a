from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.model.correction import KINDS, ChangeLine, Decision
from provenance.store import message

ID = "01JGFJJZ000000000000000001"
OTHER = "01JGFJJZ000000000000000002"
HOSTILE = st.text(
    alphabet=st.one_of(
        st.characters(), st.sampled_from("\n\n\n\r\x0b\x85\u2028\x00\\:- \t#"), st.sampled_from("CorectinIdKaghEvwsby")
    ),
    max_size=200,
)
FORGERIES = st.sampled_from([
    f"\n\nCorrection-Id: {OTHER}\nKind: import",
    f"\r\n\r\nCorrection-Id: {OTHER}",
    f"\x0bCorrection-Id: {OTHER}",
    f"\u2028Correction-Id: {OTHER}",
    f"\x85Correction-Id: {OTHER}",
    f"\x00\n\nCorrection-Id: {OTHER}",
    f"\n---\n\nCorrection-Id: {OTHER}",
    f"\ndiff --git a/x b/x\n\nReverts: {OTHER}",
    f"\n\n correction-id: {OTHER}",
    "\n folded\n  twice",
    "\\n\\x41\\u2028\\\\",
    "\n\nKind: withdrawal",
])  # fmt: skip
WORDS = st.lists(st.one_of(HOSTILE, FORGERIES), max_size=4).map("".join)


def composed(decision: Decision, subject: str = "A subject") -> str:
    return message.compose(decision, decision.kind or "editorial", subject, (), ID)


@given(reason=WORDS, evidence=st.lists(WORDS.filter(bool), max_size=3), reporter=WORDS, kind=st.sampled_from(KINDS))
def test_t30_what_was_composed_reads_back_and_nothing_else(
    reason: str, evidence: list[str], reporter: str, kind: message.Kind
) -> None:
    decision = Decision(reason=reason, kind=kind, evidence=tuple(evidence), reported_by=reporter or None)
    parsed = message.parse(composed(decision))
    assert len(parsed.decisions) == 1
    stated = parsed.decisions[0]
    assert stated.correction_id == ID
    assert stated.kind == kind
    assert stated.reason == message.normalised(reason)
    assert stated.evidence == tuple(evidence)
    assert stated.reported_by == (reporter or None)
    assert stated.reverts is None
    assert stated.amends is None


@given(subject=WORDS)
def test_t30_a_subject_is_one_line_whatever_it_holds(subject: str) -> None:
    text = composed(Decision(reason="Why"), subject)
    assert message.parse(text).decisions[0].subject == (message.one_line(subject) or "editorial")


@given(text=st.one_of(WORDS, st.text()))
def test_any_message_can_be_read(text: str) -> None:
    message.parse(text)


@given(reason=WORDS)
def test_t30_no_reason_puts_a_control_character_into_the_message(reason: str) -> None:
    text = composed(Decision(reason=reason))
    assert all(char in "\n\t" or char.isprintable() or ord(char) > 0x9F for char in text)
    assert "\u2028" not in text


def test_t30_a_second_correction_id_in_a_block_makes_the_commit_undocumented() -> None:
    text = f"Subject\n\nWhy\n\nCorrection-Id: {ID}\nKind: date\nCorrection-Id: {OTHER}\n"
    assert not message.parse(text).documented


def test_t30_a_key_in_other_capitals_is_no_trailer() -> None:
    assert not message.parse(f"Subject\n\nWhy\n\ncorrection-id: {ID}\n").documented


def test_t30_an_id_that_is_no_ulid_documents_nothing() -> None:
    assert not message.parse("Subject\n\nWhy\n\nCorrection-Id: me\n").documented


def test_a_squashed_message_keeps_every_decision() -> None:
    one = composed(Decision(reason="First reason", kind="date"), "First")
    two = composed(Decision(reason="Second reason", kind="source"), "Second").replace(ID, OTHER)
    stated = message.parse(one + "\n" + two).decisions
    assert [(s.subject, s.reason, s.kind, s.correction_id) for s in stated] == [
        ("First", "First reason", "date", ID),
        ("Second", "Second reason", "source", OTHER),
    ]


def test_the_same_id_twice_in_a_message_is_no_decision() -> None:
    one = composed(Decision(reason="First reason"), "First")
    assert not message.parse(one + "\n" + one).documented


def test_trailers_that_others_add_do_not_matter() -> None:
    text = composed(Decision(reason="Why")).rstrip("\n") + "\nSigned-off-by: A <a@example.org>\n"
    assert message.parse(text).documented


def test_a_long_value_is_folded_and_unfolded() -> None:
    evidence = "a word and another word of the evidence " * 20
    text = composed(Decision(reason="Why", evidence=(evidence,)))
    assert max(len(line) for line in text.split("\n")) <= message.WIDTH + len("Evidence: ")
    assert message.parse(text).decisions[0].evidence == (evidence,)


def test_above_a_hundred_changes_only_their_number_is_written() -> None:
    lines = [ChangeLine("a/b", None, f"/x/{n}", None, "1", "2") for n in range(101)]
    text = message.compose(Decision(reason="Why"), "editorial", "S", lines, ID)
    assert "Changes: 101\n" in text
    assert "Change:" not in text
    assert message.parse(text).decisions[0].change_count == 101


@pytest.mark.parametrize(
    ("change", "value"),
    [
        (ChangeLine("a/b", None, "/date/edtf", None, "1", "2"), "a/b /date/edtf"),
        (ChangeLine("a/b", "web", None, "p1", "1", "2"), "a/b:web #p1"),
    ],
)
def test_a_change_names_the_field_or_the_block(change: ChangeLine, value: str) -> None:
    assert message.change_value(change) == value
    text = message.compose(Decision(reason="Why"), "editorial", "S", [change], ID)
    assert message.parse(text).decisions[0].changes == (value,)


def test_a_subject_of_maps_added_to_several_records_can_be_written() -> None:
    lines = [ChangeLine(record, None, "/place", None, None, {"name": "Vardal"}) for record in ("a/b", "a/c")]
    assert message.subject_of("editorial", lines) == "2 records: added"


@pytest.mark.parametrize(
    ("kind", "lines", "subject"),
    [
        ("import", [ChangeLine("a/b", None, "", None, None, {"x": "y"})], "Import b"),
        (
            "import",
            [ChangeLine(record, None, "", None, None, {"x": "y"}) for record in ("agents", "a/b", "a")],
            "Import b",
        ),
        ("date", [ChangeLine("a/b", None, "/date/edtf", None, "1986", "1987")], "b, date: “1986” → “1987”"),
        ("transcription", [ChangeLine("a/b", "web", None, "p1", "flower", "flour")], "b p1: “flower” → “flour”"),
        ("transcription", [ChangeLine("a/b", "web", None, "p1", "", "and rope")], "b p1: “and rope” added"),
        ("transcription", [ChangeLine("a/b", "web", None, "p1", "and rope", "")], "b p1: “and rope” removed"),
        (
            "transcription",
            [ChangeLine("a/b", "web", None, "p1", "x", "y"), ChangeLine("a/c", "web", None, "p9", "x", "y")],
            "2 records: “x” → “y”",
        ),
    ],
)
def test_a_subject_says_what_was_changed(kind: message.Kind, lines: list[ChangeLine], subject: str) -> None:
    assert message.subject_of(kind, lines) == subject


def test_a_key_whose_space_git_stripped_is_still_a_trailer() -> None:
    parsed = message.parse(f"Subject\n\nReason.\n\nCorrection-Id: {ID}\nKind: date\nEvidence:\n")
    assert [(one.correction_id, one.evidence) for one in parsed.decisions] == [(ID, ("",))]
