"""Refusals kept in a CSV file for an editor's spreadsheet: written in one step, never run as formulas (THREATS T36)."""

from __future__ import annotations

import csv
import io
import os
import re
from typing import TYPE_CHECKING

from provenance.model.sheet import escaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

_BOM = "\ufeff"  # without it a spreadsheet program reads UTF-8 as its own code page
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def write(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    """The rows as CSV in UTF-8, whole or not at all."""
    stream = io.StringIO(newline="")
    written = csv.writer(stream, lineterminator="\r\n")
    written.writerow(columns)
    for row in rows:
        written.writerow([escaped(_CONTROL.sub("\ufffd", row.get(column, ""))) for column in columns])
    half = path.with_name(f".{path.name}.half")
    with half.open("w", encoding="utf-8", newline="") as file:
        file.write(_BOM + stream.getvalue())
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)


def remove(path: Path, columns: Sequence[str]) -> None:
    """Take an earlier report of this kind away; a file of that name that is none is left."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            ours = next(csv.reader(file), []) == list(columns)
    except (FileNotFoundError, UnicodeDecodeError, csv.Error):
        return
    if ours:
        path.unlink()
