"""What stands below the prose of the site's start page: the collections, and the newest corrections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.publish.desk import Desk
from provenance.publish.logbook import shown
from provenance.publish.page import Addresses
from provenance.publish.pages.index import drawer
from provenance.publish.render import render

if TYPE_CHECKING:
    from provenance.publish.site import Site

NEWEST = 6
"""How many corrections the start page names."""


def front(site: Site) -> str:
    """The HTML; empty for an archive without records."""
    if not site.records:
        return ""
    desk = Desk(site, Addresses.HOME)
    return render(
        "_front.html",
        desk=desk,
        records=len(site.records),
        drawers=tuple(drawer(site, desk, name) for name in site.collections),
        newest=shown(site, site.entries[:NEWEST]),
    )
