"""Names as Russian titles inflect them (``Записка А. П. Лунда О. К. Брандту``), and their nominative.

A nominative that the endings do not settle is not given: Лунда may be a man's
Лунд or a man's Лунда. What is given is a conclusion, said and asked about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_INITIALS = r"(?:[А-ЯЁ]\.\s?){1,2}"
_WORD = r"[А-ЯЁ][а-яё]{1,30}(?:-[А-ЯЁ][а-яё]{1,30})?|[А-ЯЁ]{2,30}(?:-[А-ЯЁ]{2,30})?"
NAME = rf"(?:{_INITIALS}(?:{_WORD})|(?:{_WORD})\s{_INITIALS[:-1]}|[А-ЯЁ][а-яё]{{2,20}}\s[А-ЯЁ][а-яё]{{2,30}})"
_PERSON = re.compile(NAME)
_LIST = re.compile(rf"{NAME}(?:(?:,\s|\sи\s){NAME}){{0,7}}")
_INITIALED = rf"(?:{_INITIALS}(?:{_WORD})|(?:{_WORD})\s{_INITIALS[:-1]})"
_OFFICE = re.compile(rf"(?P<office>[А-ЯЁа-яё](?:[^\d.,;:«»()]|П\([бм]\)){{3,140}}?)\s(?={_INITIALED})")
_NO_OFFICE = re.compile(r"(?:^|\s)(?:о|об|обо|с|со|из|от|для|между)\s", re.IGNORECASE)
_CASES = {"genitive": ("а", "я", "ого", "его"), "dative": ("у", "ю", "ому", "ему")}
"""How the first word of an office ends: ``посла`` wrote, ``послу`` is written to."""
_BODY = re.compile(
    r"(?P<prep>в|во|на имя)\s(?P<who>.{2,120}?)(?=$|\s(?:о|об|обо|по|с|из)\s|[,.;:(«]|\s\d)", re.IGNORECASE
)
_ENDINGS = {
    "genitive": (
        ("ского", "ский"), ("цкого", "цкий"), ("ской", "ская"), ("цкой", "цкая"), ("овой", "ова"), ("евой", "ева"),
        ("иной", "ина"), ("ова", "ов"), ("ева", "ев"), ("ёва", "ёв"), ("ина", "ин"), ("ына", "ын"),
    ),
    "dative": (
        ("скому", "ский"), ("цкому", "цкий"), ("ской", "ская"), ("цкой", "цкая"), ("овой", "ова"), ("евой", "ева"),
        ("иной", "ина"), ("ову", "ов"), ("еву", "ев"), ("ёву", "ёв"), ("ину", "ин"), ("ыну", "ын"),
    ),
}  # fmt: skip
_HARD = "бвгджзклмнпрстфхцчшщ"


@dataclass(frozen=True)
class Inflected:
    """A name as printed, its nominative as concluded (the same where none is), and whether it was changed."""

    printed: str
    nominative: str

    @property
    def changed(self) -> bool:
        """Whether the nominative is a conclusion."""
        return self.printed != self.nominative


def of_russian_title(after: str) -> tuple[tuple[Inflected, ...], tuple[Inflected, ...], str | None]:
    """Authors, addressees who are persons, and the body addressed, from the words behind the kind of document."""
    case, rest = _behind_office(after.lstrip())
    authors: tuple[Inflected, ...] = ()
    listed = _LIST.match(rest)
    if listed and case == "dative":
        return (), _names(listed[0], "dative"), None
    if listed:
        authors = _names(listed[0], "genitive")
        case, rest = _behind_office(rest[listed.end() :].lstrip(" ,"))
    addressed = _LIST.match(rest)
    if addressed and authors and case != "genitive":
        return authors, _names(addressed[0], "dative"), None
    body = _BODY.match(rest) if authors or rest[:2].lower() in ("в ", "во") else None
    if body and body["prep"].lower() == "на имя":
        named = _LIST.match(body["who"])
        return authors, _names(named[0], "genitive") if named else (), None
    return authors, (), body["who"].strip() if body else None


def addressed_alone(words: str) -> Inflected | None:
    """Whom a title names that is no more than a name in the dative: ``А. И. Рыбникову``; how letters are headed."""
    name = re.sub(r"^(?:К|Ко)\s", "", words.strip(" .,"))
    if re.fullmatch(_INITIALED, name) is None:
        return None
    own = nominative(name, "dative")
    return Inflected(name, own) if own != name else None


def _behind_office(words: str) -> tuple[str | None, str]:
    """The case of the office that stands before a name with initials, and the words from the name on."""
    office = None if _LIST.match(words) else _OFFICE.match(words)
    if office is None or _NO_OFFICE.search(office["office"]):
        return None, words
    first = office["office"].split(maxsplit=1)[0].lower()
    case = next((name for name, endings in _CASES.items() if first.endswith(endings)), None)
    return (case, words[office.end() :]) if case else (None, words)


def _names(words: str, case: str) -> tuple[Inflected, ...]:
    return tuple(Inflected(match[0], nominative(match[0], case)) for match in _PERSON.finditer(words))


def nominative(name: str, case: str) -> str:
    """The nominative of a name of one surname and initials; the name itself where the endings do not settle it."""
    *initials, surname = re.findall(r"[А-ЯЁ]\.|[А-ЯЁ][\w-]+", name)
    if name.endswith("."):
        surname, *initials = re.findall(r"[А-ЯЁ]\.|[А-ЯЁ][\w-]+", name)
    if not initials or not all(part.endswith(".") for part in initials):
        return name
    found = _surname(surname.lower(), case)
    if found is None:
        return name
    written = found.upper() if surname.isupper() else "-".join(part.capitalize() for part in found.split("-"))
    return name.replace(surname, written)


def _surname(surname: str, case: str) -> str | None:
    for ending, plain in _ENDINGS[case]:
        if surname.endswith(ending) and len(surname) > len(ending) + 1:
            return surname.removesuffix(ending) + plain
    vowel = "а" if case == "genitive" else "у"
    if surname.endswith(vowel) and surname[-2:-1] in _HARD and len(surname) > 3:  # noqa: PLR2004
        return surname[:-1]
    return None
