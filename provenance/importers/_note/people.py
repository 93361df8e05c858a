"""Who drafted, translated or got a document, as a note says it."""

from __future__ import annotations

import re

_CAPITAL = r"(?:[A-ZА-ЯЁÀ-ÞĀ-Ž][\w’'-]{0,30}\.?)"
_PERSON_STOP = frozenset(
    {"and", "on", "in", "at", "who", "of", "for", "from", "with", "to", "as", "approved", "cleared"}
)
_WORD = re.compile(r"\s*(?P<word>[^\s,;.()]+(?:\.(?=[A-ZА-ЯЁ]\.)[A-ZА-ЯЁ])*\.?)")
_BODY = re.compile(
    r"\b(?:Division|Office|Bureau|Embassy|Agency|Staff|Department|Project|Section|Branch|Group|Committee|Council|"
    r"Ministry|"
    r"Archive|Institute|Service|Services|Center|Legation|Consulate|Mission|Board|Commission|Museum|Library|Foundation|University|College|Academy|Institution|Archives|Association|Society|"
    r"Program|Programme|Administration|CIA|INR|Secretariat|"
    r"Directorate)\b"
)
_RANK_WORDS = """
    Gen. Lt. Col. Maj. Capt. Adm. Amb. Dr. Mr. Mrs. Ms. Prof. Sgt. Brig. General Colonel Major Captain Admiral
    Ambassador Lieutenant Sir Lord Vice Rear"""
_RANKS = frozenset(_RANK_WORDS.split())
_PARTICLE_WORDS = """
    van von de der den di da du la le del ten ter zu zum zur vom al el ibn bin af y dos das della dalla"""
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_SUFFIXES = frozenset({"Jr.", "Jr", "Sr.", "Sr", "II", "III", "IV"})
_OFFICE_WORDS = """
    First Second Third Deputy Assistant Acting Director Secretary Chief Counselor Minister Consul Officer Special
    Under Chairman Ambassador Head Adviser Advisor Attaché Attache Vice Executive Legal Political Economic Press
    Military Naval Air Army Member Chargé Charge Representative Commander Senior Staff Science"""
_TITLE_WORDS = frozenset(_OFFICE_WORDS.split())
_MOST_NAMES = 12
_UP_TO_ITS_END = re.compile(
    r"\s*(?P<the>(?:the|an?)\s)?(?P<name>[A-ZА-ЯЁ][^,;.()]{1,160}?(?:(?<=U)\.S\.[^,;.()]{1,120}?)?)(?=\s(?:for|on|at|"
    r"to|from|with|via|through|dated|is|are|was|were|has|have|and (?:approved|cleared|translated|sent|provided|edited|"
    r"revised|annotated|concurred|coordinated|issued|submitted))\s|\sin\s\d{4}|[,;.()]|$)"
)
_JOINT = re.compile(r"\s(?:and|of|in|from)\s")
_INITIALED = re.compile(rf"{_CAPITAL}\s[A-Z]\.\s")
_INITIALS = re.compile(r"(?:[A-ZА-ЯЁÀ-ÞĀ-Ž]\.-?){1,4}")
_SUFFIX = re.compile(r",?\s(Jr\.|Sr\.|II|III|IV)(?=[\s,.;]|$)")


def people_after(sentence: str, start: int) -> tuple[tuple[str, ...], int]:
    """The persons or bodies from ``start`` on, and where the enumeration ends.

    ``A and B``; ``A, B, and C``; ``A of the Staff and B, Director for …``: offices
    and descriptions are passed over, a body is kept whole.
    """
    body = _body(sentence, start)
    if body:
        return (body[0],), body[1]
    names: list[str] = []
    at = start
    while len(names) < _MOST_NAMES:
        name, end = _name(sentence, at)
        if not name:
            break
        names.append(name)
        at = end
        following = _onward(sentence, at)
        if following is None:
            break
        at = following
    return tuple(names), at


def _body(sentence: str, start: int) -> tuple[str, int] | None:
    """A body, whole, where the words name one: up to a date, a comma, ``for``, ``on`` or ``at``."""
    match = _UP_TO_ITS_END.match(sentence, start)
    if match is None:
        return None
    name = match["name"].strip()
    first = _JOINT.split(name, maxsplit=1)[0]
    if _BODY.search(first) and not _INITIALED.match(name):
        return name, match.end()
    if match["the"] and _BODY.search(name):
        return name, match.end()
    return None


def _name(sentence: str, start: int) -> tuple[str | None, int]:
    """One personal name: capitals, initials, particles, a rank before and a suffix behind."""
    words: list[str] = []
    at = start
    article = _BEFORE_NAME.match(sentence, at)
    at = article.end() if article else at
    while len(words) < 7:  # noqa: PLR2004 - no name is longer
        match = _WORD.match(sentence, at)
        if match is None:
            break
        word = match["word"]
        initial = _INITIALS.fullmatch(word) is not None
        if not initial and word not in _RANKS and word not in _SUFFIXES and word.endswith("."):
            word = word[:-1]
        particle = word.lower() in _PARTICLES
        nickname = words and _NICKNAME.fullmatch(word)
        if not (_BEGINS_NAME.match(word) or nickname or (particle and (words or _PARTICLED.match(sentence, at)))):
            break
        words.append(word)
        at = match.start("word") + len(word)
        if word in _RANKS and (retired := _RETIRED.match(sentence, at)):
            words.append(retired[0].strip())
            at = retired.end()
        if not initial and word not in _RANKS and sentence[at : at + 1] in (".", ";", "(", ")"):
            break
        if sentence[at : at + 1] == ",":
            break
    suffix = _SUFFIX.match(sentence, at)
    if words and suffix:
        comma = "," if sentence[at] == "," else ""
        return f"{' '.join(words)}{comma} {suffix[1]}", suffix.end(1)
    return (" ".join(words) or None), at


_BEGINS_NAME = re.compile(r"[^\W\d_a-zа-яёà-þ]|\d{1,2}[A-Z]|(?:d|al|el|ul|ad|an|as|ash|at|az)[’'-][A-Z]")
"""A capital, ``7Sails`` (a firm), ``d’Aumont``, ``al-Masri``."""
_NICKNAME = re.compile(r"[“\"‘'][A-Z]\w{1,14}[”\"’']")
_RETIRED = re.compile(r"\s\([Rr]et(?:ired|\.)?\)(?=\s[A-ZА-ЯЁ])")
_PARTICLE = rf"(?:{'|'.join(sorted(_PARTICLES))})"
_PARTICLED = re.compile(rf"\s*(?:{_PARTICLE}\s){{1,3}}(?=[A-ZА-ЯЁÀ-ÞĀ-Ž])")
_BEFORE_NAME = re.compile(
    r"\s*(?:the\s)?(?:(?:(?:(?:Acting|Deputy|First|Second|Third|Assistant|Vice|Special|Political|Economic|Press|Legal|"
    r"Military)\s){1,3}(?:Secretary|Consul|Attaché|Attache|Adviser|Advisor|Officer|Director|Chief|Minister)|"
    r"Counsell?or|Consul(?:\sGeneral)?|Attaché|Minister-Counselor|Secretary(?=\sof\s))"
    r"(?:\s(?:of|at|for)\s(?:the\s)?(?:Embassy|Legation|Mission|State|Defense|Consulate)\b)?\s(?=[A-Z]))?"
)
_AND = re.compile(
    rf",?\s(?:and|&|et|und|и)\s(?:(?:interpreter|translator|historian|researcher)\s)?(?=[A-ZА-ЯЁÀ-ÞĀ-Ž]|(?:{_PARTICLE}\s){{1,3}}[A-ZÀ-ÞĀ-Ž])"
)
_COMMA = re.compile(rf",\s(?=[A-ZА-ЯЁÀ-ÞĀ-Ž]|(?:{_PARTICLE}\s){{1,3}}[A-ZÀ-ÞĀ-Ž])")
_CLOSING = re.compile(
    rf"(?:[^;.()]|\([^();]{{1,40}}\)|(?<=\b[A-ZА-ЯЁ])\.|(?<=\b[JS]r)\.){{0,120}}?,?\s(?:and|&|и)\s(?=[A-ZА-ЯЁÀ-ÞĀ-Ž]|{_PARTICLE}\s)"
)
_VERB_BETWEEN = re.compile(
    r"\b(?:approved|cleared|translated|revised|edited|sent|signed|was|were|is|on|who|obtained)\b"
)
_OF = re.compile(r"\s(?:of|in|from|at)\s(?:the\s)?[A-Z][^,;.()]{0,80}?(?=\sand\s[A-Z]|,|;|\.|$)")
_BRACKETED = re.compile(r"\s?\([^()]{1,60}\)")


def _onward(sentence: str, at: int) -> int | None:
    """Where the next name of the enumeration begins; None where it ends."""
    bracketed = _BRACKETED.match(sentence, at)
    at = bracketed.end() if bracketed else at
    of = _OF.match(sentence, at)
    if of:
        at = of.end()
    joined = _AND.match(sentence, at)
    if joined:
        return joined.end() if _looks_like_name(sentence, joined.end()) else None
    comma = _COMMA.match(sentence, at)
    if comma is None:
        return None
    if not _looks_like_name(sentence, comma.end()):
        # an office behind a name: a further name may follow it
        return None
    # only an enumeration that an 'and' closes goes on over a comma
    closing = _CLOSING.match(sentence, comma.end())
    return comma.end() if closing and not _VERB_BETWEEN.search(closing[0]) else None


def _looks_like_name(sentence: str, at: int) -> bool:
    word = _WORD.match(sentence, at)
    return word is not None and word["word"].rstrip(".") not in _TITLE_WORDS
