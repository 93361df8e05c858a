"""An HTML page cut to the same paragraphs as a page of plain text, with what its markup says of them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from lxml import etree

from provenance.errors import InputError
from provenance.importers._page.front import is_source
from provenance.importers._page.furniture import NO_WORDS, is_apparatus, is_data, is_headnote
from provenance.importers._page.html_block import Block
from provenance.importers._page.html_data import (
    OF_DATA,
    Pair,
    data_pairs,
    entered,
    headers_of,
    hidden_author,
    run_in_pairs,
)
from provenance.importers._page.html_elements import (
    is_call,
    is_centred,
    line_of,
    named_tag,
    own_texts,
    raised_label,
    told_texts,
)
from provenance.importers._page.html_frame import BLOCKS, Frame, is_link
from provenance.importers._page.html_looks import trimmed
from provenance.importers._page.html_margin import margin_notes
from provenance.importers._page.html_notes import Links, links_of
from provenance.importers._page.html_pages import Invisible, is_line_number, page_begun, tidied
from provenance.importers._page.html_parse import parsed
from provenance.importers._page.html_place import Place, without_frame_around
from provenance.importers._page.html_tables import data_tables
from provenance.importers._page.lines import parted_lines
from provenance.importers._page.paragraphs import Paragraph, Residue, Stretch, cut

if TYPE_CHECKING:
    from provenance.text.blocks import BlockTag

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SPACES = re.compile(r"[ \t\r\n\f]+")
_DEEPEST = 250
_BEHIND_LABEL = re.compile(r"^\s?[.):\]](?=\s|$)")
_Opened = tuple[Literal["em", "b", "u", "call", "back"], int, str]
_OF_ROWS = frozenset({"td", "th", "p"})
_LOOKS: dict[str, Literal["em", "b", "u"]] = {"em": "em", "i": "em", "cite": "em", "b": "b", "strong": "b", "u": "u"}
"""How words look, as the notation has it; type that is only smaller or larger is no mark there."""


def cut_html(text: str, name: str | None = None) -> tuple[tuple[Paragraph, ...], tuple[Residue, ...]]:
    """The paragraphs of an HTML page, and what was left out of the reading.

    Raises InputError: entities of its own, markup too deep, no words at all.
    """
    found, residues = _Reader(parsed(text, name), name).read()
    return found, tuple(residues)


def _lines_of_their_own(paragraph: Paragraph) -> list[Paragraph]:
    """A paragraph cut where one of its kept lines begins something of its own: a note, an entry of a head."""
    if len(paragraph.lines) == 1 or paragraph.note is not None:
        return [paragraph]
    found: list[Paragraph] = []
    at = 0
    for lines in parted_lines(list(paragraph.lines)):
        found.append(paragraph.rows(at, at + len(lines)))
        at += len(lines)
    return found


class _Reader:
    """Goes once through the elements, without recursion."""

    def __init__(self, root: etree._Element, name: str | None) -> None:
        self.root = root
        self.name = name
        self.links: Links = links_of(root)
        self.margin = margin_notes(root, self.links.notes)
        self.main = root.find(".//main")
        if self.main is None:
            self.main = root.find(".//*[@role='main']")
        self.frame = Frame(root, self.main)
        self.pairs: dict[etree._Element, Pair] = data_pairs(root)
        self.run_in: dict[etree._Element, list[Pair]] = run_in_pairs(root)
        self.headers: dict[etree._Element, Pair] = headers_of(root)
        self.found: list[Paragraph] = []
        self.places: list[Place] = []
        self.residues: list[Residue] = []
        self.block = Block()
        self.opened: list[_Opened] = []
        self.aside: list[tuple[Block, list[_Opened], etree._Element]] = []
        self.notes_aside: list[Paragraph] = []
        self.quoted = 0
        self.gap = 1
        self.bare_sup = not self.links.calls and not self.margin
        self.tables = data_tables(root)
        self.frame.never_in(self.tables)
        self.table = 0
        self.term: Paragraph | None = None
        self.invisible = Invisible()
        self.linked = self.in_core = self.groups = self.editors = self.data = self.apparatus = 0
        self.linking: dict[etree._Element, None] = {}
        self.skipped: etree._Element | None = None
        self.group: int | None = None
        self.grouped: etree._Element | None = None
        self.window = ""

    def read(self) -> tuple[tuple[Paragraph, ...], list[Residue]]:
        walker = etree.iterwalk(self.root, events=("start", "end"))
        depth = 0
        for event, element in walker:
            depth += 1 if event == "start" else -1
            if depth > _DEEPEST:
                raise InputError(
                    f"the markup is more than {_DEEPEST} elements deep", code="too-deep", file=self.name,
                    line=line_of(element), hint="save the page as plain text",
                )  # fmt: skip
            if event == "end":
                self._end(element)
            elif self._is_left_out(element) or self._is_told_apart(element):
                walker.skip_subtree()
                self.skipped = element
            else:
                self._enter_group(element)
                self._start(element)
        self._flush(self.root)
        kept = without_frame_around(self.found, self.places, self.residues, self.window)
        return (*kept, *self.notes_aside), [*self.residues, *self.invisible.residues()]

    def _is_left_out(self, element: etree._Element) -> bool:
        """Whether an element is passed over; its words are reported, unless they are no words (scripts, styles)."""
        if not isinstance(element.tag, str) or element.tag in NO_WORDS:
            return True
        if element.tag == "title":
            words = _SPACES.sub(" ", "".join(map(str, element.itertext()))).strip()
            if words:
                self.window = self.window or words
                self.residues.append(Residue(words, line_of(element), "the title of the page's window"))
            return True
        why = self.frame.why_left_out(element)
        if why is None and self.main is not None and element is not self.main and self._is_beside(element, self.main):
            why = "page furniture: outside the page's main part"
        if why is None:
            return False
        words = _SPACES.sub(" ", " ".join(own_texts(element))).strip()
        hidden = hidden_author(element) if why == "hidden on the page" else None
        if words:
            self.residues.append(Residue(words, line_of(element), why, "author" if hidden else None, hidden))
        return True

    def _enter_group(self, element: etree._Element) -> None:
        """Each part of the page that stands beside the document's is counted."""
        above = element.getparent()
        if above is not None and self.frame.is_path(above) and not self.frame.is_path(element):
            self.groups += 1
            self.group, self.grouped = self.groups, element

    def _is_beside(self, element: etree._Element, main: etree._Element) -> bool:
        """Whether an element has no part in the main one: neither above it nor in it. Notes stay where they are."""
        if element.tag in ("html", "head", "body") or self.links.has_note(element):
            return False
        parent = element.getparent()
        # only the topmost is asked: below it everything is left out with it, inside main nothing
        return parent is not None and element not in self._path_to(main) and parent in self._path_to(main)[1:]

    def _path_to(self, main: etree._Element) -> list[etree._Element]:
        return [main, *main.iterancestors()]

    def _is_told_apart(self, element: etree._Element) -> bool:
        """Whether an element is read as a whole: data of the page, preformatted text, the mark of a page."""
        pair = self.pairs.get(element)
        if pair is not None:
            self._flush(element)
            self._state(pair, line_of(element))
            return True
        header = self.headers.get(element)
        if header is not None or element in self.run_in:
            self._flush(element)
            for one in self.run_in.get(element, ()):
                self._state(one, line_of(element))
            if header is not None:
                self.residues.append(Residue(header.label, line_of(element), OF_DATA, header.field, header.value))
            return True
        if element.tag == "dd" and element.getprevious() is not None and element.getprevious() in self.pairs:
            return True
        if element.tag == "pre" and not self.links.has_note(element):
            self._flush(element)
            self._preformatted(element)
            return True
        page = page_begun(element)
        if page is None:
            return self._is_between(element)
        words = _SPACES.sub(" ", "".join(map(str, element.itertext()))).strip()
        self.invisible.taken_out(words)
        if words.strip("\u200b"):
            self.residues.append(Residue(words, line_of(element), "a page's number inside the text"))
        if self.block.length and not self.table:
            self._page_point(page)
        return True

    def _is_between(self, element: etree._Element) -> bool:
        """Whether an element is a sign between two calls, or the number of a line: no word of the text."""
        if element.tag != "sup" and not is_line_number(element):
            return False
        words = _SPACES.sub(" ", "".join(map(str, element.itertext())))
        last = max((one.end for one in self.block.stretches[-4:] if one.kind == "call"), default=-1)
        between = element.tag == "sup" and words.strip() in (",", ";", "–", "-") and last == self._here()
        if not between and not is_line_number(element):
            return False
        why = "a sign between the calls of two notes" if between else "the number of a line"
        if words.strip():
            self.residues.append(Residue(words.strip(), line_of(element), why))
        return True

    def _page_point(self, page: str) -> None:
        here = self._here()
        self.block.stretches.append(Stretch("page", len(self.block.lines), here, here, page))

    def _state(self, pair: Pair, line: int) -> None:
        """A label and its value."""
        source = entered(pair, line, self.found, self.residues)
        if source is not None:
            self._put(replace(source, gap=self.gap))

    def _preformatted(self, element: etree._Element) -> None:
        """Text whose lines and blanks were kept: cut as a page of plain text is."""
        texts = ["\n" if inner.tag == "br" and kind == "start" else said for kind, inner, said in told_texts(element)]
        paragraphs, residues = cut(self.invisible.taken_out("".join(texts).replace("\xa0", " ")))
        first = line_of(element) - 1
        own = element is self.frame.core
        self.in_core += own
        for paragraph in paragraphs:
            self._put(replace(paragraph, line=paragraph.line + first))
        self.in_core -= own
        self.residues += [replace(residue, line=residue.line + first) for residue in residues]

    def _put(self, paragraph: Paragraph, *, linked: bool = False) -> None:
        inside = self.frame.core is None or self.in_core > 0
        group = self.group if not inside else None
        place = Place(linked=linked, inside=inside, group=group, apparatus=self.apparatus > 0)
        parts = _lines_of_their_own(tidied(paragraph, self.residues))
        self.found += parts
        self.places += [place] * len(parts)

    def _start(self, element: etree._Element) -> None:
        tag = element.tag
        if self.table and tag in _OF_ROWS:
            self._cell(tag)
        elif tag in BLOCKS and element not in self.margin:
            self._flush(element)
            self.in_core += element is self.frame.core
            self.editors += is_headnote(element)
            self.apparatus += is_apparatus(element)
            self.data += is_data(element)
            self.block.centred = is_centred(element)
            self.table = self.tables.get(element, self.table)
            self._go_on(tag)
            self.quoted += tag == "blockquote"
            self.gap += tag == "hr"
        if element in self.margin:
            self.aside.append((self.block, self.opened, element))
            self.block, self.opened = Block(note=self.margin[element]), []
        label = self.links.label_of(element)
        label = label or self.links.starts.get(element)
        if label is not None:
            self._flush(element)
            self.block.note = label
            self.gap = max(self.gap, 2) if not any(one.note for one in self.found[-1:]) else self.gap
        if tag in _LOOKS:
            self.opened.append((_LOOKS[tag], self._here(), ""))
        elif element in self.links.calls:
            self.opened.append(("call", self._here(), self.links.calls[element]))
        elif element in self.links.back:
            self.opened.append(("back", self._here(), ""))
        elif tag == "sup" and self.bare_sup and is_call(element, "".join(self.block.words)):
            self.opened.append(("call", self._here(), raised_label(element)))
        elif tag == "br":
            self._line_break()
        if is_link(element):
            self.linked += 1
            self.linking[element] = None
        if element.text:
            self._say(element.text)

    def _end(self, element: etree._Element) -> None:
        tag = element.tag
        if isinstance(tag, str) and tag not in NO_WORDS:
            if element is not self.skipped:
                self._close(element)
            if element in self.linking:
                self.linked -= 1
                del self.linking[element]
            if element in self.margin and element is not self.skipped:
                self._end_aside(element)
            elif tag in BLOCKS and not (self.table and tag in _OF_ROWS):
                self._flush(element)
                self.in_core -= element is self.frame.core
                self.editors -= element is not self.skipped and is_headnote(element)
                self.apparatus -= element is not self.skipped and is_apparatus(element)
                self.data -= element is not self.skipped and is_data(element)
                self.group = None if element is self.grouped else self.group
                self.quoted -= tag == "blockquote"
                self.term = self.found[-1] if tag == "dt" and self.found else self.term
                self.table = 0 if element in self.tables else self.table
        if element.tail:
            self._say(element.tail)

    def _end_aside(self, element: etree._Element) -> None:
        """A note in the margin ends: it stands behind the text, and is called where it stood."""
        label = self.margin[element]
        self._flush(element)
        self.block, self.opened, _ = self.aside.pop()
        here = self._here()
        self.block.stretches.append(Stretch("call", len(self.block.lines), here, here, label))

    def _close(self, element: etree._Element) -> None:
        """What an inline element said of its words."""
        own = element.tag in _LOOKS or element in self.links.calls or element in self.links.back
        if not self.opened or not (own or (element.tag == "sup" and self.opened[-1][0] == "call" and self.bare_sup)):
            return
        kind, start, value = self.opened.pop()
        row, end = len(self.block.lines), self._here()
        start = min(start, end)
        if kind == "back":
            self._take_out(start, end, element)
        elif end > start:
            if kind == "call" and start == 0 and not self.block.lines and element.tag == "sup":
                self.block.add(" ")  # a raised number at the head of a note: its label
                return
            self.block.stretches.append(Stretch(kind, row, start, end, value))

    def _take_out(self, start: int, end: int, element: etree._Element) -> None:
        """A link from a note back to its call: its number is the label, its arrow is reported."""
        line = "".join(self.block.words)
        words = line[start:end].strip()
        if words and not re.fullmatch(r"\[?\w{1,5}\]?[.)]?", words):
            self.residues.append(Residue(words, line_of(element), "a link from a note back to its call"))
        kept = line[:start].rstrip(" ")
        if kept.lstrip(" ") in ("[", "("):  # printed round the number: [1]
            kept = ""
        self.block.words, self.block.length = ([kept] if kept else []), len(kept)
        self.block.labelled = bool(words) and not kept

    def _cell(self, tag: str) -> None:
        """A cell begins, or a paragraph in one: behind the first of a row stands its boundary."""
        if tag in ("td", "th"):
            if self.block.cells:
                self.block.stretches.append(Stretch("cell", len(self.block.lines), self._here(), self._here()))
            self.block.cells += 1
        elif self.block.length:
            self.block.add(" ")

    def _go_on(self, tag: str) -> None:
        """What stands behind a term that ends in a colon (``Mr. Lund:``) goes on in its line."""
        term = self.term
        self.term = None if tag == "dd" else self.term
        if tag != "dd" or term is None or not self.found or self.found[-1] is not term or not term.words.endswith(":"):
            return
        self.found.pop()
        self.places.pop()
        self.block.lines, self.block.stretches = list(term.lines[:-1]), list(term.stretches)
        self.block.add(f"{term.lines[-1]} ")

    def _here(self) -> int:
        return self.block.length

    def _say(self, text: str) -> None:
        words = self.invisible.taken_out(_SPACES.sub(" ", text))
        if self.block.labelled:  # the stop behind a note's number, where the number alone leads back
            words = _BEHIND_LABEL.sub("", words)
            self.block.labelled = not words.strip()
        self.block.count(words, linked=self.linked > 0)
        self.block.add(words)

    def _line_break(self) -> None:
        if self.block.length and not self.table:
            self._look_up_to_here()
            self.block.end_line()
        elif self.table:
            self.block.add(" ")
        elif self.block.lines:  # two in a row part paragraphs
            note = self.block.note
            self._flush(None)
            self.block.note = note

    def _look_up_to_here(self) -> None:
        """A line breaks inside emphasis: what stands in it of this line is marked, and it begins anew in the next."""
        row, end = len(self.block.lines), self._here()
        self.block.stretches += [
            Stretch(kind, row, start, end) for kind, start, _ in self.opened if kind in ("em", "b", "u") and start < end
        ]
        self.opened = [(kind, 0 if kind in ("em", "b", "u") else start, value) for kind, start, value in self.opened]

    def _flush(self, element: etree._Element | None) -> None:
        """End the block under way, if it has words; what ``element`` begins or ends is told apart from it."""
        block = self.block
        if block.length or (block.cells and block.stretches):
            block.end_line()
        kept = [at for at, line in enumerate(block.lines) if line]
        if kept:
            lines = tuple(block.lines[: kept[-1] + 1])
            line = max(line_of(element), self.found[-1].line if self.found else 1)
            own, table = (None, self.table) if block.cells else (block.tag or block.look(), 0)
            stretches = trimmed(block.stretches, lines)
            editors = self.editors > 0 and block.note is None and own is None
            made = Paragraph(lines, line, self.gap, stretches, block.note, own, table, headnote=editors)
            if self.aside:
                self.notes_aside.append(made)
            elif self.data and made.note is None and not is_source(made.words):
                self.residues.append(Residue(made.words, line, OF_DATA))
            else:
                self._put(made, linked=0 < block.letters == block.linked)
                self.gap = 1
        tag: BlockTag | None = None
        if element is not None:
            is_caption = element.tag in ("figcaption", "caption")
            tag = "heading" if element.tag in _HEADINGS else "caption" if is_caption else named_tag(element)
        note = block.note if not kept or self.aside or self.links.is_inside_note(element) else None
        self.block = Block(tag=tag or ("quote" if self.quoted and note is None else None), note=note)
        self.opened = [(kind, 0, value) for kind, _, value in self.opened]
