"""The change log: every correction, newest first; by years where it is long, so that each keeps its address."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from provenance.publish.desk import Desk
from provenance.publish.logbook import Shown, log_uri, shown, year_uri, years
from provenance.publish.page import Page
from provenance.publish.render import count, render

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.model.correction import HistoryEntry
    from provenance.publish.site import Site

NEWEST = 40
"""How many corrections the first page shows where the log is cut by years."""


@dataclass(frozen=True)
class Group:
    """The corrections that one release was the first to hold."""

    title: str
    extent: str
    items: tuple[Shown, ...]


@dataclass(frozen=True)
class View:
    """What the template of the change log is given."""

    title: str
    groups: tuple[Group, ...]
    kinds: tuple[tuple[str, int], ...]
    editors: tuple[tuple[str, int], ...]
    years: tuple[tuple[int, str], ...]
    total: int
    reverted: int
    links_only: tuple[tuple[HistoryEntry, str], ...] = ()


def pages(site: Site) -> Iterator[Page]:
    """The log on one page, or its newest part and one page a year."""
    cut = years(site)
    yield Page(
        uri=site.addresses.changelog,
        kind="changelog",
        title="Change log",
        summary=f"Every correction to {site.title}: {count(len(site.entries), 'decision')}",
        body=partial(body, site, None),
        in_bar=2,
    )
    for year in cut:
        yield Page(
            uri=year_uri(site, year),
            kind="changelog",
            title=f"Change log, {year}",
            summary=f"Corrections to {site.title} in {year}",
            body=partial(body, site, year),
        )


def body(site: Site, year: int | None) -> str:
    """The HTML of the log, or of one year of it."""
    cut = years(site)
    here = site.addresses.changelog if year is None else year_uri(site, year)
    desk = Desk(site, here)
    links_only: tuple[tuple[HistoryEntry, str], ...] = ()
    if year is not None:
        entries = tuple(entry for entry in site.entries if entry.landed.year == year)
    elif cut:
        entries = ()
        links_only = tuple((entry, desk.to(log_uri(site, entry), desk.mark(entry))) for entry in site.entries[:NEWEST])
    else:
        entries = site.entries
    view = View(
        title="Change log" if year is None else f"Change log, {year}",
        groups=_groups(shown(site, entries)),
        kinds=tuple(Counter(entry.kind or "undocumented" for entry in entries).most_common()),
        editors=tuple(Counter(entry.editor.name for entry in entries).most_common(8)),
        years=tuple((one, desk.to(year_uri(site, one))) for one in cut if one != year),
        total=len(site.entries) if year is None else len(entries),
        reverted=sum(site.set_back_by(entry) is not None for entry in entries),
        links_only=links_only,
    )
    return render("changelog.html", view=view, desk=desk, notices=site.notices)


def _groups(items: Sequence[Shown]) -> tuple[Group, ...]:
    groups = []
    for release, group in groupby(items, key=lambda item: item.entry.release):
        members = tuple(group)
        records = {record for item in members for record in item.entry.records}
        extent = f"{count(len(members), 'correction')}, {count(len(records), 'record')}"
        groups.append(Group(f"Release {release}" if release else "Not yet in a release", extent, members))
    return tuple(groups)
