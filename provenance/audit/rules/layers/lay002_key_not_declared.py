"""A key in the text (`by=`, `w=`, `ref=`) names no hand, copy or agent that the record declares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.marks import attributes
from provenance.audit.rule import ERROR, RECORD, Rule
from provenance.text.blocks import LAYERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding

RULE = Rule(
    code="LAY002",
    name="key-not-declared",
    severity=ERROR,
    about=RECORD,
    why="`by=h2` says that another hand wrote these words. A hand that is described nowhere is no hand.",
    mend="Describe the hand under `/hands`, the copy under `/copies`, the person in agents.yaml; or mend the key.",
    source="TEI P5, `@hand`, `@wit` and `@ref` point to declared things",
    bad="""
text: |
  ¶1 Send flour {add by=h2|and rope}.
""",
    good="""
record: {hands: {h2: {medium: pencil}}}
text: |
  ¶1 Send flour {add by=h2|and rope}.
""",
)


@RULE.check
def key_not_declared(case: Case) -> Iterator[Finding]:
    """One finding a key and block."""
    from difflib import get_close_matches

    declared: Mapping[str, frozenset[str]] = {
        "by": frozenset((*LAYERS, *case.record.hands, *case.agents)),
        "w": frozenset((*case.record.copies, *case.record.editions)),
        "ref": frozenset((*case.agents, *(case.collection.works if case.collection is not None else ()))),
    }
    where = {"by": "hand", "w": "copy", "ref": "agent"}
    if not case.agents_are_known:
        return
    seen: set[tuple[str, str, str, str]] = set()
    for edition, text in case.texts.items():
        for block, kind, key, value in attributes(text) if text is not None else ():
            met = (edition, block.id, key, value)
            if key not in declared or met in seen or set(value.split()) <= declared[key]:
                continue
            seen.add(met)
            near = get_close_matches(value, declared[key], 1, 0.6)
            yield RULE.finding(
                None,
                f"{key}={value} ({kind}) names no {where[key]} that is declared",
                edition=edition,
                locator=block.id,
                passage=f"{key}={value}",
                hint=f"did you mean {near[0]}?" if near else None,
            )
