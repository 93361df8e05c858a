"""One value of a YAML file changed in place: comments, key order and every other byte stay.

The new text is put between the marks of the old one; then the whole is read
again, and what differs must be the change that was asked for, or it is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.errors import InputError
from provenance.model import writing
from provenance.model.address import Pointer
from provenance.model.tree import Node, Tree, Value, content_end, read_tree

if TYPE_CHECKING:
    from collections.abc import Callable

_BLOCK_SCALARS = frozenset({"|", ">"})


Order = tuple[str, ...]
_FIRST = ""
"""Stands for the key before the first one; no key is empty."""


@dataclass(frozen=True)
class _Cut:
    """``new`` stands where ``start`` to ``end`` stood."""

    start: int
    end: int
    new: str


@dataclass(frozen=True)
class _Entry:
    """A new entry of a map, and the key it comes behind (None: an empty map)."""

    name: str
    value: Value
    after: str | None


def replace(tree: Tree, pointer: Pointer, value: str) -> str:
    """The source with the text at ``pointer`` replaced; InputError where no single text stands there."""
    node = tree.node(pointer)
    if node is None or node.children is not None:
        raise InputError(f"{pointer} is no single value")
    expected = _with(tree.value, pointer, value)
    in_list = isinstance(_parent(tree, pointer).children, list)
    cut = _Cut(node.start, content_end(tree.source, node), "")
    attempts = [_in_style(tree, pointer, node, value)]
    if in_list or _in_flow(tree, pointer):
        attempts.append(writing.flow(value))
    attempts += [writing.quoted(value), writing.double_quoted(value)]
    return _first_that_fits(tree, [_Cut(cut.start, cut.end, text) for text in attempts], expected)


def insert(
    tree: Tree,
    pointer: Pointer,
    value: Value,
    *,
    order: Callable[[Pointer], Order] = lambda _: (),
    among: Order = (),
) -> str:
    """The source with a new entry in the map above ``pointer``; InputError where there is no such map or it is there.

    The entry comes behind those that ``order`` (the usual order of a map's
    keys) sets before it; at the end where that says nothing. ``among`` is the
    order wanted in this one map, and wins: what is the first in it comes first.
    """
    above, name = Pointer(pointer.parts[:-1]), pointer.parts[-1]
    parent = tree.node(above)
    if parent is None or not isinstance(parent.children, dict) or name in parent.children:
        raise InputError(f"nothing can be added at {pointer}")
    after = _predecessor(tuple(parent.children), name, among or order(above))
    if name in among and not set(among[: among.index(name)]) & set(parent.children):
        after = _FIRST
    expected = _with(tree.value, pointer, value, after)
    return _first_that_fits(tree, _insertions(tree, above, parent, _Entry(name, value, after)), expected)


def append(tree: Tree, pointer: Pointer, item: str) -> str:
    """The source with one more text in the set at ``pointer``."""
    node = tree.node(pointer)
    if node is None or not isinstance(node.children, list):
        raise InputError(f"{pointer} is no set of texts")
    expected = _with(tree.value, pointer, [*node.value, item])
    if node.style == "flow":
        inner = writing.flow(item)
        texts = [inner, writing.double_quoted(item)]
        if not node.children:
            cuts = [_Cut(node.start, node.end, f"[{text}]") for text in texts]
        else:
            at = node.children[-1].end
            cuts = [_Cut(at, at, f", {text}") for text in texts]
    else:
        last = node.children[-1]
        dash = tree.source.rfind("-", tree.source.rfind("\n", 0, last.start) + 1, last.start)
        margin = " " * (dash - tree.source.rfind("\n", 0, dash) - 1)
        cuts = [
            _line_after(tree, node, f"{margin}- {text}\n")
            for text in (writing.plain_or_quoted(item), writing.double_quoted(item))
        ]
    return _first_that_fits(tree, cuts, expected)


def remove(tree: Tree, pointer: Pointer, *, prune: Callable[[Pointer], bool] = lambda _: False) -> str:
    """The source without the entry at ``pointer``, its own lines with it.

    A map that loses its last entry becomes ``{}``, or goes too where ``prune``
    says that an absent one means the same.
    """
    if not pointer.parts or tree.node(pointer) is None:
        raise InputError(f"{pointer} is not there")
    above = Pointer(pointer.parts[:-1])
    parent = _parent(tree, pointer)
    if len(parent.children) == 1 and above.parts and prune(above):
        return remove(tree, above, prune=prune)
    expected = _without(tree.value, pointer)
    if len(parent.children) == 1:
        empty = "{}" if isinstance(parent.children, dict) else "[]"
        return _first_that_fits(tree, _emptied(tree, above, parent, empty), expected)
    return _first_that_fits(tree, [_removal(tree, parent, pointer.parts[-1])], expected)


# --- the cuts -----------------------------------------------------------------------------------------------------


def _in_style(tree: Tree, pointer: Pointer, node: Node, value: str) -> str:
    """The new text in the style of the old one, if it can have it."""
    in_flow = _in_flow(tree, pointer)
    if node.style in _BLOCK_SCALARS and not in_flow:
        indent = _block_indent(tree.source, node)
        written = writing.literal(value, indent) if node.style == "|" or "\n" in value else None
        return written or writing.folded(value, indent) or writing.plain_or_quoted(value)
    if node.style == "'":
        return writing.quoted(value)
    if node.style == '"':
        return writing.double_quoted(value)
    if in_flow:
        return writing.flow(value)
    if "\n" in value:
        return writing.literal(value, _margin(tree.source, node.start) + writing.STEP) or writing.quoted(value)
    return writing.plain_or_quoted(value)


def _block_indent(source: str, node: Node) -> int:
    """The indentation of the lines of a literal or folded text."""
    for line in source[node.start : node.end].split("\n")[1:]:
        if line.strip():
            return len(line) - len(line.lstrip(" "))
    return _margin(source, node.start) + writing.STEP


def _predecessor(present: Order, name: str, order: Order) -> str | None:
    """The key that a new one comes behind: the last of those before it in the usual order, else the last of all."""
    if name in order:
        before = set(order[: order.index(name)])
        found = [each for each in present if each in before]
        if found:
            return found[-1]
    return present[-1] if present else None


def _insertions(tree: Tree, above: Pointer, parent: Node, new: _Entry) -> list[_Cut]:
    """Where and how a new entry can be written into its map, best first."""
    if new.after is None or not parent.children:
        return _first_entries(tree, above, parent, new)
    if new.after == _FIRST:
        return _before_the_rest(tree, parent, new)
    key_start, _, last = parent.children[new.after]
    if parent.style == "flow":
        at = content_end(tree.source, last)
        return [_Cut(at, at, f", {writing.key(new.name)}: {writing.flow(new.value)}")]
    margin = _column(tree.source, next(iter(parent.children.values()))[0])
    lines = writing.entry_lines(new.name, new.value, margin)
    plain = f"{' ' * margin}{writing.key(new.name)}: {writing.flow(new.value)}\n"
    spaced = "\n" + lines if margin == 0 and _stands_apart(tree.source, key_start, lines) else lines
    return [_line_after(tree, last, text) for text in (spaced, plain)]


def _first_entries(tree: Tree, above: Pointer, parent: Node, new: _Entry) -> list[_Cut]:
    """How the only entry of a map is written where ``{}`` stands."""
    in_braces = _Cut(parent.start, parent.end, f"{{{writing.key(new.name)}: {writing.flow(new.value)}}}")
    if not above.parts:
        return [_Cut(parent.start, parent.end, writing.entry_lines(new.name, new.value, 0).rstrip("\n")), in_braces]
    if _in_flow(tree, above):
        return [in_braces]
    indent = _margin(tree.source, parent.start) + writing.STEP
    block = "\n" + writing.entry_lines(new.name, new.value, indent).rstrip("\n")
    # the space after the colon goes with the braces
    start = parent.start - (tree.source[parent.start - 1 : parent.start] == " ")
    return [_Cut(start, parent.end, block), in_braces]


def _before_the_rest(tree: Tree, parent: Node, new: _Entry) -> list[_Cut]:
    """How an entry is written before all others of its map; a comment above them stays above it."""
    start = next(iter(parent.children.values()))[0]
    in_braces = f"{writing.key(new.name)}: {writing.flow(new.value)}"
    if parent.style == "flow":
        return [_Cut(start, start, f"{in_braces}, ")]
    margin = " " * _column(tree.source, start)
    lines = (writing.entry_lines(new.name, new.value, len(margin)).lstrip(" "), f"{in_braces}\n")
    return [_Cut(start, start, text + margin) for text in lines]


def _stands_apart(source: str, key_start: int, lines: str) -> bool:
    """True where entries of several lines are parted by blank lines in this file, and the new one has several."""
    before = source[:key_start].rstrip(" ")
    return "\n" in lines[:-1] and before.endswith(("\n\n", "\n\r\n"))


def _line_after(tree: Tree, node: Node, lines: str) -> _Cut:
    """New lines under the line in which ``node`` ends."""
    end = content_end(tree.source, node)
    if node.style in _BLOCK_SCALARS and _keeps_blank_lines(tree.source, node):
        end = max(end, node.end - 1)  # with |+ the blank lines below belong to the text
    newline = tree.source.find("\n", end)
    if newline < 0:
        return _Cut(len(tree.source), len(tree.source), "\n" + lines.removesuffix("\n"))
    return _Cut(newline + 1, newline + 1, lines)


def _keeps_blank_lines(source: str, node: Node) -> bool:
    return "+" in source[node.start : node.end].partition("\n")[0]


def _emptied(tree: Tree, above: Pointer, node: Node, empty: str) -> list[_Cut]:
    """The ways to write a map or list that has lost its last entry."""
    if node.style == "flow":
        return [_Cut(node.start, node.end, empty)]
    last = node.children[-1] if isinstance(node.children, list) else next(reversed(node.children.values()))[2]
    end = content_end(tree.source, last)
    if not above.parts:
        return [_Cut(node.start, end, empty)]
    owner = _parent(tree, above)
    after_key = owner.children[above.parts[-1]][1]
    colon = tree.source.find(":", after_key) + 1
    line_end = tree.source.find("\n", colon)
    between = tree.source[colon : node.start]
    if "#" in between:  # a comment behind the colon: keep it, and put the braces before it
        return [
            _Cut(colon, end, f" {empty} {tree.source[colon:line_end]}"),
            _Cut(colon, end, f" {empty}{tree.source[colon:line_end]}"),
        ]
    return [_Cut(colon, end, f" {empty}")]


def _removal(tree: Tree, parent: Node, name: str) -> _Cut:
    """The cut that takes one entry away, others staying."""
    source = tree.source
    entries: list[tuple[int, Node]]
    if isinstance(parent.children, dict):
        entries = [(start, node) for start, _, node in parent.children.values()]
        index = list(parent.children).index(name)
    else:
        entries = [(node.start, node) for node in parent.children]
        index = int(name)
    start, node = entries[index]
    if parent.style == "flow":
        if index + 1 < len(entries):
            return _Cut(start, entries[index + 1][0], "")
        return _Cut(content_end(source, entries[index - 1][1]), node.end, "")
    line_start = source.rfind("\n", 0, start) + 1
    end = content_end(source, node)
    if node.style in _BLOCK_SCALARS and _keeps_blank_lines(source, node):
        end = max(end, node.end - 1)
    newline = source.find("\n", end)
    if newline < 0:
        return _Cut(max(line_start - 1, 0), len(source), "")
    if _blank_before(source, line_start) and _blank_after(source, newline + 1):
        line_start = source.rfind("\n", 0, line_start - 1) + 1
    return _Cut(line_start, newline + 1, "")


def _blank_before(source: str, line_start: int) -> bool:
    return source[:line_start].endswith(("\n\n", "\n\r\n"))


def _blank_after(source: str, at: int) -> bool:
    return at >= len(source) or source.startswith(("\n", "\r\n"), at)


# --- held against the change that was asked for --------------------------------------------------------------------


def _first_that_fits(tree: Tree, cuts: list[_Cut], expected: Value) -> str:
    """The first result that reads back as exactly what was expected, key order included."""
    for cut in cuts:
        new = cut.new.replace("\n", "\r\n") if "\r\n" in tree.source else cut.new
        result = tree.source[: cut.start] + new + tree.source[cut.end :]
        try:
            value = read_tree(result).value
        except InputError:
            continue
        if same(value, expected):
            return result
    raise InputError("the layout of this file does not let that change be made in place", hint="edit the file by hand")


def same(a: Value, b: Value) -> bool:
    """Equal values, with their keys in the same order."""
    if isinstance(a, dict) and isinstance(b, dict):
        return list(a) == list(b) and all(same(item, b[name]) for name, item in a.items())
    return bool(a == b)


def _with(value: Value, pointer: Pointer, new: Value, after: str | None = None) -> Value:
    """``value`` with ``new`` at ``pointer``, the rest shared; a new key comes behind ``after``, or last."""
    part, *rest = pointer.parts
    if isinstance(value, list):
        return [new if str(index) == part else item for index, item in enumerate(value)]
    if rest:
        return {**value, part: _with(value[part], Pointer(tuple(rest)), new, after)}
    if after is None or part in value:
        return {**value, part: new}
    if after == _FIRST:
        return {part: new, **value}
    changed = {}
    for name, item in value.items():
        changed[name] = item
        if name == after:
            changed[part] = new
    return changed


def _without(value: Value, pointer: Pointer) -> Value:
    """``value`` without what is at ``pointer``, the rest shared."""
    part, *rest = pointer.parts
    if isinstance(value, list):
        return [item for index, item in enumerate(value) if str(index) != part]
    if rest:
        return {**value, part: _without(value[part], Pointer(tuple(rest)))}
    return {name: item for name, item in value.items() if name != part}


def _parent(tree: Tree, pointer: Pointer) -> Node:
    parent = tree.node(Pointer(pointer.parts[:-1]))
    if parent is None:
        raise InputError(f"{pointer} is not there")
    return parent


def _in_flow(tree: Tree, pointer: Pointer) -> bool:
    """True where the value stands inside braces or brackets."""
    above = (tree.node(Pointer(pointer.parts[:length])) for length in range(len(pointer.parts)))
    return any(node is not None and node.style == "flow" for node in above)


def _column(source: str, index: int) -> int:
    """Columns before ``index`` in its line."""
    return index - source.rfind("\n", 0, index) - 1


def _margin(source: str, index: int) -> int:
    """The indentation of the line that ``index`` stands in."""
    line = source[source.rfind("\n", 0, index) + 1 : index]
    return len(line) - len(line.lstrip(" "))
