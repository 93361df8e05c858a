"""An erratum is laid over an edition of our own, which could simply be corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.rule import RECORD, WARNING, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding

RULE = Rule(
    code="EDI008",
    name="erratum-of-living-text",
    severity=WARNING,
    about=RECORD,
    why=(
        "Errata keep a published text as it was printed. Our own transcript has no print to keep: the error just stays."
    ),
    mend="Correct the text (`provenance correct ID:ED --where … --to …`) and remove the erratum.",
    source="The archive's own rule: a fixed edition is what it is, a living one may be improved",
    bad="""
record:
  editions: {print: {state: living, errata: {flour-and: {where: 'p1 "flour and"', now: flour or, why: Misread}}}}
""",
    good="""
record:
  editions: {print: {state: fixed, errata: {flour-and: {where: 'p1 "flour and"', now: flour or, why: Misread}}}}
""",
)


@RULE.check
def erratum_of_living_text(case: Case) -> Iterator[Finding]:
    """One finding an erratum."""
    for edition, described, at in case.editions():
        for key in described.errata if described.state == "living" else ():
            yield RULE.finding(
                at / "errata" / key,
                f"{edition} is a living edition, and the erratum {key!r} is laid over it",
                edition=edition,
                passage=key,
            )
