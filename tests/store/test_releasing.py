from __future__ import annotations

import hashlib
import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from provenance.errors import InputError
from provenance.model.address import Pointer
from provenance.model.correction import Decision, FieldEdit
from provenance.store.canonical import digest
from provenance.store.history import history
from provenance.store.proving import prove
from provenance.store.releasing import release, verify_release
from provenance.store.verify import verify
from tests.store.conftest import RECORD

if TYPE_CHECKING:
    from collections.abc import Callable

    from provenance.store.archive import Archive

WHY = Decision(reason="The dateline says so.", evidence=("p3",))

FORM_1 = "45c40cc56daf4ef5a500d4971bc1a532bc282f4456f90442651ce6ce229f21cd"


def change(archive: Archive, day: int) -> str:
    edit = FieldEdit(RECORD, "set", Pointer.parse("/date/edtf"), f"1931-03-{day:02}")
    return archive.correct([edit], WHY).correction_id


def test_a_release_is_a_tag_on_a_manifest_of_every_file(archive: Archive, git: Callable[..., str]) -> None:
    correction_id = change(archive, 4)
    made = release(archive, "2026.1", notes="The first.")
    assert git("cat-file", "-t", "refs/tags/2026.1") == "tag"
    assert git("status", "--porcelain") == ""
    lines = (archive.root / "manifest-sha256.txt").read_text().splitlines()
    for line in lines:
        digest, _, path = line.partition("  ")
        assert hashlib.sha256((archive.root / path).read_bytes()).hexdigest() == digest
    subprocess.run(["sha256sum", "--check", "--strict", "manifest-sha256.txt"], cwd=archive.root, check=True)
    assert {line.partition("  ")[2] for line in lines} >= {
        "provenance.toml",
        "redirects.yaml",
        RECORD.path,
        "CHANGES.jsonl",
        "canonical-sha256.txt",
    }
    changes = [json.loads(line) for line in (archive.root / "CHANGES.jsonl").read_text().splitlines()]
    assert [one["subject"] for one in changes][:2] == ["Begin the archive Harbours", "Import doc-001"]
    assert changes[-1]["correction_id"] == correction_id
    assert (changes[-1]["reason"], changes[-1]["evidence"]) == ("The dateline says so.", ["p3"])
    assert verify_release(archive, "2026.1") == ()
    change(archive, 5)
    assert verify_release(archive, "2026.1") == ()
    assert archive.resolve("2026.1") == made.commit
    assert [entry.release for entry in history(archive)] == [None, "2026.1", "2026.1", "2026.1", "2026.1"]
    release(archive, "2026.2")
    assert verify_release(archive, "2026.2") == ()


@pytest.mark.parametrize("name", ["-x", "a b", "", "x.lock", "a..b", "../x", "v1", "v12"])
def test_a_name_that_cannot_be_a_tag_is_refused(archive: Archive, name: str) -> None:
    before = archive.tip
    with pytest.raises(InputError):
        release(archive, name)
    assert archive.tip == before


def test_a_name_is_given_once(archive: Archive) -> None:
    release(archive, "2026.1")
    before = archive.tip
    with pytest.raises(InputError, match="already"):
        release(archive, "2026.1")
    assert archive.tip == before


def test_t43_a_release_whose_tag_was_moved_is_known(archive: Archive, git: Callable[..., str]) -> None:
    release(archive, "2026.1")
    change(archive, 5)
    release(archive, "2026.2")
    git("tag", "-f", "-a", "-m", "Moved", "2026.1", "2026.2^{commit}")
    assert "release-moved" in {fault.code for fault in verify_release(archive, "2026.1")}


def test_t43_a_bare_tag_set_in_the_place_of_a_release_is_damage_for_verify(
    archive: Archive, git: Callable[..., str]
) -> None:
    release(archive, "2026.1")
    change(archive, 4)
    git("tag", "--force", "2026.1", "HEAD")
    found = verify(archive)
    assert found.damaged
    assert "release-moved" in {fault.code for fault in found.faults}


def test_t43_a_release_with_a_file_altered_is_known(archive: Archive, git: Callable[..., str]) -> None:
    release(archive, "2026.1")
    path = archive.root / RECORD.path
    path.write_bytes(path.read_bytes().replace(b"on flour", b"on bread"))
    git("commit", "-q", "-a", "--amend", "--no-edit")
    git("tag", "-f", "-a", "-m", git("for-each-ref", "--format=%(contents)", "refs/tags/2026.1"), "2026.1")
    messages = [fault.message for fault in verify_release(archive, "2026.1")]
    assert any(RECORD.path in message for message in messages)


def remake(archive: Archive, git: Callable[..., str], name: str, old: str, new: str) -> None:
    """A file of the release 2026.1 altered, and manifest and tag made again to fit it."""
    path = archive.root / name
    altered = path.read_text().replace(old, new)
    assert altered != path.read_text()
    path.write_text(altered)
    listed = archive.root / "manifest-sha256.txt"
    digest = hashlib.sha256(altered.encode()).hexdigest()
    lines = [f"{digest}  {name}" if line.endswith(name) else line for line in listed.read_text().splitlines()]
    listed.write_text("\n".join(lines) + "\n")
    git("commit", "-q", "-a", "--amend", "--no-edit")
    fixed = hashlib.sha256(listed.read_bytes()).hexdigest()
    git("tag", "-f", "-a", "-m", f"Made again\n\nManifest-SHA256: {fixed}", "2026.1")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The dateline says so.", "Because I say so."),
        ('"evidence":["p3"]', '"evidence":["p4"]'),
        ('"name":"Anna Lund"', '"name":"Somebody"'),
        ('"records":["harbour/doc-001"]', '"records":["harbour/doc-002"]'),
        ('"kind":"date"', '"kind":"source"'),
    ],
)
def test_what_the_commits_state_cannot_be_altered_in_the_file(
    archive: Archive, git: Callable[..., str], old: str, new: str
) -> None:
    change(archive, 4)
    release(archive, "2026.1")
    remake(archive, git, "CHANGES.jsonl", old, new)
    found = verify_release(archive, "2026.1")
    assert {(fault.severity, fault.code) for fault in found} == {("damage", "changes")}


def test_a_release_whose_changes_were_told_otherwise_by_an_earlier_program_is_what_was_released(
    archive: Archive, git: Callable[..., str]
) -> None:
    change(archive, 4)
    release(archive, "2026.1")
    remake(archive, git, "CHANGES.jsonl", '"pointer":"/date/edtf"', '"pointer":"/date"')
    assert [(fault.severity, fault.code) for fault in verify_release(archive, "2026.1")] == [("note", "changes-told")]
    proof = prove(archive, "2026.1")
    assert not proof.damaged
    assert list(proof.lines())[-1] == "It is what was released."
    assert not verify(archive).damaged


def test_digests_in_a_form_of_a_later_program_are_a_note_and_the_files_are_still_held(
    archive: Archive, git: Callable[..., str]
) -> None:
    release(archive, "2026.1")
    first = (archive.root / "canonical-sha256.txt").read_text().partition("\n")[0]
    remake(archive, git, "canonical-sha256.txt", first, f"# canonical form 2\n{first}")
    assert [(fault.severity, fault.code) for fault in verify_release(archive, "2026.1")] == [("note", "canonical-form")]


def test_the_digests_of_canonical_form_1_are_what_they_were_when_it_was_fixed(archive: Archive) -> None:
    assert digest(archive.snapshot().dossier(RECORD)) == FORM_1


def test_a_release_that_is_not_there_is_refused_with_those_that_are(archive: Archive) -> None:
    release(archive, "2026.1")
    with pytest.raises(InputError) as caught:
        verify_release(archive, "2026.3")
    assert caught.value.candidates == ("2026.1",)


def test_the_notes_are_the_editors_words_and_the_change_log_since_the_last_release(
    archive: Archive, git: Callable[..., str]
) -> None:
    first = release(archive, "2026.1", notes="The first.\n-----BEGIN SSH SIGNATURE-----\nManifest-SHA256: 0")
    assert first.notes.startswith(
        "The first.\n -----BEGIN SSH SIGNATURE-----\n Manifest-SHA256: 0\n\nCorrections to date:"
    )
    correction_id = change(archive, 4)
    second = release(archive, "2026.2")
    assert second.notes.splitlines() == [
        "Corrections since release 2026.1:",
        f"- doc-001, date: “1931-03-03” → “1931-03-04”. {WHY.reason} (Anna Lund, 2026-01-02, {correction_id[-8:]})",
    ]
    assert second.corrections == 1
    assert second.notes in git("for-each-ref", "--format=%(contents)", "refs/tags/2026.2")
    assert second.release is not None
    assert second.release.notes == second.notes
    assert release(archive, "2026.3").notes == "No correction since release 2026.2."
    assert [verify_release(archive, f"2026.{number}") for number in (1, 2, 3)] == [(), (), ()]


def test_a_dry_run_shows_the_notes_and_writes_nothing(archive: Archive, git: Callable[..., str]) -> None:
    before = archive.tip
    shown = release(archive, "2026.1", dry_run=True)
    assert (archive.tip, git("tag")) == (before, "")
    assert release(archive, "2026.1").notes == shown.notes
    assert shown.as_json()["written"] is False


def test_the_canonical_form_does_not_depend_on_how_the_yaml_is_written(
    archive: Archive, git: Callable[..., str]
) -> None:
    release(archive, "2026.1")
    path = archive.root / RECORD.path
    before = (archive.root / "canonical-sha256.txt").read_bytes()
    rewritten = path.read_bytes().replace(b"# the harbour-master's telegram\n", b"")
    rewritten = rewritten.replace(b"{edtf: 1931-03-03, ", b"{ edtf: '1931-03-03', ")
    path.write_bytes(rewritten)
    git("commit", "-q", "-a", "--no-verify", "-m", "Typography")
    release(archive, "2026.2")
    assert (archive.root / "canonical-sha256.txt").read_bytes() == before
    change(archive, 5)
    release(archive, "2026.3")
    assert (archive.root / "canonical-sha256.txt").read_bytes() != before


def test_a_record_that_cannot_be_read_refuses_the_release(archive: Archive, git: Callable[..., str]) -> None:
    path = archive.root / RECORD.path
    path.write_bytes(path.read_bytes().replace(b"title:", b"titel:"))
    git("commit", "-q", "-a", "--no-verify", "-m", "Oops")
    before = archive.tip
    with pytest.raises(InputError, match="titel"):
        release(archive, "2026.1")
    assert (archive.tip, git("tag")) == (before, "")


def test_what_an_editor_is_called_later_does_not_make_an_old_release_wrong(
    archive: Archive, git: Callable[..., str]
) -> None:
    change(archive, 4)
    release(archive, "2026.1")
    path = archive.root / "provenance.toml"
    path.write_text(path.read_text().replace('"Anna Lund"', '"Anna Lund-Berg"\norcid = "0000-0002-1825-0097"'))
    git("commit", "-q", "-a", "--no-verify", "-m", "Married")
    assert verify_release(archive, "2026.1") == ()


def test_a_release_begun_and_not_named_is_finished_as_it_was_begun(archive: Archive, git: Callable[..., str]) -> None:
    made = release(archive, "2026.1")
    git("tag", "-d", "2026.1")
    change(archive, 4)
    assert [(fault.severity, fault.code) for fault in verify(archive).faults] == [("note", "release-lost")]
    again = release(archive, "2026.1")
    assert again.commit == made.commit
    assert any("begun" in notice for notice in again.notices)
    assert verify(archive).faults == ()


def test_t43_a_tag_set_on_another_release_is_known_though_all_digests_fit(
    archive: Archive, git: Callable[..., str]
) -> None:
    release(archive, "2026.1")
    change(archive, 5)
    release(archive, "2026.2")
    words = git("for-each-ref", "--format=%(contents)", "refs/tags/2026.2")
    git("tag", "-f", "-a", "-m", words, "2026.1", "2026.2^{commit}")
    faults = verify_release(archive, "2026.1")
    assert [(fault.severity, fault.code) for fault in faults] == [("damage", "release-moved")]
    assert verify(archive).damaged


def test_t43_a_release_made_twice_under_one_name_is_known(archive: Archive, git: Callable[..., str]) -> None:
    release(archive, "2026.1")
    git("tag", "-d", "2026.1")
    text = git("log", "-1", "--format=%B")
    change(archive, 5)
    # a second commit of that name, with manifests that fit it, as a forger would make them
    release(archive, "2026.9")
    words = git("for-each-ref", "--format=%(contents)", "refs/tags/2026.9")
    git("tag", "-d", "2026.9")
    git("commit", "-q", "--amend", "--no-verify", "-m", text.replace(text.split("Correction-Id: ")[1][:26], "0" * 26))
    git("tag", "-a", "-m", words, "2026.1")
    assert "release-moved" in {fault.code for fault in verify_release(archive, "2026.1")}


@pytest.mark.parametrize("name", ["provenance.toml", RECORD.path, "canonical-sha256.txt", "records/harbour/x.txt"])
def test_t43_a_byte_changed_in_any_file_of_a_release_is_known(
    archive: Archive, git: Callable[..., str], name: str
) -> None:
    release(archive, "2026.1")
    path = archive.root / name
    path.write_bytes((path.read_bytes() if path.exists() else b"") + b"# x\n")
    git("add", name)
    git("commit", "-q", "--no-verify", "--amend", "--no-edit")
    git("tag", "-f", "-a", "-m", git("for-each-ref", "--format=%(contents)", "refs/tags/2026.1"), "2026.1")
    assert any(name in fault.message for fault in verify_release(archive, "2026.1"))
