"""Fields as an editor calls them: ``/attributions/drafter-x/held/certainty`` is the certainty held for drafter-x."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provenance.model.address import Pointer

# container → what one of its entries is called; {} is the entry's key
_ENTRIES: dict[str, str] = {
    "aliases": "alias {}", "languages": "language {}", "levels": "{} of the {above}", "copies": "copy {}",
    "custody": "custody event {}", "hands": "hand {}", "attributions": "attribution {}", "relations": "relation {}",
    "questions": "open question {}", "regest": "summary of {}", "editions": "edition {}", "errata": "erratum {}",
    "left_over": "left-over {}", "evidence": "evidence {}", "doubts": "doubt {}", "rests_on": "office {} it rests on",
    "choices": "translator's choice {}", "by": "translator {}", "volumes": "volume {}", "works": "work {}",
    "editors": "editor {}", "glossary": "term {}", "offices": "office {}", "identifiers": "{} identifier",
}  # fmt: skip
_NAMES: dict[str, str] = {
    "schema": "schema version", "title_basis": "basis of the title", "documentary_form": "documentary form",
    "location_of_originals": "location of originals", "location_of_copies": "location of copies",
    "source": "archival source", "repository": "holding repository", "signed_where": "place that says whether signed",
    "marking": "classification marking", "reference_code": "reference code", "made_from": "copy translated from",
    "printed_title": "printed title", "left_over": "what was not understood", "rests_on": "offices it rests on",
    "as_written": "date as written", "languages": "languages", "regest": "summary",
    "questions": "open questions", "number": "document number", "type": "document type",
    "where": "place of the statement", "why": "reason", "edtf": "date", "tag": "language tag",
}  # fmt: skip
_OF_CLAIM = {
    ("held", "certainty"): "certainty held for {}",
    ("held", "status"): "status held for {}",
    ("held", "by"): "holder of the judgement of {}",
    ("asserted", "certainty"): "certainty asserted for {}",
    ("asserted", "by"): "asserter of {}",
    ("held",): "what is held of {}",
    ("asserted",): "what is asserted of {}",
    ("role",): "role of {}",
    ("agent",): "agent of {}",
}
_COLLAPSED = frozenset({"edtf", "text", "name", "tag"})
"""A part's own value: the field is called by its part."""
_LANGUAGES = {"from": "language translated from", "to": "language translated into"}


def field_label(pointer: Pointer) -> str:
    """The field's name in an editor's words: ``date``, ``certainty held for drafter-shakhnazarov``."""
    parts = pointer.parts
    if not parts:
        return "the whole"
    if len(parts) > 2 and parts[0] == "attributions" and parts[2:] in _OF_CLAIM:  # noqa: PLR2004
        return _OF_CLAIM[parts[2:]].format(parts[1])
    return _label(parts)


def part_name(key: str) -> str:
    """A field of a map where the map is told: ``edtf`` is the date; ``where`` and ``why`` are plain there."""
    return key if key in ("where", "why") else _NAMES.get(key, key.replace("_", " "))


def _label(parts: tuple[str, ...]) -> str:
    if len(parts) == 1:
        return _NAMES.get(parts[0], parts[0].replace("_", " "))
    above, name = parts[:-1], parts[-1]
    if above[-1] in _ENTRIES and _is_container(above):
        return _entry_label(above, name)
    if parts[0] == "translation" and len(parts) == 2 and name in _LANGUAGES:  # noqa: PLR2004
        return _LANGUAGES[name]
    if parts == ("translation", "by"):
        return "translators"
    if name in _COLLAPSED and not _is_entry(above):
        return _label(above)
    return f"{_NAMES.get(name, name.replace('_', ' '))} of {_label(above)}"


def _entry_label(above: tuple[str, ...], name: str) -> str:
    said = _ENTRIES[above[-1]].format(name, above="source" if above[0] == "source" else "copy")
    return said if len(above) == 1 or above[0] in {"source", "translation"} else f"{said} of {_label(above[:-1])}"


def _is_container(parts: tuple[str, ...]) -> bool:
    """A map by key: not the field of that name in an entry (``by`` of a doubt is a text)."""
    return parts[-1] != "by" or parts[:-1] == ("translation",)


def _is_entry(parts: tuple[str, ...]) -> bool:
    return len(parts) > 1 and parts[-2] in _ENTRIES and _is_container(parts[:-1])
