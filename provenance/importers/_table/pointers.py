"""Cells whose column is headed by a JSON Pointer of the record: put there as they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from provenance.importers.importer import Placed
from provenance.model.address import Pointer
from provenance.model.shape import shape_at

if TYPE_CHECKING:
    from provenance.importers._page.draft import Draft
    from provenance.importers._table.row import Filled, Row


def put_pointers(row: Row, draft: Draft) -> None:
    """Put each cell where its heading points; a part on the way that must say how it is known says ``stated``.

    Raises InputError where a value stands already where a part would have to be.
    """
    for one in row.cells:
        if one.column.pointer:
            _put(row, draft, one)


def _put(row: Row, draft: Draft, cell: Filled) -> None:
    pointer = Pointer.parse(cell.column.pointer)
    here: Any = draft.record
    for depth, part in enumerate(pointer.parts[:-1], 1):
        inside = here.setdefault(part, {})
        if not isinstance(inside, dict):
            raise row.error(
                f"{Pointer(pointer.parts[:depth])} is one value already", cell, hint="one column or the other"
            )
        _say_basis(Pointer(pointer.parts[:depth]), inside, row.where)
        here = inside
    shape = shape_at("record", pointer)
    many = shape is not None and shape.form == "set"
    here[pointer.parts[-1]] = [part for part in re.split(r"\s*[;\n]\s*", cell.words) if part] if many else cell.words
    draft.placed.append(Placed(cell.column.pointer, cell.words, cell.column.pointer, row.where))


def _say_basis(pointer: Pointer, part: dict[str, Any], where: str) -> None:
    """A part that must say how it is known was stated by the table; an edition is a fixed one without a text."""
    shape = shape_at("record", pointer)
    if shape is None or shape.form != "part":
        return
    needed = {name for name, field in shape.type.model_fields.items() if field.is_required()}
    if "basis" in needed and part.get("basis", "unknown") == "unknown":
        part["basis"] = "stated"
        part.setdefault("where", where)
    if "state" in needed and "state" not in part:
        part |= {"state": "fixed", "text": "none"}
