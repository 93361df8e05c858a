"""An erratum says neither why nor on what evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.rule import RECORD, WARNING, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding

RULE = Rule(
    code="EDI007",
    name="erratum-without-ground",
    severity=WARNING,
    about=RECORD,
    why="An erratum sets our word against print. A reader must be able to see what makes ours the better.",
    mend="Give the erratum its `evidence` (a place in the text, or a source) or its `why`.",
    source="Greg and Bowers: an emendation is listed with its authority",
    bad="""
record:
  editions: {print: {state: fixed, errata: {flour-and: {where: 'p1 "flour and"', now: flour or}}}}
""",
    good="""
record:
  editions: {print: {state: fixed, errata: {flour-and: {where: 'p1 "flour and"', now: flour or, evidence: p4}}}}
""",
)


@RULE.check
def erratum_without_ground(case: Case) -> Iterator[Finding]:
    """One finding an erratum."""
    for edition, described, at in case.editions():
        for key, erratum in described.errata.items():
            if not erratum.evidence and not erratum.why:
                yield RULE.finding(
                    at / "errata" / key,
                    f"The erratum {key!r} says neither why nor on what evidence",
                    edition=edition,
                    locator=erratum.where,
                    passage=erratum.now,
                    hint=f"provenance correct {case.id} --set {at}/errata/{key}/evidence=… -m …",
                )
