"""A git that fails at its N-th call, for every N: refused and absent, or done and there; never 'done' and absent."""

from __future__ import annotations

import contextlib
import subprocess
from typing import TYPE_CHECKING

import pytest

from provenance.errors import ProvenanceError
from provenance.model.address import Pointer
from provenance.model.correction import Decision, FieldEdit
from provenance.store.archive import Archive
from provenance.store.history import history
from tests.store.conftest import RECORD

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MOST_CALLS = 16
WAYS = {
    "fails before it begins": "exit 128",
    "is killed before it begins": "kill -9 $$",
    "dies after its work was done": '"$real" "$@"; kill -9 $$',
    "fails after its work was done": '"$real" "$@"; exit 1',
    "says nothing and ends well": "exit 0",
}


def sign(home: Path) -> None:
    """Have the user of that home sign by an SSH key."""
    key = home / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    with (home / ".gitconfig").open("a") as config:
        config.write(f"\tsigningKey = {key}.pub\n[gpg]\n\tformat = ssh\n")


@pytest.mark.parametrize("signed", [False, True], ids=["unsigned", "signed"])
@pytest.mark.parametrize("way", WAYS)
def test_t10_whichever_call_of_git_fails_nothing_is_claimed_that_is_not_so(
    archive: Archive, git: Callable[..., str], tmp_path: Path, way: str, *, signed: bool
) -> None:
    if signed:
        sign(tmp_path / "home")
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "git"
    program.write_text(
        f"#!/bin/sh\nreal={archive.repository.git}\n"
        f"count=$(($(cat {tmp_path}/count) + 1))\necho $count > {tmp_path}/count\n"
        f'if [ $count = $(cat {tmp_path}/failing) ]; then {WAYS[way]}; fi\nexec "$real" "$@"\n'
    )
    program.chmod(0o755)
    environ = {**archive.repository.environ, "PATH": f"{folder}:{archive.repository.environ['PATH']}"}
    reached, title = 0, "Telegram on flour"
    for failing in range(1, MOST_CALLS + 1):
        (tmp_path / "count").write_text("0")
        (tmp_path / "failing").write_text(str(failing))
        value = f"value {failing}"
        edit = FieldEdit(RECORD, "set", Pointer.parse("/title"), value)
        receipt = None
        with (
            contextlib.suppress(ProvenanceError),
            Archive.open(archive.root, environ=environ, clock=archive.clock) as failed,
        ):
            receipt = failed.correct([edit], Decision(reason="Because."))
        reached = max(reached, int((tmp_path / "count").read_text()))
        present = archive.snapshot().dossier(RECORD).record.title == value
        assert present == (receipt is not None), failing
        if receipt is not None:
            assert receipt.commit == git("rev-parse", "HEAD")
        # whatever happened, the next correction goes through, and a work tree that lagged is settled by it
        after = FieldEdit(RECORD, "set", Pointer.parse("/note"), f"after {failing}")
        archive.correct([after], Decision(reason="The next."))
        assert git("status", "--porcelain") == "", failing
        title = value if receipt is not None else title
        assert archive.snapshot().dossier(RECORD).record.title == title
    assert reached > 3
    assert git("fsck", "--strict", "--no-dangling") == ""
    entries = list(history(archive))
    assert len({entry.correction_id for entry in entries}) == len(entries)
