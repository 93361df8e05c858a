"""Pages of web editions as HTML: the blocks of the page, its notes by their links, its furniture left out.

Paragraphs, headings, items of lists, quotations and cells become blocks; ``em``
and ``i`` become emphasis; a link to a note further on is its call. Navigation,
headers, footers, share buttons, cookie banners and hidden elements are no part
of the reading: their words are listed in the report. Then the page is read as
one of plain text is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.errors import InputError
from provenance.importers._page.pages import Pages
from provenance.importers.importer import decode

if TYPE_CHECKING:
    from provenance.importers._page.pages import Cut

_HTML = re.compile(
    rb"(?:<\?xml[^>]{0,200}>\s{0,20})?(?:<!--[^>]{0,2000}-->\s{0,20})?<(?:!doctype|html|head|body|main|article|section|"
    rb"div|table|h1|h2|p|title|meta)\b",
    re.IGNORECASE,
)
_CHARSET = re.compile(rb"charset\s{0,3}=\s{0,3}[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_HEAD = 4096


class HtmlPage(Pages):
    """The importer of HTML pages."""

    name = "html-page"

    def claims(self, name: str, head: bytes) -> bool:  # noqa: ARG002 - what it is stands in the file
        """Markup that begins as an HTML page does."""
        return _HTML.match(head.lstrip(b"\xef\xbb\xbf \t\r\n")) is not None

    def cut(self, content: bytes, name: str, encoding: str | None) -> Cut:
        """The blocks of the page. Raises InputError: unreadable markup, no words in it."""
        from provenance.importers._page.html import cut_html  # lxml is paid for by HTML pages alone

        decoded = decode(content, encoding or _declared(content), name=name)
        paragraphs, residues = cut_html(decoded.text, name)
        if not paragraphs:
            raise InputError("no words were found in the page", code="empty", file=name, hint="save it as plain text")
        return decoded, paragraphs, residues


def _declared(content: bytes) -> str | None:
    """The encoding that the page declares, where its bytes are not UTF-8 and fit it; None: to be found out."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        declared = _CHARSET.search(content[:_HEAD])
    else:
        return None
    try:
        if declared:
            content.decode(declared[1].decode("ascii"))
            return declared[1].decode("ascii").lower()
    except (LookupError, UnicodeError):
        return None
    return None


IMPORTER = HtmlPage()
