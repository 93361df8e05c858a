from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.model.address import Pointer, RecordId
from provenance.model.correction import Decision, FieldEdit, FileEdit, WordsEdit
from provenance.store.moving import rename
from provenance.store.states import compare_states
from tests.store.conftest import RECORD, first_files

if TYPE_CHECKING:
    from collections.abc import Callable

    from provenance.diff.whole import ArchiveDifference
    from provenance.store.archive import Archive

OTHER = RecordId("harbour/doc-002")
WHY = Decision(reason="Because.")


def since(archive: Archive, tip: str) -> ArchiveDifference:
    return compare_states(archive, tip, archive.tip, names=("then", "now"))


def told(found: ArchiveDifference) -> list[tuple[str, str, str | None]]:
    return [(record.record, record.change, record.earlier) for record in found.records]


def test_equal_states_do_not_differ(archive: Archive) -> None:
    assert since(archive, archive.tip).empty


def test_records_that_came_went_and_changed_are_named_and_others_are_not(archive: Archive) -> None:
    archive.correct(first_files(OTHER), WHY)
    tip = archive.tip
    archive.correct([FileEdit(OTHER, edit.name, None) for edit in first_files(OTHER)], WHY)
    archive.correct(first_files(RecordId("harbour/doc-003")), WHY)
    archive.correct([FieldEdit(RECORD, "set", Pointer.parse("/title"), "Telegram")], WHY)
    found = since(archive, tip)
    assert told(found) == [
        (RECORD, "changed", None), (OTHER, "removed", None), ("harbour/doc-003", "added", None),
    ]  # fmt: skip
    assert [record.title for record in found.records] == ["Telegram", "Telegram on flour", "Telegram on flour"]
    assert found.records[0].difference is not None
    assert [change.pointer for change in found.records[0].difference.fields] == ["/title"]


def test_a_record_under_another_id_is_one_record_and_its_words_are_compared(archive: Archive) -> None:
    archive.correct(first_files(OTHER), WHY)
    tip = archive.tip
    rename(archive, OTHER, RecordId("harbour/doc-007"), WHY)
    rename(archive, RecordId("harbour/doc-007"), RecordId("harbour/doc-008"), WHY)
    archive.correct([WordsEdit(RecordId("harbour/doc-008"), "ours", None, "flour", "bread")], WHY)
    found = since(archive, tip)
    assert told(found) == [("harbour/doc-008", "renamed", OTHER)]
    assert found.files == ("redirects.yaml",)
    assert found.records[0].difference is not None
    assert found.records[0].difference.summary.substantive == 1


def test_a_state_that_a_hand_broke_is_named_and_the_others_are_compared_all_the_same(
    archive: Archive, git: Callable[..., str]
) -> None:
    archive.correct(first_files(OTHER), WHY)
    tip = archive.tip
    path = archive.root / OTHER.path
    path.write_text(path.read_text() + "title: Twice\n")
    git("commit", "-qanm", "By hand", "--no-verify")
    archive.correct([FieldEdit(RECORD, "set", Pointer.parse("/title"), "Telegram")], WHY)
    found = since(archive, tip)
    assert told(found) == [(RECORD, "changed", None), (OTHER, "changed", None)]
    assert "cannot be read" in str(found.records[1].note)
