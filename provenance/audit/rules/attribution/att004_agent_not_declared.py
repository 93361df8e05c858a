"""A key that should name a person or body names nobody in agents.yaml."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.rule import ERROR, RECORD, Rule
from provenance.model.address import Pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding
    from provenance.model.record import Record

RULE = Rule(
    code="ATT004",
    name="agent-not-declared",
    severity=ERROR,
    about=RECORD,
    why="A key without an entry is a name without a person: nothing links this record to others by the same hand.",
    mend="Add the person or body to records/agents.yaml, or mend the key.",
    source="EAC-CPF: a description points to an authority record",
    bad="""
record:
  attributions:
    author-lund: {role: author, agent: lundt, asserted: {by: edition, where: title}}
agents: {lund: {name: Lund}}
""",
    good="""
record:
  attributions:
    author-lund: {role: author, agent: lund, asserted: {by: edition, where: title}}
agents: {lund: {name: Lund}}
""",
)


@RULE.check
def agent_not_declared(case: Case) -> Iterator[Finding]:
    """One finding a key."""
    from difflib import get_close_matches

    for key, at in _named(case.record) if case.agents_are_known else ():
        if key in case.agents:
            continue
        near = get_close_matches(key, case.agents, 1, 0.6)
        yield RULE.finding(
            at,
            f"agents.yaml has no {key!r}",
            passage=key,
            hint=f"did you mean {near[0]}?" if near else f"provenance correct agents --add /{key}='{{name: …}}' -m …",
        )


def _named(record: Record) -> Iterator[tuple[str, Pointer]]:
    """Every key of an agent that a record names, and where."""
    root = Pointer(())
    for key, claim in record.attributions.items():
        yield claim.agent, root / "attributions" / key / "agent"
    if record.source is not None and record.source.repository is not None:
        yield record.source.repository, root / "source" / "repository"
    for key, copy in record.copies.items():
        at = root / "copies" / key
        named = {"holder": copy.holder, "source/from": copy.source.obtained_from, "source/by": copy.source.by}
        for field, agent in named.items():
            if agent is not None:
                yield agent, Pointer((*at.parts, *field.split("/")))
    for key in record.translation.by if record.translation is not None else ():
        yield key, root / "translation" / "by" / key
    for key, event in record.custody.items():
        for field, agent in {"agent": event.agent, "from": event.from_agent}.items():
            if agent is not None:
                yield agent, root / "custody" / key / field
    for key, hand in record.hands.items():
        if hand.who is not None:
            yield hand.who, root / "hands" / key / "who"
