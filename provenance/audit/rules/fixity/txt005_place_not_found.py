"""A place that the record names is in none of its texts."""
# places of the record's own editions alone: citations and other records' places are not looked for

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from provenance.audit.rule import ERROR, RECORD, Rule
from provenance.errors import InputError
from provenance.model.address import Locator, Pointer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding

RULE = Rule(
    code="TXT005",
    name="place-not-found",
    severity=ERROR,
    about=RECORD,
    why="“Where: p12” is the record's evidence. A place that is not there is evidence that nobody can look up.",
    mend="Mend the locator: a block's id (`p12`), a printed number (`¶12`), a note (`fn 1`), then quoted words.",
    varies="Places in withheld texts are looked for among the ids of their fingerprints; their words are not.",
    source="W3C Web Annotation, TextQuoteSelector",
    bad="""
record: {date: {edtf: 1931-05-04, basis: stated, where: p20}}
text: |
  ¶1 Send flour and rope.

  ¶2 @dateline May 4, 1931
""",
    good="""
record: {date: {edtf: 1931-05-04, basis: stated, where: 'p2, Berg 1958 p. 20'}}
text: |
  ¶1 Send flour and rope.

  ¶2 @dateline May 4, 1931
""",
)
_OF_A_BLOCK = re.compile(r"(?:p|k|n|u|t|g)[0-9][A-Za-z0-9-]*")


@RULE.check
def place_not_found(case: Case) -> Iterator[Finding]:
    """One finding a `where`; and one a paragraph of the regest that is no block."""
    known = _ids(case)
    if not known:
        return
    tree = case.record.model_dump(by_alias=True, exclude_none=True)
    for parts, where in _wheres(tree, ()):
        at = Pointer(parts)
        for locator in case.locators(where):
            if not _fits(case, locator, known):
                yield RULE.finding(
                    at, f"{locator} is in none of the record's texts", passage=str(locator), hint=_near(locator, known)
                )
    for key in case.record.regest:
        if _OF_A_BLOCK.fullmatch(key) and key not in known:
            yield RULE.finding(Pointer(("regest", key)), f"The regest speaks of {key}, and no text has it", passage=key)


def _ids(case: Case) -> frozenset[str]:
    """The ids of all blocks of all texts, or of their fingerprints."""
    ids = {block.id for text in case.texts.values() if text is not None for block, _ in text.blocks()}
    return frozenset(ids | {name for prints in case.fingerprints.values() for one in prints for name in one.ids})


def _wheres(tree: Mapping[str, object], at: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    for key, value in tree.items():
        if key in {"where", "signed_where", "passages"} and isinstance(value, str):
            yield (*at, key), value
        elif isinstance(value, dict) and key != "errata":
            yield from _wheres(value, (*at, key))


def _fits(case: Case, locator: Locator, known: frozenset[str]) -> bool:
    """True where it fits, or where it is not surely a locator of these texts: words of a citation parse as ids too."""
    if locator.place and not _OF_A_BLOCK.fullmatch(locator.place):
        return True
    if not locator.place and not locator.number and not locator.label:
        return True
    whole = True
    for edition, text in case.texts.items():
        if text is None:
            whole = False
            continue
        # many fields rest on the same note
        if case.once(("found", edition, locator), partial(_found, case, edition, locator)):
            return True
    if whole:
        return False
    bare = locator.place or (f"p{locator.number}" if locator.number else f"n{locator.label}")
    return bare in known


def _found(case: Case, edition: str, locator: Locator) -> bool:
    from provenance.text.locate import find_in

    text = case.texts[edition]
    try:
        if text is not None:
            find_in(text, case.passages(edition), locator)
    except InputError as error:
        return error.code == "several" and locator.words is None
    return True


def _near(locator: Locator, known: frozenset[str]) -> str | None:
    from difflib import get_close_matches

    near = get_close_matches(locator.place, sorted(known), 1, 0.5)
    return f"did you mean {near[0]}?" if near else None
