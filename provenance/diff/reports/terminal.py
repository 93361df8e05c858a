"""A difference for people at a terminal: summary first, then fields, then blocks with their changed words in place."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import combining, east_asian_width

from provenance.diff import telling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from provenance.diff.difference import BlockChange, Difference, FieldChange
    from provenance.diff.whole import ArchiveDifference

    Paint = Callable[..., str]

INDENT = 6
_STYLES = {
    "before": ("red",), "after": ("green",), "cut": ("faint",), "moved-from": ("red",), "moved-to": ("yellow",),
    "marked": ("under",), "same": (),
}  # fmt: skip
_SIGNS = {
    "before": ("[-", "-]"), "after": ("{+", "+}"), "moved-from": ("[>", "<]"), "moved-to": ("[>", "<]"),
    "marked": ("{", "}"), "same": ("", ""), "cut": ("", ""),
}  # fmt: skip


def plain(text: str, *_styles: str) -> str:
    """Paint without colour."""
    return text


def render(difference: Difference, *, paint: Paint = plain, width: int = 80, brief: bool = False) -> str:
    """The lines; without colour the changed words stand in ``[-…-]`` and ``{+…+}``, moved ones in ``[>…<]``.

    ``brief``: how much differs, and what must be known of the comparison, without the changes themselves.
    """
    return "\n".join(_lines(difference, paint, width, brief=brief))


def render_archive(found: ArchiveDifference, *, paint: Paint = plain, width: int = 80, brief: bool = False) -> str:
    """Of two states of a whole archive: the count, then each record as :func:`render`; ``brief``: in short."""
    return "".join(archive_pieces(found, paint=paint, width=width, brief=brief))


def archive_pieces(
    found: ArchiveDifference, *, paint: Paint = plain, width: int = 80, brief: bool = False
) -> Iterator[str]:
    """As :func:`render_archive`, as it is made."""
    lines = _archive_lines(found, paint, width, brief=brief)
    yield next(lines)
    yield from (f"\n{line}" for line in lines)


def _archive_lines(found: ArchiveDifference, paint: Paint, width: int, *, brief: bool) -> Iterator[str]:
    yield paint(f"{found.left} → {found.right}", "bold")
    yield from _wrapped([(found.line, ())], paint, width, 0)
    left_out = telling.ignored(found)
    if left_out:
        yield paint(left_out, "yellow")
    for number, record in enumerate(found.records):
        if not brief or number == 0:
            yield ""
        yield from _wrapped([(record.record, ("bold",)), (f" {record.title}".rstrip(), ())], paint, width, 0)
        yield from _wrapped([(record.line, ("faint",))], paint, width, 2)
        if record.difference is not None and not brief:
            yield from _body(record.difference, paint, width)


def _lines(difference: Difference, paint: Paint, width: int, *, brief: bool) -> Iterator[str]:
    yield paint(telling.sides(difference), "bold")
    yield from _wrapped([(difference.summary.line, ())], paint, width, 0)
    left_out = telling.ignored(difference)
    if left_out:
        yield paint(left_out, "yellow")
    yield from _body(difference, paint, width, brief=brief)


def _body(difference: Difference, paint: Paint, width: int, *, brief: bool = False) -> Iterator[str]:
    """What follows the summary: notices, fields, blocks; ``brief``: the notices alone."""
    for notice in difference.notices:
        yield from _wrapped([(f"note: {notice}", ())], paint, width, 0)
    if brief:
        return
    if difference.fields:
        yield ""
        yield paint("Fields", "bold")
        for change in difference.fields:
            yield from _field(change, paint, width)
    edition: str | None = None
    several = len({block.edition for block in difference.blocks}) > 1
    for block in difference.shown_blocks:
        if several and block.edition != edition:
            edition = block.edition
            yield ""
            yield paint(f"Text of {edition}", "bold")
        yield ""
        yield from _block(block, paint, width, None if difference.everything else telling.CONTEXT)


def _field(change: FieldChange, paint: Paint, width: int) -> Iterator[str]:
    yield f"  {change.label}  {paint(change.pointer, 'faint')}"
    members = telling.set_change(change.before, change.after)
    gone, come = members or ([telling.value(change.before)], [telling.value(change.after)])
    for text, sign, style in [(t, "-", "red") for t in gone if t] + [(t, "+", "green") for t in come if t]:
        yield from _wrapped([(f"{sign} {text}", (style,))], paint, width, INDENT)


def _block(block: BlockChange, paint: Paint, width: int, context: int | None) -> Iterator[str]:
    heading, told = telling.heading(block), telling.verdict(block)
    if not told or cells_of(heading) + cells_of(told) + 4 <= width:
        yield f"  {paint(heading, 'bold')}" + (f"  {paint(told, 'faint')}" if told else "")
    else:
        yield from _wrapped([(heading, ("bold",))], paint, width, 2)
        yield from _wrapped([(told, ("faint",))], paint, width, INDENT)
    signs = paint("x", "red") == "x"
    pieces = []
    for piece in telling.inline(block, context):
        if piece.role != "same" or piece.text:
            before, after = _SIGNS[piece.role] if signs else ("", "")
            pieces.append((before + piece.text.replace("\t", " | ") + after, _STYLES[piece.role]))
    whole = block.change in ("renumbered", "moved", "split", "merged") and not block.changed_words()
    if not whole or context is None:
        yield from _wrapped(pieces, paint, width, INDENT)
    for note in telling.notes(block):
        yield from _wrapped([(note, ("faint",))], paint, width, INDENT)


def _wrapped(pieces: Iterable[tuple[str, tuple[str, ...]]], paint: Paint, width: int, indent: int) -> Iterator[str]:
    """Pieces in lines of the width, broken at spaces alone."""
    line, used = "", 0
    gap = " " * indent
    for length, painted in _atoms(pieces, paint, max(width - indent, 1)):
        if used and indent + used + 1 + length > width:
            yield gap + line
            line, used = "", 0
        line += (" " if used else "") + painted
        used += (1 if used else 0) + length
    if line:
        yield gap + line


def _atoms(pieces: Iterable[tuple[str, tuple[str, ...]]], paint: Paint, most: int) -> Iterator[tuple[int, str]]:
    """What no line may break: its width, and itself painted; each word by itself, so that no colour runs on.

    A word wider than a line (a sentence of a script without spaces is one) is cut.
    """
    width, painted = 0, ""
    for text, styles in pieces:
        for number, word in enumerate(text.replace("\n", " ⏎ ").split(" ")):
            if number and width:
                yield width, painted
                width, painted = 0, ""
            for part in _cut(word, most):
                cells = cells_of(part)
                if width and width + cells > most:
                    yield width, painted
                    width, painted = 0, ""
                width += cells
                painted += paint(part, *styles) if part else ""
    if width:
        yield width, painted


def cells_of(words: str) -> int:
    """How many columns of a terminal words take: two for a wide sign of East Asia, none for a combining one."""
    if words.isascii():
        return len(words)
    return sum(2 if east_asian_width(c) in "WF" else 0 if combining(c) else 1 for c in words)


def _cut(word: str, most: int) -> Iterator[str]:
    """A word in parts that fit into a line."""
    if cells_of(word) <= most:
        yield word
        return
    part = ""
    for character in word:
        if part and cells_of(part + character) > most:
            yield part
            part = ""
        part += character
    yield part
