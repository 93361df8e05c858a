"""Writing an edition's text: one canonical form, which the reader gives back as the same values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.errors import InputError
from provenance.text.blocks import Block, Bracket, Break, Call, Cell, Emphasis, Mark, Section, Span, Words
from provenance.text.brackets import labelled
from provenance.text.ids import PlaceNames, printed_id
from provenance.text.scan import ID, LABEL, NUMBER, write_pairs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.text.blocks import Attrs, EditionText, Inline, Item

HEADER = "%text 1"

_ALWAYS = "\\[]{}*"
"""The backslash first: it would find its own."""
_HASH_ID = re.compile(f"#{ID}")
_LABEL = re.compile(LABEL)
_NUMBER = re.compile(NUMBER)
_AT_START = re.compile(r"[¶@|%]|:::")


def escape(words: str, *, at_start: bool = False) -> str:
    """The words as they are written: signs of the notation behind a backslash.

    ``at_start``: they begin a block, where ``¶ @ ::: | %`` are escaped too. A
    circumflex behind ``[`` and a colon behind an opening call are the writer's care.
    """
    escaped = words
    for sign in _ALWAYS:  # six passes in C are far cheaper than a call for each sign of a page that has a million
        escaped = escaped.replace(sign, "\\" + sign)
    return "\\" + escaped if at_start and _AT_START.match(escaped) else escaped


def write(text: EditionText) -> str:
    """The canonical source of a text; ``source`` and offsets are not looked at.

    A text made from values is well formed when its words hold no newline and
    touch no other words, no line ends with a space, emphasis is neither empty
    nor inside emphasis, and ids are unique. A newline among words, or an id,
    number or label that cannot be one, is an InputError, for it would be read as
    another block; the rest the reader refuses.
    """
    names = _Names(text)
    return HEADER + "\n" + "".join(_item(item, names) for item in text.items)


class _Names:
    """Says whether a block's id must be written: where the reader would give another."""

    def __init__(self, text: EditionText) -> None:
        taken = {section.id for _, sections in text.blocks() for section in sections if section.id}
        for block, _ in text.blocks():
            if block.given_id or self.follows(block) is not None:
                taken.add(block.id)
        self._names = PlaceNames(taken)

    @staticmethod
    def follows(block: Block) -> str | None:
        return None if block.continued else printed_id(block.number, block.note)

    def written(self, block: Block) -> str:
        """``#id``, or nothing."""
        follows = self.follows(block)
        if block.given_id or follows is not None:
            return f"#{block.id}" if block.given_id or block.id != follows else ""
        return "" if self._names.give(block) else f"#{block.id}"


def _item(item: Item, names: _Names) -> str:
    if isinstance(item, Section):
        attrs = f" {write_pairs(item.attrs)}" if item.attrs else ""
        name = f" #{item.id}" if item.id else ""
        _check(_HASH_ID, name[1:], "id")
        within = "".join(_item(each, names) for each in item.items)
        return f"\n::: {item.kind}{attrs}{name}\n{within}\n:::\n"
    return f"\n{write_head(item, names.written(item))}{write_inlines(item.inlines, at_start=True)}\n"


def write_head(block: Block, written_id: str) -> str:
    """What stands before a block's words; ``written_id`` is ``#id`` or empty."""
    _check(_HASH_ID, written_id, "id")
    _check(_LABEL, block.note, "label of a note")
    _check(_NUMBER, block.number, "paragraph number")
    if block.note is not None:
        return f"[^{block.note}{written_id}]{'+' if block.continued else ':'} "
    number = f"¶{block.number or ''}{written_id} " if block.number is not None or written_id else ""
    attrs = f"{{{write_pairs(block.attrs)}}}" if block.attrs else ""
    return number + (f"@{block.tag}{attrs} " if block.tag else "")


def write_inlines(inlines: Sequence[Inline], *, at_start: bool = False) -> str:
    """A block's inlines as they are written; ``at_start``: they are all of its words."""
    return _inlines(labelled(inlines), at_start=at_start)


def _inlines(inlines: Sequence[Inline], *, at_start: bool = False, in_bracket: bool = False) -> str:
    pieces: list[str] = []
    for index, inline in enumerate(inlines):
        if isinstance(inline, Words):
            if "\n" in inline.text:
                raise InputError(
                    f"a newline stands within the words {inline.text!r}", hint="a kept line break, or a space"
                )
            words = escape(inline.text, at_start=at_start and index == 0)
            opens_bracket = in_bracket and index == 0 and words.startswith("^")
            behind_call = at_start and index == 1 and isinstance(inlines[0], Call) and words[:1] in {":", "+"}
            pieces.append("\\" + words if opens_bracket or behind_call else words)
        else:
            pieces.append(_mark(inline))
    return "".join(pieces)


def _mark(inline: Break | Cell | Call | Emphasis | Bracket | Span | Mark) -> str:
    if isinstance(inline, Emphasis):
        return f"*{_inlines(inline.children)}*"
    if isinstance(inline, Bracket):
        label = write_label(inline.kind, inline.attrs) if inline.labelled else ""
        return f"[{_inlines(inline.children, in_bracket=True)}]{label}"
    if isinstance(inline, Span):
        return f"{write_label(inline.kind, inline.attrs)[:-1]}|{_inlines(inline.children)}}}"
    if isinstance(inline, Mark):
        return write_label(inline.kind, inline.attrs)
    if isinstance(inline, Call):
        _check(_LABEL, inline.label, "label of a note")
        return f"[^{inline.label}]"
    return "\n| " if isinstance(inline, Break) else "{|}"


def _check(pattern: re.Pattern[str], value: str | None, what: str) -> None:
    if value and pattern.fullmatch(value) is None:
        raise InputError(f"{value!r} cannot be the {what} of a text")


def write_label(kind: str, attrs: Attrs) -> str:
    """``{kind key=value}``."""
    return f"{{{kind} {write_pairs(attrs)}}}" if attrs else f"{{{kind}}}"
