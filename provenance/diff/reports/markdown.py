"""A difference in Markdown: for issues, pull requests and letters to an editor."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.diff import telling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.diff.difference import BlockChange, Difference, FieldChange
    from provenance.diff.telling import Piece
    from provenance.diff.whole import ArchiveDifference

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~&^$=:@])")
_ROLES = {"before": "~~{}~~", "moved-from": "~~{}~~", "after": "**{}**", "moved-to": "**{}**", "marked": "*{}*"}


def render(difference: Difference) -> str:
    """Summary, a table of fields, a heading for each changed block; words of a record can form no markup."""
    return "\n".join(_lines(difference)) + "\n"


def render_archive(found: ArchiveDifference) -> str:
    """Of two states of a whole archive: a table of the records that changed, then each as :func:`render`."""
    return "".join(archive_pieces(found))


def archive_pieces(found: ArchiveDifference) -> Iterator[str]:
    """As :func:`render_archive`, as it is made."""
    yield f"# {escaped(f'{found.left} → {found.right}')}\n\n{_said(found.line)}.\n"
    left_out = telling.ignored(found)
    if left_out:
        yield f"\n> {escaped(left_out)}\n"
    if found.records:
        yield "\n| record | title | what |\n| --- | --- | --- |\n"
        yield from (f"| {escaped(one.record)} | {escaped(one.title)} | {_said(one.line)} |\n" for one in found.records)
    yield from (f"\n{render(one.difference)}" for one in found.records if one.difference is not None)


def _said(line: str) -> str:
    return escaped(line).replace("\\(", "(").replace("\\)", ")")


def escaped(words: str) -> str:
    """Words of a record as Markdown shows them letter for letter, on one line."""
    return _SPECIAL.sub(r"\\\1", words.replace("\n", " ⏎ ").replace("\t", " ⇥ "))


def _lines(difference: Difference) -> Iterator[str]:
    yield f"## {escaped(telling.sides(difference))}"
    yield ""
    yield _said(difference.summary.line) + "."
    left_out = telling.ignored(difference)
    for line in ([left_out] if left_out else []) + list(difference.notices):
        yield ""
        yield f"> {escaped(line)}"
    if difference.fields:
        yield ""
        yield "| field | before | after |"
        yield "| --- | --- | --- |"
        yield from (_field(change) for change in difference.fields)
    for block in difference.shown_blocks:
        yield ""
        yield from _block(block, None if difference.everything else telling.CONTEXT)


def _field(change: FieldChange) -> str:
    cells = (change.label, telling.value(change.before), telling.value(change.after))
    return f"| {' | '.join(escaped(cell) for cell in cells)} |"


def _block(block: BlockChange, context: int | None) -> Iterator[str]:
    yield f"### {escaped(telling.heading(block))}"
    told = telling.verdict(block)
    if told:
        yield ""
        yield escaped(told)
    if block.changed_words() or block.change in ("added", "removed") or context is None:
        yield ""
        yield "".join(_shown(piece) for piece in telling.inline(block, context)).strip()
    for note in telling.notes(block):
        yield ""
        yield f"> {escaped(note)}"


def _shown(piece: Piece) -> str:
    """Emphasis stands close to its words, or Markdown does not see it; the spaces go outside."""
    core = piece.text.strip()
    if piece.role not in _ROLES or not core:
        return escaped(piece.text)
    head = piece.text[: len(piece.text) - len(piece.text.lstrip())]
    tail = piece.text[len(piece.text.rstrip()) :]
    return f"{head}{_ROLES[piece.role].format(escaped(core))}{tail}".replace("\n", " ⏎ ")
