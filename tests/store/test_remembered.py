"""What is remembered of records read before: deleted, damaged or foreign, the answers are those of the files (T13)."""

from __future__ import annotations

import random
import sqlite3
from typing import TYPE_CHECKING

import pytest

from provenance.model.address import Pointer, RecordId
from provenance.model.correction import Decision, FieldEdit, FileEdit
from provenance.model.kept import from_kept_form, kept_form
from provenance.model.notation import as_json, read_record
from provenance.store import remembered
from provenance.store.archive import Archive
from provenance.store.index import discard
from provenance.store.remembered import NAME
from tests.shared import SAMPLE_RECORD, needs_shared
from tests.store.conftest import RECORD, RECORD_YAML, first_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WHY = Decision(reason="Because.")
OTHERS = [RecordId(f"harbour/doc-{number:03}") for number in range(2, 6)]


@pytest.fixture
def read_once(archive: Archive) -> Archive:
    """An archive of five records, all read and remembered, nothing open."""
    for record in OTHERS:
        archive.correct(first_files(record), Decision(reason="Typed.", kind="import"))
        archive.correct([FieldEdit(record, "set", Pointer.parse("/title"), f"Telegram {record.name}")], WHY)
    assert len(answers(archive)) == 5
    assert rows(archive) == 5
    return archive


def answers(archive: Archive) -> list[object]:
    """What every record says, by an archive opened afresh."""
    with Archive.open(archive.root, environ=archive.repository.environ, clock=archive.clock) as fresh:
        return [(one.id, as_json(one.record), dict(one.files)) for one in fresh.snapshot().records()]


def file_of(archive: Archive) -> Path:
    return archive.repository.state_dir / NAME


def rows(archive: Archive) -> int:
    with sqlite3.connect(file_of(archive)) as database:
        return int(database.execute("SELECT count(*) FROM records").fetchone()[0])


def test_what_is_remembered_is_what_the_files_say(read_once: Archive) -> None:
    plain = read_once.snapshot()
    said = [(id_, as_json(plain.dossier(id_).record), dict(plain.dossier(id_).files)) for id_ in plain.ids()]
    assert answers(read_once) == said


def test_it_is_used(read_once: Archive) -> None:
    with Archive.open(read_once.root, environ=read_once.repository.environ) as fresh:
        reading = fresh.snapshot().for_reading()
        read = [reading.dossier(id_) for id_ in reading.each(reading.walk())]
        assert all("main" in one.__dict__ for one in read)
        assert read[0].record == read_record(RECORD_YAML)


def test_t13_deleted_it_is_made_again(read_once: Archive) -> None:
    before = answers(read_once)
    discard(read_once.repository)
    assert not file_of(read_once).exists()
    assert answers(read_once) == before
    assert rows(read_once) == 5


@pytest.mark.parametrize("size", [0, 1, 100, 4096, 6000])
def test_t13_cut_short_it_changes_no_answer(read_once: Archive, size: int) -> None:
    before = answers(read_once)
    content = file_of(read_once).read_bytes()
    file_of(read_once).write_bytes(content[:size])
    assert answers(read_once) == before
    assert answers(read_once) == before


def test_t13_a_byte_changed_anywhere_changes_no_answer(read_once: Archive) -> None:
    before = answers(read_once)
    content = file_of(read_once).read_bytes()
    chance = random.Random(16)  # noqa: S311
    used = [place for place, byte in enumerate(content) if byte]
    for place in chance.sample(used, 60):
        changed = bytearray(content)
        changed[place] ^= 1 << chance.randrange(8)
        for path in file_of(read_once).parent.glob(f"{NAME}-*"):
            path.unlink()
        file_of(read_once).write_bytes(bytes(changed))
        assert answers(read_once) == before, place


def test_t13_a_row_that_says_another_title_is_not_believed(read_once: Archive) -> None:
    before = answers(read_once)
    with sqlite3.connect(file_of(read_once)) as database:
        database.execute("UPDATE records SET said = replace(CAST(said AS TEXT), 'flour', 'bread')")
        database.execute("UPDATE records SET said = CAST(said AS BLOB)")
    assert answers(read_once) == before


def test_t13_rows_that_changed_places_are_not_believed(read_once: Archive) -> None:
    edit = FieldEdit(OTHERS[0], "set", Pointer.parse("/title"), "Another telegram")
    read_once.correct([edit], WHY)
    before = answers(read_once)
    with sqlite3.connect(file_of(read_once)) as database:
        names = [row[0] for row in database.execute("SELECT name FROM records ORDER BY seq")]
        database.execute("UPDATE records SET name = -seq")
        for name, seq in zip(names, range(len(names), 0, -1), strict=True):
            database.execute("UPDATE records SET name = ? WHERE name = ?", (name, -seq))
    assert answers(read_once) == before


def test_t13_a_file_of_another_schema_is_not_read(read_once: Archive) -> None:
    before = answers(read_once)
    with sqlite3.connect(file_of(read_once)) as database:
        database.execute(f"PRAGMA user_version = {remembered.SCHEMA + 1}")
    assert answers(read_once) == before
    assert answers(read_once) == before
    assert rows(read_once) == 5


def test_what_other_code_read_is_read_again(read_once: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    before = answers(read_once)
    monkeypatch.setattr(remembered, "_code", lambda: b"of another kind")
    assert answers(read_once) == before
    assert rows(read_once) == 10


def test_that_of_another_archive_is_not_believed(read_once: Archive) -> None:
    """Under another key, as on the machine of who was handed the archive."""
    before = answers(read_once)
    stranger = {**read_once.repository.environ, "XDG_STATE_HOME": str(read_once.root.parent / "elsewhere")}
    with Archive.open(read_once.root, environ=stranger) as fresh:
        assert fresh.repository.remembered.many([fresh.snapshot().folder_oid(RECORD) or ""]) == {}
    assert answers(read_once) == before


def test_a_folder_that_cannot_be_written_only_makes_it_slower(read_once: Archive) -> None:
    before = answers(read_once)
    discard(read_once.repository)
    file_of(read_once).mkdir()
    assert answers(read_once) == before


def test_a_corrected_record_is_read_anew(read_once: Archive) -> None:
    read_once.correct([FieldEdit(RECORD, "set", Pointer.parse("/title"), "Telegram on bread")], WHY)
    with Archive.open(read_once.root, environ=read_once.repository.environ) as fresh:
        assert next(fresh.snapshot().records()).record.title == "Telegram on bread"


def test_a_record_that_cannot_be_read_is_not_remembered(read_once: Archive, git: Callable[..., str]) -> None:
    path = read_once.root / RECORD.path
    path.write_bytes(path.read_bytes().replace(b"title:", b"tilte:"))
    git("commit", "-q", "-a", "-m", "By hand")
    for _ in range(2):
        with Archive.open(read_once.root, environ=read_once.repository.environ) as fresh:
            first = next(fresh.snapshot().records())
            with pytest.raises(Exception, match="tilte"):
                _ = first.record


def test_no_words_of_a_text_are_in_it(read_once: Archive) -> None:
    answers(read_once)
    held = b"".join(path.read_bytes() for path in file_of(read_once).parent.glob(f"{NAME}*"))
    assert b"Telegram on flour" in held
    assert b"ask for flour and rope" not in held


def test_a_purge_takes_it_away(read_once: Archive) -> None:
    from provenance.store.purging import purge

    with Archive.open(read_once.root, environ=read_once.repository.environ, clock=read_once.clock) as fresh:
        list(fresh.snapshot().records())
        purge(fresh, OTHERS[0], WHY)
    assert not file_of(read_once).exists()


@needs_shared
def test_the_kept_form_of_the_reference_record_is_that_record() -> None:
    record = read_record(SAMPLE_RECORD.read_bytes())
    again = from_kept_form(kept_form(record))
    assert again == record
    assert again is not None
    assert as_json(again) == as_json(record)


def test_no_correction_rests_on_what_is_remembered(read_once: Archive) -> None:
    """Whoever plans a change reads the files: a forged memory would change no write."""
    snapshot = read_once.snapshot()
    assert snapshot._remembered is None
    edit = FileEdit(RECORD, "record.yaml", RECORD_YAML.replace(b"on flour", b"on rope"))
    read_once.correct([edit], WHY)
    assert "remembered" not in read_once.repository.__dict__
