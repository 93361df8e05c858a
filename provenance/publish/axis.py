"""Dates on an axis: a dot for a day, a bar for a span, a ring for about, dashes for within, an arrow for open."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provenance.model.dates import Edtf

MARGIN = 3.0
SHORT = 0.9
"""Per cent of the axis: a span that would be drawn shorter than this is a dot."""
_HEAD = Markup('<svg aria-hidden="true" focusable="false">{}</svg>')


@dataclass(frozen=True)
class Axis:
    """An axis over the years in which records are dated."""

    first: int
    last: int

    @property
    def years(self) -> list[int]:
        """Round years to name, at most six."""
        span = max(self.last - self.first, 1)
        step = next((step for step in (1, 2, 5, 10, 20, 25, 50, 100, 200, 500) if span / step <= 6), 1000)  # noqa: PLR2004
        start = -(-self.first // step) * step
        return list(range(start, self.last + 1, step))

    def at(self, moment: dt.date) -> float:
        """The place of a day, in per cent."""
        days = (dt.date(min(self.last + 1, 9999), 1, 1) - dt.date(self.first, 1, 1)).days
        return MARGIN + (100 - 2 * MARGIN) * (moment - dt.date(self.first, 1, 1)).days / max(days, 1)

    def _grid(self, y1: int, y2: int) -> Markup:
        line = Markup('<line class="grid" x1="{0:.2f}%" x2="{0:.2f}%" y1="{1}" y2="{2}"/>')
        return Markup("").join(line.format(self.at(dt.date(year, 1, 1)), y1, y2) for year in self.years)

    def heading(self) -> Markup:
        """The axis itself, with its years."""
        label = Markup('<text class="yr" x="{:.2f}%" y="12" text-anchor="middle">{}</text>')
        names = Markup("").join(label.format(self.at(dt.date(year, 1, 1)), year) for year in self.years)
        return _HEAD.format(self._grid(17, 31) + names)

    def row(self, date: Edtf | None) -> Markup:
        """One record's date on the axis."""
        return _HEAD.format(self._grid(-60, 80) + (Markup("") if date is None else self._mark(date)))

    def _mark(self, date: Edtf) -> Markup:
        bounds = date.bounds
        begin, end = bounds.earliest, bounds.latest
        if begin is None and end is None:
            return Markup("")
        if begin is None or end is None:
            return self._open(begin, end)
        x1, x2 = self.at(begin), self.at(end + dt.timedelta(days=1) if end < dt.date.max else end)
        if any(sign in date for sign in "?~%"):
            return _maybe(x1, x2, ends=False) + _circle("ring", (x1 + x2) / 2)
        if x2 - x1 < SHORT:
            return _circle("dot", (x1 + x2) / 2)
        if any(sign in date for sign in "X["):
            return _maybe(x1, x2, ends=True)
        return Markup('<line class="bar" x1="{:.2f}%" x2="{:.2f}%" y1="11" y2="11"/>').format(x1, x2)

    def _open(self, begin: dt.date | None, end: dt.date | None) -> Markup:
        if begin is not None:
            x = self.at(begin)
            arrow = Markup(
                '<svg x="97%" y="4" width="10" height="14"><path class="arrow" d="M0 0 L9 7 L0 14 Z"/></svg>'
            )
            return _end(x) + _maybe(x, 97.0, ends=False) + arrow
        x = self.at(end) if end is not None else 100 - MARGIN
        arrow = Markup('<svg x="0.5%" y="4" width="10" height="14"><path class="arrow" d="M9 0 L0 7 L9 14 Z"/></svg>')
        return arrow + _maybe(1.5, x, ends=False) + _end(x)


def axis_of(dates: Iterable[Edtf]) -> Axis | None:
    """The axis that holds the days known of these dates; None where none is known."""
    years = [
        bound.year
        for date in dates
        for bound in (date.bounds.earliest, date.bounds.latest)
        if bound is not None and bound not in (dt.date.min, dt.date.max)
    ]
    return Axis(min(years), max(years) + 1) if years else None


def _circle(kind: str, x: float) -> Markup:
    return Markup('<circle class="{}" cx="{:.2f}%" cy="11" r="5"/>').format(kind, x)


def _end(x: float) -> Markup:
    return Markup('<line class="end" x1="{0:.2f}%" x2="{0:.2f}%" y1="4" y2="18"/>').format(x)


def _maybe(x1: float, x2: float, *, ends: bool) -> Markup:
    line = Markup('<line class="maybe" x1="{:.2f}%" x2="{:.2f}%" y1="11" y2="11"/>').format(x1, x2)
    return line + _end(x1) + _end(x2) if ends else line
