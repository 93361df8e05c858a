"""A writer as a process of its own, forked from one that has everything loaded: it starts in milliseconds."""

from __future__ import annotations

import os
import select
import signal
import sys
import time
import traceback
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.faults.routes import RefusedError
from tests.faults.scene import value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from tests.faults.routes import Writing
    from tests.faults.scene import Place


SILENCE = 120
"""Seconds after which a writer that says nothing counts as hanging."""


@dataclass(frozen=True)
class Said:
    """One attempt, as its writer told it: acknowledged after so many seconds, or refused, and why."""

    value: str
    seconds: float
    refused: str | None = None


class Writer:
    """A process that writes ``count`` values at one place, one after the other; a process group with its children."""

    def __init__(
        self,
        route: Callable[[Path, Mapping[str, str]], Writing],
        top: Path,
        environ: Mapping[str, str],
        place: Place,
        *,
        writer: int,
        first: int = 1,
        count: int = 1_000_000,
    ) -> None:
        """Start it; it is ready when :meth:`ready` returns."""
        self._reading, telling = os.pipe()
        self.pid = os.fork()
        self._rest = b""
        if self.pid == 0:
            whats = (value(writer, number) for number in range(first, first + count))
            _in_the_child(
                telling, self._reading, lambda tell: _work(route, top, environ, place, whats=whats, tell=tell)
            )
        os.close(telling)

    def ready(self) -> None:
        """Wait until the archive is open."""
        while b"\n" not in self._rest:
            self._rest += self._more()
        self._rest = self._rest.partition(b"\n")[2]  # it does not wait for us

    def first(self) -> None:
        """Wait until it has said something."""
        while b"\n" not in self._rest:
            self._rest += self._more()

    def _more(self) -> bytes:
        """What it says next; a writer that is dead or hangs is an error."""
        if not select.select([self._reading], [], [], SILENCE)[0]:
            self.signal(signal.SIGKILL)
            raise TimeoutError(f"a writer said nothing for {SILENCE} s")
        more = os.read(self._reading, 4096)
        assert more, "the writer died; its traceback is above"
        return more

    def signal(self, number: int) -> None:
        """To the whole process group."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, number)

    def kill(self) -> list[Said]:
        """End it as the kernel does; what it had said by then."""
        self.signal(signal.SIGKILL)
        return self.end()

    def end(self, within: float = 600) -> list[Said]:
        """Wait for its end; what it said. One that is not done ``within`` so many seconds is killed: a hang."""
        until = time.monotonic() + within
        while os.waitpid(self.pid, os.WNOHANG)[0] == 0:
            if time.monotonic() > until:
                self.signal(signal.SIGKILL)
                os.waitpid(self.pid, 0)
                os.close(self._reading)
                raise TimeoutError(f"a writer was not done within {within:.0f} s")
            time.sleep(0.002)
        said = self._rest + b"".join(iter(lambda: os.read(self._reading, 65536), b""))
        os.close(self._reading)
        # the last line may be cut short by a kill: it was not said then
        return [_said(line) for line in said.decode().split("\n")[:-1] if line != "ready"]


def _said(line: str) -> Said:
    what, seconds, refused = line.split("\t")
    return Said(what, float(seconds), refused or None)


def _work(
    route: Callable[[Path, Mapping[str, str]], Writing],
    top: Path,
    environ: Mapping[str, str],
    place: Place,
    *,
    whats: Iterable[str],
    tell: Callable[[str], object],
) -> None:
    os.setpgid(0, 0)
    write = route(top, environ)
    tell("ready\n")
    for what in whats:
        begun = time.monotonic()
        try:
            write(place, what, lambda what=what, begun=begun: tell(f"{what}\t{time.monotonic() - begun:.4f}\t\n"))  # type: ignore[misc]
        except RefusedError as error:
            why = " ".join(str(error).split()) or "refused"
            tell(f"{what}\t{time.monotonic() - begun:.4f}\t{why}\n")


def _in_the_child(telling: int, reading: int, work: Callable[[Callable[[str], object]], None]) -> None:
    sys.dont_write_bytecode = True
    os.close(reading)
    os.set_inheritable(telling, False)
    status = 1
    try:
        work(lambda text: os.write(telling, text.encode()))
        status = 0
    except BaseException:  # noqa: BLE001 - nothing may reach pytest, which runs in this process too
        traceback.print_exc()
    finally:
        os._exit(status)
