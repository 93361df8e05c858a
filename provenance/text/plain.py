"""A loose text without title or notation: its paragraphs, letter for letter; of marks, printed brackets alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.errors import InputError
from provenance.text.notation import parse
from provenance.text.readings import Reading, derive
from provenance.text.writing import HEADER, escape

if TYPE_CHECKING:
    from provenance.text.blocks import EditionText

_BLANK = re.compile(r"\n[^\S\n]*\n\s*")
_LINES = re.compile(r"\n(?<!\w[-\u00ad\u2010]\n)")
"""The end of a line, but where a word is broken at it."""
_SPACES = re.compile(r"[ \t\n\f\v]+")
"""What only parts words; a space that does not break, or is of a width of its own, was set on purpose."""


def plain_text(source: str) -> EditionText:
    """The paragraphs of a text: blank lines part them, or, where there is none, every line is one.

    A line at whose end a word is broken goes on in the next in any case. Lines
    of one paragraph are joined by a space, as they were only broken to fit a
    page. Brackets that pair up within a paragraph are printed brackets.
    """
    source = source.replace("\r\n", "\n").replace("\r", "\n").strip()
    paragraphs = _BLANK.split(source) if _BLANK.search(source) else _LINES.split(source)
    folded = (_SPACES.sub(" ", paragraph).strip() for paragraph in paragraphs)
    return parse("\n\n".join([HEADER, *(_written(words) for words in folded if words)]) + "\n")


def _written(words: str) -> str:
    """A paragraph in the notation, its brackets as brackets where they pair up."""
    escaped = escape(words, at_start=True)
    bracketed = escaped.replace("\\[", "[").replace("\\]", "]")
    if bracketed == escaped:
        return escaped
    try:
        (passage,) = derive(parse(f"{HEADER}\n\n{bracketed}\n"), Reading.PRINTED)
    except InputError:
        return escaped
    # '[^1]' would be a note's call, which is not printed
    return bracketed if passage.words == words else escaped
