"""collate: many editions against a base, as a table, as JSON, in Markdown, as an apparatus in TEI."""

from __future__ import annotations

import pytest
from lxml import etree

from provenance.diff.apparatus import TEI
from tests.journeys.conftest import SPECIMEN, Desk


@pytest.fixture
def three(lights: Desk) -> Desk:
    """Three editions of one document: the second differs in a word, the third in that word and a capital."""
    page = SPECIMEN.read_text(encoding="utf-8").replace("Cape Stone", "Cape Kamenny")
    (lights.folder.parent / "second.txt").write_text(page, encoding="utf-8")
    (lights.folder.parent / "third.txt").write_text(page.replace("the inspector", "the Inspector"), encoding="utf-8")
    lights("import", "../second.txt", "--id", "lights/doc-014", "--edition", "second")
    lights("import", "../third.txt", "--id", "lights/doc-014", "--edition", "third")
    return lights


NAMED = ("doc-014:print", "doc-014:second", "doc-014:third")


def test_three_editions_give_a_table_of_variants_against_the_first(three: Desk) -> None:
    out = three("collate", *NAMED).out
    assert out.startswith("base: lights/doc-014:print\n")
    assert "lights/doc-014:second, lights/doc-014:third: “Kamenny”  substantive" in out
    assert "lights/doc-014:third: “Inspector”  accidental, capital" in out


def test_another_base_turns_the_table_round(three: Desk) -> None:
    answer = three("collate", *NAMED, "--base", "doc-014:third", "--json").json()
    assert answer["base"] == "lights/doc-014:third"
    assert {row["lemma"] for row in answer["rows"]} == {"Kamenny", "Inspector"}
    assert answer["summary"]["substantive"] + answer["summary"]["accidental"] == len(answer["rows"])


def test_one_class_alone_is_shown_and_the_rest_is_counted(three: Desk) -> None:
    answer = three("collate", *NAMED, "--only", "substantive", "--json").json()
    assert {row["lemma"] for row in answer["rows"]} == {"Stone"}
    assert answer["summary"]["hidden"] > 0
    assert "not shown" in three("collate", *NAMED, "--only", "substantive").out


def test_the_apparatus_gives_every_reading_its_witnesses_and_type(three: Desk) -> None:
    for typed in (("--tei",), ("--output-format", "tei")):
        root = etree.fromstring(three("collate", *NAMED, *typed).out.encode())
        names = {"t": TEI}
        readings = root.findall(".//t:rdg", names)
        assert {(rdg.text, rdg.get("wit"), rdg.get("type")) for rdg in readings} == {
            ("Kamenny", "#w2 #w3", "substantive"), ("Inspector", "#w3", "accidental"),
        }  # fmt: skip
        assert [witness.text for witness in root.findall(".//t:witness", names)] == [
            "lights/doc-014:print (base)", "lights/doc-014:second", "lights/doc-014:third",
        ]  # fmt: skip


def test_markdown_has_a_column_for_each_edition(three: Desk) -> None:
    lines = three("collate", *NAMED, "--output-format", "markdown").out.splitlines()
    assert lines[2].count("|") == 5
    assert any("Kamenny" in line and line.count("|") == 5 for line in lines)


def test_versions_and_loose_files_are_witnesses_too(three: Desk) -> None:
    three("correct", "doc-014:print", "--where", 'p7 "lamps"', "--to", "lanterns", "--kind", "transcription", "-m", "x")
    answer = three("collate", "doc-014:print@v1", "doc-014:print", "../second.txt", "--json").json()
    assert answer["witnesses"] == ["lights/doc-014:print@v1", "lights/doc-014:print", "../second.txt"]
    assert {row["lemma"] for row in answer["rows"]} >= {"lamps", "Stone"}


def test_what_cannot_be_collated_is_refused_with_the_reason(three: Desk) -> None:
    assert "at least two" in three("collate", "doc-014:print", status=2).err
    assert "named twice" in three("collate", "doc-014:print", "lights/doc-014:print", status=2).err
    assert "say which" in three("collate", "doc-014", "doc-014:print", status=2).err
    assert "not among" in three("collate", *NAMED, "--base", "doc-014:fourth", status=2).err
    assert "no such file" in three("collate", "doc-014:print", "nowhere.txt", status=2).err
