"""From a row to the fields of a record: each cell to its place, with what was concluded and what stays open."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from provenance.errors import InputError
from provenance.importers._page.languages import tag_of
from provenance.importers._table.columns import LEVELS
from provenance.importers._table.dates import Dated, composed, dated, spanning
from provenance.importers._table.grid import Odd
from provenance.importers._table.levels import is_name, levels_of, shown_level
from provenance.importers._table.parties import as_body, named_in
from provenance.importers._table.people import note_people, people
from provenance.importers._table.row import Filled, keep
from provenance.model.checks import in_order
from provenance.model.languages import LanguageTag
from provenance.model.references import parse_reference

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provenance.importers._page.draft import Draft
    from provenance.importers._table.dates import Reckoning
    from provenance.importers._table.row import Row
    from provenance.importers.source_note import SourceNote


def describe(
    row: Row, draft: Draft, *, since_1904: bool, counted: bool, reckonings: Mapping[int, Reckoning] | None = None
) -> None:
    """Put what a row says into the record. Raises InputError for a day that does not exist."""
    _title(row, draft)
    _dates(row, draft, since_1904=since_1904, counted=counted, reckonings=reckonings or {})
    _source(row, draft)
    people(row, draft)
    _languages(row, draft)
    _rights(row, draft)
    _further(row, draft)
    _told(row, draft)


def _title(row: Row, draft: Draft) -> None:
    """The title; where there is none, that of the smallest unit, or one made of kind, author, addressee and date."""
    found = row.one("title")
    if found is not None:
        title = " ".join(found.words.split())
        draft.set("title", title, "title", title, row.where)
        draft.record["title_basis"] = "stated"
        return
    for field in ("folder", "file", "delo", "summary", "item", "box"):
        named = row.one(field, "name") or next(
            (one for one in row.all(field) if one.column.part == "" and is_name(one.words)), None
        )
        if named is not None:
            title, basis, why = named.words.splitlines()[0][:300], "inferred", f"No title is given: it is the {field}'s"
            break
    else:
        kind, date = row.words("type") or "Document", row.words("date")
        by = _joined(row, "author", "sender", "drafter", "creator")
        to = _joined(row, "addressee", "recipient")
        title = kind + (f" from {by}" if by else "") + (f" to {to}" if to else "") + (f", {date}" if date else "")
        if not (by or to or date or row.words("type")):
            raise row.error(
                "the row has no title, and nothing to make one of", code="no-title", hint="a column 'title'"
            )
        basis, why = "supplied", "No title is given: it was made of kind, author, addressee and date"
    draft.record |= {"title": title, "title_basis": basis}
    draft.infer("title", title, "medium", why, row.where)


def _joined(row: Row, *roles: str) -> str:
    """The cells of those roles that name somebody."""
    return " and ".join(one.words for role in roles for one in row.all(role) if named_in(one.words))


def _dates(row: Row, draft: Draft, *, since_1904: bool, counted: bool, reckonings: Mapping[int, Reckoning]) -> None:
    first, last = row.one("date") or _in_parts(row), row.one("date to")
    if first is None and last is None:
        draft.record["date"] = {"basis": "unknown"}
        return
    said: dict[str, Dated] = {"date": Dated(None, ""), "date to": Dated(None, "")}
    for name, cell in (("date", first), ("date to", last)):
        if cell is not None:
            try:
                reckoning = reckonings.get(cell.column.at)
                said[name] = dated(cell.cell, since_1904=since_1904, counted=counted, reckoning=reckoning)
            except InputError as error:
                raise row.placed(error, cell) from error
    try:
        when = spanning(said["date"], said["date to"])
    except InputError as error:
        raise row.placed(error, last) from error
    if when.edtf is None:
        draft.record["date"] = {"basis": "unknown", "as_written": when.as_written} | (
            {"why": when.why} if when.why else {}
        )
    else:
        value = {"edtf": when.edtf, "basis": "inferred" if when.sure == "medium" else "stated", "where": row.where}
        value |= {"why": when.why} if when.why else {}
        value |= {"as_written": when.as_written} if when.as_written != when.edtf else {}
        draft.set("date", value, "date", when.edtf, row.where)
    if when.sure:
        draft.infer("date", str(when.edtf), when.sure, when.why, row.where)
    if when.question:
        draft.ask("date", "/date", when.question, row.where)


def _in_parts(row: Row) -> Filled | None:
    """Day, month and year of three columns as one cell, at the place of the first that says something."""
    parts = {name: row.one(name) for name in ("year", "month", "day")}
    there = [cell for cell in parts.values() if cell is not None]
    if not there:
        return None
    words = composed(*(row.words(name) for name in ("day", "month", "year")))
    return Filled(there[0].column, words)


# -- source --------------------------------------------------------------------------------------------------------


def _source(row: Row, draft: Draft) -> None:
    levels = levels_of(row)
    source: dict[str, Any] = {}
    repository = row.one("repository")
    if repository is not None:
        source["repository"] = draft.agent(as_body(repository.words), row.where)
    note = _noted(row, draft)
    if note is not None and note.repository and repository is None:
        source["repository"] = draft.agent(as_body(note.repository), row.where)
    for part in note.parts if note is not None else ():
        if part.level not in levels:
            kind = "name" if re.search(r"[^\W\d_]{3}", part.name) else "code"
            levels[part.level] = {kind: part.name}
    if levels:
        source["levels"] = in_order(cast("Any", levels))
    code = row.words("reference code") or ("; ".join(note.references) if note is not None else "")
    if code:
        source["reference_code"] = code
    if note is not None and row.one("source") is not None:
        source["note"] = row.words("source")
        note_people(row, draft, note)
    _form(row, source, draft)
    marking = row.words("marking") or (note.classification if note is not None else None)
    if marking:
        source["marking"] = {"basis": "stated", "text": marking, "where": row.where}
    if not source:
        draft.record["source"] = {"basis": "unknown"}
        return
    shown = ", ".join(filter(None, (repository.words if repository else "", code, *map(shown_level, levels.items()))))
    value = {"basis": "stated", "where": row.where, **source}
    draft.set("source", value, "source", shown or str(marking or source.get("form")), row.where)


def _noted(row: Row, draft: Draft) -> SourceNote | None:
    """What a source note in a cell says, or a reference code of a form that names its levels."""
    from provenance.importers.source_note import parse_note

    cell = row.one("source")
    if cell is not None:
        note = parse_note(cell.words)
        for sentence in note.unparsed:
            keep(draft, row, cell, sentence, "not understood as part of a source note")
        return note
    cell = row.one("reference code")
    if cell is None or any(True for name in LEVELS for _ in row.all(name)):
        return None
    system = parse_reference(cell.words).system
    if system == "german":  # the code begins with the archive; signatures are no levels of the model's
        note = parse_note(cell.words)
        if note.repository and row.one("repository") is None:
            draft.infer("repository", note.repository, "high", "the reference code begins with it", row.where)
        return type(note)(raw=note.raw, repository=note.repository)
    if system not in ("russian", "record-group", "library"):
        return None
    note = parse_note(cell.words)
    if not note.parts and system == "russian":
        # the grammar begins with a repository; without one the levels are what they are behind any
        note = parse_note(f"РГАСПИ, {cell.words}")
        note = type(note)(raw=note.raw, parts=note.parts)
    if note.parts:
        said = ", ".join(f"{part.level} {part.name}" for part in note.parts)
        draft.infer("levels", said, "high", "the reference code names them", row.where)
    return note


_FORMS = {
    "original": "original подлинник подл ausfertigung urschrift",
    "copy": "copy копия abschrift kopie copie",
    "carbon": "carbon carboncopy отпуск durchschlag durchschrift double",
    "photocopy": "photocopy ксерокопия фотокопия fotokopie ablichtung photocopie xerox",
    "transcript": "transcript transcription",
    "facsimile": "facsimile facsimilé faksimile факсимиле",
    "film": "film microfilm mikrofilm микрофильм микрофильмкопия",
    "draft": "draft черновик проект entwurf brouillon",
}
_FORM_OF = {word: form for form, words in _FORMS.items() for word in words.split()}


def _form(row: Row, source: dict[str, Any], draft: Draft) -> None:
    """A form of copy goes to the source, any other form is the documentary form."""
    found = row.one("form")
    if found is None:
        return
    words = found.words.casefold().strip(" .")
    form = _FORM_OF.get(words.replace(" ", "")) or _FORM_OF.get(words.split()[0])
    if form is None:
        draft.set("documentary_form", found.words, "documentary form", found.words, row.where)
        return
    source["form"] = form
    if words != form:
        draft.infer("form", form, "high", f"the table says {found.words!r}", row.where)
        said = f"The table says of its form: {found.words}"
        source["note"] = f"{source['note']}\n{said}" if "note" in source else said


# -- languages -----------------------------------------------------------------------------------------------------

_LANGUAGE_WORDS = {
    "ru": "русский rus russisch russe", "en": "английский eng englisch anglais",
    "de": "немецкий ger deu deutsch allemand", "fr": "французский fre fra französisch français",
    "pl": "польский polnisch polonais", "cs": "чешский tschechisch tchèque",
    "hu": "венгерский ungarisch hongrois", "ro": "румынский rumänisch roumain", "bg": "болгарский bulgarisch bulgare",
    "es": "испанский spanisch espagnol", "it": "итальянский italienisch italien", "zh": "китайский chinesisch chinois",
    "uk": "украинский ukrainisch ukrainien", "no": "норвежский norwegisch norvégien", "fi": "финский finnisch finnois",
    "sv": "шведский schwedisch suédois", "ja": "японский japanisch japonais", "lt": "литовский litauisch lituanien",
}  # fmt: skip
_TAG_OF = {word: tag for tag, words in _LANGUAGE_WORDS.items() for word in words.split()}


def _tag(words: str) -> str | None:
    plain = words.strip(" .").casefold().removesuffix(" язык")
    named = tag_of(plain) or _TAG_OF.get(plain)
    if named is not None:
        return named
    try:
        return str(LanguageTag.parse(words.strip()))
    except InputError:
        return None


def _languages(row: Row, draft: Draft) -> None:
    tags = []
    for cell in row.all("language"):
        for words in re.split(r"\s*[;,/\n]\s*|\s+(?:and|und|et|и)\s+", cell.words):
            tag = _tag(words)
            if tag is None:
                draft.ask(
                    "language", "/languages", f"{words!r} was not understood as a language: which tag is it?", row.where
                )
                keep(draft, row, cell, words, "not understood as a language")
                continue
            tags.append(tag)
            draft.put(
                "languages",
                tag,
                {"tag": tag, "basis": "stated", "where": row.where},
                what="language",
                shown=tag,
                where=row.where,
            )
            if tag != words:
                draft.infer("language", tag, "high", f"the table says {words!r}", row.where)
    translators = [one for cell in row.all("translator") for one in named_in(cell.words)]
    original = row.one("translated from")
    if not translators and original is None:
        return
    unknown = {"basis": "unknown"}
    to = {"tag": tags[0], "basis": "inferred", "why": "The table's language"} if len(tags) == 1 else unknown
    tag = _tag(original.words) if original is not None else None
    if original is not None and tag is None:
        keep(draft, row, original, original.words, "not understood as a language")
    from_ = {"tag": tag, "basis": "stated", "where": row.where} if tag else unknown
    value: dict[str, Any] = {"from": from_, "to": to, "where": row.where}
    by = {draft.agent(one.party, row.where): {"role": "translator", "where": row.where} for one in translators}
    if by:
        value["by"] = by
    draft.set("translation", value, "translation", ", ".join(by) or str(tag), row.where)


# -- the rest ------------------------------------------------------------------------------------------------------

_LICENCE = re.compile(r"cc[ -](?P<code>by(?:-nc)?(?:-nd|-sa)?)(?:[ -](?P<version>[1-4]\.[05]))?", re.IGNORECASE)


def _rights(row: Row, draft: Draft) -> None:
    from provenance.model.rights import Statement

    cell = row.one("rights")
    if cell is None:
        return
    words = cell.words
    value: dict[str, str] = {"basis": "stated"}
    if words.casefold() in ("open", "permitted", "withheld", "unknown"):
        value["status"] = words.casefold()
    else:
        licence = _LICENCE.fullmatch(words)
        said = words
        if licence:
            said = f"https://creativecommons.org/licenses/{licence['code'].lower()}/{licence['version'] or '4.0'}/"
            draft.infer(
                "rights", said, "high" if licence["version"] else "medium", f"the table says {words!r}", row.where
            )
        try:
            statement = Statement.parse(said)
        except InputError as error:
            raise row.placed(error, cell) from error
        value |= {"status": "open" if statement.lets_publish == "yes" else "unknown", "statement": str(statement)}
        value["status"] = "withheld" if statement.lets_publish == "no" else value["status"]
    draft.set("rights", {"text": value}, "rights", words, row.where)


def _further(row: Row, draft: Draft) -> None:
    """Kind, place, summary, notes, where the originals are."""
    kind = row.one("type")
    if kind is not None:
        words = _KINDS.get(kind.words.casefold().strip(" ."), kind.words)
        if words != kind.words:
            draft.infer("type", words, "high", f"the table says {kind.words!r}", row.where)
        lowered = (
            words.lower() if re.fullmatch(r"[A-Z][a-z]+(?: [A-Za-z]+)*", words) and not _is_german(words) else words
        )
        draft.set("type", lowered, "type", lowered, row.where)
    place = row.one("place")
    if place is not None:
        draft.set(
            "place", {"name": place.words, "basis": "stated", "where": row.where}, "place", place.words, row.where
        )
    summary = row.one("summary")
    if summary is not None and draft.record.get("title") != summary.words:
        draft.put("regest", "contents", summary.words, what="summary", shown=summary.words, where=row.where)
    originals = row.one("originals")
    if originals is not None:
        draft.set("location_of_originals", originals.words, "location of originals", originals.words, row.where)
    notes = [one.words for one in row.all("note")]
    if notes:
        draft.set("note", "\n".join(notes), "note", "; ".join(notes), row.where)


_KINDS = {
    "memo": "memorandum", "memcon": "memorandum of conversation", "telcon": "telephone conversation",
    "cable": "telegram", "tel": "telegram", "ltr": "letter", "rpt": "report", "mins": "minutes",
}  # fmt: skip
"""Short words of box lists."""
_WORDS_OF_GERMAN_KINDS = """
    Brief Schreiben Telegramm Bericht Aufzeichnung Protokoll Vermerk Denkschrift Niederschrift Rede Erlass Runderlass
    Notiz Fernschreiben Drahtbericht Drahterlass Schriftbericht Gesprächsaufzeichnung Weisung Vorlage Note
"""
_GERMAN_KINDS = frozenset(_WORDS_OF_GERMAN_KINDS.split())


def _is_german(words: str) -> bool:
    return words in _GERMAN_KINDS


_PARTS_OF_DATE = frozenset(("day", "month", "year"))


def _told(row: Row, draft: Draft) -> None:
    """What no column of the field takes is kept; what came by a formula or from a merged cell is said."""
    for one in row.cells:
        kind = one.cell.kind if isinstance(one.cell, Odd) else ""
        if kind == "uncalculated":
            keep(draft, row, one, one.words, "a formula that no program has worked out; it was not run")
        elif kind == "error":
            keep(draft, row, one, one.words, "an error that a formula gave")
        elif one.column.field in _PARTS_OF_DATE and row.one("date") is not None:
            keep(draft, row, one, one.words, "a part of a date beside a whole one")
        elif not one.column.means:
            keep(draft, row, one, one.words, f"the column {one.column.heading!r} is none that is known")
        elif kind == "formula":
            draft.infer(
                one.column.means,
                one.words,
                "medium",
                "what the formula in the cell gave when it was last worked out",
                row.where,
            )
        elif kind == "merged":
            draft.infer(one.column.means, one.words, "high", "the cell is one with that above it", row.where)
