from __future__ import annotations

import random
import zlib
from typing import TYPE_CHECKING

import pytest

from provenance.errors import DamageError, ProvenanceError
from provenance.model.address import Pointer
from provenance.model.correction import Decision, FieldEdit
from provenance.store import message
from provenance.store.archive import Archive
from provenance.store.verify import verify
from tests.store.conftest import RECORD, RECORD_YAML

if TYPE_CHECKING:
    from collections.abc import Callable

WHY = Decision(reason="Because.")


def change(archive: Archive, day: int) -> None:
    archive.correct([FieldEdit(RECORD, "set", Pointer.parse("/date/edtf"), f"1931-03-{day:02}")], WHY)


def test_a_sound_archive_has_nothing_wrong(archive: Archive) -> None:
    change(archive, 4)
    found = verify(archive)
    assert found.faults == ()
    assert (found.commits, found.records, found.versions) == (3, 1, 2)
    assert not found.damaged
    assert list(found.lines())[-1] == "Nothing is wrong."


def test_commits_by_hand_and_versions_that_cannot_be_read_are_named(archive: Archive, git: Callable[..., str]) -> None:
    (archive.root / RECORD.path).write_bytes(RECORD_YAML.replace(b"title:", b"titel:"))
    git("commit", "-q", "-a", "-m", "Oops")
    oid = git("rev-parse", "HEAD")
    faults = {fault.code: fault for fault in verify(archive).faults}
    assert set(faults) == {"undocumented", "unreadable"}
    assert (faults["unreadable"].commit, faults["unreadable"].record) == (oid, RECORD)


def test_t17_a_correction_that_a_hand_set_back_is_named(archive: Archive, git: Callable[..., str]) -> None:
    change(archive, 4)
    corrected = archive.tip
    (archive.root / RECORD.path).write_bytes(RECORD_YAML)
    git("commit", "-q", "-a", "--no-verify", "-m", "Back")
    faults = [fault for fault in verify(archive).faults if fault.code == "undone"]
    assert len(faults) == 1
    assert corrected[:10] in faults[0].message


def test_a_message_that_claims_what_was_not_done_is_named(archive: Archive, git: Callable[..., str]) -> None:
    (archive.root / RECORD.path).write_bytes(RECORD_YAML.replace(b"1931-03-03", b"1931-03-09"))
    claim = message.compose(WHY, "date", "A lie", (), "01JGFJJZ000000000000000099")
    git("commit", "-q", "-a", "-m", claim.replace("Kind: date", "Kind: date\nChange: harbour/doc-001 /title"))
    messages = [fault.message for fault in verify(archive).faults]
    assert messages == [
        "says it changed harbour/doc-001 /title, and did not; changed harbour/doc-001 /date/edtf without saying so"
    ]


def test_a_message_that_counts_other_changes_than_were_made_is_named(archive: Archive, git: Callable[..., str]) -> None:
    (archive.root / RECORD.path).write_bytes(RECORD_YAML.replace(b"1931-03-03", b"1931-03-09"))
    claim = message.compose(WHY, "date", "Many", (), "01JGFJJZ000000000000000099")
    git("commit", "-q", "-a", "-m", claim.replace("Kind: date", "Kind: date\nChanges: 101"))
    assert [fault.message for fault in verify(archive).faults] == ["it says 101 changes, and made 1"]


def test_an_author_who_is_no_editor_is_named(archive: Archive, git: Callable[..., str]) -> None:
    (archive.root / RECORD.path).write_bytes(RECORD_YAML.replace(b"1931-03-03", b"1931-03-09"))
    text = message.compose(WHY, "date", "S", (), "01JGFJJZ000000000000000099")
    text = text.replace("Kind: date", "Kind: date\nChange: harbour/doc-001 /date/edtf")
    git("-c", "user.email=mallory@example.org", "commit", "-q", "-a", "-m", text)
    assert [fault.code for fault in verify(archive).faults] == ["not-listed"]


def test_one_id_with_unlike_effects_is_named(archive: Archive, git: Callable[..., str]) -> None:
    change(archive, 4)
    text = git("log", "-1", "--format=%B")
    (archive.root / RECORD.path).write_bytes(RECORD_YAML.replace(b"1931-03-03", b"1931-03-09"))
    git("commit", "-q", "-a", "-m", text)
    assert "id-twice" in {fault.code for fault in verify(archive).faults}


def test_t12_a_byte_changed_in_any_stored_object_is_named_and_the_rest_stays_readable(archive: Archive) -> None:
    change(archive, 4)
    chance = random.Random(12)  # noqa: S311
    objects = sorted(path for path in (archive.root / ".git/objects").glob("??/*"))
    assert len(objects) > 10
    for path in chance.sample(objects, 8):
        good = path.read_bytes()
        content = bytearray(zlib.decompress(good))
        content[chance.randrange(content.index(0) + 1, len(content))] ^= 1
        path.chmod(0o644)
        path.write_bytes(zlib.compress(bytes(content)))
        try:
            with Archive.open(archive.root, environ=archive.repository.environ) as opened:
                assert verify(opened).damaged, path
        except DamageError as error:  # the archive's settings themselves: nothing can be opened, and it says which
            assert path.name in str(error)  # noqa: PT017
        path.write_bytes(good)
    with Archive.open(archive.root, environ=archive.repository.environ) as opened:
        assert verify(opened).faults == ()


def test_t12_a_byte_changed_anywhere_in_a_pack_or_its_index_is_named(archive: Archive, git: Callable[..., str]) -> None:
    change(archive, 4)
    archive.close()
    git("gc", "-q")
    chance = random.Random(21)  # noqa: S311
    files = [path for path in (archive.root / ".git/objects/pack").iterdir() if path.suffix in {".pack", ".idx"}]
    assert len(files) == 2
    for path in files:
        good = path.read_bytes()
        path.chmod(0o644)
        for place in (9, *(chance.randrange(12, len(good)) for _ in range(5)), len(good) - 1):
            content = bytearray(good)
            content[place] ^= 1
            path.write_bytes(bytes(content))
            try:
                with Archive.open(archive.root, environ=archive.repository.environ) as opened:
                    assert verify(opened).damaged, (path.suffix, place)
            except DamageError:
                pass  # so broken that it cannot be opened: exit 4 as well
        path.write_bytes(good)
    with Archive.open(archive.root, environ=archive.repository.environ) as opened:
        assert verify(opened).faults == ()


def flip(archive: Archive, oid: str) -> None:
    path = archive.repository.common_dir / "objects" / oid[:2] / oid[2:]
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x55
    path.chmod(0o644)
    path.write_bytes(content)


def test_t12_damaged_settings_lock_nothing_away_where_the_work_tree_has_them(
    archive: Archive, git: Callable[..., str]
) -> None:
    flip(archive, git("rev-parse", "HEAD:provenance.toml"))
    with Archive.open(archive.root, environ=archive.repository.environ) as opened:
        assert opened.settings.title == "Harbours"
        assert "the file in the work tree stands in" in (opened.settings_notice or "")
        change(opened, 9)
        found = verify(opened)
        assert found.damaged
        assert {fault.severity for fault in found.faults} == {"damage"}
        assert found.records == 1


def test_t12_damaged_settings_are_read_from_an_earlier_state_and_nobody_writes_by_that(
    archive: Archive, git: Callable[..., str]
) -> None:
    settings = archive.root / "provenance.toml"
    settings.write_text(settings.read_text() + '\n[editors.bo]\nname = "Bo"\nemail = "bo@example.org"\n')
    git("commit", "-q", "-a", "-m", "Bo")
    flip(archive, git("rev-parse", "HEAD:provenance.toml"))
    settings.write_text("a hand is at work")
    with Archive.open(archive.root, environ=archive.repository.environ) as opened:
        assert "for reading alone" in (opened.settings_notice or "")
        assert opened.snapshot().dossier(RECORD).record.title == "Telegram on flour"
        assert verify(opened).damaged
        before = opened.tip
        with pytest.raises(DamageError):
            change(opened, 9)
        assert opened.tip == before


@pytest.mark.parametrize("ruin", ["truncate", "delete"])
def test_t12_an_object_that_is_lost_is_named(archive: Archive, ruin: str, git: Callable[..., str]) -> None:
    blob = git("rev-parse", f"HEAD:{RECORD.path}")
    path = archive.root / ".git/objects" / blob[:2] / blob[2:]
    path.chmod(0o644)
    if ruin == "delete":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:10])
    with Archive.open(archive.root, environ=archive.repository.environ) as opened:
        found = verify(opened)
        assert found.damaged
        assert any(blob in fault.message for fault in found.faults)
        with pytest.raises(ProvenanceError) as caught:
            opened.snapshot().dossier(RECORD)
        assert caught.value.exit_status == 4
        assert opened.snapshot().ids() == (RECORD,)


def test_t12_a_reference_to_nothing_is_named(archive: Archive) -> None:
    (archive.root / ".git/refs/heads/lost").write_text("0123456789" * 4 + "\n")
    assert verify(archive).damaged
