from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from provenance.errors import ConflictError, InputError
from provenance.model.address import Locator, Pointer, RecordId
from provenance.model.correction import Decision, FieldEdit, FileEdit, WordsEdit
from provenance.store.history import history
from provenance.store.joining import join
from provenance.store.moving import rename, withdraw
from provenance.store.restore import restore
from provenance.store.reversal import amend, revert
from provenance.store.verify import verify
from tests.store.conftest import RECORD

if TYPE_CHECKING:
    from collections.abc import Callable

    from provenance.store.archive import Archive

WHY = Decision(reason="The dateline says so.", evidence=("p1",))
BACK = Decision(reason="The dateline was misread.")


def set_date(archive: Archive, day: int) -> str:
    edit = FieldEdit(RECORD, "set", Pointer.parse("/date/edtf"), f"1931-03-{day:02}")
    return archive.correct([edit], WHY).correction_id


def words(archive: Archive, old: str, new: str, place: str = "p1") -> str:
    edit = WordsEdit(RECORD, "ours", Locator.parse(place), old, new)
    return archive.correct([edit], Decision(reason="Misread.")).correction_id


def shown(archive: Archive, record: RecordId = RECORD) -> tuple[str, str]:
    files = archive.snapshot().dossier(record).files
    return files["record.yaml"].decode(), files["editions/ours.txt"].decode()


def test_a_correction_is_taken_back_and_what_came_later_stays(archive: Archive, git: Callable[..., str]) -> None:
    before = shown(archive)
    one = set_date(archive, 4)
    two = words(archive, "flour", "bread")
    receipt = revert(archive, one[-8:], BACK)
    record, text = shown(archive)
    assert record == before[0]
    assert "ask for bread and rope" in text
    entries = {entry.correction_id: entry for entry in history(archive, RECORD)}
    assert entries[one].reverted_by == receipt.correction_id
    assert entries[receipt.correction_id].reverts == one
    assert entries[receipt.correction_id].kind == "restoration"
    assert entries[two].reverted_by is None
    assert git("status", "--porcelain") == ""
    assert verify(archive).faults == ()


def test_words_of_one_block_are_taken_back_beside_later_words_of_it(archive: Archive) -> None:
    one = words(archive, "flour", "bread")
    words(archive, "rope", "tar")
    revert(archive, one, BACK)
    assert "ask for flour and tar" in shown(archive)[1]


def test_what_a_later_correction_changed_again_is_a_conflict_and_nothing_is_written(archive: Archive) -> None:
    one = set_date(archive, 4)
    later = set_date(archive, 5)
    words(archive, "flour", "flour and bread")
    before = archive.tip
    with pytest.raises(ConflictError) as caught:
        revert(archive, one, BACK)
    assert [found["correction_ids"] for found in caught.value.conflicts] == [[later]]
    assert caught.value.candidates == (later,)
    assert "provenance revert" in (caught.value.hint or "")
    assert archive.tip == before


def test_a_correction_is_taken_back_once_and_again_after_that_was_taken_back(archive: Archive) -> None:
    one = set_date(archive, 4)
    undone = revert(archive, one, BACK)
    with pytest.raises(InputError, match="taken back already"):
        revert(archive, one, BACK)
    revert(archive, undone.correction_id, WHY)
    assert "1931-03-04" in shown(archive)[0]
    revert(archive, one, BACK)
    assert "1931-03-03" in shown(archive)[0]


def test_a_correction_is_taken_back_under_the_id_that_the_record_has_now(archive: Archive) -> None:
    one = set_date(archive, 4)
    new = RecordId("quay/doc-1a")
    rename(archive, RECORD, new, WHY)
    revert(archive, one, BACK)
    assert "1931-03-03" in shown(archive, new)[0]
    assert not archive.snapshot().has(RECORD)


def test_a_withdrawal_can_be_taken_back(archive: Archive) -> None:
    before = dict(archive.snapshot().dossier(RECORD).files)
    gone = withdraw(archive, RECORD, Decision(reason="Asked for."))
    revert(archive, gone.correction_id, Decision(reason="The heirs agree now."))
    assert dict(archive.snapshot().dossier(RECORD).files) == before


def test_what_began_a_record_or_moved_it_or_changed_none_is_refused(archive: Archive) -> None:
    first = next(entry for entry in history(archive, RECORD) if entry.kind == "import")
    with pytest.raises(InputError, match="began"):
        revert(archive, str(first.correction_id), BACK)
    amended = amend(archive, str(first.correction_id), WHY)
    with pytest.raises(InputError, match="no record"):
        revert(archive, amended.correction_id, BACK)
    moved = rename(archive, RECORD, RecordId("quay/doc-1a"), WHY)
    with pytest.raises(InputError, match="not taken back"):
        revert(archive, moved.correction_id, BACK)


def test_a_restoration_that_brought_back_a_joined_record_is_taken_back(archive: Archive) -> None:
    other = RecordId("harbour/doc-002")
    archive.correct(
        [FileEdit(other, "record.yaml", b"schema: 1\ntitle: Telegram on flour\nnumber: 114\n")],
        Decision(reason="Typed.", kind="import"),
    )
    before = archive.tip
    join(archive, RECORD, other, WHY, settled={})
    joined = archive.snapshot().files(RECORD)
    restored = restore(archive, None, to=before, decision=Decision(reason="Two after all.")).correction_id
    assert archive.snapshot().has(other)
    revert(archive, restored, BACK)
    assert archive.snapshot().files(RECORD) == joined
    assert not archive.snapshot().has(other)
    assert archive.find(other) == RECORD
    assert not verify(archive).faults


def test_a_commit_by_hand_has_no_reason_to_amend_and_the_way_back_is_named(
    archive: Archive, git: Callable[..., str]
) -> None:
    path = archive.root / RECORD.path
    path.write_bytes(path.read_bytes().replace(b"1931-03-03", b"1931-03-09"))
    git("commit", "-q", "-a", "--no-verify", "-m", "By hand")
    for act in (amend, revert):
        with pytest.raises(InputError, match="made by hand") as caught:
            act(archive, archive.tip[:12], WHY)
        assert "restore" in str(caught.value.hint)


def test_a_dry_run_of_taking_back_writes_nothing(archive: Archive) -> None:
    one = set_date(archive, 4)
    before = archive.tip
    receipt = revert(archive, one, BACK, dry_run=True)
    assert not receipt.written
    assert [(line.before, line.after) for line in receipt.changes] == [("1931-03-04", "1931-03-03")]
    assert archive.tip == before


def test_a_reason_is_amended_by_an_entry_of_its_own_and_no_file_changes(
    archive: Archive, git: Callable[..., str]
) -> None:
    one = set_date(archive, 4)
    tree = git("rev-parse", "HEAD^{tree}")
    amended = amend(archive, one, Decision(reason="The postmark says so.", evidence=("the envelope",)))
    assert git("rev-parse", "HEAD^{tree}") == tree
    assert amended.version is None
    entries = {entry.correction_id: entry for entry in history(archive, RECORD)}
    assert entries[one].reason == "The dateline says so."
    assert entries[one].amended_by == amended.correction_id
    assert entries[one].amendments == ("The postmark says so.",)
    assert entries[amended.correction_id].amends == one
    assert entries[amended.correction_id].evidence == ("the envelope",)
    again = amend(archive, amended.correction_id, Decision(reason="The second postmark."))
    entries = {entry.correction_id: entry for entry in history(archive, RECORD)}
    assert entries[amended.correction_id].amended_by == again.correction_id
    assert verify(archive).faults == ()
