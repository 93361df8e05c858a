"""What a template of one page writes links with: relative addresses, seen from that page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from markupsafe import Markup

from provenance.exporters.places import cited
from provenance.exporters.wording import told
from provenance.model.address import RecordId
from provenance.publish.logbook import log_uri, mark_of
from provenance.publish.render import linked, safe_words, short_id

if TYPE_CHECKING:
    from provenance.exporters.catalogue import Entry
    from provenance.exporters.places import Cited
    from provenance.model.correction import ChangeLine, HistoryEntry
    from provenance.publish.logbook import Shown
    from provenance.publish.site import Site


@dataclass(frozen=True)
class Desk:
    """One page's view of the site. ``anchors`` are the ids on it that a ``where`` may lead to."""

    site: Site
    uri: str
    anchors: frozenset[str] = field(default_factory=frozenset)
    own: str | None = None
    """The record whose page it is: places in it are named without its id."""

    def to(self, uri: str, anchor: str | None = None) -> str:
        """The relative address of another page."""
        return self.site.addresses.between(self.uri, uri, anchor)

    @property
    def records(self) -> str:
        """To the index."""
        return self.to(self.site.addresses.records)

    @property
    def changelog(self) -> str:
        """To the change log."""
        return self.to(self.site.addresses.changelog)

    @property
    def errata(self) -> str:
        """To the errata."""
        return self.to(self.site.addresses.errata)

    def record(self, record: str, anchor: str | None = None) -> str | None:
        """To the page of a record or collection; None where the archive does not hold it."""
        if record == "agents" or not self.site.source.has(RecordId(record)):
            return None
        return self.to(self.site.addresses.record(record), anchor)

    def entry(self, entry: HistoryEntry) -> str:
        """To a correction's place in the change log."""
        return self.to(log_uri(self.site, entry), mark_of(entry))

    def mark(self, entry: HistoryEntry) -> str:
        """The anchor of a correction."""
        return mark_of(entry)

    def correction(self, correction_id: str) -> Markup:
        """A correction by its short id, as a link where the log holds it."""
        entry = self.site.correction(correction_id)
        if entry is None:
            return safe_words(short_id(correction_id))
        return _link(self.entry(entry), short_id(correction_id))

    def where(self, where: str | None) -> Markup:
        """A ``where`` in words; each place that is on this page, or on another record's, is a link."""
        if not where:
            return Markup("")
        return Markup(", ").join(self._place(place) for place in cited(where))

    def _place(self, place: Cited) -> Markup:
        words, anchor, record = place.words, place.anchor, place.record
        if record is not None:
            target = self.record(record, anchor)
            return _link(target, words) if target else safe_words(words)
        if anchor in self.anchors:
            return _link(f"#{anchor}", words)
        return linked(words)

    def value(self, entry: Entry) -> Markup:
        """A value of the catalogue entry; the record that it names is a link."""
        target = self.record(entry.record) if entry.record else None
        if entry.record is None or target is None:
            return linked(entry.value)
        before, _, after = entry.value.partition(entry.record)
        return safe_words(before) + _link(target, entry.record) + safe_words(after)

    def heading(self, item: Shown) -> Markup:
        """A correction's heading: its place where it made one change, else its subject."""
        if self.headed_by_place(item):
            return self.change(item.changes[0]).place
        return safe_words(item.entry.subject or "A change without a subject")

    def named(self, item: Shown) -> str:
        """A correction in one line of plain words, for a link: what was marked or changed, in the log's words."""
        if not self.headed_by_place(item):
            return item.entry.subject or "A change without a subject"
        line = told(item.changes[0])
        if line.said:
            return f"{line.place}: “{line.before}” {line.said}"
        if line.before and line.after:
            return f"{line.place}: for “{line.before}” read “{line.after}”"
        added = f"added “{line.after}”" if line.after else f"removed “{line.before}”"
        return f"{line.place}: {added if line.after or line.before else 'changed'}"

    def headed_by_place(self, item: Shown) -> bool:
        """Whether the subject only repeats what the one change says; a subject that an editor wrote stands."""
        if len(item.changes) != 1 or item.more:
            return False
        name = item.changes[0].record.rpartition("/")[2]
        return item.entry.subject.startswith((f"{name} ", f"{name},", f"{name}:"))

    def change(self, change: ChangeLine) -> Told:
        """A change as a page tells it: where (a link to the place as it is today), what stood, what stands."""
        line = told(change)
        return Told(self._changed_place(change, line.place), line.before, line.after, line.said)

    def at(self, change: ChangeLine) -> str | None:
        """To the place of a change as it is today; None where the archive has no such record."""
        return self.record(change.record, _anchor(change))

    def _changed_place(self, change: ChangeLine, words: str) -> Markup:
        record, comma, rest = words.partition(", ")
        if change.record == self.own:
            anchor = _anchor(change)
            here = ", ".join(part for part in (record.removeprefix(self.own).lstrip(":"), rest) if part)
            known = anchor is not None and (anchor in self.anchors or anchor.startswith("claim-"))
            return _link(f"#{anchor}", here) if known else safe_words(here or "the record")
        target = self.record(change.record, _anchor(change))
        if target is None:
            return safe_words(words)
        return _link(target, record) + safe_words(comma + rest)


@dataclass(frozen=True)
class Told:
    """One change, told."""

    place: Markup
    before: str
    after: str
    said: str = ""
    """What was done to words that stayed: their marks changed."""


def _anchor(change: ChangeLine) -> str | None:
    if change.locator:
        return cited(change.locator)[0].anchor
    parts = (change.pointer or "").split("/")
    if len(parts) > 4 and parts[3] == "errata" and isinstance(change.after, dict):  # noqa: PLR2004
        return cited(str(change.after.get("where", "")) or "record")[0].anchor
    if len(parts) > 2 and parts[1] == "attributions":  # noqa: PLR2004  # /attributions/KEY
        return f"claim-{parts[2]}"
    return None


def _link(target: str, words: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(target, safe_words(words))
