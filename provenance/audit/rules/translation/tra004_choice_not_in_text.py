"""A translator's choice names words that do not stand where it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.rule import ERROR, RECORD, Rule
from provenance.errors import InputError
from provenance.model.address import Pointer
from provenance.text.tokens import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding
    from provenance.model.source import Choice
    from provenance.text.blocks import EditionText

RULE = Rule(
    code="TRA004",
    name="choice-not-in-text",
    severity=ERROR,
    about=RECORD,
    why=(
        "A choice records that this word was rendered so, here. Where the rendering is not there, one of the two is "
        "wrong."
    ),
    mend="Mend the choice's `where` or `chosen`; an edition that renders otherwise is a choice of its own.",
    varies="Not looked for where no edition's text is here.",
    source="The record's own cross-reference",
    bad="""
record:
  translation:
    from: {tag: ru, basis: stated, where: p9}
    to: {tag: en, basis: stated}
    choices: {apart: {where: p1, word: otdelnym poryadkom, chosen: in secret}}
text: |
  ¶1 They keep a store outside the books.
""",
    good="""
record:
  translation:
    from: {tag: ru, basis: stated, where: p9}
    to: {tag: en, basis: stated}
    choices: {apart: {where: p1, word: otdelnym poryadkom, chosen: outside the books}}
text: |
  ¶1 They keep a store outside the books.
""",
)


@RULE.check
def choice_not_in_text(case: Case) -> Iterator[Finding]:
    """One finding a choice that fits no edition whose text is here."""
    translation = case.record.translation
    texts = {edition: text for edition, text in case.texts.items() if text is not None}
    for key, choice in translation.choices.items() if translation is not None and texts else ():
        if choice.where is None or any(_stands(case, edition, text, choice) for edition, text in texts.items()):
            continue
        yield RULE.finding(
            Pointer(("translation", "choices", key)),
            f"“{choice.chosen}” does not stand at {choice.where}",
            passage=choice.chosen,
            hint=f"provenance correct {case.id} --set /translation/choices/{key}/chosen='…' -m …",
        )


def _stands(case: Case, edition: str, text: EditionText, choice: Choice) -> bool:
    """True where a place that the choice names has the rendering, or no place can be made out."""
    from provenance.text.locate import find_in

    passages = case.passages(edition)
    locators = list(case.locators(choice.where))
    found = False
    for locator in locators:
        try:
            place = find_in(text, passages, locator)
        except InputError as error:
            found = found or error.code == "several"
            continue
        found = found or fold(choice.chosen).casefold() in fold(place.passage.words).casefold()
    return found or not locators
