"""A headnote counts days from another document, and the dates are not so far apart."""
# about the edition where that document is in the archive, else about our own date of it; an erratum makes it a note

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.datings import distances_in, mentions_in, sentence_around
from provenance.audit.rule import EDITION, ERROR, NOTE, RECORD, Related, Rule
from provenance.audit.typed import quoted
from provenance.model.address import Locator
from provenance.model.dates import overlaps_possibly, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.datings import Distance, Mention
    from provenance.audit.rule import Finding
    from provenance.model.dates import Edtf
    from provenance.text.readings import Passage

RULE = Rule(
    code="DAT004",
    name="distance-disagrees",
    severity=ERROR,
    about=RECORD,
    why=(
        "“Only nine days earlier (see previous document)” is a date in disguise. It is seldom checked, and when the "
        "volume's order changes nobody counts again."
    ),
    mend="Check both dates. Lay an erratum over the count, or mend the date of the relation.",
    varies=(
        "About the edition where the other document is in the archive, with a date of its own. A note where an "
        "erratum stands over the count. Counting the first day or not, and words such as “about”, leave room."
    ),
    source="Arithmetic",
    bad="""
record:
  date: {edtf: 1931-05-14, basis: stated}
  relations:
    previous: {kind: previous-in-volume, target: {volume: ports, number: 5, date: 1931-05-04}, where: p1}
text: |
  ::: headnote

  ¶1 Harsher than the evening on the lights held only three days earlier (see previous document).

  :::

  ¶2 Send flour and rope.
""",
    good="""
record:
  date: {edtf: 1931-05-14, basis: stated}
  relations:
    previous: {kind: previous-in-volume, target: {volume: ports, number: 5, date: 1931-05-04}, where: p1}
text: |
  ::: headnote

  ¶1 Harsher than the evening on the lights held only ten days earlier (see previous document).

  :::

  ¶2 Send flour and rope.
""",
)


@RULE.check
def distance_disagrees(case: Case) -> Iterator[Finding]:
    """One finding a count."""
    date = case.record.date.edtf
    if date is None:
        return
    for edition, _, _ in case.editions():
        for passage in case.headnote(edition):
            for distance, mention in _counted(passage.words):
                known = _dated(case, mention)
                if known is None or any(overlaps_possibly(days, known[0]) for days in distance.reckoned(date)):
                    continue
                yield _finding(case, edition, passage, distance, known)


def _counted(words: str) -> Iterator[tuple[Distance, Mention]]:
    """The distances that stand in one sentence with a pointer to another document."""
    mentions = mentions_in(words)
    for distance in distances_in(words) if mentions else ():
        start, end = sentence_around(words, distance.start, distance.end)
        inside = [mention for mention in mentions if start <= mention.start < end]
        if len(inside) == 1:
            yield distance, inside[0]


def _dated(case: Case, mention: Mention) -> tuple[Edtf, str | None] | None:
    """The date of the document pointed to, and its id where it is in the archive."""
    for relation in case.record.relations.values():
        if not case.means(relation, mention.which, mention.number):
            continue
        for found in case.archive_has(relation.target):
            record = case.neighbours.record(found)
            if record is not None and record.date.edtf is not None:
                return record.date.edtf, found
        if relation.target.date is not None:
            return relation.target.date, None
    return None


def _finding(case: Case, edition: str, passage: Passage, distance: Distance, known: tuple[Edtf, str | None]) -> Finding:
    date, record = known
    words = passage.words[distance.start : distance.end]
    locator = str(Locator(place=passage.id, words=words))
    answered = any(
        place.passage.id == passage.id and place.start < distance.end and distance.start < place.end
        for place in case.placed_errata(edition).values()
    )
    return RULE.finding(
        None,
        f"“{words}” does not lead from {spoken(case.record.date.edtf or date)} to {spoken(date)}",
        NOTE if answered else ERROR,
        about=EDITION if record is not None or answered else RECORD,
        edition=edition,
        locator=locator,
        passage=words,
        offsets=(distance.start, distance.end),
        hint=f"provenance correct {case.address(edition)} --where {quoted(locator)} --to … --kind erratum -m …",
        related=(Related(f"the other document is of {spoken(date)}", record=record or ""),),
    )
