"""Where a locator points, and what is said where it points nowhere or to several places."""

from __future__ import annotations

import pytest

from provenance.errors import InputError
from provenance.model.address import Locator
from provenance.model.edition import Erratum
from provenance.text.locate import find, find_words
from provenance.text.notation import parse
from provenance.text.readings import Reading
from tests.text.every_mark import EVERY_MARK

TEXT = parse(EVERY_MARK)
QUOTES = parse(
    "%text 1\n\n¶1 The “law’s” long–standing  aims\n| were kept. The aims, the other aims.\n\n"
    "::: attachment #a1\n\n¶1#a1-p1 Theirs.\n\n¶2 The aims.\n\n:::\n\n@heading One\n\n@heading Two\n"
)


def refused(typed: str, text: object = TEXT, reading: Reading = Reading.PRINTED) -> InputError:
    with pytest.raises(InputError) as caught:
        find(text, Locator.parse(typed), reading)  # type: ignore[arg-type]
    return caught.value


@pytest.mark.parametrize(
    ("typed", "block"),
    [
        ("p2", "p2"), ("#p2", "p2"), ("¶4", "p3a"), ("p3a", "p3a"), ("fn 1", "n1"), ("n1-2", "n1-2"),
        ("title", "title"), ("headnote", "p1"), ("headnote[1]", "p1"), ("hn", "p1"), ("bracketed[2]", "b2"),
        ("source-note", "p7"), ("resolution", "r1"), ("table[1]", "t1"),
    ],
)  # fmt: skip
def test_a_place_is_named_by_id_number_note_tag_or_section(typed: str, block: str) -> None:
    place = find(TEXT, Locator.parse(typed))
    assert (place.block.id, place.passage.id, place.words) == (block, block, False)
    assert (place.start, place.end) == (0, len(place.passage.words))
    assert str(place.locator) == block


def test_words_are_found_where_they_stand() -> None:
    place = find(TEXT, Locator.parse('p3 "he said"'))
    assert place.passage.words[place.start : place.end] == place.text == "he said"
    assert str(place.locator) == 'p3 "he said"'


@pytest.mark.parametrize("typed", ['"law\'s" long-standing aims were', "“law’s” long—standing aims were"])
def test_quotation_marks_dashes_and_spaces_are_folded_when_matching(typed: str) -> None:
    place = find(QUOTES, Locator(place="p1", words=typed))
    assert place.text == "“law’s” long–standing  aims\nwere"


def test_composed_and_decomposed_letters_are_found_alike() -> None:
    text = parse("%text 1\n\n¶1 caf\u00e9 re\u0301sume\n")
    assert find(text, Locator(words="cafe\u0301")).text == "caf\u00e9"
    assert find(text, Locator(words="r\u00e9sume")).text == "re\u0301sume"


def test_a_number_names_the_occurrence() -> None:
    first, second = (find(QUOTES, Locator.parse(f'p1 "aims"/{nth}')) for nth in (1, 2))
    assert first.start < second.start
    assert str(second.locator) == 'p1 "aims"/2'


def test_whole_words_come_before_parts_of_words() -> None:
    assert [place.text for place in find_words(QUOTES, "the", Locator.parse("p1"))] == ["the"]
    assert [place.text for place in find_words(QUOTES, "eep")] == []
    assert [place.text for place in find_words(QUOTES, "ept")] == ["ept"]


def test_words_that_stand_twice_are_refused_and_the_places_listed() -> None:
    error = refused('"aims"', QUOTES)
    assert error.code == "several"
    assert error.candidates == ('p1 "aims"/1', 'p1 "aims"/2', 'p1 "aims"/3', 'p2 "aims"')
    assert "4 times" in error.message
    for candidate in error.candidates:
        assert find(QUOTES, Locator.parse(candidate)).text == "aims"


def test_an_occurrence_that_is_not_there_is_refused_with_those_that_are() -> None:
    error = refused('p1 "aims"/4', QUOTES)
    assert (error.code, len(error.candidates)) == ("not-found", 3)


def test_words_not_found_are_answered_with_the_nearest() -> None:
    error = refused('p3 "no Sir, he sad"')
    assert error.code == "not-found"
    assert error.hint == 'did you mean "No, sir, he said2"?'
    assert error.candidates[0] == 'p3 "No, sir, he said2"'


def test_words_far_from_all_are_answered_with_what_stands_there() -> None:
    assert refused('p7 "zzzz qqqq"').hint == 'it reads: "[Source: Vardal Harbour, box 3.]"'


def test_a_place_that_is_not_there_is_answered_with_those_that_are() -> None:
    error = refused("p33")
    assert error.code == "not-found"
    assert error.hint == "p3"
    assert set(error.candidates) <= {block.id for block, _ in TEXT.blocks()} | {"headnote", "attachment", "table"}


@pytest.mark.parametrize(("typed", "candidates"), [("bracketed", ("b1", "b2")), ("a1", ("caption", "t1"))])
def test_a_section_of_several_blocks_is_refused_without_words(typed: str, candidates: tuple[str, ...]) -> None:
    error = refused(typed)
    assert (error.code, error.candidates) == ("several", candidates)


def test_a_number_printed_twice_is_refused_unless_the_words_tell() -> None:
    assert refused("¶1", QUOTES).candidates == ("p1", "a1-p1")
    assert find(QUOTES, Locator.parse('¶1 "Theirs"')).block.id == "a1-p1"


def test_an_ordinal_counts_blocks_of_a_tag_or_section() -> None:
    assert find(QUOTES, Locator.parse("heading[2]")).block.id == "heading-2"
    assert refused("heading[3]", QUOTES).code == "not-found"
    assert find(QUOTES, Locator.parse('attachment "The aims"')).block.id == "p2"


def test_words_are_sought_in_the_reading_that_is_named() -> None:
    assert find(TEXT, Locator.parse('p2 "He burns in it"'), Reading.DOCUMENT).text == "He burns in it"
    assert refused('p1 "lamp"', reading=Reading.DOCUMENT).message.startswith("p1 is not part of this reading")
    errata = {"x": Erratum(where='p3 "he said"', now="Berg said")}
    assert find(TEXT, Locator(words="Berg said"), Reading.CORRECTED, errata=errata).block.id == "p3"


def test_a_note_is_named_by_its_first_paragraph_and_searched_in_all() -> None:
    assert find(TEXT, Locator.parse('fn 1 "A copy"')).block.id == "n1-2"


def test_find_words_lists_every_place_in_order() -> None:
    assert [str(place.locator) for place in find_words(TEXT, "lamp")] == [
        'p1 "lamp"', 'p2 "lamp"/1', 'p2 "lamp"/2',
    ]  # fmt: skip
    assert [place.block.id for place in find_words(TEXT, "lamp", Locator.parse("headnote"))] == ["p1"]
    assert len(find_words(TEXT, "lamp", Locator.parse('p2 "The lamp [at Nore?]"'))) == 1
    assert find_words(TEXT, "nowhere") == ()
    with pytest.raises(InputError):
        find_words(TEXT, "")
