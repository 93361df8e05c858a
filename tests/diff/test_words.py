from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.diff.phrases import gathered
from provenance.diff.sequences import opcodes
from provenance.diff.sorts import classify
from provenance.diff.words import compare_words
from provenance.text.blocks import Layer
from provenance.text.readings import Passage, Run
from tests.diff.specimen import passage

Told = tuple[str, str, str, str, str | None]


def told(before: str, after: str) -> list[Told]:
    changes = compare_words(passage(before), passage(after))
    return [(c.op, c.before, c.after, c.class_, c.sort) for c in changes if c.op != "equal"]


def runs(*parts: tuple[str, Layer] | tuple[str, Layer, str]) -> Passage:
    made = tuple(Run(part[0], part[1], part[2:]) for part in parts)
    return Passage("p1", None, "1", None, None, "document", made)


VOCABULARY = [
    "the", "The", "colour", "color", ",", ".", " ", "[", "]", "—", "Trotsky", "Trotskii", "two words", "\u00ad",
    "é", "e", "\n", "\t", "quickly", "never", "мой", "мои", "⟨…⟩", "can’t", "can't", "ать", "天", "地",
]  # fmt: skip
sentences = st.lists(st.sampled_from(VOCABULARY), max_size=16).map(" ".join) | st.lists(
    st.sampled_from(VOCABULARY), max_size=16
).map("".join)


@given(sentences, sentences)
@settings(deadline=None, max_examples=300)
def test_the_stretches_cover_both_sides(before: str, after: str) -> None:
    changes = compare_words(passage(before), passage(after))
    ordered = sorted((c for c in changes if c.before), key=lambda c: c.offsets.before)
    assert "".join(c.before for c in ordered) == before
    assert "".join(c.after for c in changes) == after
    for change in changes:
        assert before[slice(*change.offsets.before)] == change.before
        assert after[slice(*change.offsets.after)] == change.after
        assert (change.op in ("equal", "marked")) == (change.before == change.after and change.op != "moved")


@given(sentences)
def test_equal_passages_differ_in_nothing(words: str) -> None:
    assert told(words, words) == []


@given(st.text("abcd", max_size=14), st.text("abcd", max_size=14))
@settings(max_examples=300)
def test_sliding_changes_together_loses_no_unit(before: str, after: str) -> None:
    i = j = 0
    last: bool | None = None
    for op in gathered(opcodes(before, after), before, after):
        assert (op.i1, op.j1) == (i, j)
        assert op.same is not last
        assert not op.same or before[op.i1 : op.i2] == after[op.j1 : op.j2]
        i, j, last = op.i2, op.j2, op.same
    assert (i, j) == (len(before), len(after))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("It was viewed so", "It has been viewed so", [("replaced", "was", "has been", "substantive", "words")]),
        ("foo bar.", "foo.", [("removed", " bar", "", "substantive", "words")]),
        ("A, B, C", "A, C", [("removed", "B, ", "", "substantive", "words")]),
        ("in 2957 he", "in 1957 he", [("replaced", "2957", "1957", "substantive", "number")]),
        ("foo, bar", "foo; baz", [
            ("replaced", ",", ";", "accidental", "punctuation"), ("replaced", "bar", "baz", "substantive", "words"),
        ]),
        ("a per cent of", "a percent of", [("replaced", "per cent", "percent", "accidental", "spacing")]),
        ("the co-operation of", "the cooperation of", [
            ("replaced", "co-operation", "cooperation", "accidental", "hyphenation"),
        ]),
        ("one\ntwo", "one two", [("replaced", "\n", " ", "accidental", "spacing")]),
        ("我们今天去北京", "我们明天去北京", [("replaced", "今", "明", "substantive", "words")]),
        ("שלום עולם טוב", "שלום ים טוב", [("replaced", "עולם", "ים", "substantive", "words")]),
        ("now or never", "not or never", [("replaced", "now", "not", "substantive", "words")]),
    ],
)  # fmt: skip
def test_the_difference_is_the_smallest_an_editor_would_tell(before: str, after: str, expected: list[Told]) -> None:
    assert told(before, after) == expected


def test_a_phrase_rewritten_round_a_small_word_is_one_change() -> None:
    before = "a big hungry dog ran out of town that dreadful morning early"
    after = "small lazy striped cats sleep inside of every warm city bakery now"
    assert told(f"Then {before}.", f"Then {after}.") == [("replaced", before, after, "substantive", "words")]


def test_a_small_word_between_two_changed_words_is_not_swallowed() -> None:
    assert len(told("the end of war came", "the fall of peace came")) == 2


def test_one_changed_word_beside_an_equal_one_stays_one_word() -> None:
    assert told("a big dog", "a big cat") == [("replaced", "dog", "cat", "substantive", "words")]


def test_a_transposition_is_one_change() -> None:
    assert ("moved", "by the sea", "by the sea ", "substantive", "order") in told(
        "the red house stood by the sea", "by the sea the red house stood"
    )


@pytest.mark.parametrize(
    ("before", "after", "sort"),
    [
        ("The", "the", "capital"), ("colour", "color", "spelling"), ("organise", "organize", "spelling"),
        ("travelled", "traveled", "spelling"), ("centre", "center", "spelling"), ("daß", "dass", "spelling"),
        ("миръ", "мир", "spelling"), ("don't", "don’t", "quotes"), ("—", " – ", "dash"), ("café", "cafe", "accent"),
        ("ещё", "еще", "accent"), ("foo", "foo,", "punctuation"), (", ", "; ", "punctuation"),
        ("[and]", "and", "brackets"),
        ("soft\u00adware", "software", "invisible"), ("a\u200bb", "ab", "invisible"), ("a\u00a0b", "a b", "spacing"),
        ("cafe\u0301", "café", "unicode"), ("\u1f71", "\u03ac", "unicode"), ("ﬁnd", "find", "unicode"),
        ("M\u043eskva", "Moskva", "homoglyph"), ("\ue001bc", "abc", "private-use"),
        ("Trotsky", "Trotskii", "transliteration"),
        ("Shakhnazarov", "Шахназаров", "transliteration"), ("Khrushchev", "Chruschtschow", "transliteration"),
        ("co-operate", "cooperate", "hyphenation"), ("a — b", "a b", "punctuation"), ("U.S.", "US", "punctuation"),
    ],
)  # fmt: skip
def test_accidentals_are_named_by_sort(before: str, after: str, sort: str) -> None:
    assert (classify(before, after).class_, classify(before, after).sort) == ("accidental", sort)
    assert classify(after, before).sort == sort


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("four", "for"), ("tour", "tor"), ("filled", "filed"), ("prise", "prize"), ("now", "not"), ("мой", "мои"),
        ("m²", "m2"), ("$5", "£5"), ("⟨…⟩", ""), ("was", "has been"), ("Shaknazarov", "Shakhnazarov"), ("1956", "1957"),
        ("not viewed", "viewed"),
    ],
)  # fmt: skip
def test_a_small_difference_that_changes_the_sense_is_substantive(before: str, after: str) -> None:
    assert classify(before, after).class_ == "substantive"
    assert classify(after, before).class_ == "substantive"


plain = st.sampled_from(
    ["The", "the", "colour", "color", "Color", "four", "for", "Trotsky", "Trotskii", "1956", "1957", "A1"]
)


@given(plain, plain)
def test_plain_words_are_classed_as_they_are_among_others(before: str, after: str) -> None:
    alone, among = classify(before, after), classify(f"{before} é", f"{after} é")
    assert among.class_ == alone.class_ or alone.sort == "transliteration"
    if alone.class_ == "accidental" and among.class_ == "accidental":
        assert among.sort == alone.sort


def test_what_cannot_be_seen_is_named() -> None:
    assert classify("M\u043eskva", "Moskva").note == "CYRILLIC SMALL LETTER O (U+043E) → LATIN SMALL LETTER O (U+006F)"
    assert classify("soft\u00adware", "software").note == "SOFT HYPHEN (U+00AD) gone"
    assert classify("\u1f71", "\u03ac").note is not None


def test_a_bracket_set_round_the_same_word_is_an_editorial_change() -> None:
    before = runs(("a ", "document"), ("and", "document"), (" b", "document"))
    after = runs(("a ", "document"), ("[and]", "editor", "supplied"), (" b", "document"))
    changes = [change for change in compare_words(before, after) if change.op != "equal"]
    assert [(c.op, c.after, c.class_, c.layer) for c in changes] == [
        ("added", "[", "accidental", "editor"), ("marked", "and", "markup", "document"),
        ("added", "]", "accidental", "editor"),
    ]  # fmt: skip
    assert changes[1].note == "no mark → supplied; layer document → editor"


def test_a_changed_gloss_is_no_changed_document() -> None:
    before = runs(("acts ", "document"), ("[lzhet]", "translator", "gloss"))
    after = runs(("acts ", "document"), ("[vriot]", "translator", "gloss"))
    (change,) = (c for c in compare_words(before, after) if c.op != "equal")
    assert (change.before, change.after, change.layer) == ("lzhet", "vriot", "translator")


def test_signs_that_become_marks_leave_the_reading_unchanged() -> None:
    before = runs(("a(nnis)", "document"))
    after = runs(("a(", "document"), ("nnis", "editor", "expan"), (")", "document"))
    changes = [c for c in compare_words(before, after) if c.op != "equal"]
    assert [c.op for c in changes] == ["marked"]
    assert changes[0].class_ == "markup"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("word " * 100_000, "word " * 99_000 + "end"),
        (" ".join(f"a{n}" for n in range(20_000)), " ".join(f"b{n}" for n in range(20_000))),
        ("a b " * 20_000, "b a " * 20_000),
        ("", "word " * 50_000),
    ],
    ids=["one word", "nothing in common", "two words", "nothing"],
)
def test_pathological_pairs_end_with_a_correct_answer(before: str, after: str) -> None:
    changes = compare_words(passage(before), passage(after))
    assert "".join(change.after for change in changes) == after
    ordered = sorted((c for c in changes if c.before), key=lambda c: c.offsets.before)
    assert "".join(change.before for change in ordered) == before


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        # a repeated word: the one whose signs the other side has not is the one that went or came
        ("He said that that, we know", "He said that, we know", [("removed", "that ", "")]),
        ("We saw bread. bread came", "We saw bread. came", [("removed", "bread ", "")]),
        ("мафен фен. лис", "мафен фен. фен лис", [("added", "", "фен ")]),
        # where signs say nothing it is the second: a dittography
        ("in the harbour", "in the the harbour", [("added", "", "the ")]),
        # two changes that meet where equal words let them pass are one
        ("so be gone now", "so be be now", [("replaced", "gone", "be")]),
    ],
)
def test_of_equal_words_in_a_row_the_right_one_is_told(
    before: str, after: str, changes: list[tuple[str, str, str]]
) -> None:
    found = compare_words(passage(before), passage(after))
    assert [(c.op, c.before, c.after) for c in found if c.op != "equal"] == changes


def test_the_second_of_two_equal_words_is_the_one_that_came() -> None:
    (change,) = (c for c in compare_words(passage("in the harbour"), passage("in the the harbour")) if c.op == "added")
    assert change.offsets.after[0] >= len("in the")
