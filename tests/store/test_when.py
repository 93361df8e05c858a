from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from provenance.errors import InputError
from provenance.model.address import Pointer
from provenance.model.correction import Decision, FieldEdit
from provenance.store.when import landed_by, moment
from tests.store.conftest import RECORD

if TYPE_CHECKING:
    from collections.abc import Callable

    from provenance.model.correction import Receipt
    from provenance.ports import FrozenClock
    from provenance.store.archive import Archive


def change(archive: Archive, day: int) -> Receipt:
    edit = FieldEdit(RECORD, "set", Pointer.parse("/date/edtf"), f"1931-03-{day:02}")
    return archive.correct([edit], Decision(reason="Because."))


def test_a_state_is_named_by_release_version_date_correction_or_hash(
    archive: Archive, clock: FrozenClock, git: Callable[..., str]
) -> None:
    first = archive.tip
    clock.sleep(24 * 3600)
    receipt = change(archive, 4)
    git("tag", "-a", "-m", "Release", "2026.1", first)
    git("tag", "v2", first)
    assert archive.resolve("2026.1") == first
    assert archive.resolve("v1", RECORD) == first
    assert archive.resolve("v2", RECORD) == first  # a release of that name goes before a version
    assert archive.resolve("2026-01-02") == first
    assert archive.resolve("2026-01") == receipt.commit
    assert archive.resolve("2026-01-03T10:02:00Z") == receipt.commit
    assert archive.resolve("2026-01-03T10:01:59Z") == first
    assert archive.resolve("2026-01-03T11:02:00+01:00") == receipt.commit
    assert archive.resolve(receipt.correction_id) == receipt.commit
    assert archive.resolve(receipt.correction_id[-8:].lower()) == receipt.commit
    assert archive.resolve((receipt.commit or "")[:7]) == receipt.commit
    assert archive.resolve(None) == receipt.commit
    assert str(archive.snapshot("2026-01-02").dossier(RECORD).record.date.edtf) == "1931-03-03"


@pytest.mark.parametrize(
    "when", ["", "v9", "yesterday", "2026-02-31", "1999-01-01", "deadbeef", "01JGFJJZ000000000000000099"]
)
def test_what_names_no_state_is_refused(archive: Archive, when: str) -> None:
    with pytest.raises(InputError) as caught:
        archive.resolve(when, RECORD)
    assert caught.value.code == "no-such-state"


def test_a_version_needs_its_record(archive: Archive) -> None:
    with pytest.raises(InputError, match="of which"):
        archive.resolve("v1")


def test_t25_a_branch_with_the_name_of_a_hash_is_not_meant(archive: Archive, git: Callable[..., str]) -> None:
    git("branch", "deadbeef")
    with pytest.raises(InputError):
        archive.resolve("deadbeef")


@pytest.mark.parametrize(
    "when", ["-x", "--all", "HEAD", "main", "@{1}", "HEAD~1", ":/Import", "refs/heads/main", "a\nb"]
)
def test_t25_what_only_git_would_understand_is_refused(archive: Archive, when: str) -> None:
    with pytest.raises(InputError):
        archive.resolve(when)


def test_a_tag_prefix_is_part_of_the_release_and_not_of_its_name(archive: Archive, git: Callable[..., str]) -> None:
    path = archive.root / "provenance.toml"
    path.write_text(path.read_text().replace("schema = 1", 'schema = 1\ntag_prefix = "records/"'))
    git("commit", "-q", "-a", "-m", "Prefix")
    git("tag", "-a", "-m", "Release", "records/2026.1", "HEAD~1")
    git("tag", "1.0", "HEAD~1")
    assert archive.resolve("2026.1") == git("rev-parse", "HEAD~1")
    with pytest.raises(InputError):
        archive.resolve("1.0")


def test_a_day_means_its_end_and_a_month_its_last_day() -> None:
    assert moment("2026-01-31") == datetime(2026, 1, 31, 23, 59, 59, tzinfo=UTC)
    assert moment("2026-02") == datetime(2026, 2, 28, 23, 59, 59, tzinfo=UTC)
    assert moment("2026-12") == datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC)


def test_t15_a_clock_that_was_wrong_moves_nothing_out_of_order(archive: Archive, git: Callable[..., str]) -> None:
    """A commit that says it was made before its parent landed with its parent, not before."""
    tree = git("rev-parse", "HEAD^{tree}")
    stamps = ["2026-01-05T00:00:00Z", "2026-01-03T00:00:00Z", "2026-01-07T00:00:00Z"]
    commits = []
    parent = git("rev-parse", "HEAD")
    for number, stamp in enumerate(stamps):
        environ = {**archive.repository.environ, "GIT_COMMITTER_DATE": stamp, "GIT_AUTHOR_DATE": stamp}
        done = subprocess.run(
            ["git", "commit-tree", tree, "-p", parent, "-m", str(number)],
            cwd=archive.root,
            env=environ,
            capture_output=True,
            text=True,
            check=True,
        )
        parent = done.stdout.strip()
        commits.append(parent)
    git("update-ref", "refs/heads/main", parent)
    assert landed_by(archive, moment("2026-01-04")) not in commits
    assert landed_by(archive, moment("2026-01-05")) == commits[1]
    assert landed_by(archive, moment("2026-01-07")) == commits[2]


def test_a_correction_never_lands_before_its_parent(
    archive: Archive, clock: FrozenClock, git: Callable[..., str]
) -> None:
    change(archive, 4)
    before = git("log", "-1", "--format=%ct")
    clock.sleep(-7200)
    change(archive, 5)
    assert git("log", "-1", "--format=%ct") == before
    assert int(git("log", "-1", "--format=%at")) < int(before)


def test_at_follows_the_first_parents_alone(archive: Archive, clock: FrozenClock, git: Callable[..., str]) -> None:
    git("checkout", "-q", "-b", "side")
    clock.sleep(3600)
    side = change(archive, 8)
    git("checkout", "-q", "main")
    clock.sleep(3600)
    edit = FieldEdit(RECORD, "set", Pointer.parse("/title"), "Telegram on bread")
    main = archive.correct([edit], Decision(reason="Because."))
    git("merge", "-q", "--no-edit", "side")
    at_side = archive.resolve("2026-01-02T11:30:00Z")
    assert at_side not in {side.commit, main.commit}


@pytest.mark.parametrize("when", ["9999-12-31", "9999-12", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00+12:00"])
def test_the_ends_of_the_calendar_are_dates_or_refused(when: str) -> None:
    try:
        assert moment(when).tzinfo is not None
    except InputError as error:
        assert error.code == "no-such-state"  # noqa: PT017 - either is right, by the time zone


def test_a_month_means_its_last_second_leap_years_too() -> None:
    assert moment("2024-02").isoformat() == "2024-02-29T23:59:59+00:00"
    assert moment("9999-12").isoformat() == "9999-12-31T23:59:59+00:00"
