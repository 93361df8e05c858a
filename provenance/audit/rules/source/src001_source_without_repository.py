"""The record names no repository in which the document lies."""
# a note where the record says that it is not known; a warning where it says nothing

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.rule import NOTE, RECORD, WARNING, Rule
from provenance.model.address import Pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding

RULE = Rule(
    code="SRC001",
    name="source-without-repository",
    severity=WARNING,
    about=RECORD,
    why="A document that lies nowhere cannot be asked for: nobody can check a word of the edition against it.",
    mend="Name the repository (its key in agents.yaml). If nobody knows, say so: `basis: unknown`, with a reason.",
    varies="A note where the record itself says that the source is not known, or was withdrawn.",
    source="ISAD(G) 3.1.1: the reference code begins with country and repository",
    bad="""
record:
  source: {basis: stated, where: p9, levels: {collection: {name: Lund Papers}}}
""",
    good="""
record:
  source: {basis: stated, where: p9, repository: harbour-archive, levels: {collection: {name: Lund Papers}}}
agents: {harbour-archive: {name: Harbour Archive, kind: body}}
""",
)


@RULE.check
def source_without_repository(case: Case) -> Iterator[Finding]:
    """At most one finding."""
    source = case.record.source
    if (source is not None and source.repository is not None) or case.record.withdrawal is not None:
        return
    known = source is not None and source.basis != "unknown"
    said = source is not None and source.basis == "unknown"
    yield RULE.finding(
        Pointer(("source",) if source is not None else ()),
        "The source names no repository"
        if known
        else "The record says that it is not known where the document lies"
        if said
        else "The record does not say where the document lies",
        NOTE if said else WARNING,
        hint=f"provenance correct {case.id} --set /source/repository=KEY -m …",
    )
