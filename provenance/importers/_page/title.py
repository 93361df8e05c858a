"""A printed title taken apart: ``Document No. N: TYPE from AUTHOR to ADDRESSEE on SUBJECT, DATE`` and its variants."""

from __future__ import annotations

import re
from dataclasses import dataclass

from provenance.importers._note.gazetteer import TOWNS
from provenance.importers._page.dates import PrintedDate, find_dates
from provenance.importers._page.names import NAME, Party, could_be_named, party

_NUMBER = re.compile(
    r"(?P<label>(?:(?:Document|Doc\.?|Dokument|Документ|Pièce)\s{0,2}(?:No\.?|Nr\.?|Number|[Nn][o°º]\.?|№|#)?|No\.|"
    r"Nr\.|№)"
    r"\s{0,2}(?P<number>\d{1,5}[A-Za-z]?))(?![\w])\s{0,2}[:.—–-]?\s*",
)
_BARE_NUMBER = re.compile(r"(?P<label>(?P<number>\d{1,4}))\.\s+(?=[A-ZÀ-ÞА-ЯЁ])")

TYPES = (
    "memorandum of conversation", "memorandum of a conversation", "memorandum of a telephone conversation",
    "memorandum for the record", "proclamation", "checklist", "memorandum of telephone conversation",
    "record of conversation", "record of meeting",
    "minutes", "notes", "note", "memorandum", "memo", "letter", "telegram", "cable", "report", "transcript", "diary",
    "diary entry", "speech", "address", "directive", "decree", "resolution", "protocol", "session", "message",
    "statement", "agreement", "treaty", "information", "stenographic record", "proposal", "briefing paper",
    "talking points", "circular", "dispatch", "despatch", "instruction", "order", "declaration", "summary", "excerpts",
    "excerpt", "draft", "record", "conversation", "interview", "communiqué", "appeal", "conclusions", "paper",
    "editorial note", "intelligence memorandum", "national intelligence estimate", "airgram", "action memorandum",
    "information memorandum", "position paper", "special estimate",
    "lettre", "télégramme", "rapport", "procès-verbal", "compte rendu", "dépêche", "circulaire", "discours", "journal",
    "schreiben", "brief", "telegramm", "bericht", "aufzeichnung", "protokoll", "vermerk", "denkschrift",
    "niederschrift", "tagebuch", "rede", "erlass", "runderlass", "notiz",
    "записка", "письмо", "телеграмма", "протокол", "постановление", "доклад", "справка", "стенограмма", "дневник",
    "запись беседы", "запись", "речь", "указ", "докладная записка", "шифртелеграмма", "нота",
)  # fmt: skip
_TYPE = re.compile(
    r"(?:(?:[A-ZÀ-ÞА-ЯЁ«“\"][\w-]{0,30}\s){0,4}?)(?:"
    + "|".join(re.escape(name) for name in sorted(TYPES, key=len, reverse=True))
    + r")(?![\w])(?:\s(?:No\.|Nr\.|№|n°)?\s?\d{1,6}(?![\w,.]*\d{4}))?",
    re.IGNORECASE,
)


_NUMBERED = re.compile(r"\s(?:no\.|nr\.|№|n°)?\s?\d{1,6}$")
"""``Protocol No. 166`` is a protocol; its number stays in the title."""
_LANGUAGES = {
    **dict.fromkeys(("lettre", "télégramme", "procès-verbal", "compte rendu", "dépêche", "circulaire"), "fr"),
    **dict.fromkeys(
        ("schreiben", "brief", "aufzeichnung", "vermerk", "denkschrift", "niederschrift", "tagebuch"), "de"
    ),
}
"""Kinds whose word shows the title's language, where the page has too few words to show its own."""


@dataclass(frozen=True)
class Speech:
    """The small words by which one language says from whom, to whom, on what, between whom."""

    by: str
    to: str
    on: str
    between: str


_SPEECHES = {
    "en": Speech(r"from|by|of", r"to", r"on|regarding|concerning|about|re", "between"),
    "fr": Speech(r"de|du|des|d[’']", r"à|au|aux", r"sur|concernant|relative? à|au sujet d[eu]s?", "entre"),
    "de": Speech(r"von|vom|des|der", r"an", r"über|betreffend|betr\.|zur?|zum", "zwischen"),
    "ru": Speech(r"от", r"\Zв", r"\Zо", r"между"),
}
_STILL_A_NAME = re.compile(
    r"(?:committee|commission|council|subcommittee|conference|commissioner|office|adviser|advisor|ambassador|minister|"
    r"assistant|aide|representative|mission|counsel(?:l?or)?|deputy|envoy|delegate|delegation|secretary)$",
    re.IGNORECASE,
)
_DESIGNATION = re.compile(r"\s[A-Z0-9][^a-z]{0,40}(?=\s(?:[Ff]rom|[Bb]y|[Tt]o|[Oo]f)\s)")
_FROM_TO = re.compile(r"(?P<by>[A-Z][^;:!?“”]{2,130}?)\sto\s(?P<to>(?:the\s)?[A-Z][^;:!?“”]{1,130}?)\.?")
"""A title that is no more than ``Mr. A. to Mr. B.``"""
_POSSESSIVE = re.compile(
    rf"\s(?:[Ff]rom|[Oo]f)\s(?:the\s)?(?P<who>{NAME})[’']s?\s(?:[A-Z][a-z]+\s)?(?:Diary|Diaries|Notes|Notebooks?|"
    rf"Journal|Letters?)\b"
)
_PERSONAL = frozenset(
    {"diary", "diary entry", "notes", "letter", "speech", "address", "statement", "journal", "tagebuch"}
)
"""Kinds that somebody has, not some meeting: behind them ``of`` names the author."""


@dataclass(frozen=True)
class Title:
    """What a printed title says. ``parts`` names what was found, in the printed order."""

    words: str
    number: str | None
    label: str | None
    type: str | None
    authors: tuple[Party, ...]
    addressees: tuple[Party, ...]
    participants: tuple[Party, ...]
    subject: str | None
    date: PrintedDate | None
    bare: str

    @property
    def parts(self) -> str:
        """``number, type, author, addressee, subject, date``: those that are there."""
        present = {
            "number": self.number, "type": self.type, "author": self.authors, "addressee": self.addressees,
            "participants": self.participants, "subject": self.subject, "date": self.date,
        }  # fmt: skip
        return ", ".join(name for name, value in present.items() if value)


def number_of(words: str) -> re.Match[str] | None:
    """``Document No. 6:`` at the start of ``words``."""
    return _NUMBER.match(words) or _BARE_NUMBER.match(words)


def parse_title(words: str, language: str = "en") -> Title:
    """Take a title apart; what is not found is absent, and nothing is guessed from the rest."""
    numbered = number_of(words)
    rest = words[numbered.end() :] if numbered else words
    date, rest = _without_date(rest)
    bare = rest.strip(" ,;:.") or words.strip()
    speech = _SPEECHES.get(language, _SPEECHES["en"])
    kind = _TYPE.match(rest)
    after = rest[kind.end() :] if kind else ""
    designated = _DESIGNATION.match(after)  # Backchannel Message SITTO 88/WH 12696 From …
    after = after[designated.end() :] if designated else after
    name = _NUMBERED.sub("", kind[0].strip(' «“"').lower()) if kind else None
    speech = _SPEECHES[_LANGUAGES[name]] if name in _LANGUAGES else speech
    if name is None:
        people = _from_to(rest)
    elif name.startswith(("excerpt", "extract")):
        people = _of_an_excerpt(after)  # 'from' names the work it is taken from
    else:
        people = _people(after, speech, of=name in _PERSONAL)
    return Title(
        words=words,
        number=numbered["number"] if numbered else None,
        label=numbered["label"] if numbered else None,
        type=name,
        authors=people.get("by", ()),
        addressees=people.get("to", ()),
        participants=people.get("between", ()),
        subject=_subject(after, speech),
        date=date,
        bare=bare,
    )


def _without_date(words: str) -> tuple[PrintedDate | None, str]:
    """The date at the title's end (or the only one in it), and the title without it."""
    dates = find_dates(words)
    if not dates:
        return None, words
    last = dates[-1]
    if not words[last.end :].strip(" .)]"):
        before = re.sub(r"[\s,;(\[–—-]+$|\s+(?:dated|on|le|vom|am|от)\s*$", "", words[: last.start].rstrip())
        return last, before.rstrip(" ,;([")
    return (last if len(dates) == 1 else None), words


def _from_to(words: str) -> dict[str, tuple[Party, ...]]:
    """Who wrote to whom, in a title that says no more (``The Minister at Vardal to Mr. Lund.``)."""
    match = _FROM_TO.fullmatch(words.strip())
    if match is None:
        return {}
    cuts = [match.start("by") + at.start() for at in re.finditer(r"\sto\s", match[0])]
    cut = next((at for at in cuts if not _STILL_A_NAME.search(words[:at].strip())), cuts[0])
    sides = words.strip()[:cut], words.strip()[cut + 4 :].removesuffix(".")
    by, to = (_parties(side) if _is_correspondent(side) else () for side in sides)
    return {"by": by, "to": to} if by and to else {}


def _is_correspondent(words: str) -> bool:
    """Whether words name a person or an office: by a title, an article, or a name of two words or more."""
    if "," in words.partition("(")[0]:
        return False
    return re.match(
        r"(?:[Tt]he|Mr|Mrs|Ms|Dr|Sir|Lord|Acting|President|Secretary|Ambassador|Minister|Consul)\b", words
    ) is not None or (re.fullmatch(NAME, words) is not None and " " in words)


def _of_an_excerpt(after: str) -> dict[str, tuple[Party, ...]]:
    """``Excerpt from Olga Brandt's Diary``: the author is whose the diary is."""
    match = _POSSESSIVE.match(after)
    return {"by": (party(match["who"]),)} if match else {}


def _people(after: str, speech: Speech, *, of: bool) -> dict[str, tuple[Party, ...]]:
    """Who wrote, and to whom, from the words behind the type."""
    found: dict[str, tuple[Party, ...]] = {}
    between = re.match(rf"\s{{0,2}}(?:(?:of|in)\s(?:an?\s|the\s)?[\w ]{{1,40}}?\s)?(?:{speech.between})\s", after)
    if between:
        return {"between": _pair(after[between.end() : _next(after, between.end(), speech.on)])}
    by = re.match(rf"\s{{0,2}},?\s?(?:{speech.by})(?:\s|(?<=[’']))", after, re.IGNORECASE)
    at = 0
    if by and by[0].strip(" ,").lower() == "of" and not of:
        by = None  # minutes of a session, a memorandum of a conversation: not its author
    if by:
        to_at = _next(after, by.end(), speech.to)
        end = min(to_at, _next(after, by.end(), speech.on))
        found["by"] = _parties(after[by.end() : end])
        at = end
        if by[0].strip(" ,").lower() == "of" and any(who.kind != "person" for who in found["by"]):
            del found["by"]
    # 'Memorandum for the President', but not 'the Assistant Secretary for Harbours'
    to = re.compile(rf"\s?,?\s?(?:{speech.to}{'' if at else '|for'})\s").match(after, at)
    if to:
        found["to"] = _parties(after[to.end() : _next(after, to.end(), speech.on)])
    return {role: parties for role, parties in found.items() if parties}


def _next(words: str, start: int, small_words: str) -> int:
    """Where the next of these small words stands that does not belong to a body's name; else the end."""
    for match in re.compile(rf"\s(?:{small_words})\s").finditer(words, start):
        if not _STILL_A_NAME.search(words[start : match.start()]):
            return match.start()
    return len(words)


def _subject(after: str, speech: Speech) -> str | None:
    at = _next(after, 0, speech.on)
    subject = re.sub(rf"^\s?(?:{speech.on})\s", "", after[at:]).strip(" ,;:")
    return subject or None


def _pair(words: str) -> tuple[Party, ...]:
    """Who spoke with whom: what stands behind the last name (a place) belongs to nobody."""
    joined = list(re.finditer(r",?\s(?:and|et|und|и)\s", words))
    if not joined:
        return ()
    last = joined[-1].end()
    end = words.find(", ", last)
    return _parties(words[: end if end > 0 else len(words)])


def _parties(words: str) -> tuple[Party, ...]:
    """The persons and bodies of one role; an enumeration is cut where each piece is a name of its own."""
    whole = re.sub(r"(?<=[A-Za-z]\)),\s.{0,80}$", "", words.strip(" ,;:"))  # a place may stand behind the last name
    pieces = [piece for piece in re.split(r",?\s(?:and|et|und|и)\s|,\s", whole) if piece.strip()]
    if len(pieces) > 1 and all(re.fullmatch(NAME, piece.strip()) for piece in pieces):
        return tuple(party(piece) for piece in pieces)
    place = whole.rpartition(", ")
    whole = place[0] if place[2] in TOWNS else whole
    whole_party = party(whole) if whole and could_be_named(whole) else None
    if whole_party is None:
        return ()
    joined = re.split(r",?\s(?:and|et|und|и)\s", whole)
    if len(joined) > 1 and all(could_be_named(piece) and party(piece).kind == "person" for piece in joined):
        return tuple(party(piece) for piece in joined)
    return (whole_party,)
