from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from provenance.publish.render import environment, language_attributes, linked, safe_words, web_address


@given(st.text())
def test_no_value_can_open_a_tag_or_leave_an_attribute(words: str) -> None:
    html = environment().from_string('<p title="{{ words }}">{{ words }}</p>').render(words=words)
    inside = html.removeprefix('<p title="').removesuffix("</p>")
    title, _, text = inside.partition('">')
    assert '"' not in title
    assert "<" not in title + text


@given(st.text())
def test_linked_words_hold_no_link_but_to_the_web(words: str) -> None:
    html = linked(words)
    assert html.count("<") == html.count('<a href="http') + html.count("</a>")


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        " https://x",
        "https://x y",
        'https://x"y',
        "vbscript:x",
        "//x",
        "https://x\u202e",
    ],
)
def test_an_address_of_another_scheme_is_no_link(address: str) -> None:
    assert web_address(address) is None


def test_addresses_of_the_web_and_of_mail_are_links() -> None:
    assert web_address("https://example.org/a?b=1&c=2") == "https://example.org/a?b=1&c=2"
    assert '<a href="https://example.org/a?b=1&amp;c=2">' in linked("see https://example.org/a?b=1&c=2.")


@pytest.mark.parametrize("unseen", ["\u202e", "\u2066", "\u200b", "\ufeff", "\x1b", "\x00", "\u2028", "\U000e0041"])
def test_what_no_reader_sees_is_written_out_in_every_template(unseen: str) -> None:
    html = environment().from_string("{{ words }}").render(words=f"a{unseen}b")
    assert unseen not in html
    assert f"⟨U+{ord(unseen):04X}⟩" in html


def test_html_of_ours_passes_and_nothing_is_shown_for_none() -> None:
    assert environment().from_string("{{ a }}{{ b }}").render(a=Markup("<b>x</b>"), b=None) == "<b>x</b>"


def test_a_language_tag_is_an_attribute_only_where_it_is_one() -> None:
    assert language_attributes('en" onload="x') == ""
    assert language_attributes("ar") == ' lang="ar" dir="rtl"'
    assert language_attributes("ar-Latn") == ' lang="ar-Latn"'


def test_words_are_escaped_once() -> None:
    assert environment().from_string("{{ words }}").render(words=safe_words("a & b")) == "a &amp; b"
