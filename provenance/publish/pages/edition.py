"""The page of a further edition's text, where a record has more than one that may be shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from provenance.publish.desk import Desk
from provenance.publish.editions import EditionView, TextView, edition_view, text_view
from provenance.publish.page import Page
from provenance.publish.render import render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model.address import RecordId
    from provenance.publish.site import Site


@dataclass(frozen=True)
class View:
    """What the template of an edition's page is given."""

    id: RecordId
    title: str
    edition: EditionView
    text: TextView
    record_address: str
    compare_address: str

    def anchor(self, name: str) -> str:
        """The id of a section of this page."""
        return f"{name}-section" if name in self.text.anchors else name


def pages(site: Site) -> Iterator[Page]:
    """A page for every shown edition but each record's first."""
    for id_, card in site.cards.items():
        for edition in card.shown[1:]:
            yield Page(
                uri=site.addresses.record_part(id_, edition),
                kind="edition",
                title=f"{card.title}: edition {edition}",
                summary=f"{id_} {edition}",
                body=partial(body, site, id_, edition),
            )


def body(site: Site, id_: RecordId, edition: str) -> str:
    """The HTML of one edition's page."""
    dossier = site.dossier(id_)
    text = text_view(site, dossier, edition)
    if text is None:
        raise ValueError(edition)  # pages() offers shown editions alone
    addresses = site.addresses
    here = addresses.record_part(id_, edition)
    view = View(
        id=id_,
        title=dossier.record.title,
        edition=edition_view(site, dossier, edition),
        text=text,
        record_address=addresses.between(here, addresses.record(id_)),
        compare_address=addresses.between(here, addresses.record_part(id_, f"{edition}/compare")),
    )
    return render("edition.html", view=view, desk=Desk(site, here, text.anchors))
