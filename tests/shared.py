"""Where the real documents lie that some tests read; they are never part of the project."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
SAMPLE = SHARED / "samples" / "document-6.txt"
SAMPLE_RECORD = SHARED / "samples" / "document-6.record.yaml"
SAMPLE_FINGERPRINTS = SHARED / "samples" / "document-6.fingerprints"
CORPORA = SHARED / "corpora"

needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="../shared is absent: the real documents are read from it"
)
