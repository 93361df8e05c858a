"""Source notes of printed editions: from the note as printed to its fields (DESIGN §8).

Two genres: the bracketed notes of the National Security Archive and the Cold
War International History Project (``[Source: RGANI, f. 5, op. 49, d. 131.
Translated by …]``), and those of *Foreign Relations of the United States*
(``Source: Kennedy Library, National Security Files, Box 12. Secret. Drafted by
…``). A name is taken as printed; a sentence from which nothing was taken is
listed, and nothing is concluded that the note does not say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from provenance.importers._note.citation import Citation, further_parts, is_archive, read_citation
from provenance.importers._note.clauses import Said, read_sentence
from provenance.importers._note.gazetteer import STATES, TOWNS
from provenance.importers._note.levels import begins_with_level
from provenance.importers._note.markings import is_marking, marking_behind
from provenance.importers._note.sentences import sentences, without_stop
from provenance.importers._note.works import publication_whole, published_in, works_in


@dataclass(frozen=True)
class Part:
    """One level below the repository: ``{"level": "box", "name": "12"}``."""

    level: str
    name: str


@dataclass(frozen=True)
class SourceNote:
    """What one note says; every name as printed. ``unparsed``: the sentences no field took anything from."""

    raw: str
    repository: str | None = None
    parts: tuple[Part, ...] = ()
    collection: str | None = None
    references: tuple[str, ...] = ()
    form: str | None = None
    classification: str | None = None
    holding_copies: tuple[str, ...] = ()
    obtained_by: str | None = None
    translators: tuple[str, ...] = ()
    from_language: str | None = None
    drafters: tuple[str, ...] = ()
    publication_refs: tuple[str, ...] = ()
    attribution_doubt: bool = False
    unparsed: tuple[str, ...] = ()

    def as_json(self, line: int | None = None) -> dict[str, Any]:
        """The object of DESIGN §8; ``line`` counts the lines of the input from 1, left out where there are none."""
        fields = {key: list(value) if isinstance(value, tuple) else value for key, value in vars(self).items()}
        fields["parts"] = [{"level": part.level, "name": part.name} for part in self.parts]
        return fields if line is None else {"line": line, **fields}


_OPENING = re.compile(r"\s*\[?\s*(?:Archival )?(?:Sources?|Repository|Quelle|Источник)\s?[:.]\s*|\s*\[(?=\S)")
_ONE_WORD_FORM = re.compile(
    r"(?:Manuscript|Translation|Typescript|Transcript|Photocopy|Facsimile|Draft|Original|Carbon copy|Extract|Telegram|"
    r"Holograph|Autograph|Mimeograph|Memorandum|Letter|Minutes|Airgram|Despatch|Dispatch|Minute|"
    r"Подлинник|(?:Заверенная |Машинописная )?[Кк]опия|Автограф|Черновик|Рукопись|Машинопись|"
    r"(?:Машинописный|Типографский|Рукописный) экземпляр|Отпуск|Телеграмма|Шифртелеграмма|Durchschlag|Durchdruck|"
    r"Abschrift|Ausfertigung|Kopie|Aufzeichnung|Vermerk|Niederschrift|Entwurf|Reinschrift|Konzept|Fernschreiben|"
    r"Telegramm|Übersetzung|Protokoll|Fotokopie|Copie|Minute|Télégramme|Dactylographie|Kopia|Odpis)"
)
_LONGEST_FORM = 40
_PRINTED_FROM = re.compile(r"Printed from an? (?P<form>[a-z, ]{3,40}copy)\b")
_PUBLISHED = re.compile(r"(?:Published|Printed|Reprinted) (?:in|from)\s|(?:Text )?[Ff]rom\s")
_KNOWN_OPENING = re.compile(
    r"(?:Drafted|Prepared|Written|Translated|Obtained|Provided|Donated|Contributed|On file|Cop(?:y|ies)|A copy|The|"
    r"No|Also|"
    r"Sent|Received|Repeated|Printed|Published|Attached|Transmitted|Approved|A|An|In|See|This|Apparently|Presumably|"
    r"Document|Перев\w+|Опубл\w*|Впервые|Публик\w+|Документ|Автор|Подпис\w+|Резолюция|Помет\w+|Без|Дат\w+|"
    r"Экз\w*|Заголовок|Текст|На|В|Приложение|Übersetz\w+|Traduit|Traduction|Aus dem)\b"
)
_ISSUE = re.compile(r"(?:\b(?:no|vol|issue)\.?|№)\s?\d{1,4}(?:[/–-]\d{1,4})?,?\s(?:\([^()]{0,12}\d{4}\)|\d{4})")
"""The issue of a journal, whose title may hold the word archive."""
_REMARK = re.compile(r"\.\s(?P<remark>\([^()]{1,600}\))$")
_CLAUSE = re.compile(
    r";\s(?=[a-zа-я]|(?:Obtained|Provided|Donated|Contributed|Translat\w+|Cop(?:y|ies)|On file)\b)|"
    r",\s(?=(?:(?:a |micro\w{2,6} |photo)?cop(?:y|ies) (?:at|in|is|on)|"
    r"published|reprinted|printed|translated|obtained|provided|donated|contributed|on file)\s)"
)
"""Where a citation ends before its full stop: ``listy 148–150; translation by …``."""


@dataclass
class _Gathering:
    """Fields being gathered from a note, sentence by sentence."""

    citation: Citation = field(default_factory=lambda: Citation(None, ()))
    parts: list[tuple[str, str]] = field(default_factory=list)
    form: str | None = None
    classification: str | None = None
    holding_copies: list[str] = field(default_factory=list)
    obtained_by: str | None = None
    translators: list[str] = field(default_factory=list)
    from_language: str | None = None
    drafters: list[str] = field(default_factory=list)
    works: list[str] = field(default_factory=list)
    doubt: bool = False
    unparsed: list[str] = field(default_factory=list)


def parse_note(raw: str) -> SourceNote:
    """Read one source note. Any string gives a value; time is in proportion to its length."""
    found = _Gathering()
    cut = publication_whole(sentences(_bare(raw)))
    if cut:
        cut = _citation_whole(cut)
        citation, *clauses = _CLAUSE.split(cut[0])
        if clauses and read_citation(citation).understood:
            cut[:1] = [citation, *clauses]
        _read_first(without_stop(cut[0]), found)
    for at, sentence in enumerate(cut[1:]):
        if not (at == 0 and _is_late_citation(sentence, found)):
            _read_next(sentence, found)
    return _finished(raw, found)


def _bare(raw: str) -> str:
    """The note on one line, without its brackets and the word that names it."""
    note = " ".join(raw.split())
    opening = _OPENING.match(note)
    if opening is None:
        return note
    bracketed = "[" in opening[0]
    note = note[opening.end() :]
    return note.removesuffix("]").strip() if bracketed else note


def _citation_whole(cut: list[str]) -> list[str]:
    """The first sentence with what a stop inside a folder's title parted from it: a marking follows a citation."""
    if "," not in cut[0]:
        return cut
    for at in range(1, min(len(cut), 6)):
        if is_marking(without_stop(cut[at])):
            between = cut[1:at]
            if between and all(len(part) < 60 and not _KNOWN_OPENING.match(part) for part in between):  # noqa: PLR2004
                return [" ".join(cut[:at]), *cut[at:]]
            break
    return cut


def _is_form(words: str) -> bool:
    return len(words) <= _LONGEST_FORM and _ONE_WORD_FORM.fullmatch(words) is not None


def _read_first(sentence: str, found: _Gathering) -> None:
    if _is_form(sentence):
        found.form = sentence
        return
    if stated := published_in(sentence):
        found.works.extend(stated)
        _take(read_sentence(sentence), found)
        return
    published = _PUBLISHED.match(sentence)
    archive = not published and is_archive(sentence[:200].partition(",")[0]) and not _ISSUE.search(sentence)
    works = () if archive else works_in(sentence[published.end() :] if published else sentence, whole=True)
    if works:
        found.works.extend(works)
        _take(read_sentence(sentence), found)
        return
    remark = _REMARK.search(sentence)
    if remark:  # a reference in brackets behind the citation is no level of it
        found.unparsed.append(remark["remark"])
        sentence = sentence[: remark.start()]
    citation, marking = marking_behind(sentence)
    found.citation = read_citation(citation)
    if found.citation.understood:
        found.parts.extend(found.citation.parts)
        found.form = found.citation.form
        found.classification = marking
        return
    if not _take(read_sentence(sentence), found):
        found.unparsed.append(sentence)


def _is_late_citation(sentence: str, found: _Gathering) -> bool:
    """The citation behind a sentence that says what the document is (``Diary of K. Lund. Cold Coast Archive, …``)."""
    if found.citation.understood or found.works or found.form or found.drafters or found.translators:
        return False
    words = without_stop(sentence)
    if _KNOWN_OPENING.match(words) or not is_archive(words.partition(",")[0]):
        return False
    citation = read_citation(words)
    if not (citation.repository and citation.parts):
        return False
    found.citation = citation
    found.parts.extend(citation.parts)
    return True


def _read_next(sentence: str, found: _Gathering) -> None:
    words = without_stop(sentence)
    if found.classification is None and is_marking(words):
        found.classification = words
        return
    if _is_form(words):
        found.form = found.form or words
        return
    taken = _take(read_sentence(sentence), found)
    works = published_in(sentence) or works_in(sentence)
    if not (taken or works) and _is_level(words, found):
        return
    found.works.extend(works)
    form = _PRINTED_FROM.match(sentence)
    if form:
        found.form = found.form or form["form"]
    if not (taken or works or form):
        found.unparsed.append(words)


def _is_level(words: str, found: _Gathering) -> bool:
    """A short sentence that is one more level of a chain which full stops divide (``Fond 17. Opis 162.``)."""
    house = found.citation.repository
    chain = house is not None and all(place in TOWNS or place in STATES for place in house.split(", ")[1:])
    if not chain or len(words) > 80 or len(found.citation.parts) > 0 or found.drafters or found.translators:  # noqa: PLR2004
        return False
    if _KNOWN_OPENING.match(words) or re.search(r"\b(?:is|was|were|are|has|by|on file)\b", words):
        return False
    if not begins_with_level(words) and (words[:1].islower() or (found.parts and found.parts[-1][0] == "list")):
        return False  # the leaves end a chain
    found.parts.extend(further_parts(words, found.parts))
    return True


def _take(said: Said, found: _Gathering) -> bool:
    """Enter what a sentence says; whether it said anything."""
    for name in said.drafters:
        if name not in found.drafters:
            found.drafters.append(name)
    for name in said.translators:
        if name not in found.translators:
            found.translators.append(name)
    for name in said.holding_copies:
        if name not in found.holding_copies:
            found.holding_copies.append(name)
    found.obtained_by = found.obtained_by or said.obtained_by
    found.from_language = found.from_language or said.from_language
    found.doubt = found.doubt or said.doubt
    return bool(
        said.drafters or said.translators or said.holding_copies or said.obtained_by or said.from_language or said.doubt
    )


def _finished(raw: str, found: _Gathering) -> SourceNote:
    parts = tuple(Part(level, name) for level, name in found.parts)
    return SourceNote(
        raw=raw,
        repository=found.citation.repository,
        parts=parts,
        collection=next((part.name for part in parts if part.level == "collection"), None),
        references=tuple(part.name for part in parts if part.level in ("file", "reference")),
        form=found.form,
        classification=found.classification,
        holding_copies=tuple(found.holding_copies),
        obtained_by=found.obtained_by,
        translators=tuple(found.translators),
        from_language=found.from_language,
        drafters=tuple(found.drafters),
        publication_refs=tuple(found.works),
        attribution_doubt=found.doubt,
        unparsed=tuple(found.unparsed),
    )
