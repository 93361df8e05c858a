from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.audit.romanised import foreign_words, outside_brackets, script_of

GLOSSES = """otdelnym poryadkom|otdel'nye shagi|
lzhet|samostoyatelnym kursom|glasnost|otkrytost'|khozyaistvennyi raschet|
razmezhevaniye|stroitelstvo|uskoreniye|obshchee delo|vozmozhnost|nezavisimyi kurs|mezhdunarodnoi|tvorchestvo|vlast'|
perestroika i uskorenie|zakonnym putem|novogo myshleniya|deistviyami"""
ENGLISH = """for solutions|our task|idea|them|and|text missing|handwritten|illegible|name not declassified|two words|
the comrades’|allies'|leaders’|party's|synonym|pseudonym|almost|provost|khaki|sheikh|thinking|foreign aid|enzyme|shame|
survival of the fittest|festival|approval|private|provided|prove|envoy|convoy|deploy|logo|lost|foremost|canoe|genie|
policy paper|underlined|sentence incomplete|applause|laughter in the hall|signature|in Russian|stamp|page torn|emu|
agriculture|stockholm|bulkhead|workhouse|anarchy|most|ghost|industry|energy|strategy|papaya"""


@pytest.mark.parametrize("words", [words.strip() for words in GLOSSES.split("|")])
def test_romanised_russian_is_known(words: str) -> None:
    assert foreign_words(words, "en") == (words, "und-Latn")


@pytest.mark.parametrize("words", [words.strip() for words in ENGLISH.split("|")])
def test_supplied_english_words_are_left_alone(words: str) -> None:
    assert foreign_words(words, "en") is None


def test_letters_of_another_script() -> None:
    assert foreign_words("отдельным порядком", "en-GB") == ("отдельным порядком", "und-Cyrl")
    assert foreign_words("отдельным порядком", "ru") is None
    assert script_of("... 12") is None


def test_a_word_of_the_text_acquits_the_bracket() -> None:
    elsewhere = outside_brackets("The Kolkhoz [lzhet] has no oil.")
    assert foreign_words("kolkhoz", "en", elsewhere) is None
    assert foreign_words("lzhet", "en", elsewhere) is not None
    assert foreign_words("kolkhozov", "en", elsewhere) is None or "kolkhozov" not in elsewhere


def test_without_a_language_nothing_is_said() -> None:
    assert foreign_words("otdelnym poryadkom", None) is None


@given(st.text(max_size=60), st.sampled_from(["en", "fr", "de", "ru", None, "xx-Latn"]))
def test_any_words_are_judged(words: str, language: str | None) -> None:
    foreign_words(words, language)
