"""A text that is withheld, or may not be published, lies in the archive all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.rule import ERROR, RECORD, Related, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding

RULE = Rule(
    code="EDI004",
    name="withheld-but-present",
    severity=ERROR,
    about=RECORD,
    why="What is committed is published: every clone has it, and history keeps it when the file is gone.",
    mend=(
        "Take the text out and keep its fingerprints (`provenance withdraw` says what history keeps). If it may be "
        "published after all, change the rights and the edition's `text`."
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
    rights = case.record.rights.text if case.record.rights is not None else None
    for edition, described, at in case.editions():
        if edition not in case.sources:
            continue
        if described.text != "present":
            yield RULE.finding(
                at / "text",
                f"The text of {edition} is said to be {'withheld' if described.text == 'withheld' else 'not kept'}, "
                f"and editions/{edition}.txt is here",
                edition=edition,
            )
        elif rights is not None and rights.status == "withheld" and described.state == "fixed":
            yield RULE.finding(
                at / "text",
                f"The rights in the text are withheld, and editions/{edition}.txt is here",
                edition=edition,
                related=(Related("the rights", pointer="/rights/text/status"),),
            )
