"""The levels of arrangement that a row names: each in a column of its own, or several in one (``Box/Folder``)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.importers._table.columns import LEVELS, field_of

if TYPE_CHECKING:
    from provenance.importers._table.row import Filled, Row

_ORDER = (
    "record-group", "fonds", "fond", "collection", "division", "series", "opis", "subseries", "entry", "accession",
    "lot", "job", "box", "reel", "file", "delo", "folder", "item", "list",
)  # fmt: skip


_CODE = re.compile(
    r"(?:fol|fols|folio|ff|f|bl|blatt|box|folder|file|p|pp|s|vol|bd|nr|no|л|лл|лист|д|оп|ф|стр|к|carton|dossier|pièce|"
    r"mappe|mp|reel|item)s?[. ]*[0-9][^\s]{0,20}(?: ?[-–—,/] ?[0-9][^\s]{0,12}){0,6}(?: (?:rs|vs|об)\.?)?",
    re.IGNORECASE,
)


def is_name(words: str) -> bool:
    """Words that are more than a number with the word for its unit (``fol. 12-13``)."""
    return re.search(r"[^\W\d_]{3}", words) is not None and _CODE.fullmatch(words.strip()) is None


def _level(row: Row, name: str) -> dict[str, str]:
    """Code and name of a level: what a heading calls a number is one, and so is what looks like one."""
    level: dict[str, str] = {}
    for one in row.all(name):
        part = one.column.part or ("name" if is_name(one.words) else "code")
        level[part if part not in level else "name"] = one.words
    return {part: level[part] for part in ("name", "code") if part in level}


def shown_level(level: tuple[str, dict[str, str]]) -> str:
    """A level as it is told: ``box 12``."""
    return f"{level[0]} {' '.join(level[1].values())}"


def levels_of(row: Row) -> dict[str, dict[str, str]]:
    """Code and name of each level that the row names, from the widest."""
    found: dict[str, dict[str, str]] = {}
    for cell in row.cells:
        if cell.column.field in LEVELS:
            found |= _several(cell) or {}
    for name in _ORDER:
        level = _level(row, name)
        if level and name not in found:
            found[name] = level
    return {name: found[name] for name in _ORDER if name in found}


def _several(cell: Filled) -> dict[str, dict[str, str]] | None:
    """``130/5/712`` under *Фонд/Опись/Дело*, ``Box 36, Folder "Cuba"`` under *Box/Folder*; None where it is not so."""
    fields = [field_of(part)[0] for part in re.split(r"\s*[/,|]\s*", cell.column.heading.rpartition(": ")[2])]
    if len(fields) < 2 or not set(fields) <= LEVELS or len(set(fields)) < len(fields):  # noqa: PLR2004
        return None
    labelled = {}
    parts = re.split(r"\s*[,;]\s*", cell.words, maxsplit=len(fields) - 1)
    for part in parts:
        word, _, rest = part.partition(" ")
        if field_of(word)[0] in fields and rest:
            labelled[field_of(word)[0]] = rest
    if len(labelled) < len(parts):
        parts = re.split(r"\s*[/,;|]\s*", cell.words)
        if len(parts) != len(fields):
            return None
        labelled = dict(zip(fields, parts, strict=True))
    return {
        name: {"name" if is_name(words) else "code": words.strip('"“”')} for name, words in labelled.items() if words
    }
