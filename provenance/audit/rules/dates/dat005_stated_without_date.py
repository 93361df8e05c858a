"""The record says how its date is known, and gives no date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.rule import ERROR, RECORD, Rule
from provenance.model.address import Pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding

RULE = Rule(
    code="DAT005",
    name="stated-without-date",
    severity=ERROR,
    about=RECORD,
    why="“Stated” without a date, or “unknown” with one, is a contradiction that sorts and searches hide.",
    mend="Give the date in EDTF, or set the basis to unknown.",
    source="ISAD(G) 3.1.3",
    bad="""
record:
  date: {basis: stated, where: title}
""",
    good="""
record:
  date: {basis: unknown, why: The upper corner of the leaf is torn off}
""",
)


@RULE.check
def stated_without_date(case: Case) -> Iterator[Finding]:
    """At most one finding."""
    date = case.record.date
    if date.edtf is None and date.basis != "unknown":
        yield RULE.finding(
            Pointer(("date",)),
            f"The date is said to be {date.basis}, and none is given",
            hint=f"provenance correct {case.id} --set /date/edtf=… -m …",
        )
    elif date.edtf is not None and date.basis == "unknown":
        yield RULE.finding(
            Pointer(("date", "basis")),
            f"The date is said to be unknown, and {date.edtf} is given",
            passage=str(date.edtf),
            hint=f"provenance correct {case.id} --set /date/basis=inferred -m …",
        )
