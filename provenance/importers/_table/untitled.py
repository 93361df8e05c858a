"""A page beside a table that has no title line: its record is called as the row says, its text gets no title."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from provenance.importers._page.pages import Pages
from provenance.importers._page.paragraphs import Paragraph
from provenance.importers._page.reading import Asked, one_document
from provenance.importers._page.title import parse_title
from provenance.importers.importer import Inferred, importer_for

if TYPE_CHECKING:
    from provenance.importers.importer import Imported
    from provenance.model.address import RecordId

_STANDS_FOR = "Untitled"
"""What stands where a title would, while the page is read; it is in no text and no record afterwards."""


def read_untitled(
    content: bytes,
    title: str,
    *,
    name: str,
    id: RecordId,  # noqa: A002 - the word of the command
    edition: str | None,
    volume: str | None,
    living: bool,
    encoding: str | None,
) -> Imported | None:
    """The page's record and text, without a title; None where the file is no page of paragraphs.

    ``title``: the table's, which says of what kind the document is, where it does.

    Raises InputError as any page does, but for the missing title.
    """
    importer = importer_for(name, content[:4096])
    if not isinstance(importer, Pages):
        return None
    decoded, paragraphs, residues = importer.cut(content, name, encoding)
    asked = Asked(name, edition, volume, living=living, encoding=decoded.encoding, guessed=decoded.guessed)
    headed = (Paragraph((_STANDS_FOR,), 0, tag="heading"), *paragraphs)
    page = _without_title(one_document(headed, residues, id, asked))
    return _with_kind(page, parse_title(title, page.record["editions"][page.edition].get("language", "en")).type)


def _with_kind(page: Imported, kind: str | None) -> Imported:
    """Its kind by the table's title, in place of the question that the page without a title asks."""
    if kind is None:
        return page
    asked = {**page.record.get("questions", {})}
    question = asked.pop("type", {}).get("question")
    record = {name: one for name, one in page.record.items() if name != "questions"} | {"type": kind}
    said = tuple(one for one in page.report.open if one.question != question)
    inferred = (*page.report.inferred, Inferred("type", kind, "medium", "the table's title names it"))
    return replace(
        page, record=record | ({"questions": asked} if asked else {}),
        report=replace(page.report, open=said, inferred=inferred),
    )  # fmt: skip


def _without_title(page: Imported) -> Imported:
    """Without the block and the statements of the title that stood in."""
    if page.text is None:  # pragma: no cover - a page has one
        return page
    blocks = tuple(one for one in page.text.items if getattr(one, "tag", None) != "title")
    record: dict[str, Any] = {name: one for name, one in page.record.items() if name not in ("title", "title_basis")}
    edition = {**record["editions"][page.edition]}
    edition.pop("printed_title", None)
    record["editions"] = {**record["editions"], page.edition: edition}
    placed = tuple(one for one in page.report.placed if one.where != "title" and one.pointer != "/title")
    inferred = (Inferred("title", "that of the table", "high", "the page prints none"), *page.report.inferred)
    return replace(
        page, record=record, text=replace(page.text, items=blocks, source=""),
        report=replace(page.report, placed=placed, inferred=inferred),
    )  # fmt: skip
