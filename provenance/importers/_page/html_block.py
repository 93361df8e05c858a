"""The block of an HTML page that is being gathered: its lines, what is known of its characters, how it looks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from provenance.importers._page.dateline import place_beside
from provenance.importers._page.markings import is_marking

if TYPE_CHECKING:
    from provenance.importers._page.paragraphs import Stretch
    from provenance.text.blocks import BlockTag

_LONGEST_HEADING = 250


@dataclass
class Block:
    """The block that is being gathered: finished lines, the line under way, what is known of their characters."""

    tag: BlockTag | None = None
    note: str | None = None
    lines: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    length: int = 0
    stretches: list[Stretch] = field(default_factory=list)
    cells: int = 0
    centred: bool = False
    labelled: bool = False
    letters: int = 0
    linked: int = 0

    def count(self, words: str, *, linked: bool) -> None:
        """How many characters it has, and how many of them lead to other pages; signs between links are neither."""
        letters = sum(map(str.isalnum, words))
        self.letters += letters
        self.linked += letters if linked else 0

    def look(self) -> BlockTag | None:
        """A line that stands in the middle and is bold throughout is a heading."""
        if not self.centred or self.note is not None or not 0 < self.letters < _LONGEST_HEADING:
            return None
        bold = sum(
            sum(map(str.isalnum, self.lines[one.line][one.start : one.end]))
            for one in self.stretches if one.kind == "b" and one.line < len(self.lines)
        )  # fmt: skip
        words = " ".join(self.lines)
        if is_marking(words) or (len(self.lines) == 1 and place_beside(words) is not None):
            return None
        return "heading" if bold >= self.letters or (words.isupper() and words[-1] not in ".:;") else None

    def add(self, words: str) -> None:
        """Words at the end of the line, spaces as one."""
        if not self.length or (words.startswith(" ") and self.words[-1].endswith(" ")):
            words = words.lstrip(" ")
        if words:
            self.words.append(words)
            self.length += len(words)

    def end_line(self) -> None:
        """A kept line break."""
        line = "".join(self.words)
        self.lines.append(line.rstrip())
        self.words, self.length = [], 0
