"""The citation that begins a note: the repository, and the levels below it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

from provenance.importers._note.gazetteer import AMERICAN_TOWNS, GIVEN_NAMES, STATES, TOWNS
from provenance.importers._note.levels import Context, is_file_number, level_of

_INSTITUTION = re.compile(
    r"\b(?:Archives?|Archivum|Arhiv|Arkhiv|Archiv|Archivio|Bundesarchiv|Library|Libraries|Department of (?:State|"
    r"Defense|the \w+|\w+)|"
    r"Agency|University|Institute|Institution|Cent(?:er|re)|Foundation|Museum|Congress|Ministry|Society|Academy|"
    r"Bibliothèque|"
    r"Biblioteka|Office|Headquarters|Administration|Council|Bureau|School|College|Court|Commission|"
    r"Istituto|Institut|Instytut|Institutul|Fondation|Fondazione|Stiftung|Ministère|Ministerium|Ministero|Centro)\b|"
    r"(?i:\b\w{0,24}(?:archi[vw](?!al|ed|ing|ist)|arhiv|arkhiv|levéltár|архив)\w{0,6}\b)"
)
_ARCHIVE = re.compile(r"(?i:\b\w{0,24}(?:archi[vw](?!al|ed|ing|ist)|arhiv|arkhiv|levéltár|архив)\w{0,6}\b)|Library\b")
_NO_HOUSE = re.compile(
    r"\b(?:Files|File|Papers|Records|Diary|Bulletin|Journal|Review|Quarterly|Yearbook|Collection|Series)$|^(?:Diary|Letter|Notes?|Manuscript|Memoirs?)\b"
)
_CAPITALS = "A-ZА-ЯЁÀ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽĿŁŃŅŇŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽ"
_ABBREVIATION = re.compile(
    rf"(?:[{_CAPITALS}][a-z]?[{_CAPITALS}h][{_CAPITALS}a-z]{{0,8}}|[{_CAPITALS}]{{2,10}})"
    rf"(?:[- ](?:[A-Z][A-Za-z]{{0,9}}[A-Z][A-Za-z]{{0,8}}|[{_CAPITALS}]{{2,8}})){{0,2}}"
)
_BEFORE_FOND = re.compile(
    r"(?P<house>[^,.:]{2,120}?)[,:]?\s+(?=(?:[Ff]onds?|[Фф]онд)\s[\dА-ЯA-Z]|"
    r"(?:[Ff]|[Фф])\.\s?(?:[A-ZА-Я]{1,2}[-–]?)?\d|sygn\.)"
)
_BEFORE_CALL_NUMBER = re.compile(
    rf"(?P<house>{_ABBREVIATION.pattern})\s(?P<call>(?=[^\s]{{0,30}}\d)[A-Z\d][\w./–—-]{{3,40}}"
    rf"(?:\s[\w./–—-]{{1,20}}){{0,4}})$"
)
_DATE_COMMA = re.compile(
    r"(?i:\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.?(?:\s\d{1,2})?),\s(?=\d{4}\b)"
)
_FOREIGN = re.compile(
    r"\b(?:Archives? of (?!the Un)|of the (?:Czech|Republic|Russian|Ministry)|State Archives?|Central Archives?|"
    r"(?:Foreign Ministry|Party|Presidential) Archives?|"
    r"(?:[A-Z]\w{2,}(?:ian|ish|ese|slav|ench)|Czech|Slovak|Dutch|Greek|German|Swiss|UK)\s(?:\w+\s){0,3}Archives?)|archiv\b|\bArchi(?:v|vum|vio|vele|wum)\b|[^\W\d_A-Za-z]"
)
_ABBREVIATED_PLACE = re.compile(
    rf"[{_CAPITALS}]\w{{2,20}}(?:\s[{_CAPITALS}]\w{{2,20}})?\s\([{_CAPITALS}][\w -]{{1,12}}\)"
)
_TOWN_LIKE = re.compile(r"[^\W\d_a-zа-я][a-zа-яà-ž]{2,20}")
_FOND = re.compile(r"(?:[Ff]ond|[Фф]онд)\s|[FfФф]\.\s?\d")
_COLON = re.compile(r":\s(?=(?:[Ll]ots?|FRC|Job|Accession|Acc\.)\s)")
_HEAD = re.compile(r"\b(?:[Ff]iles?|Materials|Papers|Records)$")
_OFFICE_FILES = re.compile(r"(?:[A-Z][\w/.–’'-]{0,24}\s){1,4}(?:[Ff]iles|Records|[Pp]apers)")
_NUMBERED = frozenset(("lot", "box", "file", "job", "accession", "record-group", "entry", "volume", "reel"))
_LONGEST = 4_000
"""Characters; a longer sentence is no citation, and is not taken apart."""
_OPENING, _CLOSING = "([“", ")]”"


@dataclass(frozen=True)
class Citation:
    """Repository and parts of one citation; ``form`` where a word behind a bare number names it."""

    repository: str | None
    parts: tuple[tuple[str, str], ...]
    form: str | None = None

    @property
    def understood(self) -> bool:
        """Whether anything was taken from it."""
        return bool(self.repository or self.parts)


def read_citation(sentence: str) -> Citation:
    """Read the first sentence of a note (without its stop)."""
    if len(sentence) > _LONGEST:
        return Citation(None, ())
    bare = re.fullmatch(
        r"(?:File No\.\s)?(?P<file>[^:]{3,80}?)(?:\s?:\s(?P<form>[A-Z][a-z]{2,20}(?:\s[a-z]{4,12})?))?", sentence[:140]
    )
    if bare and is_file_number(bare["file"], central=False):
        return Citation(None, (("file", bare["file"]),), bare["form"])
    fond = _BEFORE_FOND.match(sentence)
    if fond and len(fond["house"]) < 120 and "," not in fond["house"]:  # noqa: PLR2004
        return Citation(fond["house"].strip(), _parts(segments(sentence[fond.end() :]), american=False))
    pieces = segments(sentence)
    called = _BEFORE_CALL_NUMBER.match(pieces[0]) if pieces else None
    if called:
        pieces = [called["house"], called["call"], *pieces[1:]]
    if not pieces or not is_institution(pieces[0]):
        return _without_house(pieces)
    repository, rest = _house(pieces)
    american = _INSTITUTION.search(repository) is not None and not _is_foreign(repository)
    return Citation(repository, _parts(rest, american=american))


def _without_house(pieces: list[str]) -> Citation:
    """A citation that begins with the files of an office, or with what the document is before the house is named."""
    for at, piece in enumerate(pieces[1:3] if pieces and not _HEAD.search(pieces[0]) else (), 1):
        if piece[:1].isupper() and is_institution(piece) and at + 1 < len(pieces):
            repository, rest = _house(pieces[at:])
            return Citation(repository, _parts(rest, american=not _is_foreign(repository)))
    if not pieces or not pieces[0][:1].isupper():
        return Citation(None, ())
    parts = _parts(pieces, american=True)
    numbered = {level for level, _ in parts[1:]} & _NUMBERED
    # the files of an office: sure where a numbered level follows, or where the whole note is title after title
    if (numbered and _HEAD.search(pieces[0])) or (len(parts) > 1 and parts[1][0] in ("lot", "accession", "job")):
        return Citation(None, parts)
    if _OFFICE_FILES.fullmatch(pieces[0]) and not any(piece[:1].islower() for piece in pieces):
        return Citation(None, parts)
    return Citation(None, ())


def _is_foreign(repository: str) -> bool:
    """An archive outside the United States writes call numbers where an American one names a collection."""
    towns = repository.split(", ")[1:]
    return _FOREIGN.search(repository) is not None or any(town in TOWNS - AMERICAN_TOWNS for town in towns)


def is_institution(segment: str) -> bool:
    """Whether a segment names a house that keeps documents."""
    if len(segment) > 160:  # noqa: PLR2004
        return False
    if _NO_HOUSE.search(segment):
        return False
    return (
        _INSTITUTION.search(segment) is not None
        or _is_abbreviated(segment)
        or re.match(r"(?:Personal|Private|Family) (?:archives?|papers|collection) of\s", segment) is not None
    )


def _is_abbreviated(segment: str) -> bool:
    """``RGANI``, ``AVP RF``, ``SAPMO-BArch Berlin``: an abbreviation, with or without its town."""
    if _ABBREVIATION.fullmatch(segment):
        return True
    name, _, town = segment.partition(" ")
    return town in TOWNS and _ABBREVIATION.fullmatch(name) is not None


def is_archive(segment: str) -> bool:
    """Whether a segment is sure to name an archive: no author or title of a printed work reads like it."""
    return len(segment) <= 160 and (  # noqa: PLR2004
        _is_abbreviated(segment)
        or _BEFORE_CALL_NUMBER.match(segment) is not None
        or (_ARCHIVE.search(segment) is not None and _NO_HOUSE.search(segment) is None)
    )


def _house(pieces: list[str]) -> tuple[str, list[str]]:
    """The repository with its town, and the segments below it."""
    count = 1
    if len(pieces) > 1 and _ABBREVIATED_PLACE.fullmatch(pieces[1]) and "(" not in pieces[0]:
        count = 2  # Federal Foreign Office, Berlin (PA AA); Archive of Foreign Policy, Russian Federation (AVP RF)
    while count < len(pieces) and count < 3 and (pieces[count] in TOWNS or (count > 1 and pieces[count] in STATES)):  # noqa: PLR2004
        count += 1
    if count == 1 and len(pieces) > 2 and _TOWN_LIKE.fullmatch(pieces[1]) and _FOND.match(pieces[2]):  # noqa: PLR2004
        count = 2  # one word between an archive and its fond is the town
    return ", ".join(pieces[:count]), pieces[count:]


def segments(citation: str) -> list[str]:
    """The segments between commas; none inside brackets, quotation marks, dates, names and enumerations."""
    kept = {match.start() + match[0].index(",") for match in _DATE_COMMA.finditer(citation)}
    cuts: list[tuple[int, int]] = [(match.start(), match.end()) for match in _COLON.finditer(citation)]
    depth = 0
    for at, character in enumerate(citation):
        if character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth = max(0, depth - 1)
        elif character == "," and depth == 0 and citation[at + 1 : at + 2] == " " and at not in kept:
            cuts.append((at, at + 2))
    pieces = []
    start = 0
    for at, end in sorted(cuts):
        pieces.append(citation[start:at].strip())
        start = end
    pieces.append(citation[start:].strip())
    return _rejoined([piece for piece in pieces if piece])


def _rejoined(pieces: list[str]) -> list[str]:
    """``Rusk, Dean``; ``Schlesinger, Jr.``; ``Correspondence, Cables, Reports, and Newspapers Received``."""
    joined: list[str] = []
    for piece in pieces:
        if joined and (piece in ("Jr.", "Jr", "Sr.", "Sr", "III", "II") or _is_given(joined[-1], piece)):
            joined[-1] += f", {piece}"
        elif joined and piece.startswith(("and ", "& ")):
            while len(joined) > 1 and _is_listed(joined[-2]):
                last = joined.pop()
                joined[-1] += f", {last}"
            joined[-1] += f", {piece}"
        else:
            joined.append(piece)
    return joined


_SURNAME = re.compile(r"[A-Z][\w’'-]{1,30}")
_GIVEN = re.compile(r"[A-Z][a-z]{1,14}(?:\s[A-Z]\.|\s[A-Z][a-z]{1,14})?")
_LISTED = re.compile(r"[A-Z][a-z]{3,20}(?:\s[a-z]{2,12}){0,2}")
_LOT = re.compile(r"(?:[Ll]ot|FRC|Job|Accession|Acc\.)\s")


def _is_given(surname: str, given: str) -> bool:
    return (
        _SURNAME.fullmatch(surname) is not None
        and _GIVEN.fullmatch(given) is not None
        and given.split(maxsplit=1)[0] in GIVEN_NAMES
    )


def _is_listed(piece: str) -> bool:
    return _LISTED.fullmatch(piece) is not None


def further_parts(words: str, parts: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The parts of one more short sentence of a chain that full stops divide."""
    return _parts(segments(words), american=False, above=parts)


def _parts(pieces: list[str], *, american: bool, above: Sequence[tuple[str, str]] = ()) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = list(above)
    for at, piece in enumerate(pieces):
        following = pieces[at + 1] if at + 1 < len(pieces) else ""
        levels = {level for level, _ in found}
        context = Context(
            has_collection=bool(levels & {"collection", "fond", "reference", "job", "lot"}),
            in_central_files=any(level == "collection" and name.startswith("Central") for level, name in found),
            after_fond="fond" in levels,
            after_reference=bool(found) and found[-1][0] in ("reference", "list"),
            after_file=bool(levels & {"delo", "file", "reference"}),
            has_reference="reference" in levels,
            first=not levels - {"record-group"},
            lot_follows=_LOT.match(following) is not None,
            american=american,
        )
        found.append(level_of(piece, context))
    return tuple(found[len(above) :])
