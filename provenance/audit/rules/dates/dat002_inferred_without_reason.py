"""The date is inferred, and the record does not say from what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.rule import NOTE, RECORD, WARNING, Rule
from provenance.model.address import Pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding

RULE = Rule(
    code="DAT002",
    name="date-inferred",
    severity=WARNING,
    about=RECORD,
    why="An inferred date is an argument. Without its steps nobody can tell whether later finds have overtaken it.",
    mend="Say in `/date/why` what it is concluded from; if it stands in the document, set the basis to stated.",
    varies="A note where the reason is given: the date is inferred, and says so.",
    source="ISAD(G) 3.1.3; DACS, Statement of Principles (2019), 5",
    bad="""
record:
  date: {edtf: 1931~, basis: inferred}
""",
    good="""
record:
  date: {edtf: 1931-05-04, basis: stated, where: p2}
""",
)


@RULE.check
def inferred_without_reason(case: Case) -> Iterator[Finding]:
    """At most one finding."""
    date = case.record.date
    if date.basis not in {"inferred", "supplied"}:
        return
    yield RULE.finding(
        Pointer(("date",)),
        f"The date is {date.basis}: {date.why}"
        if date.why
        else f"The date is {date.basis}, and nothing says from what",
        NOTE if date.why else WARNING,
        passage=str(date.edtf or ""),
        hint=None if date.why else f"provenance correct {case.id} --set /date/why='…' -m …",
    )
