"""Quotations and errata could not all be checked: the text is withheld, or there are too many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.quotations import MOST, has_more
from provenance.audit.rule import EDITION, NOTE, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding

RULE = Rule(
    code="QUO003",
    name="quotations-not-checked",
    severity=NOTE,
    about=EDITION,
    why="An audit that says nothing of a headnote has not found it right. Silence and soundness must not look alike.",
    mend="Whoever owns a copy can import it into a scratch archive and run the audit there.",
    source="The archive's own rule: what was not looked at is said",
    bad="""
record: {editions: {print: {state: fixed, text: withheld}}}
""",
    good="""
record: {editions: {print: {state: fixed, text: none}}}
""",
)


@RULE.check
def quotations_not_checked(case: Case) -> Iterator[Finding]:
    """One finding an edition."""
    for edition, described, at in case.editions():
        if has_more(case, edition):
            yield RULE.finding(
                None,
                f"Of the quotations in the headnote of {edition} only the first {MOST} were checked",
                edition=edition,
            )
        if described.text != "withheld" or case.texts.get(edition) is not None:
            continue
        errata = len(described.errata)
        also = f", nor {'its erratum' if errata == 1 else f'its {errata} errata'}" if errata else ""
        yield RULE.finding(
            at / "text",
            f"The text of {edition} is withheld: its quotations were not checked{also}",
            edition=edition,
        )
