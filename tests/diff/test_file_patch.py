"""A patch of two files as they stand: what ``git apply`` makes of the left one is the right one."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from provenance.diff.file_patch import File, file_patch
from provenance.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

LINES = "".join(f"line {n}\n" for n in range(40))
PAIRS = [
    ("one\n", "two\n"),
    ("one\ntwo\nthree\n", "one\nthree\n"),
    ("one", "one\n"),
    ("one\ntwo", "one\ntwo\nthree"),
    (LINES, LINES.replace("line 3\n", "").replace("line 9\n", "nine\n").replace("line 30\n", "line 30\nmore\n")),
    (LINES, "first\n" + LINES + "last"),
    (LINES, LINES.replace("line 20", "\u2028line\x0b\x85 20\r")),
    ("", "one\n"),
    ("one\n", ""),
]


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_git_makes_the_right_file_of_the_left(tmp_path: Path, before: str, after: str) -> None:
    target = tmp_path / "a b.txt"
    target.write_bytes(before.encode())
    patch = file_patch(File("a b.txt", before.encode()), File("sub/c.txt", after.encode()))
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=patch.encode(), check=True)
    assert target.read_bytes() == after.encode()


def test_a_file_comes_and_goes(tmp_path: Path) -> None:
    content, target = b"one\ntwo\n", tmp_path / "new.txt"
    sides = File("new.txt", None), File("new.txt", content)
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=file_patch(*sides).encode(), check=True)
    assert target.read_bytes() == content
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=file_patch(*sides[::-1]).encode(), check=True)
    assert not target.exists()


def test_equal_files_need_none_and_another_encoding_is_refused() -> None:
    assert file_patch(File("a", b"x"), File("b", b"x")) == ""
    with pytest.raises(InputError, match="not UTF-8"):
        file_patch(File("a", b"caf\xe9"), File("b", b"x"))
