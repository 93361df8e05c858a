"""A line on a person's terminal that says how far long work has come."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from provenance.cli.terminal import Terminal

T = TypeVar("T")


class Line:
    """Progress drawn by rich on standard error, so that what is printed stays clean for a pipe.

    Nothing is drawn where nobody looks: under ``--json``, and where standard
    error is no terminal.
    """

    def __init__(self, terminal: Terminal) -> None:
        """Draw where this terminal complains."""
        self._terminal = terminal

    def track(self, steps: Iterable[T], *, total: int | None, what: str) -> Iterator[T]:
        """Yield each step and move the bar."""
        if self._terminal.as_json or not self._terminal.err.isatty():
            yield from steps
            return
        from rich.console import Console
        from rich.progress import track

        yield from track(steps, description=what, total=total, console=Console(file=self._terminal.err), transient=True)
