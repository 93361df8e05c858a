"""A paragraph's printed characters made into inlines: brackets as spans, calls as calls, kept line breaks.

Brackets stay printed. One that does not balance in its paragraph is a plain
character, and is reported.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from provenance.importers._page.paragraphs import Stretch
from provenance.text.blocks import Bracket, BracketKind, Break, Emphasis, Mark, Span, Words
from provenance.text.blocks import Call as CallMark
from provenance.text.brackets import settle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.importers._page.calls import Call
    from provenance.text.blocks import Inline

_BRACKETS = re.compile(r"[\[\]]")
_PAGE = re.compile(r"[Pp]age (?P<n>\d{1,4})")
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
        marked.unbalanced.extend(line[max(0, column - 20) : column + 20] for column in sorted(plain))
        known = sorted((one for one in stretches if one.line == at), key=lambda one: (one.start, one.end))
        gaps = [Stretch("gap", at, match.end(), match.end()) for match in _OMITTED.finditer(line)]
        marked.gaps.extend(line[max(0, one.start - 20) : one.start] for one in gaps)
        inlines.extend(_Line(line, plain, marked, [*known, *gaps]).read(own))
    marked.inlines = settle(inlines)
    return marked


def _unbalanced(line: str, calls: Sequence[Call]) -> set[int]:
    """Where brackets of a line have no other half (no mark runs over a kept line break), or stand too deep."""
    within_calls = {at for call in calls for at in range(call.start, call.end)}
    opened: list[int] = []
    plain: set[int] = set()
    for match in _BRACKETS.finditer(line):
        if match.start() in within_calls:
            continue
        if match[0] == "[":
            opened.append(match.start())
        elif not opened:
            plain.add(match.start())
        else:
            start = opened.pop()
            if len(opened) >= _DEEPEST:
                plain |= {start, match.start()}
    return plain.union(opened)


class _Line:
    """One line being read: ``stack`` holds what stands in the line and in each bracket that is open."""

    def __init__(self, line: str, plain: set[int], marked: Marked, stretches: Sequence[Stretch] = ()) -> None:
        self.line = line
        self.points = sorted((one for one in stretches if one.kind in ("page", "gap")), key=lambda one: one.start)
        self.spans = [one for one in stretches if one.kind in ("em", "speaker", "add")]
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
            if match.start() in self.plain:
                continue
            self._say(position, match.start())
            position = match.end()
            if match[0] == "[":
                self.stack.append([])
            else:
                self._close(tuple(self.stack.pop()))
        self._say(position, end)

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
                self._put(_as(within, self.line[start:until]))
            start = until
            while self.points and self.points[0].start <= start:
                self._point(self.points.pop(0))

    def _put(self, *inlines: Inline) -> None:
        self.stack[-1].extend(inlines)

    def _point(self, point: Stretch) -> None:
        self._put(Mark("pb", (("n", point.value),)) if point.kind == "page" else Mark("gap"))

    def _close(self, children: tuple[Inline, ...]) -> None:
        """A bracket is complete: ``[Page 12]`` is a point where a page begins, all else a printed bracket."""
        page = _PAGE.fullmatch(children[0].text) if len(children) == 1 and isinstance(children[0], Words) else None
        if page is None:
            self.stack[-1].append(self._bracket(children))
            return
        self.marked.pages.append(f"[{page[0]}]")
        before = self.stack[-1][-1] if self.stack[-1] else None
        if isinstance(before, Words) and before.text.endswith(" "):  # one space where two would meet
            words = before.text.rstrip(" ")
            self.stack[-1][-1:] = [Words(words)] if words else []
        self.stack[-1].append(Mark("pb", (("n", page["n"]),)))

    def _bracket(self, children: tuple[Inline, ...]) -> Bracket:
        words = "".join(child.text for child in children if isinstance(child, Words))
        if len(children) == 1 and isinstance(children[0], Bracket) and children[0].labelled:
            return Bracket(children[0].kind, children, labelled=True)  # [[Telegram.]]
        for pattern, kind in _KINDS:
            if pattern.fullmatch(words):
                self.marked.labelled.append((words, kind))
                return Bracket(kind, children, labelled=True)
        return Bracket("supplied", children)


def _as(stretch: Stretch, words: str) -> Inline:
    """Words in emphasis, as a speaker's name, as an addition; words that are blank stay words."""
    if not words.strip(" "):
        return Words(words)
    if stretch.kind == "em":
        return Emphasis((Words(words),))
    return Span("speaker" if stretch.kind == "speaker" else "add", (Words(words),))


def _without_space_at_end(inlines: list[Inline]) -> list[Inline]:
    """No space at a line's end, where a call may have left one."""
    if inlines and isinstance(inlines[-1], Words):
        words = inlines[-1].text.rstrip(" ")
        return [*inlines[:-1], Words(words)] if words else inlines[:-1]
    return inlines
