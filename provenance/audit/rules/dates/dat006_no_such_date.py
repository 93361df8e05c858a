"""A date is printed that does not exist."""
# about the edition: its print is what it is; a note where an erratum stands over it

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.datings import no_such_dates_in
from provenance.audit.rule import EDITION, ERROR, NOTE, Rule
from provenance.audit.typed import quoted
from provenance.model.address import Locator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding

RULE = Rule(
    code="DAT006",
    name="no-such-date",
    severity=ERROR,
    about=EDITION,
    why="“31 June” is a misprint that hides another day. Whoever copies it into a catalogue gets 30 June, or 1 July.",
    mend="Look at the print, then at the document; lay an erratum over the date, or correct our typing.",
    varies="A note where an erratum stands over it.",
    source="The Gregorian calendar, by EDTF (ISO 8601-2)",
    bad="""
text: |
  @title Letter from Lund to the Board

  ¶1 Send flour and rope.

  ¶2 @dateline Vardal, June 31, 1931
""",
    good="""
text: |
  @title Letter from Lund to the Board

  ¶1 Send flour and rope.

  ¶2 @dateline Vardal, June 30, 1931
""",
)


@RULE.check
def no_such_date(case: Case) -> Iterator[Finding]:
    """One finding a date of title, dateline, headnote or note."""
    for edition, _, _ in case.editions():
        language = case.language(edition)
        errata = case.placed_errata(edition).values()
        for passage in case.passages(edition):
            if passage.tag not in {"title", "dateline", "source-note"} and passage.layer != "editor":
                continue
            for start, end in no_such_dates_in(passage.words, language):
                words = passage.words[start:end]
                locator = str(Locator(place=passage.id, words=words))
                answered = any(
                    place.passage.id == passage.id and place.start < end and start < place.end for place in errata
                )
                yield RULE.finding(
                    None,
                    f"There is no {words}",
                    NOTE if answered else ERROR,
                    edition=edition,
                    locator=locator,
                    passage=words,
                    offsets=(start, end),
                    hint=None
                    if answered
                    else f"provenance correct {case.address(edition)} --where {quoted(locator)} --to … "
                    "--kind erratum -m …",
                )
