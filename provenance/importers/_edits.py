"""From `Imported` to the edits that bring it into an archive: new files, or additions to files that are there."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from provenance.errors import InputError
from provenance.model.address import AGENTS, Pointer, RecordId
from provenance.model.correction import Edit, FieldEdit, FileEdit
from provenance.model.notation import write as write_yaml
from provenance.text.notation import write as write_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provenance.importers.importer import Imported
    from provenance.model.agents import AgentList
    from provenance.model.record import Collection, Record


@dataclass(frozen=True)
class Existing:
    """What the archive already has where the import will write; None where the file is not there yet."""

    record: Record | None = None
    agents: AgentList | None = None
    collection: Collection | None = None


def edits(imported: Imported, id: RecordId, existing: Existing | None = None) -> tuple[Edit, ...]:  # noqa: A002
    """The edits of one import, for one correction of kind ``import``.

    A new record is written whole; to a record that is there only the edition is
    added, and its claims stay questions of the report. Agents and the volume that
    the archive lacks are added. Raises InputError where the edition is there already.
    """
    there = existing or Existing()
    text = FileEdit(id, f"editions/{imported.edition}.txt", write_text(imported.text).encode("utf-8"))
    if there.record is None:
        main: tuple[Edit, ...] = (FileEdit(id, id.main_file, write_yaml(imported.record).encode("utf-8")),)
    else:
        main = _edition_added(imported, id, there.record)
    return (*_agents(imported.agents, there.agents), *_volume(imported, id, there.collection), *main, text)


def _edition_added(imported: Imported, id: RecordId, record: Record) -> tuple[Edit, ...]:  # noqa: A002
    if imported.edition in record.editions:
        taken = tuple(record.editions)
        raise InputError(
            f"{id} has an edition {imported.edition!r} already: {', '.join(taken)}",
            code="edition-exists", file=id.path, candidates=taken,
            hint=f"--edition with another name, or 'provenance correct {id}:{imported.edition}' to mend it",
        )  # fmt: skip
    edition = imported.record["editions"]
    if not record.editions:
        return (_add(id, ("editions",), edition),)
    return (_add(id, ("editions", imported.edition), edition[imported.edition]),)


def _agents(wanted: Mapping[str, Any], there: AgentList | None) -> tuple[Edit, ...]:
    agents = RecordId.parse(AGENTS)
    if not wanted:
        return ()
    if not there:
        return (FileEdit(agents, agents.main_file, write_yaml(wanted).encode("utf-8")),)
    found: list[Edit] = []
    by_key = {str(key): agent for key, agent in there.items()}
    for key, agent in wanted.items():
        known = by_key.get(key)
        if known is None:
            found.append(_add(agents, (key,), agent))
            continue
        offices = agent.get("offices", {})
        missing = {name: office for name, office in offices.items() if name not in known.offices}
        if missing and not known.offices:
            found.append(_add(agents, (key, "offices"), missing))
        else:
            found.extend(_add(agents, (key, "offices", name), office) for name, office in missing.items())
    return tuple(found)


def _volume(imported: Imported, id: RecordId, there: Collection | None) -> tuple[Edit, ...]:  # noqa: A002
    if imported.volume is None:
        return ()
    key, volume = imported.volume
    collection = RecordId.parse(id.collection)
    if there is None:
        # the folder's name is all that is known of the collection; a person gives it its title
        content = {
            "schema": "1",
            "title": id.collection.replace("-", " ").capitalize(),
            "note": "The title is the folder's name, set by the import; give the collection its own",
            "volumes": {key: volume},
        }
        return (FileEdit(collection, collection.main_file, write_yaml(content).encode("utf-8")),)
    if not there.volumes:
        return (_add(collection, ("volumes",), {key: volume}),)
    known = {str(name): one for name, one in there.volumes.items()}.get(key)
    if known is None:
        return (_add(collection, ("volumes", key), volume),)
    editors = {name: editor for name, editor in volume.get("editors", {}).items() if name not in known.editors}
    if editors and not known.editors:
        return (_add(collection, ("volumes", key, "editors"), editors),)
    return tuple(_add(collection, ("volumes", key, "editors", name), editor) for name, editor in editors.items())


def _add(record: RecordId, pointer: tuple[str, ...], value: Mapping[str, Any]) -> FieldEdit:
    # as it will stand behind its key: in braces where it is short, else as a block, which begins with a new line
    source = textwrap.dedent(write_yaml({"value": value}).removeprefix("value:").rstrip("\n"))
    return FieldEdit(record, "add", Pointer(pointer), source if source.startswith("\n") else source.strip())
