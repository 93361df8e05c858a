"""Words of another language stand in a bracket that is not declared as a gloss."""
# a warning: the closed rule takes an unlabelled bracket for supplied words, which these are not

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.marks import marked
from provenance.audit.romanised import foreign_words, outside_brackets
from provenance.audit.rule import RECORD, WARNING, Related, Rule
from provenance.audit.typed import quoted
from provenance.model.address import Locator
from provenance.text.blocks import Bracket
from provenance.text.brackets import printed_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding
    from provenance.text.blocks import Block, EditionText

RULE = Rule(
    code="TRA001",
    name="gloss-not-declared",
    severity=WARNING,
    about=RECORD,
    why=(
        "“taking separate actions [otdelnym poryadkom]” gives the word behind the rendering; an unlabelled bracket "
        "counts as words supplied to the sentence. Read so, the document says something it does not say, and "
        "searches, comparisons and the translator's choices lose the source's word."
    ),
    mend="Look at the bracket and, where it is a gloss, mark it: `--mark gloss --attr lang=ru-Latn`.",
    source=(
        "TEI P5, `gloss` and `foreign`; the romanisations of the Library of Congress and BGN/PCGN, by whose endings "
        "and clusters Slavic words are known. Words that stand elsewhere in the text, capitals and English little "
        "words acquit a bracket."
    ),
    bad="""
record: {editions: {print: {state: fixed, language: en}}}
text: |
  ¶1 They keep a store outside the books [otdelnym poryadkom] and ask [for rope].
""",
    good="""
record: {editions: {print: {state: fixed, language: en}}}
text: |
  ¶1 They keep a store outside the books [otdelnym poryadkom]{gloss lang=ru-Latn} and ask [for rope].
""",
)


@RULE.check
def gloss_not_declared(case: Case) -> Iterator[Finding]:
    """One finding a bracket."""
    for edition, text in case.texts.items():
        language = case.language(edition)
        if text is None or language is None:
            continue
        for block, bracket in _unlabelled(text):
            words = printed_words(bracket.children)
            # most brackets are acquitted by their words alone: only the rest are looked for in the text
            if foreign_words(words, language) is not None:
                found = foreign_words(words, language, _elsewhere(case, edition))
                if found is not None:
                    yield _finding(case, edition, block, *found)


def _unlabelled(text: EditionText) -> Iterator[tuple[Block, Bracket]]:
    """The brackets that the closed rule takes for supplied words."""
    for block, _, inline in marked(text):
        if isinstance(inline, Bracket) and inline.kind == "supplied" and not inline.labelled:
            yield block, inline


def _elsewhere(case: Case, edition: str) -> str:
    """The words of the whole text outside brackets."""
    return case.once(
        ("outside brackets", edition),
        lambda: outside_brackets("\n".join(passage.words for passage in case.passages(edition))),
    )


def _finding(case: Case, edition: str, block: Block, words: str, tag: str) -> Finding:
    translation = case.record.translation
    source = translation.from_.tag if translation is not None else None
    if source is not None and tag == "und-Latn":
        tag = f"{source.partition('-')[0]}-Latn"
    elif source is not None:
        tag = source
    choices = translation.choices if translation is not None else {}
    known = next((key for key, choice in choices.items() if choice.word.casefold() == words.casefold()), None)
    locator = Locator(place=block.id, words=words)
    chosen = f"; the translation's choice {known!r} knows it as the source's word" if known is not None else ""
    return RULE.finding(
        None,
        f"“[{words}]” looks like words of another language ({tag}) and is not declared as a gloss{chosen}",
        edition=edition,
        locator=str(locator),
        passage=words,
        hint=f"provenance correct {case.address(edition)} --where {quoted(str(locator))} --mark gloss "
        f"--attr lang={tag} -m …",
        related=(Related("the choice", pointer=f"/translation/choices/{known}"),) if known is not None else (),
    )
