"""A correction cites no evidence."""
# a note: the reason is there; only what it rests on is not

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.rule import NOTE, RECORD, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding

RULE = Rule(
    code="LOG002",
    name="correction-without-evidence",
    severity=NOTE,
    about=RECORD,
    why="A reason says why the editor changed it; evidence lets a reader see for himself.",
    mend="Add it afterwards: `provenance amend CORRECTION -m … --evidence …`.",
    varies="Looked for in corrections of attribution, date, source, translation, relation, and in errata.",
    source="Wikidata, Help:Sources",
    bad="""
history:
  - {correction_id: 01JZZZZZZZZZZZZZZZZZZZZZZZ, kind: date, subject: Date made exact, reason: It is the 4th}
""",
    good="""
history:
  - correction_id: 01JZZZZZZZZZZZZZZZZZZZZZZZ
    kind: date
    subject: Date made exact
    reason: It is the 4th
    evidence: [Register of letters sent p. 4]
""",
)
_NEEDS_IT = frozenset({"attribution", "date", "source", "translation", "relation", "erratum"})


@RULE.check
def correction_without_evidence(case: Case) -> Iterator[Finding]:
    """One finding a correction, unless it was undone or amended."""
    for entry in case.history or ():
        if entry.kind not in _NEEDS_IT or entry.evidence or entry.reverts or entry.reverted_by or entry.amended_by:
            continue
        yield RULE.finding(
            None,
            f"“{entry.subject}” ({entry.date.date().isoformat()}) cites no evidence",
            passage=entry.correction_id or entry.commit,
            hint=f"provenance amend {(entry.correction_id or entry.commit)[-8:]} -m … --evidence …",
        )
