"""Words of any script, and what is alike when words are looked for."""

from __future__ import annotations

import pytest

from provenance.text.tokens import count_words, fold, is_word, tokens


@pytest.mark.parametrize(
    ("words", "segments"),
    [
        ("The cat’s 1,5 km.", ["The", " ", "cat’s", " ", "1,5", " ", "km", "."]),
        ("co-operate—now", ["co", "-", "operate", "—", "now"]),
        ("Ярузельский, В.", ["Ярузельский", ",", " ", "В", "."]),
        ("北京市", ["北", "京", "市"]),
        ("cafe\u0301 [sic]", ["cafe\u0301", " ", "[", "sic", "]"]),
        ("", []),
    ],
)
def test_segments_are_those_of_uax_29(words: str, segments: list[str]) -> None:
    assert list(tokens(words)) == segments


def test_a_word_holds_a_letter_or_a_digit() -> None:
    assert [token for token in tokens("No. 12 — [ж] 漢 …") if is_word(token)] == ["No", "12", "ж", "漢"]
    assert count_words("No. 12 — [ж] 漢 …") == 4


def test_quotation_marks_dashes_and_spaces_are_made_alike_at_the_same_length() -> None:
    words = "“a”–‘b’\u00a0«c»—d\n"
    assert fold(words) == '"a"-\'b\' "c"-d '
    assert len(fold(words)) == len(words)
