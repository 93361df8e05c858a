"""The date that a relation gives is not the date of the document it points to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.rule import ERROR, RECORD, Related, Rule
from provenance.model.address import Pointer
from provenance.model.dates import overlaps_possibly, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding

RULE = Rule(
    code="REL002",
    name="target-date-disagrees",
    severity=ERROR,
    about=RECORD,
    why="Two records of one archive give one document two dates: the relation, or the record it points to, is wrong.",
    mend="Check the other document. A date counted from a headnote is the first to doubt.",
    source="EDTF (ISO 8601-2): only what cannot be the same day disagrees",
    bad="""
record:
  relations: {previous: {kind: previous-in-volume, target: {volume: ports, number: 5, date: 1931-05-04}, where: p1}}
archive:
  winter-ports/doc-005:
    date: {edtf: 1931-05-05, basis: stated}
    editions: {print: {state: fixed, volume: ports, number: 5, text: none}}
""",
    good="""
record:
  relations: {previous: {kind: previous-in-volume, target: {volume: ports, number: 5, date: 1931-05}, where: p1}}
archive:
  winter-ports/doc-005:
    date: {edtf: 1931-05-05, basis: stated}
    editions: {print: {state: fixed, volume: ports, number: 5, text: none}}
""",
)


@RULE.check
def target_date_disagrees(case: Case) -> Iterator[Finding]:
    """One finding a relation."""
    for key, relation in case.record.relations.items():
        date = relation.target.date
        found = case.archive_has(relation.target)
        if date is None or len(found) != 1:
            continue
        record = case.neighbours.record(found[0])
        if record is None or record.date.edtf is None or overlaps_possibly(date, record.date.edtf):
            continue
        yield RULE.finding(
            Pointer(("relations", key, "target", "date")),
            f"The relation gives {spoken(date)}; {found[0]} is of {spoken(record.date.edtf)}",
            passage=str(date),
            hint=f"provenance correct {case.id} --set /relations/{key}/target/date={record.date.edtf} -m …",
            related=(Related("its own date", record=found[0], pointer="/date/edtf"),),
        )
