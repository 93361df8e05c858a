from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.publish.text import Overlay, Scribe
from provenance.text.notation import parse
from provenance.text.readings import Reading, derive
from tests.publish.skerry.archive import EDITION, HERE

TEXT = parse((HERE / f"{EDITION}.txt").read_text(encoding="utf-8"))
PIECES = st.sampled_from([
    "words", " ", "“quoted”", "[supplied]", "[W]e", "[...]", "[sic]", "{sic|eror} [sic]", "[14th]{corr was=41th}",
    "*stress*", "{u|under [line]}", "{del|gone}", "{add by=h2|added}", "{del by=editor|gone}", "{add by=editor|more}",
    "{pb n=2}", "{gap}", "[name]{redacted}", "([a]{gloss} b)", "[^1]", "{var w=c2 r=x|y}", "\\[as printed\\]",
    "[doc]{remark by=document}", "{foreign lang=fr|mot}", "[Ole?]", "<b>&amp;",
])  # fmt: skip
PARAGRAPHS = st.lists(PIECES, min_size=1, max_size=9).map(lambda pieces: "x" + "".join(pieces) + "y")


def shown(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


@given(st.lists(PARAGRAPHS, min_size=1, max_size=4))
def test_what_is_written_of_a_block_is_its_printed_reading(paragraphs: list[str]) -> None:
    source = "%text 1\n\n" + "".join(f"¶{n} {words}\n\n" for n, words in enumerate(paragraphs, 1)) + "[^1]: A note.\n"
    text = parse(source)
    scribe = Scribe(text)
    scribe.write()
    assert scribe.printed == {passage.id: passage.words for passage in derive(text, Reading.PRINTED)}


def test_the_printed_reading_of_every_kind_of_mark_is_written() -> None:
    scribe = Scribe(TEXT)
    scribe.write()
    assert scribe.printed == {passage.id: passage.words for passage in derive(TEXT, Reading.PRINTED)}


def test_brackets_over_blocks_are_printed_with_the_first_and_the_last_of_them() -> None:
    text = parse("%text 1\n\n::: bracketed by=editor\n\n¶1 One.\n\n¶2 Two.\n\n:::\n")
    scribe = Scribe(text)
    scribe.write()
    assert scribe.printed == {"p1": "[One.", "p2": "Two.]"}


def test_an_erratum_stands_over_the_printed_words_and_can_be_switched() -> None:
    html = Scribe(TEXT, overlays={"p7": [Overlay("forty-one", "e1", 10, 19, "fourteen")]}).write()
    assert '<span class="rd-printed">forty-one</span><span class="rd-corr">fourteen</span>' in html
    assert 'popovertarget="erratum-forty-one"' in html


def test_an_erratum_across_a_mark_covers_all_its_words_and_corrects_once() -> None:
    text = parse("%text 1\n\n¶1 The *old* harbour.\n")
    html = Scribe(text, overlays={"p1": [Overlay("k", "e1", 0, 15, "Every quay")]}).write()
    assert re.findall(r'rd-printed">([^<]*)<', html) == ["The ", "old", " harbour"]
    assert re.findall(r'rd-corr">([^<]*)<', html) == ["Every quay"]


def test_each_note_stands_once_beside_its_first_call_with_all_its_paragraphs() -> None:
    html = Scribe(TEXT).write()
    assert html.count('id="n1"') == 1
    assert html.index('id="call-1"') < html.index('id="n1"') < html.index('id="p2"')
    note = html[html.index('id="n1"') : html.index("</aside>")]
    assert "No other draft" in note
    assert "Copy c2 has none" in note


def test_a_note_that_nothing_calls_stands_at_the_end() -> None:
    html = Scribe(parse("%text 1\n\n¶1 Words.\n\n[^9]: Alone.\n")).write()
    assert "Alone." in html[html.index('class="block notes"') :]


def test_whose_a_bracket_is_follows_the_volume_where_nothing_nearer_says_so() -> None:
    text = parse("%text 1\n\n¶1 Seen [and] done.\n")
    assert 'data-by="unknown"' in Scribe(text).write()
    assert 'data-by="translator"' in Scribe(text, owner="translator").write()


def test_brackets_of_the_document_itself_are_plain_words() -> None:
    html = Scribe(parse("%text 1\n\n¶1 Seen [and]{supplied by=document} done.\n")).write()
    assert "Seen [and] done." in shown(html)
    assert 'class="by' not in html


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '" onmouseover="x', "{{ 7*7 }}", "{% raw %}", "&lt;"])
def test_hostile_words_are_words(hostile: str) -> None:
    from provenance.text.notation import escape

    text = parse(f"%text 1\n\n¶1 a {escape(hostile)} b\n")
    html = Scribe(text, overlays={"p1": [Overlay("k", "e1", 0, 1, hostile)]}).write()
    assert "<script" not in html
    assert "onmouseover=" not in re.sub(r">[^<]*<", "><", html)
    assert f"{hostile} b" in shown(html)


def test_a_language_that_runs_right_to_left_says_so() -> None:
    html = Scribe(parse("%text 1\n\n¶1 Seen [نظر]{gloss lang=ar} by.\n")).write()
    assert '<span lang="ar" dir="rtl">' in html


def test_what_no_reader_sees_is_written_out() -> None:
    html = Scribe(parse("%text 1\n\n¶1 pay\u202eload\n")).write()
    assert "\u202e" not in html
    assert "⟨U+202E⟩" in html
