"""Markings of classification, precedence and distribution, and the words of other languages for them."""

from __future__ import annotations

import re

_ENGLISH = (
    r"Cosmic Top Secret|"
    r"(?:NATO |UK |US |U\.S\. )?(?:T[Oo][Pp] (?:[Ss]ecret|SECRET)|Secret|SECRET|Confidential|CONFIDENTIAL)|"
    r"(?:[Ss]trictly|[Mm]ost|[Vv]ery|[Aa]bsolutely|[Hh]ighly) (?:[Ss]ecret|[Cc]onfidential|[Uu]rgent)|"
    r"Restricted|RESTRICTED|Unclassified|UNCLASSIFIED|Limited Distribution|Limit Distribution|Priority|"
    r"Immediate|Urgent|Niact|Flash|LOU|(?:For |Limited )?Official Use(?: Only)?|Official[–-]Informal|"
    r"Administratively Confidential|"
    r"No classification\b[^.;]{0,60}|Sensitive|Super Sensitive|Personal|Private|Eyes Only|"
    r"For your eyes only|Plain(?: text)?|"
    r"Unmarked|Limdis|Nodis|Exdis|Noforn|Of [Ss]pecial [Ii]mportance|\[[^\]]{0,60}not declassified\]"
)
_FOREIGN = (
    r"Streng geheim|Geheim|Streng vertraulich|Vertraulich|(?:Vertrauliche|Geheime) (?:Verschlu(?:ß|ss)|Kommando)sache|"
    r"(?:VS|GVS|VVS)(?:[-–](?:[Vv]ertraulich|[Gg]eheim|NfD))?(?=[\s;,!]|$)|Nur für den Dienstgebrauch|"
    r"Sov\. sekretno|(?:Sovershenno|Strogo) sekretno|Sekretno|Особая папка|Особой важности|Для служебного пользования|"
    r"(?:Совершенно|Сов\.|Строго) секретно|Секретно|СОВЕРШЕННО СЕКРЕТНО|СЕКРЕТНО|Конфиденциально|Цілком таємно|"
    r"Très [Ss]ecret|Confidentiel|Diffusion restreinte|(?:Ściśle )?[Tt]ajne|Poufne|Př[ií]sně tajné|Prísne tajné|Tajné|"
    r"Důvěrné|Szigorúan (?:titkos|bizalmas)|Titkos|Bizalmas|Strict (?:secret|confiden[tț]ial)|Segretissimo|Segreto|"
    r"Riservat[oa]|Muy secreto|Secreto|Confidencial"
)
_MARKING = re.compile(rf"(?:{_ENGLISH}|{_FOREIGN})!?(?P<rest>(?:;|,|/|\sand\s|\s[A-ZА-ЯЁ[(]).{{0,160}})?")
_SMALL_WORD = re.compile(r"(?<![\w’'])[a-zа-яё][\w’]*")
_SMALL_WORDS = frozenset(
    ("and", "or", "only", "not", "for", "the", "to", "of", "in", "at", "eyes", "secret", "confidential", "distribute",
     "distribution", "text", "use", "copy", "as", "declassified", "codeword", "и", "секретно")
)  # fmt: skip
"""What stands in small letters in a marking, up to its first semicolon."""
_VERB = re.compile(
    r"\b(?:is|was|were|are|has|had|by|sent|from|drafted|reads|which|that|see|(?<!Outside )(?<!for )the)\b"
)
_BEHIND = re.compile(
    r"\s(?=(?:Top Secret|Secret|Confidential|Official Use Only|Limited Official Use)(?:;[^.]{1,80})?$)"
)


def is_marking(sentence: str) -> bool:
    """Whether a sentence (without its stop) is a classification marking, with precedence and distribution."""
    match = _MARKING.fullmatch(sentence)
    if match is None:
        return False
    if sentence.startswith("No classification"):
        return True
    first = (match["rest"] or "").partition(";")[0].partition("[")[0]
    small = (word[0] for word in _SMALL_WORD.finditer(first))
    return _VERB.search(sentence) is None and all(word in _SMALL_WORDS for word in small)


def marking_behind(citation: str) -> tuple[str, str | None]:
    """A marking that follows the citation with no stop between them: the citation without it, and the marking."""
    match = _BEHIND.search(citation, max(0, len(citation) - 140))
    return (citation[: match.start()].removesuffix("."), citation[match.end() :]) if match else (citation, None)
