"""From `Imported` to the edits that bring it into an archive: new files, or additions to files that are there."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from provenance.errors import InputError
from provenance.model.address import AGENTS, Pointer, RecordId
from provenance.model.correction import Edit, FieldEdit, FileEdit
from provenance.model.notation import write as write_yaml
from provenance.model.schema import pointed
from provenance.text.notation import write as write_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from provenance.importers.importer import Imported
    from provenance.model.agents import Agent, AgentList
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
    if imported.text is None or imported.edition is None:
        return _described(imported, id, there)
    text = FileEdit(id, f"editions/{imported.edition}.txt", write_text(imported.text).encode("utf-8"))
    if there.record is None:
        main: tuple[Edit, ...] = (FileEdit(id, id.main_file, pointed(id, write_yaml(imported.record)).encode("utf-8")),)
    else:
        main = _edition_added(imported, id, there.record)
    return (*_agents(imported.agents, there.agents), *_volume(imported, id, there.collection), *main, text)


def _described(imported: Imported, id: RecordId, there: Existing) -> tuple[Edit, ...]:  # noqa: A002
    """A record without a text; of one that is there already nothing is known that could be added to it."""
    if there.record is not None:
        raise InputError(
            f"{id} is there already, and says something else", code="record-exists", file=id.path,
            hint=f"'provenance correct {id}' to mend it, or another id for this document",
        )  # fmt: skip
    main = FileEdit(id, id.main_file, pointed(id, write_yaml(imported.record)).encode("utf-8"))
    return (*_agents(imported.agents, there.agents), *_volume(imported, id, there.collection), main)


def _edition_added(imported: Imported, id: RecordId, record: Record) -> tuple[Edit, ...]:  # noqa: A002
    if imported.edition is None or imported.edition in record.editions:
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


FEW = 20
"""Agents new to the archive that the documents of a batch bring each with it; more of them come in before all."""
SMALL = 64 * 1024
"""Bytes of agents.yaml that may be read again for each of them."""


def agents_together(wanted: Iterable[Mapping[str, Any]], there: AgentList, source: str) -> tuple[Edit, ...]:
    """The agents of many documents that are new, as one addition to agents.yaml (``source``).

    No edits where they are few: then each document brings its own. What agents
    that are there lack is left to the documents too.
    """
    known = {str(key) for key in there}
    missing: dict[str, dict[str, Any]] = {}
    for named in wanted:
        for key, agent in named.items():
            if key in known:
                continue
            before = missing.setdefault(key, dict(agent))
            offices = {**agent.get("offices", {}), **before.get("offices", {})}
            if offices:
                before["offices"] = offices
    if not missing or (len(missing) <= FEW and len(source) <= SMALL):
        return ()
    content = _appended(source, missing) if there else None
    if content is None:
        return _agents(missing, there)
    agents = RecordId.parse(AGENTS)
    return (FileEdit(agents, agents.main_file, content.encode("utf-8")),)


def _appended(source: str, new: Mapping[str, Any]) -> str | None:
    """agents.yaml with entries below its last, every byte before and behind them as it was.

    Cut as text and read back once, so that time grows with the length of the
    file alone. None where it would not read as it must: the file is written in
    braces, say.
    """
    from provenance.model.tree import content_end, read_tree

    tree = read_tree(source)
    entries = tree.root.children if isinstance(tree.root.children, dict) else {}
    if not entries:
        return None
    there: dict[str, Any] = tree.root.value
    mark, source = source[: len(source) - len(tree.source)], tree.source
    end = source.find("\n", content_end(source, next(reversed(entries.values()))[2]))
    before, after = (source + "\n", "") if end < 0 else (source[: end + 1], source[end + 1 :])
    between = "\n" if re.search(r"\n[ \t]*\n[^\s#][^\n]*(?:\n[ \t]+[^\n]*)*\n\Z", before) else ""
    del tree, entries  # of tens of thousands of agents each tree is as large as all else together
    written = [write_yaml({key: agent}) for key, agent in new.items()]
    joined = before + "".join(between + one for one in written) + after
    expected = {**there, **read_tree("".join(written)).root.value}
    try:
        value = read_tree(joined).root.value
    except InputError:
        return None
    return mark + joined if value == expected and list(value) == list(expected) else None


def _agents(wanted: Mapping[str, Any], there: AgentList | None) -> tuple[Edit, ...]:
    agents = RecordId.parse(AGENTS)
    if not wanted:
        return ()
    if not there:
        return (FileEdit(agents, agents.main_file, pointed(agents, write_yaml(wanted)).encode("utf-8")),)
    found: list[Edit] = []
    by_key = cast("Mapping[str, Agent]", there)  # keys are strings: a copy for each document would cost its square
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
    collection = RecordId.parse(id.collection)
    key, volume = imported.volume or ("", {})
    if there is not None and not key:
        return ()
    if there is None:
        # the folder's name is all that is known of the collection; a person gives it its title
        content: dict[str, Any] = {
            "schema": "1",
            "title": id.collection.replace("-", " ").capitalize(),
            "note": "The title is the folder's name, set by the import; give the collection its own",
        }
        content |= {"volumes": {key: volume}} if key else {}
        return (FileEdit(collection, collection.main_file, pointed(collection, write_yaml(content)).encode("utf-8")),)
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
