"""Things happened in an order in which they cannot have happened."""
# only what is surely before counts: EDTF compared under uncertainty

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.rule import ERROR, RECORD, Related, Rule
from provenance.model.address import Pointer
from provenance.model.dates import Edtf, spoken, surely_before

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding

RULE = Rule(
    code="DAT003",
    name="impossible-order",
    severity=ERROR,
    about=RECORD,
    why=(
        "A writer who was dead, a copy made before the original, custody in the wrong order: one of the two dates "
        "is wrong, and a reader cannot tell which."
    ),
    mend="Check both dates. Where both are right, one thing is not what the record takes it for.",
    source="PREMIS, events in order; EDTF (ISO 8601-2) compared under uncertainty",
    bad="""
record:
  date: {edtf: 1931-05-04, basis: stated}
  attributions:
    author-lund: {role: author, agent: lund, asserted: {by: edition, where: title}}
agents: {lund: {name: Lund, dates: 1868/1929}}
""",
    good="""
record:
  date: {edtf: 1931-05-04, basis: stated}
  attributions:
    author-lund: {role: author, agent: lund, asserted: {by: edition, where: title}}
agents: {lund: {name: Lund, dates: 1868/1931}}
""",
)
_LIVING = ("author", "drafter", "signatory", "co-author", "sender", "secretary", "speaker", "interviewer")


@RULE.check
def writers_lived(case: Case) -> Iterator[Finding]:
    """A writer who had died, or was not born."""
    date = case.record.date.edtf
    for _, claim, at in case.claims():
        agent = case.agents.get(claim.agent)
        if date is None or agent is None or agent.dates is None or claim.role not in _LIVING:
            continue
        if claim.rejected:
            continue
        lived = Related(f"{agent.name}: {spoken(agent.dates)}", record="agents", pointer=f"/{claim.agent}/dates")
        # a person of one date alone ('1929') may have any date of life there
        if agent.dates.is_interval and surely_before(agent.dates.end, date):
            yield _finding(at / "agent", f"{agent.name} as {claim.role} had died by {spoken(date)}", lived)
        elif agent.dates.is_interval and surely_before(date, agent.dates.start):
            yield _finding(at / "agent", f"{agent.name} as {claim.role} was not yet born in {spoken(date)}", lived)


@RULE.check
def nothing_before_the_document(case: Case) -> Iterator[Finding]:
    """A copy, a hand or an event of custody before the document was written."""
    date, record = case.record.date.edtf, case.record
    if date is None:
        return
    root = Pointer(())
    dated: list[tuple[str, Edtf | None, Pointer]] = [
        *(
            (f"The copy {key} was obtained", one.source.when, root / "copies" / key / "source" / "when")
            for key, one in record.copies.items()
        ),
        *((f"The hand {key} wrote", one.when, root / "hands" / key / "when") for key, one in record.hands.items()),
        *(
            (f"“{one.event}” happened", one.date, root / "custody" / key / "date")
            for key, one in record.custody.items()
        ),
    ]
    for what, when, at in dated:
        if when is not None and surely_before(when, date):
            yield _finding(
                at,
                f"{what} in {spoken(when)}; the document is of {spoken(date)}",
                Related("the document's date", pointer="/date/edtf"),
            )


@RULE.check
def answers_follow_questions(case: Case) -> Iterator[Finding]:
    """A reply to something written later."""
    date = case.record.date.edtf
    for key, relation in case.record.relations.items():
        if date is None or not relation.kind.startswith(("repl", "answer", "encloses")):
            continue
        other = next((found for found in map(case.neighbours.record, case.archive_has(relation.target)) if found), None)
        target = other.date.edtf if other is not None else relation.target.date
        if target is not None and surely_before(date, target):
            yield _finding(
                Pointer(("relations", key)),
                f"{relation.kind} a document of {spoken(target)}; this one is of {spoken(date)}",
                Related("the document's date", pointer="/date/edtf"),
            )


def _finding(at: Pointer, message: str, related: Related) -> Finding:
    return RULE.finding(at, message, related=(related,))
