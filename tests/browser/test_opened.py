"""A reader without a server and without a network: the site's files opened in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def test_one_can_walk_from_the_start_page_to_a_comparison_and_the_log_and_back(page: Page, opened: str) -> None:
    page.goto(opened + "index.html")
    page.click("header nav >> text=Records")
    assert page.url == opened + "records.html"
    page.click("text=Memorandum from the Harbour Master")
    assert page.url == opened + "records/winter-ports/doc-014.html"
    page.click("text=Compare with the edition above")
    assert page.url == opened + "records/winter-ports/doc-014/reader-1931/compare.html"
    assert page.locator(".change ins", has_text="pilots").first.is_visible()
    page.click("nav.crumbs >> text=doc-014")
    assert page.url == opened + "records/winter-ports/doc-014.html"
    page.locator(".versions ol a").last.click()
    assert page.url.startswith(opened + "changelog.html#c-")
    page.click("header nav >> text=Errata")
    page.locator("td[data-l=place] a").first.click()
    assert page.url == opened + "records/winter-ports/doc-014.html#p1"
    page.click(".mast .name")
    assert page.url == opened + "index.html"
    page.click(".front >> text=Winter Ports")
    assert page.url == opened + "records/winter-ports.html"
    page.goto(opened + "about.html")
    page.click("main >> text=memorandum")
    assert page.url == opened + "records/winter-ports/doc-014.html#p5"
    page.click("text=record (JSON)")
    assert page.url == opened + "records/winter-ports/doc-014.json"


def test_the_search_says_that_it_runs_without_a_server_and_finds_what_is_there(page: Page, opened: str) -> None:
    page.goto(opened + "about.html")
    page.fill("#q", "harbour MEMORANDUM")
    page.press("#q", "Enter")
    page.locator("#search-state").wait_for()
    assert "opened as a file" in page.locator("#search-state").inner_text()
    link = page.locator("#mkdocs-search-results a", has_text="Memorandum from the Harbour Master").first
    link.wait_for()
    page.fill("#mkdocs-search-query", "no such words at all")
    page.locator("#mkdocs-search-results >> text=Nothing found").wait_for()
    page.fill("#mkdocs-search-query", "footnote")
    page.locator("#mkdocs-search-results a", has_text="How to read it").wait_for()
    page.fill("#mkdocs-search-query", "memorandum harbour")
    link.click()
    assert page.url == opened + "records/winter-ports/doc-014.html"


def test_a_site_without_the_search_index_says_so(page: Page, opened: str) -> None:
    page.route("**/search/index.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto(opened + "search.html?q=memorandum")
    page.locator("#mkdocs-search-results >> text=cannot be read here").wait_for()


def test_the_switches_work_without_a_server(page: Page, opened: str) -> None:
    page.goto(opened + "records/winter-ports/doc-014.html")
    page.check("#w-doc")
    assert page.locator(".headnote").is_hidden()
    page.check("#w-all")
    page.click("button.errmark >> text=e2")
    assert page.locator("#erratum-dockers").is_visible()
