"""The headnote points to another document of the volume, and the record has no relation to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.datings import mentions_in
from provenance.audit.rule import RECORD, WARNING, Rule
from provenance.model.address import Locator, Pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.datings import Mention
    from provenance.audit.rule import Finding

RULE = Rule(
    code="REL003",
    name="pointer-not-recorded",
    severity=WARNING,
    about=RECORD,
    why=(
        "“See previous document” means something only on the page it was printed on. Once a record stands alone, or "
        "the order changes, the pointer leads nowhere unless the relation is data."
    ),
    mend="Add a relation: its kind, and the target by record, or by volume and number.",
    source="ISAD(G) 3.5.3, related units of description",
    bad="""
text: |
  ::: headnote

  ¶1 Harsher than the evening on the lights (see previous document).

  :::

  ¶2 Send flour and rope.
""",
    good="""
record:
  relations: {previous: {kind: previous-in-volume, target: {volume: ports, number: 5}, where: p1}}
text: |
  ::: headnote

  ¶1 Harsher than the evening on the lights (see previous document).

  :::

  ¶2 Send flour and rope.
""",
)


@RULE.check
def pointer_not_recorded(case: Case) -> Iterator[Finding]:
    """One finding a pointer, in headnotes and notes."""
    for edition, _, _ in case.editions():
        met: set[tuple[str, str | None]] = set()
        for passage in (*case.headnote(edition), *case.notes(edition)):
            for mention in mentions_in(passage.words):
                if (mention.which, mention.number) in met or _recorded(case, mention):
                    continue
                met.add((mention.which, mention.number))
                yield RULE.finding(
                    Pointer(("relations",)),
                    f"{passage.label} says “{mention.words}”, and no relation records it",
                    edition=edition,
                    locator=str(Locator(place=passage.id, words=mention.words)),
                    passage=mention.words,
                    offsets=(mention.start, mention.end),
                    hint=f"provenance correct {case.id} --add /relations/{_key(mention)}='{{kind: {_kind(mention)}, "
                    f"target: {{volume: …, number: {mention.number or '…'}}}, where: {passage.id}}}' -m …",
                )


def _recorded(case: Case, mention: Mention) -> bool:
    own = {described.number for _, described, _ in case.editions()}
    return (mention.which == "number" and mention.number in own) or any(
        case.means(relation, mention.which, mention.number)
        # a relation by id says no number: it may be the one that is meant
        or (mention.which == "number" and relation.target.record is not None and relation.target.number is None)
        for relation in case.record.relations.values()
    )


def _key(mention: Mention) -> str:
    return f"document-{mention.number}" if mention.number else mention.which


def _kind(mention: Mention) -> str:
    return "mentions" if mention.which == "number" else f"{mention.which}-in-volume"
