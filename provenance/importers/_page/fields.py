"""From a page to the record's fields: title, date, source, copies, translation, volume, edition."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from provenance.importers._note.gazetteer import TOWNS
from provenance.importers._page import languages
from provenance.importers._page.citations import read_source
from provenance.importers._page.dateline import place_and_weekday, place_attested, place_beside
from provenance.importers._page.filemarks import file_marks
from provenance.importers._page.front import is_source
from provenance.importers._page.names import party, slugged
from provenance.importers._page.signers import author_above
from provenance.importers._page.title import NUMBER_ALONE, NUMBERED_KIND
from provenance.importers._page.webframe import original_language
from provenance.importers.importer import Placed
from provenance.importers.source_note import SourceNote
from provenance.model.checks import in_order
from provenance.text.blocks import Bracket, Emphasis, Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.importers._page.draft import Draft, Page
    from provenance.importers._page.names import Party

_NOBODYS = frozenset({"remark", "redacted", "omission", "illegible"})
"""Brackets that are no editor's word: what a page says of itself, what a censor struck out."""
_PLACE = re.compile(r"(?:PLACE|LOCATION|Place|Location|Ort|Lieu|Место)\s?:\s(?P<place>[^:;]{2,120}?)\.?")
_LONGEST_CODE = 120
_NAMED_LEVELS = frozenset({"division", "collection", "series", "subseries", "folder"})


_SMALL_WORDS = frozenset({"THE", "OF", "AND", "AM", "AN", "DER", "SUR", "LE", "LA", "LES", "DE"})
_LETTERS_OF_THEIR_OWN = frozenset(["USA", "US", "UK", "UN", "USSR", "EEC", "DC", "GDR", "FRG", "PRC", "RSFSR", "SFSR"])


def ordinary_case(words: str) -> str:
    """A place's name that is set in capitals, as names are written: ``THE HAGUE`` is The Hague; U.S.S.R. stays."""
    if not words.isupper():
        return words
    found = []
    for at, word in enumerate(words.split(" ")):
        small = word in _SMALL_WORDS
        long = "." not in word and word.strip(",()") not in _LETTERS_OF_THEIR_OWN
        lowered = re.sub(r"[^\W\d_]+", lambda match: match[0].capitalize(), word) if long or small else word
        found.append(lowered.lower() if small and at else lowered)
    return " ".join(found)


_UNDATED = re.compile(
    r"(?P<place>[A-ZÀ-ÞА-ЯЁ][^,;:\[\]]{2,40}),\s\[?(?:undated|n\.\s?d\.|s\.\s?d\.|o\.\s?D\.|б/д|без даты)\]?\.?"
)


def place_field(page: Page, draft: Draft) -> None:
    """The place of writing, where a dateline names one beside its date."""
    for piece, where, words in page.pieces():
        own = piece.tag == "dateline" and not piece.attachment
        place = (place_beside(words) or place_attested(words) or place_and_weekday(words)) if own else None
        if place:
            _set_place(draft, _MISSION.sub("", place), where)
            return
    for piece, where, words in page.pieces():
        undated = _UNDATED.fullmatch(words) if piece.tag == "dateline" and not piece.attachment else None
        if undated:
            _set_place(draft, undated["place"], where)
            return
    for piece, where, words in page.pieces():
        entry = _PLACE.fullmatch(words) if piece.tag == "routing" and not piece.attachment else None
        if entry:
            _set_place(draft, entry["place"], where)
            return
    last = _PLACE_IN_TITLE.search(page.title.bare) if page.title.date else None
    if last and (last["place"] in TOWNS or _before_its_date(page, last["place"])):
        _set_place(draft, last["place"], "title")
        return
    draft.record["place"] = {"basis": "unknown"}


_MISSION = re.compile(
    r"(?:(?:Vice-)?Consulate(?:[ -]General)?|Legation|Embassy|Department)\s"
    r"(?:of\s(?:the\s)?[^,]{3,40}|General),\s(?=[A-Z])"
)
"""``Consulate of the United States, Vardal``: the office that stands before a place."""
_PLACE_IN_TITLE = re.compile(r",\s(?P<place>[A-ZÀ-Þ][\w’'-]{2,30}(?:\s[A-ZÀ-Þ][\w’'-]{1,30}){0,2})$")


def _before_its_date(page: Page, place: str) -> bool:
    """Whether a lone word stands between a title's persons and its date: no person is called so."""
    who = (*page.title.authors, *page.title.addressees, *page.title.participants)
    one_word = " " not in place and not any(place in one.words.split() for one in who if one.kind == "person")
    return bool(who) and one_word and page.title.subject is None and f", {place}, " in page.title.words


def _set_place(draft: Draft, printed: str, where: str) -> None:
    """The place in ordinary letters; capitals are the page's, and are said."""
    place = ordinary_case(printed)
    field = {"name": place, "basis": "stated", "where": where}
    if place != printed:
        field["why"] = f"The page has it in capitals: {printed}"
    draft.set("place", field, "place", place, where)


def source_fields(page: Page, draft: Draft) -> tuple[tuple[str, SourceNote], ...]:
    """Source, copies and custody from the source notes; the notes as read, with their locators."""
    in_title = {call.label for call in page.text.calls if call.where == "title"}
    notes = tuple(
        (where, read_source(words))
        for piece, where, words in page.pieces()
        if not piece.attachment
        and (
            piece.tag == "source-note"
            or (piece.note is not None and (is_source(words) or (piece.note in in_title and _is_citation(words))))
        )
    )
    if notes and not _lies(notes[0][1]) and (first := next((one for one in notes if _lies(one[1])), None)):
        notes = (first, *(one for one in notes if one is not first))
    marks = tuple(file_marks(page))
    if not notes and marks:
        where, mark = marks[0]
        draft.set("source", {"basis": "stated", "where": where, "reference_code": mark}, "source", mark, where)
    elif not notes:
        draft.record["source"] = {"basis": "unknown"}
        draft.ask("source", "/source", "No source note was found: where does the document lie?")
    for at, (where, note) in enumerate(notes):
        if at == 0:
            draft.set(
                "source", _source(note, where, draft), "source", note.repository or ", ".join(note.references), where
            )
        else:
            _compare(notes[0], (where, note), draft)
        for holder in note.holding_copies:
            who = party(holder)
            key = draft.agent(_as_body(who), where)
            draft.put("copies", key, {"holder": key, "where": where}, what="copy", shown=holder, where=where)
        if note.obtained_by:
            key = draft.agent(party(note.obtained_by), where)
            event = {"event": "obtained", "agent": key, "where": where}
            draft.put("custody", "obtained", event, what="obtained by", shown=note.obtained_by, where=where)
        _published(note, where, draft)
        for sentence in note.unparsed:
            draft.leave(sentence, where, "not understood as part of a source note")
    for _, mark in marks if notes else ():
        source = draft.record["source"]
        if mark not in source.get("reference_code", ""):
            source["reference_code"] = "; ".join(filter(None, (source.get("reference_code"), mark)))
    return notes


def _lies(note: SourceNote) -> bool:
    """Whether a note says where the paper lies: others say where it was printed, or how it is dated."""
    return bool(note.repository or note.parts or note.references)


def _is_citation(words: str) -> bool:
    """Whether a note at the title says where the document lies: it names a repository and a way within it."""
    note = read_source(words)
    return bool(note.repository and (note.parts or note.references) and party(note.repository).kind == "body")


def _compare(first: tuple[str, SourceNote], other: tuple[str, SourceNote], draft: Draft) -> None:
    """Two statements of the source that differ are a question; the first stands."""
    (there, one), (where, two) = first, other
    if two.repository and two.repository != one.repository:
        question = "Two source notes name different repositories: which copy is this?"
    elif two.parts and one.parts and two.parts != one.parts:
        said = [", ".join(f"{part.level} {part.name}" for part in note.parts) for note in (one, two)]
        question = f"Two statements of the source differ ({said[0]}; {said[1]}): which is right?"
    else:
        return
    draft.ask("source", "/source", question, f"{there}, {where}")


def marking_field(page: Page, draft: Draft) -> None:
    """The classification that the document bears, where no note gives it; where both do and differ, a question."""
    for piece, where, words in page.pieces():
        if piece.tag != "classification" or piece.attachment or piece.headnote:
            continue
        source = draft.record["source"]
        given = source.get("marking")
        if given is None:
            source["marking"] = {"basis": "stated", "text": words.strip("[]"), "where": where}
            draft.placed.append(Placed("marking", words, "/source/marking", where))
        elif not _plain(words).startswith(_plain(given["text"])):
            question = f"The source note says {given['text']!r}, the document bears {words!r}: which is its marking?"
            draft.ask("marking", "/source/marking", question, f"{given['where']}, {where}")
        return
    for piece, where, words in page.pieces():
        said = _MARKED_BESIDE.search(words) if piece.tag in _MARKED and not piece.attachment else None
        if said and not piece.headnote and "marking" not in draft.record["source"]:
            marking = next(value for value in said.groupdict().values() if value)
            draft.record["source"]["marking"] = {"basis": "stated", "text": marking, "where": where}
            draft.placed.append(Placed("marking", marking, "/source/marking", where))
            return


_MARKED = ("title", "dateline", "routing")
_MARKED_BESIDE = re.compile(
    r",[”\"’']{0,2}\s(?P<title>(?:Top )?Secret(?:/\w{3,20}){0,2}|Confidential|Unclassified|"
    r"Limited Official Use|Official Use Only)\.?$|"
    r"VS-Nr\.\s\d{1,6}(?:/\d{2,4})?\s(?P<file>(?:streng )?geheim|(?:VS-)?[Vv]ertraulich|VS-NfD)\b|"
    r"[/\d]\s(?P<plan>(?:[Ss]treng )?[Gg]eheim|VS-[Vv]ertraulich|VS-NfD|[Vv]ertraulich)(?=$|\s\d)|"
    r"\d\.\s(?P<french>(?:Très secret|Secret|Confidentiel|Réservé)(?:\.\s(?:Très secret|Secret|Confidentiel|"
    r"Réservé))?)\.?$"
)
"""A marking behind a title, or behind the number under which a secret paper is filed."""


def _plain(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.casefold()))


def _as_body(who: Party) -> Party:
    if who.kind == "body":
        return who
    # РГАСПИ is no surname set in capitals, nor is what stands in brackets behind a name: … Archive, Vardal (VSA)
    name = who.words if who.words.isupper() or who.words.endswith(")") else who.name
    return replace(who, name=name, kind="body", key=slugged(name), short=slugged(name))


def _source(note: SourceNote, where: str, draft: Draft) -> dict[str, Any]:
    source: dict[str, Any] = {"basis": "stated", "where": where}
    if note.repository:
        source["repository"] = draft.agent(_as_body(party(note.repository)), where)
    levels: dict[str, dict[str, str]] = {}
    for part in note.parts:
        named = part.level in _NAMED_LEVELS and not part.name.isdigit()
        kind = "name" if named or part.level == "dates" else "code"
        level = levels.setdefault(part.level, {})
        # two folders one inside the other: the model has one of each level
        level[kind] = f"{level[kind]}, {part.name}" if kind in level else part.name
    if levels:
        # ISAD(G) has the widest first; a note may print the page before the file
        source["levels"] = in_order(cast("Any", levels))
    if note.references:
        source["reference_code"] = "; ".join(note.references)
    elif note.repository and not levels and (rest := _behind(note)):
        source["reference_code"] = rest
    if note.classification:
        source["marking"] = {"basis": "stated", "text": note.classification, "where": where}
    return source


def _behind(note: SourceNote) -> str | None:
    """The way within a repository as printed, where no level of it was understood: ``Acc. 9977/12, fols. 3–4``."""
    _, found, rest = note.raw.partition(f"{note.repository}, ")
    rest = re.split(r"\.\s(?=[A-ZÀ-ÞА-ЯЁ][a-zà-ÿа-яё])|;\s|\]", rest, maxsplit=1)[0].strip(" .,")
    return rest if found and re.search(r"\d", rest) and len(rest) < _LONGEST_CODE else None


def _published(note: SourceNote, where: str, draft: Draft) -> None:
    for reference in note.publication_refs:
        kind = "published-in" if note.repository is None else "cites"
        key = f"{kind}-{slugged(reference, 40)}"
        relation = {"kind": kind, "target": {"title": reference, "basis": "stated"}, "where": where}
        draft.put("relations", key, relation, what="published work", shown=reference, where=where)


def translation_field(page: Page, draft: Draft, notes: tuple[tuple[str, SourceNote], ...]) -> None:
    """From which language, into which, by whom, where a source note says that it is translated."""
    language = page.language
    translated = [(where, note) for where, note in notes if note.translators or note.from_language]
    said = next(((where, name) for _, where, words in page.pieces() if (name := original_language(words))), None)
    if said and languages.tag_of(said[1]) not in (None, language):
        first = translated[0] if translated else (said[0], SourceNote(""))
        translated = [(first[0], replace(first[1], from_language=said[1]))]
    if not translated:
        if language:
            why = "The page's words"
            draft.record["languages"] = {language: {"tag": language, "basis": "inferred", "why": why}}
            draft.infer("language", language, "medium", why)
        return
    where, note = translated[0]
    to = {"tag": language, "basis": "inferred", "why": "The page's words"} if language else {"basis": "unknown"}
    field: dict[str, Any] = {"from": _from(page, draft, where, note), "to": to, "where": where}
    by = {}
    for name in note.translators:
        by[draft.agent(party(name), where)] = {"role": "translator", "where": where}
    if by:
        field["by"] = by
    draft.set("translation", field, "translated by", ", ".join(note.translators) or "not named", where)
    if language:
        draft.infer("language translated into", language, "high", "the page's words")


def _from(page: Page, draft: Draft, where: str, note: SourceNote) -> dict[str, str]:
    if note.from_language:
        tag = languages.tag_of(note.from_language)
        if tag:
            return {"tag": tag, "basis": "stated", "where": where}
        draft.ask(
            "language",
            "/translation/from",
            f"The note names the language {note.from_language!r}: which tag is it?",
            where,
        )
        return {"basis": "unknown", "where": where}
    why: list[str] = []
    if note.repository and languages.is_russian_archive(note.repository):
        why.append("the copy lies in a Russian archive")
    why += [f"the bracketed words in {place} look like romanised Russian" for place in glosses(page)[:3]]
    question = "The note says that it is translated and names no language: from which?"
    if not why:
        draft.ask("language", "/translation/from", question, where)
        return {"basis": "unknown", "why": "The note names no language"}
    reason = "; ".join(why)
    draft.infer("language translated from", "ru", "medium", reason, where)
    draft.ask("language", "/translation/from", f"{question} Russian is inferred: {reason}", where)
    return {"tag": "ru", "basis": "inferred", "why": f"No note names the language; {reason}"}


def glosses(page: Page) -> list[str]:
    """Where bracketed words look like romanised Russian."""
    return [page.text.wheres[at] for at, words in bracketed(page) if languages.looks_russian(words)]


def bracketed(page: Page) -> Iterator[tuple[int, str]]:
    """The words of every outermost bracket that somebody may have supplied, with the index of its piece."""
    for at, (block, _) in enumerate(page.text.text.blocks()):
        within = [inner for one in block.inlines for inner in (one.children if isinstance(one, Emphasis) else (one,))]
        for inline in within:
            if isinstance(inline, Bracket) and inline.kind not in _NOBODYS:
                yield at, "".join(child.text for child in inline.children if isinstance(child, Words))


def volume_of(page: Page, draft: Draft) -> tuple[str, dict[str, Any]]:
    """The volume: its editors as the byline names them; whose its brackets are is not known."""
    editors: dict[str, Any] = {}
    author = author_above(page)
    for piece, where, _ in page.pieces():
        if piece.tag != "byline" or author is not None:
            continue
        for line in piece.paragraph.lines:
            for name in line.removeprefix("By ").replace(" and ", ", ").split(", "):
                if name and not name.lower().startswith("ed"):
                    editors[draft.agent(party(name), where)] = {"where": f"{page.id} {where}"}
    volume: dict[str, Any] = {}
    if editors:
        volume["editors"] = editors
        draft.infer(
            "editors of the volume", ", ".join(editors), "medium", "their names stand above the title", "byline"
        )
    volume["conventions"] = {"brackets": {"owner": "unknown"}}
    return page.volume, volume


def _number_above(page: Page) -> str | None:
    """The number that a line above the title has: ``207``, ``Memorandum 330``; other words may stand between."""
    for piece, _, words in reversed([one for one in page.pieces() if one[0].tag == "heading"]):
        match = NUMBER_ALONE.fullmatch(words) or NUMBERED_KIND.search(words)
        above = piece in page.layout.pieces[: page.title_at] and not piece.headnote
        if match and above and match["number"].isdigit():
            return match["number"]
    return None


def edition_field(page: Page, draft: Draft) -> None:
    """The edition: its volume, number, language, and what its printed title holds."""
    edition: dict[str, Any] = {"state": "living" if page.living else "fixed", "volume": page.volume}
    number = page.title.number or _number_above(page)
    if number:
        edition["number"] = number
    if page.language:
        edition["language"] = page.language
    if page.title.parts:
        edition["printed_title"] = {"basis": "stated", "parts": page.title.parts}
    edition["text"] = "present"
    if draft.left:
        edition["left_over"] = {
            f"left-{at}": {"where": left.place, "words": left.words, "why": left.why}
            for at, left in enumerate(draft.left, 1)
        }
    draft.set("editions", {page.edition: edition}, "edition", page.edition)
