"""An edit that follows its words from the text it was meant for to a newer one, where blocks were moved or divided."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from provenance.diff.align import align
from provenance.errors import InputError
from provenance.model.correction import MarkEdit, WordsEdit
from provenance.text.locate import find
from provenance.text.readings import Reading, derive

if TYPE_CHECKING:
    from provenance.model.address import Locator
    from provenance.model.correction import Edit
    from provenance.text.blocks import EditionText
    from provenance.text.dossier import Dossier


def follow(edit: Edit, before: Dossier, after: Dossier) -> Edit:
    """The same edit, addressed to where its words stand in ``after``.

    It is given back as it is where it is about fields or files, where its
    place still fits, or where nothing shows where the words went: then
    ``apply`` says what does not fit.
    """
    if not isinstance(edit, (WordsEdit, MarkEdit)) or edit.locator is None:
        return edit
    old, new = before.text(edit.edition), after.text(edit.edition)
    if old is None or new is None:
        return edit
    wanted = edit.locator
    if isinstance(edit, WordsEdit) and edit.old and wanted.words is None:
        wanted = replace(wanted, words=edit.old)
    found = where_now(wanted, old, new)
    if found is None:
        return edit
    if isinstance(edit, WordsEdit) and edit.locator.words is None:
        found = replace(found, words=None, nth=None)
    return replace(edit, locator=found)


def where_now(locator: Locator, before: EditionText, after: EditionText) -> Locator | None:
    """Where what a locator meant in one text stands in another; None where it does not fit, or is gone.

    A locator that names a section or a tag, not a block, is followed by the
    block that it led to.
    """
    try:
        place = find(before, locator)
    except InputError:
        return None
    left, right = (derive(text, Reading.PRINTED) for text in (before, after))
    for pair in align(left, right):
        if place.block.id not in {passage.id for passage in pair.before}:
            continue
        homes = sorted(pair.after, key=lambda passage: passage.id != place.block.id)
        for home in homes:
            moved = replace(place.locator, place=home.id)
            if _fits(moved, after):
                return moved
    return None


def _fits(locator: Locator, text: EditionText) -> bool:
    try:
        find(text, locator)
    except InputError:
        return False
    return True
