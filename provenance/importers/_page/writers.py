"""Whose papers a document is from; and the writer's own addition, called by ``#``, which is no editor's note."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from provenance.importers._page.inflection import nominative
from provenance.importers._page.names import party, russian_party
from provenance.importers._page.paragraphs import Stretch
from provenance.importers._page.title import OWNER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.importers._page.names import Party
    from provenance.importers._page.piece import Piece

_ADDED = re.compile(r"#\s?(?=[^\W\d_“«„\"'(])")
_CALL = re.compile(r"(?<=[\w,.;:)”»])\s?#(?=[\s,.;:)]|$)")


def owner(piece: Piece) -> Party | None:
    """Who keeps the diary that a heading above the title names: ``Из дневника П. И. Ветрова``."""
    match = OWNER.fullmatch(piece.paragraph.words.rstrip(" ."))
    if match is None:
        return None
    if match["ru"]:
        words = match["ru"].strip()
        who = russian_party(words, nominative(words, "genitive"))
    else:
        who = party(match["who"] or match["de"])
    return who if who.kind == "person" else None


def mark_additions(pieces: Sequence[Piece]) -> tuple[tuple[Piece, ...], tuple[int, ...]]:
    """Mark the paragraphs that begin with ``#`` where the text has a ``#`` for each; their places."""
    added = [at for at, piece in enumerate(pieces) if piece.note is None and _ADDED.match(piece.paragraph.lines[0])]
    there = set(added)
    calls = sum(
        len(_CALL.findall(line)) for at, piece in enumerate(pieces) if at not in there for line in piece.paragraph.lines
    )
    if not added or calls != len(added):
        return tuple(pieces), ()
    found = list(pieces)
    for at in added:
        paragraph = pieces[at].paragraph
        whole = tuple(Stretch("add", number, 0, len(line)) for number, line in enumerate(paragraph.lines))
        kept = tuple(one for one in paragraph.stretches if one.kind not in ("em", "speaker"))
        found[at] = replace(pieces[at], paragraph=replace(paragraph, stretches=(*whole, *kept)))
    return tuple(found), tuple(added)
