"""A note that weighs a claim: where the copy lies, whether it is signed, which offices came later.

Three kinds of clause are read, in whatever order they stand: of the file or
collection where the document lies, of a signature, and of an office that
somebody came to hold. Each becomes evidence for the person it is about. A
clause that names nobody is given to a person only where the note names one
alone; else it is a question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Literal

from provenance.importers._page.dates import find_dates
from provenance.importers._page.headnote import DOCUMENT, sentence_start
from provenance.importers._page.names import NAME, slugged
from provenance.model.dates import Edtf, spoken, surely_before

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.importers._page.names import Party

_UNSIGNED = re.compile(
    r"\b(?:(?:has|had|have|bears?|bore|carries|carried|with|there is) no signature|without (?:a |any )?signature|"
    r"lacks? (?:a |any )?signature|unsigned|(?:is|was) (?:not|never) signed|signature is (?:missing|absent|lacking))\b",
    re.IGNORECASE,
)
_FILED = re.compile(
    rf"\b(?:comes?|came|was|is|lies|lay|stems?|found|kept|filed|preserved|held|located|deposited|survives?)\s"
    rf"(?:[a-z]{{2,12}}\s){{0,3}}?(?:from|in|among|with|to)\s(?:the\s)?(?P<owner>{NAME})(?:[’']s?)?\s"
    r"(?:personal\s|private\s)?(?P<kind>files?|papers|collections?|folders?|fond|archives?|records|[Ff]iles?|"
    r"[Pp]apers|[Cc]ollection)\b"
)
_BEFORE = re.compile(
    r"\b(?:precedes?|preceded|predates?|predated|pre-dates?|antedates?|antedated|earlier than|before|prior to|until|"
    r"did not become|not yet)\b",
    re.IGNORECASE,
)
_BECAME = re.compile(
    rf"(?P<who>{NAME}|\b(?:[Hh]e|[Ss]he|[Hh]is|[Hh]er|[Tt]heir)\b)?(?:[’']s)?\s?"
    r"(?:(?:did not|would not|only|later|first|subsequently)\s){0,2}"
    r"\b(?:became|become|becoming|(?:was|being|been) (?:only |not )?(?:appointed|named|made|elected)(?: as| to be)?|"
    r"appointment as|"
    r"took office as|assumed the (?:post|office) of)\s(?:(?:only|either|both|first)\s){0,2}"
)
_OFFICE_STARTS = (
    r"(?:an?\s|the\s|his\s|her\s|either\s)?(?:[A-Z][\w.’'-]{0,30}\s){0,3}?(?:aide|adviser|advisor|assistant|deputy|"
    r"first|director|head|"
    r"chief|secretary|minister|member|chairman|chairwoman|chair|president|ambassador|editor|commissar|commissioner|"
    r"governor|rector|inspector|keeper|manager|counsel|counselor|consul|envoy|general|senior|vice|prime|chancellor|"
    r"candidate|delegate|representative|spokesman|harbourmaster|commander|marshal|judge|bishop)"
)
_PARTED = re.compile(rf"\s(?:or|and|nor)\s(?={_OFFICE_STARTS}\b)|,\s(?:or|and|nor|then)?\s?(?={_OFFICE_STARTS}\b)")
_AN_OFFICE = re.compile(rf"{_OFFICE_STARTS}\b")
_YEAR = re.compile(r"\(?(?:in\s|only in\s|from\s)?((?:1[0-9]|20)\d\d)\)?$")
_LONGEST_CLAUSE = 600
_MOST_OFFICES = 20
_SMALL = re.compile(r"\s(?:of|to|in|for|at|with|under)\b")


@dataclass(frozen=True)
class Claimant:
    """A person whom an attribution names: the attribution's key, its role, and who it is."""

    key: str
    role: str
    agent: Party

    def is_named_in(self, words: str) -> bool:
        """Whether the words name this person by surname."""
        return re.search(rf"(?<!\w){re.escape(self.surname)}(?!\w)", words) is not None

    @property
    def surname(self) -> str:
        """The surname as printed."""
        tokens = [
            token for token in self.agent.name.split() if token.rstrip(".").lower() not in ("jr", "sr", "ii", "iii")
        ]
        return tokens[-1].strip(",")


@dataclass(frozen=True)
class LaterOffice:
    """An office that the note says somebody came to hold; ``since`` is EDTF, absent where the note gives no date."""

    key: str
    title: str
    since: str | None
    later: bool


@dataclass(frozen=True)
class Bearing:
    """One thing that bears for or against one attribution."""

    key: str
    bears: Literal["for", "against"]
    what: str
    office: LaterOffice | None = None


@dataclass
class Reading:
    """What a note says, by attribution; ``unsigned`` of the document; what it leaves open."""

    bearings: dict[str, list[Bearing]] = field(default_factory=dict)
    unsigned: bool = False
    named: tuple[Claimant, ...] = ()
    open: list[tuple[str, str]] = field(default_factory=list)

    def against(self, key: str) -> int:
        """How many things the note holds against an attribution."""
        return sum(bearing.bears == "against" for bearing in self.bearings.get(key, ()))


def read_note(words: str, claimants: Sequence[Claimant], date: str | None) -> Reading:
    """Read one note for what it says of the attributions; ``date`` is the document's, as EDTF."""
    reading = Reading()
    drafters = [claimant for claimant in claimants if claimant.role == "drafter"] or list(claimants)
    reading.named = tuple(
        claimant for claimant in claimants if claimant.role != "addressee" and claimant.is_named_in(words)
    )
    subjects = [claimant for claimant in reading.named if claimant in drafters]
    sole = subjects[0] if len(subjects) == 1 else drafters[0] if len(drafters) == 1 and not subjects else None
    _read_file(words, drafters, reading)
    _read_signature(words, sole, len(drafters), reading)
    _read_offices(words, drafters, sole, date, reading)
    return reading


def _read_file(words: str, drafters: Sequence[Claimant], reading: Reading) -> None:
    for match in _FILED.finditer(words):
        for claimant in drafters:
            if claimant.is_named_in(match["owner"]):
                kind = match["kind"].lower()
                _add(reading, claimant, Bearing("file", "for", f"It lies in {claimant.surname}'s {kind}"))


def _read_signature(words: str, sole: Claimant | None, drafters: int, reading: Reading) -> None:
    match = _UNSIGNED.search(words)
    if match is None:
        return
    clause = words[sentence_start(words, match.start(), ".;") : match.end()]
    if not re.search(rf"\b(?:it|this|{DOCUMENT}|copy|original|typescript|manuscript)\b", clause, re.IGNORECASE):
        reading.open.append(("signature", "The note speaks of a missing signature: of this document, or of another?"))
        return
    reading.unsigned = True
    if sole:
        _add(reading, sole, Bearing("no-signature", "against", "The note says that it is not signed"))
    elif drafters:
        reading.open.append(("signature", "It is not signed: which of the attributions does that bear on?"))


def _read_offices(
    words: str, drafters: Sequence[Claimant], sole: Claimant | None, date: str | None, reading: Reading
) -> None:
    for match in islice(_BECAME.finditer(words), _MOST_OFFICES):
        who = match["who"] or ""
        named = [claimant for claimant in drafters if claimant.is_named_in(who)]
        pronoun = who.lower() in ("", "he", "she", "his", "her", "their")
        claimant = named[0] if named else sole if pronoun else None
        start = sentence_start(words, match.start(), ".;")
        earlier = _BEFORE.search(words[start : match.end()]) is not None
        for office in _offices(words[match.end() : _clause_end(words, match.end())], date, earlier=earlier):
            if claimant is None:
                reading.open.append((office.key, f"The note names an office ({office.title}): whose was it?"))
                continue
            what = (
                f"{claimant.surname} became {office.title} only in {spoken(Edtf.parse(office.since))}"
                if office.since
                else f"{claimant.surname} was not yet {office.title}; the note gives no date"
            )
            if office.later:
                _add(reading, claimant, Bearing(f"not-yet-{office.key}"[:64].rstrip("-"), "against", what, office))
            else:
                reading.open.append(
                    (
                        office.key,
                        f"{claimant.surname} held an office ({office.title}): before the document, or after it?",
                    )
                )


def _offices(words: str, date: str | None, *, earlier: bool) -> list[LaterOffice]:
    found = []
    for piece in _PARTED.split(words):
        title, since = _dated(piece.strip(" ,"))
        if not _AN_OFFICE.match(title):
            continue
        title = re.sub(r"^(?:an?|the|his|her|either)\s", "", title).strip(" ,")
        later = earlier or bool(since and date and surely_before(Edtf.parse(date), Edtf.parse(since)))
        found.append(LaterOffice(_office_key(title), title, since, later))
    return found


def _dated(piece: str) -> tuple[str, str | None]:
    """An office without its date, and the date."""
    dates = find_dates(piece)
    if dates and dates[0].edtf:
        return re.sub(r"\s?\(?(?:only )?(?:in|from|on|since)?\s?$", "", piece[: dates[0].start]).rstrip(" ("), dates[
            0
        ].edtf
    year = _YEAR.search(piece)
    return (piece[: year.start()].rstrip(" ("), year[1]) if year else (piece, None)


def _office_key(title: str) -> str:
    """``deputy director of the …`` → deputy-director; ``Gorbachev aide`` → aide."""
    head = _SMALL.split(title, maxsplit=1)[0]
    common = [word for word in head.split() if word[:1].islower()]
    return slugged(" ".join(common) or head, 40)


def _clause_end(words: str, start: int) -> int:
    """The end of the sentence; a stop inside brackets or behind an initial does not end it."""
    depth = 0
    last = min(len(words), start + _LONGEST_CLAUSE)
    for at in range(start, last):
        character = words[at]
        depth += (character == "(") - (character == ")")
        if depth <= 0 and (character == ";" or (character == "." and words[at + 1 : at + 2] in ("", " "))):
            if character == "." and re.search(r"(?:^|[\s(])[A-Z]$", words[max(0, at - 2) : at]):
                continue
            return at
    return last


def _add(reading: Reading, claimant: Claimant, bearing: Bearing) -> None:
    bearings = reading.bearings.setdefault(claimant.key, [])
    if all(other.key != bearing.key for other in bearings):
        bearings.append(bearing)
