"""A text that is withheld, or may not be published, lies in the archive all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.rule import ERROR, RECORD, Related, Rule
from provenance.model.rights import why_withheld

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding
    from provenance.model.edition import Edition

RULE = Rule(
    code="EDI004",
    name="withheld-but-present",
    severity=ERROR,
    about=RECORD,
    why=(
        "What is committed is published: every clone has it, and history keeps it when the file is gone. The text was "
        "committed before it was withheld, or by hand past the guard."
    ),
    mend=(
        "`provenance text detach` takes the text out and keeps its fingerprints; history still has it, until "
        "`provenance withdraw --purge` takes it out of there too. If it may be published after all, change the rights "
        "and the edition's `text`."
    ),
    source="rightsstatements.org; the archive's own rule: a withheld text is in no object, page or message",
    bad="""
record:
  editions: {print: {state: fixed, text: withheld}}
text: |
  ¶1 Send flour and rope.
""",
    good="""
record:
  rights: {text: {status: open}}
  editions: {print: {state: fixed, text: present}}
text: |
  ¶1 Send flour and rope.
""",
)


@RULE.check
def withheld_but_present(case: Case) -> Iterator[Finding]:
    """One finding an edition."""
    for edition, described, at in case.editions():
        if edition not in case.sources:
            continue
        if described.text != "present":
            yield RULE.finding(
                at / "text",
                f"The text of {edition} is said to be {'withheld' if described.text == 'withheld' else 'not kept'}, "
                f"and editions/{edition}.txt is here, and in history",
                edition=edition,
                hint=_mend(case, edition),
            )
        elif (why := why_withheld(case.record, edition, case.collection)) is not None:
            yield RULE.finding(
                at / "text",
                f"The text of {edition} may not be published ({why}); editions/{edition}.txt is here, and in history",
                edition=edition,
                hint=_mend(case, edition),
                related=_rights(case, described),
            )


def _mend(case: Case, edition: str) -> str:
    return f"provenance text detach {case.address(edition)} -m …; out of history: provenance withdraw {case.id} --purge"


def _rights(case: Case, described: Edition) -> tuple[Related, ...]:
    """Where the rights stand that forbid it, where they stand in the record."""
    if described.rights is not None or case.record.rights is None or case.record.rights.text is None:
        return ()
    return (Related("the rights", pointer="/rights/text"),)
