"""A git program that stands still is ended: no command of ours waits for ever (THREATS T10).

What works is left to work, for hours if need be: a program counts as standing
still only where neither it nor what it started has used the processor, read or
written anything for :data:`PATIENCE`; what the kernel keeps waiting for a disk
that others fill has ten times that. Seen with refused system calls: an answer
of ``git cat-file`` that a full disk had swallowed, and a ``git fast-import``
whose pipe stayed open. Who asked is told so, as of a git that was killed; what
is on the branch is read again before anything is claimed.
"""

from __future__ import annotations

import io
import os
import select
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from provenance.errors import DamageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from _typeshed import WriteableBuffer

PATIENCE = 120.0
"""Seconds without a sign of life."""

SAID = "git stood still"
"""How the words begin that are told then."""

_LOOKS = 4  # how often within its time a program is looked at
_FOR_THE_DISK = 10  # so many times as long it may wait for that
_LAST = 5.0  # seconds for the kernel to end what was killed: one that waits for a dead disk cannot be ended
_BUFFER = 1 << 16


class Program(subprocess.Popen[bytes]):
    """A program with pipes; waiting for its end with a limit costs no more than without one."""

    def wait(self, timeout: float | None = None) -> int:
        """Its status. The library would look again after 1, 2, 4 … ms; the kernel can say when."""
        if timeout is not None and self.returncode is None and hasattr(os, "pidfd_open"):
            with suppress(OSError):
                descriptor = os.pidfd_open(self.pid)
                try:
                    ready = select.poll()
                    ready.register(descriptor, select.POLLIN)
                    ready.poll(max(timeout, 0) * 1000)
                finally:
                    os.close(descriptor)
        return super().wait(timeout)


def run(
    command: Sequence[str],
    *,
    env: Mapping[str, str],
    cwd: Path | str,
    stdin: bytes = b"",
    pass_fds: Sequence[int] = (),
    patience: float = PATIENCE,
) -> tuple[int, bytes, bytes]:
    """Run a program to its end: its status, output and error output. One that stood still was ended by a signal."""
    pipe = subprocess.PIPE
    with Program(command, stdin=pipe, stdout=pipe, stderr=pipe, env=env, cwd=cwd, pass_fds=tuple(pass_fds)) as process:
        try:
            out, err = communicate(process, stdin, patience)
        except BaseException:
            process.kill()
            raise
        return process.returncode, out, err


def communicate(process: subprocess.Popen[bytes], stdin: bytes, patience: float) -> tuple[bytes, bytes]:
    """As ``Popen.communicate``; a program that stands still is ended, and its error output says so.

    DamageError where even that does not end it: what it did cannot be told then.
    """
    given: bytes | None = stdin
    signs, since = None, time.monotonic()
    while True:
        try:
            return process.communicate(given, timeout=patience / _LOOKS)
        except subprocess.TimeoutExpired:
            given = None  # it is remembered
            signs, since = _looked_at(process, signs, since, patience / _LOOKS)
        if time.monotonic() - since >= patience:
            end(process)
            return b"", f"fatal: {SAID} for {patience:.0f} s and was ended".encode()


class Heard(io.RawIOBase):
    """What a program says, read as it comes. DamageError where it stands still without a word, and is ended."""

    def __init__(self, process: subprocess.Popen[bytes], stdout: IO[bytes], patience: float) -> None:
        """``stdout`` is the program's; nothing else may read from it."""
        super().__init__()
        self._process, self._stdout, self._patience = process, stdout, patience
        self._ready = select.poll()
        self._ready.register(stdout.fileno(), select.POLLIN)

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Read what is there, or wait for it."""
        if not self._ready.poll(self._patience * 1000 / _LOOKS):
            self._wait()
        return os.readv(self._stdout.fileno(), [buffer])

    def _wait(self) -> None:
        signs, since = None, time.monotonic() - self._patience / _LOOKS
        while not self._ready.poll(self._patience * 1000 / _LOOKS):
            signs, since = _looked_at(self._process, signs, since, self._patience / _LOOKS)
            if time.monotonic() - since >= self._patience:
                end(self._process)
                raise DamageError(
                    f"{SAID} for {self._patience:.0f} s while it was read, and was ended",
                    code="stood-still",
                    hint="look at the disk and its room, then give the command again",
                )

    def close(self) -> None:
        """Let go of the pipe."""
        if not self.closed:
            self._stdout.close()
        super().close()


def heard(process: subprocess.Popen[bytes], patience: float = PATIENCE) -> IO[bytes]:
    """The output of a program, to be read without waiting for ever; closed, the pipe is."""
    if process.stdout is None:  # pragma: no cover - every caller asked for it
        raise DamageError("git has no pipe to be read from")
    return io.BufferedReader(Heard(process, process.stdout, patience), _BUFFER)


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill a program and what it started; DamageError where the kernel cannot end it, since then it may still write."""
    for pid in _with_children(process.pid):  # the program first: its status is to say that it was killed
        with suppress(OSError):
            os.kill(pid, signal.SIGKILL)
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            with suppress(OSError):
                stream.close()
    try:
        process.wait(_LAST)
    except subprocess.TimeoutExpired as error:
        raise DamageError(
            f"{SAID} and cannot be ended: the disk does not answer; what it did cannot be told",
            code="stood-still",
            hint="look at the disk; provenance history shows what has been written",
        ) from error


def _looked_at(
    process: subprocess.Popen[bytes], signs: tuple[str, ...] | None, since: float, waited: float
) -> tuple[tuple[str, ...], float]:
    """The signs of life now, and since when they are the same."""
    now = tuple(_signs(process.pid))
    return now, since if signs is None else still_since(since, signs, now, waited)


def still_since(since: float, before: tuple[str, ...], now: tuple[str, ...], waited: float) -> float:
    """Since when a program shows no other sign of life: of ``waited`` for the disk (state D) a tenth counts."""
    if before != now:
        return time.monotonic()
    waits_for_the_disk = any(sign.startswith("D ") for sign in now)
    return since + waited * (1 - 1 / _FOR_THE_DISK) if waits_for_the_disk else since


def _signs(pid: int) -> Iterator[str]:
    """What changes as a program works: its time on the processor, bytes read and written; its children's too."""
    for one, said in _with_children(pid).items():
        yield said
        with suppress(OSError):
            yield Path(f"/proc/{one}/io").read_text(encoding="ascii")


def _with_children(pid: int) -> dict[int, str]:
    """A process and all that it started, parents first, each with its state and its time on the processor."""
    times: dict[int, str] = {}
    children: dict[int, list[int]] = {}
    for one, parent, spent in _processes():
        times[one] = spent
        children.setdefault(parent, []).append(one)
    found = [pid]
    for one in found:
        found += children.get(one, [])
    return {one: times.get(one, "") for one in found}


def _processes() -> Iterator[tuple[int, int, str]]:
    """Every process of the machine: its id, its parent's, its state and the time it has spent on the processor."""
    if not Path("/proc/self/stat").exists():
        ask = ["/bin/ps", "-A", "-o", "pid=,ppid=,state=,time="]  # macOS and the BSDs: to a hundredth of a second
        for line in subprocess.run(ask, capture_output=True, text=True, check=False).stdout.splitlines():  # noqa: S603
            one, parent, spent = line.split(maxsplit=2)
            yield int(one), int(parent), spent
        return
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError):
            # behind the name, which may hold anything: state, parent, …, and from the twelfth on the times
            fields = (entry / "stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
            yield int(entry.name), int(fields[1]), " ".join((fields[0], *fields[11:15]))
