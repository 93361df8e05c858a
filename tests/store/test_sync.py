from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from provenance.errors import ConflictError, InputError, ProvenanceError
from provenance.model.address import Pointer
from provenance.model.correction import Decision, FieldEdit
from provenance.store.archive import Archive
from provenance.store.history import history
from provenance.store.releasing import release
from provenance.store.reversal import amend
from provenance.store.sync import pull, push
from provenance.store.verify import verify
from tests.store.clones import WHY, clean, title, words
from tests.store.conftest import RECORD, RECORD_YAML

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_what_one_pushed_the_other_pulls(clones: tuple[Archive, Archive]) -> None:
    one, two = clones
    title(one, "Telegram on bread")
    assert push(one).sent == 1
    pulled = pull(two)
    assert (pulled.received, pulled.replayed, pulled.after) == (1, (), one.tip)
    assert two.tip == one.tip
    assert two.snapshot().dossier(RECORD).record.title == "Telegram on bread"
    assert clean(two)
    assert pull(two).received == 0


def test_unpublished_corrections_are_replayed_on_the_servers_tip_with_id_author_and_date(
    clones: tuple[Archive, Archive],
) -> None:
    one, two = clones
    title(one, "Telegram on bread")
    words(one, "p1", "flour", "bread")
    push(one)
    two.clock.sleep(60)
    first = words(two, "p2", "Monday", "Tuesday")
    second = amend(two, first, Decision(reason="It is the postmark.")).correction_id
    before = [two.repository.commit(oid) for oid in (two.tip,)]
    two.clock.sleep(3600)
    pulled = pull(two)
    assert pulled.replayed == (first, second)
    record = two.snapshot().dossier(RECORD)
    assert record.record.title == "Telegram on bread"
    text = record.files["editions/ours.txt"].decode()
    assert "bread" in text
    assert "Tuesday" in text
    after = two.repository.commit(two.tip)
    assert (after.author, after.message) == (before[0].author, before[0].message)
    assert after.committer.when > before[0].committer.when
    assert [entry.version for entry in history(two, RECORD)] == [None, "v4*", "v3", "v2", "v1"]
    assert clean(two)
    assert push(two).sent == 2
    assert pull(one).received == 2
    assert one.tip == two.tip
    assert verify(two).faults == ()


def test_a_push_that_would_lose_something_is_refused(clones: tuple[Archive, Archive]) -> None:
    one, two = clones
    title(one, "Telegram on bread")
    push(one)
    title(two, "Telegram on oil")
    with pytest.raises(ConflictError) as caught:
        push(two)
    assert "provenance pull" in (caught.value.hint or "")


def test_one_field_corrected_on_both_sides_is_a_conflict_and_nothing_is_moved(clones: tuple[Archive, Archive]) -> None:
    one, two = clones
    title(one, "Telegram on bread")
    push(one)
    title(two, "Telegram on oil")
    before = two.tip
    with pytest.raises(ConflictError) as caught:
        pull(two)
    assert caught.value.conflicts
    assert two.tip == before
    assert two.snapshot().dossier(RECORD).record.title == "Telegram on oil"
    assert clean(two)
    assert two.correct([FieldEdit(RECORD, "set", Pointer.parse("/note"), "Still works")], WHY).written


def test_a_hand_edit_that_overlaps_refuses_the_pull(clones: tuple[Archive, Archive]) -> None:
    one, two = clones
    title(one, "Telegram on bread")
    push(one)
    path = two.root / RECORD.path
    path.write_bytes(RECORD_YAML.replace(b"on flour", b"on oil"))
    before = two.tip
    with pytest.raises(ConflictError):
        pull(two)
    assert two.tip == before
    assert b"on oil" in path.read_bytes()


def test_a_correction_that_both_have_is_not_doubled(clones: tuple[Archive, Archive]) -> None:
    one, two = clones
    decision = Decision(reason="Because.", correction_id="01JGFJJZ000000000000000077")
    edit = FieldEdit(RECORD, "set", Pointer.parse("/title"), "Telegram on bread")
    one.correct([edit], decision)
    one.clock.sleep(10)
    two.correct([edit], decision)
    push(one)
    assert pull(two).replayed == ()
    assert two.tip == one.tip


def test_without_an_upstream_branch_the_refusal_says_how_to_get_one(archive: Archive) -> None:
    for verb in (pull, push):
        with pytest.raises(InputError) as caught:
            verb(archive)
        assert "git push -u" in (caught.value.hint or "")


@pytest.mark.parametrize(
    "address", ["ext::sh -c touch% /tmp/x", "-uevil", "http://example.org/x", "git://example.org/x", "fd::17"]
)
def test_t22_an_address_that_starts_a_program_or_trusts_the_net_is_refused(
    clones: tuple[Archive, Archive], address: str
) -> None:
    one, _ = clones
    config = one.root / ".git/config"
    text = config.read_text()
    config.write_text("\n".join(f"\turl = {address}" if "url =" in line else line for line in text.splitlines()) + "\n")
    with Archive.open(one.root, environ=one.repository.environ, clock=one.clock) as opened:
        for verb in (pull, push):
            with pytest.raises(InputError) as caught:
                verb(opened)
            assert caught.value.code == "address"


def test_t24_objects_from_a_server_are_checked(clones: tuple[Archive, Archive], tmp_path: Path) -> None:
    """A tree with a .git in it: git would refuse to check it out, we refuse to take it."""
    one, two = clones
    server = tmp_path / "server.git"

    def git(*args: str, stdin: bytes = b"") -> str:
        done = subprocess.run(
            ["git", *args], cwd=server, input=stdin, capture_output=True, check=True, env=dict(one.repository.environ)
        )
        return done.stdout.decode().strip()

    blob = git("hash-object", "-w", "--stdin", stdin=b"x")
    inner = git("mktree", stdin=f"100644 blob {blob}\tconfig\n".encode())
    raw = b"40000 .git\0" + bytes.fromhex(inner)
    tree = git("hash-object", "-w", "-t", "tree", "--literally", "--stdin", stdin=raw)
    commit = git("commit-tree", tree, "-p", "main", "-m", "Hostile")
    git("update-ref", "refs/heads/main", commit)
    before = two.tip
    with pytest.raises(ProvenanceError):
        pull(two)
    assert two.tip == before


def test_a_release_that_the_server_has_otherwise_under_the_same_name_is_said(
    clones: tuple[Archive, Archive], git_in: Callable[..., str]
) -> None:
    one, other = clones
    release(one, "2026.1")
    push(one)
    ours = release(other, "2026.1").release
    assert ours is not None
    assert any("another release 2026.1" in notice for notice in pull(other).notices)
    assert git_in(other, "rev-parse", "2026.1") == ours.tag
    git_in(other, "tag", "-d", "2026.1")
    assert pull(other).notices == ()
    assert git_in(other, "rev-parse", "2026.1") == git_in(one, "rev-parse", "2026.1")
