"""Laws of quoting: what is quoted word for word is never a misquotation, and no text breaks the reader."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from provenance.audit.quotations import quotations
from provenance.audit.quoted import Source


@dataclass(frozen=True)
class Plain:
    """A passage, as far as a source needs one."""

    words: str


VOCABULARY = (
    *("the", "a", "lamp", "lamps", "were", "was", "trimmed", "for", "ships", "and"),
    *("of", "ice", "harbour", "board", "keepers", "winter", "have", "been"),
)
WORDS = st.lists(st.sampled_from(VOCABULARY), min_size=4, max_size=60)


def source(*passages: str) -> Source:
    return Source(Plain(words) for words in passages)  # type: ignore[misc]


@given(WORDS, st.data())
def test_what_is_quoted_word_for_word_is_the_same(words: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    headnote = f"She says “{' '.join(words[start:end]).capitalize()}.”"
    (quotation,) = quotations(headnote)
    assert source(" ".join(words)).read(quotation, headnote).state == "same"


@given(WORDS, WORDS, st.data())
def test_a_marked_omission_is_no_difference(words: list[str], more: list[str], data: st.DataObject) -> None:
    gap = data.draw(st.sampled_from([" … ", " ... ", " [...] ", " […] ", " . . . "]))
    body = " ".join((*words, "meanwhile", *more))
    headnote = f"“{' '.join(words)}{gap}{' '.join(more)}”"
    (quotation,) = quotations(headnote)
    assert source(body).read(quotation, headnote).state == "same"


@given(WORDS, st.data())
def test_a_word_in_brackets_is_no_difference(words: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(words)))
    quoted = " ".join((*words[:at], "[harbour-master]", *words[at:]))
    headnote = f"“{quoted}”"
    (quotation,) = quotations(headnote)
    assert source(" ".join(words)).read(quotation, headnote).state == "same"


@given(st.text(max_size=200), st.text(max_size=400))
def test_any_text_is_read_and_changes_stand_where_they_say(headnote: str, body: str) -> None:
    sources = source(body, headnote)
    for quotation in quotations(headnote):
        assert headnote[quotation.start : quotation.end] == quotation.words
        reading = sources.read(quotation, headnote)
        for change in reading.changes:
            assert 0 <= change.quoted[0] <= change.quoted[1] <= len(headnote)
            assert 0 <= change.source[0] <= change.source[1] <= len(sources.passages[change.passage].words)


@given(WORDS, st.data())
def test_one_word_changed_in_a_long_quotation_is_near_and_shown(words: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(4, 8))
    long = [f"word{number}" for number in range(6)] + words[:6] + [f"last{number}" for number in range(6)]
    changed = [*long[:at], "otherwise", *long[at + 1 :]]
    headnote = f"“{' '.join(changed)}”"
    (quotation,) = quotations(headnote)
    reading = source(" ".join(long)).read(quotation, headnote)
    assert reading.state == "near"
    assert len(reading.changes) == 1
    start, end = reading.changes[0].quoted
    assert "otherwise" in headnote[start:end]


def test_the_styles_of_quotation_marks() -> None:
    for marked in ("“a b”", "„a b“", "„a b”", "«a b»", '"a b"', "‘a b’", "« a b »"):
        assert [quotation.words.strip() for quotation in quotations(f"x {marked} y")] == ["a b"]


def test_a_quotation_in_a_quotation_is_part_of_it() -> None:
    assert [quotation.words for quotation in quotations("“a “b” c” and “d”")] == ["a “b” c", "d"]


def test_an_apostrophe_opens_nothing() -> None:
    assert [quotation.words for quotation in quotations("the keepers’ count isn’t ‘a count’ at all")] == ["a count"]


def test_titles_are_known_by_their_capitals() -> None:
    headnote = "“Nine Winters on the Cold Coast” and “The lamps were dark”"
    assert [quotation.is_name for quotation in quotations(headnote)] == [True, False]
