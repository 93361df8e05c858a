"""HTML pages: what is read, what is left out, what is refused."""

from __future__ import annotations

import re
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.errors import InputError
from provenance.importers.html_page import IMPORTER
from provenance.importers.importer import Imported, importer_for
from provenance.model.notation import read_record, write
from provenance.text.notation import parse
from provenance.text.notation import write as write_text
from tests.importers.pages import BODY, ID, LONG, TITLE, letters, printed_words
from tests.linear import growth


def html(*blocks: str, title: str = TITLE) -> str:
    return "<!DOCTYPE html>\n<html><body>\n<h1>" + title + "</h1>\n" + "\n".join(blocks) + "\n</body></html>\n"


def imported(page: str | bytes, encoding: str | None = None) -> Imported:
    content = page.encode("utf-8") if isinstance(page, str) else page
    return IMPORTER.read(content, name="page.html", id=ID, encoding=encoding)


def test_it_claims_html_and_neither_text_nor_other_markup() -> None:
    assert importer_for("page.html", b"\n<!doctype HTML><html>").name == "html-page"
    assert importer_for("page.html", b'<?xml version="1.0"?>\n<html xmlns="x">').name == "html-page"
    assert importer_for("page.txt", b"Document No. 9").name == "printed-page"
    assert not IMPORTER.claims("x.xml", b"<TEI xmlns='x'>")


def test_a_heading_is_the_title_where_no_line_names_a_kind_of_document() -> None:
    brought = imported(html(f"<p>{BODY}</p>", f"<p>{LONG}</p>", title="The Harbour in Winter"))
    assert brought.record["title"] == "The Harbour in Winter"
    assert any("no kind of document" in one.question for one in brought.report.open)


def test_notes_outside_the_main_part_stay_and_the_rest_of_it_is_left_out() -> None:
    page = html(
        f'<main><p>{BODY}<a href="#n1">1</a></p></main>',
        "<div><p>Other pages of ours</p></div>",
        '<section><ol><li id="n1">Hemp.</li></ol></section>',
    ).replace("<h1>", "<main><h1>", 1).replace("</h1>\n<main>", "</h1>", 1)  # fmt: skip
    brought = imported(page)
    assert "[^1]: Hemp." in write_text(brought.text)
    assert [one.words for one in brought.report.left_over] == ["Other pages of ours"]


def test_a_page_that_declares_its_encoding_is_read_by_it() -> None:
    page = (
        '<html><head><meta charset="windows-1251"></head><body><h1>Письмо А. П. Лунда, 3 марта 1931 г.</h1><p>Мы.</p>'
    )
    brought = imported(page.encode("cp1251"))
    assert brought.record["date"]["edtf"] == "1931-03-03"
    assert (brought.report.encoding, brought.report.encoding_guessed) == ("cp1251", False)


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ('<!DOCTYPE html [<!ENTITY a "b">]><html><body><p>&a;</p></body></html>', "entities"),
        ('<!DOCTYPE html SYSTEM "file:///etc/passwd" [ ]><html><body><p>x</p></body></html>', "entities"),
        ("<html><body><script>var x = 1;</script></body></html>", "empty"),
        ("<html><body>" + "<b>" * 2000 + "x</body></html>", "too-deep"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_mend(page: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        imported(page)
    assert caught.value.code == code
    assert caught.value.hint


def test_nothing_outside_the_file_is_fetched() -> None:
    page = html(f'<p>{BODY}</p><p><img src="file:///etc/passwd">&passwd; {LONG}</p>')
    assert "root:" not in printed_words(imported(page))


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp", "Zs")), max_size=30)
INLINE = st.sampled_from(("em", "i", "b", "span", "cite", "u"))


@settings(deadline=None)  # what is promised is the result; how long it takes is measured by test_page_time
@given(st.lists(st.tuples(WORDS, INLINE, WORDS), min_size=1, max_size=5))
def test_every_character_of_any_page_is_printed(parts: list[tuple[str, str, str]]) -> None:
    blocks = [f"<p>The crew {escape(a)} <{tag}>{escape(b)}</{tag}> said so.</p>" for a, tag, b in parts]
    brought = imported(html(*blocks))
    expected = TITLE + "".join(f"The crew {a} {b} said so." for a, _, b in parts)
    assert letters(printed_words(brought)) == letters(expected)
    assert parse(write_text(brought.text)) == brought.text


@settings(deadline=None)  # what is promised is the result; how long it takes is measured by test_page_time
@given(st.text(st.sampled_from("<>/apemibrh1sup &;#\"'=!-[]x \n"), max_size=200))
def test_any_markup_gives_a_record_or_an_input_error(markup: str) -> None:
    try:
        brought = imported("<html><body><h1>" + TITLE + "</h1>" + markup)
    except InputError:
        return
    read_record(write(brought.record))
    assert parse(write_text(brought.text)) == brought.text


@pytest.mark.alone
@pytest.mark.parametrize(
    "block",
    [
        '<p>We asked twice.<sup><a href="#n">1</a></sup></p>',
        "<p><em>We</em> asked <i>twice</i>.<br>And <b>again</b></p>",
        '<div class="share"><span>x</span></div><p>We asked.</p>',
        "<p>We asked.<sup>1</sup></p>",
        '<a href="#far">1</a><p id="near">We asked.</p><a href="#near">1</a>',
    ],
)
def test_time_is_in_proportion_to_the_page(block: str) -> None:
    def work(count: int) -> None:
        far = "<p>Nobody answered.</p>" * count
        imported(html(*([block] * count), f'<div id="far">{far}</div>'))

    assert growth(work, 200, 2000, enough=13) <= 13


def test_markup_is_no_part_of_the_words() -> None:
    brought = imported(html(f"<p>{BODY} <b>bold</b>&nbsp;&amp; more</p>", f"<p>{LONG}</p>"))
    assert not re.search(r"</?\w+>", printed_words(brought))
    assert "& more" in printed_words(brought)


@pytest.mark.parametrize(
    ("markup", "written"),
    [
        ("It was <b>not</b> sold.", "It was {b|not} sold."),
        ("It was <strong>not</strong> sold.", "It was {b|not} sold."),
        ("It was <u>not</u> sold.", "It was {u|not} sold."),
        ("It was <small>not</small> sold.", "It was not sold."),
        ("It was <b><i>not</i></b> sold.", "It was *not* sold."),
        ("It was <b><u>not</u></b> sold.", "It was {u|not} sold."),
        ("It was <b>not<br>sold</b> at all.", "It was {b|not}\n| {b|sold} at all."),
        ("<b>It was not sold.</b>", "It was not sold."),
        ("<b>11.</b> It was not sold.", "11. It was not sold."),
    ],
)
def test_bold_and_underlined_words_are_marked_and_what_is_layout_is_not(markup: str, written: str) -> None:
    assert written in write_text(imported(html(f"<p>{BODY}</p>", f"<p>{markup}</p>", f"<p>{LONG}</p>")).printed()[1])
