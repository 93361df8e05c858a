"""A page of the genre becomes a record and its text; nothing is lost, nothing invented."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.errors import InputError
from provenance.importers.importer import Imported, importer_for, importers, read_text
from provenance.model.notation import read_agents, read_collection, read_record, write
from provenance.text.blocks import Bracket, Call, Section
from provenance.text.notation import parse
from provenance.text.notation import write as write_text
from tests.importers.pages import BODY, ID, LONG, SPECIMEN, TITLE, imported, letters, page, printed_words


@pytest.fixture(scope="module")
def specimen() -> Imported:
    return imported(SPECIMEN.read_bytes(), edition="web")


def test_the_page_importer_claims_plain_text_and_no_markup() -> None:
    assert importer_for("page.txt", b"Document No. 1").name == "printed-page"
    with pytest.raises(InputError, match="no importer knows"):
        importer_for("page.xyz", b"%text 1\n")
    assert [importer.name for importer in importers()]


def test_the_title_gives_number_type_author_addressee_and_date(specimen: Imported) -> None:
    record = specimen.record
    assert record["title"].startswith("Memorandum from Arkady Velichko to the Collegium")
    assert record["title_basis"] == "stated"
    assert record["aliases"] == {"doc-no-14": "Document No. 14"}
    assert record["type"] == "memorandum"
    assert record["date"] == {"edtf": "1931-11-03", "basis": "stated", "where": "title, p16"}
    assert record["attributions"]["author-velichko"]["agent"] == "velichko-arkady"
    assert record["attributions"]["addressee-collegium"]["asserted"] == {
        "by": "edition", "where": "title", "certainty": "high",
    }  # fmt: skip
    assert record["editions"]["web"]["printed_title"]["parts"] == "number, type, author, addressee, subject, date"


def test_the_source_note_gives_source_copy_translator_and_languages(specimen: Imported) -> None:
    record = specimen.record
    assert record["source"]["repository"] == "cold-coast-archive"
    assert record["source"]["levels"] == {"collection": {"name": "Sorokhtina Papers"}}
    assert record["source"]["signed"] == "no"
    assert record["copies"] == {"museum-of-pilotage": {"holder": "museum-of-pilotage", "where": "p17"}}
    translation = record["translation"]
    assert list(translation["by"]) == ["marlowe-edda"]
    assert (translation["from"]["tag"], translation["from"]["basis"]) == ("ru", "inferred")
    assert "p8" in translation["from"]["why"]
    assert translation["to"]["tag"] == "en"


def test_the_text_has_headnote_numbered_blocks_dateline_source_note_and_note(specimen: Imported) -> None:
    blocks = [block for block, _ in specimen.text.blocks()]
    assert [block.number for block in blocks if block.number] == [str(number) for number in range(1, 18)]
    headnote = next(item for item in specimen.text.items if isinstance(item, Section))
    assert [block.id for block in headnote.items] == ["p1", "p2"]
    assert {block.tag: block.id for block in blocks if block.tag} == {
        "byline": "byline", "title": "title", "dateline": "p16", "source-note": "p17",
    }  # fmt: skip
    assert [block.note for block in blocks if block.note] == ["1"]


def test_the_flattened_call_is_found_at_its_word(specimen: Imported) -> None:
    p1 = next(block for block, _ in specimen.text.blocks() if block.id == "p1")
    at = next(at for at, inline in enumerate(p1.inlines) if isinstance(inline, Call))
    assert p1.inlines[at - 1].text.endswith("Pavel Ilyin,")
    assert p1.inlines[at + 1].text.startswith(" it concedes")


def test_a_romanised_gloss_stays_supplied_and_an_altered_capital_is_one(specimen: Imported) -> None:
    kinds = [
        (inline.kind, inline.labelled)
        for block, _ in specimen.text.blocks()
        for inline in block.inlines
        if isinstance(inline, Bracket) and block.tag != "source-note"
    ]
    assert kinds == [("cap", False), *[("supplied", False)] * 5]


def test_the_drafters_are_asserted_by_the_headnote_and_nobody_has_judged(specimen: Imported) -> None:
    for key in ("drafter-sorokhtina", "drafter-ilyin"):
        claim = specimen.record["attributions"][key]
        assert claim["asserted"] == {"by": "headnote", "where": "p1", "certainty": "high"}
    assert "held:" not in write(specimen.record["attributions"])


def test_the_note_bears_on_the_one_it_names_though_its_call_stands_at_the_other(specimen: Imported) -> None:
    claim = specimen.record["attributions"]["drafter-sorokhtina"]
    assert {key: one["bears"] for key, one in claim["evidence"].items()} == {
        "file": "for", "no-signature": "against", "not-yet-secretary": "against", "not-yet-head": "against",
    }  # fmt: skip
    assert claim["rests_on"]["secretary"] == "sorokhtina/offices/secretary"
    assert claim["doubts"]["volume-note-1"]["state"] == "open"
    other = specimen.record["attributions"]["drafter-ilyin"]
    assert "evidence" not in other
    assert "Sorokhtina" in other["note"]


def test_offices_become_intervals_and_a_date_that_is_not_given_is_asked_for(specimen: Imported) -> None:
    offices = specimen.agents["sorokhtina"]["offices"]
    assert offices["secretary"]["held"] == "1932-04/.."
    assert offices["head"]["begins"] == {"after": "1931-11-03"}
    assert any("no date" in one.question for one in specimen.report.open)


def test_the_previous_document_is_counted_back_and_marked_as_inferred(specimen: Imported) -> None:
    target = specimen.record["relations"]["previous"]["target"]
    assert target == {"volume": "lights", "number": "13", "date": "1931-10-25", "basis": "inferred"}
    assert specimen.record["relations"]["cites-velichko"]["target"]["title"] == "Nine Winters on the Cold Coast"


def test_the_byline_names_the_editors_of_the_volume(specimen: Imported) -> None:
    assert specimen.volume is not None
    key, volume = specimen.volume
    assert key == "lights"
    assert list(volume["editors"]) == ["halvard-ingrid", "osgood-peter"]
    assert volume["conventions"] == {"brackets": {"owner": "unknown"}}


def test_what_stays_open_stands_in_the_record_and_in_the_report(specimen: Imported) -> None:
    asked = {one["question"] for one in specimen.record["questions"].values()}
    assert asked == {one.question for one in specimen.report.open}
    assert len(asked) == 4


def test_the_record_agents_and_volume_are_valid(specimen: Imported) -> None:
    record = read_record(write(specimen.record))
    assert record.editions["web"].state == "fixed"
    assert read_agents(write(specimen.agents))["sorokhtina"].offices
    assert specimen.volume is not None
    assert read_collection(write({"schema": "1", "title": "x", "volumes": dict([specimen.volume])})).volumes


def test_living_volume_and_edition_are_as_asked() -> None:
    brought = imported(page("1One is here.", "2Two is here."), living=True, volume="ropes", edition="web")
    edition = brought.record["editions"]["web"]
    assert (edition["state"], edition["volume"], edition["number"]) == ("living", "ropes", "9")


# nothing is lost


def _expected(text: str, *taken: str) -> str:
    for piece in taken:
        assert piece in text, piece
        text = text.replace(piece, piece[len(re.match(r"\d+\s?", piece)[0]) :], 1)  # type: ignore[index]
    return letters(text)


def test_every_character_of_the_specimen_is_printed_but_for_numbers_and_calls(specimen: Imported) -> None:
    text = SPECIMEN.read_text(encoding="utf-8")
    without = re.sub(r"(?m)^\d+ ?(?=\D)", "", text).replace("Ilyin,1 ", "Ilyin, ")
    assert letters(printed_words(specimen)) == letters(without)


def test_the_text_of_the_specimen_round_trips(specimen: Imported) -> None:
    written = write_text(specimen.text)
    assert parse(written) == specimen.text
    assert write_text(parse(written)) == written


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp")), min_size=1, max_size=60
)
SIGNS = st.text(st.sampled_from("[]{}*|¶@%^\\:+# “”.,1aB"), max_size=40)


@given(st.lists(st.tuples(WORDS, SIGNS), min_size=2, max_size=6))
def test_every_character_of_any_numbered_page_is_printed(pairs: list[tuple[str, str]]) -> None:
    bodies = ["X" + " ".join(f"{words}{signs}".split()) for words, signs in pairs]
    brought = imported(page(*(f"{number}{body}" for number, body in enumerate(bodies, 1))))
    assert parse(write_text(brought.text)) == brought.text
    assert letters(printed_words(brought)) == letters(TITLE + "".join(bodies))


@given(st.lists(SIGNS.map(lambda signs: f"The crew {signs} said so, and we heard it said."), min_size=1, max_size=5))
def test_every_character_of_any_unnumbered_page_is_printed(bodies: list[str]) -> None:
    brought = imported(page(*bodies))
    assert parse(write_text(brought.text)) == brought.text
    assert letters(printed_words(brought)) == letters(TITLE + "".join(bodies))


@given(st.text(max_size=300))
def test_any_text_gives_a_record_or_an_input_error(text: str) -> None:
    try:
        brought = imported(text)
    except InputError:
        return  # refused, by the one error there may be
    read_record(write(brought.record))
    assert parse(write_text(brought.text)) == brought.text


# numbers


def test_a_paragraph_that_begins_with_digits_that_are_no_number_keeps_them() -> None:
    brought = imported(
        page("1The lamps were dark.", "1986 was a hard winter.", "2The boats were late.", "20 men came.")
    )
    blocks = {block.id: block for block, _ in brought.text.blocks()}
    assert blocks["p2"].inlines[0].text == "The boats were late."
    assert "1986 was a hard winter." in printed_words(brought)
    assert "20 men came." in printed_words(brought)


def test_a_number_before_a_figure_is_parted_where_its_neighbours_prove_it() -> None:
    brought = imported(page("1The lamps were dark.", "21931 was a hard winter.", "3The boats were late."))
    blocks = {block.id: block for block, _ in brought.text.blocks()}
    assert blocks["p2"].inlines[0].text == "1931 was a hard winter."


def test_an_ordinal_is_no_paragraph_number() -> None:
    brought = imported(page("1The lamps were dark.", "2nd Division came late.", "2The boats were late."))
    assert "2nd Division came late." in printed_words(brought)


def test_a_number_left_out_is_asked_about() -> None:
    brought = imported(page("1The lamps were dark.", "3The boats were late.", "4Nobody came for them."))
    assert any("leave out 2" in one.question for one in brought.report.open)
    assert "p4" in {block.id for block, _ in brought.text.blocks()}


def test_a_page_without_numbers_has_none() -> None:
    brought = imported(page(BODY, "15 men were sent.", LONG))
    assert all(block.number is None for block, _ in brought.text.blocks())
    ids = [block.id for block, _ in brought.text.blocks() if block.tag is None]
    assert len(set(ids)) == 3
    assert imported(page(BODY, "15 men were sent.", LONG)).text == brought.text


# headnote


def test_a_headnote_that_nothing_divides_is_found_by_who_speaks_and_asked_about() -> None:
    headnote = (
        "1This memorandum shows how little was known in the capital of the state of the coast that winter, and the "
        "document was never answered."
    )
    brought = imported(page(headnote, "2" + BODY, "3" + LONG))
    assert [block.id for item in brought.text.items if isinstance(item, Section) for block in item.items] == ["p1"]
    assert any("headnote" in one.question for one in brought.report.open)


def test_a_wide_break_before_a_text_in_the_first_person_is_not_taken_for_a_headnote() -> None:
    brought = imported(f"{TITLE}\n\n1{BODY}\n\n\n2{LONG}\n\n3{LONG}\n")
    assert not [item for item in brought.text.items if isinstance(item, Section)]


# dates


def test_where_title_and_dateline_disagree_the_titles_date_is_taken_and_both_are_said() -> None:
    brought = imported(page("1" + BODY, "2" + LONG, "3March 5, 1931"))
    assert brought.record["date"] == {"edtf": "1931-03-03", "basis": "stated", "where": "title"}
    question = next(one for one in brought.report.open if one.about == "/date")
    assert "1931-03-03" in question.question
    assert "1931-03-05" in question.question
    assert question.where == "title, p3"


def test_a_dateline_dates_a_document_whose_title_does_not() -> None:
    brought = imported(page("1" + BODY, "2Vardal, 5 March 1931", title="Document No. 9: Letter from Olga Brandt"))
    assert brought.record["date"] == {"edtf": "1931-03-05", "basis": "stated", "where": "p2"}
    assert brought.record["place"] == {"name": "Vardal", "basis": "stated", "where": "p2"}


def test_a_date_that_does_not_exist_is_refused_with_its_line() -> None:
    with pytest.raises(InputError, match="'June 31, 1931' does not exist") as caught:
        imported(page("1" + BODY, title="Document No. 9: Letter from Olga Brandt, June 31, 1931"))
    assert caught.value.line == 1
    assert caught.value.file == "page.txt"


@pytest.mark.parametrize(
    ("title", "edtf"),
    [
        ("Document No. 9: Letter from Olga Brandt, 3 March 1931", "1931-03-03"),
        ("Document No. 9: Letter from Olga Brandt, March 1931", "1931-03"),
        ("Document No. 9: Minutes of the Harbour Council, March 3–5, 1931", "1931-03-03/1931-03-05"),
        ("Document No. 9: Minutes of the Harbour Council, 30 March – 2 April 1931", "1931-03-30/1931-04-02"),
        ("Document nº 9 : Lettre d’Étienne Durand au conseil du port, 3 février 1931", "1931-02-03"),
        ("Dokument Nr. 9: Schreiben von Olga Brandt an den Hafenrat, 3. März 1931", "1931-03-03"),
        ("Документ № 9. Письмо А. П. Лунда в Совет гавани, 3 марта 1931 г.", "1931-03-03"),
    ],
)
def test_dates_of_titles_are_read_in_four_languages(title: str, edtf: str) -> None:
    assert imported(page("1One is here.", "2Two is here.", title=title)).record["date"]["edtf"] == edtf


# calls


def test_a_note_whose_call_is_not_found_is_asked_about() -> None:
    brought = imported(page("1" + BODY, "2" + LONG) + "\n\n1 The copy is torn.\n")
    assert any("Where is note 1 called?" in one.question for one in brought.report.open)


def test_calls_stand_in_the_order_of_their_notes_and_figures_are_no_calls() -> None:
    text = page("1The rope1 cost 2 crowns, in 1931.2 It was bad.", "2" + LONG) + "\n\n1 Hemp.\n\n2 By weight.\n"
    brought = imported(text)
    p1 = next(block for block, _ in brought.text.blocks() if block.id == "p1")
    assert [inline.label for inline in p1.inlines if isinstance(inline, Call)] == ["1", "2"]
    assert "cost 2 crowns, in 1931. It was bad." in printed_words(brought)


def test_a_number_that_could_be_a_call_at_two_places_is_asked_about() -> None:
    brought = imported(page("1The rope1 was sold, and the rope1 was bad.", "2" + LONG) + "\n\n1 Hemp.\n")
    assert any("at 2 places" in one.question for one in brought.report.open)


# brackets


def test_a_bracket_without_its_other_half_stays_a_plain_character_and_is_listed() -> None:
    brought = imported(page("1The rope [was sold.", "2And the ] rest [too]."))
    assert "The rope [was sold." in printed_words(brought)
    assert len([one for one in brought.report.left_over if "bracket" in one.why]) == 2
    assert brought.record["editions"]["print"]["left_over"]


def test_a_redaction_is_no_supplied_word() -> None:
    brought = imported(page("1He met [name not declassified] there.", "2" + LONG))
    p1 = next(block for block, _ in brought.text.blocks() if block.id == "p1")
    bracket = next(inline for inline in p1.inlines if isinstance(inline, Bracket))
    assert (bracket.kind, bracket.labelled) == ("redacted", True)


# what cannot be brought in


def test_a_page_without_a_title_is_refused_with_the_mend() -> None:
    with pytest.raises(InputError, match="no title was found") as caught:
        imported(f"{BODY}\n\n{LONG}\n\n{BODY}\n")
    assert caught.value.code == "no-title"
    assert caught.value.hint


def test_an_id_without_a_collection_is_refused() -> None:
    with pytest.raises(InputError, match="no record"):
        imported(page("1" + BODY), id="lights")


def test_words_above_the_title_that_are_no_names_are_kept_and_listed() -> None:
    brought = imported("Skip to main content\n\n" + page("1" + BODY, "2" + LONG))
    assert "Skip to main content" in printed_words(brought)
    assert any(one.words == "Skip to main content" for one in brought.report.left_over)


def test_a_second_document_in_the_file_is_refused_and_not_read_as_text_of_the_first() -> None:
    second = "Document No. 10: Letter from Karl Lund to Olga Brandt, March 9, 1931"
    with pytest.raises(InputError, match="a second document begins here") as caught:
        imported(page("1" + BODY, "2" + LONG, second, "1" + BODY))
    assert caught.value.line == 7


# the source elsewhere than in one bracketed note at the end


def test_a_bracketed_note_without_the_word_source_is_one_where_it_names_an_archive() -> None:
    brought = imported(page("1" + BODY, "2" + LONG, "[Cold Coast Archive, f. 2, op. 1. Translated by Vera Lund.]"))
    assert brought.record["source"]["repository"] == "cold-coast-archive"
    assert list(brought.record["translation"]["by"]) == ["lund-vera"]


def test_a_source_in_the_first_note_is_read_there_and_its_call_in_the_title_is_found() -> None:
    text = page(BODY, LONG, title="330. Letter From Olga Brandt to the Harbour Council1")
    brought = imported(text + "\n\n1 Source: Kennedy Library, Lund Papers, Box 3. Secret. Drafted by Karl Lund.\n")
    assert brought.record["source"]["repository"] == "kennedy-library"
    assert brought.record["source"]["where"] == "fn 1"
    assert brought.record["attributions"]["drafter-lund"]["asserted"]["where"] == "fn 1"
    assert brought.record["title"] == "Letter From Olga Brandt to the Harbour Council"


def test_a_file_number_above_the_title_is_the_source() -> None:
    brought = imported(
        "856d.00/3–349: Telegram\n\nThe Consul at Vardal (Lund) to the Secretary of State\n\n"
        f"Vardal, March 3, 1949—4 p. m.\n\n{BODY}\n\n{LONG}\n"
    )
    record = brought.record
    assert record["source"]["levels"] == {"file": {"code": "856d.00/3–349"}}
    assert record["date"] == {"edtf": "1949-03-03", "basis": "stated", "where": "dateline"}
    assert list(record["attributions"]) == ["author-lund", "addressee-secretary-of-state"]


def test_a_note_glued_to_a_number_in_the_title_is_found_and_asked_about() -> None:
    brought = imported(page(BODY, LONG, title="Memorandum 3301") + "\n\n1 Source: Kennedy Library, Lund Papers.\n")
    assert brought.record["title"] == "Memorandum 330"
    assert any("could belong" in one.question for one in brought.report.open)


def test_two_source_notes_that_name_different_houses_are_asked_about() -> None:
    brought = imported(page("1" + BODY, "2[Source: Cold Coast Archive.]", "3[Source: Museum of Pilotage.]"))
    assert any("different repositories" in one.question for one in brought.report.open)


# who is named


@pytest.mark.parametrize(
    ("title", "claims"),
    [
        ("Memorandum of Conversation, by the Assistant Secretary for Coastal Affairs (Lund)", ["author-lund"]),
        ("Memorandum From the Special Assistant (Lund) to President Brandt", ["author-lund", "addressee-brandt"]),
        ("Memorandum From Karl Lund of the Harbour Staff to the Council", ["author-lund", "addressee-council"]),
        ("Letter from Karl Lund and Olga Brandt to the Council", ["author-lund", "author-brandt", "addressee-council"]),
        ("Record of Conversation between Karl Lund and Olga Brandt, Vardal, May 3, 1931",
         ["participant-lund", "participant-brandt"]),
        ("Minutes of the Harbour Council Session, May 3, 1931", []),
        ("Protocol No. 166 of the Harbour Council, May 3, 1931", []),
        ("Diary of Karl Lund, May 3, 1931", ["author-lund"]),
        ("Excerpt from Karl Lund’s Diary, May 3, 1931", ["author-lund"]),
        ("Memorandum of a Conversation, Vardal, May 3, 1931, 1 p.m.", []),
        ("Mr. Lund to the President of Skerry.", ["author-lund", "addressee-president-of-skerry"]),
    ],
)  # fmt: skip
def test_the_title_names_author_addressee_and_participants_and_nobody_else(title: str, claims: list[str]) -> None:
    brought = imported(page(BODY, LONG, title=title))
    assert list(brought.record.get("attributions", {})) == claims


# residue of pages


def test_page_numbers_are_taken_out_of_the_reading_and_kept_in_the_report() -> None:
    brought = imported(page("1The rope [Page 12] was sold.", "[Page 13]", "2" + LONG))
    assert "The rope was sold." in printed_words(brought)
    assert "Page" not in printed_words(brought)
    assert [one.words for one in brought.report.left_over] == ["[Page 12]", "[Page 13]"]
    assert len(brought.record["editions"]["print"]["left_over"]) == 2


def test_a_word_broken_at_a_wrapped_line_is_joined_and_reported() -> None:
    wrapped = (
        "The stores were counted twice, and what was found was\nless than had been paid for, as the list of the har-\n"
        "bour shows in its own way."
    )
    brought = imported(page(wrapped, LONG))
    assert "of the harbour shows" in printed_words(brought)
    assert len([one for one in brought.report.left_over if "hyphen" in one.why]) == 1


# notes that weigh a claim, in other words than the specimen's


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("The original is unsigned; Lund became secretary of the Council only in May 1932.",
         {"no-signature": "against", "not-yet-secretary": "against"}),
        ("This copy lies in the Lund papers. Lund did not become head of the Section until 1933.",
         {"file": "for", "not-yet-head": "against"}),
        ("It bears no signature and was written before Lund was appointed director of stores (June 1932).",
         {"no-signature": "against", "not-yet-director": "against"}),
        ("The memorandum is kept among Lund’s papers.", {"file": "for"}),
        ("Lund became secretary in May 1928.", {}),
        ("The rope was of hemp.", {}),
    ],
)  # fmt: skip
def test_notes_are_read_clause_by_clause(note: str, expected: dict[str, str]) -> None:
    headnote = (
        "1This letter was never answered. Drafted by Karl Lund,1 the document was filed among the Council’s papers."
    )
    brought = imported(page(headnote, "2" + BODY, "3" + LONG) + f"\n\n1 {note}\n")
    evidence = brought.record["attributions"]["drafter-lund"].get("evidence", {})
    assert {key: one["bears"] for key, one in evidence.items()} == expected


def test_a_note_that_names_neither_of_two_drafters_is_left_open() -> None:
    headnote = (
        "1This letter was never answered. Drafted by Karl Lund and Ada Korn,1 the document was filed by the Council."
    )
    brought = imported(page(headnote, "2" + BODY, "3" + LONG) + "\n\n1 The copy is unsigned.\n")
    assert all("evidence" not in claim for claim in brought.record["attributions"].values())
    assert any("which of the attributions" in one.question for one in brought.report.open)
    assert brought.record["source"]["signed"] == "no"


@pytest.mark.parametrize(
    "words",
    [
        "This letter quotes a speech drafted by Karl Lund for the Council, and the document was never answered at all.",
        "This letter shows that “it was drafted by Karl Lund” was believed in the Council, and the document was lost.",
    ],
)
def test_a_drafter_of_something_else_is_no_drafter_of_this(words: str) -> None:
    brought = imported(page("1" + words, "2" + BODY, "3" + LONG))
    assert "drafter-lund" not in brought.record["attributions"]


def test_a_hedged_drafter_is_asserted_with_low_certainty() -> None:
    words = (
        "This letter was never answered. The document was probably drafted by Karl Lund for the Council in the spring."
    )
    brought = imported(page("1" + words, "2" + BODY, "3" + LONG))
    asserted = brought.record["attributions"]["drafter-lund"]["asserted"]
    assert asserted["certainty"] == "low"
    assert "probably" in asserted["why"]


# the rest of a source note


def test_who_got_the_document_the_language_and_a_marking_are_placed() -> None:
    note = (
        "[Source: Cold Coast Archive, f. 2, op. 1. Secret. Obtained by Karl Lund. Translated from German by Vera Lund.]"
    )
    record = imported(page("1" + BODY, "2" + LONG, "3" + note)).record
    assert record["custody"] == {"obtained": {"event": "obtained", "agent": "lund-karl", "where": "p3"}}
    assert record["translation"]["from"] == {"tag": "de", "basis": "stated", "where": "p3"}
    assert record["source"]["marking"] == {"basis": "stated", "text": "Secret", "where": "p3"}
    assert record["source"]["levels"] == {"fond": {"code": "2"}, "opis": {"code": "1"}}


def test_a_printed_source_is_a_relation_and_no_repository() -> None:
    note = "[Source: Published in Harbour Papers, no. 4 (1932), pp. 5–9. Translated by Vera Lund.]"
    record = imported(page("1" + BODY, "2" + LONG, "3" + note)).record
    assert "repository" not in record["source"]
    relation = next(iter(record["relations"].values()))
    assert relation["kind"] == "published-in"
    assert relation["target"]["title"] == "Harbour Papers, no. 4 (1932), pp. 5–9"


def test_a_language_that_nothing_shows_is_unknown_and_asked_for() -> None:
    brought = imported(page("1" + BODY, "2" + LONG, "3[Source: Cold Coast Archive. Translated by Vera Lund.]"))
    assert brought.record["translation"]["from"]["basis"] == "unknown"
    assert any("names no language" in one.question for one in brought.report.open)


def test_what_a_source_note_says_beyond_its_fields_is_left_over_with_its_words() -> None:
    note = "3[Source: Cold Coast Archive, f. 2. The meeting was held in the rain.]"
    brought = imported(page("1" + BODY, "2" + LONG, note))
    assert [(one.words, one.place) for one in brought.report.left_over] == [("The meeting was held in the rain", "p3")]


def test_two_folders_one_inside_the_other_stand_in_one_level() -> None:
    note = "3[Source: Kennedy Library, Lund Papers, Skerry, chap. XXIII.]"
    levels = imported(page("1" + BODY, "2" + LONG, note)).record["source"]["levels"]
    assert levels["folder"] == {"name": "Skerry, chap. XXIII"}


def test_a_lone_surname_is_whoever_bears_it_on_the_page_and_that_is_said() -> None:
    headnote = (
        "1This letter was never answered. Drafted by Brandt, the document was filed by the Council in its own time."
    )
    brought = imported(page(headnote, "2" + BODY, "3" + LONG))
    assert brought.record["attributions"]["drafter-brandt"]["agent"] == "brandt-olga"
    assert any(one.what == "agent" for one in brought.report.inferred)


def test_a_rule_divides_headnote_and_text_where_an_editor_speaks_before_it() -> None:
    headnote = (
        "This letter shows how little was known in the capital of the state of the coast, and the document was lost."
    )
    brought = imported(page(headnote, "* * *", BODY, LONG))
    assert [one.value for one in brought.report.inferred if one.what == "headnote"] == ["unnumbered"]
    assert "* * *" in printed_words(brought)


def test_text_in_a_loose_file_is_read_in_the_notation_or_as_a_page() -> None:
    text = page("1" + BODY, "2" + LONG)
    by_page = read_text(text.encode(), name="page.txt", id=ID)
    assert read_text(write_text(by_page).encode(), name="page.txt", id=ID) == by_page


def test_a_call_glued_to_a_figure_is_never_taken_but_its_place_is_said() -> None:
    brought = imported(page("1The Council met on January 101 and was content.", "2" + LONG) + "\n\n1 In Vardal.\n")
    assert "January 101 and" in printed_words(brought)
    assert any("January 101" in one.question for one in brought.report.open)


# what is denied, doubted, or said of another document


@pytest.mark.parametrize(
    "words",
    [
        "This letter was not drafted by Karl Lund, as was long believed by all, and the document is his no more.",
        "This letter was answered late, and a reply to this document was drafted by Karl Lund in the Council in May.",
    ],
)
def test_who_did_not_draft_it_or_drafted_the_reply_is_no_drafter(words: str) -> None:
    brought = imported(page("1" + words, "2" + BODY, "3" + LONG))
    assert "drafter-lund" not in brought.record.get("attributions", {})


def test_a_doubt_at_one_name_of_a_list_is_that_names_alone() -> None:
    words = "This letter was never answered. The document was drafted by Ilyin, Holm, and possibly Lund in the spring."
    claims = imported(page("1" + words, "2" + BODY, "3" + LONG)).record["attributions"]
    sure = {key: claims[key]["asserted"]["certainty"] for key in ("drafter-ilyin", "drafter-holm", "drafter-lund")}
    assert sure == {"drafter-ilyin": "high", "drafter-holm": "high", "drafter-lund": "low"}


def test_a_speech_to_mark_a_day_is_addressed_to_nobody() -> None:
    brought = imported(page(BODY, LONG, title="Speech by Karl Lund to Mark Victory Day, May 9, 1946"))
    assert list(brought.record["attributions"]) == ["author-lund"]


def test_an_impossible_day_in_the_dateline_is_kept_and_asked_about_where_the_title_has_one() -> None:
    brought = imported(page("Vardal, June 31, 1931", BODY, LONG))
    assert brought.record["date"]["edtf"] == "1931-03-03"
    assert "Vardal, June 31, 1931" in printed_words(brought)
    assert any("no day that exists" in one.question for one in brought.report.open)


@pytest.mark.parametrize(
    ("dateline", "edtf"),
    [
        ("Vardal, 3 March 1690/1", "1691-03-03"),
        ("Vardal, between 3 and 5 March 1931", "[1931-03-03..1931-03-05]"),
        ("Vardal, 3.III.1931", "1931-03-03"),
        ("Vardal, March 3, [1931?]", "1931?-03-03"),
        ("Vardal, the 3rd of March 1931", "1931-03-03"),
        ("Vardal, early March 1931", "1931-03"),
        ("VARDAL, 3 March 1931, 9.40 p.m.", "1931-03-03"),
    ],
)
def test_datelines_in_other_shapes(dateline: str, edtf: str) -> None:
    brought = imported(page(dateline, BODY, LONG, title="Document No. 9: Letter from Olga Brandt"))
    assert brought.record["date"]["edtf"] == edtf


def test_a_year_alone_at_a_titles_end_is_its_date() -> None:
    brought = imported(page(BODY, LONG, title="Document No. 9: Report of the Harbour Council, 1931"))
    assert brought.record["date"] == {"edtf": "1931", "basis": "stated", "where": "title"}


def test_notes_on_consecutive_lines_are_two() -> None:
    text = page("1The rope1 is gone, and the flour2 too.", "2" + LONG) + "\n\n1 Hemp.\n2 By weight.\n"
    blocks = [block for block, _ in imported(text).text.blocks() if block.note]
    assert [block.note for block in blocks] == ["1", "2"]


@pytest.mark.parametrize(
    ("title", "claims"),
    [
        ("Aufzeichnung des Ministerialdirigenten von Holm", ["author-von-holm"]),
        ("Schreiben des Referenten Müller an Staatssekretär Vik", ["author-muller", "addressee-vik"]),
        ("Письмо А. П. Лунда О. К. Брандту о канатах", ["author-lund", "addressee-brandt"]),
        ("Arne Vik, Memorandum for the President, “Rope”", ["addressee-president", "author-vik"]),
    ],
)
def test_names_are_found_behind_german_offices_and_in_other_cases(title: str, claims: list[str]) -> None:
    german = "Der Rat und die Häfen sind mit dem Tau nicht auf dem Weg zu den Booten."
    russian = "Мы и не на что в с по как это из к."
    words = german if " des " in title else russian if "Письмо" in title else BODY
    brought = imported(page(words, words, title=title))
    assert sorted(brought.record["attributions"]) == sorted(claims)
