"""Fingerprints of a text that may not be republished: what each block's words hash to, never the words.

A line a group: the block ids joined by ``+``, the scheme, the number of words,
a SHA-256 of the printed reading and a loose one of its letters and digits.
The values are computed in ``text.fingerprint``; here is how they are kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

SCHEME = "v1"
SHOWN_PART = 0.05
"""The part of a withheld text's words that its corrections may show, over log, feeds, history and JSON together."""
HEADER = (
    "# block ids (short blocks joined), scheme, words, SHA-256 of the printed reading, SHA-256 of letters and digits\n"
)
_LINE = re.compile(
    r"(?P<ids>[A-Za-z0-9-]+(?:\+[A-Za-z0-9-]+)*) (?P<scheme>v[0-9]{1,3}) (?P<words>[0-9]{1,9})"
    r" (?P<printed>[0-9a-f]{64}) (?P<loose>[0-9a-f]{64})",
    re.ASCII,
)
_FORM = "ids scheme words printed loose, parted by one space; the last two of 64 hexadecimal digits"


@dataclass(frozen=True)
class Fingerprint:
    """One group of blocks: ``printed`` and ``loose`` are SHA-256 in hexadecimal, ``words`` is counted by UAX 29."""

    ids: tuple[str, ...]
    scheme: str
    words: int
    printed: str
    loose: str


def read_fingerprints(source: str, file: str | None = None) -> tuple[Fingerprint, ...]:
    """The lines of a ``.fingerprints`` file; InputError, with the line, for one of another form or a repeated id."""
    found: list[Fingerprint] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(source.split("\n"), start=1):
        if not line or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            raise InputError("this line is no fingerprint", file=file, line=number, column=1, hint=_FORM)
        ids = tuple(match["ids"].split("+"))
        for each in ids:
            if each in seen:
                raise InputError(f"block {each} stands in line {seen[each]} too", file=file, line=number, column=1)
            seen[each] = number
        found.append(Fingerprint(ids, match["scheme"], int(match["words"]), match["printed"], match["loose"]))
    return tuple(found)


def write_fingerprints(fingerprints: Iterable[Fingerprint]) -> str:
    """The file, with the line that says what stands in it."""
    return HEADER + "".join(
        f"{'+'.join(each.ids)} {each.scheme} {each.words} {each.printed} {each.loose}\n" for each in fingerprints
    )
