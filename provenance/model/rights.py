"""Rights statements, and whether they let a text be published.

Sources: RightsStatements.org, the twelve statements of version 1.0; Creative
Commons, the licences and tools by address (1.0 to 4.0). As of November 2026.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from provenance.errors import InputError
from provenance.model.address import _Checked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model.edition import Edition, Rights, Volume
    from provenance.model.record import Collection, Record

Answer = Literal["yes", "no", "ask"]

_STATEMENTS: dict[str, tuple[str, Answer]] = {
    "InC": ("In Copyright", "no"),
    "InC-OW-EU": ("In Copyright: EU Orphan Work", "no"),
    "InC-EDU": ("In Copyright: Educational Use Permitted", "ask"),
    "InC-NC": ("In Copyright: Non-Commercial Use Permitted", "ask"),
    "InC-RUU": ("In Copyright: Rights-holders Unlocatable or Unidentifiable", "no"),
    "NoC-CR": ("No Copyright: Contractual Restrictions", "ask"),
    "NoC-NC": ("No Copyright: Non-Commercial Use Only", "ask"),
    "NoC-OKLR": ("No Copyright: Other Known Legal Restrictions", "ask"),
    "NoC-US": ("No Copyright: United States", "ask"),
    "CNE": ("Copyright Not Evaluated", "ask"),
    "UND": ("Copyright Undetermined", "ask"),
    "NKC": ("No Known Copyright", "yes"),
}
_RIGHTS = re.compile(r"https?://rightsstatements\.org/(?:vocab|page)/(?P<code>[A-Za-z-]{1,12})/1\.0/?", re.ASCII)
_LICENCE = re.compile(
    r"https?://creativecommons\.org/(?:licenses/(?P<code>by(?:-nc)?(?:-nd|-sa)?)/(?P<version>[1-4]\.[05])"
    r"|publicdomain/(?P<tool>zero|mark)/1\.0)/?(?:[a-z]{2}/)?",
    re.ASCII,
)
_VOCABULARY = re.compile(r"(?:https?://)?(?:www\.)?(?:rightsstatements|creativecommons)\.org/", re.ASCII)


_SHORT_LICENCE = re.compile(
    r"CC[ -](?P<code>BY(?:-NC)?(?:-ND|-SA)?)(?:[ -](?P<version>[1-4]\.[05]))?|CC[ -]?0(?:[ -]1\.0)?|PDM(?:[ -]1\.0)?",
    re.ASCII | re.IGNORECASE,
)
_LIKE_SHORT = re.compile(r"(?i:CC[ -]BY[A-Z0-9-]{0,12}(?:[ -][0-9]\.[0-9])?)|(?:InC|NoC)[A-Z-]{0,12}", re.ASCII)
"""What means to be a short form: one that is none of them is a slip, not a sentence of somebody's own."""
_CODES = {code.casefold(): code for code in _STATEMENTS}
_NAMES = {name.casefold(): code for code, (name, _) in _STATEMENTS.items()}


def _code(value: str) -> str | None:
    """The statement of RightsStatements.org that a value is, by address, code (``InC``) or name; None where none."""
    found = _RIGHTS.fullmatch(value)
    if found is not None:
        return found["code"] if found["code"] in _STATEMENTS else None
    folded = value.strip().casefold()
    return _CODES.get(folded) or _NAMES.get(folded)


class Statement(_Checked):
    """A rights statement: of one of the two vocabularies, by address or short form, or other words, kept as given."""

    __slots__ = ()

    @classmethod
    def parse(cls, value: str) -> Statement:
        """The statement; InputError for an address of these vocabularies that names nothing in them."""
        if not value:
            raise InputError("the statement is empty", hint="http://rightsstatements.org/vocab/InC/1.0/")
        if _code(value) is not None or _is_licence(value):
            return cls(value)
        if _VOCABULARY.match(value) is None and _LIKE_SHORT.fullmatch(value) is None:
            return cls(value)
        raise InputError(f"{value!r} names no statement or licence", hint=_nearest(value))

    @property
    def name(self) -> str:
        """What it is called; other words are their own name."""
        code = _code(self)
        if code is not None:
            return _STATEMENTS[code][0]
        licence = _LICENCE.fullmatch(self)
        if licence is None:
            return str(self)
        if licence["tool"]:
            return "CC0 1.0" if licence["tool"] == "zero" else "Public Domain Mark 1.0"
        return f"CC {licence['code'].upper()} {licence['version']}"

    @property
    def lets_publish(self) -> Answer:
        """Whether a text under it may be published in full: yes, no, or somebody must be asked."""
        code = _code(self)
        if code is not None:
            return _STATEMENTS[code][1]
        return "yes" if _is_licence(self) else "ask"


def _is_licence(value: str) -> bool:
    return _LICENCE.fullmatch(value) is not None or _SHORT_LICENCE.fullmatch(value) is not None


def _nearest(value: str) -> str:
    from provenance.model.wording import nearest

    known = [f"http://rightsstatements.org/vocab/{code}/1.0/" for code in _STATEMENTS]
    known += [f"https://creativecommons.org/licenses/{code}/4.0/" for code in ("by", "by-sa", "by-nc", "by-nd")]
    known += [
        "https://creativecommons.org/publicdomain/zero/1.0/",
        "https://creativecommons.org/publicdomain/mark/1.0/",
    ]
    if _VOCABULARY.match(value) is None:
        licences = ("BY", "BY-SA", "BY-NC", "BY-ND", "BY-NC-SA", "BY-NC-ND")
        known = [*_STATEMENTS, *(f"CC {code} 4.0" for code in licences), "CC0 1.0", "PDM 1.0"]
    near = nearest(value, known, limit=1)
    return near[0] if near else known[0]


def may_publish(rights: Rights | None) -> Answer:
    """Whether the rights let a text be published: their status decides, then the statement; nothing known: ask."""
    if rights is None:
        return "ask"
    if rights.status == "withheld":
        return "no"
    if rights.status in {"open", "permitted"}:
        return "yes"
    return "ask" if rights.statement is None else rights.statement.lets_publish


def why_withheld(record: Record, edition: str, collection: Collection | None = None) -> str | None:
    """Why the text of an edition may not be published, in a sentence's part; None where nothing forbids it.

    The edition's own word (``text: withheld``) decides; then its own rights,
    those of the record, those of its volume: the first that say yes or no.
    """
    from provenance.model.address import Slug

    described = record.editions.get(Slug(edition))
    if described is not None and described.text == "withheld":
        return "its text is said to be withheld"
    volume = None
    if described is not None and described.volume is not None and collection is not None:
        volume = collection.volumes.get(described.volume)
    for whose, rights in _stated(record, described, volume):
        answer = may_publish(rights)
        if answer == "no":
            return f"the rights {whose} say {_said(rights)}"
        if answer == "yes":
            return None
    return None


def _stated(record: Record, edition: Edition | None, volume: Volume | None) -> Iterator[tuple[str, Rights]]:
    """The rights that bear on an edition's text, the nearest first, with whose they are."""
    if edition is not None and edition.rights is not None:
        yield "of the edition", edition.rights
    if record.rights is not None and record.rights.text is not None:
        yield "in the text", record.rights.text
    if volume is not None and volume.rights is not None:
        yield "of its volume", volume.rights


def _said(rights: Rights) -> str:
    if rights.status == "withheld" or rights.statement is None:
        return rights.status
    return rights.statement.name


@dataclass(frozen=True)
class Contradiction:
    """Status and statement that cannot both be right, and the field to change."""

    field: str
    message: str
    hint: str


def contradiction(rights: Rights) -> Contradiction | None:
    """Open, under a statement that says in copyright: one of the two is wrong."""
    if rights.status == "open" and rights.statement is not None and rights.statement.lets_publish == "no":
        return Contradiction(
            "status",
            f"the status is open, but the statement says {rights.statement.name}",
            "permitted, where the holder of the rights has agreed; withheld; or another statement",
        )
    return None
