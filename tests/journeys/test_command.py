"""The command itself: help, completion, errors of use, and that no traceback reaches anybody."""

from __future__ import annotations

import subprocess
import sys

import pytest

from provenance import shelf
from provenance.cli.main import every_parser
from tests.journeys.conftest import Desk

COMMANDS = shelf.members("provenance.cli.commands")


def test_help_lists_every_command_and_imports_none(desk: Desk) -> None:
    done = desk("--help")
    for member in COMMANDS:
        assert member.summary() in done.out
    code = "import sys; from provenance.cli.main import main; main(['--help']);"
    code += "print([m for m in sys.modules if m in ('pydantic', 'git', 'deepdiff', 'argparse')])"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.rstrip().endswith("[]")


@pytest.mark.parametrize("member", COMMANDS, ids=lambda member: member.name)
def test_every_command_has_help_with_an_example(
    desk: Desk, member: shelf.Member, capsys: pytest.CaptureFixture[str]
) -> None:
    name = member.name.rstrip("_").replace("_", "-")
    with pytest.raises(SystemExit) as ended:
        desk(name, "--help")
    assert ended.value.code == 0
    printed = capsys.readouterr().out
    assert "Examples:" in printed
    assert f"provenance {name}" in printed


def test_an_unknown_command_is_refused_with_the_nearest(desk: Desk) -> None:
    done = desk("corect", status=2)
    assert "provenance correct --help" in done.err
    assert desk("corect", "--json", status=2).error()["candidates"][0] == "correct"


def test_an_unknown_option_is_refused(desk: Desk) -> None:
    assert "--help" in desk("list", "--nonsense", status=2).err


def test_outside_an_archive_the_mend_is_named(desk: Desk) -> None:
    assert "provenance init" in desk("list", status=2).err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_knows_every_command(desk: Desk, shell: str) -> None:
    script = desk("completion", shell).out
    for name in every_parser():
        assert name in script
    assert desk("completion", shell, "--json").json()["script"].strip() == script.strip()
    if shell == "bash":
        subprocess.run(["bash", "-n"], input=script, text=True, check=True)


def test_a_fault_of_ours_is_said_plainly_and_the_details_go_to_a_file(
    archive: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from provenance.cli.commands import list_

    def broken(*_: object) -> int:
        raise RuntimeError("deliberate")

    monkeypatch.setattr(list_, "run", broken)
    done = archive("list", status=70)
    assert "fault of provenance itself" in done.err


def test_a_closed_pipe_ends_quietly() -> None:
    code = "from provenance.cli.main import main; import sys; sys.exit(main(['--help']))"
    script = f'{sys.executable} -c "{code}" | head -n 1'
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    assert "Traceback" not in done.stderr


def test_the_version_is_printed(desk: Desk) -> None:
    assert desk("--version").out.startswith("provenance ")
