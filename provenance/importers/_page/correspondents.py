"""The persons and bodies that a title names; and titles that say no more than who wrote to whom."""

from __future__ import annotations

import re

from provenance.importers._note.gazetteer import TOWNS
from provenance.importers._page.inflection import addressed_alone
from provenance.importers._page.names import NAME, Party, could_be_named, is_german_office, party, russian_party

_AND = re.compile(r",?\s(?:and|et|und|и|mit)\s")
STILL_A_NAME = re.compile(
    r"(?:committee|commission|council|subcommittee|conference|commissioner|office|adviser|advisor|ambassador|minister|"
    r"assistant|aide|representative|mission|counsel(?:l?or)?|deputy|envoy|delegate|delegation|secretary)$",
    re.IGNORECASE,
)
_FROM_TO = re.compile(r"(?P<by>[A-ZÀ-Þ][^;:!?“”]{2,160}?)\sto\s(?P<to>(?:the\s)?[A-ZÀ-Þ][^;:!?“”]{1,160}?)\.?")
"""A title that is no more than ``Mr. A. to Mr. B.``"""
_ARRIVED = re.compile(r"\s?[\[(](?:[Rr]eceived|[Rr]ec[’']d|[Rr]eçue?|[Ee]ingegangen)[^\])]{0,60}[\])]\.?$")
_FRENCH = re.compile(
    r"(?P<by>(?:MM?\.|Mme|Le|LE|Les|LES|L[’'])\s?[^;:!?]{2,200}?),?\s[àÀA]U?\s(?P<to>(?:MM?\.|Mme|le|LE|la|LA|l[’']|"
    r"L[’'])\s?"
    r"[^;:!?]{2,200}?)\.?"
)
_GERMAN = re.compile(r"(?P<by>[^;:!?]{3,160}?),?\san\s(?P<to>(?:den\s|die\s|das\s|dem\s)?[A-ZÄÖÜ][^;:!?]{2,160})")
_PERSONS = {
    "fr": re.compile(rf"(?P<by>{NAME}),?\s[àÀ]\s(?P<to>{NAME})"),
    "de": re.compile(rf"(?P<by>{NAME})\san\s(?P<to>{NAME})(?:\s(?:in|nach)\s[A-ZÄÖÜ][\w .()-]{{2,40}})?"),
    "it": re.compile(rf"(?P<by>{NAME})\sad?\s(?P<to>{NAME})"),
    "es": re.compile(rf"(?P<by>{NAME})\sa\s(?P<to>{NAME})"),
    "pt": re.compile(rf"(?P<by>{NAME})\sa\s(?P<to>{NAME})"),
}
"""``Karl Lund an Olga Brandt``: letters headed by two names alone, each of two words or more."""
_ADDRESSEE = {
    "fr": re.compile(rf"[ÀA]\s(?P<to>{NAME})(?:\s(?:à|en)\s[A-Z][\w -]{{2,40}})?"),
    "de": re.compile(rf"An\s(?P<to>{NAME})(?:\s(?:in|nach)\s[A-ZÄÖÜ][\w .()-]{{2,40}})?"),
    "it": re.compile(rf"Ad?\s(?P<to>{NAME})"),
    "es": re.compile(rf"A\s(?:don\s|Don\s|D\.\s)?(?P<to>{NAME})"),
    "pt": re.compile(rf"A\s(?P<to>{NAME})"),
}
_OF_OFFICES = {
    "it": re.compile(
        r"(?i:(?:il|la|lo)\s|l[’'])(?P<by>[^;:!?]{3,160}?),\s(?i:(?:al|allo|alla|ai|agli)\s|"
        r"all[’'])(?P<to>[^;:!?]{3,200}?)\.?"
    ),
    "es": re.compile(r"(?i:(?:el|la)\s)(?P<by>[^;:!?]{3,160}?),\s(?i:(?:al|a la|a los)\s)(?P<to>[^;:!?]{3,200}?)\.?"),
    "pt": re.compile(r"(?i:[oa]\s)(?P<by>[^;:!?]{3,160}?),\s(?i:(?:ao|à|aos)\s)(?P<to>[^;:!?]{3,200}?)\.?"),
}
"""``Il Ministro a Vardal, Lund, al Presidente del Consiglio, Brandt``: offices, and the names behind them."""
_LOWER_OFFICE = re.compile(
    r"(?:le\s|la\s|l[’'])?(?:représentant(?: du peuple| en mission)?|citoyen(?:ne)?|ministre|général|préfet|consul|"
    r"ambassadeur|"
    r"secrétaire|président|commissaire|comte|duc|marquis|abbé|sieur|capitaine|colonel|maréchal|don|doña|señor|general|"
    r"capitán|conde|marqués|virrey|ministro|console|conte|marchese|generale|dottor)\s(?=[A-ZÀ-Þ])"
)
"""An office that French, Spanish or Italian writes small before a name."""
_ALONE = re.compile(rf"(?P<way>To|From)\s(?:the\s)?(?P<who>{NAME})\.?")
"""``To Karl Lund``: how papers of one man are headed."""
_OFFICER = re.compile(
    r"(?:[Tt]he\s)?(?:[A-Z][\w-]{1,20}\s){0,3}(?:Ambassador|Minister|Consul|Secretary|Chairman|President|Envoy|"
    r"Director)\s(?:of|to|in|for)"
    r"\s(?:the\s)?[A-Z][\w.’'-]{0,30}(?:\s(?:of\s|"
    r"and\s)?[A-Z][\w.’'-]{0,30}){0,4},\s(?P<who>(?:[A-ZÀ-ÞА-ЯЁ]\.\s?){1,3}[A-ZÀ-ÞА-ЯЁ][\w’'-]{1,30})"
)
"""``the Ambassador of the USSR, I. Petrov``: initials and a surname behind an office."""
_PLACED = re.compile(
    r"(?:(?:[A-ZÀ-ÞА-ЯЁ]\.\s?){1,3}|"
    r"[A-ZÀ-Þ][\w’'-]{1,30}\s)(?:[A-ZÀ-Þ][\w.’'-]{1,30}\s){0,2}[A-ZÀ-Þ][\w’'-]{1,30},\s[A-ZÀ-Þ][\w’'-]{2,30}"
)
"""``Karl Lund, Vardal``: no list of two, which an ``and`` would close; where he was stands behind his name."""
_DIVISION_WORDS = """
    Protocol Intelligence Secretariat Chancellery Registry Archives Research Plans Operations Treaties Consular
    Political Economic Legal Press Personnel Finance Administration Security Policy Planning Presidium Bureau"""
_DIVISIONS = frozenset(_DIVISION_WORDS.split())
"""What stands behind a body's name and a comma and is a part of it, no place."""
_NO_NAMES = frozenset(
    [
        "mark",
        "celebrate",
        "commemorate",
        "honor",
        "honour",
        "thank",
        "open",
        "close",
        "welcome",
        "greet",
        "support",
        "oppose",
        "protest",
        "all",
    ]
)


def from_to(words: str, language: str) -> dict[str, tuple[Party, ...]]:
    """Who wrote to whom, in a title that says no more (``The Minister at Vardal to Mr. Lund.``)."""
    whole = _ARRIVED.sub("", words.strip()).strip()
    if language == "ru":
        return _russian(whole)
    if language in _PERSONS:
        return _of_offices(whole, language) or _of_persons(whole, language)
    alone = _ALONE.fullmatch(whole)
    if alone and party(alone["who"]).kind == "person" and len(alone["who"].split()) > 1:
        return {"to" if alone["way"] == "To" else "by": (party(alone["who"]),)}
    match = _FROM_TO.fullmatch(whole)
    if match is None:
        return {}
    cuts = [match.start("by") + at.start() for at in re.finditer(r"\sto\s", match[0])]
    whole = whole.removeprefix("From ") if len(cuts) == 1 else whole
    cuts = [at.start() for at in re.finditer(r"\sto\s", whole)]
    cut = next((at for at in cuts if not STILL_A_NAME.search(whole[:at].strip())), cuts[0])
    sides = whole[:cut], whole[cut + 4 :].removesuffix(".")
    by, to = (parties(side) if _is_correspondent(side) else () for side in sides)
    return {"by": by, "to": to} if by and to else {}


def _of_offices(whole: str, language: str) -> dict[str, tuple[Party, ...]]:
    """Who holds which office to whom, as the diplomatic volumes of a language head their papers."""
    if language == "fr":
        return _two(_FRENCH.fullmatch(whole))
    if language == "de":
        german = _GERMAN.fullmatch(whole)
        return _two(german) if german and is_german_office(german["by"].split()) else {}
    match = _OF_OFFICES[language].fullmatch(whole)
    by, to = (_behind_office(match[side]) if match else None for side in ("by", "to"))
    return {"by": (party(by),), "to": (party(to),)} if by and to else {}


def _behind_office(side: str) -> str | None:
    """The name behind an office and a comma: ``Ministro a Vardal, Lund``."""
    name = side.rpartition(",")[2].strip()
    return name if "," in side and re.fullmatch(rf"(?:(?i:di|de|del|della|da|von|don)\s)?{NAME}", name) else None


def _of_persons(whole: str, language: str) -> dict[str, tuple[Party, ...]]:
    """A title of two persons' names, or of the one who is written to."""
    match = _PERSONS[language].fullmatch(whole) or _ADDRESSEE[language].fullmatch(whole)
    found: dict[str, tuple[Party, ...]]
    found = {role: (party(name),) for role, name in match.groupdict().items() if " " in name} if match else {}
    named = bool(found) and match is not None and len(found) == len(match.groupdict())
    return found if named and all(who[0].kind == "person" for who in found.values()) else {}


_TO_WHOM = re.compile(r"(?P<by>[^—–]{4,60})\s[—–]\s(?P<to>[^—–]{4,60})")


def _russian(whole: str) -> dict[str, tuple[Party, ...]]:
    """``А. И. Рыбникову``, ``П. А. Лунд — А. И. Рыбникову``: whom a letter is written to stands in the dative."""
    both = _TO_WHOM.fullmatch(whole)
    to = addressed_alone(both["to"] if both else whole)
    if to is None:
        return {}
    found: dict[str, tuple[Party, ...]] = {"to": (russian_party(to.printed, to.nominative),)}
    by = party(both["by"]) if both else None
    return {**found, "by": (by,)} if by is not None and by.kind == "person" else found


def french(words: str) -> dict[str, tuple[Party, ...]]:
    """``M. Durand, consul à Vardal, à M. Marchand``: behind the kind of document."""
    return _two(_FRENCH.fullmatch(words.strip(" .")))


def listed(words: str) -> tuple[Party, ...]:
    """``Comrades Brandt, Lund and Sorokhtina``."""
    own = re.sub(r"^(?:Comrades|Cdes?\.?|Coms\.|Messrs\.?|тт\.)\s", "", words)
    pieces = [piece for piece in re.split(r",?\s(?:and|и)\s|,\s", own) if piece] if own != words else []
    return tuple(party(piece) for piece in pieces if re.fullmatch(NAME, piece))


def _two(match: re.Match[str] | None) -> dict[str, tuple[Party, ...]]:
    """Both sides, each up to the office or the place behind its name."""
    if match is None:
        return {}
    by, to = (parties(_named(match[side])) for side in ("by", "to"))
    return {"by": by, "to": to} if by and to else {}


def _named(side: str) -> str:
    """A side without what stands behind the name: ``M. Durand, ambassadeur à Vardal`` is M. Durand."""
    side = re.sub(r"^(?:das|dem) Auswärtigen? Amt\b", "Auswärtiges Amt", side.strip())
    return re.sub(r"^(?:den|die|das|dem|der)\s(?=[A-ZÄÖÜ])", "", side.partition(",")[0].strip())


def _is_correspondent(words: str) -> bool:
    """Whether words name a person or an office: by a title, an article, or a name of two words or more."""
    if "," in words.partition("(")[0]:
        return False
    return re.match(
        r"(?:[Tt]he|Mr|Mrs|Ms|Dr|Sir|Lord|Lady|Viscount|Earl|Count|Baron|Prince|Acting|President|Secretary|Ambassador|"
        r"Minister|Consul|General|Foreign Office)\b", words
    ) is not None or (re.fullmatch(NAME, words) is not None and " " in words)  # fmt: skip


def pair(words: str) -> tuple[Party, ...]:
    """Who spoke with whom: what stands behind the last name (a place) belongs to nobody."""
    joined = list(_AND.finditer(words))
    if not joined:
        return ()
    last = joined[-1].end()
    if len(joined) == 1 and _OFFICER.fullmatch(words[last:].strip(" .,")):
        return (*parties(words[: joined[0].start()]), *parties(words[last:]))
    end = words.find(", ", last)
    sides = words[: joined[0].start()], words[joined[0].end() : end if end > 0 else len(words)]
    if len(joined) == 1 and all(map(could_be_named, sides)):
        return tuple(who for side in sides for who in parties(side))
    return parties(words[: end if end > 0 else len(words)])


def parties(words: str) -> tuple[Party, ...]:
    """The persons and bodies of one role; an enumeration is cut where each piece is a name of its own."""
    whole = re.sub(r"(?<=[A-Za-z]\)),\s.{0,80}$", "", words.strip(" ,;:"))  # a place may stand behind the last name
    whole = re.sub(r",\s?[“\"«„].*$", "", whole)  # the document's own title may stand behind the name
    whole = _LOWER_OFFICE.sub("", whole) if _LOWER_OFFICE.match(whole) else whole
    pieces = [piece for piece in re.split(r",?\s(?:and|et|und|и)\s|,\s", whole) if piece.strip()]
    officer = _OFFICER.fullmatch(whole)
    if officer or _PLACED.fullmatch(whole):
        return (party(officer["who"] if officer else whole.rpartition(", ")[0]),)
    if len(pieces) > 1 and all(re.fullmatch(NAME, piece.strip()) for piece in pieces):
        return tuple(party(piece) for piece in pieces)
    place = whole.rpartition(", ")
    seat = (
        re.fullmatch(r"[A-ZÀ-Þ][\w’'-]{2,30}", place[2]) is not None
        and place[2] not in _DIVISIONS
        and party(place[0]).kind == "body"
    )
    whole = place[0] if place[2] in TOWNS or (seat and party(place[2]).kind == "person") else whole
    whole = re.sub(r"^(Referat|Büro|Sekretariat|Ministerium)s\b", r"\1", whole)
    nobody = whole.partition(" ")[0].lower() in _NO_NAMES  # a speech to mark a day: nobody is addressed
    whole_party = party(whole) if whole and not nobody and could_be_named(whole) else None
    if whole_party is None:
        return ()
    joined = _AND.split(whole)
    if len(joined) > 1 and all(could_be_named(piece) and party(piece).kind == "person" for piece in joined):
        return tuple(party(piece) for piece in joined)
    return (whole_party,)
