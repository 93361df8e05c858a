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

from provenance.importers._page.correspondents import from_to
from provenance.importers._page.parts import is_signature

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
_LONGEST_TITLE = 200
_LONGEST_NAME = 50


def mark_enclosures(pieces: Sequence[Piece], language: str = "en") -> tuple[Piece, ...]:
    """The pieces, those of each enclosure counted; its headings tagged. The first piece is never an enclosure's."""
    found: list[Piece] = []
    count = 0
    for at, piece in enumerate(pieces):
        begins = at > _PARAGRAPHS_BEFORE and not piece.headnote and _goes_on(pieces, at)
        if begins and (_is_heading(piece) or _is_title(pieces, at, language)):
            count += 1
            found.append(replace(piece, tag="heading", attachment=count))
            continue
        ends = piece.tag == "source-note" or piece.note is not None
        found.append(piece if ends or not count else replace(piece, attachment=count))
    return tuple(found)


def _goes_on(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a document can stand behind this place: ``Attachments`` at the end names what is not printed."""
    return at + 1 < len(pieces) and pieces[at + 1].tag != "source-note" and pieces[at + 1].note is None


def _is_title(pieces: Sequence[Piece], at: int, language: str) -> bool:
    """Whether a title of another document stands here without a heading: who to whom, behind a signature."""
    piece, before = pieces[at], pieces[at - 1].paragraph
    words = piece.paragraph.words
    if piece.tag not in (None, "heading") or piece.note is not None or len(words) > _LONGEST_TITLE:
        return False
    signed = is_signature(before, pieces[at - 2].paragraph, (), last=False) or (
        len(before.words) < _LONGEST_NAME and before.words.isupper()
    )
    return signed and len(from_to(words, language)) == 2  # noqa: PLR2004 - who, and to whom


def _is_heading(piece: Piece) -> bool:
    paragraph = piece.paragraph
    if piece.tag not in (None, "heading") or paragraph.table or len(paragraph.lines) > 1 or len(paragraph.words) > 110:  # noqa: PLR2004
        return False
    return _HEADING.fullmatch(paragraph.words) is not None
