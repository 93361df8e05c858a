"""Pages of printed editions as plain text: title line, headnote, numbered paragraphs, source note, notes.

The genre is that of documentary volumes as a reader copies them from the web:
editors' names, one title line with number, kind, author, addressee, subject and
date, a headnote, paragraphs whose printed numbers are glued to their words, a
dateline, a bracketed source note, and notes whose calls are flattened into the
text. Everything that stands on the page stands in the text afterwards, but for
paragraph numbers, note labels and calls, which become marks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.importers._page.pages import Pages
from provenance.importers._page.paragraphs import cut
from provenance.importers.importer import decode

if TYPE_CHECKING:
    from provenance.importers._page.pages import Cut


class PrintedPage(Pages):
    """The importer of plain-text pages."""

    name = "printed-page"

    def claims(self, name: str, head: bytes) -> bool:  # noqa: ARG002 - text can have any name
        """Anything that is not markup: whether it is text at all is said when it is read."""
        return not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"%text "))

    def cut(self, content: bytes, name: str, encoding: str | None) -> Cut:
        """The paragraphs of the page. Raises InputError: no text."""
        decoded = decode(content, encoding, name=name)
        return decoded, *cut(decoded.text)


IMPORTER = PrintedPage()
