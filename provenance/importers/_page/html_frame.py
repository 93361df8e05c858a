"""What of an HTML page is the document, and what frames it: the part that holds its prose, and what stands beside it.

A page without ``<main>`` is a document all the same: its prose stands together in
one element, and what stands outside it is short, or links to other pages. What
is taken for the frame is no part of the reading; its words are reported.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from provenance.importers._page.furniture import NO_WORDS, why_left_out

if TYPE_CHECKING:
    from collections.abc import Collection

    from lxml.etree import _Element

_WORDS_OF_BLOCKS = """
    address article blockquote body caption center dd details div dl dt fieldset figcaption figure footer h1 h2 h3 h4
    h5 h6 header hgroup hr html li main ol p pre section summary table tbody td tfoot th thead tr ul"""
BLOCKS = frozenset(_WORDS_OF_BLOCKS.split())
_CONTAINERS = frozenset({"div", "td", "main", "article", "section", "center", "pre", "blockquote"})
_PROSE = 40
"""Characters of one block that is prose: shorter ones are headings, labels, entries of menus."""
_LONGEST_FURNITURE = 400
_LEAST = 200
"""Characters of prose on a page; with fewer nothing tells the document from its frame."""
_MOST_OF_IT = 0.7
"""The share of all prose that stands in the document's own part; its notes may stand beside it."""
_TOO_MUCH = 0.5
"""A part that holds more of the page's prose is the document, whatever it is named."""


class Frame:
    """Which elements of a page are left out, and why; ``core``: the part that holds the document, if one is found."""

    def __init__(self, root: _Element, main: _Element | None) -> None:
        self._prose = _prose_below(root, {})
        self._left: dict[_Element, str] = {}
        self._find_furniture(root)
        self.core = _core(root if main is None else main, _prose_below(root, self._left))
        self._path = frozenset(self.core.iterancestors()) if self.core is not None else frozenset()

    def why_left_out(self, element: _Element) -> str | None:
        """Why an element's words are no part of the reading; None where they are."""
        return self._left.get(element)

    def is_path(self, element: _Element) -> bool:
        """Whether the document's part stands in this element."""
        return element in self._path

    def never_in(self, tables: Collection[_Element]) -> None:
        """A table of data is part of a document, and no cell of it is the whole."""
        if self.core is not None and any(above in tables for above in self.core.iterancestors()):
            self.core, self._path = None, frozenset()

    def _find_furniture(self, root: _Element) -> None:
        total = self._prose.get(root, 0)
        walker = etree.iterwalk(root, events=("start",))
        for _, element in walker:
            if not isinstance(element.tag, str) or element.tag in NO_WORDS:
                walker.skip_subtree()
                continue
            why = why_left_out(element)
            named = why is not None and why.startswith("page furniture")
            if named and total >= _LEAST and self._prose.get(element, 0) > _TOO_MUCH * total:
                continue
            if why is not None:
                self._left[element] = why
                walker.skip_subtree()


def _prose_below(root: _Element, left: dict[_Element, str]) -> dict[_Element, int]:
    """For each element how many characters of prose stand in it: words of links are none, nor are short blocks."""
    totals: dict[_Element, int] = {}
    sums: list[int] = [0]
    blocks: list[list[str]] = [[]]
    links = 0
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        said = ""
        if event == "start":
            sums.append(0)
            if not isinstance(element.tag, str) or element.tag in NO_WORDS or element in left:
                walker.skip_subtree()
            else:
                links += is_link(element)
                if element.tag in BLOCKS:
                    blocks.append([])
                said = element.text or ""
        else:
            below = sums.pop()
            if isinstance(element.tag, str) and element.tag not in NO_WORDS and element not in left:
                links -= is_link(element)
                if element.tag in BLOCKS:
                    below += _of_prose("".join(blocks.pop()))
                totals[element] = below
                sums[-1] += below
            said = element.tail or ""
        if said and not links:
            blocks[-1].append(said)
    return totals


def _of_prose(words: str) -> int:
    """How many characters of prose a block has: what a page says of itself is none."""
    own = words.strip()
    if len(own) < _PROSE or (len(own) < _LONGEST_FURNITURE and FURNITURE_ANYWHERE.search(own)):
        return 0
    return len(own)


def is_link(element: _Element) -> bool:
    """Whether an element leads to another page: not to a place of this one, not to a name's explanation."""
    if element.tag != "a" or element.get("data-toggle") is not None or "persname" in element.get("class", "").lower():
        return False
    href = element.get("href")
    if href is None:  # a button that a script follows
        return element.get("name") is None and element.get("id") is None
    return bool(href) and not href.startswith("#")


def _core(top: _Element, prose: dict[_Element, int]) -> _Element | None:
    """The innermost part that holds most of the prose, and paragraphs of its own."""
    total = prose.get(top, 0)
    if total < _LEAST:
        return None
    found: _Element | None = None
    at: _Element | None = top
    while at is not None:
        if at.tag in _CONTAINERS and (at.tag in ("td", "pre") or any(child.tag in BLOCKS for child in at)):
            found = at
        at = next((child for child in at if prose.get(child, 0) >= _MOST_OF_IT * total), None)
    return found


FURNITURE_ANYWHERE = re.compile(
    r"©|\bcopyright\b|all rights reserved|visitor number|visitors since|\bguest ?book\b|best viewed (?:with|in)|"
    r"netscape|"
    r"internet explorer|hosted by|\bwebmaster\b|last (?:updated|modified|edited|revised)|terms of (?:use|service)|"
    r"\blizenz\b|\bCC BY\b|zitierhinweis|zitierempfehlung|\bcite (?:as|this)\b|optimiert für|besucher seit|"
    r"privacy policy|powered by|\bcookies?\b|newsletter|mail converted by|creative commons|public domain|"
    r"^\d[\d ]{0,9}\s(?:просмотр|views?$|vues?$)|"
    r"перепечатка|все права|сканирование|рейтинг|alle rechte vorbehalten|impressum|datenschutz|tous droits réservés|"
    r"mentions légales|plan du site|haut de page|send (?:e-?)?mail|e-?mail (?:us|to)|"
    r"[\w.-]{2,40}@[\w-]{2,40}\.[a-z]{2,6}",
    re.IGNORECASE,
)
"""What pages say of themselves: looked for outside the document's part alone."""
