from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from provenance.store.status import status
from tests.store.conftest import RECORD, RECORD_YAML, WEB

if TYPE_CHECKING:
    from collections.abc import Callable

    from provenance.store.archive import Archive


def test_a_clean_archive_says_so(archive: Archive) -> None:
    found = status(archive)
    assert (found.records, found.hand_edits, found.unpublished, found.undocumented, found.pending) == (
        1,
        (),
        0,
        0,
        None,
    )
    assert "No file was changed by hand." in list(found.lines())
    assert found.as_json()["schema"] == 1


def test_hand_edits_show_as_fields_and_words(archive: Archive) -> None:
    folder = archive.root / RECORD.folder
    (folder / "record.yaml").write_bytes(RECORD_YAML.replace(b"1931-03-03", b"1931-03-09"))
    (folder / "editions/ours.txt").write_text(WEB.replace("flour", "bread"))
    found = status(archive)
    assert {edit.path for edit in found.hand_edits} == {
        f"{RECORD.folder}/record.yaml",
        f"{RECORD.folder}/editions/ours.txt",
    }
    lines = [line for edit in found.hand_edits for line in edit.changes]
    assert {(line.pointer, line.locator) for line in lines} == {("/date/edtf", None), (None, "p1")}
    assert any("1931-03-09" in line for line in found.lines())


def test_a_hand_edit_that_cannot_be_read_says_why(archive: Archive) -> None:
    (archive.root / RECORD.path).write_text("title: [\n")
    found = status(archive).hand_edits
    assert found[0].problem is not None
    assert any("cannot be read" in line for line in status(archive).lines())


def test_commits_made_by_hand_are_counted(archive: Archive, git: Callable[..., str]) -> None:
    path = archive.root / RECORD.path
    path.write_bytes(RECORD_YAML.replace(b"1931-03-03", b"1931-03-09"))
    git("commit", "-q", "-a", "-m", "By hand")
    assert status(archive).undocumented == 1
    assert any("without a reason" in line for line in status(archive).lines())


def test_a_record_taken_away_by_hand_is_told_in_words(archive: Archive) -> None:
    shutil.rmtree(archive.root / RECORD.folder)
    shown = list(status(archive).lines())
    assert any("the record: “Telegram on flour” → nothing" in line for line in shown)
    assert not any(line.strip().startswith(":") for line in shown)
