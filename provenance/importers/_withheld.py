"""An import whose text may not be published: its record with fingerprints in the text's place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from provenance.errors import InputError
from provenance.model.correction import FileEdit
from provenance.model.fingerprint import write_fingerprints
from provenance.text.fingerprint import fingerprints
from provenance.text.notation import write as write_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provenance.importers.importer import Imported
    from provenance.model.correction import Edit


def without_text(imported: Imported) -> Imported:
    """The same, its record saying that the text is withheld; words kept from the page go where the text goes.

    InputError where there is no text.
    """
    if imported.text is None or imported.edition is None:
        raise InputError("this file holds no text that could be withheld", code="no-text", hint="leave out --withheld")
    editions: dict[str, Any] = dict(imported.record["editions"])
    edition, _ = imported.printed()
    described = {**editions[edition], "text": "withheld"}
    if "left_over" in described:
        described["left_over"] = {
            key: {name: value for name, value in one.items() if name != "words"}
            for key, one in described["left_over"].items()
        }
    editions[edition] = described
    return replace(imported, record={**imported.record, "editions": editions})


def with_fingerprints(edits: Iterable[Edit], imported: Imported) -> tuple[Edit, ...]:
    """The edits of an import with fingerprints instead of the text."""
    edition, text = imported.printed()
    name = f"editions/{edition}"
    printed = write_fingerprints(fingerprints(text)).encode("utf-8")
    return tuple(
        FileEdit(edit.record, f"{name}.fingerprints", printed)
        if isinstance(edit, FileEdit) and edit.name == f"{name}.txt"
        else edit
        for edit in edits
    )


def text_of(imported: Imported) -> bytes:
    """The text as an edition's file would hold it: to be attached."""
    return write_text(imported.printed()[1]).encode("utf-8")
