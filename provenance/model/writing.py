"""Values written as YAML that people like to read, and that reads back as the same strings.

Short maps of plain values stand in braces on one line (``{edtf: 1986-06-26,
basis: stated}``), longer ones as a block; a value is quoted only where it must
be: by single quotes, by double quotes where it holds what only escapes can
say. Longer texts are folded; texts of several lines stand as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from provenance.errors import InputError

WIDTH = 100
"""Columns up to which a map may stand on one line, and at which a folded text is broken."""
LONGEST_LINE = 140
"""Columns up to which a text stands on one line; a longer one is folded."""
LONGEST_KEY = 250
STEP = 2
"""Columns by which a block is set in."""

_SAFE_START = re.compile(r"[^\W_]|[_(/«“‘¶§…+$^;~.<=\\]")
_UNSAFE = re.compile(r": |:$| #|^---|^\.\.\.|[\"\x00-\x1f\x7f-\xa0\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_UNSAFE_IN_FLOW = re.compile(r"[,\[\]{}:?]")
_TYPED_ELSEWHERE = frozenset(
    {"~", "null", "Null", "NULL", "true", "True", "TRUE", "false", "False", "FALSE", "<<", "="}
)
_ESCAPED = re.compile('["\\\\\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]')
_NEEDS_ESCAPE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]")
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}

Tree = Mapping[str, Any]


def write(value: Tree) -> str:
    """Canonical YAML for a new file: keys in their order, a blank line around the longer parts.

    Leaves are strings or whole numbers, sets of strings are lists. Raises
    InputError for what YAML cannot hold: NUL, half a surrogate pair, another type.
    """
    if not value:
        return "{}\n"
    parts: list[str] = []
    previous_long = False
    for name, entry in value.items():
        text = entry_lines(name, entry, 0)
        long = isinstance(entry, Mapping | list | tuple) and "\n" in text[:-1]
        if parts and (long or previous_long):
            parts.append("\n")
        parts.append(text)
        previous_long = long
    return "".join(parts)


def entry_lines(name: str, value: Any, indent: int) -> str:
    """``name: value`` at that indentation, with its line ends."""
    margin = " " * indent
    head = f"{margin}{key(name)}:"
    if isinstance(value, Mapping):
        flat = flow(value) if all(not isinstance(item, Mapping) or not item for item in value.values()) else None
        if flat is not None and len(head) + 1 + len(flat) <= WIDTH and "\n" not in flat:
            return f"{head} {flat}\n"
        return f"{head}\n" + "".join(entry_lines(inner, item, indent + STEP) for inner, item in value.items())
    if isinstance(value, list | tuple):
        flat = flow(value)
        if len(head) + 1 + len(flat) <= WIDTH:
            return f"{head} {flat}\n"
        items = "".join(f"{margin}  - {scalar(_leaf(item), indent + 2 * STEP)}\n" for item in value)
        return f"{head}\n{items}"
    return f"{head} {scalar(_leaf(value), indent + STEP, len(head) + 1)}\n"


def flow(value: Any) -> str:
    """A value on one line, as it may stand inside braces."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key(name)}: {flow(item)}" for name, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    text = _leaf(value)
    if _is_plain(text) and not _UNSAFE_IN_FLOW.search(text):
        return text
    return quoted(text)


def key(name: str) -> str:
    """The name of a field, quoted where it must be."""
    if len(name) > LONGEST_KEY or not isinstance(name, str):
        raise InputError(f"the name of a field is longer than {LONGEST_KEY} characters: {name[:40]!r}…")
    return name if _is_plain(name) and not _UNSAFE_IN_FLOW.search(name) else quoted(_writable(name))


def scalar(text: str, indent: int, column: int | None = None) -> str:
    """A text in the way that suits it, after ``name: `` or ``- `` in a block; no line end.

    ``indent`` is that of further lines; ``column`` where the text would start
    (the indentation where it is not given).
    """
    start = indent if column is None else column
    if "\n" in text and (lines := literal(text, indent)) is not None:
        return lines
    one_line = plain_or_quoted(text)
    if start + len(one_line) > LONGEST_LINE and (lines := folded(text, indent)) is not None:
        return lines
    return one_line


def plain_or_quoted(text: str) -> str:
    """A text on one line, in a block."""
    return text if _is_plain(text) else quoted(_writable(text))


def quoted(text: str) -> str:
    """A text in single quotes, or in double quotes where it holds what must be escaped."""
    if "\n" in text or _NEEDS_ESCAPE.search(text):
        return double_quoted(text)
    return "'" + text.replace("'", "''") + "'"


def double_quoted(text: str) -> str:
    """A text in double quotes, on one line."""
    return '"' + _ESCAPED.sub(lambda found: _SHORT.get(found[0]) or f"\\u{ord(found[0]):04X}", text) + '"'


def literal(text: str, indent: int) -> str | None:
    """``|`` and the lines as they are; None where that would not read back the same."""
    body = text.removesuffix("\n")
    lines = body.split("\n")
    if not _stands_in_a_block(body) or any(line != line.rstrip(" ") for line in lines):
        return None
    margin = " " * indent
    sign = "|" if text.endswith("\n") else "|-"
    return "\n".join([sign, *(margin + line if line else "" for line in lines)])


def folded(text: str, indent: int) -> str | None:
    """``>-`` and the text broken at spaces; None where that would not read back the same."""
    if not _stands_in_a_block(text) or "\n" in text or "  " in text or text.endswith(" "):
        return None
    margin = " " * indent
    lines = [">-"]
    line = ""
    for word in text.split(" "):
        if line and indent + len(line) + 1 + len(word) > WIDTH:
            lines.append(margin + line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return "\n".join([*lines, margin + line])


def _stands_in_a_block(body: str) -> bool:
    """Starts and ends with a character of its own, and needs no escape."""
    return bool(body) and body[0] not in " \n" and body[-1] != "\n" and not _NEEDS_ESCAPE.search(_writable(body))


def _is_plain(text: str) -> bool:
    """Needs no quotes in a block: and would be taken for a text by other readers of YAML where it looks like none."""
    return (
        text != ""
        and _SAFE_START.match(text) is not None
        and not text.endswith(" ")
        and _UNSAFE.search(text) is None
        and text not in _TYPED_ELSEWHERE
    )


def _leaf(value: Any) -> str:
    """A leaf as the string that is written."""
    if isinstance(value, str):
        return _writable(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise InputError(f"{value!r} cannot be written: a value is a text, a set of texts or a map")


def _writable(text: str) -> str:
    bad = _UNWRITABLE.search(text)
    if bad is not None:
        raise InputError(f"the character U+{ord(bad[0]):04X} cannot stand in a record: {text[:40]!a}")
    return text
