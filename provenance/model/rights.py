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
    from provenance.model.edition import Rights

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
_VOCABULARY = re.compile(r"https?://(?:www\.)?(?:rightsstatements|creativecommons)\.org/", re.ASCII)


class Statement(_Checked):
    """A rights statement: an address of one of the two vocabularies, checked, or other words, kept as they are."""

    __slots__ = ()

    @classmethod
    def parse(cls, value: str) -> Statement:
        """The statement; InputError for an address of these vocabularies that names nothing in them."""
        if not value:
            raise InputError("the statement is empty", hint="http://rightsstatements.org/vocab/InC/1.0/")
        found = _RIGHTS.fullmatch(value)
        if found is not None and found["code"] in _STATEMENTS:
            return cls(value)
        if _LICENCE.fullmatch(value) is not None or _VOCABULARY.match(value) is None:
            return cls(value)
        raise InputError(f"{value!r} names no statement or licence", hint=_nearest(value))

    @property
    def name(self) -> str:
        """What it is called; other words are their own name."""
        found = _RIGHTS.fullmatch(self)
        if found is not None:
            return _STATEMENTS[found["code"]][0]
        licence = _LICENCE.fullmatch(self)
        if licence is None:
            return str(self)
        if licence["tool"]:
            return "CC0 1.0" if licence["tool"] == "zero" else "Public Domain Mark 1.0"
        return f"CC {licence['code'].upper()} {licence['version']}"

    @property
    def lets_publish(self) -> Answer:
        """Whether a text under it may be published in full: yes, no, or somebody must be asked."""
        found = _RIGHTS.fullmatch(self)
        if found is not None:
            return _STATEMENTS[found["code"]][1]
        return "yes" if _LICENCE.fullmatch(self) is not None else "ask"


def _nearest(value: str) -> str:
    from provenance.model.wording import nearest

    known = [f"http://rightsstatements.org/vocab/{code}/1.0/" for code in _STATEMENTS]
    known += [f"https://creativecommons.org/licenses/{code}/4.0/" for code in ("by", "by-sa", "by-nc", "by-nd")]
    known += [
        "https://creativecommons.org/publicdomain/zero/1.0/",
        "https://creativecommons.org/publicdomain/mark/1.0/",
    ]
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
