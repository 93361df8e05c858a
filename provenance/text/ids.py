"""Which id a block has where the file writes none, so that reader and writer always agree.

``¶12`` is ``p12`` and the note ``[^1]:`` is ``n1``: these follow from what is
printed. A block with neither number nor written id is named by its place: a
tagged one by its tag (``title``, then ``title-2``), a note's further paragraph
``n1-2``, any other ``u1``, ``u2``. Such names go around the ids that are
written; a block that must keep its id through insertions gets a written one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from provenance.text.blocks import Block, Section

if TYPE_CHECKING:
    from provenance.text.blocks import Item

_SIGNS = {"*": "star", "†": "dagger", "‡": "ddagger", "§": "sect", "‖": "par", "¶": "pilcrow", "#": "hash"}


def printed_id(number: str | None, note: str | None) -> str | None:
    """The id that follows from a printed number or a note's label; None without either."""
    if number is not None:
        return f"p{number}"
    return None if note is None else _note_id(note)


def _note_id(label: str) -> str:
    if label.isascii() and label.isalnum():
        return f"n{label}"
    return "n-" + "-".join(_SIGNS.get(char) or (char if _plain(char) else f"u{ord(char):x}") for char in label)


def _plain(char: str) -> bool:
    return char.isascii() and char.isalnum()


class PlaceNames:
    """Gives names by place, in printed order, around the ids in ``taken``."""

    def __init__(self, taken: set[str]) -> None:
        self._taken = taken
        self._counts: dict[str, int] = {}

    def next(self, block: Block) -> str:
        """The name of the next block that has no id of its own."""
        base, count = self._candidate(block)
        self._counts[base] = count
        self._taken.add(_numbered(base, count))
        return _numbered(base, count)

    def give(self, block: Block) -> bool:
        """Whether the block would be given the very id it has; if not, that id is taken from now on."""
        if _numbered(*self._candidate(block)) == block.id:
            self.next(block)
            return True
        self._taken.add(block.id)
        return False

    def _candidate(self, block: Block) -> tuple[str, int]:
        base = block.tag or (_note_id(block.note) if block.note else "u")
        first = 2 if block.note else 1  # 'u1'; 'title', then 'title-2'; but a note's second paragraph is 'n1-2'
        count = self._counts.get(base, first - 1) + 1
        while _numbered(base, count) in self._taken:
            count += 1
        return base, count


def _numbered(base: str, count: int) -> str:
    if base == "u":
        return f"u{count}"
    return base if count == 1 else f"{base}-{count}"


def named(items: tuple[Item, ...], names: PlaceNames) -> tuple[Item, ...]:
    """The items, each block whose id is still empty given its name."""
    found: list[Item] = []
    for item in items:
        if isinstance(item, Section):
            found.append(replace(item, items=named(item.items, names)))
        else:
            found.append(item if item.id else replace(item, id=names.next(item)))
    return tuple(found)
