"""Archival references as archives write them, kept so, and brought to one form for comparison.

Russian (fond, opis, delo, list), German (holdings and signatures of the Federal
Archives and their kin), United States record groups and presidential libraries
(collection, series, box, folder), Department of State central files (decimal
and subject-numeric), and plain ones. Two references that differ only in
spacing, dashes, script or leading zeros are the same. What is no numbered level
(the archive, a collection's title) is compared too: no word of a reference is
left out, so that unlike ones are never taken for the same.

Sources: Russian archival rules on the form of references (fond, opis', edinitsa
khraneniia); National Archives, General Information Leaflet 17 (citing federal
records); Department of State, central files: decimal file 1910–1963,
subject-numeric file 1963–1973.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

System = Literal["russian", "german", "record-group", "library", "central-decimal", "central-subject", "plain"]
MAX_LENGTH = 1_000
"""Characters of one reference; a longer one is taken as plain."""


@dataclass(frozen=True)
class Reference:
    """A reference as written, the system it follows, and its levels in normal form, from the widest.

    ``within``: the rest of its words in normal form, which is the archive, the collection, the series.
    """

    written: str
    system: System
    levels: tuple[tuple[str, str], ...]
    within: str = ""

    @property
    def normal(self) -> str:
        """One form for all spellings of its numbered levels, which count inside ``within``; never for show."""
        return "; ".join(f"{name} {value}" for name, value in self.levels)


_DASHES = re.compile("[\u2010-\u2015\u2212]")
_NUMBER = r"[0-9]{1,7}"
_BACK = r"(?: ?(?:об|ob|verso|v)\b\.?)?"
_BACK_FOLDED = re.compile(r"(?<=[0-9])(?:verso|ob|v)\b\.?")
_PAGES = rf"[0-9]{{1,6}}{_BACK}(?: ?[-,] ?[0-9]{{1,6}}{_BACK}){{0,20}}"
# longest names first; what stands before must be no letter
_RUSSIAN = re.compile(
    r"(?<![^\W\d_])(?:"
    rf"(?:fond|фонд|f|ф)\.? ?(?P<fond>[а-яa-z]?-?{_NUMBER}[а-яa-z]?)"
    rf"|(?:opis['’ʹʼ]?|опись|inventory|op|оп)\.? ?(?P<opis>{_NUMBER}[а-яa-z]?)"
    rf"|(?:perechen['’ʹʼ]?|перечень|per|пер)\.? ?(?P<perechen>{_NUMBER})"
    rf"|(?:delo|дело|file|ед\. ?хр|ed\. ?khr|d|д)\.? ?(?P<delo>{_NUMBER}[а-яa-z]?(?:/[0-9]{{1,5}})?)"
    rf"|(?:dokument|документ|document|dok|док|doc)\.? ?(?P<document>{_NUMBER})"
    rf"|(?:listy?|листы?|ll?|лл?)\.? ?(?P<list>{_PAGES})"
    rf"|(?:por|пор)\.? ?(?P<portion>{_NUMBER})|(?:papka|папка|p|п)\.? ?(?P<folder>{_NUMBER}[а-яa-z]?)"
    r")(?![^\W\d_])",
    re.IGNORECASE,
)
_GERMAN_HOUSE = re.compile(r"(?:BArch|Bundesarchiv|SAPMO(?:-BArch)?|PA ?/? ?AA|BStU|BA-MA|GStA(?: PK)?|LAB|ADMAE)\b")
_GERMAN_SIGNATURE = re.compile(r"\b(?P<holding>[A-Z]{1,4} ?[0-9]{1,4}|NL? ?[0-9]{1,5}) ?/ ?(?P<rest>[^,;]{1,60})")
_GERMAN_LEAF = re.compile(r"\b(?:Bl|Blatt|fol)\.? ?(?P<leaf>[0-9]{1,5}(?: ?- ?[0-9]{1,5})?)")
_GERMAN_VOLUME = re.compile(r"\b(?:Bd|Band|Nr)\.? ?(?P<volume>[0-9]{1,7}(?:\.[0-9]{3})?[A-Z]?)\b")
_DECIMAL = re.compile(
    r"(?<![0-9.])(?P<class>[0-9]{3}[A-Za-z]?)\.(?P<subject>[0-9A-Za-z]{1,12}(?:-[0-9A-Za-z]{1,6})?"
    r"(?: [A-Z][0-9A-Za-z. ]{0,40})?) ?/ ?"
    r"(?P<date>[0-9]{1,2} ?- ?[0-9]{1,4}|[0-9]{1,5})(?![0-9])"
)
_SUBJECT = re.compile(
    r"(?<![A-Za-z])(?P<class>AID|AGR|AV|BG|CSM|CUL|DEF|E|ECIN|EDX|FN|FT|INCO|INF|INT|LAB|LEG|ORG|PER|PET|POL|POL AFF|"
    r"PR|PRM|PS|REF|SCI|"
    r"SOC|SP|STR|TEL|TP|TRV|UN|V)\b(?P<number> [0-9]{1,3}(?:-[0-9]{1,3}){0,3})?"
    r"(?P<place>(?: ?[A-Z][A-Z ]{0,30}(?:[-/][A-Z][A-Z ]{0,30}){0,3}))?"
)
_CENTRAL_FILES = re.compile(r"\bCentral (?:Foreign )?(?:Policy )?Files?\b|\b(?:RG|Record Group) ?59\b", re.IGNORECASE)
_SEGMENT = re.compile(r"(?<=[,;:] )[A-Z]|(?<=Files )[A-Z]")
_LIBRARY = re.compile(r"\bLibrary\b", re.IGNORECASE)
_AMERICAN = re.compile(
    r"\b(?:(?:RG|Record Group) ?(?P<rg>[0-9]{1,3})|(?:Lot(?: File)?s?):? ?(?P<lot>[0-9]{2} ?[A-Z]{1,2} ?[0-9]{1,4})"
    r"|Entry ?(?P<entry>[A-Z]{0,3} ?-?[0-9]{1,5}[A-Z]?)|Box(?:es)? ?(?P<box>[A-Z]?-?[0-9]{1,5}(?:-[0-9]{1,5})?)"
    r"|Folder ?(?P<folder>[0-9]{1,5})|Job ?(?P<job>[0-9]{2}-?[A-Z0-9]{3,10}))",
    re.IGNORECASE,
)


def parse_reference(written: str) -> Reference:
    """The reference, with the system whose form it has; plain where it has none. Never raises; linear in its length."""
    flat = _DASHES.sub("-", " ".join(written.split()))
    if len(flat) <= MAX_LENGTH:
        for system, read in (
            ("central-decimal", _decimal), ("russian", _russian), ("german", _german), ("central-subject", _subject),
            ("record-group", _american),
        ):  # fmt: skip
            levels, places = read(flat)
            if levels:
                found: System = system  # type: ignore[assignment]
                if system == "record-group" and levels[0][0] != "record-group":
                    found = "library"
                return Reference(written, found, levels, _within(flat, places, found))
    return Reference(written, "plain", (("reference", _folded(flat)),))


def same_reference(a: str, b: str) -> bool:
    """True where both are the same reference, however each is written."""
    first, second = parse_reference(a), parse_reference(b)
    return (first.system, first.levels, first.within) == (second.system, second.levels, second.within)


_Levels = tuple[tuple[str, str], ...]
_Read = tuple[_Levels, list[tuple[int, int]]]
"""The levels, and where their words stand."""
_NONE: _Read = ((), [])
_LATIN = str.maketrans(
    dict(zip("абвгдеёзийклмнопрстуфыэъь", [*"abvgdeeziiklmnoprstufye", "", ""], strict=True))
    | {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "iu", "я": "ia"}
)
"""Library of Congress, without diacritics: РГАСПИ is RGASPI, ЦХСД is TsKhSD."""
_LOOSE_SPACE = re.compile(r"(?<=[^\W\d_]) (?=\d)|(?<=\d) (?=[^\W\d_])| (?=[/-])|(?<=[/-]) ")
_RECORD_GROUP = re.compile(r"\brecord group(?=[0-9])")
_OF_EVERY_CENTRAL_FILE = frozenset(
    ("central files", "central file", "central decimal files", "department of state", "us department of state")
)


def _folded(words: str) -> str:
    """One spelling: small Latin letters, no space that a writer is free to leave out (``FO 371 / 5``, ``FO371/5``)."""
    return _LOOSE_SPACE.sub("", " ".join(words.casefold().translate(_LATIN).split()))


def _within(flat: str, places: list[tuple[int, int]], system: System) -> str:
    """What stands outside the numbered levels, segment by segment."""
    rest, at = [], 0
    for start, end in sorted(places):
        rest.append(flat[at:start])
        at = max(at, end)
    rest.append(flat[at:])
    segments = [_folded(segment.strip(" .:()[]")) for segment in re.split("[,;]", ", ".join(rest))]
    segments = [_RECORD_GROUP.sub("rg", segment) for segment in segments]
    central = system in {"central-decimal", "central-subject"}
    return ", ".join(segment for segment in segments if segment and not (central and segment in _OF_EVERY_CENTRAL_FILE))


def _russian(flat: str) -> _Read:
    """Fond, opis, delo, list; at least two of them, or it is none."""
    found, places = _numbered(_RUSSIAN, flat)
    names = ("fond", "opis", "perechen", "portion", "folder", "delo", "document", "list")
    core = [name for name in ("fond", "opis", "perechen", "delo") if name in found]
    return (tuple((name, found[name]) for name in names if name in found), places) if len(core) > 1 else _NONE


def _numbered(pattern: re.Pattern[str], flat: str) -> tuple[dict[str, str], list[tuple[int, int]]]:
    """The first of each level, and where it stands; a second one of its name is left among the rest."""
    found: dict[str, str] = {}
    places: list[tuple[int, int]] = []
    for match in pattern.finditer(flat):
        name = match.lastgroup or ""
        if name not in found:
            number = _number(match[name])
            found[name] = _BACK_FOLDED.sub("ob", number) if name == "list" else number
            places.append(match.span())
    return found, places


def _number(value: str) -> str:
    """In small Latin letters, without spaces and leading zeros."""
    folded = re.sub(r"\s", "", value).rstrip(".").casefold().translate(_LATIN)
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", folded)


def _german(flat: str) -> _Read:
    signature = _GERMAN_SIGNATURE.search(flat)
    house = _GERMAN_HOUSE.search(flat)
    volume, leaf = _GERMAN_VOLUME.search(flat), _GERMAN_LEAF.search(flat)
    if house is None or (signature is None and volume is None and leaf is None):
        return _NONE
    levels = [("archive", re.sub(r"[ /-]", "", house[0]).casefold())]
    if signature is not None:
        holding = re.sub(r"\s", "", signature["holding"]).casefold()
        levels.append(("signature", f"{holding}/{re.sub(r'[ ]', '', signature['rest']).casefold()}"))
    if volume is not None:
        levels.append(("volume", _number(volume["volume"]).replace(".", "")))
    if leaf is not None:
        levels.append(("leaf", _number(leaf["leaf"])))
    return tuple(levels), [match.span() for match in (house, signature, volume, leaf) if match is not None]


def _decimal(flat: str) -> _Read:
    """Class and subject, then the month-dayyear of the document: ``761.00/5-1253``, ``740.00119 EW/4-2845``."""
    match = _DECIMAL.search(flat)
    if match is None:
        return _NONE
    subject = _folded(f"{match['class']}.{match['subject']}")
    return (("decimal", subject), ("date", re.sub(r"\s", "", match["date"]))), [match.span()]


def _subject(flat: str) -> _Read:
    """``POL 27 VIET S``, ``POL US-USSR``: subject, number, countries; first, or behind the name of the files."""
    match = _SUBJECT.match(flat)
    if match is None and (files := _CENTRAL_FILES.search(flat)) is not None:
        starts = (segment.start() for segment in _SEGMENT.finditer(flat, files.end()))
        match = next((found for start in starts if (found := _SUBJECT.match(flat, start))), None)
        if match is not None and flat[match.end() : match.end() + 1] not in {"", ",", ";", "."}:
            return _NONE
    if match is None or not (match["number"] or match["place"]):
        return _NONE
    levels = [("subject", match["class"].casefold())]
    if match["number"]:
        levels.append(("number", match["number"].strip()))
    if match["place"]:
        levels.append(("place", re.sub(r" ?([-/]) ?", r"\1", match["place"].strip()).casefold()))
    return tuple(levels), [match.span()]


def _american(flat: str) -> _Read:
    """Record group, lot, entry, box, folder as numbered; two of them, or a record group, a lot or a library's box."""
    found, places = _numbered(_AMERICAN, flat)
    alone = {"rg", "lot", "job"} | ({"box"} if _LIBRARY.search(flat) else set())
    if not (alone & found.keys() or len(found) > 1):
        return _NONE
    labels = {"rg": "record-group"}
    order = ("rg", "entry", "lot", "job", "box", "folder")
    return tuple((labels.get(name, name), found[name]) for name in order if name in found), places
