from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.journeys.conftest import Desk


def test_new_files_name_a_schema_that_lies_in_the_archive(lights: Desk) -> None:
    for path in ("records/agents.yaml", "records/lights/collection.yaml", "records/lights/doc-014/record.yaml"):
        file = lights.folder / path
        head = file.read_text(encoding="utf-8").partition("\n")[0]
        beside = head.removeprefix("# yaml-language-server: $schema=")
        assert json.loads((file.parent / beside).read_text(encoding="utf-8"))["title"] == file.name


def test_a_schema_of_another_version_is_told_and_renewed(lights: Desk) -> None:
    assert "up to date" in lights("schema", "--write").out
    (lights.folder / "schemas/record.json").write_text("{}\n", encoding="utf-8")
    assert "schema --write" in lights("status").err
    assert lights("schema", "--write", "--json").json()["written"] == ["schemas/record.json"]
    assert "schema --write" not in lights("status").err
    assert lights.clean()


def test_a_volumes_reference_is_shown_as_a_line_and_the_plain_one_is_named_so(
    lights: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    reference = "{type: book, title: Ice, author: {lund: {family: Lund}}, issued: 1931}"
    lights("correct", "lights", "--add", f"/volumes/ice={{reference: {reference}}}", "-m", "Its title page")
    hung = tmp_path / "pandoc"
    hung.write_text("#!/bin/sh\nexit 7\n", encoding="utf-8")
    hung.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    told = lights("show", "lights")
    assert "Lund, Ice (1931)" in told.out
    assert "plain author" in told.out
    assert "status 7" in told.err
