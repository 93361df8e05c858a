"""Bring what others corrected from the server, with your own unpublished corrections on top.

Examples:
  provenance pull
  provenance pull --json

Your corrections keep their id, author and date. Where one of yours and one of
theirs decided about the same field or the same words, nothing is moved and the
exit status is 3: provenance merge shows both, and settles it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from provenance.cli.terminal import Terminal
    from provenance.store.sync import Pulled


def arguments(parser: ArgumentParser) -> None:
    """Nothing to choose: the server is the upstream branch that git knows."""
    del parser


def run(options: Namespace, terminal: Terminal) -> int:
    """Fetch, replay, follow."""
    from provenance.cli.desk import open_archive
    from provenance.store.sync import pull

    pulled = pull(open_archive(options, terminal))
    terminal.answer(pulled.as_json(), lambda: _lines(pulled))
    return 0


def _lines(pulled: Pulled) -> Iterator[str]:
    from provenance.cli.receipt import counted

    if not pulled.received:
        yield "The server has nothing that is not here."
    else:
        yield f"{counted(pulled.received, 'commit')} came from the server."
    if pulled.replayed:
        yield f"{counted(len(pulled.replayed), 'correction')} of yours now stand on top, not yet pushed."
    for notice in pulled.notices:
        yield f"  note: {notice}"
