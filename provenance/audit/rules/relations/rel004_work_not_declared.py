"""A relation names a published work that the collection does not describe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.rule import RECORD, WARNING, Rule
from provenance.model.address import Pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding

RULE = Rule(
    code="REL004",
    name="work-not-declared",
    severity=WARNING,
    about=RECORD,
    why="A key is no citation: without author, title and year nobody finds the book.",
    mend="Describe the work under `works` in collection.yaml.",
    varies="Not found where the target itself gives the title.",
    source="ISAD(G) 3.5.4, publication note",
    bad="""
record:
  relations: {cites-winters: {kind: cites, target: {work: nine-winters}, where: p2}}
collection: {}
""",
    good="""
record:
  relations: {cites-winters: {kind: cites, target: {work: nine-winters}, where: p2}}
collection: {works: {nine-winters: 'A. Velichko, Nine Winters on the Cold Coast (1938)'}}
""",
)


@RULE.check
def work_not_declared(case: Case) -> Iterator[Finding]:
    """One finding a relation."""
    if not case.collection_is_known:
        return
    works = case.collection.works if case.collection is not None else {}
    for key, relation in case.record.relations.items():
        work = relation.target.work
        if work is not None and work not in works and relation.target.title is None:
            yield RULE.finding(
                Pointer(("relations", key, "target", "work")),
                f"collection.yaml describes no work {work!r}",
                passage=str(work),
                hint=f"provenance correct {case.id.collection} --set /works/{work}=… -m …",
            )
