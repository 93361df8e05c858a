"""The values of a correction, and the smaller ones of the room."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.errors import InputError
from provenance.model.claims import OfficeKey
from provenance.model.correction import KINDS, TEXT_KINDS, ChangeLine, HistoryEntry, Person, Receipt
from provenance.model.notation import read_collection, read_record
from provenance.model.reference import record_page
from provenance.model.unseen import UNSEEN, readable
from tests.model.records import COLLECTION, RECORD

LINE = ChangeLine("vardal/doc-9", None, "/title", None, "a", "b")


def test_a_receipt_and_an_entry_are_given_as_the_json_that_programs_rely_on() -> None:
    receipt = Receipt("01ABC", "f00", "v2", ("vardal/doc-9",), (LINE,), written=True, kind="editorial", subject="x")
    data = json.loads(json.dumps(receipt.as_json()))
    assert {"correction_id", "commit", "version", "records", "changes", "written"} <= data.keys()
    assert data["changes"] == [
        {"record": "vardal/doc-9", "edition": None, "pointer": "/title", "locator": None, "before": "a", "after": "b"}
    ]
    when = datetime(2026, 1, 2, 10, tzinfo=UTC)
    person = Person("Ida Berg", "ida@example.org", "berg", "0000-0002-1825-0097")
    entry = HistoryEntry(
        "01ABC", "f00", "v2", when, when, person, "editorial", "x", "because", ("p1",), None, None,
        ("vardal/doc-9",), (LINE,),
    )  # fmt: skip
    shown = json.loads(json.dumps(entry.as_json()))
    assert shown["editor"] == {"name": "Ida Berg", "id": "0000-0002-1825-0097"}
    assert shown["date"] == "2026-01-02T10:00:00+00:00"
    assert {
        "correction_id", "commit", "version", "date", "landed", "editor", "kind", "subject", "reason", "evidence",
        "reported_by", "reviewed_by", "records", "changes", "release", "reverts", "reverted_by", "amended_by",
        "signature", "documented",
    } <= shown.keys()  # fmt: skip


def test_only_four_kinds_may_change_the_text_of_a_fixed_edition() -> None:
    assert set(KINDS) >= TEXT_KINDS
    assert {"transcription", "markup", "restoration", "import"} == TEXT_KINDS
    assert len(KINDS) == 12


def test_the_owner_of_an_editions_brackets_is_what_its_volume_states() -> None:
    record, collection = read_record(RECORD), read_collection(COLLECTION)
    assert record.bracket_owner("book", collection) == "editor"
    assert record.bracket_owner("book", None) == "unknown"
    assert record.bracket_owner("other", collection) == "unknown"
    elsewhere = read_collection(COLLECTION.replace("  vardal:", "  other:"))
    assert record.bracket_owner("book", elsewhere) == "unknown"


def test_the_key_of_an_office_has_an_agent_and_an_office() -> None:
    key = OfficeKey.parse("korneev-pa/offices/harbour-master")
    assert (key.agent, key.office) == ("korneev-pa", "harbour-master")
    for wrong in ("korneev-pa/harbour-master", "a/offices/B", "A/offices/b", "a/offices/b/c", ""):
        with pytest.raises(InputError):
            OfficeKey.parse(wrong)


def test_t31_what_no_reader_can_see_is_made_visible() -> None:
    assert readable("a\u202eb\u200bc\x1b[0m") == "a⟨U+202E⟩b⟨U+200B⟩c⟨U+001B⟩[0m"
    assert readable("a\tb\nc") == "a\tb\nc"


@given(st.text())
def test_t31_nothing_unseen_is_left_in_what_is_shown(words: str) -> None:
    assert UNSEEN.search(readable(words)) is None


def test_the_reference_page_has_every_part_and_field() -> None:
    page = record_page()
    for words in ("## record.yaml", "### Attribution", "### Office", "### Volume", "`edtf`", "`rests_on`", "`from`"):
        assert words in page
    assert "EDTF date" in page
