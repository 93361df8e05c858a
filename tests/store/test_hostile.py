"""A stranger's archive: nothing that it holds is run, nothing is read or written outside of it."""

from __future__ import annotations

import os
import stat
import subprocess
from typing import TYPE_CHECKING

import pytest

from provenance.errors import DamageError, InputError
from provenance.model.address import Pointer
from provenance.model.correction import Decision, FieldEdit
from provenance.store import environment
from provenance.store.archive import Archive
from provenance.store.blame import blame
from provenance.store.history import history
from provenance.store.repository import Repository
from provenance.store.status import status
from tests.store.conftest import RECORD

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WHY = Decision(reason="Because.")


def everything(archive: Archive) -> None:
    """Every command of ours that touches git."""
    edit = FieldEdit(RECORD, "set", Pointer.parse("/date/edtf"), "1931-03-04")
    archive.correct([edit], WHY)
    list(history(archive))
    blame(archive, RECORD)
    status(archive)
    archive.resolve("2026-01-02")
    archive.resolve(archive.tip[:8])


@pytest.fixture
def marker(tmp_path: Path) -> Path:
    return tmp_path / "marker"


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("core.fsmonitor", "touch {marker}"),
        ("core.hooksPath", "{hooks}"),
        ("core.pager", "touch {marker}"),
        ("core.sshCommand", "touch {marker}"),
        ("core.alternateRefsCommand", "touch {marker}"),
        ("alias.cat-file", "!touch {marker}"),
        ("credential.helper", "!touch {marker}"),
        ("gpg.program", "touch {marker}"),
        ("gpg.ssh.program", "touch {marker}"),
        ("filter.evil.clean", "touch {marker}"),
        ("filter.evil.smudge", "touch {marker}"),
        ("diff.evil.textconv", "touch {marker}"),
        ("merge.evil.driver", "touch {marker}"),
        ("include.path", "{marker}.config"),
    ],
)
def test_t20_a_configuration_that_can_run_something_refuses_the_archive_before_git_runs(
    archive: Archive, git: Callable[..., str], marker: Path, setting: str, value: str
) -> None:
    git("config", setting, value.format(marker=marker, hooks=marker.parent))
    environ = {**archive.repository.environ, "PATH": str(_failing_git(marker))}
    with pytest.raises(InputError) as caught:
        Archive.open(archive.root, environ=environ)
    assert caught.value.code == "untrusted-configuration"
    assert caught.value.line is not None
    assert not marker.exists()


def _failing_git(marker: Path) -> Path:
    """A git that leaves a marker whenever it is started at all."""
    folder = marker.parent / "bin"
    folder.mkdir()
    program = folder / "git"
    program.write_text(f"#!/bin/sh\n/usr/bin/touch {marker}\nexit 1\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return folder


HOOKS = [
    "pre-commit",
    "post-commit",
    "reference-transaction",
    "post-index-change",
    "pre-auto-gc",
    "post-update",
    "update",
]


def test_t20_no_hook_of_the_archive_runs(archive: Archive, git: Callable[..., str], marker: Path) -> None:
    folder = archive.root / ".git/hooks"
    folder.mkdir(exist_ok=True)
    for name in HOOKS:
        hook = folder / name
        hook.write_text(f"#!/bin/sh\ntouch {marker}\n")
        hook.chmod(0o755)
    everything(archive)
    assert not marker.exists()
    git("commit", "-q", "--allow-empty", "-m", "Plain git runs them")
    assert marker.exists()


def test_t21_no_filter_textconv_or_merge_driver_runs_though_the_users_own_configuration_names_them(
    archive: Archive, git: Callable[..., str], marker: Path
) -> None:
    """The attributes are the stranger's, the drivers the user's: git would run them, no command of ours does."""
    home = archive.repository.environ["HOME"]
    with open(f"{home}/.gitconfig", "a", encoding="utf-8") as config:  # noqa: PTH123
        config.writelines(
            (
                f'[filter "evil"]\n\tclean = touch {marker} && cat\n\tsmudge = touch {marker} && cat\n',
                f'[diff "evil"]\n\ttextconv = touch {marker}\n\tcommand = touch {marker}\n',
                f'[merge "evil"]\n\tdriver = touch {marker}\n',
            )
        )
    (archive.root / ".gitattributes").write_text("* filter=evil diff=evil merge=evil\n")
    everything(archive)
    assert not marker.exists()
    git("add", "-A")
    assert marker.exists()


def test_t20_the_environment_is_built_from_nothing(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, marker: Path
) -> None:
    hostile = {
        "GIT_DIR": "/nonexistent",
        "GIT_WORK_TREE": "/",
        "GIT_INDEX_FILE": "/nonexistent",
        "GIT_OBJECT_DIRECTORY": "/nonexistent",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "core.fsmonitor",
        "GIT_CONFIG_VALUE_0": f"touch {marker}",
        "GIT_EXTERNAL_DIFF": f"touch {marker}",
        "GIT_PAGER": f"touch {marker}",
        "GIT_CONFIG_PARAMETERS": "'core.hooksPath=/tmp'",
        "GIT_EXEC_PATH": "/nonexistent",
        "GIT_TRACE": str(marker),
        "GIT_COMMITTER_DATE": "1999-01-01T00:00:00Z",
        "GIT_AUTHOR_NAME": "Mallory",
    }
    before = archive.tip
    for name, value in hostile.items():
        monkeypatch.setenv(name, value)
    environ = {**archive.repository.environ, **hostile}
    opened = Archive.open(archive.root, environ=environ, author="anna-lund", clock=archive.clock)
    everything(opened)
    assert not marker.exists()
    commit = opened.repository.commit(opened.tip)
    assert commit.parents == (before,)
    assert commit.author.name == "Anna Lund"


def test_t20_only_path_comes_from_outside_and_never_a_relative_folder() -> None:
    from pathlib import Path

    environ = {"PATH": ".:/usr/bin::bin", "LD_PRELOAD": "x", "GIT_SSH": "x"}
    built = environment.local(environ, Path("/g"), None)
    assert built["PATH"] == "/usr/bin"
    assert not {"LD_PRELOAD", "GIT_SSH"} & built.keys()
    assert built["GIT_ALLOW_PROTOCOL"] == "https:ssh:file"


@pytest.mark.parametrize(
    "command", ["status", "diff", "blame", "checkout", "add", "archive", "merge-tree", "log", "show", "config"]
)
def test_t21_a_command_that_reads_attributes_is_not_among_ours(archive: Archive, command: str) -> None:
    with pytest.raises(InputError, match="not among the commands"):
        archive.repository.run(command)


def test_t23_another_users_archive_is_refused_until_he_is_trusted(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.geteuid()
    monkeypatch.setattr("provenance.store.repository.os.geteuid", lambda: real + 1)
    with pytest.raises(InputError, match="another user") as caught:
        Archive.open(archive.root, environ=archive.repository.environ)
    assert "safe.directory" in (caught.value.hint or "")
    home = archive.repository.environ["HOME"]
    subprocess.run(
        ["git", "config", "--global", "--add", "safe.directory", str(archive.root)],
        env=dict(archive.repository.environ),
        check=True,
    )
    assert home
    assert Archive.open(archive.root, environ=archive.repository.environ).tip == archive.tip


def test_t23_the_archives_own_configuration_cannot_say_that_it_is_trusted(
    archive: Archive, git: Callable[..., str]
) -> None:
    git("config", "safe.directory", "*")
    with pytest.raises(InputError, match="harmless"):
        Archive.open(archive.root, environ=archive.repository.environ)


def test_t23_a_bare_repository_embedded_in_an_archive_is_not_entered(archive: Archive, marker: Path) -> None:
    inside = archive.root / "records/harbour/evil"
    inside.mkdir()
    subprocess.run(["git", "init", "-q", "--bare", "."], cwd=inside, check=True)
    (inside / "config").write_text(f"[core]\n\tbare = true\n\tfsmonitor = touch {marker}\n")
    opened = Archive.open(inside, environ=archive.repository.environ)
    assert opened.repository.git_dir == archive.root / ".git"
    everything(opened)
    assert not marker.exists()


@pytest.mark.parametrize(
    "content", ["ref: refs/heads/../../x\n", "ref: -x\n", "ref: refs/heads/a b\n", "nonsense\n", ""]
)
def test_t25_a_head_that_names_no_branch_is_damage(archive: Archive, content: str) -> None:
    (archive.root / ".git/HEAD").write_text(content)
    with pytest.raises(DamageError) as caught:
        Archive.open(archive.root, environ=archive.repository.environ)
    assert (caught.value.file or "").endswith("HEAD")


def test_t20_a_repository_of_a_format_not_known_is_refused(archive: Archive, git: Callable[..., str]) -> None:
    git("config", "core.repositoryformatversion", "7")
    with pytest.raises(InputError, match="format"):
        Archive.open(archive.root, environ=archive.repository.environ)


def test_t21_replaced_objects_do_not_change_history(archive: Archive, git: Callable[..., str]) -> None:
    before = archive.snapshot().dossier(RECORD).files["record.yaml"]
    blob = git("rev-parse", f"HEAD:{RECORD.path}")
    other = git("rev-parse", "HEAD:provenance.toml")
    git("replace", blob, other)
    fresh = Repository.open(archive.root, archive.repository.environ)
    assert fresh.blob(blob) == before


def test_a_missing_git_says_what_to_install(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="git was not found"):
        Archive.open(archive.root, environ={"PATH": str(tmp_path / "empty"), "HOME": str(tmp_path)})


TRUE = ["true", "YES", "on", "1", "2", "-1", "0x10", "1k", "010"]


@pytest.mark.parametrize("switch", [*(f"= {word}" for word in TRUE), "", "= false", "= 0"])
def test_t20_the_work_trees_own_configuration_is_checked_whatever_the_extension_says(
    archive: Archive, marker: Path, switch: str
) -> None:
    with (archive.root / ".git/config").open("a") as config:
        config.write(f"[extensions]\n\tworktreeConfig {switch}\n")
    (archive.root / ".git/config.worktree").write_text(f"[core]\n\tsshCommand = touch {marker}\n")
    with pytest.raises(InputError) as caught:
        Archive.open(archive.root, environ=archive.repository.environ)
    assert caught.value.code == "untrusted-configuration"


@pytest.mark.parametrize("word", [*TRUE, "false", "No", "off", "0", "0x0", "00", "", "nonsense", "2x", "08"])
def test_a_switch_means_to_us_what_it_means_to_git(tmp_path: Path, word: str) -> None:
    from provenance.store.gitconfig import boolean

    file = tmp_path / "config"
    file.write_text(f"[a]\n\tb = {word}\n")
    ask = ["git", "config", "--file", str(file), "--type=bool", "a.b"]
    done = subprocess.run(ask, capture_output=True, text=True, check=False)
    if done.returncode:
        with pytest.raises(InputError):
            boolean(word)
    else:
        assert boolean(word) is (done.stdout.strip() == "true")


def test_t21_grafts_do_not_change_history(archive: Archive, git: Callable[..., str]) -> None:
    everything(archive)
    before = [entry.commit for entry in history(archive)]
    (archive.root / ".git/info").mkdir(exist_ok=True)
    (archive.root / ".git/info/grafts").write_text(f"{archive.tip}\n")
    assert git("rev-list", "--count", "HEAD") == "1"
    archive.indexes.close()
    (archive.repository.state_dir / "index.sqlite").unlink()
    with Archive.open(archive.root, environ=archive.repository.environ) as fresh:
        assert [entry.commit for entry in history(fresh)] == before
        assert len(before) > 1


@pytest.mark.parametrize("left", ["link", "nothing"])
def test_t24_a_record_whose_file_is_no_file_is_named_and_the_others_are_read(
    archive: Archive, git: Callable[..., str], left: str
) -> None:
    from provenance.model.address import RecordId
    from tests.store.conftest import first_files

    other = RecordId("harbour/doc-002")
    archive.correct(first_files(other), WHY)
    path = archive.root / RECORD.path
    path.unlink()
    if left == "link":
        path.symlink_to("/etc/passwd")
    git("add", "-A")
    git("commit", "-q", "--no-verify", "-m", "Oops")
    snapshot = archive.snapshot()
    assert snapshot.ids() == (RECORD, other)
    assert archive.find(RECORD) == RECORD
    with pytest.raises(InputError) as caught:
        snapshot.dossier(RECORD)
    assert (caught.value.code, caught.value.file) == ("unreadable", RECORD.path)
    assert snapshot.dossier(other).record.title
