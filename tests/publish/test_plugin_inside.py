"""The plugin within MkDocs' own process, as ``mkdocs serve`` has it."""

from __future__ import annotations

import logging
import shutil
from typing import TYPE_CHECKING

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from provenance.publish.plugin import ProvenancePlugin

if TYPE_CHECKING:
    from pathlib import Path

    from mkdocs.config.defaults import MkDocsConfig


def configured(skerry: Path, tmp_path: Path, theme: str = "provenance") -> MkDocsConfig:
    archive = tmp_path / "archive"
    shutil.copytree(skerry, archive)
    (archive / "mkdocs.yml").write_text(
        f"site_name: S\ntheme: {theme}\nplugins: [search, provenance]\n", encoding="utf-8"
    )
    return load_config(str(archive / "mkdocs.yml"), site_dir=str(tmp_path / "site"))


@pytest.mark.parametrize("theme", ["provenance", "mkdocs"])
def test_two_builds_in_one_process_give_the_same_pages(skerry: Path, tmp_path: Path, theme: str) -> None:
    config = configured(skerry, tmp_path, theme)
    page = tmp_path / "site" / "records/winter-ports/doc-014/index.html"
    build(config)
    first = page.read_text(encoding="utf-8")
    build(load_config(config.config_file_path, site_dir=config.site_dir))
    assert page.read_text(encoding="utf-8") == first
    assert page.with_name("index.html").parent.with_suffix(".json").is_file()


def test_the_preview_watches_the_records_and_where_the_branch_stands(skerry: Path, tmp_path: Path) -> None:
    class Server:
        def __init__(self) -> None:
            self.watched: list[str] = []

        def watch(self, path: str) -> None:
            self.watched.append(path)

    config = configured(skerry, tmp_path)
    plugin = config.plugins["provenance"]
    assert isinstance(plugin, ProvenancePlugin)
    server = Server()
    plugin.on_serve(server, config=config, builder=None)  # type: ignore[arg-type]  # watch is all it is asked
    names = {path.rpartition("/archive/")[2] for path in server.watched}
    assert {"records", "provenance.toml", ".git/HEAD", ".git/refs"} <= names


def test_a_broken_record_ends_the_build_with_its_place(
    skerry: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    config = configured(skerry, tmp_path)
    shutil.rmtree(tmp_path / "archive" / ".git")
    record = tmp_path / "archive" / "records" / "winter-ports" / "doc-017" / "record.yaml"
    record.write_text(record.read_text(encoding="utf-8").replace("type: letter", "typ: letter"), encoding="utf-8")
    with caplog.at_level(logging.ERROR), pytest.raises(Abort):
        build(config)
    assert "records/winter-ports/doc-017/record.yaml" in caplog.text
