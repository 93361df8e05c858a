from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.model.references import parse_reference, same_reference


@pytest.mark.parametrize(
    ("written", "system", "normal"),
    [
        ("f. 17, op. 3, d. 0012, l. 5-6", "russian", "fond 17; opis 3; delo 12; list 5-6"),
        ("Ф. 17. Оп. 3. Д. 12. Л. 5–6", "russian", "fond 17; opis 3; delo 12; list 5-6"),
        ("ф.17 оп.3 д.12 лл.5—6", "russian", "fond 17; opis 3; delo 12; list 5-6"),
        ("fond 2, opis 1, delo 14a", "russian", "fond 2; opis 1; delo 14a"),
        ("Ф. 89. Оп. 19. Д. 82. Л. 3 об.", "russian", "fond 89; opis 19; delo 82; list 3ob"),
        ("BArch, DY 30/J IV 2/2/1234, Bl. 3–5", "german", "archive barch; signature dy30/jiv2/2/1234; leaf 3-5"),
        ("PA AA, B 38, Bd. 123", "german", "archive paaa; volume 123"),
        ("RG 59, Lot 64 D 563, Box 12", "record-group", "record-group 59; lot 64d563; box 12"),
        ("Record Group 59, Entry 1613, Box 12", "record-group", "record-group 59; entry 1613; box 12"),
        ("National Security File, Box 5, Folder 12", "library", "box 5; folder 12"),
        ("761.00/5–1253", "central-decimal", "decimal 761.00; date 5-1253"),
        ("Central Files, 611.61/10-150", "central-decimal", "decimal 611.61; date 10-150"),
        ("POL 27 VIET S", "central-subject", "subject pol; number 27; place viet s"),
        ("DEF 18–6", "central-subject", "subject def; number 18-6"),
        ("POL US–USSR", "central-subject", "subject pol; place us-ussr"),
        ("Shakhnazarov Collection", "plain", "reference shakhnazarov collection"),
        ("", "plain", "reference "),
    ],
)
def test_a_reference_is_read_in_the_system_whose_form_it_has(written: str, system: str, normal: str) -> None:
    reference = parse_reference(written)
    assert (reference.system, reference.normal) == (system, normal)
    assert reference.written == written


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("f. 17, op. 3, d. 0012", "Ф.17 Оп.3 Д.12", True),
        ("f. 17, op. 3, d. 12", "f. 17, op. 3, d. 13", False),
        ("761.00/5–1253", "761.00/5-1253", True),
        ("RG 59, Lot 64D563", "Record Group 59, Lot File 64 D 563", True),
        ("BArch, DY 30/J IV 2/2/1", "BArch  DY30 / J IV 2/2/1", True),
        ("Box 5", "box 5", True),
        ("Box 5", "f. 5", False),
    ],
)
def test_two_ways_to_write_one_reference_are_the_same(a: str, b: str, same: bool) -> None:
    assert same_reference(a, b) is same


@given(st.one_of(st.text(max_size=80), st.text("фопдл. 0123456789-–,/ABOXRGPOLbl", max_size=80)))
def test_any_text_is_a_reference_of_some_kind_and_the_same_as_itself(written: str) -> None:
    assert parse_reference(written).written == written
    assert same_reference(written, written)


@pytest.mark.parametrize("piece", ["f. 1, ", "1-", "761.", "POL ", "A", " ", "Box 1 ", "л. 1, "])
def test_t35_a_hostile_reference_takes_linear_time(piece: str) -> None:
    def cost(length: int) -> float:
        hostile = piece * (length // len(piece))
        started = time.process_time()
        for _ in range(3):
            parse_reference(hostile)
        return time.process_time() - started

    cost(1_000)
    assert cost(1_000) < 0.5
    assert cost(1_000_000) < 2
