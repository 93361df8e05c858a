"""``record.yaml`` read as a tree of strings in which every value knows its place.

YAML for people: maps, sets of plain strings, strings. No plain scalar is ever
taken for a number, a date or a boolean: ``no``, ``0012``, ``12:30`` and
``1986-06-26`` mean what was typed. The forms that swallow words without a sign
are refused with line and column: an empty value, a flow key without a value, a
comment that leans on an unquoted value (``f. 2 #14``); and so are duplicate
keys, tags, anchors, aliases, directives and depth.

The tree is built here, from the events of PyYAML's C parser. Its composer is
never called: it recurses in C and takes the process down at 100,000 brackets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from provenance.errors import InputError
from provenance.model.address import Pointer

if TYPE_CHECKING:
    from yaml.error import Mark

MAX_DEPTH = 64
MAX_SIZE = 16 * 1024 * 1024
"""Bytes of one file; more is no record."""
KEPT = 64 * 1024
"""Code points of a file whose tree is remembered; longer ones are read each time."""
QUOTE_MEND = "single quotes around the whole value"

# one class, which is searched five times as fast as an alternative; a file without it has nothing of the other
_SUSPECT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]|\r(?!\n)")

_QUOTES = frozenset("'\"")

Value = Any
"""A string, a list of strings, or a map of values."""


class Node:
    """One value of the file: what it is, and from where to where (code points) it is written.

    ``style`` is the quoting of a scalar (empty: none) or ``flow`` / ``block``
    for a map or a list. ``children`` are a map's ``(key start, key end, node)``
    by key, or a list's nodes; a scalar has none.
    """

    __slots__ = ("children", "end", "start", "style", "value")

    def __init__(self, start: int, end: int, style: str, value: Value, children: Any = None) -> None:
        """Keep the fields; the reader fills ``value`` and ``children`` while the file goes by."""
        self.start = start
        self.end = end
        self.style = style
        self.value = value
        self.children = children


@dataclass(frozen=True)
class Tree:
    """A file as read: its source (without a byte order mark), its root, its name for messages."""

    source: str
    root: Node
    file: str | None = None

    @cached_property
    def value(self) -> dict[str, Value]:
        """The whole as nested maps, lists and strings; this tree's own, whoever else read the same text."""
        value: dict[str, Value] = _copied(self.root.value)
        return value

    def node(self, pointer: Pointer) -> Node | None:
        """The value at ``pointer``; a list's by its position; None where there is none."""
        found: Node | None = self.root
        for part in pointer.parts:
            if found is None or found.children is None:
                return None
            if isinstance(found.children, dict):
                entry = found.children.get(part)
                found = None if entry is None else entry[2]
            else:
                known = part.isascii() and part.isdigit() and int(part) < len(found.children)
                found = found.children[int(part)] if known else None
        return found

    def nearest(self, pointer: Pointer) -> Pointer:
        """The longest beginning of ``pointer`` that the file has."""
        for length in range(len(pointer.parts), 0, -1):
            beginning = Pointer(pointer.parts[:length])
            if self.node(beginning) is not None:
                return beginning
        return Pointer(())

    def place(self, pointer: Pointer) -> tuple[int, int]:
        """Line and column, from 1, of the value at ``pointer``, or of the nearest thing above it that is there."""
        return line_and_column(self.source, self.index(pointer))

    def index(self, pointer: Pointer) -> int:
        """Where that is in the source, in code points."""
        nearest = self.node(self.nearest(pointer)) or self.root
        return nearest.start

    def key_place(self, pointer: Pointer) -> tuple[int, int]:
        """Line and column of the key that ``pointer`` ends in, or what :meth:`place` says."""
        parent = self.node(Pointer(pointer.parts[:-1])) if pointer.parts else None
        if parent is None or not isinstance(parent.children, dict) or pointer.parts[-1] not in parent.children:
            return self.place(pointer)
        return line_and_column(self.source, parent.children[pointer.parts[-1]][0])


def _copied(value: Value) -> Any:
    if isinstance(value, dict):
        return {key: _copied(inner) for key, inner in value.items()}
    return [_copied(inner) for inner in value] if isinstance(value, list) else value


def line_and_column(source: str, index: int) -> tuple[int, int]:
    """Where ``index`` stands in ``source``, both counted from 1, lines parted at line feeds."""
    before = source.rfind("\n", 0, index)
    return source.count("\n", 0, index) + 1, index - before


def decode(source: bytes | str, file: str | None) -> str:
    """The text of a file without its byte order mark; InputError where it is no UTF-8, too long or unreadable."""
    if len(source) > MAX_SIZE:
        raise InputError(f"the file is larger than {MAX_SIZE // 1024 // 1024} MB: that is no record", file=file)
    if isinstance(source, bytes):
        try:
            text = source.decode("utf-8")
        except UnicodeDecodeError as error:
            good = source[: error.start].decode("utf-8")
            line, column = line_and_column(good, len(good))
            raise InputError(
                f"byte {source[error.start]:#04x} is no UTF-8: the file is in another encoding, or no text",
                file=file, line=line, column=column, hint="save the file as UTF-8",
            ) from None  # fmt: skip
    else:
        text = source
    text = text.removeprefix("\ufeff")
    bad = _UNREADABLE.search(text) if _SUSPECT.search(text) else None
    if bad is not None:
        line, column = line_and_column(text, bad.start())
        raise InputError(
            f"the character U+{ord(bad[0]):04X} cannot stand in the file as it is",
            file=file, line=line, column=column, hint=f'take it out, or write it as "\\u{ord(bad[0]):04X}"',
        )  # fmt: skip
    return text


def read_tree(source: bytes | str, *, file: str | None = None) -> Tree:
    """The tree of a YAML file: every scalar a string, every value with its place.

    Raises InputError, with line and column, for what the module's docstring
    lists and for whatever is no YAML, no map, no UTF-8, or over 16 MB.
    """
    text = decode(source, file)
    if len(text) > KEPT:
        return Tree(text, _Reader(text, file).read(), file)
    try:
        return Tree(text, _root(text), file)
    except InputError as error:
        error.file = file
        raise


@lru_cache(maxsize=8)  # one correction asks for the state before and the state after six times, a third of its time
def _root(text: str) -> Node:
    return _Reader(text, None).read()


class _Reader:
    """Builds the tree while the parser's events go by."""

    def __init__(self, source: str, file: str | None) -> None:
        self.source = source
        self.file = file
        self.sign = source.find("#")  # the next number sign that no scalar before has swallowed; -1: none
        self.behind = 0  # where the last scalar, or the last line of structure, ended
        self.behind_quoted = False

    def refuse(self, message: str, index: int, hint: str | None = None) -> InputError:
        """The error for that place of the source."""
        line, column = line_and_column(self.source, index)
        return InputError(message, file=self.file, line=line, column=column, hint=hint)

    def read(self) -> Node:
        """The root; InputError for all that the parser or this reader refuses."""
        import yaml

        try:
            root = self._build(yaml)
        except yaml.MarkedYAMLError as error:
            raise self._syntax(error) from None
        except yaml.YAMLError as error:
            raise InputError(f"this is no YAML: {error}", file=self.file) from None
        if root is None:
            raise InputError("the file is empty", file=self.file, line=1, column=1, hint="a map of fields: title: …")
        if not isinstance(root.children, dict):
            raise self.refuse("the file is no map of fields", root.start, "field: value, one a line")
        return root

    def _build(self, yaml: Any) -> Node | None:
        """Feed every event to its place; the stack holds the open maps and lists."""
        get_event = yaml.CSafeLoader(self.source).get_event
        scalar_event, map_start, list_start = yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent
        ends = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
        stack: list[_Open] = []
        root: Node | None = None
        while True:
            event = get_event()
            kind = type(event)
            if kind is scalar_event:
                node = self._scalar(event)
            elif kind is map_start or kind is list_start:
                self._plain_structure(event, stack)
                style = "flow" if event.flow_style else "block"
                node = (
                    Node(event.start_mark.index, -1, style, {}, {})
                    if kind is map_start
                    else Node(event.start_mark.index, -1, style, [], [])
                )
            elif kind in ends:
                closed = stack.pop()
                self._close(closed, event.end_mark.index)
                continue
            elif kind is yaml.StreamEndEvent:
                self._check_comments(len(self.source))
                return root
            else:
                self._refuse_event(yaml, event)
                continue
            if stack:
                stack[-1].take(node, self)
            elif root is None:
                root = node
            if kind is not scalar_event:
                stack.append(_Open(node))

    def _plain_structure(self, event: Any, stack: list[_Open]) -> None:
        """Refuse tags, anchors and depth on a map or list."""
        if event.anchor is not None or event.tag is not None:
            self._refuse_properties(event)
        if len(stack) >= MAX_DEPTH:
            raise self.refuse(f"more than {MAX_DEPTH} levels of maps in maps", event.start_mark.index)

    def _scalar(self, event: Any) -> Node:
        """One scalar, checked for the forms that swallow words."""
        start, end = event.start_mark.index, event.end_mark.index
        if event.anchor is not None or event.tag is not None:
            self._refuse_properties(event)
        if -1 < self.sign < end:
            if self.sign < start:
                self._check_comments(start)
            self.sign = self.source.find("#", end)
        style: str = event.style or ""
        self.behind, self.behind_quoted = end, style in _QUOTES
        value: str = event.value
        if style == '"' and "\x00" in value:  # only there can it be written
            raise self.refuse("a value cannot hold the character NUL", start)
        return Node(start, end, style, value)

    def _close(self, closed: _Open, end: int) -> None:
        """End a map or a list; block ones end with their last entry, not with the comments behind it."""
        node = closed.node
        if closed.key is not None:  # pragma: no cover - the parser always gives a value
            raise self.refuse("a field without a value", node.start)
        node.end = end
        if node.style == "block" and node.children:
            last = node.children[-1] if isinstance(node.children, list) else next(reversed(node.children.values()))[2]
            node.end = content_end(self.source, last)

    def _check_comments(self, start: int) -> None:
        """Refuse a comment on a line with content unless it is set off by two spaces and a space follows its sign.

        Between two scalars only white space, indicators and comments stand, so
        every number sign in the gap begins a comment. After a quoted value or
        a closing bracket nothing can be swallowed.
        """
        gap = self.source[self.behind : start]
        if "#" not in gap:  # it stands before that
            return
        offset = self.behind
        first = True
        for line in gap.split("\n"):
            before, sign, after = line.partition("#")
            inside = first and offset > 0 and self.source[offset - 1] != "\n"
            if sign and (before.strip() or inside):
                closed = before.rstrip()[-1:] in {"]", "}"} or (first and self.behind_quoted and not before.strip())
                behind_colon = before.strip() == ":" and before.endswith(" ")  # the value follows on the next lines
                set_off = (before.endswith("  ") or behind_colon) and after[:1] in {" ", "\r", ""}
                if not (closed or set_off):
                    raise self.refuse(
                        "from the sign # on, this line would be taken for a comment",
                        offset + len(before),
                        f"{QUOTE_MEND}; or two spaces before # and one after it, where a comment is meant",
                    )
            offset += len(line) + 1
            first = False

    def _refuse_properties(self, event: Any) -> None:
        """Refuse a tag or an anchor."""
        written = self.source[event.start_mark.index :].split(maxsplit=1)[0][:60]
        what = f"&{event.anchor[:60]} is an anchor" if event.anchor is not None else f"{written} is a tag"
        raise self.refuse(f"{what} of YAML: a record has none", event.start_mark.index, QUOTE_MEND)

    def _refuse_event(self, yaml: Any, event: Any) -> None:
        """Refuse aliases and directives; a second document is refused by its start."""
        index = event.start_mark.index
        if type(event) is yaml.AliasEvent:
            raise self.refuse(f"*{event.anchor[:60]} is an alias of YAML: a record has none", index, QUOTE_MEND)
        if type(event) is yaml.DocumentStartEvent:
            if event.version is not None or event.tags:
                raise self.refuse("a line that starts with % is a directive of YAML: a record has none", index)
            if self.behind:
                raise self.refuse("--- starts a second document: a file holds one record", index)

    def _syntax(self, error: Any) -> InputError:
        """What the parser could not read, in an editor's words."""
        from provenance.model.wording import syntax_error

        problem: Mark | None = error.problem_mark or error.context_mark
        index = min(problem.index, len(self.source)) if problem is not None else 0
        opened = error.context_mark.index if error.context_mark is not None else index
        message, hint, at_opening = syntax_error(str(error.problem or ""), str(error.context or ""), self.source, index)
        return self.refuse(message, opened if at_opening else index, hint)


class _Open:
    """A map or list that is still being read, and the key that waits for its value."""

    __slots__ = ("is_list", "items", "key", "key_end", "key_start", "node")

    def __init__(self, node: Node) -> None:
        self.node = node
        self.is_list = isinstance(node.children, list)
        self.items: set[str] = set()
        self.key: str | None = None
        self.key_start = self.key_end = 0

    def take(self, node: Node, reader: _Reader) -> None:
        """Put the next thing in: a key, a value, an item."""
        key = self.key
        if key is not None:
            value = node.value
            if value == "" and node.style == "":
                raise self._empty(reader)
            self.node.children[key] = (self.key_start, self.key_end, node)
            self.node.value[key] = value
            self.key = None
        elif self.is_list:
            self._take_item(node, reader)
        else:
            self._take_key(node, reader)

    def _take_key(self, node: Node, reader: _Reader) -> None:
        if node.children is not None:
            raise reader.refuse("the name of a field must be a word", node.start, QUOTE_MEND)
        if node.style in {"|", ">"}:
            raise reader.refuse("the name of a field must stand on one line", node.start)
        key = node.value
        if key == "":
            raise reader.refuse("a value without the name of its field", node.start, QUOTE_MEND)
        if key in self.node.children:
            first = line_and_column(reader.source, self.node.children[key][0])[0]
            raise reader.refuse(f"{key!r} stands here twice: first in line {first}", node.start)
        self.key, self.key_start, self.key_end = key, node.start, node.end

    def _take_item(self, node: Node, reader: _Reader) -> None:
        if node.children is not None:
            raise reader.refuse(
                "a list holds plain words only; what is many is a map by key", node.start, "key: {field: value}"
            )
        if node.value == "" and node.style == "":
            raise reader.refuse("an item of this list is empty", node.start, "'' where an empty text is meant")
        if node.value in self.items:
            raise reader.refuse(f"{node.value!r} stands twice in this list", node.start)
        self.items.add(node.value)
        self.node.children.append(node)
        self.node.value.append(node.value)

    def _empty(self, reader: _Reader) -> InputError:
        if ":" not in reader.source[self.key_end : self.key_end + 1024].partition("\n")[0].partition(",")[0]:
            return reader.refuse(
                f"{self.key!r} stands here without a value", self.key_start, f"{QUOTE_MEND}, or {self.key}: value"
            )
        return reader.refuse(
            f"the field {self.key!r} has no value",
            self.key_start,
            f"a value after the colon, or the line taken away ({self.key}: '' where an empty text is meant)",
        )


def content_end(source: str, node: Node) -> int:
    """Where a node's own characters end: before the line end that the parser counts in after a block scalar."""
    if node.style in {"|", ">"}:
        text = source[node.start : node.end]
        return node.start + len(text.rstrip(" \r\n"))
    return node.end
