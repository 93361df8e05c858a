"""A doubt is closed as answered, and the answer is not given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.rule import RECORD, WARNING, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding
    from provenance.model.address import Pointer
    from provenance.model.claims import Doubt

RULE = Rule(
    code="ATT009",
    name="answered-without-answer",
    severity=WARNING,
    about=RECORD,
    why="A doubt closed in silence returns: the next editor has to find the answer again.",
    mend="Write the answer in the doubt's `answer`, with where it is found; or open the doubt again.",
    source="DACS, Statement of Principles (2019), 5 and 6",
    bad="""
record:
  attributions:
    author-lund:
      role: author
      agent: lund
      doubts: {hand: {by: Berg, reason: The hand is not hers, state: answered}}
agents: {lund: {name: Lund}}
""",
    good="""
record:
  attributions:
    author-lund:
      role: author
      agent: lund
      doubts: {hand: {by: Berg, reason: The hand is not hers, state: answered, answer: 'She dictated: diary, 4 May'}}
agents: {lund: {name: Lund}}
""",
)


@RULE.check
def answered_without_answer(case: Case) -> Iterator[Finding]:
    """One finding a doubt, doubts about doubts within."""
    for _, claim, at in case.claims():
        for doubt, where in _all(claim.doubts, at / "doubts"):
            if doubt.state == "answered" and not doubt.answer:
                yield RULE.finding(
                    where,
                    f"The doubt “{doubt.reason}” is answered, and the answer is not given",
                    passage=doubt.reason,
                    hint=f"provenance correct {case.id} --set {where}/answer=… -m …",
                )


def _all(doubts: Mapping[str, Doubt], at: Pointer) -> Iterator[tuple[Doubt, Pointer]]:
    for key, doubt in doubts.items():
        yield doubt, at / key
        yield from _all(doubt.doubts, at / key / "doubts")
