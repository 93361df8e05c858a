"""A note is called nowhere, or a call leads to no note."""
# about the edition: lost calls are common where a page was copied; the importer leaves open what it cannot place

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.marks import calls
from provenance.audit.rule import EDITION, WARNING, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding

RULE = Rule(
    code="LAY003",
    name="note-without-call",
    severity=WARNING,
    about=EDITION,
    why="A note's words are about the words at its call. Without the call nobody knows what is doubted or explained.",
    mend="Find the call in the print and put `[^1]` there, as a transcription; or look for the missing note.",
    source="TEI P5, `note` and `ptr`",
    bad="""
text: |
  ¶1 Drafted by Lund, they say.

  [^1]: Her hand is not on it.
""",
    good="""
text: |
  ¶1 Drafted by Lund,[^1] they say.

  [^1]: Her hand is not on it.
""",
)


@RULE.check
def note_without_call(case: Case) -> Iterator[Finding]:
    """One finding a label."""
    for edition, text in case.texts.items():
        if text is None:
            continue
        called = calls(text)
        notes = {block.note: block.id for block, _ in reversed(list(text.blocks())) if block.note is not None}
        for label, block in reversed(notes.items()):
            if label not in {found for _, found in called}:
                yield RULE.finding(
                    None, f"Note {label} is called nowhere", edition=edition, locator=block, passage=label
                )
        for block_id, label in dict.fromkeys(called):
            if label not in notes:
                yield RULE.finding(
                    None, f"Note {label} is called and is not there", edition=edition, locator=block_id, passage=label
                )
