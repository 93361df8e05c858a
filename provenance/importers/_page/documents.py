"""A file of several documents cut where each begins: ``Document No. N:`` with a title behind it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from provenance.importers._page.calls import find_calls
from provenance.importers._page.endnotes import label_of, notes_start
from provenance.importers._page.front import begins_document
from provenance.importers._page.series import starts_of
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
        return _of_a_series(paragraphs, language)
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
    return _notes_given_out(found)


def _of_a_series(paragraphs: Sequence[Paragraph], language: str) -> tuple[Document, ...]:
    """The documents of a file whose titles are numbered without a word, or stand below the numbers of files."""
    starts = starts_of(paragraphs, language)
    if not starts:
        return (Document(tuple(paragraphs), None),)
    found = []
    for at, start in enumerate(starts):
        first = 0 if at == 0 else start.at
        end = starts[at + 1].at if at + 1 < len(starts) else len(paragraphs)
        above = start.at - first if start.number else None
        found.append(Document(tuple(paragraphs[first:end]), start.number, above))
    return _notes_given_out(found)


def _notes_given_out(documents: list[Document]) -> tuple[Document, ...]:
    """Notes that stand behind the last document, each with the document that calls it; one that none calls stays."""
    last = documents[-1]
    title = (last.above or 0) + 1
    start = notes_start(last.paragraphs[title:], -1) + title
    notes = last.paragraphs[start:]
    labels = [label or "" for note in notes if (label := note.note or label_of(note))]
    if not notes or len(set(labels)) < len(labels):
        return tuple(documents)
    lines = [
        (at, line)
        for at, document in enumerate(documents)
        for paragraph in (document.paragraphs if document is not last else last.paragraphs[:start])
        for line in paragraph.lines
    ]
    parentheses = notes[0].lines[0].startswith("(")
    calls = find_calls([line for _, line in lines], labels, in_parentheses=parentheses).found
    owners = {label: lines[call.line][0] for label, call in calls.items()}
    given: dict[int, list[Paragraph]] = {}
    owner = len(documents) - 1
    for note in notes:
        label = note.note or label_of(note)
        owner = owners.get(label, len(documents) - 1) if label else owner
        given.setdefault(owner, []).append(note)
    kept = replace(last, paragraphs=(*last.paragraphs[:start], *given.pop(len(documents) - 1, ())))
    return tuple(
        replace(document, paragraphs=(*document.paragraphs, *_behind_a_break(given.get(at, ()))))
        for at, document in enumerate([*documents[:-1], kept])
    )


def _behind_a_break(notes: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """Notes set apart from the text before them, as they were at the end of the file."""
    return tuple(replace(note, gap=3) if at == 0 else note for at, note in enumerate(notes))
