"""What a signature says: who wrote a document whose title names no author, and how he is called in full."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.importers._page.names import NAME, party

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.importers._page.draft import Draft, Page
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
_CLOSED = re.compile(
    r"^(?:Dein|Deine|Ihr|Ihre|Euer|Yours?|Thine|Votre|Ton|Твой|Твоя|Ваш|Ваша)(?:\s(?:[a-zà-ÿа-яё]{2,20}|Dein|Ihr)){0,4},?\s"
)
_INITIALS = re.compile(r"(?:[A-ZÀ-ÞА-ЯЁ]\.?\s?){1,3}")
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
    office, colon, behind = own.partition(": ")
    own = behind if colon and _OFFICE.search(office) else own
    own = _CLOSED.sub("", own)
    if _INITIALS.fullmatch(own):
        return None  # Dein R.: nobody's name
    match = _SIGNER.fullmatch(own) or _SIGNER.fullmatch(own.rstrip("."))
    if match is None or _OFFICE.search(match["name"]) or (not own.isupper() and _LETTERS.search(own)):
        return None
    who = party(match["name"])
    return who if who.kind == "person" else None


_PERSONAL = frozenset({"remarks", "speech", "address", "letter", "lecture", "discours", "rede", "речь", "article"})


def author_above(page: Page) -> tuple[Party, str] | None:
    """The one name above a title that names nobody, where he signs below or the kind is one person's: no editor's."""
    bylines = [(where, words) for piece, where, words in page.pieces() if piece.tag == "byline"]
    title = page.title
    if len(bylines) != 1 or title.authors or title.participants or not re.fullmatch(NAME, bylines[0][1]):
        return None
    who = party(bylines[0][1])
    signers = [signer(words) for piece, _, words in page.pieces() if piece.tag == "signature" and not piece.attachment]
    signs = any(one is not None and one.short == who.short for one in signers)
    return (who, bylines[0][0]) if who.kind == "person" and (signs or title.type in _PERSONAL) else None


def _spells_out(short: str, full: str) -> bool:
    """Whether a name gives in full what another has as an initial: ``A. Lund`` and ``Arne Lund``."""
    initials, names = short.split(), full.split()
    return len(initials) == len(names) > 1 and initials[-1] == names[-1] and all(
        one == other or (len(one) == 2 and one[1] == "." and other.startswith(one[0]))  # noqa: PLR2004 - a letter and its stop
        for one, other in zip(initials, names, strict=True)
    ) and initials != names  # fmt: skip


def name_in_full(draft: Draft, agent: str, short: str, signed: Sequence[tuple[str, str]]) -> None:
    """An author's name as the signature has it, where it says more than the title (``Mr. Seward``)."""
    for where, words in signed:
        who = signer(words)
        entry = draft.agents[agent]
        words_of_it = len(who.name.split()) if who is not None and who.short == short else 0
        fuller = who is not None and _spells_out(entry["name"], who.name)
        if who is None or not (fuller or len(entry["name"].split()) < words_of_it <= _MOST_NAMES):
            continue
        names = entry.setdefault("names", [])
        if who.name not in names:
            names.append(who.name)
            draft.infer("name in full", who.name, "high", "so the document is signed", where)
