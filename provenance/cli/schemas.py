"""The JSON Schemas that lie in an archive, by which editors' programs check its YAML."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def outdated(root: Path) -> dict[str, bytes]:
    """The schemas of an archive that are not those of this version, by path, as they should be."""
    from provenance.model.schema import SCHEMAS, schema_path, schema_text

    wanted = {schema_path(which): schema_text(which).encode() for which in SCHEMAS}
    return {path: content for path, content in wanted.items() if _read(root / path) != content}


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
