"""Whether the document is signed is not known, or not what its edition says."""
# a note; a warning where the edition's own notes speak of the signature

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.audit.rule import NOTE, RECORD, WARNING, Rule
from provenance.audit.typed import quoted
from provenance.model.address import Locator, Pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding

RULE = Rule(
    code="SRC003",
    name="signed-not-known",
    severity=NOTE,
    about=RECORD,
    why="Every attribution of a paper to a hand begins with the question whether anybody signed it.",
    mend="Set `/source/signed` to yes or no, with `signed_where`; leave it unknown where nobody has looked.",
    varies=(
        "A warning where a note of the edition says that the copy is unsigned, and the record does not say it or "
        "says the opposite."
    ),
    source="Diplomatics: the subscription as a mark of authenticity",
    bad="""
record:
  source: {basis: stated, where: p2, repository: harbour-archive, signed: unknown}
agents: {harbour-archive: {name: Harbour Archive, kind: body}}
""",
    good="""
record:
  source: {basis: stated, where: p2, repository: harbour-archive, signed: no, signed_where: fn 1}
agents: {harbour-archive: {name: Harbour Archive, kind: body}}
text: |
  ¶1 Send flour and rope.

  ¶2 @source-note [Source: Harbour Archive.]{remark}

  [^1]: The copy bears no signature.
""",
)
_UNSIGNED = re.compile(
    r"\b(?:is|was|are|remains?|has|have|bears?|carries|had|and)\s+(?:itself\s+)?"
    r"(?:unsigned|not\s+signed|no\s+signatures?|without\s+(?:a\s+)?signature)\b"
    r"|\bunsigned\s+(?:copy|carbon|typescript|draft|document|memorandum|original)\b",
    re.IGNORECASE,
)


@RULE.check
def signed_not_known(case: Case) -> Iterator[Finding]:
    """At most one finding."""
    source = case.record.source
    if source is None or source.signed == "no":
        return
    said = next(_unsigned(case), None)
    at = Pointer(("source", "signed"))
    if said is not None:
        edition, locator, words = said
        yield RULE.finding(
            at,
            f"{locator} says “{words}”; the record has signed: {source.signed}",
            WARNING,
            edition=edition,
            locator=str(locator),
            passage=words,
            hint=f"provenance correct {case.id} --set /source/signed=no -m … --evidence {quoted(str(locator))}",
        )
    elif source.signed == "unknown":
        yield RULE.finding(
            at,
            "Whether the document is signed is not known",
            hint=f"provenance correct {case.id} --set /source/signed=yes|no -m …",
        )


def _unsigned(case: Case) -> Iterator[tuple[str, Locator, str]]:
    """Where notes, headnotes and source notes say that the copy is unsigned."""
    for edition in case.texts:
        for passage in case.passages(edition):
            if passage.layer not in {"editor", "edition"}:
                continue
            match = _UNSIGNED.search(passage.words)
            if match is not None:
                yield edition, Locator(place=passage.id), " ".join(match[0].split())
