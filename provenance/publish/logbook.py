"""The change log as it is shown: on which page a correction stands, under which mark, and which of its words may be.

A text that is withheld gives up only the words of its corrections, and of
those no more than a budget (DESIGN §3, THREATS T38): over all pages together.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from provenance.model.address import RecordId
from provenance.store.words_shown import subject_without_words
from provenance.text.tokens import count_shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provenance.model.correction import ChangeLine, HistoryEntry
    from provenance.publish.site import Site

ENTRIES_A_PAGE = 300
"""A change log longer than this is cut by years, so that a correction's address stays what it is."""
SHOWN_CHANGES = 12
NOT_SHOWN = "[words not shown: the text is withheld]"


def mark_of(entry: HistoryEntry) -> str:
    """The anchor of a correction: its id; of a change without one, its commit."""
    return f"c-{entry.correction_id or entry.commit[:12]}"


def years(site: Site) -> tuple[int, ...]:
    """The years that have a page of their own, newest first; none where one page does."""
    if len(site.entries) <= ENTRIES_A_PAGE:
        return ()
    return tuple(sorted({entry.landed.year for entry in site.entries}, reverse=True))


def log_uri(site: Site, entry: HistoryEntry) -> str:
    """The page on which a correction stands."""
    if len(site.entries) <= ENTRIES_A_PAGE:
        return site.addresses.changelog
    return year_uri(site, entry.landed.year)


def year_uri(site: Site, year: int) -> str:
    """The page of one year of the log."""
    return site.addresses.under(f"changelog/{year}.md")


@dataclass(frozen=True)
class Shown:
    """A correction with those of its changes that are listed, and how many are not."""

    entry: HistoryEntry
    changes: tuple[ChangeLine, ...]
    more: int
    set_back_by: str | None = None
    """The id of the decision that set it back, where one did."""
    partly: bool = False
    """Some of its changes were set back, others stand."""

    @property
    def kind(self) -> str:
        """Its kind; ``undocumented`` where it has none."""
        return self.entry.kind or "undocumented"

    @property
    def reverted(self) -> bool:
        """Whether another correction set it back."""
        return self.set_back_by is not None


def shown(site: Site, entries: Iterable[HistoryEntry]) -> tuple[Shown, ...]:
    """Corrections as they may be shown: the words of withheld texts within their budget alone."""
    made = []
    for entry in entries:
        # an import writes a whole record: its page shows it, a list of its fields tells nobody anything
        first = () if entry.kind == "import" else entry.changes[:SHOWN_CHANGES]
        listed = tuple(_within_budget(site, entry, change) for change in first)
        if any(change is not was for change, was in zip(listed, first, strict=True)):
            entry = replace(entry, subject=subject_without_words(entry))  # noqa: PLW2901
        more = len(entry.changes) - len(listed)
        made.append(Shown(entry, listed, more, site.set_back_by(entry), site.standings.partly(entry)))
    return tuple(made)


def _within_budget(site: Site, entry: HistoryEntry, change: ChangeLine) -> ChangeLine:
    if change.edition is None or change.pointer is not None:
        return change
    allowed = withheld_budget(site, change.record, change.edition)
    if allowed is None:
        return change
    both = isinstance(change.before, str) and isinstance(change.after, str)
    if not both or not _fits(site, entry, change, allowed):
        return replace(change, before=_hidden(change.before), after=_hidden(change.after))
    return change


def _fits(site: Site, entry: HistoryEntry, change: ChangeLine, allowed: int) -> bool:
    spent = spent_words(site, change.record, str(change.edition))
    return spent[entry.commit] <= allowed


def spent_words(site: Site, record: str, edition: str) -> Counter[str]:
    """How many words of an edition its corrections show, up to and with each commit, oldest first."""
    key = f"{record}:{edition}"
    if key not in site.spent:
        total, upto = 0, Counter[str]()
        for entry in reversed(site.history(record)):
            total += sum(_words(change) for change in entry.changes if change.edition == edition)
            upto[entry.commit] = total
        site.spent[key] = upto
    return site.spent[key]


def _words(change: ChangeLine) -> int:
    both = isinstance(change.before, str) and isinstance(change.after, str)
    return count_shown(change.before, change.after) if both else 0


def _hidden(value: Any) -> Any:
    return None if value is None else NOT_SHOWN


def withheld_budget(site: Site, record: str, edition: str) -> int | None:
    """How many words of a withheld edition may be shown; None where its text may be shown whole.

    An edition that is gone, or a record that was withdrawn, shows none.
    """
    card = site.cards.get(RecordId(record))
    return 0 if card is None else card.budgets.get(edition, 0)
