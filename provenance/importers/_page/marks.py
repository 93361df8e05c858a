"""A paragraph's printed characters made into inlines: brackets as spans, calls as calls, kept line breaks.

Brackets stay printed. One that does not balance in its paragraph is a plain
character, and is reported.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from provenance.importers._page.paragraphs import Stretch
from provenance.text.blocks import Bracket, BracketKind, Break, Cell, Emphasis, Mark, Span, Words
from provenance.text.blocks import Call as CallMark
from provenance.text.brackets import settle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.importers._page.calls import Call
    from provenance.text.blocks import Inline, SpanKind

_BRACKETS = re.compile(r"[\[\]]")
_PAGE = re.compile(r"[Pp]age (?P<n>\d{1,4})")
_SPANS: dict[str, SpanKind] = {"speaker": "speaker", "add": "add", "b": "b", "u": "u"}
_OMITTED = re.compile(r"<\s?(?:\.\.\.|…)\s?>|\((?:\.\.\.|…)\)")
"""Words left out, in signs that are no square brackets: printed as they are, with a mark behind them."""
_DEEPEST = 8
"""Brackets deeper than this stay plain characters: no page means them as marks."""

_REDACTED = r".{0,60}\b(?:not declassified|excised|redacted|withheld|blacked out|censored)\b.{0,60}"
_ILLEGIBLE = r"(?:illegible|unreadable|indecipherable|неразборчиво|illisible|unleserlich)\b.{0,60}"
_OF_THE_PAGE = (
    r"(?:Telegram|Cablegram|Draft|Copy|Confidential|Extract|Translation|Received\b.{0,80}|Inclosure.{0,40}|Enclosure.{0,40}|Sub-?(?:en|in)closure.{0,40}|Attachment.{0,40}|Handwritten.{0,120}|Signed|"
    r"Signature|Seal|Stamp.{0,80})\.?"
)
_KINDS: tuple[tuple[re.Pattern[str], BracketKind], ...] = (
    (re.compile(_REDACTED, re.IGNORECASE), "redacted"),
    (re.compile(_ILLEGIBLE, re.IGNORECASE), "illegible"),
    (re.compile(r"sic\s?[;,:!].{0,200}", re.IGNORECASE), "sic"),
    (re.compile(_OF_THE_PAGE), "remark"),
    (re.compile(r"(?:draft|copy|original|translation|fragment|enclosure|signature|date|place)(?: of)?\s?\?"), "remark"),
    (re.compile(r"etc\.?|&c\.?|usw\.?|и т\. ?д\.|<(?:\.\.\.|…)>|\.{4}|…\.", re.IGNORECASE), "omission"),
    (re.compile(r"Sources?\s?:.{0,20000}", re.IGNORECASE), "remark"),
)
"""What a bracket's own words say that it is, beyond the closed rule; each is reported as inferred."""


@dataclass
class Marked:
    """The inlines of a block, the kinds given to brackets beyond the closed rule, and brackets left plain."""

    inlines: tuple[Inline, ...]
    labelled: list[tuple[str, BracketKind]] = field(default_factory=list)
    unbalanced: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)


def mark(lines: Sequence[str], calls: Sequence[Call] = (), stretches: Sequence[Stretch] = ()) -> Marked:
    """The inlines of these lines; ``calls`` and ``stretches`` are those that count from the first."""
    inlines: list[Inline] = []
    marked = Marked(())
    for at, line in enumerate(lines):
        if at:
            inlines.append(Break())
        own = sorted((call for call in calls if call.line == at), key=lambda call: call.start)
        plain = _unbalanced(line, own)
        told = _first(plain, _MOST_TOLD)
        marked.unbalanced.extend(line[max(0, column - 20) : column + 20] for column in told)
        more = plain.count(1) - len(told)
        if more:
            marked.unbalanced.append(f"{more:,} more in this line")
        known = sorted((one for one in stretches if one.line == at), key=lambda one: (one.start, one.end))
        gaps = [Stretch("gap", at, match.end(), match.end()) for match in _OMITTED.finditer(line)]
        marked.gaps.extend(line[max(0, one.start - 20) : one.start] for one in gaps)
        inlines.extend(_Line(line, plain, marked, [*known, *gaps]).read(own))
    marked.inlines = settle(inlines)
    return marked


_MOST_TOLD = 50
"""Brackets without their other half that are told one by one, in a line; a line of nothing else has millions."""


def _unbalanced(line: str, calls: Sequence[Call]) -> bytearray:
    """Which brackets of a line have no other half (no mark runs over a kept line break), or stand too deep.

    A byte for each character, 1 where it is one: a line may hold nothing else.
    """
    plain = bytearray(len(line))
    within_calls = bytearray(len(line))
    for call in calls:
        within_calls[call.start : call.end] = b"\1" * (call.end - call.start)
    opened: list[int] = []
    for match in _BRACKETS.finditer(line):
        at = match.start()
        if within_calls[at]:
            continue
        if match[0] == "[":
            opened.append(at)
        elif not opened:
            plain[at] = 1
        else:
            start = opened.pop()
            if len(opened) >= _DEEPEST:
                plain[start] = plain[at] = 1
    for at in opened:
        plain[at] = 1
    return plain


def _first(plain: bytearray, most: int) -> list[int]:
    """Where the first of them stand."""
    found: list[int] = []
    at = plain.find(1)
    while at >= 0 and len(found) < most:
        found.append(at)
        at = plain.find(1, at + 1)
    return found


def _holds_whole_brackets(line: str, span: Stretch, plain: bytearray) -> bool:
    """Whether emphasis runs over brackets, each with its other half in it."""
    depth = count = 0
    for match in _BRACKETS.finditer(line, span.start, span.end):
        if plain[match.start()]:
            continue
        count += 1
        depth += 1 if match[0] == "[" else -1
        if depth < 0:
            return False
    return count > 0 and depth == 0


class _Line:
    """One line being read: ``stack`` holds what stands in the line and in each bracket that is open."""

    def __init__(self, line: str, plain: bytearray, marked: Marked, stretches: Sequence[Stretch] = ()) -> None:
        self.line = line
        self.points = sorted(
            (one for one in stretches if one.kind in ("page", "gap", "cell")), key=lambda one: one.start
        )
        spans = [one for one in stretches if one.kind in _SPANS or one.kind == "em"]
        self.around = [one for one in spans if one.kind == "em" and _holds_whole_brackets(line, one, plain)]
        self.spans = [one for one in spans if one not in self.around]
        self.edges = sorted([(one.start, 1) for one in self.around] + [(one.end, 0) for one in self.around])
        self.plain = plain
        self.marked = marked
        self.stack: list[list[Inline]] = [[]]

    def read(self, calls: Sequence[Call]) -> list[Inline]:
        """The inlines of the line."""
        position = 0
        for call in calls:
            self._stretch(position, call.start)
            self.stack[-1].append(CallMark(call.label))
            position = call.end
        self._stretch(position, len(self.line))
        return _without_space_at_end(self.stack[0])

    def _stretch(self, start: int, end: int) -> None:
        """The characters from ``start`` to ``end``, which hold no call."""
        position = start
        for match in _BRACKETS.finditer(self.line, start, end):
            if self.plain[match.start()]:
                continue
            position = self._to(position, match.start())
            self._say(position, match.start())
            position = match.end()
            if match[0] == "[":
                self.stack.append([])
            else:
                self._close(tuple(self.stack.pop()), self.line[position : position + 1])
        position = self._to(position, end)
        self._say(position, end)

    def _to(self, position: int, end: int) -> int:
        """Up to the last edge of emphasis round brackets before ``end``; where that is."""
        while self.edges and self.edges[0][0] <= end:
            edge, opens = self.edges.pop(0)
            self._say(position, edge)
            position = max(position, edge)
            if opens:
                self.stack.append([])
            else:
                self._put(Emphasis(tuple(self.stack.pop())))
        return position

    def _say(self, start: int, end: int) -> None:
        """The characters from ``start`` to ``end``, which hold neither calls nor brackets, as what they are."""
        while self.points and self.points[0].start <= start:
            self._point(self.points.pop(0))
        while start < end:
            while self.spans and self.spans[0].end <= start:
                self.spans.pop(0)
            next_point = self.points[0].start if self.points else end
            within = self.spans[0] if self.spans else None
            until = min(end, next_point)
            if within is None or within.start >= until:
                self._put(Words(self.line[start:until]))
            elif within.start > start:
                until = within.start
                self._put(Words(self.line[start:until]))
            else:
                until = min(until, within.end)
                self._put(*_as(within, self.line[start:until]))
            start = until
            while self.points and self.points[0].start <= start:
                self._point(self.points.pop(0))

    def _put(self, *inlines: Inline) -> None:
        self.stack[-1].extend(inlines)

    def _point(self, point: Stretch) -> None:
        if point.kind == "cell":
            self._put(Cell())
            return
        self._put(Mark("pb", (("n", point.value),)) if point.kind == "page" else Mark("gap"))

    def _close(self, children: tuple[Inline, ...], behind: str) -> None:
        """A bracket is complete: ``[Page 12]`` is a point where a page begins, all else a printed bracket."""
        page = _PAGE.fullmatch(children[0].text) if len(children) == 1 and isinstance(children[0], Words) else None
        if page is None:
            self.stack[-1].append(self._bracket(children))
            return
        self.marked.pages.append(f"[{page[0]}]")
        before = self.stack[-1][-1] if self.stack[-1] else None
        if (
            isinstance(before, Words) and before.text.endswith(" ") and behind in ("", " ")
        ):  # one space where two would meet
            words = before.text.rstrip(" ")
            self.stack[-1][-1:] = [Words(words)] if words else []
        self.stack[-1].append(Mark("pb", (("n", page["n"]),)))

    def _bracket(self, children: tuple[Inline, ...]) -> Bracket:
        words = _letters(children)
        if len(children) == 1 and isinstance(children[0], Bracket) and children[0].labelled:
            return Bracket(children[0].kind, children, labelled=True)  # [[Telegram.]]
        for pattern, kind in _KINDS:
            if pattern.fullmatch(words):
                self.marked.labelled.append((words, kind))
                return Bracket(kind, children, labelled=True)
        return Bracket("supplied", children)


def _letters(children: Sequence[Inline]) -> str:
    """The words of a bracket, seen through emphasis; a bracket in it is no word of its own."""
    return "".join(
        child.text if isinstance(child, Words) else _letters(child.children) if isinstance(child, Emphasis) else ""
        for child in children
    )


def _as(stretch: Stretch, words: str) -> tuple[Inline, ...]:
    """Words in emphasis, as a speaker's name, as an addition; words that are blank stay words."""
    if not words.strip(" "):
        return (Words(words),)
    if stretch.kind != "em":
        return (Span(_SPANS[stretch.kind], (Words(words),)),)
    plain = words.strip(" ")
    start = words.index(plain)
    before, behind = words[:start], words[start + len(plain) :]  # a space at its edge is no emphasis
    return tuple(one for one in (Words(before), Emphasis((Words(plain),)), Words(behind)) if one != Words(""))


def _without_space_at_end(inlines: list[Inline]) -> list[Inline]:
    """No space at a line's end, where a call may have left one."""
    if inlines and isinstance(inlines[-1], Words):
        words = inlines[-1].text.rstrip(" ")
        return [*inlines[:-1], Words(words)] if words else inlines[:-1]
    return inlines
