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
        ("RG 59, Central Files 1967–69, POL 7 US", "central-subject", "subject pol; number 7; place us"),
        ("740.00119 EW/4–2845", "central-decimal", "decimal 740.00119ew; date 4-2845"),
        ("396.1–GE/5–854", "central-decimal", "decimal 396.1-ge; date 5-854"),
        ("Fond 89, opis’ 42, file 7, list 5 verso", "russian", "fond 89; opis 42; delo 7; list 5ob"),
        ("Ф. 89. Пер. 8. Док. 34", "russian", "fond 89; perechen 8; document 34"),
        ("BStU, MfS, ZAIG 5352, Bl. 140", "german", "archive bstu; leaf 140"),
        ("Kennedy Library, National Security Files, Box 176", "library", "box 176"),
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
        ("RGASPI, f. 17, op. 3, d. 12", "РГАСПИ. Ф. 17. Оп. 3. Д. 12", True),
        ("RGASPI, f. 17, op. 3, d. 12", "GARF, f. 17, op. 3, d. 12", False),
        ("f. R-9401, op. 2, d. 64", "ф. Р-9401, оп. 2, д. 64", True),
        ("f. 5, op. 1, d. 3", "f. 5, op. 1, d. 3, l. 4", False),
        ("BArch, DY 30/J IV 2/2A/3255, Bl. 5–8", "BArch DY30/J IV 2/2A/3255, Blatt 5-8", True),
        ("PA AA, B 130, Bd. 4528", "PAAA, B130, Band 4528", True),
        ("PA AA, B 130, Bd. 4528", "PA AA, B 38, Bd. 4528", False),
        ("FO 371/171963", "FO371/171963", True),
        ("CAB 128/35", "CAB  128 / 35", True),
        ("PREM 19/2650", "PREM 19/265", False),
        ("Central Files, 611.61/5–2461", "611.61/5-2461", True),
        ("Central Files, 611.61/5–2461", "611.61/5–2462", False),
        ("501.BC Skerry/8–649", "501.BC Vardal/8–649", False),
        ("Johnson Library, Country File, Box 5, Folder 12", "Johnson Library,  Country File, box 5, folder 012", True),
        ("Johnson Library, Country File, Box 5, Folder 12", "Kennedy Library, Country File, Box 5, Folder 12", False),
        ("National Security File, Box 5, Folder 12", "Central Files, Box 5, Folder 12", False),
        ("RG 59, Central Files 1964–66, POL 27 VIET S", "Record Group 59, Central Files 1964-66, POL 27 VIET S", True),
        ("RG 59, Central Files 1964–66, POL 27 VIET S", "RG 59, Central Files 1964–66, DEF 1 US", False),
        ("POL 2 7", "POL 27", False),
    ],
)
def test_two_ways_to_write_one_reference_are_the_same(a: str, b: str, same: bool) -> None:
    assert same_reference(a, b) is same


LEVELS = ("fond", "opis", "delo")
LATIN, CYRILLIC = ("f.", "op.", "d."), ("Ф.", "Оп.", "Д.")
numbers = st.tuples(st.integers(1, 9999), st.integers(1, 99), st.integers(1, 999))


@given(numbers, numbers, st.sampled_from([", ", ". ", " "]), st.integers(0, 3))
def test_two_writings_of_one_reference_are_the_same_and_two_references_never(
    one: tuple[int, ...], other: tuple[int, ...], joiner: str, zeros: int
) -> None:
    plainly = ", ".join(f"{name} {number}" for name, number in zip(LEVELS, one, strict=True))
    otherwise = joiner.join(f"{name}{'0' * zeros}{number}" for name, number in zip(CYRILLIC, one, strict=True))
    assert same_reference(plainly, otherwise)
    second = ", ".join(f"{name} {number}" for name, number in zip(LATIN, other, strict=True))
    assert same_reference(plainly, second) == (one == other)
    assert not same_reference(f"Cold Coast Archive, {plainly}", f"Vardal Archive, {plainly}")


KINDS = st.sampled_from(
    ["FO 371/{}", "BArch, DY 30/{}", "PA AA, B {}, Bd. 7", "RG {}, Box 2", "Lund Papers, Box 3, Folder {}",
     "POL {} SKER", "611.61/5–{}", "Lot 66 D {}", "Museum of Pilotage, shelf {}"]
)  # fmt: skip


@given(KINDS, KINDS, st.integers(100, 999), st.integers(100, 999))
def test_references_that_differ_in_a_number_or_in_kind_are_never_the_same(a: str, b: str, m: int, n: int) -> None:
    assert same_reference(a.format(m), b.format(n)) == ((a, m) == (b, n))
    assert same_reference(a.format(m), f"  {a.format(m)} ".replace("–", "-"))


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
