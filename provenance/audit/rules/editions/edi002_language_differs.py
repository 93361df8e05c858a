"""An edition's language is none that the record speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.rule import ERROR, RECORD, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding

RULE = Rule(
    code="EDI002",
    name="language-differs",
    severity=ERROR,
    about=RECORD,
    why=(
        "Where the record says “translated into English” and the edition is in French, one of the two is about "
        "another text."
    ),
    mend="Mend the edition's `language`, or the translation's `to`; a second translation is an edition of its own.",
    source="BCP 47; ISAD(G) 3.4.3",
    bad="""
record:
  translation: {from: {tag: ru, basis: stated, where: p9}, to: {tag: en, basis: stated}}
  editions: {print: {state: fixed, language: fr}}
""",
    good="""
record:
  translation: {from: {tag: ru, basis: stated, where: p9}, to: {tag: en, basis: stated}}
  editions: {print: {state: fixed, language: en-GB}, transcript: {state: living, language: ru}}
""",
)


@RULE.check
def language_differs(case: Case) -> Iterator[Finding]:
    """One finding an edition."""
    record = case.record
    known = {language.tag for language in record.languages.values()}
    if record.translation is not None:
        known |= {record.translation.from_.tag, record.translation.to.tag}
    bases = {tag.partition("-")[0].lower() for tag in known if tag is not None}
    # a record that knows only the one side of a translation cannot contradict the other
    if not bases or (record.translation is not None and len({*known} - {None}) < 2):  # noqa: PLR2004
        return
    for edition, described, at in case.editions():
        if described.language is None or described.language.partition("-")[0].lower() in bases:
            continue
        yield RULE.finding(
            at / "language",
            f"The edition is in {described.language}; the record speaks of {', '.join(sorted(bases))}",
            edition=edition,
            passage=described.language,
            hint=f"provenance correct {case.id} --set {at}/language={min(bases)} -m …",
        )
