from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from provenance.errors import InputError
from provenance.model.address import Locator, Pointer, RecordId
from provenance.model.correction import Decision, FieldEdit, FileEdit, WordsEdit
from provenance.store.history import history
from provenance.store.restore import field_edits, restore
from tests.store.conftest import RECORD, RECORD_YAML, WEB, first_files

if TYPE_CHECKING:
    from provenance.store.archive import Archive

WHY = Decision(reason="It was right before.")


def files(archive: Archive) -> dict[str, bytes]:
    return dict(archive.snapshot().dossier(RECORD).files)


def test_a_field_is_brought_back_as_a_new_correction(archive: Archive) -> None:
    pointer = Pointer.parse("/date/edtf")
    archive.correct([FieldEdit(RECORD, "set", pointer, "1931-03-04")], WHY)
    archive.correct([FieldEdit(RECORD, "set", Pointer.parse("/title"), "Telegram")], WHY)
    receipt = restore(archive, RECORD, pointer=pointer, to="v1", decision=WHY)
    assert (receipt.kind, receipt.version) == ("restoration", "v4")
    assert files(archive)["record.yaml"] == RECORD_YAML.replace(b"Telegram on flour", b"Telegram")
    assert len(list(history(archive, RECORD))) == 4


def test_a_field_that_was_removed_comes_back_whole_and_one_that_was_added_goes(archive: Archive) -> None:
    date = Pointer.parse("/date")
    archive.correct([FieldEdit(RECORD, "remove", date), FieldEdit(RECORD, "set", Pointer.parse("/number"), "114")], WHY)
    restore(archive, RECORD, pointer=date, to="v1", decision=WHY)
    record = archive.snapshot().dossier(RECORD).record
    assert (str(record.date.edtf), record.date.basis, record.date.where) == ("1931-03-03", "stated", "title")
    assert record.number == "114"
    restore(archive, RECORD, pointer=Pointer.parse("/number"), to="v1", decision=WHY)
    assert archive.snapshot().dossier(RECORD).record.number is None


def test_a_field_that_never_was_is_refused(archive: Archive) -> None:
    archive.correct([FieldEdit(RECORD, "set", Pointer.parse("/number"), "114")], WHY)
    with pytest.raises(InputError, match="had none"):
        restore(archive, RECORD, pointer=Pointer.parse("/place/name"), to="v1", decision=WHY)


def test_a_block_is_brought_back_and_other_blocks_stay(archive: Archive) -> None:
    for place, old, new in (("p1", "flour", "bread"), ("p2", "Monday", "Tuesday")):
        archive.correct([WordsEdit(RECORD, "ours", Locator.parse(place), old, new)], WHY)
    receipt = restore(archive, RECORD, edition="ours", locator=Locator.parse("p1"), to="v1", decision=WHY)
    assert files(archive)["editions/ours.txt"].decode() == WEB.replace("Monday", "Tuesday")
    assert [line.locator for line in receipt.changes] == ["p1"]


@pytest.mark.parametrize("lost", ["¶2 The harbour is closed since Monday.\n\n", "¶3 We asked twice. Nobody came.\n"])
def test_a_block_that_was_lost_is_put_back_where_it_stood(archive: Archive, lost: str) -> None:
    shorter = WEB.replace(lost, "").rstrip("\n") + "\n"
    archive.correct([FileEdit(RECORD, "editions/ours.txt", shorter.encode())], WHY)
    restore(archive, RECORD, edition="ours", locator=Locator.parse(f"p{lost[1]}"), to="v1", decision=WHY)
    assert files(archive)["editions/ours.txt"].decode() == WEB


def test_a_block_that_was_not_there_is_taken_out(archive: Archive) -> None:
    longer = WEB + "\n¶4 More.\n"
    archive.correct([FileEdit(RECORD, "editions/ours.txt", longer.encode())], WHY)
    restore(archive, RECORD, edition="ours", locator=Locator.parse("p4"), to="v1", decision=WHY)
    assert files(archive)["editions/ours.txt"].decode().rstrip("\n") == WEB.rstrip("\n")


def test_an_edition_a_record_and_the_whole_archive_are_brought_back(archive: Archive) -> None:
    before = files(archive)
    other = RecordId("harbour/doc-002")
    archive.correct([WordsEdit(RECORD, "ours", None, "flour", "bread")], WHY)
    archive.correct([FieldEdit(RECORD, "set", Pointer.parse("/title"), "Telegram")], WHY)
    restore(archive, RECORD, edition="ours", to="v1", decision=WHY)
    assert files(archive)["editions/ours.txt"] == before["editions/ours.txt"]
    assert files(archive)["record.yaml"] != before["record.yaml"]
    restore(archive, RECORD, to="v1", decision=WHY)
    assert files(archive) == before
    begin = archive.tip
    archive.correct(first_files(other), WHY)
    archive.correct([FieldEdit(RECORD, "set", Pointer.parse("/title"), "Telegram")], WHY)
    restore(archive, None, to=begin, decision=WHY)
    assert files(archive) == before
    assert archive.snapshot().ids() == (RECORD,)


def test_what_is_as_it_was_is_refused(archive: Archive) -> None:
    for options in ({}, {"pointer": Pointer.parse("/title")}, {"edition": "ours"}):
        with pytest.raises(InputError) as caught:
            restore(archive, RECORD, to="v1", decision=WHY, **options)  # type: ignore[arg-type]
        assert caught.value.code == "no-change"


def test_a_dry_run_of_a_restoration_writes_nothing(archive: Archive) -> None:
    archive.correct([FieldEdit(RECORD, "set", Pointer.parse("/title"), "Telegram")], WHY)
    before = archive.tip
    assert not restore(archive, RECORD, to="v1", decision=WHY, dry_run=True).written
    assert archive.tip == before


CALLED = ("zeta", "alpha", "mid", "beta", "omega")


@pytest.fixture
def called(archive: Archive) -> bytes:
    """A record with other titles, which stand in no order but their own."""
    aliases = "".join(f"  {key}: Called {key}\n" for key in CALLED)
    content = RECORD_YAML.replace(b"date:", f"aliases:\n  # as the clerks called it\n{aliases}date:".encode())
    archive.correct([FileEdit(RECORD, "record.yaml", content)], Decision(reason="Typed."))
    return content


@pytest.mark.parametrize("lost", [("zeta",), ("mid",), ("zeta", "alpha"), ("omega", "zeta", "beta"), CALLED[:4]])
def test_entries_come_back_in_the_order_that_they_had(archive: Archive, called: bytes, lost: tuple[str, ...]) -> None:
    to = archive.tip
    archive.correct([FieldEdit(RECORD, "remove", Pointer(("aliases", key))) for key in lost], WHY)
    restore(archive, RECORD, pointer=Pointer(("aliases",)), to=to, decision=WHY)
    assert files(archive)["record.yaml"] == called


def test_one_entry_comes_back_to_its_own_place(archive: Archive, called: bytes) -> None:
    to = archive.tip
    pointer = Pointer(("aliases", "zeta"))
    archive.correct([FieldEdit(RECORD, "remove", pointer)], WHY)
    restore(archive, RECORD, pointer=pointer, to=to, decision=WHY)
    assert files(archive)["record.yaml"] == called


def test_the_edits_of_a_restoration_are_the_same_each_time() -> None:
    wanted = {f"k{number}": str(number) for number in range(20)}
    edits = list(field_edits(RECORD, Pointer(("aliases",)), wanted, {"own": "x"}))
    assert [edit.pointer.parts[-1] for edit in edits] == [*wanted, "own"]


def test_restoring_the_whole_archive_leaves_a_record_the_id_that_it_has_now(archive: Archive) -> None:
    from provenance.store.moving import rename

    before, tip = dict(archive.snapshot().dossier(RECORD).files), archive.tip
    new = RecordId("quay/doc-1a")
    rename(archive, RECORD, new, Decision(reason="It counts otherwise."))
    archive.correct([FieldEdit(new, "set", Pointer.parse("/number"), "114")], Decision(reason="On the back."))
    restore(archive, None, to=tip[:12], decision=Decision(reason="All of it was wrong."))
    assert dict(archive.snapshot().dossier(new).files) == before
    assert archive.snapshot().ids() == (new,)
    assert archive.find("doc-001") == new
