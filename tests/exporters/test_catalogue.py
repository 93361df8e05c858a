from __future__ import annotations

import json

import pytest

from provenance.exporters import catalogue, markdown
from provenance.exporters import json as as_json
from provenance.exporters.exporter import Surroundings, exporters, shown_text
from provenance.model.address import RecordId
from provenance.model.notation import read_agents, read_collection
from provenance.text.dossier import Dossier
from tests.publish.skerry.archive import DOC, EDITION, HERE, WITHHELD, WITHHELD_YAML
from tests.shared import SAMPLE_RECORD, needs_shared

SURROUNDINGS = Surroundings(
    read_agents((HERE / "agents.yaml").read_bytes()), read_collection((HERE / "collection.yaml").read_bytes())
)
TEXT = (HERE / f"{EDITION}.txt").read_bytes()
DOSSIER = Dossier(DOC, {"record.yaml": (HERE / "doc-014.yaml").read_bytes(), f"editions/{EDITION}.txt": TEXT})


def row(label: str) -> list[str]:
    return [
        entry.value
        for one in catalogue.rows(DOSSIER.record, SURROUNDINGS)
        if one.label == label
        for entry in one.entries
    ]


def test_an_entry_reads_as_an_archivist_would_print_it() -> None:
    assert row("What") == ["Memorandum, no. 14"]
    assert row("Who")[:2] == ["Author: Halvor Stangnes", "Addressed to Ice Commission"]
    assert row("When") == ["14 February 1923"]
    assert row("Where held") == ["Tuvik Regional Archive › Harbour Office (0214) › Correspondence (B) › file 37"]
    assert row("Form") == ["Carbon; unsigned"]
    assert row("Language")[1] == "Translated from Norwegian into English by Lise Amundrud"


def test_a_relation_names_the_work_or_volume_by_its_title() -> None:
    collection = read_collection(
        b"schema: 1\ntitle: C\nworks: {nine-winters: Nine Winters}\nvolumes: {v: {title: The Volume}}\n"
    )
    source = (
        "schema: 1\ntitle: T\nrelations:\n  a: {kind: cites, target: {work: nine-winters}}\n"
        "  b: {kind: previous-in-volume, target: {volume: v, number: '5'}}\n  c: {kind: cites, target: {work: other}}\n"
    )
    record = Dossier(DOC, {"record.yaml": source.encode()}).record
    (relations,) = (one for one in catalogue.rows(record, Surroundings({}, collection)) if one.label == "Relations")
    assert [entry.value for entry in relations.entries] == [
        "Cites: Nine Winters", "Previous in volume: The Volume, no. 5", "Cites: other",
    ]  # fmt: skip


def test_a_rejected_claim_is_no_part_of_the_entry() -> None:
    assert not [words for words in row("Who") if "Morrow" in words]


def test_each_value_says_how_it_is_known() -> None:
    (when,) = next(one.entries for one in catalogue.rows(DOSSIER.record, SURROUNDINGS) if one.label == "When")
    assert when.known() == "stated; title"


def test_a_row_without_values_is_left_out() -> None:
    bare = Dossier(WITHHELD, {"record.yaml": WITHHELD_YAML.encode()})
    assert [one.label for one in catalogue.rows(bare.record, Surroundings())] == ["What", "When", "Rights"]


def test_the_plain_entry_has_no_line_longer_than_its_width() -> None:
    text = catalogue.export(DOSSIER, SURROUNDINGS)
    assert max(map(len, text.splitlines())) <= catalogue.WIDTH
    assert "Specimen: " in text


def test_json_has_the_record_and_the_blocks_of_a_text_that_may_be_shown() -> None:
    tree = json.loads(as_json.export(DOSSIER, SURROUNDINGS))
    assert tree["id"] == "winter-ports/doc-014"
    assert tree["date"]["edtf"] == "1923-02-14"
    blocks = {block["id"]: block for block in tree["editions"][EDITION]["blocks"]}
    assert blocks["p2"]["words"].startswith("To: The Ice Commission")
    assert blocks["p1"]["layer"] == "editor"


@pytest.mark.parametrize(
    "edit", [("    state: fixed\n    volume", "    state: fixed\n    text: withheld\n    volume"),
             ("status: permitted", "status: withheld")]
)  # fmt: skip
def test_a_withheld_text_leaves_in_no_format_though_its_file_lies_there(edit: tuple[str, str]) -> None:
    source = (HERE / "doc-014.yaml").read_text(encoding="utf-8").replace(*edit, 1)
    withheld = Dossier(DOC, {"record.yaml": source.encode(), f"editions/{EDITION}.txt": TEXT})
    assert shown_text(withheld, EDITION) is None
    for exporter in exporters().values():
        assert "honour to report" not in exporter.export(withheld, SURROUNDINGS)


def test_a_withdrawn_record_gives_no_text() -> None:
    source = (HERE / "doc-014.yaml").read_text(encoding="utf-8") + "withdrawal: {reason: R, by: B, when: '2026'}\n"
    assert shown_text(Dossier(DOC, {"record.yaml": source.encode(), f"editions/{EDITION}.txt": TEXT}), EDITION) is None


def test_markdown_holds_claims_with_what_bears_on_them() -> None:
    text = markdown.export(DOSSIER, SURROUNDINGS)
    assert "### Drafted by Edda Lunde" in text
    assert "- Against: " in text
    assert "- Doubt (open), Runa Tamm: " in text


def test_every_exporter_is_found_on_the_shelf() -> None:
    assert sorted(exporters()) == ["json", "markdown", "text"]


@needs_shared
def test_the_reference_record_reads_as_an_entry() -> None:
    dossier = Dossier(RecordId("masterpieces-of-history/doc-006"), {"record.yaml": SAMPLE_RECORD.read_bytes()})
    text = catalogue.export(dossier, Surroundings())
    assert "26 June 1986" in text
    assert "Russian into English" in text
