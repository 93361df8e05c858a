"""An edition's text as HTML: every voice told apart, the printed words under our errata, notes beside their calls.

The document speaks in serif; everyone else in sans, with a raised siglum. All
three readings are in the page at once; radios and ``:has()`` choose. Sigla and
hidden labels are no part of the text: whoever copies it copies the edition.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from markupsafe import Markup

from provenance.publish.render import capitalised, language_attributes, safe_words
from provenance.publish.signs import SIGLA, erratum_mark, left_in_the_document, mark_html, span_marks
from provenance.text.blocks import (
    Block,
    Bracket,
    Break,
    Call,
    Cell,
    EditionText,
    Emphasis,
    Inline,
    Mark,
    Section,
    Span,
    Words,
)
from provenance.text.layers import block_layer, bracket_layer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from provenance.text.blocks import Layer

VOICES = {
    "translator": "translator’s words",
    "editor": "editors’ words",
    "edition": "words of the edition",
    "record": "our words",
    "unknown": "words whose speaker is not stated",
}
KINDS_SAID = {
    "omission": "omission",
    "illegible": "illegible",
    "redacted": "withheld by the archive",
}
TAGS_SAID = {
    "title": "Title", "byline": "Byline", "heading": "Heading", "routing": "Routing", "classification": "Marking",
    "salutation": "Salutation", "dateline": "Dateline", "participants": "Participants", "signature": "Signature",
    "resolution": "Resolution", "stamp": "Stamp", "caption": "Caption", "source-note": "Source note",
    "quote": "Quotation", "verse": "Verse",
}  # fmt: skip
LABELLED_TAGS = frozenset({"routing", "classification", "resolution", "stamp", "source-note", "participants"})
"""Tags that a reader is told in words above the block; the others show by their form."""
STAYING = frozenset({"omission", "illegible", "redacted", "cap", "corr"})
"""Brackets that leave something in the document reading; the others go, with the space before them."""
OPENING = tuple("(“‘«„‹‚⟨")


@dataclass(frozen=True)
class Overlay:
    """An erratum of ours over the printed words of one block, at offsets of the printed reading."""

    key: str
    siglum: str
    start: int
    end: int
    now: str


@dataclass
class Scribe:
    """Writes one edition's text. ``owner`` is whose brackets are where nothing nearer says so.

    ``overlays`` are keyed by block id. ``printed`` keeps what was written of
    each block in the printed reading, so that a caller can hold it against the
    derived one.
    """

    text: EditionText
    owner: Layer = "unknown"
    overlays: Mapping[str, Sequence[Overlay]] = field(default_factory=dict)
    hands: Mapping[str, str] = field(default_factory=dict)
    printed: dict[str, str] = field(default_factory=dict, init=False)
    _out: list[str] = field(default_factory=list, init=False)
    _plain: list[str] = field(default_factory=list, init=False)
    _at: int = field(default=0, init=False)
    _now: Sequence[Overlay] = field(default=(), init=False)
    _calls: list[str] = field(default_factory=list, init=False)
    _called: dict[str, int] = field(default_factory=dict, init=False)
    _notes: dict[str, list[Block]] = field(default_factory=dict, init=False)
    _within: tuple[Section, ...] = field(default=(), init=False)
    _layer: Layer = field(default="document", init=False)
    _written: set[str] = field(default_factory=set, init=False)
    _opens: dict[str, int] = field(default_factory=dict, init=False)
    _closes: dict[str, int] = field(default_factory=dict, init=False)

    def write(self) -> Markup:
        """The whole text."""
        label = ""
        for block, sections in self.text.blocks():
            for section in sections:
                if section.kind == "bracketed" and _edge(section, 0) is block:
                    self._opens[block.id] = self._opens.get(block.id, 0) + 1
                if section.kind == "bracketed" and _edge(section, -1) is block:
                    self._closes[block.id] = self._closes.get(block.id, 0) + 1
            if block.note is not None:
                label = block.note
                self._notes.setdefault(label, []).append(block)
            elif block.continued and label:
                self._notes[label].append(block)
        self._items(self.text.items, ())
        left = [label for label in self._notes if label not in self._written]
        if left:
            self._out.append('<div class="block notes">')
            self._write_notes(left)
            self._out.append("</div>")
        return Markup("".join(self._out))  # noqa: S704  # each piece was escaped when it was made

    # ------------------------------------------------------------ sections and blocks

    def _items(self, items: Sequence[Section | Block], within: tuple[Section, ...]) -> None:
        for item in items:
            if isinstance(item, Section):
                self._section(item, (*within, item))
            elif item.note is None and not item.continued:
                self._within = within
                self._block(item)

    def _section(self, section: Section, within: tuple[Section, ...]) -> None:
        by = dict(section.attrs).get("by")
        speaker = by or ("editor" if section.kind == "headnote" else None)
        identity = Markup(' id="{}"').format(section.id) if section.id else Markup("")
        voice = {"editor": " by the editors", "translator": " by the translator"}.get(speaker or "", "")
        name = {"headnote": "Headnote", "attachment": "Attachment", "table": "Table", "bracketed": "In brackets"}
        label = safe_words(f"{name[section.kind]}{voice}")
        if section.kind == "table":
            self._out.append(
                Markup(
                    '<div class="scroll" role="region" aria-label="{}" tabindex="0"{}><table class="of-text"><tbody>'
                ).format(label, identity)
            )
            self._rows(section, within)
            self._out.append("</tbody></table></div>")
            return
        kind = {"headnote": "headnote", "attachment": "attach", "bracketed": "bracketed"}[section.kind]
        self._out.append(Markup('<section class="{}"{} aria-label="{}">').format(kind, identity, label))
        if section.kind == "headnote":
            self._out.append(Markup('<p class="tag section-tag">{}</p>').format(label))
        self._items(section.items, within)
        self._out.append("</section>")

    def _rows(self, section: Section, within: tuple[Section, ...]) -> None:
        self._within = within
        for block in section.items:
            if not isinstance(block, Block):  # a section within a table has no place in HTML's rows
                self._out.append('<tr><td class="n"></td><td colspan="99">')
                self._items((block,), within)
                self._out.append("</td></tr>")
                continue
            self._begin(block)
            self._out.append(Markup('<tr class="block"{}><td class="n">{}</td><td>').format(
                self._layer_of(block), self._number(block)))  # fmt: skip
            self._content(block, "</td><td>")
            self._write_notes_due()
            self._out.append("</td></tr>")
            self._finish(block)

    def _block(self, block: Block) -> None:
        self._begin(block)
        attrs = dict(block.attrs)
        kind = block.tag or "paragraph"
        lang = language_attributes(attrs.get("lang"))
        if block.tag == "title":
            self._out.append(Markup('<div class="block title-block"{}>{}<h3 class="edition-title"{}>').format(
                self._layer_of(block), self._number(block), lang))  # fmt: skip
            self._content(block)
            self._out.append("</h3>")
        else:
            self._out.append(
                Markup('<div class="block is-{}"{}>{}<p class="{}"{}>').format(
                    kind, self._layer_of(block), self._number(block), kind, lang
                )
            )
            self._tag(block, attrs)
            self._content(block)
            self._out.append("</p>")
        self._write_notes_due()
        self._out.append("</div>")
        self._finish(block)

    def _begin(self, block: Block) -> None:
        self._plain, self._at = [], 0
        self._now = sorted(self.overlays.get(block.id, ()), key=lambda overlay: overlay.start)
        self._layer = block_layer(block, self._within, self.owner)

    def _content(self, block: Block, cells: str = "&emsp;") -> None:
        self._words("[" * self._opens.get(block.id, 0))
        self._inlines(block.inlines, cells)
        self._words("]" * self._closes.get(block.id, 0))

    def _finish(self, block: Block) -> None:
        self.printed[block.id] = "".join(self._plain)

    def _layer_of(self, block: Block) -> Markup:
        return Markup(' data-layer="{}"').format(block_layer(block, self._within, self.owner))

    def _number(self, block: Block) -> Markup:
        said = f"Paragraph {block.number}" if block.number else TAGS_SAID.get(block.tag or "", "This paragraph")
        sign = block.number or "·"
        return Markup('<a class="num" id="{0}" href="#{0}" aria-label="{1}, permanent link">{2}</a>').format(
            block.id, said, sign
        )

    def _tag(self, block: Block, attrs: Mapping[str, str]) -> None:
        if block.tag not in LABELLED_TAGS and "by" not in attrs:
            return
        parts = [TAGS_SAID.get(block.tag or "", "Paragraph")]
        if "place" in attrs:
            parts[0] += f", {attrs['place'].replace('-', ' ')}"
        if "by" in attrs:
            parts.append(capitalised(self.hands.get(attrs["by"], attrs["by"])))
        self._out.append(Markup('<span class="tag">{}</span>').format(safe_words(". ".join(parts))))

    # ------------------------------------------------------------ notes

    def _write_notes_due(self) -> None:
        # a note may call a note: the queue grows while it is written
        while self._calls:
            due, self._calls = self._calls, []
            self._write_notes([label for label in dict.fromkeys(due) if label in self._notes])

    def _write_notes(self, labels: Sequence[str]) -> None:
        outer = self._plain, self._at, self._now, self._layer
        for label in labels:
            if label in self._written:
                continue
            self._written.add(label)
            first, *further = self._notes[label]
            lead = Markup('<b class="n">{}</b> ').format(label)
            if label in self._called:
                lead = Markup('<a class="n" href="#call-{0}" aria-label="Back to note call {0}">{0}</a> ').format(label)
            self._out.append(
                Markup('<aside class="note" role="doc-footnote" id="{}" aria-label="Note {}"><p>{}').format(
                    first.id, label, lead
                )
            )
            self._note_paragraph(first)
            self._out.append("</p>")
            for block in further:
                self._out.append(Markup('<p id="{}">').format(block.id))
                self._note_paragraph(block)
                self._out.append("</p>")
            self._out.append("</aside>")
        self._plain, self._at, self._now, self._layer = outer

    def _note_paragraph(self, block: Block) -> None:
        self._begin(block)
        self._content(block)
        self._finish(block)

    # ------------------------------------------------------------ inside a block

    def _inlines(self, nodes: Sequence[Inline], cells: str = "&emsp;") -> None:
        lead, skip = "", 0
        for position, node in enumerate(nodes):
            following = nodes[position + 1] if position + 1 < len(nodes) else None
            if isinstance(node, Words):
                text, skip = node.text[skip:], 0
                if isinstance(following, Bracket) and self._vanishes(following) and text.endswith((" ", "\u00a0")):
                    lead, text = text[-1], text[:-1]
                self._words(text)
            elif isinstance(node, Bracket):
                # a bracket behind an opening sign or at a line's start takes the space behind it along
                alone = not lead and self._vanishes(node) and (not self._plain or self._plain[-1].endswith(OPENING))
                tail = " " if alone and isinstance(following, Words) and following.text.startswith(" ") else ""
                self._bracket(node, lead, tail)
                lead, skip = "", len(tail)
            else:
                self._other(node, cells)

    def _other(self, node: Inline, cells: str) -> None:
        if isinstance(node, Break):
            self._out.append("<br>")
            self._silent("\n")
        elif isinstance(node, Cell):
            self._out.append(cells)
            self._silent("\t")
        elif isinstance(node, Emphasis):
            self._wrapped("<em>", node.children, "</em>")
        elif isinstance(node, Call):
            self._call(node)
        elif isinstance(node, Span):
            self._span(node)
        elif isinstance(node, Mark):
            self._out.append(mark_html(node))

    def _silent(self, printed: str) -> None:
        self._plain.append(printed)
        self._at += len(printed)

    def _words(self, text: str) -> None:
        """Plain words, with our errata laid over those of them that err."""
        start, cursor = self._at, 0
        self._silent(text)
        for overlay in self._now:
            first, last = max(overlay.start - start, cursor), min(overlay.end - start, len(text))
            if first >= last:
                continue
            self._out.append(safe_words(text[cursor:first]))
            self._out.append(Markup('<span class="err"><span class="rd-printed">{}</span>').format(
                safe_words(text[first:last])))  # fmt: skip
            if overlay.end <= start + len(text):
                self._out.append(Markup('<span class="rd-corr">{}</span></span>{}').format(
                    safe_words(overlay.now), erratum_mark(overlay.key, overlay.siglum)))  # fmt: skip
            else:
                self._out.append("</span>")
            cursor = last
        self._out.append(safe_words(text[cursor:]))

    def _wrapped(self, opening: str, children: Sequence[Inline], closing: str) -> None:
        self._out.append(opening)
        self._inlines(children)
        self._out.append(closing)

    def _call(self, call: Call) -> None:
        times = self._called.get(call.label, 0) + 1
        self._called[call.label] = times
        self._calls.append(call.label)
        identity = f"call-{call.label}" + (f"-{times}" if times > 1 else "")
        target = self._notes[call.label][0].id if call.label in self._notes else f"n{call.label}"
        self._out.append(
            Markup('<a class="call" id="{}" href="#{}" role="doc-noteref" aria-label="Note {}">{}</a>').format(
                identity, target, call.label, call.label
            )
        )

    # ------------------------------------------------------------ brackets, spans, marks

    def _speaker(self, bracket: Bracket) -> Layer:
        return bracket_layer(bracket, self._within, self._layer, self.owner)

    def _vanishes(self, bracket: Bracket) -> bool:
        return bracket.kind not in STAYING and self._speaker(bracket) != "document"

    def _bracket(self, bracket: Bracket, lead: str, tail: str) -> None:
        attrs, by = dict(bracket.attrs), self._speaker(bracket)
        if by == "document" and bracket.kind != "corr":
            self._words("[")
            self._inner(bracket.children, attrs)
            self._words("]")
            return
        hand = attrs.get("by", by)
        said = Markup('<span class="vh">({}:) </span>').format(safe_words(self._said(bracket, by, hand)))
        if bracket.kind == "cap":
            said = Markup("")
        self._out.append(
            Markup('<span class="by {}" data-by="{}" data-sig="{}">{}<span class="as-ed">').format(
                bracket.kind, by, safe_words(SIGLA.get(hand, hand)), said
            )
        )
        self._words(lead + "[")
        self._inner(bracket.children, attrs)
        self._words("]" + tail)
        self._out.append(Markup("</span>{}</span>").format(left_in_the_document(bracket, attrs)))

    def _said(self, bracket: Bracket, by: str, hand: str) -> str:
        if bracket.kind in KINDS_SAID:
            by_whom = " by the editors" if bracket.kind == "omission" and by in ("editor", "edition") else ""
            return KINDS_SAID[bracket.kind] + by_whom
        return VOICES.get(hand, f"written by {self.hands.get(hand, hand)}")

    def _inner(self, children: Sequence[Inline], attrs: Mapping[str, str]) -> None:
        lang = language_attributes(attrs.get("lang"))
        if lang:
            self._wrapped(Markup("<span{}>").format(lang), children, "</span>")
        else:
            self._inlines(children)

    def _span(self, span: Span) -> None:
        opening, closing = span_marks(span, self.hands)
        self._wrapped(opening, span.children, closing)


def _edge(section: Section, end: int) -> Block | None:
    """The first (0) or the last (-1) block of a section."""
    item: Section | Block = section
    while isinstance(item, Section):
        if not item.items:
            return None
        item = item.items[end]
    return item
