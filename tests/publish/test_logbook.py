"""T38: of a withheld text, the words of its corrections alone, and of those no more than the budget."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from provenance.model.address import RecordId
from provenance.publish.logbook import ENTRIES_A_PAGE, NOT_SHOWN, log_uri, mark_of, shown, years
from provenance.publish.site import Site, assemble
from provenance.publish.source import Folder, entry_of
from provenance.store.archive import Archive
from provenance.store.history import versions
from tests.publish.skerry.archive import DOC

if TYPE_CHECKING:
    from pathlib import Path

    from provenance.model.correction import HistoryEntry

RECORD = """\
schema: 1
title: T
editions:
  open: {state: living}
  shut: {state: fixed, text: withheld, words: 100}
"""


def entry(number: int, **change: Any) -> HistoryEntry:
    line = {"record": "c/r", "edition": "shut", "locator": "p1", "before": "one two", "after": "three four", **change}
    return entry_of({
        "correction_id": f"01J{number:023}", "commit": f"{number:040x}", "records": ["c/r"], "changes": [line],
        "date": f"{2020 + number // 100}-01-01T00:00:00+00:00", "editor": {"name": "I"}, "kind": "transcription",
        "subject": "s", "reason": "r",
    })  # fmt: skip


def site(folder: Path, entries: list[HistoryEntry]) -> Site:
    path = folder / "records" / "c" / "r"
    (path / "editions").mkdir(parents=True)
    (path / "record.yaml").write_text(RECORD, encoding="utf-8")
    (path / "editions" / "open.txt").write_text("%text 1\n\n¶1 W.\n", encoding="utf-8")
    return assemble("T", Folder(folder), entries, audited=False)


def words_of(site: Site, entries: list[HistoryEntry]) -> list[Any]:
    return [change.before for item in shown(site, entries) for change in item.changes]


def test_the_words_of_a_correction_are_shown_within_the_budget_and_not_beyond(tmp_path: Path) -> None:
    entries = [entry(3), entry(2), entry(1)]  # newest first; 5% of 100 words: two corrections of two words
    made = site(tmp_path, entries)
    assert words_of(made, entries) == [NOT_SHOWN, "one two", "one two"]
    assert words_of(made, entries[1:2]) == ["one two"], "the same wherever it is asked for"


def test_a_whole_block_of_a_withheld_text_is_never_shown(tmp_path: Path) -> None:
    entries = [entry(1, before=None, after="A whole paragraph")]
    (item,) = shown(site(tmp_path, entries), entries)
    assert (item.changes[0].before, item.changes[0].after) == (None, NOT_SHOWN)


def test_an_open_text_has_no_budget(tmp_path: Path) -> None:
    entries = [entry(number, edition="open") for number in range(9)]
    assert set(words_of(site(tmp_path, entries), entries)) == {"one two"}


def test_an_edition_that_is_gone_shows_no_words(tmp_path: Path) -> None:
    entries = [entry(1, edition="gone")]
    assert words_of(site(tmp_path, entries), entries) == [NOT_SHOWN]


def test_an_import_is_counted_and_not_listed(skerry_site: Site) -> None:
    (item,) = (item for item in shown(skerry_site, skerry_site.entries) if item.kind == "import")
    assert item.changes == ()
    assert item.more >= 9


def test_a_long_log_is_cut_by_years_and_each_correction_keeps_its_page(tmp_path: Path) -> None:
    entries = [entry(number) for number in range(ENTRIES_A_PAGE + 100, 0, -1)]
    made = site(tmp_path, entries)
    assert years(made) == (2024, 2023, 2022, 2021, 2020)
    assert log_uri(made, entries[-1]) == "changelog/2020.md"
    from provenance.publish.pages.changelog import pages

    by_uri = {page.uri: page for page in pages(made)}
    assert f'id="{mark_of(entries[-1])}"' in by_uri["changelog/2020.md"].body()
    assert "changelog/2020/" in by_uri["changelog.md"].body() or "2020/" in by_uri["changelog.md"].body()


def test_versions_are_those_that_the_store_counts(skerry: Path, skerry_site: Site) -> None:
    archive = Archive.open(skerry)
    for id_ in skerry_site.records:
        theirs = [(version.number, version.commit) for version in versions(archive, RecordId(id_))]
        assert [(version.number, version.entry.commit) for version in skerry_site.versions(id_)] == theirs
    assert len(skerry_site.versions(DOC)) == 7
