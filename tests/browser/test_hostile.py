"""T36: in a real browser, under the policy, no word of a hostile record does anything."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import Complaints, listen, served
from tests.publish.test_hostile import hostile_folder

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


def test_a_hostile_record_is_inert_on_every_page(browser: Browser, tmp_path: Path) -> None:
    hostile_folder(tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# Start\n", encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: H\ntheme: provenance\nplugins: [search, provenance]\n", encoding="utf-8"
    )
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q", "--strict"], cwd=tmp_path, check=True)
    pages = sorted(path.relative_to(tmp_path / "site").as_posix() for path in (tmp_path / "site").rglob("*.html"))
    assert len(pages) >= 9
    context = browser.new_context()
    page = context.new_page()
    complaints = Complaints()
    listen(page, complaints)
    for address in served(tmp_path / "site"):
        for path in pages:
            page.goto(address + path)
            assert page.evaluate("window.hacked") is None, path
            assert page.evaluate("[...document.querySelectorAll('main :is(script, img, iframe)')].length") == 0, path
        page.goto(address + "search.html?q=window.hacked")
        page.locator("#mkdocs-search-results :is(article, p)").first.wait_for(timeout=10_000)
        assert page.evaluate("window.hacked") is None
    context.close()
    assert complaints == []
