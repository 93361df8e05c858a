"""A quotation in the headnote stands nowhere in the text."""
# at most a note: it may quote another document, another translation, or a passage that the edition leaves out

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.quotations import quoting
from provenance.audit.quoted import source_of
from provenance.audit.rule import EDITION, NOTE, Rule
from provenance.model.address import Locator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding

RULE = Rule(
    code="QUO002",
    name="quotation-not-found",
    severity=NOTE,
    about=EDITION,
    why=(
        "A reader takes the words between quotation marks for the document's; where they are not in it, nobody says "
        "whose."
    ),
    mend="Find out what is quoted. If it is another document, a relation to it belongs in the record.",
    varies="Looked for from six words on, and not where the words have the capitals of a title.",
    source="Practice of documentary editions",
    bad="""
text: |
  ::: headnote

  ¶1 He called it “the longest winter that anybody on this coast remembers.”

  :::

  ¶2 Send flour and rope before the ice closes.
""",
    good="""
text: |
  ::: headnote

  ¶1 He asks for help “before the ice closes” in the manner of “Nine Winters on the Cold Coast of the North.”

  :::

  ¶2 Send flour and rope before the ice closes.
""",
)


@RULE.check
def quotation_not_found(case: Case) -> Iterator[Finding]:
    """One finding a quotation."""
    for edition, _, _ in case.editions():
        for passage, quotation in quoting(case, edition):
            if len(quotation.tokens) < _FEWEST or quotation.is_name:
                continue
            if source_of(case, edition).read(quotation, passage.words).state == "absent":
                yield RULE.finding(
                    None,
                    f"“{quotation.words}” stands nowhere in the text",
                    edition=edition,
                    locator=str(Locator(place=passage.id, words=quotation.words)),
                    passage=quotation.words,
                    offsets=(quotation.start, quotation.end),
                )


_FEWEST = 6
"""Words of the shortest quotation that is looked for."""
