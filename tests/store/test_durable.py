"""The order of flushes, seen by strace: all that a correction needs lies on the disk when it is acknowledged."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from provenance.store.archive import Archive
from tests.store.test_failing_git import sign

CODE = """
import os, sys
from provenance.model.address import Pointer, RecordId
from provenance.model.correction import Decision, FieldEdit
from provenance.store.archive import Archive
archive = Archive.open(sys.argv[1], author="anna-lund")
edit = FieldEdit(RecordId("harbour/doc-001"), "set", Pointer.parse("/date/edtf"), "1931-03-04")
archive.correct([edit], Decision(reason="x"), acknowledge=lambda receipt: os.access("/acknowledged", os.F_OK))
"""
CALLS = (
    "openat,open,close,fsync,fdatasync,rename,renameat,renameat2,link,linkat,access,faccessat,faccessat2,dup,dup2,fcntl"
)


@dataclass(frozen=True)
class Call:
    """One finished system call: who, what, its arguments, its answer."""

    process: str
    name: str
    arguments: str
    answer: str


def traced(archive: Archive, tmp_path: Path) -> list[Call]:
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed: the order of flushes is seen by it")
    log = tmp_path / "trace"
    environ = {**archive.repository.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    done = subprocess.run(
        [
            strace,
            "-f",
            "-s",
            "4096",
            "-e",
            f"trace={CALLS}",
            "-o",
            str(log),
            sys.executable,
            "-c",
            CODE,
            str(archive.root),
        ],
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    if "ptrace" in done.stderr.lower() and done.returncode:
        pytest.skip("tracing is not permitted here")
    assert done.returncode == 0, done.stderr
    return list(calls(log.read_text()))


def calls(log: str) -> list[Call]:
    """The calls in the order in which they ended; those cut in two by another process are joined."""
    begun: dict[tuple[str, str], str] = {}
    found = []
    for line in log.splitlines():
        if match := re.match(r"(\d+) +(\w+)\((.*) <unfinished \.\.\.>$", line):
            begun[match[1], match[2]] = match[3]
        elif match := re.match(r"(\d+) +<\.\.\. (\w+) resumed>(.*)\) += (.*)$", line):
            found.append(Call(match[1], match[2], begun.pop((match[1], match[2]), "") + match[3], match[4]))
        elif match := re.match(r"(\d+) +(\w+)\((.*)\) += (.*)$", line):
            found.append(Call(match[1], match[2], match[3], match[4]))
    return found


def paths(arguments: str) -> list[str]:
    return re.findall(r'"((?:[^"\\]|\\.)*)"', arguments)


@pytest.mark.parametrize("signed", [False, True], ids=["unsigned", "signed"])
def test_t03_objects_then_the_branch_then_their_folders_are_flushed_before_the_acknowledgement(
    archive: Archive, tmp_path: Path, *, signed: bool
) -> None:
    if signed:
        sign(tmp_path / "home")
    trace = traced(archive, tmp_path)
    git_dir = str(archive.root / ".git")
    acknowledged = next(number for number, call in enumerate(trace) if "/acknowledged" in call.arguments)
    opened: dict[tuple[str, str], str] = {}
    flushed: list[tuple[int, str]] = []
    linked: dict[str, int] = {}
    moved = -1
    for number, call in enumerate(trace[:acknowledged]):
        if call.name == "openat" and call.answer.isdecimal():
            path = paths(call.arguments)[0]
            opened[call.process, call.answer] = path if path.startswith("/") else f"{git_dir}/../{path}"
        elif call.name in {"fsync", "fdatasync"} and call.answer == "0":
            flushed.append((number, opened.get((call.process, call.arguments.strip()), "")))
        elif call.name in {"link", "linkat", "rename", "renameat", "renameat2"} and call.answer == "0":
            source, target = paths(call.arguments)[:2]
            if re.search(r"objects/[0-9a-f]{2}/[0-9a-f]{38}$", target):
                linked[target] = number
                assert any(path.endswith(source.rpartition("objects/")[2]) for _, path in flushed), (
                    f"{target} not flushed"
                )
            if target.endswith("refs/heads/main"):
                moved = number
                assert any(path.endswith("refs/heads/main.lock") for _, path in flushed)
    assert moved > 0
    assert len(linked) >= 5  # commit, four trees and the record: root, records, harbour, doc-001, record.yaml
    assert all(number < moved for number in linked.values())
    # of a signed correction its unsigned twin is nobody's: it may be lost
    listed = ["git", "-C", str(archive.root), "rev-list", "--objects", "HEAD"]
    kept = {line[:40] for line in subprocess.run(listed, capture_output=True, text=True, check=True).stdout.split("\n")}
    names = {target.rpartition("objects/")[2] for target in linked}
    folders = {name.partition("/")[0] for name in names if name.replace("/", "") in kept}
    assert len(folders) >= 4
    after = [path for number, path in flushed if number > max(linked.values())]
    for folder in folders:
        assert any(path.endswith(f"objects/{folder}") for path in after), folder
    assert any(path.endswith("/objects") for path in after)
    assert any(path.endswith("refs/heads") for number, path in flushed if number > moved)
    with Archive.open(archive.root, environ=archive.repository.environ) as opened:
        assert (opened.repository.commit(opened.tip).signature is not None) == signed
