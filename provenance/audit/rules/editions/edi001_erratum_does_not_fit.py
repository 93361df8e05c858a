"""An erratum fits no words of the edition, several, or changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.rule import ERROR, RECORD, Rule
from provenance.text.tokens import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding

RULE = Rule(
    code="EDI001",
    name="erratum-does-not-fit",
    severity=ERROR,
    about=RECORD,
    why=(
        "An erratum is laid over printed words. Where they are not there exactly once, it corrects nothing, or the "
        "wrong thing."
    ),
    mend=(
        "Mend the erratum's `where`: a block, then the printed words in quotation marks, `/2` for the second of "
        "several."
    ),
    varies="Not looked for where the text is withheld: then the erratum counts as unchecked (QUO003).",
    source="W3C Web Annotation, TextQuoteSelector: a quotation must fit",
    bad="""
record:
  editions:
    print: {state: fixed, errata: {or-rope: {where: 'p1 "flour or rope"', now: flour and rope, why: Misread}}}
text: |
  ¶1 Send flour and rope.
""",
    good="""
record:
  editions:
    print: {state: fixed, errata: {flour-and: {where: 'p1 "flour and"', now: flour or, why: The copy has oder}}}
text: |
  ¶1 Send flour and rope.
""",
)


@RULE.check
def erratum_does_not_fit(case: Case) -> Iterator[Finding]:
    """One finding an erratum."""
    for edition, described, at in case.editions():
        placed, unplaced = case.errata(edition)
        for key, error in unplaced.items():
            meant = error.candidates[0] if error.candidates else error.hint
            yield RULE.finding(
                at / "errata" / key / "where",
                f"The erratum {key!r} does not fit: {error.message}",
                edition=edition,
                passage=described.errata[key].where,
                hint=str(meant) if meant else None,
            )
        for key, place in placed.items():
            if fold(place.text) == fold(described.errata[key].now):
                yield RULE.finding(
                    at / "errata" / key / "now",
                    f"The erratum {key!r} reads what is printed",
                    edition=edition,
                    locator=str(place.locator),
                    passage=place.text,
                )
