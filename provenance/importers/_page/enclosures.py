"""A document inside a document: a dispatch's enclosure, with a title, a date and a signature of its own.

The rules, in order: the record's document is the one that the page's title
names, or else the first on the page; what stands behind a heading ``Enclosure``
(``Attachment``, ``Tab A``, ``Anlage``, ``Приложение``, ``Annexe``) belongs to the
enclosure up to the source note or the notes; so do its title, its date, its
signature, and none of them is the record's.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.importers._page.piece import Piece

_HEADING = re.compile(
    r"\[{0,2}(?:(?:En|In|Sub-?en|Sub-?in)closures?|ENCLOSURES?|INCLOSURES?|Attachments?|ATTACHMENTS?|Tab|TAB|Appendix|APPENDIX|"
    r"Annex|ANNEX|Annexe|ANNEXE|Pièce jointe|Anlage|ANLAGE|Приложение|ПРИЛОЖЕНИЕ)"
    r"(?:\s(?:in\s)?(?:No\.\s|Nr\.\s|№\s?)?(?:\d{1,3}|[A-Z])(?![^\W\d_]))?(?:(?:\s(?:in|to|zu|к)\s|\s?[.:,—–-]\s?)[^\]]{0,80})?"
    r"\.?\]{0,2}:?"
)
_PARAGRAPHS_BEFORE = 1


def mark_enclosures(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces, those of each enclosure counted; its headings tagged. The first piece is never an enclosure's."""
    found: list[Piece] = []
    count = 0
    for at, piece in enumerate(pieces):
        if at > _PARAGRAPHS_BEFORE and not piece.headnote and _is_heading(piece):
            count += 1
            found.append(replace(piece, tag="heading", attachment=count))
            continue
        ends = piece.tag == "source-note" or piece.note is not None
        found.append(piece if ends or not count else replace(piece, attachment=count))
    return tuple(found)


def _is_heading(piece: Piece) -> bool:
    paragraph = piece.paragraph
    if piece.tag not in (None, "heading") or len(paragraph.lines) > 1 or len(paragraph.words) > 110:  # noqa: PLR2004
        return False
    return _HEADING.fullmatch(paragraph.words) is not None
