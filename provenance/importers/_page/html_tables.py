"""Tables of an HTML page that hold data, told from those that only lay the page out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.importers._page.dateline import place_beside, without_call

if TYPE_CHECKING:
    from lxml.etree import _Element

_OF_PROSE = frozenset(
    ["table", "div", "ul", "ol", "dl", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "article", "section"]
)
_MOST_WORDS = 400
"""Characters of a cell; a longer one is a column of prose."""
_LEAST_CELLS = 2


def data_tables(root: _Element) -> dict[_Element, int]:
    """Every table of data, counted from 1: rows of two cells or more, and no cell holds prose of its own."""
    found: dict[_Element, int] = {}
    inside: set[_Element] = set()
    for table in root.iter("table"):
        above = table.getparent()
        while above is not None and above.tag != "table":
            above = above.getparent()
        if above is not None and above in inside:
            continue
        if _is_of_data(table):
            inside.add(table)
            found[table] = len(found) + 1
    return found


def _is_of_data(table: _Element) -> bool:
    if table.get("role", "").lower() == "presentation":
        return False
    widest = 0
    rows = list(table.iter("tr"))
    if len(rows) == 1 and any(place_beside(without_call(" ".join(_words(cell)))) is not None for cell in rows[0]):
        return False  # a file number, and the date beside it
    for row in rows:
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        widest = max(widest, len(cells))
        if any(_is_prose(cell) for cell in cells):
            return False
    return widest >= _LEAST_CELLS


def _words(cell: _Element) -> list[str]:
    return "".join(map(str, cell.itertext()))[:_MOST_WORDS].split()


def _is_prose(cell: _Element) -> bool:
    paragraphs = 0
    for inner in cell.iter():
        paragraphs += inner.tag == "p"
        if inner is not cell and (inner.tag in _OF_PROSE or paragraphs > 1):
            return True
    return sum(len(words) for words in cell.itertext()) > _MOST_WORDS
