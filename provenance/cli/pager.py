"""A long answer to a person at a terminal goes through a pager, as git's do; to anybody else it goes as it is."""

from __future__ import annotations

import io
import shlex
import shutil
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from provenance.cli.terminal import Terminal

PAGER = "less -R"
LESS = "FRX"  # quit if it fits, colours as they are, the screen stays: what git sets


def arguments(parser: ArgumentParser) -> None:
    """``--no-pager``."""
    parser.add_argument("--no-pager", action="store_true", help="print a long answer straight (as NO_PAGER=1 does)")


@contextmanager
def paged(options: Namespace, terminal: Terminal) -> Iterator[Terminal]:
    """The terminal to answer to; what is longer than the screen is shown by ``$PAGER`` where a person sits there."""
    command = _command(options, terminal)
    if not command:
        yield terminal
        return
    kept = io.StringIO()
    yield terminal._replace(out=kept)
    text = kept.getvalue()
    if text.count("\n") < shutil.get_terminal_size().lines or not _shown(command, text, terminal):
        terminal.out.write(text)


def _command(options: Namespace, terminal: Terminal) -> list[str]:
    if not terminal.interactive or terminal.as_json or options.no_pager or terminal.environment("NO_PAGER"):
        return []
    command = shlex.split(terminal.environment("PAGER") or PAGER)
    return [] if command[:1] in ([], ["cat"]) else command


def _shown(command: list[str], text: str, terminal: Terminal) -> bool:
    """Whether the pager took the text; one that is not there leaves it to us."""
    import os

    given = {"LESS": LESS, **os.environ, "LESSCHARSET": terminal.environment("LESSCHARSET") or "utf-8"}
    try:
        pager = subprocess.Popen(command, stdin=subprocess.PIPE, text=True, encoding="utf-8", env=given)  # noqa: S603
    except OSError:
        return False
    while True:
        try:
            pager.communicate(text)
        except KeyboardInterrupt:
            # the pager reads the key too, and decides for itself what it means
            continue
        except BrokenPipeError:
            pager.wait()
        return True
