from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from provenance.errors import ConflictError, InputError
from provenance.model.address import Pointer, RecordId
from provenance.model.correction import Decision, FieldEdit, FileEdit
from provenance.store.history import history, versions
from provenance.store.joining import Share, divide, join
from provenance.store.names import counted_as
from provenance.store.verify import verify
from tests.store.conftest import RECORD, RECORD_YAML, WEB

if TYPE_CHECKING:
    from collections.abc import Callable

    from provenance.store.archive import Archive

WHY = Decision(reason="One and the same telegram.")
OTHER = RecordId("quay/doc-9")
OTHER_YAML = b"""\
schema: 1
title: Telegram of the harbour-master
specimen: invented for the tests
number: '114'
date: {basis: unknown}
place: {basis: unknown}
editions:
  web:
    state: fixed
    text: present
  book:
    state: fixed
    text: present
"""
BOOK = WEB.replace("flour", "flower")


@pytest.fixture
def two(archive: Archive) -> Archive:
    """A second record of the same document."""
    files = {"record.yaml": OTHER_YAML, "editions/web.txt": BOOK.encode(), "editions/book.txt": WEB.encode()}
    edits = [FileEdit(OTHER, name, content) for name, content in files.items()]
    archive.correct(edits, Decision(reason="Typed.", kind="import"))
    archive.correct([FieldEdit(OTHER, "set", Pointer.parse("/number"), "115")], Decision(reason="Misread."))
    return archive


def test_two_records_are_one_and_nothing_of_either_is_lost(two: Archive, git: Callable[..., str]) -> None:
    receipt = join(two, RECORD, OTHER, WHY)
    dossier = two.snapshot().dossier(RECORD)
    assert dossier.record.number == "115"
    assert dict(dossier.record.aliases) == {"doc-9": "Telegram of the harbour-master"}
    assert set(dossier.record.editions) == {"web", "ours", "book", "web-doc-9"}
    assert dossier.files["editions/web.txt"] == WEB.encode()
    assert dossier.files["editions/web-doc-9.txt"] == BOOK.encode()
    assert dossier.files["editions/book.txt"] == WEB.encode()
    assert b"# the harbour-master's telegram" in dossier.files["record.yaml"]
    assert receipt.notices == (f"the edition web of {OTHER} is now {RECORD}:web-doc-9",)
    assert two.find("quay/doc-9") == two.find("doc-9") == RECORD
    assert not (two.root / OTHER.folder).exists()
    assert git("status", "--porcelain") == ""
    assert verify(two).faults == ()


def test_the_versions_of_a_joined_record_keep_their_addresses(two: Archive) -> None:
    before = {one.number: one.commit for one in versions(two, OTHER)}
    kept = {one.number: one.commit for one in versions(two, RECORD)}
    join(two, RECORD, OTHER, WHY)
    assert counted_as(two, "quay/doc-9", RECORD) == counted_as(two, "doc-9", RECORD) == OTHER
    assert {number: two.resolve(f"v{number}", OTHER) for number in before} == before
    assert {number: two.resolve(f"v{number}", RECORD) for number in kept} == kept
    assert [entry.subject for entry in history(two, OTHER)][-1] == "Import doc-9"


def test_what_both_say_differently_is_a_conflict_that_an_editor_settles(two: Archive) -> None:
    two.correct([FieldEdit(RECORD, "set", Pointer.parse("/number"), "116")], Decision(reason="Misread."))
    before = two.tip
    with pytest.raises(ConflictError) as caught:
        join(two, RECORD, OTHER, WHY)
    (conflict,) = caught.value.conflicts
    assert (conflict["pointer"], conflict["ours"], conflict["theirs"]) == ("/number", "116", "115")
    assert two.tip == before
    for wrong in ({"/number": "both"}, {"/number": "114"}, {"/number": "ours", "/place": "ours"}):
        with pytest.raises(InputError):
            join(two, RECORD, OTHER, WHY, settled=wrong)
    shown = join(two, RECORD, OTHER, WHY, settled={"/number": "theirs"}, dry_run=True)
    assert not shown.written
    assert two.tip == before
    join(two, RECORD, OTHER, WHY, settled={"/number": "theirs"})
    assert two.snapshot().dossier(RECORD).record.number == "115"


def test_of_two_entries_under_one_key_both_can_be_kept_and_pointers_follow_an_edition(two: Archive) -> None:
    for record, edition in ((RECORD, "ours"), (OTHER, "web")):
        about = FieldEdit(
            record, "add", Pointer.parse("/questions/whose"), f"{{about: /editions/{edition}, question: Whose?}}"
        )
        two.correct([about], Decision(reason="Not known."))
    with pytest.raises(ConflictError):
        join(two, RECORD, OTHER, WHY)
    join(two, RECORD, OTHER, WHY, settled={"/questions/whose": "both"})
    questions = two.snapshot().dossier(RECORD).record.questions
    assert {key: str(question.about) for key, question in questions.items()} == {
        "whose": "/editions/ours",
        "whose-doc-9": "/editions/web-doc-9",
    }


def test_a_record_is_not_joined_with_itself(two: Archive) -> None:
    with pytest.raises(InputError, match="itself"):
        join(two, RECORD, RECORD, WHY)


NEW = RecordId("harbour/doc-001-b")


def test_a_divided_record_gives_what_is_named_and_keeps_its_id_and_the_rest(
    archive: Archive, git: Callable[..., str]
) -> None:
    share = Share("Second telegram", ["ours"], copied=[Pointer.parse("/date")])
    divide(archive, RECORD, NEW, share, Decision(reason="Two telegrams in one file."))
    old, new = archive.snapshot().dossier(RECORD), archive.snapshot().dossier(NEW)
    assert set(old.files) == {"record.yaml", "editions/web.txt"}
    assert set(old.record.editions) == {"web"}
    assert old.files["record.yaml"].startswith(RECORD_YAML[:60])
    assert set(new.files) == {"record.yaml", "editions/ours.txt"}
    assert (new.record.title, set(new.record.editions)) == ("Second telegram", {"ours"})
    assert new.record.date == old.record.date
    assert new.record.specimen == old.record.specimen
    assert [set(entry.records) for entry in history(archive, NEW)] == [{NEW, RECORD}]
    assert git("status", "--porcelain") == ""
    assert verify(archive).faults == ()


@pytest.mark.parametrize(
    ("share", "says"),
    [
        (Share("x", ["print"]), "no edition"),
        (Share("x", ["ours", "web"]), "all editions"),
        (Share("x"), "nothing is to move"),
        (Share("x", ["ours"], moved=[Pointer.parse("/place/name")]), "has no /place/name"),
        (Share("x", moved=[Pointer.parse("/title")]), "cannot move"),
    ],
)
def test_a_division_that_does_not_fit_is_refused_and_nothing_is_written(
    archive: Archive, share: Share, says: str
) -> None:
    before = archive.tip
    with pytest.raises(InputError, match=says):
        divide(archive, RECORD, NEW, share, WHY)
    assert archive.tip == before


def test_a_division_never_reuses_an_id(two: Archive) -> None:
    join(two, RECORD, OTHER, WHY)
    with pytest.raises(InputError, match="never reused"):
        divide(two, RECORD, OTHER, Share("x", ["ours"]), WHY)
