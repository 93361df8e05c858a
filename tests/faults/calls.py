"""Every system call of a correction refused in turn, in the writer and in each of its git children (T10).

``strace -e inject`` makes the N-th call of one kind fail, for N from 1 until
that process does not make so many. It takes hold of the writer, or (by a
``git`` on PATH) of one git command with what that starts in turn. What the
writer claims is kept in memory that it shares with the test: no system call is
needed to tell it.
"""

from __future__ import annotations

import mmap
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from provenance.errors import DamageError, ProvenanceError
from provenance.model.correction import Decision
from provenance.store import standstill
from provenance.store.archive import Archive
from tests.faults import routes
from tests.faults.cuts import NotHereError
from tests.faults.scene import AUTHOR, PLACES, git, value
from tests.faults.standing import Standing, fsck, look
from tests.faults.writers import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_FILES = {
    "openat": "EMFILE", "read": "EIO", "write": "ENOSPC", "fsync": "EIO", "rename": "EIO", "link": "EIO",
    "unlink": "EIO", "mkdir": "ENOSPC",
}  # fmt: skip
CALLS: dict[str, dict[str, str]] = {
    "the writer": {
        **_FILES, "pwrite64": "ENOSPC", "renameat": "EIO", "renameat2": "EIO", "linkat": "EIO", "unlinkat": "EIO",
        "mkdirat": "ENOSPC", "ftruncate": "EIO", "fchmod": "EPERM", "flock": "ENOLCK", "utimensat": "EIO",
        "pread64": "EIO", "newfstatat": "EIO", "fstat": "EIO", "lseek": "EIO", "getdents64": "EIO", "pipe2": "EMFILE",
        "vfork": "EAGAIN", "clone": "EAGAIN", "poll": "EINTR", "wait4": "EINTR",
    },
    "fast-import": {
        **_FILES, "pwrite64": "ENOSPC", "pread64": "EIO", "mmap": "ENOMEM", "execve": "ENOMEM", "close": "EIO",
    },
    "update-index": {**_FILES, "mmap": "ENOMEM"},
    "ls-files": {"openat": "EMFILE", "read": "EIO", "write": "EPIPE", "mmap": "ENOMEM"},
    "cat-file": {"openat": "EMFILE", "read": "EIO", "write": "ENOSPC", "mmap": "ENOMEM"},
}  # fmt: skip
"""In whom what is refused, and with which error: as when a disk breaks or fills up, or something runs out.

A refused ``close`` is not made at all and leaves a pipe open, a refused ``write`` to a pipe swallows an answer: no
kernel does either, but both make a git stand still for ever, and it must be found and ended."""

PATIENCE = 3.0
"""Seconds that a git may stand still here; it is minutes for an editor."""

LIMIT = 30
"""Seconds that a correction may take under one failing call."""

TIDIED = 20
"""After so many corrections the archive is packed: a fast-import that fails leaves its pack, and the next opens it."""

NEVER = 65_535
"""A call that is not made: the highest number that strace takes."""

PLACE = PLACES[0]

_DONE, _REFUSED, _DAMAGE, _RAW, _ACKNOWLEDGED, _GO = 1, 2, 3, 4, 5, 6


@dataclass
class Failed:
    """What came of it: failures tried, how each ended, what was found wrong."""

    tried: int = 0
    ended: Counter[str] = field(default_factory=Counter)
    claimed_and_absent: list[str] = field(default_factory=list)
    refused_and_present: list[str] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)
    """Errors of Python or a library that left the store."""
    stuck: list[str] = field(default_factory=list)
    lagging: list[str] = field(default_factory=list)
    slowest_next: float = 0.0
    standing: Standing = field(default_factory=Standing)


def check_possible() -> None:
    """NotHereError where calls cannot be refused."""
    if shutil.which("strace") is None:
        raise NotHereError("strace is not installed")
    done = subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotHereError(f"tracing is not permitted here: {done.stderr.strip().splitlines()[-1]}")


def refuse_each_call(
    top: Path, environ: Mapping[str, str], calls: Mapping[str, Mapping[str, str]] = CALLS, *, every: int = 1
) -> Failed:
    """Refuse each call of each kind in turn (``every`` 3: each third); after each a next correction, and a look."""
    check_possible()
    found, number = Failed(), 0
    for who, names in calls.items():
        for name, error in names.items():
            number += 1
            made = _made(top, environ, who, name, value(0, number))
            for which in range(1, made + TIDIED + 1, every):
                if number % TIDIED == 0:
                    git(top, environ, "gc", "--quiet", "--prune=now")
                number += 1
                if not _one(top, environ, who, f"{name}:error={error}:when={which}", number=number, found=found):
                    break
    every_one = look(top, environ, [])
    found.standing.doubled += every_one.doubled
    found.standing.set_back += every_one.set_back
    found.standing.unsound += fsck(top, environ)
    return found


def _made(top: Path, environ: Mapping[str, str], who: str, name: str, what: str) -> int:
    """How many calls of this kind a correction makes that nothing befalls."""
    told, log = _under_injection(top, environ, who, f"{name}:error=EIO:when={NEVER}", what)
    if told["end"] != _DONE:
        raise AssertionError(f"{who}, {name}: refused with nothing in its way: {told['words']}")
    return log.count(f"{name}(")


def _one(top: Path, environ: Mapping[str, str], who: str, inject: str, *, number: int, found: Failed) -> bool:
    """One correction with one failing call, and what it left; false where no process made that many calls."""
    what = value(0, number)
    tip = git(top, environ, "rev-parse", "HEAD").strip()
    told, log = _under_injection(top, environ, who, inject, what)
    case = f"{who}, {inject}"
    if told["hang"]:
        found.stuck.append(f"{case}: not done within {LIMIT} s")
    injected = "(INJECTED)" in log
    begun = time.monotonic()
    last = len(PLACES) - 1
    said = Writer(routes.provenance, top, environ, PLACES[last], writer=last, first=number, count=1).end(within=60)
    if not said or said[0].refused is not None:
        found.stuck.append(f"{case}: the next was {said[0].refused if said else 'never said'}")
    found.slowest_next = max(found.slowest_next, time.monotonic() - begun)
    present = what in {one.value for one in _landed(top, environ, tip, found)}
    _judge(told, case, found, present=present)
    found.lagging += [f"{case}: {line}" for line in git(top, environ, "status", "--porcelain").splitlines()]
    found.tried += injected
    return injected


def _landed(top: Path, environ: Mapping[str, str], tip: str, found: Failed) -> Iterator[object]:
    from tests.faults.standing import landed

    commits = landed(top, environ, tip)
    found.standing.mixed += [one.value for one in commits if not one.is_whole(PLACES) or not one.documented]
    yield from commits


def _judge(told: Mapping[str, object], case: str, found: Failed, *, present: bool) -> None:
    """Never 'done' and absent; never 'nothing was written' and there."""
    end, words = told["end"], told["words"]
    found.ended[
        {_DONE: "done", _REFUSED: "refused", _DAMAGE: "refused: damage", _RAW: "raw error", 0: "died"}[end]
    ] += 1  # type: ignore[index]
    if (told["acknowledged"] or end == _DONE) and not present:
        found.claimed_and_absent.append(case)
    if end == _REFUSED and present and not told["acknowledged"]:
        found.refused_and_present.append(f"{case}: {words}")
    if end == _RAW:
        found.raw.append(f"{case}: {words}{' (acknowledged)' if told['acknowledged'] else ''}")


def _under_injection(
    top: Path, environ: Mapping[str, str], who: str, inject: str, what: str
) -> tuple[dict[str, object], str]:
    """Make the correction in a child whose call, or whose git's call, fails: what it told, and the trace."""
    shared = mmap.mmap(-1, 4096)
    log = top.parent / "trace"
    log.unlink(missing_ok=True)
    strace = ["strace", "-qq", "-o", str(log), "-e", f"trace={inject.partition(':')[0]}", "-e", f"inject={inject}"]
    if who != "the writer":
        environ = {**environ, "PATH": f"{_traced_git(top.parent / 'bin', who, strace)}:{environ['PATH']}"}
    child = os.fork()
    if child == 0:
        _in_the_child(top, environ, what, shared)
    tracer = None
    if who == "the writer":
        tracer = subprocess.Popen([*strace, "-p", str(child)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _wait_for_tracer(child)
    shared[2] = _GO
    hang = not _ended(child)
    if hang:
        with suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)  # a git that lost its tracer lives on, and keeps the lock: rightly, but here
    if tracer is not None:
        tracer.wait(timeout=60)
    told = {
        "acknowledged": shared[1] == _ACKNOWLEDGED,
        "end": shared[0],
        "words": shared[16:1000].rstrip(b"\0").decode(errors="replace"),
        "hang": hang,
    }
    shared.close()
    return told, log.read_text(errors="replace") if log.exists() else ""


def _traced_git(folder: Path, command: str, strace: list[str]) -> Path:
    """A folder with a ``git`` that runs one of its commands, and what that starts, under strace."""
    folder.mkdir(exist_ok=True)
    script = folder / "git"
    script.write_text(
        f"#!/bin/sh\nreal={shutil.which('git')}\n"
        f'case " $* " in *" {command} "*) exec {shlex.join([*strace, "-f", "-A"])} $real "$@";; esac\nexec $real "$@"\n'
    )
    script.chmod(0o755)
    return folder


def _wait_for_tracer(child: int) -> None:
    for _ in range(2000):
        if "TracerPid:\t0\n" not in Path(f"/proc/{child}/status").read_text():
            time.sleep(0.01)  # strace goes on from there to ask for the children too
            return
        time.sleep(0.002)
    raise NotHereError("strace took no hold of the writer")


def _ended(child: int) -> bool:
    for _ in range(LIMIT * 200):
        if os.waitpid(child, os.WNOHANG)[0]:
            return True
        time.sleep(0.005)
    return False


def _in_the_child(top: Path, environ: Mapping[str, str], what: str, shared: mmap.mmap) -> None:
    sys.dont_write_bytecode = True
    standstill.PATIENCE = PATIENCE
    os.setpgid(0, 0)
    while shared[2] != _GO:  # a pipe would need a call that may be the one that fails
        time.sleep(0.001)
    end, words = _RAW, ""
    try:
        archive = Archive.open(top, environ=environ, author=AUTHOR)
        file = archive.snapshot().dossier(PLACE.record).files[PLACE.file.removeprefix(f"{PLACE.record.folder}/")]
        edit = PLACE.edit(PLACE.read(file.decode()), what)

        def acknowledge(_: object) -> None:
            shared[1] = _ACKNOWLEDGED

        archive.correct([edit], Decision(reason=what), acknowledge=acknowledge)
        end = _DONE
    except DamageError as error:
        end, words = _DAMAGE, str(error)
    except ProvenanceError as error:
        end, words = _REFUSED, str(error)
    except BaseException as error:  # noqa: BLE001 - told to the test
        import traceback

        last = traceback.extract_tb(error.__traceback__)[-3:]
        places = " < ".join(f"{Path(one.filename).name}:{one.lineno}" for one in last)
        words = f"{type(error).__name__}: {error} in {places}"
    finally:
        shared[0] = end
        shared[16 : 16 + len(words.encode()[:900])] = words.encode()[:900]
        os._exit(0)
