from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from provenance.errors import InputError
from provenance.model.address import Locator, Pointer, RecordId
from provenance.model.correction import Decision, FieldEdit, WordsEdit
from provenance.store import message
from provenance.store.blame import blame
from provenance.store.history import history, version_at, versions
from provenance.store.releases import releases
from tests.store.conftest import RECORD, first_files

if TYPE_CHECKING:
    from collections.abc import Callable

    from provenance.ports import FrozenClock
    from provenance.store.archive import Archive

DATE = Pointer.parse("/date/edtf")
WHY = Decision(reason="The dateline says so.", evidence=("p3",), reported_by="A reader")


def set_date(value: str) -> FieldEdit:
    return FieldEdit(RECORD, "set", DATE, value)


def words(old: str, new: str, place: str = "p1") -> WordsEdit:
    return WordsEdit(RECORD, "ours", Locator.parse(place), old, new)


def test_history_is_newest_first_with_old_and_new_from_the_difference(archive: Archive, clock: FrozenClock) -> None:
    archive.correct([set_date("1931-03-04")], WHY)
    clock.sleep(3600)
    archive.correct([words("flour", "bread")], Decision(reason="Misread."))
    entries = list(history(archive, RECORD))
    assert [entry.version for entry in entries] == ["v3", "v2", "v1"]
    assert entries[0].date - entries[1].date == entries[0].landed - entries[1].landed
    second = entries[1]
    assert (second.reason, second.evidence, second.reported_by, second.kind) == (
        "The dateline says so.",
        ("p3",),
        "A reader",
        "date",
    )
    assert second.editor.key == "anna-lund"
    assert [line.as_json() for line in second.changes] == [
        {
            "record": RECORD,
            "edition": None,
            "pointer": "/date/edtf",
            "locator": None,
            "before": "1931-03-03",
            "after": "1931-03-04",
        }
    ]
    assert entries[0].changes[0].locator == "p1"


def test_history_of_a_record_follows_only_commits_that_touch_its_folder(archive: Archive) -> None:
    other = RecordId("harbour/doc-002")
    archive.correct(first_files(other), Decision(reason="Typed.", kind="import"))
    archive.correct([set_date("1931-03-04")], WHY)
    assert [entry.subject for entry in history(archive, other)] == ["Import doc-002"]
    assert len(list(history(archive))) == 4
    assert [entry.version for entry in history(archive)] == [None] * 4


def test_history_of_a_field_is_what_touched_it_or_what_is_below(archive: Archive) -> None:
    archive.correct([set_date("1931-03-04")], WHY)
    archive.correct([FieldEdit(RECORD, "set", Pointer.parse("/title"), "Telegram")], WHY)
    for pointer in ("/date", "/date/edtf"):
        entries = list(history(archive, RECORD, Pointer.parse(pointer)))
        assert [entry.version for entry in entries] == ["v2", "v1"]


def test_a_commit_made_by_hand_shows_as_undocumented(archive: Archive, git: Callable[..., str]) -> None:
    path = archive.root / RECORD.path
    path.write_bytes(path.read_bytes().replace(b"1931-03-03", b"1931-03-09"))
    git("commit", "-q", "-a", "-m", "Fix date\n\nThe body.")
    entry = next(iter(history(archive, RECORD)))
    assert not entry.documented
    assert (entry.subject, entry.reason, entry.version, entry.kind) == ("Fix date", "The body.", "v2", None)
    assert entry.changes[0].after == "1931-03-09"


def test_a_commit_that_leaves_a_record_unreadable_is_history_all_the_same(
    archive: Archive, git: Callable[..., str]
) -> None:
    path = archive.root / RECORD.path
    good = path.read_bytes()
    path.write_bytes(b"title: [\n")
    git("commit", "-q", "-a", "-m", "Oops")
    path.write_bytes(good)
    git("commit", "-q", "-a", "-m", "Better")
    assert [entry.subject for entry in history(archive, RECORD)] == ["Better", "Oops", "Import doc-001"]
    assert {line.entry.subject for line in blame(archive, RECORD)} == {"Import doc-001"}


def test_a_reason_is_amended_by_a_commit_of_its_own_and_both_are_shown(archive: Archive) -> None:
    first = archive.correct([set_date("1931-03-04")], WHY)
    amendment = archive.correct([], Decision(reason="It is the postmark.", amends=first.correction_id))
    entries = list(history(archive, RECORD))
    assert [entry.subject for entry in entries][1] == first.subject
    assert (entries[0].amends, entries[0].version, entries[0].changes) == (first.correction_id, None, ())
    assert entries[1].reason == "The dateline says so."
    assert entries[1].amendments == ("It is the postmark.",)
    assert entries[1].amended_by == amendment.correction_id
    assert version_at(archive, RECORD, archive.tip) == "v2"


def test_a_squashed_commit_keeps_its_decisions(archive: Archive, git: Callable[..., str]) -> None:
    archive.correct([set_date("1931-03-04")], WHY)
    archive.correct([words("flour", "bread")], Decision(reason="Misread."))
    messages = "\n\n".join(git("log", "-1", "--format=%B", name) for name in ("HEAD~1", "HEAD"))
    git("reset", "-q", "--soft", "HEAD~2")
    git("commit", "-q", "-m", messages)
    entries = list(history(archive, RECORD))
    assert [(entry.reason, [line.after for line in entry.changes]) for entry in entries[:2]] == [
        ("The dateline says so.", ["1931-03-04"]),
        ("Misread.", ["for bread and"]),
    ]


def test_a_branch_merged_by_hand_is_walked_and_what_was_on_the_line_keeps_its_version(
    archive: Archive, git: Callable[..., str]
) -> None:
    git("checkout", "-q", "-b", "side")
    side = archive.correct([words("Monday", "Tuesday", "p2")], WHY)
    git("checkout", "-q", "main")
    ours = archive.correct([set_date("1931-03-04")], WHY)
    before = version_at(archive, RECORD, archive.tip)
    git("merge", "-q", "--no-edit", "side")
    ids = [entry.correction_id for entry in history(archive, RECORD) if entry.documented]
    assert set(ids) >= {side.correction_id, ours.correction_id}
    assert len(ids) == len(set(ids))
    numbers = {version.commit: version.name for version in versions(archive, RECORD)}
    assert numbers[ours.commit or ""] == before == "v2"
    assert numbers[side.commit or ""] == "v3"


def test_a_change_outside_the_archive_is_no_history(archive: Archive, git: Callable[..., str]) -> None:
    (archive.root / "docs/index.md").write_text("# Other\n")
    git("commit", "-q", "-a", "-m", "A page")
    assert [entry.subject for entry in history(archive)] == ["Import doc-001", "Begin the archive Harbours"]


def test_versions_not_yet_on_the_upstream_branch_are_provisional(
    archive: Archive, git: Callable[..., str], tmp_path: object
) -> None:
    git("clone", "-q", "--bare", ".", f"{tmp_path}/server.git")
    git("remote", "add", "origin", f"{tmp_path}/server.git")
    git("fetch", "-q", "origin")
    git("branch", "-q", "--set-upstream-to=origin/main")
    from provenance.store.archive import Archive

    again = Archive.open(archive.root, environ=archive.repository.environ, clock=archive.clock)
    receipt = again.correct([set_date("1931-03-04")], WHY)
    assert receipt.version == "v2*"
    assert [version.name for version in versions(again, RECORD)] == ["v1", "v2*"]
    assert again.resolve("v2*", RECORD) == receipt.commit


def test_since_and_until_and_limit_cut_history(archive: Archive) -> None:
    one = archive.correct([set_date("1931-03-04")], WHY)
    two = archive.correct([set_date("1931-03-05")], WHY)
    archive.correct([set_date("1931-03-06")], WHY)
    cut = history(archive, RECORD, since=one.commit, until=two.commit)
    assert [(entry.correction_id, entry.version) for entry in cut] == [(two.correction_id, "v3")]
    assert len(list(history(archive, limit=2))) == 2


def test_each_correction_names_the_first_release_that_holds_it(archive: Archive, git: Callable[..., str]) -> None:
    archive.correct([set_date("1931-03-04")], WHY)
    git("tag", "-a", "-m", "The first", "2026.1")
    archive.correct([set_date("1931-03-05")], WHY)
    git("tag", "-a", "-m", "The second", "2026.2")
    archive.correct([set_date("1931-03-06")], WHY)
    assert [entry.release for entry in history(archive, RECORD)] == [None, "2026.2", "2026.1", "2026.1"]
    assert [(release.name, release.notes) for release in releases(archive)] == [
        ("2026.1", "The first"),
        ("2026.2", "The second"),
    ]


def test_history_of_a_record_that_never_was_is_refused(archive: Archive) -> None:
    with pytest.raises(InputError, match="there is no harbour/doc-009"):
        list(history(archive, RecordId("harbour/doc-009")))


def test_blame_lays_each_field_and_block_to_the_correction_that_last_changed_it(archive: Archive) -> None:
    archive.correct([set_date("1931-03-04")], WHY)
    archive.correct([words("flour", "bread")], Decision(reason="Misread."))
    lines = {(line.pointer, line.edition, line.block): line for line in blame(archive, RECORD)}
    assert lines["/date/edtf", None, None].entry.version == "v2"
    assert lines["/date/edtf", None, None].value == "1931-03-04"
    assert lines["/title", None, None].entry.version == "v1"
    assert lines[None, "ours", "p1"].entry.reason == "Misread."
    assert lines[None, "web", "p1"].entry.version == "v1"
    assert {line.edition for line in blame(archive, RECORD, "ours")} == {"ours"}
    with pytest.raises(InputError, match="no edition"):
        blame(archive, RECORD, "theirs")


def test_blame_after_a_field_went_and_came_back_names_the_return(archive: Archive) -> None:
    pointer = Pointer.parse("/number")
    archive.correct([FieldEdit(RECORD, "set", pointer, "114")], WHY)
    archive.correct([FieldEdit(RECORD, "remove", pointer)], WHY)
    archive.correct([FieldEdit(RECORD, "set", pointer, "114")], WHY)
    assert {line.pointer: line.entry.version for line in blame(archive, RECORD)}["/number"] == "v4"


def test_what_a_message_claims_is_not_believed(archive: Archive, git: Callable[..., str]) -> None:
    path = archive.root / RECORD.path
    path.write_bytes(path.read_bytes().replace(b"1931-03-03", b"1931-03-09"))
    claim = message.compose(
        Decision(reason="It says title."), "date", "A lie", (), "01JGFJJZ000000000000000099"
    ).replace("Kind: date", "Kind: date\nChange: harbour/doc-001 /title")
    git("commit", "-q", "-a", "-m", claim)
    entry = next(iter(history(archive, RECORD)))
    assert entry.documented
    assert [line.pointer for line in entry.changes] == ["/date/edtf"]
