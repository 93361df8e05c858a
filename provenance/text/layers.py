"""Who speaks: the layer of a block, of a bracket, of a span."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.text.blocks import LAYERS, Layer, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.text.blocks import Attrs, Block, Bracket

NOT_THE_DOCUMENT: frozenset[Layer] = frozenset({"translator", "editor", "edition", "record"})
"""The layers of those who published the document, and our own."""

_EDITION_TAGS = frozenset({"title", "byline", "source-note", "caption"})


def block_layer(block: Block, sections: Sequence[Section] = (), brackets: Layer = "unknown") -> Layer:
    """Who speaks in a block: its ``by=``, its sections' (innermost first); else what it is decides.

    Notes and headnotes are the editor's; title, byline, source note and caption
    the edition's; a bracket over blocks is whose the volume says; all else is
    the document's. A ``by=`` that names a hand or an agent and not a layer
    leaves the block what it is.
    """
    stated = stated_layer(block.attrs) or _stated_of(sections)
    if stated:
        return stated
    if block.note is not None or any(section.kind == "headnote" for section in sections):
        return "editor"
    if block.tag in _EDITION_TAGS:
        return "edition"
    return brackets if any(section.kind == "bracketed" for section in sections) else "document"


def stated_layer(attrs: Attrs) -> Layer | None:
    """The layer that ``by=`` names; None where it is absent, or names a hand or an agent."""
    by = dict(attrs).get("by")
    return next((layer for layer in LAYERS if layer == by), None)


def _stated_of(sections: Sequence[Section]) -> Layer | None:
    return next((by for by in map(stated_layer, (section.attrs for section in reversed(sections))) if by), None)


def bracket_layer(bracket: Bracket, sections: Sequence[Section], block: Layer, brackets: Layer) -> Layer:
    """Whose a bracket is: its ``by=``, else its section's, else the volume's convention, else unknown.

    In a block that is the editors' own (``block`` names its layer) so are its brackets.
    """
    stated = stated_layer(bracket.attrs) or _stated_of(sections)
    if stated:
        return stated
    return block if block in NOT_THE_DOCUMENT else brackets
