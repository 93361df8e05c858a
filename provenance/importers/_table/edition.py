"""What a row says of where the document was published, and the page beside the table that prints it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from provenance.importers._page.names import slugged
from provenance.importers._page.reading import DEFAULT_EDITION
from provenance.importers._table.row import keep
from provenance.importers.importer import Imported, Report
from provenance.model.address import slug
from provenance.model.dates import Edtf

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
    page = _without_answered(page, row)
    _settle_date(page, draft, row)
    _settle_number(page, draft, edition)
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
    printed = page.record["editions"][key]
    told = {name: one for name, one in (edition.fields if edition else {}).items() if name not in ("text", "state")}
    if "number" in printed:
        told.pop("number", None)
    record["editions"] = {key: {**printed, **told}}
    ordered = replace_record(draft, record)
    report = Report(
        (*draft.placed, *page.report.placed), (*draft.inferred, *page.report.inferred),
        (*draft.open, *page.report.open), (*draft.left, *page.report.left_over),
        page.report.encoding, page.report.encoding_guessed,
    )  # fmt: skip
    volume = edition.volume if edition is not None and edition.volume is not None else page.volume
    if volume is not None and page.volume is not None and volume[0] == page.volume[0]:
        volume = volume[0], {**page.volume[1], **volume[1]}
    return replace(page, record=ordered, agents=_agents(page, draft), volume=volume, report=report)


def _agents(page: Imported, draft: Draft) -> dict[str, Any]:
    """Those of both; what the page says of one (its offices, its other names) stays beside what the row says."""
    both: dict[str, Any] = {**page.agents}
    for key, said in draft.agents.items():
        there = both.get(key, {})
        both[key] = {**there, **said}
        for name in ("offices", "identifiers"):
            if name in there:
                both[key][name] = {**there[name], **said.get(name, {})}
        names = dict.fromkeys((*there.get("names", ()), *said.get("names", ())))
        if there.get("name", said.get("name")) != said.get("name"):
            names[there["name"]] = None
        names.pop(said.get("name", ""), None)
        if names:
            both[key]["names"] = list(names)
    return both


_AUTHORS = frozenset(("author", "sender", "drafter", "signatory", "creator"))


def _without_answered(page: Imported, row: Mapping[str, Any]) -> Imported:
    """The page without the questions that the row answers: its kind, its date, its author, where it lies."""
    answered = {
        "/type": "type" in row,
        "/date": bool(row.get("date", {}).get("edtf")),
        "/attributions": any(one["role"] in _AUTHORS for one in row.get("attributions", {}).values()),
        "/source": row.get("source", {}).get("basis") == "stated",
    }
    asked = page.record.get("questions", {})
    gone = {key for key in _ANSWERABLE if answered.get(asked.get(key, {}).get("about", ""))}
    if not gone:
        return page
    said = {asked[key]["question"] for key in gone}
    record = {**page.record, "questions": {key: one for key, one in asked.items() if key not in gone}}
    if not record["questions"]:
        del record["questions"]
    report = replace(page.report, open=tuple(one for one in page.report.open if one.question not in said))
    return replace(page, record=record, report=report)


_ANSWERABLE = ("type", "date", "author", "source")
"""Questions of a page by which it says that it found nothing."""


def replace_record(draft: Draft, record: dict[str, Any]) -> dict[str, Any]:
    """The fields in the order of record.yaml."""
    draft.record = record
    return draft.tree()


_MAPS = frozenset({
    "aliases", "languages", "copies", "custody", "hands", "attributions", "relations", "questions", "regest",
    "left_over",
})  # fmt: skip


def _over(there: Any, value: Any) -> Any:
    """One entry of both: how it is known is said by the row alone, where the row says it."""
    if not (isinstance(there, dict) and isinstance(value, dict)):
        return value
    return {**({} if "basis" in value else there), **value}


def _settle_date(page: Imported, draft: Draft, row: Mapping[str, Any]) -> None:
    """The page's day where it lies within what the table says; else the table's, and the page's is asked about."""
    stated, there = row.get("date", {}).get("edtf"), page.record.get("date", {})
    printed = there.get("edtf")
    if not stated or not printed or stated == printed:
        return
    outer, inner = Edtf.parse(stated).bounds, Edtf.parse(printed).bounds
    if None not in (outer.earliest, outer.latest, inner.earliest, inner.latest) and (
        outer.earliest <= inner.earliest and inner.latest <= outer.latest  # type: ignore[operator]
    ):
        draft.record["date"] = there
        draft.infer(
            "date", printed, "high", f"the page's, which lies within the table's ({stated})", there.get("where")
        )
        return
    why = f"The table's; the page has {printed}"
    draft.record["date"] = {**draft.record["date"], "why": "; ".join(filter(None, (row["date"].get("why"), why)))}
    question = f"The table's date is {stated}, the page's {printed}: which is the document's?"
    draft.ask("date", "/date", question, there.get("where"))


def _settle_number(page: Imported, draft: Draft, edition: Published | None) -> None:
    """Of an edition that prints a number of its own the table's is that of its list, not of the edition."""
    printed = page.record["editions"][page.edition].get("number")
    number = edition.fields.get("number") if edition is not None else None
    if printed is None or number is None or printed == number:
        return
    aliases = draft.record.get("aliases", {})
    aliases.pop(f"doc-no-{number}", None)
    if not aliases:
        draft.record.pop("aliases", None)
    draft.record["number"] = number
    draft.infer("number", str(printed), "high", f"the page prints it; {number} is its number in the table")


def text_error(row: Row, page: str, error: InputError) -> InputError:
    """What is wrong with the page that a row names, as an error of the row."""
    place = f"{page}:{error.line}" if error.line else page
    return row.error(f"{place}: {error.message}", row.one("text"), code=error.code, hint=error.hint)
