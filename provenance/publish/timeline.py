"""What happened to a document and its record, as rows of a table and as a drawing whose words never shrink.

Coordinates are percentages, so the drawing fits any width. Custody and
corrections often lie decades apart: they are drawn in two panes, each to its
own scale, and the table below says all that the drawing does.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from provenance.model.dates import spoken
from provenance.publish.desk import Desk
from provenance.publish.logbook import shown
from provenance.publish.render import capitalised, count, day, safe_words, short_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.exporters.exporter import Surroundings
    from provenance.model.address import RecordId
    from provenance.model.correction import HistoryEntry
    from provenance.model.record import Record
    from provenance.model.source import CustodyEvent
    from provenance.publish.desk import Told
    from provenance.publish.site import Site, Version
    from provenance.text.dossier import Dossier

SHOWN_CORRECTIONS = 60
"""More corrections than this are left to the change log."""
SHOWN_LINES = 4
"""Changes of one correction that a row tells."""
MARGIN = 4.0
"""Per cent of a pane kept free on either side."""
NEAR = 5.5
"""Per cent: marks closer than this are set on a second row."""


@dataclass(frozen=True)
class Event:
    """One row: when, what, on what authority; ``first`` and ``last`` bound the day where it is known."""

    when: str
    what: str
    where: str | None = None
    why: str | None = None
    entry: HistoryEntry | None = None
    anchor: str | None = None
    lines: tuple[Told, ...] = ()
    first: dt.date | None = None
    last: dt.date | None = None


def events(site: Site, dossier: Dossier, anchors: frozenset[str]) -> tuple[tuple[Event, ...], int]:
    """The rows, oldest first within each kind, and how many corrections are left to the change log."""
    id_, record = dossier.id, dossier.record
    surroundings = site.surroundings(id_)
    rows = []
    if record.date.edtf is not None:
        bounds = record.date.edtf.bounds
        rows.append(
            Event(spoken(record.date.edtf), "Written", record.date.where, first=bounds.earliest, last=bounds.latest)
        )
    rows += [_custody(event, surroundings) for event in record.custody.values()]
    versions = {version.entry.commit: version for version in site.versions(id_)}
    history = tuple(reversed(site.history(id_)))
    hidden = max(len(history) - SHOWN_CORRECTIONS, 0)
    rows += [_correction(site, entry, versions.get(entry.commit), id_, anchors) for entry in history[hidden:]]
    return tuple(rows), hidden


def _custody(event: CustodyEvent, surroundings: Surroundings) -> Event:
    what = capitalised(event.event.replace("-", " "))
    if event.agent:
        what += f": {surroundings.name(event.agent)}"
    if event.from_agent:
        what += f", from {surroundings.name(event.from_agent)}"
    if event.what:
        what += f". {event.what}"
    if event.date is None:
        return Event("date not known", what, event.where)
    bounds = event.date.bounds
    return Event(spoken(event.date), what, event.where, first=bounds.earliest, last=bounds.latest)


def _correction(
    site: Site, entry: HistoryEntry, version: Version | None, id_: RecordId, anchors: frozenset[str]
) -> Event:
    landed = entry.landed.date()
    ours = [change for change in entry.changes if change.record == str(id_)]
    desk = Desk(site, site.addresses.record(id_), anchors, str(id_))
    (item,) = shown(site, [entry])
    here = [change for change in item.changes if change.record == str(id_)][:SHOWN_LINES]
    subject = item.kind if desk.headed_by_place(item) else entry.subject
    if len(entry.records) > 1:
        subject += f" ({count(len(ours), 'change')} here, in {count(len(entry.records), 'record')})"
    if item.set_back_by is not None:
        subject += f", set back by {short_id(item.set_back_by)}"
    elif item.partly:
        subject += ", set back in part"
    return Event(
        day(landed),
        ": ".join(part for part in (version.name if version else "", subject) if part),
        why=entry.reason if entry.documented else "No reason is recorded.",
        entry=entry,
        anchor=f"v{version.number}" if version else None,
        first=landed,
        last=landed,
        lines=tuple(desk.change(change) for change in here),
    )


def drawn(record: Record, rows: Sequence[Event]) -> Markup | None:
    """The time line of the rows that have a date; None where there is too little to draw."""
    numbered = [(number, row) for number, row in enumerate(rows, start=1) if row.first or row.last]
    old = [(number, row) for number, row in numbered if row.entry is None]
    ours = [(number, row) for number, row in numbered if row.entry is not None]
    if len(old) < 2 or record.withdrawal:  # noqa: PLR2004  # one day alone is said in the table
        return None
    panes = [_pane(pane, title) for pane, title in ((old, "The document"), (ours, "This record")) if pane]
    caption = "Numbers are those of the rows below."
    if len(panes) > 1:
        caption += " The second part is drawn to its own scale."
    frame = Markup(
        '<figure class="timeline"><div class="panes{}">{}</div><figcaption class="quiet">{}</figcaption></figure>'
    )
    return frame.format("" if len(panes) > 1 else " one", Markup("").join(panes), caption)


def _pane(rows: Sequence[tuple[int, Event]], title: str) -> Markup:
    days = [_middle(row) for _, row in rows]
    start, end = min(days), max(days)
    scale = _Scale(start, end)
    first, last = rows[0][0], rows[-1][0]
    label = f"{title}: rows {first} to {last} of the table" if first != last else f"{title}: row {first} of the table"
    parts = [Markup('<text class="tick" x="0" y="14">{}</text>').format(title)]
    parts.append(Markup('<line class="ax" x1="0" x2="100%" y1="78" y2="78"/>'))
    years = _years(start, end)
    parts += [_tick(scale, dt.date(year, 1, 1), str(year)) for year in years] or _ends(scale)
    taken: list[float] = []
    for (number, row), at in zip(rows, (scale(day_) for day_ in days), strict=True):
        y = 38 if all(abs(at - other) > NEAR for other in taken) else 62
        if y == 38:  # noqa: PLR2004  # the upper of the two rows
            taken.append(at)
        kind = " ev-c" if row.entry is not None else ""
        on = " on" if row.entry is not None else ""
        parts.append(
            Markup(
                '<circle class="ev{}" cx="{:.2f}%" cy="{}" r="10"/><text class="ev-t{}" x="{:.2f}%" y="{}">{}</text>'
            ).format(kind, at, y, on, at, y + 4, number)
        )
    name = f"tl-{first}"
    return Markup('<svg height="104" role="img" aria-labelledby="{0}"><title id="{0}">{1}</title>{2}</svg>').format(
        name, safe_words(label), Markup("").join(parts)
    )


def _tick(scale: _Scale, moment: dt.date, label: str, anchor: str = "middle") -> Markup:
    return Markup(
        '<line class="ax" x1="{0:.2f}%" x2="{0:.2f}%" y1="78" y2="84"/>'
        '<text class="tick" x="{0:.2f}%" y="98" text-anchor="{1}">{2}</text>'
    ).format(scale(moment), anchor, label)


def _ends(scale: _Scale) -> list[Markup]:
    """Within one year: the first and the last day."""
    if scale.start == scale.end:
        return [_tick(scale, scale.start, day(scale.start))]
    return [_tick(scale, scale.start, day(scale.start), "start"), _tick(scale, scale.end, day(scale.end), "end")]


def _middle(row: Event) -> dt.date:
    first = row.first or row.last
    last = row.last or row.first
    if first is None or last is None:  # only rows with a date come here
        raise ValueError(row.when)
    return first + (last - first) / 2


@dataclass(frozen=True)
class _Scale:
    """From days to per cent of a pane."""

    start: dt.date
    end: dt.date

    def __call__(self, moment: dt.date) -> float:
        span = max((self.end - self.start).days, 1)
        if self.start == self.end:
            return 50.0
        return MARGIN + (100 - 2 * MARGIN) * (moment - self.start).days / span


def _years(start: dt.date, end: dt.date) -> list[int]:
    """At most six round years between two days."""
    span = end.year - start.year
    step = next((step for step in (1, 2, 5, 10, 20, 25, 50, 100, 200, 500) if span / step <= 6), 1000)  # noqa: PLR2004
    first = -(-(start.year + (start.month > 1 or start.day > 1)) // step) * step
    return list(range(max(first, 1), end.year + 1, step))
