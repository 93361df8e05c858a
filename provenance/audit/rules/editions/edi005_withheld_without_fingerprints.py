"""A text is withheld and left no fingerprints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.rule import RECORD, WARNING, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding

RULE = Rule(
    code="EDI005",
    name="withheld-without-fingerprints",
    severity=WARNING,
    about=RECORD,
    why="Without fingerprints nobody who owns a copy can tell whether it is the text that the record speaks of.",
    mend="Put the text in as an edition once more, then `provenance text detach` leaves its fingerprints.",
    source="PREMIS, fixity",
    bad="""
record: {editions: {print: {state: fixed, text: withheld}}}
""",
    good="""
record: {editions: {print: {state: fixed, text: none}}}
""",
)


@RULE.check
def withheld_without_fingerprints(case: Case) -> Iterator[Finding]:
    """One finding an edition."""
    for edition, described, at in case.editions():
        if described.text != "withheld" or case.fingerprints.get(edition):
            continue
        if any(path.endswith(f"/{edition}.fingerprints") for path in case.broken):
            continue
        yield RULE.finding(at / "text", f"The text of {edition} is withheld, and has no fingerprints", edition=edition)
