"""The dates of title, dateline and record do not agree."""
# an error about the edition where title and dateline differ, about the record where its stated date fits neither;
# a note where the record gives its reason, or an erratum answers it

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.datings import dates_in, two_calendars
from provenance.audit.rule import EDITION, ERROR, NOTE, RECORD, Related, Rule
from provenance.model.address import Locator, Pointer
from provenance.model.dates import overlaps_possibly, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.datings import Found
    from provenance.audit.rule import Finding
    from provenance.text.readings import Passage

RULE = Rule(
    code="DAT001",
    name="dates-disagree",
    severity=ERROR,
    about=EDITION,
    why=(
        "A title's date is an editor's, a dateline's the document's own. Where they differ, one is a misprint, or "
        "one is the date of sending, of receipt, of another calendar; and every order of events built on it is "
        "wrong."
    ),
    mend=(
        "Look at the document. Correct the record's date, lay an erratum over the wrong date of the edition, or say "
        "in the date's `why` what each date means."
    ),
    varies=(
        "About the record where its stated date fits neither. A note where the record's date gives a `why`, or an "
        "erratum stands over one of the two. Not looked for where a date is given in two calendars."
    ),
    source="ISAD(G) 3.1.3; dates compared as EDTF: only what cannot be the same day disagrees",
    bad="""
record:
  date: {edtf: 1931-05-04, basis: stated, where: title}
text: |
  @title Document No. 9: Letter from Lund to the Board, May 4, 1931

  ¶1 Send flour and rope.

  ¶2 @dateline Vardal, May 14, 1931
""",
    good="""
record:
  date: {edtf: 1931-05-04, basis: stated, where: title}
text: |
  @title Document No. 9: Letter from Lund to the Board, May 1931

  ¶1 Send flour and rope.

  ¶2 @dateline Vardal, May 4, 1931
""",
)
_Dated = tuple["Passage", tuple["Found", ...]]


@RULE.check
def dates_disagree(case: Case) -> Iterator[Finding]:
    """At most one finding an edition."""
    for edition, _, _ in case.editions():
        if any(two_calendars(passage.words) for tag in ("title", "dateline") for passage in case.tagged(edition, tag)):
            continue
        titles, datelines = _dated(case, edition, "title"), _dated(case, edition, "dateline")
        if titles and datelines and not _agree(titles, datelines):
            yield _of_edition(case, edition, titles[0], datelines[0])
        elif titles or datelines:
            yield from _of_record(case, edition, datelines or titles, titles)


def _dated(case: Case, edition: str, tag: str) -> list[_Dated]:
    """The dated passages of that kind, outside attachments, which have dates of their own."""
    language = case.language(edition)
    passages = [passage for passage in case.tagged(edition, tag) if passage.section not in {"attachment", "headnote"}]
    found = [(passage, dates_in(passage.words, language)) for passage in passages]
    return [one for one in found if one[1]]


def _agree(one: list[_Dated], other: list[_Dated]) -> bool:
    return any(
        overlaps_possibly(mine.date, theirs.date)
        for _, first in one
        for mine in first
        for _, second in other
        for theirs in second
    )


def _locator(dated: _Dated) -> str:
    passage, found = dated
    return str(Locator(place=passage.id, words=passage.words[found[-1].start : found[-1].end]))


def _answered(case: Case, edition: str, *dated: _Dated) -> bool:
    """True where the record gives its reason, or an erratum stands over one of the dates."""
    errata = case.placed_errata(edition)
    return case.record.date.why is not None or any(
        place.passage.id == passage.id and place.start < found[-1].end and found[-1].start < place.end
        for passage, found in dated
        for place in errata.values()
    )


def _of_edition(case: Case, edition: str, title: _Dated, dateline: _Dated) -> Finding:
    in_title, in_dateline = title[1][-1].date, dateline[1][-1].date
    return RULE.finding(
        None,
        f"The title says {spoken(in_title)}, the dateline {spoken(in_dateline)}",
        NOTE if _answered(case, edition, title, dateline) else ERROR,
        about=EDITION,
        edition=edition,
        locator=_locator(title),
        passage=title[0].words[title[1][-1].start : title[1][-1].end],
        offsets=(title[1][-1].start, title[1][-1].end),
        hint=f"provenance correct {case.id} --set /date/why='…' -m …, or an erratum over the wrong one",
        related=(Related(f"the dateline: {spoken(in_dateline)}", edition=edition, locator=_locator(dateline)),),
    )


def _of_record(case: Case, edition: str, dated: list[_Dated], titles: list[_Dated]) -> Iterator[Finding]:
    """The record's own date against what the edition prints: dateline first, else title."""
    date = case.record.date
    if date.edtf is None or date.calendar is not None:
        return
    printed = [found for _, several in (*dated, *titles) for found in several]
    if any(overlaps_possibly(date.edtf, found.date) for found in printed):
        return
    nearest = dated[0][1][-1].date
    stated = date.basis != "stated" and date.why is not None
    yield RULE.finding(
        Pointer(("date", "edtf")),
        f"The record says {spoken(date.edtf)}, the edition {spoken(nearest)}",
        NOTE if stated or _answered(case, edition, *dated) else ERROR,
        about=RECORD,
        edition=edition,
        locator=_locator(dated[0]),
        passage=str(date.edtf),
        hint=f"provenance correct {case.id} --set /date/edtf={nearest} -m …",
    )
