from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.model.address import Pointer, RecordId
from provenance.model.correction import Decision, FieldEdit, FileEdit, Receipt
from provenance.store.bulk import Refused, correct_many
from provenance.store.history import history, versions
from provenance.store.writer import LONG
from tests.store.conftest import RECORD, RECORD_YAML, first_files

if TYPE_CHECKING:
    from collections.abc import Callable

    from provenance.store.archive import Archive

WHY = Decision(reason="Typed.", kind="import")


def many(count: int) -> list[RecordId]:
    return [RecordId(f"harbour/bulk-{number:03}") for number in range(count)]


def test_many_records_come_in_with_one_commit_each_and_are_whole(archive: Archive, git: Callable[..., str]) -> None:
    ids = many(25)
    found = list(correct_many(archive, ((first_files(record), WHY) for record in ids), batch=10))
    assert all(isinstance(one, Receipt) and one.written for one in found)
    assert [one.records for one in found if isinstance(one, Receipt)] == [(record,) for record in ids]
    assert [one.commit for one in found if isinstance(one, Receipt)] == git(
        "rev-list", "--reverse", "-25", "HEAD"
    ).split()
    assert set(ids) < set(archive.snapshot().ids())
    assert [version.name for version in versions(archive, ids[7])] == ["v1"]
    assert git("status", "--porcelain") == ""
    assert git("fsck", "--strict") == ""
    assert [entry.subject for entry in history(archive, limit=1)] == ["Import bulk-024"]


def test_what_does_not_fit_is_told_singly_and_the_rest_goes_on(archive: Archive) -> None:
    good, other = many(2)
    wrong = FieldEdit(RECORD, "set", Pointer.parse("/nonsense"), "x")
    batch = [(first_files(good), WHY), ([wrong], WHY), (first_files(RECORD), WHY), (first_files(other), WHY)]
    found = list(correct_many(archive, batch))
    assert [isinstance(one, Refused) for one in found] == [False, True, True, False]
    assert [one.number for one in found if isinstance(one, Refused)] == [1, 2]
    assert len(list(history(archive))) == 4


def test_a_correction_stands_on_the_one_before_it_in_its_batch(archive: Archive) -> None:
    record = many(1)[0]
    edit = FieldEdit(record, "set", Pointer.parse("/title"), "Second thoughts")
    list(correct_many(archive, [(first_files(record), WHY), ([edit], Decision(reason="Better."))]))
    assert archive.snapshot().dossier(record).record.title == "Second thoughts"
    assert [entry.subject for entry in history(archive, record)] == [
        "bulk-000, title: “Telegram on flour” → “Second thoughts”",
        "Import bulk-000",
    ]


def test_t14_a_second_run_doubles_nothing(archive: Archive) -> None:
    batch = [(first_files(record), WHY) for record in many(3)]
    list(correct_many(archive, batch[:2]))
    before = archive.tip
    found = list(correct_many(archive, batch))
    assert [type(one) for one in found] == [Refused, Refused, Receipt]
    assert archive.repository.commit(archive.tip).parents == (before,)


def test_a_stream_of_megabytes_is_written_as_a_short_one_is(archive: Archive, git: Callable[..., str]) -> None:
    """From some length on another way of starting git is taken (writer.LONG)."""
    long = b"%text 1\n\n" + b"".join(b"\xc2\xb6%d %s.\n\n" % (number, b"word " * 400) for number in range(1, 600))
    assert len(long) > LONG
    for record, text in zip(many(2), (long, b"%text 1\n"), strict=True):
        edits = [
            FileEdit(record, "record.yaml", RECORD_YAML),
            FileEdit(record, "editions/web.txt", text.rstrip() + b"\n"),
        ]
        (made,) = correct_many(archive, [(edits, WHY)])
        assert isinstance(made, Receipt)
        assert made.commit == git("rev-parse", "HEAD")
        assert archive.snapshot().dossier(record).files["editions/web.txt"] == text.rstrip() + b"\n"
