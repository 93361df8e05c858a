"""Send your corrections and releases to the server; it is never forced.

Examples:
  provenance push

Where the server has corrections that are not here, nothing is sent and the exit
status is 3: provenance pull first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from provenance.cli.terminal import Terminal


def arguments(parser: ArgumentParser) -> None:
    """Nothing to choose: the server is the upstream branch that git knows."""
    del parser


def run(options: Namespace, terminal: Terminal) -> int:
    """Send what the server has not."""
    from provenance.cli.desk import open_archive
    from provenance.cli.receipt import counted
    from provenance.store.sync import push

    pushed = push(open_archive(options, terminal))
    said = f"{counted(pushed.sent, 'commit')} sent." if pushed.sent else "The server has everything already."
    terminal.answer(pushed.as_json(), lambda: [said])
    return 0
