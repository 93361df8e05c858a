"""Notes that an HTML page sets in the margin: each stands inside the sentence it belongs to, where it is called."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from lxml.etree import _Element

_TAGS = frozenset({"span", "small", "aside", "div", "em", "i", "label"})
_NAMES = frozenset(
    {
        "marginnote", "margin-note", "marginalnote", "marginalia", "sidenote", "side-note", "footnote", "inline-note",
        "note", "notetext", "note-text", "fn", "fntext", "annotation", "randnote", "anmerkung", "fussnote", "tei-note",
    }
)  # fmt: skip
_INLINE_PARENTS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "span", "em", "i", "b", "td", "dd", "sup"})
_LABEL = re.compile(r"[\[(]?(?P<label>\d{1,4}|[*†‡§]{1,3}|[a-z])[\])]?[.):]?(?=\s|$)")
_LETTERS = re.compile(r"[^\W\d_]{2}")


def margin_notes(root: _Element, taken: Collection[_Element]) -> dict[_Element, str]:
    """The notes that stand inside the text they belong to, with their labels; ``taken``: notes known by their links."""
    found: dict[_Element, str] = {}
    used: set[str] = set()
    count = 1
    for element in root.iter(*_TAGS):
        if element in taken or not _is_named(element):
            continue
        above = element.getparent()
        if above is None or above.tag not in _INLINE_PARENTS or above in found:
            continue
        if element.tag == "div" and above.tag in ("li", "td", "dd"):
            continue
        if any(one in taken or one in found for one in _few_above(element)):
            continue
        words = " ".join("".join(map(str, element.itertext())).split())
        label = _LABEL.match(words)
        if not _LETTERS.search(words[label.end() :] if label else words):
            continue
        name = label["label"] if label else ""
        if not name or name in used:
            while str(count) in used:
                count += 1
            name = str(count)
        used.add(name)
        found[element] = name
    return found


def _few_above(element: _Element) -> list[_Element]:
    """The elements a note stands in, up to its paragraph."""
    found: list[_Element] = []
    for above in element.iterancestors():
        found.append(above)
        if above.tag in ("p", "li", "td", "div", "body"):
            break
    return found


def _is_named(element: _Element) -> bool:
    return not _NAMES.isdisjoint(element.get("class", "").lower()[:200].split())
