"""One file of the work tree, exchanged in a step, on every kind of disk."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from provenance.store import exchange
from provenance.store.workfile import WorkFile

if TYPE_CHECKING:
    from collections.abc import Callable

    from provenance.store.exchange import Spot


def other_disk(one: Spot, other: Spot) -> None:
    """An exchange on a machine where git's folder is a mount of its own; beside the file it works."""
    if not one[1].startswith("."):
        raise OSError(errno.EXDEV, "Invalid cross-device link")
    exchange.exchange(one, other)


EXCHANGES = {"the kernel's": exchange.exchange, "by renames": exchange.by_renames, "another disk": other_disk}


@pytest.fixture(params=EXCHANGES)
def file(request: pytest.FixtureRequest, tmp_path: Path) -> WorkFile:
    (tmp_path / "top" / "a").mkdir(parents=True)
    (tmp_path / "state").mkdir()
    (tmp_path / "top" / "a" / "file").write_bytes(b"old")
    return WorkFile(tmp_path / "top", "a/file", tmp_path / "state", 7, EXCHANGES[request.param])


def names(file: WorkFile) -> list[str]:
    """Everything that lies about."""
    return sorted(path.name for folder in (file.top / "a", file.state) for path in folder.iterdir())


def test_what_was_displaced_lies_in_the_spare_until_it_is_forgotten(file: WorkFile) -> None:
    assert file.replace(b"new") == b"old"
    assert (file.top / "a/file").read_bytes() == b"new"
    displaced = file.displaced()
    assert displaced is not None
    assert displaced.content == b"old"
    assert len(names(file)) == 2
    file.forget()
    assert (names(file), file.displaced()) == (["file"], None)


def test_a_program_that_holds_the_old_file_writes_into_the_spare(file: WorkFile) -> None:
    with (file.top / "a/file").open("ab") as held:
        file.replace(b"new")
        held.write(b", later")
    displaced = file.displaced()
    assert displaced is not None
    assert displaced.content == b"old, later"
    assert (file.top / "a/file").read_bytes() == b"new"


def test_put_back_undoes_it(file: WorkFile) -> None:
    file.replace(b"new")
    assert file.put_back()
    assert (file.top / "a/file").read_bytes() == b"old"
    file.forget()
    assert names(file) == ["file"]


def test_a_file_that_is_gone_is_not_replaced(file: WorkFile) -> None:
    (file.top / "a/file").unlink()
    assert file.replace(b"new") is None
    assert names(file) == []
    assert file.read() is None


def test_a_new_file_takes_no_others_place(file: WorkFile) -> None:
    assert not file.create(b"new")
    assert (file.top / "a/file").read_bytes() == b"old"
    other = WorkFile(file.top, "b/c/file", file.state, 1)
    assert other.create(b"new")
    assert (file.top / "b/c/file").read_bytes() == b"new"
    assert names(file) == ["file"]


def test_taking_away_keeps_the_file_in_the_spare_and_its_empty_folders_go(file: WorkFile) -> None:
    assert file.take_away() == b"old"
    assert file.take_away() is None
    assert file.put_back()
    assert file.take_away() == b"old"
    file.forget()
    file.remove_empty_folders()
    assert list(file.top.iterdir()) == []
    assert file.top.exists()


def test_folders_that_hold_something_else_stay(file: WorkFile) -> None:
    (file.top / "a/other").write_bytes(b"")
    file.take_away()
    file.forget()
    file.remove_empty_folders()
    assert names(file) == ["other"]


def test_permissions_stay(file: WorkFile) -> None:
    (file.top / "a/file").chmod(0o640)
    file.replace(b"new")
    assert stat.S_IMODE((file.top / "a/file").stat().st_mode) == 0o640


@pytest.mark.parametrize("act", [lambda file: file.replace(b"new"), lambda file: file.create(b"new")])
def test_a_full_disk_leaves_the_file_and_no_half_one(file: WorkFile, act: Callable[[WorkFile], object]) -> None:
    (file.state / "spare-7.half").mkdir()  # nothing can be written under this name
    (file.top / "a/.file.provenance-7.half").mkdir()
    with pytest.raises(OSError, match=r"spare-7\.half|Is a directory"):
        act(file)
    assert (file.top / "a/file").read_bytes() == b"old"
    assert "spare-7" not in names(file)


def test_rescued_words_get_a_file_of_their_own(file: WorkFile) -> None:
    kept = file.state / "kept"
    assert file.rescue(kept) is None
    file.replace(b"new")
    places = [file.rescue(kept), file.rescue(kept)]
    assert [place.read_bytes() for place in places if place is not None] == [b"old", b"old"]
    assert places[0] != places[1]


def test_by_renames_a_failure_gives_the_file_its_name_back(tmp_path: Path) -> None:
    (tmp_path / "target").write_bytes(b"old")
    folder = os.open(tmp_path, os.O_RDONLY)
    with pytest.raises(FileNotFoundError):
        exchange.by_renames((folder, "absent"), (folder, "target"))
    os.close(folder)
    assert (tmp_path / "target").read_bytes() == b"old"


def test_a_work_tree_on_another_disk_keeps_the_spare_beside_the_file(tmp_path: Path) -> None:
    here = tmp_path.stat().st_dev
    others = [place for place in (Path("/dev/shm"), Path("/var/tmp"), Path(__file__).parent) if place.is_dir()]  # noqa: S108
    shared = next((place for place in others if place.stat().st_dev != here), None)
    if shared is None:
        pytest.skip("there is no second disk here: /dev/shm, /var/tmp")
    (tmp_path / "file").write_bytes(b"old")
    file = WorkFile(tmp_path, "file", shared, 7)
    assert file.replace(b"new") == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == [".file.provenance-7", "file"]
    file.forget()
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_disk_without_hard_links_is_written_by_renames_that_take_no_others_place(
    file: WorkFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    assert not file.create(b"new")
    assert file.replace(b"new") == b"old"
    assert file.put_back()
    assert file.take_away() == b"old"
    assert file.create(b"newer")
    assert (file.top / "a/file").read_bytes() == b"newer"
    file.forget()
    assert names(file) == ["file"]


@pytest.mark.parametrize(("number", "raised"), [(errno.EINVAL, False), (errno.ENOSYS, False), (errno.EXDEV, True)])
def test_where_the_kernel_cannot_exchange_renames_do_it_and_other_refusals_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, raised: bool
) -> None:
    monkeypatch.setattr(exchange, "_kernel_call", lambda: lambda _one, _other: number)
    (tmp_path / "one").write_bytes(b"1")
    (tmp_path / "other").write_bytes(b"2")
    folder = os.open(tmp_path, os.O_RDONLY)
    if raised:
        with pytest.raises(OSError, match="other"):
            exchange.exchange((folder, "one"), (folder, "other"))
    else:
        exchange.exchange((folder, "one"), (folder, "other"))
    os.close(folder)
    assert ((tmp_path / "one").read_bytes(), (tmp_path / "other").read_bytes()) == (
        (b"1", b"2") if raised else (b"2", b"1")
    )
