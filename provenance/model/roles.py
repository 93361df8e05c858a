"""Roles in which an agent stands to a document: MARC relator terms, and the words of documents that MARC lacks.

A record says a role in one plain word: the MARC term in lower case with
hyphens (``author``, ``addressee``, ``issuing-body``), or one of ours
(``drafter``), each with the MARC term it is nearest to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from provenance.errors import InputError
from provenance.model.address import _Checked
from provenance.model.relators import RELATORS

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic_core import CoreSchema


@dataclass(frozen=True)
class RoleTerm:
    """A role: our word, the MARC code and term it stands for or is nearest to, and whether it is MARC's own."""

    word: str
    code: str
    term: str
    own: bool = False


# what documents have and MARC does not name, each with the nearest relator
_OURS: dict[str, str] = {
    "drafter": "aut", "co-author": "aut", "co-drafter": "aut", "reviser": "crr", "sender": "crp", "recipient": "rcp",
    "copied-to": "rcp", "signatory": "sgn", "countersigner": "sgn", "approver": "rpy", "resolution-writer": "ann",
    "initialler": "sgn", "dispatcher": "crp", "note-taker": "mtk", "stenographer": "mtk", "participant": "ctb",
    "interlocutor": "ive", "interpreter": "trl", "chair": "mod", "issuer": "isb", "party": "oth", "parties": "oth",
    "mentioned": "asn", "subject": "dpc", "typist": "trc", "decoder": "trc", "holder": "own",
    "volume-editor": "edc", "compiler-of-file": "com", "informant": "asn", "endorser": "ann",
}  # fmt: skip


# what people write for them; for the mend of an error alone
_MEANT: dict[str, str] = {
    "writer": "author", "from": "sender", "to": "addressee", "cc": "copied-to", "copy to": "copied-to",
    "signed by": "signer", "drafted by": "drafter", "written by": "author", "translated by": "translator",
    "автор": "author", "адресат": "addressee", "отправитель": "sender", "получатель": "recipient",
    "составитель": "compiler", "переводчик": "translator", "подписал": "signer", "verfasser": "author",
    "autor": "author", "absender": "sender", "empfänger": "addressee", "adressat": "addressee",
    "übersetzer": "translator", "unterzeichner": "signer", "auteur": "author", "expéditeur": "sender",
    "destinataire": "addressee", "traducteur": "translator", "signataire": "signer",
}  # fmt: skip


@lru_cache(maxsize=1)
def roles() -> dict[str, RoleTerm]:
    """Every role by its word."""
    marc = {word_of(term): RoleTerm(word_of(term), code, term) for code, term in RELATORS.items()}
    ours = {word: RoleTerm(word, code, RELATORS[code], own=True) for word, code in _OURS.items()}
    return {**marc, **ours}


def word_of(term: str) -> str:
    """A MARC term as a record writes it."""
    return re.sub(r"[^a-z0-9]+", "-", term.lower()).strip("-")


class Role(_Checked):
    """The word for a role."""

    __slots__ = ()

    @classmethod
    def parse(cls, value: str) -> Role:
        """The role; InputError, with the nearest, for a word that names none (a MARC code is not a word)."""
        known = roles()
        if value in known:
            return cls(value)
        from provenance.model.wording import nearest

        said = value.strip().lower()
        if said in RELATORS:
            near: tuple[str, ...] = (word_of(RELATORS[said]),)
        elif said in _MEANT:
            near = (_MEANT[said],)
        else:
            near = nearest(said, known)
        hint = near[0] if near else "author, addressee, drafter, translator or another of docs/reference/record.md"
        raise InputError(f"{value!r} is no role known here", hint=hint, candidates=near)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(schema), "enum": sorted(roles())}

    @property
    def term(self) -> RoleTerm:
        """What stands behind the word."""
        return roles()[self]
