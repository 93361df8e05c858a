"""The Skerry Papers, made once a process: the archive and the sites built from it, for pages and for browsers."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from provenance.publish.page import Addresses
from provenance.publish.site import Site, read
from tests.publish.skerry.archive import made
from tests.publish.skerry.site import FILES, build

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def skerry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("skerry") / "archive"
    made(folder)
    return folder


@pytest.fixture(scope="session")
def skerry_site(skerry: Path) -> Site:
    return read(skerry, None, addresses=Addresses())


@pytest.fixture(scope="session")
def built(skerry: Path) -> Path:
    site = skerry.parent / "site"
    build(skerry, site)
    return site


@pytest.fixture(scope="session")
def built_as_files(skerry: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("skerry-files")
    shutil.copytree(skerry, folder / "archive")
    build(folder / "archive", folder / "site", config=FILES)
    return folder / "site"
