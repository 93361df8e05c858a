"""A claim is held with high certainty although evidence speaks against it."""
# an error where nothing speaks for it and no reason is given; a note where the judgement gives its reason

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.rule import ERROR, NOTE, RECORD, WARNING, Related, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding

RULE = Rule(
    code="ATT006",
    name="certain-against-evidence",
    severity=ERROR,
    about=RECORD,
    why="A record that lists what speaks against a claim and then holds it as certain contradicts itself.",
    mend="Give the reason in the judgement's `why`, add what speaks for the claim, or lower its certainty.",
    varies=(
        "A warning where something is also cited for the claim; a note where the judgement says why it stands anyway."
    ),
    source="TEI P5, `@cert`, in “Certainty, Precision, and Responsibility”",
    bad="""
record:
  attributions:
    author-lund:
      role: author
      agent: lund
      held: {by: record-maker, certainty: high}
      evidence:
        other-hand: {bears: against, where: fn 2, what: The hand is another's}
agents: {lund: {name: Lund}}
""",
    good="""
record:
  attributions:
    author-lund:
      role: author
      agent: lund
      held: {by: record-maker, certainty: low}
      evidence:
        other-hand: {bears: against, where: fn 2, what: The hand is another's}
agents: {lund: {name: Lund}}
""",
)


@RULE.check
def certain_against_evidence(case: Case) -> Iterator[Finding]:
    """One finding a claim."""
    for _, claim, at in case.claims():
        held = claim.held
        if held is None or held.certainty != "high" or held.status == "deprecated":
            continue
        against = [(key, one) for key, one in claim.evidence.items() if one.bears == "against"]
        if not against:
            continue
        supported = len(claim.evidence) > len(against)
        severity = NOTE if held.why else WARNING if supported else ERROR
        yield RULE.finding(
            at / "held" / "certainty",
            f"{case.name(claim.agent)} as {claim.role} is held with high certainty, and {len(against)} "
            f"{'thing speaks' if len(against) == 1 else 'things speak'} against it",
            severity,
            passage=str(claim.agent),
            hint=None if held.why else f"provenance correct {case.id} --set {at}/held/why=… -m …",
            related=tuple(
                Related(one.what, pointer=str(at / "evidence" / key), locator=one.where) for key, one in against
            ),
        )
