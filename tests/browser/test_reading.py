"""A reader with a mouse: switches change what is shown, slips open, filters hide, all without a complaint."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from provenance.text.notation import parse
from provenance.text.readings import Reading, derive
from tests.publish.skerry.archive import EDITION, HERE

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
RECORD = "records/winter-ports/doc-014/"
BLOCKS = """() => Object.fromEntries([...document.querySelectorAll('.edition .block')]
  .filter(b => b.checkVisibility() && !b.closest('.note'))
  .map(b => { const c = b.querySelector('p, h3, td:last-child'); const id = b.querySelector('.num').id;
    for (const x of c.querySelectorAll('.note')) x.remove(); return [id, c.innerText]; }))"""


def folded(words: str) -> str:
    return " ".join(words.split())


def test_the_document_alone_is_the_document_reading(page: Page, address: str) -> None:
    page.goto(address + RECORD)
    page.check("#w-doc")
    page.evaluate("() => document.querySelectorAll('.edition :is(.vh, .errmark, .pb)').forEach(one => one.remove())")
    page.check("#r-printed")
    shown = page.evaluate(BLOCKS)
    source = (HERE / f"{EDITION}.txt").read_text(encoding="utf-8").replace("keep their own water", "keep their water")
    expected = {
        passage.id: folded(passage.words)
        for passage in derive(parse(source), Reading.DOCUMENT)
        if not passage.id.startswith("t")
    }
    assert {key: folded(words) for key, words in shown.items() if not key.startswith("t")} == expected


def test_whose_words_are_shown_follows_the_switch(page: Page, address: str) -> None:
    page.goto(address + RECORD)
    headnote = page.locator(".headnote")
    supplied = page.locator(".by.supplied .as-ed", has_text="[and]")
    assert headnote.is_visible()
    page.check("#w-tr")
    assert headnote.is_hidden()
    assert supplied.is_visible()
    assert page.locator(".s-tr").is_visible()
    page.check("#w-doc")
    assert supplied.is_hidden()
    assert page.locator(".as-doc", has_text="⟨…⟩").first.is_visible()
    assert page.locator("#w-all").is_visible()


def test_the_printed_reading_gives_the_printed_words_back(page: Page, address: str) -> None:
    page.goto(address + RECORD)
    assert page.locator("#p5 + p .rd-corr").is_visible()
    page.check("#r-printed")
    assert page.locator("#p5 + p .rd-corr").is_hidden()
    assert page.locator("#p5 + p .rd-printed").inner_text() == "dockers"
    assert page.locator(".s-printed").is_visible()


def test_a_switch_is_remembered_on_the_next_page(page: Page, address: str) -> None:
    page.goto(address + RECORD)
    page.check("#w-doc")
    page.goto(address + "records/winter-ports/doc-017/")
    assert page.locator("#w-doc").is_checked()


def test_a_slip_says_who_why_and_on_what_evidence(page: Page, address: str) -> None:
    page.goto(address + RECORD)
    slip = page.locator("#erratum-dockers")
    assert slip.is_hidden()
    page.click("button.errmark >> text=e2")
    assert slip.is_visible()
    text = slip.inner_text()
    for words in (
        "dockers",
        "pilots",
        "The source has losene",
        "Copy c2, leaf 2, line 9",
        "Runa Tamm",
        "Ines Calloway",
    ):
        assert words in text
    page.keyboard.press("Escape")
    assert slip.is_hidden()


def test_the_log_can_be_filtered_by_kind_and_says_how_much_is_shown(page: Page, address: str) -> None:
    page.goto(address + "changelog/")
    errata = page.locator('.entry[data-kind="erratum"]')
    assert errata.count() == 2
    page.uncheck("#k-erratum")
    assert errata.first.is_hidden()
    assert page.locator("#shown").inner_text() == "6 of 8 entries shown"


def test_a_comparison_has_two_views_of_one_text(page: Page, address: str) -> None:
    page.goto(address + RECORD + "reader-1931/compare/")
    row = page.locator(".change", has_text="dockers").first
    assert row.locator(".before").is_visible()
    page.check("#v-inline")
    assert row.locator(".before").is_hidden()
    assert row.locator(".after del", has_text="dockers").is_visible()
    assert row.locator(".after ins", has_text="pilots").is_visible()


def test_the_search_runs_in_the_browser_and_finds_a_record(page: Page, address: str) -> None:
    page.goto(address + "about/")
    page.fill("#q", "memorandum")
    page.press("#q", "Enter")
    link = page.locator("#mkdocs-search-results a", has_text="Memorandum from the Harbour Master").first
    link.wait_for(timeout=10_000)
    link.click()
    assert page.url.endswith(RECORD)


def test_a_page_is_whole_without_script(page: Page, address: str) -> None:
    browser = page.context.browser
    assert browser is not None
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(address + RECORD)
    plain.check("#w-doc")
    assert plain.locator(".headnote").is_hidden()
    plain.check("#w-all")
    plain.click("button.errmark >> text=e1")
    assert plain.locator("#erratum-fortnight").is_visible()
    context.close()
