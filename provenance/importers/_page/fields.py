"""From a page to the record's fields: title, date, source, copies, translation, volume, edition."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from provenance.importers._page import languages
from provenance.importers._page.dateline import place_beside
from provenance.importers._page.front import is_source
from provenance.importers._page.names import party, slugged
from provenance.importers.importer import Placed
from provenance.importers.source_note import SourceNote, parse_note
from provenance.model.checks import in_order
from provenance.text.blocks import Bracket, Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.importers._page.draft import Draft, Page

_NOBODYS = frozenset({"remark", "redacted", "omission", "illegible"})
"""Brackets that are no editor's word: what a page says of itself, what a censor struck out."""
_NAMED_LEVELS = frozenset({"division", "collection", "series", "subseries", "folder"})


def title_fields(page: Page, draft: Draft) -> None:
    """Title, alias and type. The title is the printed one without number and date: every word of it is stated."""
    title = page.title
    draft.set("title", title.bare, "title", title.bare, "title")
    draft.record["title_basis"] = "stated"
    if title.label and title.number:
        key = f"doc-no-{title.number}"
        label = f"Document {title.number}" if title.label.isdigit() else title.label
        draft.put("aliases", key, label, what="number", shown=title.number, where="title")
    if title.type:
        draft.set("type", title.type, "type", title.type, "title")
    elif (said := _type_said(page)) is not None:
        draft.set("type", "telegram", "type", "telegram", said)
    else:
        draft.ask("type", "/type", "The title names no kind of document that is known: what is it?", "title")


def _type_said(page: Page) -> str | None:
    """Where the page says beside the title that it is a telegram: ``[Telegram.]``, ``[851G.01/4-249: Telegram]``."""
    pieces = page.pieces()
    title = next(at for at, (piece, _, _) in enumerate(pieces) if piece.tag == "title")
    for at, (_, where, words) in enumerate(pieces[: title + 3]):
        above = at < title and re.fullmatch(r"\[?[\w./ –-]{3,40}\s?: Telegram\]?", words)
        below = at > title and re.fullmatch(r"\[{1,2}Telegram\.?\]{1,2}", words)
        if above or below:
            return where
    return None


def place_field(page: Page, draft: Draft) -> None:
    """The place of writing, where a dateline names one beside its date."""
    for piece, where, words in page.pieces():
        place = place_beside(words) if piece.tag == "dateline" and not piece.attachment else None
        if place:
            draft.set("place", {"name": place, "basis": "stated", "where": where}, "place", place, where)
            return
    draft.record["place"] = {"basis": "unknown"}


def source_fields(page: Page, draft: Draft) -> tuple[tuple[str, SourceNote], ...]:
    """Source, copies and custody from the source notes; the notes as read, with their locators."""
    in_title = {call.label for call in page.text.calls if call.where == "title"}
    notes = tuple(
        (where, parse_note(words))
        for piece, where, words in page.pieces()
        if not piece.attachment
        and (
            piece.tag == "source-note"
            or (piece.note is not None and (is_source(words) or (piece.note in in_title and _is_citation(words))))
        )
    )
    if not notes:
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
    return notes


def _is_citation(words: str) -> bool:
    """Whether a note at the title says where the document lies: it names a repository and a way within it."""
    note = parse_note(words)
    return bool(note.repository and note.parts and party(note.repository).kind == "body")


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


def _plain(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.casefold()))


def _as_body(who: Any) -> Any:
    from dataclasses import replace

    return who if who.kind == "body" else replace(who, kind="body", key=slugged(who.name), short=slugged(who.name))


def _source(note: SourceNote, where: str, draft: Draft) -> dict[str, Any]:
    source: dict[str, Any] = {"basis": "stated", "where": where}
    if note.repository:
        source["repository"] = draft.agent(_as_body(party(note.repository)), where)
    levels: dict[str, dict[str, str]] = {}
    for part in note.parts:
        kind = "name" if part.level in _NAMED_LEVELS or part.level == "dates" else "code"
        level = levels.setdefault(part.level, {})
        # two folders one inside the other: the model has one of each level
        level[kind] = f"{level[kind]}, {part.name}" if kind in level else part.name
    if levels:
        # ISAD(G) has the widest first; a note may print the page before the file
        source["levels"] = in_order(cast("Any", levels))
    if note.references:
        source["reference_code"] = "; ".join(note.references)
    if note.classification:
        source["marking"] = {"basis": "stated", "text": note.classification, "where": where}
    return source


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
        for inline in block.inlines:
            if isinstance(inline, Bracket) and inline.kind not in _NOBODYS:
                yield at, "".join(child.text for child in inline.children if isinstance(child, Words))


def volume_of(page: Page, draft: Draft) -> tuple[str, dict[str, Any]]:
    """The volume: its editors as the byline names them; whose its brackets are is not known."""
    editors: dict[str, Any] = {}
    for piece, where, _ in page.pieces():
        if piece.tag != "byline":
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


def edition_field(page: Page, draft: Draft) -> None:
    """The edition: its volume, number, language, and what its printed title holds."""
    edition: dict[str, Any] = {"state": "living" if page.living else "fixed", "volume": page.volume}
    if page.title.number:
        edition["number"] = page.title.number
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
