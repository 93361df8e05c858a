"""The document reading: what is left when all that editors and translators added is taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.text.brackets import printed_words
from provenance.text.layers import NOT_THE_DOCUMENT, block_layer, bracket_layer, stated_layer
from provenance.text.passages import Passage, Printer, Run, cut, joined, named_section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.text.blocks import Bracket, EditionText, Layer, Mark, Section, Span

GAP = "⟨…⟩"
"""What stands in the document reading for words that the edition does not give."""

_UNREADABLE = frozenset({"omission", "illegible", "redacted"})
_OPENING = "(“‘«„‹‚⟨\n\t"
_SPACES = " \u00a0\u202f"


class _Restorer(Printer):
    """Collects the runs of the document reading of one block."""

    def __init__(self, sections: Sequence[Section], block: Layer, brackets: Layer) -> None:
        super().__init__(sections, block, brackets)
        self.space_goes = False

    def add(self, run: Run) -> None:
        if self.space_goes and run.text:
            self.space_goes = False
            at_line_start = not self.runs or self.runs[-1].text.endswith("\n")
            if run.text[0] in _SPACES or (run.text == "\n" and at_line_start):
                run = cut(run, 1, len(run.text))
        super().add(run)

    def finish(self) -> tuple[Run, ...]:
        """The runs; a last line of which nothing is left goes with its break."""
        while self.space_goes and self.runs and self.runs[-1].text == "\n":
            self.runs.pop()
        return joined(self.runs)

    def drop(self) -> None:
        """Something goes here, with the space before; at a line's start and behind an opening sign, the space after."""
        last = self.runs[-1] if self.runs else None
        if last is None or last.text[-1] in _OPENING:
            self.space_goes = True
        elif last.text[-1] in _SPACES:
            self.runs.pop()
            if len(last.text) > 1:
                self.runs.append(cut(last, 0, len(last.text) - 1))

    def bracket(self, bracket: Bracket, kinds: tuple[str, ...]) -> None:
        layer = bracket_layer(bracket, self.sections, self.block, self.brackets)
        attrs = dict(bracket.attrs)
        within = (*kinds, bracket.kind)
        if bracket.kind == "corr":
            self.put(attrs.get("was", ""), within)
        elif layer == "document":
            super().bracket(bracket, kinds)
        elif bracket.kind in _UNREADABLE:
            self.add(Run(GAP, layer, within))
        elif bracket.kind == "cap":
            self.put(attrs.get("was", printed_words(bracket.children).swapcase()), within)
        else:
            self.drop()

    def put(self, words: str, kinds: tuple[str, ...]) -> None:
        if words:
            self.add(Run(words, "document", kinds))
        else:
            self.drop()

    def span(self, span: Span, layer: Layer, kinds: tuple[str, ...]) -> None:
        added_by = stated_layer(span.attrs)
        ours = added_by in NOT_THE_DOCUMENT
        # words that an editor struck out stood in the document; words that one added did not
        if (span.kind == "del" and not ours) or (span.kind == "add" and ours):
            self.drop()
        else:
            super().span(span, layer, kinds)

    def mark(self, mark: Mark, layer: Layer, kinds: tuple[str, ...]) -> None:
        if mark.kind == "gap":
            self.add(Run(GAP, layer, (*kinds, "gap")))


def restored(text: EditionText, brackets: Layer) -> tuple[Passage, ...]:
    """The document's own blocks, without what others added; a block of which nothing is left is no passage."""
    found = []
    for block, sections in text.blocks():
        layer = block_layer(block, sections, brackets)
        over = any(section.kind == "bracketed" for section in sections)
        if layer in NOT_THE_DOCUMENT or (over and layer != "document"):
            continue
        restorer = _Restorer(sections, layer, brackets)
        restorer.walk(block.inlines, layer, ())
        runs = restorer.finish()
        if any(not run.text.isspace() for run in runs):
            named = named_section(sections)
            found.append(Passage(block.id, block.tag, block.number, block.note, named, layer, runs))
    return tuple(found)
