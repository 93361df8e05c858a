from __future__ import annotations

import random
import sqlite3
from typing import TYPE_CHECKING

import pytest

from provenance.model.address import Locator, Pointer, RecordId
from provenance.model.correction import Decision, FieldEdit, WordsEdit
from provenance.store.archive import Archive
from provenance.store.history import history, versions
from provenance.store.index import NAME, Index
from tests.store.conftest import RECORD, first_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WHY = Decision(reason="Because.")
OTHER = RecordId("harbour/doc-002")


def change(archive: Archive, day: int, record: RecordId = RECORD) -> None:
    archive.correct([FieldEdit(record, "set", Pointer.parse("/date/edtf"), f"1931-03-{day:02}")], WHY)


@pytest.fixture
def storied(archive: Archive, git: Callable[..., str]) -> Archive:
    """An archive with a branch merged by hand, a commit by hand, an amendment and a second record."""
    archive.correct(first_files(OTHER), Decision(reason="Typed.", kind="import"))
    git("checkout", "-q", "-b", "side")
    archive.correct([WordsEdit(RECORD, "ours", Locator.parse("p2"), "Monday", "Tuesday")], WHY)
    change(archive, 5, OTHER)
    git("checkout", "-q", "main")
    change(archive, 4)
    git("merge", "-q", "--no-edit", "side")
    path = archive.root / RECORD.path
    path.write_bytes(path.read_bytes().replace(b"on flour", b"on bread"))
    git("commit", "-q", "-a", "-m", "By hand")
    first = next(entry for entry in history(archive, RECORD) if entry.kind == "date")
    archive.correct([], Decision(reason="The postmark.", amends=first.correction_id))
    change(archive, 6)
    return archive


def answers(archive: Archive) -> object:
    """Everything that is answered from the index, by an archive opened afresh."""
    with Archive.open(archive.root, environ=archive.repository.environ, clock=archive.clock) as fresh:
        return (
            [entry.as_json() for entry in history(fresh)],
            [entry.as_json() for entry in history(fresh, RECORD)],
            [entry.as_json() for entry in history(fresh, OTHER)],
            versions(fresh, RECORD),
            fresh.resolve("2026-01-02"),
            fresh.resolve("v2", OTHER),
        )


def file_of(archive: Archive) -> Path:
    return archive.repository.state_dir / NAME


def forget(archive: Archive) -> None:
    archive.indexes.close()
    for path in file_of(archive).parent.glob(f"{NAME}*"):
        path.unlink()


def test_t13_an_index_that_was_deleted_is_built_again(storied: Archive) -> None:
    before = answers(storied)
    forget(storied)
    assert answers(storied) == before


@pytest.mark.parametrize("size", [0, 1, 100, 5000])
def test_t13_an_index_cut_short_is_built_again(storied: Archive, size: int) -> None:
    before = answers(storied)
    storied.indexes.close()
    content = file_of(storied).read_bytes()
    file_of(storied).write_bytes(content[:size])
    assert answers(storied) == before


def test_t13_a_byte_changed_anywhere_changes_no_answer(storied: Archive) -> None:
    before = answers(storied)
    storied.indexes.close()
    content = file_of(storied).read_bytes()
    chance = random.Random(13)  # noqa: S311
    used = [place for place, byte in enumerate(content) if byte]
    for place in chance.sample(used, 60):
        changed = bytearray(content)
        changed[place] ^= 1 << chance.randrange(8)
        for path in file_of(storied).parent.glob(f"{NAME}-*"):
            path.unlink()
        file_of(storied).write_bytes(bytes(changed))
        assert answers(storied) == before, place


def test_t13_the_index_of_another_archive_is_not_believed(
    storied: Archive, tmp_path: Path, environ: dict[str, str]
) -> None:
    from provenance.store.archive import create

    before = answers(storied)
    other = create(tmp_path / "other", title="Other", environ=environ, clock=storied.clock)
    other.correct(first_files(), WHY)
    list(history(other))
    other.close()
    storied.indexes.close()
    forget(storied)
    file_of(storied).write_bytes(file_of(other).read_bytes())
    assert answers(storied) == before


def test_what_grew_step_by_step_equals_what_is_built_at_once(storied: Archive, git: Callable[..., str]) -> None:
    change(storied, 7)
    list(history(storied))
    grown = dump(sqlite3.connect(file_of(storied)))
    fresh = Index.open(storied.repository, storied.tip, keep=False)
    assert grown == dump(fresh._database)
    assert len(grown["commits"]) == int(git("rev-list", "--count", "HEAD"))


def dump(database: sqlite3.Connection) -> dict[str, list[object]]:
    queries = {
        "commits": "SELECT * FROM commits ORDER BY seq",
        "touched": "SELECT * FROM touched ORDER BY record, number",
        "decisions": "SELECT * FROM decisions ORDER BY id, seq",
        "meta": "SELECT * FROM meta WHERE value <> '0' ORDER BY key",
    }
    return {name: database.execute(query).fetchall() for name, query in queries.items()}


def test_a_history_that_was_rewritten_is_followed(storied: Archive, git: Callable[..., str]) -> None:
    list(history(storied))
    git("reset", "-q", "--hard", "HEAD~2")
    change(storied, 9)
    list(history(storied))
    assert dump(sqlite3.connect(file_of(storied))) == dump(
        Index.open(storied.repository, storied.tip, keep=False)._database
    )


def test_of_another_branch_its_own_past_is_told(storied: Archive, git: Callable[..., str]) -> None:
    main = [entry.commit for entry in history(storied)]
    git("checkout", "-q", "side")
    assert next(iter(history(storied, RECORD))).subject.startswith("doc-001 p2")
    git("checkout", "-q", "main")
    assert [entry.commit for entry in history(storied)] == main
    side = git("rev-parse", "side")
    assert len(list(history(storied, RECORD, until=side))) == 2


def test_an_archive_that_cannot_be_written_is_told_from_memory(storied: Archive) -> None:
    before = answers(storied)
    forget(storied)
    file_of(storied).mkdir()
    assert answers(storied) == before


def test_the_order_is_that_of_parents_with_each_once(storied: Archive, git: Callable[..., str]) -> None:
    index = Index.open(storied.repository, storied.tip, keep=False)
    listed = [row[0] for row in index._database.execute("SELECT oid FROM commits ORDER BY seq")]
    assert sorted(listed) == sorted(git("rev-list", "HEAD").split())
    place = {oid: number for number, oid in enumerate(listed)}
    for line in git("rev-list", "--parents", "HEAD").split("\n"):
        child, *parents = line.split()
        assert all(place[parent] < place[child] for parent in parents)


def test_hostile_messages_and_names_do_not_confuse_the_walk(archive: Archive, git: Callable[..., str]) -> None:
    for number, name in enumerate(['a"b', "tab\tbed", "new\nline", "übung", "0" * 40]):
        (archive.root / "records/harbour" / name).write_text("x")
        git("add", "-A")
        git("commit", "-q", "-m", f"{number}\n\n{'1' * 40} x\n\x01\n\nrecords/harbour/doc-009/record.yaml")
    change(archive, 4)
    assert [entry.version for entry in history(archive, RECORD)] == ["v2", "v1"]
    assert len(list(history(archive))) == 8


def test_t13_an_index_that_came_with_a_strangers_archive_is_not_believed(storied: Archive, tmp_path: Path) -> None:
    """It was made by our own program, its rows are sound, and it says what its maker wanted."""
    before = answers(storied)
    storied.indexes.close()
    mallory = {**storied.repository.environ, "XDG_STATE_HOME": str(tmp_path / "mallory")}
    forget(storied)
    with Archive.open(storied.root, environ=mallory, clock=storied.clock) as other:
        list(history(other))
        index = other.indexes._opened(other.tip, keep=True)
        index._database.execute("DELETE FROM touched WHERE record = ?", (RECORD,))
        index._meta(f"count {RECORD}", "0")
        assert list(index.commits_of(RECORD)) == []
    assert answers(storied) == before


def test_t13_the_key_is_the_users_own_and_what_it_does_not_fit_is_built_again(storied: Archive) -> None:
    from pathlib import Path

    before = answers(storied)
    (key,) = (Path(storied.repository.environ["HOME"]) / ".local/state/provenance").iterdir()
    assert key.stat().st_mode & 0o777 == 0o600
    content = key.read_bytes()
    key.unlink()
    assert answers(storied) == before
    key.chmod(0o644)
    assert answers(storied) == before
    assert content != key.read_bytes()
    assert key.stat().st_mode & 0o777 == 0o600


def test_t13_where_no_key_can_be_kept_the_index_is_in_memory(storied: Archive) -> None:
    before = answers(storied)
    forget(storied)
    bare = {name: value for name, value in storied.repository.environ.items() if name != "HOME"}
    with Archive.open(storied.root, environ=bare, clock=storied.clock) as other:
        assert [entry.as_json() for entry in history(other)] == before[0]  # type: ignore[index]
    assert not file_of(storied).exists()
