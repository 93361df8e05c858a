"""A file of several documents cut where each begins: ``Document No. N:`` with a title behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.importers._page.front import begins_document
from provenance.importers._page.title import number_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.importers._page.paragraphs import Paragraph


@dataclass(frozen=True)
class Document:
    """One document of a file: its paragraphs, its number, and how many paragraphs stand above its title."""

    paragraphs: tuple[Paragraph, ...]
    number: str | None
    above: int | None = None


def documents_of(paragraphs: Sequence[Paragraph], language: str) -> tuple[Document, ...]:
    """The documents of a file; what stands before the first title belongs to the first.

    Titles one behind another, with nothing between them, are a list of contents
    and begin no document.
    """
    starts = [at for at, paragraph in enumerate(paragraphs) if begins_document(paragraph, language)]
    ends = [*starts[1:], len(paragraphs)]
    if not starts:
        return (Document(tuple(paragraphs), None),)
    numbers = [match["number"] if (match := number_of(paragraphs[at].words)) else "" for at in starts]
    last = {number: at for at, number in enumerate(numbers)}
    real = [
        start for at, (start, end) in enumerate(zip(starts, ends, strict=True))
        if end > start + 1 and not (at and starts[at - 1] == start - 1 and last[numbers[at]] > at)
    ]  # fmt: skip
    if len(real) < 2:  # noqa: PLR2004 - one document: as a page by itself
        number = number_of(paragraphs[real[0]].words) if real else None
        return (Document(tuple(paragraphs), number["number"] if number else None),)
    found = []
    for at, start in enumerate(real):
        first = 0 if at == 0 else start
        end = real[at + 1] if at + 1 < len(real) else len(paragraphs)
        number = number_of(paragraphs[start].words)
        found.append(Document(tuple(paragraphs[first:end]), number["number"] if number else None, start - first))
    return tuple(found)
