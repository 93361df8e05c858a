"""A text does not agree with the fingerprints that were taken of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.rule import ERROR, RECORD, Rule
from provenance.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding

RULE = Rule(
    code="TXT003",
    name="fingerprints-disagree",
    severity=ERROR,
    about=RECORD,
    why=(
        "The fingerprints say which words were there when they were taken. Either the text has changed since, or it "
        "is another."
    ),
    mend=(
        "Compare with the print; then restore the text, or take the fingerprints anew with the correction that "
        "changed it."
    ),
    source="PREMIS, fixity; scheme v1 of the fingerprints",
    bad="""
text: |
  ¶1 Send flour and rope before the ice closes the harbour for good.
fingerprints:
  print: >-
    p1 v1 12 0000000000000000000000000000000000000000000000000000000000000000
    0000000000000000000000000000000000000000000000000000000000000000
""",
    good="""
text: |
  ¶1 Send flour and rope before the ice closes the harbour for good.
fingerprints:
  print: >-
    p1 v1 12 470d81f57876d0eb37600f76a44348a0822a1995f2225ab94287e64062f46a6a
    d29e7e4d416871b846a08b56dfebc4d865a591cf71d2b7a9284ec07f78dfa93c
""",
)
_WHAT = {
    "same letters": "has the same letters, and other signs or capitals",
    "differs": "has other words",
    "missing": "is missing",
    "extra": "has no fingerprint",
}


@RULE.check
def fingerprints_disagree(case: Case) -> Iterator[Finding]:
    """One finding a group of blocks."""
    from provenance.text.fingerprint import compare

    for edition, prints in case.fingerprints.items():
        text = case.texts.get(edition)
        if text is None or not prints:
            continue
        try:
            agreements = compare(prints, text)
        except InputError as error:
            yield RULE.finding(None, error.message, edition=edition, hint=error.hint)
            continue
        for agreement in agreements:
            if agreement.state != "same":
                yield RULE.finding(
                    None,
                    f"{', '.join(agreement.ids)} {_WHAT[agreement.state]}",
                    edition=edition,
                    locator=agreement.ids[0],
                    passage="+".join(agreement.ids),
                )
