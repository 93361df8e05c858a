"""Corrections show more words of a withheld text than may be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.rule import RECORD, WARNING, Rule
from provenance.errors import InputError
from provenance.model.address import Locator
from provenance.model.fingerprint import SHOWN_PART
from provenance.model.rights import why_withheld

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding
    from provenance.model.edition import Edition

RULE = Rule(
    code="TXT008",
    name="too-many-words-shown",
    severity=WARNING,
    about=RECORD,
    why=(
        "A correction of a withheld text shows the words it is about: in the record's errata, in its message, in the "
        "log. Many together would give the text away piece by piece."
    ),
    mend=(
        "Anchor errata in fewer words: one that stands once in its paragraph is enough. What stands in history stays "
        "there; log, history and site leave out what is beyond the budget."
    ),
    source="The archive's own rule: a twentieth of an edition's words, over log, feeds, history and JSON together",
    bad="""
record:
  editions:
    print:
      state: fixed
      text: withheld
      words: 100
      errata:
        ice: {where: 'p1 "Send flour and rope before the ice closes the harbour"', now: x, evidence: p2, why: y}
""",
    good="""
record:
  editions:
    print:
      state: fixed
      text: withheld
      words: 100
      errata:
        ice: {where: 'p1 "closes"', now: has closed, evidence: p2, why: y}
""",
)


@RULE.check
def too_many_words_shown(case: Case) -> Iterator[Finding]:
    """One finding an edition."""
    for edition, described, at in case.editions():
        if why_withheld(case.record, edition, case.collection) is None:
            continue
        prints = case.fingerprints.get(edition) or ()
        whole = sum(one.words for one in prints) or described.words or 0
        allowed = int(whole * SHOWN_PART)
        shown = _in_errata(described) + _in_history(case, edition)
        if whole and shown > allowed:
            yield RULE.finding(
                at / "errata",
                f"{shown} words of {edition} are shown by its corrections; of {whole} it may be {allowed}",
                edition=edition,
                passage=str(shown),
            )


def _in_errata(described: Edition) -> int:
    """The words that the errata quote."""
    shown = 0
    for erratum in described.errata.values():
        try:
            shown += _words(Locator.parse(erratum.where).words or "")
        except InputError:
            continue
    return shown


def _in_history(case: Case, edition: str) -> int:
    """The words that corrections of the text itself replaced, or put in."""
    from provenance.diff.withheld import NOT_SHOWN
    from provenance.text.tokens import count_shown

    return sum(
        count_shown(change.before, change.after)
        for entry in case.history or ()
        for change in entry.changes
        if change.edition == edition
        and change.pointer is None
        and change.locator is not None
        and isinstance(change.before, str)
        and isinstance(change.after, str)
        and NOT_SHOWN not in (change.before, change.after)
    )


def _words(words: str) -> int:
    from provenance.text.tokens import count_words

    return count_words(words)
