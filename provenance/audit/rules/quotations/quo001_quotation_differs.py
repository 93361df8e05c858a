"""A quotation in the headnote says something other than the document."""
# about the edition: it contradicts itself; a note where an erratum answers it

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.audit.quotations import quotations, quoting
from provenance.audit.quoted import Source, source_of
from provenance.audit.rule import EDITION, ERROR, NOTE, Related, Rule
from provenance.audit.typed import quoted as typed
from provenance.model.address import Locator
from provenance.text.readings import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.quotations import Quotation
    from provenance.audit.quoted import Change
    from provenance.audit.rule import Finding
    from provenance.text.readings import Passage

RULE = Rule(
    code="QUO001",
    name="quotation-differs",
    severity=ERROR,
    about=EDITION,
    why=(
        "Headnotes are quoted more often than documents. A tense, a dropped word, a noun put for another, and the "
        "misquotation is what the document is known for."
    ),
    mend=(
        "Compare with the print. If our file has a slip, correct it as a transcription. If the edition misquotes, "
        "lay an erratum over its words: the printed words stay."
    ),
    varies=(
        "A note where an erratum answers it. Not found: an altered capital, a word in brackets, a marked omission, "
        "a stop or comma inside the quotation marks, capitals, hyphens, the style of the marks. Phrases under four "
        "words, titles of works and quotations with no near match in the text are not judged here."
    ),
    source="The Chicago Manual of Style, on permissible changes to quotations",
    bad="""
text: |
  ::: headnote

  ¶1 She concedes that “the lamps were trimmed for the inspector and left dark for the ships.”

  :::

  ¶2 We should say openly that the lamps have been trimmed for the inspector and left dark for the ships that came.
""",
    good="""
text: |
  ::: headnote

  ¶1 She concedes that “[t]he lamps have been trimmed for the inspector … for the ships [of all nations].”

  :::

  ¶2 We should say openly that the lamps have been trimmed for the inspector and left dark for the ships that came.
""",
)


@dataclass(frozen=True)
class _Quoted:
    """One quotation: where it stands, and what it can quote."""

    case: Case
    edition: str
    passage: Passage
    quotation: Quotation
    source: Source


@RULE.check
def quotation_differs(case: Case) -> Iterator[Finding]:
    """One finding a stretch that differs."""
    for edition, _, _ in case.editions():
        for passage, quotation in quoting(case, edition):
            if quotation.is_name:
                continue
            quoted = _Quoted(case, edition, passage, quotation, source_of(case, edition))
            reading = quoted.source.read(quotation, passage.words)
            for change in reading.changes if reading.state == "near" else ():
                yield _finding(quoted, change)


def _finding(quoted: _Quoted, change: Change) -> Finding:
    case, edition, passage = quoted.case, quoted.edition, quoted.passage
    printed = passage.words[slice(*change.quoted)]
    quoted_from = quoted.source.passages[change.passage]
    says = quoted_from.words[slice(*change.source)]
    answer = _answer(quoted, change)
    before = passage.words[: change.quoted[0]].count(printed)
    locator = Locator(place=passage.id, words=printed, nth=before + 1 if passage.words.count(printed) > 1 else None)
    there = f"“{says}”" if says else "nothing"
    return RULE.finding(
        None,
        f"The headnote quotes “{printed}”; {quoted_from.label} has {there}"
        + (f"; answered by the erratum {answer!r}" if answer else ""),
        NOTE if answer else ERROR,
        edition=edition,
        locator=str(locator),
        passage=printed,
        offsets=change.quoted,
        hint=None
        if answer
        else f"provenance correct {case.address(edition)} --where {typed(str(locator))} --to {typed(says)} "
        f"--kind erratum -m {typed(f'Misquotes {quoted_from.label}')} --evidence {quoted_from.id}",
        related=(
            Related(quoted.quotation.words, edition=edition, locator=passage.id),
            Related(says, edition=edition, locator=str(Locator(place=quoted_from.id, words=says or None))),
            *((Related(f"the erratum {answer}", pointer=f"/editions/{edition}/errata/{answer}"),) if answer else ()),
        ),
    )


def _answer(quoted: _Quoted, change: Change) -> str | None:
    """The erratum that answers a change: its words stand over either side, and with it the two agree."""
    case, edition = quoted.case, quoted.edition
    sides = ((quoted.passage.id, change.quoted), (quoted.source.passages[change.passage].id, change.source))
    touching = [
        key
        for key, place in case.placed_errata(edition).items()
        for block, (start, end) in sides
        if place.passage.id == block and place.start < max(end, start + 1) and start < place.end
    ]
    return touching[0] if touching and _agrees_when_corrected(quoted) else None


def _agrees_when_corrected(quoted: _Quoted) -> bool:
    """True where the quotation, with the errata laid over both sides, stands in the document."""
    corrected = {one.id: one for one in quoted.case.passages(quoted.edition, Reading.CORRECTED)}
    body = Source([corrected[one.id] for one in quoted.source.passages])
    words = corrected[quoted.passage.id].words
    order = [one.start for one in quotations(quoted.passage.words)].index(quoted.quotation.start)
    same = list(quotations(words))[order : order + 1]
    return bool(same) and body.read(same[0], words).state == "same"
