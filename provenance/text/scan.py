"""A source and the places in it: what every part of the notation's parser shares.

Nothing here looks back or tries twice: each pattern is one negated class or one
bounded alternative, so reading is linear in the length of the source (THREATS T35).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from provenance.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provenance.text.blocks import Attrs

ID = r"[A-Za-z][A-Za-z0-9-]{0,63}"
LABEL = r"[^\s\[\]{}#\\]{1,16}"
"""A note's label as printed: ``1``, ``a``, ``*``, ``††``."""
NUMBER = r"[0-9]{1,6}[a-z]?"

_KEY = re.compile(r"([a-z][a-z0-9-]{0,31})=")
_BARE = re.compile(r"[^ \t\n\"{}|\]\\]+")
_QUOTED = re.compile(r'"((?:[^"\\\n]|\\["\\])*)"')
_BARE_VALUE = re.compile(r"[^\s\"{}|\]\\]+")


@dataclass(frozen=True)
class Source:
    """A file's text and its name; makes the errors that say where."""

    text: str
    file: str | None = None

    def refuse(
        self, at: int, message: str, *, hint: str | None = None, code: str = "notation", among: Iterable[str] = ()
    ) -> NoReturn:
        """Raise the InputError for offset ``at``; ``among`` lists what would have fitted."""
        line = self.text.count("\n", 0, at) + 1
        column = at - (self.text.rfind("\n", 0, at) + 1) + 1
        raise InputError(
            message, code=code, file=self.file, line=line, column=column, hint=hint, candidates=tuple(among)
        )

    def place(self, at: int) -> str:
        """``line 3, column 7``, for use within a message."""
        return f"line {self.text.count(chr(10), 0, at) + 1}, column {at - self.text.rfind(chr(10), 0, at)}"

    def refuse_word(self, at: int, what: str, word: str, known: Iterable[str]) -> NoReturn:
        """Refuse a word that is not of a closed list, naming the nearest that is."""
        from difflib import get_close_matches

        known = tuple(known)
        near = get_close_matches(word, known, n=1)
        self.refuse(at, f"there is no {what} {word!r}", hint=near[0] if near else " ".join(known), among=known)


def read_pairs(source: Source, at: int) -> tuple[Attrs, int]:
    """``key=value key="a value"`` from ``at`` on: the pairs and the offset behind the last.

    A space and another pair may follow each; a space and ``#`` end the list.
    Raises InputError for a key twice, a missing value, an unclosed quotation mark.
    """
    pairs: dict[str, str] = {}
    while True:
        key = _KEY.match(source.text, at)
        if key is None:
            source.refuse(at, "here an attribute should stand", hint='key=value, or key="a value with spaces"')
        if key[1] in pairs:
            source.refuse(at, f"the attribute {key[1]!r} is given twice")
        pairs[key[1]], at = _read_value(source, key.end())
        if not source.text.startswith(" ", at) or source.text.startswith(" #", at):
            return tuple(pairs.items()), at
        at += 1


def _read_value(source: Source, at: int) -> tuple[str, int]:
    if source.text.startswith('"', at):
        quoted = _QUOTED.match(source.text, at)
        if quoted is None:
            source.refuse(at, "this quotation mark is not closed on its line", hint='inside a value write \\" and \\\\')
        return re.sub(r"\\(.)", r"\1", quoted[1]), quoted.end()
    bare = _BARE.match(source.text, at)
    if bare is None:
        source.refuse(at, "a value is missing", hint='"" for an empty value')
    return bare[0], bare.end()


def write_pairs(attrs: Attrs) -> str:
    """The pairs, each value bare where it can be."""
    return " ".join(f"{key}={_write_value(value)}" for key, value in attrs)


def _write_value(value: str) -> str:
    if "\n" in value:
        raise InputError(f"a newline stands within the attribute {value!r}")
    if _BARE_VALUE.fullmatch(value):
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
