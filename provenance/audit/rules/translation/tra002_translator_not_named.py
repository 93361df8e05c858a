"""A translated document names no translator."""
# a warning; a note where the record says why

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.audit.rule import NOTE, RECORD, WARNING, Related, Rule
from provenance.model.address import Pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding

RULE = Rule(
    code="TRA002",
    name="translator-not-named",
    severity=WARNING,
    about=RECORD,
    why="Every word of a translation is somebody's choice; who chose is part of what the words are worth.",
    mend="Name the translator in `/translation/by`. Where it is not known, say so in `/translation/note`.",
    varies="A note where the translation's note speaks of it.",
    source="ISAD(G) 3.4.3; the Chicago Manual of Style on crediting translators",
    bad="""
record:
  translation: {from: {tag: ru, basis: stated}, to: {tag: en, basis: stated}}
""",
    good="""
record:
  translation: {from: {tag: ru, basis: stated}, to: {tag: en, basis: stated}, by: {marlowe-edda: {role: translator}}}
agents: {marlowe-edda: {name: Edda Marlowe}}
""",
)
_NAMED = re.compile(r"[Tt]ranslat(?:ed|ion)\b[^.\]]{0,20}\bby\b[^.\]]{2,80}")


@RULE.check
def translator_not_named(case: Case) -> Iterator[Finding]:
    """At most one finding."""
    translation = case.record.translation
    if translation is None or translation.by:
        return
    named = next(
        (
            (edition, passage.id, match[0])
            for edition in case.texts
            for passage in case.passages(edition)
            if passage.layer in {"editor", "edition"} and (match := _NAMED.search(passage.words))
        ),
        None,
    )
    yield RULE.finding(
        Pointer(("translation",)),
        "The translation names no translator" + (f"; {named[1]} says “{named[2]}”" if named else ""),
        NOTE if translation.note and named is None else WARNING,
        hint=f"provenance correct {case.id} --add /translation/by/KEY='{{role: translator}}' -m …",
        related=(Related(named[2], edition=named[0], locator=named[1]),) if named else (),
    )
