"""A claim or its evidence names an office that agents.yaml does not have, or another person's office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.rule import ERROR, RECORD, WARNING, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding
    from provenance.model.address import Pointer

RULE = Rule(
    code="ATT008",
    name="office-not-declared",
    severity=ERROR,
    about=RECORD,
    why="An office that is described nowhere has no dates: whether it was held at the time cannot be checked.",
    mend="Describe the office in records/agents.yaml, with its dates or what is known of them, or mend the key.",
    varies="A warning where the office is described but is not that of the claim's own agent.",
    source="EAC-CPF, `occupation` and `function` with their dates",
    bad="""
record:
  attributions:
    drafter-lund: {role: drafter, agent: lund, rests_on: {secretary: lund/offices/secretary}}
agents: {lund: {name: Lund}}
""",
    good="""
record:
  attributions:
    drafter-lund: {role: drafter, agent: lund, rests_on: {secretary: lund/offices/secretary}}
agents: {lund: {name: Lund, offices: {secretary: {title: secretary of the board, held: 1930/..}}}}
""",
)


@RULE.check
def office_not_declared(case: Case) -> Iterator[Finding]:
    """One finding an office."""
    for _, claim, at in case.claims() if case.agents_are_known else ():
        named: list[tuple[str, Pointer]] = [(office, at / "rests_on" / key) for key, office in claim.rests_on.items()]
        named += [
            (one.office, at / "evidence" / key / "office")
            for key, one in claim.evidence.items()
            if one.office is not None
        ]
        for office, where in named:
            holder = office.partition("/")[0]
            if case.office(office) is None:
                yield RULE.finding(
                    where,
                    f"agents.yaml has no {office}",
                    passage=office,
                    hint=f"provenance correct agents --add /{office}='{{title: …, held: …}}' -m …",
                )
            elif holder != claim.agent:
                yield RULE.finding(
                    where,
                    f"{case.name(claim.agent)} as {claim.role} rests on an office of {case.name(holder)}",
                    WARNING,
                    passage=office,
                )
