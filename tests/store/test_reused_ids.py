"""A Correction-Id that stands in history already: sent again, over something else, or forged by hand."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from provenance.errors import ConflictError
from provenance.model.address import Locator, Pointer
from provenance.model.correction import Decision, FieldEdit, FileEdit, WordsEdit
from provenance.ports import counting
from provenance.store.archive import Archive
from provenance.store.blame import blame
from provenance.store.history import history, version_at
from provenance.store.verify import verify
from tests.store.conftest import RECORD, RECORD_YAML

if TYPE_CHECKING:
    from collections.abc import Callable

    from provenance.model.correction import Receipt

DATE = Pointer.parse("/date/edtf")
ID = "01JGFJJZ000000000000000077"
WHY = Decision(reason="The dateline says so.", correction_id=ID)


def dated(day: int) -> list[FieldEdit]:
    return [FieldEdit(RECORD, "set", DATE, f"1931-03-{day:02}")]


def forge(archive: Archive, git: Callable[..., str], old: bytes, new: bytes) -> None:
    """A hand edit committed with the words of the last correction, id and all."""
    said = git("log", "-1", "--format=%B")
    path = archive.root / RECORD.path
    path.write_bytes(path.read_bytes().replace(old, new))
    git("commit", "-q", "-a", "-m", said)


def test_t30_a_hand_edit_under_a_known_id_is_undocumented_a_version_and_reported(
    archive: Archive, git: Callable[..., str]
) -> None:
    archive.correct(dated(4), WHY)
    forge(archive, git, b"Telegram on flour", b"Telegram on gold")
    entries = list(history(archive, RECORD))
    assert [(entry.documented, entry.version) for entry in entries] == [(False, "v3"), (True, "v2"), (True, "v1")]
    assert entries[0].changes[0].after == "Telegram on gold"
    assert [entry.documented for entry in history(archive)][:2] == [False, True]
    assert version_at(archive, RECORD, archive.tip) == "v3"
    owner = {line.pointer: line.entry for line in blame(archive, RECORD)}
    assert not owner["/title"].documented
    assert owner["/date/edtf"].correction_id == ID
    assert {"id-twice", "undocumented"} <= {fault.code for fault in verify(archive).faults}


def test_t30_what_was_taken_back_and_done_again_under_the_old_id_is_no_repeat(
    archive: Archive, git: Callable[..., str]
) -> None:
    archive.correct(dated(4), WHY)
    said = git("log", "-1", "--format=%B")
    path = archive.root / RECORD.path
    for old, new, words in ((b"-04", b"-03", "Back"), (b"-03-03", b"-03-04", said)):
        path.write_bytes(path.read_bytes().replace(old, new))
        git("commit", "-q", "--no-verify", "-a", "-m", words)
    assert next((entry.documented, entry.version) for entry in history(archive, RECORD)) == (False, "v4")


def test_one_correction_on_two_lines_that_were_merged_is_one_entry(archive: Archive, git: Callable[..., str]) -> None:
    first = archive.tip
    archive.correct(dated(4), WHY)
    git("checkout", "-q", "-b", "side", first)
    (archive.root / "docs/index.md").write_text("# Other\n")
    git("commit", "-q", "-a", "-m", "A page")
    git("cherry-pick", "main")
    git("checkout", "-q", "main")
    git("merge", "-q", "--no-edit", "side")
    assert [entry.version for entry in history(archive, RECORD)] == ["v2", "v1"]
    assert [entry.correction_id for entry in history(archive)].count(ID) == 1
    assert "id-twice" not in {fault.code for fault in verify(archive).faults}
    assert {line.entry.version for line in blame(archive, RECORD)} == {"v1", "v2"}


def test_t06_the_same_id_over_other_edits_is_a_conflict_and_nothing_is_written(archive: Archive) -> None:
    first = archive.correct(dated(4), WHY)
    for edits in (dated(5), [WordsEdit(RECORD, "ours", Locator.parse("p1"), "flour", "bread")]):
        with pytest.raises(ConflictError) as caught:
            archive.correct(edits, WHY)
        assert caught.value.code == "id-reused"
    assert archive.tip == first.commit
    again = archive.correct(dated(4), WHY)
    assert (again.commit, again.version, again.changes) == (first.commit, first.version, first.changes)


def test_t06_three_senders_of_one_id_at_once_get_the_same_answer(archive: Archive) -> None:
    answers: list[Receipt | BaseException] = []
    start = threading.Barrier(3, timeout=60)

    def send() -> None:
        with Archive.open(
            archive.root, environ=archive.repository.environ, clock=archive.clock, new_id=counting(900)
        ) as own:
            start.wait()
            try:
                answers.append(own.correct(dated(4), WHY))
            except BaseException as error:  # noqa: BLE001 - shown below
                answers.append(error)

    senders = [threading.Thread(target=send) for _ in range(3)]
    for one in senders:
        one.start()
    for one in senders:
        one.join()
    assert len({(one.commit, one.version, one.changes) for one in answers}) == 1  # type: ignore[union-attr]
    assert len(list(history(archive, RECORD))) == 2


def test_a_comment_alone_names_its_record_in_receipt_message_and_history(archive: Archive) -> None:
    content = RECORD_YAML.replace(b"specimen:", b"# seen by both of us\nspecimen:")
    receipt = archive.correct([FileEdit(RECORD, "record.yaml", content)], Decision(reason="A note to ourselves."))
    assert receipt.records == (RECORD,)
    assert "comments or layout" in receipt.subject
    assert f"\nChange: {RECORD}\n" in archive.repository.commit(archive.tip).message
    (entry, *_) = history(archive, RECORD)
    assert (entry.records, entry.version, entry.changes) == ((RECORD,), "v2", receipt.changes)
    assert "changes" not in {fault.code for fault in verify(archive).faults}


def test_a_version_expected_names_the_corrections_of_the_same_field_alone(archive: Archive) -> None:
    of_date = archive.correct(dated(4), Decision(reason="The dateline."))
    archive.correct([FieldEdit(RECORD, "set", Pointer.parse("/title"), "Telegram")], Decision(reason="Short."))
    with pytest.raises(ConflictError) as caught:
        archive.correct(dated(9), Decision(reason="The postmark."), expect="v1")
    assert caught.value.conflicts[0]["correction_ids"] == [of_date.correction_id]
