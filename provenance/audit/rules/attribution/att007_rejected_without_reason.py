"""A claim is rejected without a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.rule import RECORD, WARNING, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding

RULE = Rule(
    code="ATT007",
    name="rejected-without-reason",
    severity=WARNING,
    about=RECORD,
    why=(
        "A rejected claim is kept so that nobody makes it anew. Without its reason it is only a contradiction "
        "between us and whoever still repeats it."
    ),
    mend="Say why in the judgement's `why`, or record the evidence against the claim.",
    source="Wikidata, Help:Deprecation: a deprecated statement carries its reason",
    bad="""
record:
  attributions:
    author-lund:
      role: author
      agent: lund
      asserted: {by: 'Berg 1958', where: no. 212}
      held: {by: record-maker, certainty: low, status: deprecated}
agents: {lund: {name: Lund}}
""",
    good="""
record:
  attributions:
    author-lund:
      role: author
      agent: lund
      asserted: {by: 'Berg 1958', where: no. 212}
      held: {by: record-maker, certainty: low, status: deprecated, why: Lund was at sea until June}
agents: {lund: {name: Lund}}
""",
)


@RULE.check
def rejected_without_reason(case: Case) -> Iterator[Finding]:
    """One finding a claim."""
    for _, claim, at in case.claims():
        if claim.held is None or claim.held.status != "deprecated" or claim.held.why:
            continue
        if any(one.bears == "against" for one in claim.evidence.values()):
            continue
        if any(doubt.state == "conceded" for doubt in claim.doubts.values()):
            continue
        yield RULE.finding(
            at / "held",
            f"{case.name(claim.agent)} as {claim.role} is rejected, and nothing says why",
            passage=str(claim.agent),
            hint=f"provenance correct {case.id} --set {at}/held/why=… -m …",
        )
