"""A record as JSON: as its schema has it, and its editions' blocks where the text may be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from provenance.exporters.exporter import shown_text
from provenance.model.notation import as_json
from provenance.text.readings import Reading, derive

if TYPE_CHECKING:
    from provenance.exporters.exporter import Surroundings
    from provenance.model.record import Collection
    from provenance.text.dossier import Dossier

NAME = "json"
SUFFIX = ".json"
MEDIA_TYPE = "application/json"


def tree(dossier: Dossier, collection: Collection | None = None) -> dict[str, Any]:
    """The object of ``show --json``: the record, and the printed reading of each text that may be shown."""
    record = as_json(dossier.record)
    for key in dossier.record.editions:
        text = shown_text(dossier, key, collection)
        if text is None:
            continue
        record["editions"][key]["blocks"] = [
            {
                "id": passage.id,
                "tag": passage.tag,
                "number": passage.number,
                "note": passage.note,
                "section": passage.section,
                "layer": passage.layer,
                "words": passage.words,
            }
            for passage in derive(text, Reading.PRINTED)
        ]
    return {"id": str(dossier.id), **record}


def export(dossier: Dossier, surroundings: Surroundings) -> str:
    """The record as indented JSON."""
    import orjson  # json indents in Python alone: eight times slower, and a site writes one a record

    return orjson.dumps(tree(dossier, surroundings.collection), option=orjson.OPT_INDENT_2).decode() + "\n"
