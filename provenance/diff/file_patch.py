"""Two files as a unified patch of their lines, as they stand: what ``patch -p1`` and ``git apply`` take.

Of the text in a reading, block by block, :mod:`provenance.diff.reports.patch` writes one; here every byte counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from provenance.diff.sequences import opcodes
from provenance.diff.units import Vocabulary
from provenance.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.diff.sequences import Op

CONTEXT = 3
"""Equal lines around a change, as every other tool writes them."""


class File(NamedTuple):
    """A file by its path; ``content`` is None where it is absent."""

    path: str
    content: bytes | None


def file_patch(before: File, after: File) -> str:
    """The patch that makes of the left file the right one; empty where they are equal.

    Both of its head lines name the left file, which is the one that is patched; the right one's path, where it is
    another, stands behind a tab, where patches have the time. InputError for a file that is not UTF-8.
    """
    if before.content == after.content:
        return ""
    left, right = _lines(before), _lines(after)
    codes = Vocabulary()
    ops = opcodes(*("".join(codes[line] for line in lines) for lines in (left, right)))
    named = before if before.content is not None else after
    other = f"\t{_safe(after.path)}" if before.path != after.path else "\t" if " " in named.path else ""
    head = f"--- {_head('a', named, before)}{chr(9) if other else ''}\n+++ {_head('b', named, after)}{other}\n"
    return head + "".join(line for hunk in _hunks(ops) for line in _written(hunk, left, right))


def _head(letter: str, named: File, side: File) -> str:
    return "/dev/null" if side.content is None else f"{letter}/{_safe(named.path).lstrip('/')}"


def _safe(path: str) -> str:
    return path.replace("\n", "?").replace("\t", "?")


def _lines(file: File) -> list[str]:
    """The lines with their ends; a carriage return is a character of its line."""
    try:
        text = (file.content or b"").decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            f"not UTF-8 (byte {error.start + 1}), and a patch has only one encoding",
            file=file.path,
            hint="save it as UTF-8, or ask for another --output-format",
        ) from None
    *whole, last = text.split("\n")
    return [f"{line}\n" for line in whole] + ([last] if last else [])


def _hunks(ops: Sequence[Op]) -> Iterator[list[Op]]:
    """The changes in groups, each with the equal lines around it; two that are near are one group."""
    group: list[Op] = []
    for number, op in enumerate(ops):
        if not op.same:
            group.append(op)
            continue
        first, last = number == 0, number == len(ops) - 1
        length = op.i2 - op.i1
        if not first and (last or length > 2 * CONTEXT):
            kept = min(length, CONTEXT)
            yield [*group, op._replace(i2=op.i1 + kept, j2=op.j1 + kept)]
            group = []
        if not last:
            kept = min(length, CONTEXT) if not group else length
            group.append(op._replace(i1=op.i2 - kept, j1=op.j2 - kept))
    if group:
        yield group


def _written(hunk: Sequence[Op], left: Sequence[str], right: Sequence[str]) -> Iterator[str]:
    first, last = hunk[0], hunk[-1]
    yield f"@@ -{_range(first.i1, last.i2)} +{_range(first.j1, last.j2)} @@\n"
    for op in hunk:
        if op.same:
            yield from (_line(" ", line) for line in left[op.i1 : op.i2])
        else:
            yield from (_line("-", line) for line in left[op.i1 : op.i2])
            yield from (_line("+", line) for line in right[op.j1 : op.j2])


def _range(start: int, end: int) -> str:
    """First line and number of lines; of no lines, the line that they follow."""
    return f"{start + (end > start)},{end - start}"


def _line(sign: str, line: str) -> str:
    return f"{sign}{line}" if line.endswith("\n") else f"{sign}{line}\n\\ No newline at end of file\n"
