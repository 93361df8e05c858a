"""Lines that no blank line parts, and which of them begin something of their own: a note, a turn, a head's entry."""

from __future__ import annotations

import re

from provenance.importers._page.dateline import place_beside, without_call
from provenance.importers._page.markings import is_marking

_PAGE = re.compile(r"\[(?:[Pp]age|p\.|S\.|с\.)\s?\d{1,4}\]")
_SOURCE = re.compile(r"\[?(?:(?:Archival )?Sources?|SOURCE|Quellen?|Источник)\s?:\s?\S")
_HEAD_ENTRY = re.compile(
    r"(?:MEMORANDUM\s(?:FOR|TO)|TO|FROM|DATE|DATE (?:&|AND) TIME|TIME|PLACE|LOCATION|SUBJECTS?|RE|INFO|THROUGH|VIA|"
    r"REFS?|REFERENCE|TAGS|E\.O\. 1\d{4}|PARTICIPANTS|PRESENT|ATTENDEES|COPIES|COPY TO|CC|FM|"
    r"To|From|Date|Date and [Tt]ime|Time|Place|Location|Subjects?|Re|Through|Via|Ref|Reference|Participants|Present|"
    r"Participants [^:]{2,40}|Interpreter|Interpreters|Notetaker|Also present|Copies to|Copy to|cc|Betreff|"
    r"Betr\.|Bezug|Datum|Ort|Teilnehmer|Objet|Lieu|Date et heure|Тема|Кому|От|От кого|"
    r"Entschuldigt|Abwesend|Sitzungsbeginn|Beginn|Excused|Apologies|Absent|Excusés|Absents|Отсутствовали|"
    r"Дата|Место|Присутствовали|Anwesend|Présents|Aufgabe|Ankunft)\s?:(?:\s|$)"
)
_SIGN = re.compile(r"(?:\*{1,3}|[†‡]{1,3})\s?[^\W\d_«“\"(\[]")
"""A note called by a sign: ``* A town``."""
_LEMMA = re.compile(r"[^\s\[\]]{2,20}(?:\s[^\s\[\]]{1,20}){0,3}\]\s\S")
_PRESENT = re.compile(
    r"(?:PARTICIPANTS|PRESENT|ATTENDEES|Participants|Present|Teilnehmer|Anwesend|Présents|Присутствовали)\s?:"
)
_MARKING = re.compile(
    r"(?:TOP SECRET|SECRET|CONFIDENTIAL|RESTRICTED|UNCLASSIFIED|EYES ONLY|STRICTLY (?:SECRET|CONFIDENTIAL)|"
    r"(?:Top |Strictly )?[Ss]ecret|(?:Strictly )?[Cc]onfidential|СОВЕРШЕННО СЕКРЕТНО|СЕКРЕТНО|Совершенно секретно|"
    r"Секретно|Сов\. секретно|GEHEIM|Geheim|Streng geheim)(?:[\s/,;.–—-]{1,3}[A-Z][A-Za-z]{2,12}){0,5}\.?"
)
_LABEL = re.compile(
    r"(?:\[(?P<b>\d{1,4})\]|\((?P<p>\d{1,4})\)|(?P<n>\d{1,4})(?P<stop>[.)]?)|(?P<r>[¹²³⁰⁴-⁹]{1,4}))\s{0,2}(?=\S)"
)
_RAISED_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_TURN = re.compile(r"(?:[A-ZÀ-ÞА-ЯЁ][\w.’'-]{0,30}\s?){1,4}(?:\([^()]{1,50}\)\s?)?:\s\S")
_DOCUMENT = re.compile(
    r"(?:Document|DOCUMENT|Dokument|DOKUMENT|Документ|ДОКУМЕНТ)\s{0,2}(?:No\.?|Nr\.?|№|#)?\s{0,2}\d{1,5}[A-Za-z]?[.:]?"
)
"""A document's number as a line by itself, above its title."""
_ENCLOSURE = re.compile(
    r"\[?(?:(?:En|In|Sub-?en|Sub-?in)closure|Annexe?|Anlage|Beilage|Приложение|Pièce jointe|Allegato|Anexo)\s"
    r"(?:(?:\d{1,2}|[A-Z])\s)?(?:(?:in|to|zu|к)\s)?(?:(?:No\.|Nr\.|№|n°)\s?)?(?:\d{1,5}|[A-Z])\.?\]?"
)
"""``Inclosure in No. 164.``, above the title of what is inclosed."""
_WHOLLY_BRACKETED = re.compile(r"\[[^\[\]]{4,200}\]\.?|\((?=[^()]{0,200}\d)[^()]{8,200}\)\.?")
_OPEN_END = re.compile(
    r"(?:,|\b(?:the|of|and|to|for|by|on|at|in|with|from|a|an|de|du|des|la|le|les|à|au|et|en|sur|der|die|das|den|dem|und|von|vom|"
    r"zu|zum|im|am|an|di|del|della|al|e|y|el|los|с|в|и|на|о|об|по|от|из|к)|[-–—])$"
)
"""A line that goes on below: a comma, a small word, a dash."""
_MOST_OF_A_HEAD = 5
_LEAST_TURNS = 2
_WIDEST = 200
_ADDRESS = re.compile(r"https?://\S{4,300}")


def parted_lines(lines: list[str]) -> list[list[str]]:
    """Lines of one group, cut before each that begins something of its own.

    A line alone (a page's mark, a marking, an address of the web) is a group by
    itself; those present go on until the next entry of the head.
    """
    turns = sum(_TURN.match(line) is not None and not _HEAD_ENTRY.match(line) for line in lines) >= _LEAST_TURNS
    notes = _in_series(lines)
    signed = _SIGN.match(lines[0]) is not None
    keyed = sum(_LEMMA.match(line) is not None for line in lines) >= _LEAST_TURNS
    found: list[list[str]] = []
    alone = listed = False
    for at, line in enumerate(lines):
        stands_alone = bool(
            _PAGE.fullmatch(line)
            or _MARKING.fullmatch(line)
            or _ADDRESS.fullmatch(line)
            or _DOCUMENT.fullmatch(line)
            or _ENCLOSURE.fullmatch(line)
        ) or (len(lines) <= _MOST_OF_A_HEAD and _is_of_a_head(lines, at))
        entry = _HEAD_ENTRY.match(line) is not None
        begins = (
            not found
            or alone
            or stands_alone
            or entry
            or at in notes
            or (signed and _SIGN.match(line) is not None)
            or (keyed and _LEMMA.match(line) is not None)
            or (turns and not listed and _TURN.match(line) is not None)
            or _SOURCE.match(line) is not None
        )
        listed = _PRESENT.match(line) is not None or (listed and not begins)
        if begins:
            found.append([line])
        else:
            found[-1].append(line)
        alone = stands_alone
    return found


def _is_of_a_head(lines: list[str], at: int) -> bool:
    """A line below a heading that is no word of it: a note in brackets, or the dateline that ends the head."""
    line = lines[at]
    if not at or not line[:1].isupper():
        return bool(at) and _WHOLLY_BRACKETED.fullmatch(line) is not None and not _OPEN_END.search(lines[at - 1])
    if _DOCUMENT.fullmatch(lines[0]) and at > 1 and place_beside(line) == "":
        return True
    ends = at == len(lines) - 1 and len(line) < _LONGEST_DATELINE and not _OPEN_END.search(lines[at - 1])
    return ends and bool(place_beside(line))


_LONGEST_DATELINE = 80
_FOLIO = re.compile(r"\d{1,4}")
_WIDE = re.compile(r"\s{4,}|\t\s*")
_SALUTATION = re.compile(r"(?:Sir|Dear Sir|D(?:ea)?r\.? Sir|My dear Sir|Gentlemen|Madam|Monsieur)[,:.]?")
_NUMBER = re.compile(r"(?:No\.|Nr\.|№|N[o°])\s?\d{1,5}[.,]?\]?")


def parted_by_space(raw: str) -> tuple[str, ...]:
    """The two halves of a line that a wide space parts, where one is a marking, a date, a salutation or a number."""
    halves = _WIDE.split(raw.strip())
    if len(halves) != 2 or len(raw) > _WIDEST:  # noqa: PLR2004 - three are a table's row
        return ()
    spaced = tuple(re.sub(r"\s+", " ", half) for half in halves)
    if any(_FOLIO.fullmatch(half) for half in spaced):
        return ()  # 27. Juni 1969: Holm      214: a running head and its folio
    return spaced if any(map(_is_of_the_head, spaced)) else ()


def _is_of_the_head(words: str) -> bool:
    return bool(_SALUTATION.fullmatch(words) or _NUMBER.fullmatch(words)) or is_marking(words) or (
        place_beside(without_call(words)) is not None
    )  # fmt: skip


def _in_series(lines: list[str]) -> frozenset[int]:
    """The lines whose labels count on from one another, written alike: notes or numbered paragraphs without a break."""
    labels = [_label(line) for line in lines]
    found: set[int] = set()
    last: tuple[int, str] | None = None
    for at, label in enumerate(labels):
        if label is None:
            continue
        if last is not None and label == (last[0] + 1, last[1]):
            found.add(at)
        elif at:
            follows = next((one for one in labels[at + 1 :] if one is not None), None)
            if label[0] != 1 or follows != (2, label[1]):
                continue
            found.add(at)
        last = label
    return frozenset(found)


def _label(line: str) -> tuple[int, str] | None:
    """The figure a line begins with, and how it is written."""
    match = _LABEL.match(line)
    if match is None:
        return None
    if match["n"] and not match["stop"] and line[match.end("n") : match.end("n") + 1] != " ":
        return None  # glued: what the numbers of paragraphs are read from
    digits = match["b"] or match["p"] or match["n"] or match["r"].translate(_RAISED_DIGITS)
    kind = "b" if match["b"] else "p" if match["p"] else "r" if match["r"] else f"n{match['stop']}"
    return int(digits), kind
