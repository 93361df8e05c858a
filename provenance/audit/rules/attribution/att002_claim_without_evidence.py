"""A claim about who wrote, drafted or received the document rests on nothing that anybody cites."""
# a warning; what the document's own title states is evidence enough, and so is a place that the claim names

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.rule import EDITION, RECORD, WARNING, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding
    from provenance.model.claims import Attribution

RULE = Rule(
    code="ATT002",
    name="claim-without-evidence",
    severity=WARNING,
    about=EDITION,
    why=(
        "A claim that cites nothing cannot be checked, and it is copied from book to book. Editors' introductions "
        "name drafters from memory or hearsay; years later nobody can say on what."
    ),
    mend=(
        "Add what the claim rests on (`--add /attributions/CLAIM/evidence/KEY=…` with `bears`, `where` and `what`). If "
        "nothing is known, hold the claim with low certainty and say so in its `why`: then it is no longer bare."
    ),
    varies=(
        "About the record where no edition asserts the claim, or we hold it with high certainty. Not found for a "
        "claim that the title states, nor where our judgement gives its reason."
    ),
    source="DACS, Statement of Principles (2019), 5; Wikidata, Help:Sources",
    bad="""
record:
  attributions:
    drafter-lund:
      role: drafter
      agent: lund
      asserted: {by: headnote, where: p1, certainty: high}
agents: {lund: {name: Lund}}
""",
    good="""
record:
  attributions:
    drafter-lund:
      role: drafter
      agent: lund
      asserted: {by: headnote, where: p1, certainty: high}
      evidence:
        minutes: {bears: for, where: 'Minutes of 4 May 1931, item 3', what: Lund is charged with the draft}
agents: {lund: {name: Lund}}
""",
)
_STATED = ("title", "byline", "signature", "heading", "routing")


@RULE.check
def claim_without_evidence(case: Case) -> Iterator[Finding]:
    """One finding a bare claim."""
    for _, claim, at in case.claims():
        if claim.evidence or claim.rejected or _is_grounded(case, claim):
            continue
        asserted = claim.asserted
        who = f"the {asserted.by} says it ({asserted.where})" if asserted and asserted.where else "it is asserted"
        says = f"“{case.name(claim.agent)}” as {claim.role}: {who}, and nothing is cited for it"
        yield RULE.finding(
            at,
            says,
            about=case.about(claim) if claim.held is None or claim.held.certainty != "high" else RECORD,
            passage=str(claim.agent),
            hint=f"provenance correct {case.id} --add {at}/evidence/KEY='{{bears: for, where: …, what: …}}' -m …",
        )


def _is_grounded(case: Case, claim: Attribution) -> bool:
    """True where the document itself states the claim, or our judgement gives its reason."""
    if claim.held is not None and claim.held.why:
        return True
    asserted = claim.asserted
    if asserted is None:
        return False
    if asserted.why:
        return True
    if not case.asserted_by_edition(claim):
        # another record, a citation: it names its source
        return asserted.where is not None
    tags = {"title", "byline"} if asserted.by in _STATED else set()
    for locator in case.locators(asserted.where):
        tags |= {locator.place}
        tags |= {
            passage.tag or ""
            for edition in case.texts
            for passage in case.passages(edition)
            if passage.id == locator.place
        }
    tags |= {"source-note"} if claim.role == "translator" else set()
    return bool(tags & {*_STATED, "source-note"})
