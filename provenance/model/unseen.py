"""Characters that no reader can see: controls, marks that turn the direction of writing, letters of no width.

They are kept in texts, since they stand in sources, and made visible wherever
words are shown (THREATS T31; the list follows Unicode's Default_Ignorable and
the Trojan Source paper, CVE-2021-42574).
"""

from __future__ import annotations

import re

UNSEEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff\ud800-\udfff\ufffe\uffff]"
)
"""All but tab, newline and the two joiners (U+200C, U+200D) that Persian and Indic words are written with."""


def readable(words: str) -> str:
    """The words with every such character written as ``⟨U+202E⟩``."""
    return UNSEEN.sub(lambda match: f"⟨U+{ord(match[0]):04X}⟩", words)
