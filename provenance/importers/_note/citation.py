"""The citation that begins a note: the repository, and the levels below it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

from provenance.importers._note.gazetteer import AMERICAN_HOUSES, AMERICAN_TOWNS, COUNTRIES, GIVEN_NAMES, STATES, TOWNS
from provenance.importers._note.levels import Context, is_file_number, level_of

_INSTITUTION = re.compile(
    r"\b(?:Archives?|Archivum|Arhiv|Arkhiv|Archiv|Archivio|Bundesarchiv|Library|Libraries|Department of (?:State|"
    r"Defense|the \w+|\w+)|"
    r"Agency|University|Institute|Institution|Cent(?:er|re)|Foundation|Museum|Congress|Ministry|Society|Academy|"
    r"Bibliothèque|"
    r"Biblioteka|Office|Headquarters|Administration|Council|Bureau|School|College|Court|Commission|"
    r"Istituto|Institut|Instytut|Institutul|Fondation|Fondazione|Stiftung|Ministère|Ministerium|Ministero|Centro|"
    r"Command|Registry|Ministerio|Ministerstwo|Ministerstvo|Instituto|Consejo|Academia|Ústav|Múzeum|Knihovna|"
    r"Институт|Музей|[Бб]иблиотека)\b|"
    r"(?i:\b\w{0,24}(?:archi[vw](?!al|ed|ing|ist)|arhiv|arkhiv|levéltár|архив)\w{0,6}\b)"
)
_ARCHIVE = re.compile(r"(?i:\b\w{0,24}(?:archi[vw](?!al|ed|ing|ist)|arhiv|arkhiv|levéltár|архив)\w{0,6}\b)|Library\b")
_NO_HOUSE = re.compile(
    r"\b(?:Files|File|Papers|Records|Diary|Bulletin|Journal|Review|Quarterly|Yearbook|Collection|Series)$|^(?:Diary|Letter|Notes?|Manuscript|Memoirs?)\b|"
    r"^(?:FOIA|Freedom of Information|Mandatory|MDR|Declassified|Release[ds]?|Obtained|Copy|Text|Translation)\b"
)
_CAPITALS = "A-ZА-ЯЁÀ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽĿŁŃŅŇŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽ"
_ABBREVIATION = re.compile(
    rf"(?:A (?=[{_CAPITALS}]{{2}}))?(?:[{_CAPITALS}][a-z]?[{_CAPITALS}h][{_CAPITALS}a-z]{{0,8}}|[{_CAPITALS}]{{2,10}})"
    rf"(?:[- ](?:[A-Z][A-Za-z]{{0,9}}[A-Z][A-Za-z]{{0,8}}|[{_CAPITALS}]{{2,8}})){{0,2}}(?:-[A-Z])?"
)
_PARENTED = re.compile(r"[A-Z]{2,6}: [A-Z]{2,6}")
"""``TNA: PRO``, the house and the one that it was."""
_BEFORE_FOND = re.compile(
    r"(?P<house>[^,.:]{2,120}?)[,:]?\s+(?=(?:[Ff]onds?|[Фф]онд)\s[\dА-ЯA-Z]|"
    r"(?:[Ff]|[Фф])\.\s?(?:[A-ZА-Я]{1,2}[-–]?)?\d|sygn\.)"
)
_BEFORE_CALL_NUMBER = re.compile(
    rf"(?P<house>{_ABBREVIATION.pattern})\s(?P<call>(?=[^\s]{{0,30}}\d)[A-Z\d][\w./–—-]{{3,40}}"
    rf"(?:\s[\w./–—-]{{1,20}}){{0,4}})$"
)
_DATE_COMMA = re.compile(
    r"(?i:\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.?(?:\s\d{1,2}(?:\s?[–-]\s?\d{1,2})?)?),\s(?=\d{4}\b)"
)
_FOREIGN = re.compile(
    r"\b(?:Archives? of (?!the Un)|of the (?:Czech|Republic|Russian|Ministry)|State Archives?|Central Archives?|"
    r"(?:Foreign Ministry|Party|Presidential) Archives?|"
    r"(?:[A-Z]\w{2,}(?:ian|ish|ese|slav|ench)|Czech|Slovak|Dutch|Greek|German|Swiss|UK)\s(?:\w+\s){0,3}Archives?)|archiv\b|"
    r"Stiftung\b|Fond(?:ation|azione)\b|Istituto\b|Instytut\b|Archi[vw]o\b|Ministère|Ministerio|Ministero|Biblioteca|"
    r"\bArchi(?:v|vum|vio|vele|wum)\b|[^\W\d_A-Za-z]"
)
_ABBREVIATED_PLACE = re.compile(
    rf"[{_CAPITALS}]\w{{2,20}}(?:\s[{_CAPITALS}]\w{{2,20}})?\s\([{_CAPITALS}][\w -]{{1,12}}\)"
)
_TOWN_LIKE = re.compile(r"[^\W\d_a-zа-я][a-zа-яà-ž]{2,20}")
_FOND = re.compile(r"(?:[Ff]ond|[Фф]онд)\s|[FfФф]\.\s?\d")
_COLON = re.compile(r":\s(?=(?:[Ll]ots?|FRC|Job|Accession|Acc\.)\s)|;\s(?=(?:RAC )?NL[CRJFN][–-]\d)")
_HEAD = re.compile(r"\b(?:[Ff]iles?|Materials|Papers|Records)$")
_OFFICE_FILES = re.compile(r"(?:[A-Z][\w/.–’'-]{0,24}\s){1,4}(?:[Ff]iles|Records|[Pp]apers)")
_OFFICE_PAPER = re.compile(rf"{_OFFICE_FILES.pattern}: (?=[^\s]{{0,20}}[\d/])[A-Z][\w()/.–-]{{2,30}}")
"""``IO Files: US(P)/A/252``: a paper's number behind the files of an office."""
_NUMBERED = frozenset(("lot", "box", "file", "job", "accession", "record-group", "entry", "volume", "reel"))
_LONGEST = 4_000
"""Characters; a longer sentence is no citation, and is not taken apart."""
_OPENING, _CLOSING = "([“", ")]”"
_SIGN = re.compile(r"[(\[“)\]”]|, ")


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
    if bare and (is_file_number(bare["file"], central=False) or _NUMERICAL.match(sentence)):
        return Citation(None, (("file", bare["file"]),), bare["form"])
    fond = _BEFORE_FOND.match(sentence)
    if fond and len(fond["house"]) < 120 and "," not in fond["house"]:  # noqa: PLR2004
        return Citation(fond["house"].strip(), _parts(segments(sentence[fond.end() :]), american=False))
    pieces = segments(_UNDIVIDED.sub(r"\1, ", sentence, count=1))
    called = _BEFORE_CALL_NUMBER.match(pieces[0]) if pieces else None
    if called:
        pieces = [called["house"], called["call"], *pieces[1:]]
    if not pieces or not is_institution(pieces[0]):
        return _without_house(pieces)
    repository, rest = _house(pieces)
    american = repository in AMERICAN_HOUSES or (
        _INSTITUTION.search(repository) is not None and not _is_foreign(repository)
    )
    return Citation(repository, _parts(rest, american=american))


def _without_house(pieces: list[str]) -> Citation:
    """A citation that begins with the files of an office, or with what the document is before the house is named."""
    for at, piece in enumerate(pieces[1:3] if pieces and not _HEAD.search(pieces[0]) else (), 1):
        if piece[:1].isupper() and is_institution(piece) and at + 1 < len(pieces):
            repository, rest = _house(pieces[at:])
            return Citation(repository, _parts(rest, american=not _is_foreign(repository)))
    if not pieces or not (pieces[0][:1].isupper() or _NUMBERED_HEAD.match(pieces[0])):
        return Citation(None, ())
    if _NUMBERED_HEAD.fullmatch(pieces[0]):
        return Citation(None, _parts(pieces, american=pieces[0][:2] not in ("Fo", "fo", "F.", "f.")))
    parts = _parts(pieces, american=True)
    numbered = {level for level, _ in parts[1:]} & _NUMBERED
    # the files of an office: sure where a numbered level follows, or where the whole note is title after title
    if (numbered and _HEAD.search(pieces[0])) or (len(parts) > 1 and parts[1][0] in ("lot", "accession", "job")):
        return Citation(None, parts)
    if (_OFFICE_FILES.fullmatch(pieces[0]) or _OFFICE_PAPER.fullmatch(pieces[0])) and not any(
        piece[:1].islower() for piece in pieces
    ):
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
    if _ABBREVIATION.fullmatch(segment) or _PARENTED.fullmatch(segment):
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
    while count < len(pieces) and count < 3 and _is_place(pieces[count - 1], pieces[count], count):  # noqa: PLR2004
        count += 1
    if count == 1 and len(pieces) > 2 and _TOWN_LIKE.fullmatch(pieces[1]) and _FOND.match(pieces[2]):  # noqa: PLR2004
        count = 2  # one word between an archive and its fond is the town
    return ", ".join(pieces[:count]), pieces[count:]


def _is_place(before: str, piece: str, at: int) -> bool:
    """Whether a piece is the house's town, or behind it the state: ``Belgrade, PA`` is not in Pennsylvania."""
    return piece in TOWNS or (at > 1 and piece in STATES and (before in AMERICAN_TOWNS or piece in COUNTRIES))


def segments(citation: str) -> list[str]:
    """The segments between commas; none inside brackets, quotation marks, dates, names and enumerations."""
    kept = {match.start() + match[0].index(",") for match in _DATE_COMMA.finditer(citation)}
    cuts: list[tuple[int, int]] = [(match.start(), match.end()) for match in _COLON.finditer(citation)]
    depth = 0
    for sign in _SIGN.finditer(citation):
        character, at = sign[0], sign.start()
        if character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth = max(0, depth - 1)
        elif depth == 0 and at not in kept:
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
            while len(joined) > 1 and (_is_listed(joined[-2]) or _begins_list(joined)):
                last = joined.pop()
                joined[-1] += f", {last}"
            joined[-1] += f", {piece}"
        else:
            joined.append(piece)
    return joined


_SURNAME = re.compile(r"[A-Z][\w’'-]{1,30}")
_GIVEN = re.compile(r"[A-Z][a-z]{1,14}(?:\s[A-Z]\.|\s[A-Z][a-z]{1,14})?")
_LISTED = re.compile(r"[A-Z][a-z]{3,20}(?:\s[a-z]{2,12}){0,2}")
_CENTRAL = re.compile(r"Central|Subject[- ]Numeric|Decimal|CDF\b|CFPF?\b")
_NUMERICAL = re.compile(r"File No\. \d{2,6}/\d{1,4}(?:[–-]\d{1,4})?(?: ?:|$)")
"""The numerical files of 1906 to 1910 are known by the words before them alone."""
_UNDIVIDED = re.compile(r"^(Department of State) (?=[A-Z][A-Z/]+(?: ?[–-] ?[A-Z]+)? [Ff]iles\b)")
"""``Department of State INR–NIE Files``: the comma is missing."""
_NUMBERED_HEAD = re.compile(
    r"(?:[Ll]ot (?:[Ff]ile )?\d{2,3}[ –-]?[A-Z][ –-]?\d{1,4}|RG \d{1,3}|FRC [\d –-]{4,20}|Job \d[\w–-]{4,20}|"
    r"[Ff](?:\.|ond) ?\d{1,5})"
)
"""A citation that begins with a numbered level, the house left unsaid."""
_NAMED = frozenset(("collection", "fond", "reference", "job", "lot"))
_FILED = frozenset(("delo", "file", "reference"))
_LEAVED = frozenset(("delo", "file", "reference", "fond", "volume"))
_COUNTED = re.compile(r"\d|[\])]$")
_LOT = re.compile(r"(?:[Ll]ot|FRC|Job|Accession|Acc\.)\s")


def _is_given(surname: str, given: str) -> bool:
    return (
        _SURNAME.fullmatch(surname) is not None
        and _GIVEN.fullmatch(given) is not None
        and given.split(maxsplit=1)[0] in GIVEN_NAMES
    )


def _is_listed(piece: str) -> bool:
    return _LISTED.fullmatch(piece) is not None


def _begins_list(joined: list[str]) -> bool:
    """Before a comma and an ``and`` stand two members at least: ``Reports on Skerry, Vardal, and the Coast``."""
    return (
        len(joined) > 2  # noqa: PLR2004 - the first is the house
        and ", " not in joined[-1]
        and not any(_COUNTED.search(piece) for piece in joined[-2:])
        and not _NO_HOUSE.search(joined[-2])
    )


def further_parts(words: str, parts: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The parts of one more short sentence of a chain that full stops divide."""
    return _parts(segments(words), american=False, above=parts)


def _parts(pieces: list[str], *, american: bool, above: Sequence[tuple[str, str]] = ()) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = list(above)
    levels = {level for level, _ in found}
    central = False
    for at, piece in enumerate(pieces):
        following = pieces[at + 1] if at + 1 < len(pieces) else ""
        context = Context(
            has_collection=not levels.isdisjoint(_NAMED),
            in_central_files=central,
            after_fond="fond" in levels,
            after_reference=bool(found) and found[-1][0] in ("reference", "list"),
            after_file=not levels.isdisjoint(_FILED),
            has_reference="reference" in levels,
            first=not levels or levels == {"record-group"},
            lot_follows=_LOT.match(following) is not None,
            american=american,
            american_group=american and "record-group" in levels,
            has_pages=not levels.isdisjoint(_LEAVED),
        )
        part = level_of(piece, context)
        central = central or (part[0] in ("collection", "series") and _CENTRAL.match(part[1]) is not None)
        levels.add(part[0])
        found.append(part)
    return tuple(found[len(above) :])
