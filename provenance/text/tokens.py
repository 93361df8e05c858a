"""Words and signs of any script: segments after Unicode's UAX 29, and what is alike when words are looked for."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

_QUOTES = {"'": "‘’‚‛ʼ′＇", '"': "“”„‟«»″＂"}
_DASHES = "‐‑‒–—―−﹘﹣－"
_SPACES = "\t\n\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_FOLDED = str.maketrans(
    {
        **{char: plain for plain, chars in _QUOTES.items() for char in chars},
        **dict.fromkeys(_DASHES, "-"),
        **dict.fromkeys(_SPACES, " "),
    }
)


@lru_cache(maxsize=1)
def _patterns() -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    """The boundary of two segments, and a letter or digit; ``regex`` costs as much to load as bare Python."""
    import regex

    return regex.compile(r"(?w)\b", flags=regex.V1), regex.compile(r"[\p{L}\p{N}]")


def tokens(words: str) -> tuple[str, ...]:
    """Segments after UAX 29 that joined give ``words``: words, spaces and signs each apart.

    Chinese and Thai come letter by letter, which is right for collation.
    """
    return tuple(filter(None, _patterns()[0].split(words)))


def is_word(token: str) -> bool:
    """Whether a segment holds a letter or a digit."""
    return _patterns()[1].search(token) is not None


def count_words(words: str) -> int:
    """How many of its segments are words."""
    return sum(map(is_word, tokens(words)))


def count_shown(was: str, now: str) -> int:
    """How many words of a text a change of it gives away: those of the longer side, since an insertion shows too."""
    return max(count_words(was), count_words(now))


def fold(words: str) -> str:
    """The same length, with quotation marks, dashes and spaces made alike; for matching, never for writing."""
    return words.translate(_FOLDED)
