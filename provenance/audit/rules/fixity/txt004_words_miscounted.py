"""The number of words that the record gives is not the number that is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.rule import ERROR, RECORD, Fix, Rule
from provenance.model.correction import FieldEdit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding

RULE = Rule(
    code="TXT004",
    name="words-miscounted",
    severity=ERROR,
    about=RECORD,
    why="The count is what a reader without the text has to go by, and the measure of how much of it may be shown.",
    mend="`provenance audit --fix` counts again.",
    source="UAX 29, words; counted over the printed reading, or over the fingerprints where the text is withheld",
    bad="""
record: {editions: {print: {state: fixed, words: 40}}}
text: |
  ¶1 Send flour and rope.
""",
    good="""
record: {editions: {print: {state: fixed, words: 4}}}
text: |
  ¶1 Send flour and rope.
""",
)


@RULE.check
def words_miscounted(case: Case) -> Iterator[Finding]:
    """One finding an edition."""
    for edition, described, at in case.editions():
        counted = _counted(case, edition) if described.words is not None else None
        if counted is None or counted == described.words:
            continue
        yield RULE.finding(
            at / "words",
            f"The record counts {described.words} words in {edition}; there are {counted}",
            edition=edition,
            passage=str(described.words),
            hint=f"provenance correct {case.id} --set {at}/words={counted} -m …",
            fix=Fix((FieldEdit(case.id, "set", at / "words", str(counted)),), "editorial", "Counted again"),
        )


def _counted(case: Case, edition: str) -> int | None:
    from provenance.text.tokens import count_words

    if case.texts.get(edition) is not None:
        return sum(count_words(passage.words) for passage in case.passages(edition))
    prints = case.fingerprints.get(edition)
    return sum(one.words for one in prints) if prints else None
