"""Bibliographic references: CSL-JSON as a collection.yaml holds it, as programs take it, and as one plain line.

A file has no lists of maps, so names stand by key (``editor: {berg-ida:
{family: Berg, given: Ida}}``) and a date is EDTF; :func:`csl` makes of it what
CSL processors take. Source: Citation Style Language 1.0.2, input schema.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from provenance.errors import InputError

NAMES = frozenset({
    "author", "chair", "collection-editor", "compiler", "composer", "container-author", "contributor", "curator",
    "director", "editor", "editorial-director", "editor-translator", "executive-producer", "guest", "host",
    "illustrator", "interviewer", "narrator", "organizer", "original-author", "performer", "producer", "recipient",
    "reviewed-author", "script-writer", "series-creator", "translator",
})  # fmt: skip
DATES = frozenset({"accessed", "available-date", "event-date", "issued", "original-date", "submitted"})
TEXTS = frozenset({
    "abstract", "annote", "archive", "archive_collection", "archive_location", "archive-place", "authority",
    "call-number", "chapter-number", "citation-key", "citation-label", "citation-number", "collection-number",
    "collection-title", "container-title", "container-title-short", "dimensions", "division", "DOI", "edition",
    "event-place", "event-title", "first-reference-note-number", "genre", "id", "ISBN", "ISSN", "issue",
    "jurisdiction", "keyword", "language", "locator", "medium", "note", "number", "number-of-pages",
    "number-of-volumes", "original-publisher", "original-publisher-place", "original-title", "page", "page-first",
    "part", "part-title", "PMCID", "PMID", "printing", "publisher", "publisher-place", "references",
    "reviewed-genre", "reviewed-title", "scale", "section", "source", "status", "supplement", "title",
    "title-short", "type", "URL", "version", "volume", "volume-title", "year-suffix",
})  # fmt: skip
TYPES = frozenset({
    "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast", "chapter",
    "classic", "collection", "dataset", "document", "entry", "entry-dictionary", "entry-encyclopedia", "event",
    "figure", "graphic", "hearing", "interview", "legal_case", "legislation", "manuscript", "map",
    "motion_picture", "musical_score", "pamphlet", "paper-conference", "patent", "performance", "periodical",
    "personal_communication", "post", "post-weblog", "regulation", "report", "review", "review-book", "software",
    "song", "speech", "standard", "thesis", "treaty", "webpage",
})  # fmt: skip
_NAME_PARTS = frozenset({"family", "given", "literal", "suffix", "dropping-particle", "non-dropping-particle"})


def check(reference: Mapping[str, Any]) -> None:
    """Refuse what CSL does not know: InputError with the nearest, its ``code`` the way to it (``editor/KEY``)."""
    for name, value in reference.items():
        if name not in NAMES | DATES | TEXTS:
            raise _unknown(name, f"{name!r} is no variable of CSL", NAMES | DATES | TEXTS, name)
        if name == "type" and value not in TYPES:
            raise _unknown(str(value), f"{value!r} is no type of CSL", TYPES, name)
        if name in NAMES:
            _check_names(name, value)
        elif not isinstance(value, str):
            raise InputError(f"{name} of a reference is one text", code=name)
        elif name in DATES:
            _check_date(name, value)
    _check_identifiers(reference)


def _check_date(name: str, value: str) -> None:
    from provenance.model.dates import Edtf

    try:
        Edtf.parse(value)
    except InputError as error:
        raise InputError(f"{name} of a reference: {error.message}", code=name, hint=error.hint) from None


def _check_names(name: str, value: Any) -> None:
    if not isinstance(value, Mapping):
        raise InputError(f"{name} of a reference holds persons by key", code=name, hint="KEY: {family: …, given: …}")
    for key, person in value.items():
        if not isinstance(person, Mapping) or not person:
            raise InputError(f"{key} is a name in parts", code=f"{name}/{key}", hint="{family: …, given: …}")
        for part, words in person.items():
            if part not in _NAME_PARTS:
                raise _unknown(part, f"{part!r} is no part of a name", _NAME_PARTS, f"{name}/{key}/{part}")
            if not isinstance(words, str) or not words.strip():
                raise InputError(f"{part} of a name is one text, not empty", code=f"{name}/{key}/{part}")


def _check_identifiers(reference: Mapping[str, Any]) -> None:
    from provenance.model.identifiers import Doi, Isbn

    for name, kind in (("ISBN", Isbn), ("DOI", Doi)):
        if name in reference:
            try:
                kind.parse(reference[name])
            except InputError as error:
                raise InputError(error.message, code=name, hint=error.hint) from None


_MEANT = {
    "place": "publisher-place", "city": "publisher-place", "address": "publisher-place", "location": "publisher-place",
    "year": "issued", "date": "issued", "published": "issued", "pages": "page", "journal": "container-title",
    "booktitle": "container-title", "series": "collection-title", "url": "URL", "isbn": "ISBN", "issn": "ISSN",
    "doi": "DOI", "monograph": "book", "article": "article-journal", "proceedings": "book", "website": "webpage",
    "firstname": "given", "first": "given", "forename": "given", "lastname": "family", "surname": "family",
    "last": "family", "name": "literal",
}  # fmt: skip
"""What other programs, and people, call a variable, a type or a part of a name: for the mend of an error alone."""


def _unknown(word: str, message: str, known: frozenset[str], where: str) -> InputError:
    from provenance.model.wording import nearest

    meant = _MEANT.get(word.lower())
    near = (meant,) if meant in known else nearest(word.lower(), sorted(known))
    return InputError(message, code=where, hint=near[0] if near else None, candidates=near)


def csl(reference: Mapping[str, Any], key: str) -> dict[str, Any]:
    """The reference as CSL-JSON with ``id`` ``key``: names as lists, dates as EDTF for processors of CSL 1.0.2."""
    item: dict[str, Any] = {"id": key}
    for name, value in reference.items():
        if name in NAMES:
            item[name] = [dict(person) for person in value.values()]
        elif name in DATES:
            item[name] = _date(value)
        else:
            item[name] = value
    return {"type": "book", **item}


def _date(value: str) -> dict[str, Any]:
    """A year, month or day as date parts; anything else as EDTF words."""
    parts = value.split("-")
    if all(part.isascii() and part.isdigit() for part in parts):
        return {"date-parts": [[int(part) for part in parts]]}
    return {"raw": value}


def plain_line(reference: Mapping[str, Any]) -> str:
    """Author, title, place, publisher, year: for where no processor of citation styles is installed."""
    people = _people(reference, "author")
    if not people and (editors := _people(reference, "editor")):
        people = f"{editors} ({'eds.' if len(reference['editor']) > 1 else 'ed.'})"
    title = str(reference.get("title", ""))
    place = ": ".join(str(reference[name]) for name in ("publisher-place", "publisher") if name in reference)
    year = str(reference.get("issued", ""))[:4]
    imprint = ", ".join(part for part in (place, year) if part)
    line = ", ".join(part for part in (people, title) if part)
    return f"{line} ({imprint})" if line and imprint else line or imprint


def _people(reference: Mapping[str, Any], role: str) -> str:
    names = [
        str(person.get("literal") or " ".join(person[part] for part in ("given", "family") if part in person))
        for person in reference.get(role, {}).values()
    ]
    return ", ".join(names[:-1]) + (" and " if len(names) > 1 else "") + names[-1] if names else ""
