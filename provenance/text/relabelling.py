"""A text under other block ids: an owner's copy, numbered as the edition that it was fingerprinted from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from provenance.text.blocks import EditionText, Section

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from provenance.text.blocks import Item
    from provenance.text.fingerprint import Agreement


def ids_as_fingerprinted(text: EditionText, agreements: Sequence[Agreement]) -> EditionText:
    """The text with the ids that the fingerprints give its blocks; itself where they are the same already."""
    names = {here: there for one in agreements for here, there in zip(one.here, one.ids, strict=False) if here != there}
    return EditionText(_renamed(text.items, names)) if names else text


def _renamed(items: tuple[Item, ...], names: Mapping[str, str]) -> tuple[Item, ...]:
    return tuple(
        replace(item, items=_renamed(item.items, names))
        if isinstance(item, Section)
        else replace(item, id=names.get(item.id, item.id))
        for item in items
    )
