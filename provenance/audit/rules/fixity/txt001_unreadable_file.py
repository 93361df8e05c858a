"""A file of the record cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.rule import ERROR, RECORD, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding

RULE = Rule(
    code="TXT001",
    name="unreadable-file",
    severity=ERROR,
    about=RECORD,
    why="What cannot be read cannot be checked: every other rule is silent about it.",
    mend="Mend the file at the line and column named.",
    source="The grammar of texts and the model of records: docs/reference",
    bad="""
text: |
  ¶1 Send [flour and rope.
""",
    good="""
text: |
  ¶1 Send \\[flour and rope.
""",
)


@RULE.check
def unreadable_file(case: Case) -> Iterator[Finding]:
    """One finding a file."""
    for path, error in case.broken.items():
        stem = path.rpartition("/")[2].rpartition(".")[0]
        yield RULE.finding(
            None,
            error.message,
            edition=stem if "/editions/" in path else None,
            passage=path,
            hint=error.hint,
            file=error.file or path,
            line=error.line,
        )
