"""What a person, or a program, reads of a command: the one place that prints.

A command computes one value; ``answer`` renders it as lines or, under
``--json``, as one object, so that the two cannot disagree. Control characters
and marks that turn the direction of writing are made visible in everything
that comes from a record (THREATS T31).
"""

from __future__ import annotations

import os
import re
import sys
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from provenance.model.unseen import readable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from provenance.errors import ProvenanceError
    from provenance.ports import Progress

_STYLES = {"bold": "1", "faint": "2", "italic": "3", "under": "4", "red": "31", "green": "32", "yellow": "33"}
WIDEST = 100
_SPOOLED = 1 << 20
# A style is put between noncharacters with a number that no record can know; only `say` makes an escape of it,
# after everything else in the line was made visible. So no words of a record can steer the terminal.
_NONCE = f"{os.urandom(8).hex()}:"
_STYLED = re.compile(f"\ufdd0{_NONCE}([0-9;]*)\ufdd1")


class Terminal(NamedTuple):
    """Where answers and complaints go. ``interactive``: a person sits there; then, and only then, may a command ask.

    No dataclass: those would make half of what ``--help`` costs.
    """

    out: IO[str]
    err: IO[str]
    as_json: bool = False
    colour: bool = False
    interactive: bool = False
    width: int = WIDEST

    @classmethod
    def of_process(cls, *, as_json: bool) -> Terminal:
        """The terminal of this process; NO_COLOR and TERM=dumb are heeded, output is UTF-8 whatever the locale."""
        for stream in (sys.stdout, sys.stderr):
            reconfigure = getattr(stream, "reconfigure", None)
            if reconfigure is not None:
                reconfigure(encoding="utf-8", errors="backslashreplace")
        tty = sys.stdout.isatty()
        plain = as_json or not tty or "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb"
        width = WIDEST
        if tty:
            width = min(os.get_terminal_size().columns, WIDEST) or WIDEST
        return cls(sys.stdout, sys.stderr, as_json, not plain, tty and sys.stdin.isatty(), max(width, 40))

    def environment(self, name: str) -> str | None:
        """A variable of the environment, or None where it is unset or empty."""
        return os.environ.get(name) or None

    def say(self, text: str = "") -> None:
        """One or more lines for the reader."""
        print(self._shown(text), file=self.out)

    def _shown(self, text: str) -> str:
        shown = readable(text)
        return _STYLED.sub(lambda mark: f"\x1b[{mark[1]}m", shown) if self.colour else shown

    def say_all(self, pieces: Iterable[str]) -> None:
        """A long text for the reader, written as it is made; it ends with one line break."""
        waiting = ""
        for piece in pieces:
            text = waiting + piece
            shown = text.rstrip("\n")
            waiting = text[len(shown) :]
            if shown:
                self.out.write(self._shown(shown))
        self.out.write("\n")

    def note(self, text: str) -> None:
        """A remark beside the answer: to standard error, so that output can be piped."""
        print(readable(text), file=self.err)

    def answer(self, value: Mapping[str, Any], lines: Callable[[], Iterable[str]]) -> None:
        """The value as one JSON object, or as the lines for people.

        An iterator in the value is a list that need not fit into memory: it is written once all of it was made.
        """
        if self.as_json:
            from tempfile import SpooledTemporaryFile

            with SpooledTemporaryFile(_SPOOLED) as whole:  # all of it, or the error alone
                for part in _json(value):
                    whole.write(part)
                whole.seek(0)
                for row in whole:
                    self.out.write(row.decode("utf-8"))
            return
        for line in lines():
            self.say(line)

    def error(self, error: ProvenanceError) -> None:
        """What is wrong, where, and the mend."""
        if self.as_json:
            self.answer({"schema": 1, "error": error.as_json()}, tuple)
            return
        self.note(f"provenance: {error}")
        for conflict in getattr(error, "conflicts", ()):
            place = conflict.get("pointer") or conflict.get("block") or ""
            self.note(f"  {conflict.get('record') or ''} {place}".rstrip())
            for side in ("base", "ours", "theirs"):
                if conflict.get(side) is not None:
                    self.note(f"    {side:<7} {_as_typed(conflict[side])}")
        if error.candidates:
            for candidate in error.candidates[:12]:
                self.note(f"    {candidate}")
            if len(error.candidates) > 12:  # noqa: PLR2004
                self.note(f"    … and {len(error.candidates) - 12} more")
        if error.hint:
            self.note(f"  try: {error.hint}")

    def fault(self, fault: BaseException) -> None:
        """Our own mistake: said plainly, with the details in a file instead of on the screen."""
        import tempfile
        import traceback

        details = "".join(traceback.format_exception(fault))
        with tempfile.NamedTemporaryFile(
            "w", prefix="provenance-fault-", suffix=".txt", delete=False, encoding="utf-8"
        ) as file:
            file.write(details)
        message = f"this is a fault of provenance itself ({type(fault).__name__}); nothing was acknowledged as written"
        from provenance.errors import ProvenanceError

        self.error(ProvenanceError(message, code="fault", hint=f"please report it with the file {file.name}"))

    def paint(self, text: str, *styles: str) -> str:
        """The text in those styles, where colour is wanted; what it says of controls is made visible first."""
        shown = readable(text)
        if not self.colour or not styles:
            return shown
        return f"\ufdd0{_NONCE}{';'.join(_STYLES[style] for style in styles)}\ufdd1{shown}\ufdd0{_NONCE}0\ufdd1"

    def wrap(self, text: str, indent: int = 0) -> Iterator[str]:
        """The text in lines of the terminal's width."""
        import textwrap

        gap = " " * indent
        for line in text.split("\n"):
            yield from textwrap.wrap(
                line, self.width, initial_indent=gap, subsequent_indent=gap, break_on_hyphens=False
            ) or [""]

    def progress(self) -> Progress:
        """Who tells the person that sits there how far long work has come."""
        from provenance.cli.progress import Line

        return Line(self)

    def ask(self, question: str) -> str:
        """A line typed by the person who sits there; never called without one."""
        print(question, end=" ", file=self.err, flush=True)
        return sys.stdin.readline().strip()


def _json(value: Mapping[str, Any]) -> Iterator[bytes]:
    """One object, indented by two; lists that are iterators entry by entry."""
    from collections.abc import Iterator as AnIterator

    import orjson

    def said(part: object) -> bytes:
        option = orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS
        return orjson.dumps(part, option=option, default=str)

    if not any(isinstance(part, AnIterator) for part in value.values()):
        yield said(value) + b"\n"
        return
    before = b"{"
    for name, part in value.items():
        yield before + b"\n  " + said(name) + b": "
        before = b","
        if not isinstance(part, AnIterator):
            yield said(part).replace(b"\n", b"\n  ")
            continue
        first = True
        for entry in part:
            # a line break within a string is written as an escape: these are the layout's own
            yield (b"[" if first else b",") + b"\n    " + said(entry).replace(b"\n", b"\n    ")
            first = False
        yield b"[]" if first else b"\n  ]"
    yield b"\n}\n"


def _as_typed(value: object) -> str:
    """One side of a conflict: words as they are, a map or a set in the braces and brackets of YAML."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_as_typed(inside)}" for key, inside in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_as_typed, value)) + "]"
    return str(value)
