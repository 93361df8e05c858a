"""Words as a person types them at a shell: mends are read before they are typed, so the plainest quotation is taken."""

from __future__ import annotations

import re
from shlex import quote

_LIVE = re.compile(r"[$`!\\]")
"""What a shell reads on between double quotation marks."""


def quoted(words: str) -> str:
    """One word for a shell; an apostrophe within is left as it is, between double quotation marks."""
    if "'" not in words or _LIVE.search(words):
        return quote(words)
    return '"' + words.replace('"', '\\"') + '"'
