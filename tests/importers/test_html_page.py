"""HTML pages: what is read, what is left out, what is refused."""

from __future__ import annotations

import re
from html import escape

import pytest
from hypothesis import given
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


INVISIBLE = "\u00ad\u200b\u2060\ufeff"
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp", "Zs")), max_size=30)
INLINE = st.sampled_from(("em", "i", "b", "span", "cite", "u"))


@given(st.lists(st.tuples(WORDS, INLINE, WORDS), min_size=1, max_size=5))
def test_every_character_of_any_page_is_printed(parts: list[tuple[str, str, str]]) -> None:
    blocks = [f"<p>The crew {escape(a)} <{tag}>{escape(b)}</{tag}> said so.</p>" for a, tag, b in parts]
    brought = imported(html(*blocks))
    expected = TITLE + "".join(f"The crew {a} {b} said so." for a, _, b in parts)
    unseen = {
        sign for sign in expected if sign in INVISIBLE
    }  # a soft hyphen is no letter: it is taken out, and reported
    assert letters(printed_words(brought)) == "".join(sign for sign in letters(expected) if sign not in unseen)
    reported = "".join(one.words for one in brought.report.left_over)
    assert all(reported.count(sign) == expected.count(sign) for sign in unseen)
    assert parse(write_text(brought.text)) == brought.text


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
        '<p>Rope {12} is <span class="pagenum">[14]</span> gone<span class="sidenote">1 Hemp it was.</span> now.</p>',
        "<table><tr><th>Datum</th><td>3.5.1931</td></tr><tr><th>Archiv</th><td>Coast</td></tr></table>",
        "<p>We asked.*)</p><p>*) Twice.</p>",
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


@pytest.mark.parametrize(
    ("markup", "left", "why"),
    [
        ('<div class="ya-share2">Send this on</div>', "Send this on", "share buttons"),
        ("<p>-----------</p>", "-----------", "a rule"),
        ("<p>Edited by Vera Lund</p>", "Edited by Vera Lund", "who made the page"),
        ("<dl><dt>Rights</dt><dd>All of them</dd><dt>Record ID</dt><dd>14</dd></dl>", "Record ID 14", "data"),
        ('<p>We asked<span class="pagenum">14</span> them all.</p>', "14", "a page's number"),
        ('<p><a href="/2">Next document</a></p>', "Next document", "links"),
    ],
)
def test_what_is_no_word_of_the_document_is_taken_out_and_reported(markup: str, left: str, why: str) -> None:
    brought = imported(html(f"<p>{BODY}</p>", f"<p>{LONG}</p>", markup))
    assert left not in printed_words(brought)
    assert [one.words for one in brought.report.left_over if why in one.why] == [left] or left in " ".join(
        one.words for one in brought.report.left_over if why in one.why
    )


@pytest.mark.parametrize(
    "markup",
    [
        "<table><tr><td>TO:</td><td>The Council</td></tr><tr><td>FROM:</td><td>Karl Lund</td></tr></table>",
        "<p><b>TO:</b> The Council<br><b>DATE:</b> 3 March 1931<br><b>SUBJECT:</b> Rope</p>",
        "<dl><dt>Lund:</dt><dd>The rope is gone.</dd><dt>Brandt:</dt><dd>All of it?</dd></dl>",
        '<p><a href="/people/lund">Karl Lund</a>, Harbourmaster, asked for rope.</p>',
    ],
)
def test_the_head_of_a_memorandum_and_what_persons_said_stay_words_of_the_document(markup: str) -> None:
    brought = imported(html(f"<p>{BODY}</p>", markup, f"<p>{LONG}</p>"))
    said = re.sub(r"<[^>]+>", "", markup)
    assert letters(said) in letters(printed_words(brought))


@pytest.mark.parametrize(
    ("figures", "edtf"),
    [
        ("11/00/1974", "1974-11"), ("11/24/1974", "1974-11-24"), ("24/11/1974", "1974-11-24"),
        ("1974.11.24", "1974-11-24"), ("11/12/1974", None), ("31/02/1974", None), ("00/00/1974", "1974"),
        ("3. Mai 1974", "1974-05-03"),
    ],
)  # fmt: skip
def test_a_date_in_figures_is_taken_from_the_page_s_data_only_where_it_can_be_but_one(
    figures: str, edtf: str | None
) -> None:
    data = f"<dl><dt>Document Date</dt><dd>{figures}</dd><dt>Record ID</dt><dd>14</dd></dl>"
    brought = imported(html(f"<p>{BODY}</p>", data, title="Letter from Olga Brandt to Karl Lund"))
    assert brought.record["date"].get("edtf") == edtf


def test_data_that_say_otherwise_than_the_page_are_asked_about_and_never_win() -> None:
    data = "<dl><dt>Date</dt><dd>4 May 1932</dd><dt>Author</dt><dd>Vik, Arne</dd></dl>"
    brought = imported(html(f"<p>{BODY}</p>", data))
    assert brought.record["date"]["edtf"] == "1931-03-03"
    assert any("1932-05-04" in one.question for one in brought.report.open)
    assert "vik-arne" not in brought.agents
