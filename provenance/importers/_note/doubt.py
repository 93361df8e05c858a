"""Whether a sentence doubts who drafted, wrote or translated the document, or says that nobody signed it."""

from __future__ import annotations

import re

_HEDGE = r"(?:[Pp]resumably|[Pp]robably|[Aa]pparently|[Pp]ossibly|[Pp]erhaps)"
_DONE = r"(?:[Dd]rafted|[Ww]ritten|[Pp]repared|[Aa]uthored|[Tt]ranslated)"
_HAND = r"(?:[Dd]rafter|[Dd]rafting officer|[Aa]uthor|[Ww]riter|[Tt]ranslator)"
_PAPER = (
    r"(?:document|memorandum|memo|letter|text|paper|note|report|telegram|original|source text|message|record|minutes|"
    r"conversation|translation|manuscript)"
)
_MADE = r"(?:[Mm]ade|[Kk]ept|[Tt]aken|[Rr]ecorded|[Cc]ompiled|[Tt]yped|[Dd]ictated)"
_SEEMS = r"(?:may|might|must|could|(?:appears?|seems?) to|(?:is|was) (?:believed|thought|assumed) to)"
_NOT_KNOWN = (
    r"(?:not (?:been )?(?:known|identified|indicated|given|named|shown|stated|recorded|established|further identified)|"
    r"unknown|unidentified|uncertain|unclear|disputed|in doubt|unnamed|anonymous|missing|omitted|lacking|absent)"
)
_FORMS = (
    rf"\b{_HEDGE}\s(?:was\s|also\s)?{_DONE}\b",
    rf"\b{_DONE},?\s{_HEDGE}\sby\b",
    rf"\b{_DONE}\sby\s[^.;]{{0,60}}?,\s(?:{_HEDGE}|perhaps)\s(?=[A-Z])",
    rf"\b(?:was|were)\s{_HEDGE}\s{_DONE}\b",
    rf"\b{_HEDGE} by\s(?=[A-Z])",
    rf"\b{_MADE}\sby\s[^.;]{{0,60}}?,\s{_HEDGE}\s(?=[A-Z])",
    rf"\b{_HEDGE}\s(?:also\s)?(?:its|the|their)\s{_HAND}\b",
    rf"\b{_SEEMS}\s(?:well\s)?have been\s{_DONE}\b",
    rf"\b(?:[Ll]ikely|[Ee]vidently|[Ss]eemingly)\s{_DONE}\b",
    rf"\b{_DONE}\sby\s[^.;]{{1,40}}?\s?(?:\(\?\)|\[\?\])",
    rf"\b[Nn]either [^.;]{{0,60}}?\b{_HAND}\b[^.;]{{0,20}}?\s(?:identified|known|named|indicated|given)\b",
    r"\b[Nn]o signature\b|^Anonymous\b",
    r"^(?:Although|Though) (?:it is )?unsigned\b|\bbut (?:not signed|unsigned)\b",
    rf"\bdid not sign (?:the|this) {_PAPER}\b",
    rf"\b{_HAND}\s(?:is|was)\s{_HEDGE}\b",
    r"\b[Nn]o (?:other |further )?drafting information\b",
    rf"\b[Nn]o {_HAND}\b",
    rf"\b{_HAND}\b[^.;]{{0,30}}\b(?:does not appear|do not appear)\b",
    r"\b[Nn]o (?:indication|information) (?:of|on|about|as to) (?:the )?(?:draft|author|who\b|writer)",
    rf"\b[Nn]o (?:indication|evidence|information|record)\b[^.;]{{0,40}}\b(?:who|by whom)\b[^.;]{{0,30}}?\b{_DONE}",
    (
        rf"\bdoes not (?:indicate|identify|name|show|give|specify|reveal|say|state|mention|bear)\s"
        rf"(?:the |its |an? |any )?(?:name of (?:the |its )?)?"
        rf"(?:{_HAND}|drafting|authorship|signature|who {_DONE}|by whom)\b"
    ),
    r"\b[Nn]either [^.]{0,40}drafting information",
    (
        rf"\b(?:{_HAND}|[Aa]uthorship|[Dd]rafting information)(?:[’']s (?:name|identity))?"
        rf"(?: and \w{{3,9}})?\s(?:of [^.;]{{1,40}}\s)?"
        rf"(?:(?:is|are|was|were|remains?|has|have)\s)?{_NOT_KNOWN}\b"
    ),
    rf"\b[Ii]dentity of the {_HAND}\b[^.;]{{0,40}}\b{_NOT_KNOWN}\b",
    rf"\b(?:[Uu]nknown|[Uu]nidentified|[Aa]nonymous) {_HAND}\b",
    (
        rf"(?:^|\b{_PAPER}\s(?:is|was|are|were)\s)(?:{_DONE}|Translation)\sby\san?\s"
        r"(?:unidentified|unknown|unnamed|anonymous)\b"
    ),
    rf"\b{_PAPER}\s(?:is|was|are|were)\s(?:(?:undated and )?unsigned|not signed|neither signed)\b",
    rf"^The {_PAPER},? which (?:is|was) (?:unsigned|not signed)\b",
    rf"^(?:The|This) unsigned(?: and undated|, undated)? {_PAPER}\b",
    r"\b(?:is|was|are|were) (?:not signed|neither (?:dated nor )?signed|(?:undated|untitled) and unsigned)\b",
    r"\b(?:bears|has|carries|contains) no\s(?:(?:date|heading|addressee)\s(?:or|and)\s)?(?:signature|drafting|drafter)",
    r"\b(?:lacks|without) (?:a |any )?(?:signature|drafting information)\b",
    r"^(?:Unsigned|Not signed)\b",
    (
        r"\b[Аа]втор(?:ство)?(?: \w{1,20})? не (?:установлен|указан|известен)|\bне подписан[оа]?\b|^Без подписи|"
        r"^Подпись отсутствует"
    ),
    r"\b(?:Verfasser|Übersetzer)\s(?:ist\s)?(?:unbekannt|nicht)|^Ohne Unterschrift",
    r"\bnicht (?:unterzeichnet|gezeichnet)\b",
    r"^Non signée?\b|\b[Aa]uteur (?:inconnu|non identifié)",
)
_DOUBT = re.compile("|".join(_FORMS))
_KEYWORDS = (
    "nsigned", "ot signed", "er signed", "or signed", "not sign ", "ignature", "rafter", "rafting", "uthor",
    "riter", "ranslator", "ably", "aps", "ently", "ibly", "ikely", "eemingly", "have been", "nknown", "nidentif",
    "nnamed", "nonym", "whom", "who ", "(?)", "[?]", "втор", "одпис", "erfasser", "bersetzer", "nterschrift",
    "zeichnet", "uteur", "neither dated", "on signé",
)  # fmt: skip
"""The bare words first: most sentences hold none of them."""
_OF_ANOTHER = re.compile(
    r"Printed from|Attached\b|(?:A|An|The) (?:handwritten |marginal |typed |stamped |penciled |typewritten )?"
    r"(?:notation|note|covering|cover|attached|enclosed)\b(?! (?:is|was) (?:unsigned|not signed))"
)
"""What a note says of a notation, an attachment or the copy printed from, it does not say of the document."""


def is_doubted(sentence: str) -> bool:
    """Whether the sentence hedges the hand, calls it unknown, or says that the document is not signed."""
    return (
        any(word in sentence for word in _KEYWORDS)
        and _OF_ANOTHER.match(sentence) is None
        and _DOUBT.search(sentence) is not None
    )
