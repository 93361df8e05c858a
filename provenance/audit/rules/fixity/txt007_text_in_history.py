"""A text is withheld now, and was committed before it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.rule import RECORD, WARNING, Rule
from provenance.model.rights import why_withheld

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding
    from provenance.model.correction import ChangeLine, HistoryEntry

RULE = Rule(
    code="TXT007",
    name="text-in-history",
    severity=WARNING,
    about=RECORD,
    why="A text that was committed stays in history: whoever clones the archive, or has cloned it, can read it there.",
    mend=(
        "`provenance withdraw ID --purge` takes it out of history and lists what is out of reach; then `import "
        "--withheld` brings the record in again. Where nobody else has the history, or the words may stay there, "
        "suppress this with your reason."
    ),
    source="The archive's own rule: a withheld text is in no object, page or message",
    bad="""
record: {editions: {print: {state: fixed, text: withheld}}}
history:
  - kind: editorial
    subject: The publisher has not agreed
    reason: Asked in May
    correction_id: 01JZZZZZZZZZZZZZZZZZ4TNB2K
    changes: [{edition: print, before: text of 27 blocks, after: fingerprints of 27 blocks}]
""",
    good="""
record: {editions: {print: {state: fixed, text: withheld}}}
history: [{kind: import, subject: Import doc-006, reason: Brought in}]
""",
)


@RULE.check
def text_in_history(case: Case) -> Iterator[Finding]:
    """One finding an edition, at the correction that last changed or took away its text."""
    for edition, _, at in case.editions():
        if edition in case.sources or why_withheld(case.record, edition, case.collection) is None:
            continue
        entry = next((one for one in case.history or () if _held(one, edition)), None)
        if entry is not None:
            yield RULE.finding(
                at / "text",
                f"The text of {edition} is withheld, and history keeps it from before “{entry.subject}”",
                edition=edition,
                hint=f"provenance withdraw {case.id} --purge",
            )


def _held(entry: HistoryEntry, edition: str) -> bool:
    return any(change.edition == edition and _was_text(change) for change in entry.changes)


def _was_text(change: ChangeLine) -> bool:
    whole = change.pointer is None and change.locator is None
    return whole and isinstance(change.before, str) and change.before.startswith("text of ")
