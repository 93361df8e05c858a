"""Source notes of two genres are read to their fields; what was not understood is kept."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from provenance.importers.source_note import SourceNote, parse_note
from tests.linear import growth
from tests.shared import CORPORA, needs_shared


def parts(note: SourceNote) -> list[str]:
    return [f"{part.level}:{part.name}" for part in note.parts]


# bracketed notes of archival document readers; the persons and call numbers are invented


@pytest.mark.parametrize(
    ("raw", "repository", "levels"),
    [
        ("[Source: Cold Coast Archive. Sorokhtina Papers. On file at the Museum of Pilotage.]", "Cold Coast Archive",
         ["collection:Sorokhtina Papers"]),
        ("[Source: RGANI, f. 5, op. 30, d. 12, ll. 3–9.]", "RGANI", ["fond:5", "opis:30", "delo:12", "list:3–9"]),
        ("RGANI f. 5, op. 30, d. 12.", "RGANI", ["fond:5", "opis:30", "delo:12"]),
        ("[Source: RGASPI. Fond 17. Opis 3. Delo 4.]", "RGASPI", ["fond:17", "opis:3", "delo:4"]),
        ("AVPRF, f. 0100, op. 3, 1946, p. 25, d. 18.", "AVPRF",
         ["fond:0100", "opis:3", "dates:1946", "folder:25", "delo:18"]),
        ("[Source: Archive of the Coast, Moscow, fond 6, opis 8, papka 4, delo 7.]", "Archive of the Coast, Moscow",
         ["fond:6", "opis:8", "folder:4", "delo:7"]),
        ("[Source: SAPMO-BArch, DY 30/J IV 2/2/99, Bl. 4–9.]", "SAPMO-BArch",
         ["reference:DY 30/J IV 2/2/99", "list:4–9"]),
        ("[Source: AAN, KC PZPR, XI/36, k. 5.]", "AAN", ["collection:KC PZPR", "reference:XI/36", "list:5"]),
        ("[Source: TsDA, Fond 1-B, Opis 34, a.e. 89.]", "TsDA", ["fond:1-B", "opis:34", "file:89"]),
        ("Source: PRC FMA 106-00479-04, 1–9.", "PRC FMA", ["reference:106-00479-04", "list:1–9"]),
        ("Source: The National Archives, Kew, PREM 19/123.", "The National Archives, Kew", ["reference:PREM 19/123"]),
        ("Source: ÚSD, KSČ ÚV 02/1, vol. 12, folder 3.", "ÚSD", ["reference:KSČ ÚV 02/1", "volume:12", "folder:3"]),
    ],
)  # fmt: skip
def test_archival_chains_are_taken_apart(raw: str, repository: str, levels: list[str]) -> None:
    note = parse_note(raw)
    assert note.repository == repository
    assert parts(note) == levels


# notes of Foreign Relations of the United States; the numbers are invented


@pytest.mark.parametrize(
    ("raw", "repository", "levels"),
    [
        ("Source: Department of State, Central Files, 611.61/5–1258. Secret.", "Department of State",
         ["collection:Central Files", "file:611.61/5–1258"]),
        ("Source: National Archives, RG 59, Central Files 1964–66, POL 15–1 US/Brandt. Secret.", "National Archives",
         ["record-group:59", "collection:Central Files 1964–66", "file:POL 15–1 US/Brandt"]),
        ("Source: Kennedy Library, National Security Files, Countries Series, Skerry, 5/61–6/61.", "Kennedy Library",
         ["collection:National Security Files", "series:Countries Series", "folder:Skerry", "dates:5/61–6/61"]),
        ("Source: Department of State, S/S–NSC Files: Lot 63 D 351, NSC 99.", "Department of State",
         ["collection:S/S–NSC Files", "lot:63 D 351", "folder:NSC 99"]),
        ("Source: Nixon Presidential Materials, NSC Files, Box 432, Backchannel Files.", None,
         ["collection:Nixon Presidential Materials", "series:NSC Files", "box:432", "series:Backchannel Files"]),
        ("856d.00/2–2349: Telegram", None, ["file:856d.00/2–2349"]),
        ("711.94/2133", None, ["file:711.94/2133"]),
    ],
)  # fmt: skip
def test_american_citations_are_taken_apart(raw: str, repository: str | None, levels: list[str]) -> None:
    note = parse_note(raw)
    assert note.repository == repository
    assert parts(note) == levels


@pytest.mark.parametrize(
    ("sentence", "drafters"),
    [
        ("Drafted by Brandt.", ["Brandt"]),
        ("Drafted by Brandt and Lund, and approved by Korneyev.", ["Brandt", "Lund"]),
        ("Drafted by Brandt, Lund, and Korneyev on May 3.", ["Brandt", "Lund", "Korneyev"]),
        ("Drafted by Brandt (NEA) and Lund (EUR); cleared by Korneyev.", ["Brandt", "Lund"]),
        ("Drafted by A. P. Lund, Second Secretary at the Legation.", ["A. P. Lund"]),
        ("Drafted by A. P. Lund of the Policy Staff and Karl Brandt, Jr., Director of the Office.",
         ["A. P. Lund", "Karl Brandt, Jr."]),
        ("Drafted and initialed by Brandt.", ["Brandt"]),
        ("Drafted in S/S by Brandt on May 3.", ["Brandt"]),
        ("Prepared by the Office of Coastal Estimates.", ["Office of Coastal Estimates"]),
        ("The memorandum was drafted by Brandt.", ["Brandt"]),
        ("Another copy indicates that Karl Brandt of the Policy Staff was the drafter.", ["Karl Brandt"]),
        ("Drafted on May 3.", []),
        ("Drafted in NA.", []),
        ("Approved by Brandt.", []),
        ("An earlier version, prepared by others, was drafted by the staff.", []),
    ],
)  # fmt: skip
def test_drafters_are_those_of_this_document(sentence: str, drafters: list[str]) -> None:
    note = parse_note(f"Source: Department of State, Central Files, 611.61/5–1258. Secret. {sentence}")
    assert list(note.drafters) == drafters
    assert note.classification == "Secret"
    assert bool(note.unparsed) == (not drafters)


@pytest.mark.parametrize(
    ("sentence", "translators", "language"),
    [
        ("Translated by Vera Lund.", ["Vera Lund"], None),
        ("Translated from Russian by Vera Lund and Karl Brandt.", ["Vera Lund", "Karl Brandt"], "Russian"),
        ("Translated for CWIHP from the German by Vera Lund.", ["Vera Lund"], "German"),
        ("Obtained and translated for CWIHP by Vera Lund.", ["Vera Lund"], None),
        ("Translated by Vera Lund and edited by Karl Brandt.", ["Vera Lund"], None),
        (
            "The source text is a translation by the Division of Language Services.",
            ["Division of Language Services"],
            None,
        ),
        ("The Russian original is not in the file.", [], "Russian"),
        ("The German-language text is ibid.", [], "German"),
        ("Attached at Tab A is the Chinese text.", [], None),
        ("A very rough translation by Brandt was sent in telegram 12.", [], None),
    ],
)
def test_translators_and_language_are_those_named(sentence: str, translators: list[str], language: str | None) -> None:
    note = parse_note(f"[Source: Cold Coast Archive, Fond 2. {sentence}]")
    assert list(note.translators) == translators
    assert note.from_language == language


@pytest.mark.parametrize(
    ("sentence", "doubt"),
    [
        ("Apparently drafted by Brandt.", True),
        ("No drafting information appears on the source text.", True),
        ("Author unknown.", True),
        ("The letter is unsigned.", True),
        ("Printed from an unsigned copy.", False),
        ("Presumably the time of transmission is incorrect.", False),
        ("Drafted by Colby, who apparently also attended the meeting.", False),
    ],
)
def test_doubt_is_of_hand_or_signature_alone(sentence: str, doubt: bool) -> None:
    note = parse_note(f"Source: Kennedy Library, National Security Files. Secret. {sentence}")
    assert note.attribution_doubt is doubt


@pytest.mark.parametrize(
    ("sentence", "works"),
    [
        ("For another account, see Brandt, Cold Harbours, pp. 12–14, and Lund, Strictly Coastal, p. 8.",
         ["Brandt, Cold Harbours, pp. 12–14", "Lund, Strictly Coastal, p. 8"]),
        ("Also see Olga Brandt with Karl Lund, A Memoir (New York: Harbour House, 1991), p. 4.",
         ["Olga Brandt with Karl Lund, A Memoir (New York: Harbour House, 1991), p. 4"]),
        ("Printed in Foreign Relations, 1952–1954, vol. IX, Part 1, pp. 75 ff.",
         ["Foreign Relations, 1952–1954, vol. IX, Part 1, pp. 75 ff"]),
        ("See Document 23.", []),
        ("The source text comprises pp. 1-3 of the issue.", []),
    ],
)  # fmt: skip
def test_printed_works_run_from_author_to_last_page(sentence: str, works: list[str]) -> None:
    assert list(parse_note(f"Source: Kennedy Library, Lund Papers. {sentence}").publication_refs) == works


def test_a_printed_source_has_no_repository() -> None:
    note = parse_note(
        "Source: Department of Harbours Bulletin, October 14, 1934, pp. 5–9. The Minister spoke in the rain."
    )
    assert (note.repository, note.parts) == (None, ())
    assert note.publication_refs == ("Department of Harbours Bulletin, October 14, 1934, pp. 5–9",)
    assert note.unparsed == ("The Minister spoke in the rain",)


@pytest.mark.parametrize(
    ("sentence", "houses"),
    [
        ("On file at the National Security Archive.", ["National Security Archive"]),
        ("A copy is in the Kennedy Library, Lund Papers, Box 3.", ["Kennedy Library"]),
        ("A copy is also ibid., Central Files, 611.61/1.", []),
        ("A copy was sent to the Embassy at Vardal.", []),
    ],
)
def test_holders_of_copies_are_institutions_that_are_named(sentence: str, houses: list[str]) -> None:
    assert list(parse_note(f"Source: Johnson Library, Lund Papers. {sentence}").holding_copies) == houses


def test_the_json_has_the_fields_of_the_design() -> None:
    assert list(parse_note("RGANI, f. 5.").as_json(7)) == [
        "line", "raw", "repository", "parts", "collection", "references", "form", "classification", "holding_copies",
        "obtained_by", "translators", "from_language", "drafters", "publication_refs", "attribution_doubt", "unparsed",
    ]  # fmt: skip


NOTES = st.lists(
    st.sampled_from(
        ["Source: ", "RGANI, ", "f. 5, ", "Secret. ", "Drafted by ", "Brandt ", "and ", "see ", "pp. 3", "(", ")", "[",
         "]", "“", ". ", ", ", "; ", "Translated by ", "A copy is in the ", "Library", "Vol. I", "1", "é", "."]
    ),
    max_size=25,
).map("".join)  # fmt: skip


@given(st.one_of(NOTES, st.text(max_size=200)))
def test_any_string_is_read_and_nothing_is_invented(raw: str) -> None:
    note = parse_note(raw)
    said = " ".join(raw.split())
    named: list[Any] = [note.repository, note.classification, note.obtained_by, note.from_language, note.form]
    named += [*note.holding_copies, *note.translators, *note.drafters, *note.publication_refs, *note.unparsed]
    named += [part.name for part in note.parts]
    assert all(name in said for name in named if name)


@given(NOTES)
def test_no_sentence_is_dropped_without_a_sign(raw: str) -> None:
    note = parse_note(raw)
    if not any(value for name, value in vars(note).items() if name != "raw"):
        assert not any(letter.isalnum() for letter in raw.replace("Source: ", ""))


@pytest.mark.slow
@pytest.mark.alone
@pytest.mark.parametrize(
    "seed",
    [
        "A, ",
        "(",
        "(a ",
        "A. ",
        " by",
        "Drafted by A and ",
        ", pp. 1",
        "see A, p. 1 ",
        "and ,, ",
        ". (A) ",
        "f. 1, ",
        "“",
        "; translated by A",
        "Ф. 1. ",
        "The translation of ",
        "Archive no. 1 (",
        "Опубл.: А. М., 1996. ",
        "“A. ",
        "by A (?) ",
        "x",
    ],
)
def test_time_is_in_proportion_to_length_on_hostile_notes(seed: str) -> None:
    def note(length: int) -> str:
        return "Source: " + seed * (length // len(seed))

    assert growth(parse_note, note(100_000), note(800_000), enough=8 * 1.3) < 8 * 1.8


ANNOTATED = [
    note
    for name in ("notes_first.yaml", "notes_second.yaml", "notes_third.yaml")
    for note in yaml.safe_load((Path(__file__).parent / name).read_text(encoding="utf-8"))
]
LISTS = ("translators", "drafters", "holding_copies", "publication_refs")
SINGLE = ("repository", "classification", "obtained_by", "from_language", "form")


@pytest.mark.parametrize("annotated", ANNOTATED, ids=[note["note"][:60] for note in ANNOTATED])
def test_notes_in_every_shape_of_the_genre_are_read_as_an_annotator_reads_them(annotated: dict[str, Any]) -> None:
    note = parse_note(annotated["note"])
    unchecked = {*annotated.get("unchecked", ())}
    read: dict[str, Any] = {field: list(getattr(note, field)) for field in LISTS}
    read |= {field: getattr(note, field) for field in SINGLE} | {"attribution_doubt": note.attribution_doubt}
    read["parts"] = " | ".join(f"{part.level}={part.name}" for part in note.parts)
    expected: dict[str, Any] = {field: annotated.get(field, []) for field in LISTS}
    expected |= {field: annotated.get(field) for field in SINGLE}
    expected |= {"attribution_doubt": annotated.get("attribution_doubt", False), "parts": annotated.get("parts", "")}
    for field in read.keys() - unchecked:
        assert read[field] == expected[field], field


@pytest.mark.parametrize(
    "sentence",
    [
        "Not translated by the editors.",
        "The translation provided by the Embassy has not been found.",
        "Drafted in the White House and approved by Brandt.",
        "No copy has been found in the Kennedy Library.",
        "The list was obtained by Brandt in another way.",
        "An earlier version was translated by Brandt.",
        "A copy was sent to the Kennedy Library.",
        "Cleared by Brandt and translated for the President at the meeting.",
    ],
)
def test_what_a_note_denies_or_says_of_another_thing_is_not_taken_for_this_document(sentence: str) -> None:
    note = parse_note(f"Source: Cold Coast Archive, Lund Papers, Box 3. Secret. {sentence}")
    assert (note.translators, note.drafters, note.obtained_by, note.holding_copies) == ((), (), None, ())
    assert not note.attribution_doubt


@needs_shared
def test_the_notes_of_the_corpus_reach_the_targets(tmp_path: Any) -> None:
    gold = CORPORA / "source_notes_dev.jsonl"
    notes = [json.loads(line)["note"] for line in gold.read_text(encoding="utf-8").splitlines()]
    output = tmp_path / "output.jsonl"
    lines = (json.dumps(parse_note(note).as_json(at)) for at, note in enumerate(notes, 1))
    output.write_text("\n".join(lines) + "\n", encoding="utf-8")
    scorer = [sys.executable, str(CORPORA / "score_source_notes.py"), str(gold), str(output), "--json"]
    scores = json.loads(subprocess.run(scorer, capture_output=True, check=True, text=True).stdout)["fields"]
    for field, target in (("repository", 0.92), ("collection", 0.92), ("translators", 0.95), ("parts", 0.85)):
        assert scores[field]["f1"] >= target
        assert scores[field]["precision"] >= 0.95
