from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.errors import InputError
from provenance.store import gitconfig

if TYPE_CHECKING:
    from pathlib import Path

PROGRAMS = [
    "[core]\n\tfsmonitor = touch marker\n",
    "[core]\n\thooksPath = hooks\n",
    "[core]\n\tpager = touch marker\n",
    "[core]\n\teditor = touch marker\n",
    "[core]\n\tsshCommand = touch marker\n",
    "[core]\n\taskPass = x\n",
    "[core]\n\tgitProxy = x\n",
    "[core]\n\talternateRefsCommand = x\n",
    "[core]\n\tattributesFile = x\n",
    "[alias]\n\tstatus = !touch marker\n",
    "[credential]\n\thelper = !touch marker\n",
    '[credential "https://example.org"]\n\thelper = !touch marker\n',
    "[gpg]\n\tprogram = x\n",
    '[gpg "ssh"]\n\tprogram = x\n',
    '[gpg "ssh"]\n\tdefaultKeyCommand = x\n',
    '[filter "a"]\n\tclean = x\n',
    '[filter "a"]\n\tprocess = x\n',
    '[diff "a"]\n\ttextconv = x\n',
    '[diff "a"]\n\tcommand = x\n',
    "[diff]\n\texternal = x\n",
    '[merge "a"]\n\tdriver = x\n',
    '[remote "origin"]\n\tuploadpack = x\n',
    '[remote "origin"]\n\treceivepack = x\n',
    '[remote "origin"]\n\tproxy = x\n',
    '[remote "origin"]\n\tpromisor = true\n',
    '[submodule "a"]\n\tupdate = !touch marker\n',
    "[include]\n\tpath = other\n",
    '[includeIf "gitdir:/"]\n\tpath = other\n',
    "[sequence]\n\teditor = x\n",
    "[uploadpack]\n\tpackObjectsHook = x\n",
    "[interactive]\n\tdiffFilter = x\n",
    "[pager]\n\tlog = x\n",
    "[browser]\n\tcmd = x\n",
    "[protocol]\n\tallow = always\n",
    '[url "ext::sh"]\n\tinsteadOf = https:\n',
    "[extensions]\n\tpartialClone = origin\n",
    '[trailer "x"]\n\tcommand = x\n',
    "[imap]\n\ttunnel = x\n",
    "[http]\n\tproxy = x\n",
]


@pytest.mark.parametrize("source", PROGRAMS)
def test_t20_a_setting_that_can_name_a_program_or_a_way_out_is_refused(tmp_path: Path, source: str) -> None:
    path = tmp_path / "config"
    path.write_text("[core]\n\tbare = false\n" + source)
    with pytest.raises(InputError, match="not known to be harmless") as caught:
        gitconfig.read(path)
    assert caught.value.line == 4
    assert caught.value.file == str(path)


def test_what_git_init_and_clone_write_is_harmless(tmp_path: Path) -> None:
    env = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", "init", "-q", "-b", "main", "a"], cwd=tmp_path, env=env, check=True)
    subprocess.run(["git", "clone", "-q", "a", "b"], cwd=tmp_path, env=env, check=True, capture_output=True)
    assert gitconfig.read(tmp_path / "a/.git/config")["core.bare"] == ("false",)
    assert gitconfig.read(tmp_path / "b/.git/config")["branch.main.merge"] == ("refs/heads/main",)


VALUES = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40)


@given(values=st.lists(VALUES, min_size=1, max_size=5))
def test_settings_read_as_git_reads_them(tmp_path_factory: pytest.TempPathFactory, values: list[str]) -> None:
    folder = tmp_path_factory.mktemp("config")
    escaped = (v.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") for v in values)
    source = "[user]\n" + "".join(f'\tname = a "{value}" b ; why\n' for value in escaped)
    (folder / "config").write_text(source, newline="")
    ours = [entry.value for entry in gitconfig.parse(source)]
    done = subprocess.run(
        ["git", "config", "--file", "config", "--null", "--list"], cwd=folder, capture_output=True, check=True
    )
    theirs = [item.partition("\n")[2] for item in done.stdout.decode().split("\0")[:-1]]
    assert ours == theirs


@given(source=st.text(alphabet=st.sampled_from('[]core."= \n\t\\;#a-\r'), max_size=60))
def test_any_text_gives_settings_or_a_line_to_mend(source: str) -> None:
    lines = []
    try:
        list(gitconfig.parse(source))
    except InputError as error:
        lines.append(error.line)
    assert None not in lines


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[core]\nbare\n", {"core.bare": "true"}),
        ("[CORE] Bare = FALSE\n", {"core.bare": "FALSE"}),
        ("[core]\n\tabbrev = 1\\\n2\n", {"core.abbrev": "12"}),
        ('[remote "A.b"]\n\turl = "x # y" # z\n', {"remote.A.b.url": "x # y"}),
        ("[branch.main]\n\tremote=origin\n", {"branch.main.remote": "origin"}),
    ],
)
def test_the_forms_of_a_setting(source: str, expected: dict[str, str]) -> None:
    assert {entry.name: entry.value for entry in gitconfig.parse(source)} == expected


def test_a_configuration_that_is_not_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "config"
    path.write_bytes(b"\x00\x01")
    with pytest.raises(InputError):
        gitconfig.read(path)
    path.write_text("what is this\n")
    with pytest.raises(InputError):
        gitconfig.read(path)


def test_a_repository_without_configuration_has_no_settings(tmp_path: Path) -> None:
    assert gitconfig.read(tmp_path / "config") == {}
