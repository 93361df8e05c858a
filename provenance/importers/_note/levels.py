"""The levels of an archival citation: what each segment between the commas is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?|SEPT|JAN|FEB|MAR|APR|JUN|JUL|AUG|OCT|NOV|DEC)\.?"
)
_ONE_DATE = (
    rf"(?:(?:\d{{1,2}}\s)?{_MONTH}(?:\s\d{{1,2}})?(?:,?\s\d{{2,4}})?|\d{{4}}\s{_MONTH}(?:\s\d{{1,2}})?|"
    rf"\d{{1,2}}\s?[–-]\s?\d{{1,2}}\s{_MONTH}(?:,?\s\d{{2,4}})?|"
    r"\d{1,2}/\d{1,2}(?:/\d{2,4})?|(?:FY|CY|Spring|Summer|Autumn|Fall|Winter)\s\d{2,4}|(?:1[5-9]|20)\d\d|\d{2}(?=[–-]\d{2}(?:$|\s)))"
)
_DATES = re.compile(
    rf"(?:{_ONE_DATE}(?:\s?[–—-]\s?(?:{_ONE_DATE}|\d{{1,2}}(?:,\s\d{{4}})?))?|[Uu]ndated|n\.d\.)"
    r"(?:\s(?:\[[^\]]{1,20}\]|\([^)]{1,20}\)))?"
)
_WORDS: tuple[tuple[str, str], ...] = (
    ("record-group", r"RG\s|Record Group\s"),
    ("lot", r"[Ll]ots?\s(?:[Ff]ile\s)?"),
    ("accession", r"FRC\s(?:Acc(?:ession|\.)\s(?:No\.\s)?)?|Accession\s(?:No\.\s)?|Acc\.\s(?:No\.\s)?"),
    ("job", r"Job\s(?:No\.\s)?"),
    ("entry", r"Entry\s"),
    ("box", (r"[Bb]ox(?:es)?\s(?:No\.\s)?|Containers?\s|kart\.\s|(?:ka|kr|krab|kut)\.\s?(?=NUMBER)|"
     r"(?:[Kk]arton|[Cc]arton|[Cc]aja|[Bb]usta|[Kk]rabic[ae]|[Ss]catola|[Pp]udło|[Kk]utija|[Ss]chachtel|[Кк]оробка)\s(?=NUMBER)")),
    ("volume", (r"[Vv]ols?\.\s|Volumes?\s|[Bb]d\.\s|sv\.\s?(?=NUMBER)|"
     r"(?:[Kk]niha|[Ss]vazek|[Zz]väzok|[Tt]ome?|[Bb]and|[Тт]ом)\s(?=[\dIVX])|"
     r"[Тт]\.\s?(?=NUMBER)")),
    ("reel", r"[Rr]eel\s|[Rr]olls?\s|r\.\s?(?=NUMBER)|Microfilm\s(?:[Rr]eel\s)?"),
    ("item", r"[Dd]o[ck]uments?\s(?:No\.\s)?(?=NUMBER)|[Ii]tem\s(?=NUMBER)|[Dd]o[ck]\.\s?(?=NUMBER)"),
    ("fond", (r"[Ff]ond(?:s|o)?\.?\s|[Ff]und\s(?=NUMBER)|[Ff]\.\s?(?=(?:[A-Z]{1,2}[-–]?)?\d)|"
     r"(?:[Zz]esp(?:ół|ol|ól|\.)|z\.)\s?(?=NUMBER)")),
    ("opis", (r"[Oo]pis[’']?\.?\s|[Oo]p\.\s?|[Pp]er\.\s?|[Pp]erechen[’']?\s|[Aa]p\.\s?|[Dd]ans\s(?=NUMBER)|"
     r"[Ii]nventory\s(?=NUMBER)")),
    ("delo", (r"[Dd]elo\.?\s|(?:[Dd](?:el)?|[Bb])\.\s?(?=NUMBER)|[Ss]pr\.\s?|[Kk]h[/.]?n\.?\s?(?=NUMBER)|"
     r"[Yy]?[Ee]d\.\s?khr\.\s?")),
    ("list", (r"[Ll]ist(?:y|s|i)?\.?\s(?=NUMBER)|(?:[Ll]l?|LL|[Bb]l|[Kk]|[Ff]f?|FF|[Ff]l)\.\s?(?=NUMBER)|"
     r"[Aa]rk\.\s?|[Ff]il(?:a|ele)\s(?=NUMBER)|[Ff]ol(?:s|ios?)?\.?\s(?=NUMBER)")),
    ("file", (r"[Ff]ile:?\s(?=[\dA-Z])|[Ff]ile No\.\s(?=NUMBER)|"
     r"[Ss]ygn(?:\.|atura)\s?|[Aa]r?\.\s?[EeJj]\.\s?|[Аа]\.\s?[Ее]\.\s?|"
     r"[Dd]osar(?:ul)?\s(?=NUMBER)|[Aa]rchiv(?:e|al) unit\s(?=NUMBER)")),
    ("folder", (r"[Ff]olders?\s(?=[\dA-Z])|[Pp]apka\s|[Pp]ap\.\s?|t\.\s?(?=NUMBER)|fasc\.\s?(?=NUMBER)|"
     r"(?:[Tt]eczka|[SsZz]ložka|[Dd]ossier|[Mm]appe|[Cc]arpeta|[Ff]ascicolo|[Ff]ascikla)\s(?=NUMBER)")),
    ("fond", r"[Фф]онд\s|[Фф]\.\s?"),
    ("opis", r"[Оо]пись\s|[Оо]п\.\s?|[Пп]ер\.\s?|[Пп]еречень\s(?=NUMBER)"),
    ("delo", r"[Дд]ело\s|[Дд]\.\s?|[Ее]д\.\s?хр\.\s?|[Сс]пр\.\s?"),
    ("list", r"[Лл]исты?\s|[Лл]л?\.\s?|[Аа]рк\.\s?"),
    ("item", r"[Дд]ок(?:\.|умент)\s?(?=NUMBER)"),
    ("folder", r"[Пп]апка\s|[Пп]ап\.\s?"),
)  # fmt: skip
_BEFORE_NUMBER = r"(?:[Nn][ro]\.|č\.|№)"
_COMPILED = tuple((level, words.replace("NUMBER", rf"{_BEFORE_NUMBER}?\s?\d")) for level, words in _WORDS)
_WORDED = tuple(
    (level, re.compile(rf"(?:{words})\s?(?:{_BEFORE_NUMBER}\s?(?=[\dA-Z]))?(?P<name>.{{1,200}})"))
    for level, words in _COMPILED
)
_ANY_WORD = re.compile("|".join(words for _, words in _COMPILED))
"""Most segments begin with none of these words, which one look says."""
_WORD_BEHIND = re.compile(
    r"(?P<name>\d[\w/-]{0,12}?)\.?\s?(?:(?P<box>doboz|dob\.|d\.)|(?P<file>[őö]\.\s?e\.?|[őö]rzési egység)|"
    r"(?P<volume>kötet)|(?P<fond>f(?:ond)?\.?))"
)
"""Hungarian names the level behind its number: ``83. doboz``."""
_LEAVES = re.compile(r"[Ff]\.\s?(?P<name>\d{1,4}(?:[rv]|\s?[–-]\s?\d{1,4})?)")
"""Below a file an ``f.`` is a leaf."""
_PAPKA = re.compile(r"[pPпП]\.\s?(?P<name>\d.{0,20})")
_PAGES = re.compile(r"(?:pp?\.|pages?|[Ss]\.|str\.|стр\.|[сС]\.)\s?(?P<name>\d{1,5}(?:\s?[–—-]\s?\d{1,5})?)")
_DECIMAL = re.compile(
    r"\d{2,3}[A-Za-z]{0,3}(?:\.[\w.]{1,24})?(?:[ –—-][A-Za-z0-9.–—\- ()]{1,40})?/\d{1,2}\s?[–—-]\s?[\dA-Z]{2,8}"
    r"(?:\s(?:[A-Z]{2,8}))?|"
    r"\d{3}[A-Za-z]?\.[A-Za-z\d][\w .,()–—-]{0,48}/\d{1,6}[a-z½¼¾]?|"
    r"\d{3}\s[A-Z][\w .,’'–-]{2,40}/\d{1,2}\s?[–-]\s?\d{2,5}"
)
_SUBJECT = re.compile(
    r"(?:AE|AGR|AID|AV|BG|CA|CON|COM|CR|CSM|CUL|DEF|E|ECIN|EDU|EDX|FN|FSE|FSV|FT|HLTH|IN|INCO|INF|INT|LAB|LEG|OPN|"
    r"ORG|PER|PET|POL|"
    r"PO|PPB|PPV|PR|PS|REF|RM|SCI|SOC|SP|STR|TEL|TP|TRV|UN|XMB|PC|SIV|CIV)(?:\s\d{1,2}(?:[–-]\d{1,2}){0,2})?"
    r"(?:\s?\(US\)(?:\s\d{1,2}(?:[–-]\d{1,2})?)?)?(?:\s[A-Z][A-Z .–—/-]{0,40})?(?:/[A-Z][A-Za-z]{1,20})?"
)
_FILM = re.compile(r"[PDN]\d{6}[–-]\d{3,4}")
_TELEGRAM = re.compile(r"(?:19|20)\d\d[A-Z]{3,14}\d{4,6}")
"""The number of an electronic telegram: year, post, number."""
_RELEASE = re.compile(r"(?:RAC )?NL[CRJFN][–—-]\d[\w–—-]{2,30}|CIA[–—-]RDP\w[\w–—-]{4,30}")
"""The call number of one document in a library's or an agency's release."""
_SECTIONED = re.compile(
    r"[IVX]{1,4}-\d{1,2}-[a-z]|[IVXLC]{1,6}-[A-Z](?:-\d{1,3})?(?:-[a-z]{1,3})?(?:[ -][A-ZÀ-Þ][^\W\d]{2,14}){0,2}"
)
"""``XIX-J-1-j Korea``, ``I-5-b``: section, letter, number, and the country."""
_ABBREVIATED_WORD = re.compile(r"[^\W\d_A-ZА-ЯЁ]{1,6}\.\s?\d")
"""An abbreviation in small letters before a number is a level's word, if not one of ours."""
_SERIES_HEAD = re.compile(
    r"(?:^|\s)(?:[Ff]iles?|[Ss]eries|[Rr]ecords|[Pp]apers|[Mm]aterials?|[Cc]ollections?|[Dd]iaries)"
    r"(?=$|\s?[—–(:]|\s\(|\s(?:for|of|on)\s|,?\s(?:1[5-9]|20)\d\d|\s[A-Z]?\d)"
)
_SERIES_START = re.compile(r"(?:Files? (?:of|for|on)\s|Papers of\s|Records of\s|Series [\dA-Z]+\b|Collection of\s)")
_FIGURE = re.compile(r"\d")
_COMMON_WORD = re.compile(r"[a-zà-þā-ž]{3}")
_BRANCH = re.compile(r"\b(?:Division|Branch|Archives|Special Collections|Manuscript Library)$")
_NUMBERED = re.compile(r"(?:No|Nr|Nos)\.\s?\d")
_UNIT = re.compile(r"\d{1,3}/\d{1,4}$")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d\b")
_FRAMES = re.compile(r"Frames?\s\d")
_RANGE = re.compile(r"\d{1,5}(?:\s?[–—-]\s?\d{1,5})?")


class Context(NamedTuple):
    """What was read before a segment: whether a unit has a name yet, and in what kind of chain we are."""

    has_collection: bool
    in_central_files: bool
    after_fond: bool
    after_reference: bool
    has_reference: bool
    first: bool
    lot_follows: bool
    american: bool
    after_file: bool
    american_group: bool
    has_pages: bool


def level_of(segment: str, context: Context) -> tuple[str, str]:
    """The level of one segment and its name (without the word that merely names the level)."""
    if context.after_fond and not context.after_file and (papka := _PAPKA.fullmatch(segment)):
        return "folder", papka["name"]
    if (context.after_file or not context.after_fond or segment[1:2] != ".") and (pages := _PAGES.fullmatch(segment)):
        return "list", pages["name"]
    if context.has_pages and (leaves := _LEAVES.fullmatch(segment)):
        return "list", leaves["name"]
    if not context.american and (behind := _WORD_BEHIND.fullmatch(segment)) and behind.lastgroup:
        return behind.lastgroup, behind["name"]
    for level, pattern in _WORDED if _ANY_WORD.match(segment) else ():
        worded = pattern.fullmatch(segment)
        if worded and not (level in ("file", "folder") and context.american and not worded["name"][:1].isdigit()):
            return level, worded["name"].strip()
    return _unworded(segment, context)


def begins_with_level(segment: str) -> bool:
    """Whether a segment begins with a word that names a level."""
    return _ANY_WORD.match(segment) is not None


def _unworded(segment: str, context: Context) -> tuple[str, str]:
    """The level of a segment that no word names."""
    return next((level for level, fits in _SIGNS if fits(segment, context)), "folder"), segment


def is_dates(segment: str) -> bool:
    """Whether a segment is only a date or a range of dates, with or without a part number."""
    if len(segment) >= 60 or _DATES.fullmatch(segment) is None:  # noqa: PLR2004
        return False
    first, _, last = segment.replace("–", "-").partition("-")
    return not (len(first) == len(last) == 2 and first.isdigit()) or first < last  # noqa: PLR2004 - 81-10 is no range


def is_file_number(segment: str, *, central: bool) -> bool:
    """Whether a segment is a number of the Department of State's central files."""
    if len(segment) > 80:  # noqa: PLR2004
        return False
    if _DECIMAL.fullmatch(segment) or _FILM.fullmatch(segment):
        return True
    return central and (
        _SUBJECT.fullmatch(segment) is not None
        or _TELEGRAM.fullmatch(segment) is not None
        or re.fullmatch(r"\d{3}[\w./–—-]{0,30}", segment) is not None
    )


def is_series(segment: str) -> bool:
    """Whether a later unit's head noun is a collective: File, Series, Records, Papers and the like."""
    return _SERIES_START.match(segment) is not None or _SERIES_HEAD.search(segment) is not None


def is_call_number(segment: str) -> bool:
    """An undivided call number: it has a figure and no common word."""
    if len(segment) >= 80 or _NUMBERED.match(segment) or _ABBREVIATED_WORD.match(segment):  # noqa: PLR2004
        return False
    return _FIGURE.search(segment) is not None and _COMMON_WORD.search(segment) is None


def _is_free_call_number(segment: str, context: Context) -> bool:
    """A call number below a repository or, outside America, below a named unit; never below a fond."""
    if not is_call_number(segment):
        return False
    if context.has_reference and not (context.american or context.after_fond):
        return "/" in segment and any(letter.isalpha() for letter in segment)  # DY 30, J IV 2/202/326
    return (context.first and not context.american_group) or not (
        context.american or context.after_fond or context.has_reference
    )


def _is_pages(segment: str) -> bool:
    """A bare range of pages; a year is none."""
    return _RANGE.fullmatch(segment) is not None and _YEAR.match(segment) is None


def _is_first_unit(segment: str, context: Context) -> bool:
    return not context.has_collection and _FRAMES.match(segment) is None and any(letter.isalpha() for letter in segment)


_SIGNS: tuple[tuple[str, Callable[[str, Context], bool]], ...] = (
    ("list", lambda segment, context: context.after_reference and _is_pages(segment)),
    ("reference", lambda segment, context: not (context.american or context.after_fond) and bool(_UNIT.match(segment))),
    ("reference", lambda segment, _: "-" in segment and _SECTIONED.fullmatch(segment) is not None),
    ("dates", lambda segment, _: is_dates(segment)),
    ("reference", lambda segment, _: _RELEASE.fullmatch(segment) is not None),
    ("file", lambda segment, context: is_file_number(segment, central=context.in_central_files)),
    ("division", lambda segment, context: context.first and _BRANCH.search(segment) is not None),
    ("reference", _is_free_call_number),
    ("collection", _is_first_unit),
    ("series", lambda segment, context: context.lot_follows or is_series(segment)),
)
"""By what a segment is known, first fit."""
