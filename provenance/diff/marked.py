"""A change of marks in words: ``[x]`` that became ``[x]{gloss lang=ru-Latn}`` was declared as a gloss.

The history keeps the notation on both sides, so that nothing is lost; what a
reader is shown are the words that were marked and what was said of them.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from provenance.errors import InputError
from provenance.model.languages import language_name
from provenance.text.blocks import Attrs, Bracket, Break, Call, Emphasis, Inline, Mark, Span, Words, walk
from provenance.text.inline import read_inlines
from provenance.text.scan import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_HEAD = re.compile(r"(?:¶\S+ )?(?:@(?P<tag>[a-z-]+)(?:\{(?P<attrs>[^}]*)\})? )?(?=\S)")
_PAIR = re.compile(r'([a-z-]+)=(?:"([^"]*)"|(\S+))')
_SIGNS = frozenset("{[*\\@")
_BRACKETS = {
    "supplied": "words supplied", "omission": "an omission", "sic": "a sic", "cap": "an altered capital",
    "gloss": "a gloss", "corr": "a correction in the edition", "remark": "a remark",
    "illegible": "an illegible passage", "redacted": "words withheld by the archive",
}  # fmt: skip
_SPANS = {
    "u": "underlined", "b": "bold", "sc": "small capitals", "sup": "raised", "del": "struck out",
    "add": "written in", "hand": "of another hand", "speaker": "a speaker", "q": "a quotation", "name": "a name",
    "sic": "a sic", "var": "a place where a copy differs", "foreign": "foreign words",
    "expan": "an expanded abbreviation",
}  # fmt: skip
_POINTS = {"pb": "the beginning of a page", "lb": "the end of a line", "gap": "a gap"}
_ATTRS = {"by": "by {}", "was": "for “{}”", "w": "copy {}", "r": "which has “{}”", "n": "{}", "ref": "{}"}


@dataclass(frozen=True)
class Marked:
    """The words whose marks changed, and what was done: ``declared as a gloss (Russian in Latin letters)``."""

    words: str
    said: str


@dataclass(frozen=True)
class _Sign:
    """One mark: what it says of the words in it."""

    name: str
    attrs: Attrs
    words: str
    verb: str = "declared"
    ruled: bool = False
    """It follows from the brackets alone: nobody declared it."""

    def described(self) -> str:
        """Its name and its attributes, in words."""
        return f"{self.name} ({self.listed()})" if self.attrs else self.name

    def listed(self) -> str:
        """Its attributes, in words."""
        return ", ".join(_attribute(key, value) for key, value in self.attrs)


def marked(before: object, after: object) -> Marked | None:
    """What a change between two writings of the same words did to their marks; None where it is no such change."""
    if not isinstance(before, str) or not isinstance(after, str) or before == after:
        return None
    if _SIGNS.isdisjoint(before) and _SIGNS.isdisjoint(after):
        return None
    left, right = _read(before), _read(after)
    if left is None or right is None or left[1] != right[1]:
        return None
    words = left[1]
    gone, come = _less(left[0], right[0]), _less(right[0], left[0])
    if not gone and not come:
        return None
    whole = (come or gone)[0].words or words
    return Marked(" ".join(whole.split()), _said(gone, come))


def _less(signs: Sequence[_Sign], others: Iterable[_Sign]) -> list[_Sign]:
    left = Counter(signs)
    left.subtract(others)
    return [sign for sign, number in left.items() if number > 0]


def _said(gone: Sequence[_Sign], come: Sequence[_Sign]) -> str:
    if len(gone) == len(come) == 1 and gone[0].name == come[0].name:
        return _described(gone[0], come[0])
    was, now = (" and as ".join(sign.described() for sign in signs if not sign.ruled) for signs in (gone, come))
    if now:
        verb = next(sign.verb for sign in come if not sign.ruled)
        return f"{verb} as {now}, before as {was}" if was else f"{verb} as {now}"
    return f"no longer {gone[0].verb} as {was or gone[0].name}" if gone else f"now {come[0].name}"


def _described(gone: _Sign, come: _Sign) -> str:
    """A mark of the same kind that says something else now: only what differs."""
    more = replace(come, attrs=tuple(pair for pair in come.attrs if pair not in gone.attrs))
    less = tuple(pair for pair in gone.attrs if pair not in come.attrs)
    was = f", before: {replace(gone, attrs=less).listed()}" if less else ""
    return f"{come.verb} as {more.described()}{was}"


def _attribute(key: str, value: str) -> str:
    if key == "lang":
        return language_name(value)
    return _ATTRS.get(key, f"{key} {{}}").format(value)


def _read(words: str) -> tuple[list[_Sign], str] | None:
    """The marks of a stretch of notation, and its printed words; None where it cannot be read as one."""
    head = _HEAD.match(words)
    start = head.end() if head else 0
    signs = [_tag(head)] if head and head["tag"] else []
    lines: list[tuple[int, int]] = []
    at = start
    for line in words[start:].split("\n"):
        cut = 2 if lines and line.startswith("| ") else 0
        lines.append((at + cut, at + len(line)))
        at += len(line) + 1
    try:
        inlines = read_inlines(Source(words + "\n", None), lines)
    except InputError:
        return None
    return signs + [sign for inline in walk(inlines) if (sign := _sign(inline)) is not None], _printed(inlines)


def _tag(head: re.Match[str]) -> _Sign:
    attrs = tuple((key, quoted or bare) for key, quoted, bare in _PAIR.findall(head["attrs"] or ""))
    return _Sign(f"a {head['tag'].replace('-', ' ')}", attrs, "")


def _sign(inline: Inline) -> _Sign | None:
    if isinstance(inline, Emphasis):
        return _Sign("emphasis", (), _printed(inline.children), "marked")
    if isinstance(inline, Bracket):
        return _Sign(_BRACKETS[inline.kind], inline.attrs, _printed(inline.children), ruled=not inline.labelled)
    if isinstance(inline, Span):
        return _Sign(_SPANS[inline.kind], inline.attrs, _printed(inline.children), "marked")
    if isinstance(inline, Mark):
        return _Sign(_POINTS[inline.kind], inline.attrs, "", "marked")
    return None


def _printed(inlines: Iterable[Inline]) -> str:
    made = []
    for inline in inlines:
        if isinstance(inline, Words):
            made.append(inline.text)
        elif isinstance(inline, Break):
            made.append("\n")
        elif isinstance(inline, Bracket):
            made.append(f"[{_printed(inline.children)}]")
        elif isinstance(inline, (Emphasis, Span)):
            made.append(_printed(inline.children))
        elif isinstance(inline, Call):
            made.append(f"[^{inline.label}]")
    return "".join(made)


def widened(inlines: Iterable[Inline], start: int, end: int) -> tuple[int, int]:
    """A stretch of a block's source, as offsets into the file, widened to the marks that it cuts through."""
    low, high = start, end
    for inline in inlines:
        if isinstance(inline, (Words, Break)) or inline.end < start or inline.start > end:
            continue
        children = inline.children if isinstance(inline, (Emphasis, Bracket, Span)) else ()
        if children and children[0].start <= start < end <= children[-1].end:
            inner = widened(children, start, end)
            low, high = min(low, inner[0]), max(high, inner[1])
        elif inline.start < end or inline.end == start:
            low, high = min(low, inline.start), max(high, inline.end)
    return low, high
