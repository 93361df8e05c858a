"""Every form of page that the importers know: a page of our own invention, and the whole of what is made of it.

``forms/NAME.txt`` (or ``.html``) is the page, ``forms/NAME.told`` the text, the record, the agents and the report.
"""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.errors import InputError
from provenance.importers.importer import Imported, read
from provenance.model.notation import read_agents, read_record, write
from provenance.text.notation import parse
from provenance.text.notation import write as write_text
from tests.importers.pages import BODY, ID, LONG, page, told, unaccounted

FORMS = sorted(path for path in (Path(__file__).parent / "forms").iterdir() if path.suffix in (".txt", ".html"))


def brought_in(path: Path) -> Imported:
    return read(path.read_bytes(), name=path.name, id=ID)


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_each_form_gives_its_text_its_fields_its_questions_and_what_is_left_over(path: Path) -> None:
    assert told(brought_in(path)) == path.with_suffix(".told").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_no_character_of_any_form_is_lost_and_none_is_added(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        text = unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", text))
    assert not unaccounted(text, brought_in(path))


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_the_text_of_each_form_round_trips_and_its_record_is_valid(path: Path) -> None:
    brought = brought_in(path)
    assert parse(write_text(brought.text)) == brought.text
    read_record(write(brought.record))
    read_agents(write(brought.agents) if brought.agents else "{}")


PIECES = st.sampled_from(
    (
        "Lund: The rope is gone.", "Brandt: All of it?", "The stores of the harbour were counted twice and", "13",
        "were less than had been paid for.", "HARBOUR PAPERS 14", "[Page 15]", "rope] sold.", "# and the flour",
        "The rope# was sold.", "Enclosure 1", "PARTICIPANTS", "Mr. Lund, Harbourmaster", "Top Secret", "Dear Sir,",
        "Vardal, May 3, 1931", "[Received May 4, 1931]", "Notes", "[1] By weight.", "2 By length.", "The flour.[1]",
        "1 As of late there is no rope.", "2 The boats were late.", "Sincerely yours,", "KARL LUND", "* * *",
        "[Source: Cold Coast Archive, f. 2.]", "Cold Coast Archive, f. 2, op. 1.", "<...> and [sic; so] it … Was.",
        "Lund: The rope is gone.\nBrandt: All of it?\nLund: All.", "of the har-", "bour, as it were",
        "216 HARBOUR HISTORY BULLETIN 14", "Vardal, 22 brumaire an II", "* Hemp.", "3Three came.", "13\nHARBOUR PAPERS",
        "Опубл.: Порт. 1884. С. 3.", "[1098]          S", "flour &amp; rope ↩",
        "Nr. 5\nKarl Lund an Olga Brandt",
    )
)  # fmt: skip


@given(st.lists(PIECES, min_size=1, max_size=12))
def test_no_mixture_of_forms_loses_a_character_or_cannot_be_read_again(pieces: list[str]) -> None:
    text = page(*pieces)
    try:
        brought = read(text.encode("utf-8"), name="page.txt", id=ID)
    except InputError:
        return
    assert not unaccounted(text, brought)
    assert parse(write_text(brought.text)) == brought.text
    read_record(write(brought.record))


def test_a_citation_glued_to_the_title_s_year_is_the_source() -> None:
    title = "156. Note From the Harbour Council to Karl Lund, Vardal, September 13, 1972"
    title += "National Archives, Lund Papers, Box 8."
    brought = read(page(BODY, LONG, title=title).encode("utf-8"), name="page.txt", id=ID)
    assert brought.record["title"] == "Note From the Harbour Council to Karl Lund, Vardal"
    assert brought.record["date"] == {"edtf": "1972-09-13", "basis": "stated", "where": "title"}
    assert brought.record["source"]["repository"] == "national-archives"
