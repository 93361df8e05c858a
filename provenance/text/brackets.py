"""The closed rule: what kind a bracket without a label is.

First fit, letters seen through marks: ``...`` or ``…`` omission; ``sic``; one
letter before a letter and after none, an altered capital; else supplied, of low
certainty where it ends in ``?``. Nothing is guessed from a word's language or
look beyond this; whatever differs is said by a label.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from provenance.text.blocks import Bracket, BracketKind, Break, Cell, Emphasis, Inline, Span, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LONGEST_LETTER = 8
"""A letter and its combining marks; no script needs more."""


def printed_words(inlines: Iterable[Inline]) -> str:
    """The characters that are printed: brackets with their signs, a newline for a kept break, a tab for a new cell."""
    pieces: list[str] = []
    _collect(inlines, pieces)
    return "".join(pieces)


def _collect(inlines: Iterable[Inline], pieces: list[str]) -> None:
    for inline in inlines:
        if isinstance(inline, Words):
            pieces.append(inline.text)
        elif isinstance(inline, Break):
            pieces.append("\n")
        elif isinstance(inline, Cell):
            pieces.append("\t")
        elif isinstance(inline, Bracket):
            pieces.append("[")
            _collect(inline.children, pieces)
            pieces.append("]")
        elif isinstance(inline, (Emphasis, Span)):
            _collect(inline.children, pieces)


def inferred_kind(children: Sequence[Inline], before: str = "", after: str = "") -> BracketKind:
    """The kind of an unlabelled bracket around ``children``, printed between ``before`` and ``after``."""
    words = printed_words(children)
    line = f"{before}[{words}]{after}"
    return kind_at(line, len(before) + 1, len(before) + 1 + len(words))


def kind_at(line: str, start: int, end: int) -> BracketKind:
    """The same for the bracket whose words stand at ``start`` to ``end`` of the printed line."""
    length = end - start
    if length <= _LONGEST_LETTER:
        words = line[start:end]
        if words in {"...", "…"}:
            return "omission"
        if words == "sic":
            return "sic"
        before = line[start - 2] if start >= 2 else " "  # noqa: PLR2004
        # a combining mark before the bracket belongs to a letter
        if _is("L", line[end + 1 : end + 2]) and not _is("LM", before) and _one_letter(words):
            return "cap"
    return "supplied"


def _is(categories: str, char: str) -> bool:
    return char != "" and unicodedata.category(char)[0] in categories


def _one_letter(words: str) -> bool:
    return _is("L", words[:1]) and all(_is("M", char) for char in words[1:])


def settle(inlines: Sequence[Inline]) -> tuple[Inline, ...]:
    """One block's inlines as they were read, each bracket without a label given the kind that the rule says.

    A label that says no more than the rule counts as none.
    """
    return _settled(inlines, by_rule=True)


def labelled(inlines: Sequence[Inline]) -> tuple[Inline, ...]:
    """One block's inlines as they will be written: brackets keep their kinds, labelled where the rule says another."""
    return _settled(inlines, by_rule=False)


def _settled(inlines: Sequence[Inline], *, by_rule: bool) -> tuple[Inline, ...]:
    line = printed_words(inlines)
    at = 0

    def within(children: Sequence[Inline]) -> tuple[Inline, ...]:
        return tuple(map(one, children))

    def one(inline: Inline) -> Inline:
        nonlocal at
        if isinstance(inline, Words):
            at += len(inline.text)
        elif isinstance(inline, (Break, Cell)):
            at += 1
        elif isinstance(inline, Bracket):
            at += 1
            start = at
            children = within(inline.children)
            rule = kind_at(line, start, at)
            at += 1
            kind = rule if by_rule and not inline.labelled else inline.kind
            says = kind != rule or bool(inline.attrs)
            if (kind, says) != (inline.kind, inline.labelled) or _changed(children, inline.children):
                return replace(inline, kind=kind, children=children, labelled=says)
        elif isinstance(inline, (Emphasis, Span)):
            children = within(inline.children)
            if _changed(children, inline.children):
                return replace(inline, children=children)
        return inline

    return within(inlines)


def _changed(new: Sequence[Inline], old: Sequence[Inline]) -> bool:
    return any(one is not other for one, other in zip(new, old, strict=True))


def certainty(bracket: Bracket) -> str | None:
    """How sure a bracket's words are: its ``cert=``; ``low`` where they were supplied and end in ``?``; else None."""
    stated = dict(bracket.attrs).get("cert")
    if stated is None and bracket.kind == "supplied" and printed_words(bracket.children).endswith("?"):
        return "low"
    return stated
