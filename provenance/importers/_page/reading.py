"""A page's paragraphs made into a record: the same reading for pages of plain text and of HTML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.errors import InputError
from provenance.importers._page import attributions, fields
from provenance.importers._page.blocks import blocks_of
from provenance.importers._page.dating import date_field
from provenance.importers._page.documents import documents_of
from provenance.importers._page.draft import Draft, Page
from provenance.importers._page.kinds import title_fields
from provenance.importers._page.languages import language_of
from provenance.importers._page.layout import lay_out
from provenance.importers._page.names import slugged
from provenance.importers._page.residue import joined
from provenance.importers._page.telling import tell
from provenance.importers._page.title import parse_title
from provenance.importers._page.webdata import fill
from provenance.importers._page.webframe import without_frame
from provenance.importers.importer import Imported, Report
from provenance.model.address import RecordId, slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.importers._page.paragraphs import Paragraph, Residue

DEFAULT_EDITION = "print"
MOST_BRACKETS = 50_000
"""Brackets of one document that have both halves; each becomes a mark, and a page of an edition has some hundreds."""


@dataclass(frozen=True)
class Asked:
    """What was asked for: the file's name, the edition, the volume; and how its bytes were read."""

    name: str
    edition: str | None = None
    volume: str | None = None
    living: bool = False
    encoding: str = "utf-8"
    guessed: bool = False
    further: tuple[int, ...] = ()
    """Lines where further documents seem to begin, though one alone was asked for."""


def one_document(
    paragraphs: Sequence[Paragraph],
    residues: Sequence[Residue],
    id: RecordId,  # noqa: A002 - the word of the command
    asked: Asked,
    above: int | None = None,
) -> Imported:
    """The record of one document; ``above``: how many paragraphs stand above its title, where that is known.

    Raises InputError: an id that is no record's, no title, a date that does not exist.
    """
    record = RecordId.parse(id)
    if not record.is_record:
        raise InputError(f"{id!r} is no record's id", hint=f"{id}/name")
    _refuse_a_flood(paragraphs, asked.name)
    paragraphs, framed = without_frame(paragraphs)
    paragraphs, turned = joined(paragraphs)
    language = language_of(" ".join(paragraph.words for paragraph in paragraphs))
    layout = lay_out(paragraphs, language or "en", asked.name, above)
    text = blocks_of(layout)
    title_at = next(at for at, piece in enumerate(layout.pieces) if piece.tag == "title")
    page = Page(
        id=record,
        edition=slug(asked.edition or DEFAULT_EDITION, "the name of an edition"),
        volume=slug(asked.volume or record.collection, "the key of a volume"),
        living=asked.living,
        language=language,
        layout=layout,
        text=text,
        title=parse_title(text.words[title_at], language or "en", layout.pieces[title_at].paragraph.lines[0]),
    )
    return _imported(page, asked, sorted((*residues, *framed, *turned), key=lambda one: one.line))


def _refuse_a_flood(paragraphs: Sequence[Paragraph], name: str) -> None:
    """A document of nothing but brackets would fill the memory with marks (THREATS T35)."""
    count = 0
    for paragraph in paragraphs:
        count += sum(min(line.count("["), line.count("]")) for line in paragraph.lines)
        if count > MOST_BRACKETS:
            raise InputError(
                f"more than {MOST_BRACKETS:,} pairs of square brackets stand in one document",
                code="too-big", file=name, line=paragraph.line,
                hint="cut the file into its documents, or write signs that are no brackets otherwise",
            )  # fmt: skip


def further_documents(paragraphs: Sequence[Paragraph]) -> tuple[int, ...]:
    """The lines where a second document and others begin, by their numbers and titles."""
    language = language_of(" ".join(paragraph.words for paragraph in paragraphs)) or "en"
    return tuple(document.paragraphs[0].line for document in documents_of(paragraphs, language)[1:])


def each_document(
    paragraphs: Sequence[Paragraph], residues: Sequence[Residue], collection: str, asked: Asked
) -> Iterator[tuple[RecordId, Imported] | InputError]:
    """A record for each document of a file, its id by its number, else by the file's name."""
    language = language_of(" ".join(paragraph.words for paragraph in paragraphs)) or "en"
    taken: dict[str, int] = {}
    documents = documents_of(paragraphs, language)
    starts = [document.paragraphs[0].line if document.paragraphs else 0 for document in documents]
    for at, document in enumerate(documents):
        line = document.paragraphs[document.above or 0].line if document.paragraphs else 1
        last = starts[at + 1] if at + 1 < len(documents) else 1 << 60
        own = [one for one in residues if (at == 0 or starts[at] <= one.line) and one.line < last]
        name = f"doc-{document.number.lower():0>3}" if document.number else _slug_of(asked.name)
        if not document.number and len(documents) > 1:
            name = f"{name[:56]}-{at + 1}"  # documents under the numbers of files have none of their own
        if name in taken:
            yield InputError(
                f"two documents of this file would be {collection}/{name}: the first stands at line {taken[name]}",
                code="two-with-one-id", file=asked.name, line=line,
                hint="mend the number of one; or cut it out and import it under an id of its own",
            )  # fmt: skip
            continue
        taken[name] = line
        try:
            id = RecordId.parse(f"{collection}/{name}")  # noqa: A001 - the word of the command
            yield id, one_document(document.paragraphs, own, id, asked, document.above)
        except InputError as error:
            yield error


def file_id(collection: str, name: str) -> RecordId:
    """The id of a record that is named by its file: ``pages/Letter 5.txt`` → ``collection/letter-5``."""
    return RecordId.parse(f"{collection}/{_slug_of(name)}")


def _slug_of(name: str) -> str:
    last = name.replace("\\", "/").rpartition("/")[2]
    return slugged(last.rpartition(".")[0] or last)


def _imported(page: Page, asked: Asked, residues: Sequence[Residue]) -> Imported:
    draft = Draft(page.id)
    volume = fields.volume_of(page, draft)
    title_fields(page, draft)
    date_field(page, draft, asked.name)
    fields.place_field(page, draft)
    claims = attributions.title_claims(page, draft)
    claims += attributions.headnote_claims(page, draft)
    notes = fields.source_fields(page, draft)
    fields.marking_field(page, draft)
    claims += attributions.source_claims(draft, notes)
    fields.translation_field(page, draft, notes)
    attributions.note_claims(page, draft, claims)
    tell(page, draft, residues)
    for line in asked.further:
        question = (
            f"Does a document of its own begin at line {line}? All is read as one; --collection makes one of each"
        )
        draft.ask(f"document-{line}", f"/editions/{page.edition}", question)
    fields.edition_field(page, draft)
    fill(page, draft, residues)
    report = Report(
        tuple(draft.placed), tuple(draft.inferred), tuple(draft.open), tuple(draft.left), asked.encoding, asked.guessed
    )
    return Imported(draft.tree(), page.edition, page.text.text, draft.agents, volume, report)
