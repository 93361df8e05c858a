"""The record was changed by a commit that says neither who decided nor why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.rule import RECORD, WARNING, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding

RULE = Rule(
    code="LOG001",
    name="undocumented-change",
    severity=WARNING,
    about=RECORD,
    why="A change without a reason cannot be weighed by the next editor: it can only be believed, or made again.",
    mend="Give the reason afterwards: `provenance amend COMMIT -m …` makes an entry that changes no file.",
    source="PROV-O, activity and agent; TEI P5, `revisionDesc`",
    bad="""
history:
  - {commit: 4f1c2d3e4f1c2d3e4f1c2d3e4f1c2d3e4f1c2d3e, subject: fixed typo, documented: no}
""",
    good="""
history:
  - {correction_id: 01JZZZZZZZZZZZZZZZZZZZZZZZ, kind: transcription, subject: A slip in p3, reason: Print has quays}
""",
)


@RULE.check
def undocumented_change(case: Case) -> Iterator[Finding]:
    """One finding a commit that nobody has amended."""
    for entry in case.history or ():
        if entry.documented or entry.amended_by is not None:
            continue
        yield RULE.finding(
            None,
            f"“{entry.subject}” ({entry.date.date().isoformat()}, {entry.editor.name}) was committed by hand,"
            " without the trailers that say who decided what",
            passage=entry.commit,
            hint=f"provenance amend {entry.commit[:12]} -m …",
        )
