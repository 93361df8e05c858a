"""An attribution rests on an office not yet held at the document's date."""
# an error where we hold the claim and nothing cites the office; a note where evidence against or an open doubt does

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.rule import EDITION, ERROR, NOTE, RECORD, Related, Rule
from provenance.model.dates import office_bounds, spoken, surely_before

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding
    from provenance.model.agents import Office

RULE = Rule(
    code="ATT005",
    name="office-not-yet-held",
    severity=ERROR,
    about=RECORD,
    why=(
        "“He must have drafted it: he was the minister's aide” fails when he became the aide two years later. "
        "Editors read a career backwards: the office for which a person is known is taken to be the one held at the "
        "time."
    ),
    mend=(
        "Cite the office as evidence against the claim (`office:`), lower the certainty with which it is held, or "
        "find another ground for it and take the office out of `rests_on`."
    ),
    varies=(
        "A note where the record says so itself: evidence against the claim cites the office, or a doubt about the "
        "claim is open or conceded. About the edition where we have not made the claim ours."
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
  lund: {name: Lund, offices: {secretary: {title: secretary of the board, held: 1932-02/..}}}
""",
    good="""
record:
  date: {edtf: 1932~, basis: inferred, why: The paper is that of 1931 to 1933}
  attributions:
    drafter-lund:
      role: drafter
      agent: lund
      held: {by: record-maker, certainty: medium}
      rests_on: {secretary: lund/offices/secretary}
agents:
  lund: {name: Lund, offices: {secretary: {title: secretary of the board, held: 1932-02/..}}}
""",
)


@RULE.check
def office_not_yet_held(case: Case) -> Iterator[Finding]:
    """One finding an office."""
    date = case.record.date.edtf
    if date is None:
        return
    for _, claim, at in case.claims():
        if claim.rejected:
            continue
        for key, office_key, office in case.offices(claim):
            start, _ = office_bounds(office)
            if not surely_before(date, start):
                continue
            stated = case.cites(claim, office_key)
            yield RULE.finding(
                at / "rests_on" / key,
                f"{case.name(claim.agent)} as {claim.role} rests on an office taken up only {_since(office)} "
                f"({office.title}); the document is of {spoken(date)}",
                NOTE if stated else ERROR,
                about=RECORD if claim.held is not None else EDITION,
                passage=office_key,
                hint=None
                if stated
                else f"provenance correct {case.id} --add {at}/evidence/not-yet='{{bears: against, office: "
                f"{office_key}, what: …}}' -m …",
                related=(Related(f"{office.title}: {_since(office)}", record="agents", pointer=_pointer(office_key)),),
            )


def _since(office: Office) -> str:
    """When it began, as the record has it."""
    if office.begins is not None and office.begins.after is not None:
        return f"some time after {spoken(office.begins.after)}"
    if office.held is None:
        return "later"
    from provenance.model.dates import Edtf

    return f"in {spoken(Edtf(office.held.partition('/')[0]))}"


def _pointer(office_key: str) -> str:
    return "/" + office_key
