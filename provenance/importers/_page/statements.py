"""What an edition says of its text behind it: after which paper it is printed, where it was printed before, how dated.

``Печатается по автографу (…)``, ``Textgrundlage: …``, ``Опубл.: …``, ``MS.: …``,
``Datierung: …``: no words of the document, and no numbered notes.
"""

from __future__ import annotations

import re
from dataclasses import replace

from provenance.importers.source_note import SourceNote, parse_note

_LONGEST = 2000
_SPOKEN = re.compile(
    r"(?:Печатается (?:по|с)|Публикуется (?:по|впервые|с)|Впервые (?:опубликован|напечатан|публикуется)|Датируется|"
    r"Дата (?:установлена|определена|определяется|устанавливается)|Датировано по|"
    r"MSS? [A-Z][\w. ]{3,60}?(?:Office|Library|Archives?|Museum|College|Society|Collection|University|House)\b,|"
    r"Printed from (?:the )?(?:MS|original|manuscript|copy)|Gedruckt nach|Nach (?:der|dem) (?:Handschrift|Original|"
    r"Abschrift)|"
    r"Publié d[’']après|Pubblicat[oa] (?:in|da))(?![^\W\d_])"
)
_DESCRIBED = re.compile(
    r"(?:[А-ЯЁ][а-яё]{2,20}(?:\s[а-яё]{2,20}){0,3}\.\s){0,3}(?:Подлинник|Копия|Автограф|Отпуск|Черновик|"
    r"Заверенная копия)\.(?:\s|$)"
)
"""``Телеграфный бланк. Подлинник.``: what the paper is, before where it was printed."""
_LABELLED = re.compile(
    r"(?:(?:Опубл(?:иковано|\.)?|Публ\.|Впервые|Автограф|Подлинник|Черновик|Беловик|Копия|Отпуск|Источник текста|"
    r"Дата|Датировка|"
    r"Textgrundlage|Überlieferung|Handschriften?|Hss?\.|Druckvorlage|Vorlage|Erstdruck|Drucke?|Druckort|Datierung|"
    r"Zur Datierung|"
    r"Textzeugen?|Standort|Fundstelle|Ausfertigung|Abschrift|Konzept|"
    r"Manuscrits?|Minute|Original(?:e|es)?|Copie|Imprimés?|Éditions?|Publications?|Édité|Minuta|Autografo|Edizioni|"
    r"MSS?\.?|Manuscripts?|Copy-?text|Printed|Published|First printed|Previously printed|Editions?|Dating)\s?:|"
    r"(?:H|D|h|E|A)\d?:)\s(?=\S)"
)
_OF_A_MANUSCRIPT = re.compile(r"MSS? (?=[A-Z])")
_LABEL = re.compile(rf"(?:{_LABELLED.pattern}){{1,2}}")
_PRINTED_BEFORE = re.compile(
    r"(?:^|(?<=[.);]\s))(?:Опубл(?:иковано|\.)?|Публ\.|Впервые(?: опубликовано| напечатано)?|Erstdruck|Drucke?|"
    r"Druckort|Imprimés?|"
    r"Éditions?|Publié|Printed|Published|First printed|Previously printed|Editions?|"
    r"Edizioni)\s?:\s(?P<work>[^\n]{6,400})"
)
_WITHIN = re.compile(r"\((?P<where>[^()]{8,300})\)")
_DATING = re.compile(r"(?:Датируется|Дата\b|Датиров|Datierung|Zur Datierung|Dating)")
_RESOLUTION = re.compile(
    r"(?:Резолюци[яи]|Пометы?|Помета|На (?:документе|полях) (?:помет[аы]|резолюция)|Marginal (?:note|minute)|"
    r"Randbemerkung|"
    r"Randvermerk|Annotation marginale|Note marginale|Annotazione)\b[^:]{0,60}:\s\S"
)


def is_statement(words: str) -> bool:
    """Whether a paragraph begins as an edition's statement of its text does; where it stands must say so too."""
    return (
        len(words) < _LONGEST
        and (_SPOKEN.match(words) or _LABELLED.match(words) or _DESCRIBED.match(words)) is not None
    )


def is_resolution(words: str) -> bool:
    """Whether a paragraph is what somebody wrote on the paper, as the edition tells it: ``Резолюция: …``."""
    return len(words) < _LONGEST and _RESOLUTION.match(words) is not None


def dates_the_paper(words: str) -> bool:
    """Whether a statement is the evidence for the date."""
    return _DATING.match(words) is not None


def read_statement(words: str) -> SourceNote | None:
    """Where a statement says that the paper lies, and where it was printed; None where words are no statement."""
    own = words.strip().strip("[]").strip()
    if not is_statement(own):
        return None
    if dates_the_paper(own):
        return SourceNote(words)
    printed = _PRINTED_BEFORE.search(own)
    before = own[: printed.start()].strip() if printed else own
    works = (printed["work"].strip(" ."),) if printed else ()
    if not before:
        return SourceNote(words, publication_refs=works)
    within = _WITHIN.search(before) if _SPOKEN.match(before) else None
    if _OF_A_MANUSCRIPT.match(before):
        before = before.partition(" ")[2]
        lies, _, rest = before.partition(". ")
        note = parse_note(lies)
        beyond = tuple(piece for piece in (rest.strip(), *note.unparsed) if piece)
        return replace(note, raw=words, publication_refs=works, unparsed=beyond)
    where = within["where"] if within else "" if _SPOKEN.match(before) else _LABEL.sub("", before, count=1)
    lies, _, rest = where.partition("; ")
    note = parse_note(lies) if lies else SourceNote(words)
    if not (note.repository and note.parts):
        return SourceNote(words, publication_refs=works, unparsed=(before,))
    beyond = tuple(piece for piece in (rest.strip(" ."), *note.unparsed) if piece)
    return replace(note, raw=words, publication_refs=(*note.publication_refs, *works), unparsed=beyond)
