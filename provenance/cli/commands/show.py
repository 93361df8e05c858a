"""Show a record as a catalogue entry, or its text in one of three readings.

Examples:
  provenance show doc-006
  provenance show doc-006 --reading corrected          the text, our errata laid over it
  provenance show doc-006:ceu-web --reading document   without what editors and translators added
  provenance show doc-006@2026-01-31                   as it stood at the end of that day
  provenance show agents
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from provenance.cli.desk import Found
    from provenance.cli.terminal import Terminal
    from provenance.text.readings import Passage

READINGS = ("printed", "corrected", "document")


def arguments(parser: ArgumentParser) -> None:
    """Which record, which reading, at which time."""
    parser.add_argument("id", metavar="ID[:EDITION][@WHEN]", help="a record, a collection, or 'agents'")
    parser.add_argument("--reading", choices=READINGS, help="show the text in this reading")
    parser.add_argument(
        "--layers", metavar="L", help="of the text only these layers: document,translator,editor,edition,record,unknown"
    )
    parser.add_argument("--at", metavar="WHEN", help="as it stood then: v12, a release, a date, a correction's id")


def run(options: Namespace, terminal: Terminal) -> int:
    """Read at one commit, show."""
    from provenance.cli.desk import look_up, note_hand_edits, open_archive

    archive = open_archive(options, terminal)
    found = look_up(archive, options.id, options.at)
    note_hand_edits(archive, found, terminal)
    if not found.record.is_record:
        _show_other(found, terminal)
    elif options.reading or options.layers or found.edition:
        _show_text(found, options, terminal)
    else:
        _show_record(found, terminal)
    return 0


def _show_other(found: Found, terminal: Terminal) -> None:
    from provenance.cli.catalogue import agent_lines, collection_lines
    from provenance.model.notation import as_json
    from provenance.model.record import Collection

    main = found.dossier.main
    if isinstance(main, Collection):
        value: Any = {"schema": 1, "id": str(found.record), "collection": as_json(main)}
        terminal.answer(value, lambda: collection_lines(found.record, main, terminal))
        return
    agents = found.snapshot.agents()
    value = {"schema": 1, "id": "agents", "agents": {key: as_json(agent) for key, agent in agents.items()}}
    terminal.answer(value, lambda: agent_lines(agents, terminal))


def _show_record(found: Found, terminal: Terminal) -> None:
    from provenance.cli.catalogue import Entry
    from provenance.exporters.exporter import Surroundings
    from provenance.model.notation import as_json

    record = found.dossier.record
    surroundings = Surroundings(
        found.snapshot.agents(), found.snapshot.collection(found.record.collection), found.record.collection
    )
    answer = as_json(record)
    answer["id"] = str(found.record)
    if terminal.as_json:
        for edition in answer.get("editions", {}):
            answer["editions"][edition]["blocks"] = [
                _block(passage) for passage in _passages(found, edition, "printed")
            ]

    def lines() -> Iterator[str]:
        then = found.dossier.id
        now = f" (now {found.record})" if then != found.record else ""
        yield f"{terminal.paint(then, 'bold')}" + (f" as of {found.when}{now}" if found.when else "")
        yield ""
        yield from Entry(record, surroundings, terminal).lines()
        if any(found.dossier.text(edition) is not None for edition in found.dossier.editions()):
            yield ""
            yield f"Its text: provenance show {found.record} --reading printed|corrected|document"

    terminal.answer(answer, lines)


def _show_text(found: Found, options: Namespace, terminal: Terminal) -> None:
    from provenance.cli.desk import one_edition
    from provenance.errors import InputError

    edition = one_edition(found)
    reading = options.reading or "printed"
    if found.dossier.text(edition) is None:
        raise InputError(
            f"the text of {found.record}:{edition} is not here: it is withheld, and known by its fingerprints",
            code="withheld",
            hint=f"provenance verify-text {found.record} FILE checks a copy that you own; text attach keeps it at hand",
        )
    passages = _passages(found, edition, reading)
    wanted = _layers(options.layers)
    answer = {
        "schema": 1,
        "id": str(found.record),
        "edition": edition,
        "reading": reading,
        "blocks": [_block(passage) for passage in passages if _of_layers(passage, wanted)],
    }

    def lines() -> Iterator[str]:
        heading = f"{found.record}:{edition}, {reading} reading" + (f", as of {found.when}" if found.when else "")
        yield terminal.paint(heading, "bold")
        for passage in passages:
            words = _of_layers(passage, wanted)
            if not words:
                continue
            yield ""
            yield from _paragraph(passage, words, terminal)

    terminal.answer(answer, lines)


def _layers(typed: str | None) -> frozenset[str]:
    from provenance.errors import InputError
    from provenance.text.blocks import LAYERS

    if typed is None:
        return frozenset(LAYERS)
    wanted = frozenset(part.strip() for part in typed.split(","))
    unknown = wanted - set(LAYERS)
    if unknown:
        raise InputError(f"there is no layer {min(unknown)!r}", candidates=tuple(LAYERS))
    return wanted


def _of_layers(passage: Passage, wanted: frozenset[str]) -> str:
    return "".join(run.text for run in passage.runs if run.layer in wanted)


def _paragraph(passage: Passage, words: str, terminal: Terminal) -> Iterator[str]:
    label = passage.label
    body = list(terminal.wrap(words.replace("\t", "  |  "), 10))
    yield terminal.paint(f"{label:>8}", "faint") + "  " + body[0][10:]
    yield from body[1:]


def _passages(found: Found, edition: str, reading: str) -> tuple[Passage, ...]:
    from provenance.cli.comparison import passages_of

    return passages_of(found, edition, reading) if found.dossier.text(edition) is not None else ()


def _block(passage: Passage) -> dict[str, Any]:
    return {
        "id": passage.id,
        "tag": passage.tag,
        "number": passage.number,
        "section": passage.section,
        "layer": passage.layer,
        "words": passage.words,
        "runs": [{"text": run.text, "layer": run.layer, "kinds": list(run.kinds)} for run in passage.runs],
    }
