"""What every exporter takes and gives, and which of a record's texts may leave at all.

An exporter is a module of this room that has ``NAME``, ``SUFFIX``,
``MEDIA_TYPE`` and ``export(dossier, surroundings) -> str``; :func:`exporters`
finds them by listing the folder.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, cast

from provenance.model.address import Slug
from provenance.model.rights import why_withheld
from provenance.shelf import members

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provenance.model.agents import Agent
    from provenance.model.edition import Volume
    from provenance.model.record import Collection
    from provenance.text.blocks import EditionText
    from provenance.text.dossier import Dossier


@dataclass(frozen=True)
class Surroundings:
    """What a record names but does not hold: the archive's agents, and the collection it lies in."""

    agents: Mapping[str, Agent] = field(default_factory=dict)
    collection: Collection | None = None
    called: str = ""
    """The name of the collection's folder."""

    def name(self, key: str | None) -> str:
        """The name of an agent; its key where agents.yaml does not know it."""
        if key is None:
            return "unknown"
        agent = self.agents.get(key)
        return agent.name if agent else key

    def volume(self, key: str | None) -> Volume | None:
        """The volume of that key, where the collection describes it."""
        if key is None or self.collection is None:
            return None
        return self.collection.volumes.get(Slug(key))

    def volume_title(self, key: str | None) -> str | None:
        """A volume's title: its own, its reference's, its collection's, else its key in words; None without a key."""
        volume = self.volume(key)
        if volume is not None and volume.title:
            return volume.title
        if volume is not None and volume.reference and volume.reference.get("title"):
            return str(volume.reference["title"])
        if key and key == self.called and self.collection is not None:
            # the volume that the collection is named after: the editor gave the title there
            return self.collection.title
        return key.replace("-", " ").capitalize() if key else None

    def work(self, key: str | None) -> str | None:
        """The title of a published work that the collection lists; its key where it does not."""
        if key is None or self.collection is None:
            return key
        return self.collection.works.get(Slug(key), key)


class Exporter(Protocol):
    """A module that writes a record in one format."""

    NAME: str
    SUFFIX: str
    MEDIA_TYPE: str

    def export(self, dossier: Dossier, surroundings: Surroundings) -> str:
        """The record in this format."""


def may_show(dossier: Dossier, edition: str, collection: Collection | None = None) -> bool:
    """Whether the text of an edition is here and may be shown; the ``collection`` tells the rights of its volume.

    A text that an owner attached for his own work is none of the record's
    files: what the record says decides, and what the archive holds (THREATS T38).
    """
    record = dossier.record
    entry = record.editions.get(Slug(edition))
    if entry is None or entry.text != "present" or record.withdrawal is not None:
        return False
    return why_withheld(record, edition, collection) is None and dossier.has_text(edition)


def shown_text(dossier: Dossier, edition: str, collection: Collection | None = None) -> EditionText | None:
    """The text of an edition where it may be shown, else None."""
    return dossier.text(edition) if may_show(dossier, edition, collection) else None


def exporters() -> dict[str, Exporter]:
    """Every exporter of the shelf, by name."""
    found: dict[str, Exporter] = {}
    for member in members("provenance.exporters"):
        module = member.load()
        if hasattr(module, "export"):
            found[module.NAME] = cast("Exporter", module)
    return found
