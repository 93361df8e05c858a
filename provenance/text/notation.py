"""How an edition's text is written in ``editions/ID.txt``, read strictly.

    text    = "%text 1" NL {NL item} ;   item = section | block ;
    section = "::: " con [attrs] [" #" id] NL {NL item} NL ":::" NL ;
    block   = head inline NL {"| " inline NL} ;
    head    = "[^" label ["#" id] "]" (":"|"+") " "
            | ["¶" (num ["#" id] | "#" id) " "] ["@" tag ["{" pairs "}"] " "] ;

``inline`` is read by ``inline``, written by ``writing``; ``brackets`` has the
closed rule for brackets without a label. What is accepted beyond the canonical
form: an escape that was not needed, a value in quotation marks that could stand
bare, a bracket's label that says no more than the rule. All else is an
InputError with line and column, so that no mark is ever taken for words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple, cast

from provenance.text.blocks import (
    BLOCK_TAGS,
    SECTION_KINDS,
    Attrs,
    Block,
    BlockTag,
    EditionText,
    Item,
    Section,
    SectionKind,
)
from provenance.text.brackets import inferred_kind
from provenance.text.ids import PlaceNames, named, printed_id
from provenance.text.inline import read_inlines
from provenance.text.scan import ID, LABEL, NUMBER, Source, read_pairs
from provenance.text.writing import HEADER, escape, write

__all__ = ["SECTION_DEPTH", "escape", "inferred_kind", "parse", "write"]

SECTION_DEPTH = 16
"""How deep sections may stand inside one another."""

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_SPACE_AT_END = re.compile(r"[ \t](?=\n)")
_NOTE = re.compile(rf"\[\^({LABEL})(?:#({ID}))?\]([:+]) ")
_NUMBERED = re.compile(rf"¶(?:({NUMBER})(?:#({ID}))?|#({ID})) ")
_TAG = re.compile(r"@([a-z-]{1,32})")
_SECTION = re.compile(r"::: ([a-z-]{1,32})")
_SECTION_ID = re.compile(rf" #({ID})")


def parse(source: str, *, file: str | None = None) -> EditionText:
    """The text that stands in ``source``; linear in its length.

    Raises InputError, with line, column and the mend, for whatever the grammar
    does not have; no other exception, whatever the source.
    """
    scanned = Source(source, file)
    _check_characters(scanned)
    if source.partition("\n")[0] != HEADER:
        scanned.refuse(0, f"the text of an edition begins with the line {HEADER!r}", hint=HEADER)
    return _Reader(scanned).read()


def _check_characters(source: Source) -> None:
    wrong = _FORBIDDEN.search(source.text)
    if wrong and wrong[0] == "\r":
        source.refuse(wrong.start(), "a carriage return: line ends must be LF alone", hint="save with Unix line ends")
    if wrong:
        source.refuse(wrong.start(), f"the control character U+{ord(wrong[0]):04X} cannot stand in a text")
    if source.text.startswith("\ufeff"):
        source.refuse(0, "the file begins with a byte order mark", hint="save as UTF-8 without BOM")
    # two plain searches take a quarter of the pattern's time, and nearly every text passes them
    space = _SPACE_AT_END.search(source.text) if " \n" in source.text or "\t\n" in source.text else None
    if space:
        source.refuse(space.start(), "a line ends with a space, which no editor can see", hint="take the space away")
    if source.text and not source.text.endswith("\n"):
        source.refuse(len(source.text), "the last line is not ended", hint="end the file with a newline")


@dataclass
class _Open:
    """A section that was opened and not yet closed; the outermost is the text itself."""

    kind: SectionKind | None = None
    attrs: Attrs = ()
    id: str | None = None
    start: int = 0
    items: list[Item] = field(default_factory=list)


class _Head(NamedTuple):
    """What stands before a block's words."""

    id: str
    number: str | None = None
    given_id: bool = False
    tag: BlockTag | None = None
    attrs: Attrs = ()
    note: str | None = None
    continued: bool = False


class _Reader:
    """Goes through the lines once, holding the sections that are open."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.text = source.text
        self.at = 0
        self.stack = [_Open()]
        self.taken: set[str] = set()

    def read(self) -> EditionText:
        self.next_line()
        while self.at < len(self.text):
            self.blank_line()
            if not self.text.startswith(":::", self.at):
                self.stack[-1].items.append(self.block())
            elif self.line_end() == self.at + 3:
                self.close_section()
            else:
                self.open_section()
        if len(self.stack) > 1:
            last = self.stack[-1]
            self.source.refuse(last.start, f"this {last.kind} is not closed", hint="':::' on a line of its own")
        return EditionText(named(tuple(self.stack[0].items), PlaceNames(self.taken)), self.text)

    def line_end(self) -> int:
        return self.text.index("\n", self.at)

    def next_line(self) -> None:
        self.at = self.line_end() + 1

    def blank_line(self) -> None:
        if not self.text.startswith("\n", self.at):
            self.source.refuse(
                self.at,
                "a blank line must stand between blocks",
                hint="begin the line with '| ' if it goes on the block before with a kept line break",
            )
        self.at += 1
        if self.at == len(self.text):
            self.source.refuse(self.at - 1, "a blank line at the end", hint="take it away")
        if self.text.startswith("\n", self.at):
            self.source.refuse(self.at, "one blank line, not more, stands between blocks", hint="take this one away")

    def reserve(self, name: str, at: int, hint: str) -> None:
        if name in self.taken:
            self.source.refuse(at, f"the id {name!r} stands twice in this text", hint=hint)
        self.taken.add(name)

    def open_section(self) -> None:
        kind = _SECTION.match(self.text, self.at)
        if kind is None:
            self.source.refuse(
                self.at, "behind ':::' one space and the kind of a section must stand", hint="::: headnote"
            )
        if kind[1] not in SECTION_KINDS:
            self.source.refuse_word(self.at + 4, "kind of section", kind[1], SECTION_KINDS)
        if len(self.stack) > SECTION_DEPTH:
            self.source.refuse(self.at, f"sections stand more than {SECTION_DEPTH} deep inside one another")
        section = _Open(cast("SectionKind", kind[1]), start=self.at)
        at = kind.end()
        if self.text.startswith(" ", at) and not self.text.startswith(" #", at):
            section.attrs, at = read_pairs(self.source, at + 1)
        written = _SECTION_ID.match(self.text, at)
        if written is not None:
            section.id = written[1]
            self.reserve(written[1], at + 1, "another id for this section")
            at = written.end()
        if not self.text.startswith("\n", at):
            self.source.refuse(at, "this does not belong on a section's line", hint="::: attachment key=value #id")
        self.stack.append(section)
        self.at = at + 1

    def close_section(self) -> None:
        section = self.stack.pop()
        if section.kind is None:
            self.source.refuse(self.at, "this ':::' closes no section", hint="::: headnote opens one")
        end = self.at + 3
        closed = Section(section.kind, tuple(section.items), section.attrs, section.id, section.start, end)
        self.stack[-1].items.append(closed)
        self.at = end + 1

    def block(self) -> Block:
        start = self.at
        head = self.note() or self.head()
        lines = [(self.at, self.line_end())]
        if lines[0][0] == lines[0][1]:
            self.source.refuse(self.at, "this block has no words", hint="a head, one space, and words on the same line")
        self.next_line()
        while self.text.startswith("|", self.at):
            if not self.text.startswith("| ", self.at):
                self.source.refuse(self.at, "a kept line break is '|', one space, and words", hint="| words")
            lines.append((self.at + 2, self.line_end()))
            self.next_line()
        inlines = read_inlines(self.source, lines)
        return Block(
            head.id, inlines, head.number, head.given_id, head.tag, head.attrs, head.note, head.continued,
            start, self.at - 1,
        )  # fmt: skip

    def note(self) -> _Head | None:
        found = _NOTE.match(self.text, self.at)
        if found is None:
            return None
        label, written, sign = found.groups()
        continued = sign == "+"
        name = written or ("" if continued else printed_id(None, label) or "")
        if name:
            self.reserve(name, self.at, f"[^{label}#another-id]{sign}")
        self.at = found.end()
        return _Head(name, given_id=written is not None, note=label, continued=continued)

    def head(self) -> _Head:
        number = written = None
        if self.text.startswith("¶", self.at):
            found = _NUMBERED.match(self.text, self.at)
            if found is None:
                self.source.refuse(
                    self.at, "this is no paragraph's head", hint="¶12, ¶12#p12 or ¶#k7, one space, and words"
                )
            number, written = found[1], found[2] or found[3]
            name = written or printed_id(number, None) or ""
            self.reserve(name, self.at, f"¶{number or ''}#another-id")
            self.at = found.end()
        tag, attrs = self.tag()
        return _Head(written or printed_id(number, None) or "", number, written is not None, tag, attrs)

    def tag(self) -> tuple[BlockTag | None, Attrs]:
        if not self.text.startswith("@", self.at):
            return None, ()
        found = _TAG.match(self.text, self.at)
        if found is None:
            self.source.refuse(self.at, "behind '@' a tag must stand", hint=r"\@ for the printed character")
        if found[1] not in BLOCK_TAGS:
            self.source.refuse_word(self.at, "tag", found[1], BLOCK_TAGS)
        attrs: Attrs = ()
        at = found.end()
        if self.text.startswith("{", at):
            attrs, at = read_pairs(self.source, at + 1)
            if not self.text.startswith("}", at):
                self.source.refuse(
                    at, "the tag's attributes are not closed", hint="@resolution{by=h2 place=margin} words"
                )
            at += 1
        if not self.text.startswith(" ", at):
            self.source.refuse(at, f"behind '@{found[1]}' one space and words must stand", hint=f"@{found[1]} words")
        self.at = at + 1
        return cast("BlockTag", found[1]), attrs
