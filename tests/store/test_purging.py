"""A record out of history itself: nothing of it left in any object, all else as it was, every proof still holding."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from provenance.errors import ConflictError, InputError
from provenance.model.address import Locator, Pointer, RecordId
from provenance.model.correction import Decision, FieldEdit, WordsEdit
from provenance.store.history import history, versions
from provenance.store.merging import pending_merge
from provenance.store.moving import rename
from provenance.store.purging import purge
from provenance.store.releasing import release, verify_release
from provenance.store.reversal import amend
from provenance.store.sync import pull, push
from provenance.store.verify import verify
from tests.store.conftest import RECORD, first_files

if TYPE_CHECKING:
    from collections.abc import Callable

    from provenance.store.archive import Archive

LAW = Decision(reason="Court order of 3 May.")
OTHER = RecordId("harbour/doc-002")
SECRETS = (b"crews ask for", b"Zebrawood", b"Quagga", b"Telegram on flour", b"Okapi", b"Narwhal")


@pytest.fixture
def rich(archive: Archive) -> Archive:
    """Two records, corrections of both and of one, releases, an amended reason."""
    archive.correct(first_files(OTHER), Decision(reason="Typed.", kind="import"))
    release(archive, "2026.1", notes="The first.")
    words = WordsEdit(RECORD, "ours", Locator.parse("p1"), "flour", "Zebrawood")
    made = archive.correct([words], Decision(reason="It says Quagga.", evidence=("the Okapi",)))
    amend(archive, made.correction_id, Decision(reason="No, it says Narwhal."))
    archive.correct([FieldEdit(OTHER, "set", Pointer.parse("/number"), "114")], Decision(reason="On the back."))
    release(archive, "2026.2")
    archive.correct([FieldEdit(OTHER, "set", Pointer.parse("/number"), "115")], Decision(reason="Misread."))
    return archive


def every_object(archive: Archive) -> bytes:
    """All that git's object store holds, in use or not."""
    ask = ["git", "-C", str(archive.root), "cat-file", "--batch", "--batch-all-objects"]
    done = subprocess.run(ask, capture_output=True, check=True, env=dict(archive.repository.environ))
    return done.stdout


def test_nothing_of_the_record_is_left_in_any_object_and_all_else_stays(rich: Archive, git: Callable[..., str]) -> None:
    # the other record was typed from the same page: what they share stays, as its own
    kept = dict(rich.snapshot().dossier(OTHER).files)
    dates = [(entry.date, entry.landed, entry.editor.name) for entry in history(rich)]
    held = every_object(rich)
    secrets = [secret for secret in SECRETS if secret not in b"".join(kept.values())]
    assert len(secrets) == 4
    assert all(secret in held for secret in secrets)
    purged = purge(rich, RECORD, LAW)
    left = every_object(rich)
    assert [secret for secret in secrets if secret in left] == []
    assert dict(rich.snapshot().dossier(OTHER).files) == kept
    assert [(entry.date, entry.landed, entry.editor.name) for entry in history(rich)][1:] == dates
    assert purged.holding == ()
    assert set(purged.tags) == {"2026.1", "2026.2"}
    assert git("status", "--porcelain") == ""
    assert git("for-each-ref", "refs/provenance") == ""
    assert git("fsck", "--strict") == ""


def test_every_proof_still_holds_after_a_purge(rich: Archive) -> None:
    ids = [entry.correction_id for entry in history(rich)]
    purge(rich, RECORD, LAW)
    assert verify_release(rich, "2026.1") == verify_release(rich, "2026.2") == ()
    assert [fault for fault in verify(rich).faults if fault.severity != "note"] == []
    assert [entry.correction_id for entry in history(rich)][1:] == ids
    assert "114" in {str(line.after) for entry in history(rich, OTHER) for line in entry.changes}
    release(rich, "2026.3")
    assert verify_release(rich, "2026.3") == ()


def test_the_id_resolves_to_a_tombstone_in_every_state(rich: Archive) -> None:
    purge(rich, RECORD, LAW)
    for when in (None, "2026.1", "2026.2"):
        dossier = rich.snapshot(when).dossier(rich.find("doc-001"))
        assert set(dossier.files) == {"record.yaml"}
        assert dossier.record.withdrawal is not None
        assert dossier.record.withdrawal.reason == "Court order of 3 May."
    assert [one.name for one in versions(rich, RECORD)] == ["v1"]
    assert next(iter(history(rich))).reason == "Court order of 3 May."


def test_old_and_new_commits_are_listed_and_the_dry_run_counts_them(rich: Archive, git: Callable[..., str]) -> None:
    before = git("rev-list", "HEAD").split()
    git("tag", "-a", "-m", "A tag", "kept")
    shown = purge(rich, RECORD, LAW, dry_run=True)
    assert "kept" in shown.tags
    assert any("git push --force" in step for step in shown.steps)
    assert git("rev-list", "HEAD").split() == before
    purged = purge(rich, RECORD, LAW)
    rows = [line.split("\t") for line in (rich.root / "rewrites.tsv").read_text().splitlines()[1:]]
    assert purged.commits == shown.commits
    assert len(rows) == purged.commits + len(purged.tags)
    after = set(git("rev-list", "HEAD").split())
    assert {row[1] for row in rows} >= after - {rich.tip} - set(before)
    assert {row[0] for row in rows} & after == set()


def test_who_does_what_is_left_to_do_has_nothing_of_it_on_her_disk(clones: tuple[Archive, Archive]) -> None:
    one, two = clones
    two.correct([FieldEdit(RECORD, "set", Pointer.parse("/number"), "114")], LAW)
    push(two)
    assert pull(one).received == 1
    purged = purge(one, RECORD, LAW)
    assert any(b"flour" in content for content in [every_object(one)]), "the server's branch still holds it here"
    for step in purged.steps:
        for command in step.partition(": git ")[2].split(" && ") if ": git " in step else ():
            asked = ["git", *command.removeprefix("git ").split()]
            subprocess.run(asked, cwd=one.root, check=True, capture_output=True, env=dict(one.repository.environ))
    assert b"flour" not in every_object(one)
    one.close()  # its git still has open what is gone
    assert [fault for fault in verify(one).faults if fault.code == "still-here"] == []


def test_a_renamed_record_is_purged_under_all_its_ids(rich: Archive) -> None:
    new = RecordId("quay/doc-1a")
    rename(rich, RECORD, new, Decision(reason="It counts otherwise."))
    purge(rich, new, LAW)
    assert b"Zebrawood" not in every_object(rich)
    assert rich.find("harbour/doc-001") == new
    assert [fault for fault in verify(rich).faults if fault.severity != "note"] == []


def test_a_hand_edit_of_the_record_refuses_it_and_nothing_is_moved(rich: Archive) -> None:
    before = rich.tip
    path = rich.root / RECORD.path
    path.write_bytes(path.read_bytes().replace(b"on flour", b"on bread"))
    with pytest.raises(ConflictError):
        purge(rich, RECORD, LAW)
    assert rich.tip == before
    assert b"on bread" in path.read_bytes()


def test_a_branch_that_still_holds_it_is_named(rich: Archive, git: Callable[..., str]) -> None:
    git("branch", "draft")
    assert purge(rich, RECORD, LAW).holding == ("refs/heads/draft",)


def test_without_a_reason_or_a_record_nothing_is_purged(rich: Archive) -> None:
    before = rich.tip
    with pytest.raises(InputError, match="reason"):
        purge(rich, RECORD, Decision(reason=" "))
    with pytest.raises(InputError, match="there is no"):
        purge(rich, RecordId("harbour/doc-9"), LAW)
    assert rich.tip == before


def test_a_pull_brings_nothing_back_that_was_purged_here(clones: tuple[Archive, Archive]) -> None:
    one, _ = clones
    purge(one, RECORD, LAW)
    after = one.tip
    with pytest.raises(ConflictError, match="purge") as refused:
        pull(one)
    assert refused.value.code == "purged"
    assert one.tip == after
    assert "push --force" in (refused.value.hint or "")
    assert pending_merge(one) is None


def test_a_clone_from_before_a_purge_is_told_so(clones: tuple[Archive, Archive], git_in: Callable[..., str]) -> None:
    one, other = clones
    purge(one, RECORD, LAW)
    git_in(one, "push", "-q", "--force", "origin", "main")
    before = other.tip
    with pytest.raises(ConflictError, match="took a record out of the server's history") as refused:
        pull(other)
    assert refused.value.code == "purged"
    assert other.tip == before


def test_a_circle_of_redirects_is_told_and_nothing_is_taken_out(rich: Archive, git: Callable[..., str]) -> None:
    (rich.root / "redirects.yaml").write_text(f"harbour/old-1: {RECORD}\n{RECORD}: harbour/old-1\n", encoding="utf-8")
    git("add", "redirects.yaml")
    git("commit", "--no-verify", "-q", "-m", "a slip of the hand")
    before = rich.tip
    with pytest.raises(InputError, match=r"redirects\.yaml.*leads back to itself"):
        purge(rich, RECORD, LAW)
    assert rich.tip == before
