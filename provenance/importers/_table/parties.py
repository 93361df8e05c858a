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
    parts = (half for part in _PARTING.split(words) for one in _by_commas(part) for half in _by_and(one))
    return tuple(_named(one) for one in parts if one.strip(" ,[]?") and not is_nobody(one))


def nobody_in(words: str) -> tuple[str, ...]:
    """What of a cell stands in a name's place and names nobody, each as it is written."""
    return tuple(part for part in _PARTING.split(words) if part.strip(" ,") and is_nobody(part))


_NOBODY = re.compile(
    r"[\[(]?(?:n ?[/.] ?a\.?|n ?[/.] ?k\.?|none|nil|unknown|not known|unsigned|not stated|anonymous|anon\.?|files?|\?+|"
    r"[-–—]+|"
    r"без подписи|б ?[/.] ?п\.?|неизвест\w{1,4}|не ?указан\w{0,2}|аноним\w{0,3}|нет|в дело|"
    r"unbekannt|nicht genannt|o\. ?v\.|ohne unterschrift|ohne verfasser|anonym|z\. ?d\. ?a\.|"
    r"inconnue?|sans signature|non signée?|anonyme|s\. ?n\.)[\])]?",
    re.IGNORECASE,
)


def is_nobody(words: str) -> bool:
    """Words of a cell that say there is nobody to name: ``n/a``, ``б/п``, ``Unbekannt``; a copy for the file."""
    return _NOBODY.fullmatch(" ".join(words.split())) is not None


_AND = re.compile(r"\s+(?:and|&|und|u\.|et|и|/)\s+")
_FIRM = re.compile(r"\b(?:Ltd|Limited|Sons?|Co|Company|Bros|Brothers|Inc|GmbH|AG|KG|Cie|Fils|Söhne|Gebrüder)\b")


def _by_and(words: str) -> Iterator[str]:
    """``P. Ramsell and Ann Dorfman`` are two; a body may have *and* in its name, and a married pair one surname."""
    parts = [part.strip() for part in _AND.split(words)]
    # Совнарком и ВСНХ: of two words alone neither is the other's
    bare = " и " in words and all(re.fullmatch(r"[А-ЯЁ][А-ЯЁа-яё-]+", part) for part in parts)
    if len(parts) > 1 and not _FIRM.search(words) and (bare or all(_is_personal(part) for part in parts)):
        yield from parts
    else:
        yield words


def _is_personal(words: str) -> bool:
    """A personal name, with a title or a rank before it or without; of a lone word nobody can be sure."""
    bare = " ".join(words.split())
    if _SURNAME_FIRST.fullmatch(bare) or _INITIALS_LAST.fullmatch(bare):
        return True
    tokens = [token for token in bare.split() if token.strip(".,").casefold() not in _RANKS]
    titled = len(tokens) < len(bare.split())
    names = [token for token in tokens if token.casefold() not in _PARTICLES]
    if not names or len(tokens) > 4 or (len(names) < 2 and not titled and len(tokens) == len(names)):  # noqa: PLR2004
        return False
    return all(re.fullmatch(r"[^\W\d_][\w’'.-]*", name) and name[0].isupper() for name in names) and (
        party(bare).kind != "body" and not _BODIES.search(bare)
    )


_WORDS_OF_RANKS = """
    mr mrs ms miss dr prof professor sir lord lady amb ambassador gen general col colonel maj major capt captain lt
    lieutenant sgt adm admiral sen senator rep secretary minister president chancellor
    ministerialrat geheimrat staatssekretär oberpräsident regierungsrat ministerialdirektor ministerialdirigent
    legationsrat botschafter gesandter konsul oberst hauptmann leutnant admiral freiherr graf herr frau
    полковник майор генерал капитан лейтенант тов товарищ т академик профессор посол министр подполковник
    m mme mlle comte comtesse prince princesse duc duchesse marquis baron maréchal colonel abbé
"""
_RANKS = frozenset(_WORDS_OF_RANKS.split())
_PARTICLES = frozenset(("von", "van", "de", "der", "den", "zu", "du", "la", "le", "del", "di", "da"))


def _by_commas(words: str) -> Iterator[str]:
    """``Lund, A., Korneev, P.`` are two, ``Lund, Korneev, Berg`` three; ``Lund, A.`` is one."""
    parts = [part.strip() for part in words.split(",")]
    if len(parts) > 2 and len(parts) % 2 == 0 and all(re.fullmatch(_INITIALS, part) for part in parts[1::2]):  # noqa: PLR2004
        yield from (f"{surname}, {given}" for surname, given in zip(parts[::2], parts[1::2], strict=True))
    elif len(parts) > 1 and (_are_initialled(parts) or _are_surnames(parts) or _are_titled(parts)):
        yield from parts
    else:
        yield words


def _are_initialled(parts: Sequence[str]) -> bool:
    """``A. Lund, P. Korneev``; ``Lund A., Korneev P.``."""
    return all(_INITIALS_LAST.fullmatch(part) or re.fullmatch(rf"{_INITIALS}\s?{_WORD}", part) for part in parts)


def _are_surnames(parts: Sequence[str]) -> bool:
    """Three words or more; of two the second may be a given name."""
    return len(parts) > 2 and all(re.fullmatch(_WORD, part) and part[0].isupper() for part in parts)  # noqa: PLR2004


def _are_titled(parts: Sequence[str]) -> bool:
    """``Ministerialrat von Holm, Geheimrat Ott``: each with a title or rank of its own, or three of two names each."""
    if all(part.split()[:1] and part.split()[0].strip(".").casefold() in _RANKS for part in parts):
        return all(map(_is_personal, parts))
    return len(parts) > 2 and all(" " in part and _is_personal(part) for part in parts)  # noqa: PLR2004


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
