"""What one element of an HTML page says of its words: its line, its look, its names, whether it is a raised call."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from provenance.importers._page.furniture import NO_WORDS

if TYPE_CHECKING:
    from provenance.text.blocks import BlockTag

_RAISED = re.compile(r"\[?(\d{1,4}|[*†‡]{1,3})\]?")
_UNITS = re.compile(r"(?:^|[\s\d(])(?:[kcdm]?m|[^\W\d_])$")
_NAMED: dict[str, BlockTag] = {
    "signed": "signature", "signature": "signature", "dateline": "dateline", "salute": "salutation",
    "salutation": "salutation", "sourcenote": "source-note", "sign": "signature", "unterschrift": "signature",
    "signataire": "signature", "gruss": "signature", "grussformel": "signature", "schlussformel": "signature",
    "closer": "signature", "lagerort": "source-note", "cote": "source-note", "head": "heading", "titre": "heading",
}  # fmt: skip
"""Names that editions give to elements by what they hold."""


def is_centred(element: etree._Element) -> bool:
    """Whether a paragraph says that it stands in the middle of its line."""
    return element.tag in ("p", "div") and (
        element.get("align", "").lower() == "center"
        or re.search(r"text-align\s{0,4}:\s{0,4}center", element.get("style", "")[:500]) is not None
    )


def told_texts(element: etree._Element) -> list[tuple[str, etree._Element, str]]:
    """The words below an element, each with the element it stands in (``start``) or behind (``end``)."""
    found: list[tuple[str, etree._Element, str]] = []
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, inner in walker:
        if event == "start":
            if not isinstance(inner.tag, str) or inner.tag in NO_WORDS:
                walker.skip_subtree()
            else:
                found.append(("start", inner, inner.text or ""))
        elif inner is not element and inner.tail:
            found.append(("end", inner, inner.tail))
    return found


def named_tag(element: etree._Element) -> BlockTag | None:
    """What an element's own names say that its words are: ``class="tei-signed"``."""
    words = re.split(r"[\s_-]+", element.get("class", "").lower()[:200])
    return next((_NAMED[word] for word in words if word in _NAMED), None)


def line_of(element: etree._Element | None) -> int:
    """The line of the file an element begins in; 1 where it is not known."""
    line: object = None if element is None else element.sourceline
    return line if isinstance(line, int) else 1


def own_texts(element: etree._Element) -> list[str]:
    """The words below an element, without scripts and styles."""
    found: list[str] = []
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, inner in walker:
        if event == "start":
            if not isinstance(inner.tag, str) or inner.tag in NO_WORDS:
                walker.skip_subtree()
            elif inner.text:
                found.append(inner.text)
        elif inner is not element and inner.tail:
            found.append(inner.tail)
    return found


def raised_label(element: etree._Element) -> str:
    match = _RAISED.fullmatch("".join(map(str, element.itertext())).strip())
    return match[1] if match else ""


def is_call(element: etree._Element, before: str) -> bool:
    """Whether a raised figure calls a note: not the power of a unit (``m²``), not behind a figure."""
    return bool(raised_label(element)) and not _UNITS.search(before[-4:]) and not before[-1:].isdigit()
