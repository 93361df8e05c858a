"""What every importer of pages does once its page is cut into paragraphs, whatever the page was written in."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from typing import TYPE_CHECKING

from provenance.importers._page.reading import Asked, each_document, further_documents, one_document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.errors import InputError
    from provenance.importers._page.paragraphs import Paragraph, Residue
    from provenance.importers.importer import Decoded, Imported
    from provenance.model.address import RecordId

    Cut = tuple[Decoded, tuple[Paragraph, ...], tuple[Residue, ...]]


class Pages(ABC):
    """An importer of pages: one document, or each of several."""

    @abstractmethod
    def cut(self, content: bytes, name: str, encoding: str | None) -> Cut:
        """The page's text, its paragraphs, and what was taken out. Raises InputError: it is no such page."""

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
        """The record of one page. Raises InputError: no such page, no title, a date that does not exist."""
        decoded, paragraphs, residues = self.cut(content, name, encoding)
        asked = Asked(name, edition, volume, living=living, encoding=decoded.encoding, guessed=decoded.guessed)
        asked = replace(asked, further=further_documents(paragraphs))
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
        decoded, paragraphs, residues = self.cut(content, name, encoding)
        asked = Asked(name, edition, volume, living=living, encoding=decoded.encoding, guessed=decoded.guessed)
        yield from each_document(paragraphs, residues, collection, asked)
