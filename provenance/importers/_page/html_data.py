"""Labels and values of a web edition's data in an HTML page: rows of a table, a list of terms, fields one by one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from provenance.importers._page.html_frame import BLOCKS
from provenance.importers._page.paragraphs import Paragraph, Residue
from provenance.importers._page.webdata import FIELD_OF, KEPT_LABELS, MEMO_LABELS, OTHER_LABELS, folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element

_LEAST = 2
"""Labels that are known, in one table or list of terms: one alone may be the document's own word."""
_LONGEST_LABEL = 40
_LONGEST_VALUE = 600
_LABEL_WORDS = frozenset({"label", "fieldlabel", "metadata-label", "lbl", "views-label", "term", "key", "info"})


@dataclass(frozen=True)
class Pair:
    """One label with its value, and the field of the record it speaks of; None where it speaks of none."""

    label: str
    value: str
    field: str | None


def data_pairs(root: _Element) -> dict[_Element, Pair]:
    """Every pair, by the element that holds label and value; of a list of terms by both its elements."""
    found: dict[_Element, Pair] = {}
    for table in root.iter("table"):
        rows = [row for row in table.iter("tr") if _cells(row)]
        pairs = [(row, _pair(*cells, kept=False)) for row in rows if len(cells := _cells(row)) == 2]  # noqa: PLR2004 - label and value
        whole = len(pairs) == len(rows) and table.find(".//table") is None
        _enter(found, [(row, pair) for row, pair in pairs if pair], whole and all(pair for _, pair in pairs))
    for terms in root.iter("dl"):
        pairs = []
        for term in terms.iterchildren("dt"):
            value = term.getnext()
            more = value.getnext() if value is not None else None
            if value is not None and value.tag == "dd" and (more is None or more.tag != "dd"):
                pairs.append((term, _pair(term, value, kept=False)))
        _enter(found, [(term, pair) for term, pair in pairs if pair], bool(pairs) and all(pair for _, pair in pairs))
    for field in _fields(root):
        label, value = list(field)
        pair = _pair(label, value)
        if pair and folded(pair.label) in FIELD_OF.keys() | OTHER_LABELS:
            found[field] = pair
    return found


def run_in_pairs(root: _Element) -> dict[_Element, list[Pair]]:
    """Paragraphs that are labels and values one behind another: ``MS State Archive. Endorsed 14 May``."""
    found: dict[_Element, list[Pair]] = {}
    beside: dict[_Element, list[tuple[_Element, list[Pair]]]] = {}
    for element in root.iter("p", "div", "td", "li"):
        if (element.text or "").strip() or not 0 < len(element) <= _MOST_CHILDREN:
            continue
        pairs = _run_in(element)
        above = element.getparent()
        if len(pairs) == 1 and above is not None:
            beside.setdefault(above, []).append((element, pairs))
        labels = [folded(pair.label) for pair in pairs]
        named = _is_label(element[0])
        if _are_data(labels, least=1 if named else _LEAST):
            found[element] = pairs
    for rows in beside.values():  # each in an element of its own
        if _are_data([folded(pairs[0].label) for _, pairs in rows], least=_LEAST):
            found.update(rows)
    return found


def _are_data(labels: Sequence[str], least: int) -> bool:
    """Whether labels are those of a web edition's data: most are known, and none heads a memorandum."""
    known = sum(label in FIELD_OF.keys() | OTHER_LABELS for label in labels)
    return known >= least and 2 * known > len(labels) and MEMO_LABELS.isdisjoint(labels)


def _is_label(element: _Element) -> bool:
    return not _LABEL_WORDS.isdisjoint(element.get("class", "").lower()[:200].split())


def _run_in(element: _Element) -> list[Pair]:
    """The pairs of a paragraph that begins with a label; none where something else stands in it."""
    pairs: list[Pair] = []
    label, value = "", [""]
    named = 0
    for child in element:
        if not isinstance(child.tag, str) or child.tag in BLOCKS:
            return []
        words = _words(child)
        is_named = _is_label(child)
        colon = words.endswith(":") or (child.tail or "").startswith(":")
        if is_named or (child.tag in ("b", "strong") and colon and 0 < len(words) <= _LONGEST_LABEL):
            named += is_named
            if label:
                pairs.append(Pair(label, _joined(value), FIELD_OF.get(folded(label))))
            label, value = words, [(child.tail or "").removeprefix(":")]
        elif not label and words:
            return []
        else:
            value += [words, child.tail or ""]
    if label:
        pairs.append(Pair(label, _joined(value), FIELD_OF.get(folded(label))))
    whole = all(pair.value and len(pair.value) <= _LONGEST_VALUE for pair in pairs)
    return pairs if whole else []


def _joined(words: list[str]) -> str:
    return " ".join(" ".join(words).split()).replace(" .", ".").replace(" ,", ",")


def headers_of(root: _Element) -> dict[_Element, Pair]:
    """The line of a header of a free library (``Title (1884) by Somebody``) that names the author by its markup."""
    found: dict[_Element, Pair] = {}
    for element in root.iter("span", "div", "a", "td", "p"):
        names = f"{element.get('class', '')} {element.get('id', '')}".lower()[:200].replace("_", "-").split()
        if not any(name in _AUTHOR_NAMES for name in names):
            continue
        block = (
            element
            if element.tag in BLOCKS
            else next((one for one in element.iterancestors() if one.tag in BLOCKS), None)
        )
        if block is None or block in found or sum(map(len, map(str, block.itertext()))) > _LONGEST_VALUE:
            continue
        author = _words(element)
        if author:
            found[block] = Pair(_words(block), author, "author")
    return found


def hidden_author(element: _Element) -> str | None:
    """The author in data that a free library keeps in each page and does not show."""
    if element.get("id") != "ws-data":
        return None
    return next((_words(one) or None for one in element.iter("span", "div") if one.get("id") == "ws-author"), None)


_AUTHOR_NAMES = frozenset(
    {"header-author-text", "ws-author", "headertemplate-author", "header-author", "ws-header-author", "auteur-texte"}
)
_MOST_CHILDREN = 60


_SUMMARIES = KEPT_LABELS - {"original language", "original languages", "citation"}


OF_DATA = "data of the web edition"


def entered(pair: Pair, line: int, found: list[Paragraph], residues: list[Residue]) -> Paragraph | None:
    """The source note that a pair makes, where it says where the document lies; all else goes to ``residues``.

    A shelfmark behind its archive is the second line of its paragraph, the last of ``found``.
    """
    last = found[-1] if found else None
    if pair.field not in ("source", "repository", "shelf"):
        residues.append(Residue(f"{pair.label} {pair.value}", line, OF_DATA, pair.field, pair.value))
        return None
    is_archive = pair.field == "repository"
    residues.append(Residue(pair.label, line, OF_DATA, *((pair.field, pair.value) if is_archive else ())))
    if pair.field != "shelf" or last is None or last.tag != "source-note" or len(last.lines) > 1:
        return Paragraph((pair.value,), line, tag="source-note")
    found[-1] = replace(last, lines=(*last.lines, pair.value))
    for at in range(max(0, len(residues) - 3), len(residues)):  # its archive stands right before it
        one = residues[at]
        if one.field == "repository" and one.value == last.lines[0]:
            residues[at] = replace(one, value=f"{last.lines[0]}\n{pair.value}")
    return None


def _enter(found: dict[_Element, Pair], pairs: list[tuple[_Element, Pair]], whole: bool) -> None:  # noqa: FBT001 - of all pairs
    """The pairs of one table or list, where enough of their labels are known and all of them are short."""
    known = sum(folded(pair.label) in FIELD_OF.keys() | OTHER_LABELS for _, pair in pairs)
    memo = any(folded(pair.label) in MEMO_LABELS for _, pair in pairs)
    if whole and not memo and known >= _LEAST and 2 * known >= len(pairs):
        found.update((element, pair) for element, pair in pairs if folded(pair.label) not in _SUMMARIES)


def _cells(row: _Element) -> list[_Element]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _fields(root: _Element) -> Iterator[_Element]:
    """Elements of two, of which the first says that it is a label."""
    for element in root.iter("div", "li", "p", "tr"):
        if len(element) != 2 or (element.text or "").strip():  # noqa: PLR2004 - label and value
            continue
        names = element[0].get("class", "").lower()[:200].replace("__", " ").replace("field-label", "label").split()
        if not _LABEL_WORDS.isdisjoint(names) and not (element[0].tail or "").strip():
            yield element


def _pair(label: _Element, value: _Element, *, kept: bool = True) -> Pair | None:
    named = _words(label)
    said = _words(value)
    own = folded(named)
    if (
        not named
        or not said
        or len(named) > _LONGEST_LABEL
        or len(said) > _LONGEST_VALUE
        or (kept and own in KEPT_LABELS)
    ):
        return None
    return Pair(named, said, FIELD_OF.get(own))


def _words(element: _Element) -> str:
    """The words of an element; those of its blocks parted by semicolons."""
    found: list[str] = []
    for inner in element.iter():
        if inner is not element and isinstance(inner.tag, str) and (inner.tag in BLOCKS or inner.tag == "br") and found:
            found.append("; ")
        if isinstance(inner.tag, str) and inner.text:
            found.append(inner.text)
        if inner is not element and inner.tail:
            found.append(inner.tail)
    words = " ".join("".join(found).split())
    return words.strip(" ;").replace(" ;", ";")
