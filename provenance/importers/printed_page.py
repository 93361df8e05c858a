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

from provenance.importers._page.paragraphs import cut
from provenance.importers._page.reading import Asked, each_document, one_document
from provenance.importers.importer import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.errors import InputError
    from provenance.importers.importer import Imported
    from provenance.model.address import RecordId


class PrintedPage:
    """The importer of plain-text pages."""

    name = "printed-page"

    def claims(self, name: str, head: bytes) -> bool:  # noqa: ARG002 - text can have any name
        """Anything that is not markup: whether it is text at all is said when it is read."""
        return not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"%text "))

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
        """The record of one page. Raises InputError: no text, no title, a date that does not exist."""
        decoded = decode(content, encoding, name=name)
        paragraphs, residues = cut(decoded.text)
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
        """A record for each document of a file, split on ``Document No. N:``; one that cannot be read is an error."""
        decoded = decode(content, encoding, name=name)
        paragraphs, residues = cut(decoded.text)
        asked = Asked(name, edition, volume, living=living, encoding=decoded.encoding, guessed=decoded.guessed)
        yield from each_document(paragraphs, residues, collection, asked)


IMPORTER = PrintedPage()
