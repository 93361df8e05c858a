"""Archival references as archives write them, kept so, and brought to one form for comparison.

Russian (fond, opis, delo, list), German (holdings and signatures of the Federal
Archives and their kin), United States record groups and presidential libraries
(collection, series, box, folder), Department of State central files (decimal
and subject-numeric), and plain ones. Two references that differ only in
spacing, dashes, script of the level's name or leading zeros are the same.

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
    """A reference as written, the system it follows, and its levels in normal form, from the widest."""

    written: str
    system: System
    levels: tuple[tuple[str, str], ...]

    @property
    def normal(self) -> str:
        """One form for all spellings of it: for comparison, never for show."""
        return "; ".join(f"{name} {value}" for name, value in self.levels)


_DASHES = re.compile("[\u2010-\u2015\u2212]")
_NUMBER = r"[0-9]{1,7}"
_PAGES = r"[0-9]{1,6}(?: ?(?:об|ob)\.?)?(?: ?[-,] ?[0-9]{1,6}(?: ?(?:об|ob)\.?)?){0,20}"
# longest names first; what stands before must be no letter
_RUSSIAN = re.compile(
    r"(?<![^\W\d_])(?:"
    rf"(?:fond|фонд|f|ф)\.? ?(?P<fond>[а-яa-z]?-?{_NUMBER}[а-яa-z]?)"
    rf"|(?:opis'?|опись|op|оп)\.? ?(?P<opis>{_NUMBER}[а-яa-z]?)"
    rf"|(?:delo|дело|ед\. ?хр|ed\. ?khr|d|д)\.? ?(?P<delo>{_NUMBER}[а-яa-z]?(?:/[0-9]{{1,5}})?)"
    rf"|(?:listy?|листы?|ll?|лл?)\.? ?(?P<list>{_PAGES})"
    rf"|(?:por|пор)\.? ?(?P<portion>{_NUMBER})|(?:papka|папка|p|п)\.? ?(?P<folder>{_NUMBER}[а-яa-z]?)"
    r")(?![^\W\d_])",
    re.IGNORECASE,
)
_GERMAN_HOUSE = re.compile(r"(?:BArch|Bundesarchiv|SAPMO(?:-BArch)?|PA ?AA|PAAA|BStU|BA-MA|GStA(?: PK)?|LAB|ADMAE)\b")
_GERMAN_SIGNATURE = re.compile(r"\b(?P<holding>[A-Z]{1,4} ?[0-9]{1,4}|NL? ?[0-9]{1,5}) ?/ ?(?P<rest>[^,;]{1,60})")
_GERMAN_LEAF = re.compile(r"\b(?:Bl|Blatt|fol)\.? ?(?P<leaf>[0-9]{1,5}(?: ?- ?[0-9]{1,5})?)")
_GERMAN_VOLUME = re.compile(r"\b(?:Bd|Band|Nr)\.? ?(?P<volume>[0-9]{1,7})")
_DECIMAL = re.compile(
    r"(?<![0-9.])(?P<class>[0-9]{3}[A-Za-z]?)\.(?P<subject>[0-9A-Za-z]{1,12})/"
    r"(?P<date>[0-9]{1,2} ?- ?[0-9]{1,4}|[0-9]{1,5})(?![0-9])"
)
_SUBJECT = re.compile(
    r"(?<![A-Za-z])(?P<class>AID|AGR|AV|BG|CSM|CUL|DEF|E|ECIN|EDX|FN|FT|INCO|INF|INT|LAB|LEG|ORG|PER|PET|POL|POL AFF|"
    r"PR|PRM|PS|REF|SCI|"
    r"SOC|SP|STR|TEL|TP|TRV|UN|V)\b(?P<number> [0-9]{1,3}(?:-[0-9]{1,3}){0,3})?"
    r"(?P<place>(?: ?[A-Z][A-Z ]{0,30}(?:[-/][A-Z][A-Z ]{0,30}){0,3}))?"
)
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
            ("central-decimal", _decimal), ("russian", _russian), ("german", _german), ("record-group", _american),
            ("central-subject", _subject),
        ):  # fmt: skip
            levels = read(flat)
            if levels:
                found: System = system  # type: ignore[assignment]
                if system == "record-group" and levels[0][0] != "record-group":
                    found = "library"
                return Reference(written, found, levels)
    return Reference(written, "plain", (("reference", flat.casefold()),))


def same_reference(a: str, b: str) -> bool:
    """True where both are the same reference, however each is written."""
    first, second = parse_reference(a), parse_reference(b)
    return first.system == second.system and first.levels == second.levels


_Levels = tuple[tuple[str, str], ...]


def _russian(flat: str) -> _Levels:
    """Fond, opis, delo, list; at least two of them, or it is none."""
    found: dict[str, str] = {}
    for match in _RUSSIAN.finditer(flat):
        name = match.lastgroup or ""
        found.setdefault(name, _number(match[name]))
    names = ("fond", "opis", "portion", "folder", "delo", "list")
    core = [name for name in ("fond", "opis", "delo") if name in found]
    return tuple((name, found[name]) for name in names if name in found) if len(core) > 1 else ()


def _number(value: str) -> str:
    """Without spaces and leading zeros; the verso's sign in one script."""
    folded = re.sub(r"\s", "", value).rstrip(".").casefold().replace("об", "ob").replace("ob.", "ob")
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", folded)


def _german(flat: str) -> _Levels:
    signature = _GERMAN_SIGNATURE.search(flat)
    house = _GERMAN_HOUSE.search(flat)
    if house is None or (signature is None and _GERMAN_VOLUME.search(flat) is None):
        return ()
    levels = [("archive", re.sub(r"[ -]", "", house[0]).casefold())]
    if signature is not None:
        holding = re.sub(r"\s", "", signature["holding"]).casefold()
        levels.append(("signature", f"{holding}/{re.sub(r'[ ]', '', signature['rest']).casefold()}"))
    volume, leaf = _GERMAN_VOLUME.search(flat), _GERMAN_LEAF.search(flat)
    if volume is not None:
        levels.append(("volume", _number(volume["volume"])))
    if leaf is not None:
        levels.append(("leaf", _number(leaf["leaf"])))
    return tuple(levels)


def _decimal(flat: str) -> _Levels:
    """Class and subject, then the month-dayyear of the document: ``761.00/5-1253``."""
    match = _DECIMAL.search(flat)
    if match is None:
        return ()
    subject = f"{match['class']}.{match['subject']}".casefold()
    return (("decimal", subject), ("date", re.sub(r"\s", "", match["date"])))


def _subject(flat: str) -> _Levels:
    """``POL 27 VIET S``, ``DEF 18-6``, ``POL US-USSR``: subject, number, countries."""
    match = _SUBJECT.match(flat)
    if match is None or not (match["number"] or match["place"]):
        return ()
    levels = [("subject", match["class"].casefold())]
    if match["number"]:
        levels.append(("number", match["number"].strip()))
    if match["place"]:
        levels.append(("place", re.sub(r" ?([-/]) ?", r"\1", match["place"].strip()).casefold()))
    return tuple(levels)


def _american(flat: str) -> _Levels:
    """Record group, lot, entry, box, folder as numbered; two of them, or a record group or a lot alone."""
    found: dict[str, str] = {}
    for match in _AMERICAN.finditer(flat):
        name = match.lastgroup or ""
        found.setdefault(name, _number(match[name]))
    if not ({"rg", "lot", "job"} & found.keys() or len(found) > 1):
        return ()
    labels = {"rg": "record-group"}
    order = ("rg", "entry", "lot", "job", "box", "folder")
    return tuple((labels.get(name, name), found[name]) for name in order if name in found)
