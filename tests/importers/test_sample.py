"""The real document: what the importer makes of it, beside what a person makes of it."""

from __future__ import annotations

import re

import pytest

from provenance.importers.importer import Imported
from provenance.model.fingerprint import read_fingerprints
from provenance.model.notation import read_record, read_tree, write
from provenance.text.blocks import Section
from provenance.text.fingerprint import compare
from provenance.text.notation import parse
from provenance.text.notation import write as write_text
from tests.importers.pages import imported, letters, printed_words
from tests.shared import SAMPLE, SAMPLE_FINGERPRINTS, SAMPLE_RECORD, needs_shared

pytestmark = needs_shared


@pytest.fixture(scope="module")
def sample() -> Imported:
    return imported(SAMPLE.read_bytes(), id="masterpieces-of-history/doc-006", edition="ceu-web")


def test_its_26_blocks_and_its_note_agree_with_the_fingerprints(sample: Imported) -> None:
    fingerprints = read_fingerprints(SAMPLE_FINGERPRINTS.read_text(encoding="utf-8"))
    agreements = compare(fingerprints, sample.text)
    assert len(agreements) >= 26
    assert {agreement.state for agreement in agreements} == {"same"}


def test_every_character_is_printed_but_for_numbers_and_the_call(sample: Imported) -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    without = re.sub(r"(?m)^\d+ ?(?=\D)", "", text).replace("Medvedev,1 ", "Medvedev, ")
    assert letters(printed_words(sample)) == letters(without)


def test_the_text_round_trips(sample: Imported) -> None:
    assert parse(write_text(sample.text)) == sample.text


def test_the_headnote_is_two_paragraphs_and_the_body_twenty_two(sample: Imported) -> None:
    headnote = next(item for item in sample.text.items if isinstance(item, Section))
    assert [block.id for block in headnote.items] == ["p1", "p2"]
    tagged = {block.id: block.tag for block, _ in sample.text.blocks() if block.tag}
    assert (tagged["p25"], tagged["p26"]) == ("dateline", "source-note")


def test_what_it_states_agrees_with_the_record_a_person_made(sample: Imported) -> None:
    person = read_tree(SAMPLE_RECORD.read_text(encoding="utf-8")).value
    record = sample.record
    for field in ("aliases", "type", "date"):
        assert record[field] == person[field]
    for field in ("where", "repository", "levels", "signed", "signed_where"):
        assert record["source"][field] == person["source"][field]
    assert record["relations"]["previous"]["target"] == person["relations"]["previous"]["target"]
    assert list(record["translation"]["by"]) == list(person["translation"]["by"])
    assert record["translation"]["from"]["tag"] == person["translation"]["from"]["tag"]
    for key, claim in person["attributions"].items():
        ours = record["attributions"][key]
        assert (ours["role"], ours["agent"], ours["asserted"]) == (claim["role"], claim["agent"], claim["asserted"])
        assert "held" not in ours


def test_the_note_is_one_thing_for_and_three_against_one_drafter(sample: Imported) -> None:
    evidence = sample.record["attributions"]["drafter-shakhnazarov"]["evidence"]
    assert sorted(one["bears"] for one in evidence.values()) == ["against", "against", "against", "for"]
    assert "evidence" not in sample.record["attributions"]["drafter-medvedev"]
    offices = sample.agents["shakhnazarov"]["offices"]
    assert offices["aide"]["held"] == "1988-02/.."
    assert offices["deputy-director"]["begins"] == {"after": "1986-06-26"}


def test_the_gloss_stays_supplied(sample: Imported) -> None:
    assert "[separatnym deistviyam] in order" in write_text(sample.text)


def test_the_record_is_valid_and_nothing_is_left_over(sample: Imported) -> None:
    assert read_record(write(sample.record)).editions["ceu-web"].number == "6"  # type: ignore[index]
    assert sample.report.left_over == ()
