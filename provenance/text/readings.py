"""The three readings of a text: what is printed, what it should be, what the document itself has.

**Printed** is what stands in the edition, without paragraph numbers and note
calls; a kept line break is a newline, a cell's boundary a tab; ``{pb}`` and
``{lb}`` are points of no width. **Corrected** lays our errata over it.
**Document** leaves out what editors and translators added: headnotes, notes,
titles, captions and the source note are no part of it; brackets go, with the
space before them (behind a line's start or an opening sign, the space after);
omission, illegible, redacted and gap give ``⟨…⟩``; ``was`` of a corrected word
wins; an altered capital goes back; deleted words go, later hands stay. Brackets
that are the document's own (``by=document``, or the volume's stated convention)
stay as they are printed.

Offsets of a passage count code points of its ``words``.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from provenance.text.layers import block_layer, bracket_layer
from provenance.text.overlay import laid_over, place_errata
from provenance.text.passages import Passage, Run, printed
from provenance.text.restoring import GAP, restored

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provenance.model.edition import Erratum
    from provenance.text.blocks import EditionText, Layer

__all__ = ["GAP", "Passage", "Reading", "Run", "block_layer", "bracket_layer", "derive", "place_errata"]


class Reading(StrEnum):
    """Which of the three."""

    PRINTED = "printed"
    CORRECTED = "corrected"
    DOCUMENT = "document"


def derive(
    text: EditionText, reading: Reading, *, errata: Mapping[str, Erratum] | None = None, brackets: Layer = "unknown"
) -> tuple[Passage, ...]:
    """The passages of one reading, in printed order.

    ``errata`` matter to the corrected reading alone; one that does not fit
    exactly once is left out (``place_errata`` says why). ``brackets`` is whose
    the volume says its brackets are.
    """
    if reading is Reading.DOCUMENT:
        return restored(text, brackets)
    passages = printed(text, brackets)
    return passages if reading is Reading.PRINTED else laid_over(passages, errata or {}, text)
