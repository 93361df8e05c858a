"""An unsigned document is presented as by one hand, without reserve."""
# a note where the record itself sets the missing signature against the claim; else a warning

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.rule import EDITION, NOTE, RECORD, WARNING, Related, Rule
from provenance.audit.typed import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding
    from provenance.model.address import Pointer
    from provenance.model.claims import Attribution

RULE = Rule(
    code="ATT003",
    name="unsigned-yet-certain",
    severity=WARNING,
    about=EDITION,
    why=(
        "A title that says “Memorandum from N” states as a fact what an unsigned copy cannot show. Papers that went "
        "out over one name were often the work of several hands, or were never sent."
    ),
    mend=(
        "Record the missing signature as evidence against the claim, whatever speaks for it as evidence for, and "
        "hold the claim with the certainty that is left."
    ),
    varies=(
        "A note where the record states it: evidence against the claim that is found where the missing signature "
        "is, or an open doubt. About the record where we hold the claim with high certainty and cite nothing for "
        "it."
    ),
    source="ISAD(G) 3.2.1, name of creator; the diplomatics of unsigned drafts and copies",
    bad="""
record:
  source: {basis: stated, signed: no, signed_where: fn 1}
  attributions:
    author-lund:
      role: author
      agent: lund
      asserted: {by: edition, where: title, certainty: high}
agents: {lund: {name: Lund}}
""",
    good="""
record:
  source: {basis: stated, signed: yes, signed_where: p9}
  attributions:
    author-lund:
      role: author
      agent: lund
      asserted: {by: edition, where: title, certainty: high}
agents: {lund: {name: Lund}}
""",
)
_HANDS = ("author", "signatory", "signer", "writer", "sender", "creator")
_WRITERS = ("drafter", "compiler", "co-author", "contributor", "secretary")


@RULE.check
def unsigned_yet_certain(case: Case) -> Iterator[Finding]:
    """One finding, at the claim of the one hand."""
    source = case.record.source
    if source is None or source.signed != "no":
        return
    claims = [(claim, at) for _, claim, at in case.claims() if not claim.rejected]
    authors = [(claim, at) for claim, at in claims if claim.role in _HANDS]
    if len({claim.agent for claim, _ in authors}) != 1:
        return
    for claim, at in authors:
        if claim.asserted is None or claim.asserted.certainty != "high":
            continue
        stated = _stated(claim, source.signed_where)
        ours = claim.held is not None and claim.held.certainty == "high" and not _bears(claim, "for")
        others = [(other, where) for other, where in claims if other.role in _WRITERS and other.agent != claim.agent]
        beside = (
            ", though "
            + " and ".join(case.name(other.agent) for other, _ in others)
            + (" are said to have drafted it" if len(others) > 1 else " is said to have drafted it")
        )
        yield RULE.finding(
            at,
            f"The copy is unsigned, and {case.name(claim.agent)} stands as its {claim.role} without reserve"
            + (beside if others else ""),
            NOTE if stated else WARNING,
            about=RECORD if ours and not stated else EDITION,
            passage=str(claim.agent),
            hint=None
            if stated
            else f"provenance correct {case.id} --add {quoted(_against(at, source.signed_where))} -m …",
            related=(
                *(
                    (Related("here it is said to be unsigned", locator=source.signed_where),)
                    if source.signed_where
                    else ()
                ),
                *(Related(f"{case.name(other.agent)} as {other.role}", pointer=str(where)) for other, where in others),
            ),
        )


def _bears(claim: Attribution, way: str) -> bool:
    return any(one.bears == way for one in claim.evidence.values())


def _stated(claim: Attribution, signed_where: str | None) -> bool:
    """True where the record itself sets the missing signature, or a doubt, against the claim."""
    if any(doubt.state != "answered" for doubt in claim.doubts.values()):
        return True
    against = [(key, one) for key, one in claim.evidence.items() if one.bears == "against"]
    return any("sign" in f"{key} {one.what}".lower() or one.where == signed_where for key, one in against)


def _against(at: Pointer, where: str | None) -> str:
    """The evidence to add, as it is typed after ``--add``; what the record says is quoted as YAML takes it."""
    said = "…" if where is None else "'" + where.replace("'", "''") + "'"
    return f"{at}/evidence/no-signature={{bears: against, where: {said}, what: The copy bears no signature}}"
