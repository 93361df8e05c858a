"""A claim is open to a doubt that nobody has answered."""
# a note: the record states the doubt itself; a warning where we hold the claim as certain all the same

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.rule import EDITION, NOTE, RECORD, WARNING, Related, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding

RULE = Rule(
    code="ATT001",
    name="open-doubt",
    severity=NOTE,
    about=EDITION,
    why=(
        "A reader who meets the claim elsewhere (a headnote, a catalogue, a citation) does not meet the doubt. "
        "Until it is answered or conceded, the claim should not be repeated without it."
    ),
    mend=(
        "Find out, and say so: set the doubt's state to answered, with the answer, or to conceded, and lower the "
        "certainty with which the claim is held. If it cannot be settled, leave it: the note is the point."
    ),
    varies=(
        "About the record where no edition asserts the claim. A warning, about the record, where we hold the claim "
        "with high certainty while the doubt is open."
    ),
    source="DACS, Statement of Principles (2019), 5: description must be clear about what is known, what not, and how",
    bad="""
record:
  attributions:
    drafter-lund:
      role: drafter
      agent: lund
      asserted: {by: headnote, where: p1, certainty: high}
      doubts:
        note-2: {by: edition, where: fn 2, reason: The hand is not hers, state: open}
agents: {lund: {name: Lund}}
""",
    good="""
record:
  attributions:
    drafter-lund:
      role: drafter
      agent: lund
      asserted: {by: headnote, where: p1, certainty: high}
      held: {by: record-maker, certainty: low}
      doubts:
        note-2: {by: edition, where: fn 2, reason: The hand is not hers, state: conceded}
agents: {lund: {name: Lund}}
""",
)


@RULE.check
def open_doubt(case: Case) -> Iterator[Finding]:
    """One finding a doubt."""
    for key, claim, at in case.claims():
        for doubt_key, doubt in claim.doubts.items():
            if doubt.state != "open":
                continue
            certain = claim.held is not None and claim.held.certainty == "high" and claim.held.status != "deprecated"
            says = f"“{case.name(claim.agent)}” as {claim.role} is open to a doubt: {doubt.reason}"
            yield RULE.finding(
                at / "doubts" / doubt_key,
                f"{says}; yet it is held with high certainty" if certain else says,
                WARNING if certain else NOTE,
                about=RECORD if certain else case.about(claim),
                locator=None,
                passage=doubt.reason,
                hint=f"provenance correct {case.id} --set {at}/held/certainty=medium -m …" if certain else None,
                related=tuple(
                    Related(message, locator=where)
                    for message, where in (
                        ("asserted here", claim.asserted.where if claim.asserted else None),
                        ("doubted here", doubt.where),
                    )
                    if where
                ),
            )
        del key
