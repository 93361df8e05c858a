"""An attribution rests on an office that was left before the document's date."""
# weighed as ATT005: an error where we hold the claim and nothing cites the office, a note where the record says so

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.rule import EDITION, ERROR, NOTE, RECORD, Related, Rule
from provenance.model.dates import office_bounds, spoken, surely_before

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding

RULE = Rule(
    code="ATT010",
    name="office-no-longer-held",
    severity=ERROR,
    about=RECORD,
    why="Whoever had left the office did not write in its name: the paper is the successor's, or the date is wrong.",
    mend="Check the dates of document and office; then cite the office as evidence against the claim.",
    varies=(
        "A note where evidence against the claim cites the office, or a doubt is open or conceded. About the "
        "edition where we have not made the claim ours."
    ),
    source="EDTF (ISO 8601-2) compared under uncertainty: only what is surely before counts",
    bad="""
record:
  date: {edtf: 1931-05-04, basis: stated}
  attributions:
    drafter-lund:
      role: drafter
      agent: lund
      held: {by: record-maker, certainty: medium}
      rests_on: {secretary: lund/offices/secretary}
agents:
  lund: {name: Lund, offices: {secretary: {title: secretary of the board, held: 1924/1930-12}}}
""",
    good="""
record:
  date: {edtf: 1931-05-04, basis: stated}
  attributions:
    drafter-lund:
      role: drafter
      agent: lund
      held: {by: record-maker, certainty: medium}
      rests_on: {secretary: lund/offices/secretary}
agents:
  lund: {name: Lund, offices: {secretary: {title: secretary of the board, held: 1924/1931}}}
""",
)


@RULE.check
def office_no_longer_held(case: Case) -> Iterator[Finding]:
    """One finding an office."""
    date = case.record.date.edtf
    if date is None:
        return
    for _, claim, at in case.claims():
        if claim.rejected:
            continue
        for key, office_key, office in case.offices(claim):
            _, end = office_bounds(office)
            if end.latest is None or not surely_before(end, date):
                continue
            yield RULE.finding(
                at / "rests_on" / key,
                f"{case.name(claim.agent)} as {claim.role} rests on an office left by {end.latest.isoformat()} "
                f"({office.title}); the document is of {spoken(date)}",
                NOTE if case.cites(claim, office_key) else ERROR,
                about=RECORD if claim.held is not None else EDITION,
                passage=office_key,
                related=(Related(f"{office.title}: when it was held", record="agents", pointer=f"/{office_key}"),),
            )
