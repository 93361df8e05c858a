"""A text is not written as the notation writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.rule import RECORD, WARNING, Fix, Rule
from provenance.model.correction import FileEdit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding

RULE = Rule(
    code="TXT002",
    name="not-canonical",
    severity=WARNING,
    about=RECORD,
    why=(
        "One text, one way to write it: then a difference between two files is a difference between two texts, and "
        "a correction touches only the corrected words."
    ),
    mend="`provenance audit --fix` writes it so; no word changes.",
    source="The notation: writing what was parsed gives the same bytes",
    bad="""
text: |
  %text 1

  ¶1 They ask [for rope]{supplied}.
""",
    good="""
text: |
  %text 1

  ¶1 They ask [for rope].
""",
)


@RULE.check
def not_canonical(case: Case) -> Iterator[Finding]:
    """One finding a text."""
    from provenance.text.writing import write

    for edition, text in case.texts.items():
        if text is None or edition not in case.sources:
            continue
        canonical = write(text)
        source = case.sources[edition]
        if canonical == source:
            continue
        lines = zip(source.split("\n"), canonical.split("\n"), strict=False)
        line = next((number for number, (one, other) in enumerate(lines, 1) if one != other), 1)
        yield RULE.finding(
            None,
            f"editions/{edition}.txt is not written as the notation writes it, from line {line} on",
            edition=edition,
            file=f"{case.id.folder}/editions/{edition}.txt",
            line=line,
            hint="provenance audit --fix",
            fix=Fix(
                (FileEdit(case.id, f"editions/{edition}.txt", canonical.encode()),),
                "markup",
                "Written as the notation writes it; no word changes",
            ),
        )
