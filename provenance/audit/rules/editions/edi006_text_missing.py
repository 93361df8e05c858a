"""An edition's text is said to be here and is not; or a text is here that no edition declares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.rule import ERROR, RECORD, Rule
from provenance.model.address import Pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding

RULE = Rule(
    code="EDI006",
    name="text-missing",
    severity=ERROR,
    about=RECORD,
    why="A file that no edition describes is a text without a source; an edition without its file is an empty promise.",
    mend="Import the text, set the edition's `text` to withheld or none, or describe the edition the file belongs to.",
    source="OCFL and BagIt: what is listed is there, what is there is listed",
    bad="""
record: {editions: {print: {state: fixed}}}
""",
    good="""
record: {editions: {print: {state: fixed, text: none}}}
""",
)


@RULE.check
def text_missing(case: Case) -> Iterator[Finding]:
    """One finding an edition or file."""
    for edition, described, at in case.editions():
        if described.text == "present" and edition not in case.sources:
            yield RULE.finding(
                at / "text",
                f"The text of {edition} is said to be present, and there is no editions/{edition}.txt",
                edition=edition,
                hint=f"provenance correct {case.id} --set {at}/text=none -m …",
            )
    for edition in case.texts:
        if edition not in case.record.editions:
            yield RULE.finding(
                Pointer(("editions",)),
                f"There is a text or a list of fingerprints {edition!r}, and the record describes no such edition",
                edition=edition,
                hint=f"provenance correct {case.id} --add /editions/{edition}='{{state: fixed}}' -m …",
            )
