"""One piece of a page: a paragraph, and what it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provenance.importers._page.paragraphs import Paragraph
    from provenance.text.blocks import BlockTag


@dataclass(frozen=True)
class Piece:
    """One block to be: its paragraph (without its number or label) and what it is.

    ``attachment`` counts the documents that stand inside this one, from 1; 0 is
    the record's own document. ``lemma``: the word of the text that a note is keyed by.
    ``in_parentheses``: a note's label is printed so, ``(1)``, and so then is its call.
    """

    paragraph: Paragraph
    tag: BlockTag | None = None
    number: str | None = None
    note: str | None = None
    continued: bool = False
    headnote: bool = False
    attachment: int = 0
    lemma: str | None = None
    in_parentheses: bool = False
