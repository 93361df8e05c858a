"""What a row says of where the document was published, and the page beside the table that prints it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from provenance.importers._page.names import slugged
from provenance.importers._page.reading import DEFAULT_EDITION
from provenance.importers._table.record import keep
from provenance.importers.importer import Imported, Report
from provenance.model.address import slug

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provenance.errors import InputError
    from provenance.importers._page.draft import Draft
    from provenance.importers._table.row import Row


class Beside(Protocol):
    """The files that lie beside a table: whoever reads the table from a disk says what they hold."""

    def read(self, name: str) -> bytes:
        """The bytes of the file of that name; InputError where it is none, or lies elsewhere."""

    def claim(self, name: str) -> None:
        """Nothing else is to be made of the file of that name: it is a row's, even where the row is refused."""

    def named(self, stem: str) -> str | None:
        """The name of the one page whose own name makes that id; None where there is none, or none is looked for."""


@dataclass(frozen=True)
class Asked:
    """What was asked for: the table's name, the collection, the edition, the volume; where its pages lie."""

    name: str
    collection: str
    edition: str | None = None
    volume: str | None = None
    living: bool = False
    encoding: str | None = None
    beside: Beside | None = None


@dataclass(frozen=True)
class Published:
    """An edition as a row has it: its key, its fields, and the volume's key with what is said of it."""

    key: str
    fields: Mapping[str, Any]
    volume: tuple[str, Mapping[str, Any]] | None


def published(row: Row, draft: Draft, asked: Asked) -> Published | None:
    """The edition that a row tells of, or that was asked for; None where neither names one."""
    edition, volume, url = row.words("edition"), row.words("volume"), row.words("url")
    said = bool(edition or volume or url or asked.edition or asked.volume)
    _number(row, draft, of_edition=said)
    pages = row.one("pages")
    if not said:
        if pages is not None:
            keep(draft, row, pages, pages.words, "pages, but of which edition? no volume and no address is given")
        return None
    key = slug(asked.edition or (slugged(edition) if edition else DEFAULT_EDITION), "the name of an edition")
    fields: dict[str, Any] = {"state": "living" if asked.living else "fixed"}
    told: tuple[str, Mapping[str, Any]] | None = None
    if volume or asked.volume:
        name = slug(asked.volume or slugged(volume), "the key of a volume")
        fields["volume"] = name
        told = name, {"title": volume, "title_basis": "stated"} if volume else {}
    if row.words("number"):
        fields["number"] = row.words("number")
    if pages is not None:
        fields["pages"] = {"pages": pages.words, "basis": "stated", "where": row.where}
    if url:
        fields["address"] = url
    fields["text"] = "none"
    draft.set("editions", {key: fields}, "edition", ", ".join(filter(None, (volume, edition, url))) or key, row.where)
    return Published(key, fields, told)


def _number(row: Row, draft: Draft, *, of_edition: bool) -> None:
    """The number: of the edition, where there is one, else of the document in the list."""
    number = row.words("number")
    if not number:
        return
    if not of_edition:
        draft.set("number", number, "number", number, row.where)
        return
    draft.put("aliases", f"doc-no-{number}", f"Document {number}", what="number", shown=number, where=row.where)


def page_of(row: Row, id_name: str, asked: Asked) -> str | None:
    """The name of the page that prints this row's document: the one it names, else the one that its id names."""
    stated = row.words("text")
    if stated or asked.beside is None:
        return stated or None
    return asked.beside.named(id_name)


def joined(page: Imported, draft: Draft, edition: Published | None) -> Imported:
    """The page's record with what the row states laid over it; where the two differ that is a question."""
    row = draft.tree()
    _ask_of_date(page, draft, row)
    record: dict[str, Any] = {**page.record}
    for name, value in draft.tree().items():
        there = record.get(name)
        if isinstance(value, dict) and value.get("basis") == "unknown" and there is not None:
            if "as_written" in value and there.get("basis") == "unknown":
                record[name] = {**there, **value}
        elif name == "source" and isinstance(there, dict) and there.get("basis") == "stated":
            record[name] = {**there, **value}
        elif name in _MAPS and isinstance(there, dict):
            record[name] = {**there, **{key: _over(there.get(key), one) for key, one in value.items()}}
        elif name != "editions":
            record[name] = value
    key = page.edition or DEFAULT_EDITION
    told = {name: one for name, one in (edition.fields if edition else {}).items() if name not in ("text", "state")}
    record["editions"] = {key: {**page.record["editions"][key], **told}}
    ordered = replace_record(draft, record)
    report = Report(
        (*draft.placed, *page.report.placed), (*draft.inferred, *page.report.inferred),
        (*draft.open, *page.report.open), (*draft.left, *page.report.left_over),
        page.report.encoding, page.report.encoding_guessed,
    )  # fmt: skip
    volume = edition.volume if edition is not None and edition.volume is not None else page.volume
    if volume is not None and page.volume is not None and volume[0] == page.volume[0]:
        volume = volume[0], {**page.volume[1], **volume[1]}
    return replace(page, record=ordered, agents={**page.agents, **draft.agents}, volume=volume, report=report)


def replace_record(draft: Draft, record: dict[str, Any]) -> dict[str, Any]:
    """The fields in the order of record.yaml."""
    draft.record = record
    return draft.tree()


_MAPS = frozenset({
    "aliases", "languages", "copies", "custody", "hands", "attributions", "relations", "questions", "regest",
    "left_over",
})  # fmt: skip


def _over(there: Any, value: Any) -> Any:
    return {**there, **value} if isinstance(there, dict) and isinstance(value, dict) else value


def _ask_of_date(page: Imported, draft: Draft, row: Mapping[str, Any]) -> None:
    stated, printed = row.get("date", {}).get("edtf"), page.record.get("date", {}).get("edtf")
    if stated and printed and stated != printed:
        question = f"The table's date is {stated}, the page's {printed}: which is the document's?"
        draft.ask("date", "/date", question, page.record["date"].get("where"))


def text_error(row: Row, page: str, error: InputError) -> InputError:
    """What is wrong with the page that a row names, as an error of the row."""
    place = f"{page}:{error.line}" if error.line else page
    return row.error(f"{place}: {error.message}", row.one("text"), code=error.code, hint=error.hint)
