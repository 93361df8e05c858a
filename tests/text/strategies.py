"""Well-formed texts of an edition, of every mark, and hostile words, for laws."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from provenance.text.blocks import (
    BLOCK_TAGS,
    BRACKET_KINDS,
    MARK_KINDS,
    SECTION_KINDS,
    SPAN_KINDS,
    Block,
    Bracket,
    Break,
    Call,
    Cell,
    EditionText,
    Emphasis,
    Inline,
    Item,
    Mark,
    Section,
    Span,
    Words,
)
from provenance.text.brackets import labelled
from provenance.text.ids import PlaceNames, named, printed_id

if TYPE_CHECKING:
    from collections.abc import Iterable

SIGNS = "\\[]{}*^:+¶@|%#\"'=?.…-–—‘’“” \u00a0\tabcdehrstuvwyzABHW019éждЖ\u0301漢\u202e\u200b"
words = st.text(alphabet=SIGNS, min_size=1, max_size=12)
keys = st.sampled_from(["by", "was", "w", "r", "lang", "ref", "place", "cert", "n"])
values = st.text(alphabet=SIGNS.replace("\t", "") + "\t", max_size=8) | st.sampled_from(["editor", "document", "h2"])
labels = st.sampled_from(["1", "2", "a", "*", "†", "12"])
_NEEDED = {"corr": {"was": ""}, "var": {"w": "", "r": ""}}


@st.composite
def attrs(draw: st.DrawFn, kind: str = "") -> tuple[tuple[str, str], ...]:
    pairs = draw(st.dictionaries(keys, values, max_size=2))
    return tuple((_NEEDED.get(kind, {}) | pairs).items())


@st.composite
def _bracket(draw: st.DrawFn, children: tuple[Inline, ...]) -> Bracket:
    kind = draw(st.sampled_from(BRACKET_KINDS))
    return Bracket(kind, children, draw(attrs(kind)))  # type: ignore[arg-type]


@st.composite
def _span(draw: st.DrawFn, children: tuple[Inline, ...]) -> Span:
    kind = draw(st.sampled_from(SPAN_KINDS))
    return Span(kind, children, draw(attrs(kind)))  # type: ignore[arg-type]


@st.composite
def inlines(draw: st.DrawFn, depth: int = 3, *, in_emphasis: bool = False) -> tuple[Inline, ...]:
    found: list[Inline] = []
    sorts = ["words", "words", "call", "cell", "mark"]
    if depth:
        sorts += ["bracket", "bracket", "span"] + ([] if in_emphasis else ["emphasis"])
    for sort in draw(st.lists(st.sampled_from(sorts), max_size=4)):
        if sort == "words":
            found.append(Words(draw(words)))
        elif sort == "call":
            found.append(Call(draw(labels)))
        elif sort == "cell":
            found.append(Cell())
        elif sort == "mark":
            kind = draw(st.sampled_from(MARK_KINDS))
            found.append(Mark(kind, draw(attrs())))  # type: ignore[arg-type]
        elif sort == "emphasis":
            children = draw(inlines(depth - 1, in_emphasis=True)) or (Words("emphatic"),)
            found.append(Emphasis(children))
        else:
            children = draw(inlines(depth - 1, in_emphasis=in_emphasis))
            found.append(draw(_bracket(children)) if sort == "bracket" else draw(_span(children)))
    return apart(found)


def apart(found: Iterable[Inline]) -> tuple[Inline, ...]:
    """Words that touch made one, as the reader makes them."""
    result: list[Inline] = []
    for inline in found:
        last = result[-1] if result else None
        if isinstance(inline, Words) and isinstance(last, Words):
            result[-1] = Words(last.text + inline.text)
        else:
            result.append(inline)
    return tuple(result)


@st.composite
def lines(draw: st.DrawFn) -> tuple[Inline, ...]:
    """The words of a block: lines that are not empty and end without a space."""
    found: list[Inline] = []
    for number in range(draw(st.integers(1, 3))):
        line = draw(inlines())
        if not line:
            line = (Words("line"),)
        if isinstance(line[-1], Words) and line[-1].text.endswith((" ", "\t")):
            line = (*line[:-1], Words(line[-1].text + "."))
        found.extend([Break(), *line] if number else line)
    return labelled(tuple(found))


@st.composite
def blocks(draw: st.DrawFn, number: int) -> Block:
    """A block; ids that are written are unique by ``number``, those that are not are left empty."""
    words = draw(lines())
    sort = draw(st.sampled_from(["numbered", "tagged", "both", "bare", "note", "more"]))
    given = f"x{number}" if draw(st.booleans()) else ""
    if sort in {"note", "more"}:
        label, more = (draw(labels), True) if sort == "more" else (f"{number}", False)
        name = given or ("" if more else printed_id(None, label) or "")
        return Block(name, words, given_id=bool(given), note=label, continued=more)
    printed = f"{number}" if sort in {"numbered", "both"} else None
    tag = draw(st.sampled_from(BLOCK_TAGS)) if sort in {"tagged", "both"} else None
    return Block(
        given or printed_id(printed, None) or "",
        words,
        number=printed,
        given_id=bool(given),
        tag=tag,  # type: ignore[arg-type]
        attrs=draw(attrs()) if tag else (),
    )


@st.composite
def texts(draw: st.DrawFn, *, sections: bool = True) -> EditionText:
    count = 0

    def items(depth: int) -> tuple[Item, ...]:
        nonlocal count
        found: list[Item] = []
        for is_section in draw(st.lists(st.booleans() if depth and sections else st.just(value=False), max_size=3)):
            count += 1
            if is_section:
                kind = draw(st.sampled_from(SECTION_KINDS))
                name = f"s{count}" if draw(st.booleans()) else None
                found.append(Section(kind, items(depth - 1), draw(attrs()), name))  # type: ignore[arg-type]
            else:
                found.append(draw(blocks(count)))
        return tuple(found)

    found = items(2)
    taken = {block.id for block, _ in EditionText(found).blocks()} | {f"s{n}" for n in range(count + 1)}
    return EditionText(named(found, PlaceNames(taken - {""})))


def unwritten(text: EditionText) -> EditionText:
    """The same blocks under ids of their own that nothing in the file would give: as an importer makes them."""
    count = iter(range(10_000))

    def renamed(items: tuple[Item, ...]) -> tuple[Item, ...]:
        return tuple(
            replace(item, items=renamed(item.items))
            if isinstance(item, Section)
            else replace(item, id=f"r{next(count)}", given_id=False)
            for item in items
        )

    return EditionText(renamed(text.items))


hostile = st.text(alphabet=SIGNS + "\n\r\x00¶@|%:# ", max_size=60) | st.text(max_size=40)
