"""The two environments that git is started in (DESIGN §4).

*Local* is for every command on the archive itself: built from nothing, so that
no variable, no system and no global configuration of the machine changes what
git does or runs. *Transport* is for fetch and push alone: there the user's own
agent, proxy and configuration are wanted, and never the archive's.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from provenance.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PROTOCOLS = "https:ssh:file"

_LISTED = """
cat-file rev-list diff-tree diff-index hash-object fast-import update-ref init read-tree update-index ls-files ls-tree
mktag fsck gc reflog commit-graph pack-refs fetch push ls-remote verify-pack for-each-ref
"""
COMMANDS = frozenset(_LISTED.split())
"""What the archive may be asked: nothing that reads attributes, so that no filter, textconv or merge driver of a
stranger's archive ever runs (THREATS T21). ``update-index`` and ``read-tree`` only in the forms that take object ids
from standard input or write no file."""

SETTINGS = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.fsync=all",
    "core.attributesFile=/dev/null",
    "core.commitGraph=false",  # a stranger's tells of other parents than the commits do (T20)
    "core.multiPackIndex=false",
    "protocol.ext.allow=never",
    "safe.bareRepository=explicit",
    "index.sparse=false",  # git 2.39 puts a file beside the folder entry that holds it, and the next commit loses it
    "submodule.recurse=false",
    "fetch.recurseSubmodules=false",
    "gc.auto=0",
    "maintenance.auto=false",
    "advice.defaultBranchName=false",
    "advice.graftFileDeprecated=false",  # we name an empty one, and fsck's words are read
)
"""Given by ``-c`` on each call. ``core.fsync=all`` because git flushes neither references nor loose objects by default
in a way that survives a power cut; folders are flushed by us (``writer``)."""

_KEPT = """
HOME XDG_CONFIG_HOME SSH_AUTH_SOCK SSH_AGENT_PID USER LOGNAME TMPDIR GIT_SSH_COMMAND GIT_SSH GIT_ASKPASS SSH_ASKPASS
http_proxy https_proxy no_proxy all_proxy HTTPS_PROXY NO_PROXY ALL_PROXY GIT_SSL_CAINFO SSL_CERT_FILE SSL_CERT_DIR
DBUS_SESSION_BUS_ADDRESS DISPLAY WAYLAND_DISPLAY XDG_RUNTIME_DIR GNUPGHOME
"""
_TRANSPORT_KEEPS = tuple(_KEPT.split())


def search_path(environ: Mapping[str, str]) -> str:
    """PATH without its relative entries: a folder of the archive never supplies a program."""
    entries = [entry for entry in environ.get("PATH", os.defpath).split(os.pathsep) if entry.startswith("/")]
    return os.pathsep.join(entries) or "/usr/bin:/bin"


def local(environ: Mapping[str, str], git_dir: Path, work_tree: Path | None) -> dict[str, str]:
    """The whole environment of a *local* command; only PATH comes from outside.

    git's folder is named, so that git searches for none (T23).
    """
    tree = {} if work_tree is None else {"GIT_WORK_TREE": str(work_tree)}
    return {
        **tree,
        "GIT_DIR": str(git_dir),
        "PATH": search_path(environ),
        "LC_ALL": "C",
        "HOME": "/nonexistent",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_REPLACE_OBJECTS": "1",  # history is what was hashed, not what refs/replace says
        "GIT_GRAFT_FILE": "/dev/null",  # nor what info/grafts says
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_ALLOW_PROTOCOL": PROTOCOLS,
        "GIT_PAGER": "cat",
    }


def transport(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment of fetch and push: the user's own programs and configuration, chosen by name."""
    kept = {name: environ[name] for name in _TRANSPORT_KEEPS if name in environ}
    return {
        **kept,
        "PATH": search_path(environ),
        "LC_ALL": "C",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_GRAFT_FILE": "/dev/null",
        "GIT_ALLOW_PROTOCOL": PROTOCOLS,
    }


def arguments() -> list[str]:
    """What stands between ``git`` and the command."""
    out = ["--no-pager", "--no-optional-locks"]
    for setting in SETTINGS:
        out += ["-c", setting]
    return out


SPARING = (
    "-c", "core.packedGitLimit=8m", "-c", "core.packedGitWindowSize=1m", "-c", "core.deltaBaseCacheLimit=16m",
)  # fmt: skip
"""For a git that reads a whole archive: without a limit it maps every pack, half a gigabyte of 100,000 records."""


def check_command(args: tuple[str, ...]) -> None:
    """InputError unless the command is one of :data:`COMMANDS`; a programming error made loud."""
    if not args or args[0] not in COMMANDS:
        raise InputError(f"git {args[0] if args else ''} is not among the commands that are safe on any archive")
