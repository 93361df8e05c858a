"""A difference as a unified patch without context: for programs that read patches.

The text it is a patch of has one block on each line, a kept line break written
as `` | ``; fields are told as lines of pointer and value, in a part of their own.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from provenance.diff import telling

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.diff.difference import BlockChange, Difference, Side
    from provenance.diff.whole import ArchiveDifference
    from provenance.text.readings import Passage


def render(difference: Difference) -> str:
    """The patch; ``patch`` applies it to the left text so written and gives the right one."""
    return "".join(line + "\n" for line in _lines(difference))


def render_archive(found: ArchiveDifference) -> str:
    """Of two states of a whole archive: the patches of its records; one that came or went whole is a remark."""
    return "".join(
        f"# {record.record}: {_line(record.line)}\n" if record.difference is None else render(record.difference)
        for record in found.records
    )


def _lines(difference: Difference) -> Iterator[str]:
    if difference.fields:
        yield f"--- a/{difference.left}#fields"
        yield f"+++ b/{difference.right}#fields"
    for change in difference.fields:
        yield f"@@ {change.pointer} @@"
        if change.before is not None:
            yield "-" + _line(telling.value(change.before))
        if change.after is not None:
            yield "+" + _line(telling.value(change.after))
    texts: defaultdict[str | None, list[BlockChange]] = defaultdict(list)
    for block in difference.changed_blocks:
        if block.change not in ("renumbered", "markup"):
            texts[block.edition].append(block)
    for edition, blocks in texts.items():
        yield f"--- a/{_name(difference.left, edition)}"
        yield f"+++ b/{_name(difference.right, edition)}"
        yield from _hunks(blocks)


def _name(side: Side, edition: str | None) -> str:
    """What a side's text is called: a loose file by its own name."""
    if side.record is None:
        return str(side)
    return f"{side.record}:{side.edition or edition}"


def _line(words: str) -> str:
    return words.replace("\n", " | ").replace("\r", " ")


def _hunks(blocks: Sequence[BlockChange]) -> Iterator[str]:
    """Runs of lines that go and come; between two of them both sides are the same, line for line."""
    gone = dict(sorted(line for block in blocks for line in _written(block.places_before, block.passages_before)))
    come = dict(sorted(line for block in blocks for line in _written(block.places_after, block.passages_after)))
    shift = 0
    while gone or come:
        first_gone = min(gone, default=None)
        first_come = min(come, default=None)
        at = min(
            place for place in (first_gone, None if first_come is None else first_come - shift) if place is not None
        )
        old, new = _taken(gone, at), _taken(come, at + shift)
        start_old, start_new = at + 1 - (not old), at + shift + 1 - (not new)
        yield f"@@ -{start_old},{len(old)} +{start_new},{len(new)} @@"
        yield from (f"-{line}" for line in old)
        yield from (f"+{line}" for line in new)
        shift += len(new) - len(old)


def _written(places: Sequence[int], passages: Sequence[Passage]) -> Iterator[tuple[int, str]]:
    if passages:  # of a withheld text there are none
        yield from ((place, _line(passage.words)) for place, passage in zip(places, passages, strict=True))


def _taken(lines: dict[int, str], start: int) -> list[str]:
    """The run of lines from one place on, taken out."""
    taken = []
    while start in lines:
        taken.append(lines.pop(start))
        start += 1
    return taken
