"""A related document is not in the archive."""
# a note where the record describes it; an error where it names a record that does not exist

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.rule import ERROR, NOTE, RECORD, Rule
from provenance.model.address import Pointer
from provenance.model.dates import spoken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding
    from provenance.model.claims import Target

RULE = Rule(
    code="REL001",
    name="target-not-in-archive",
    severity=NOTE,
    about=RECORD,
    why="“See previous document” is half a sentence where the previous document is not there to be seen.",
    mend=(
        "Import the document, or leave the relation as it is: number and date let a reader find it. Once it is "
        "here, name it in the target's `record`."
    ),
    varies="An error where the target's `record` names an id that the archive does not have.",
    source="ISAD(G) 3.5.3, related units of description",
    bad="""
record:
  relations: {previous: {kind: previous-in-volume, target: {volume: ports, number: 5, date: 1931-05-04}, where: p1}}
""",
    good="""
record:
  relations: {previous: {kind: previous-in-volume, target: {record: winter-ports/doc-005}, where: p1}}
archive:
  winter-ports/doc-005: {title: An evening on the lights, date: {edtf: 1931-05-04, basis: stated}}
""",
)


@RULE.check
def target_not_in_archive(case: Case) -> Iterator[Finding]:
    """One finding a relation."""
    for key, relation in case.record.relations.items():
        target = relation.target
        at = Pointer(("relations", key, "target"))
        found = case.archive_has(target)
        if target.record is not None:
            if not found:
                near = case.neighbours.nearest(target.record)
                yield RULE.finding(
                    at / "record",
                    f"The archive has no {target.record}",
                    ERROR,
                    passage=str(target.record),
                    hint=f"did you mean {near}?" if near else None,
                )
        elif found:
            yield RULE.finding(
                at,
                f"{_called(target)} is in the archive as {found[0]}, and the relation does not name it",
                passage=_called(target),
                hint=f"provenance correct {case.id} --set {at}/record={found[0]} -m …",
            )
        elif target.volume is not None or target.number is not None:
            yield RULE.finding(
                at,
                f"The relation {key!r} points to {_called(target)}, which is not in the archive",
                passage=_called(target),
            )


def _called(target: Target) -> str:
    """How one would name the document that is not here."""
    number = f"no. {target.number}" if target.number is not None else "a document"
    volume = f" of {target.volume}" if target.volume is not None else ""
    date = f", {spoken(target.date)}" if target.date is not None else ""
    return f"{number}{volume}{date}"
