"""Somebody is said to hold a copy, and nothing says from whom it came."""
# a note where the record states that it is not known; a warning where not even the place of the claim is given

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.rule import NOTE, RECORD, WARNING, Rule
from provenance.model.address import Pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding

RULE = Rule(
    code="SRC002",
    name="copy-without-source",
    severity=NOTE,
    about=RECORD,
    why=(
        "“On file at …” says that a copy exists, not what it is a copy of. Its worth as a witness hangs on who made "
        "it, from what, and when."
    ),
    mend="Record from whom the copy was obtained and when, or that it is not known and why.",
    varies="A warning where the record gives not even the place at which the copy is claimed.",
    source="ISAD(G) 3.5.2, existence and location of copies; 3.2.4, immediate source of acquisition",
    bad="""
record:
  copies:
    museum: {holder: museum, where: p9, source: {basis: unknown, why: The note says only that it is on file}}
agents: {museum: {name: Museum of Pilotage, kind: body}}
""",
    good="""
record:
  copies:
    museum: {holder: museum, where: p9, source: {basis: stated, from: harbour-archive, when: 1994}}
agents: {museum: {name: Museum of Pilotage, kind: body}, harbour-archive: {name: Harbour Archive, kind: body}}
""",
)


@RULE.check
def copy_without_source(case: Case) -> Iterator[Finding]:
    """One finding a copy."""
    for key, copy in case.record.copies.items():
        if copy.source.obtained_from is not None or copy.source.by is not None:
            continue
        holder = case.name(copy.holder) if copy.holder is not None else "somebody"
        stated = copy.where is not None or copy.source.why is not None
        why = f": {copy.source.why}" if copy.source.why else ""
        yield RULE.finding(
            Pointer(("copies", key, "source")),
            f"A copy is held by {holder}; from whom it came is not known{why}"
            if stated
            else f"A copy is said to be held by {holder}, and nothing is cited for it",
            NOTE if stated else WARNING,
            passage=key,
            hint=f"provenance correct {case.id} --set /copies/{key}/source/from=KEY -m …",
        )
