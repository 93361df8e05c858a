"""A difference as a page of its own: read by keyboard, by layer, side by side, on paper, by axe-core."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from provenance.diff.compare import compare_passages
from provenance.diff.difference import Side
from provenance.diff.reports import html
from provenance.diff.whole import ArchiveDifference, RecordChange
from tests.browser.test_access import violations
from tests.diff.specimen import PRINT, passages

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
SECOND = (
    PRINT.replace("nine days", "ten days")
    .replace("asks for flour", "asks for bread")
    .replace("We asked twice. ", "")
    .replace("harbour", "harbor")
)
FOUND = compare_passages(passages(PRINT), passages(SECOND), left=Side(name="print.txt"), right=Side(name="web.txt"))


@pytest.fixture
def shown(page: Page, tmp_path: Path) -> Page:
    """The page of a difference, opened as a file."""
    path = tmp_path / "difference.html"
    path.write_text(html.render(FOUND), encoding="utf-8")
    page.goto(path.as_uri())
    return page


def at(page: Page) -> str:
    """The id of the change that has the keyboard."""
    return str(page.evaluate("document.activeElement.id"))


def test_n_and_p_go_from_change_to_change_and_round(shown: Page) -> None:
    last = f"change-{len(FOUND.changed_blocks)}"
    shown.keyboard.press("n")
    assert at(shown) == "change-1"
    shown.keyboard.press("n")
    assert at(shown) == "change-2"
    shown.keyboard.press("p")
    shown.keyboard.press("p")
    assert at(shown) == last


def test_s_sets_the_two_sides_beside_each_other_and_back(shown: Page) -> None:
    inline, sides = shown.locator("#change-1 .inline"), shown.locator("#change-1 .sides")
    assert inline.is_visible()
    assert not sides.is_visible()
    shown.keyboard.press("s")
    assert sides.is_visible()
    assert not inline.is_visible()
    assert "ten" not in sides.locator("p").first.inner_text()
    shown.keyboard.press("s")
    assert inline.is_visible()


def test_a_layer_switched_off_is_hidden_and_passed_over_by_the_keys(shown: Page) -> None:
    editors = [change for change in shown.locator("article").all() if change.get_attribute("data-layers") == "editor"]
    assert editors
    shown.locator("input[data-layer=editor]").uncheck()
    assert not any(change.is_visible() for change in editors)
    shown.keyboard.press("n")
    assert shown.locator(f"#{at(shown)}").is_visible()


def test_on_paper_there_are_no_switches_and_every_change_is_there(shown: Page) -> None:
    shown.emulate_media(media="print")
    assert not shown.locator("fieldset").is_visible()
    assert all(change.is_visible() for change in shown.locator("article").all())


def test_axe_finds_nothing_in_light_and_in_dark(shown: Page) -> None:
    for scheme in ("light", "dark"):
        shown.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert violations(shown) == []


def test_the_page_of_a_whole_archive_leads_to_each_record(page: Page, tmp_path: Path) -> None:
    records = tuple(RecordChange(f"a/{name}", "changed", name, difference=FOUND) for name in ("one", "two"))
    path = tmp_path / "archive.html"
    found = ArchiveDifference(Side(name="@a"), Side(name="@b"), "printed", records)
    path.write_text(html.render_archive(found), encoding="utf-8")
    page.goto(path.as_uri())
    page.get_by_role("link", name="a/two").click()
    assert page.url.endswith("#record-a--two")
    assert page.locator("article").count() == 2 * len(FOUND.changed_blocks)
    assert violations(page) == []
