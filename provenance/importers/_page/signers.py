"""What a signature says: who wrote a document whose title names no author, and how he is called in full."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.importers._page.names import NAME, party

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.importers._page.draft import Draft
    from provenance.importers._page.names import Party

_KINDS = """
    letter telegram cable memorandum memo note message dispatch despatch airgram report lettre télégramme dépêche
    schreiben brief telegramm drahtbericht fernschreiben aufzeichnung письмо телеграмма записка"""
WRITTEN_BY_ONE = frozenset(_KINDS.split())
"""Kinds that whoever signs them wrote; a decree or minutes are signed by others too."""
_MOST_NAMES = 4
"""More words in a row are two who sign."""
_SIGNED = re.compile(
    r"^(?:\[?\(?(?:[Ss]igned|SIGNED|gez\.?|[Ss]igné|[Пп]одпись)\)?\]?[.:]?\s?|/[Ss]/\s?){1,2}|\s?\[?(?:[Ss]igned|/[Ss]/)\]?$"
)
_SIGNER = re.compile(rf"(?P<name>{NAME})(?:,\s[^.!?;:]{{2,60}})?[.,]?")
_OFFICE = re.compile(
    r"\b(?:Посол|Министр|Секретарь|Председатель|Консул|Директор|Начальник|Нарком|Ambassador|Minister|Secretary|Chairman|President|"
    r"Consul|Director|Chief|Head|Counselor|Embassy|Department)\b",
    re.IGNORECASE,
)
"""A name beside its office is cut nowhere: where the one ends is not known."""
_LETTERS = re.compile(r"(?<!\w)[A-ZА-ЯЁ]{3,}(?=\s)")


def signer(words: str) -> Party | None:
    """The person who signs with these words; None where they name nobody for certain."""
    own = _SIGNED.sub("", words.strip()).strip()
    match = _SIGNER.fullmatch(own) or _SIGNER.fullmatch(own.rstrip("."))
    if match is None or _OFFICE.search(match["name"]) or (not own.isupper() and _LETTERS.search(own)):
        return None
    who = party(match["name"])
    return who if who.kind == "person" else None


def name_in_full(draft: Draft, agent: str, short: str, signed: Sequence[tuple[str, str]]) -> None:
    """An author's name as the signature has it, where it says more than the title (``Mr. Seward``)."""
    for where, words in signed:
        who = signer(words)
        entry = draft.agents[agent]
        words_of_it = len(who.name.split()) if who is not None and who.short == short else 0
        if who is None or not len(entry["name"].split()) < words_of_it <= _MOST_NAMES:
            continue
        names = entry.setdefault("names", [])
        if who.name not in names:
            names.append(who.name)
            draft.infer("name in full", who.name, "high", "so the document is signed", where)
