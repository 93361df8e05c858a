"""Readers who see, hear or move otherwise: axe-core on every kind of page, the keyboard alone, narrow screens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Complaints, listen

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
PAGES = {
    "start": "",
    "prose": "about/",
    "search": "search.html",
    "missing": "404.html",
    "index": "records/",
    "collection": "records/winter-ports/",
    "record": "records/winter-ports/doc-014/",
    "withheld": "records/winter-ports/doc-021/",
    "withdrawn": "records/winter-ports/doc-022/",
    "edition": "records/winter-ports/doc-014/reader-1931/",
    "compare": "records/winter-ports/doc-014/reader-1931/compare/",
    "changelog": "changelog/",
    "errata": "errata/",
}
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # 'target-size' and reading level of AAA cannot be judged of text links in a sentence
    "rules": {"identical-links-same-purpose": {"enabled": False}, "color-contrast-enhanced": {"enabled": True}},
}


def violations(page: Page) -> list[str]:
    found: dict[str, Any] = Axe().run(page, options=RULES).response
    return [f"{one['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
            for one in found["violations"] for node in one["nodes"]]  # fmt: skip


# colours depend on the scheme alone, columns on the width alone: two runs meet all of both
@pytest.mark.parametrize(("scheme", "width"), [("light", 320), ("dark", 1280)])
def test_no_page_has_a_barrier_that_axe_knows_and_none_runs_out_of_the_screen(
    browser: Browser, address: str, scheme: Any, width: int
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    complaints = Complaints()
    listen(page, complaints)
    found = {}
    for name, path in PAGES.items():
        page.goto(address + path)
        page.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true; })")
        if barriers := violations(page):
            found[name] = barriers
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    context.close()
    assert found == {}
    assert complaints == []


def test_the_keyboard_alone_reads_switches_and_opens(page: Page, address: str) -> None:
    page.goto(address + PAGES["record"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.focus("#w-all")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.locator("#w-doc").is_checked()
    page.keyboard.press("ArrowRight")
    assert page.locator("#w-all").is_checked()
    page.focus("button.errmark >> nth=1")
    page.keyboard.press("Enter")
    assert page.locator("#erratum-dockers").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#erratum-dockers").is_hidden()
    page.focus("#call-1")
    page.keyboard.press("Enter")
    assert page.url.endswith("#n1")


def test_every_stop_of_the_keyboard_can_be_seen(page: Page, address: str) -> None:
    page.goto(address + PAGES["record"])
    unseen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        style = page.evaluate(
            "() => { const s = getComputedStyle(document.activeElement);"
            " return [s.outlineStyle, parseFloat(s.outlineWidth), document.activeElement.outerHTML.slice(0, 80)]; }"
        )
        if style[0] == "none" or style[1] < 1:
            unseen.append(style[2])
    assert unseen == []


def test_what_is_copied_from_the_text_is_the_edition_alone(page: Page, address: str) -> None:
    page.goto(address + PAGES["record"])
    page.evaluate(
        "() => { const r = document.createRange(); r.selectNodeContents(document.querySelector('#p4 + p'));"
        " getSelection().removeAllRanges(); getSelection().addRange(r); }"
    )
    copied = page.evaluate("() => getSelection().toString()")
    assert "straight [and] the flag" in " ".join(copied.split())
    assert "translator" not in copied
