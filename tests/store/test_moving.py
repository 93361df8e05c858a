from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from provenance.errors import InputError
from provenance.model.address import Pointer, RecordId
from provenance.model.correction import Decision, FieldEdit
from provenance.store.blame import blame
from provenance.store.history import history, versions
from provenance.store.moving import rename, withdraw
from provenance.store.verify import verify
from tests.store.conftest import RECORD, first_files

if TYPE_CHECKING:
    from collections.abc import Callable

    from provenance.store.archive import Archive

WHY = Decision(reason="The volume counts otherwise.")
NEW = RecordId("quay/doc-1a")
LAST = RecordId("quay/doc-1b")


def test_an_old_id_always_resolves_and_history_goes_on_under_the_new_one(
    archive: Archive, git: Callable[..., str]
) -> None:
    files = dict(archive.snapshot().dossier(RECORD).files)
    rename(archive, RECORD, NEW, WHY)
    rename(archive, NEW, LAST, WHY)
    assert archive.find("harbour/doc-001") == archive.find("doc-1a") == archive.find("doc-1b") == LAST
    assert dict(archive.snapshot().dossier(LAST).files) == files
    archive.correct([FieldEdit(LAST, "set", Pointer.parse("/date/edtf"), "1931-03-04")], WHY)
    assert [version.name for version in versions(archive, LAST)] == ["v1", "v2", "v3", "v4"]
    assert [entry.subject for entry in history(archive, LAST)][-1] == "Import doc-001"
    blamed = {line.pointer: line.entry.version for line in blame(archive, LAST)}
    assert (blamed["/title"], blamed["/date/edtf"]) == ("v1", "v4")
    assert not (archive.root / RECORD.path).exists()
    assert git("status", "--porcelain") == ""
    assert verify(archive).faults == ()


def test_an_id_is_never_reused(archive: Archive) -> None:
    rename(archive, RECORD, NEW, WHY)
    with pytest.raises(InputError, match="never reused"):
        rename(archive, NEW, RECORD, WHY)


def test_a_short_name_that_a_record_had_leads_along_the_whole_chain(archive: Archive) -> None:
    rename(archive, RECORD, NEW, WHY)
    rename(archive, NEW, LAST, WHY)
    assert archive.find("doc-001") == LAST


def test_a_short_name_that_two_records_had_is_refused_with_both(archive: Archive) -> None:
    other = RecordId("quay/doc-001")
    archive.correct(first_files(other), WHY)
    rename(archive, RECORD, NEW, WHY)
    rename(archive, other, LAST, WHY)
    with pytest.raises(InputError) as refused:
        archive.find("doc-001")
    assert refused.value.candidates == (NEW, LAST)


def test_no_record_begins_under_an_earlier_id(archive: Archive) -> None:
    rename(archive, RECORD, NEW, WHY)
    before = archive.tip
    with pytest.raises(InputError, match="never reused"):
        archive.correct(first_files(), WHY)
    assert archive.tip == before


def test_a_record_taken_down_leaves_its_title_and_the_reason(archive: Archive) -> None:
    receipt = withdraw(archive, RECORD, Decision(reason="Asked for by the heirs."))
    assert receipt.kind == "withdrawal"
    dossier = archive.snapshot().dossier(RECORD)
    assert set(dossier.files) == {"record.yaml"}
    assert dossier.record.withdrawal is not None
    assert dossier.record.withdrawal.reason == "Asked for by the heirs."
    assert "editions/web.txt" in archive.snapshot(archive.resolve("v1", RECORD)).dossier(RECORD).files
    with pytest.raises(InputError):
        withdraw(archive, RECORD, WHY)
