from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from provenance.errors import ConflictError, InputError
from provenance.model.address import Locator, Pointer, RecordId
from provenance.model.correction import Decision, FieldEdit, WordsEdit
from provenance.store.handed import each_own, from_edits
from provenance.store.history import history
from provenance.store.reversal import amend, revert
from tests.store.conftest import RECORD, RECORD_YAML, WEB, first_files

if TYPE_CHECKING:
    from collections.abc import Callable

    from provenance.store.archive import Archive

WHY = Decision(reason="Seen on the page.")
OTHER = RecordId("harbour/doc-002")


def edit_by_hand(archive: Archive, record: RecordId = RECORD) -> None:
    folder = archive.root / record.folder
    (folder / "record.yaml").write_bytes(RECORD_YAML.replace(b"1931-03-03", b"1931-03-09"))
    (folder / "editions/ours.txt").write_text(WEB.replace("flour", "bread"))


def test_hand_edits_are_recorded_as_one_decision_and_the_files_stay(archive: Archive, git: Callable[..., str]) -> None:
    edit_by_hand(archive)
    receipt = from_edits(archive, WHY)
    assert {(line.pointer, line.locator) for line in receipt.changes} == {("/date/edtf", None), (None, "p1")}
    assert git("status", "--porcelain") == ""
    assert (archive.root / RECORD.path).read_bytes() == RECORD_YAML.replace(b"1931-03-03", b"1931-03-09")
    with pytest.raises(InputError, match="no file"):
        from_edits(archive, WHY)


def test_hand_edits_are_recorded_as_one_decision_a_record(archive: Archive, git: Callable[..., str]) -> None:
    archive.correct(first_files(OTHER), Decision(reason="Typed.", kind="import"))
    edit_by_hand(archive)
    edit_by_hand(archive, OTHER)
    receipts = each_own(archive, WHY)
    assert [receipt.records for receipt in receipts] == [(RECORD,), (OTHER,)]
    assert git("status", "--porcelain") == ""


def test_a_hand_edit_that_cannot_be_read_is_refused_with_its_place_and_the_file_stays(archive: Archive) -> None:
    path = archive.root / RECORD.path
    path.write_bytes(RECORD_YAML.replace(b"title:", b"titel:"))
    before = archive.tip
    with pytest.raises(InputError) as caught:
        from_edits(archive, WHY)
    assert caught.value.file == RECORD.path
    assert caught.value.line == 3
    assert archive.tip == before
    assert b"titel" in path.read_bytes()


def test_a_hand_edit_of_a_fixed_text_needs_its_kind(archive: Archive) -> None:
    (archive.root / RECORD.folder / "editions/web.txt").write_text(WEB.replace("flour", "bread"))
    with pytest.raises(InputError, match="fixed edition"):
        from_edits(archive, WHY)
    assert from_edits(archive, Decision(reason="Our typing.", kind="transcription")).kind == "transcription"


def test_a_correction_is_taken_back_and_later_ones_stay(archive: Archive) -> None:
    first = archive.correct([FieldEdit(RECORD, "set", Pointer.parse("/date/edtf"), "1931-03-04")], WHY)
    archive.correct([FieldEdit(RECORD, "set", Pointer.parse("/title"), "Telegram")], WHY)
    archive.correct([WordsEdit(RECORD, "ours", Locator.parse("p2"), "Monday", "Tuesday")], WHY)
    receipt = revert(archive, first.correction_id, Decision(reason="It was right."))
    record = archive.snapshot().dossier(RECORD).record
    assert (str(record.date.edtf), record.title) == ("1931-03-03", "Telegram")
    entries = {entry.correction_id: entry for entry in history(archive, RECORD)}
    assert entries[receipt.correction_id].reverts == first.correction_id
    assert entries[first.correction_id].reverted_by == receipt.correction_id
    with pytest.raises(InputError, match="already"):
        revert(archive, first.correction_id, WHY)


def test_what_was_changed_again_since_is_not_taken_back_silently(archive: Archive) -> None:
    edit = Pointer.parse("/date/edtf")
    first = archive.correct([FieldEdit(RECORD, "set", edit, "1931-03-04")], WHY)
    archive.correct([FieldEdit(RECORD, "set", edit, "1931-03-05")], WHY)
    before = archive.tip
    with pytest.raises(ConflictError):
        revert(archive, first.correction_id, WHY)
    assert archive.tip == before


def test_the_import_of_a_record_is_not_taken_back(archive: Archive) -> None:
    entry = next(iter(history(archive, RECORD)))
    with pytest.raises(InputError, match="began"):
        revert(archive, entry.correction_id or "", WHY)


def test_a_reason_is_amended_under_the_last_letters_of_its_id(archive: Archive) -> None:
    first = archive.correct([FieldEdit(RECORD, "set", Pointer.parse("/date/edtf"), "1931-03-04")], WHY)
    receipt = amend(archive, first.correction_id[-8:], Decision(reason="It is the postmark."))
    assert (receipt.kind, receipt.records, receipt.version) == ("date", (), None)
    entry = next(one for one in history(archive, RECORD) if one.correction_id == first.correction_id)
    assert entry.amendments == ("It is the postmark.",)


def test_a_commit_made_by_hand_can_be_neither_amended_nor_taken_back(archive: Archive, git: Callable[..., str]) -> None:
    (archive.root / RECORD.path).write_bytes(RECORD_YAML.replace(b"1931-03-03", b"1931-03-09"))
    git("commit", "-q", "-a", "-m", "By hand")
    with pytest.raises(InputError, match="by hand"):
        amend(archive, archive.tip, WHY)
