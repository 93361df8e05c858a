"""A correction and a hand edit in one file: both, or the overlap."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from provenance.model.address import RecordId
from provenance.store.threeway import Merged, Overlap, RecordFile, merge_lines, record_file, three_way

LINES = [b"%d\n" % number for number in range(9)]
changed = st.lists(st.tuples(st.integers(0, 8), st.sampled_from([None, b"x\n", b"y\n", b"z"])), max_size=3)


def with_changes(edits: list[tuple[int, bytes | None]]) -> bytes:
    lines = list(LINES)
    for place, line in edits:
        lines[place] = line or b""
    return b"".join(lines)


BASE = b"".join(LINES)


@given(changed, changed)
def test_merging_by_lines_does_not_depend_on_who_is_called_ours(
    one: list[tuple[int, bytes]], other: list[tuple[int, bytes]]
) -> None:
    ours, theirs = with_changes(one), with_changes(other)
    assert merge_lines(BASE, ours, theirs) == merge_lines(BASE, theirs, ours)


@given(changed)
def test_a_change_merges_with_none_and_with_itself(edits: list[tuple[int, bytes]]) -> None:
    ours = with_changes(edits)
    assert merge_lines(BASE, ours, BASE) == merge_lines(BASE, BASE, ours) == merge_lines(BASE, ours, ours) == ours


@given(st.binary(), st.binary(), st.binary())
def test_any_bytes_give_both_or_an_overlap(base: bytes, ours: bytes, theirs: bytes) -> None:
    result = three_way(base, ours, theirs)
    assert isinstance(result, (Merged, Overlap))
    assert three_way(base, ours, base) == Merged(ours)
    assert three_way(base, base, theirs) == Merged(theirs)


def test_neighbouring_lines_overlap_and_lines_apart_do_not() -> None:
    assert merge_lines(b"a\nb\nc\n", b"A\nb\nc\n", b"a\nB\nc\n") is None
    assert merge_lines(b"a\nb\nc\n", b"A\nb\nc\n", b"a\nb\nC\n") == b"A\nb\nC\n"


def test_a_file_taken_away_on_one_side_and_changed_on_the_other_overlaps() -> None:
    assert three_way(b"a", None, b"b") == Overlap()
    assert three_way(b"a", b"b", None) == Overlap()
    assert three_way(None, b"a", b"b") == Overlap()
    assert three_way(b"a", None, b"a") == three_way(b"a", None, None) == Merged(None)


RECORD = b"""\
schema: 1
title: Telegram
number: '9'
date: {edtf: 1931-03-03, basis: stated, where: title}
editions:
  print:
    state: living
"""
TEXT = "%text 1\n\n¶1 No bread was seen and no flour, no rope and no hope.\n\n¶2 Send some.\n".encode()


def edition(source: bytes) -> RecordFile:
    return RecordFile(RecordId("harbour/doc-001"), "editions/print.txt", source)


def test_other_words_of_the_same_paragraph_are_both_taken() -> None:
    result = three_way(
        TEXT, TEXT.replace(b"No bread", b"No loaf"), TEXT.replace(b"no hope", b"no help"), edition(RECORD)
    )
    assert result == Merged(TEXT.replace(b"No bread", b"No loaf").replace(b"no hope", b"no help"))


def test_the_same_words_overlap_and_the_conflict_shows_both() -> None:
    result = three_way(TEXT, TEXT.replace(b"bread", b"loaf"), TEXT.replace(b"bread", b"flour"), edition(RECORD))
    assert isinstance(result, Overlap)
    assert result.conflicts
    assert {"base", "ours", "theirs"} <= set(result.conflicts[0])


def test_neighbouring_fields_of_a_record_are_both_taken() -> None:
    where = RecordFile(RecordId("harbour/doc-001"), "record.yaml")
    result = three_way(
        RECORD,
        RECORD.replace(b"'9'", b"'10'"),
        RECORD.replace(b"Telegram", b"Telegram from Vardal  # mine"),
        where,
    )
    assert result == Merged(RECORD.replace(b"'9'", b"'10'").replace(b"Telegram", b"Telegram from Vardal  # mine"))


def test_a_hand_edit_that_cannot_be_read_yet_is_merged_by_lines_and_overlaps_where_it_meets() -> None:
    where = RecordFile(RecordId("harbour/doc-001"), "record.yaml")
    ours = RECORD.replace(b"Telegram", b"Cable")
    half = RECORD.replace(b"state: living", b"state: ")
    assert three_way(RECORD, ours, half, where) == Merged(half.replace(b"Telegram", b"Cable"))
    assert three_way(RECORD, ours, RECORD.replace(b"title: Telegram", b"title: [Tele"), where) == Overlap()


def test_two_changes_that_only_together_cannot_be_read_are_not_joined_by_lines() -> None:
    where = RecordFile(RecordId("harbour/doc-001"), "record.yaml")
    ours = RECORD.replace(b"title: Telegram\n", b"title: Telegram\ntype: telegram\n")
    theirs = RECORD + b"type: cable\n"
    assert isinstance(three_way(RECORD, ours, theirs, where), Overlap)


def test_paths_are_known_as_files_of_records() -> None:
    assert record_file("records/agents.yaml") == RecordFile(RecordId("agents"), "agents.yaml")
    assert record_file("records/harbour/collection.yaml") == RecordFile(RecordId("harbour"), "collection.yaml")
    assert record_file("sub/records/harbour/doc-001/editions/a.txt", "sub/") == RecordFile(
        RecordId("harbour/doc-001"), "editions/a.txt"
    )
    for path in (
        "provenance.toml",
        "records/x",
        "records/x/y",
        "records/X/Y/z",
        "other/records/agents.yaml",
        "records",
    ):
        assert record_file(path) is None
