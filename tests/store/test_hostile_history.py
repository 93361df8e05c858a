"""A stranger's git folder that tells another past than the commits do: what is read is what was hashed (T20)."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from provenance.model.address import Pointer
from provenance.model.correction import Decision, FieldEdit
from provenance.store.archive import Archive
from provenance.store.history import history
from tests.store.conftest import RECORD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

VALUES = ("One", "Two", "Three", "Four")


@pytest.fixture
def past(archive: Archive) -> list[str]:
    """The commits of four corrections, and what history says of them, newest first."""
    for value in VALUES:
        archive.correct([FieldEdit(RECORD, "set", Pointer.parse("/title"), value)], Decision(reason=f"It is {value}."))
    return subjects(archive)


def subjects(archive: Archive) -> list[str]:
    """History by a new reader without anything remembered."""
    for name in ("index.sqlite", "index.sqlite-wal", "index.sqlite-shm"):
        (archive.repository.state_dir / name).unlink(missing_ok=True)
    with Archive.open(archive.root, environ=archive.repository.environ) as opened:
        return [entry.subject for entry in history(opened)]


def test_t20_grafts_and_replaced_commits_change_nothing(
    archive: Archive, git: Callable[..., str], past: list[str]
) -> None:
    tip, older = git("rev-parse", "HEAD"), git("rev-parse", "HEAD~3")
    info = archive.root / ".git" / "info"
    info.mkdir(exist_ok=True)
    (info / "grafts").write_text(f"{tip} {older}\n")
    assert len(git("rev-list", "HEAD").split()) < len(past)  # plain git is deceived
    assert subjects(archive) == past
    (info / "grafts").unlink()
    git("replace", git("rev-parse", "HEAD~1"), older)
    assert "It is Three." not in git("log", "--format=%B")
    assert subjects(archive) == past
    with Archive.open(archive.root, environ=archive.repository.environ) as opened:
        assert opened.snapshot(git("rev-parse", "HEAD~1")).dossier(RECORD).record.title == "Three"


def test_t20_a_commit_graph_that_names_other_parents_changes_nothing(
    archive: Archive, git: Callable[..., str], past: list[str], tmp_path: Path
) -> None:
    """Made by git itself for a history that was grafted: a file that looks sound, and lies."""
    graph = _lying_graph(archive, git, tmp_path)
    (archive.root / ".git" / "objects" / "info").mkdir(exist_ok=True)
    (archive.root / ".git" / "objects" / "info" / "commit-graph").write_bytes(graph)
    assert len(git("-c", "core.commitGraph=true", "rev-list", "HEAD").split()) < len(past)  # plain git is deceived
    assert subjects(archive) == past


def _lying_graph(archive: Archive, git: Callable[..., str], folder: Path) -> bytes:
    """The parent of the tip's entry in a good graph set to the oldest commit, and the sum at its end made to fit."""
    git("commit-graph", "write", "--reachable")
    place = archive.root / ".git" / "objects" / "info" / "commit-graph"
    raw = bytearray(place.read_bytes())
    place.chmod(0o644)
    chunks = dict(_chunks(raw))
    count = int.from_bytes(raw[chunks[b"OIDF"] + 255 * 4 : chunks[b"OIDF"] + 256 * 4], "big")
    names = [raw[chunks[b"OIDL"] + 20 * one : chunks[b"OIDL"] + 20 * one + 20].hex() for one in range(count)]
    tip, oldest = names.index(git("rev-parse", "HEAD")), names.index(git("rev-list", "--max-parents=0", "HEAD"))
    entry = chunks[b"CDAT"] + 36 * tip
    raw[entry + 20 : entry + 24] = oldest.to_bytes(4, "big")
    import hashlib

    raw[-20:] = hashlib.sha1(raw[:-20], usedforsecurity=False).digest()
    place.unlink()
    (folder / "graph").write_bytes(raw)
    return bytes(raw)


def _chunks(raw: bytearray) -> Iterator[tuple[bytes, int]]:
    for number in range(raw[6]):
        row = 8 + 12 * number
        yield bytes(raw[row : row + 4]), int.from_bytes(raw[row + 4 : row + 12], "big")


def test_t20_a_multi_pack_index_of_nonsense_is_not_read(
    archive: Archive, git: Callable[..., str], past: list[str]
) -> None:
    git("repack", "-a", "-d", "-q")
    git("multi-pack-index", "write")
    place = archive.root / ".git" / "objects" / "pack" / "multi-pack-index"
    raw = bytearray(place.read_bytes())
    place.chmod(0o644)
    for offset in range(len(raw) - 20 - 8 * 10, len(raw) - 20):
        raw[offset] ^= 0x55  # where each object lies in its pack
    place.write_bytes(raw)
    assert subjects(archive) == past


def test_t20_a_history_cut_off_by_a_planted_shallow_file_is_refused_not_shown_as_whole(
    archive: Archive, git: Callable[..., str], past: list[str]
) -> None:
    from provenance.errors import InputError

    (archive.root / ".git" / "shallow").write_text(git("rev-parse", "HEAD~1") + "\n")
    assert len(git("rev-list", "HEAD").split()) < len(past)
    with pytest.raises(InputError, match="shallow"):
        subjects(archive)


def test_t20_alternates_give_objects_and_run_nothing(
    archive: Archive, git: Callable[..., str], past: list[str], tmp_path: Path
) -> None:
    """Objects of another folder are named by their content: they can add nothing false."""
    other = tmp_path / "other"
    subprocess.run(["git", "init", "-q", str(other)], check=True, env=archive.repository.environ)
    info = archive.root / ".git" / "objects" / "info"
    info.mkdir(exist_ok=True)
    (info / "alternates").write_text(f"{other}/.git/objects\n/dev/stdin\n$(touch {tmp_path}/marker)\n")
    assert subjects(archive) == past
    assert not (tmp_path / "marker").exists()
    assert git("rev-parse", "HEAD")
