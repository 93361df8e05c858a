"""How a document is marked: its classification, as a line by itself."""

from __future__ import annotations

import re

_LONGEST = 80
_MARKINGS = re.compile(
    r"(?:TOP SECRET|SECRET|CONFIDENTIAL|STRICTLY SECRET|STRICTLY CONFIDENTIAL|RESTRICTED|UNCLASSIFIED|EYES ONLY|"
    r"Top [Ss]ecret|Secret|Confidential|Strictly [Cc]onfidential|Strictly [Ss]ecret|For official use only|"
    r"LIMITED OFFICIAL USE|PRIORITY|NIACT|US URGENT|IMMEDIATE|Immediate|MOST SECRET|Most [Ss]ecret|PERSONAL|"
    r"Немедленно|Срочно|Весьма срочно|Вне очереди|НЕМЕДЛЕННО|ВНЕ ОЧЕРЕДИ|Urgent|Personal|CONFIDENTIAL PRINT|"
    r"СОВЕРШЕННО СЕКРЕТНО|СЕКРЕТНО|Совершенно секретно|Сов\. секретно|Секретно|Строго секретно|СТРОГО СЕКРЕТНО|"
    r"Особая папка|"
    r"GEHEIM|STRENG GEHEIM|Streng geheim|Geheim|Vertraulich|VERTRAULICH|VS-Vertraulich|VS-vertraulich|"
    r"Streng vertraulich|"
    r"TRÈS SECRET|SECRET DÉFENSE|Très secret|Confidentiel|CONFIDENTIEL|Très urgent|Réservé)"
    r"(?=$|[\s./,;!(—–-])(?:[\s./,;(—–-]{1,3}(?:[A-ZА-ЯЁÄÖÜ][\w№.’'-]{0,30}|\d{1,6}|№|of|no\.|folder|papka|copy|and|"
    r"only|папка|"
    r"экз\.|секретно|geheim)\)?){0,8}[.!]?"
)


def is_marking(words: str) -> bool:
    """Whether words are a marking alone: ``Top Secret``, ``Секретно``, ``SECRET/SENSITIVE``."""
    return len(words) < _LONGEST and _MARKINGS.fullmatch(words.strip("[]")) is not None
