from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from provenance.errors import InputError
from provenance.model.address import RecordId
from provenance.publish.desk import Desk
from provenance.publish.page import Addresses
from provenance.publish.site import read
from provenance.publish.source import Folder, entry_of
from provenance.store.archive import Archive
from tests.publish.skerry.archive import DOC

if TYPE_CHECKING:
    from pathlib import Path

    from provenance.publish.site import Site


def test_the_files_alone_give_the_records_that_the_commit_gives(skerry: Path) -> None:
    folder, snapshot = Folder(skerry), Archive.open(skerry).snapshot()
    assert folder.ids() == snapshot.ids()
    assert folder.agents() == snapshot.agents()
    assert folder.collection("winter-ports") == snapshot.collection("winter-ports")
    assert folder.dossier(DOC).digest() == snapshot.dossier(DOC).digest()


def test_a_record_that_is_not_there_is_an_input_error(skerry: Path) -> None:
    with pytest.raises(InputError, match="no winter-ports/doc-099"):
        Folder(skerry).dossier(RecordId("winter-ports/doc-099"))


@pytest.mark.parametrize("line", ["{", "[]", "{}", '{"editor": {"name": "x"}, "date": "yesterday"}'])
def test_a_line_of_the_released_log_that_is_no_correction_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "CHANGES.jsonl").write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        Folder(tmp_path).entries()
    assert caught.value.line == 2
    assert caught.value.file == str(tmp_path / "CHANGES.jsonl")


def test_an_entry_is_what_its_json_says(skerry_site: Site) -> None:
    for entry in skerry_site.entries:
        again = entry_of(entry.as_json())
        assert again.as_json() == entry.as_json()


def test_links_of_a_file_are_not_followed_out_of_the_archive(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("%text 1\n\n¶1 Secret.\n", encoding="utf-8")
    folder = tmp_path / "a" / "records" / "c" / "r" / "editions"
    folder.mkdir(parents=True)
    (folder.parent / "record.yaml").write_text(
        "schema: 1\ntitle: T\neditions: {e: {state: living}}\n", encoding="utf-8"
    )
    (folder / "e.txt").symlink_to(secret)
    assert Folder(tmp_path / "a").dossier(RecordId("c/r")).text("e") is None


def test_a_title_that_cannot_be_read_is_none_and_stops_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, None, addresses=Addresses()).title == "Archive"
    (tmp_path / "provenance.toml").write_bytes(b"\xff")
    assert read(tmp_path, None, addresses=Addresses()).title == "Archive"


def test_a_place_leads_to_its_record_and_to_nowhere_where_that_is_not_kept(skerry_site: Site) -> None:
    desk = Desk(skerry_site, skerry_site.addresses.changelog)
    assert desk.where("winter-ports/doc-017 p1") == (
        '<a href="../records/winter-ports/doc-017/#p1">winter-ports/doc-017, ¶1</a>'
    )
    assert desk.where("winter-ports/doc-099 p1") == "winter-ports/doc-099, ¶1"
    assert desk.where("p1") == "¶1"
    assert desk.where(None) == ""


def test_a_correction_is_a_link_where_the_log_holds_it(skerry_site: Site) -> None:
    desk = Desk(skerry_site, skerry_site.addresses.changelog)
    known = skerry_site.entries[0].correction_id
    assert known is not None
    assert desk.correction(known) == f'<a href="#c-{known}">{known[-8:]}</a>'
    assert desk.correction("01J000000000000000NOTHERE0") == "NOTHERE0"
