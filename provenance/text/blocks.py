"""An edition's text as values: sections, blocks, and what stands inside them.

``start`` and ``end`` are offsets, in code points, into the source that was
parsed (the file's text); they let a correction be spliced into the file so that
nothing but the corrected words changes. They take no part in equality.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Attrs = tuple[tuple[str, str], ...]
Layer = Literal["document", "translator", "editor", "edition", "record", "unknown"]
LAYERS: tuple[Layer, ...] = Layer.__args__  # type: ignore[attr-defined]

SectionKind = Literal["headnote", "attachment", "table", "bracketed"]
BlockTag = Literal[
    "title", "byline", "heading", "routing", "classification", "salutation", "dateline", "participants",
    "signature", "resolution", "stamp", "caption", "source-note", "quote", "verse",
]  # fmt: skip
BracketKind = Literal[
    "supplied", "omission", "sic", "cap", "gloss", "corr", "remark", "illegible", "redacted"
]  # fmt: skip
SpanKind = Literal[
    "u", "b", "sc", "sup", "del", "add", "hand", "speaker", "q", "name", "sic", "var", "foreign", "expan"
]  # fmt: skip
MarkKind = Literal["pb", "lb", "gap"]

SECTION_KINDS: tuple[str, ...] = SectionKind.__args__  # type: ignore[attr-defined]
BLOCK_TAGS: tuple[str, ...] = BlockTag.__args__  # type: ignore[attr-defined]
BRACKET_KINDS: tuple[str, ...] = BracketKind.__args__  # type: ignore[attr-defined]
SPAN_KINDS: tuple[str, ...] = SpanKind.__args__  # type: ignore[attr-defined]
MARK_KINDS: tuple[str, ...] = MarkKind.__args__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Words:
    """Plain characters, unescaped; no newline."""

    text: str
    start: int = field(default=-1, compare=False)
    end: int = field(default=-1, compare=False)


@dataclass(frozen=True)
class Break:
    """A kept line break (``| `` at the start of the next line)."""

    start: int = field(default=-1, compare=False)
    end: int = field(default=-1, compare=False)


@dataclass(frozen=True)
class Emphasis:
    """``*words*``."""

    children: tuple[Inline, ...]
    start: int = field(default=-1, compare=False)
    end: int = field(default=-1, compare=False)


@dataclass(frozen=True)
class Call:
    """``[^1]``: where a note is called."""

    label: str
    start: int = field(default=-1, compare=False)
    end: int = field(default=-1, compare=False)


@dataclass(frozen=True)
class Cell:
    """``{|}``: the boundary of two cells of a table's row."""

    start: int = field(default=-1, compare=False)
    end: int = field(default=-1, compare=False)


@dataclass(frozen=True)
class Bracket:
    """Brackets that are printed.

    ``kind`` is always set, by the label or by the closed rule; ``labelled`` says
    whether the file has ``{kind …}`` after it. It takes no part in equality: the
    writer puts a label where kind or attributes differ from the rule's answer.
    """

    kind: BracketKind
    children: tuple[Inline, ...]
    attrs: Attrs = ()
    labelled: bool = field(default=False, compare=False)
    start: int = field(default=-1, compare=False)
    end: int = field(default=-1, compare=False)


@dataclass(frozen=True)
class Span:
    """``{kind attrs|words}``."""

    kind: SpanKind
    children: tuple[Inline, ...]
    attrs: Attrs = ()
    start: int = field(default=-1, compare=False)
    end: int = field(default=-1, compare=False)


@dataclass(frozen=True)
class Mark:
    """``{pb n=2}``: a point, not a stretch."""

    kind: MarkKind
    attrs: Attrs = ()
    start: int = field(default=-1, compare=False)
    end: int = field(default=-1, compare=False)


Inline = Words | Break | Emphasis | Call | Cell | Bracket | Span | Mark


def walk(inlines: Iterable[Inline]) -> Iterator[Inline]:
    """Every inline in the order in which it begins: what stands inside another comes after that."""
    for inline in inlines:
        yield inline
        if isinstance(inline, (Emphasis, Bracket, Span)):
            yield from walk(inline.children)


@dataclass(frozen=True)
class Block:
    """A unit of the text. ``id`` is permanent and unique in the edition.

    ``number`` is the printed number (``¶12``), ``given_id`` whether the file
    writes the id (no part of equality: the writer puts an id wherever the
    parser would give another), ``note`` the label of a note (``1`` of
    ``[^1]:``) and ``continued`` whether this is a further paragraph of it
    (``[^1]+``). ``start`` is where its head begins, ``end`` the end of its last
    line, before the newline.
    """

    id: str
    inlines: tuple[Inline, ...]
    number: str | None = None
    given_id: bool = field(default=False, compare=False)
    tag: BlockTag | None = None
    attrs: Attrs = ()
    note: str | None = None
    continued: bool = False
    start: int = field(default=-1, compare=False)
    end: int = field(default=-1, compare=False)


@dataclass(frozen=True)
class Section:
    """``::: headnote … :::``: blocks that belong together."""

    kind: SectionKind
    items: tuple[Item, ...]
    attrs: Attrs = ()
    id: str | None = None
    start: int = field(default=-1, compare=False)
    end: int = field(default=-1, compare=False)


Item = Section | Block


@dataclass(frozen=True)
class EditionText:
    """A whole text; ``source`` is what was parsed (empty where it was made from values)."""

    items: tuple[Item, ...]
    source: str = field(default="", compare=False, repr=False)

    def blocks(self) -> Iterator[tuple[Block, tuple[Section, ...]]]:
        """Every block in printed order, with the sections it stands in, outermost first."""
        yield from _walk(self.items, ())


def _walk(items: tuple[Item, ...], within: tuple[Section, ...]) -> Iterator[tuple[Block, tuple[Section, ...]]]:
    for item in items:
        if isinstance(item, Block):
            yield item, within
        else:
            yield from _walk(item.items, (*within, item))
