"""The language translated from is inferred or unknown."""
# a note: the record says so itself; a warning where it is inferred without a reason, or nothing is said

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.rule import NOTE, RECORD, WARNING, Rule
from provenance.model.address import Pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding

RULE = Rule(
    code="TRA003",
    name="source-language-not-stated",
    severity=NOTE,
    about=RECORD,
    why=(
        "A translation of a translation passes for one from the original when nobody says what lay before the "
        "translator."
    ),
    mend="State the language with where it is said, or give the reason for the inference in `why`.",
    varies="A warning where the language is inferred and no reason is given.",
    source="ISAD(G) 3.4.3, languages and scripts; BCP 47",
    bad="""
record:
  translation:
    from: {tag: ru, basis: inferred, why: The gloss in p1 is romanised Russian}
    to: {tag: en, basis: stated}
    by: {marlowe-edda: {role: translator}}
agents: {marlowe-edda: {name: Edda Marlowe}}
""",
    good="""
record:
  translation:
    from: {tag: ru, basis: stated, where: p9}
    to: {tag: en, basis: stated}
    by: {marlowe-edda: {role: translator}}
agents: {marlowe-edda: {name: Edda Marlowe}}
""",
)


@RULE.check
def source_language_not_stated(case: Case) -> Iterator[Finding]:
    """At most one finding."""
    translation = case.record.translation
    if translation is None or (translation.from_.basis == "stated" and translation.from_.tag is not None):
        return
    source = translation.from_
    if source.tag is None:
        message, severity = "The language translated from is not known", NOTE
    elif source.why or source.where:
        message, severity = (
            f"The language translated from ({source.tag}) is {source.basis}: {source.why or source.where}",
            NOTE,
        )
    else:
        message = f"The language translated from ({source.tag}) is {source.basis}, and nothing says from what"
        severity = WARNING
    yield RULE.finding(
        Pointer(("translation", "from")),
        message,
        severity,
        passage=source.tag,
        hint=f"provenance correct {case.id} --set /translation/from/why='…' -m …" if severity is WARNING else None,
    )
