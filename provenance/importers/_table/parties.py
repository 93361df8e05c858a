"""Persons and bodies as a cell of a table names them: several to a cell, the surname first as often as last."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from provenance.importers._page.names import Party, party, slugged

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True)
class Named:
    """Somebody named in a cell; ``doubt``: the sign by which the cell says that it is not sure."""

    party: Party
    doubt: str = ""


_PARTING = re.compile(r"\s*[;\n|]\s*")
_DOUBT = re.compile(
    r"\s*[(\[]\s*\?\s*[)\]]\s*|\s*\?\s*$"
    r"|(?i:\b(?:probably|presumably|possibly|vermutlich|wohl|предположительно|вероятно|probablement)\b:?\s*)"
)
_WORD = r"[^\W\d_][\w’'-]{1,40}"
_INITIALS = r"(?:[^\W\d_]{1,2}\.[ -]?){1,4}"
_WORDS_OF_TITLES = """
    secretary minister president director chairman general ambassador chief deputy jr sr dr
"""
_TITLES = frozenset(_WORDS_OF_TITLES.split())
_BODIES = re.compile(
    r"(?i:\b(?:\w*amt|botschaft|\w*konsulat|gesandtschaft|vertretung|министерство|посольство|комитет|отдел|управление|"
    r"ambassade|consulat|ministère)\b)"
)
_SURNAME_FIRST = re.compile(
    rf"(?P<surname>(?:(?:von|van|de|der|zu)\s){{0,3}}{_WORD}(?:\s{_WORD})?),\s?(?P<given>[^,]{{1,60}})"
)
_INITIALS_LAST = re.compile(rf"(?P<surname>{_WORD})\s(?P<given>{_INITIALS})")


def named_in(words: str) -> tuple[Named, ...]:
    """Everybody whom a cell names, in its order; parted by semicolons, lines or bars, and by commas where sure."""
    return tuple(_named(one) for part in _PARTING.split(words) for one in _by_commas(part) if one.strip(" ,[]?"))


def _by_commas(words: str) -> Iterator[str]:
    """``Lund, A., Korneev, P.`` are two, ``Lund, Korneev, Berg`` three; ``Lund, A.`` is one."""
    parts = [part.strip() for part in words.split(",")]
    if len(parts) > 2 and len(parts) % 2 == 0 and all(re.fullmatch(_INITIALS, part) for part in parts[1::2]):  # noqa: PLR2004
        yield from (f"{surname}, {given}" for surname, given in zip(parts[::2], parts[1::2], strict=True))
    elif len(parts) > 1 and (_are_initialled(parts) or _are_surnames(parts)):
        yield from parts
    else:
        yield words


def _are_initialled(parts: Sequence[str]) -> bool:
    """``A. Lund, P. Korneev``; ``Lund A., Korneev P.``."""
    return all(_INITIALS_LAST.fullmatch(part) or re.fullmatch(rf"{_INITIALS}\s?{_WORD}", part) for part in parts)


def _are_surnames(parts: Sequence[str]) -> bool:
    """Three words or more; of two the second may be a given name."""
    return len(parts) > 2 and all(re.fullmatch(_WORD, part) and part[0].isupper() for part in parts)  # noqa: PLR2004


def _named(words: str) -> Named:
    bare, doubts = _DOUBT.subn(" ", words)
    bare = " ".join(bare.split())
    bracketed = bare.startswith("[") and bare.endswith("]")
    bare = bare.strip("[] ")
    doubt = "It is in brackets" if bracketed else "The table says that it is not sure" if doubts else ""
    turned = _SURNAME_FIRST.fullmatch(bare)
    if turned and _is_given(turned["given"]):
        return Named(_person(bare, turned["surname"], turned["given"]), doubt)
    last = _INITIALS_LAST.fullmatch(bare)
    if last:
        return Named(_person(bare, last["surname"], last["given"]), doubt)
    if _BODIES.search(bare):
        return Named(as_body(bare), doubt)
    before, comma, _ = bare.partition(",")
    found = party(before if comma else bare)  # behind a comma stands an office or a place
    return Named(replace(found, name=bare) if comma or not found.name else found, doubt)


def _is_given(words: str) -> bool:
    tokens = words.split()
    return 0 < len(tokens) <= 4 and all(  # noqa: PLR2004 - given names
        token[0].isupper() and token.lower().strip(".") not in _TITLES for token in tokens
    )


def _person(words: str, surname: str, given: str) -> Party:
    family = slugged(surname, 40)
    return replace(
        party("A. Lund"), words=words, name=words, key=f"{family}-{slugged(given, 23)}", short=family, kind="person"
    )


def as_body(words: str) -> Party:
    """A repository or holder: a body, whatever its name looks like."""
    found = party(words)
    if found.kind == "body":
        return found
    key = slugged(found.name or words)
    return replace(found, name=found.name or words, kind="body", key=key, short=key)
