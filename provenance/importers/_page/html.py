"""An HTML page cut to the same paragraphs as a page of plain text, with what its markup says of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from lxml import etree

from provenance.errors import InputError
from provenance.importers._page.furniture import NO_WORDS, why_left_out
from provenance.importers._page.html_notes import Links, links_of
from provenance.importers._page.html_tables import data_tables
from provenance.importers._page.lines import parted_lines
from provenance.importers._page.paragraphs import Paragraph, Residue, Stretch

if TYPE_CHECKING:
    from provenance.text.blocks import BlockTag

_WORDS_OF_BLOCKS = """
    address article blockquote body caption center dd details div dl dt fieldset figcaption figure footer h1 h2 h3 h4 h5
    h6 header hgroup hr html li main ol p pre section summary table tbody td tfoot th thead tr ul"""
_BLOCKS = frozenset(_WORDS_OF_BLOCKS.split())
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SPACES = re.compile(r"[ \t\r\n\f]+")
_SUBSET = re.compile(r"<!ENTITY|<!DOCTYPE[^>\[]{0,300}\[", re.IGNORECASE)
_RAISED = re.compile(r"\[?(\d{1,4}|[*†‡]{1,3})\]?")
_UNITS = re.compile(r"(?:^|[\s\d(])(?:[kcdm]?m|[^\W\d_])$")
_DEEPEST = 250
_STOPS = ' .,;:!?()[]“”"«»*'
_OF_ROWS = frozenset({"td", "th", "p"})
_LOOKS: dict[str, Literal["em", "b", "u"]] = {"em": "em", "i": "em", "cite": "em", "b": "b", "strong": "b", "u": "u"}
"""How words look, as the notation has it; type that is only smaller or larger is no mark there."""
_NAMED: dict[str, BlockTag] = {
    "signed": "signature", "signature": "signature", "dateline": "dateline", "salute": "salutation",
    "salutation": "salutation", "sourcenote": "source-note",
}  # fmt: skip
"""Names that editions give to elements by what they hold."""


def _parser() -> etree.HTMLParser:
    """A parser with every option stated: nothing is fetched, nothing expanded, no node is huge (THREATS T33)."""
    return etree.HTMLParser(  # type: ignore[call-arg]  # two options are newer than the stubs
        encoding="utf-8", remove_blank_text=False, remove_comments=True, remove_pis=True,
        no_network=True, target=None, schema=None, recover=True, compact=True, collect_ids=False, huge_tree=False,
        decompress=False, default_doctype=False,
    )  # fmt: skip


def cut_html(text: str, name: str | None = None) -> tuple[tuple[Paragraph, ...], tuple[Residue, ...]]:
    """The paragraphs of an HTML page, and what was left out of the reading.

    Raises InputError: entities of its own, markup too deep, no words at all.
    """
    subset = _SUBSET.search(text)
    if subset:
        raise InputError(
            "the page declares entities of its own, which are never expanded", code="entities", file=name,
            line=text.count("\n", 0, subset.start()) + 1, hint="take the <!ENTITY …> declarations out, or save as text",
        )  # fmt: skip
    try:
        root = etree.fromstring(text.encode("utf-8"), parser=_parser())
    except (etree.LxmlError, ValueError) as error:
        said = f"the page's markup cannot be read: {error}"
        raise InputError(said, file=name, hint="save it as plain text") from error
    if root is None:
        raise InputError("no words were found in the page", code="empty", file=name, hint="save it as plain text")
    found, residues = _Reader(root, name).read()
    return tuple(part for paragraph in found for part in _lines_of_their_own(paragraph)), residues


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


@dataclass
class _Block:
    """The block that is being gathered: finished lines, the line under way, what is known of their characters."""

    line: int = 0
    tag: BlockTag | None = None
    note: str | None = None
    lines: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    length: int = 0
    stretches: list[Stretch] = field(default_factory=list)
    table: int = 0
    cells: int = 0

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


class _Reader:
    """Goes once through the elements, without recursion."""

    def __init__(self, root: etree._Element, name: str | None) -> None:
        self.root = root
        self.name = name
        self.links: Links = links_of(root)
        self.found: list[Paragraph] = []
        self.residues: list[Residue] = []
        self.block = _Block()
        self.opened: list[tuple[Literal["em", "b", "u", "call", "back"], int, str]] = []
        self.quoted = 0
        self.gap = 1
        self.bare_sup = not self.links.calls
        self.tables = data_tables(root)
        self.table = 0
        self.term: Paragraph | None = None

    def read(self) -> tuple[tuple[Paragraph, ...], tuple[Residue, ...]]:
        main = self.root.find(".//main")
        if main is None:
            main = self.root.find(".//*[@role='main']")
        walker = etree.iterwalk(self.root, events=("start", "end"))
        depth = 0
        for event, element in walker:
            depth += 1 if event == "start" else -1
            if depth > _DEEPEST:
                raise InputError(
                    f"the markup is more than {_DEEPEST} elements deep", code="too-deep", file=self.name,
                    line=_line_of(element), hint="save the page as plain text",
                )  # fmt: skip
            if event == "end":
                self._end(element)
            elif self._is_left_out(element, main):
                walker.skip_subtree()
            else:
                self._start(element)
        self._flush(self.root)
        return tuple(self.found), tuple(self.residues)

    def _is_left_out(self, element: etree._Element, main: etree._Element | None) -> bool:
        """Whether an element is passed over; its words are reported, unless they are no words (scripts, styles)."""
        if not isinstance(element.tag, str) or element.tag in NO_WORDS:
            return True
        if element.tag == "title":
            words = _SPACES.sub(" ", "".join(map(str, element.itertext()))).strip()
            if words:
                self.residues.append(Residue(words, _line_of(element), "the title of the page's window"))
            return True
        why = why_left_out(element)
        if why is None and main is not None and element is not main and self._is_beside(element, main):
            why = "page furniture: outside the page's main part"
        if why is None:
            return False
        words = _SPACES.sub(" ", " ".join(_own_texts(element))).strip()
        if words:
            self.residues.append(Residue(words, _line_of(element), why))
        return True

    def _is_beside(self, element: etree._Element, main: etree._Element) -> bool:
        """Whether an element has no part in the main one: neither above it nor in it. Notes stay where they are."""
        if element.tag in ("html", "head", "body") or self.links.has_note(element):
            return False
        parent = element.getparent()
        # only the topmost is asked: below it everything is left out with it, inside main nothing
        return parent is not None and element not in self._path_to(main) and parent in self._path_to(main)[1:]

    def _path_to(self, main: etree._Element) -> list[etree._Element]:
        return [main, *main.iterancestors()]

    def _start(self, element: etree._Element) -> None:
        tag = element.tag
        if self.table and tag in _OF_ROWS:
            self._cell(tag)
        elif tag in _BLOCKS:
            self._flush(element)
            self.table = self.tables.get(element, self.table)
            self._go_on(tag)
            self.quoted += tag == "blockquote"
            self.gap += tag == "hr"
        label = self.links.label_of(element)
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
        elif tag == "sup" and self.bare_sup and _is_call(element, "".join(self.block.words)):
            self.opened.append(("call", self._here(), _label_of(element)))
        elif tag == "br":
            self._line_break()
        if element.text:
            self._say(element.text)

    def _end(self, element: etree._Element) -> None:
        tag = element.tag
        if isinstance(tag, str) and tag not in NO_WORDS:
            self._close(element)
            if tag in _BLOCKS and not (self.table and tag in _OF_ROWS):
                self._flush(element)
                self.quoted -= tag == "blockquote"
                self.term = self.found[-1] if tag == "dt" and self.found else self.term
                self.table = 0 if element in self.tables else self.table
        if element.tail:
            self._say(element.tail)

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
            self.residues.append(Residue(words, _line_of(element), "a link from a note back to its call"))
        kept = line[:start].rstrip(" ")
        self.block.words, self.block.length = ([kept] if kept else []), len(kept)

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
        self.block.lines, self.block.stretches = list(term.lines[:-1]), list(term.stretches)
        self.block.add(f"{term.lines[-1]} ")

    def _here(self) -> int:
        return self.block.length

    def _say(self, text: str) -> None:
        if self.block.line == 0 and text.strip():
            self.block.line = 1
        self.block.add(_SPACES.sub(" ", text))

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
            line = max(_line_of(element), self.found[-1].line if self.found else 1)
            stretches = _trimmed(block.stretches, lines)
            own, table = (None, self.table) if block.cells else (block.tag, 0)
            self.found.append(Paragraph(lines, line, self.gap, stretches, block.note, own, table))
            self.gap = 1
        tag: BlockTag | None = None
        if element is not None:
            is_caption = element.tag in ("figcaption", "caption")
            tag = "heading" if element.tag in _HEADINGS else "caption" if is_caption else _named_tag(element)
        note = block.note if not kept or self.links.is_inside_note(element) else None
        self.block = _Block(tag=tag or ("quote" if self.quoted and note is None else None), note=note)
        self.opened = [(kind, 0, value) for kind, _, value in self.opened]


def _named_tag(element: etree._Element) -> BlockTag | None:
    """What an element's own names say that its words are: ``class="tei-signed"``."""
    words = re.split(r"[\s_-]+", element.get("class", "").lower()[:200])
    return next((_NAMED[word] for word in words if word in _NAMED), None)


def _line_of(element: etree._Element | None) -> int:
    """The line of the file an element begins in; 1 where it is not known."""
    line: object = None if element is None else element.sourceline
    return line if isinstance(line, int) else 1


def _own_texts(element: etree._Element) -> list[str]:
    """The words below an element, without scripts and styles."""
    found: list[str] = []
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, inner in walker:
        if event == "start":
            if not isinstance(inner.tag, str) or inner.tag in NO_WORDS:
                walker.skip_subtree()
            elif inner.text:
                found.append(inner.text)
        elif inner is not element and inner.tail:
            found.append(inner.tail)
    return found


def _label_of(element: etree._Element) -> str:
    match = _RAISED.fullmatch("".join(map(str, element.itertext())).strip())
    return match[1] if match else ""


def _is_call(element: etree._Element, before: str) -> bool:
    """Whether a raised figure calls a note: not the power of a unit (``m²``), not behind a figure."""
    return bool(_label_of(element)) and not _UNITS.search(before[-4:]) and not before[-1:].isdigit()


def _trimmed(stretches: list[Stretch], lines: tuple[str, ...]) -> tuple[Stretch, ...]:
    """What is known of characters that are there: in the lines that were kept, without the spaces at its ends."""
    found: list[Stretch] = []
    # words have one look in the notation: a call before emphasis, emphasis before underlined, underlined before bold
    looks = {"u": ("em", "call"), "b": ("em", "call", "u")} if any(one.kind in ("b", "u") for one in stretches) else {}
    above = {kind: _covered(stretches, lines, kinds) for kind, kinds in looks.items()}
    for one in sorted(stretches, key=lambda stretch: (stretch.line, stretch.start)):
        if one.line >= len(lines):
            continue
        if one.kind == "cell":
            found.append(one)
            continue
        words = lines[one.line][one.start : one.end]
        start = one.start + len(words) - len(words.lstrip())
        end = one.start + len(words.rstrip())
        inside = found and found[-1].line == one.line and start < found[-1].end and found[-1].kind == one.kind == "em"
        covered = above[one.kind][one.line] if one.kind in above else None
        if covered is not None and (_is_layout(lines[one.line], start, end) or covered.find(1, start, end) >= 0):
            continue
        if end > start and not inside:
            found.append(Stretch(one.kind, one.line, start, end, one.value))
    return tuple(found)


def _is_layout(line: str, start: int, end: int) -> bool:
    """Whether bold or underlined words are so by the page's layout: a whole line, a number at its head, a label."""
    words, behind = line[start:end].strip(_STOPS), line[end:]
    if line[:start].strip(_STOPS):
        return False
    return (
        not behind.strip(_STOPS) or words.isdigit() or line[:end].endswith(":") or behind.lstrip(" ").startswith(":")
    )  # fmt: skip


def _covered(stretches: list[Stretch], lines: tuple[str, ...], kinds: tuple[str, ...]) -> list[bytearray]:
    """For each line a byte for each character, 1 where it stands in a stretch of these kinds."""
    covered = [bytearray(len(line)) for line in lines]
    for one in stretches:
        if one.kind in kinds and one.line < len(lines):
            covered[one.line][one.start : one.end] = b"\1" * len(covered[one.line][one.start : one.end])
    return covered
