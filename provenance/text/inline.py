"""What stands inside a block: emphasis, calls, brackets, spans and marks, read from one line at a time.

The reader keeps its own stack, so depth is a number that is bounded and not
Python's recursion; no mark runs over a kept line break.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from provenance.text.blocks import (
    BRACKET_KINDS,
    MARK_KINDS,
    SPAN_KINDS,
    Attrs,
    Bracket,
    BracketKind,
    Break,
    Call,
    Cell,
    Emphasis,
    Inline,
    Mark,
    MarkKind,
    Span,
    SpanKind,
    Words,
)
from provenance.text.brackets import settle
from provenance.text.scan import LABEL, Source, read_pairs

if TYPE_CHECKING:
    from collections.abc import Sequence

DEPTH = 64
"""How deep marks may stand inside one another."""

_PLAIN = re.compile(r"[^\\\[\]{}*\n]+")
_ESCAPES = re.compile(r"(?:\\[^\n]){2,4096}")
"""Escaped signs in a row, taken at once; bounded, for the engine keeps a note of each turn."""
_CALL = re.compile(rf"\[\^({LABEL})\]")
_KIND = re.compile(r"\{([a-z]{1,16})")
_NEEDS: dict[str, tuple[str, ...]] = {"corr": ("was",), "var": ("w", "r")}
_NAMES = {"*": "emphasis", "[": "bracket", "{": "mark"}
AT_START = ("¶", "@", ":::", "|", "%")
"""What would be read as something else at the start of a block's words, and is escaped there."""


@dataclass
class _Open:
    """A mark that was opened and not yet closed."""

    sign: str
    start: int
    kind: str = ""
    attrs: Attrs = ()
    children: list[Inline] = field(default_factory=list)


def read_inlines(source: Source, lines: Sequence[tuple[int, int]]) -> tuple[Inline, ...]:
    """What stands on the lines of a block, each given as the offsets of its words' start and end.

    The first begins behind the block's head, the others behind their ``| ``.
    Raises InputError, with line and column, for anything the grammar does not have.
    """
    _check_start(source, *lines[0])
    if len(lines) == 1:  # most blocks are one line without any sign
        start, end = lines[0]
        plain = _PLAIN.match(source.text, start, end)
        if plain is not None and plain.end() == end:
            return (Words(plain[0], start, end),)
    found: list[Inline] = []
    for start, end in lines:
        if found:
            found.append(Break(start - 3, start))  # the newline and '| '
        found.extend(_Line(source, start, end).read())
    return settle(found)


def check_attrs(kind: str, attrs: Attrs) -> str | None:
    """What is missing among the attributes of a bracket or span of that kind; None where nothing is."""
    keys = {key for key, _ in attrs}
    missing = [key for key in _NEEDS.get(kind, ()) if key not in keys]
    return f"{kind!r} needs {' and '.join(f'{key}=' for key in missing)}" if missing else None


def _check_start(source: Source, start: int, end: int) -> None:
    if source.text.startswith(AT_START, start):
        sign = next(sign for sign in AT_START if source.text.startswith(sign, start))
        source.refuse(start, f"{sign!r} cannot begin a block's words", hint="\\" + sign)
    call = _CALL.match(source.text, start, end)
    if call and source.text[call.end() : call.end() + 1] in {":", "+"}:
        source.refuse(
            call.end(),
            "behind a call that opens a block, ':' and '+' would begin a note",
            hint="'[^1]: words' for a note, '\\:' for a printed colon",
        )


class _Line:
    """Reads one line; ``read`` gives its inlines with brackets not yet settled."""

    def __init__(self, source: Source, start: int, end: int) -> None:
        self.source = source
        self.text = source.text
        self.at = start
        self.end = end
        self.stack: list[_Open] = []
        self.top: list[Inline] = []
        self.buffer: list[str] = []
        self.words_start = start

    def read(self) -> list[Inline]:
        steps = {"\\": self.escape, "*": self.star, "[": self.open_bracket, "]": self.close_bracket}
        steps |= {"{": self.open_brace, "}": self.close_brace}
        while self.at < self.end:
            plain = _PLAIN.match(self.text, self.at, self.end)
            if plain is not None:
                self.hold(plain[0], plain.end())
            else:
                steps[self.text[self.at]]()
        self.flush()
        if self.stack:
            still = self.stack[-1]
            self.source.refuse(
                still.start,
                f"this {_NAMES[still.sign]} is not closed on its line",
                hint=f"close it, or write \\{still.sign} for the printed character; no mark runs over a line break",
            )
        return self.top

    @property
    def here(self) -> list[Inline]:
        """Where what is read next belongs."""
        return self.stack[-1].children if self.stack else self.top

    def hold(self, words: str, end: int) -> None:
        if not self.buffer:
            self.words_start = self.at
        self.buffer.append(words)
        self.at = end

    def flush(self) -> None:
        if self.buffer:
            self.here.append(Words("".join(self.buffer), self.words_start, self.at))
            self.buffer.clear()

    def open(self, sign: str, end: int, kind: str = "", attrs: Attrs = ()) -> None:
        if len(self.stack) >= DEPTH:
            self.source.refuse(self.at, f"marks stand more than {DEPTH} deep inside one another")
        self.flush()
        self.stack.append(_Open(sign, self.at, kind, attrs))
        self.at = end

    def close(self, sign: str, closer: str) -> _Open:
        self.flush()
        if not self.stack:
            self.source.refuse(self.at, f"this {closer!r} closes nothing", hint=f"\\{closer} for the printed character")
        last = self.stack[-1]
        if last.sign != sign:
            where = self.source.place(last.start)
            self.source.refuse(
                self.at,
                f"the {_NAMES[last.sign]} opened at {where} is not closed before this {closer!r}",
                hint=f"close it first, or write \\{closer} for the printed character",
            )
        return self.stack.pop()

    def escape(self) -> None:
        if self.at + 1 >= self.end:
            self.source.refuse(self.at, "this backslash escapes nothing", hint="\\\\ for a printed backslash")
        several = _ESCAPES.match(self.text, self.at, self.end)
        end = several.end() if several is not None else self.at + 2
        self.hold(self.text[self.at + 1 : end : 2], end)

    def star(self) -> None:
        if not any(mark.sign == "*" for mark in self.stack):
            self.open("*", self.at + 1)
            return
        mark = self.close("*", "*")
        if not mark.children:
            self.source.refuse(mark.start, "this emphasis is empty", hint=r"{b|words} for bold, \* for a printed star")
        self.at += 1
        self.here.append(Emphasis(tuple(mark.children), mark.start, self.at))

    def open_bracket(self) -> None:
        if not self.text.startswith("^", self.at + 1):
            self.open("[", self.at + 1)
            return
        call = _CALL.match(self.text, self.at, self.end)
        if call is None:
            self.source.refuse(self.at, "this is no note call", hint=r"[^1]; [\^ for a bracket and a circumflex")
        self.flush()
        self.here.append(Call(call[1], self.at, call.end()))
        self.at = call.end()

    def close_bracket(self) -> None:
        mark = self.close("[", "]")
        self.at += 1
        kind, attrs = self.label()
        self.here.append(
            Bracket(
                cast("BracketKind", kind or "supplied"),
                tuple(mark.children),
                attrs,
                labelled=kind is not None,
                start=mark.start,
                end=self.at,
            )
        )

    def label(self) -> tuple[str | None, Attrs]:
        """The label at this place, stepped over; or None: then a new mark or words follow."""
        kind = _KIND.match(self.text, self.at, self.end)
        if kind is None or kind[1] not in BRACKET_KINDS:
            return None, ()
        attrs, end = self.attributes(kind.end())
        if not self.text.startswith("}", end):
            return None, ()
        self.needs(kind[1], attrs)
        self.at = end + 1
        return kind[1], attrs

    def attributes(self, at: int) -> tuple[Attrs, int]:
        return read_pairs(self.source, at + 1) if self.text.startswith(" ", at) else ((), at)

    def needs(self, kind: str, attrs: Attrs) -> None:
        missing = check_attrs(kind, attrs)
        if missing:
            self.source.refuse(self.at, missing, hint='{corr was="41th"}, {var w=c2 r="P. Korneyev"|Korneyev}')

    def open_brace(self) -> None:
        if self.text.startswith("{|}", self.at):
            self.flush()
            self.here.append(Cell(self.at, self.at + 3))
            self.at += 3
            return
        kind = _KIND.match(self.text, self.at, self.end)
        if kind is None:
            self.source.refuse(
                self.at, "behind '{' the kind of a mark must stand", hint=r"\{ for the printed character"
            )
        attrs, end = self.attributes(kind.end())
        closer = self.text[end : end + 1]
        if closer == "|":
            self.span(kind[1], attrs, end + 1)
        elif closer == "}":
            self.mark(kind[1], attrs, end + 1)
        else:
            self.source.refuse(
                end, "here '}', or '|' and words, should stand", hint="{gap}, {u|words}, {add by=h2|all}"
            )

    def span(self, kind: str, attrs: Attrs, end: int) -> None:
        if kind not in SPAN_KINDS:
            self.source.refuse_word(self.at, "kind of span", kind, SPAN_KINDS)
        self.needs(kind, attrs)
        self.open("{", end, kind, attrs)

    def mark(self, kind: str, attrs: Attrs, end: int) -> None:
        if kind in BRACKET_KINDS:
            self.source.refuse(
                self.at,
                f"{{{kind}}} is the label of a bracket and must follow its ']' at once",
                hint=f"[words]{{{kind}}}",
            )
        if kind not in MARK_KINDS:
            self.source.refuse_word(self.at, "mark", kind, (*MARK_KINDS, *SPAN_KINDS, *BRACKET_KINDS))
        self.flush()
        self.here.append(Mark(cast("MarkKind", kind), attrs, self.at, end))
        self.at = end

    def close_brace(self) -> None:
        mark = self.close("{", "}")
        self.at += 1
        self.here.append(Span(cast("SpanKind", mark.kind), tuple(mark.children), mark.attrs, mark.start, self.at))
