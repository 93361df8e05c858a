"""A text or a record holds characters that no reader can see."""
# a note: they may stand in the source; look-alikes and turned writing are made visible wherever words are shown

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.rule import NOTE, RECORD, Rule
from provenance.model.unseen import UNSEEN, readable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding

RULE = Rule(
    code="TXT006",
    name="unseen-characters",
    severity=NOTE,
    about=RECORD,
    why=(
        "Two texts that look alike and are not: searches miss, comparisons differ, and a mark that turns the "
        "direction of writing can make a page say what the file does not."
    ),
    mend="Remove them as a transcription, unless they stand in what was printed.",
    source="Unicode, Default_Ignorable_Code_Point; the Trojan Source paper, CVE-2021-42574",
    bad="""
text: "¶1 Send flour\\u202e and rope.\\n"
""",
    good="""
text: "¶1 Send flour and rope.\\n"
""",
)
_AROUND = 12


@RULE.check
def unseen_characters(case: Case) -> Iterator[Finding]:
    """One finding a block that holds any."""
    for edition in case.texts:
        for passage in case.passages(edition):
            found = list(UNSEEN.finditer(passage.words))
            if not found:
                continue
            start = found[0].start()
            excerpt = readable(passage.words[max(0, start - _AROUND) : start + _AROUND])
            count = f"{len(found)} characters" if len(found) > 1 else "a character"
            yield RULE.finding(
                None,
                f"{passage.label} holds {count} that cannot be seen: “{excerpt}”",
                edition=edition,
                locator=passage.id,
                passage=excerpt,
                offsets=(start, start + 1),
            )
