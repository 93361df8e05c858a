"""``make faults`` itself: a part that fails or hangs is told and leaves nobody behind, and the others are run."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest

from tests.faults.cuts import NotHereError
from tests.faults.run import BUSY, HEAD, PARTS, Ground, Part, Row, children, main
from tests.faults.standing import Standing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AT_ONCE = 0.5 / BUSY


def sound(_ground: Ground) -> Iterator[Row]:
    yield Row("nothing", "provenance", "1", 1, Standing())


def losing(_ground: Ground) -> Iterator[Row]:
    yield Row("a loss", "provenance", "2", 2, Standing(lost=["w0n1"]))
    yield Row("a loss", "git add, git commit", "2", 2, Standing(lost=["w0n1", "w0n2"]))


def broken(_ground: Ground) -> Iterator[Row]:
    yield Row("half", "provenance", "1", 1, Standing())
    raise ValueError("two\nlines")


def hanging(_ground: Ground) -> Iterator[Row]:
    os.posix_spawn("/bin/sleep", ["sleep", "600"], os.environ, setsid=True)
    time.sleep(600)
    yield Row("never", "provenance", "0", 0, Standing())


def elsewhere(_ground: Ground) -> Iterator[Row]:
    raise NotHereError("it needs root")
    yield


def test_what_is_sound_ends_with_0_and_its_lines_stand_in_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "table.md"
    table.write_text("of an earlier run\n", encoding="utf-8")
    assert main(["--table", str(table), "--scale", "0.03"], {"sound": Part(sound, 1)}) == 0
    out = capsys.readouterr().out
    head, rule, row, *_, last = table.read_text(encoding="utf-8").splitlines()
    assert out.splitlines()[:3] == [head, rule, row]
    assert head.count("|") == rule.count("|") == row.count("|") == len(HEAD) + 1
    assert row.startswith("| nothing | provenance | 1 | 1 | 0 |")
    assert last.startswith("0 wrong;")
    assert last.endswith("seed 1, scale 0.03")


def test_a_part_that_fails_or_hangs_or_cannot_be_done_here_is_told_and_the_others_are_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parts = {
        "broken": Part(broken, 1), "hanging": Part(hanging, AT_ONCE, least=AT_ONCE), "elsewhere": Part(elsewhere, 1),
        "losing": Part(losing, 1), "sound": Part(sound, 1),
    }  # fmt: skip
    table, before = tmp_path / "table.md", set(children(os.getpid()))
    assert main(["--table", str(table)], parts) == 1
    said = table.read_text(encoding="utf-8")
    assert "| half | provenance |" in said
    assert "WRONG broken: ValueError: two lines\n" in said
    assert "WRONG hanging: not done within " in said
    assert "elsewhere skipped: it needs root\n" in said
    assert "WRONG a loss: lost: w0n1\n" in said
    assert "w0n2" not in said, "what another route loses is in the table and not wrong of ours"
    assert "| nothing | provenance |" in said
    assert "3 wrong;" in said
    assert set(children(os.getpid())) <= before, "what the hanging part started is there still"
    assert "Traceback" in capsys.readouterr().err, "who watches sees where it failed"


def test_no_part_is_given_up_before_its_estimate_or_two_minutes() -> None:
    for part in PARTS.values():
        assert part.within(1) >= part.seconds
        assert part.within(0.001) >= 120


def test_a_part_that_is_not_there_is_refused_before_anything_is_run(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["kils"])
    assert ended.value.code == 2
    assert "there is no part kils; parts are kills, races" in capsys.readouterr().err
