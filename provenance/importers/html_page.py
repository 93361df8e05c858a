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
from provenance.importers._page.reading import Asked, each_document, one_document
from provenance.importers.importer import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.importers._page.paragraphs import Paragraph, Residue
    from provenance.importers.importer import Decoded, Imported
    from provenance.model.address import RecordId

_HTML = re.compile(
    rb"(?:<\?xml[^>]{0,200}>\s{0,20})?(?:<!--[^>]{0,2000}-->\s{0,20})?<(?:!doctype|html|head|body|main|article|section|"
    rb"div|table|h1|h2|p|title|meta)\b",
    re.IGNORECASE,
)
_CHARSET = re.compile(rb"charset\s{0,3}=\s{0,3}[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_HEAD = 4096


class HtmlPage:
    """The importer of HTML pages."""

    name = "html-page"

    def claims(self, name: str, head: bytes) -> bool:  # noqa: ARG002 - what it is stands in the file
        """Markup that begins as an HTML page does."""
        return _HTML.match(head.lstrip(b"\xef\xbb\xbf \t\r\n")) is not None

    def read(
        self,
        content: bytes,
        *,
        name: str,
        id: RecordId,  # noqa: A002 - the word of the command
        edition: str | None = None,
        volume: str | None = None,
        living: bool = False,
        encoding: str | None = None,
    ) -> Imported:
        """The record of one page. Raises InputError: unreadable markup, no title, a date that does not exist."""
        decoded, paragraphs, residues = _cut(content, name, encoding)
        asked = Asked(name, edition, volume, living=living, encoding=decoded.encoding, guessed=decoded.guessed)
        return one_document(paragraphs, residues, id, asked)

    def read_all(
        self,
        content: bytes,
        *,
        name: str,
        collection: str,
        edition: str | None = None,
        volume: str | None = None,
        living: bool = False,
        encoding: str | None = None,
    ) -> Iterator[tuple[RecordId, Imported] | InputError]:
        """A record for each document of a page, split on ``Document No. N:``; one that cannot be read is an error."""
        decoded, paragraphs, residues = _cut(content, name, encoding)
        asked = Asked(name, edition, volume, living=living, encoding=decoded.encoding, guessed=decoded.guessed)
        yield from each_document(paragraphs, residues, collection, asked)


def _cut(content: bytes, name: str, encoding: str | None) -> tuple[Decoded, tuple[Paragraph, ...], tuple[Residue, ...]]:
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
