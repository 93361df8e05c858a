"""What reading an archive costs before the first answer: no library that only writing needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provenance.store.archive import Archive

READING = """
import sys
from provenance.store.archive import Archive
from provenance.model.address import RecordId
archive = Archive.open(sys.argv[1])
archive.snapshot().dossier(archive.find("doc-001")).files
print(" ".join(sorted(sys.modules)))
"""


def modules(archive: Archive, code: str) -> set[str]:
    environ = {
        **archive.repository.environ,
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", code, str(archive.root)], env=environ, capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_reading_a_records_files_loads_no_library_that_it_does_not_need(archive: Archive) -> None:
    loaded = modules(archive, READING) & {"git", "sqlite3", "deepdiff", "edtf", "rapidfuzz", "ulid"}
    assert loaded == set()
