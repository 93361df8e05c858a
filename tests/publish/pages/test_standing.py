"""What was undone is shown as undone, by what, on every page that lists decisions."""

from __future__ import annotations

import pytest

from provenance.model.address import Locator, Pointer, RecordId
from provenance.model.correction import Decision, FieldEdit, FileEdit, WordsEdit
from provenance.ports import FrozenClock, counting
from provenance.publish.page import Addresses
from provenance.publish.pages import changelog, errata, index, record
from provenance.publish.site import Site, read
from provenance.store.archive import Archive, create
from provenance.store.history import history, versions
from provenance.store.restore import restore
from provenance.store.reversal import revert

ID = RecordId("ice/doc-1")
YAML = """\
schema: 1
title: Telegram
date: {edtf: 1931-03-03, basis: inferred}
attributions:
  drafter: {role: drafter, agent: lund, doubts: {d: {by: a reader, reason: Unsigned, state: open}}}
editions: {print: {state: fixed}}
"""
TEXT = "%text 1\n\n¶1 The crews has no bread.\n\n¶2 We asked [otdelnym poryadkom] twice.\n\n¶3 Nobody came to us.\n"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = tmp_path_factory.mktemp("standing") / "archive"
    environ = {"HOME": str(folder.parent), "PATH": "/usr/bin:/bin:/usr/local/bin"}
    clock = FrozenClock("2026-03-01T09:00:00+00:00")
    create(folder, title="Ice", editor_name="Ines", editor_email="i@example.org", clock=clock, environ=environ,
           new_id=counting())  # fmt: skip
    made = Archive.open(folder, clock=clock, new_id=counting(100), author="ines", environ=environ)
    files = [
        FileEdit(ID, "record.yaml", YAML.encode()),
        FileEdit(ID, "editions/print.txt", TEXT.encode()),
        FileEdit(RecordId("agents"), "agents.yaml", b"lund: {name: A. P. Lund, kind: person}\n"),
    ]
    made.correct(files, Decision("Typed.", kind="import"))

    def words(place: str, old: str, new: str, kind: str, reason: str) -> str:
        edit = WordsEdit(ID, "print", Locator.parse(place), old, new)
        return made.correct([edit], Decision(reason, kind=kind)).correction_id  # type: ignore[arg-type]

    words("p3", "to us", "for us", "transcription", "As it seemed.")
    restore(made, ID, edition="print", locator=Locator.parse("p3"), to="v1", decision=Decision("It was right."))
    words("p2", "asked", "begged", "transcription", "The print has begged")
    wrong = words("p1", "has", "had", "erratum", "A guess.")
    revert(made, wrong, Decision("No ground."))
    words("p1", "has", "have", "erratum", "Plural subject.")
    made.correct([FieldEdit(ID, "set", Pointer.parse("/date/edtf"), "1931-03-04")], Decision("Stamp.", kind="date"))
    restore(made, ID, pointer=Pointer.parse("/date/edtf"), to="v1", decision=Decision("Stamp of another."))
    commented = made.snapshot().files(ID)["record.yaml"] + b"# compare the carbon\n"
    made.correct([FileEdit(ID, "record.yaml", commented)], Decision("A remark for the next editor."))
    return made


@pytest.fixture(scope="module")
def site(archive: Archive) -> Site:
    return read(archive.root, None, addresses=Addresses())


def entry_with(html: str, reason: str) -> str:
    start = html.rindex("<article", 0, html.index(f'class="reason">{reason}'))
    return html[start : html.index("</article>", start)]


def test_a_change_that_is_only_a_comment_counts_as_a_version_here_as_in_the_store(archive: Archive, site: Site) -> None:
    theirs = [(version.number, version.commit) for version in versions(archive, ID)]
    assert [(version.number, version.entry.commit) for version in site.versions(ID)] == theirs
    assert [entry.version for entry in history(archive, ID)] == [v.name for v in reversed(site.versions(ID))]
    html = record.body(site, ID)
    assert "A remark for the next editor." in html
    assert "comments or layout" in html


def test_the_log_says_of_an_undone_decision_what_set_it_back(site: Site) -> None:
    html = changelog.body(site, None)
    for reason, by in (("As it seemed.", "It was right."), ("A guess.", "No ground."), ("Stamp.", "Stamp of another.")):
        undone = entry_with(html, reason)
        assert "set back" in undone
        assert "✓ stands" not in undone
        setter = next(entry for entry in site.entries if entry.reason == by)
        assert f"#c-{setter.correction_id}" in undone
        assert 'data-status="reverted"' in undone
        assert "✓ stands" in entry_with(html, by)
    assert "✓ stands" in entry_with(html, "The print has begged")
    assert "✓ stands" in entry_with(html, "Plural subject.")


def test_the_errata_list_what_stands_with_its_edition_and_reason(site: Site) -> None:
    html = errata.body(site)
    book, rest = html.split("Corrections of our own transcripts")
    own, back = rest.split("Decided and set back since")
    assert ("A guess" in book, "Plural subject." in book, ">print<" in book) == (False, True, True)
    assert (
        "As it seemed" in own,
        "The print has begged." in own,
        'doc-1, ¶2</a><span class="in">print</span>' in own,
    ) == (False, True, True)
    assert "to us" in back
    assert "set back by" in back


def test_the_index_and_the_record_count_what_was_set_back(site: Site) -> None:
    assert "corrections, 3 set back" in index.body(site)
    assert "set back by" in record.body(site, ID)


def test_the_findings_of_one_code_stand_on_one_line_and_none_is_about_what_was_set_back(site: Site) -> None:
    view = record.view_of(site, ID)
    assert view.findings is not None
    codes = [group.findings[0].code for group in view.findings]
    assert len(codes) == len(set(codes))
    log = next(group for group in view.findings if group.findings[0].code == "LOG002")
    said = " ".join(finding.message for finding in log.findings)
    assert "had" not in said
    assert "4 March" not in said


def test_what_is_inferred_says_so_in_the_lede_and_a_doubt_stands_in_the_catalogue(site: Site) -> None:
    view = record.view_of(site, ID)
    assert view.lede.startswith("3 March 1931 (inferred).")
    (who,) = (row for row in view.rows if row.label == "Who")
    assert who.entries[0].why == "not yet judged by us, open to a doubt"


def test_an_import_says_which_agents_it_brought(site: Site) -> None:
    html = changelog.body(site, None)
    assert "agents: changed" not in html
    imported = next(entry for entry in site.entries if entry.kind == "import")
    assert next(line for line in imported.changes if line.record == "agents").after == {"lund": "A. P. Lund"}
